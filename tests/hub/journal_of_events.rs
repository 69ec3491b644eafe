//! A stand-in for the State's journal of events: it keeps to the rules of its public guide, refuses what they refuse, and can be
//! told to fail in the ways in which services and lines do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, SignatureScheme, StreamOwned};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// The fields that the guide names.
const FIELDS: [&str; 19] = [
    "event_time",
    "event_type",
    "event_id",
    "event_correlation",
    "event_level",
    "event_source",
    "event_message",
    "event_details",
    "legal_entity",
    "legal_basis",
    "legal_reason",
    "user",
    "user_session",
    "user_address",
    "subject",
    "subject_type",
    "subject_name",
    "object",
    "object_type",
];

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// It is judged by the rules.
    Takes,
    /// It fails, and keeps nothing.
    Fails,
    /// It has no time.
    Busy,
    /// Somebody else answers.
    Portal,
    /// The line is cut before anything is kept.
    CutBefore,
    /// Everything is kept, and the line is cut before the answer.
    CutAfter,
    /// Everything is kept, and no answer comes until it is let go.
    Holds,
    /// A message with an event of this kind is refused.
    Refuses(String),
}

#[derive(Default)]
struct State {
    next: VecDeque<Conduct>,
    usual: Option<Conduct>,
    kept: Vec<Value>,
    messages: usize,
    broken: Vec<String>,
    holding: bool,
    let_go: bool,
}

