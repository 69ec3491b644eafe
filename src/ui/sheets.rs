//! The sheet that somebody looks at before it is printed: which one, its pages as they come, and the document they are. It
//! is kept as long as a page shows it, in memory only.

use super::picture::Picture;
use super::printing::Printing;
pub use super::sheet::{SheetChoice, SheetWish};
use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use crate::handout::helper::Part;
use crate::handout::print::PrintSheet;
use crate::handout::spoken::{SpokenPart, spoken};
use std::sync::Arc;
use uuid::Uuid;

/// What comes of a sheet that is made ready.
#[derive(Clone, PartialEq, Eq)]
pub enum SheetNews {
    /// The number of its pages, a page, or the document.
    Came(Part),
    /// It cannot be made.
    Failed,
}

hidden!(SheetNews, "SheetNews");

/// The sheets of this window.
#[derive(Debug, Default)]
pub struct Sheets {
    /// Whether sheets can be made on this computer.
    pub possible: bool,
    /// What is printed of them.
    pub printing: Printing,
    /// How many were begun: an answer about one that is not looked at any more is none.
    begun: u64,
    shown: Option<ShownSheet>,
    /// The case whose consent was looked at last, and the language it was in: in which it is signed.
    consent: Option<(Uuid, Language)>,
}

/// The sheet that is looked at.
pub struct ShownSheet {
    /// Which.
    pub choice: SheetChoice,
    /// The language of its words.
    pub language: Language,
    /// It.
    pub sheet: Option<Arc<PrintSheet>>,
    /// What stands on it, to be heard.
    pub spoken: Vec<SpokenPart>,
    /// How many pages it has, once that is known.
    pub of: Option<usize>,
    /// Whether it cannot be made.
    pub failed: bool,
    /// Those that have come, as PNG.
    pages: Vec<Arc<Vec<u8>>>,
    document: Option<Arc<[u8]>>,
    picture: Option<Picture>,
    /// The page that is looked at.
    turned: usize,
}

hidden!(ShownSheet, "ShownSheet");

impl Sheets {
    /// The sheets of a window.
    #[must_use]
    pub fn new(possible: bool) -> Self {
        Self { possible, ..Self::default() }
    }

    /// The sheet that is looked at.
    #[must_use]
    pub const fn shown(&self) -> Option<&ShownSheet> {
        self.shown.as_ref()
    }

    /// A sheet is begun in the place of any other; without one, it cannot be made. Gives its number.
    pub fn begin(&mut self, choice: SheetChoice, language: Language, sheet: Option<&PrintSheet>) -> u64 {
        self.begun += 1;
        if let SheetChoice::Consent(case, _) = &choice {
            self.consent = Some((*case, language));
        }
        self.shown = Some(ShownSheet {
            choice,
            language,
            sheet: sheet.cloned().map(Arc::new),
            spoken: sheet.map(spoken).unwrap_or_default(),
            of: None,
            failed: sheet.is_none(),
            pages: Vec::new(),
            document: None,
            picture: None,
            turned: 0,
        });
        self.begun
    }

    /// A paper is begun that is there already and only has to be drawn. Gives its number.
    pub fn begin_paper(&mut self, choice: SheetChoice, language: Language) -> u64 {
        let number = self.begin(choice, language, None);
        if let Some(shown) = &mut self.shown {
            shown.failed = false;
        }
        number
    }

    /// In which language the consent of a case was looked at last, when it was.
    #[must_use]
    pub fn consent_language(&self, case: Uuid) -> Option<Language> {
        self.consent.filter(|(looked, _)| *looked == case).map(|(_, language)| language)
    }

    /// Nobody looks at it any more: it is forgotten. Says whether there was one.
    pub fn end(&mut self) -> bool {
        self.begun += 1;
        self.shown.take().is_some()
    }

    fn of_number(&mut self, number: u64) -> Option<&mut ShownSheet> {
        self.shown.as_mut().filter(|_| self.begun == number)
    }

