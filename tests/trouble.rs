//! A program that cannot start as it should: the page that says so, the line without a display, what the doctor sees,
//! and that guidance goes on where it can.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::platform::configuration::{Configuration, ConfigurationError, SETTINGS, bounds};
use cups_kiosk::store::catalogue_cache::Whole;
use cups_kiosk::store::identity::{Enrolment, Identity};
use cups_kiosk::store::records::{Records, RecordsError};
use cups_kiosk::sync::catalogue::Standing;
use cups_kiosk::ui::access::{self, Snapshot};
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{App, Environment, Message as AppMessage, Reply, Shortcut, Start};
use cups_kiosk::ui::style::{FONT_FILES, REGULAR};
use cups_kiosk::ui::trouble::{Kind, Message, Page, Trouble};
use iced_test::core::renderer::Headless as _;
use iced_test::core::widget::operation::{self, Operation as _, Outcome};
use iced_test::core::{Event, Pixels, Size, clipboard, mouse, renderer, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use jiff::Timestamp;
use std::borrow::Cow;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Once};

/// The page of trouble, laid out without a window.
struct Stand {
    page: Page,
    window: Size,
    renderer: iced::Renderer,
}

impl Stand {
    fn new(kind: Kind, window: Size) -> Self {
        let detail = "/home/kiosk/.local/share/cups-kiosk/kiosk.toml: line 1: langauge: there is no such setting; \
                      \"language\" is the nearest; line 2: idle_seconds = 0: it may be a whole number from 10 to 3600";
        Self::of(Trouble::new(kind, detail), window)
    }

    fn of(trouble: Trouble, window: Size) -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let mut fonts = iced::advanced::graphics::text::font_system().write().unwrap();
            for file in FONT_FILES {
                fonts.load_font(Cow::Borrowed(file));
            }
        });
        Self { page: Page::new(trouble, window), window, renderer: iced::Renderer::new(REGULAR, Pixels(16.0)) }
    }

    fn logical(&self) -> Size {
        Size::new(self.window.width / self.page.scale(), self.window.height / self.page.scale())
    }

    fn describe(&mut self) -> Snapshot {
        let size = self.logical();
        let mut interface = UserInterface::build(self.page.view(), size, Cache::default(), &mut self.renderer);
        let mut operation = access::collect();
        let mut erased = operation::black_box(&mut operation);
        interface.operate(&self.renderer, &mut erased);
        drop(erased);
        drop(interface);
        let Outcome::Some(snapshot) = operation.finish() else { panic!("the page is not described") };
        self.page.update(Message::Described(snapshot.clone()));
        snapshot
    }

    fn picture(&mut self) -> image::RgbaImage {
        let (size, scale) = (self.logical(), self.page.scale());
        let theme = self.page.theme();
        let palette = theme.colours();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window has whole pixels")]
        let whole = Size::new(self.window.width as u32, self.window.height as u32);
        let mut interface = UserInterface::build(self.page.view(), size, Cache::default(), &mut self.renderer);
        let redraw = Event::Window(window::Event::RedrawRequested(std::time::Instant::now()));
        let mut messages = Vec::new();
        let _ = interface.update(
            &[redraw],
            mouse::Cursor::Unavailable,
            &mut self.renderer,
            &mut clipboard::Null,
            &mut messages,
        );
        let style = renderer::Style { text_color: palette.ink };
        interface.draw(&mut self.renderer, &theme, &style, mouse::Cursor::Unavailable);
        let pixels = self.renderer.screenshot(whole, scale, palette.canvas);
        image::RgbaImage::from_raw(whole.width, whole.height, pixels).unwrap()
    }
}

const SCREENS: [Size; 4] =
    [Size::new(1366.0, 768.0), Size::new(1024.0, 768.0), Size::new(768.0, 1366.0), Size::new(1920.0, 1080.0)];

