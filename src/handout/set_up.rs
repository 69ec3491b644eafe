//! The page for a trial of a printer: a sheet like any other, and about nobody.

use super::print::{Form, Format, PrintSheet, print_sheet};
use crate::account::trial_leaf;
use crate::i18n::Texts;
use jiff::civil::Date;

/// The sheet.
#[must_use]
pub fn trial_sheet(texts: &Texts, on: Date) -> PrintSheet {
    print_sheet(texts, &trial_leaf(), Form::first("step", Format::A4), on)
}
