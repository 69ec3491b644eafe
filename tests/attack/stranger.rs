//! Somebody else in the place of the hub.

use crate::ground::{Ground, exchange};
use crate::kiosk::{Kiosk, held};
use cups_kiosk::protocol::INCARNATION_HEADER;
use cups_kiosk::protocol::event::JournalEvent;
use cups_kiosk::protocol::parcel::Content;
use cups_kiosk::protocol::verdict::{BatchAnswer, EntryVerdict, Verdict, Watermarks};
use cups_kiosk::sync::client::ClientError;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::sync::runner::SyncError;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// Something that says of every entry that it was received, and keeps none; it knows the hub's incarnation, which stands
/// in every header.
pub fn swallowing(incarnation: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, &incarnation);
        }
    });
    address
}

fn answer(mut stream: TcpStream, incarnation: &str) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 8_192];
    let (head, length) = loop {
        let read = stream.read(&mut buffer)?;
        request.extend_from_slice(&buffer[..read]);
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            break (end + 4, length.unwrap_or(0));
        }
    };
    while request.len() < head + length {
        let read = stream.read(&mut buffer)?;
        request.extend_from_slice(&buffer[..read]);
    }
    let unpacked = zstd::decode_all(&request[head..]).unwrap_or_default();
    // Whoever stands there need not look at any signature.
    let content = unpacked.splitn(3, |byte| *byte == b'\n').nth(2).unwrap_or_default();
    let events = serde_json::from_slice::<Content<'_>>(content).map(|content| content.entries).unwrap_or_default();
    let events = events.iter().map(|event| serde_json::from_str::<JournalEvent>(event.get()).unwrap());
    let verdicts = events
        .map(|event| EntryVerdict { id: event.id, verdict: Verdict::Accepted, code: None, receipt: None })
        .collect();
    let incarnation_known = incarnation.to_owned();
    let all = Watermarks { epoch: 1, received: 1_000, durable: 1_000, backed_up: 1_000, stored: Some(1_000) };
    let time = Some(cups_kiosk::platform::clock::now().to_string());
    let answer = BatchAnswer { incarnation: incarnation_known, verdicts, watermarks: vec![all], time, again: 0 };
    let body = serde_json::to_vec(&answer).unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{INCARNATION_HEADER}: {incarnation}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), &body].concat())
}

fn incarnation(address: &str) -> String {
    let answer = exchange(address, "GET", "/health", &[], &[]).unwrap();
    answer.header(INCARNATION_HEADER).unwrap().to_owned()
}

#[test]
fn who_has_not_the_hub_s_key_settles_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let recorded = kiosk.record(20);
    kiosk.lead_to(&swallowing(incarnation(&running.address)));
    let refused = kiosk.sync().unwrap_err();
    assert_eq!(refused, SyncError::Hub(ClientError::NoAnswer(Reason::OtherKey)));
    assert_eq!(kiosk.status().waiting, 20);
    kiosk.lead_to(&running.address);
    kiosk.sync().unwrap();
    assert_eq!(held(&running).into_iter().collect::<BTreeSet<_>>(), recorded.into_iter().collect());
}

#[test]
fn what_was_swallowed_before_the_hub_had_a_key_is_found_at_its_next_true_answer() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    kiosk.forget_key();
    let mut recorded = kiosk.record(20);
    kiosk.lead_to(&swallowing(incarnation(&running.address)));
    kiosk.sync().unwrap();
    assert_eq!(kiosk.status().waiting, 0, "they are gone");
    assert!(held(&running).is_empty());
    kiosk.lead_to(&running.address);
    recorded.extend(kiosk.record(3));
    kiosk.sync().unwrap();
    let found: BTreeSet<_> = held(&running).into_iter().collect();
    assert!(recorded.iter().all(|id| found.contains(id)));
    assert_eq!(kiosk.told().0, 20);
}

/// Something that hears what the hub answers to a terminal and says the same again to each later question.
fn repeating(hub: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let hub = hub.to_owned();
    std::thread::spawn(move || {
        let mut first: Option<Vec<u8>> = None;
        for mut stream in listener.incoming().flatten() {
            let mut request = vec![0; 65_536];
            let read = stream.read(&mut request).unwrap_or(0);
            let answer = first.get_or_insert_with(|| {
                let mut hub = TcpStream::connect(&hub).unwrap();
                let text = String::from_utf8_lossy(&request[..read]).into_owned();
                assert!(text.starts_with("POST"), "{text}");
                hub.write_all(&request[..read]).unwrap();
                hub.set_read_timeout(Some(std::time::Duration::from_secs(2))).unwrap();
                let mut answer = Vec::new();
                // The connection stays open; what came by then is the answer.
                let _ = hub.read_to_end(&mut answer);
                answer
            });
            let _ = stream.write_all(answer);
        }
    });
    address
}

#[test]
fn an_older_answer_given_again_is_no_answer() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    kiosk.lead_to(&repeating(&running.address));
    let knock = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        kiosk.with(|records| runtime.block_on(cups_kiosk::sync::runner::knock(&records)))
    };
    knock().unwrap();
    assert_eq!(knock().unwrap_err(), SyncError::Hub(ClientError::NoAnswer(Reason::OtherKey)));
}

#[test]
fn an_address_without_protection_is_refused_before_anything_is_said() {
    let kiosk = Kiosk::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let enrolled = kiosk.with(|records| {
        let address = "http://198.51.100.7:8480".to_owned();
        runtime.block_on(cups_kiosk::ui::runtime::enrol(records, address, "ABCD-2345".to_owned(), false))
    });
    let error = format!("{:?}", enrolled.unwrap_err());
    assert!(error.contains("Plain"), "{error}");
}
