//! Channels and their opening hours, which come in three models.

use super::concept::Property;
use super::hours;
use super::reader::Reader;
use super::texts::{Place, cleaned, shortened};
use crate::domain::service::{Channel, ChannelKind, Finish};
use crate::domain::text::Text;
use crate::foreign::exchange::terms;
use crate::foreign::rdf::language::{UNDETERMINED, normalised};
use crate::foreign::rdf::{Node, Term};

/// With which words the type, identifier or address of a channel of each kind begins; the first row that fits counts.
const KINDS: [(&[&str], ChannelKind); 6] = [
    (&["consul", "embass", "ambasad"], ChannelKind::Consulate),
    (&["automatic"], ChannelKind::Automatic),
    (&["phone", "telephone", "telefon", "callcent"], ChannelKind::Phone),
    (
        &["online", "web", "internet", "homepage", "email", "mobile", "digital", "portal", "electronic", "assistant"],
        ChannelKind::Online,
    ),
    (
        &["office", "bureau", "counter", "desk", "physical", "visit", "post", "mail", "fax", "ghiseu", "service"],
        ChannelKind::Office,
    ),
    (&["here"], ChannelKind::Here),
];

impl Reader<'_> {
    /// The channels of a service.
    pub(super) fn channels(&mut self, service: Term, record: &str) -> Vec<Channel> {
        let mut channels = Vec::new();
        for channel in self.resources(service, Property::Channel) {
            self.see(channel);
            let (kind, known) = self.channel_kind(channel);
            let index = channels.len();
            if !known {
                let what =
                    format!("channel[{index}]: {} is of no known type: taken as an office", self.called(channel));
                self.doubt(channel, record, what);
            }
            let place = self.text(
                channel,
                &[Property::Title, Property::Name, Property::Label],
                &Place::new(record, &format!("channel[{index}].place")),
            );
            let mut note =
                self.text(channel, &[Property::Description], &Place::new(record, &format!("channel[{index}].note")));
            self.add_hours(channel, record, index, &mut note);
            let url = self.pages(channel).into_iter().next();
            let when = self.condition(channel, terms::APPLIES_WHEN, record);
            let channel_read = Channel { kind, finish: Finish::None, place, provider: None, note, url, when };
            channels.push(self.restored(channel, record, channel_read));
        }
        if channels.is_empty() && !self.is_ours(service) {
            self.doubt(service, record, "no channel is given: an office of the provider is assumed");
            channels.push(Channel {
                kind: ChannelKind::Office,
                finish: Finish::None,
                place: None,
                provider: None,
                note: None,
                url: None,
                when: None,
            });
        }
        channels
    }

    /// The kind of a channel, and whether it is known rather than assumed.
    pub(super) fn channel_kind(&mut self, channel: Term) -> (ChannelKind, bool) {
        let mut names: Vec<String> = Vec::new();
        for kind in self.values(channel, Property::Category) {
            names.push(self.text_of(kind).to_lowercase());
        }
        for identifier in self.literals(channel, Property::Identifier) {
            names.push(identifier.to_lowercase());
        }
        // What an address ends in says what it is; what it starts with says only whose it is.
        let end = |text: &str| text.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default().to_owned();
        names.push(self.text_of(channel).to_lowercase());
        let found = names.iter().find_map(|name| {
            let name = end(name).replace("e-mail", "email").replace("call-cent", "callcent");
            let words: Vec<&str> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
            let fits = |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
            KINDS.iter().find(|(starts, _)| fits(starts)).map(|(_, kind)| *kind)
        });
        (found.unwrap_or(ChannelKind::Office), found.is_some())
    }

    /// Puts a channel's opening hours behind what its note says.
    fn add_hours(&mut self, channel: Term, record: &str, index: usize, note: &mut Option<Text>) {
        let mut words: Vec<(String, String)> = Vec::new();
        for property in [Property::OpeningHours, Property::SpecialOpeningHours] {
            for value in self.values(channel, property) {
                words.extend(self.hours(value));
            }
        }
        for (tag, words) in words {
            let text = note.get_or_insert_with(Text::default);
            let slot = match tag.as_str() {
                "ru" => text.ru.get_or_insert_default(),
                "en" => text.en.get_or_insert_default(),
                // Days and times in figures are the same in every language.
                "ro" | UNDETERMINED => &mut text.ro,
                _ => {
                    let what =
                        format!("channel[{index}]: opening hours in \"{tag}\" are left out: {}", shortened(&words));
                    self.doubt(channel, record, what);
                    continue;
                }
            };
            if !slot.is_empty() {
                slot.push('\n');
            }
            slot.push_str(&words);
        }
        if let Some(text) = note
            && text.ro.is_empty()
        {
            match text.en.clone().or_else(|| text.ru.clone()) {
                Some(stand_in) => text.ro = stand_in,
                None => *note = None,
            }
        }
    }

    /// Opening hours in words, each with its language: a text as it stands; of a specification its description, or
    /// its days and times.
    pub(super) fn hours(&mut self, value: Term) -> Vec<(String, String)> {
        if let Node::Literal { text, language, .. } = self.graph.node(value) {
            let tag = language.map_or(Ok(UNDETERMINED.to_owned()), normalised).unwrap_or_else(str::to_owned);
            let words = cleaned(text, &tag);
            self.spend(words.len());
            return if words.is_empty() { Vec::new() } else { vec![(tag, words)] };
        }
        self.see(value);
        let mut words = Vec::new();
        for description in self.values(value, Property::Description) {
            if let Node::Literal { .. } = self.graph.node(description) {
                words.extend(self.hours(description));
            }
        }
        let days = self.values(value, Property::DayOfWeek);
        let days: Vec<&str> = days.into_iter().map(|day| self.text_of(day)).collect();
        let opens = self.literals(value, Property::Opens).first().copied().unwrap_or_default();
        let closes = self.literals(value, Property::Closes).first().copied().unwrap_or_default();
        if words.is_empty() {
            words = hours::specification(&days, opens, closes);
        }
        words
    }
}
