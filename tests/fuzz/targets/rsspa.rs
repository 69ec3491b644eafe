//! Any bytes as the portal's JSON: the import gives records or a reason, and never panics.

#![no_main]

use cups_kiosk::foreign::import::{ForeignFile, rsspa};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = rsspa::read(&[ForeignFile { name: "fuzz.json".to_owned(), bytes: bytes.to_vec() }]);
});
