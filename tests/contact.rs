//! Why nothing goes to the hub, told apart over real sockets: what answers in the hub's place, certificates that are
//! not right, and the real hub that shut a terminal out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "window/ground.rs"]
#[allow(dead_code, reason = "the window's tests use the rest")]
mod ground;
mod stage;

use cups_kiosk::domain::gauge::gauge;
use cups_kiosk::sync::reason::{Contact, Reason};
use cups_kiosk::sync::runner::SyncStatus;
use cups_kiosk::ui::app::{EnrolError, Reply};
use iced::keyboard::key::Named;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use stage::Stage;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Certificates and a key that were made for these tests and open nothing.
fn tls(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}

/// A server that gives everybody the same answer, and counts who asked.
struct Server {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Server {
    fn plain(answer: impl Into<String>) -> Self {
        Self::start(answer.into(), |stream| Box::new(stream))
    }

    /// With this certificate; the handshake fails where nobody trusts it.
    fn with_certificate(name: &str, answer: &str) -> Self {
        let certificates = vec![
            CertificateDer::from_pem_file(tls(name)).unwrap(),
            CertificateDer::from_pem_file(tls("authority.pem")).unwrap(),
        ];
        let key = PrivateKeyDer::from_pem_file(tls("server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(certificates, key)
            .unwrap();
        let config = Arc::new(config);
        Self::start(answer.to_owned(), move |stream| {
            Box::new(StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream))
        })
    }

    fn start(answer: String, wrap: impl Fn(TcpStream) -> Box<dyn Both> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut stream = wrap(stream);
                if ground::read_request(&mut stream).is_some() {
                    counted.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(answer.as_bytes());
                    let _ = stream.flush();
                }
            }
        });
        Self { port, asked }
    }
}

trait Both: Read + Write {}
impl<T: Read + Write> Both for T {}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn kiosk(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
    command.args(arguments).arg("--data").arg(data).env_remove("CUPS_LOG").env_remove("SSL_CERT_DIR");
    command.env("SSL_CERT_FILE", tls("authority.pem"));
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    command.output().unwrap()
}

/// What enrolment at this address says.
fn enrol(hub: &str) -> String {
    let data = tempfile::tempdir().unwrap();
    let output = kiosk(data.path(), &["enrol", "--hub", hub, "--code", "ABCD-2345"]);
    assert_eq!(output.status.code(), Some(1), "{hub}");
    let said = String::from_utf8(output.stderr).unwrap();
    said.lines().last().unwrap().to_owned()
}

fn assert_said(hub: &str, reason: Reason) {
    let said = enrol(hub);
    assert!(said.contains(reason.what()), "{hub}: {said} is not {reason:?}");
    assert!(said.contains(reason.next()), "{said} does not say what to do");
}

#[test]
fn certificates_that_are_not_right_are_told_apart() {
    let nothing = answer("200 OK", "content-type: application/json\r\n", "{}");
    for (certificate, reason) in [
        ("ran-out.pem", Reason::CertificateRanOut),
        ("not-yet.pem", Reason::CertificateNotYetValid),
        ("other-name.pem", Reason::CertificateOtherName),
        ("untrusted.pem", Reason::CertificateUntrusted),
        // With a right one it is only no hub.
        ("good.pem", Reason::NotTheHub),
    ] {
        let server = Server::with_certificate(certificate, &nothing);
        assert_said(&format!("https://127.0.0.1:{}", server.port), reason);
        assert_eq!(server.asked.load(Ordering::SeqCst), usize::from(reason == Reason::NotTheHub), "{certificate}");
    }
}

#[test]
fn tls_spoken_to_plain_http_and_plain_http_to_tls_are_told_apart() {
    let plain = Server::plain(answer("400 Bad Request", "content-type: text/html\r\n", "<h1>Bad Request</h1>"));
    // A server of plain HTTP answers the first bytes of TLS at once, without waiting for a whole request.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
        }
    });
    assert_said(&format!("https://127.0.0.1:{port}"), Reason::NotTls);
    assert_said(&format!("http://127.0.0.1:{}", plain.port), Reason::NotTheHub);
    let secure = Server::with_certificate("good.pem", "");
    assert_said(&format!("http://127.0.0.1:{}", secure.port), Reason::NotHttp);
}

#[test]
fn nobody_there_and_no_such_name_are_told_apart() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_said(&format!("http://127.0.0.1:{free}"), Reason::ConnectionRefused);
    let said = enrol("https://no-such-hub.invalid");
    // Where no name server can be asked nothing is known of the name.
    assert!(said.contains(Reason::NameUnknown.what()) || said.contains(Reason::NoLine.what()), "{said}");
    assert!(enrol("hub.example").contains("not an address"));
}

