//! In which order a specialist should look at cases.

use super::Case;
use jiff::civil::Date;

impl Case {
    /// The earliest day by which an answer to one of its requests is awaited.
    #[must_use]
    pub fn awaited(&self) -> Option<Date> {
        self.requests.iter().filter_map(super::Request::awaited).min()
    }

    /// Whether an answer to one of its requests is late.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.requests.iter().any(|request| request.is_late(today))
    }
}

/// The open cases: those whose answer is late first, the longest awaited of them before the others; then those whose
/// answer is awaited, the nearest day first; then those that await none, the oldest first.
#[must_use]
pub fn by_urgency(cases: &[Case]) -> Vec<&Case> {
    let mut open: Vec<&Case> = cases.iter().filter(|case| case.closed.is_none()).collect();
    // A late answer was awaited on an earlier day than one that is not.
    open.sort_by_key(|case| (case.awaited().is_none(), case.awaited(), case.opened, case.id));
    open
}
