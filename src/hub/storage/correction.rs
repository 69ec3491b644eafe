//! Which received entries count no more, kept up to date as entries come in, in whatever order they come. The rule is
//! [`crate::domain::record::uncounted`]; here it is followed entry by entry, so that taking one in costs the same however
//! many there are.

use crate::domain::record::Action;
use crate::hub::HubError;
use crate::protocol::entry::Entry;
use crate::protocol::facts::Coded as _;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// How many entries that want to correct one are looked at. People correct an entry once or twice; a terminal that
/// sends thousands must not slow the others down.
const MOST_CORRECTING: u32 = 100;

/// An entry, as far as it matters here.
struct Known {
    terminal: String,
    epoch: i64,
    sequence: i64,
    id: String,
    action: String,
    case: Option<String>,
    corrects: Option<String>,
    /// The centre it counts for, which stays when its terminal moves. What an entry says of itself proves nothing: it is
    /// one for which its terminal was enrolled.
    centre: String,
}

const SELECT: &str = "
    SELECT terminal, epoch, sequence, id, action, facts ->> '$.case', facts ->> '$.corrects', centre FROM entry";

const CONCERNED: &str = "
    SELECT EXISTS (SELECT 1 FROM entry WHERE corrects = ?1)
        OR EXISTS (SELECT 1 FROM terminal_centre AS home CROSS JOIN entry AS other
                   ON other.corrects = 'case ' || home.centre || ' ' || ?3 || ' ' || ?5 AND other.terminal = ?4
                   WHERE home.terminal = ?4 AND home.centre <> ?2)
        OR EXISTS (SELECT 1 FROM put_away WHERE case_id = ?3 AND (centre = ?2 OR terminal = ?4))";

/// What corrects an entry from its own terminal, which stood in another centre by then or before.
const MOVED: &str = "
    WHERE corrects IN (SELECT 'case ' || home.centre || ' ' || ?1 || ' ' || ?2 FROM terminal_centre AS home
                       WHERE home.terminal = ?3 AND home.centre <> ?4)
      AND terminal = ?3";

/// What is told of a case at the centre of its opening or by the opening's terminal: the same that [`is_put_away`] asks.
/// An entry may have the id of its case, and is then in no index of cases.
const ENTRIES_OF_CASE: &str = "
    INSERT INTO uncounted (terminal, epoch, sequence)
    SELECT terminal, epoch, sequence FROM entry
    WHERE person = ?1 AND person <> id AND (centre = ?2 OR terminal = ?3) AND action <> ?4
    UNION
    SELECT terminal, epoch, sequence FROM entry
    WHERE terminal IN (SELECT id FROM terminal) AND id = ?1 AND facts ->> '$.case' = ?1
      AND (centre = ?2 OR terminal = ?3) AND action <> ?4
    ON CONFLICT DO NOTHING";

/// What stands in the column `corrects` of an entry: the entry it means, and within which case or terminal. So an entry
/// finds what corrects it by one look, and nobody from elsewhere stands in between.
#[must_use]
pub fn target_key(terminal: &str, centre: &str, case: Option<&str>, target: &str) -> String {
    case.map_or_else(|| format!("terminal {terminal} {target}"), |case| format!("case {centre} {case} {target}"))
}

impl Known {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            terminal: row.get(0)?,
            epoch: row.get(1)?,
            sequence: row.get(2)?,
            id: row.get(3)?,
            action: row.get(4)?,
            case: row.get(5)?,
            corrects: row.get(6)?,
            centre: row.get(7)?,
        })
    }

    fn is(&self, action: Action) -> bool {
        self.action == action.code()
    }

    /// Nothing corrects itself, or what the same terminal recorded later. The rest is in the key.
    fn may_correct(&self, other: &Self) -> bool {
        self.terminal != other.terminal || (self.epoch, self.sequence) > (other.epoch, other.sequence)
    }
}

/// Brings up to date what counts, after an entry was taken in that counts for this centre.
pub(super) fn settle(connection: &Connection, entry: &Entry, centre: &str) -> Result<(), HubError> {
    let case = entry.facts.case.map(|case| case.to_string());
    if entry.facts.corrects.is_none() {
        // Most entries have nothing to do with a correction.
        let (terminal, id) = (&entry.position.terminal, entry.id.to_string());
        let key = target_key(terminal, centre, case.as_deref(), &id);
        let mut concerned = connection.prepare_cached(CONCERNED)?;
        if !concerned.query_row(params![key, centre, case, terminal, id], |row| row.get(0))? {
            return Ok(());
        }
    }
    let sequence = i64::try_from(entry.position.sequence).map_err(|_| HubError::Form("sequence"))?;
    settle_at(connection, &entry.position.terminal, entry.position.epoch.into(), sequence)
}

