//! Whether the paper holds what the sheet says: each of its words, and none of them outside the page.

use crate::protocol::pages::MOST_PAGES;
use crate::protocol::sheet::{PAGE, PAGES, PrintSheet, SheetPart};
use std::fmt;
use typst::layout::{Frame, FrameItem, Point, Size, Transform};
use typst_layout::PagedDocument;

/// What is wrong on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Some words of the sheet are not on it. Which part of the sheet they are in, counted from one, nought for what
    /// stands around its parts.
    Words(usize),
    /// Something stands outside this page.
    Outside(usize),
    /// This page has no words.
    Blank(usize),
    /// There are more pages than anybody takes home.
    Long(usize),
}

impl fmt::Display for Lacking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(0) => formatter.write_str("leaves out something of the head or the foot"),
            Self::Words(part) => write!(formatter, "leaves out something of part {part} of the sheet"),
            Self::Outside(page) => write!(formatter, "puts something outside page {page}"),
            Self::Blank(page) => write!(formatter, "leaves page {page} blank"),
            Self::Long(pages) => write!(formatter, "makes {pages} pages, and {MOST_PAGES} are the most"),
        }
    }
}

/// Looks at the pages.
pub(super) fn check(sheet: &PrintSheet, document: &PagedDocument) -> Result<(), Lacking> {
    let pages = document.pages();
    if pages.len() > MOST_PAGES {
        return Err(Lacking::Long(pages.len()));
    }
    let mut words = String::new();
    for (number, page) in (1..).zip(pages) {
        let before = words.len();
        let mut reading = Reading { page: page.frame.size(), words: &mut words, outside: false };
        reading.read(&page.frame, Transform::identity());
        if reading.outside {
            return Err(Lacking::Outside(number));
        }
        if is_blank(sheet, &words[before..]) {
            return Err(Lacking::Blank(number));
        }
    }
    let lacks = |said: &str| !words.contains(&bare(said));
    let around = PrintSheet { parts: Vec::new(), ..sheet.clone() };
    if around.words().any(lacks) {
        return Err(Lacking::Words(0));
    }
    let alone = |part: &SheetPart| PrintSheet { parts: vec![part.clone()], ..around.clone() };
    match sheet.parts.iter().position(|part| alone(part).words().any(lacks)) {
        Some(place) => Err(Lacking::Words(place + 1)),
        None => Ok(()),
    }
}

/// Whether a page says nothing but its foot.
fn is_blank(sheet: &PrintSheet, page: &str) -> bool {
    let words = sheet.page.replace(PAGES, PAGE);
    let numbering = words.split(PAGE);
    let foot = sheet.foot.iter().map(String::as_str).chain(numbering);
    let rest =
        foot.map(bare).filter(|foot| !foot.is_empty()).fold(page.to_owned(), |page, foot| page.replacen(&foot, "", 1));
    !rest.chars().any(char::is_alphabetic)
}

/// Words without the gaps between them: where a line ends is for the template to say.
fn bare(words: &str) -> String {
    words
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}'))
        .collect()
}

struct Reading<'a> {
    page: Size,
    words: &'a mut String,
    outside: bool,
}

impl Reading<'_> {
    fn read(&mut self, frame: &Frame, placed: Transform) {
        for (point, item) in frame.items() {
            let placed = placed.pre_concat(Transform::translate(point.x, point.y));
            match item {
                FrameItem::Group(group) => self.read(&group.frame, placed.pre_concat(group.transform)),
                FrameItem::Text(text) => {
                    self.words.push_str(&bare(&text.text));
                    let end = Point::with_x(text.width());
                    self.outside |= [Point::zero(), end].iter().any(|point| self.is_outside(point.transform(placed)));
                }
                FrameItem::Image(_, size, _) => {
                    let end = size.to_point();
                    self.outside |= [Point::zero(), end].iter().any(|point| self.is_outside(point.transform(placed)));
                }
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn is_outside(&self, point: Point) -> bool {
        let within = |value: typst::layout::Abs, most: typst::layout::Abs| value.to_pt() >= -0.5 && value <= most;
        !within(point.x, self.page.x) || !within(point.y, self.page.y)
    }
}
