//! Versions that meet: a relay older than terminal and hub, a relay newer than both, a hub newer than terminal and relay. The relays
//! answer as `tests/golden/relay-1.jsonl` says, in the form of the first version or with what a later one may add; the newer hub is
//! the hub's program behind a front that adds to its signed answers what versions to come may say, and signs them anew with the hub's
//! own key. README's table says which meeting is played where.

use super::{counts, round, set, until, wait};
use crate::ground::Running;
use crate::kiosk::{Kiosk, held};
use crate::place::{Relay, Room, code_of, go_by};
use cups_kiosk::hub::keys::HubKeys;
use cups_kiosk::hub::relay::RelayKeys;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::relay::{RECEIPTS, RELAY_HEADER, ReceiptsQuestion};
use cups_kiosk::protocol::room;
use cups_kiosk::protocol::signature::{ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, sign_answer};
use cups_kiosk::store::records::RoomPlace;
use cups_kiosk::sync::planner::BatchSize;
use cups_kiosk::sync::runner::room::exchange;
use cups_kiosk::sync::runner::send_batch_now;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;

/// A request or an answer, whole.
struct Message {
    first: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Message {
    /// Reads one as far as it came; nothing while more of it has to come.
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let first = lines.next()?.to_owned();
        let named =
            |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        let headers: Vec<(String, String)> = lines.filter_map(named).collect();
        let length =
            headers.iter().find(|(name, _)| name == "content-length").map_or(Some(0), |(_, text)| text.parse().ok())?;
        let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
        Some(Self { first, headers, body })
    }

    fn header(&self, wanted: &str) -> &str {
        self.headers.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value)
    }

    fn path(&self) -> &str {
        self.first.split(' ').nth(1).unwrap_or_default()
    }

    fn status(&self) -> u16 {
        self.path().parse().unwrap_or(0)
    }

    fn write(&self) -> Vec<u8> {
        let kept = self
            .headers
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "content-length" | "connection" | "transfer-encoding"));
        let lines = kept.flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect::<String>();
        let head = format!("{}\r\n{lines}content-length: {}\r\nconnection: close\r\n\r\n", self.first, self.body.len());
        [head.as_bytes(), &self.body].concat()
    }

    /// What the hub answers to it.
    fn answered(&self, hub: &str) -> Option<Self> {
        let mut line = TcpStream::connect(hub).ok()?;
        line.write_all(&self.write()).ok()?;
        let mut bytes = Vec::new();
        line.read_to_end(&mut bytes).ok()?;
        Self::read(&bytes)
    }
}

/// How a relay of another version is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Age {
    /// The first: it keeps and passes on, one by one, and has nothing of a room, of plans or of news about its line.
    Older,
    /// One to come, which says more than this version knows.
    Newer,
}

/// Starts a relay of another version; gives its address and what it was asked for.
fn relay(age: Age, folder: &Path, hub: &str) -> (String, Arc<Mutex<Vec<String>>>) {
    let acceptor = RelayKeys::open(folder).unwrap().acceptor().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    listener.set_nonblocking(true).unwrap();
    let (asked, hub): (Arc<Mutex<Vec<String>>>, String) = (Arc::default(), hub.to_owned());
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        wait(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let kept: Arc<Mutex<BTreeMap<String, Value>>> = Arc::default();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, hub, kept, heard) =
                    (acceptor.clone(), hub.clone(), Arc::clone(&kept), Arc::clone(&heard));
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await.ok()?;
                    let mut bytes = Vec::new();
                    let request = loop {
                        if let Some(request) = Message::read(&bytes) {
                            break request;
                        }
                        if stream.read_buf(&mut bytes).await.ok()? == 0 {
                            return None;
                        }
                    };
                    heard.lock().unwrap().push(request.path().to_owned());
                    let answer = tokio::task::spawn_blocking(move || answer(age, &request, &hub, &kept)).await.ok()?;
                    stream.write_all(&answer.write()).await.ok()?;
                    stream.shutdown().await.ok()
                });
            }
        });
    });
    (address, asked)
}

