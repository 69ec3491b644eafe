//! Who takes events: an address that answers as the State's journal does, or a file.

use super::settings::{Destination, Settings};
use crate::hub::HubError;
use crate::platform::file::{folder_of, private, sync_folder};
use crate::protocol::legal_event::{LINES_MEDIA_TYPE, LegalAnswer, compact, signed_part};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Certificate, Client, Identity, Response, StatusCode};
use rustls::SignatureScheme;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::sign::Signer;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer may take: the receiver is a service of the State and not a village's line.
const PATIENCE: Duration = Duration::from_secs(30);

/// The most bytes that are read of an answer.
const LARGEST_ANSWER: usize = 64 * 1024;

/// The most letters that are told of why something was refused.
const LONGEST_WHY: usize = 300;

/// How far back a file is read for what was written last.
const LAST_BYTES: u64 = 64 * 1024;

/// What came of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was taken; the receipt.
    Taken(String),
    /// What stands in it will never be taken so; why.
    Refused(String),
    /// It was not taken this time: why, and how long the receiver asks to wait.
    NotNow(String, Option<Duration>),
}

/// The receiver of events.
pub(super) struct Receiver {
    settings: Settings,
    client: Option<Client>,
    signer: Option<Box<dyn Signer>>,
}

impl Receiver {
    /// Reads what the settings name.
    ///
    /// # Errors
    /// When a key or certificate cannot be read, or is not what it should be.
    pub(super) fn open(settings: Settings) -> Result<Self, HubError> {
        let signer = settings.key.as_deref().map(signer).transpose()?;
        let client = match &settings.to {
            Destination::Address(_) => Some(client(&settings)?),
            Destination::File(path) => {
                // Tried before the first event waits for it.
                open(path).map_err(|error| wrong("file", path, &error.to_string()))?;
                None
            }
        };
        Ok(Self { settings, client, signer })
    }

    pub(super) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// An event as it goes out: as it is, or signed.
    pub(super) fn written(&self, text: &str) -> Result<String, HubError> {
        let Some(signer) = &self.signer else { return Ok(text.to_owned()) };
        let part = signed_part(self.settings.key_id.as_deref(), text);
        let signature = signer.sign(part.as_bytes()).map_err(|_| HubError::Form("key of events"))?;
        Ok(compact(&part, &signature))
    }

    /// Hands events over, one a line.
    pub(super) async fn send(receiver: &Arc<Self>, lines: Vec<String>) -> Outcome {
        match (&receiver.settings.to, &receiver.client) {
            (Destination::Address(address), Some(client)) => post(client, address, &lines).await,
            (Destination::Address(_), None) => Outcome::NotNow("there is no client".to_owned(), None),
            (Destination::File(path), _) => {
                let path = path.clone();
                let added = tokio::task::spawn_blocking(move || add(&path, &lines)).await;
                match added {
                    Ok(Ok(length)) => Outcome::Taken(format!("in the file up to byte {length}")),
                    Ok(Err(error)) => Outcome::NotNow(format!("the file: {error}"), None),
                    Err(_) => Outcome::NotNow("the work was stopped".to_owned(), None),
                }
            }
        }
    }
}

fn wrong(setting: &str, path: &Path, what: &str) -> HubError {
    HubError::input(format!("mlog.{setting} {}", path.display()), what)
}

fn bytes_of(setting: &str, path: &Path) -> Result<Vec<u8>, HubError> {
    std::fs::read(path).map_err(|error| wrong(setting, path, &error.to_string()))
}

/// What signs with the RSA key of a file.
fn signer(path: &Path) -> Result<Box<dyn Signer>, HubError> {
    let no_key = || wrong("key", path, "it is no RSA key in PEM");
    let key = PrivateKeyDer::from_pem_slice(&bytes_of("key", path)?).map_err(|_| no_key())?;
    let key = any_supported_type(&key).map_err(|_| no_key())?;
    key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]).ok_or_else(no_key)
}

fn client(settings: &Settings) -> Result<Client, HubError> {
    let mut builder = Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .timeout(PATIENCE)
        // A redirect is the answer of somebody else.
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("cups-hub/", env!("CARGO_PKG_VERSION")));
    if let Some(path) = &settings.authority {
        let read = Certificate::from_pem_bundle(&bytes_of("authority", path)?);
        let known = read.ok().filter(|known| !known.is_empty());
        let known = known.ok_or_else(|| wrong("authority", path, "it is no certificate in PEM"))?;
        builder = builder.tls_certs_merge(known);
    }
    if let Some(path) = &settings.certificate {
        let identity = Identity::from_pem(&bytes_of("certificate", path)?);
        let no_pair = |_| wrong("certificate", path, "it is no certificate with its key, both in PEM");
        builder = builder.identity(identity.map_err(no_pair)?);
    }
    builder.build().map_err(|error| HubError::input("mlog", format!("no protected connection can be made: {error}")))
}

