//! A proxy between two ends that speak HTTP: it does what proxies may do, and what broken lines do, by a seed.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Random numbers that are the same for the same seed (splitmix64).
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((bits ^ (bits >> 31)) % sides as u64).unwrap()
    }
}

/// What becomes of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing is done to it.
    Passed,
    /// The answer comes in pieces, without its length.
    Chunked,
    /// The names of headers are in capitals.
    Capitals,
    /// "Go on" comes before the answer.
    GoOn,
    /// The answer is packed, though nobody asked.
    Packed,
    /// The connection ends behind the answer, unannounced.
    Closed,
    /// The length is not said; the end of the connection is the end of the answer.
    Endless,
    /// It comes a while later.
    Late,
    /// It comes byte by byte.
    Slow,
    /// The request never arrives.
    LostBefore,
    /// The request arrives, and its answer is lost.
    LostAfter,
    /// Nothing comes for a while, and then the end.
    Stalled,
    /// The answer breaks off in the middle.
    CutOff,
    /// Something else stands in the answer's place, under the hub's headers.
    Wrong,
    /// The page of a network that wants a sign-in.
    Portal,
    /// What stands before the hub answers that it is not there.
    BadGateway,
    /// What stands before the hub takes nothing so large.
    TooLarge,
    /// The answer comes twice.
    Doubled,
    /// The answer of the exchange before comes once more.
    Stale,
}

/// What a proxy may do: it stops nothing.
pub const WITHIN_ITS_RIGHTS: [Deed; 9] = [
    Deed::Passed,
    Deed::Chunked,
    Deed::Capitals,
    Deed::GoOn,
    Deed::Packed,
    Deed::Closed,
    Deed::Endless,
    Deed::Late,
    Deed::Slow,
];

const BROKEN: [Deed; 10] = [
    Deed::LostBefore,
    Deed::LostAfter,
    Deed::Stalled,
    Deed::CutOff,
    Deed::Wrong,
    Deed::Portal,
    Deed::BadGateway,
    Deed::TooLarge,
    Deed::Doubled,
    Deed::Stale,
];

/// How the proxy chooses.
#[derive(Clone)]
pub enum Mood {
    /// Nothing is done to anything.
    Good,
    /// The same to all.
    Always(Deed),
    /// By a seed: half of it within its rights, half broken.
    Seeded(Dice),
}

struct State {
    mood: Mood,
    before: Vec<u8>,
}

/// A proxy on loopback.
pub struct Proxy {
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// A proxy before what listens at this address.
    pub fn to(hub: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(Mutex::new(State { mood: Mood::Good, before: Vec::new() }));
        let (hub, kept) = (hub.to_owned(), Arc::clone(&state));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (hub, kept) = (hub.clone(), Arc::clone(&kept));
                std::thread::spawn(move || {
                    let _ = serve(client, &hub, &kept);
                });
            }
        });
        Self { address, state }
    }

    pub fn set(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }
}

/// Reads one message with a length: its head with the empty line, and its body. Nothing at the end of the connection.
fn message(stream: &mut TcpStream, kept: &mut Vec<u8>) -> Option<(String, Vec<u8>)> {
    let mut piece = [0; 16 * 1024];
    loop {
        if let Some(end) = kept.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&kept[..end + 4]).into_owned();
            let length = header(&head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            while kept.len() < end + 4 + length {
                match stream.read(&mut piece) {
                    Ok(count @ 1..) => kept.extend_from_slice(&piece[..count]),
                    _ => return None,
                }
            }
            let body = kept[end + 4..end + 4 + length].to_vec();
            kept.drain(..end + 4 + length);
            return Some((head, body));
        }
        match stream.read(&mut piece) {
            Ok(count @ 1..) => kept.extend_from_slice(&piece[..count]),
            _ => return None,
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)))
        .map(|(_, value)| value)
}

/// The head without these headers and without its empty line.
fn without(head: &str, names: &[&str]) -> String {
    let is_kept = |line: &&str| {
        !line.is_empty() && !names.iter().any(|name| line.to_ascii_lowercase().starts_with(&format!("{name}:")))
    };
    head.split("\r\n").filter(is_kept).flat_map(|line| [line, "\r\n"]).collect()
}

fn asked_of(hub: &str, head: &str, body: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(hub).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    stream.write_all(&[head.as_bytes(), body].concat()).ok()?;
    message(&mut stream, &mut Vec::new())
}

