//! Rich text of others' editors, reduced to what our screens show: paragraphs and list items of plain text.
//!
//! A small reader that never fails and takes time in proportion to the length: tags that are not closed, not opened
//! or half written are let pass, as browsers do. Colours, classes and fonts go; scripts and styles go with their
//! content; addresses of links and pictures are handed back beside the text.

mod entity;

use super::clean;

/// The deepest list that is told apart; deeper items stand at this depth.
const DEEPEST: usize = 6;

/// A piece of text between two breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph or heading.
    Paragraph(String),
    /// An item of a list; the outermost list has depth 1.
    Item(usize, String),
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The text, in order.
    pub blocks: Vec<Block>,
    /// The addresses that links, pictures and frames name, in order, as written.
    pub addresses: Vec<String>,
    /// Whether scripts or styles were taken out with their content.
    pub removed: bool,
}

/// The blocks of a rich text; see [`read`].
#[must_use]
pub fn blocks(source: &str) -> Vec<Block> {
    read(source).blocks
}

/// Blocks as one plain text: a line for each, items after a bullet, two spaces further in for each depth.
#[must_use]
pub fn plain(blocks: &[Block]) -> String {
    let lines: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(text) => text.clone(),
            Block::Item(depth, text) => format!("{}• {text}", "  ".repeat(depth.saturating_sub(1))),
        })
        .collect();
    lines.join("\n")
}

/// Whether a text holds anything that is read as a tag or an entity.
#[must_use]
pub fn is_rich(source: &str) -> bool {
    let tag = |(at, _)| source.get(at + 1..).is_some_and(begins_tag);
    source.match_indices('<').any(tag)
        || source.match_indices('&').any(|(at, _)| source.get(at..).is_some_and(|rest| entity::read(rest).is_some()))
}

/// Whether what follows a `<` makes a tag of it; `<` before a space or digit is less-than.
fn begins_tag(rest: &str) -> bool {
    let mut letters = rest.chars();
    match letters.next() {
        Some('/' | '!' | '?') => letters.next().is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '-'),
        Some(letter) => letter.is_ascii_alphabetic(),
        None => false,
    }
}

/// Reads a rich text. A text without any tag is taken as it stands, each of its lines a paragraph.
#[must_use]
pub fn read(source: &str) -> Html {
    let mut reader = Reader { quotes: true, ..Reader::default() };
    let plain = !source.match_indices('<').any(|(at, _)| source.get(at + 1..).is_some_and(begins_tag));
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        match letter {
            '<' if begins_tag(after) => rest = reader.tag(after),
            '&' => {
                let (decoded, length) = entity::read(rest).unwrap_or(('&', 1));
                reader.text.push(decoded);
                rest = rest.get(length..).unwrap_or_default();
            }
            '\n' if plain => {
                reader.end_block();
                rest = after;
            }
            letter => {
                reader.text.push(letter);
                rest = after;
            }
        }
    }
    reader.end_block();
    reader.html
}

#[derive(Default)]
struct Reader {
    html: Html,
    /// The text since the last break.
    text: String,
    /// How many lists are open.
    lists: usize,
    /// The depth of the item that is open, if one is.
    item: Option<usize>,
    /// Whether quotes hide a `>` inside a tag. Off for the rest once a quote had no end.
    quotes: bool,
    /// A closing that was looked for and does not follow any more, so that nothing is searched twice.
    no_more: Vec<&'static str>,
}

