//! What is said of a computer that was looked at: part by part whether all is well, and what to do.

use super::Tone;
use crate::domain::doctor::{Finding, Part, Verdict, worst};
use crate::i18n::{Phrase, phrase};

/// What is said of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartSaid<'a> {
    /// The part.
    pub part: Part,
    /// How it is.
    pub verdict: Verdict,
    /// What it is called.
    pub name: Phrase<'a>,
    /// What was found.
    pub what: Phrase<'a>,
    /// What to do, where something is to be done.
    pub next: Option<Phrase<'a>>,
}

impl PartSaid<'_> {
    /// Its tone and its mark: never colour alone.
    #[must_use]
    pub const fn mark(&self) -> (Tone, &'static str) {
        match self.verdict {
            Verdict::Good => (Tone::Success, "circle-check"),
            Verdict::Absent => (Tone::Quiet, "circle"),
            Verdict::Wrong => (Tone::Caution, "triangle-alert"),
        }
    }
}

/// What is said of each part that was looked at: first those where something is to be done.
#[must_use]
pub fn doctor_said<'a>(found: &[Finding]) -> Vec<PartSaid<'a>> {
    let mut all: Vec<PartSaid<'a>> =
        Part::ALL.into_iter().filter_map(|part| worst(part, found)).map(finding_said).collect();
    all.sort_by_key(|said| std::cmp::Reverse(said.verdict == Verdict::Wrong));
    all
}

/// What is said of a finding.
#[must_use]
pub fn finding_said<'a>(finding: Finding) -> PartSaid<'a> {
    let (what, next) = words(finding);
    let next = (!next.is_empty()).then(|| phrase(next));
    let part = finding.part();
    PartSaid { part, verdict: finding.verdict(), name: phrase(name(part)), what: phrase(what), next }
}

const fn name(part: Part) -> &'static str {
    match part {
        Part::Disk => "doctor-disk",
        Part::Settings => "doctor-settings",
        Part::Catalogue => "doctor-catalogue",
        Part::Time => "doctor-time",
        Part::Records => "doctor-records",
        Part::Printer => "doctor-printer",
        Part::Sheets => "doctor-sheets",
        Part::Scanner => "doctor-scanner",
        Part::Sound => "doctor-sound",
        Part::Browser => "doctor-browser",
        Part::Line => "doctor-line",
        Part::Hub => "doctor-hub",
    }
}

