//! November.
