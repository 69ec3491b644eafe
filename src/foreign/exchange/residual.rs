//! What the standard terms on a resource do not say, as the difference between what a reader of standard terms
//! makes of it and the record it was written from.
//!
//! Reading standard terms first and putting the difference on top gives the record back, and what others changed in
//! standard terms meanwhile is not undone. RDF has no order and no room beside a link; lists that are links or
//! words are therefore not compared by place but by what they name: whoever adds a law or takes a keyword away is
//! heard, and the order and the rest of what the editors wrote stays.

use crate::foreign::difference::{self, difference};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A list within a record that is compared by what it names.
#[derive(Clone, Copy, Debug)]
struct Named {
    /// Where the list stands: the fields down to it.
    path: &'static [&'static str],
    /// The field by which an item names something; `None` when the item is a word itself.
    key: Option<&'static str>,
}

/// The lists of all records; no two records have different lists at one place.
const NAMED: [Named; 6] = [
    Named { path: &["law"], key: None },
    Named { path: &["phones"], key: None },
    Named { path: &["aliases", "ro"], key: None },
    Named { path: &["aliases", "ru"], key: None },
    Named { path: &["aliases", "en"], key: None },
    Named { path: &["related"], key: Some("service") },
];

impl Named {
    fn name(self) -> String {
        self.path.join(".")
    }

    /// The items of the list, none where the record leaves it out; `None` where something else stands in its place,
    /// as other records have other fields of the same name.
    fn items(self, record: &Value) -> Option<Vec<Value>> {
        match self.path.iter().try_fold(record, |value, field| value.get(field)) {
            None => Some(Vec::new()),
            Some(list) => list.as_array().cloned(),
        }
    }

    /// What an item names; `None` when nothing that a standard term could.
    fn key(self, item: &Value) -> Option<&str> {
        match self.key {
            Some(field) => item.get(field)?.as_str(),
            None => item.as_str(),
        }
    }

    fn keys(self, items: &[Value]) -> BTreeSet<String> {
        items.iter().filter_map(|item| self.key(item)).map(str::to_owned).collect()
    }

    /// Puts items in the list's place; an empty list is no field, as records leave it out.
    fn put(self, record: &mut Value, items: Vec<Value>) {
        let Some((last, way)) = self.path.split_last() else { return };
        let mut place = record;
        for field in way {
            let Some(object) = place.as_object_mut() else { return };
            if items.is_empty() && !object.contains_key(*field) {
                return;
            }
            place = object.entry(*field).or_insert_with(|| json!({}));
        }
        if let Some(object) = place.as_object_mut() {
            if items.is_empty() {
                object.remove(*last);
            } else {
                object.insert((*last).to_owned(), Value::Array(items));
            }
        }
    }
}

/// What must be known besides the standard record to get the whole one; `None` when they are the same.
#[must_use]
pub fn residual(standard: &Value, whole: &Value) -> Option<Value> {
    let (mut standard, mut lists) = (standard.clone(), Map::new());
    let mut plain = whole.clone();
    for named in NAMED {
        let (Some(said), Some(ours)) = (named.items(&standard), named.items(whole)) else { continue };
        if said != ours {
            let names = named.keys(&said);
            lists.insert(named.name(), json!({ "standard": names, "whole": ours }));
        }
        named.put(&mut standard, Vec::new());
        named.put(&mut plain, Vec::new());
    }
    let mut residual = Map::new();
    if let Some(difference) = difference(&standard, &plain) {
        residual.insert("difference".to_owned(), difference);
    }
    if !lists.is_empty() {
        residual.insert("lists".to_owned(), Value::Object(lists));
    }
    (!residual.is_empty()).then_some(Value::Object(residual))
}

/// The whole record from the standard one, and the places at which the residual does not fit any more.
#[must_use]
pub fn applied(standard: &Value, residual: &Value) -> (Value, Vec<String>) {
    let (mut whole, mut unfit) = match residual.get("difference") {
        Some(change) => difference::apply(standard, change),
        None => (standard.clone(), Vec::new()),
    };
    for named in NAMED {
        let Some(list) = residual.get("lists").and_then(|lists| lists.get(named.name())) else { continue };
        let is_list = |part: &str| list.get(part).is_some_and(Value::is_array);
        match named.items(standard).filter(|_| is_list("standard") && is_list("whole")) {
            Some(said) => named.put(&mut whole, joined(named, list, &said)),
            None => unfit.push(named.name()),
        }
    }
    (whole, unfit)
}

/// The editors' list without what others took away, and with what others added at its end.
fn joined(named: Named, list: &Value, said: &[Value]) -> Vec<Value> {
    let texts = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let before: BTreeSet<String> = list
        .get("standard")
        .map(texts)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let now = named.keys(said);
    let kept = |item: &Value| named.key(item).is_none_or(|key| !before.contains(key) || now.contains(key));
    let added = |item: &&Value| named.key(item).is_some_and(|key| !before.contains(key));
    let mut items: Vec<Value> = list.get("whole").map(texts).unwrap_or_default().into_iter().filter(kept).collect();
    items.extend(said.iter().filter(added).cloned());
    items
}

