//! The interface's words, dates and amounts in each language, from the Fluent files below `locales`.

mod answer;
mod format;
mod history;
mod phrase;
mod sentence;

pub use answer::{answer_text, value_text};
pub use format::{amount, counted, date_long, date_numeric, month_alone, term};
pub use history::{HistoryLine, action_word, history_line, provenance_word, reason_word};
pub use phrase::{Phrase, Value, phrase};
pub use sentence::{one_stop, sentences};

use crate::domain::text::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The Fluent files of each interface language.
const FILES: [(Language, &[&str]); 3] = [
    (
        Language::Ro,
        &[
            include_str!("../locales/ro/common.ftl"),
            include_str!("../locales/ro/visitor.ftl"),
            include_str!("../locales/ro/specialist.ftl"),
            include_str!("../locales/ro/people.ftl"),
            include_str!("../locales/ro/month.ftl"),
            include_str!("../locales/ro/consent.ftl"),
            include_str!("../locales/ro/reading.ftl"),
            include_str!("../locales/ro/trouble.ftl"),
            include_str!("../locales/ro/sheet.ftl"),
            include_str!("../locales/ro/printing.ftl"),
            include_str!("../locales/ro/money.ftl"),
            include_str!("../locales/ro/outside.ftl"),
            include_str!("../locales/ro/portal.ftl"),
            include_str!("../locales/ro/doctor.ftl"),
            include_str!("../locales/ro/set_up.ftl"),
            include_str!("../locales/ro/online.ftl"),
            include_str!("../locales/ro/handed.ftl"),
            include_str!("../locales/ro/relay.ftl"),
            include_str!("../locales/ro/stick.ftl"),
            include_str!("../locales/ro/agency.ftl"),
            include_str!("../locales/ro/access.ftl"),
            include_str!("../locales/ro/fleet.ftl"),
            include_str!("../locales/ro/lists.ftl"),
        ],
    ),
    (
        Language::Ru,
        &[
            include_str!("../locales/ru/common.ftl"),
            include_str!("../locales/ru/visitor.ftl"),
            include_str!("../locales/ru/specialist.ftl"),
            include_str!("../locales/ru/people.ftl"),
            include_str!("../locales/ru/month.ftl"),
            include_str!("../locales/ru/consent.ftl"),
            include_str!("../locales/ru/reading.ftl"),
            include_str!("../locales/ru/trouble.ftl"),
            include_str!("../locales/ru/sheet.ftl"),
            include_str!("../locales/ru/printing.ftl"),
            include_str!("../locales/ru/money.ftl"),
            include_str!("../locales/ru/outside.ftl"),
            include_str!("../locales/ru/portal.ftl"),
            include_str!("../locales/ru/doctor.ftl"),
            include_str!("../locales/ru/set_up.ftl"),
            include_str!("../locales/ru/online.ftl"),
            include_str!("../locales/ru/handed.ftl"),
            include_str!("../locales/ru/relay.ftl"),
            include_str!("../locales/ru/stick.ftl"),
            include_str!("../locales/ru/agency.ftl"),
            include_str!("../locales/ru/access.ftl"),
            include_str!("../locales/ru/fleet.ftl"),
            include_str!("../locales/ru/lists.ftl"),
        ],
    ),
    (
        Language::En,
        &[
            include_str!("../locales/en/common.ftl"),
            include_str!("../locales/en/visitor.ftl"),
            include_str!("../locales/en/specialist.ftl"),
            include_str!("../locales/en/people.ftl"),
            include_str!("../locales/en/month.ftl"),
            include_str!("../locales/en/consent.ftl"),
            include_str!("../locales/en/reading.ftl"),
            include_str!("../locales/en/trouble.ftl"),
            include_str!("../locales/en/sheet.ftl"),
            include_str!("../locales/en/printing.ftl"),
            include_str!("../locales/en/money.ftl"),
            include_str!("../locales/en/outside.ftl"),
            include_str!("../locales/en/portal.ftl"),
            include_str!("../locales/en/doctor.ftl"),
            include_str!("../locales/en/set_up.ftl"),
            include_str!("../locales/en/online.ftl"),
            include_str!("../locales/en/handed.ftl"),
            include_str!("../locales/en/relay.ftl"),
            include_str!("../locales/en/stick.ftl"),
            include_str!("../locales/en/agency.ftl"),
            include_str!("../locales/en/access.ftl"),
            include_str!("../locales/en/fleet.ftl"),
            include_str!("../locales/en/lists.ftl"),
        ],
    ),
];

