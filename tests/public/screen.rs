//! A virtual screen with what runs on that of a public computer: openbox and the window, started by the script of the session.

use super::ground::Display;
use super::ground::display::until;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use x11rb::COPY_DEPTH_FROM_PARENT;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, MapState, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// The size of the screen.
const SIZE: (u16, u16) = (1366, 768);

/// Ends a process as the system does when memory runs out.
pub fn kill(process: u32) {
    let done = Command::new("kill").args(["-9", &process.to_string()]).status().unwrap();
    assert!(done.success(), "{process} lives");
}

/// The settings of openbox on a public computer.
pub fn ours() -> PathBuf {
    Path::new(super::PACKAGING).join("public/session/openbox.xml")
}

/// The screen.
pub struct Screen {
    session: Child,
    display: Display,
    connection: RustConnection,
    root: Window,
    folder: tempfile::TempDir,
}

impl Screen {
    /// The session under the settings of openbox in a file, with its window.
    pub fn with(settings: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The script takes the settings that lie beside it.
        let script = folder.path().join("inside");
        std::fs::copy(Path::new(super::PACKAGING).join("public/session/inside"), &script).unwrap();
        std::fs::copy(settings, folder.path().join("openbox.xml")).unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("kiosk.toml"), "fullscreen = true\n").unwrap();
        let display = Display::of(SIZE.0.into(), SIZE.1.into());
        let session = Command::new(&script)
            .arg(env!("CARGO_BIN_EXE_cups-kiosk"))
            .arg("--data")
            .arg(&data)
            .env("DISPLAY", display.name())
            .env("XDG_CACHE_HOME", folder.path().join("cache"))
            .env("XDG_CONFIG_HOME", folder.path().join("config"))
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("openbox is installed: make test installs it");
        let (connection, number) = x11rb::connect(Some(display.name())).unwrap();
        let root = connection.setup().roots[number].root;
        let screen = Self { session, display, connection, root, folder };
        until("the window is whole and in front", || screen.is_ours_alone().is_ok());
        // Before its page stands it may still ask for the keyboard, over whatever came meanwhile.
        until("its page stands", || data.join("ready").exists());
        screen
    }

    /// Has hands do what xdotool is told.
    pub fn hands(&self, script: &str) {
        let mut hands = Command::new("xdotool")
            .arg("-")
            .env("DISPLAY", self.display.name())
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("xdotool is installed: make test installs it");
        hands.stdin.take().unwrap().write_all(spoken(script).as_bytes()).unwrap();
        assert!(hands.wait().unwrap().success(), "xdotool: {script}");
    }

    /// Asks the window manager for something harmless and waits for its answer: it has then done what was pressed before.
    pub fn window_manager_has_done_it(&self) {
        let asked = self.new_window(0, 0, 1, 1);
        self.tell(asked, "_NET_REQUEST_FRAME_EXTENTS");
        let answer = self.atom("_NET_FRAME_EXTENTS");
        until("the window manager answers", || {
            let reply = self.connection.get_property(false, asked, answer, AtomEnum::ANY, 0, 4).unwrap().reply();
            reply.unwrap().value_len > 0
        });
        self.connection.destroy_window(asked).unwrap();
        self.connection.sync().unwrap();
    }

    /// Whether our window alone is on the screen, covers it, stands in front of all and has the keyboard.
    pub fn is_ours_alone(&self) -> Result<(), String> {
        let front = self.in_front().ok_or("no window is in front")?;
        if self.class(front) != "cups-kiosk" {
            return Err(format!("in front is a window of {:?}", self.class(front)));
        }
        let place = self.place(front);
        if place != (0, 0, SIZE.0, SIZE.1) {
            return Err(format!("the window is at {place:?}"));
        }
        Ok(())
    }

    /// The window that stands in front of all others, visible, with the keyboard; none where these are not one.
    pub fn in_front(&self) -> Option<Window> {
        let focus = self.connection.get_input_focus().ok()?.reply().ok()?.focus;
        let tree = self.connection.query_tree(self.root).ok()?.reply().ok()?;
        // The topmost that is shown and larger than what programs keep for themselves.
        let top = tree.children.into_iter().rev().find(|window| {
            let shown = self.connection.get_window_attributes(*window).ok().and_then(|asked| asked.reply().ok());
            let sized = self.connection.get_geometry(*window).ok().and_then(|asked| asked.reply().ok());
            let at = |place: i16, extent: u16, whole: u16| {
                i32::from(place) < i32::from(whole) && i32::from(place) + i32::from(extent) > 0
            };
            shown.is_some_and(|shown| shown.map_state == MapState::VIEWABLE && shown.class == WindowClass::INPUT_OUTPUT)
                && sized.is_some_and(|sized| {
                    sized.width > 1
                        && sized.height > 1
                        && at(sized.x, sized.width, SIZE.0)
                        && at(sized.y, sized.height, SIZE.1)
                })
        })?;
        // A window lies inside the frame that the manager made for it.
        let mut inner = focus;
        while inner > 1 && inner != self.root {
            if inner == top {
                return Some(focus);
            }
            inner = self.connection.query_tree(inner).ok()?.reply().ok()?.parent;
        }
        None
    }

    /// Where a window is on the screen and how large: left, top, width, height.
    pub fn place(&self, window: Window) -> (i16, i16, u16, u16) {
        let at = self.connection.translate_coordinates(window, self.root, 0, 0).unwrap().reply();
        let sized = self.connection.get_geometry(window).unwrap().reply();
        let (Ok(at), Ok(sized)) = (at, sized) else { return (0, 0, 0, 0) };
        (at.dst_x, at.dst_y, sized.width, sized.height)
    }

    fn class(&self, window: Window) -> String {
        let asked = self.connection.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64).unwrap();
        let words = asked.reply().map(|reply| reply.value).unwrap_or_default();
        String::from_utf8_lossy(words.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned()
    }

    /// Opens a window of another program here.
    pub fn other_window(&self, left: i16, top: i16, width: u16, height: u16) -> Window {
        let window = self.new_window(left, top, width, height);
        self.connection
            .change_property8(
                x11rb::protocol::xproto::PropMode::REPLACE,
                window,
                AtomEnum::WM_CLASS,
                AtomEnum::STRING,
                b"page\0Page\0",
            )
            .unwrap();
        // It says that its place was wished for, as a browser does that is told one.
        let wished = self.connection.change_property32(
            x11rb::protocol::xproto::PropMode::REPLACE,
            window,
            AtomEnum::WM_NORMAL_HINTS,
            AtomEnum::WM_SIZE_HINTS,
            &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        );
        wished.unwrap();
        self.connection.map_window(window).unwrap();
        self.connection.sync().unwrap();
        window
    }

    /// Ends it.
    pub fn end_other_window(&self, window: Window) {
        self.connection.destroy_window(window).unwrap();
        self.connection.sync().unwrap();
    }

    fn new_window(&self, left: i16, top: i16, width: u16, height: u16) -> Window {
        let window = self.connection.generate_id().unwrap();
        let aside = CreateWindowAux::new().background_pixel(0x00ff_ffff);
        let kind = WindowClass::INPUT_OUTPUT;
        self.connection
            .create_window(COPY_DEPTH_FROM_PARENT, window, self.root, left, top, width, height, 0, kind, 0, &aside)
            .unwrap();
        window
    }

    fn tell(&self, window: Window, what: &str) {
        let message = ClientMessageEvent::new(32, window, self.atom(what), [0; 5]);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.connection.send_event(false, self.root, mask, message).unwrap();
        self.connection.sync().unwrap();
    }

    fn atom(&self, name: &str) -> u32 {
        self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    /// The process of our window.
    pub fn window_process(&self) -> u32 {
        let running = self.running("cups-kiosk");
        assert_eq!(running.len(), 1, "{running:?}");
        running[0]
    }

    /// The processes of the session with this name.
    pub fn running(&self, name: &str) -> Vec<u32> {
        self.all().into_iter().filter(|(_, own)| own == name).map(|(process, _)| process).collect()
    }

    /// The names of the processes of the session.
    pub fn processes(&self) -> BTreeSet<String> {
        self.all().into_iter().map(|(_, name)| name).collect()
    }

    /// Every process of the session: it is a group of its own.
    fn all(&self) -> Vec<(u32, String)> {
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let of_session = |process: u32| {
            let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
            let (start, rest) = text.rsplit_once(')')?;
            let mut words = rest.split_whitespace();
            let state = words.next()?;
            let group: u32 = words.nth(1)?.parse().ok()?;
            let ours = group == self.session.id() && state != "Z";
            ours.then(|| (process, start.split_once('(').unwrap_or_default().1.to_owned()))
        };
        numbers.filter_map(of_session).collect()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // The group, whatever it has become.
        let _ = Command::new("kill").args(["-9", "--", &format!("-{}", self.session.id())]).status();
        let _ = self.session.wait();
        let _ = self.folder.path();
    }
}

/// A line for each command: several keys after one word stay together.
fn spoken(script: &str) -> String {
    let mut lines = String::new();
    for word in script.split(' ') {
        let begins = ["key", "keydown", "keyup", "click", "mousemove", "mousedown", "mouseup"].contains(&word);
        lines.push(if begins { '\n' } else { ' ' });
        lines.push_str(word);
    }
    lines.push('\n');
    lines
}
