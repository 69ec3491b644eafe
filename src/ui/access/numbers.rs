//! The numbers under which the parts of a page are published, and by which requests find them again.

use super::{Role, Semantics, number};
use std::collections::HashMap;

/// The id of a page's heading.
pub const HEADING: &str = "heading";

/// Says which page is shown. It comes before all parts of it.
#[derive(Debug)]
pub struct PageMark(pub u64);

/// Gives each part its number, in the order in which they stand on the page: an id that is there twice has two.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// The page.
    pub(super) page: u64,
    repeated: HashMap<String, u32>,
}

impl Numbers {
    /// The number of the part that comes next.
    pub(super) fn of(&mut self, semantics: &Semantics) -> u64 {
        // The heading of another page is another heading, also where it has the same words: it is said again. And an
        // answer to another question is another answer, or its new words would be said as if it had changed.
        let id = match semantics.role {
            Role::Heading(1) if semantics.id == HEADING => format!("{HEADING}-{}", self.page),
            Role::RadioButton | Role::CheckBox => format!("{}-{}", semantics.id, self.page),
            _ => semantics.id.clone(),
        };
        let count = self.repeated.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { number(&id) } else { number(&format!("{id}#{count}")) }
    }
}
