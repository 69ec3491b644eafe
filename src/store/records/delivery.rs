//! What became of entries at the hub, and by which names it is kept.

use crate::domain::record::Position;

/// What became of an entry at the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The entry.
    pub position: Position,
    /// The hub's receipt.
    pub receipt: Option<String>,
    /// Why it was set aside, in a word.
    pub quarantined: Option<String>,
}

/// Why an entry was set aside here or by the hub, where the program itself does something about it.
pub mod code {
    use crate::protocol::verdict::QuarantineCode;

    /// The hub has another history under this name.
    pub const FORK: &str = QuarantineCode::Fork.name();
    /// It stands at another place now, and goes from there.
    pub const REFILED: &str = "refiled";
    /// The hub, or what stands before it, does not take it: it is offered once more at the next start.
    pub const REFUSED: &str = "refused";
    /// Its row here is damaged.
    pub const DAMAGED: &str = "damaged";
}
