//! By what entries are counted that stands in none of them: from which month on requests are told apart by how people were
//! served, and to whose office somebody would go for a service. That is as the published catalogue says it, so that one which
//! says otherwise has cases counted anew.

use crate::domain::catalogue::Catalogue;
use crate::domain::cube::{Cell, Recorded, Rules, cells_of};
use crate::domain::identifier::ServiceCode;
use crate::domain::month::Month;
use crate::hub::HubError;
use crate::hub::storage::{Storage, meta, set_meta};
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::BTreeMap;

/// Requests are told apart by how people were served, and journeys counted by the offices of the catalogue. What was shown
/// before cannot be told apart without telling more than either: only what is begun from the next month on is, where anything
/// was shown. Which case saved how many journeys is counted anew.
pub(in crate::hub::storage) const MODES: &str = "
CREATE TABLE cell_by_mode (
    cell INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    centre TEXT NOT NULL,
    month TEXT NOT NULL,
    event TEXT NOT NULL,
    service TEXT NOT NULL,
    detail TEXT NOT NULL,
    band INTEGER NOT NULL,
    journeys INTEGER NOT NULL,
    mode TEXT NOT NULL,
    step INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    UNIQUE (kind, centre, month, event, service, detail, band, journeys, mode)
) STRICT;
INSERT INTO cell_by_mode (cell, kind, centre, month, event, service, detail, band, journeys, mode, step, entries, persons, shown)
    SELECT cell, kind, centre, month, event, service, detail, band, journeys, '', step, entries, persons, shown FROM cube_cell;
CREATE TABLE part_by_mode (
    person TEXT NOT NULL,
    cell INTEGER NOT NULL REFERENCES cell_by_mode (cell),
    entries INTEGER NOT NULL,
    PRIMARY KEY (person, cell)
) STRICT, WITHOUT ROWID;
INSERT INTO part_by_mode (person, cell, entries) SELECT person, cell, entries FROM cube_part;
DROP TABLE cube_part;
DROP TABLE cube_cell;
ALTER TABLE cell_by_mode RENAME TO cube_cell;
ALTER TABLE part_by_mode RENAME TO cube_part;

CREATE TABLE cube_office (
    service TEXT PRIMARY KEY,
    office TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value)
    SELECT 'cube_modes_from', strftime('%Y-%m', 'now', '+3 hours', 'start of month', '+1 month')
    WHERE EXISTS (SELECT 1 FROM meta WHERE name = 'cube_as_of');
INSERT INTO cube_due (person, terminal, epoch, sequence)
    SELECT DISTINCT person, '', 0, 0 FROM entry WHERE person <> id ON CONFLICT DO NOTHING;
INSERT INTO cube_due (person, terminal, epoch, sequence)
    SELECT person, terminal, epoch, sequence FROM entry WHERE person = id ON CONFLICT DO NOTHING;
";

/// The first month whose requests are told apart by how people were served; all are where it is not there.
const MODES_FROM: &str = "cube_modes_from";

/// From which catalogue the offices are known.
const CATALOGUE: &str = "cube_catalogue";

/// By what is counted, as it stands in the database.
pub(super) struct Counting {
    offices: BTreeMap<String, String>,
    modes_from: Option<Month>,
}

impl Counting {
    /// What stands there now.
    pub(super) fn read(connection: &Connection) -> Result<Self, HubError> {
        let modes_from = meta(connection, MODES_FROM)?.map(|text| text.parse());
        let modes_from = modes_from.transpose().map_err(|_| HubError::Form("first month of modes"))?;
        Ok(Self { offices: known_offices(connection)?, modes_from })
    }

    /// The cells that these entries fill. A service that the catalogue does not have is of an office of its own, as in the month
    /// of a centre.
    pub(super) fn cells_of(&self, recorded: &[Recorded<'_>]) -> BTreeMap<Cell, u64> {
        let office =
            |service: &ServiceCode| self.offices.get(service.as_str()).cloned().unwrap_or_else(|| service.to_string());
        cells_of(recorded, Rules { office: &office, modes_from: self.modes_from })
    }
}

fn known_offices(connection: &Connection) -> Result<BTreeMap<String, String>, HubError> {
    let mut statement = connection.prepare_cached("SELECT service, office FROM cube_office")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Storage {
    /// Knows the offices of the published catalogue. Cases with services whose office is another than before are counted anew.
    pub(super) fn know_offices(&mut self) -> Result<(), HubError> {
        let Some(announced) = self.announcement()? else { return Ok(()) };
        if meta(&self.connection, CATALOGUE)?.is_some_and(|sha256| sha256 == announced.sha256) {
            return Ok(());
        }
        let catalogue = self.catalogue()?;
        let now = catalogue.as_ref().map(offices).unwrap_or_default();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = known_offices(&transaction)?;
        for service in before.keys().chain(now.keys()) {
            if before.get(service) != now.get(service) {
                // What a case fills is kept by its id, what an entry without one does by its place, which has spaces.
                transaction
                    .prepare_cached(
                        "INSERT INTO cube_due (person, terminal, epoch, sequence)
                         SELECT DISTINCT person, '', 0, 0 FROM cube_part JOIN cube_cell USING (cell)
                         WHERE kind = 'request' AND service = ?1 AND person NOT LIKE '% %' ON CONFLICT DO NOTHING",
                    )?
                    .execute([service])?;
            }
        }
        transaction.execute("DELETE FROM cube_office", [])?;
        for (service, office) in &now {
            transaction
                .prepare_cached("INSERT INTO cube_office (service, office) VALUES (?1, ?2)")?
                .execute(params![service, office])?;
        }
        set_meta(&transaction, CATALOGUE, &announced.sha256)?;
        Ok(transaction.commit()?)
    }
}

/// The office of every service of a catalogue.
fn offices(catalogue: &Catalogue) -> BTreeMap<String, String> {
    catalogue.services.keys().map(|code| (code.to_string(), catalogue.office_of(code))).collect()
}
