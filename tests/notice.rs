//! The notice in a real window: it is there without any file but itself, says what it has to, and goes when it should. Needs
//! Xvfb, xdotool and `ImageMagick`, which `make test` installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "window/display.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod display;

use cups_kiosk::notice::picture::{Painter, Places};
use cups_kiosk::notice::{Kind, Notice};
use display::{Display, PATIENCE};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A virtual display, and how large it is.
struct Screen {
    display: Display,
    size: (u32, u32),
}

impl Screen {
    fn of(width: u32, height: u32) -> Self {
        Self { display: Display::of(width, height), size: (width, height) }
    }

    /// What the screen shows, each pixel as 0x00RRGGBB.
    fn pixels(&self) -> Vec<u32> {
        let output = Command::new("import")
            .args(["-window", "root", "-depth", "8", "rgb:-"])
            .env("DISPLAY", self.display.name())
            .output()
            .expect("ImageMagick is installed: make test installs it");
        let pixel = |rgb: &[u8]| u32::from(rgb[0]) << 16 | u32::from(rgb[1]) << 8 | u32::from(rgb[2]);
        output.stdout.chunks_exact(3).map(pixel).collect()
    }

    fn hands(&self, arguments: &[&str]) {
        let done = Command::new("xdotool").args(arguments).env("DISPLAY", self.display.name()).status();
        assert!(done.expect("xdotool is installed: make test installs it").success());
    }

    /// The notice on this display: in an empty environment, where nothing can be written.
    fn notice(&self, arguments: &[&str]) -> Shown {
        let process = Command::new(env!("CARGO_BIN_EXE_cups-notice"))
            .args(arguments)
            .env_clear()
            .env("DISPLAY", self.display.name())
            .current_dir("/proc")
            .spawn()
            .unwrap();
        Shown(process)
    }

    /// What the notice has to look like here, and where its parts lie.
    fn wanted(&self, notice: &Notice) -> (Vec<u32>, Places) {
        let (width, height) = self.size;
        let mut pixels = vec![0; (width * height) as usize];
        let places = Painter::default().draw(notice, &mut pixels, width, height);
        (pixels, places)
    }

    /// Waits until the screen shows exactly this.
    fn shows(&self, wanted: &[u32]) {
        let started = Instant::now();
        while self.pixels() != wanted {
            assert!(started.elapsed() < PATIENCE, "the screen does not show the notice");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A notice that is shown, ended with its test.
struct Shown(Child);

impl Shown {
    /// How it ends.
    fn ended(&mut self) -> Option<i32> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            assert!(started.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn is_there(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_screen_shows_the_whole_notice_and_enter_asks_for_another_try() {
    for size in [(1366, 768), (768, 1366)] {
        let screen = Screen::of(size.0, size.1);
        let notice = Notice::new(Kind::Falls, "signal 6");
        let (wanted, _) = screen.wanted(&notice);
        let mut shown = screen.notice(&["--detail", "signal 6"]);
        screen.shows(&wanted);
        let colours: std::collections::BTreeSet<&u32> = wanted.iter().collect();
        assert!(colours.len() > 50, "words have soft edges: {}", colours.len());
        // A key that means nothing, and a press beside the button.
        screen.hands(&["key", "Escape"]);
        screen.hands(&["mousemove", "5", "5", "click", "1"]);
        assert!(shown.is_there());
        screen.hands(&["key", "Return"]);
        assert_eq!(shown.ended(), Some(0));
    }
}

#[test]
fn a_press_of_the_button_asks_for_another_try() {
    let screen = Screen::of(1024, 768);
    let (wanted, places) = screen.wanted(&Notice::new(Kind::Missing, ""));
    let mut shown = screen.notice(&["--code", "k-21"]);
    screen.shows(&wanted);
    let (x, y) = (places.button.x + places.button.width / 2, places.button.y + places.button.height / 2);
    screen.hands(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
    assert_eq!(shown.ended(), Some(0));
}

#[test]
fn it_goes_when_the_guide_is_there_and_not_because_it_was_there_before() {
    let folder = tempfile::tempdir().unwrap();
    let ready = folder.path().join("ready");
    std::fs::write(&ready, "of before").unwrap();
    let screen = Screen::of(1366, 768);
    let (wanted, _) = screen.wanted(&Notice::new(Kind::Falls, ""));
    let mut shown = screen.notice(&["--until", &ready.display().to_string()]);
    screen.shows(&wanted);
    assert!(shown.is_there(), "the file of before says nothing");
    std::fs::remove_file(&ready).unwrap();
    std::fs::write(&ready, "of now").unwrap();
    assert_eq!(shown.ended(), Some(0));
}

/// The rule by which a session shows it: after three quick ends, with a try every while; gone once the guide opens.
#[test]
fn a_session_shows_it_after_three_quick_ends_and_takes_it_away_when_the_guide_opens() {
    const SESSION: &str = r#"
        failed=0
        while :; do
            began=$(date +%s)
            "$GUIDE"; code=$?
            echo "ended $code"
            [ $(($(date +%s) - began)) -le 3 ] && failed=$((failed + 1)) || failed=0
            if [ "$failed" -ge 3 ]; then
                timeout 1 "$NOTICE" --until "$READY" --detail "exit code $code"
                echo "noticed $?"
            fi
        done
    "#;
    let folder = tempfile::tempdir().unwrap();
    let (guide, ready) = (folder.path().join("guide"), folder.path().join("ready"));
    write_program(&guide, "#!/bin/sh\nexit 7\n");
    let screen = Screen::of(1366, 768);
    let mut session = Shown(
        Command::new("sh")
            .args(["-c", SESSION])
            .env("DISPLAY", screen.display.name())
            .env("GUIDE", &guide)
            .env("READY", &ready)
            .env("NOTICE", env!("CARGO_BIN_EXE_cups-notice"))
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(session.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let first: Vec<String> = lines.by_ref().take(4).collect();
    assert_eq!(first, ["ended 7", "ended 7", "ended 7", "noticed 124"], "three quick ends, then the notice and a try");
    let (wanted, _) = screen.wanted(&Notice::new(Kind::Falls, "exit code 7"));
    screen.shows(&wanted);
    // The guide opens again.
    write_program(&guide, "#!/bin/sh\ntouch \"$READY\"\nexec sleep 600\n");
    let started = Instant::now();
    while screen.pixels() == wanted || !ready.exists() {
        assert!(started.elapsed() < PATIENCE, "the notice stays over the guide");
    }
}

/// Puts a program in the place of another at once.
fn write_program(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let beside = path.with_extension("new");
    std::fs::write(&beside, text).unwrap();
    std::fs::set_permissions(&beside, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::rename(beside, path).unwrap();
}

#[test]
fn without_a_display_and_with_another_code_it_says_so_in_a_line() {
    let run = |arguments: &[&str], display: &str| -> Output {
        Command::new(env!("CARGO_BIN_EXE_cups-notice"))
            .args(arguments)
            .env_clear()
            .env("DISPLAY", display)
            .output()
            .unwrap()
    };
    let output = run(&[], ":4321");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);
    assert_eq!(run(&["--code", "K-10"], ":4321").status.code(), Some(2));
}
