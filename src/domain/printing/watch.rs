//! A print while it is on its way: from what was seen of it to what is told of it, and what the program does next. "Printed"
//! is said only of what the print system calls completed while the printer complains of nothing; everything else that
//! ends is asked about.

use super::{Complaint, PrintOutcome, Trouble};
use std::time::Duration;

/// What is told of a print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is on its way to the print system of this computer.
    Sending,
    /// The print system has it. Nothing is on paper yet.
    Sent,
    /// The printer works on it.
    Printing,
    /// It waits until somebody does something about this; the worst first.
    Stopped(Vec<Trouble>),
    /// It came out.
    Printed(PrintOutcome),
    /// It is said to have ended, and whether paper came out only a person can see.
    Unsure,
    /// It was taken back.
    Cancelled,
    /// It did not come out: because of this, where that is known.
    Failed(Vec<Trouble>),
}

impl Told {
    /// Whether nothing more will be told of it.
    #[must_use]
    pub const fn is_end(&self) -> bool {
        match self {
            Self::Printed(_) | Self::Unsure | Self::Cancelled | Self::Failed(_) => true,
            Self::Sending | Self::Sent | Self::Printing | Self::Stopped(_) => false,
        }
    }

    /// What is told after a person was asked whether the paper is out.
    #[must_use]
    pub const fn answered(out: bool) -> Self {
        if out { Self::Printed(PrintOutcome::Confirmed) } else { Self::Failed(Vec::new()) }
    }

    /// What is recorded of it: only what came out.
    #[must_use]
    pub const fn outcome(&self) -> Option<PrintOutcome> {
        match self {
            Self::Printed(outcome) => Some(*outcome),
            Self::Sending
            | Self::Sent
            | Self::Printing
            | Self::Stopped(_)
            | Self::Unsure
            | Self::Cancelled
            | Self::Failed(_) => None,
        }
    }
}

/// The state of a job (`job-state`, RFC 8011, section 5.3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It waits for the printer.
    Pending,
    /// It waits until somebody lets it go on.
    Held,
    /// It is printed.
    Processing,
    /// It was being printed and stands.
    Stopped,
    /// It was taken back.
    Cancelled,
    /// It was given up.
    Aborted,
    /// It ended.
    Completed,
}

/// What was seen of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobSeen {
    /// Its state.
    pub state: JobState,
    /// Whether the printer could not read it.
    pub unreadable: bool,
    /// Whether it ended with errors or warnings.
    pub doubtful: bool,
    /// How many sides came out so far, where somebody counts them.
    pub sides: Option<u32>,
}

impl JobSeen {
    /// A job by its state's number and its `job-state-reasons`; nothing when there is no such state.
    #[must_use]
    pub fn new<'a>(state: i32, reasons: impl IntoIterator<Item = &'a str>, sides: Option<u32>) -> Option<Self> {
        let state = match state {
            3 => JobState::Pending,
            4 => JobState::Held,
            5 => JobState::Processing,
            6 => JobState::Stopped,
            7 => JobState::Cancelled,
            8 => JobState::Aborted,
            9 => JobState::Completed,
            _ => return None,
        };
        let mut seen = Self { state, unreadable: false, doubtful: false, sides };
        for reason in reasons {
            match reason {
                "document-format-error"
                | "document-unprintable-error"
                | "unsupported-document-format"
                | "document-access-error"
                | "unsupported-compression"
                | "compression-error" => seen.unreadable = true,
                "job-completed-with-errors"
                | "job-completed-with-warnings"
                | "warnings-detected"
                | "errors-detected" => seen.doubtful = true,
                _ => {}
            }
        }
        Some(seen)
    }
}

/// The state of a printer (`printer-state`, RFC 8011, section 5.4.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterState {
    /// It has nothing to do.
    Idle,
    /// It prints.
    Processing,
    /// It stands.
    Stopped,
}

/// What was seen of a printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterSeen {
    /// Its state.
    pub state: PrinterState,
    /// What it complains of.
    pub complaints: Vec<Complaint>,
    /// Whether its queue takes prints.
    pub accepting: bool,
    /// Whether it says what became of a print. Many older printers only take: of them "completed" means that the last
    /// byte has left the computer.
    pub answers: bool,
}

/// One look at a print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The job.
    pub job: JobSeen,
    /// Its printer.
    pub printer: PrinterSeen,
}

