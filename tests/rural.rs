//! A rural line between a village and the hub, of real packets that are late, lost or not sent at all: each end is a computer of its own
//! in a network namespace, and what is between them is `rural/line.py`. `make rural` runs it, as root; figures are printed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "room/desk.rs"]
#[allow(dead_code, reason = "the room's own tests use the rest")]
mod desk;
#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "attack/kiosk.rs"]
#[allow(dead_code, reason = "the attacks use the rest")]
mod kiosk;
#[path = "relay/line.rs"]
#[allow(dead_code, reason = "the relay's tests use it")]
mod line;
#[path = "relay/place.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod place;
#[path = "relay/program.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod program;
#[path = "rural/scene.rs"]
mod scene;

use cups_kiosk::domain::case::{Command as CaseCommand, Person};
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::handed_plan::HandedPlan;
use cups_kiosk::domain::setup::RelayCode;
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::sync::catalogue::{Current, Way};
use cups_kiosk::sync::handed_plan;
use cups_kiosk::sync::planner::{BatchSize, fill_batch};
use cups_kiosk::sync::runner::{Automatic, Wake, run};
use desk::{Desk, PASSWORD, SPECIALIST};
use ground::{Ground, stdout_of};
use jiff::civil::date;
use kiosk::{Kiosk, held};
use place::code_of;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use scene::{Place, Process, RELAY, Scene, until};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

/// What is told to a process that plays a part.
const TOLD: &str = "CUPS_TEST_PART";

/// The code of a plan, told to who takes it.
const CODE: &str = "CUPS_TEST_CODE";

/// Where the hub speaks TLS in its computer, and where it listens behind that.
const FRONT: &str = "0.0.0.0:8443";
const BEHIND: &str = "127.0.0.1:8480";

/// How long anything that is to come in a room is waited for.
const LONG: Duration = Duration::from_mins(3);

