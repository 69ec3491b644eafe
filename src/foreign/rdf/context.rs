//! JSON-LD contexts by the addresses under which files name them. Nothing is ever fetched.

/// The official context of CPSV-AP 3.2.0; see `assets/cpsv-ap/NOTICE`.
const CPSV_AP_3_2_0: &str = include_str!("../../../assets/cpsv-ap/context-3.2.0.jsonld");

/// Each address, without its scheme, and the context behind it.
const BUNDLED: [(&str, &str); 3] = [
    ("semiceu.github.io/uri.semic.eu-generated/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld", CPSV_AP_3_2_0),
    ("semiceu.github.io/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld", CPSV_AP_3_2_0),
    ("raw.githubusercontent.com/SEMICeu/CPSV-AP/master/releases/3.2.0/context/cpsv-ap.jsonld", CPSV_AP_3_2_0),
];

/// The context that an address names, where it is bundled.
#[must_use]
pub fn bundled(address: &str) -> Option<&'static str> {
    let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    BUNDLED.iter().find(|(known, _)| *known == bare).map(|(_, context)| *context)
}