#[test]
fn the_page_says_it_in_three_languages_with_the_code_and_the_button_in_sight_at_every_size() {
    for kind in Kind::ALL {
        for window in SCREENS {
            for larger in 0..3 {
                let mut stand = Stand::new(kind, window);
                for _ in 0..larger {
                    stand.page.update(Message::Larger);
                }
                let snapshot = stand.describe();
                let page = stand.logical();
                let place = format!("{kind:?} on {window:?} at text size {larger}");
                let find = |id: &str| {
                    let part = snapshot.parts.iter().find(|part| part.semantics.id == id);
                    part.unwrap_or_else(|| panic!("{place}: no {id}"))
                };
                for id in ["retry", "code", "larger", "contrast"] {
                    let bounds = find(id).bounds;
                    assert!(
                        bounds.y >= 0.0 && bounds.y + bounds.height <= page.height + 0.5,
                        "{place}: {id} is at {bounds:?}"
                    );
                }
                assert_eq!(find("code").semantics.label, kind.code());
                for language in ["ro", "ru", "en"] {
                    let _ = find(&format!("trouble-{language}"));
                }
                for part in &snapshot.parts {
                    let bounds = part.bounds;
                    assert!(
                        bounds.x >= -0.5 && bounds.x + bounds.width <= page.width + 0.5,
                        "{place}: {:?} reaches from {} to {} of {}",
                        part.semantics.label,
                        bounds.x,
                        bounds.x + bounds.width,
                        page.width
                    );
                }
                let words: String = snapshot.parts.iter().map(|part| part.semantics.label.as_str()).collect();
                assert!(
                    words.contains("Încercați din nou") && words.contains("Попробовать") && words.contains("Try again")
                );
                assert!(words.contains("langauge"), "the administrator reads what is to be mended");
            }
        }
    }
}

/// For people to look at: `target/screens/trouble-*.png`.
#[test]
fn the_page_is_drawn_in_both_contrasts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
    std::fs::create_dir_all(&folder).unwrap();
    for window in SCREENS {
        let mut stand = Stand::new(Kind::WrongValue, window);
        let plain = stand.picture();
        stand.page.update(Message::Contrast);
        let contrast = stand.picture();
        assert_ne!(plain, contrast);
        let colours: std::collections::BTreeSet<[u8; 4]> = plain.pixels().map(|pixel| pixel.0).collect();
        assert!(colours.len() > 30, "an empty page has few colours, and this one {}", colours.len());
        let name = format!("{}x{}", window.width, window.height);
        plain.save(folder.join(format!("trouble-{name}.png"))).unwrap();
        contrast.save(folder.join(format!("trouble-{name}-contrast.png"))).unwrap();
    }
}

