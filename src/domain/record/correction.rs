//! Which entries count no more, because a later one corrects them. The journal itself only grows: what was recorded
//! stays, and whoever counts leaves out what was taken back.

use super::{Action, EntryFacts, Position};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An entry among others.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub position: &'a Position,
    /// The centre it was recorded for, when its terminal was ever enrolled there; else its terminal's. It stays that when
    /// the terminal moves.
    pub centre: &'a str,
    /// Its open part.
    pub facts: &'a EntryFacts,
}

impl Placed<'_> {
    /// Whether its word about another entry holds. A case belongs to its centre, so any terminal there may correct
    /// what another recorded of it; what belongs to no case, only the terminal that recorded it. A terminal corrects its
    /// own also after it moved to another centre. Nothing corrects itself, or what the same terminal recorded later.
    fn corrects(&self, other: &Placed<'_>) -> bool {
        let theirs = self.position.terminal == other.position.terminal;
        self.facts.corrects == Some(other.id)
            && self.facts.case == other.facts.case
            && if theirs { self.position > other.position } else { self.is_of_its_case(other) }
    }

    /// Whether both are of one case: the same one, recorded at one centre or by one terminal. Ids alone prove nothing.
    fn is_of_its_case(&self, other: &Placed<'_>) -> bool {
        self.facts.case.is_some()
            && self.facts.case == other.facts.case
            && (self.centre == other.centre || self.position.terminal == other.position.terminal)
    }
}

