//! A link of a page.

/// A link, and whether it leads to where one is.
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its address.
    pub address: String,
    /// Whether one is there.
    pub is_here: bool,
}
