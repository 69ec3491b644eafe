//! The templates of sheets: content, not code. The shipped ones lie beside the catalogue; an institution may have a folder of
//! its own, whose files stand in the place of shipped ones of the same name or beside them.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The shipped templates. `sheet` is what the others are made of.
const SHIPPED: [(&str, &str); 12] = [
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
    ("month", include_str!("../../assets/catalogue/templates/month.typ")),
];
/// The one that all others may import and that no sheet is made by.
const SHARED: &str = "sheet";
/// The line by which a template says its version.
const VERSION: &str = "#let version = ";
/// No template is longer.
const LONGEST: u64 = 256 * 1024;

/// The templates that sheets are made by.
#[derive(Clone, Debug)]
pub struct Templates(BTreeMap<String, String>);

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
        Self(SHIPPED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    /// The shipped templates and those of a folder, `NAME.typ`, which come first.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub fn with_folder(folder: &Path) -> io::Result<Self> {
        let Self(mut templates) = Self::shipped();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_stem().and_then(|name| name.to_str()).filter(|name| is_name(name));
            let (Some(name), true) = (name, path.extension().is_some_and(|extension| extension == "typ")) else {
                continue;
            };
            if fs::metadata(&path)?.len() > LONGEST {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    format!("{name}.typ is longer than {LONGEST} bytes"),
                ));
            }
            templates.insert(name.to_owned(), fs::read_to_string(&path)?);
        }
        Ok(Self(templates))
    }

    /// The names of the templates that sheets can be made by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(|name| *name != SHARED)
    }

    /// The version of a template, if it is there and says one.
    #[must_use]
    pub fn version(&self, name: &str) -> Option<u16> {
        let line = self.0.get(name)?.lines().find_map(|line| line.strip_prefix(VERSION))?;
        line.trim().parse().ok()
    }

    pub(super) fn find(&self, name: &str, wanted: u16) -> Result<&str, Unknown> {
        let text = self.0.get(name).filter(|_| name != SHARED).ok_or_else(|| Unknown::Name(name.to_owned()))?;
        let found = self.version(name).unwrap_or(0);
        if found == wanted { Ok(text) } else { Err(Unknown::Version { name: name.to_owned(), wanted, found }) }
    }

    /// What every template may import.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.get_key_value(SHARED).into_iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}
