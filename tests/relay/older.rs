//! A hub that is older than the terminals and the relay: it has the addresses of its time and answers 404 to all that came since. What it
//! knows goes on as before, what it does not know is passed over, and nobody is told that something is wrong.

use super::{counts, round, set, until, wait};
use crate::kiosk::{Kiosk, held};
use crate::place::{Relay, Room, code_of, go_by};
use cups_kiosk::protocol::path;
use cups_kiosk::store::records::RoomPlace;
use cups_kiosk::sync::runner::room::exchange;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// The addresses of a hub of the time before relays.
const KNOWN: [&str; 5] =
    [path::ENROLMENTS, path::RECOVERY_CODES, path::JOURNAL_ENTRIES, path::PROVIDER_STATES, path::CATALOGUE];

/// Stands before a hub, and answers for it as an older one does. Gives the address.
fn older(hub: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let hub = hub.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let hub = hub.clone();
            std::thread::spawn(move || answer(stream, &hub));
        }
    });
    address
}

/// One request on a connection of its own.
fn answer(mut stream: TcpStream, hub: &str) -> Option<()> {
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    let end = loop {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        request.extend_from_slice(&piece[..count]);
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 2;
        }
    };
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    let lower = head.to_lowercase();
    let length: usize = lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    while request.len() < end + 2 + length {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        request.extend_from_slice(&piece[..count]);
    }
    let asked = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let is_known = KNOWN.iter().any(|known| asked.starts_with(known));
    // What a hub says of an address that it never had.
    let head = if is_known { head } else { head.replacen(&asked, "/api/v1/of-a-newer-hub", 1) };
    let mut upstream = TcpStream::connect(hub).ok()?;
    let kept: Vec<&str> = head.lines().filter(|line| !line.to_lowercase().starts_with("connection:")).collect();
    let head = format!("{}\r\nconnection: close\r\n\r\n", kept.join("\r\n"));
    upstream.write_all(&[head.as_bytes(), &request[end + 2..]].concat()).ok()?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).ok()?;
    stream.write_all(&answer).ok()
}

#[test]
fn a_terminal_newer_than_its_hub_sends_as_before_and_complains_of_nothing() {
    let room = Room::new();
    let kiosk = Kiosk::new();
    kiosk.enrol(&room.ground, &older(&room.hub.address));
    let recorded = kiosk.record(7);
    assert!(kiosk.with(|records| wait(exchange(&records, RoomPlace::Hub))).unwrap().is_none(), "it keeps no log");
    assert_eq!(kiosk.sync().unwrap(), 7);
    assert_eq!(counts(&kiosk), (0, 0, 7));
    assert_eq!(held(&room.hub), recorded);
    let doctor = kiosk.doctor();
    assert!(doctor.contains("ok  hub"), "{doctor}");
}

#[test]
fn a_relay_newer_than_the_hub_passes_on_what_it_knows() {
    let room = Room::new();
    let relay = Relay::start(room.relay.path(), &format!("http://{}", older(&room.hub.address)), "127.0.0.1:0");
    let kiosks = [0; 2].map(|_| Kiosk::enrolled(&room.ground, &room.hub));
    let mut recorded = Vec::new();
    for kiosk in &kiosks {
        go_by(kiosk, &code_of(room.relay.path(), &relay.address));
        recorded.extend(kiosk.record(5));
    }
    for kiosk in &kiosks {
        until("the receipts", || {
            round(kiosk).unwrap();
            counts(kiosk) == (0, 0, 5)
        });
        // The room's own log is the relay's, and that one is there.
        for place in [RoomPlace::Relay, RoomPlace::Hub] {
            kiosk.with(|records| wait(exchange(&records, place))).unwrap();
        }
    }
    assert_eq!(held(&room.hub).len(), recorded.len());
    assert_eq!(set(&held(&room.hub)), set(&recorded));
}
