//! The agency's paper for a new terminal: one code that says where the hub is, by which one-time code and for which centre.

use super::say;
use crate::domain::setup::Invitation;
use crate::hub::HubError;
use crate::platform::code;
use crate::platform::file::create_private;
use std::io::Write;
use std::path::Path;

/// How many dots a square of the picture is wide: on paper of 300 dots an inch a code of this kind is then 3 cm wide.
const DOTS: usize = 8;

/// In which form it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Letters,
    Svg,
    Png,
}

/// The paper, before there is a code.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    file: &'a Path,
    address: &'a str,
    form: Form,
}

impl<'a> Paper<'a> {
    /// A paper in a file that ends in `.svg` or `.png`, or on the terminal for `-`.
    ///
    /// # Errors
    /// When the file is there already or is of another kind, or the address is none. No code was made then.
    pub fn new(file: &'a Path, address: &'a str) -> Result<Self, HubError> {
        let place = format!("--qr {}", file.display());
        let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let form = match ending.as_deref() {
            _ if file == Path::new("-") => Form::Letters,
            Some("svg") => Form::Svg,
            Some("png") => Form::Png,
            _ => return Err(HubError::input(place, "the file ends in .svg or .png, or is - for the terminal")),
        };
        if form != Form::Letters && file.symlink_metadata().is_ok() {
            return Err(HubError::input(place, "the file exists and is not overwritten: name another"));
        }
        // Read as a terminal will read it.
        let tried = Invitation { hub: address.trim().to_owned(), code: "ABCD-2345".to_owned(), centre: None };
        if Invitation::read(&tried.line()).is_none() {
            let message = "it is an address such as https://hub.example.md, without spaces";
            return Err(HubError::input(format!("--address {address}"), message));
        }
        Ok(Self { file, address: address.trim(), form })
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, code: &str, centre: &str, out: &mut dyn Write) -> Result<(), HubError> {
        let hub = self.address.trim_end_matches('/').to_owned();
        let line = Invitation { hub, code: code.to_owned(), centre: Some(centre.to_owned()) }.line();
        let too_long = || HubError::input(format!("--address {}", self.address), "it is too long for a code");
        let picture = match self.form {
            Form::Letters => {
                let letters = code::letters(&line).ok_or_else(too_long)?;
                say(out, "\nThe code for a new terminal, which reads it from paper:")?;
                return say(out, letters.trim_end_matches('\n'));
            }
            Form::Svg => code::picture(&line).map(|(picture, _)| picture.into_bytes()),
            Form::Png => code::png(&line, DOTS),
        };
        let place = self.file.display().to_string();
        let failed = |source| HubError::File { path: place.clone(), source };
        let mut file = create_private(self.file).map_err(failed)?;
        file.write_all(&picture.ok_or_else(too_long)?).and_then(|()| file.sync_all()).map_err(failed)?;
        say(out, &format!("\nthe code for a new terminal: {place}; whoever has it enrols a terminal, once"))
    }
}
