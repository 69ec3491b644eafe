//! What crosses a boundary or outlives a program: between a kiosk and the hub, and between a program and the next one
//! that reads what it kept. Types here are separate from those inside, so that either side may change alone; each is
//! numbered, lenient to what a newer peer says, and held to its bytes by files in `tests/golden`.
//!
//! Entries travel as `CloudEvents` 1.0 in JSON, in parcels ([`parcel`]) that their terminal signed, compressed by zstd.
//! Requests of an enrolled terminal are signed with its device key ([`signature`]); nothing that identifies it expires,
//! so that a terminal offline for a year, or with a dead clock, can still send.

pub mod bundle;
pub mod carried;
pub mod condition;
pub mod enrolment;
pub mod entry;
pub mod event;
pub mod facts;
pub mod front_office;
pub mod handed_plan;
pub mod legal_event;
pub mod operation;
pub mod pages;
pub mod parcel;
pub mod password;
pub mod people;
pub mod problem;
pub mod provider_state;
pub mod recovery;
pub mod relay;
pub mod release;
pub mod room;
pub mod roster;
pub mod sealed;
pub mod sheet;
pub mod signature;
pub mod stick;
pub mod verdict;

/// The media type of a parcel.
pub const PARCEL_MEDIA_TYPE: &str = "application/vnd.cups.parcel";
/// The media type of an answer to a parcel. Anything else is no answer of ours: a captive portal's page.
pub const JSON_MEDIA_TYPE: &str = "application/json";
/// The most entries in one parcel.
pub const LARGEST_BATCH: usize = 500;
/// How many epochs of a terminal an answer speaks of, the newest first: a terminal has one, or a few after damage. Who is
/// told of so many knows that there may be more.
pub const MOST_EPOCHS: u32 = 100;
/// The most bytes in one parcel before compression.
pub const LARGEST_BATCH_BYTES: usize = 256 * 1024;
/// The most bytes that the hub takes in one body, as sent and unpacked. More than terminals send, so that a larger limit
/// there needs no new hub first.
pub const LARGEST_BODY: usize = 1024 * 1024;
/// The header by which the hub names its incarnation: a hub restored from a backup has a new one.
pub const INCARNATION_HEADER: &str = "cups-hub-incarnation";

/// The header by which a terminal names its program, as `cups-kiosk/0.1.0`. It is told and not proven: no signature covers it,
/// and nothing but what people read rests on it. Terminals that do not send it and hubs that do not know it go on as before.
pub const PROGRAM_HEADER: &str = "cups-program";

/// The longest version that is kept of what a terminal names.
const LONGEST_VERSION: usize = 40;

/// What a terminal names as its program.
#[must_use]
pub fn program() -> String {
    format!("cups-kiosk/{}", env!("CARGO_PKG_VERSION"))
}

/// The version in what a terminal names as its program; nothing where it is no such name.
#[must_use]
pub fn version_of_program(named: &str) -> Option<&str> {
    let version = named.strip_prefix("cups-kiosk/")?;
    let is_usual = |letter: u8| letter.is_ascii_alphanumeric() || b".+-~".contains(&letter);
    (!version.is_empty() && version.len() <= LONGEST_VERSION && version.bytes().all(is_usual)).then_some(version)
}

/// Paths of version 1.
pub mod path {
    /// Enrols a terminal.
    pub const ENROLMENTS: &str = "/api/v1/enrolments";
    /// Tells a terminal, by the hash, which codes admit a first specialist there.
    pub const RECOVERY_CODES: &str = "/api/v1/recovery-codes";
    /// Takes parcels with journal entries in, and lists the entries.
    pub const JOURNAL_ENTRIES: &str = "/api/v1/journal-entries";
    /// Takes several requests that a relay keeps.
    pub const KEPT_REQUESTS: &str = "/api/v1/kept-requests";
    /// Tells a terminal what providers' lists say of its requests.
    pub const PROVIDER_STATES: &str = "/api/v1/provider-states";
    /// The hub's public key, by which its answers are known: for the relay of a room.
    pub const HUB_KEY: &str = "/api/v1/hub-key";
    /// Where the computers of a centre give each other what was done in cases and about people, by the hub.
    pub const ROOM: &str = "/api/v1/room";
    /// The current catalogue's announcement.
    pub const CATALOGUE: &str = "/api/v1/catalogue";
    /// Catalogue releases, immutable, named by their hash: `/api/v1/catalogue/releases/{sha256}`.
    pub const CATALOGUE_RELEASES: &str = "/api/v1/catalogue/releases";
    /// Deltas between releases, immutable: `/api/v1/catalogue/deltas/{base}/{target}`, both by their hash.
    pub const CATALOGUE_DELTAS: &str = "/api/v1/catalogue/deltas";
    /// The signed files: `/api/v1/catalogue/metadata/{name}`.
    pub const CATALOGUE_METADATA: &str = "/api/v1/catalogue/metadata";
    /// The OpenAPI description.
    pub const OPENAPI: &str = "/api/v1/openapi.json";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_what_a_terminal_names_and_from_nothing_else() {
        assert_eq!(version_of_program(&program()), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(version_of_program("cups-kiosk/1.2.3~rc1+git-5"), Some("1.2.3~rc1+git-5"));
        let long = format!("cups-kiosk/{}", "1".repeat(41));
        for other in
            ["", "cups-kiosk", "cups-kiosk/", "curl/8.1", "cups-kiosk/<b>", "cups-kiosk/1 2", "cups-kiosk/ș", &long]
        {
            assert_eq!(version_of_program(other), None, "{other}");
        }
    }
}