fn settle_at(connection: &Connection, terminal: &str, epoch: i64, sequence: i64) -> Result<(), HubError> {
    let sql = format!("{SELECT} WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    let Some(new) = statement.query_row(params![terminal, epoch, sequence], Known::read).optional()? else {
        return Ok(());
    };
    refresh(connection, &new)?;
    for target in targets(connection, &new)? {
        refresh(connection, &target)?;
        // When what took another's place is taken back, the other counts again.
        for before in targets(connection, &target)? {
            refresh(connection, &before)?;
        }
    }
    Ok(())
}

/// Brings everything up to date: for a database in which corrections were not looked at before.
pub(super) fn settle_all(connection: &Connection) -> Result<(), HubError> {
    let mut statement = connection.prepare(&format!("{SELECT} WHERE corrects IS NOT NULL"))?;
    let correcting = statement.query_map([], Known::read)?.collect::<Result<Vec<_>, _>>()?;
    for entry in correcting {
        settle_at(connection, &entry.terminal, entry.epoch, entry.sequence)?;
    }
    Ok(())
}

/// The entries that an entry means to correct: its terminal's own or, in a case, that of any terminal of its centre.
fn targets(connection: &Connection, entry: &Known) -> Result<Vec<Known>, HubError> {
    let Some(id) = &entry.corrects else { return Ok(Vec::new()) };
    let sql = format!(
        "{SELECT} WHERE terminal IN (SELECT ?1 UNION SELECT home.terminal FROM terminal_centre AS home
                                       WHERE ?2 IS NOT NULL AND home.centre = ?3)
           AND id = ?4 AND facts ->> '$.case' IS ?2 AND (terminal = ?1 OR centre = ?3)"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params![entry.terminal, entry.case, entry.centre, id], Known::read)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The entries that correct one.
fn correcting(connection: &Connection, entry: &Known) -> Result<Vec<Known>, HubError> {
    let sql = format!("{SELECT} WHERE corrects = ?1 LIMIT {MOST_CORRECTING}");
    let mut statement = connection.prepare_cached(&sql)?;
    let key = target_key(&entry.terminal, &entry.centre, entry.case.as_deref(), &entry.id);
    let mut found = statement.query_map([key], Known::read)?.collect::<Result<Vec<_>, _>>()?;
    if let Some(case) = &entry.case {
        let mut statement = connection.prepare_cached(&format!("{SELECT} {MOVED} LIMIT {MOST_CORRECTING}"))?;
        for other in statement.query_map([case, &entry.id, &entry.terminal, &entry.centre], Known::read)? {
            found.push(other?);
        }
    }
    Ok(found.into_iter().filter(|other| other.may_correct(entry)).collect())
}

fn refresh(connection: &Connection, entry: &Known) -> Result<(), HubError> {
    if entry.is(Action::Corrected) {
        return Ok(());
    }
    let by = correcting(connection, entry)?;
    let taken_back = by.iter().any(|other| other.is(Action::Corrected));
    if taken_back && entry.is(Action::CaseOpened) {
        put_away(connection, entry)?;
    }
    let key = params![entry.terminal, entry.epoch, entry.sequence];
    let sql = if taken_back || is_replaced(connection, entry, &by)? || is_put_away(connection, entry)? {
        "INSERT INTO uncounted (terminal, epoch, sequence) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM uncounted WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3"
    };
    connection.prepare_cached(sql)?.execute(key)?;
    Ok(())
}

/// Whether another of the same kind took its place and was not itself taken back.
fn is_replaced(connection: &Connection, entry: &Known, by: &[Known]) -> Result<bool, HubError> {
    for other in by.iter().filter(|other| other.action == entry.action) {
        if !correcting(connection, other)?.iter().any(|third| third.is(Action::Corrected)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_put_away(connection: &Connection, entry: &Known) -> Result<bool, HubError> {
    let Some(case) = &entry.case else { return Ok(false) };
    let sql = "SELECT 1 FROM put_away WHERE case_id = ?1 AND (centre = ?2 OR terminal = ?3)";
    Ok(connection.prepare_cached(sql)?.exists([case, &entry.centre, &entry.terminal])?)
}

/// Nothing of a case counts whose opening was taken back; corrections do.
fn put_away(connection: &Connection, opening: &Known) -> Result<(), HubError> {
    let Some(case) = &opening.case else { return Ok(()) };
    let sql = "INSERT OR IGNORE INTO put_away (case_id, centre, terminal) VALUES (?1, ?2, ?3)";
    if connection.prepare_cached(sql)?.execute([case, &opening.centre, &opening.terminal])? == 0 {
        return Ok(());
    }
    let of_case = params![case, opening.centre, opening.terminal, Action::Corrected.code()];
    connection.prepare_cached(ENTRIES_OF_CASE)?.execute(of_case)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Storage;
    use super::*;
    use crate::domain::record::{Circumstances, EntryFacts, Mode, Placed, Position, uncounted};
    use crate::domain::text::Language;
    use crate::hub::storage::intake::tests::ingest;
    use crate::protocol::entry::NO_HASH;
    use crate::protocol::facts::RecordedFacts;
    use jiff::Timestamp;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};
    use uuid::Uuid;

    /// Two terminals of one centre and one of another, before they move.
    const TERMINALS: [(&str, &str); 3] = [("t-a", "lozova"), ("t-b", "lozova"), ("t-c", "rome")];

    const ACTIONS: [Action; 5] =
        [Action::CaseOpened, Action::PersonIdentified, Action::PersonIdentified, Action::Corrected, Action::Corrected];

    fn storage() -> (tempfile::TempDir, Storage) {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(folder.path()).unwrap();
        // What is tried here is the rule, not the disk.
        storage.connection.pragma_update(None, "synchronous", "OFF").unwrap();
        for (terminal, centre) in TERMINALS {
            let insert = "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES (?1, '', ?2, '')";
            storage.connection.execute(insert, [terminal, centre]).unwrap();
            moves(&storage, terminal, centre);
        }
        (folder, storage)
    }

    /// What an enrolment for a centre changes.
    fn moves(storage: &Storage, terminal: &str, centre: &str) {
        storage.connection.execute("UPDATE terminal SET centre = ?2 WHERE id = ?1", [terminal, centre]).unwrap();
        let home = "INSERT OR IGNORE INTO terminal_centre (terminal, centre) VALUES (?1, ?2)";
        storage.connection.execute(home, [terminal, centre]).unwrap();
    }

    fn gone(storage: &Storage) -> BTreeSet<(String, u64)> {
        let mut statement = storage.connection.prepare("SELECT terminal, sequence FROM uncounted").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    fn send(storage: &mut Storage, entry: &Entry) {
        ingest(storage, std::slice::from_ref(entry));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

        /// In whatever order entries come in, and wherever terminals move meanwhile, the hub leaves out what the rule
        /// says, and finds the same when it looks at everything anew.
        #[test]
        fn the_hub_leaves_out_what_the_rule_leaves_out(
            (written, order) in proptest::collection::vec(
                (
                    prop_oneof![6 => Just(0_usize), 2 => Just(1), 1 => Just(2)],
                    0_usize..5,
                    // The last one is also the id of an entry.
                    prop_oneof![9 => Just(Some(900_u128)), 1 => Just(Some(901)), 1 => Just(None), 1 => Just(Some(2))],
                    // Mostly one of the entries just before, else anything, itself and what is to come included.
                    proptest::option::weighted(0.7, prop_oneof![6 => 1_usize..5, 1 => 0_usize..40]),
                    (proptest::bool::weighted(0.2), prop_oneof![4 => Just(Some("C1")), 1 => Just(Some("C16")), 1 => Just(None)]),
                ),
                2..16,
            ).prop_flat_map(|written| {
                let order = Just((0..written.len()).collect::<Vec<_>>()).prop_shuffle();
                (Just(written), order)
            })
        ) {
            let (mut sequences, mut heads) = ([0; 3], [NO_HASH; 3]);
            let entries: Vec<Entry> = written
                .iter()
                .zip(0_usize..)
                .map(|((terminal, action, case, corrects, (moved, event)), number)| {
                    sequences[*terminal] += 1;
                    let (name, first) = TERMINALS[*terminal];
                    let elsewhere = if first == "rome" { "lozova" } else { "rome" };
                    let centre = if *moved { elsewhere } else { first };
                    let circumstances = Circumstances {
                        language: Language::Ro,
                        centre: centre.to_owned(),
                        mode: Mode::Assisted,
                        catalogue: 1,
                    };
                    let id = |number: usize| Uuid::from_u128(number as u128);
                    let facts = EntryFacts {
                        event: event.map(str::to_owned),
                        case: case.map(Uuid::from_u128),
                        corrects: corrects.map(|back| id((number + 40 * written.len() - back) % written.len())),
                        ..EntryFacts::new(ACTIONS[*action], &circumstances)
                    };
                    let entry = Entry {
                        position: Position { terminal: name.to_owned(), epoch: 1, sequence: sequences[*terminal] },
                        id: id(number),
                        time: Timestamp::UNIX_EPOCH,
                        facts: RecordedFacts::of(&facts).unwrap(),
                        sealed: None,
                        previous: heads[*terminal],
                    };
                    heads[*terminal] = entry.hash();
                    entry
                })
                .collect();
            let meanings: Vec<EntryFacts> = entries.iter().map(|entry| entry.facts.meaning().unwrap()).collect();
            let placed: Vec<Placed<'_>> = entries
                .iter()
                .zip(&meanings)
                .map(|(entry, facts)| Placed {
                    id: entry.id,
                    position: &entry.position,
                    centre: &facts.centre,
                    facts,
                })
                .collect();
            let expected: BTreeSet<(String, u64)> = placed
                .iter()
                .zip(uncounted(&placed))
                .filter(|(_, gone)| *gone)
                .map(|(entry, _)| (entry.position.terminal.clone(), entry.position.sequence))
                .collect();
            let (_folder, mut storage) = storage();
            for place in order {
                moves(&storage, &entries[place].position.terminal, &entries[place].facts.centre);
                send(&mut storage, &entries[place]);
            }
            prop_assert_eq!(&gone(&storage), &expected);
            let counts = storage.report().unwrap();
            storage.connection.execute_batch("DELETE FROM uncounted; DELETE FROM put_away;").unwrap();
            prop_assert_eq!(storage.report().unwrap().corrected, 0);
            settle_all(&storage.connection).unwrap();
            prop_assert_eq!(&gone(&storage), &expected);
            let report = storage.report().unwrap();
            prop_assert_eq!(&report, &counts);
            prop_assert_eq!(report.corrected, expected.len() as u64);
            prop_assert_eq!(report.entries, entries.len() as u64);
            let counted: u64 = report.counts.iter().map(|count| count.entries).sum();
            // Persons as they are counted one by one.
            let mut persons: BTreeMap<(String, Option<String>, Option<Action>), BTreeSet<Uuid>> = BTreeMap::new();
            for (entry, gone) in placed.iter().zip(uncounted(&placed)) {
                if !gone {
                    let kind = (entry.centre.to_owned(), entry.facts.event.clone(), Some(entry.facts.action));
                    persons.entry(kind).or_default().insert(entry.facts.case.unwrap_or(entry.id));
                }
            }
            for count in &report.counts {
                let kind = (count.centre.clone(), count.event.clone(), count.action);
                let expected = persons.get(&kind).map_or(0, BTreeSet::len);
                prop_assert_eq!(count.persons, expected as u64, "{:?}", count);
            }
            prop_assert_eq!(counted, (entries.len() - expected.len()) as u64);
        }
    }

    #[test]
    fn a_terminal_that_corrects_one_entry_thousands_of_times_holds_nobody_up() {
        let (_folder, mut storage) = storage();
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Alone, catalogue: 1 };
        let mut previous = NO_HASH;
        let entries: Vec<Entry> = (1..=500_u64)
            .map(|sequence| {
                let facts = EntryFacts {
                    corrects: Some(Uuid::from_u128(1)),
                    ..EntryFacts::new(Action::Informed, &circumstances)
                };
                let position = Position { terminal: "t-a".to_owned(), epoch: 1, sequence };
                let id = Uuid::from_u128(u128::from(sequence));
                let time = Timestamp::UNIX_EPOCH;
                let facts = RecordedFacts::of(&facts).unwrap();
                let entry = Entry { position, id, time, facts, sealed: None, previous };
                previous = entry.hash();
                entry
            })
            .collect();
        ingest(&mut storage, &entries);
        assert_eq!(gone(&storage), [("t-a".to_owned(), 1)].into());
        let entry = Known {
            terminal: "t-a".to_owned(),
            epoch: 1,
            sequence: 1,
            id: Uuid::from_u128(1).to_string(),
            action: "informed".to_owned(),
            case: None,
            corrects: None,
            centre: "lozova".to_owned(),
        };
        let looked_at = correcting(&storage.connection, &entry).unwrap().len();
        assert!(looked_at <= MOST_CORRECTING as usize, "{looked_at}");
    }

    /// An entry as (terminal, centre, action, id, event, what it corrects).
    type Written = (&'static str, &'static str, Action, u128, &'static str, Option<u128>);

    /// A journal of one case as its terminals record it.
    fn journal(written: &[Written]) -> Vec<Entry> {
        let mut ends: BTreeMap<&str, (u64, [u8; 32])> = BTreeMap::new();
        let mut entry = |terminal: &'static str, centre: &str, action, id, event: &str, corrects: Option<u128>| {
            let (sequence, previous) = ends.get(terminal).copied().unwrap_or((0, NO_HASH));
            let circumstances =
                Circumstances { language: Language::Ro, centre: centre.to_owned(), mode: Mode::Assisted, catalogue: 1 };
            let facts = EntryFacts {
                event: Some(event.to_owned()),
                case: Some(Uuid::from_u128(900)),
                corrects: corrects.map(Uuid::from_u128),
                ..EntryFacts::new(action, &circumstances)
            };
            let entry = Entry {
                position: Position { terminal: terminal.to_owned(), epoch: 1, sequence: sequence + 1 },
                id: Uuid::from_u128(id),
                time: Timestamp::UNIX_EPOCH,
                facts: RecordedFacts::of(&facts).unwrap(),
                sealed: None,
                previous,
            };
            ends.insert(terminal, (sequence + 1, entry.hash()));
            entry
        };
        written
            .iter()
            .map(|&(terminal, centre, action, id, event, of)| entry(terminal, centre, action, id, event, of))
            .collect()
    }

    #[test]
    fn what_was_corrected_stays_so_when_its_terminal_moves_and_is_corrected_from_there() {
        use Action::{CaseOpened, Corrected, PersonIdentified, RequestPaid};
        let (_folder, mut storage) = storage();
        let entries = journal(&[
            ("t-a", "lozova", CaseOpened, 1, "C1", None),
            ("t-a", "lozova", PersonIdentified, 2, "C1", None),
            ("t-b", "lozova", PersonIdentified, 3, "C1", Some(2)),
            ("t-a", "lozova", RequestPaid, 4, "C1", None),
            // From here on it stands in Rome.
            ("t-a", "rome", PersonIdentified, 5, "C1", Some(2)),
            ("t-a", "rome", Corrected, 6, "C1", Some(4)),
            ("t-a", "rome", Corrected, 7, "C1", Some(5)),
            ("t-a", "rome", Corrected, 8, "C1", Some(1)),
        ]);
        let mut sent = |range: std::ops::Range<usize>| {
            for entry in &entries[range] {
                moves(&storage, &entry.position.terminal, &entry.facts.centre);
                send(&mut storage, entry);
            }
            gone(&storage)
        };
        let a = |sequence| ("t-a".to_owned(), sequence);
        assert_eq!(sent(0..4), [a(2)].into());
        assert_eq!(sent(4..6), [a(2), a(3)].into(), "its own, from where it stands now");
        assert_eq!(sent(6..7), [a(2), a(3), a(4)].into(), "the colleague's word holds still");
        let case = [a(1), a(2), a(3), a(4), ("t-b".to_owned(), 1)];
        assert_eq!(sent(7..8), case.into(), "and the whole case when it never was");
    }

    #[test]
    fn of_a_case_that_never_was_nothing_counts_whatever_came_first() {
        use Action::{CaseOpened, Corrected, RequestPaid};
        let entries = journal(&[
            ("t-a", "lozova", CaseOpened, 1, "C1", None),
            ("t-a", "lozova", RequestPaid, 2, "C16", None),
            ("t-a", "lozova", Corrected, 3, "C1", Some(1)),
        ]);
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let (_folder, mut storage) = storage();
            for place in order {
                send(&mut storage, &entries[place]);
            }
            assert_eq!(gone(&storage), [("t-a".to_owned(), 1), ("t-a".to_owned(), 2)].into(), "{order:?}");
        }
    }
}
