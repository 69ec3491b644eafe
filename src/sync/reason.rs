//! Why nothing goes to the hub: one closed list. The window, the command line and the doctor take their words from it,
//! each with what to do next.

use crate::store::records::RecordsError;
use std::fmt;

/// Why nothing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The cable is out, or no way leads to the hub.
    NoLine,
    /// Nothing answered in time.
    Timeout,
    /// The hub's computer is there and takes no connection.
    ConnectionRefused,
    /// The line broke while something was on it.
    LineBroke,
    /// The name in the address is nobody's.
    NameUnknown,
    /// The address is none.
    Address,
    /// The address has no protection, and is not this very computer.
    PlainHttp,
    /// What answers does not hold the key that the hub had when this terminal was enrolled.
    OtherKey,
    /// This machine has no certificates at all.
    NoCertificates,
    /// The hub's certificate is signed by nobody whom this machine trusts.
    CertificateUntrusted,
    /// The hub's certificate has expired, or this machine's clock is ahead.
    CertificateRanOut,
    /// The hub's certificate is not valid yet, or this machine's clock is behind.
    CertificateNotYetValid,
    /// The hub's certificate is for another name.
    CertificateOtherName,
    /// The address says `https://`, and what answers does not speak it.
    NotTls,
    /// Both speak TLS and find no common way.
    TlsFailed,
    /// What answers speaks no HTTP; perhaps it wants `https://`.
    NotHttp,
    /// A page answers: the network asks for a sign-in first.
    LoginPage,
    /// Something answers that is no hub.
    NotTheHub,
    /// There is no hub below this address: the path is wrong.
    WrongPath,
    /// What stands before the hub asks for a password.
    PasswordAsked,
    /// What stands before the hub answers, and the hub does not.
    HubDown,
    /// The hub does not know this terminal, or its key.
    TerminalUnknown,
    /// The hub shut this terminal out.
    Revoked,
    /// The hub does not take the one-time code.
    CodeRefused,
    /// The hub knows a terminal of this name with another key.
    TerminalTaken,
    /// What was sent is larger than the hub takes.
    TooLarge,
    /// The hub does not understand what was sent.
    NotUnderstood,
    /// The hub asks to come back later.
    Later,
    /// The hub failed.
    HubFailed,
    /// This terminal is not enrolled.
    NotEnrolled,
    /// The disk of this terminal is full.
    DiskFull,
    /// The disk of this terminal cannot be written.
    NotWritable,
    /// The records of this terminal cannot be read.
    RecordsDamaged,
    /// Another program holds the records.
    RecordsBusy,
    /// The relay of the room does not answer.
    RelaySilent,
    /// What answers in the relay's place does not hold its key, or does not know the word of this computer's code.
    RelayOther,
    /// The relay of the room does not send by itself: that is switched off there.
    RelayHolds,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 37] = [
        Self::NoLine,
        Self::Timeout,
        Self::ConnectionRefused,
        Self::LineBroke,
        Self::NameUnknown,
        Self::Address,
        Self::PlainHttp,
        Self::OtherKey,
        Self::NoCertificates,
        Self::CertificateUntrusted,
        Self::CertificateRanOut,
        Self::CertificateNotYetValid,
        Self::CertificateOtherName,
        Self::NotTls,
        Self::TlsFailed,
        Self::NotHttp,
        Self::LoginPage,
        Self::NotTheHub,
        Self::WrongPath,
        Self::PasswordAsked,
        Self::HubDown,
        Self::TerminalUnknown,
        Self::Revoked,
        Self::CodeRefused,
        Self::TerminalTaken,
        Self::TooLarge,
        Self::NotUnderstood,
        Self::Later,
        Self::HubFailed,
        Self::NotEnrolled,
        Self::DiskFull,
        Self::NotWritable,
        Self::RecordsDamaged,
        Self::RecordsBusy,
        Self::RelaySilent,
        Self::RelayOther,
        Self::RelayHolds,
    ];

    /// A name that never changes, for programs and for the file in which the last one is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoLine => "no-line",
            Self::Timeout => "timeout",
            Self::ConnectionRefused => "connection-refused",
            Self::LineBroke => "line-broke",
            Self::NameUnknown => "name-unknown",
            Self::Address => "address",
            Self::PlainHttp => "plain-http",
            Self::OtherKey => "other-key",
            Self::NoCertificates => "no-certificates",
            Self::CertificateUntrusted => "certificate-untrusted",
            Self::CertificateRanOut => "certificate-ran-out",
            Self::CertificateNotYetValid => "certificate-not-yet-valid",
            Self::CertificateOtherName => "certificate-other-name",
            Self::NotTls => "not-tls",
            Self::TlsFailed => "tls-failed",
            Self::NotHttp => "not-http",
            Self::LoginPage => "login-page",
            Self::NotTheHub => "not-the-hub",
            Self::WrongPath => "wrong-path",
            Self::PasswordAsked => "password-asked",
            Self::HubDown => "hub-down",
            Self::TerminalUnknown => "terminal-unknown",
            Self::Revoked => "revoked",
            Self::CodeRefused => "code-refused",
            Self::TerminalTaken => "terminal-taken",
            Self::TooLarge => "too-large",
            Self::NotUnderstood => "not-understood",
            Self::Later => "later",
            Self::HubFailed => "hub-failed",
            Self::NotEnrolled => "not-enrolled",
            Self::DiskFull => "disk-full",
            Self::NotWritable => "not-writable",
            Self::RecordsDamaged => "records-damaged",
            Self::RecordsBusy => "records-busy",
            Self::RelaySilent => "relay-silent",
            Self::RelayOther => "relay-other",
            Self::RelayHolds => "relay-holds",
        }
    }

    /// The reason of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// Why the records give nothing to send, or do not take what was answered.
    #[must_use]
    pub const fn of_records(error: &RecordsError) -> Self {
        match error {
            RecordsError::DiskFull => Self::DiskFull,
            RecordsError::NotWritable(_) => Self::NotWritable,
            RecordsError::Busy => Self::RecordsBusy,
            RecordsError::NotEnrolled => Self::NotEnrolled,
            RecordsError::WrongPassword { .. }
            | RecordsError::WrongCode { .. }
            | RecordsError::TooSoon { .. }
            | RecordsError::NoCode
            | RecordsError::Password(_)
            | RecordsError::Damaged
            | RecordsError::Identity(_)
            | RecordsError::Newer { .. }
            | RecordsError::Foreign(_)
            | RecordsError::Vault(_)
            | RecordsError::NameTaken
            | RecordsError::OldSqlite(_)
            | RecordsError::CodeWanted { .. }
            | RecordsError::WrongOneTimeCode { .. }
            | RecordsError::CodesUsedUp
            | RecordsError::NoSheet
            | RecordsError::WrongSheet { .. }
            | RecordsError::NobodyOfName
            | RecordsError::Refused(_)
            | RecordsError::Other(_) => Self::RecordsDamaged,
        }
    }

    /// Whether it passes by itself, and the specialist need do nothing but wait for the line.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(
            self,
            Self::NoLine
                | Self::Timeout
                | Self::ConnectionRefused
                | Self::LineBroke
                | Self::HubDown
                | Self::Later
                | Self::HubFailed
                | Self::RecordsBusy
                | Self::RelaySilent
        )
    }

    /// Whether nothing that was ours answered: any later answer of the hub, to whatever question, ends it.
    #[must_use]
    pub const fn is_line(self) -> bool {
        matches!(
            self,
            Self::NoLine
                | Self::Timeout
                | Self::ConnectionRefused
                | Self::LineBroke
                | Self::NameUnknown
                | Self::Address
                | Self::PlainHttp
                | Self::OtherKey
                | Self::NoCertificates
                | Self::CertificateUntrusted
                | Self::CertificateRanOut
                | Self::CertificateNotYetValid
                | Self::CertificateOtherName
                | Self::NotTls
                | Self::TlsFailed
                | Self::NotHttp
                | Self::LoginPage
                | Self::NotTheHub
                | Self::HubDown
                | Self::Later
                | Self::RelaySilent
                | Self::RelayOther
        )
    }

    /// What is so, for the command line.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::NoLine => "no answer from the hub: there is no line, or no way leads to the hub",
            Self::Timeout => "no answer from the hub: nothing came in time",
            Self::ConnectionRefused => "no answer from the hub: its computer refused the connection",
            Self::LineBroke => "no answer from the hub: the line broke",
            Self::NameUnknown => "no answer from the hub: its name is not found",
            Self::Address => "this is no address of a hub",
            Self::PlainHttp => "an http:// address lets everybody on the way read and change what is sent",
            Self::OtherKey => "what answers at the hub's address does not hold the hub's key",
            Self::NoCertificates => "this machine has no certificates for TLS",
            Self::CertificateUntrusted => {
                "no answer from the hub: its certificate is signed by nobody whom this machine trusts"
            }
            Self::CertificateRanOut => {
                "no answer from the hub: its certificate has expired, or this machine's clock is ahead"
            }
            Self::CertificateNotYetValid => {
                "no answer from the hub: its certificate is not valid yet, or this machine's clock is behind"
            }
            Self::CertificateOtherName => "no answer from the hub: its certificate is for another name",
            Self::NotTls => "no answer from the hub: what answers at the https:// address does not speak TLS",
            Self::TlsFailed => "no answer from the hub: TLS could not be agreed on",
            Self::NotHttp => "no answer from the hub: what answers does not speak HTTP",
            Self::LoginPage => "no answer from the hub: a page answers instead, as where a network asks for a sign-in",
            Self::NotTheHub => "no answer from the hub: something else answers at its address",
            Self::WrongPath => "no answer from the hub: there is no hub at this path",
            Self::PasswordAsked => "no answer from the hub: what answers asks for a password",
            Self::HubDown => "no answer from the hub: only what stands before it answers",
            Self::TerminalUnknown => "the hub does not know this terminal",
            Self::Revoked => "this terminal was revoked",
            Self::CodeRefused => "the hub does not take the code",
            Self::TerminalTaken => "the hub knows a terminal of this name with another key",
            Self::TooLarge => "what was sent is larger than the hub, or what stands before it, takes",
            Self::NotUnderstood => "the hub does not understand what was sent",
            Self::Later => "the hub asks to come back later",
            Self::HubFailed => "the hub failed",
            Self::NotEnrolled => "the terminal is not enrolled",
            Self::DiskFull => "the disk of this machine is full",
            Self::NotWritable => "the disk of this machine cannot be written",
            Self::RecordsDamaged => "the records of this machine cannot be read",
            Self::RecordsBusy => "another program is using the records",
            Self::RelaySilent => "no answer from the relay of the room",
            Self::RelayOther => "what answers at the relay's address is not the relay of this terminal's code",
            Self::RelayHolds => "the relay of the room sends nothing by itself: that is switched off there",
        }
    }

    /// What to do next, for the command line.
    #[must_use]
    pub const fn next(self) -> &'static str {
        match self {
            Self::NoLine | Self::Timeout | Self::LineBroke => {
                "check the cable or the modem; it is sent when the line is back"
            }
            Self::ConnectionRefused => "check the port in the address, and whether the hub or its proxy runs",
            Self::NameUnknown => "check the address and the name server",
            Self::Address => "it starts with http:// or https://",
            Self::PlainHttp => "use https://, or enrol with --plain-http where the way itself is protected",
            Self::OtherKey => {
                "somebody may be on the line: ask the operator. If the hub got new keys, enrol again with a new code"
            }
            Self::NoCertificates => "install ca-certificates",
            Self::CertificateUntrusted => {
                "for an own authority copy its .crt to /usr/local/share/ca-certificates and run update-ca-certificates"
            }
            Self::CertificateRanOut | Self::CertificateNotYetValid => {
                "compare this machine's clock first; if it is right, the hub's certificate must be renewed"
            }
            Self::CertificateOtherName => "use the name that stands in the certificate",
            Self::NotTls => "check the port, or use http:// on the hub's own machine",
            Self::TlsFailed => "check what the hub's proxy offers: TLS 1.2 or 1.3",
            Self::NotHttp => "check the port; perhaps the address must begin with https://",
            Self::LoginPage => "open a browser on this network and sign in there, or ask whoever runs the network",
            Self::NotTheHub => "check the address; a proxy must pass the header cups-hub-incarnation on",
            Self::WrongPath => "give the address without a path, or check the proxy's locations",
            Self::PasswordAsked => "a proxy must let /api/v1/ through without one",
            Self::HubDown => "see whether cups-hub runs behind its proxy",
            Self::TerminalUnknown => {
                "the hub was restored from an older copy, or this is another hub: enrol again with a new code"
            }
            Self::Revoked => "nothing more is taken from it: ask the operator, and have the disk looked at first",
            Self::CodeRefused => "check it, or ask for another: a code works once",
            Self::TerminalTaken => "the data folder was copied from another machine: ask the operator",
            Self::TooLarge => "the proxy must take bodies of 1 MiB: client_max_body_size in nginx",
            Self::NotUnderstood => "compare the versions of both programs",
            Self::Later => "it is tried again by itself",
            Self::HubFailed => "see the hub's log; it is tried again by itself",
            Self::NotEnrolled => "run `cups-kiosk enrol --hub ADDRESS --code CODE`, or press F12 in the window",
            Self::DiskFull => "make room",
            Self::NotWritable => "see `cups-kiosk doctor`: the rights of the data folder, or a disk that fails",
            Self::RecordsDamaged => "see `cups-kiosk doctor`",
            Self::RecordsBusy => "try again when it has ended",
            Self::RelaySilent => "see whether its computer is on, and whether cups-hub runs there",
            Self::RelayOther => {
                "if the relay was set up anew: `cups-hub relay-code` there, and `cups-kiosk relay CODE` here"
            }
            Self::RelayHolds => {
                "press \"Send now\" at a desk, or take automatic_sending = false out of relay.toml and start the relay again"
            }
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", self.what(), self.next())
    }
}

