//! The prints of a visit: the one on its way, what is told of it, how many pages this visit had, and what there is instead
//! where no printer is. Pure; the application says by effects what the print system must do.

use super::sheet::SheetChoice;
use crate::domain::hidden::hidden;
use crate::domain::printing::{Allowance, Over, PrintRecord, Told};
use crate::domain::text::Language;
use crate::handout::printer::Order;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// The most copies that are offered: who needs more asks the specialist, or prints again.
pub const MOST_COPIES: u16 = 3;

/// What there is to print with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equipment {
    /// Whether there is a printer.
    pub printer: bool,
    /// Whether it prints on a roll, as those of tills do.
    pub roll: bool,
    /// Where a sheet can be kept as a file: sticks first.
    pub places: Vec<PathBuf>,
}

/// A sheet that is printed.
#[derive(Clone, PartialEq)]
pub struct Print {
    /// Its number, also of the entry that records it.
    pub order: Uuid,
    /// Which sheet.
    pub choice: SheetChoice,
    /// In which language.
    pub language: Language,
    /// What is told of it.
    pub told: Told,
}

hidden!(Print, "Print");

/// What became of a sheet that was to be kept as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The name of the file; nothing where it could not be written.
    pub file: Option<String>,
    /// Whether it is on a stick.
    pub on_stick: bool,
}

/// What became of papers that were to be saved on a stick.
#[derive(Clone, PartialEq, Eq)]
pub struct Saved {
    /// How many are on it.
    pub number: usize,
    /// The names of those that are not.
    pub left: Vec<String>,
}

hidden!(Saved, "Saved");

/// The prints of a visit.
#[derive(Debug, Default)]
pub struct Printing {
    /// What there is; nothing before it was looked.
    pub equipment: Option<Equipment>,
    /// What became of the last sheet that was to be kept as a file.
    pub kept: Option<Kept>,
    /// How many copies are wanted of the sheet that is still being made.
    pub wanted: Option<u16>,
    /// What is printed after it, in this order, without another press.
    pub queue: VecDeque<SheetChoice>,
    last: Option<Print>,
    /// What came out, or is on its way to: the same once more is a print again.
    before: Vec<(SheetChoice, Language)>,
    /// How many pages.
    pages: u16,
    /// What is on its way, also of visits that have ended; without the paper itself.
    on_the_way: BTreeMap<Uuid, Order>,
}

impl Printing {
    /// The print that is told of.
    #[must_use]
    pub const fn last(&self) -> Option<&Print> {
        self.last.as_ref()
    }

