//! Which sheet of paper somebody wants, and what for.

use crate::domain::case::{Consent, Row};
use crate::domain::month::Month;
use crate::domain::text::Language;
use crate::handout::print::Format;
use crate::store::records::PaperSecret;
use jiff::civil::Date;
use std::path::PathBuf;
use uuid::Uuid;

/// Which sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetChoice {
    /// The plan, on this paper.
    Plan(Format),
    /// The papers of the plan.
    Papers,
    /// A step of the plan, by its id.
    Step(String),
    /// The consent of a case, as its form stands.
    Consent(Uuid, Consent),
    /// The slip with the code of a case.
    Slip(Uuid),
    /// What was done in a case.
    Receipt(Uuid),
    /// The person's own paper.
    Own(Uuid),
    /// The draft of an application in a case.
    Draft(Uuid, Row),
    /// How a request of a case is paid.
    Payment(Uuid, Uuid),
    /// Who collected the result of a request of a case, with what was collected with it.
    Reception(Uuid, Uuid),
    /// What people of the desk have on paper only.
    Secret(PaperSecret),
    /// The centre's month.
    Month(Month),
    /// The list of a team's day in a village.
    Pack {
        /// The day.
        day: Date,
        /// The village.
        place: String,
        /// Whether the names of people stand on it.
        names: bool,
    },
    /// A paper that is kept at a page of the State, by its name.
    Kept(String),
    /// The papers that the person of a case brings.
    CasePapers(Uuid),
    /// A consent to be filled in by hand, for the person of a case.
    BlankConsent {
        /// The case.
        case: Uuid,
        /// The day on which it will be signed.
        day: Date,
        /// Whether the name stands on it.
        named: bool,
    },
}

impl SheetChoice {
    /// The message that names it.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Plan(Format::A5Booklet) => "preview-booklet",
            Self::Plan(Format::Strip) => "preview-strip",
            Self::Plan(Format::A4) => "preview-plan",
            Self::Papers => "preview-papers",
            Self::Step(_) => "preview-step",
            Self::Consent(..) => "preview-consent",
            Self::Slip(_) => "preview-slip",
            Self::Receipt(_) => "preview-receipt",
            Self::Own(_) => "preview-own",
            Self::Draft(..) => "preview-draft",
            Self::Payment(..) => "preview-payment",
            Self::Reception(..) => "preview-reception",
            Self::Month(_) => "preview-month",
            Self::Pack { .. } => "preview-pack",
            Self::Kept(_) => "preview-kept",
            Self::CasePapers(_) => "preview-case-papers",
            Self::BlankConsent { .. } => "preview-blank-consent",
            Self::Secret(PaperSecret::Sheet(_)) => "recovery-title",
            Self::Secret(PaperSecret::Codes(_)) => "codes-title",
        }
    }

    /// A name that no other choice of a page has.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Plan(Format::A5Booklet) => "sheet-booklet",
            Self::Plan(Format::Strip) => "sheet-strip",
            Self::Plan(Format::A4) => "sheet-plan",
            Self::Papers => "sheet-papers",
            Self::Step(_) => "sheet-step",
            Self::Consent(..) => "sheet-consent",
            Self::Slip(_) => "sheet-slip",
            Self::Receipt(_) => "sheet-receipt",
            Self::Own(_) => "sheet-own",
            Self::Draft(..) => "sheet-draft",
            Self::Payment(..) => "sheet-payment",
            Self::Reception(..) => "sheet-reception",
            Self::Secret(_) => "sheet-secret",
            Self::Month(_) => "sheet-month",
            Self::Pack { .. } => "sheet-pack",
            Self::Kept(_) => "sheet-kept",
            Self::CasePapers(_) => "sheet-case-papers",
            Self::BlankConsent { .. } => "sheet-blank-consent",
        }
    }

    /// The case that it is about.
    #[must_use]
    pub const fn case(&self) -> Option<Uuid> {
        match self {
            Self::Plan(_)
            | Self::Papers
            | Self::Step(_)
            | Self::Secret(_)
            | Self::Month(_)
            | Self::Pack { .. }
            | Self::Kept(_) => None,
            Self::Consent(case, _)
            | Self::Slip(case)
            | Self::Receipt(case)
            | Self::Own(case)
            | Self::Draft(case, _)
            | Self::Payment(case, _)
            | Self::CasePapers(case)
            | Self::BlankConsent { case, .. }
            | Self::Reception(case, _) => Some(*case),
        }
    }

    /// Whether it says something of a person: then it is shown when somebody asks for it.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        match self {
            // Whoever looks at a paper of a page of the State saw it there a moment ago.
            Self::Plan(_)
            | Self::Papers
            | Self::Step(_)
            | Self::Slip(_)
            | Self::CasePapers(_)
            | Self::Month(_)
            | Self::Kept(_) => false,
            Self::Pack { names, .. } => *names,
            Self::BlankConsent { named, .. } => *named,
            Self::Consent(..)
            | Self::Receipt(_)
            | Self::Own(_)
            | Self::Draft(..)
            | Self::Payment(..)
            | Self::Reception(..)
            | Self::Secret(_) => true,
        }
    }

    /// Whether it needs no making: somebody else made it.
    #[must_use]
    pub const fn is_there_already(&self) -> bool {
        matches!(self, Self::Kept(_))
    }

    /// The sheets among which this one is chosen, itself among them. A strip only where the printer has a `roll` for it.
    #[must_use]
    pub fn beside(&self, roll: bool) -> Vec<Self> {
        match self {
            Self::Plan(_) | Self::Papers => {
                let strip = (roll || *self == Self::Plan(Format::Strip)).then_some(Self::Plan(Format::Strip));
                let sheets = [Self::Plan(Format::A4), Self::Plan(Format::A5Booklet)];
                sheets.into_iter().chain(strip).chain([Self::Papers]).collect()
            }
            Self::Slip(case) | Self::Receipt(case) | Self::Own(case) => {
                vec![Self::Slip(*case), Self::Receipt(*case), Self::Own(*case)]
            }
            Self::Step(_)
            | Self::Consent(..)
            | Self::Draft(..)
            | Self::Payment(..)
            | Self::Reception(..)
            | Self::Secret(_)
            | Self::Pack { .. }
            | Self::CasePapers(_)
            | Self::Kept(_)
            | Self::BlankConsent { .. }
            | Self::Month(_) => vec![self.clone()],
        }
    }
}

