//! What is new on a page: it alone is said by itself. What stood there when the page was come to is read with it.

use super::{Described, Role, Snapshot};
use crate::domain::text::Language;
use std::collections::{HashMap, HashSet};

/// The notices of a page as they stood when it was first described.
#[derive(Clone, Debug, Default)]
pub struct News {
    page: u64,
    language: Option<Language>,
    focused: Option<u64>,
    first: HashMap<u64, String>,
}

impl News {
    /// Hears how the page stands now; gives the numbers of the notices that are new on it, or say something new.
    pub fn hear(&mut self, snapshot: &Snapshot, language: Option<Language>) -> HashSet<u64> {
        let focused = snapshot.parts.iter().find(|part| part.focused);
        // Where writing goes on in the same field nobody came to another page: results came to the one there is.
        let writes = |part: &Described| {
            matches!(part.semantics.role, Role::TextInput | Role::PasswordInput) && self.focused == Some(part.number)
        };
        let other = snapshot.page != self.page && !focused.is_some_and(writes);
        if other || self.language != language {
            self.first = notices(snapshot).map(|part| (part.number, part.semantics.label.clone())).collect();
        }
        self.page = snapshot.page;
        self.language = language;
        self.focused = focused.map(|part| part.number);
        // What has the focus is heard by that, and with it what is said of it, and by more screen readers.
        let said = focused.and_then(|part| part.semantics.description.as_deref()).unwrap_or_default();
        let is_new = |part: &&Described| {
            let label = &part.semantics.label;
            !part.focused && self.first.get(&part.number) != Some(label) && !said.contains(label.trim_end_matches('.'))
        };
        notices(snapshot).filter(is_new).map(|part| part.number).collect()
    }
}

fn notices(snapshot: &Snapshot) -> impl Iterator<Item = &Described> {
    snapshot.parts.iter().filter(|part| matches!(part.semantics.role, Role::Alert | Role::Status))
}
