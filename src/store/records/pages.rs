//! The end of pages that were scanned: they are erased when they have done their work, with an entry that says so.

use super::{Records, RecordsError};
use crate::domain::record::Action;
use crate::store::pages::Pages;
use crate::store::vault::KeyRing;
use jiff::Timestamp;
use rusqlite::params;
use std::collections::BTreeMap;
use uuid::Uuid;

impl Records {
    /// Erases the pages of a case, and records that they were. Where the power goes in between, it is ended at the next
    /// sign-in: the folder of the case goes last.
    ///
    /// # Errors
    /// When they cannot be erased, or the entry cannot be written.
    pub fn erase_pages(&mut self, pages: &Pages, case: Uuid, now: Timestamp) -> Result<(), RecordsError> {
        if !pages.cases().contains(&case) {
            return Ok(());
        }
        let erased = pages.empty(case).map_err(|error| RecordsError::NotWritable(error.to_string()))?;
        let mut entry = self.own_entry(Action::PagesErased);
        entry.facts.case = Some(case);
        // Where a power cut came between, those that it knew of are gone already.
        entry.facts.scans = u16::try_from(erased).ok().filter(|erased| *erased > 0);
        self.record(&entry, None, now)?;
        pages.forget(case).map_err(|error| RecordsError::NotWritable(error.to_string()))
    }

    /// Erases the pages of every case that keeps none any more: what a power cut kept from being erased, and those of cases
    /// that are not here. Of a case that does not open it is not known, and after damage nothing is erased that may be
    /// all that is left.
    ///
    /// # Errors
    /// When something cannot be read or written; it is tried again at the next sign-in.
    pub fn sweep_pages(&mut self, pages: &Pages, keys: &KeyRing, now: Timestamp) -> Result<(), RecordsError> {
        let lying = pages.cases();
        if lying.is_empty() {
            return Ok(());
        }
        let folded = self.operations(keys)?;
        let known: BTreeMap<Uuid, bool> = folded
            .into_values()
            .filter_map(|one| one.fold())
            .map(|case| (case.id, case.keeps_pages() || case.lacking && !case.put_away))
            .collect();
        for case in lying {
            let keeps = match known.get(&case) {
                Some(keeps) => *keeps,
                None => self.holds(case)? || self.is_second()?,
            };
            if !keeps {
                self.erase_pages(pages, case, now)?;
            }
        }
        Ok(())
    }

    /// Whether anything of a case is here, also what does not open.
    fn holds(&self, case: Uuid) -> Result<bool, RecordsError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE case_id = ?1) OR EXISTS (SELECT 1 FROM open_case WHERE id = ?1)";
        Ok(self.connection.query_row(sql, params![case.to_string()], |row| row.get(0))?)
    }

    /// Whether these records took the place of others, damaged or lost: of a case that is not in them it is not known that
    /// it ended.
    fn is_second(&self) -> Result<bool, RecordsError> {
        if self.identity.epoch > 1 {
            return Ok(true);
        }
        let path: String =
            self.connection
                .query_row("SELECT file FROM pragma_database_list WHERE name = 'main'", [], |row| row.get(0))?;
        Ok(!super::moved_aside(std::path::Path::new(&path)).is_empty())
    }
}

#[cfg(test)]
mod tests;