/// The same where the relay of the room was asked: whatever keeps its answer from coming is the relay's, or somebody's who
/// stands in its place.
#[cfg(any(feature = "kiosk", feature = "hub"))]
pub(super) const fn at_relay(reason: Reason) -> Reason {
    match reason {
        Reason::NoLine
        | Reason::Timeout
        | Reason::ConnectionRefused
        | Reason::LineBroke
        | Reason::NameUnknown
        | Reason::HubDown
        | Reason::RelaySilent => Reason::RelaySilent,
        // It answers, and is as busy as a hub can be.
        Reason::Later => Reason::Later,
        reason if reason.is_line() => Reason::RelayOther,
        reason => reason,
    }
}

/// What is known of the hub: whether it took the last that was asked of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contact {
    /// Nothing was asked yet.
    #[default]
    None,
    /// It answered.
    Good,
    /// Nothing went, and why.
    Failed(Reason),
}

impl Contact {
    /// Why nothing goes.
    #[must_use]
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Failed(reason) => Some(reason),
            Self::None | Self::Good => None,
        }
    }
}

/// What sending and looking for a catalogue found, which ask the hub at different times and in different ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    sending: Contact,
    looking: Contact,
}

impl Contacts {
    /// Notes what sending found.
    pub fn sent(&mut self, contact: Contact) {
        self.sending = contact;
        Self::hear(contact, &mut self.looking);
    }

