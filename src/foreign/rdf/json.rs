//! JSON surveyed before it is read as JSON-LD: syntax, depth, size, and the contexts it names.

use super::{Refusal, context};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;

/// How deep arrays and objects may stand in each other. Real files stay below ten.
const DEEPEST: usize = 64;

/// How many values a file may hold: the parser keeps those of an object until it knows the object's name.
const MOST_VALUES: usize = 400_000;

/// How many bytes the contexts of a file may hold together: each is worked through where it stands.
const MOST_CONTEXT: usize = 128 * 1024;

/// How many bytes a file's longest name makes if it stands once for each value: the parser writes names out, and an
/// object's for each of its values.
const MOST_EXPANDED: usize = 40 * 1024 * 1024;

/// Names up to this length cannot make a file too large.
const SHORT: usize = MOST_EXPANDED / MOST_VALUES;

/// What a JSON file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A document that may hold statements.
    Document,
    /// Nothing but a context, for other documents to name.
    OnlyContext,
}

/// Looks a file through.
///
/// # Errors
/// When it is not JSON, is nested too deep, too large once its contexts are applied, or names a context that is not
/// bundled.
pub fn survey(text: &str) -> Result<Content, Refusal> {
    let mut survey = Survey::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Looking { survey: &mut survey, depth: 0, in_context: false }.deserialize(&mut reader);
    let object = matches!(read, Ok(Value::Object(_)));
    read.and_then(|_| reader.end()).map_err(|error| Refusal::new(error.to_string()))?;
    for address in &survey.addresses {
        if context::bundled(address).is_none() {
            return Err(Refusal::new(format!(
                "it names the context {address}, which is not among the bundled ones; nothing is fetched: \
                 write the context into the file, or name that of CPSV-AP 3.2.0"
            )));
        }
    }
    let expanded = survey.longest_name().saturating_mul(survey.values);
    if expanded > MOST_EXPANDED {
        return Err(Refusal::new("its long names, written out, make it larger than any catalogue"));
    }
    Ok(if object && !survey.others && survey.context_bytes > 0 { Content::OnlyContext } else { Content::Document })
}

#[derive(Default)]
struct Survey {
    values: usize,
    /// Whether the top object has anything besides a context.
    others: bool,
    /// The contexts named by address.
    addresses: Vec<String>,
    /// The terms that contexts define, each with the text it is made from: the longest, where there are several.
    terms: HashMap<String, String>,
    context_bytes: usize,
    longest_key: usize,
    /// The longest text under each key, where it is long.
    long_texts: HashMap<String, usize>,
    /// How long the text read last is.
    last_text: usize,
}