/// What is heard of a print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The print system took it.
    Accepted,
    /// The print system did not take it.
    Refused(Trouble),
    /// It was looked at.
    Seen(Look),
    /// The print system gave no answer.
    Silent,
    /// The print system knows of it no more and does not say how it ended.
    Gone,
    /// We took it back.
    TakenBack,
}

/// What the program does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Looks again after this time.
    Look(Duration),
    /// Lets the queue of the printer go on, then looks.
    Resume,
    /// Lets the job go on, then looks.
    Release,
    /// Nothing: the print has ended.
    End,
}

/// What became of something heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What is told.
    pub told: Told,
    /// What is done.
    pub next: Next,
}

/// How often a print is looked at.
const OFTEN: Duration = Duration::from_millis(700);
/// How often where the last look gave nothing.
const SELDOM: Duration = Duration::from_secs(2);
/// Printers take a while to answer when they wake up: before that it is not told.
const WAKING: Duration = Duration::from_secs(8);
/// A print system that is silent this long is told, and after [`LOST`] nothing more is expected of it.
const SILENT: Duration = Duration::from_secs(20);
/// See [`SILENT`].
const LOST: Duration = Duration::from_mins(3);
/// Without anything that moves for so long it is told that there is no news; each side takes some more.
const NO_NEWS: Duration = Duration::from_mins(1);
/// What a slow printer needs for a side.
const SIDE: Duration = Duration::from_secs(20);
/// The queue is let go on after this time, then after twice as long, up to [`RESUME_SELDOM`].
const RESUME_SOON: Duration = Duration::from_secs(2);
/// See [`RESUME_SOON`].
const RESUME_SELDOM: Duration = Duration::from_secs(30);

/// A print that is followed. Time is what has passed since it began.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The least sides that one copy has on paper.
    sides: u16,
    /// How long it may stand still.
    patience: Duration,
    accepted: bool,
    told: Told,
    /// What was seen last, and since when it has been so.
    last: Option<(JobState, Option<u32>)>,
    moved: Duration,
    silent: Option<Duration>,
    unreached: Option<Duration>,
    /// How often the queue was let go on, and when it may be the next time.
    resumed: u32,
    resume_at: Option<Duration>,
}

impl Watch {
    /// A print of so many sides on paper a copy.
    #[must_use]
    pub fn new(sides: u16, copies: u16) -> Self {
        let all = u32::from(sides).saturating_mul(u32::from(copies));
        Self {
            sides,
            patience: NO_NEWS.saturating_add(SIDE.saturating_mul(all)),
            accepted: false,
            told: Told::Sending,
            last: None,
            moved: Duration::ZERO,
            silent: None,
            unreached: None,
            resumed: 0,
            resume_at: None,
        }
    }

    /// What is told now.
    #[must_use]
    pub const fn told(&self) -> &Told {
        &self.told
    }

    /// Hears something, so long after the beginning. What has ended stays as it ended.
    pub fn hear(&mut self, heard: &Heard, at: Duration) -> Turn {
        if self.told.is_end() {
            return Turn { told: self.told.clone(), next: Next::End };
        }
        let (told, next) = self.turn(heard, at);
        self.told = told;
        let next = if self.told.is_end() { Next::End } else { next };
        Turn { told: self.told.clone(), next }
    }

    fn turn(&mut self, heard: &Heard, at: Duration) -> (Told, Next) {
        if !matches!(heard, Heard::Silent) {
            self.silent = None;
        }
        match heard {
            Heard::Accepted => {
                self.accepted = true;
                self.moved = at;
                (Told::Sent, Next::Look(OFTEN))
            }
            Heard::Refused(trouble) => (Told::Failed(vec![trouble.clone()]), Next::End),
            Heard::TakenBack => (Told::Cancelled, Next::End),
            // What the print system has, it may still print.
            Heard::Gone => (Told::Unsure, Next::End),
            Heard::Silent if !self.accepted => (Told::Failed(vec![Trouble::NoPrintSystem]), Next::End),
            Heard::Silent => {
                let since = at.saturating_sub(*self.silent.get_or_insert(at));
                let told = if since >= LOST {
                    Told::Unsure
                } else if since >= SILENT {
                    Told::Stopped(vec![Trouble::NoPrintSystem])
                } else {
                    self.told.clone()
                };
                (told, Next::Look(SELDOM))
            }
            Heard::Seen(look) => self.look(look, at),
        }
    }

