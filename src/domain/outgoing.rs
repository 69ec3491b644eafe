//! Where what was recorded is, as a person is told: at the hub, at the relay of the room, or only here. "Received" is what the
//! hub itself said so of; whatever a relay keeps still waits.

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// Without the hub's receipt.
    pub waiting: u64,
    /// How many of these the relay of the room keeps as well.
    pub kept: u64,
    /// Set aside for a person to look at.
    pub set_aside: u64,
    /// Whether the hub took what was asked of it last.
    pub answered: bool,
}

/// What is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Everything is at the hub, and the hub said so.
    AllReceived,
    /// Nothing waits, as far as is known.
    NothingWaits,
    /// So many were set aside.
    SetAside(u64),
    /// So many are here and nowhere else.
    Here(u64),
    /// So many are here and at the relay of the room, and the hub has not answered for them.
    InTheRoom(u64),
}

impl Outgoing {
    /// What is said, the most urgent first; never nothing.
    #[must_use]
    pub fn stands(self) -> Vec<Stands> {
        let kept = self.kept.min(self.waiting);
        let here = self.waiting - kept;
        let mut all = Vec::new();
        if self.set_aside > 0 {
            all.push(Stands::SetAside(self.set_aside));
        } else if here > 0 {
            all.push(Stands::Here(here));
        }
        if kept > 0 {
            all.push(Stands::InTheRoom(kept));
        }
        if all.is_empty() {
            all.push(if self.answered { Stands::AllReceived } else { Stands::NothingWaits });
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Stands::{AllReceived, Here, InTheRoom, NothingWaits, SetAside};
    use super::*;

    #[test]
    fn what_a_relay_keeps_is_never_said_to_be_received() {
        for waiting in 0..4 {
            for kept in 0..5 {
                for set_aside in 0..2 {
                    let said = Outgoing { waiting, kept, set_aside, answered: true }.stands();
                    assert_eq!(said.contains(&AllReceived), waiting == 0 && set_aside == 0, "{said:?}");
                    assert_eq!(said.iter().any(|one| matches!(one, InTheRoom(_))), waiting > 0 && kept > 0);
                }
            }
        }
    }

    #[test]
    fn where_it_waits_is_told_apart() {
        let said = |waiting, kept, set_aside, answered| Outgoing { waiting, kept, set_aside, answered }.stands();
        assert_eq!(said(0, 0, 0, false), [NothingWaits]);
        assert_eq!(said(3, 0, 0, true), [Here(3)]);
        assert_eq!(said(3, 3, 0, true), [InTheRoom(3)]);
        assert_eq!(said(5, 3, 0, false), [Here(2), InTheRoom(3)]);
        assert_eq!(said(5, 3, 1, true), [SetAside(1), InTheRoom(3)]);
    }
}
