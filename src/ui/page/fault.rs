//! What went wrong, as messages that say it to people.

use crate::domain::case::CaseError;
use crate::domain::people::Refusal;
use crate::domain::specialist::PasswordFault;
use crate::store::records::RecordsError;
use crate::store::vault::VaultError;
use crate::sync::client::ClientError;
use crate::sync::reason::Reason;

/// The message that says why a command was refused.
#[must_use]
pub fn case_error(error: CaseError) -> &'static str {
    match error {
        CaseError::NameMissing => "case-error-name",
        CaseError::ConsentMissing => "case-error-consent",
        CaseError::ConsentEmpty => "consent-error-verbs",
        CaseError::ConsentHolds => "consent-error-holds",
        CaseError::SignerMissing => "consent-error-signer",
        CaseError::ConsentPeriod => "case-error-period",
        CaseError::ProviderNumber => "case-error-number",
        CaseError::FutureDate => "question-error-future",
        CaseError::PastDate => "case-error-past",
        CaseError::EarlyDate => "case-error-early",
        CaseError::Transition { .. } => "case-error-transition",
        CaseError::UnknownRequest => "case-error-unknown",
        CaseError::AlreadyRequested => "case-error-already",
        CaseError::Closed => "case-error-closed",
        CaseError::CollectorMissing => "case-error-collector",
        CaseError::OpenRequests => "case-error-open",
        CaseError::ReasonMissing => "case-error-reason",
        CaseError::Unchanged => "case-error-unchanged",
        CaseError::UnknownEntry | CaseError::NotCorrectable => "case-error-not-correctable",
        CaseError::NotLatest => "case-error-not-latest",
        CaseError::AlreadyCorrected => "case-error-already-corrected",
        CaseError::RightMissing => "case-error-right",
        CaseError::PaperNumber => "case-error-paper-number",
        CaseError::OrderKey => "money-error-order",
        CaseError::CashCode => "money-error-cash",
        CaseError::OrderKnown => "money-error-known",
        CaseError::ProvenanceMissing => "money-error-from",
        CaseError::NotPayable => "money-error-ended",
        CaseError::AlreadySubmitted => "case-error-already-submitted",
    }
}

/// The message that says why nothing could be recorded.
#[must_use]
pub fn records_error(error: &RecordsError) -> &'static str {
    match error {
        RecordsError::DiskFull => "records-error-full",
        RecordsError::Busy => "records-error-busy",
        RecordsError::Damaged => "records-error-damaged",
        RecordsError::Identity(_) => "records-error-identity",
        RecordsError::Newer { .. } => "records-error-newer",
        RecordsError::Foreign(_) => "records-error-foreign",
        RecordsError::Vault(VaultError::ShortPassword) => "sign-in-error-short",
        RecordsError::Password(fault) => password_error(*fault),
        RecordsError::WrongPassword { .. } | RecordsError::Vault(VaultError::Wrong) => "sign-in-error-wrong",
        RecordsError::WrongCode { .. } => "first-error-code",
        RecordsError::TooSoon { .. } => "sign-in-error-early",
        RecordsError::NoCode => "first-no-code",
        RecordsError::NotWritable(_) | RecordsError::OldSqlite(_) | RecordsError::Other(_) | RecordsError::Vault(_) => {
            "records-error-write"
        }
        RecordsError::NameTaken => "sign-in-error-taken",
        RecordsError::NotEnrolled => "records-error-enrolled",
        RecordsError::CodeWanted { .. } => "second-error-missing",
        RecordsError::WrongOneTimeCode { .. } => "second-error-wrong",
        RecordsError::CodesUsedUp => "second-error-used-up",
        RecordsError::NoSheet => "recover-error-none",
        RecordsError::WrongSheet { .. } => "recover-error-other",
        RecordsError::NobodyOfName => "recover-error-name",
        RecordsError::Refused(refusal) => refusal_words(*refusal),
    }
}