/// What was found, and what to do; nothing to do where all is well or nothing need be there.
const fn words(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::DiskFine
        | Finding::SettingsFine
        | Finding::CatalogueFine
        | Finding::TimeFine
        | Finding::RecordsFine
        | Finding::PrinterFine
        | Finding::SheetsFine
        | Finding::ScannerFine
        | Finding::SoundFine
        | Finding::BrowserFine
        | Finding::LineFine
        | Finding::HubFine => ("doctor-fine", ""),
        Finding::FolderUnusable => ("doctor-folder-unusable", "doctor-do-call"),
        Finding::DiskFull => ("doctor-disk-full", "doctor-do-room"),
        Finding::DiskLow => ("doctor-disk-low", "doctor-do-room"),
        Finding::ScanRoomLow => ("doctor-scan-room-low", "doctor-do-room"),
        Finding::SettingsWrong => ("doctor-settings-wrong", "doctor-do-call"),
        Finding::RootWrong => ("doctor-root-wrong", "doctor-do-call"),
        Finding::CentreUnknown => ("doctor-centre-unknown", "doctor-do-set-up"),
        Finding::CatalogueNone => ("doctor-catalogue-none", "doctor-do-install"),
        Finding::CatalogueDamaged => ("doctor-catalogue-damaged", "doctor-do-restart"),
        Finding::CatalogueNewer => ("doctor-catalogue-newer", "doctor-do-update"),
        Finding::SignatureOver => ("doctor-signature-over", "doctor-do-signature"),
        Finding::SignatureNobody => ("doctor-signature-nobody", "doctor-do-enrol-again"),
        Finding::DatabaseOld => ("doctor-database-old", "doctor-do-install"),
        Finding::TimeBehind => ("doctor-time-behind", "doctor-do-clock"),
        Finding::TimeAhead => ("doctor-time-ahead", "doctor-do-clock"),
        Finding::IdentityUnreadable => ("doctor-identity-unreadable", "doctor-do-call"),
        Finding::RecordsMissing => ("doctor-records-missing", "doctor-do-backup"),
        Finding::RecordsDamaged => ("doctor-records-damaged", "doctor-do-restart"),
        Finding::RecordsNewer => ("doctor-records-newer", "doctor-do-update"),
        Finding::RecordsUnusable => ("doctor-records-unusable", "doctor-do-call"),
        Finding::EntriesSetAside => ("doctor-entries-set-aside", "doctor-do-call"),
        Finding::NewsUntold => ("doctor-news-untold", "doctor-do-sign-in"),
        Finding::DamagedKept => ("doctor-damaged-kept", "doctor-do-call"),
        Finding::PrinterNone => ("doctor-printer-none", ""),
        Finding::PrinterUnknown => ("doctor-printer-unknown", "doctor-do-printer"),
        Finding::PrintSystemSilent => ("doctor-print-system-silent", "doctor-do-call"),
        Finding::PrinterStands => ("doctor-printer-stands", "doctor-do-paper"),
        Finding::PrinterRefuses => ("doctor-printer-refuses", "doctor-do-call"),
        Finding::PrinterStops => ("doctor-printer-stops", "doctor-do-call"),
        Finding::PrintsKept => ("doctor-prints-kept", "doctor-do-call"),
        Finding::SheetsNone => ("doctor-sheets-none", ""),
        Finding::SheetsMissing => ("doctor-sheets-missing", "doctor-do-sheets"),
        Finding::ScannerNone => ("doctor-scanner-none", ""),
        Finding::ScannerUnknown => ("doctor-scanner-unknown", "doctor-do-scanner"),
        Finding::SoundNone => ("doctor-sound-none", ""),
        Finding::BrowserNone => ("doctor-browser-none", ""),
        Finding::LineNone => ("doctor-line-none", ""),
        Finding::SendingOff => ("doctor-sending-off", ""),
        Finding::SendingOffWaits => ("doctor-sending-off-waits", "doctor-do-send"),
        Finding::NotEnrolled => ("doctor-not-enrolled", "doctor-do-enrol"),
        Finding::NoRecoveryCode => ("doctor-no-recovery-code", "doctor-do-recovery"),
        Finding::HubSilent => ("doctor-hub-silent", "doctor-do-line"),
        Finding::HubCertificate => ("doctor-hub-certificate", "doctor-do-certificate"),
        Finding::HubOther => ("doctor-hub-other", "doctor-do-address"),
        Finding::HubUnknown => ("doctor-hub-unknown", "doctor-do-enrol-again"),
        Finding::HubRevoked => ("doctor-hub-revoked", "doctor-do-call"),
        Finding::HubLater => ("doctor-hub-later", "doctor-do-wait"),
        Finding::RelaySilent => ("doctor-relay-silent", "doctor-do-relay"),
        Finding::RelayOther => ("doctor-relay-other", "doctor-do-relay-code"),
        Finding::RelayHolds => ("doctor-relay-holds", "doctor-do-send"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;
    use crate::i18n::Texts;
    use std::collections::BTreeSet;

    #[test]
    fn whatever_is_wrong_is_said_with_what_to_do_in_every_language() {
        for language in Language::INTERFACE {
            let texts = Texts::load(language);
            let mut said = BTreeSet::new();
            for finding in Finding::ALL {
                let part = finding_said(*finding);
                assert_eq!(part.next.is_some(), finding.verdict() == Verdict::Wrong, "{finding:?}");
                let what = texts.say(&part.what.into());
                assert!(what.len() > 4 && !what.contains("doctor-"), "{what}");
                assert!(finding.verdict() == Verdict::Good || said.insert(what.clone()), "said twice: {what}");
                if let Some(next) = part.next {
                    assert!(texts.say(&next.into()).len() > 15, "{finding:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_comes_first_and_each_part_once() {
        let found = [
            Finding::DiskFine,
            Finding::SettingsFine,
            Finding::PrinterStands,
            Finding::PrintsKept,
            Finding::NotEnrolled,
        ];
        let parts: Vec<Part> = doctor_said(&found).iter().map(|said| said.part).collect();
        assert_eq!(parts, [Part::Printer, Part::Hub, Part::Disk, Part::Settings]);
        assert!(doctor_said(&[]).is_empty());
    }
}
