//! Lists that two sides changed: items belong together by what names them, whatever their order.

use super::merged as merged_item;
use serde_json::Value;
use std::collections::BTreeMap;

/// The three states of a list.
pub struct Sides<'a> {
    /// What both sides began with.
    pub base: &'a [Value],
    /// The other side.
    pub theirs: &'a [Value],
    /// The side that stays in doubt.
    pub ours: &'a [Value],
}

/// What tells the items of a list apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Identity {
    /// A field that names the item and does not change with what is said of it.
    Name(&'static str),
    /// The kind and address of a channel, the address of a source.
    Address,
    /// The amount and term of a fee.
    Price,
}

impl Identity {
    /// Every identity, the firmest first.
    const ALL: [Self; 5] = [Self::Name("paper"), Self::Name("id"), Self::Name("code"), Self::Address, Self::Price];

    /// What an item is known by; `None` when it has no such identity.
    fn of(self, item: &Value) -> Option<String> {
        let fields = item.as_object()?;
        let part = |name: &str| fields.get(name).map(Value::to_string).unwrap_or_default();
        match self {
            Self::Name(name) => fields.get(name).and_then(Value::as_str).map(str::to_owned),
            Self::Address => (fields.contains_key("url") || fields.contains_key("kind"))
                .then(|| format!("{} {}", part("kind"), part("url"))),
            Self::Price => fields
                .contains_key("amount")
                .then(|| format!("{} {} {}", part("amount"), part("currency"), part("term"))),
        }
    }

    /// The items by what they are known by, with their places; `None` when one has no identity or two share it.
    fn all(self, items: &[Value]) -> Option<BTreeMap<String, (usize, &Value)>> {
        let mut known = BTreeMap::new();
        for (place, item) in items.iter().enumerate() {
            if known.insert(self.of(item)?, (place, item)).is_some() {
                return None;
            }
        }
        Some(known)
    }

    /// What the items are known by, in their order.
    fn order(self, items: &[Value]) -> Vec<String> {
        items.iter().filter_map(|item| self.of(item)).collect()
    }
}