#[test]
fn whoever_answers_in_the_place_of_the_hub_is_told_apart() {
    let page = "<html><body>Sign in to the network</body></html>";
    let html = "content-type: text/html; charset=utf-8\r\n";
    for (status, headers, body, reason) in [
        ("200 OK", html, page, Reason::LoginPage),
        ("302 Found", "location: http://127.0.0.1:9/login\r\n", "", Reason::LoginPage),
        ("511 Network Authentication Required", html, page, Reason::LoginPage),
        ("200 OK", "content-type: application/json\r\n", "{\"ok\": true}", Reason::NotTheHub),
        ("401 Unauthorized", html, page, Reason::PasswordAsked),
        ("404 Not Found", html, page, Reason::WrongPath),
        ("413 Content Too Large", html, page, Reason::TooLarge),
        ("502 Bad Gateway", html, page, Reason::HubDown),
        // What names an incarnation and does not speak as ours does.
        ("200 OK", "cups-hub-incarnation: one\r\ncontent-type: text/html\r\n", page, Reason::NotTheHub),
        ("200 OK", "cups-hub-incarnation: one\r\ncontent-type: application/json\r\n", "{}", Reason::NotTheHub),
        ("500 Internal Server Error", "cups-hub-incarnation: one\r\n", "", Reason::HubFailed),
        ("503 Service Unavailable", "cups-hub-incarnation: one\r\nretry-after: 30\r\n", "", Reason::Later),
    ] {
        let server = Server::plain(answer(status, headers, body));
        assert_said(&format!("http://127.0.0.1:{}", server.port), reason);
    }
    let cut = Server::plain(
        "HTTP/1.1 200 OK\r\ncups-hub-incarnation: one\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{",
    );
    assert_said(&format!("http://127.0.0.1:{}", cut.port), Reason::LineBroke);
    let silent = Server::plain("");
    assert_said(&format!("http://127.0.0.1:{}", silent.port), Reason::LineBroke);
}

#[test]
fn a_redirect_is_never_followed() {
    let login =
        Server::plain(answer("200 OK", "cups-hub-incarnation: one\r\ncontent-type: application/json\r\n", "{}"));
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let headers = format!("location: http://127.0.0.1:{}/api/v1/enrolments\r\n", login.port);
        let network = Server::plain(answer(status, &headers, ""));
        assert_said(&format!("http://127.0.0.1:{}", network.port), Reason::LoginPage);
        assert_eq!(network.asked.load(Ordering::SeqCst), 1, "{status}");
    }
    assert_eq!(login.asked.load(Ordering::SeqCst), 0, "the code went to somebody else");
}

fn said(output: &Output) -> (String, String) {
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_revoked_terminal_and_one_that_the_hub_does_not_know_are_told_so_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let mut hub = ground::Hub::start(&folder.path().join("hub"));
    let data = folder.path().join("kiosk");
    hub.enrol(&data);
    let (out, error) = said(&kiosk(&data, &["sync", "--once"]));
    assert!(out.contains("catalogue 1 in use: signed until") && out.contains("0 entries settled"), "{out}{error}");
    let (out, _) = said(&kiosk(&data, &["doctor"]));
    assert!(out.contains("ok  hub:") && out.contains("ok  signature: holds until"), "{out}");
    let terminal = out.lines().find_map(|line| line.strip_prefix("ok  terminal: ")).unwrap().to_owned();
    let (out, _) = said(&kiosk(&data, &["outbox", "status"]));
    assert!(out.contains("the hub answered"), "{out}");

    let revoked = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["revoke", "--terminal", &terminal, "--data"])
        .arg(folder.path().join("hub"))
        .status()
        .unwrap();
    assert!(revoked.success());
    let output = kiosk(&data, &["sync", "--once"]);
    let (out, error) = said(&output);
    assert_eq!(output.status.code(), Some(1), "nothing waits, and nothing would be taken");
    assert!(error.contains(Reason::Revoked.what()) && error.contains(Reason::Revoked.next()), "{error}");
    assert!(out.contains("catalogue 1 in use"), "how the catalogue stands is said all the same: {out}");
    let (out, _) = said(&kiosk(&data, &["outbox", "status"]));
    assert!(out.contains(Reason::Revoked.what()), "{out}");
    let (out, _) = said(&kiosk(&data, &["outbox", "status", "--json"]));
    let view: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(view["lastContact"]["result"], "revoked");
    let output = kiosk(&data, &["doctor"]);
    let (out, _) = said(&output);
    assert!(out.contains(&format!("BAD hub: {}", Reason::Revoked.what())), "{out}");
    assert_eq!(output.status.code(), Some(1));

    // A terminal that this hub never saw: as after a backup that is older than its enrolment.
    let identity = data.join("identity.json");
    let mut text: serde_json::Value = serde_json::from_slice(&std::fs::read(&identity).unwrap()).unwrap();
    text["terminal"] = "t-01890000-0000-7000-8000-000000000000".into();
    std::fs::write(&identity, serde_json::to_vec(&text).unwrap()).unwrap();
    let (_, error) = said(&kiosk(&data, &["sync", "--once"]));
    assert!(error.contains(Reason::TerminalUnknown.what()), "{error}");

    hub.stop();
    let (out, error) = said(&kiosk(&data, &["sync", "--once"]));
    assert!(error.contains(Reason::ConnectionRefused.what()) && out.is_empty(), "{out}{error}");
    let (out, _) = said(&kiosk(&data, &["doctor"]));
    assert!(out.contains(&format!("BAD hub: {}", Reason::ConnectionRefused.what())), "{out}");
}

