//! Paper that comes in: what a scanner, a stick or a camera gives becomes a page, turned upright, cut to the paper, clear
//! and small, and it is said where it looks bad. Where pages are kept is the store's.

pub mod code;
mod judge;
mod page;
pub mod pdf;
mod shades;
mod shape;
pub mod source;

pub use page::{LARGEST_PAGE, PageError, ScannedPage, page};