    /// Whether a print of this visit is on its way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.wanted.is_some() || self.last.as_ref().is_some_and(|print| !print.told.is_end())
    }

    /// Whether any print is on its way, also one of a visit that has ended.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.is_busy() || !self.on_the_way.is_empty()
    }

    /// Whether this sheet was printed in this visit, so that the next one is another.
    #[must_use]
    pub fn was_printed(&self, choice: &SheetChoice, language: Language) -> bool {
        self.before.iter().any(|(known, spoken)| known == choice && *spoken == language)
    }

    /// Whether a visitor alone may print so many pages now.
    ///
    /// # Errors
    /// With the reason, when not.
    pub const fn check(&self, allowance: Allowance, pages: u16, copies: u16) -> Result<(), Over> {
        allowance.check(self.pages, pages, copies)
    }

    /// A print begins. It is one again where the same was printed before.
    pub fn begin(&mut self, order: &mut Order, choice: SheetChoice, language: Language) {
        order.again = self.was_printed(&choice, language);
        self.wanted = None;
        self.kept = None;
        self.pages = self.pages.saturating_add(order.pages.saturating_mul(order.copies));
        self.on_the_way.insert(order.id, Order { pdf: Arc::from([]), ..order.clone() });
        self.last = Some(Print { order: order.id, choice, language, told: Told::Sending });
    }

    /// Something is told of a print. Gives what is recorded of it, once, when it came out.
    pub fn hear(&mut self, order: Uuid, told: Told) -> Option<PrintRecord> {
        let known = self.on_the_way.get(&order)?;
        let outcome = told.outcome();
        let (end, sides) = (told.is_end(), known.pages.saturating_mul(known.copies));
        let record = outcome.map(|outcome| known.record(outcome));
        // Whoever is asked whether the paper is out has not answered yet.
        if end && told != Told::Unsure {
            self.on_the_way.remove(&order);
        }
        let Some(print) = self.last.as_mut().filter(|print| print.order == order) else {
            // Its visit has ended: nobody is asked any more.
            self.on_the_way.retain(|id, _| *id != order || !end);
            return record;
        };
        print.told = told;
        if outcome.is_some() {
            self.before.push((print.choice.clone(), print.language));
        } else if end && print.told != Told::Unsure {
            // What did not come out took no paper from anybody.
            self.pages = self.pages.saturating_sub(sides);
        }
        record
    }

    /// The visit has ended: what was printed in it is forgotten, and what is on its way is followed to its end.
    pub fn forget(&mut self) {
        // Nobody is asked any more whether that paper is out.
        if let Some(print) = self.last.as_ref().filter(|print| print.told == Told::Unsure) {
            self.on_the_way.remove(&print.order);
        }
        *self = Self {
            equipment: self.equipment.take(),
            on_the_way: std::mem::take(&mut self.on_the_way),
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::printing::{PrintOutcome, SheetKind};
    use crate::handout::print::Format;

    fn order(pages: u16, copies: u16) -> Order {
        Order {
            id: Uuid::now_v7(),
            kind: SheetKind::Plan,
            pdf: Arc::from(*b"%PDF"),
            pages,
            copies,
            format: Format::A4,
            parts: false,
            again: false,
        }
    }

    const PLAN: SheetChoice = SheetChoice::Plan(Format::A4);

    fn begin(printing: &mut Printing, mut order: Order) -> Uuid {
        printing.begin(&mut order, PLAN, Language::Ro);
        assert!(printing.on_the_way.values().all(|order| order.pdf.is_empty()), "no paper is kept");
        order.id
    }

    #[test]
    fn what_came_out_is_recorded_once_and_the_same_again_is_counted_as_such() {
        let mut printing = Printing::default();
        let first = begin(&mut printing, order(2, 1));
        assert!(printing.is_busy());
        for told in [Told::Sent, Told::Printing, Told::Stopped(Vec::new())] {
            assert_eq!(printing.hear(first, told.clone()), None);
            assert_eq!(printing.last().unwrap().told, told);
        }
        let record = printing.hear(first, Told::Printed(PrintOutcome::Printed)).unwrap();
        assert_eq!((record.pages, record.copies, record.again), (2, 1, false));
        assert_eq!(printing.hear(first, Told::Printed(PrintOutcome::Printed)), None, "it has ended");
        assert!(!printing.is_busy() && printing.was_printed(&PLAN, Language::Ro));
        assert!(!printing.was_printed(&PLAN, Language::Ru));
        let second = begin(&mut printing, order(2, 1));
        assert!(printing.hear(second, Told::Printed(PrintOutcome::Printed)).unwrap().again);
    }

    #[test]
    fn a_doubt_is_recorded_when_a_person_has_seen_the_paper() {
        for (out, recorded) in [(true, true), (false, false)] {
            let mut printing = Printing::default();
            let id = begin(&mut printing, order(1, 1));
            assert_eq!(printing.hear(id, Told::Unsure), None);
            assert!(!printing.is_busy());
            assert_eq!(printing.hear(id, Told::answered(out)).is_some(), recorded);
            assert_eq!(printing.was_printed(&PLAN, Language::Ro), recorded);
        }
    }

    #[test]
    fn pages_are_counted_by_visit_and_what_did_not_come_out_is_given_back() {
        let allowance = Allowance { alone: true, pages: 6 };
        let mut printing = Printing::default();
        let id = begin(&mut printing, order(2, 2));
        assert_eq!(printing.check(allowance, 3, 1), Err(Over::Pages { left: 2 }), "on its way it counts");
        printing.hear(id, Told::Cancelled);
        assert_eq!(printing.check(allowance, 3, 2), Ok(()));
        let id = begin(&mut printing, order(3, 2));
        printing.hear(id, Told::Printed(PrintOutcome::Printed));
        assert_eq!(printing.check(allowance, 1, 1), Err(Over::Pages { left: 0 }));
        printing.forget();
        assert_eq!(printing.check(allowance, 3, 2), Ok(()), "the next visitor has pages of their own");
    }

    #[test]
    fn a_print_that_outlives_its_visit_is_recorded_and_told_to_nobody() {
        let mut printing = Printing::default();
        let (first, second) = (begin(&mut printing, order(1, 1)), begin(&mut printing, order(1, 1)));
        printing.forget();
        assert!(printing.last().is_none() && !printing.is_busy());
        assert_eq!(printing.hear(first, Told::Printing), None);
        assert!(printing.hear(first, Told::Printed(PrintOutcome::Printed)).is_some());
        assert_eq!(printing.hear(second, Told::Unsure), None);
        assert!(printing.on_the_way.is_empty() && printing.last().is_none());
    }
}