/// Words that stand on the page of the sign-in, the desk and the outbox.
fn shown(stage: &mut Stage) -> String {
    stage.words().replace('\u{a0}', " ")
}

#[test]
fn the_desk_and_the_outbox_say_why_nothing_is_sent_and_what_to_do() {
    let mut stage = Stage::new();
    stage.sign_in();
    let status = |contact| SyncStatus { contact, enrolled: true, ..SyncStatus::default() };
    stage.send(Reply::Sync(status(Contact::Failed(Reason::Revoked))));
    assert!(shown(&mut stage).contains("Administratorul a oprit accesul acestui calculator"));
    assert!(!stage.app.sync().all_sent());
    stage.control('j');
    assert!(shown(&mut stage).contains("Administratorul a oprit accesul acestui calculator"));
    stage.send(Reply::Sync(status(Contact::Failed(Reason::LoginPage))));
    assert!(shown(&mut stage).contains("Intrați în rețea"));
    stage.send(Reply::Sync(status(Contact::Failed(Reason::NoLine))));
    assert!(shown(&mut stage).contains("Verificați cablul sau modemul"));
    stage.key(Named::Escape);
    assert!(!shown(&mut stage).contains("Verificați cablul"), "a line that comes back takes no room from the cases");
    stage.send(Reply::Sync(status(Contact::Good)));
    stage.control('j');
    assert!(!shown(&mut stage).contains("Verificați"));
    assert!(stage.app.sync().all_sent());
}

#[test]
fn the_desk_says_which_side_of_the_relay_is_cut() {
    let mut stage = Stage::new();
    stage.sign_in();
    let status = |relayed, reason| SyncStatus {
        contact: Contact::Failed(reason),
        enrolled: true,
        relayed,
        ..SyncStatus::default()
    };
    let behind = "Calculatorul de legătură din sală nu are acum legătură cu serverul";
    let before = "Calculatorul de legătură din sală nu răspunde acum";
    for (relayed, reason, wanted) in [
        (true, Reason::NoLine, behind),
        (true, Reason::HubDown, behind),
        (true, Reason::RelaySilent, before),
        (false, Reason::NoLine, "Acum nu este legătură"),
    ] {
        stage.send(Reply::Sync(status(relayed, reason)));
        let words = shown(&mut stage);
        for said in [behind, before] {
            assert_eq!(words.contains(said), said == wanted, "{reason:?}: {words}");
        }
    }
}

#[test]
fn the_desk_says_from_ninety_hundredths_on_how_full_the_disk_is() {
    let mut stage = Stage::new();
    stage.sign_in();
    let all = 100_000_000_000;
    let mut said = |free: u64, recorded| {
        let gauge = Some(gauge(free, all, recorded, 10));
        stage.send(Reply::Sync(SyncStatus { gauge, ..SyncStatus::default() }));
        shown(&mut stage)
    };
    assert!(!said(all / 100 * 11, 1_000_000_000).contains("Discul"));
    let words = said(all / 100 * 9, 1_000_000_000);
    assert!(words.contains("91 %") && words.contains("90 de zile"), "{words}");
    let words = said(all / 100 * 9, 1_000);
    assert!(words.contains("91 %") && !words.contains("zile"), "{words}");
}

#[test]
fn enrolment_in_the_window_says_why_it_failed() {
    let mut stage = Stage::new();
    stage.send(Reply::Sync(SyncStatus::default()));
    stage.key(Named::F12);
    for (reason, words) in [
        (Reason::CertificateRanOut, "data și ora de pe calculator"),
        (Reason::CertificateUntrusted, "nu are încredere"),
        (Reason::NoCertificates, "ca-certificates"),
        (Reason::NameUnknown, "nu este găsit după nume"),
        (Reason::LoginPage, "Wi-Fi"),
    ] {
        let error = cups_kiosk::sync::client::ClientError::NoAnswer(reason);
        stage.send(Reply::Enrolled(Err(EnrolError::Client(error))));
        assert!(shown(&mut stage).contains(words), "{reason:?}: {}", shown(&mut stage));
    }
}