fn answer(age: Age, request: &Message, hub: &str, kept: &Mutex<BTreeMap<String, Value>>) -> Message {
    let mut headers = vec![(RELAY_HEADER.to_owned(), if age == Age::Older { "1" } else { "2" }.to_owned())];
    if age == Age::Newer {
        headers.push(("cups-relay-mood".to_owned(), "calm; 0.5".to_owned()));
    }
    let mut of_json = |status: &str, mut said: Value| {
        if age == Age::Newer {
            said["newer"] = json!({ "moons": [1, 2, 18_446_744_073_709_551_615_u64], "why": null });
        }
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
        Message {
            first: format!("HTTP/1.1 {status}"),
            headers: std::mem::take(&mut headers),
            body: said.to_string().into_bytes(),
        }
    };
    match request.path() {
        path::JOURNAL_ENTRIES => {
            let nonce = request.header(NONCE_HEADER).to_owned();
            let answered = request.answered(hub).unwrap();
            let receipt = json!({
                "nonce": nonce,
                "standing": "answered",
                "answer": String::from_utf8(answered.body.clone()).unwrap(),
                "signature": answered.header(ANSWER_HEADER),
            });
            assert_eq!(answered.status(), 200);
            kept.lock().unwrap().insert(nonce.clone(), receipt);
            let mut said = json!({ "verdict": "kept", "nonce": nonce });
            if age == Age::Newer {
                said["line"] = "moon-in-the-way".into();
            }
            of_json("202 Accepted", said)
        }
        RECEIPTS => {
            // An older one passes over what a newer terminal asks besides.
            let question: ReceiptsQuestion = serde_json::from_slice(&request.body).unwrap();
            let mut kept = kept.lock().unwrap();
            for settled in &question.settled {
                kept.remove(settled);
            }
            let mut receipts: Vec<Value> = Vec::new();
            for nonce in &question.awaited {
                let mut receipt =
                    kept.get(nonce).cloned().unwrap_or_else(|| json!({ "nonce": nonce, "standing": "unknown" }));
                if age == Age::Newer {
                    receipt["share"] = json!(0.5);
                    // A standing that is not known here is said the first time.
                    if receipt.get("told").is_none() && receipt["standing"] == "answered" {
                        let mut told = receipt.clone();
                        told["told"] = true.into();
                        kept.insert(nonce.clone(), told);
                        receipt = json!({ "nonce": nonce, "standing": "halfway", "share": 0.5 });
                    }
                }
                receipts.push(receipt);
            }
            of_json("200 OK", json!({ "receipts": receipts }))
        }
        path::ENROLMENTS | path::RECOVERY_CODES | path::PROVIDER_STATES => {
            let mut answered = request.answered(hub).unwrap();
            answered.headers.extend(headers);
            answered
        }
        _ => Message { first: "HTTP/1.1 404 Not Found".to_owned(), headers, body: Vec::new() },
    }
}

fn through_a_relay_of(age: Age) {
    let room = Room::new();
    let (address, asked) = relay(age, room.relay.path(), &room.hub.address);
    let kiosks = [0; 2].map(|_| Kiosk::enrolled(&room.ground, &room.hub));
    let mut recorded: Vec<Uuid> = Vec::new();
    for kiosk in &kiosks {
        go_by(kiosk, &code_of(room.relay.path(), &address));
        recorded.extend(kiosk.record(6));
    }
    for kiosk in &kiosks {
        // A round hands over, and what the relay says settles nothing; "now" is a word that an older one does not know.
        let sent = kiosk.with(|records| wait(send_batch_now(&records, BatchSize::default(), true))).unwrap();
        assert_eq!((sent.kept, counts(kiosk)), (6, (6, 6, 0)), "{age:?}");
        until("the receipts", || {
            round(kiosk).unwrap();
            counts(kiosk) == (0, 0, 6)
        });
        // It keeps no log for the room: that is no error, and neither does it keep the other way from being taken.
        let shared = kiosk.with(|records| wait(exchange(&records, RoomPlace::Relay)));
        assert!(matches!(shared, Ok(None)), "{age:?}: {shared:?}");
        let shared = kiosk.with(|records| wait(exchange(&records, RoomPlace::Hub)));
        assert!(matches!(shared, Ok(None)), "{age:?}: {shared:?}");
        let doctor = kiosk.doctor();
        assert!(doctor.contains("ok  hub"), "{age:?}: {doctor}");
    }
    assert_eq!(held(&room.hub).len(), recorded.len(), "{age:?}: each once");
    assert_eq!(set(&held(&room.hub)), set(&recorded));
    assert!(asked.lock().unwrap().iter().any(|path| path == RECEIPTS));
}

#[test]
fn a_relay_older_than_terminal_and_hub_keeps_and_passes_on_as_ever() {
    through_a_relay_of(Age::Older);
}

#[test]
fn a_relay_newer_than_terminal_and_hub_is_understood_as_far_as_it_is_known() {
    through_a_relay_of(Age::Newer);
}

