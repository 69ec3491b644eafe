//! What changed between two states of a record, and how changes of two sides come together.
//!
//! Records are compared as JSON: objects field by field, arrays of equal length item by item, everything else whole.
//! A difference is JSON itself, so that it can travel beside the record:
//!
//! * `{"set": value}` puts the value in the place of what stands there;
//! * `{"fields": {"title": difference}, "removed": ["phones"]}` changes an object; a new field is a `set`;
//! * `{"items": {"1": difference}}` changes items of an array, counted from 0.
//!
//! Paths are written as `title.ro` and `fees[1].amount`; the path of the whole record is empty.

mod list;

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What must be done to `before` to get `after`; `None` when they are equal.
#[must_use]
pub fn difference(before: &Value, after: &Value) -> Option<Value> {
    if before == after {
        return None;
    }
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let mut fields = Map::new();
            for (name, value) in after {
                let change = match before.get(name) {
                    Some(known) => difference(known, value),
                    None => Some(json!({ "set": value })),
                };
                if let Some(change) = change {
                    fields.insert(name.clone(), change);
                }
            }
            let removed: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
            let mut whole = Map::new();
            if !fields.is_empty() {
                whole.insert("fields".to_owned(), Value::Object(fields));
            }
            if !removed.is_empty() {
                whole.insert("removed".to_owned(), json!(removed));
            }
            Some(Value::Object(whole))
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let pairs = before.iter().zip(after).enumerate();
            let items: Map<String, Value> = pairs
                .filter_map(|(index, (before, after))| Some((index.to_string(), difference(before, after)?)))
                .collect();
            Some(json!({ "items": items }))
        }
        _ => Some(json!({ "set": after })),
    }
}

/// `before` with a difference applied, and the paths at which the difference did not fit and nothing was done: the
/// record may have been changed by others since, and the difference may be anything at all.
#[must_use]
pub fn apply(before: &Value, difference: &Value) -> (Value, Vec<String>) {
    let mut unfit = Vec::new();
    let after = applied(Some(before), difference, "", &mut unfit).unwrap_or_else(|| before.clone());
    (after, unfit)
}

/// The value after the difference; `None` when there was none and the difference does not set one.
fn applied(before: Option<&Value>, difference: &Value, path: &str, unfit: &mut Vec<String>) -> Option<Value> {
    if let Some(value) = difference.get("set") {
        return Some(value.clone());
    }
    let known = ["fields", "removed", "items"].iter().any(|name| difference.get(name).is_some());
    match before {
        Some(Value::Object(before)) if known && difference.get("items").is_none() => {
            let mut after = before.clone();
            for name in difference.get("removed").and_then(Value::as_array).into_iter().flatten() {
                let gone = name.as_str().and_then(|name| after.remove(name));
                if gone.is_none() {
                    unfit.push(inside(path, name.as_str().unwrap_or("?")));
                }
            }
            for (name, change) in difference.get("fields").and_then(Value::as_object).into_iter().flatten() {
                if let Some(value) = applied(before.get(name), change, &inside(path, name), unfit) {
                    after.insert(name.clone(), value);
                }
            }
            Some(Value::Object(after))
        }
        Some(Value::Array(before)) if difference.get("items").is_some() => {
            let mut after = before.clone();
            for (index, change) in difference.get("items").and_then(Value::as_object).into_iter().flatten() {
                let path = format!("{path}[{index}]");
                match index.parse::<usize>().ok().and_then(|index| after.get_mut(index)) {
                    Some(item) => {
                        if let Some(value) = applied(Some(&*item), change, &path, unfit) {
                            *item = value;
                        }
                    }
                    None => unfit.push(path),
                }
            }
            Some(Value::Array(after))
        }
        _ => {
            unfit.push(path.to_owned());
            before.cloned()
        }
    }
}

/// Brings the changes of two sides together: what only one side changed since `base` is taken from it; where both
/// changed the same field differently, ours stays. The second result holds the paths of such fields. Items of arrays
/// that both changed belong together by what names them, never by their place; where nothing does, ours stay.
#[must_use]
pub fn merge(base: &Value, theirs: &Value, ours: &Value) -> (Value, Vec<String>) {
    let mut conflicts = Vec::new();
    let merged = merged(Some(base), Some(theirs), Some(ours), "", &mut conflicts);
    (merged.unwrap_or_else(|| ours.clone()), conflicts)
}

