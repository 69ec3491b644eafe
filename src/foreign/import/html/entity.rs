//! Character references of HTML.

/// The names that rich-text editors write, and the letters of our languages. Others are numbers.
const NAMED: [(&str, char); 58] = [
    ("nbsp", '\u{A0}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("shy", '\u{AD}'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '−'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("euro", '€'),
    ("pound", '£'),
    ("cent", '¢'),
    ("sect", '§'),
    ("para", '¶'),
    ("deg", '°'),
    ("ordm", 'º'),
    ("ordf", 'ª'),
    ("numero", '№'),
    ("times", '×'),
    ("plusmn", '±'),
    ("le", '≤'),
    ("ge", '≥'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("percnt", '%'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("abreve", 'ă'),
    ("Abreve", 'Ă'),
    ("acirc", 'â'),
    ("Acirc", 'Â'),
    ("icirc", 'î'),
    ("Icirc", 'Î'),
    ("scedil", 'ș'),
    ("Scedil", 'Ș'),
    ("tcedil", 'ț'),
    ("Tcedil", 'Ț'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("eacute", 'é'),
];

/// The longest reference that is read, with its `&` and `;`.
const LONGEST: usize = 12;

/// The names that browsers read in a text even where the `;` is forgotten.
const FORGIVEN: [(&str, char); 5] = [("&nbsp", '\u{A0}'), ("&amp", '&'), ("&lt", '<'), ("&gt", '>'), ("&quot", '"')];

/// The letter that a reference at the start of a text stands for, and how many bytes it takes; `None` when there is
/// none, and the `&` is itself.
pub fn read(text: &str) -> Option<(char, usize)> {
    let forgiven =
        || FORGIVEN.iter().find(|(name, _)| text.starts_with(name)).map(|(name, letter)| (*letter, name.len()));
    whole(text).or_else(forgiven)
}

/// The same for a reference that ends in a `;`, as it must in an address.
fn whole(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((letter, end + 1))
}

/// An address with every reference replaced.
pub fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let (letter, length) = whole(rest).unwrap_or(('&', 1));
        out.push(letter);
        rest = rest.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
