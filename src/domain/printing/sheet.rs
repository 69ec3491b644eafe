//! What is printed: the kind of sheet, as it is counted, and on which sides of the paper.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of sheet, as it is counted. An institution may bring templates of its own: those are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SheetKind {
    /// The plan to take away.
    Plan,
    /// The list of papers.
    Papers,
    /// One step.
    Step,
    /// The consent.
    Consent,
    /// The slip with the return code.
    Slip,
    /// The receipt.
    Receipt,
    /// The draft of a request.
    Draft,
    /// What was paid and how to pay.
    Payment,
    /// Who collected what, by which paper.
    Reception,
    /// The person's own paper.
    Own,
    /// The centre's month.
    Month,
    /// The recovery sheet for the safe.
    Recovery,
    /// A list of one-time codes.
    Codes,
    /// What a team takes along to a village.
    DayPack,
    /// By a template that is not one of ours.
    Other,
}

impl SheetKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Plan,
        Self::Papers,
        Self::Step,
        Self::Consent,
        Self::Slip,
        Self::Receipt,
        Self::Draft,
        Self::Payment,
        Self::Reception,
        Self::Own,
        Self::Month,
        Self::Recovery,
        Self::Codes,
        Self::DayPack,
        Self::Other,
    ];

    /// The kind of a sheet by its template.
    #[must_use]
    pub fn of_template(template: &str) -> Self {
        match template {
            "plan" => Self::Plan,
            "papers" => Self::Papers,
            "step" => Self::Step,
            "consent" => Self::Consent,
            "slip" => Self::Slip,
            "receipt" => Self::Receipt,
            "draft" => Self::Draft,
            "payment" => Self::Payment,
            "reception" => Self::Reception,
            "own" => Self::Own,
            "month" => Self::Month,
            "recovery" => Self::Recovery,
            "codes" => Self::Codes,
            "day-pack" => Self::DayPack,
            _ => Self::Other,
        }
    }
}

/// Who knows that the paper came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrintOutcome {
    /// The printer said so and complained of nothing.
    Printed,
    /// The printer left a doubt; a person saw the paper.
    Confirmed,
}

impl PrintOutcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Printed, Self::Confirmed];
}

/// What is recorded of a print: counts, and nobody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintRecord {
    /// The kind of sheet.
    pub sheet: SheetKind,
    /// Who knows that it came out.
    pub outcome: PrintOutcome,
    /// Pages of one copy.
    pub pages: u16,
    /// Copies.
    pub copies: u16,
    /// Whether the same was printed before in this visit.
    pub again: bool,
}

/// Which sides of the paper are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// One.
    One,
    /// Both, turned like the pages of a book.
    Both,
    /// Both, turned at the short edge, as two pages beside each other need it.
    BothShort,
}

/// Which sides are used for a document of so many pages. Papers that part, one for the person and one for the centre,
/// and the strip of a till are on one side only; so is what has one side.
#[must_use]
pub const fn sides(pages: u16, parts: bool, booklet: bool, duplex: bool) -> Sides {
    match (duplex && !parts, booklet) {
        (true, true) if pages > 2 => Sides::BothShort,
        (true, false) if pages > 1 => Sides::Both,
        _ => Sides::One,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_our_templates_is_a_kind_of_its_own_and_others_are_counted_together() {
        let ours = [
            "plan",
            "papers",
            "step",
            "consent",
            "slip",
            "receipt",
            "draft",
            "payment",
            "reception",
            "own",
            "month",
            "recovery",
            "codes",
            "day-pack",
        ];
        let kinds: Vec<SheetKind> = ours.iter().map(|template| SheetKind::of_template(template)).collect();
        assert_eq!(kinds, SheetKind::ALL[..14]);
        assert_eq!(SheetKind::of_template("of-the-town"), SheetKind::Other);
    }

    #[test]
    fn both_sides_are_used_where_it_saves_paper_and_copies_for_two_people_stay_apart() {
        assert_eq!(sides(1, false, false, true), Sides::One);
        assert_eq!(sides(2, false, false, true), Sides::Both);
        assert_eq!(sides(2, false, false, false), Sides::One);
        assert_eq!(sides(2, true, false, true), Sides::One);
        assert_eq!(sides(2, false, true, true), Sides::One);
        assert_eq!(sides(4, false, true, true), Sides::BothShort);
    }
}