fn merged(
    base: Option<&Value>,
    theirs: Option<&Value>,
    ours: Option<&Value>,
    path: &str,
    conflicts: &mut Vec<String>,
) -> Option<Value> {
    if theirs == base || theirs == ours {
        return ours.cloned();
    }
    if ours == base {
        return theirs.cloned();
    }
    match (base, theirs, ours) {
        (Some(Value::Object(base)), Some(Value::Object(theirs)), Some(Value::Object(ours))) => {
            // Ours come first, so that what stands in a file keeps its order.
            let mut seen = BTreeSet::new();
            let names = ours.keys().chain(theirs.keys()).filter(|name| seen.insert(name.as_str()));
            let fields = names.filter_map(|name| {
                let path = inside(path, name);
                Some((name.clone(), merged(base.get(name), theirs.get(name), ours.get(name), &path, conflicts)?))
            });
            Some(Value::Object(fields.collect()))
        }
        (Some(Value::Array(base)), Some(Value::Array(theirs)), Some(Value::Array(ours))) => {
            let sides = list::Sides { base, theirs, ours };
            Some(list::merged(&sides, path, conflicts).unwrap_or_else(|| {
                conflicts.push(path.to_owned());
                Value::Array(ours.clone())
            }))
        }
        _ => {
            conflicts.push(path.to_owned());
            ours.cloned()
        }
    }
}

/// The path of a field of what stands at `path`.
fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Small values over few names, so that two of them have fields and lengths in common. The names are also those
    /// of differences, which must not be taken for one.
    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0_i64..4).prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let name = prop_oneof![Just("set"), Just("fields"), Just("removed"), Just("items"), Just("0"), Just("ro")];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((name.prop_map(str::to_owned), inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn only_what_changed_is_said() {
        let before = json!({"title": {"ro": "a", "ru": "b"}, "fees": [{"amount": 1}, {"amount": 2}], "old": true});
        let after = json!({"title": {"ro": "a", "ru": "c"}, "fees": [{"amount": 1}, {"amount": 3}], "new": []});
        let expected = json!({
            "fields": {
                "title": {"fields": {"ru": {"set": "c"}}},
                "fees": {"items": {"1": {"fields": {"amount": {"set": 3}}}}},
                "new": {"set": []},
            },
            "removed": ["old"],
        });
        assert_eq!(difference(&before, &after), Some(expected));
    }

    #[test]
    fn what_does_not_fit_is_named_and_the_rest_applied() {
        let difference = json!({
            "fields": {
                "fees": {"items": {"0": {"set": 9}, "5": {"set": 1}, "x": {"set": 1}}},
                "title": {"fields": {"ro": {"set": "b"}}},
                "notes": 7,
            },
            "removed": ["gone", 4],
        });
        let (after, mut unfit) = apply(&json!({"fees": [1, 2], "title": "a"}), &difference);
        unfit.sort();
        assert_eq!(after, json!({"fees": [9, 2], "title": "a"}));
        assert_eq!(unfit, ["?", "fees[5]", "fees[x]", "gone", "notes", "title"]);
    }

    #[test]
    fn each_side_gives_what_it_changed_and_ours_stays_where_both_did() {
        let base = json!({"ro": "a", "ru": "a", "en": "a", "fees": [1, 2], "papers": [1], "old": 1, "off": 1});
        let theirs = json!({"ro": "b", "ru": "b", "en": "a", "fees": [3, 2], "papers": [1, 2], "off": 2, "new": 1});
        let ours = json!({"ro": "a", "ru": "c", "en": "c", "fees": [1, 4], "papers": [], "old": 1, "own": 1});
        let (merged, conflicts) = merge(&base, &theirs, &ours);
        let expected = json!({"ro": "b", "ru": "c", "en": "c", "fees": [1, 4], "papers": [], "own": 1, "new": 1});
        assert_eq!(merged, expected);
        assert_eq!(conflicts.iter().collect::<BTreeSet<_>>().len(), conflicts.len());
        assert_eq!(
            conflicts.into_iter().collect::<BTreeSet<_>>(),
            ["ru", "fees", "papers", "off"].map(str::to_owned).into()
        );
    }

    proptest! {
        #[test]
        fn a_difference_applied_gives_the_other(before in value(), after in value()) {
            match difference(&before, &after) {
                None => prop_assert_eq!(before, after),
                Some(difference) => {
                    prop_assert_ne!(&before, &after);
                    prop_assert_eq!(apply(&before, &difference), (after, Vec::new()));
                }
            }
        }

        #[test]
        fn anything_can_be_applied(before in value(), difference in value()) {
            let (_, unfit) = apply(&before, &difference);
            prop_assert!(unfit.len() < 100);
        }

        #[test]
        fn a_change_of_one_side_is_taken_whole(base in value(), changed in value()) {
            prop_assert_eq!(merge(&base, &changed, &base), (changed.clone(), Vec::new()));
            prop_assert_eq!(merge(&base, &base, &changed), (changed.clone(), Vec::new()));
            prop_assert_eq!(merge(&base, &changed, &changed), (changed, Vec::new()));
        }

        #[test]
        fn a_merge_that_is_merged_again_stays(base in value(), theirs in value(), ours in value()) {
            let (merged, conflicts) = merge(&base, &theirs, &ours);
            prop_assert_eq!(merge(&theirs, &theirs, &merged), (merged.clone(), Vec::new()));
            if conflicts.is_empty() {
                prop_assert_eq!(merge(&base, &ours, &theirs), (merged, Vec::new()));
            } else {
                prop_assert!(theirs != ours && theirs != base && ours != base);
            }
        }
    }
}
