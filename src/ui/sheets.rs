//! The sheet that somebody looks at before it is printed: which one, its pages as they come, and the document they are. It
//! is kept as long as a page shows it, in memory only.

use super::picture::Picture;
use crate::domain::case::Consent;
use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use crate::handout::helper::Part;
use crate::handout::print::{Format, PrintSheet};
use crate::handout::spoken::{SpokenPart, spoken};
use std::sync::Arc;
use uuid::Uuid;

/// Which sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetChoice {
    /// The plan, on this paper.
    Plan(Format),
    /// The papers of the plan.
    Papers,
    /// A step of the plan, by its id.
    Step(String),
    /// The consent of a case, as its form stands.
    Consent(Uuid, Consent),
    /// The slip with the code of a case.
    Slip(Uuid),
    /// What was done in a case.
    Receipt(Uuid),
    /// The person's own paper.
    Own(Uuid),
}

impl SheetChoice {
    /// The message that names it.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Plan(Format::A5Booklet) => "preview-booklet",
            Self::Plan(Format::A4 | Format::Strip) => "preview-plan",
            Self::Papers => "preview-papers",
            Self::Step(_) => "preview-step",
            Self::Consent(..) => "preview-consent",
            Self::Slip(_) => "preview-slip",
            Self::Receipt(_) => "preview-receipt",
            Self::Own(_) => "preview-own",
        }
    }

    /// A name that no other choice of a page has.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Plan(Format::A5Booklet) => "sheet-booklet",
            Self::Plan(Format::A4 | Format::Strip) => "sheet-plan",
            Self::Papers => "sheet-papers",
            Self::Step(_) => "sheet-step",
            Self::Consent(..) => "sheet-consent",
            Self::Slip(_) => "sheet-slip",
            Self::Receipt(_) => "sheet-receipt",
            Self::Own(_) => "sheet-own",
        }
    }

    /// Whether it says something of a person: then it is shown when somebody asks for it.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        match self {
            Self::Plan(_) | Self::Papers | Self::Step(_) | Self::Slip(_) => false,
            Self::Consent(..) | Self::Receipt(_) | Self::Own(_) => true,
        }
    }

    /// The sheets among which this one is chosen, itself among them.
    #[must_use]
    pub fn beside(&self) -> Vec<Self> {
        match self {
            Self::Plan(_) | Self::Papers => vec![Self::Plan(Format::A4), Self::Plan(Format::A5Booklet), Self::Papers],
            Self::Slip(case) | Self::Receipt(case) | Self::Own(case) => {
                vec![Self::Slip(*case), Self::Receipt(*case), Self::Own(*case)]
            }
            Self::Step(_) | Self::Consent(..) => vec![self.clone()],
        }
    }
}

/// What somebody who looks at a sheet asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetWish {
    /// To look at a sheet.
    Open(SheetChoice),
    /// Another one in its place, in this language or in that of the window; or the same once more.
    Set(SheetChoice, Option<Language>),
    /// This page of it, near by or as a whole.
    Turn(usize, bool),
}

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
    /// What stands on it, to be heard.
    pub spoken: Vec<SpokenPart>,
    /// How many pages it has, once that is known.
    pub of: Option<usize>,
    /// Whether it cannot be made.
    pub failed: bool,
    /// Those that have come, as PNG.
    pages: Vec<Arc<Vec<u8>>>,
    document: Option<Arc<Vec<u8>>>,
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
            SheetNews::Came(Part::Document(pdf)) => sheet.document = Some(Arc::new(pdf)),
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
    pub const fn document(&self) -> Option<&Arc<Vec<u8>>> {
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

    #[test]
    fn each_sheet_is_among_those_beside_it_and_only_what_names_nobody_is_shown_at_once() {
        let case = Uuid::nil();
        let day = jiff::civil::date(2026, 11, 20);
        let consent =
            Consent { scope: crate::domain::case::ConsentScope::ThisEvent, given: day, until: day, paper: None };
        let all = [
            SheetChoice::Plan(Format::A4),
            SheetChoice::Plan(Format::A5Booklet),
            SheetChoice::Papers,
            SheetChoice::Step("step".to_owned()),
            SheetChoice::Slip(case),
            SheetChoice::Consent(case, consent),
            SheetChoice::Receipt(case),
            SheetChoice::Own(case),
        ];
        for choice in &all {
            assert!(choice.beside().contains(choice), "{choice:?}");
        }
        let open: Vec<&SheetChoice> = all.iter().filter(|choice| !choice.is_personal()).collect();
        assert_eq!(open, all[..5].iter().collect::<Vec<_>>());
    }
}
