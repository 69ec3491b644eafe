//! The templates of sheets: content, not code. The shipped ones lie beside the catalogue. A sheet may bring those of the
//! catalogue in use, and whoever writes templates may try a folder; either stand in the place of shipped ones of the same name
//! or beside them.

use crate::domain::template::Template;
use crate::protocol::sheet::{PrintSheet, SHARED, SHARED_VERSION};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// The shipped templates. `sheet` is what the others are made of.
const SHIPPED: [(&str, &str); 15] = [
    (SHARED, include_str!("../../assets/catalogue/templates/sheet.typ")),
    ("plan", include_str!("../../assets/catalogue/templates/plan.typ")),
    ("papers", include_str!("../../assets/catalogue/templates/papers.typ")),
    ("step", include_str!("../../assets/catalogue/templates/step.typ")),
    ("consent", include_str!("../../assets/catalogue/templates/consent.typ")),
    ("slip", include_str!("../../assets/catalogue/templates/slip.typ")),
    ("receipt", include_str!("../../assets/catalogue/templates/receipt.typ")),
    ("own", include_str!("../../assets/catalogue/templates/own.typ")),
    ("draft", include_str!("../../assets/catalogue/templates/draft.typ")),
    ("payment", include_str!("../../assets/catalogue/templates/payment.typ")),
    ("reception", include_str!("../../assets/catalogue/templates/reception.typ")),
    ("recovery", include_str!("../../assets/catalogue/templates/recovery.typ")),
    ("codes", include_str!("../../assets/catalogue/templates/codes.typ")),
    ("month", include_str!("../../assets/catalogue/templates/month.typ")),
    ("day-pack", include_str!("../../assets/catalogue/templates/day-pack.typ")),
];
/// The templates that sheets are made by.
#[derive(Clone, Debug)]
pub struct Templates {
    /// The shipped ones.
    shipped: BTreeMap<String, String>,
    /// Those of a folder, which come before all others.
    own: BTreeMap<String, String>,
}

/// A template is not there.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// None has this name.
    #[error("there is no template \"{0}\"")]
    Name(String),
    /// The one of this name has another version.
    #[error("the sheet is for version {wanted} of the template \"{name}\", and here is version {found}")]
    Version {
        /// The name.
        name: String,
        /// The version of the sheet.
        wanted: u16,
        /// The version that is here; 0 where it says none.
        found: u16,
    },
}

impl Templates {
    /// The shipped templates.
    #[must_use]
    pub fn shipped() -> Self {
        let shipped = SHIPPED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Self { shipped, own: BTreeMap::new() }
    }

    /// The shipped templates and those of a folder, `NAME.typ`, which come first.
    ///
    /// # Errors
    /// When the folder or a file cannot be read, or a file is no template.
    pub fn with_folder(folder: &Path) -> io::Result<Self> {
        let mut templates = Self::shipped();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_stem().and_then(|name| name.to_str()).filter(|name| Template::is_name(name));
            let (Some(name), true) = (name, path.extension().is_some_and(|extension| extension == "typ")) else {
                continue;
            };
            if fs::metadata(&path)?.len() > Template::LONGEST as u64 {
                let said = format!("{name}.typ is longer than {} bytes", Template::LONGEST);
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, said));
            }
            templates.own.insert(name.to_owned(), fs::read_to_string(&path)?);
        }
        Ok(templates)
    }

    /// The names of the templates that sheets can be made by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names: BTreeSet<&str> = self.own.keys().chain(self.shipped.keys()).map(String::as_str).collect();
        names.into_iter().filter(|name| *name != SHARED)
    }

    /// The names of those of the folder that are not the shipped ones.
    pub fn differing(&self) -> impl Iterator<Item = &str> {
        self.own.iter().filter(|(name, text)| self.shipped.get(*name) != Some(text)).map(|(name, _)| name.as_str())
    }

    /// The version of a template of the folder; 0 where it says none.
    #[must_use]
    pub fn own_version(&self, name: &str) -> Option<u16> {
        self.own.get(name).map(|text| Template::version_of(text).unwrap_or(0))
    }

    /// Those by which sheets of this program would be made: what all share, where it is for other sheets, is the shipped one.
    #[must_use]
    pub fn for_sheets(&self) -> Self {
        let mut templates = self.clone();
        if self.own_version(SHARED) != Some(SHARED_VERSION) {
            templates.own.remove(SHARED);
        }
        templates
    }

    /// A template: that of the folder, that of the sheet, the shipped one.
    fn text<'a>(&'a self, sheet: &'a PrintSheet, name: &str) -> Option<&'a str> {
        let places = [&self.own, &sheet.templates, &self.shipped];
        places.into_iter().find_map(|place| place.get(name)).map(String::as_str)
    }

    /// The template that a sheet is made by.
    pub(super) fn find<'a>(&'a self, sheet: &'a PrintSheet) -> Result<&'a str, Unknown> {
        let name = &sheet.template;
        let is_one = Template::is_name(name) && name != SHARED;
        let text = self.text(sheet, name).filter(|_| is_one).ok_or_else(|| Unknown::Name(name.clone()))?;
        let found = Template::version_of(text).unwrap_or(0);
        let wanted = sheet.version;
        if found == wanted { Ok(text) } else { Err(Unknown::Version { name: name.clone(), wanted, found }) }
    }

    /// What every template may import: name, text.
    pub(super) fn shared<'a>(&'a self, sheet: &'a PrintSheet) -> Option<(&'static str, &'a str)> {
        Some((SHARED, self.text(sheet, SHARED)?))
    }
}
