//! Whose record it is: two publishers may give their records one code, and neither replaces the other's.

use super::base::Base;
use super::record::Kind;
use crate::foreign::exchange::names;
use crate::foreign::import::{Doubt, Imported};

/// The field of a record's originals that holds the address it was read under, where the format has addresses.
pub const ADDRESS: &str = "iri";

/// Takes the records out of an import that came under another address at the last one, with a doubt for each. An
/// address of ours names the record itself, whoever first published it.
pub fn leave_out_others(imported: &mut Imported, base: &Base) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let Imported { services, events, providers, papers, laws, originals, .. } = imported;
    let mut is_same = |kind: Kind, id: &str| {
        let key = format!("{}/{id}", kind.name());
        let Some(known) = base.original(&key, ADDRESS) else { return true };
        let address = originals.get(&key).and_then(|fields| fields.get(ADDRESS)).map(String::as_str);
        if address == Some(known) {
            return true;
        }
        if address.is_some_and(|address| names::identifier(address).is_some()) {
            // The publisher's own address is still the one to compare with at the next import.
            originals.entry(key).or_default().insert(ADDRESS.to_owned(), known.to_owned());
            return true;
        }
        let came = address.unwrap_or("a record without an address");
        let what =
            format!("was imported from {known} and now comes from {came}: another's record, which was not taken");
        doubts.push(Doubt { file: key.clone(), place: id.to_owned(), what });
        originals.remove(&key);
        false
    };
    services.retain(|code, _| is_same(Kind::Service, code.as_str()));
    events.retain(|code, _| is_same(Kind::Event, code));
    providers.retain(|id, _| is_same(Kind::Provider, id));
    papers.retain(|id, _| is_same(Kind::Paper, id));
    laws.retain(|id, _| is_same(Kind::Law, id));
    doubts
}
