//! A virtual display: hands that press its keys, and eyes that see when it changes.

use super::keys::{Key, Keysym};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// How long nothing has to change for the screen to be at rest. Shorter than the blinking of a caret.
const STILL: Duration = Duration::from_millis(150);

/// How long the eyes are closed between two looks, so that looking takes nothing from who draws.
const BLINK: Duration = Duration::from_micros(300);

/// How wide a column is that is looked at, and how far it is to the next, in pixels. Whole pictures of the screen would
/// keep the display busy; a page that differs does so in some line of letters that these columns cross.
const COLUMN: (u16, usize) = (2, 120);

/// How many bytes a dot of the display takes.
const DOT: usize = 4;

/// Longer than anybody waits.
const PATIENCE: Duration = Duration::from_secs(30);

/// A display of its own.
pub struct Display {
    server: Child,
    name: String,
    size: (u16, u16),
    connection: RustConnection,
    root: Window,
    /// The keys of the keyboard by what they write, without others held.
    keyboard: BTreeMap<Keysym, u8>,
}

/// When the screen changed after a key was pressed.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// For the first time.
    pub first: Duration,
    /// For the last time.
    pub settled: Duration,
}

impl Display {
    /// Starts a display of this size in pixels. Without `-noreset` it begins anew when its last client leaves.
    pub fn start(width: u16, height: u16) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb: make bench installs it");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let name = format!(":{}", line.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).unwrap();
        let root = connection.setup().roots[screen].root;
        let keyboard = keyboard(&connection);
        Self { server, name, size: (width, height), connection, root, keyboard }
    }

    /// Its name, for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The colour of a pixel: red, green, blue.
    pub fn pixel(&self, x: i16, y: i16) -> (u8, u8, u8) {
        let image = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, 1, 1, !0).unwrap();
        let data = image.reply().map(|reply| reply.data).unwrap_or_default();
        if let [blue, green, red, ..] = data[..] { (red, green, blue) } else { (0, 0, 0) }
    }

    /// Gives the keyboard to the window that takes up the screen, once there is one; no window manager does it here.
    pub fn give_keyboard(&self) {
        let start = Instant::now();
        let window = loop {
            if let Some(window) = self.largest() {
                break window;
            }
            assert!(start.elapsed() < PATIENCE, "no window takes up the screen");
            std::thread::sleep(Duration::from_millis(5));
        };
        self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).unwrap().check().unwrap();
    }

    /// The window that takes up most of the screen; a browser leaves a line of it free.
    fn largest(&self) -> Option<Window> {
        let tree = self.connection.query_tree(self.root).ok()?.reply().ok()?;
        tree.children.into_iter().find(|window| {
            let attributes = self.connection.get_window_attributes(*window).ok().and_then(|answer| answer.reply().ok());
            let place = self.connection.get_geometry(*window).ok().and_then(|answer| answer.reply().ok());
            attributes.is_some_and(|attributes| attributes.map_state == MapState::VIEWABLE)
                && place.is_some_and(|place| place.width > self.size.0 / 2 && place.height > self.size.1 / 2)
        })
    }

    /// Presses and lets go of a key.
    pub fn press(&self, key: Key) {
        let (held, key) = key.keysyms();
        let code = |keysym: Keysym| {
            *self.keyboard.get(&keysym).unwrap_or_else(|| panic!("the keyboard has no key {keysym:#x}"))
        };
        let fake = |kind, keysym| {
            let sent = self.connection.xtest_fake_input(kind, code(keysym), x11rb::CURRENT_TIME, x11rb::NONE, 0, 0, 0);
            sent.unwrap().ignore_error();
        };
        if let Some(held) = held {
            fake(KEY_PRESS_EVENT, held);
        }
        fake(KEY_PRESS_EVENT, key);
        fake(KEY_RELEASE_EVENT, key);
        if let Some(held) = held {
            fake(KEY_RELEASE_EVENT, held);
        }
        self.connection.flush().unwrap();
    }

    /// What stands on the screen, as far as is looked at.
    pub fn look(&self) -> Vec<u8> {
        let height = self.size.1;
        let asked: Vec<_> = self
            .places()
            .map(|x| {
                let x = i16::try_from(x).unwrap();
                self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, 0, COLUMN.0, height, !0).unwrap()
            })
            .collect();
        asked.into_iter().flat_map(|asked| asked.reply().unwrap().data).collect()
    }

    /// Presses a key that changes what is shown; says when that changed.
    pub fn change(&self, key: Key) -> Change {
        self.change_until(key, STILL)
    }

    /// The same where what is shown goes on changing with pauses: it is at rest when nothing changed for so long.
    pub fn change_until(&self, key: Key, still: Duration) -> Change {
        self.changes_until(key, still).0
    }

    /// The same, with each column that is looked at: where it lies from left to right, and when it changed last; nothing where
    /// it never did.
    pub fn changes_until(&self, key: Key, still: Duration) -> (Change, Vec<(usize, Option<Duration>)>) {
        let mut shown = self.look();
        let size = usize::from(COLUMN.0) * usize::from(self.size.1) * DOT;
        let mut columns: Vec<_> = self.places().map(|x| (x, None)).collect();
        let start = Instant::now();
        self.press(key);
        let mut change: Option<Change> = None;
        loop {
            let look = self.look();
            let passed = start.elapsed();
            if look != shown {
                let pairs = look.chunks(size).zip(shown.chunks(size));
                for ((_, last), (now, before)) in columns.iter_mut().zip(pairs) {
                    if now != before {
                        *last = Some(passed);
                    }
                }
                shown = look;
                change = Some(Change { first: change.map_or(passed, |change| change.first), settled: passed });
            }
            match change {
                Some(change) if passed.saturating_sub(change.settled) > still => return (change, columns),
                None => assert!(passed < PATIENCE, "{key:?} changes nothing on the screen"),
                Some(_) => {}
            }
            std::thread::sleep(BLINK);
        }
    }

    /// Where the columns lie that are looked at.
    fn places(&self) -> impl Iterator<Item = usize> + use<> {
        (COLUMN.1 / 2..usize::from(self.size.0)).step_by(COLUMN.1)
    }

    /// Waits until nothing changes any more.
    pub fn rest(&self) {
        let start = Instant::now();
        let (mut shown, mut since) = (self.look(), Instant::now());
        while since.elapsed() < STILL {
            std::thread::sleep(Duration::from_millis(2));
            let look = self.look();
            if look != shown {
                (shown, since) = (look, Instant::now());
            }
            assert!(start.elapsed() < PATIENCE, "the screen does not come to rest");
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The keys that write something without others held.
fn keyboard(connection: &RustConnection) -> BTreeMap<Keysym, u8> {
    let (least, most) = (connection.setup().min_keycode, connection.setup().max_keycode);
    let mapping = connection.get_keyboard_mapping(least, most - least + 1).unwrap().reply().unwrap();
    let rows = mapping.keysyms.chunks(usize::from(mapping.keysyms_per_keycode));
    rows.zip(least..=most).rev().filter_map(|(row, code)| Some((*row.first()?, code))).collect()
}