impl Survey {
    /// Counts a part of a context.
    fn context<E: serde::de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        // Besides its letters each part has its quotes, its colon and its comma.
        self.context_bytes += bytes + 4;
        if self.context_bytes > MOST_CONTEXT {
            return Err(E::custom(format!("its contexts are longer than {MOST_CONTEXT} bytes together")));
        }
        Ok(())
    }

    /// Notes what a context, as it stands behind `@context`, names and defines.
    fn note_context(&mut self, context: &Value) {
        match context {
            Value::String(address) => self.addresses.push(address.clone()),
            Value::Array(contexts) => contexts.iter().for_each(|context| self.note_context(context)),
            Value::Object(terms) => {
                for (term, definition) in terms {
                    let made_from = match definition {
                        Value::String(made_from) if term == "@import" => {
                            self.addresses.push(made_from.clone());
                            continue;
                        }
                        Value::String(made_from) => Some(made_from),
                        Value::Object(parts) => {
                            if let Some(inner) = parts.get("@context") {
                                self.note_context(inner);
                            }
                            let texts = ["@id", "@reverse", "@type"].iter().filter_map(|key| parts.get(*key));
                            texts
                                .filter_map(|text| if let Value::String(text) = text { Some(text) } else { None })
                                .max_by_key(|text| text.len())
                        }
                        _ => None,
                    };
                    if let Some(made_from) = made_from
                        && self.terms.get(term).is_none_or(|known| known.len() < made_from.len())
                    {
                        self.terms.insert(term.clone(), made_from.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// How long the longest name may be that the terms make: a term may be made from another term and so on, and
    /// stand behind a vocabulary and a base address.
    fn longest_name(&self) -> usize {
        let mut longest = 0;
        for term in self.terms.keys() {
            let (mut length, mut at, mut steps) = (0_usize, term.as_str(), 0_usize);
            while let Some(made_from) = self.terms.get(at) {
                length = length.saturating_add(made_from.len());
                steps += 1;
                if steps > 32 {
                    // A circle, or a chain that nobody writes by hand: as long as everything together.
                    length = self.context_bytes;
                    break;
                }
                at = made_from.split(':').next().unwrap_or_default();
            }
            longest = longest.max(length);
        }
        let base = ["@vocab", "@base"].iter().filter_map(|key| self.terms.get(*key)).map(String::len).sum::<usize>();
        let is_name = |key: &str| key == "@id" || self.terms.get(key).is_some_and(|made_from| made_from == "@id");
        let names = self.long_texts.iter().filter(|(key, _)| is_name(key)).map(|(_, length)| *length);
        let written = names.max().unwrap_or_default().max(self.longest_key);
        longest.saturating_add(base).max(written)
    }
}

/// Looks at one value. What belongs to a context is kept, everything else only counted.
struct Looking<'a> {
    survey: &'a mut Survey,
    depth: usize,
    in_context: bool,
}

impl<'de> DeserializeSeed<'de> for Looking<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.survey.values += 1;
        if self.survey.values > MOST_VALUES {
            return Err(D::Error::custom(format!("more than {MOST_VALUES} values: it is no catalogue")));
        }
        if self.depth > DEEPEST {
            return Err(D::Error::custom(format!("nested more than {DEEPEST} deep")));
        }
        if self.in_context {
            self.survey.context::<D::Error>(0)?;
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Looking<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.survey.last_text = text.len();
        if !self.in_context {
            return Ok(Value::Null);
        }
        self.survey.context::<E>(text.len())?;
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Self { survey, depth, in_context } = self;
        let mut kept = Vec::new();
        while let Some(item) =
            items.next_element_seed(Looking { survey: &mut *survey, depth: depth + 1, in_context })?
        {
            if in_context {
                kept.push(item);
            }
        }
        Ok(Value::Array(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let Self { survey, depth, in_context } = self;
        let mut kept = serde_json::Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if depth == 0 {
                survey.others |= key != "@context";
            }
            let begins = !in_context && key == "@context";
            survey.longest_key = survey.longest_key.max(key.len());
            survey.last_text = 0;
            let seed = Looking { survey: &mut *survey, depth: depth + 1, in_context: in_context || begins };
            let value = entries.next_value_seed(seed)?;
            if begins {
                survey.note_context(&value);
            } else if in_context {
                survey.context::<A::Error>(key.len())?;
                kept.insert(key, value);
            } else if survey.last_text > SHORT {
                let longest = survey.long_texts.entry(key).or_default();
                *longest = survey.last_text.max(*longest);
            }
        }
        Ok(Value::Object(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reason(text: &str) -> String {
        survey(text).unwrap_err().to_string()
    }

    #[test]
    fn contexts_and_documents_are_told_apart() {
        assert_eq!(survey(r#"{"@context": {"a": "http://a/"}}"#), Ok(Content::OnlyContext));
        assert_eq!(survey(r#"{"@context": {"a": "http://a/"}, "@id": "a:b"}"#), Ok(Content::Document));
        assert_eq!(survey("[]"), Ok(Content::Document));
        assert!(reason("{} {}").contains("trailing characters"));
        assert!(reason("").contains("line 1"));
    }

    #[test]
    fn unknown_contexts_are_named_wherever_they_stand() {
        for text in [
            r#"{"@context": "https://example.org/c"}"#,
            r#"[{"a": {"@context": ["https://example.org/c", {}]}}]"#,
            r#"{"@context": {"@import": "https://example.org/c"}}"#,
            r#"{"@context": {"term": {"@id": "http://a/", "@context": "https://example.org/c"}}}"#,
        ] {
            assert!(reason(text).contains("https://example.org/c"), "{text}");
        }
    }

    #[test]
    fn depth_and_size_are_limited() {
        let deep = "[".repeat(20_000) + &"]".repeat(20_000);
        assert!(reason(&deep).contains("deep"), "{}", reason(&deep));
        let many = format!("[{}0]", "0,".repeat(MOST_VALUES));
        assert!(reason(&many).contains("values"));
        let long =
            format!(r#"{{"@context": {{"a": "http://{}/"}}, "b": [{}0]}}"#, "a".repeat(100_000), "0,".repeat(2_000));
        assert!(reason(&long).contains("long names"));
        let chained: Vec<String> =
            (1..1_000).map(|at| format!(r#""t{at}": "t{}:{}""#, at - 1, "a".repeat(100))).collect();
        let chain =
            format!(r#"{{"@context": {{"t0": "http://a/", {}}}, "b": [{}0]}}"#, chained.join(","), "0,".repeat(2_000));
        assert!(reason(&chain).contains("long names"));
        let named = format!(
            r#"{{"@context": {{"id": "@id"}}, "b": [{}0], "id": "{}"}}"#,
            "0,".repeat(2_000),
            "a".repeat(100_000)
        );
        assert!(reason(&named).contains("long names"));
        let described = format!(r#"[{{"a": "{}"}}, {}0]"#, "a".repeat(100_000), "0,".repeat(2_000));
        assert_eq!(survey(&described), Ok(Content::Document), "a long text is not written out again");
        let wide = format!(r#"{{"@context": "{}"}}"#, "a".repeat(MOST_CONTEXT));
        assert!(reason(&wide).contains("contexts are longer"));
    }

    proptest! {
        #[test]
        fn nonsense_never_panics(text in "[\\[\\]{}\"@:, a-c0-9]*") {
            let _ = survey(&text);
        }
    }
}