async fn post(client: &Client, address: &str, lines: &[String]) -> Outcome {
    let sent = client.post(address).header(CONTENT_TYPE, LINES_MEDIA_TYPE).body(lines.join("\n")).send().await;
    let response = match sent {
        Ok(response) => response,
        Err(error) => return Outcome::NotNow(cause(&error.without_url()), None),
    };
    let status = response.status();
    let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let after = asked.map(Duration::from_secs);
    match body_of(response).await {
        Ok(body) => judge(status, &body, after),
        Err(error) => Outcome::NotNow(cause(&error.without_url()), after),
    }
}

/// What an answer means. Only one with a receipt is the receiver's word that it has the events; whatever stands between gives
/// none.
fn judge(status: StatusCode, body: &[u8], after: Option<Duration>) -> Outcome {
    let answer: Option<LegalAnswer> = serde_json::from_slice(body).ok();
    let said = answer.as_ref().map(|answer| answer.message.as_str()).unwrap_or_default();
    let why = || {
        let said: String = said.chars().filter(|letter| !letter.is_control()).take(LONGEST_WHY).collect();
        if said.is_empty() {
            format!("it answers {}", status.as_u16())
        } else {
            format!("it answers {}: {said}", status.as_u16())
        }
    };
    match (status, &answer) {
        (StatusCode::OK, Some(answer)) if answer.status == "200" && !answer.uid.is_empty() => {
            Outcome::Taken(answer.uid.chars().take(LONGEST_WHY).collect())
        }
        (StatusCode::OK, _) => Outcome::NotNow("what answers there gives no receipt".to_owned(), after),
        (StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY, _) => {
            Outcome::Refused(why())
        }
        _ => Outcome::NotNow(why(), after),
    }
}

async fn body_of(mut response: Response) -> reqwest::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await? {
        body.extend_from_slice(&piece);
        if body.len() > LARGEST_ANSWER {
            body.truncate(LARGEST_ANSWER);
            break;
        }
    }
    Ok(body)
}

/// Why a call failed, down to what the system says.
fn cause(error: &reqwest::Error) -> String {
    let mut words = error.to_string();
    let mut below = std::error::Error::source(error);
    while let Some(error) = below {
        words = error.to_string();
        below = error.source();
    }
    words
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    private(&mut options);
    options.open(path)
}

/// Adds lines to a file, on the disk when this returns; gives its length. Where the program ended in the middle of it, half a
/// line is taken away, and what stands there already is not written twice.
fn add(path: &Path, lines: &[String]) -> std::io::Result<u64> {
    let mut file = open(path)?;
    let length = file.seek(SeekFrom::End(0))?;
    let begin = length.saturating_sub(LAST_BYTES);
    file.seek(SeekFrom::Start(begin))?;
    let mut last = Vec::new();
    (&file).take(LAST_BYTES).read_to_end(&mut last)?;
    let whole = last.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if whole < last.len() {
        file.set_len(begin + whole as u64)?;
    }
    let written = last[..whole].strip_suffix(b"\n").unwrap_or_default();
    let written = written.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let known = lines.iter().position(|line| line.as_bytes() == written).map_or(0, |place| place + 1);
    let mut text = lines[known..].join("\n");
    if known < lines.len() {
        text.push('\n');
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    if length == 0 {
        sync_folder(folder_of(path))?;
    }
    file.seek(SeekFrom::End(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn half_a_line_goes_and_what_stands_there_is_not_written_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.jsonl");
        add(&path, &words(&["one", "two"])).unwrap();
        // Killed after the writing and before the receipt: the same comes again, and more.
        add(&path, &words(&["one", "two", "three"])).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\nthree\n");
        // Killed in the middle of a line.
        std::fs::write(&path, "one\ntwo\nthr").unwrap();
        let length = add(&path, &words(&["two", "three"])).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\nthree\n");
        assert_eq!(length, 14);
        assert_eq!(add(&path, &words(&["three"])).unwrap(), 14);
        // A file of one half line.
        std::fs::write(&path, "on").unwrap();
        add(&path, &words(&["one"])).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\n");
    }

    #[test]
    fn only_a_receipt_is_a_receipt() {
        let taken = br#"{"status":"200","message":"OK","timestamp":"1480457557976","UID":"92c12f00"}"#;
        assert_eq!(judge(StatusCode::OK, taken, None), Outcome::Taken("92c12f00".to_owned()));
        for body in [
            &b"<html>welcome</html>"[..],
            b"{}",
            br#"{"status":"200","message":"OK"}"#,
            br#"{"status":"500","UID":"1"}"#,
        ] {
            assert!(matches!(judge(StatusCode::OK, body, None), Outcome::NotNow(..)));
        }
        let why = br#"{"status":"400","message":"event_type is\nmissing"}"#;
        assert_eq!(
            judge(StatusCode::BAD_REQUEST, why, None),
            Outcome::Refused("it answers 400: event_type ismissing".to_owned())
        );
        let after = Some(Duration::from_secs(9));
        for status in [401, 403, 404, 429, 500, 503] {
            let judged = judge(StatusCode::from_u16(status).unwrap(), taken, after);
            assert!(matches!(judged, Outcome::NotNow(_, known) if known == after), "{status}");
        }
    }
}