impl Reader {
    /// Reads from behind a `<` and gives back what follows the tag.
    fn tag<'a>(&mut self, inside: &'a str) -> &'a str {
        if let Some(comment) = inside.strip_prefix("!--") {
            return self.skip(comment, "-->");
        }
        let (tag, rest) = self.split(inside);
        let closing = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let end = tag.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(end);
        let name = name.to_ascii_lowercase();
        self.element(&name, closing, attributes);
        match (name.as_str(), closing) {
            ("script", false) => self.without(rest, "</script"),
            ("style", false) => self.without(rest, "</style"),
            _ => rest,
        }
    }

    /// Divides at the end of a tag. A tag that is cut off by another `<` ends there.
    fn split<'a>(&mut self, inside: &'a str) -> (&'a str, &'a str) {
        let mut quote = None;
        for (at, letter) in inside.char_indices() {
            match (letter, quote) {
                ('>', None) => return (inside.get(..at).unwrap_or_default(), inside.get(at + 1..).unwrap_or_default()),
                ('<', None) => return (inside.get(..at).unwrap_or_default(), inside.get(at..).unwrap_or_default()),
                ('"' | '\'', None) if self.quotes => quote = Some(letter),
                (letter, Some(open)) if letter == open => quote = None,
                _ => {}
            }
        }
        if quote.is_some() {
            self.quotes = false;
            return self.split(inside);
        }
        (inside, "")
    }

    fn element(&mut self, name: &str, closing: bool, attributes: &str) {
        match name {
            "ul" | "ol" => {
                self.end_block();
                if closing {
                    self.lists = self.lists.saturating_sub(1);
                    self.item = self.item.filter(|_| self.lists > 0).map(|_| self.lists.min(DEEPEST));
                } else {
                    self.lists = self.lists.saturating_add(1);
                }
            }
            "li" => {
                self.end_block();
                // The editor writes nested items as a flat list whose items bear ql-indent-1, ql-indent-2.
                let depth = self.lists.max(1).saturating_add(indent(attributes)).min(DEEPEST);
                self.item = (!closing).then_some(depth).or_else(|| self.item.filter(|_| self.lists > 1));
            }
            "br" => self.text.push('\n'),
            "td" | "th" => self.text.push(' '),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "tr" | "blockquote" | "pre" | "hr"
            | "section" | "article" | "header" | "footer" | "dl" | "dt" | "dd" => self.end_block(),
            "a" | "img" | "iframe" | "video" | "source" | "embed" => {
                let address = if name == "a" { attribute(attributes, "href") } else { attribute(attributes, "src") };
                if let Some(address) = address.filter(|_| !closing)
                    && !self.html.addresses.contains(&address)
                {
                    self.html.addresses.push(address);
                }
            }
            _ => {}
        }
    }

    /// Skips what stands before a closing; without one, nothing.
    fn skip<'a>(&mut self, rest: &'a str, closing: &'static str) -> &'a str {
        if self.no_more.contains(&closing) {
            return rest;
        }
        let Some(at) = rest.find(closing) else {
            self.no_more.push(closing);
            return rest;
        };
        rest.get(at + closing.len()..).unwrap_or_default()
    }

    /// Skips the content of a script or style, up to its closing tag or the end.
    fn without<'a>(&mut self, rest: &'a str, closing: &'static str) -> &'a str {
        self.html.removed = true;
        let same = |at: usize| {
            rest.get(at..at.saturating_add(closing.len())).is_some_and(|found| found.eq_ignore_ascii_case(closing))
        };
        let end = rest.match_indices("</").map(|(at, _)| at).find(|at| same(*at));
        end.and_then(|at| rest.get(at..)).unwrap_or_default()
    }

    fn end_block(&mut self) {
        let lines: Vec<String> = self.text.split('\n').map(clean::line).filter(|line| !line.is_empty()).collect();
        self.text.clear();
        if lines.is_empty() {
            return;
        }
        match self.item {
            Some(depth) => self.html.blocks.push(Block::Item(depth, lines.join(" "))),
            None => self.html.blocks.extend(lines.into_iter().map(Block::Paragraph)),
        }
    }
}

/// How far in the rich-text editor's class sets an item.
fn indent(attributes: &str) -> usize {
    let digit = attributes.split("ql-indent-").nth(1).and_then(|rest| rest.chars().next()?.to_digit(10));
    digit.and_then(|digit| usize::try_from(digit).ok()).unwrap_or(0)
}

/// The value of an attribute, entities decoded; `None` when it is not there or blank.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let (at, _) = attributes.match_indices('=').find(|(at, _)| {
        let before = attributes.get(..*at).unwrap_or_default().trim_end();
        let word = before.rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'')).next();
        word.is_some_and(|word| word.eq_ignore_ascii_case(name))
    })?;
    let value = attributes.get(at + 1..).unwrap_or_default().trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..).unwrap_or_default().split(quote).next().unwrap_or_default(),
        _ => value.split(char::is_whitespace).next().unwrap_or_default(),
    };
    let value = clean::line(&entity::decoded(value));
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests;
