//! What a printer complains of: the keywords of `printer-state-reasons` (RFC 8011, section 5.4.12, and PWG 5100.9) as the
//! few things that a person can do something about.

/// What is wrong at a printer, or on the way to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// No paper is left.
    PaperOut,
    /// It waits for paper of the size that was asked for.
    PaperNeeded,
    /// Little paper is left.
    PaperLow,
    /// Paper is stuck.
    PaperJam,
    /// A door or a cover is open.
    CoverOpen,
    /// A tray is missing or not pushed in.
    TrayMissing,
    /// Little toner or ink is left.
    InkLow,
    /// No toner or ink is left, or its cartridge is missing.
    InkOut,
    /// No room is left where the paper comes out.
    OutputFull,
    /// The container of used toner or ink is full.
    WasteFull,
    /// It is too hot or still too cold.
    Temperature,
    /// A part is worn out.
    Worn,
    /// The printer does not answer: off, unplugged, still starting.
    NotReached,
    /// It is paused.
    Paused,
    /// It was shut down.
    ShutDown,
    /// The print system has no room for the print.
    NoRoom,
    /// The print system is not set up for it: a part is missing, or a password is asked for.
    SetUp,
    /// The queue takes no prints.
    NotAccepting,
    /// The printer cannot read what it was sent.
    Unreadable,
    /// The print system of this computer does not answer.
    NoPrintSystem,
    /// Nothing has moved for a long while, and nobody says why.
    NoNews,
    /// A complaint that we have no words for: the printer's own keyword, for the specialist only.
    Other(String),
}

/// How bad the printer says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Report,
    /// It will become one, or is one in part.
    Warning,
    /// It stands in the way.
    Error,
}

/// One complaint of a printer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// What about.
    pub trouble: Trouble,
    /// How bad it is.
    pub severity: Severity,
}

/// The longest keyword of a printer that is said; those of the standard are shorter.
const LONGEST: usize = 60;

impl Complaint {
    /// A complaint that stands in the way.
    #[must_use]
    pub const fn error(trouble: Trouble) -> Self {
        Self { trouble, severity: Severity::Error }
    }

    /// Reads a keyword of `printer-state-reasons`; nothing when it is none, or says no more than that work is going on.
    #[must_use]
    pub fn of_reason(keyword: &str) -> Option<Self> {
        let (name, severity) = ["-error", "-warning", "-report"]
            .into_iter()
            .zip([Severity::Error, Severity::Warning, Severity::Report])
            .find_map(|(suffix, severity)| Some((keyword.strip_suffix(suffix)?, severity)))
            // What says nothing of how bad it is, is bad (RFC 8011, section 5.4.12).
            .unwrap_or((keyword, Severity::Error));
        let trouble = match name {
            ""
            | "none"
            | "cups-waiting-for-job-completed"
            | "identify-printer-requested"
            | "testing"
            | "toner-ok"
            | "power-on"
            | "wake-up"
            | "printer-ready" => return None,
            "media-empty" | "input-media-tray-empty" | "input-tray-empty" => Trouble::PaperOut,
            "media-needed" | "input-media-size-change" | "input-media-type-change" | "input-manual-input-request" => {
                Trouble::PaperNeeded
            }
            "media-low" | "input-media-supply-low" => Trouble::PaperLow,
            "media-jam" | "media-path-jam" | "input-media-load-failure" | "input-pick-roller-failure" => {
                Trouble::PaperJam
            }
            "door-open" | "cover-open" | "interlock-open" | "input-cover-open" | "output-cover-open" => {
                Trouble::CoverOpen
            }
            "input-tray-missing" | "output-tray-missing" | "input-cannot-feed-size-selected" => Trouble::TrayMissing,
            "toner-low" | "ink-low" | "marker-supply-low" | "marker-toner-low" | "marker-ink-low" | "developer-low" => {
                Trouble::InkLow
            }
            "toner-empty"
            | "ink-empty"
            | "marker-supply-empty"
            | "marker-supply-missing"
            | "marker-toner-empty"
            | "marker-ink-empty"
            | "marker-toner-cartridge-missing"
            | "marker-print-ribbon-empty"
            | "developer-empty" => Trouble::InkOut,
            "output-area-full" | "output-tray-full" | "output-bin-full" | "output-full" => Trouble::OutputFull,
            "marker-waste-full" | "marker-waste-toner-receptacle-full" | "marker-waste-ink-receptacle-full" => {
                Trouble::WasteFull
            }
            "fuser-over-temp" | "fuser-under-temp" | "warming-up" => Trouble::Temperature,
            "opc-life-over" | "opc-near-eol" | "fuser-failure" | "marker-life-over" => Trouble::Worn,
            "connecting-to-device" | "offline" | "timed-out" | "cups-remote-stopped" | "unreachable" => {
                Trouble::NotReached
            }
            "paused" | "moving-to-paused" | "stopped-partly" | "stopping" | "hold-new-jobs" => Trouble::Paused,
            "shutdown" | "power-down" | "deactivated" => Trouble::ShutDown,
            "spool-area-full" => Trouble::NoRoom,
            "cups-missing-filter"
            | "cups-insecure-filter"
            | "cups-filter-crashed"
            | "account-info-needed"
            | "cups-certificate-error"
            | "configuration-change" => Trouble::SetUp,
            other => {
                // It comes from a device: one line of plain letters at the most.
                let plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_.".contains(*letter);
                Trouble::Other(other.chars().filter(plain).take(LONGEST).collect())
            }
        };
        Some(Self { trouble, severity })
    }