/// The same for records as they are: the JSON text of what the standard one lacks.
#[must_use]
pub fn text<Record: Serialize>(standard: &Record, whole: &Record) -> Option<String> {
    let residual = residual(&serde_json::to_value(standard).ok()?, &serde_json::to_value(whole).ok()?)?;
    serde_json::to_string(&residual).ok()
}

/// The whole record from the standard one and the JSON text of a residual, and the places at which it does not fit.
///
/// # Errors
/// Says what is wrong with the residual; it may come from anybody.
pub fn restored<Record: Serialize + DeserializeOwned>(
    standard: &Record,
    residual: &str,
) -> Result<(Record, Vec<String>), serde_json::Error> {
    let residual: Value = serde_json::from_str(residual)?;
    let known = |name: &String| matches!(name.as_str(), "difference" | "lists");
    if !residual.as_object().is_some_and(|parts| parts.keys().all(known)) {
        return Err(serde::de::Error::custom("it holds more, or other, than a difference and lists"));
    }
    let (whole, unfit) = applied(&serde_json::to_value(standard)?, &residual);
    Ok((serde_json::from_value(whole)?, unfit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record() -> impl Strategy<Value = Value> {
        let words = || proptest::collection::vec("[a-d]", 0..4);
        let related = proptest::collection::vec((proptest::option::of("[a-c]"), "[x-z]"), 0..4);
        (words(), words(), related, "[a-z]{0,3}").prop_map(|(law, names, related, title)| {
            let related: Vec<Value> = related
                .into_iter()
                .map(|(service, text)| match service {
                    Some(service) => json!({ "service": service, "text": text }),
                    None => json!({ "text": text }),
                })
                .collect();
            let mut record = json!({ "title": title, "aliases": {} });
            for (named, items) in [(NAMED[0], json!(law)), (NAMED[2], json!(names)), (NAMED[5], Value::Array(related))]
            {
                named.put(&mut record, items.as_array().unwrap().clone());
            }
            record
        })
    }

    #[test]
    fn what_others_add_take_away_or_change_is_heard() {
        let standard =
            json!({ "title": "a", "law": ["L1", "L2"], "related": [{ "service": "S1" }, { "service": "S2" }] });
        let whole = json!({
            "title": "a", "summary": "b", "law": ["L2", "L1"],
            "related": [{ "service": "S2", "text": "why" }, { "event": "E" }, { "service": "S1" }],
        });
        let residual = residual(&standard, &whole).unwrap();
        let changed =
            json!({ "title": "new", "law": ["L2", "L3"], "related": [{ "service": "S2" }, { "service": "S3" }] });
        let (restored, unfit) = applied(&changed, &residual);
        let expected = json!({
            "title": "new", "summary": "b", "law": ["L2", "L3"],
            "related": [{ "service": "S2", "text": "why" }, { "event": "E" }, { "service": "S3" }],
        });
        assert_eq!((restored, unfit), (expected, Vec::new()));
    }

    #[test]
    fn a_field_that_only_bears_the_name_of_a_list_is_a_field() {
        let (standard, whole) = (json!({ "law": "L1" }), json!({ "law": "L1", "route": "a" }));
        let residual = residual(&standard, &whole).unwrap();
        assert_eq!(applied(&standard, &residual), (whole, Vec::new()));
        let listed = json!({ "lists": { "law": { "standard": [], "whole": ["L2"] } } });
        assert_eq!(applied(&standard, &listed), (standard, vec!["law".to_owned()]));
    }

    #[test]
    fn what_is_no_residual_is_an_error_or_does_not_fit() {
        let standard = json!({ "law": ["L1"] });
        for text in ["5", "[]", "{", "{\"set\":1}", "{\"lists\":{},\"more\":1}"] {
            assert!(restored(&standard, text).is_err(), "{text}");
        }
        let listed = json!({ "lists": { "law": { "standard": "L1", "whole": [] } } });
        assert_eq!(applied(&standard, &listed), (standard.clone(), vec!["law".to_owned()]));
        assert_eq!(restored(&standard, "{}").unwrap(), (standard, Vec::new()));
    }

    proptest! {
        #[test]
        fn a_residual_gives_the_record_back(standard in record(), whole in record()) {
            match residual(&standard, &whole) {
                None => prop_assert_eq!(standard, whole),
                Some(residual) => prop_assert_eq!(applied(&standard, &residual), (whole, Vec::new())),
            }
        }

        #[test]
        fn anything_can_be_applied(standard in record(), text in "\\PC*") {
            let _ = restored(&standard, &text);
            let _ = applied(&standard, &json!({ "lists": { "law": text }, "difference": [text] }));
        }
    }
}
