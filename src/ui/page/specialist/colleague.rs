//! Whoever looks after the people of the desk adds a colleague or gives somebody a new password; everybody changes the own, and makes a
//! computer of the room known to the hub that came in without it.

use super::{Action, ForSpecialists, Ground};
use crate::domain::people::{Member, StaffRole};
use crate::ui::component::Element;
use crate::ui::page::door::{self, SignInForm, Stage};
use crate::ui::page::{Around, First, Page, Primary};

/// The page: a form and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct ColleaguePage {
    /// The form.
    pub form: SignInForm,
}

impl ColleaguePage {
    /// The page on which somebody is added in a role.
    #[must_use]
    pub fn to_add(role: StaffRole) -> Self {
        Self { form: SignInForm::to_add(role) }
    }

    /// The page on which a colleague has a new password.
    #[must_use]
    pub fn to_reset(member: Member) -> Self {
        Self { form: SignInForm::to_reset(member) }
    }

    /// The page on which a computer that came in by the relay's code becomes known to the hub, by a one-time code.
    #[must_use]
    pub fn to_enrol() -> Self {
        Self { form: SignInForm::new(Stage::Enrol) }
    }

    /// The page on which the own password is changed.
    #[must_use]
    pub fn own() -> Self {
        Self { form: SignInForm::new(Stage::OwnPassword) }
    }
}

impl Page for ColleaguePage {
    type Area = ForSpecialists;
    type Message = door::Message;
    const NAME: &'static str = "colleague";

    fn heading(&self, ground: &Ground<'_>) -> String {
        self.form.heading(&ground.context)
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<door::Message>> {
        Some(self.form.primary(&ground.context, ground.busy))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field(self.form.first_field()))
    }

    fn submits(&self, message: &door::Message) -> bool {
        *message == door::Message::Submit
    }

    fn wrong(&self, ground: &Ground<'_>) -> Option<&'static str> {
        self.form.wrong(ground.wait)
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.form.problems(&ground.context)
    }

    fn update(&mut self, message: door::Message, ground: &Ground<'_>) -> Action {
        if ground.busy {
            return Action::None;
        }
        self.form.update(message, ground.wait).map_or(Action::None, Action::Enter)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, door::Message> {
        self.form.view(&ground.context, ground.wait)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, _ground: &Ground<'_>) -> bool {
        self.form.is_changed()
    }

    fn around(&self) -> Around {
        // As large as where the colleague will sign in.
        Around { dense: false, ..Around::STAFF }
    }
}
