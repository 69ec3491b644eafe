//! The sheet that somebody looks at before it is printed: which one, its pages as they come, and the document they are. It
//! is kept as long as a page shows it, in memory only. So is the one that is set ahead, as long as the page is shown on
//! which it would be asked for.

use super::ahead::Ahead;
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
    /// How many were begun: an answer about one that is not wanted any more is none.
    begun: u64,
    shown: Option<ShownSheet>,
    /// What is made before somebody asks for it. There is none while a sheet is looked at.
    ahead: Option<AheadSheet>,
    /// The case whose consent was looked at last, and the language it was in: in which it is signed.
    consent: Option<(Uuid, Language)>,
}

/// What is begun.
#[derive(Clone, Copy)]
pub enum Wanted<'a> {
    /// A sheet of these words, with pictures so many pixels wide.
    Sheet(&'a PrintSheet, u16),
    /// A paper that is there already and only has to be drawn.
    Paper,
    /// What has no words, so that it cannot be made.
    Nothing,
}

/// What was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Its number.
    pub number: u64,
    /// Whether it was set ahead: it is there, or on its way, and is not made once more.
    pub was_ahead: bool,
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
    made: Made,
    /// The page that is looked at.
    turned: usize,
}

hidden!(ShownSheet, "ShownSheet");

/// A sheet that is made while its words are read on the screen.
struct AheadSheet {
    of: Ahead,
    /// The bytes that it is made of, and how wide its pictures are: whatever is asked for is the same only if these are.
    words: Vec<u8>,
    width: u16,
    made: Made,
}

hidden!(AheadSheet, "AheadSheet");

/// What has come of a sheet so far.
#[derive(Default)]
struct Made {
    /// The number under which it comes.
    number: u64,
    /// How many pages it has, once that is known.
    of: Option<usize>,
    /// Whether it cannot be made.
    failed: bool,
    /// The pages that have come, as PNG.
    pages: Vec<Arc<Vec<u8>>>,
    document: Option<Arc<[u8]>>,
    picture: Option<Picture>,
}

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

    /// A sheet is begun in the place of any other. One of the very same bytes that was set ahead is taken as it is.
    pub fn begin(&mut self, choice: SheetChoice, language: Language, wanted: Wanted<'_>) -> Begun {
        if let SheetChoice::Consent(case, _) = &choice {
            self.consent = Some((*case, language));
        }
        let sheet = if let Wanted::Sheet(sheet, _) = wanted { Some(sheet) } else { None };
        let ahead = self.ahead.take().filter(|ahead| !ahead.made.failed && ahead.is_of(wanted));
        let was_ahead = ahead.is_some();
        let made = ahead.map_or_else(
            || Made { failed: matches!(wanted, Wanted::Nothing), ..Made::numbered(&mut self.begun) },
            |ahead| ahead.made,
        );
        let number = made.number;
        self.shown = Some(ShownSheet {
            choice,
            language,
            sheet: sheet.cloned().map(Arc::new),
            spoken: sheet.map(spoken).unwrap_or_default(),
            made,
            turned: 0,
        });
        Begun { number, was_ahead }
    }

    /// A sheet is set ahead, in the place of any other that was. Gives its number; none where the very same was set ahead
    /// already, also where it could not be made, or where a sheet is looked at.
    pub fn begin_ahead(&mut self, of: Ahead, sheet: &PrintSheet, width: u16) -> Option<u64> {
        if self.shown.is_some() {
            return None;
        }
        if let Some(known) = self.ahead.as_mut().filter(|known| known.is_of(Wanted::Sheet(sheet, width))) {
            known.of = of;
            return None;
        }
        let made = Made::numbered(&mut self.begun);
        let number = made.number;
        self.ahead = sheet.bytes().ok().map(|words| AheadSheet { of, words, width, made });
        self.ahead.as_ref().map(|_| number)
    }

    /// What the sheet rests on that is set ahead.
    #[must_use]
    pub fn ahead(&self) -> Option<&Ahead> {
        self.ahead.as_ref().map(|ahead| &ahead.of)
    }

    /// The sheet that is set ahead is not wanted any more: it is forgotten. Says whether there was one.
    pub fn end_ahead(&mut self) -> bool {
        self.ahead.take().is_some()
    }

    /// In which language the consent of a case was looked at last, when it was.
    #[must_use]
    pub fn consent_language(&self, case: Uuid) -> Option<Language> {
        self.consent.filter(|(looked, _)| *looked == case).map(|(_, language)| language)
    }

    /// Nobody looks at it any more: it is forgotten. Says whether there was one.
    pub fn end(&mut self) -> bool {
        self.shown.take().is_some()
    }

    /// What comes under this number: of the sheet that is looked at, or of the one that is set ahead.
    fn of_number(&mut self, number: u64) -> Option<&mut Made> {
        let shown = self.shown.iter_mut().map(|sheet| &mut sheet.made);
        let ahead = self.ahead.iter_mut().map(|ahead| &mut ahead.made);
        shown.chain(ahead).find(|made| made.number == number)
    }

    /// Something came of a sheet. Says the number of the sheet and which page is to be drawn now; of one that is set ahead
    /// the first, which is seen first.
    pub fn hear(&mut self, number: u64, news: SheetNews) -> Option<Drawing> {
        let turned = self.shown.as_ref().filter(|sheet| sheet.made.number == number).map_or(0, |sheet| sheet.turned);
        let made = self.of_number(number)?;
        match news {
            SheetNews::Came(Part::Pages(pages)) => made.of = Some(pages),
            SheetNews::Came(Part::Page(png)) => {
                made.pages.push(Arc::new(png));
                if made.pages.len() == turned + 1 {
                    return made.drawing(turned);
                }
            }
            SheetNews::Came(Part::Document(pdf)) => made.document = Some(pdf.into()),
            SheetNews::Failed => made.failed = true,
        }
        None
    }

    /// Another page is looked at. Says what is to be drawn, where it has come.
    pub fn turn(&mut self, page: usize) -> Option<Drawing> {
        let sheet = self.shown.as_mut()?;
        sheet.turned = page;
        sheet.made.drawing(page)
    }

    /// A page was drawn.
    pub fn drawn(&mut self, number: u64, picture: Picture) {
        let turned = self.shown.as_ref().filter(|sheet| sheet.made.number == number).map_or(0, |sheet| sheet.turned);
        if let Some(made) = self.of_number(number).filter(|_| turned == picture.page) {
            made.picture = Some(picture);
        }
    }
}