/// The message that says why somebody may not do something.
#[must_use]
pub const fn refusal_words(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotHead => "refusal-not-head",
        Refusal::NotSpecialist => "refusal-not-specialist",
        Refusal::Oneself => "refusal-oneself",
        Refusal::NeedsSheet => "refusal-needs-sheet",
        Refusal::SheetFirst => "refusal-sheet-first",
        Refusal::LastKey => "refusal-last-key",
        Refusal::Unknown => "refusal-unknown",
        Refusal::Nothing => "refusal-nothing",
    }
}

/// The message that says why a password is not taken.
#[must_use]
pub fn password_error(fault: PasswordFault) -> &'static str {
    match fault {
        PasswordFault::Short => "sign-in-error-short",
        PasswordFault::Common => "sign-in-error-common",
        PasswordFault::Name => "sign-in-error-is-name",
    }
}

/// The message that says why nobody can sign in, on a computer on which visitors are still guided.
#[must_use]
pub fn closed_words(error: &RecordsError) -> &'static str {
    match error {
        RecordsError::Identity(_) => "closed-identity",
        RecordsError::Newer { .. } => "closed-newer",
        RecordsError::Foreign(_) => "closed-foreign",
        RecordsError::NotWritable(_) => "closed-write",
        RecordsError::DiskFull => "closed-full",
        RecordsError::Busy => "closed-busy",
        _ => "closed-damaged",
    }
}

/// The message that says why the hub gave nothing.
#[must_use]
pub fn client_error(error: &ClientError) -> &'static str {
    reason_words(error.reason())
}

/// The message that says why nothing goes, and what to do.
#[must_use]
pub const fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoLine | Reason::Timeout | Reason::LineBroke => "reason-line",
        Reason::ConnectionRefused => "reason-refused",
        Reason::NameUnknown => "reason-name",
        Reason::Address => "reason-address",
        Reason::NoCertificates => "reason-certificates",
        Reason::CertificateUntrusted => "reason-untrusted",
        Reason::CertificateRanOut => "reason-ran-out",
        Reason::CertificateNotYetValid => "reason-not-yet",
        Reason::CertificateOtherName => "reason-other-name",
        Reason::NotTls => "reason-not-tls",
        Reason::TlsFailed => "reason-tls",
        Reason::NotHttp => "reason-not-http",
        Reason::LoginPage => "reason-page",
        Reason::NotTheHub => "reason-not-hub",
        Reason::PlainHttp => "reason-plain-http",
        Reason::OtherKey => "reason-other-key",
        Reason::WrongPath => "reason-path",
        Reason::PasswordAsked => "reason-password",
        Reason::HubDown | Reason::HubFailed => "reason-hub-down",
        Reason::TerminalUnknown => "reason-unknown",
        Reason::Revoked => "reason-revoked",
        Reason::CodeRefused => "enrol-error-refused",
        Reason::TerminalTaken => "reason-taken",
        Reason::TooLarge => "reason-too-large",
        Reason::NotUnderstood => "reason-not-understood",
        Reason::Later => "reason-later",
        Reason::NotEnrolled => "reason-not-enrolled",
        Reason::DiskFull => "reason-disk-full",
        Reason::NotWritable => "reason-not-writable",
        Reason::RecordsDamaged => "reason-records",
        Reason::RecordsBusy => "reason-busy",
        Reason::RelaySilent => "reason-relay-silent",
        Reason::RelayOther => "reason-relay-other",
        Reason::RelayHolds => "reason-relay-holds",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;
    use crate::i18n::Texts;
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_is_said_in_every_language_and_what_differs_is_told_apart() {
        for language in Language::INTERFACE {
            let texts = Texts::load(language);
            let said: BTreeSet<String> = Reason::ALL.iter().map(|reason| texts.get(reason_words(*reason))).collect();
            // No line, a time-out and a broken line are one thing to whoever stands before them; so are the two ways
            // in which the hub fails.
            assert_eq!(said.len(), Reason::ALL.len() - 3);
            assert!(said.iter().all(|words| !words.contains('⟨') && words.len() > 20));
        }
    }
}
