//! When a window that nobody looks at is opened anew: after its program was replaced, when it has grown, and once a
//! night. Whoever started it starts it again at once; nothing of a visit, a case or a print is ever given up for that.

use jiff::civil::DateTime;
use std::time::Duration;

/// The exit code of a program that is to be started again at once: "try again", as `sysexits.h` has it.
pub const EXIT_CODE: u8 = 75;

/// The most memory that the window may hold, in bytes of its own share (PSS). On its start page it holds 75 MB where it was built
/// without optimisation, and after a thousand visits no more than a twentieth above that. Five times as much comes from a fault
/// or from pages that were let go of and not given back, and a terminal of 2 GB has room for it until the visit is over.
pub const MOST_MEMORY: u64 = 384 * 1024 * 1024;

/// How long nobody was there before the window is opened anew for a reason that cannot wait for the night.
pub const CALM: Duration = Duration::from_mins(1);

/// How long nobody was there before the window is opened anew for the night alone.
pub const CALM_AT_NIGHT: Duration = Duration::from_mins(10);

/// The hour of the night in which it is opened anew, by the clock of the centre.
const NIGHT: i8 = 3;

/// A window that was opened in the last night, or since, is left alone.
const A_DAY: Duration = Duration::from_hours(20);

/// Why the window is opened anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Another program lies where this one was started from.
    Replaced,
    /// It holds more memory than it may.
    Grown,
    /// It is night.
    Night,
}

impl Reason {
    /// As the technical log and the command line say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Replaced => "another version of the program was installed",
            Self::Grown => "the program holds more memory than it may",
            Self::Night => "it is opened anew once a night",
        }
    }
}

/// What the program sees when it looks at itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnProgram {
    /// Whether another file lies where it was started from.
    pub replaced: bool,
    /// How many bytes of memory it holds; nothing where the system does not say.
    pub memory: Option<u64>,
}

/// Why the window is to be opened anew, when it is: `calm` is how long nobody was there and nothing was at work, `running`
/// for how long the window is open, `local` the time of day at the centre.
#[must_use]
pub fn reason(program: OwnProgram, calm: Duration, running: Duration, local: DateTime) -> Option<Reason> {
    if calm < CALM {
        return None;
    }
    if program.replaced {
        return Some(Reason::Replaced);
    }
    // Right after its start it would grow again at once, and be opened anew without end.
    if running >= CALM_AT_NIGHT && program.memory.is_some_and(|memory| memory > MOST_MEMORY) {
        return Some(Reason::Grown);
    }
    (local.hour() == NIGHT && running >= A_DAY && calm >= CALM_AT_NIGHT).then_some(Reason::Night)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const USUAL: OwnProgram = OwnProgram { replaced: false, memory: Some(40 * 1024 * 1024) };
    const REPLACED: OwnProgram = OwnProgram { replaced: true, ..USUAL };
    const GROWN: OwnProgram = OwnProgram { memory: Some(MOST_MEMORY + 1), ..USUAL };
    const MINUTE: Duration = Duration::from_mins(1);
    const LONG: Duration = Duration::from_hours(12);

    fn at(hour: i8, minute: i8) -> DateTime {
        date(2026, 11, 20).at(hour, minute, 0, 0)
    }

    #[test]
    fn while_somebody_may_be_there_nothing_opens_it_anew() {
        for program in [REPLACED, GROWN, OwnProgram { replaced: true, ..GROWN }] {
            assert_eq!(reason(program, CALM.saturating_sub(Duration::from_secs(1)), 30 * LONG, at(3, 30)), None);
        }
    }

    #[test]
    fn a_program_that_was_replaced_is_opened_anew_as_soon_as_it_is_calm() {
        assert_eq!(reason(REPLACED, CALM, MINUTE, at(11, 0)), Some(Reason::Replaced));
        assert_eq!(reason(USUAL, LONG, MINUTE, at(11, 0)), None);
    }

    #[test]
    fn one_that_has_grown_is_opened_anew_but_not_over_and_over() {
        assert_eq!(reason(GROWN, CALM, LONG, at(11, 0)), Some(Reason::Grown));
        assert_eq!(reason(GROWN, CALM, CALM_AT_NIGHT.saturating_sub(MINUTE), at(11, 0)), None);
        let unknown = OwnProgram { memory: None, ..USUAL };
        assert_eq!(reason(unknown, LONG, LONG, at(11, 0)), None);
        let just = OwnProgram { memory: Some(MOST_MEMORY), ..USUAL };
        assert_eq!(reason(just, LONG, LONG, at(11, 0)), None);
    }

    #[test]
    fn it_is_opened_anew_once_a_night_between_three_and_four() {
        let night = |calm, running, time| reason(USUAL, calm, running, time);
        for time in [at(3, 0), at(3, 59)] {
            assert_eq!(night(CALM_AT_NIGHT, A_DAY, time), Some(Reason::Night));
        }
        for time in [at(2, 59), at(4, 0), at(15, 30)] {
            assert_eq!(night(LONG, 2 * A_DAY, time), None);
        }
        assert_eq!(night(CALM_AT_NIGHT.saturating_sub(MINUTE), A_DAY, at(3, 30)), None, "somebody was there at night");
        assert_eq!(night(LONG, A_DAY.saturating_sub(MINUTE), at(3, 30)), None, "it was opened anew in this night");
    }
}