fn serve(mut client: TcpStream, hub: &str, state: &Mutex<State>) -> Option<()> {
    client.set_nodelay(true).ok()?;
    let mut kept = Vec::new();
    loop {
        let (request, body) = message(&mut client, &mut kept)?;
        let deed = match &mut state.lock().unwrap().mood {
            Mood::Good => Deed::Passed,
            Mood::Always(deed) => *deed,
            Mood::Seeded(dice) => {
                if dice.roll(2) == 0 {
                    WITHIN_ITS_RIGHTS[dice.roll(WITHIN_ITS_RIGHTS.len())]
                } else {
                    BROKEN[dice.roll(BROKEN.len())]
                }
            }
        };
        if deed == Deed::LostBefore {
            return client.shutdown(Shutdown::Both).ok();
        }
        let page = |status: &str, text: &str| {
            let length = text.len();
            format!("HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {length}\r\n\r\n{text}")
                .into_bytes()
        };
        let instead = match deed {
            Deed::Portal => Some(page("200 OK", "<html>Sign in to this network</html>")),
            Deed::BadGateway => Some(page("502 Bad Gateway", "<html>502</html>")),
            Deed::TooLarge => Some(page("413 Payload Too Large", "<html>413</html>")),
            _ => None,
        };
        if let Some(instead) = instead {
            client.write_all(&instead).ok()?;
            continue;
        }
        let (head, body) = asked_of(hub, &request, &body)?;
        let answer = [head.as_bytes(), &body].concat();
        let before = std::mem::replace(&mut state.lock().unwrap().before, answer.clone());
        match deed {
            Deed::Passed | Deed::LostBefore | Deed::Portal | Deed::BadGateway | Deed::TooLarge => {
                client.write_all(&answer).ok()?;
            }
            Deed::Chunked => {
                let mut out = without(&head, &["content-length"]) + "Transfer-Encoding: chunked\r\n\r\n";
                client.write_all(out.as_bytes()).ok()?;
                for piece in body.chunks(7) {
                    out = format!("{:X};note=1\r\n", piece.len());
                    client.write_all(&[out.as_bytes(), piece, b"\r\n"].concat()).ok()?;
                }
                client.write_all(b"0\r\n\r\n").ok()?;
            }
            Deed::Capitals => {
                let capitals: String = head
                    .split_inclusive("\r\n")
                    .map(|line| match line.split_once(": ") {
                        Some((name, value)) => format!("{}:   {value}", name.to_ascii_uppercase()),
                        None => line.to_owned(),
                    })
                    .collect();
                client.write_all(&[capitals.as_bytes(), &body].concat()).ok()?;
            }
            Deed::GoOn => {
                client.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
                client.write_all(&answer).ok()?;
            }
            Deed::Packed if !body.is_empty() && header(&head, "content-encoding").is_none() => {
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                packer.write_all(&body).ok()?;
                let body = packer.finish().ok()?;
                let length = body.len();
                let head = without(&head, &["content-length"])
                    + &format!("Content-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
                client.write_all(&[head.as_bytes(), &body].concat()).ok()?;
            }
            Deed::Packed => client.write_all(&answer).ok()?,
            Deed::Closed => {
                client.write_all(&answer).ok()?;
                return client.shutdown(Shutdown::Both).ok();
            }
            Deed::Endless => {
                let head = without(&head, &["content-length"]).replacen("HTTP/1.1", "HTTP/1.0", 1) + "\r\n";
                client.write_all(&[head.as_bytes(), &body].concat()).ok()?;
                return client.shutdown(Shutdown::Both).ok();
            }
            Deed::Late => {
                std::thread::sleep(Duration::from_millis(60));
                client.write_all(&answer).ok()?;
            }
            Deed::Slow => {
                for byte in &answer {
                    client.write_all(&[*byte]).ok()?;
                    std::thread::sleep(Duration::from_micros(100));
                }
            }
            Deed::LostAfter => return client.shutdown(Shutdown::Both).ok(),
            Deed::Stalled => {
                client.write_all(&answer[..answer.len() / 3]).ok()?;
                std::thread::sleep(Duration::from_millis(300));
                return client.shutdown(Shutdown::Both).ok();
            }
            Deed::CutOff => {
                client.write_all(&answer[..head.len() + body.len() / 2]).ok()?;
                return client.shutdown(Shutdown::Both).ok();
            }
            Deed::Wrong => {
                let other = r#"{"incarnation":"x","verdicts":[],"watermarks":[],"receipts":[],"states":[]}"#;
                let head = without(&head, &["content-length"]) + &format!("content-length: {}\r\n\r\n", other.len());
                client.write_all(&[head.as_bytes(), other.as_bytes()].concat()).ok()?;
            }
            Deed::Doubled => {
                client.write_all(&[answer.clone(), answer].concat()).ok()?;
            }
            Deed::Stale => {
                client.write_all(if before.is_empty() { &answer } else { &before }).ok()?;
            }
        }
    }
}

/// A line of bytes, of which nobody between can read anything: it breaks after so many, by a seed.
pub struct Wire {
    pub address: String,
    dice: Arc<Mutex<Option<Dice>>>,
}

impl Wire {
    pub fn to(end: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let dice: Arc<Mutex<Option<Dice>>> = Arc::default();
        let (end, kept) = (end.to_owned(), Arc::clone(&dice));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&end) else { continue };
                let lasts = || {
                    let mut kept = kept.lock().unwrap();
                    let breaks = kept.as_mut().is_some_and(|dice| dice.roll(2) == 0);
                    kept.as_mut().filter(|_| breaks).map_or(usize::MAX, |dice| dice.roll(6_000))
                };
                for (from, to, lasts) in [(&client, &server, lasts()), (&server, &client, lasts())] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    std::thread::spawn(move || carry(from, to, lasts));
                }
            }
        });
        Self { address, dice }
    }

    pub fn set(&self, dice: Option<Dice>) {
        *self.dice.lock().unwrap() = dice;
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, mut lasts: usize) {
    let mut bytes = [0; 4 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let passes = count.min(lasts);
        lasts -= passes;
        if to.write_all(&bytes[..passes]).is_err() || passes < count {
            let _ = from.shutdown(Shutdown::Both);
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