/// The list with the changes of both sides, item by item; `None` when nothing tells which items belong together.
/// Items stand in the order of the side that changed the order, or of ours when both did.
pub fn merged(sides: &Sides<'_>, path: &str, conflicts: &mut Vec<String>) -> Option<Value> {
    let Sides { base, theirs, ours } = *sides;
    let found = Identity::ALL
        .into_iter()
        .find_map(|identity| Some((identity, identity.all(base)?, identity.all(theirs)?, identity.all(ours)?)));
    let (identity, known_base, known_theirs, known_ours) = found?;
    let item = |known: &BTreeMap<String, (usize, &Value)>, name: &str| known.get(name).map(|(_, item)| (*item).clone());
    // What is named by its own contents may be gone because the contents changed: when one side took away an item
    // that the other edited, and has a new one, nobody can tell whether that is the same item.
    if !matches!(identity, Identity::Name(_)) {
        let torn = known_base.iter().any(|(name, (_, base))| {
            let [theirs, ours] = [&known_theirs, &known_ours].map(|known| known.get(name).map(|(_, item)| *item));
            theirs.is_none() && ours.is_some_and(|ours| ours != *base)
                || ours.is_none() && theirs.is_some_and(|theirs| theirs != *base)
        });
        let new = known_theirs.keys().chain(known_ours.keys()).any(|name| !known_base.contains_key(name));
        if torn && new {
            return None;
        }
    }
    let [order_base, order_theirs, order_ours] = [base, theirs, ours].map(|items| identity.order(items));
    let (first, second) =
        if order_ours == order_base { (order_theirs, order_ours) } else { (order_ours, order_theirs) };
    let mut order = first;
    for name in second {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    let mut items = Vec::new();
    for name in order {
        // An item that an editor took away has no place in the editor's list.
        let place = known_ours.get(&name).map_or_else(|| path.to_owned(), |(place, _)| format!("{path}[{place}]"));
        let [base, theirs, ours] = [&known_base, &known_theirs, &known_ours].map(|known| item(known, &name));
        items.extend(merged_item(base.as_ref(), theirs.as_ref(), ours.as_ref(), &place, conflicts));
    }
    Some(Value::Array(items))
}

#[cfg(test)]
mod tests {
    use super::super::merge;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn an_editors_case_stays_with_its_fee_when_the_source_swaps_fees() {
        let ten = json!({"amount": 18_000, "term": {"value": 10, "unit": "work_day"}});
        let five = json!({"amount": 26_000, "term": {"value": 5, "unit": "work_day"}});
        let mut described = ten.clone();
        described["case"] = json!({"ro": "obișnuit"});
        let base = json!({"fees": [ten, five]});
        let theirs = json!({"fees": [five, ten]});
        let ours = json!({"fees": [described, five]});
        assert_eq!(merge(&base, &theirs, &ours), (json!({"fees": [five, described]}), Vec::new()));
    }

    #[test]
    fn a_fee_of_another_amount_is_not_known_to_be_the_described_one() {
        let base = json!({"fees": [{"amount": 180}, {"amount": 260}]});
        let theirs = json!({"fees": [{"amount": 200}, {"amount": 260}]});
        let ours = json!({"fees": [{"amount": 180, "case": "a"}, {"amount": 260}]});
        assert_eq!(merge(&base, &theirs, &ours), (ours, vec!["fees".to_owned()]));
    }

    #[test]
    fn an_editors_need_stays_with_its_paper_when_the_source_replaces_papers() {
        let paper = |id: &str, need: &str| json!({"paper": id, "need": need});
        let base = json!({"papers": [paper("a", "bring"), paper("b", "bring"), paper("c", "bring")]});
        let theirs = json!({"papers": [paper("x", "bring"), paper("a", "bring"), paper("b", "bring")]});
        let ours = json!({"papers": [paper("a", "bring"), paper("b", "bring"), paper("c", "show")]});
        let expected =
            json!({"papers": [paper("x", "bring"), paper("a", "bring"), paper("b", "bring"), paper("c", "show")]});
        assert_eq!(merge(&base, &theirs, &ours), (expected, vec!["papers[2]".to_owned()]));
    }

    #[test]
    fn what_nothing_tells_apart_stays_as_the_editor_left_it() {
        let paper = |note: &str| json!({"paper": "a", "note": note});
        let base = json!([paper("1"), paper("2")]);
        let theirs = json!([paper("2"), paper("3")]);
        let ours = json!([paper("1"), paper("4")]);
        assert_eq!(merge(&base, &theirs, &ours), (ours, vec![String::new()]));
    }

    /// A list of some of four items, in any order, each with one of three contents.
    fn items() -> impl Strategy<Value = Vec<(usize, u8)>> {
        let order = Just(vec![0_usize, 1, 2, 3]).prop_shuffle();
        (order, prop::collection::vec(0_u8..3, 4), 0_usize..=4)
            .prop_map(|(order, contents, length)| order.into_iter().zip(contents).take(length).collect())
    }

    fn list(items: &[(usize, u8)]) -> Value {
        items.iter().map(|(id, content)| json!({"id": id.to_string(), "content": content})).collect()
    }

    proptest! {
        #[test]
        fn every_item_is_what_one_side_made_of_it(base in items(), theirs in items(), ours in items()) {
            let (merged, conflicts) = merge(&list(&base), &list(&theirs), &list(&ours));
            let merged = merged.as_array().cloned().unwrap_or_default();
            let of = |items: &[(usize, u8)], id: usize| items.iter().find(|(known, _)| *known == id).map(|(_, content)| *content);
            let mut conflicting = 0;
            for id in 0..4 {
                let (base, theirs, ours) = (of(&base, id), of(&theirs, id), of(&ours, id));
                let expected = if ours == base { theirs } else { ours };
                conflicting += usize::from(ours != base && theirs != base && ours != theirs);
                let found: Vec<_> = merged.iter().filter(|item| item["id"].as_str() == Some(&id.to_string())).collect();
                prop_assert_eq!(found.len(), usize::from(expected.is_some()));
                prop_assert!(found.iter().all(|item| item["content"].as_u64() == expected.map(u64::from)));
            }
            prop_assert_eq!(conflicts.len(), conflicting);
        }
    }
}
