//! A walk through the program: rehearsed on the stage, which knows where everything is, and then gone in the window,
//! where only keys are pressed and only what is shown is waited for.

use super::display::{Change, Display};
use super::keys::Key;
use super::stage::Stage;
use cups_kiosk::domain::centre::Centre;
use cups_kiosk::domain::record::{Circumstances, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::{moment, now};
use cups_kiosk::store::identity::{Enrolment, Identity};
use cups_kiosk::store::records::Records;
use jiff::{ToSpan as _, Zoned};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What the specialist of these walks signs in with; the keys of any keyboard write it.
const PASSWORD: &str = "parola-de-proba";

/// One press on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A key that leaves the page where it is.
    Key(Key),
    /// The digits of the day a week ago: the stage and the window have different days.
    WeekAgo,
    /// A key that leads to another page, by the name of its screen.
    Turn(Key, &'static str),
}

/// A walk that ends on the page on which it began: how it goes the first time, and how every time after. A page that is
/// returned to has the focus where it was left, so the way to its controls is another one then.
pub struct Round {
    pub first: Vec<Stroke>,
    pub again: Vec<Stroke>,
}

/// A walk being rehearsed.
pub struct Rehearsal {
    stage: Stage,
    strokes: Vec<Stroke>,
}

impl Rehearsal {
    /// Begins on the start page of a window of this size.
    pub fn new(width: u16, height: u16) -> Self {
        let mut stage = Stage::new();
        stage.window = iced::Size::new(f32::from(width), f32::from(height));
        stage.send(cups_kiosk::ui::app::frame::Message::Resized(stage.window));
        stage.settle();
        Self { stage, strokes: Vec::new() }
    }

    /// Presses a key.
    pub fn press(&mut self, key: Key) {
        let before = self.stage.app.screen().name();
        key.on_stage(&mut self.stage);
        let shown = self.stage.app.screen().name();
        self.strokes.push(if shown == before { Stroke::Key(key) } else { Stroke::Turn(key, shown) });
    }

    /// Writes the day a week ago.
    pub fn week_ago(&mut self) {
        self.stage.write("13112026");
        self.strokes.push(Stroke::WeekAgo);
    }

    /// Moves the focus to the control whose id begins like this, by the shorter way round.
    pub fn reach(&mut self, id: &str) {
        let parts: Vec<_> = self.stage.describe().parts.into_iter().filter(|part| part.focusable).collect();
        let there = parts.iter().position(|part| part.semantics.id.starts_with(id));
        let there = there.unwrap_or_else(|| panic!("no control \"{id}\" on {}", self.stage.words()));
        // One place more than there are controls: the one where nothing has the focus.
        let round = parts.len() + 1;
        let here = parts.iter().position(|part| part.focused).map_or(0, |here| here + 1);
        let forward = (there + 1 + round - here) % round;
        let key = if forward <= round - forward { Key::Tab } else { Key::BackTab };
        for _ in 0..round {
            // What turns the page comes and goes on the way.
            if self.stage.focused().is_some_and(|focused| focused.starts_with(id)) {
                return;
            }
            self.press(key);
        }
        panic!("{key:?} does not lead to \"{id}\"");
    }

    /// Answers the question shown and those after it: born a week ago, and the first answer each time.
    pub fn answer(&mut self) {
        self.week_ago();
        self.press(Key::Enter);
        while self.stage.app.screen().name() == "question" {
            let asked = self.stage.app.heading();
            self.press(Key::Letter('1'));
            // For a specialist the digit goes on by itself.
            if self.stage.app.heading() == asked {
                self.press(Key::Enter);
            }
        }
    }

    /// Signs the specialist in, from any of the visitor's pages.
    pub fn sign_in(&mut self) {
        self.press(Key::Function(12));
        for letter in "specialist".chars() {
            self.press(Key::Letter(letter));
        }
        self.press(Key::Tab);
        self.strokes.extend(PASSWORD.chars().map(|letter| Stroke::Key(Key::Letter(letter))));
        // The stage has a specialist of its own, whose password needs more than a plain keyboard.
        self.stage.write("parola-lungă");
        self.press(Key::Enter);
    }

    /// Rehearses a round from where the walk is now.
    pub fn round(mut self, go: impl Fn(&mut Self)) -> Round {
        self.strokes.clear();
        let [first, again, third] = [(); 3].map(|()| {
            go(&mut self);
            self.strokes()
        });
        assert_eq!(again, third, "the round does not come back to where it began");
        Round { first, again }
    }

    /// The sheet that was made ready last.
    pub fn sheet(&self) -> cups_kiosk::protocol::sheet::PrintSheet {
        self.stage.sheets.last().expect("a sheet was made ready").clone()
    }

    /// What was rehearsed since this was last asked.
    pub fn strokes(&mut self) -> Vec<Stroke> {
        std::mem::take(&mut self.strokes)
    }
}

/// The program in its window.
pub struct Window<'d> {
    display: &'d Display,
    process: Child,
    /// The screens shown, as the technical log names them.
    shown: Receiver<String>,
    /// Something comes once the hub was asked and did not answer.
    asked: Receiver<()>,
    /// A sheet was made: whether before anybody asked for it.
    made: Receiver<bool>,
}

