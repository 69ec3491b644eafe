//! Codes that telephones read: as a picture made of lines, sharp at every size; as one of dots; as letters for a terminal.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// The white around a code, in its squares: telephones look for it.
const MARGIN: usize = 4;

/// What is short bears more damage; of what is long the squares must not become too small.
const SHORT: usize = 200;

/// A code; nothing where it is too long for one.
fn code(holds: &str) -> Option<QrCode> {
    let level = if holds.len() <= SHORT { EcLevel::M } else { EcLevel::L };
    QrCode::with_error_correction_level(holds, level).ok()
}

/// Its squares with the white around them, row by row, and how many stand in a row. Dark is true.
#[cfg(feature = "hub")]
fn squares(holds: &str) -> Option<(Vec<bool>, usize)> {
    let code = code(holds)?;
    let (side, whole) = (code.width(), code.width() + 2 * MARGIN);
    let colours = code.to_colors();
    let dark = |x: usize, y: usize| {
        let within = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < side);
        within(x).zip(within(y)).is_some_and(|(x, y)| colours[y * side + x] == Color::Dark)
    };
    Some(((0..whole * whole).map(|place| dark(place % whole, place / whole)).collect(), whole))
}

/// A code in letters, two squares in each: for a terminal that is light on dark or dark on light, so with its white around it.
#[cfg(feature = "hub")]
#[must_use]
pub fn letters(holds: &str) -> Option<String> {
    let (squares, whole) = squares(holds)?;
    let mut out = String::new();
    for y in (0..whole).step_by(2) {
        for x in 0..whole {
            let below = (y + 1 < whole) && squares[(y + 1) * whole + x];
            // The dark ones are left out: on a dark terminal, which most are, what is drawn is the light.
            out.push(match (squares[y * whole + x], below) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }
        out.push('\n');
    }
    Some(out)
}

/// A code as PNG, each square so many dots wide; nothing where it is too long for one.
#[cfg(feature = "hub")]
#[must_use]
pub fn png(holds: &str, dots: usize) -> Option<Vec<u8>> {
    let (squares, whole) = squares(holds)?;
    let side = whole * dots;
    let pixels: Vec<u8> = (0..side * side)
        .map(|place| {
            let (x, y) = (place % side / dots, place / side / dots);
            if squares[y * whole + x] { 0 } else { 255 }
        })
        .collect();
    let side = u32::try_from(side).ok()?;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(out)
}

/// The picture of a code as SVG, and how many squares it is wide; nothing where it is too long for one.
#[must_use]
pub fn picture(holds: &str) -> Option<(String, usize)> {
    let code = code(holds)?;
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

#[cfg(all(test, feature = "hub"))]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_as_wide_in_letters_as_in_dots_and_has_its_white_around_it() {
        let holds = "CUPS1 https://hub.example.md ABCD-2345 lozova";
        let (drawn, whole) = picture(holds).unwrap();
        assert!(drawn.contains(&format!("0 0 {whole} {whole}")));
        let letters = letters(holds).unwrap();
        assert!(letters.lines().all(|line| line.chars().count() == whole));
        assert!(letters.lines().next().unwrap().chars().all(|letter| letter == '█'));
        assert!(png(holds, 8).unwrap().starts_with(b"\x89PNG"));
        assert_eq!(png(&"x".repeat(5000), 8), None, "it is too long for a code");
    }
}
