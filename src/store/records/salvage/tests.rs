//! What comes back of a damaged file. Which pages a row stands on is asked of SQLite (`dbstat`) while the file is whole.

mod damage;
mod logs;
mod moved;

use super::*;
use crate::domain::people::{PeopleChange, PeopleOperation};
use crate::domain::record::Position;
use crate::protocol::entry::{Entry, NO_HASH};
use crate::protocol::facts::RecordedFacts;
use crate::protocol::operation::about;
use crate::store::identity::Identity;
use crate::store::records::schema;
use crate::store::records::tests::informed;
use crate::store::vault::{CaseKey, WRAPPED_LENGTH};
use rusqlite::params;
use uuid::Uuid;

pub(super) const TERMINAL: &str = "terminal-of-the-test";

/// A page's number, kind, and cells.
pub(super) type Page = (u32, String, usize);

/// Numbers that look random and are the same at every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| u8::try_from(self.below(256)).unwrap()).collect()
    }
}

/// A row, and the pages it stands on.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) table: Table,
    pub(super) values: Vec<Value>,
    pub(super) pages: BTreeSet<u32>,
}

/// A records file in the making.
pub(super) struct Sample {
    _folder: tempfile::TempDir,
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) key: CaseKey,
    pub(super) dice: Dice,
    last: (u64, [u8; 32]),
}

impl Sample {
    pub(super) fn new() -> Self {
        Self::with_pages(4096)
    }