/// Where the program stands.
pub fn binary() -> PathBuf {
    // Beside this very program, whichever folder things are built in: target/release/deps/figures.
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().join("cups-kiosk")
}

/// Writes the configuration of a window that fills a screen of this size.
pub fn configure(data: &Path, width: u16, height: u16) {
    std::fs::create_dir_all(data).unwrap();
    let text = format!("fullscreen = true\nwindow = [{width}.0, {height}.0]\n");
    std::fs::write(data.join("kiosk.toml"), text).unwrap();
}

/// Makes the folder of a terminal in Lozova, enrolled at a hub that nobody answers for, with one specialist.
pub fn enrolled(data: &Path, width: u16, height: u16) {
    configure(data, width, height);
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let centre: Centre = catalogue.centres["lozova"].clone();
    let identity = Identity::open(&data.join("identity.json")).unwrap();
    let (mut records, _) = Records::open(&data.join("records.sqlite"), identity, now()).unwrap();
    let operator_key = age::x25519::Identity::generate().to_public().to_string();
    let hub = "http://127.0.0.1:9".to_owned();
    let circumstances =
        Circumstances { language: Language::Ro, centre: centre.id.clone(), mode: Mode::Assisted, catalogue: 1 };
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
            &super::stage::hashes(),
        )
        .unwrap();
    let code = super::stage::CODES[0];
    drop(records.add_first(code, "Specialist", PASSWORD, &circumstances, moment()).unwrap());
}

impl<'d> Window<'d> {
    /// Opens the window, and waits for its start page and the keyboard.
    pub fn open(display: &'d Display, data: &Path) -> Self {
        let mut process = Command::new(binary())
            .arg("--data")
            .arg(data)
            .env("DISPLAY", display.name())
            .env("CUPS_LOG", "cups_kiosk=debug")
            .env("NO_COLOR", "1")
            // As the service that starts it.
            .env("MALLOC_ARENA_MAX", "1")
            .env("MALLOC_MMAP_THRESHOLD_", "524288")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, shown) = channel();
        let (hub, asked) = channel();
        let (sheets, made) = channel();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let name = line.split_once("screen=\"").and_then(|(_, rest)| rest.split_once('"'));
                if let Some((name, _)) = name {
                    let _ = sender.send(name.to_owned());
                } else if line.contains("nothing is sent") {
                    let _ = hub.send(());
                } else if line.contains("a sheet was made") {
                    let _ = sheets.send(line.contains("ahead=true"));
                }
            }
        });
        let window = Self { display, process, shown, asked, made };
        window.expect("start");
        display.give_keyboard();
        display.rest();
        window
    }

    /// Waits until the program has asked its hub for the first time, which reads the certificates of the machine.
    pub fn wait_until_asked(&self) {
        self.asked.recv_timeout(Duration::from_mins(1)).unwrap();
    }

    /// Waits for the page that a key led to which was pressed at the display.
    pub fn came(&self, name: &str) {
        self.expect(name);
    }

    /// Waits until a sheet was made; says whether that was before it was asked for.
    pub fn wait_for_sheet(&self) -> bool {
        self.made.recv_timeout(Duration::from_mins(1)).unwrap()
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// Waits for the next page; it has to be this one.
    fn expect(&self, name: &str) {
        let shown = self.shown.recv_timeout(Duration::from_secs(20));
        assert_eq!(shown.as_deref(), Ok(name), "the page that comes next");
    }

    /// Goes a rehearsed way as fast as the program shows its pages.
    pub fn walk(&self, strokes: &[Stroke]) {
        for stroke in strokes {
            self.without_eyes(*stroke);
        }
    }

    /// Goes a rehearsed way; says for each page when it was on the screen. A page is left only when all is at rest.
    pub fn walk_timed(&self, strokes: &[Stroke], mut timed: impl FnMut(&'static str, Change)) {
        let mut at_rest = false;
        for stroke in strokes {
            if let Stroke::Turn(key, name) = stroke {
                if !at_rest {
                    self.display.rest();
                }
                timed(name, self.display.change(*key));
                self.expect(name);
                at_rest = true;
            } else {
                self.without_eyes(*stroke);
                at_rest = false;
            }
        }
    }

    fn without_eyes(&self, stroke: Stroke) {
        match stroke {
            Stroke::Key(key) => self.display.press(key),
            Stroke::WeekAgo => {
                let day = Zoned::now().date().checked_sub(7.days()).unwrap();
                for digit in format!("{:02}{:02}{}", day.day(), day.month(), day.year()).chars() {
                    self.display.press(Key::Letter(digit));
                }
            }
            Stroke::Turn(key, name) => {
                self.display.press(key);
                self.expect(name);
            }
        }
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
