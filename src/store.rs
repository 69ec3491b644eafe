//! SQLite on the terminal. Two files, two rules: the catalogue cache is disposable and immutable; the
//! records are precious, never deleted by the program.

pub mod catalogue_cache;
pub mod identity;
pub mod records;
#[cfg(feature = "trust")]
pub mod trust_file;
pub mod vault;

/// The address under which `SQLite` opens a file that nobody changes while it is open.
pub(crate) fn immutable_address(path: &std::path::Path) -> String {
    let path = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{path}?immutable=1")
}

/// The first SQLite without the write-ahead-log reset bug that can lose commits.
const LEAST_SQLITE: i32 = 3_051_003;

/// Whether the linked SQLite is one we can trust with records.
#[must_use]
pub fn sqlite_is_new_enough() -> bool {
    rusqlite::version_number() >= LEAST_SQLITE
}
