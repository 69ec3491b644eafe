//! What is on paper only: the recovery sheet for the safe, and the own list of one-time codes. What is lost with it is said
//! before it is made; it is shown once, to be printed or written down, and kept nowhere. It holds, and the one before ends, only
//! when somebody has read a part of it from the paper: a sheet that was never printed opens nothing, and ends nothing.

use super::{Action, ForSpecialists, Ground};
use crate::domain::hidden::hidden;
use crate::domain::people::{CODES_OF_A_LIST, Deed};
use crate::domain::recovery::GROUPS;
use crate::store::records::{PaperSecret, PeopleWish, SecretKind};
use crate::ui::component::{
    Element, Field, Tone, body, card, field, h1, lead, notice, rows, secondary_button, small, strong,
};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};

/// The most letters that the field takes in.
const LONGEST: usize = 20;

/// How many codes stand on the page: the rest is on the paper.
const SHOWN: usize = 10;

/// The page.
#[derive(Clone, PartialEq)]
pub struct SecretPage {
    /// Which.
    kind: SecretKind,
    /// It, once it was drawn. It goes with the page.
    pub drawn: Option<PaperSecret>,
    /// What was read from the paper.
    typed: String,
    /// Whether that is not what stands there.
    wrong: bool,
}

hidden!(SecretPage, "SecretPage");

/// What happens on it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// What stands on the paper was typed.
    Typed(String),
    /// It is on paper.
    Keep,
    /// Something else is wanted.
    Do(Action),
}

hidden!(Message, "secret::Message");

impl SecretPage {
    /// The page on which nothing is drawn yet.
    #[must_use]
    pub const fn new(kind: SecretKind) -> Self {
        Self { kind, drawn: None, typed: String::new(), wrong: false }
    }
}

impl Page for SecretPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "secret";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(match self.kind {
            SecretKind::Sheet => "recovery-title",
            SecretKind::Codes => "codes-title",
        })
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let context = &ground.context;
        if let Some(drawn) = &self.drawn {
            // What is read from the paper comes after the paper.
            if self.typed.is_empty() && context.prints() {
                let print = Action::Sheet(SheetWish::Open(SheetChoice::Secret(drawn.clone())));
                return Some(Primary::new("secret-print", context.tr("secret-print"), Message::Do(print)));
            }
            return Some(Primary::new("secret-keep", context.tr("secret-keep"), Message::Keep).with_key("Enter"));
        }
        let words = match self.kind {
            SecretKind::Sheet => "secret-sheet-make",
            SecretKind::Codes => "secret-codes-make",
        };
        let draw = Message::Do(Action::People(PeopleWish::Draw(self.kind)));
        ground.session.may(self.deed()).is_ok().then(|| Primary::new("secret-make", context.tr(words), draw))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Keep
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong.then_some("secret-proof")
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.error(&ground.context).into_iter().collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Typed(typed) => (self.typed, self.wrong) = (typed.chars().take(LONGEST).collect(), false),
            Message::Do(action) if !ground.busy => return action,
            Message::Keep if !ground.busy => {
                let Some(drawn) = self.drawn.clone() else { return Action::None };
                self.wrong = !is_proof(&ground.context, &drawn, &self.typed);
                if !self.wrong {
                    return Action::People(PeopleWish::Keep(drawn));
                }
            }
            Message::Do(_) | Message::Keep => {}
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground))];
        match &self.drawn {
            None => parts.extend(self.before(ground)),
            Some(drawn) => {
                parts.push(notice(Tone::Caution, context.tr(self.once())));
                parts.push(card(look, written(ground, drawn)));
                let (label, hint) = match self.kind {
                    SecretKind::Sheet => ("secret-proof-sheet", "secret-proof-sheet-hint"),
                    SecretKind::Codes => ("secret-proof-codes", "secret-proof-codes-hint"),
                };
                let number = asked(context, self.kind);
                let proof = Field {
                    id: "secret-proof",
                    required: true,
                    label: context.tr_with(label, &[("number", number.into())]),
                    hint: Some(context.tr(hint)),
                    error: self.error(context),
                    checked: true,
                    value: &self.typed,
                    ..Field::default()
                };
                parts.push(field(look, proof, Message::Typed, Message::Keep));
            }
        }
        rows(look.gap(), parts)
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }

    fn is_unsaved(&self, _ground: &Ground<'_>) -> bool {
        self.drawn.is_some()
    }
}