/// The words on the page of an application whose records cannot be used, after these keys.
fn words_without_records(error: &RecordsError, messages: Vec<AppMessage>) -> String {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let mut app = App::new(Start {
        configuration: Configuration::default(),
        centre: catalogue.centres["lozova"].clone(),
        shelf: Arc::new(Whole::new(catalogue)),
        standing: Standing::default(),
        enrolled: true,
        specialists: Vec::new(),
        wait: 0,
        records_failed: Some(error.clone()),
        gallery: false,
        first: false,
        sheets: false,
        online: Ok(()),
        environment: Environment {
            now: Timestamp::now,
            running: cups_kiosk::platform::clock::running,
            instant: std::time::Instant::now,
            new_id: uuid::Uuid::now_v7,
            random: || [1, 2, 3, 4, 5],
        },
    });
    for message in messages {
        let _ = app.update(message);
    }
    let mut renderer = iced::Renderer::new(REGULAR, Pixels(16.0));
    let mut interface = UserInterface::build(app.view(), Size::new(1366.0, 768.0), Cache::default(), &mut renderer);
    let mut operation = access::collect();
    let mut erased = operation::black_box(&mut operation);
    interface.operate(&renderer, &mut erased);
    drop(erased);
    let Outcome::Some(snapshot) = operation.finish() else { panic!("the page is not described") };
    snapshot.parts.into_iter().map(|part| part.semantics.label).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_specialist_is_told_at_the_sign_in_why_there_is_guidance_only() {
    for (error, code) in [
        (RecordsError::Identity("identity.json: not an identity".to_owned()), "K-31"),
        (RecordsError::Newer { found: 9, known: 1 }, "K-32"),
        (RecordsError::Foreign("records.sqlite".to_owned()), "K-33"),
        (RecordsError::NotWritable("Read-only file system".to_owned()), "K-34"),
        (RecordsError::DiskFull, "K-35"),
        (RecordsError::Damaged, "K-36"),
        (RecordsError::Busy, "K-37"),
    ] {
        let sign_in = AppMessage::from(Framed::Shortcut(Shortcut::Key(cups_kiosk::ui::keys::Key::SignIn)));
        let words = words_without_records(&error, vec![sign_in.clone()]);
        assert!(words.contains(code) && words.contains("Vizitatorii pot continua"), "{words}");
        // Trying all the same says the same.
        let tried = AppMessage::Reply(Reply::SignedIn(Err(error.clone())));
        assert!(words_without_records(&error, vec![sign_in, tried]).contains(code));
    }
}

fn kiosk(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
    command.args(arguments).arg("--data").arg(data).env_remove("CUPS_LOG");
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What the program itself says, without its log.
fn line(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let own: Vec<&str> = said.lines().filter(|line| line.starts_with("cups-kiosk: ")).collect();
    assert_eq!(own.len(), 1, "one line: {said}");
    assert!(!said.contains("panicked"), "{said}");
    own[0].to_owned()
}

/// A terminal in Rome, enrolled at a hub that nobody runs.
fn enrolled(data: &Path) -> Identity {
    let identity = Identity::open(&data.join("identity.json")).unwrap();
    let (mut records, _) = Records::open(&data.join("records.sqlite"), identity, Timestamp::now()).unwrap();
    let centre = cups_kiosk::catalogue::shipped().unwrap().centres["rome"].clone();
    let operator_key = age::x25519::Identity::generate().to_public().to_string();
    let hub = "http://127.0.0.1:9".to_owned();
    records
        .set_enrolment(
            Enrolment {
                hub,
                centre,
                operator_key,
                catalogue_root: None,
                hub_key: None,
                plain_http: false,
                relay: None,
                entered: false,
            },
            &[],
        )
        .unwrap();
    records.identity().clone()
}

#[test]
fn whatever_keeps_it_from_starting_is_one_line_with_its_code_where_there_is_no_display() {
    let root = tempfile::tempdir().unwrap();
    let garbage = root.path().join("garbage.json");
    std::fs::write(&garbage, "garbage").unwrap();
    let gone = format!("catalogue_root = \"{}\"", root.path().join("gone.json").display());
    let wrong = format!("catalogue_root = \"{}\"", garbage.display());
    for (settings, code, named) in [
        ("= = =", "K-12", "line 1"),
        ("langauge = \"ro\"", "K-13", "\"language\" is the nearest"),
        ("language = \"de\"", "K-14", "language"),
        ("idle_seconds = 0", "K-14", "10 to 3600"),
        ("window = [0, 0]", "K-14", "window"),
        ("centre = \"nowhere\"", "K-15", "nowhere"),
        (gone.as_str(), "K-16", "gone.json"),
        (wrong.as_str(), "K-16", "garbage.json"),
    ] {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("kiosk.toml"), settings).unwrap();
        let output = kiosk(data.path(), &[]).output().unwrap();
        let said = line(&output);
        assert_eq!(output.status.code(), Some(2), "{settings}: {said}");
        assert!(said.contains(code) && said.contains(named), "{settings}: {said}");
        // A display that nobody answers is none.
        let output = kiosk(data.path(), &[]).env("DISPLAY", ":4095").output().unwrap();
        assert_eq!((output.status.code(), line(&output).contains(code)), (Some(2), true), "{settings}");
        // The other commands that read it refuse it as well, and the doctor sees it.
        let output = kiosk(data.path(), &["sync", "--once"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{settings}");
        let output = kiosk(data.path(), &["doctor"]).output().unwrap();
        let bad = match code {
            "K-15" => "BAD centre: ",
            "K-16" => "BAD root: ",
            _ => "BAD configuration: ",
        };
        assert_eq!(output.status.code(), Some(1));
        assert!(out(&output).lines().any(|line| line.starts_with(bad) && line.contains("(next: ")), "{}", out(&output));
    }
    let data = tempfile::tempdir().unwrap();
    std::fs::create_dir(data.path().join("kiosk.toml")).unwrap();
    assert!(line(&kiosk(data.path(), &[]).output().unwrap()).contains("K-11"));
    let file = data.path().join("file");
    std::fs::write(&file, "").unwrap();
    for folder in [file.clone(), file.join("below")] {
        let output = kiosk(&folder, &[]).output().unwrap();
        assert!(output.status.code() == Some(2) && line(&output).contains("K-10"), "{}", folder.display());
        let seen = out(&kiosk(&folder, &["doctor"]).output().unwrap());
        assert!(seen.contains("BAD folder: "), "{seen}");
    }
}

/// What can be wrong with a setting, whichever it is: a line of the file, the code that is shown, and what is named.
fn wrong_lines(name: &str) -> Vec<(String, &'static str, String)> {
    // Of a type that no setting has, and empty.
    let mut values: Vec<String> = ["{}", "[[1]]", "1979-05-27", "\"\"", "[]"].map(str::to_owned).to_vec();
    let (least, most) = bounds(name);
    if least > f64::MIN {
        let beyond = [least - 1.0, most + 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        values.extend(beyond.iter().map(|number| format!("{number:?}").replace("NaN", "nan")));
        values.extend(beyond.iter().map(|number| format!("[{number:?}, {number:?}]").replace("NaN", "nan")));
        values.extend([format!("{:.0}", least - 1.0), format!("{:.0}", most + 1.0), "9223372036854775807".to_owned()]);
    }
    let named = name.to_owned();
    let mut all: Vec<_> = values.iter().map(|value| (format!("{name} = {value}"), "K-14", named.clone())).collect();
    let nearest = format!("\"{name}\" is the nearest");
    all.push((format!("{} = 1", name.to_uppercase()), "K-13", nearest));
    all.push((format!("[{}]", name.to_uppercase()), "K-13", named.to_uppercase()));
    all.push((format!("{name} = \""), "K-12", "line 2".to_owned()));
    all.push((format!("{name} ="), "K-12", "line 2".to_owned()));
    all.push((format!("{name} = 1\n{name} = 1"), "K-12", "line 3".to_owned()));
    all
}

/// Every setting that the program knows, wrong in every way: the page says so with its code, and names the setting.
#[test]
fn every_setting_that_is_wrong_in_any_way_is_a_page_that_names_it() {
    let mut looked = 0;
    for (name, _) in SETTINGS {
        let mut kinds = std::collections::BTreeSet::new();
        for (line, code, named) in wrong_lines(name) {
            let fault = Configuration::parse(&format!("# of this terminal\n{line}\n")).unwrap_err();
            let trouble = Trouble::from(&ConfigurationError { path: "kiosk.toml".to_owned(), fault });
            assert_eq!(trouble.kind.code(), code, "{line}: {}", trouble.detail);
            assert!(trouble.detail.contains(&named) && trouble.detail.contains("line "), "{line}: {}", trouble.detail);
            looked += 1;
            // Laid out once for each kind.
            if !kinds.insert(code) {
                continue;
            }
            let mut stand = Stand::of(trouble, SCREENS[1]);
            let said = stand.describe();
            let has = |words: &str| said.parts.iter().any(|part| part.semantics.label.contains(words));
            assert!(has(code) && has(&named) && has("Încercați din nou"), "{line}");
        }
    }
    assert!(looked >= SETTINGS.len() * 10, "{looked}");
}

/// The program itself, once for every setting and each kind of fault, where there is no display: a refused start with words.
#[test]
fn every_setting_that_is_wrong_refuses_the_start_with_a_line() {
    let data = tempfile::tempdir().unwrap();
    let settings = data.path().join("kiosk.toml");
    for (name, _) in SETTINGS {
        let mut kinds = std::collections::BTreeSet::new();
        for (line, code, named) in wrong_lines(name) {
            if !kinds.insert(code) {
                continue;
            }
            std::fs::write(&settings, format!("# of this terminal\n{line}\n")).unwrap();
            let output = kiosk(data.path(), &[]).output().unwrap();
            let said = self::line(&output);
            assert_eq!(output.status.code(), Some(2), "{line}: {said}");
            assert!(said.contains(code) && said.contains(&named), "{line}: {said}");
        }
        assert_eq!(kinds.len(), 3, "{name}");
    }
}

/// Files in the place of settings that no reader gets through.
#[test]
fn settings_that_cannot_be_read_are_not_taken_for_none() {
    let data = tempfile::tempdir().unwrap();
    let settings = data.path().join("kiosk.toml");
    let refused = |what: &str| {
        let output = kiosk(data.path(), &[]).output().unwrap();
        assert!(output.status.code() == Some(2) && line(&output).contains("K-11"), "{what}: {}", line(&output));
    };
    std::fs::write(&settings, b"fullscreen = true\ncentre = \"\xff\xfe\"\n").unwrap();
    refused("bytes that are no text");
    std::fs::write(&settings, b"\xff\xfef\0u\0l\0l\0").unwrap();
    refused("another encoding");
    for target in ["kiosk.toml", "/proc/self/mem"] {
        std::fs::remove_file(&settings).unwrap();
        std::os::unix::fs::symlink(target, &settings).unwrap();
        refused(target);
    }
    // Whoever may read everything is not kept out by the rights of a file.
    if rustix::process::geteuid().is_root() {
        return;
    }
    std::fs::remove_file(&settings).unwrap();
    std::fs::write(&settings, "").unwrap();
    std::fs::set_permissions(&settings, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    refused("rights");
}

#[test]
fn a_display_that_does_not_answer_and_a_library_that_is_missing_are_a_line() {
    let data = tempfile::tempdir().unwrap();
    let output = kiosk(data.path(), &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(line(&output).contains("DISPLAY"));
    for display in [":4095", "nonsense", "127.0.0.1:4095"] {
        let output = kiosk(data.path(), &[]).env("DISPLAY", display).output().unwrap();
        let said = line(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("no window can be opened") && said.contains(display), "{said}");
    }
    let output = kiosk(data.path(), &[]).env("WAYLAND_DISPLAY", "wayland-nobody").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(line(&output).contains("wayland-nobody"));
    let libraries = tempfile::tempdir().unwrap();
    for name in ["libX11.so.6", "libX11.so", "libX11-xcb.so.1", "libX11-xcb.so"] {
        std::fs::write(libraries.path().join(name), "no library").unwrap();
    }
    let mut command = kiosk(data.path(), &[]);
    let output = command.env("DISPLAY", ":4095").env("LD_LIBRARY_PATH", libraries.path()).output().unwrap();
    let said = line(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("a library is missing") && said.contains("libX11"), "{said}");
}

#[test]
fn the_doctor_of_a_new_terminal_makes_nothing_and_says_what_is_not_there_yet() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let output = kiosk(&data, &["doctor"]).output().unwrap();
    let seen = out(&output);
    assert!(!data.exists(), "the doctor only looks");
    for words in
        ["ok  terminal: no name yet", "ok  configuration: none at ", "ok  records: none yet", "ok  centre: lozova"]
    {
        assert!(seen.contains(words), "{seen}");
    }
    assert!(seen.contains("BAD enrolment: not enrolled (next: run `cups-kiosk enrol"), "{seen}");
    assert_eq!(output.status.code(), Some(1));
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("kiosk.toml"), "language = \"ru\"\n").unwrap();
    let seen = out(&kiosk(&data, &["doctor"]).output().unwrap());
    assert!(seen.contains("ok  configuration: read from "), "{seen}");
    let seen = out(&kiosk(&data, &["doctor", "--json"]).output().unwrap());
    let seen: serde_json::Value = serde_json::from_str(&seen).unwrap();
    let enrolment = seen.as_array().unwrap().iter().find(|check| check["name"] == "enrolment").unwrap();
    assert_eq!(enrolment["good"], false);
    assert!(enrolment["next"].as_str().unwrap().contains("enrol"));
}

#[test]
fn the_doctor_sees_records_that_are_gone_damaged_or_newer_and_an_identity_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let identity = enrolled(data);
    let doctor = || {
        let output = kiosk(data, &["doctor"]).output().unwrap();
        (out(&output), output.status.code())
    };
    let (seen, _) = doctor();
    assert!(seen.contains(&format!("ok  terminal: {}", identity.terminal)), "{seen}");
    assert!(seen.contains("ok  records: whole") && seen.contains("ok  centre: rome"), "{seen}");
    assert!(seen.contains("BAD signature: this terminal was never told"), "{seen}");
    assert!(seen.contains("BAD hub: no answer"), "{seen}");

    let records = data.join("records.sqlite");
    let whole = std::fs::read(&records).unwrap();
    let state = |bytes: &[u8]| {
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(data.join(format!("records.sqlite{suffix}")));
        }
        std::fs::write(&records, bytes).unwrap();
    };
    let mut damaged = whole.clone();
    damaged[4096..8192].fill(0x55);
    state(&damaged);
    let (seen, code) = doctor();
    assert!(seen.contains("BAD records: the records file is damaged") && code == Some(1), "{seen}");
    assert_eq!(
        std::fs::read(&records).unwrap(),
        damaged,
        "the specialist is told by the window, so nothing is mended here"
    );
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    state(&newer);
    assert!(doctor().0.contains("BAD records: the records file was written by a newer program"));
    state(b"not a database at all, but long enough to be looked at as one by whoever opens it");
    assert!(doctor().0.contains("BAD records: "));
    std::fs::remove_file(&records).unwrap();
    let (seen, code) = doctor();
    assert!(seen.contains("is missing, and this terminal had one") && code == Some(1), "{seen}");
    assert!(!records.exists(), "the doctor begins no new journal");
    state(&whole);
    std::fs::write(data.join("records.sqlite.damaged-1"), "what was damaged").unwrap();
    assert!(doctor().0.contains("BAD salvage: 1 damaged and moved aside"));
    std::fs::write(data.join("identity.json"), "{\"terminal\": \"t-1\", \"deviceKey\": 5").unwrap();
    let (seen, _) = doctor();
    assert!(seen.contains("BAD terminal: ") && seen.contains("identity.json: not an identity (line 1"), "{seen}");
}

/// Runs a command of the kiosk in a place of its own, where its data lie on a disk that is full or can only be read.
fn on_a_disk(prepare: &str, data: &Path, arguments: &[&str]) -> Output {
    let script = format!("set -e; {prepare}; shift; exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", &script, "sh"]).arg(data);
    command.arg(env!("CARGO_BIN_EXE_cups-kiosk")).args(arguments).arg("--data").arg(data);
    for name in ["CUPS_LOG", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(name);
    }
    command.output().expect("unshare is part of every system")
}

#[test]
fn a_full_disk_and_one_that_can_only_be_read_are_seen_and_their_commands_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    enrolled(data);
    let only_read = "mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\"";
    let seen = out(&on_a_disk(only_read, data, &["doctor"]));
    assert!(seen.contains("BAD folder: ") && seen.contains("Read-only file system"), "{seen}");
    assert!(seen.contains("ok  records: whole") && seen.contains("ok  centre: rome"), "{seen}");
    let full = "mount -t tmpfs -o size=2m tmpfs /mnt; cp -a \"$1\"/. /mnt; cat /dev/zero > /mnt/filler 2>/dev/null || true; \
                mount --move /mnt \"$1\"";
    let output = on_a_disk(full, data, &["doctor"]);
    let seen = out(&output);
    assert!(seen.contains("BAD folder: ") && seen.contains("No space left"), "{seen}");
    assert!(seen.contains("BAD disk: 0 MB free"), "{seen}");
    assert_eq!(output.status.code(), Some(1));
}
