//! The clipboard of the program's own.

use iced::advanced::{Clipboard, clipboard};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// What the program remembers of a copied text: a clipboard of its own, so that nothing of one visit is pasted in the
/// next, nor read by another program. The application empties it.
#[derive(Clone, Default)]
pub struct Pocket(Arc<Mutex<Zeroizing<String>>>);

impl Pocket {
    /// Forgets what was copied.
    pub fn empty(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Zeroizing::default();
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// What was copied may be a name.
impl fmt::Debug for Pocket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pocket(…)")
    }
}

impl Clipboard for Pocket {
    fn read(&self, kind: clipboard::Kind) -> Option<String> {
        // Every field has one line: the lines of a text are put side by side, with a space between them.
        let text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = || text.split(char::is_control).filter(|line| !line.is_empty());
        (kind == clipboard::Kind::Standard && !text.is_empty()).then(|| lines().collect::<Vec<_>>().join(" "))
    }

    fn write(&mut self, kind: clipboard::Kind, contents: String) {
        if kind == clipboard::Kind::Standard {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Zeroizing::new(contents);
        }
    }
}