    fn look(&mut self, look: &Look, at: Duration) -> (Told, Next) {
        let Look { job, printer } = look;
        if self.last != Some((job.state, job.sides)) {
            self.last = Some((job.state, job.sides));
            self.moved = at;
        }
        match job.state {
            JobState::Completed if self.is_doubtful(look) => (Told::Unsure, Next::End),
            JobState::Completed => (Told::Printed(PrintOutcome::Printed), Next::End),
            JobState::Cancelled => (Told::Cancelled, Next::End),
            JobState::Aborted => {
                let own = job.unreadable.then_some(Trouble::Unreadable);
                let all = printer.complaints.iter().filter(|complaint| complaint.is_doubt());
                (Told::Failed(own.into_iter().chain(listed(all)).collect()), Next::End)
            }
            JobState::Pending | JobState::Held | JobState::Processing | JobState::Stopped => self.waits(look, at),
        }
    }

    /// Whether "completed" does not mean that the paper is out.
    fn is_doubtful(&self, Look { job, printer }: &Look) -> bool {
        job.doubtful
            || job.unreadable
            || !printer.answers
            || printer.state == PrinterState::Stopped
            || printer.complaints.iter().any(Complaint::is_doubt)
            // Whoever counts sides, and counted fewer than there are, says that they did not come.
            || job.sides.is_some_and(|sides| sides < u32::from(self.sides))
    }

    /// What has not ended.
    fn waits(&mut self, look: &Look, at: Duration) -> (Told, Next) {
        let Look { job, printer } = look;
        let stands = printer.state == PrinterState::Stopped || matches!(job.state, JobState::Held | JobState::Stopped);
        let stops = |complaint: &&Complaint| if stands { complaint.is_doubt() } else { complaint.stops() };
        let mut troubles = listed(printer.complaints.iter().filter(stops));
        if troubles.contains(&Trouble::NotReached) {
            let since = *self.unreached.get_or_insert(at);
            if at.saturating_sub(since) < WAKING && !stands {
                troubles.retain(|trouble| *trouble != Trouble::NotReached);
            }
        } else {
            self.unreached = None;
        }
        if troubles.is_empty() && stands {
            troubles.push(Trouble::Paused);
        }
        if !troubles.is_empty() {
            // What is waited for is known; from its end on something should move again.
            self.moved = at;
        } else if at.saturating_sub(self.moved) >= self.patience {
            troubles.push(Trouble::NoNews);
        }
        let paused = printer.state == PrinterState::Stopped
            && printer.complaints.iter().any(|complaint| complaint.trouble == Trouble::Paused);
        let next = if job.state == JobState::Held {
            self.due(at).then_some(Next::Release)
        } else if paused {
            // Also while it still complains: a queue that stands asks its printer nothing, so the complaint may be old.
            self.due(at).then_some(Next::Resume)
        } else {
            self.resume_at = None;
            None
        };
        let told = match (troubles.is_empty(), job.state) {
            (false, _) => Told::Stopped(troubles),
            (true, JobState::Pending) => Told::Sent,
            (true, _) => Told::Printing,
        };
        (told, next.unwrap_or(Next::Look(OFTEN)))
    }

    /// Whether it is time to let something go on; the longer it does not help, the more seldom.
    fn due(&mut self, at: Duration) -> bool {
        let wait = RESUME_SOON.saturating_mul(1 << self.resumed.min(4)).min(RESUME_SELDOM);
        let due = self.resume_at.is_none_or(|due| at >= due);
        if due {
            self.resumed += 1;
            self.resume_at = Some(at.saturating_add(wait));
        }
        due
    }
}

/// The troubles of complaints, the worst first, each once. That the queue is paused is only told where nothing says why.
fn listed<'a>(complaints: impl IntoIterator<Item = &'a Complaint>) -> Vec<Trouble> {
    let mut troubles: Vec<Trouble> = complaints.into_iter().map(|complaint| complaint.trouble.clone()).collect();
    troubles.sort();
    troubles.dedup();
    if troubles.len() > 1 {
        troubles.retain(|trouble| *trouble != Trouble::Paused);
    }
    troubles
}

#[cfg(test)]
mod tests;