pub struct StandIn {
    pub address: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl StandIn {
    pub fn new() -> Self {
        Self::knowing(None, None)
    }

    /// One that takes only what was signed with the key of this file.
    pub fn of_signed(key: &[u8]) -> Self {
        let key = PrivateKeyDer::from_pem_slice(key).unwrap();
        let key = aws_lc_rs::sign::any_supported_type(&key).unwrap();
        let public = key.public_key().unwrap();
        // Behind the 24 bytes that say which kind of key it is stands the key.
        Self::knowing(Some(public[24..].to_vec()), None)
    }

    /// One that is protected, and knows a hub by its certificate alone.
    pub fn protected() -> Self {
        let file = |name: &str| format!("{}/tests/tls/{name}", env!("CARGO_MANIFEST_DIR"));
        let certificates =
            |name: &str| CertificateDer::pem_file_iter(file(name)).unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(certificates("events-keeper.pem").remove(0)).unwrap();
        let known =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().unwrap();
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(known)
            .with_single_cert(certificates("good.pem"), PrivateKeyDer::from_pem_file(file("server.key")).unwrap())
            .unwrap();
        Self::knowing(None, Some(Arc::new(config)))
    }

    fn knowing(key: Option<Vec<u8>>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let begin = if tls.is_some() { "https://localhost" } else { "http://127.0.0.1" };
        let address = format!("{begin}:{port}/register");
        let state: Arc<(Mutex<State>, Condvar)> = Arc::default();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, key, tls) = (Arc::clone(&shared), key.clone(), tls.clone());
                std::thread::spawn(move || match tls {
                    None => serve(stream, &shared, key.as_deref()),
                    Some(tls) => {
                        let connection = ServerConnection::new(tls).unwrap();
                        serve(StreamOwned::new(connection, stream), &shared, key.as_deref());
                    }
                });
            }
        });
        Self { address, state }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.0.lock().unwrap()
    }

    /// What becomes of the next messages, and then of all others.
    pub fn conducts(&self, next: &[Conduct], usual: Conduct) {
        let mut state = self.state();
        state.next = next.iter().cloned().collect();
        state.usual = Some(usual);
    }

    /// Everything that was kept, in its order.
    pub fn kept(&self) -> Vec<Value> {
        self.state().kept.clone()
    }

    pub fn messages(&self) -> usize {
        self.state().messages
    }

    /// What was against the rules.
    pub fn broken(&self) -> Vec<String> {
        self.state().broken.clone()
    }

    /// Waits until something is so.
    pub fn wait(&self, what: &str, mut is_so: impl FnMut(&[Value]) -> bool) -> Vec<Value> {
        let begun = Instant::now();
        loop {
            let kept = self.kept();
            if is_so(&kept) {
                return kept;
            }
            assert!(begun.elapsed() < Duration::from_secs(90), "never: {what}; {} kept", kept.len());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until so many different events were kept.
    pub fn wait_for(&self, events: usize) -> Vec<Value> {
        self.wait(&format!("{events} events"), |kept| ids(kept).len() >= events)
    }

    /// Waits until a message is held.
    pub fn wait_until_held(&self) {
        let (state, changed) = &*self.state;
        let held = changed.wait_timeout_while(state.lock().unwrap(), Duration::from_secs(90), |state| !state.holding);
        assert!(held.unwrap().0.holding);
    }

    pub fn let_go(&self) {
        self.state().let_go = true;
        self.state.1.notify_all();
    }
}

/// The different ids of events.
pub fn ids(events: &[Value]) -> BTreeSet<String> {
    events.iter().map(|event| event["event_id"].as_str().unwrap().to_owned()).collect()
}

/// The number of an event at its hub.
pub fn number(event: &Value) -> u64 {
    let details: Value = serde_json::from_str(event["event_details"].as_str().unwrap()).unwrap();
    details["number"].as_u64().unwrap()
}

fn serve<S: Read + Write>(mut stream: S, shared: &(Mutex<State>, Condvar), key: Option<&[u8]>) {
    while let Some(body) = request(&mut stream) {
        let (state, changed) = shared;
        let conduct = {
            let mut state = state.lock().unwrap();
            state.messages += 1;
            state.next.pop_front().or_else(|| state.usual.clone()).unwrap_or(Conduct::Takes)
        };
        let told = match conduct {
            Conduct::Fails => Some(answer(500, "", r#"{"status":"500","message":"internal"}"#)),
            Conduct::Busy => Some(answer(503, "retry-after: 1\r\n", "")),
            Conduct::Portal => Some(answer(200, "", "<html>welcome</html>")),
            Conduct::CutBefore => None,
            Conduct::Takes | Conduct::CutAfter | Conduct::Holds | Conduct::Refuses(_) => {
                let refuses = if let Conduct::Refuses(kind) = &conduct { Some(kind.as_str()) } else { None };
                match judged(&body, key, refuses) {
                    Err(what) => {
                        if refuses.is_none() {
                            state.lock().unwrap().broken.push(what.clone());
                        }
                        let status = if what == "too large" { 413 } else { 400 };
                        let said = serde_json::json!({"status": status.to_string(), "message": what});
                        Some(answer(status, "", &said.to_string()))
                    }
                    Ok(events) => {
                        let mut state = state.lock().unwrap();
                        state.kept.extend(events);
                        if conduct == Conduct::Holds {
                            state.holding = true;
                            changed.notify_all();
                            let let_go = |state: &mut State| !state.let_go;
                            drop(changed.wait_timeout_while(state, Duration::from_secs(90), let_go));
                            return;
                        }
                        let uid = uuid::Uuid::now_v7();
                        let said =
                            format!(r#"{{"status":"200","message":"OK","timestamp":"1480457557976","UID":"{uid}"}}"#);
                        (conduct != Conduct::CutAfter).then(|| answer(200, "", &said))
                    }
                }
            }
        };
        let Some(told) = told else { return };
        if stream.write_all(told.as_bytes()).and_then(|()| stream.flush()).is_err() {
            return;
        }
    }
}

fn answer(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn request<S: Read>(stream: &mut S) -> Option<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut first) = (0, String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if first.is_empty() {
            first.clone_from(&line);
        }
        let lower = line.to_ascii_lowercase();
        if let Some(said) = lower.strip_prefix("content-length:") {
            length = said.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    assert!(first.starts_with("POST /register "), "{first}");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(body)
}

/// The events of a message, or what of it is against the rules: then nothing of it is kept.
fn judged(body: &[u8], key: Option<&[u8]>, refuses: Option<&str>) -> Result<Vec<Value>, String> {
    if body.len() > 256 * 1024 {
        return Err("too large".to_owned());
    }
    let text = std::str::from_utf8(body).map_err(|_| "no text")?;
    let mut events = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let event = if line.starts_with('{') {
            if key.is_some() {
                return Err("not signed".to_owned());
            }
            line.to_owned()
        } else {
            opened(line, key.ok_or("signed by nobody known")?)?
        };
        let event: Value = serde_json::from_str(&event).map_err(|_| "no valid JSON")?;
        keeps_to_rules(&event)?;
        if refuses.is_some_and(|kind| event["event_type"] == kind) {
            return Err("this one is not wanted".to_owned());
        }
        events.push(event);
    }
    if events.is_empty() { Err("nothing in it".to_owned()) } else { Ok(events) }
}

/// What a JWS holds, when it was signed with the key.
fn opened(line: &str, key: &[u8]) -> Result<String, String> {
    let parts: Vec<&str> = line.split('.').collect();
    let [header, payload, signature] = parts[..] else { return Err("no JWS".to_owned()) };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| "no base64url".to_owned());
    let said: Value = serde_json::from_slice(&decode(header)?).map_err(|_| "no header")?;
    if said["alg"] != "RS256" {
        return Err("not RS256".to_owned());
    }
    let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
    let (_, known) =
        algorithms.mapping.iter().find(|(scheme, _)| *scheme == SignatureScheme::RSA_PKCS1_SHA256).unwrap();
    let signed = format!("{header}.{payload}");
    let holds = known.iter().any(|one| {
        decode(signature).is_ok_and(|signature| one.verify_signature(key, signed.as_bytes(), &signature).is_ok())
    });
    if !holds {
        return Err("the signature does not fit".to_owned());
    }
    String::from_utf8(decode(payload)?).map_err(|_| "no text".to_owned())
}

fn keeps_to_rules(event: &Value) -> Result<(), String> {
    let fields = event.as_object().ok_or("no object")?;
    for (name, value) in fields {
        if !FIELDS.contains(&name.as_str()) {
            return Err(format!("{name} is no field of the guide"));
        }
        let text = value.as_str().ok_or(format!("{name} is no text"))?;
        if text.len() > 32_766 || text.is_empty() {
            return Err(format!("{name} has {} bytes", text.len()));
        }
    }
    let of = |name: &str| event[name].as_str().ok_or(format!("{name} is missing"));
    if !is_time(of("event_time")?) {
        return Err("event_time is none".to_owned());
    }
    let words: Vec<&str> = of("event_type")?.split('.').collect();
    if words.len() != 3
        || words.iter().any(|word| word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        return Err("event_type is not System.X.Y".to_owned());
    }
    if words[1] == "PersonalData" && !["Access", "Export", "Validate", "Search", "Transfer"].contains(&words[2]) {
        return Err("no such event of personal data".to_owned());
    }
    Ok(())
}

/// `YYYY-MM-dd[THH:mm:ss[.SSS][Z|±HH[mm]]]`, in the part of it that programs write.
fn is_time(text: &str) -> bool {
    let form = "0000-00-00T00:00:00.000Z";
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(one, form)| if form == b'0' { one.is_ascii_digit() } else { one == form })
}

#[test]
fn the_stand_in_refuses_what_the_guide_refuses() {
    let good = r#"{"event_time":"2026-11-28T09:00:00.000Z","event_type":"CUPS.Journal.CaseOpened","event_id":"1"}"#;
    assert_eq!(judged(format!("{good}\n\n{good}\n").as_bytes(), None, None).unwrap().len(), 2);
    let long = good.replace("\"1\"", &format!("\"{}\"", "ș".repeat(17_000)));
    let large = vec![good; 3_000].join("\n");
    for bad in [
        "{",
        "[]",
        "",
        &good.replace("event_time", "event_when"),
        &good.replace(".000Z", ".000000Z"),
        &good.replace("CUPS.Journal.CaseOpened", "CaseOpened"),
        &good.replace("Journal.CaseOpened", "PersonalData.Erased"),
        &good.replace("\"1\"", "1"),
        &long,
        &large,
        "eyJhbGciOiJSUzI1NiJ9.e30.AA",
    ] {
        assert!(judged(bad.as_bytes(), None, None).is_err(), "{}", &bad[..bad.len().min(80)]);
    }
    assert!(judged(good.as_bytes(), Some(&[1]), None).is_err(), "not signed");
}