impl AheadSheet {
    fn is_of(&self, wanted: Wanted<'_>) -> bool {
        let Wanted::Sheet(sheet, width) = wanted else { return false };
        self.width == width && sheet.bytes().is_ok_and(|words| words == self.words)
    }
}

impl Made {
    /// What has come of one that begins now.
    fn numbered(begun: &mut u64) -> Self {
        *begun += 1;
        Self { number: *begun, ..Self::default() }
    }

    fn drawing(&self, page: usize) -> Option<Drawing> {
        let png = self.pages.get(page)?;
        Some(Drawing { number: self.number, page, png: Arc::clone(png) })
    }
}

impl ShownSheet {
    /// How it stands.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match (self.made.failed, self.made.of, &self.made.document) {
            (true, ..) => Standing::Failed,
            (false, Some(pages), Some(_)) => Standing::Ready(pages),
            (false, ..) => Standing::Coming,
        }
    }

    /// How many pages it has, once that is known.
    #[must_use]
    pub const fn pages(&self) -> Option<usize> {
        self.made.of
    }

    /// The picture of this page, once it is there.
    #[must_use]
    pub fn picture(&self, page: usize) -> Option<&Picture> {
        self.made.picture.as_ref().filter(|picture| picture.page == page)
    }

    /// The document, once it is there.
    #[must_use]
    pub const fn document(&self) -> Option<&Arc<[u8]>> {
        self.made.document.as_ref()
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
    use crate::domain::fact::Answers;
    use crate::handout::print::Format;

    fn came(part: Part) -> SheetNews {
        SheetNews::Came(part)
    }

    fn sheet() -> PrintSheet {
        let json = br#"{"sheet":1,"template":"plan","version":1,"language":"ro","format":"a4","on":"2026-11-26",
            "title":"Planul","parts":[],"page":""}"#;
        PrintSheet::read(json).unwrap()
    }

    const PLAN: SheetChoice = SheetChoice::Plan(Format::A4);

    fn begun() -> (Sheets, u64) {
        let mut sheets = Sheets::new(true);
        let begun = sheets.begin(PLAN, Language::Ro, Wanted::Sheet(&sheet(), 600));
        assert!(!begun.was_ahead);
        (sheets, begun.number)
    }

    fn of_plan() -> Ahead {
        Ahead {
            choice: PLAN,
            language: Language::Ro,
            on: jiff::civil::date(2026, 11, 26),
            catalogue: 1,
            event: None,
            answers: Answers::default(),
        }
    }

    /// A plan of two pages that was set ahead, as a whole.
    fn ahead() -> (Sheets, u64) {
        let mut sheets = Sheets::new(true);
        let number = sheets.begin_ahead(of_plan(), &sheet(), 600).unwrap();
        assert_eq!(sheets.hear(number, came(Part::Pages(2))), None);
        let drawing = sheets.hear(number, came(Part::Page(vec![1]))).unwrap();
        assert_eq!((drawing.number, drawing.page), (number, 0), "the first page is drawn ahead as well");
        assert_eq!(sheets.hear(number, came(Part::Page(vec![2]))), None);
        sheets.hear(number, came(Part::Document(vec![3])));
        (sheets, number)
    }

    #[test]
    fn what_was_set_ahead_is_there_when_it_is_asked_for_and_is_made_once() {
        let (mut sheets, number) = ahead();
        assert!(sheets.shown().is_none() && sheets.ahead() == Some(&of_plan()));
        assert_eq!(sheets.begin_ahead(of_plan(), &sheet(), 600), None, "the same is not made once more");
        let begun = sheets.begin(PLAN, Language::Ro, Wanted::Sheet(&sheet(), 600));
        assert_eq!(begun, Begun { number, was_ahead: true });
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Ready(2));
        assert_eq!(&**sheets.shown().unwrap().document().unwrap(), &[3]);
        assert!(sheets.ahead().is_none());
        assert_eq!(sheets.begin_ahead(of_plan(), &sheet(), 600), None, "nothing is made behind a sheet that is shown");
        // One that is still on its way goes on.
        let mut sheets = Sheets::new(true);
        let number = sheets.begin_ahead(of_plan(), &sheet(), 600).unwrap();
        assert!(sheets.begin(PLAN, Language::Ro, Wanted::Sheet(&sheet(), 600)).was_ahead);
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Coming);
        assert!(sheets.hear(number, came(Part::Page(vec![1]))).is_some());
    }

    #[test]
    fn what_was_set_ahead_of_other_words_or_of_another_width_is_never_shown() {
        let other_day = PrintSheet { on: jiff::civil::date(2026, 11, 27), ..sheet() };
        let other_words = PrintSheet { title: "Planul dumneavoastră".to_owned(), ..sheet() };
        let own = sheet();
        let others = [
            Wanted::Sheet(&other_day, 600),
            Wanted::Sheet(&other_words, 600),
            Wanted::Sheet(&own, 601),
            Wanted::Paper,
            Wanted::Nothing,
        ];
        for wanted in others {
            let (mut sheets, number) = ahead();
            let begun = sheets.begin(PLAN, Language::Ro, wanted);
            assert!(!begun.was_ahead && begun.number != number);
            assert_ne!(sheets.shown().unwrap().standing(), Standing::Ready(2));
            // And nothing of it comes later.
            sheets.hear(number, came(Part::Document(vec![3])));
            assert!(sheets.shown().unwrap().document().is_none() && sheets.ahead().is_none());
        }
        // What could not be made is tried when somebody asks for it, and not before.
        let mut sheets = Sheets::new(true);
        let number = sheets.begin_ahead(of_plan(), &sheet(), 600).unwrap();
        sheets.hear(number, SheetNews::Failed);
        assert_eq!(sheets.begin_ahead(of_plan(), &sheet(), 600), None);
        assert!(!sheets.begin(PLAN, Language::Ro, Wanted::Sheet(&sheet(), 600)).was_ahead);
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Coming);
    }

    #[test]
    fn what_was_set_ahead_is_forgotten_and_what_comes_of_it_later_is_dropped() {
        let (mut sheets, number) = ahead();
        assert!(sheets.end_ahead() && !sheets.end_ahead());
        assert_eq!(sheets.hear(number, came(Part::Page(vec![1]))), None);
        assert!(!sheets.begin(PLAN, Language::Ro, Wanted::Sheet(&sheet(), 600)).was_ahead);
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
        let second = sheets.begin(SheetChoice::Papers, Language::Ru, Wanted::Nothing).number;
        assert_eq!(sheets.hear(first, came(Part::Pages(7))), None);
        assert_eq!(sheets.shown().unwrap().pages(), None);
        assert_eq!(sheets.shown().unwrap().standing(), Standing::Failed, "without words there is no sheet");
        assert!(sheets.end());
        assert_eq!(sheets.hear(second, came(Part::Page(vec![1]))), None);
        assert!(sheets.shown().is_none() && !sheets.end());
    }
}
