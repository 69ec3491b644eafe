//! Our catalogue in the formats of others.

pub mod cpsv_ap;
