//! Printing, as people meet it: what kinds of sheets there are, what a printer can complain of, and what is told of a print
//! while it is on its way. Pure: whoever looks at the print system brings what was seen and how long it took.

mod allowance;
mod sheet;
mod trouble;
mod watch;

pub use allowance::{Allowance, Over};
pub use sheet::{PrintOutcome, PrintRecord, SheetKind, Sides, sides};
pub use trouble::{Complaint, Severity, Trouble};
pub use watch::{Heard, JobSeen, JobState, Look, Next, PrinterSeen, PrinterState, Told, Turn, Watch};