/// Certificates and a key that were made for the tests and open nothing.
fn tls(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

/// Plays what stands before a hub and protects its connections.
#[test]
#[ignore = "run by the tests below, in the hub's computer"]
fn front() {
    if std::env::var(TOLD).is_err() {
        return;
    }
    let chain = ["good.pem", "authority.pem"].map(|name| CertificateDer::from_pem_file(tls(name)).unwrap());
    let key = PrivateKeyDer::from_pem_file(tls("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(chain.to_vec(), key).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    wait(async {
        let listener = TcpListener::bind(FRONT).await.unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let (Ok(mut outside), Ok(mut inside)) =
                    (acceptor.accept(stream).await, TcpStream::connect(BEHIND).await)
                else {
                    return;
                };
                let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
}

/// Plays the window's part of a terminal that talks to the hub.
#[test]
#[ignore = "run by the tests below, in the village's computer"]
fn terminal() {
    let Ok(folder) = std::env::var(TOLD) else { return };
    let kiosk = Kiosk::at(Path::new(&folder));
    let data = DataFolder::new(Some(PathBuf::from(folder)));
    let cache = CatalogueCache::new(data.catalogue());
    kiosk.with(|records| {
        let way = Way::new(&data, Current::of(&cache.in_use().unwrap()), None);
        let automatic = Automatic::of(&data.configuration());
        wait(run(records, way, Wake::default(), automatic, |_| true));
    });
}

/// Plays a visitor who leaves a plan at the relay, or with a code the desk that takes it.
#[test]
#[ignore = "run by the tests below, in a computer of the room"]
fn plan() {
    let Ok(folder) = std::env::var(TOLD) else { return };
    let kiosk = Kiosk::at(Path::new(&folder));
    let said = kiosk.with(|records| {
        if let Ok(code) = std::env::var(CODE) {
            return wait(handed_plan::take(&records, &code)).unwrap().event;
        }
        let (event, answers) = ("C1".to_owned(), Answers::default());
        let left = HandedPlan { event, answers, day: date(2026, 11, 28), language: None, catalogue: 1 };
        wait(handed_plan::leave(&records, left)).unwrap()
    });
    writeln!(std::io::stdout(), "said {said}").unwrap();
}

/// This program once more, to play a part in a computer.
fn part(part: &str, place: &Place, told: &str) -> Command {
    let mut command = place.command(std::env::current_exe().unwrap());
    command.args(["--exact", part, "--ignored", "--nocapture", "--test-threads", "1"]).env(TOLD, told);
    command.env("SSL_CERT_FILE", tls("authority.pem")).env_remove("SSL_CERT_DIR");
    command
}

fn play(name: &str, place: &Place, told: &str) -> Process {
    Process(part(name, place, told).stdout(Stdio::null()).spawn().unwrap())
}

/// What somebody at a computer of the room said of a plan: its code, or with a code its event.
fn plan_at(kiosk: &Kiosk, place: &Place, code: Option<&str>) -> String {
    let mut command = part("plan", place, kiosk.path("").to_str().unwrap());
    let output = command.envs(code.map(|code| (CODE, code))).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.rsplit_once("said ")).expect("it was said").1.to_owned()
}

/// A hub in its computer, behind TLS.
fn serve(ground: &Ground, scene: &Scene) -> [Process; 2] {
    let hub = scene
        .hub
        .command(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["serve", "--data", &ground.data(), "--listen", BEHIND])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    [Process(hub), play("front", &scene.hub, "front")]
}

/// Enrols a terminal of the village over the line.
fn enrol(ground: &Ground, scene: &Scene) -> Kiosk {
    let kiosk = Kiosk::new();
    enrol_with(&kiosk, &ground.code(), &scene.village);
    kiosk
}

/// Has the kiosk's own command do something in a computer.
fn told(kiosk: &Kiosk, place: &Place, arguments: &[&str]) -> Output {
    let mut command = place.command(env!("CARGO_BIN_EXE_cups-kiosk"));
    command.arg("--data").arg(kiosk.path("")).args(arguments);
    command.env("SSL_CERT_FILE", tls("authority.pem")).env_remove("SSL_CERT_DIR").output().unwrap()
}

fn enrol_with(kiosk: &Kiosk, code: &str, place: &Place) {
    let begun = Instant::now();
    loop {
        let output = told(kiosk, place, &["enrol", "--hub", "https://localhost:8443", "--code", code]);
        if output.status.success() {
            return;
        }
        // The hub and what stands before it may just be starting.
        assert!(begun.elapsed() < Duration::from_mins(1), "{}", String::from_utf8_lossy(&output.stderr));
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// The bytes of what is sent: the entries as their events stand in parcels, and these parcels packed as they go.
fn payload(kiosk: &Kiosk) -> (usize, usize) {
    let records = kiosk.open();
    let mut entries = &records.all_entries().unwrap()[..];
    let (mut plain, mut packed) = (0, 0);
    while !entries.is_empty() {
        let batch = fill_batch(records.identity(), &entries[..entries.len().min(BatchSize::default().get())]).unwrap();
        plain += batch.parcel.len();
        packed += zstd::encode_all(&batch.parcel[..], 3).unwrap().len();
        entries = &entries[batch.taken..];
    }
    (plain, packed)
}

/// Every entry of the terminals is at the hub once, and in the order of its terminal.
fn assert_exactly_once(ground: &Ground, kiosks: &[&Kiosk]) {
    let hub = ground.start();
    let there = held(&hub);
    let each: BTreeSet<Uuid> = there.iter().copied().collect();
    assert_eq!(there.len(), each.len(), "nothing is there twice");
    let mut all = 0;
    for kiosk in kiosks {
        let recorded: Vec<Uuid> = kiosk.open().all_entries().unwrap().iter().map(|entry| entry.id).collect();
        let own: BTreeSet<Uuid> = recorded.iter().copied().collect();
        let in_order: Vec<Uuid> = there.iter().copied().filter(|id| own.contains(id)).collect();
        assert!(in_order == recorded, "each once, in the order of its terminal");
        all += recorded.len();
    }
    assert_eq!(there.len(), all, "and nothing else");
}

#[test]
#[ignore = "makes networks, as root: make rural"]
fn two_hundred_entries_and_a_change_of_the_catalogue_over_a_thin_line() {
    let ground = Ground::new();
    let mut scene = Scene::new();
    let number = cups_kiosk::catalogue::shipped_number();
    let folder = ground.path("edited");
    copy_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue"), &folder);
    publish(&ground, &folder, number + 1);
    let hub = serve(&ground, &scene);
    let kiosk = enrol(&ground, &scene);
    let sending = play("terminal", &scene.village, kiosk.path("").to_str().unwrap());
    until("the catalogue of before", Duration::from_mins(3), || in_use(&kiosk) == number + 1);
    drop(sending);

    // EDGE: 120 kbit/s, 0.4 s there and back.
    for words in ["rate 120000", "delay 0.2", "loss 0.01"] {
        scene.line.tell(words);
    }
    kiosk.record(200);
    scene.line.count();
    let sending = play("terminal", &scene.village, kiosk.path("").to_str().unwrap());
    let took = until("all received", Duration::from_mins(5), || kiosk.status().waiting == 0);
    let (wire, (plain, packed)) = (scene.line.count(), payload(&kiosk));
    println!(
        "200 entries over EDGE: {:.1} s, {wire} bytes on the wire, both ways, with all headers, the handshake, the answers and a look at \
         the catalogue, for {plain} bytes of parcels ({packed} packed): {:.2}",
        took.as_secs_f64(),
        share(wire, plain)
    );
    drop(sending);

    edit(&folder, 7);
    publish(&ground, &folder, number + 2);
    scene.line.count();
    let sending = play("terminal", &scene.village, kiosk.path("").to_str().unwrap());
    let delta = until("the newer catalogue", Duration::from_mins(5), || in_use(&kiosk) == number + 2);
    println!(
        "a change of the catalogue over EDGE: {:.1} s, {} bytes on the wire",
        delta.as_secs_f64(),
        scene.line.count()
    );
    drop(sending);
    drop(hub);
    assert_exactly_once(&ground, &[&kiosk]);
    assert!(took < Duration::from_secs(90), "200 entries within 90 s");
    assert!(delta < Duration::from_secs(10), "a change within 10 s");
    assert!(share(wire, plain) <= 1.3, "at most 1.3 of what is sent");
}

/// `CUPS_ENTRIES` says how many, ten thousand where it does not.
#[test]
#[ignore = "makes networks, as root: make rural"]
fn entries_over_a_line_that_loses_a_fifth_and_comes_and_goes() {
    let count = std::env::var("CUPS_ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let ground = Ground::new();
    let mut scene = Scene::new();
    let hub = serve(&ground, &scene);
    let kiosks = [enrol(&ground, &scene), enrol(&ground, &scene)];
    for (kiosk, share) in kiosks.iter().zip([count / 2, count - count / 2]) {
        kiosk.record(share);
    }
    for words in ["rate 120000", "delay 0.05", "loss 0.2", "turns 40 80"] {
        scene.line.tell(words);
    }
    let sending: Vec<Process> =
        kiosks.iter().map(|kiosk| play("terminal", &scene.village, kiosk.path("").to_str().unwrap())).collect();
    let took =
        until("all received", Duration::from_hours(3), || kiosks.iter().all(|kiosk| kiosk.status().waiting == 0));
    println!(
        "{count} entries of two terminals, a fifth of all packets lost, 40 s up and 80 s down: {:.0} s, {} bytes on the wire",
        took.as_secs_f64(),
        scene.line.count()
    );
    drop(sending);
    for kiosk in &kiosks {
        assert_eq!(kiosk.status().quarantined, 0);
    }
    drop(hub);
    assert_exactly_once(&ground, &kiosks.each_ref());
}

/// A whole day in a room: the outer line is cut, a case goes from one computer to the next, one of them burns, and a new one takes its
/// place. Then the line is back.
#[test]
#[ignore = "makes networks, as root: make rural"]
fn a_room_works_as_one_all_day_with_the_outer_line_cut() {
    let ground = Ground::new();
    let mut scene = Scene::new();
    let hub = serve(&ground, &scene);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let listen = format!("{RELAY}:8481");
    let relay = scene
        .village
        .command(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["serve", "--data", data, "--listen", &listen, "--upstream", "https://localhost:8443"])
        .env("SSL_CERT_FILE", tls("authority.pem"))
        .env_remove("SSL_CERT_DIR")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(Process)
        .unwrap();
    let places = [1, 2, 3, 4].map(|number| scene.beside(number));
    let mut desks = [0; 3].map(|_| {
        let (kiosk, (code, codes)) = (Kiosk::new(), ground.paper());
        enrol_with(&kiosk, &code, &scene.village);
        Desk::of(kiosk, codes)
    });
    let code = || code_of(folder.path(), &listen);
    until("the relay knows the hub", LONG, || {
        folder.path().join("relay.sqlite").exists() && RelayCode::read(&code()).is_some_and(|code| code.hub.is_some())
    });
    let mut playing = Vec::new();
    desks[1].is_first();
    for (desk, place) in desks.iter().zip(&places) {
        let said = told(&desk.kiosk, place, &["relay", &code()]);
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        playing.push(play("terminal", place, desk.kiosk.path("").to_str().unwrap()));
    }
    for desk in &desks {
        until("its people are known everywhere", LONG, || desk.specialists() == [SPECIALIST]);
    }
    scene.line.tell("cut");

    let [a, mut b, mut c] = desks;
    let code_of_plan = plan_at(&a.kiosk, &places[0], None);
    assert_eq!(plan_at(&b.kiosk, &places[1], Some(&code_of_plan)), "C1", "a visitor's plan of A opens at B");
    let case = b.opens();
    b.does(case, CaseCommand::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() }));
    let mut seen = until("what was done at B is at C", LONG, || c.kiosk.open().shared().unwrap().waiting > 0);
    c.signs_in(SPECIALIST, PASSWORD);
    until("the whole of it", LONG, || {
        c.takes();
        c.cases().get(&case) == b.cases().get(&case)
    });
    c.does(case, CaseCommand::Papers(vec!["buletin".to_owned()]));
    until("what was done at C is at B", LONG, || {
        b.takes();
        b.cases()[&case].papers == ["buletin"]
    });
    until("the journal of B is at the relay", LONG, || {
        let status = b.kiosk.status();
        status.waiting > 0 && status.kept == status.waiting
    });
    let mut expected: BTreeSet<Uuid> = b.entries().into_iter().collect();

    // The desk's computer burns; a new one comes in by the relay's code.
    drop(playing.remove(1));
    let b_cases = b.cases();
    drop(b);
    let mut d = Desk::new();
    let begun = Instant::now();
    let said = told(&d.kiosk, &places[3], &["relay", &code()]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    playing.push(play("terminal", &places[3], d.kiosk.path("").to_str().unwrap()));
    until("its people are known to the new one", LONG, || d.specialists() == [SPECIALIST]);
    d.signs_in(SPECIALIST, PASSWORD);
    until("the open cases are at the new one", LONG, || {
        d.takes();
        d.cases() == b_cases
    });
    let entered = begun.elapsed();
    d.does(case, CaseCommand::Papers(vec!["buletin".to_owned(), "certificat".to_owned()]));
    seen = seen.max(until("what was done there is at C", LONG, || {
        c.takes();
        c.cases()[&case].papers.len() == 2
    }));

    scene.line.tell("mend");
    enrol_with(&d.kiosk, &ground.code(), &places[3]);
    for desk in [&a, &c, &d] {
        until("all is received", LONG, || desk.kiosk.status().waiting == 0);
        expected.extend(desk.entries());
    }
    let there = || {
        let database = rusqlite::Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
        let mut statement = database.prepare("SELECT id FROM entry").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|id| id.unwrap().parse().unwrap()).collect::<Vec<Uuid>>()
    };
    until("what the burnt one recorded is there", LONG, || there().len() == expected.len());
    assert_eq!(there().into_iter().collect::<BTreeSet<_>>(), expected, "each once");
    println!(
        "with the outer line cut: at another computer within {:.1} s; a new computer in the room, with its open cases, {:.1} s after its first command",
        seen.as_secs_f64(),
        entered.as_secs_f64()
    );
    drop((playing, relay, hub));
}

fn in_use(kiosk: &Kiosk) -> u64 {
    CatalogueCache::new(DataFolder::new(Some(kiosk.path(""))).catalogue()).in_use().unwrap().shelf.overview().number
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of bytes")]
fn share(of: u64, all: usize) -> f64 {
    of as f64 / all as f64
}

/// Publishes the folder under a number.
fn publish(ground: &Ground, folder: &Path, number: u64) {
    let file = folder.join("catalogue.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let numbered: Vec<String> = text
        .lines()
        .map(|line| if line.starts_with("number = ") { format!("number = {number}") } else { line.to_owned() })
        .collect();
    std::fs::write(&file, numbered.join("\n") + "\n").unwrap();
    stdout_of(&ground.publish(folder.to_str().unwrap()));
}

/// Changes what comes of so many services.
fn edit(folder: &Path, count: usize) {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("services")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut edited = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let other = text.replacen("output = { ro = \"", "output = { ro = \"De acum: ", 1);
        if edited < count && other != text {
            std::fs::write(&file, other).unwrap();
            edited += 1;
        }
    }
    assert_eq!(edited, count);
}
