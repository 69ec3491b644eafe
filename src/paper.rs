//! Sheets as tagged PDF: PDF/A-2a, which archives keep, and PDF/UA-1, which screen readers read. The same sheet gives the
//! same bytes on every computer: the fonts are ours, the date is the sheet's, and nothing else is looked at.

mod ground;
pub mod limit;
pub mod template;
pub mod trial;
mod whole;

use crate::protocol::sheet::{PrintSheet, SheetBlock};
use ground::Ground;
use serde_json::Value;
use template::{Templates, Unknown};
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp, pdf};
use typst_render::{RenderOptions, render};
use whole::Lacking;

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The sheet names a template that is not there, or another version of it.
    #[error(transparent)]
    Template(#[from] Unknown),
    /// What is to be a code is too long for one.
    #[error("a code of the part \"{0}\" is too long for a telephone to read")]
    Code(String),
    /// The template does not do: where, and why.
    #[error("{place}: {message}")]
    Set {
        /// The template and the line.
        place: String,
        /// What is wrong there.
        message: String,
    },
    /// The template leaves something out, or does not fit its paper.
    #[error("the template \"{template}\" {lacking}")]
    Lacking {
        /// Which.
        template: String,
        /// What is wrong on the paper.
        lacking: Lacking,
    },
}

impl PaperError {
    /// Whether the sheet is wrong, rather than the template.
    #[must_use]
    pub const fn is_bad_input(&self) -> bool {
        matches!(self, Self::Template(_) | Self::Code(_))
    }
}

/// Sets a sheet and gives the bytes of the PDF. What the sheet says is on it, whole, or there is none.
///
/// # Errors
/// Says what does not do; nothing of what the sheet says.
pub fn set(sheet: &PrintSheet, templates: &Templates) -> Result<Vec<u8>, PaperError> {
    Laid::out(sheet, templates)?.pdf()
}

/// A sheet laid out in pages: what is looked at and what is printed are made of the same ones.
pub struct Laid<'a> {
    sheet: &'a PrintSheet,
    ground: Ground,
    document: PagedDocument,
}

impl<'a> Laid<'a> {
    /// Lays a sheet out. What it says is on the pages, whole, or there are none.
    ///
    /// # Errors
    /// Says what does not do; nothing of what the sheet says.
    pub fn out(sheet: &'a PrintSheet, templates: &Templates) -> Result<Self, PaperError> {
        let source = templates.find(sheet)?;
        let ground = Ground::new((&sheet.template, source), templates.shared(sheet), content(sheet)?);
        let ground = ground.map_err(|error| failed(&error.to_string()))?;
        let document = told(&ground, typst::compile::<PagedDocument>(&ground).output)?;
        whole::check(sheet, &document)
            .map_err(|lacking| PaperError::Lacking { template: sheet.template.clone(), lacking })?;
        Ok(Self { sheet, ground, document })
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// A page as a PNG of about so many pixels across.
    ///
    /// # Errors
    /// When there is no such page.
    pub fn picture(&self, page: usize, width: u16) -> Result<Vec<u8>, PaperError> {
        let page = self.document.pages().get(page).ok_or_else(|| failed("there is no such page"))?;
        let scale = f64::from(width) / page.frame.width().to_pt().max(1.0);
        let options = RenderOptions { pixel_per_pt: scale.into(), render_bleed: false };
        render(page, &options).encode_png().map_err(|error| failed(&error.to_string()))
    }

    /// The bytes of the PDF.
    ///
    /// # Errors
    /// Says what does not do; nothing of what the sheet says.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let Self { sheet, ground, document } = self;
        let options = PdfOptions {
            // By its words and its paper the file is named, not by the hour or the computer.
            ident: Smart::Custom(format!("{} {:?}", sheet.fingerprint(), sheet.format)),
            creator: Smart::Custom(Some(concat!("cups-paper ", env!("CARGO_PKG_VERSION")).into())),
            timestamp: day(sheet).map(Timestamp::new_utc),
            standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
                .map_err(|error| failed(error.message().as_str()))?,
            ..PdfOptions::default()
        };
        told(ground, pdf(document, &options))
    }
}

/// The day of the sheet, at midnight: a date alone is no date to archives.
fn day(sheet: &PrintSheet) -> Option<Datetime> {
    let (month, day) = (u8::try_from(sheet.on.month()).ok()?, u8::try_from(sheet.on.day()).ok()?);
    Datetime::from_ymd_hms(i32::from(sheet.on.year()), month, day, 0, 0, 0)
}

/// The sheet as its template reads it: each code with its picture.
fn content(sheet: &PrintSheet) -> Result<Vec<u8>, PaperError> {
    let mut content = serde_json::to_value(sheet).map_err(|error| failed(&error.to_string()))?;
    if let Some(fields) = content.as_object_mut() {
        // How it looks is not what it says.
        fields.remove("templates");
    }
    for (place, part) in sheet.parts.iter().enumerate() {
        for (number, block) in part.blocks.iter().enumerate() {
            let SheetBlock::Code(block) = block else { continue };
            let (picture, modules) =
                crate::platform::code::picture(&block.holds).ok_or_else(|| PaperError::Code(part.name.clone()))?;
            let code = &mut content["parts"][place]["blocks"][number]["code"];
            code["picture"] = Value::from(picture);
            code["modules"] = Value::from(modules);
        }
    }
    serde_json::to_vec(&content).map_err(|error| failed(&error.to_string()))
}

fn failed(message: &str) -> PaperError {
    PaperError::Set { place: "the sheet".to_owned(), message: message.to_owned() }
}

/// The first thing that is wrong, with its place in the templates.
fn told<T>(ground: &Ground, result: SourceResult<T>) -> Result<T, PaperError> {
    result.map_err(|errors| match errors.first() {
        None => failed("it could not be set"),
        Some(error) => PaperError::Set { place: place(ground, error), message: message(error) },
    })
}

fn place(ground: &Ground, error: &SourceDiagnostic) -> String {
    // A word that does not fit is in the sheet; what handles it is in a template.
    let traced = error.trace.iter().map(|point| point.span.into());
    let mut spans = std::iter::once(error.span).chain(traced);
    let found = spans.find_map(|span: typst::syntax::DiagSpan| {
        let (id, range) = (span.id()?, ground.range(span)?);
        let line = ground.source(id).ok()?.lines().byte_to_line(range.start)? + 1;
        Some(format!("{}:{line}", id.get().vpath().get_without_slash()))
    });
    found.unwrap_or_else(|| "the template".to_owned())
}

fn message(error: &SourceDiagnostic) -> String {
    error.message.split_whitespace().collect::<Vec<_>>().join(" ")
}