    pub(super) fn with_pages(size: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records.sqlite");
        let mut connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "page_size", i64::try_from(size).unwrap()).unwrap();
        schema::migrate(&mut connection).unwrap();
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0").unwrap();
        let key = CaseKey::new().unwrap();
        Self { _folder: folder, path, connection, key, dice: Dice(0x9e37_79b9_7f4a_7c15), last: (0, NO_HASH) }
    }

    /// A file with so many entries and cases, some of each kind of row, all of it in the file itself.
    pub(super) fn filled(entries: usize, cases: usize) -> Self {
        let mut sample = Self::new();
        sample.fill(entries, cases);
        sample.checkpoint();
        sample
    }

    pub(super) fn checkpoint(&self) {
        self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    }

    pub(super) fn fill(&mut self, entries: usize, cases: usize) {
        self.connection.execute_batch("BEGIN").unwrap();
        for index in 0..entries {
            self.add_entry(index);
        }
        for _ in 0..cases {
            let length = [200, 900, 5_000, 30_000][self.dice.below(4)];
            self.add_case(Uuid::now_v7(), length);
            self.add_operations(Uuid::now_v7());
        }
        let first =
            self.connection.query_row("SELECT count(*) FROM specialist", [], |row| row.get::<_, i64>(0)).unwrap();
        for index in 0..3 {
            let wrapped = self.dice.bytes(WRAPPED_LENGTH);
            let name = format!("Specialist {}", first + index);
            let sql = "INSERT INTO specialist (name, wrapped, added) VALUES (?1, ?2, '2026-11-20')";
            self.connection.execute(sql, params![name, wrapped]).unwrap();
        }
        for index in 0..4_u16 {
            let (id, member) = (Uuid::now_v7(), Uuid::now_v7());
            let wrapped = self.dice.bytes(130);
            let change = PeopleChange::Password { member, public: "age1".to_owned(), wrapped };
            let (centre, day) = ("lozova".to_owned(), jiff::civil::date(2026, 11, 20));
            let operation = PeopleOperation { id, revision: u64::from(index), centre, by: None, day, change };
            let bytes = crate::protocol::people::write(&operation).unwrap();
            self.connection.execute(Table::People.insert(), params![id.to_string(), bytes]).unwrap();
        }
        self.connection
            .execute_batch(
                "INSERT OR REPLACE INTO meta (name, value) VALUES ('incarnation', 'abc'), ('contact', 'line now');
                 INSERT OR REPLACE INTO wrong_sign_in (one, run, untold) VALUES (1, 2, 5);
                 COMMIT",
            )
            .unwrap();
    }

    pub(super) fn add_entry(&mut self, index: usize) -> Uuid {
        let mut facts = informed().facts;
        facts.event = Some(format!("event-{index}"));
        let sealed = match index % 4 {
            0 => None,
            1 => Some(self.dice.bytes(300)),
            2 => Some(self.dice.bytes(900)),
            _ => Some(self.dice.bytes(6_000)).filter(|_| index % 16 == 3),
        };
        let (sequence, previous) = (self.last.0 + 1, self.last.1);
        let facts = RecordedFacts::of(&facts).unwrap();
        let position = Position { terminal: TERMINAL.to_owned(), epoch: 1, sequence };
        let entry = Entry { position, id: Uuid::now_v7(), time: jiff::Timestamp::UNIX_EPOCH, facts, sealed, previous };
        let hash = entry.hash();
        self.last = (sequence, hash);
        let sequence = i64::try_from(sequence).unwrap();
        let facts = entry.facts.text();
        self.connection
            .prepare_cached(Table::Entry.insert())
            .unwrap()
            .execute(params![
                1,
                sequence,
                entry.id.to_string(),
                entry.time.to_string(),
                facts,
                entry.sealed,
                previous,
                hash
            ])
            .unwrap();
        let sql = if index.is_multiple_of(3) {
            "INSERT INTO outbox (epoch, sequence) VALUES (1, ?1)"
        } else if index % 3 == 1 {
            "INSERT INTO delivery (epoch, sequence, receipt) VALUES (1, ?1, 'term-1-' || ?1)"
        } else {
            "INSERT INTO delivery (epoch, sequence, code) VALUES (1, ?1, 'malformed')"
        };
        self.connection.prepare_cached(sql).unwrap().execute([sequence]).unwrap();
        entry.id
    }

    /// Writes a case, or another version of one, of so many bytes.
    pub(super) fn add_case(&mut self, id: Uuid, length: usize) {
        let id = id.to_string();
        let cipher = self.key.encrypt(&self.dice.bytes(length), id.as_bytes()).unwrap();
        self.connection
            .execute(
                "INSERT INTO open_case (id, cipher) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET cipher = excluded.cipher",
                params![id, cipher],
            )
            .unwrap();
    }

    /// Writes what was done in a case, short and long, and that it is closed.
    pub(super) fn add_operations(&mut self, case: Uuid) {
        let (case, key) = (case.to_string(), self.key.id().as_str().to_owned());
        for length in [120, 300, 2_000] {
            let id = Uuid::now_v7().to_string();
            let cipher = self.key.encrypt(&self.dice.bytes(length), &about(&case, &id, &key)).unwrap();
            self.connection.execute(Table::Operation.insert(), params![case, id, key, cipher]).unwrap();
        }
        self.connection.execute(Table::Closing.insert(), params![case, "2026-11-20"]).unwrap();
    }

    pub(super) fn bytes(&self) -> (Vec<u8>, Vec<u8>) {
        (read(&self.path).unwrap(), read(&file::with_suffix(&self.path, "-wal")).unwrap())
    }

    /// Every row of the file, with its pages.
    pub(super) fn rows(&self) -> Vec<Standing> {
        let tables = [
            (Table::Specialist, "specialist", "SELECT name, wrapped, added FROM specialist ORDER BY rowid"),
            (Table::OpenCase, "open_case", "SELECT id, cipher, closed FROM open_case ORDER BY rowid"),
            (Table::Operation, "operation", "SELECT case_id, id, key, cipher FROM operation ORDER BY rowid"),
            (Table::Closing, "closing", "SELECT case_id, day FROM closing ORDER BY 1"),
            (
                Table::Entry,
                "entry",
                "SELECT epoch, sequence, id, time, facts, sealed, previous, hash FROM entry ORDER BY 1, 2",
            ),
            (Table::Outbox, "outbox", "SELECT epoch, sequence FROM outbox ORDER BY 1, 2"),
            (Table::Delivery, "delivery", "SELECT epoch, sequence, receipt, code FROM delivery ORDER BY 1, 2"),
            (Table::Meta, "meta", "SELECT name, value FROM meta ORDER BY rowid"),
            (Table::People, "people", "SELECT id, operation FROM people ORDER BY rowid"),
            (Table::WrongSignIn, "wrong_sign_in", "SELECT one, run, run_since, untold, since FROM wrong_sign_in"),
        ];
        let mut rows = Vec::new();
        for (table, name, sql) in tables {
            let pages = self.pages(name);
            let mut places = Vec::new();
            let is_index = matches!(table, Table::Closing | Table::Outbox | Table::Delivery);
            cells("/", is_index, &pages, &mut places);
            let mut statement = self.connection.prepare(sql).unwrap();
            let width = statement.column_count();
            let values = statement.query_map([], |row| (0..width).map(|column| row.get(column)).collect()).unwrap();
            let values: Vec<Vec<Value>> = values.map(Result::unwrap).collect();
            assert_eq!(values.len(), places.len(), "{name}: every row has its place");
            rows.extend(values.into_iter().zip(places).map(|(values, pages)| Standing { table, values, pages }));
        }
        rows
    }

    /// The pages of a table by their path.
    pub(super) fn pages(&self, name: &str) -> BTreeMap<String, Page> {
        let mut statement =
            self.connection.prepare("SELECT path, pageno, pagetype, ncell FROM dbstat WHERE name = ?1").unwrap();
        let rows =
            statement.query_map([name], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

/// The pages of every row under a path, in the order of the rows. The interior pages of an index hold rows too.
fn cells(path: &str, is_index: bool, pages: &BTreeMap<String, Page>, places: &mut Vec<BTreeSet<u32>>) {
    let (number, kind, count) = &pages[path];
    let place = |index: usize| {
        let overflow = format!("{path}{index:03x}+");
        let more = pages.range(overflow.clone()..).take_while(|(path, _)| path.starts_with(&overflow));
        std::iter::once(*number).chain(more.map(|(_, (number, ..))| *number)).collect()
    };
    if kind == "leaf" {
        places.extend((0..*count).map(place));
        return;
    }
    for index in 0..=*count {
        cells(&format!("{path}{index:03x}/"), is_index, pages, places);
        if is_index && index < *count {
            places.push(place(index));
        }
    }
}

/// What must come back when only the rows with this property are whole, and what may not.
pub(super) fn assert_back(harvest: &Harvest, rows: &[Standing], key: &CaseKey, whole: impl Fn(&Standing) -> bool) {
    let mut damaged: BTreeMap<Table, usize> = BTreeMap::new();
    let mut there: BTreeMap<(Table, Key), &Vec<Value>> = BTreeMap::new();
    for row in rows {
        let name = (row.table, row.table.key(&row.values));
        there.insert(name.clone(), &row.values);
        if whole(row) {
            let found = harvest.rows.get(&name).map(|(_, values)| values);
            assert!(found == Some(&row.values), "{name:?} on {:?} is whole: {}", row.pages, found.is_some());
        } else {
            *damaged.entry(row.table).or_default() += 1;
        }
    }
    let mut strange: BTreeMap<Table, usize> = BTreeMap::new();
    for ((table, name), (_, values)) in &harvest.rows {
        let was = there.get(&(*table, name.clone())) == Some(&values);
        // A case proves itself when it is opened.
        let proves_itself = match (table, values.as_slice()) {
            (Table::Entry, _) => true,
            (Table::OpenCase, [Value::Text(id), Value::Blob(cipher), _]) => key.decrypt(cipher, id.as_bytes()).is_ok(),
            (Table::Operation, [Value::Text(case), Value::Text(id), Value::Text(name), Value::Blob(cipher)]) => {
                key.decrypt(cipher, &about(case, id, name)).is_ok()
            }
            _ => false,
        };
        if proves_itself && *table == Table::OpenCase {
            let known = there.get(&(*table, name.clone())).expect("it was never there");
            assert!(known[..2] == values[..2], "a case that opens is the one that was there");
        } else if proves_itself {
            assert!(was, "{table:?} {name:?} was never there");
        } else if !was {
            *strange.entry(*table).or_default() += 1;
        }
    }
    // What nothing proves can only stand in the place of a row that was damaged.
    for (table, count) in strange {
        assert!(count <= damaged.get(&table).copied().unwrap_or(0), "{count} of {table:?} were never there");
    }
}
