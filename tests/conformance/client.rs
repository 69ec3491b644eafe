//! A terminal's trust as a program of its own, so that the conformance tests of The Update Framework
//! (theupdateframework/tuf-conformance) can try it from outside: `init`, `refresh` and `download` as their
//! `CLIENT-CLI.md` describes. What is verified, and what is kept, is decided by `catalogue::trust` alone; here are only
//! a folder for its state and plain HTTP to the tests' server on this machine.

use clap::{Parser, Subcommand};
use cups_kiosk::catalogue::release::sha256;
use cups_kiosk::catalogue::trust::{MetadataSource, NoAnswer, TIMESTAMP, TrustError, TrustState, refresh};
use jiff::Timestamp;
use std::error::Error;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tough::TargetName;
use tough::schema::{Root, Signed, Targets};
use url::Url;

/// The names of the files in the folder of the state.
const ROOT: &str = "root.json";
const SNAPSHOT: &str = "snapshot.json";
const TARGETS: &str = "targets.json";

/// The tests' files are a few kilobytes each; an answer is not read further than this many bytes.
const LARGEST_ANSWER: u64 = 4 * 1024 * 1024;
/// Their server is on this machine.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Parser)]
struct Arguments {
    /// The folder of the state.
    #[arg(long)]
    metadata_dir: PathBuf,
    /// Where the signed files are.
    #[arg(long)]
    metadata_url: Option<Url>,
    /// The targets to download, in this order.
    #[arg(long)]
    target_name: Vec<String>,
    /// Where the targets are.
    #[arg(long)]
    target_base_url: Option<Url>,
    /// The folder for downloaded targets.
    #[arg(long)]
    target_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begins to trust a root.
    Init {
        /// The file of the root.
        trusted_root: PathBuf,
    },
    /// Verifies what is newest.
    Refresh,
    /// Verifies what is newest, then downloads targets.
    Download,
}

/// Exit code 0 when everything succeeded and 1 otherwise, with the reason on the standard error.
fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    match &arguments.command {
        Command::Init { trusted_root } => {
            let state = TrustState::new(std::fs::read_to_string(trusted_root)?)?;
            keep(&state, &arguments.metadata_dir)
        }
        Command::Refresh => refreshed(&arguments).map(drop),
        Command::Download => {
            let state = refreshed(&arguments)?;
            let base = arguments.target_base_url.as_ref().ok_or("--target-base-url is missing")?;
            let folder = arguments.target_dir.as_ref().ok_or("--target-dir is missing")?;
            arguments.target_name.iter().try_for_each(|name| download(&state, name, base, folder))
        }
    }
}

/// The state after a refresh, which is kept also when the refresh failed.
fn refreshed(arguments: &Arguments) -> Result<TrustState, Box<dyn Error>> {
    let folder = &arguments.metadata_dir;
    let mut state = TrustState::new(std::fs::read_to_string(folder.join(ROOT))?)?;
    state.timestamp = kept(folder, TIMESTAMP)?;
    state.snapshot = kept(folder, SNAPSHOT)?;
    state.targets = kept(folder, TARGETS)?;
    let source = Server(arguments.metadata_url.clone().ok_or("--metadata-url is missing")?);
    let scratch = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (state, offer) = runtime.block_on(refresh(&state, &source, scratch.path(), Some(Timestamp::now())));
    keep(&state, folder)?;
    match offer {
        // The tests sign other things than catalogues.
        Ok(_) | Err(TrustError::NoCatalogue) => Ok(state),
        Err(error) => Err(error.into()),
    }
}

fn kept(folder: &Path, name: &str) -> std::io::Result<Option<String>> {
    match std::fs::read_to_string(folder.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn keep(state: &TrustState, folder: &Path) -> Result<(), Box<dyn Error>> {
    let others = [(TIMESTAMP, &state.timestamp), (SNAPSHOT, &state.snapshot), (TARGETS, &state.targets)];
    std::fs::write(folder.join(ROOT), &state.root)?;
    for (name, text) in others {
        match text {
            Some(text) => std::fs::write(folder.join(name), text)?,
            None if folder.join(name).exists() => std::fs::remove_file(folder.join(name))?,
            None => {}
        }
    }
    Ok(())
}

/// Downloads a target that the verified targets file names, unless it is there already.
fn download(state: &TrustState, name: &str, base: &Url, folder: &Path) -> Result<(), Box<dyn Error>> {
    let root: Signed<Root> = serde_json::from_str(&state.root)?;
    let targets: Signed<Targets> = serde_json::from_str(state.targets.as_deref().ok_or("nothing was verified")?)?;
    let target = targets.signed.targets.get(&TargetName::new(name)?).ok_or("the target is not signed")?;
    let hash = hex::encode(&target.hashes.sha256);
    let is_signed = |bytes: &[u8]| bytes.len() as u64 == target.length && sha256(bytes) == hash;
    // A name from outside is no path of ours.
    let path = folder.join(sha256(name.as_bytes()));
    if std::fs::read(&path).is_ok_and(|bytes| is_signed(&bytes)) {
        return Ok(());
    }
    let (parents, file) = name.rsplit_once('/').map_or((None, name), |(parents, file)| (Some(parents), file));
    let file = if root.signed.consistent_snapshot { format!("{hash}.{file}") } else { file.to_owned() };
    let mut address = base.clone();
    if let Ok(mut segments) = address.path_segments_mut() {
        segments.pop_if_empty().extend(parents.into_iter().flat_map(|parents| parents.split('/'))).push(&file);
    }
    let bytes = get(&address)?.ok_or("the target is not there")?;
    if !is_signed(&bytes) {
        return Err("the target is not the one that was signed".into());
    }
    std::fs::write(path, bytes)?;
    Ok(())
}

/// The address below which the signed files are.
#[derive(Clone, Debug)]
struct Server(Url);

impl MetadataSource for Server {
    async fn file(&self, name: &str) -> Result<Option<Vec<u8>>, NoAnswer> {
        let address = format!("{}/{name}", self.0.as_str().trim_end_matches('/'));
        get(&address.parse().map_err(|_| NoAnswer)?).map_err(|_| NoAnswer)
    }
}

/// One file over plain HTTP; `None` when the server has none of this name.
fn get(address: &Url) -> std::io::Result<Option<Vec<u8>>> {
    let host = address.host_str().filter(|_| address.scheme() == "http").ok_or(ErrorKind::InvalidInput)?;
    let mut line = TcpStream::connect((host, address.port().unwrap_or(80)))?;
    line.set_read_timeout(Some(PATIENCE))?;
    write!(line, "GET {} HTTP/1.0\r\nHost: {host}\r\n\r\n", address.path())?;
    let mut answer = Vec::new();
    line.take(LARGEST_ANSWER).read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").ok_or(ErrorKind::InvalidData)?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8_lossy(&answer).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    match head.split_whitespace().nth(1) {
        Some("200") if length.is_none_or(|length: usize| length == body.len()) => Ok(Some(body)),
        Some("404") => Ok(None),
        _ => Err(ErrorKind::InvalidData.into()),
    }
}
