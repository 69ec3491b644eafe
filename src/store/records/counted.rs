//! What of the journal counts: for whoever tells of a month's work.

use super::delivery::code;
use super::{Records, RecordsError};
use crate::domain::month::Month;
use crate::domain::record::{EntryFacts, Placed, Position, uncounted};
use crate::platform::clock::date_in;
use crate::protocol::facts::RecordedFacts;
use jiff::civil::Date;
use uuid::Uuid;

/// A line of the journal as it is counted.
struct Line {
    id: Uuid,
    position: Position,
    day: Date,
    facts: EntryFacts,
}

impl Records {
    /// The entries of a month that count, in their order, each with its day in a time zone. What a later entry took back is
    /// left out, whenever that was, and so is what only a newer program knows or what is damaged. An entry that stands at
    /// two places, since a damaged file was saved, counts once.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counted(&self, month: Month, time_zone: &str) -> Result<Vec<(Date, EntryFacts)>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            // What went from here was received where it stood.
            "SELECT place >> 32, place & 0xFFFFFFFF, time, facts, id, place FROM summary
                 WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.place = summary.place)
             UNION ALL
             SELECT entry.epoch, entry.sequence, time, facts, id, entry.place
                 FROM entry LEFT JOIN delivery USING (epoch, sequence) WHERE code IS NOT ?1
             ORDER BY 6",
        )?;
        let mut rows = statement.query([code::REFILED])?;
        let mut lines: Vec<Line> = Vec::new();
        while let Some(row) = rows.next()? {
            let time = row.get::<_, String>(2)?.parse().ok();
            let facts = RecordedFacts::read(row.get(3)?).ok().and_then(|facts| facts.meaning());
            let id = row.get::<_, String>(4)?.parse().ok();
            let (Some(time), Some(facts), Some(id)) = (time, facts, id) else { continue };
            let epoch = row.get(0)?;
            let terminal = self.name_of(epoch).to_owned();
            let position = Position { terminal, epoch, sequence: row.get(1)? };
            lines.push(Line { id, position, day: date_in(time, time_zone), facts });
        }
        let placed = lines.iter().map(|line| Placed {
            id: line.id,
            position: &line.position,
            centre: &line.facts.centre,
            facts: &line.facts,
        });
        let gone = uncounted(&placed.collect::<Vec<_>>());
        let counts =
            lines.into_iter().zip(gone).filter(|(line, gone)| !gone && month.has(line.facts.held.unwrap_or(line.day)));
        Ok(counts.map(|(line, _)| (line.day, line.facts)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, Mode, Reason};
    use crate::domain::text::Language;
    use crate::store::identity::Identity;
    use crate::store::records::NewEntry;

    #[test]
    fn what_was_taken_back_later_and_what_was_held_in_another_month_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let now = "2026-11-30T22:30:00Z".parse().unwrap();
        let (mut records, _) = Records::open(&folder.path().join("records.sqlite"), identity, now).unwrap();
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let mut put = |facts: EntryFacts, time: &str| {
            let entry = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
            records.record(&entry, None, time.parse().unwrap()).unwrap();
            entry
        };
        let informed = EntryFacts::new(Action::Informed, &circumstances);
        let wrong = put(informed.clone(), "2026-11-02T09:00:00Z");
        put(EntryFacts { minutes: Some(7), ..informed.clone() }, "2026-11-03T09:00:00Z");
        // Past midnight where the centre is.
        put(EntryFacts { minutes: Some(9), ..informed.clone() }, "2026-11-30T22:30:00Z");
        let session = EntryFacts {
            held: Some(jiff::civil::date(2026, 11, 28)),
            ..EntryFacts::new(Action::GroupHeld, &circumstances)
        };
        put(session.clone(), "2026-12-01T09:00:00Z");
        let back = EntryFacts::correction(wrong.id, &wrong.facts, Reason::WrongKey, &circumstances).unwrap();
        put(back, "2026-12-05T09:00:00Z");
        let of = |month: &str| {
            let counted = records.counted(month.parse().unwrap(), "Europe/Chisinau").unwrap();
            counted.into_iter().map(|(_, facts)| (facts.action, facts.minutes)).collect::<Vec<_>>()
        };
        assert_eq!(of("2026-11"), [(Action::Informed, Some(7)), (Action::GroupHeld, None)]);
        assert_eq!(of("2026-12"), [(Action::Informed, Some(9)), (Action::Corrected, None)]);
    }
}
