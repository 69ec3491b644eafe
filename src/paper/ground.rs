//! All that the typesetter can see: the templates, the sheet, our fonts. No file, no clock, no font of the system.

use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, PathError, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// Onest, as on the screen: it has every letter of our languages.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Onest-Regular.ttf"),
    include_bytes!("../../assets/fonts/Onest-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/Onest-Bold.ttf"),
];

static FACES: LazyLock<Vec<Font>> =
    LazyLock::new(|| FONTS.iter().filter_map(|font| Font::new(Bytes::new(*font), 0)).collect());

/// What a template imports the sheet by.
const SHEET: &str = "/sheet.json";

pub(super) struct Ground {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: FileId,
    sources: Vec<Source>,
    sheet: (FileId, Bytes),
}

impl Ground {
    /// A template, what it may import, and the sheet.
    pub(super) fn new(own: (&str, &str), imported: Option<(&str, &str)>, sheet: Vec<u8>) -> Result<Self, PathError> {
        let file = |(name, text): (&str, &str)| Ok(Source::new(named(&format!("/{name}.typ"))?, text.to_owned()));
        let own = file(own)?;
        let main = own.id();
        let imported = imported.map(file);
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(FACES.iter())),
            main,
            sources: std::iter::once(Ok(own)).chain(imported).collect::<Result<_, _>>()?,
            sheet: (named(SHEET)?, Bytes::new(sheet)),
        })
    }
}

fn named(path: &str) -> Result<FileId, PathError> {
    Ok(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path)?).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Ground {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|source| source.id() == id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.sheet.0 { Ok(self.sheet.1.clone()) } else { Err(missing(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.get(index).cloned()
    }

    /// No clock: what is printed tomorrow from the same sheet is the same.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
