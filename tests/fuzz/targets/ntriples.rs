//! Any bytes as N-Triples: the import gives records or a reason, and never panics.

#![no_main]

use cups_kiosk::foreign::import::{ForeignFile, cpsv_ap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = cpsv_ap::read(&[ForeignFile { name: "fuzz.nt".to_owned(), bytes: bytes.to_vec() }]);
});
