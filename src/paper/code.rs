//! Codes for telephones as pictures made of lines, sharp at every size.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// The white around a code, in its squares: telephones look for it.
const MARGIN: usize = 4;

/// What is short bears more damage; of what is long the squares must not become too small.
const SHORT: usize = 200;

/// The picture of a code as SVG, and how many squares it is wide; nothing where it is too long for one.
pub(super) fn picture(holds: &str) -> Option<(String, usize)> {
    let level = if holds.len() <= SHORT { EcLevel::M } else { EcLevel::L };
    let code = QrCode::with_error_correction_level(holds, level).ok()?;
    let side = code.width();
    let mut squares = String::new();
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        let mut x = 0;
        while x < side {
            let dark = row[x..].iter().take_while(|square| **square == Color::Dark).count();
            if dark > 0 {
                // In one piece: between two squares drawn apart a printer leaves a hair of white.
                let _ = write!(squares, "M{} {}h{dark}v1h-{dark}z", x + MARGIN, y + MARGIN);
            }
            x += dark.max(1);
        }
    }
    let whole = side + 2 * MARGIN;
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\"><path fill=\"#fff\" \
         d=\"M0 0h{whole}v{whole}h-{whole}z\"/><path d=\"{squares}\"/></svg>"
    );
    Some((picture, whole))
}
