//! Bars: a picture made of lines and words, with the numbers at their ends. The same numbers stand in the table below.

use std::fmt::Write as _;

/// No more bars are drawn; the table has all.
pub const MOST: usize = 12;

/// The width of the picture, as wide as the narrowest screen without its margins.
const WIDE: u64 = 288;
const ROW: usize = 44;
/// Room for the number behind the longest bar.
const FOR_NUMBER: u64 = 64;
/// How many letters of a name fit above its bar.
const LETTERS: usize = 38;

/// A bar: its name and its number, and how that is written.
pub struct Bar {
    /// The name.
    pub name: String,
    /// How long it is.
    pub length: u64,
    /// The number as it is shown.
    pub number: String,
}

/// Bars below each other; `id` is a name that no other picture of the page has.
pub fn bars(id: &str, title: &str, seen: &str, bars: &[Bar]) -> String {
    let bars = &bars[..bars.len().min(MOST)];
    let most = bars.iter().map(|bar| bar.length).max().unwrap_or_default().max(1);
    let high = bars.len() * ROW;
    let mut svg = format!(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-seen\" viewBox=\"0 0 {WIDE} {high}\" class=\"bars\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-seen\">{}</desc>",
        escaped(title),
        escaped(seen)
    );
    for (place, bar) in bars.iter().enumerate() {
        let (top, length) = (place * ROW, bar.length * (WIDE - FOR_NUMBER) / most);
        // Into text nothing fails to be written.
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{}\">{}</text><rect x=\"0\" y=\"{}\" width=\"{}\" height=\"16\"/>\
             <text class=\"end\" x=\"{}\" y=\"{}\">{}</text>",
            top + 15,
            escaped(&short(&bar.name)),
            top + 22,
            length.max(1),
            length + 6,
            top + 35,
            escaped(&bar.number)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A name that fits above its bar, cut at a word where it is too long.
fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let cut: String = name.chars().take(LETTERS - 1).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', '.', ';', ' ', '–']))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_its_room_and_nothing_becomes_markup() {
        let one = |name: &str, length| Bar { name: name.to_owned(), length, number: length.to_string() };
        let svg = bars("a", "T <b>", "S & t", &[one("<i>", 50), one("two", 0), one(&"cuvânt ".repeat(20), 25)]);
        assert!(svg.contains("width=\"224\"") && svg.contains("width=\"112\"") && svg.contains("width=\"1\""), "{svg}");
        assert!(!svg.contains("<b>") && !svg.contains("<i>") && svg.contains("S &#38; t"));
        assert!(svg.contains("cuvânt…"));
        let many: Vec<Bar> = (0..40).map(|_| one("x", 5)).collect();
        assert_eq!(bars("a", "", "", &many).matches("<rect").count(), MOST);
    }
}
