//! The yardstick of `figures -- paper`: the typesetter alone, with our template, our sheet on standard input and our fonts, to a
//! PDF of the same standards on standard output. No limits, no second process, no look at what came out, no cleared memory.

#![allow(clippy::unwrap_used, reason = "a bench")]

use cups_kiosk::platform::code;
use serde_json::Value;
use std::io::{Read as _, Write as _};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp, pdf};

const FONTS: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Onest-Regular.ttf"),
    include_bytes!("../../assets/fonts/Onest-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/Onest-Bold.ttf"),
];

struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    sheet: (FileId, Bytes),
}

fn named(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.sources[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or_else(|| FileError::NotFound(id.get().vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.sheet.0 { Ok(self.sheet.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn main() {
    let mut json = Vec::new();
    std::io::stdin().read_to_end(&mut json).unwrap();
    let mut sheet: Value = serde_json::from_slice(&json).unwrap();
    for part in sheet["parts"].as_array_mut().unwrap() {
        for block in part["blocks"].as_array_mut().unwrap() {
            let Some(code) = block.get_mut("code") else { continue };
            let (picture, modules) = code::picture(code["holds"].as_str().unwrap()).unwrap();
            code["picture"] = Value::from(picture);
            code["modules"] = Value::from(modules);
        }
    }
    let template = sheet["template"].as_str().unwrap().to_owned();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/catalogue/templates");
    let source = |name: &str| {
        let text = std::fs::read_to_string(format!("{folder}/{name}.typ")).unwrap();
        Source::new(named(&format!("/{name}.typ")), text)
    };
    let fonts: Vec<Font> = FONTS.iter().filter_map(|font| Font::new(Bytes::new(*font), 0)).collect();
    let bare = Bare {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(fonts.iter())),
        fonts,
        sources: vec![source(&template), source("sheet")],
        sheet: (named("/sheet.json"), Bytes::new(serde_json::to_vec(&sheet).unwrap())),
    };
    let document = typst::compile::<PagedDocument>(&bare).output.unwrap();
    let options = PdfOptions {
        timestamp: Datetime::from_ymd_hms(2026, 11, 26, 0, 0, 0).map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap(),
        ..PdfOptions::default()
    };
    std::io::stdout().write_all(&pdf(&document, &options).unwrap()).unwrap();
}