/// For each of these entries, in whatever order they came, whether it counts no more:
///
/// - it was taken back, by an entry with the action [`Action::Corrected`];
/// - another of its own kind took its place, as a changed name does, and was not itself taken back: with that one gone,
///   it counts again;
/// - the opening of its case was taken back: nothing of a case that never was counts.
///
/// A correction is never corrected. What it took back by mistake is done anew, by an entry of its own.
#[must_use]
pub fn uncounted(entries: &[Placed<'_>]) -> Vec<bool> {
    let mut by_target: BTreeMap<Uuid, Vec<&Placed<'_>>> = BTreeMap::new();
    for entry in entries {
        if let Some(target) = entry.facts.corrects {
            by_target.entry(target).or_default().push(entry);
        }
    }
    let named = |entry: &Placed<'_>, by: &dyn Fn(&Placed<'_>) -> bool| {
        let correcting = by_target.get(&entry.id).into_iter().flatten();
        correcting.into_iter().any(|other| other.corrects(entry) && by(other))
    };
    let taken_back = |entry: &Placed<'_>| {
        entry.facts.action != Action::Corrected && named(entry, &|other| other.facts.action == Action::Corrected)
    };
    let replaced = |entry: &Placed<'_>| {
        let action = entry.facts.action;
        action != Action::Corrected && named(entry, &|other| other.facts.action == action && !taken_back(other))
    };
    let mut put_away: BTreeMap<Uuid, Vec<&Placed<'_>>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.facts.action == Action::CaseOpened && taken_back(entry)) {
        if let Some(case) = entry.facts.case {
            put_away.entry(case).or_default().push(entry);
        }
    }
    let of_nothing = |entry: &Placed<'_>| {
        let mut openings = entry.facts.case.and_then(|case| put_away.get(&case)).into_iter().flatten();
        entry.facts.action != Action::Corrected && openings.any(|opening| opening.is_of_its_case(entry))
    };
    entries.iter().map(|entry| taken_back(entry) || replaced(entry) || of_nothing(entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Circumstances, Mode};
    use super::*;
    use crate::domain::text::Language;

    /// Entries written as (action, id, case, what it corrects), all of one terminal.
    fn counted(entries: &[(Action, u128, Option<u128>, Option<u128>)]) -> Vec<u128> {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let owned: Vec<(Uuid, Position, EntryFacts)> = (1..)
            .zip(entries)
            .map(|(sequence, (action, id, case, corrects))| {
                let facts = EntryFacts {
                    case: case.map(Uuid::from_u128),
                    corrects: corrects.map(Uuid::from_u128),
                    ..EntryFacts::new(*action, &circumstances)
                };
                (Uuid::from_u128(*id), Position { terminal: "t-1".to_owned(), epoch: 1, sequence }, facts)
            })
            .collect();
        let placed: Vec<Placed<'_>> =
            owned.iter().map(|(id, position, facts)| Placed { id: *id, position, centre: "lozova", facts }).collect();
        let uncounted = uncounted(&placed);
        // The order in which they are told of changes nothing.
        let backwards: Vec<Placed<'_>> = placed.iter().rev().copied().collect();
        assert_eq!(super::uncounted(&backwards), uncounted.iter().rev().copied().collect::<Vec<_>>());
        entries.iter().zip(uncounted).filter(|(_, gone)| !gone).map(|((_, id, ..), _)| *id).collect()
    }

    const CASE: Option<u128> = Some(100);

    #[test]
    fn what_was_taken_back_counts_no_more_and_its_correction_does() {
        use Action::{Corrected, Informed};
        assert_eq!(counted(&[(Informed, 1, None, None), (Corrected, 2, None, Some(1))]), [2]);
        // Twice is no more than once; a correction of a correction, of nothing known, or of itself changes nothing.
        let twice = [(Informed, 1, None, None), (Corrected, 2, None, Some(1)), (Corrected, 3, None, Some(1))];
        assert_eq!(counted(&twice), [2, 3]);
        let again = [(Informed, 1, None, None), (Corrected, 2, None, Some(1)), (Corrected, 3, None, Some(2))];
        assert_eq!(counted(&again), [2, 3]);
        assert_eq!(counted(&[(Informed, 1, None, None), (Corrected, 2, None, Some(9))]), [1, 2]);
        assert_eq!(counted(&[(Corrected, 2, None, Some(2)), (Informed, 3, None, Some(3))]), [2, 3]);
        // Nobody takes back what is not recorded yet.
        assert_eq!(counted(&[(Corrected, 2, None, Some(3)), (Informed, 3, None, None)]), [2, 3]);
        assert_eq!(counted(&[(Informed, 1, None, Some(2)), (Informed, 2, None, Some(1))]), [2]);
    }

    #[test]
    fn only_what_is_about_the_same_case_corrects() {
        use Action::{Corrected, RequestPaid};
        assert_eq!(counted(&[(RequestPaid, 1, CASE, None), (Corrected, 2, CASE, Some(1))]), [2]);
        for other in [None, Some(101)] {
            assert_eq!(counted(&[(RequestPaid, 1, CASE, None), (Corrected, 2, other, Some(1))]), [1, 2]);
        }
    }

    #[test]
    fn a_name_changed_twice_is_one_and_changed_back_is_the_one_before() {
        use Action::{ConsentGiven, Corrected, PersonIdentified};
        let mut entries = vec![
            (PersonIdentified, 1, CASE, None),
            (PersonIdentified, 2, CASE, Some(1)),
            (PersonIdentified, 3, CASE, Some(2)),
        ];
        assert_eq!(counted(&entries), [3]);
        entries.push((Corrected, 4, CASE, Some(3)));
        assert_eq!(counted(&entries), [2, 4]);
        entries.push((Corrected, 5, CASE, Some(2)));
        assert_eq!(counted(&entries), [1, 4, 5]);
        // An entry takes the place of one of its own kind only.
        assert_eq!(counted(&[(PersonIdentified, 1, CASE, None), (ConsentGiven, 2, CASE, Some(1))]), [1, 2]);
    }

    #[test]
    fn nothing_of_a_case_that_was_put_away_counts() {
        use Action::{CaseOpened, Corrected, PapersChecked};
        let entries = [
            (CaseOpened, 1, CASE, None),
            (PapersChecked, 2, CASE, None),
            (PapersChecked, 3, Some(101), None),
            (Corrected, 4, CASE, Some(1)),
        ];
        assert_eq!(counted(&entries), [3, 4]);
    }

    #[test]
    fn a_terminal_that_moved_corrects_its_own_and_takes_no_case_of_others_with_it() {
        use Action::{CaseOpened, Corrected, PersonIdentified, RequestPaid};
        let written = [
            ("t-1", "lozova", CaseOpened, 1, None),
            ("t-2", "lozova", RequestPaid, 2, None),
            ("t-1", "lozova", PersonIdentified, 3, None),
            // It stands in Rome from here on.
            ("t-1", "rome", PersonIdentified, 4, Some(3)),
            ("t-1", "rome", Corrected, 5, Some(2)),
            ("t-3", "rome", RequestPaid, 6, None),
            ("t-2", "lozova", Corrected, 7, Some(6)),
        ];
        let counted = |written: &[(&str, &str, Action, u128, Option<u128>)]| -> Vec<u128> {
            let owned: Vec<(Uuid, Position, EntryFacts)> = (1..)
                .zip(written)
                .map(|(sequence, (terminal, centre, action, id, corrects))| {
                    let circumstances = Circumstances {
                        language: Language::Ro,
                        centre: (*centre).to_owned(),
                        mode: Mode::Assisted,
                        catalogue: 1,
                    };
                    let (case, corrects) = (CASE.map(Uuid::from_u128), corrects.map(Uuid::from_u128));
                    let facts = EntryFacts { case, corrects, ..EntryFacts::new(*action, &circumstances) };
                    let position = Position { terminal: (*terminal).to_owned(), epoch: 1, sequence };
                    (Uuid::from_u128(*id), position, facts)
                })
                .collect();
            let placed: Vec<Placed<'_>> = owned
                .iter()
                .map(|(id, position, facts)| Placed { id: *id, position, centre: &facts.centre, facts })
                .collect();
            written.iter().zip(uncounted(&placed)).filter(|(_, gone)| !gone).map(|((.., id, _), _)| *id).collect()
        };
        assert_eq!(counted(&written), [1, 2, 4, 5, 6, 7]);
        // With its opening all goes that was recorded of the case where it was opened, or by whoever opened it.
        let mut ghost = written.to_vec();
        ghost.push(("t-1", "rome", Corrected, 8, Some(1)));
        assert_eq!(counted(&ghost), [5, 6, 7, 8]);
    }
}