    /// Notes what a look for a catalogue found.
    pub fn looked(&mut self, contact: Contact) {
        self.looking = contact;
        Self::hear(contact, &mut self.sending);
    }

    /// An answer ends whatever was only for want of one. What the hub itself refused it goes on refusing: that a
    /// catalogue can be had says nothing of a terminal that was shut out. A line that is gone is gone for both.
    fn hear(contact: Contact, other: &mut Contact) {
        match (contact, *other) {
            (Contact::Good, Contact::Failed(reason)) if reason.is_line() => *other = Contact::None,
            (Contact::Failed(reason), Contact::Good) if reason.is_line() => *other = Contact::None,
            _ => {}
        }
    }

    /// What to say: why nothing is sent before why there is no catalogue.
    #[must_use]
    pub const fn together(self) -> Contact {
        match (self.sending, self.looking) {
            (Contact::Failed(reason), _) | (_, Contact::Failed(reason)) => Contact::Failed(reason),
            (Contact::Good, _) | (_, Contact::Good) => Contact::Good,
            (Contact::None, Contact::None) => Contact::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_has_a_name_of_its_own_and_says_what_to_do() {
        let names: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        for reason in Reason::ALL {
            assert_eq!(Reason::of_name(reason.name()), Some(reason));
            assert!(!reason.next().is_empty());
            let line = reason.to_string();
            assert!(line.contains(reason.what()) && line.contains(reason.next()) && !line.contains('\n'));
        }
        let said: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.what()).collect();
        assert_eq!(said.len(), Reason::ALL.len(), "no two are told in the same words");
    }

    #[cfg(any(feature = "kiosk", feature = "hub"))]
    #[test]
    fn what_keeps_the_relay_from_answering_is_never_said_of_the_hub() {
        for reason in Reason::ALL {
            let said = at_relay(reason);
            let is_relays = matches!(said, Reason::RelaySilent | Reason::RelayOther);
            assert_eq!(is_relays, reason.is_line() && reason != Reason::Later, "{reason:?}");
        }
        assert_eq!(at_relay(Reason::ConnectionRefused), Reason::RelaySilent);
        assert_eq!(at_relay(Reason::CertificateUntrusted), Reason::RelayOther, "another key");
    }

    #[test]
    fn a_good_look_does_not_hide_that_the_terminal_was_shut_out() {
        let mut contacts = Contacts::default();
        assert_eq!(contacts.together(), Contact::None);
        contacts.sent(Contact::Failed(Reason::Revoked));
        contacts.looked(Contact::Good);
        assert_eq!(contacts.together(), Contact::Failed(Reason::Revoked));
        contacts.sent(Contact::Good);
        assert_eq!(contacts.together(), Contact::Good);
    }

    #[test]
    fn an_answer_to_either_ends_a_broken_line_and_a_broken_line_ends_a_good_answer() {
        let mut contacts = Contacts::default();
        contacts.sent(Contact::Failed(Reason::NoLine));
        contacts.looked(Contact::Good);
        assert_eq!(contacts.together(), Contact::Good);
        contacts.looked(Contact::Failed(Reason::LoginPage));
        assert_eq!(contacts.together(), Contact::Failed(Reason::LoginPage));
        contacts.sent(Contact::Good);
        assert_eq!(contacts.together(), Contact::Good);
        contacts.sent(Contact::Failed(Reason::DiskFull));
        contacts.looked(Contact::Good);
        assert_eq!(contacts.together(), Contact::Failed(Reason::DiskFull), "the disk is not the line");
    }
}
