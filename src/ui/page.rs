//! The screens. Each is a struct with `update` (pure) and `view`; what it wants of its parent it says by
//! an action.

pub mod confirm;
pub mod gallery;
pub mod specialist;
pub mod visitor;