    /// Something came of a sheet. Says the number of the sheet and which page is to be drawn now.
    pub fn hear(&mut self, number: u64, news: SheetNews) -> Option<Drawing> {
        let sheet = self.of_number(number)?;
        match news {
            SheetNews::Came(Part::Pages(pages)) => sheet.of = Some(pages),
            SheetNews::Came(Part::Page(png)) => {
                sheet.pages.push(Arc::new(png));
                if sheet.pages.len() == sheet.turned + 1 {
                    return self.drawing();
                }
            }
            SheetNews::Came(Part::Document(pdf)) => sheet.document = Some(pdf.into()),
            SheetNews::Failed => sheet.failed = true,
        }
        None
    }

    /// Another page is looked at. Says what is to be drawn, where it has come.
    pub fn turn(&mut self, page: usize) -> Option<Drawing> {
        self.shown.as_mut()?.turned = page;
        self.drawing()
    }

    fn drawing(&self) -> Option<Drawing> {
        let sheet = self.shown.as_ref()?;
        let png = sheet.pages.get(sheet.turned)?;
        Some(Drawing { number: self.begun, page: sheet.turned, png: Arc::clone(png) })
    }

    /// A page was drawn.
    pub fn drawn(&mut self, number: u64, picture: Picture) {
        if let Some(sheet) = self.of_number(number).filter(|sheet| sheet.turned == picture.page) {
            sheet.picture = Some(picture);
        }
    }
}

impl ShownSheet {
    /// How it stands.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match (self.failed, self.of, &self.document) {
            (true, ..) => Standing::Failed,
            (false, Some(pages), Some(_)) => Standing::Ready(pages),
            (false, ..) => Standing::Coming,
        }
    }

    /// The picture of this page, once it is there.
    #[must_use]
    pub fn picture(&self, page: usize) -> Option<&Picture> {
        self.picture.as_ref().filter(|picture| picture.page == page)
    }

    /// The document, once it is there.
    #[must_use]
    pub const fn document(&self) -> Option<&Arc<[u8]>> {
        self.document.as_ref()
    }
}

/// How a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is on its way.
    Coming,
    /// It is whole, with so many pages.
    Ready(usize),
    /// It cannot be made.
    Failed,
}

/// A page that is to be drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The number of its sheet.
    pub number: u64,
    /// Which page.
    pub page: usize,
    /// It as PNG.
    pub png: Arc<Vec<u8>>,
}

hidden!(Drawing, "Drawing");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handout::print::Format;

    fn came(part: Part) -> SheetNews {
        SheetNews::Came(part)
    }

    fn begun() -> (Sheets, u64) {
        let mut sheets = Sheets::new(true);
        let json = br#"{"sheet":1,"template":"plan","version":1,"language":"ro","format":"a4","on":"2026-11-26",
            "title":"Planul","parts":[],"page":""}"#;
        let sheet = PrintSheet::read(json).unwrap();
        let number = sheets.begin(SheetChoice::Plan(Format::A4), Language::Ro, Some(&sheet));
        (sheets, number)
    }

    #[test]
    fn the_page_that_is_looked_at_is_drawn_when_it_comes_and_the_sheet_is_ready_with_its_document() {
        let (mut sheets, number) = begun();
        assert_eq!(sheets.shown().unwrap().spoken.len(), 1, "it is heard before a picture is there");
        assert_eq!(sheets.hear(number, came(Part::Pages(2))), None);
        let drawing = sheets.hear(number, came(Part::Page(vec![1]))).unwrap();
        assert_eq!((drawing.page, drawing.number, &*drawing.png), (0, number, &vec![1]));
        assert_eq!(sheets.turn(1), None, "it has not come yet");
        let drawing = sheets.hear(number, came(Part::Page(vec![2]))).unwrap();
        assert_eq!((drawing.page, &*drawing.png), (1, &vec![2]));
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Coming);
        sheets.hear(number, came(Part::Document(vec![3])));
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Ready(2));
        assert_eq!(sheets.turn(0).unwrap().page, 0);
    }

    #[test]
    fn what_comes_for_a_sheet_that_nobody_looks_at_any_more_is_dropped() {
        let (mut sheets, first) = begun();
        let second = sheets.begin(SheetChoice::Papers, Language::Ru, None);
        assert_eq!(sheets.hear(first, came(Part::Pages(7))), None);
        assert_eq!(sheets.shown().unwrap().of, None);
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Failed, "without words there is no sheet");
        assert!(sheets.end());
        assert_eq!(sheets.hear(second, came(Part::Page(vec![1]))), None);
        assert!(sheets.shown().is_none() && !sheets.end());
    }
}
