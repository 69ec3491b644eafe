//! Pages of this computer that stand for others', and the processes below one.

use super::ground::display::until;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Pages at a port of this computer, until this is dropped.
pub struct Place {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    ends: Arc<AtomicBool>,
}

impl Place {
    /// Begins to answer with what `page` gives for a path.
    pub fn start(page: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (heard, ends) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let place = Self { port: listener.local_addr().unwrap().port(), heard: Arc::clone(&heard), ends };
        let (ends, page) = (Arc::clone(&place.ends), Arc::new(page));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                let (heard, page) = (Arc::clone(&heard), Arc::clone(&page));
                std::thread::spawn(move || answer(&stream.unwrap(), &heard, &*page));
            }
        });
        place
    }

    /// The address of one of its pages.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked for so far. Whoever only connects asks for nothing.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// Whether a path is asked for within this time.
    pub fn hears(&self, path: &str, within: Duration) -> bool {
        let end = Instant::now() + within;
        while Instant::now() < end {
            if self.heard().iter().any(|known| known == path) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    /// Waits until a path was asked for.
    pub fn waits_for(&self, path: &str) {
        until(&format!("{path} is asked for"), || self.was_asked(path));
    }

    /// Whether it was asked for this.
    pub fn was_asked(&self, path: &str) -> bool {
        self.heard.lock().unwrap().iter().any(|known| known == path)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // Nobody listens any more once it has looked.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn answer(mut stream: &TcpStream, heard: &Mutex<Vec<String>>, page: &dyn Fn(&str) -> String) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let Some(path) = lines.next().and_then(|line| line.split(' ').nth(1).map(str::to_owned)) else { return };
    while lines.next().is_some_and(|line| !line.is_empty()) {}
    let body = page(&path);
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("bin") => "application/octet-stream",
        Some("desktop") => "application/x-desktop",
        _ => "text/html; charset=utf-8",
    };
    heard.lock().unwrap().push(path);
    let length = body.len();
    let status =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nCache-Control: max-age=600\r\nConnection: close\r\n");
    let _ = write!(stream, "{status}Content-Length: {length}\r\n\r\n{body}");
}

/// A process by its number and the time at which it began.
pub type Known = (u32, String);

/// What stands in the table of processes about one: its parent and when it began.
fn stat(process: u32) -> Option<(u32, String)> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let rest: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    Some((rest.get(1)?.parse().ok()?, (*rest.get(19)?).to_owned()))
}

/// A process and all below it.
pub fn lives(first: u32) -> Vec<Known> {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers: Vec<u32> = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    let all: Vec<(u32, u32, String)> =
        numbers.into_iter().filter_map(|id| stat(id).map(|(parent, begun)| (id, parent, begun))).collect();
    let mut found = BTreeSet::from([first]);
    loop {
        let more: Vec<u32> = all
            .iter()
            .filter(|(id, parent, _)| found.contains(parent) && !found.contains(id))
            .map(|(id, ..)| *id)
            .collect();
        if more.is_empty() {
            return all.into_iter().filter(|(id, ..)| found.contains(id)).map(|(id, _, begun)| (id, begun)).collect();
        }
        found.extend(more);
    }
}

/// Whether it lives, and is not another with its number.
pub fn is_alive((process, begun): &Known) -> bool {
    stat(*process).is_some_and(|(_, now)| now == *begun)
}

/// Every file below a folder, with its length.
pub fn below(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => all.extend(below(&path)),
            Ok(_) => all.push((path, entry.metadata().map_or(0, |known| known.len()))),
            Err(_) => {}
        }
    }
    all.sort();
    all
}
