//! What is looked for in a file's bytes before a parser sees them: what parsers do not guard against themselves.

use super::Refusal;

/// How deep elements of RDF/XML may stand in each other. Real files stay below ten.
const DEEPEST_XML: usize = 128;

/// How long a tag of RDF/XML may be: the parser keeps a base address for every open element.
const LONGEST_TAG: usize = 64 * 1024;

/// How many elements RDF/XML may have, as each could stand in the one before where a parser ends comments elsewhere.
const MOST_ELEMENTS: usize = 500_000;

/// How many brackets a Turtle file may open. Each may hold the parser's state of an unfinished statement; one in
/// fifty bytes of the largest file is more than any catalogue needs.
const MOST_BRACKETS: usize = 320_000;

/// How many bytes those unfinished statements may hold together: each may repeat the longest address as its property.
const MOST_UNFINISHED: usize = 48 * 1024 * 1024;

/// The bytes as text, without a byte order mark.
///
/// # Errors
/// When they are not UTF-8: the place of the first byte that is not.
pub fn text(bytes: &[u8]) -> Result<&str, Refusal> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Refusal::new("it is written in UTF-16: save it as UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = line_at(before, before.len());
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Refusal::new(format!("it is not UTF-8 at line {line}, byte {column} of the line: save it as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// The line of a byte position, counted from 1.
#[must_use]
pub fn line_at(bytes: &[u8], position: usize) -> usize {
    bytes.iter().take(position).filter(|byte| **byte == b'\n').count() + 1
}

/// Refuses Turtle whose brackets could fill the memory before the first statement ends.
///
/// # Errors
/// When there are too many.
pub fn turtle(text: &str) -> Result<(), Refusal> {
    // Those within texts count too: telling them apart would mean to parse, and to err where the parser does not.
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'(')).count();
    if brackets > MOST_BRACKETS {
        return Err(Refusal::new(format!(
            "it opens {brackets} brackets, more than {MOST_BRACKETS}: it is no catalogue"
        )));
    }
    let addresses = text.split('<').skip(1).filter_map(|rest| rest.find('>'));
    if addresses.max().unwrap_or_default().saturating_mul(brackets) > MOST_UNFINISHED {
        return Err(Refusal::new("its long addresses and many brackets make it larger than any catalogue"));
    }
    Ok(())
}

/// Refuses XML with a document type, as entities can make a small file endless, and XML that is nested too deep.
///
/// # Errors
/// When it has either, with the line.
pub fn xml(text: &str) -> Result<(), Refusal> {
    let refused =
        |position: usize, why: &str| Refusal::new(format!("line {}: {why}", line_at(text.as_bytes(), position)));
    // Anywhere, even in comments: a parser that ends comments elsewhere would see it.
    for (position, _) in text.match_indices('<') {
        let after = text.get(position..).unwrap_or_default();
        if after.starts_with("<!") && !after.starts_with("<!--") && !after.starts_with("<![CDATA[") {
            return Err(refused(position, "document types and entities are not read: remove <!DOCTYPE …>"));
        }
    }
    let (mut depth, mut elements, mut position) = (0_usize, 0_usize, 0_usize);
    while let Some(start) = text.get(position..).and_then(|rest| rest.find('<')).map(|found| position + found) {
        let markup = text.get(start..).unwrap_or_default();
        let length = match markup {
            _ if markup.starts_with("<!--") => markup.find("-->").map(|end| end + 3),
            _ if markup.starts_with("<![CDATA[") => markup.find("]]>").map(|end| end + 3),
            _ if markup.starts_with("<?") => markup.find("?>").map(|end| end + 2),
            _ if markup.starts_with("</") => markup.find('>').map(|end| end + 1),
            _ => tag_length(markup),
        };
        // What never ends is an error of syntax, which the parser reports.
        let Some(length) = length else { break };
        position = start + length;
        let tag = text.get(start..position).unwrap_or_default();
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with("<!") && !tag.starts_with("<?") {
            elements += 1;
            if tag.len() > LONGEST_TAG {
                return Err(refused(start, "a tag is longer than 64 KiB"));
            }
            if !tag.ends_with("/>") {
                depth += 1;
            }
        }
        if depth > DEEPEST_XML {
            return Err(refused(start, "elements stand in each other more than 128 deep"));
        }
        if elements > MOST_ELEMENTS {
            return Err(refused(start, "more elements than any catalogue has"));
        }
    }
    Ok(())
}

/// How long the tag is that a text starts with; its attributes may hold `>`.
fn tag_length(markup: &str) -> Option<usize> {
    let bytes = markup.as_bytes();
    let mut position = 0;
    loop {
        let rest = bytes.get(position..)?;
        position += rest.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        let found = *bytes.get(position)?;
        position += 1;
        if found == b'>' {
            return Some(position);
        }
        position += bytes.get(position..)?.iter().position(|byte| *byte == found)? + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_end_where_no_attribute_is_open() {
        assert_eq!(tag_length("<a b=\"/>\" c='\">'>x"), Some("<a b=\"/>\" c='\">'>".len()));
        assert_eq!(tag_length("<a b=\">"), None);
        assert_eq!(tag_length("<a"), None);
    }

    #[test]
    fn depth_is_counted_past_comments_and_texts() {
        let inside = "<!-- <a> --><![CDATA[<a><a>]]><?a <a> ?><a b='>'/>";
        let wide = format!("<r>{}</r>", inside.repeat(500));
        assert_eq!(xml(&wide), Ok(()));
        assert!(xml(&"<a b='/>'>".repeat(200)).is_err());
        assert!(xml(&format!("<a b='{}'/>", "x".repeat(LONGEST_TAG))).is_err());
    }

    #[test]
    fn long_addresses_and_many_brackets_do_not_go_together() {
        let long = format!("<http://{}/> ", "a".repeat(10_000));
        assert_eq!(turtle(&(long.clone() + &"[] ".repeat(1_000))), Ok(()));
        assert!(turtle(&(long + &"[] ".repeat(10_000))).is_err());
    }

    proptest! {
        #[test]
        fn nonsense_never_panics(text in "[<>!/?\\-\\[\\]\"'aă ]*") {
            let _ = xml(&text);
            let _ = turtle(&text);
        }
    }
}