/// The words of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Loads a language. A language without an interface of its own gets the Romanian one.
    #[must_use]
    pub fn load(language: Language) -> Self {
        let (language, files) = FILES.iter().find(|(code, _)| *code == language).unwrap_or(&FILES[0]);
        let identifier: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The isolation marks would be drawn as boxes and read aloud.
        bundle.set_use_isolating(false);
        for file in *files {
            // A file with a mistake still gives its other messages; the tests refuse both mistakes.
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(language = language.code(), count = errors.len(), "messages defined twice");
            }
        }
        Self { language: *language, bundle }
    }

    /// The language of these words.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message without arguments.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A message with arguments.
    #[must_use]
    pub fn with<'a>(&self, key: &str, arguments: &[(&'a str, FluentValue<'a>)]) -> String {
        let mut map = FluentArgs::new();
        for (name, value) in arguments {
            map.set(*name, value.clone());
        }
        self.format(key, Some(&map))
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, language = self.language.code(), "message missing");
            return format!("⟨{key}⟩");
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, language = self.language.code(), "message arguments do not fit");
        }
        // Only what was put in can end in a stop of its own.
        if arguments.is_some() { one_stop(&text).into_owned() } else { text.into_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(language: Language) -> BTreeSet<String> {
        every(language).into_iter().collect()
    }

    /// The name of every message, as often as it is defined.
    fn every(language: Language) -> Vec<String> {
        let (_, files) = FILES.iter().find(|(code, _)| *code == language).unwrap();
        files
            .iter()
            .flat_map(|file| {
                let resource = FluentResource::try_new((*file).to_owned()).expect("the file is valid Fluent");
                resource
                    .entries()
                    .filter_map(|entry| match entry {
                        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                        fluent_syntax::ast::Entry::Junk { content } => panic!("not Fluent: {content}"),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn no_message_is_defined_twice_in_whatever_files() {
        for language in Language::INTERFACE {
            let mut seen = BTreeSet::new();
            let twice: Vec<String> = every(language).into_iter().filter(|name| !seen.insert(name.clone())).collect();
            assert_eq!(twice, Vec::<String>::new(), "{}", language.code());
        }
    }

    #[test]
    fn every_language_has_every_message() {
        let romanian = keys(Language::Ro);
        for language in Language::INTERFACE {
            let other = keys(language);
            let missing: Vec<_> = romanian.symmetric_difference(&other).collect();
            assert!(missing.is_empty(), "ro and {language} differ in {missing:?}");
        }
    }

    /// Messages are named in the code as whole string literals, so that both directions can be checked.
    #[test]
    fn every_message_named_in_the_code_exists_and_every_message_is_used() {
        fn sources(folder: &std::path::Path, all: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    sources(&path, all);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    all.push_str(&std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut code = String::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        let known = keys(Language::Ro);
        let unused: Vec<_> = known
            .iter()
            .filter(|key| !code.contains(&format!("\"{key}\"")))
            .filter(|key| !["month-", "weekday-"].iter().any(|prefix| key.starts_with(prefix)))
            .collect();
        assert!(unused.is_empty(), "messages nobody uses: {unused:?}");
        for call in [".get(\"", ".with(\"", "tr(\"", "phrase(\""] {
            for rest in code.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                let looks_like_one = key.contains('-')
                    && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit());
                assert!(!looks_like_one || known.contains(key), "message {key} is named in the code and missing");
            }
        }
    }

    #[test]
    fn romanian_counts_with_de_from_twenty_on() {
        let texts = Texts::load(Language::Ro);
        let lei = |minor| amount(&texts, crate::domain::money::Amount(minor), crate::domain::money::Currency::Mdl);
        assert_eq!(lei(100), "1\u{a0}leu");
        assert_eq!(lei(1_900), "19\u{a0}lei");
        assert_eq!(lei(2_000), "20 de\u{a0}lei");
        assert_eq!(lei(10_100), "101\u{a0}lei");
        assert_eq!(lei(10_200), "102\u{a0}lei");
        assert_eq!(lei(11_900), "119\u{a0}lei");
        assert_eq!(lei(12_000), "120 de\u{a0}lei");
        assert_eq!(lei(2_188_600), "21.886 de\u{a0}lei");
    }
}
