//! A printer of ours: it hears IPP over HTTP as printers do, keeps what it received, and misbehaves as it is told.

use ipp::attribute::{IppAttribute, IppAttributeGroup, IppAttributes};
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As it should.
    Obeys,
    /// It takes a job, and then nothing happens.
    Hangs,
    /// It takes a job and waits for paper until it is refilled.
    OutOfPaper,
    /// It hangs up after so many bytes of a document.
    CutsOff(usize),
    /// It says that it is done and has printed nothing.
    Lies,
    /// It says that it is done while it complains.
    DoneAndComplains,
    /// It stops, gives the job up and says why.
    GivesUp,
}

#[derive(Default)]
struct State {
    manner: Option<Manner>,
    /// Complaints besides those of its manner.
    reasons: Vec<&'static str>,
    jobs: BTreeMap<i32, Job>,
    papers: Vec<Vec<u8>>,
    /// Operations as they came, with the title and the user they named.
    heard: Vec<(i16, String, String)>,
}

#[derive(Clone, Copy, Debug)]
struct Job {
    state: i32,
    sides: i32,
}

/// The printer.
#[derive(Clone)]
pub struct Device {
    state: Arc<Mutex<State>>,
    pub port: u16,
}

impl Device {
    /// One that listens on a port of this computer.
    pub fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let device = Self { state: Arc::default(), port };
        device.behave(manner);
        let serving = device.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let device = serving.clone();
                thread::spawn(move || device.serve(&stream));
            }
        });
        device
    }

    pub fn behave(&self, manner: Manner) {
        self.lock().manner = Some(manner);
    }

    pub fn complain(&self, reasons: &[&'static str]) {
        self.lock().reasons = reasons.to_vec();
    }

    /// Paper is put in: what waited is printed.
    pub fn refill(&self) {
        let mut state = self.lock();
        state.manner = Some(Manner::Obeys);
        for job in state.jobs.values_mut().filter(|job| job.state == 6 || job.state == 5) {
            *job = Job { state: 9, sides: 1 };
        }
    }

    /// The documents that came, in order.
    pub fn papers(&self) -> Vec<Vec<u8>> {
        self.lock().papers.clone()
    }

    /// How many jobs came out.
    pub fn printed(&self) -> usize {
        self.lock().jobs.values().filter(|job| job.state == 9 && job.sides > 0).count()
    }

    /// Every title and user name that it was told.
    pub fn names(&self) -> Vec<String> {
        self.lock().heard.iter().flat_map(|(_, title, user)| [title.clone(), user.clone()]).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn manner(&self) -> Manner {
        self.lock().manner.unwrap_or(Manner::Obeys)
    }

    /// Hears the requests of one connection.
    fn serve(&self, stream: &TcpStream) {
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut reader = BufReader::new(stream);
        while let Some(body) = self.request(&mut reader, stream) {
            let Some(answer) = self.answer(body) else { return };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n",
                answer.len()
            );
            let mut stream = stream;
            if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&answer)).is_err() {
                return;
            }
        }
    }

    /// The body of the next request; nothing at the end, or where it hangs up.
    fn request(&self, reader: &mut BufReader<&TcpStream>, mut stream: &TcpStream) -> Option<Vec<u8>> {
        let (mut length, mut chunked, mut line) = (0, false, String::new());
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        loop {
            line.clear();
            reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
            let head = line.trim().to_ascii_lowercase();
            if head.is_empty() {
                break;
            }
            match head.split_once(':')? {
                ("content-length", value) => length = value.trim().parse().ok()?,
                ("transfer-encoding", value) => chunked = value.trim() == "chunked",
                ("expect", _) => stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?,
                _ => {}
            }
        }
        let most = match self.manner() {
            Manner::CutsOff(most) => most,
            _ => usize::MAX,
        };
        let mut body = Vec::new();
        loop {
            let part = if chunked {
                line.clear();
                reader.read_line(&mut line).ok()?;
                usize::from_str_radix(line.trim(), 16).ok()?
            } else {
                length
            };
            let wanted = part.min(most.saturating_sub(body.len()).saturating_add(1024));
            let start = body.len();
            body.resize(start + wanted, 0);
            reader.read_exact(&mut body[start..]).ok()?;
            if wanted < part || body.len() > most.saturating_add(1024) {
                // It hangs up in the middle of the paper.
                let _ = stream.shutdown(std::net::Shutdown::Both);
                return None;
            }
            if chunked {
                line.clear();
                reader.read_line(&mut line).ok()?;
            }
            if part == 0 || !chunked {
                return Some(body);
            }
        }
    }

    fn answer(&self, body: Vec<u8>) -> Option<Vec<u8>> {
        let (header, asked, rest) = IppParser::new(IppReader::new(Cursor::new(body))).parse_parts().ok()?;
        let mut paper = Vec::new();
        rest.into_inner().read_to_end(&mut paper).ok()?;
        let group = asked.first_of(DelimiterTag::OperationAttributes)?;
        let operation = header.operation_or_status;
        let (title, user) = (text(group, "job-name"), text(group, "requesting-user-name"));
        self.lock().heard.push((operation, title, user));
        let version = header.version;
        let ok = |groups: Vec<(DelimiterTag, Vec<(&'static str, IppValue)>)>| {
            answer(version, StatusCode::SuccessfulOk, header.request_id, groups)
        };
        let is = |known: Operation| operation == known as i16;
        if is(Operation::GetPrinterAttributes) || is(Operation::CupsGetDefault) || is(Operation::CupsGetPrinters) {
            return Some(ok(vec![(DelimiterTag::PrinterAttributes, self.about())]));
        }
        if is(Operation::ValidateJob) {
            return Some(ok(Vec::new()));
        }
        if is(Operation::PrintJob) || is(Operation::CreateJob) {
            let id = {
                let mut state = self.lock();
                let id = i32::try_from(state.jobs.len()).unwrap() + 1;
                state.jobs.insert(id, Job { state: 3, sides: 0 });
                id
            };
            if is(Operation::PrintJob) {
                self.take(id, paper);
            }
            return Some(ok(vec![(DelimiterTag::JobAttributes, self.job(id))]));
        }
        let id = match group.get("job-id").map(IppAttribute::value) {
            Some(IppValue::Integer(id)) => *id,
            _ => text(group, "job-uri").rsplit('/').next().and_then(|id| id.parse().ok()).unwrap_or(0),
        };
        if is(Operation::SendDocument) {
            self.take(id, paper);
            return Some(ok(vec![(DelimiterTag::JobAttributes, self.job(id))]));
        }
        if is(Operation::GetJobs) {
            let ids: Vec<i32> = self.lock().jobs.keys().copied().collect();
            return Some(ok(ids.into_iter().map(|id| (DelimiterTag::JobAttributes, self.job(id))).collect()));
        }
        if is(Operation::CancelJob) {
            let mut state = self.lock();
            let job = state.jobs.get_mut(&id).filter(|job| job.state < 7);
            let status = if job.is_some() { StatusCode::SuccessfulOk } else { StatusCode::ClientErrorNotPossible };
            if let Some(job) = job {
                job.state = 7;
            }
            return Some(answer(version, status, header.request_id, Vec::new()));
        }
        if is(Operation::GetJobAttributes) {
            if !self.lock().jobs.contains_key(&id) {
                return Some(answer(version, StatusCode::ClientErrorNotFound, header.request_id, Vec::new()));
            }
            return Some(ok(vec![(DelimiterTag::JobAttributes, self.job(id))]));
        }
        if is(Operation::CancelMyJobs) || is(Operation::ResumePrinter) || is(Operation::ReleaseJob) {
            return Some(ok(Vec::new()));
        }
        Some(answer(version, StatusCode::ServerErrorOperationNotSupported, header.request_id, Vec::new()))
    }

    /// A document comes in.
    fn take(&self, id: i32, paper: Vec<u8>) {
        let manner = self.manner();
        let mut state = self.lock();
        let job = match manner {
            Manner::Obeys | Manner::DoneAndComplains => Job { state: 9, sides: 1 },
            Manner::Hangs | Manner::CutsOff(_) => Job { state: 5, sides: 0 },
            Manner::OutOfPaper => Job { state: 6, sides: 0 },
            Manner::Lies => Job { state: 9, sides: 0 },
            Manner::GivesUp => Job { state: 8, sides: 0 },
        };
        state.jobs.insert(id, job);
        if manner != Manner::Lies {
            state.papers.push(paper);
        }
    }

    fn reasons(&self) -> Vec<&'static str> {
        let mut reasons = self.lock().reasons.clone();
        reasons.extend(match self.manner() {
            Manner::OutOfPaper | Manner::DoneAndComplains => Some("media-empty-error"),
            Manner::GivesUp => Some("media-jam-error"),
            _ => None,
        });
        if reasons.is_empty() { vec!["none"] } else { reasons }
    }

    fn about(&self) -> Vec<(&'static str, IppValue)> {
        let waits = self.manner() == Manner::OutOfPaper && self.lock().jobs.values().any(|job| job.state == 6);
        let uri = format!("ipp://127.0.0.1:{}/ipp/print", self.port);
        let operations = [0x02, 0x04, 0x05, 0x06, 0x08, 0x09, 0x0a, 0x0b].map(IppValue::Enum).to_vec();
        vec![
            ("printer-name", IppValue::new_name_without_language("test").unwrap()),
            ("printer-info", IppValue::new_text_without_language("Test printer").unwrap()),
            ("printer-make-and-model", IppValue::new_text_without_language("Ours").unwrap()),
            ("printer-uri-supported", IppValue::new_uri(uri).unwrap()),
            ("uri-security-supported", keyword("none")),
            ("uri-authentication-supported", keyword("none")),
            ("printer-state", IppValue::Enum(if waits { 5 } else { 3 })),
            ("printer-state-reasons", keywords(&self.reasons())),
            ("printer-is-accepting-jobs", IppValue::Boolean(true)),
            ("operations-supported", IppValue::Array(operations)),
            ("ipp-versions-supported", keywords(&["1.1", "2.0"])),
            ("charset-configured", IppValue::new_charset("utf-8").unwrap()),
            ("charset-supported", IppValue::new_charset("utf-8").unwrap()),
            ("natural-language-configured", IppValue::new_natural_language("en").unwrap()),
            ("document-format-default", IppValue::new_mime_media_type("application/pdf").unwrap()),
            (
                "document-format-supported",
                IppValue::Array(
                    ["application/pdf", "application/octet-stream"]
                        .map(|kind| IppValue::new_mime_media_type(kind).unwrap())
                        .to_vec(),
                ),
            ),
            ("pdl-override-supported", keyword("not-attempted")),
            ("printer-up-time", IppValue::Integer(1000)),
            ("queued-job-count", IppValue::Integer(0)),
            ("copies-supported", IppValue::new_range_of_integer(1, 99)),
            ("sides-supported", keywords(&["one-sided", "two-sided-long-edge", "two-sided-short-edge"])),
            ("media-supported", keywords(&["iso_a4_210x297mm"])),
            ("media-default", keyword("iso_a4_210x297mm")),
        ]
    }

    fn job(&self, id: i32) -> Vec<(&'static str, IppValue)> {
        let job = self.lock().jobs.get(&id).copied().unwrap_or(Job { state: 8, sides: 0 });
        let reason = match job.state {
            6 => "printer-stopped",
            8 => "aborted-by-system",
            9 => "job-completed-successfully",
            _ => "none",
        };
        vec![
            ("job-id", IppValue::Integer(id)),
            ("job-uri", IppValue::new_uri(format!("ipp://127.0.0.1:{}/jobs/{id}", self.port)).unwrap()),
            ("job-state", IppValue::Enum(job.state)),
            ("job-state-reasons", keyword(reason)),
            ("job-impressions-completed", IppValue::Integer(job.sides)),
            ("job-media-sheets-completed", IppValue::Integer(job.sides)),
            ("job-originating-user-name", IppValue::new_name_without_language("nobody").unwrap()),
        ]
    }
}