/// What of it is read from the paper: the last there is, so that the whole of it is there. Where nothing prints, the codes
/// that stand on the page are copied by hand.
fn asked(context: &Context<'_>, kind: SecretKind) -> usize {
    match kind {
        SecretKind::Sheet => GROUPS,
        SecretKind::Codes if context.prints() => usize::from(CODES_OF_A_LIST),
        SecretKind::Codes => SHOWN,
    }
}

/// Whether this is what stands there.
fn is_proof(context: &Context<'_>, drawn: &PaperSecret, typed: &str) -> bool {
    match drawn {
        PaperSecret::Sheet(groups) => groups.is_group(asked(context, SecretKind::Sheet), typed),
        PaperSecret::Codes(drawn) => {
            let code = drawn.codes().get(asked(context, SecretKind::Codes) - 1).cloned();
            code.is_some_and(|code| code == typed.trim())
        }
    }
}

impl SecretPage {
    const fn deed(&self) -> Deed {
        match self.kind {
            SecretKind::Sheet => Deed::MakeSheet,
            // Why it may not be made yet is said when it is asked for.
            SecretKind::Codes => Deed::OwnSecrets,
        }
    }

    /// That it is shown once, and since when it holds.
    const fn once(&self) -> &'static str {
        match self.kind {
            SecretKind::Sheet => "secret-sheet-once",
            SecretKind::Codes => "secret-codes-once",
        }
    }

    fn error(&self, context: &Context<'_>) -> Option<String> {
        let words = match self.kind {
            SecretKind::Sheet => "secret-proof-sheet-error",
            SecretKind::Codes => "secret-proof-codes-error",
        };
        self.wrong.then(|| context.tr_with(words, &[("number", asked(context, self.kind).into())]))
    }

    /// Whether one is in force that the next one ends.
    fn holds(&self, ground: &Ground<'_>) -> bool {
        let people = &ground.session.people;
        match self.kind {
            SecretKind::Sheet => people.sheet().is_some(),
            SecretKind::Codes => people.member(ground.session.member).is_some_and(|own| own.codes.is_some()),
        }
    }

    /// What it is, and what is lost with it.
    fn before<'a>(&self, ground: &Ground<'a>) -> Vec<Element<'a, Message>> {
        let context = &ground.context;
        let look = &context.look;
        let told = |key: &str| container(body(context.tr(key))).max_width(COLUMN).into();
        match self.kind {
            SecretKind::Sheet => {
                let mut parts = vec![
                    lead(look, context.tr("recovery-opens")),
                    told("recovery-keep"),
                    notice(Tone::Caution, context.tr("recovery-lost-what")),
                ];
                parts.extend(self.holds(ground).then(|| told("secret-sheet-holds")));
                parts
            }
            SecretKind::Codes => {
                let number = usize::from(CODES_OF_A_LIST);
                let words = context.tr_with("codes-lead", &[("number", number.into())]);
                let mut parts =
                    vec![lead(look, words), told("codes-keep"), notice(Tone::Caution, context.tr("codes-lost"))];
                parts.extend(self.holds(ground).then(|| told("secret-codes-hold")));
                let own = ground.session.people.member(ground.session.member);
                if let Some(codes) = own.and_then(|own| own.codes.as_ref()) {
                    let left = usize::from(CODES_OF_A_LIST.saturating_sub(codes.used));
                    parts.push(strong(context.tr_with("codes-left", &[("number", left.into())])));
                    let take = Message::Do(Action::People(PeopleWish::TakeCodes(ground.session.member)));
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
fn written<'a>(ground: &Ground<'a>, made: &PaperSecret) -> Element<'a, Message> {
    let context = &ground.context;
    match made {
        PaperSecret::Sheet(groups) => {
            let rows_of = groups.groups().into_iter().zip(1_usize..).map(|(group, number)| {
                let name = context.tr_with("recovery-group", &[("number", number.into())]);
                row![container(small(name)).width(110.0), strong(group)].spacing(space::S).into()
            });
            rows(space::XXS, rows_of)
        }
        PaperSecret::Codes(drawn) => {
            let codes = drawn.codes();
            let shown = codes.iter().take(SHOWN).zip(1_usize..);
            let lines = shown.map(|(code, number)| strong(format!("{number}. {code}")));
            let more = small(context.tr_with("codes-more", &[("number", codes.len().into())]));
            rows(space::XXS, lines.chain(std::iter::once(more)))
        }
    }
}