/// What somebody who looks at a sheet asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetWish {
    /// To look at a sheet.
    Open(SheetChoice),
    /// Another one in its place, in this language or in that of the window; or the same once more.
    Set(SheetChoice, Option<Language>),
    /// This page of it, near by or as a whole.
    Turn(usize, bool),
    /// To print several sheets one after the other, beginning now.
    All(Vec<SheetChoice>),
    /// To print it in so many copies, as soon as it is ready.
    Print(u16),
    /// To take the print back.
    Cancel,
    /// That the paper is out, or not.
    Answer(bool),
    /// To keep it as a file in this folder.
    Keep(PathBuf),
    /// To look again what there is to print with.
    Look,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sheet_is_among_those_beside_it_and_only_what_names_nobody_is_shown_at_once() {
        let case = Uuid::nil();
        let day = jiff::civil::date(2026, 11, 20);
        let consent = Consent::new(crate::domain::case::ConsentScope::ThisEvent, day, day);
        let all = [
            SheetChoice::Plan(Format::A4),
            SheetChoice::Plan(Format::A5Booklet),
            SheetChoice::Plan(Format::Strip),
            SheetChoice::Papers,
            SheetChoice::Step("step".to_owned()),
            SheetChoice::Slip(case),
            SheetChoice::CasePapers(case),
            SheetChoice::Kept("Cerere.pdf".to_owned()),
            SheetChoice::Pack { day, place: "Căpriana".to_owned(), names: false },
            SheetChoice::BlankConsent { case, day, named: false },
            SheetChoice::Pack { day, place: "Căpriana".to_owned(), names: true },
            SheetChoice::BlankConsent { case, day, named: true },
            SheetChoice::Consent(case, consent),
            SheetChoice::Receipt(case),
            SheetChoice::Own(case),
            SheetChoice::Draft(case, Row::Step("step".to_owned())),
        ];
        for choice in &all {
            assert!(choice.beside(false).contains(choice), "{choice:?}");
        }
        let strip = SheetChoice::Plan(Format::Strip);
        assert!(
            !SheetChoice::Papers.beside(false).contains(&strip) && SheetChoice::Papers.beside(true).contains(&strip)
        );
        let open: Vec<&SheetChoice> = all.iter().filter(|choice| !choice.is_personal()).collect();
        assert_eq!(open, all[..10].iter().collect::<Vec<_>>());
    }
}