    /// Whether the paper may not have come out, or not as it should, when a print ended under this complaint. What is
    /// only running low keeps nothing from coming out.
    #[must_use]
    pub const fn is_doubt(&self) -> bool {
        match self.trouble {
            Trouble::PaperLow | Trouble::InkLow => false,
            // Makers have words of their own for what is none of our business.
            Trouble::Other(_) | Trouble::Worn | Trouble::Temperature | Trouble::Paused => {
                matches!(self.severity, Severity::Error)
            }
            // The print system says it as a report, and it means that the printer is off.
            Trouble::NotReached => true,
            _ => !matches!(self.severity, Severity::Report),
        }
    }

    /// Whether a person has to do something before it goes on.
    #[must_use]
    pub const fn stops(&self) -> bool {
        self.is_doubt() && matches!(self.severity, Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(keyword: &str) -> (Trouble, Severity) {
        let complaint = Complaint::of_reason(keyword).unwrap();
        (complaint.trouble, complaint.severity)
    }

    #[test]
    fn keywords_of_the_standard_and_of_the_print_system_have_their_trouble() {
        for (keyword, trouble) in [
            ("media-empty", Trouble::PaperOut),
            ("media-needed", Trouble::PaperNeeded),
            ("media-jam", Trouble::PaperJam),
            ("door-open", Trouble::CoverOpen),
            ("cover-open", Trouble::CoverOpen),
            ("toner-empty", Trouble::InkOut),
            ("marker-supply-empty", Trouble::InkOut),
            ("connecting-to-device", Trouble::NotReached),
            ("offline", Trouble::NotReached),
            ("paused", Trouble::Paused),
            ("shutdown", Trouble::ShutDown),
            ("spool-area-full", Trouble::NoRoom),
            ("output-area-full", Trouble::OutputFull),
            ("input-tray-missing", Trouble::TrayMissing),
            ("marker-waste-full", Trouble::WasteFull),
            ("media-low", Trouble::PaperLow),
            ("toner-low", Trouble::InkLow),
            ("marker-supply-low", Trouble::InkLow),
            ("opc-life-over", Trouble::Worn),
            ("fuser-over-temp", Trouble::Temperature),
            ("cups-missing-filter", Trouble::SetUp),
        ] {
            assert_eq!(read(keyword), (trouble.clone(), Severity::Error), "{keyword}");
            assert_eq!(read(&format!("{keyword}-warning")), (trouble.clone(), Severity::Warning), "{keyword}");
            assert_eq!(read(&format!("{keyword}-report")), (trouble, Severity::Report), "{keyword}");
        }
        assert_eq!(Complaint::of_reason("none"), None);
    }

    #[test]
    fn what_is_unknown_keeps_its_word_in_plain_letters_and_one_line() {
        assert_eq!(read("acme-flux-low-warning"), (Trouble::Other("acme-flux-low".to_owned()), Severity::Warning));
        assert_eq!(read("a\nb \u{202e}c"), (Trouble::Other("abc".to_owned()), Severity::Error));
        let Trouble::Other(long) = read(&"x".repeat(5000)).0 else { panic!() };
        assert_eq!(long.len(), LONGEST);
    }

    #[test]
    fn only_what_keeps_paper_from_coming_out_is_a_doubt() {
        let doubt = |keyword: &str| Complaint::of_reason(keyword).is_some_and(|complaint| complaint.is_doubt());
        for keyword in
            ["media-empty", "media-empty-warning", "media-jam-error", "offline-report", "door-open", "acme-x"]
        {
            assert!(doubt(keyword), "{keyword}");
        }
        for keyword in ["media-low", "toner-low-warning", "marker-supply-low-report", "acme-x-warning", "none"] {
            assert!(!doubt(keyword), "{keyword}");
        }
    }
}