/// Stands before the hub's program and makes a newer hub of it. Gives the address.
fn newer(running: &Running, folder: &Path) -> String {
    let keys = HubKeys::open(folder, false).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, hub) = (listener.local_addr().unwrap().to_string(), running.address.clone());
    // Each entry is answered with a verdict that is not known here once; then it is as ever.
    let pondered: Arc<Mutex<BTreeMap<String, u32>>> = Arc::default();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (keys, hub, pondered) = (keys.clone(), hub.clone(), Arc::clone(&pondered));
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let request = loop {
                    if let Some(request) = Message::read(&bytes) {
                        break request;
                    }
                    let mut piece = [0; 4096];
                    let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
                    bytes.extend_from_slice(&piece[..count]);
                };
                let mut answer = request.answered(&hub)?;
                answer.headers.push(("cups-hub-weather".to_owned(), "rain, 2 °C".to_owned()));
                if answer.status() == 200 {
                    say_more(request.path(), &mut answer, &pondered);
                }
                if !answer.header(ANSWER_HEADER).is_empty() {
                    let (nonce, signature) = (request.header(NONCE_HEADER), request.header(SIGNATURE_HEADER));
                    let signature = sign_answer(&keys.answers, nonce, signature, &answer.body);
                    answer.headers.retain(|(name, _)| name != ANSWER_HEADER);
                    answer.headers.push((ANSWER_HEADER.to_owned(), signature));
                }
                stream.write_all(&answer.write()).ok()
            });
        }
    });
    address
}

/// What versions to come may add to an answer: fields, verdicts, codes, numbers beyond those of now, kinds of parcels.
fn say_more(path: &str, answer: &mut Message, pondered: &Mutex<BTreeMap<String, u32>>) {
    let more = json!({ "bodies": [{ "name": "a", "at": null }], "count": 18_446_744_073_709_551_615_u64 });
    if path == path::ROOM {
        let mut said: Value = room::unpack(&answer.body).unwrap();
        said["newer"] = more;
        said["parcels"].as_array_mut().unwrap().push("cups-parcel-9\nsigned otherwise\n{}".into());
        answer.body = room::pack(&said).unwrap();
        return;
    }
    let Ok(mut said) = serde_json::from_slice::<Value>(&answer.body) else { return };
    // What the editors signed says what they signed.
    if !said.is_object() || path.starts_with(path::CATALOGUE) {
        return;
    }
    said["newer"] = more;
    if path == path::JOURNAL_ENTRIES && said["verdicts"].is_array() {
        let mut pondered = pondered.lock().unwrap();
        for verdict in said["verdicts"].as_array_mut().unwrap() {
            verdict["confidence"] = json!(0.99);
            let times = pondered.entry(verdict["id"].as_str().unwrap().to_owned()).or_default();
            *times += 1;
            if *times == 1 {
                (verdict["verdict"], verdict["code"]) = ("pondered".into(), "of-a-newer-hub".into());
            }
        }
        let stranger = json!({ "id": Uuid::nil(), "verdict": "accepted", "receipt": "nobody's", "ring": 3 });
        said["verdicts"].as_array_mut().unwrap().push(stranger);
        for marks in said["watermarks"].as_array_mut().unwrap() {
            marks["engraved"] = 7.into();
        }
    }
    answer.body = said.to_string().into_bytes();
}

#[test]
fn a_hub_newer_than_the_terminal_is_understood_as_far_as_it_is_known() {
    let room = Room::new();
    let kiosk = Kiosk::new();
    kiosk.enrol(&room.ground, &newer(&room.hub, &room.ground.path("data")));
    let recorded = kiosk.record(9);
    until("all received", || {
        let sent = kiosk.with(|records| wait(send_batch_now(&records, BatchSize::default(), false)));
        assert!(sent.is_ok(), "{sent:?}");
        let (waiting, _, received) = counts(&kiosk);
        assert_eq!(waiting + received, 9, "what is not understood waits");
        waiting == 0
    });
    assert_eq!(kiosk.status().quarantined, 0);
    assert_eq!(held(&room.hub), recorded);
    let shared = kiosk.with(|records| wait(exchange(&records, RoomPlace::Hub)));
    assert!(matches!(shared, Ok(Some(_))), "{shared:?}");
    let doctor = kiosk.doctor();
    assert!(doctor.contains("ok  hub") && doctor.contains("ok  recovery codes"), "{doctor}");
}

#[test]
fn a_hub_newer_than_terminal_and_relay_is_understood_through_the_relay() {
    let room = Room::new();
    let upstream = format!("http://{}", newer(&room.hub, &room.ground.path("data")));
    let relay = Relay::start(room.relay.path(), &upstream, "127.0.0.1:0");
    let kiosk = Kiosk::enrolled(&room.ground, &room.hub);
    go_by(&kiosk, &code_of(room.relay.path(), &relay.address));
    let recorded = kiosk.record(9);
    until("all received", || {
        round(&kiosk).unwrap();
        counts(&kiosk) == (0, 0, 9)
    });
    assert_eq!(held(&room.hub), recorded);
    for place in [RoomPlace::Relay, RoomPlace::Hub] {
        let shared = kiosk.with(|records| wait(exchange(&records, place)));
        assert!(matches!(shared, Ok(Some(_))), "{place:?}: {shared:?}");
    }
}
