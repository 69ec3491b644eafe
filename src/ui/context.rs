//! What every screen may look at while it updates and draws.

use super::style::Look;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::fact::Answers;
use crate::domain::situation::Situation;
use crate::i18n::Texts;
use fluent_bundle::FluentValue;
use jiff::civil::Date;

/// The surroundings of a screen.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Colours, sizes.
    pub look: Look,
    /// The words of the language in use.
    pub texts: &'a Texts,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Where we are.
    pub centre: &'a Centre,
    /// The day, in the centre's time zone.
    pub today: Date,
    /// Whether a specialist is signed in.
    pub assisted: bool,
}

impl<'a> Context<'a> {
    /// A message.
    #[must_use]
    pub fn tr(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A message with arguments.
    #[must_use]
    pub fn tr_with<'b>(&self, key: &str, arguments: &[(&'b str, FluentValue<'b>)]) -> String {
        self.texts.with(key, arguments)
    }

    /// A text of the catalogue.
    #[must_use]
    pub fn text(&self, text: &crate::domain::text::Text) -> String {
        text.get(self.texts.language()).to_owned()
    }

    /// The situation of a visitor; `None` for an event that is not in the catalogue (any more).
    #[must_use]
    pub fn situation(&self, event: &str, answers: &'a Answers) -> Option<Situation<'a>> {
        let event = self.catalogue.events.get(event)?;
        Some(Situation { catalogue: self.catalogue, event, answers, centre: self.centre, on: self.today })
    }
}
