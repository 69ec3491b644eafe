//! What is on paper only: the recovery sheet for the safe, and the own list of one-time codes. What is lost with it is said
//! before it is made; it is shown once, to be printed or written down, and kept nowhere.

use super::{Action, ForSpecialists, Ground};
use crate::domain::people::{CODES_OF_A_LIST, Deed};
use crate::store::records::{PaperSecret, PeopleWish};
use crate::ui::component::{Element, Tone, body, card, h1, lead, notice, rows, secondary_button, small, strong};
use crate::ui::page::{Page, Primary};
use crate::ui::question::What;
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The recovery sheet.
    Sheet,
    /// The own list of codes.
    Codes,
}

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretPage {
    /// Which.
    kind: Kind,
    /// It, once it was made. It goes with the page.
    pub made: Option<PaperSecret>,
}

impl SecretPage {
    /// The page on which nothing is made yet.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { kind, made: None }
    }
}

/// How many codes stand on the page: the rest is on the paper.
const SHOWN: usize = 10;

impl Page for SecretPage {
    type Area = ForSpecialists;
    type Message = Action;
    const NAME: &'static str = "secret";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(match self.kind {
            Kind::Sheet => "recovery-title",
            Kind::Codes => "codes-title",
        })
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        let context = &ground.context;
        if let Some(made) = &self.made {
            let print = Action::Sheet(SheetWish::Open(SheetChoice::Secret(made.clone())));
            return context.prints().then(|| Primary::new("secret-print", context.tr("secret-print"), print));
        }
        let (words, deed, wish) = match self.kind {
            Kind::Sheet => ("secret-sheet-make", Deed::MakeSheet, PeopleWish::MakeSheet),
            Kind::Codes => ("secret-codes-make", Deed::OwnSecrets, PeopleWish::MakeCodes),
        };
        let make = if self.holds(ground) { Action::Ask(What::NewSecret(wish)) } else { Action::People(wish) };
        ground.session.may(deed).is_ok().then(|| Primary::new("secret-make", context.tr(words), make))
    }

    fn update(&mut self, message: Action, ground: &Ground<'_>) -> Action {
        if ground.busy { Action::None } else { message }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground))];
        match &self.made {
            None => parts.extend(self.before(ground)),
            Some(made) => {
                parts.push(notice(Tone::Caution, context.tr("secret-once")));
                parts.push(card(look, written(ground, made)));
            }
        }
        rows(look.gap(), parts)
    }
}

impl SecretPage {
    /// Whether one is in force that the next one ends.
    fn holds(&self, ground: &Ground<'_>) -> bool {
        let people = &ground.session.people;
        match self.kind {
            Kind::Sheet => people.sheet().is_some(),
            Kind::Codes => people.member(ground.session.member).is_some_and(|own| own.codes.is_some()),
        }
    }

    /// What it is, and what is lost with it.
    fn before<'a>(&self, ground: &Ground<'a>) -> Vec<Element<'a, Action>> {
        let context = &ground.context;
        let look = &context.look;
        let told = |key: &str| container(body(context.tr(key))).max_width(COLUMN).into();
        match self.kind {
            Kind::Sheet => {
                let mut parts = vec![
                    lead(look, context.tr("recovery-opens")),
                    told("recovery-keep"),
                    notice(Tone::Caution, context.tr("recovery-lost-what")),
                ];
                parts.extend(self.holds(ground).then(|| told("secret-sheet-holds")));
                parts
            }
            Kind::Codes => {
                let number = usize::from(CODES_OF_A_LIST);
                let words = context.tr_with("codes-lead", &[("number", number.into())]);
                let mut parts =
                    vec![lead(look, words), told("codes-keep"), notice(Tone::Caution, context.tr("codes-lost"))];
                let own = ground.session.people.member(ground.session.member);
                if let Some(codes) = own.and_then(|own| own.codes.as_ref()) {
                    let left = usize::from(CODES_OF_A_LIST.saturating_sub(codes.used));
                    parts.push(strong(context.tr_with("codes-left", &[("number", left.into())])));
                    let take = Action::People(PeopleWish::TakeCodes(ground.session.member));
                    if ground.session.may(Deed::TakeCodes(ground.session.member)).is_ok() {
                        let words = context.tr("member-codes");
                        let button = secondary_button(look, "secret-take", words, Some("x"), take);
                        parts.push(container(button).into());
                    }
                }
                parts
            }
        }
    }
}

/// What is to be copied by hand where nothing prints.
fn written<'a>(ground: &Ground<'a>, made: &PaperSecret) -> Element<'a, Action> {
    let context = &ground.context;
    match made {
        PaperSecret::Sheet(groups) => {
            let rows_of = groups.groups().into_iter().zip(1_usize..).map(|(group, number)| {
                let name = context.tr_with("recovery-group", &[("number", number.into())]);
                row![container(small(name)).width(110.0), strong(group)].spacing(space::S).into()
            });
            rows(space::XXS, rows_of)
        }
        PaperSecret::Codes(codes) => {
            let shown = codes.iter().take(SHOWN).zip(1_usize..);
            let lines = shown.map(|(code, number)| strong(format!("{number}. {code}")));
            let more = small(context.tr_with("codes-more", &[("number", codes.len().into())]));
            rows(space::XXS, lines.chain(std::iter::once(more)))
        }
    }
}