fn keyword(word: &str) -> IppValue {
    IppValue::new_keyword(word).unwrap()
}

fn keywords(words: &[&str]) -> IppValue {
    IppValue::Array(words.iter().map(|word| keyword(word)).collect())
}

fn text(group: &IppAttributeGroup, name: &str) -> String {
    match group.get(name).map(IppAttribute::value) {
        Some(IppValue::NameWithoutLanguage(name)) => name.as_str().to_owned(),
        Some(IppValue::Uri(uri)) => uri.as_str().to_owned(),
        _ => String::new(),
    }
}

fn answer(
    version: IppVersion,
    status: StatusCode,
    id: i32,
    groups: Vec<(DelimiterTag, Vec<(&'static str, IppValue)>)>,
) -> Vec<u8> {
    let mut answer = IppRequestResponse::new_response(version, status, id).unwrap();
    for (tag, values) in groups {
        let mut group = IppAttributeGroup::new(tag);
        for (name, value) in values {
            group.attributes_mut().push(IppAttribute::with_name(name, value).unwrap());
        }
        answer.attributes_mut().groups_mut().push(group);
    }
    let all: &IppAttributes = answer.attributes();
    let mut bytes = answer.header().to_bytes().to_vec();
    bytes.extend_from_slice(&all.to_bytes());
    bytes
}
