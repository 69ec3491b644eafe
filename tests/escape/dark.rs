//! Settings, folders and disks that are wrong, at the real window: whatever it is, the screen is not black, and says what is
//! the matter or goes on guiding.

use super::eyes::Eyes;
use super::ground::{Display, Kiosk};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is wrong, how it is made so, and what the log says once the page is there.
type Wrong = (&'static str, fn(&Path) -> PathBuf, &'static str);

fn settings(folder: &Path, text: &[u8]) -> PathBuf {
    std::fs::write(folder.join("kiosk.toml"), text).unwrap();
    folder.to_owned()
}

const WRONG: [Wrong; 12] = [
    (
        "a file in the place of the folder",
        |folder| {
            std::fs::write(folder.join("data"), "").unwrap();
            folder.join("data")
        },
        "K-10",
    ),
    (
        "a folder that leads to itself",
        |folder| {
            symlink("data", folder.join("data")).unwrap();
            folder.join("data")
        },
        "K-10",
    ),
    (
        "a folder in the place of the settings",
        |folder| {
            std::fs::create_dir(folder.join("kiosk.toml")).unwrap();
            folder.to_owned()
        },
        "K-11",
    ),
    (
        "settings that cannot be read",
        |folder| {
            symlink("kiosk.toml", folder.join("kiosk.toml")).unwrap();
            folder.to_owned()
        },
        "K-11",
    ),
    ("bytes that are no text", |folder| settings(folder, b"fullscreen = true\ncentre = \"\xff\""), "K-11"),
    ("no TOML", |folder| settings(folder, b"fullscreen = true\n= = ="), "K-12"),
    ("an unknown setting", |folder| settings(folder, b"fullscreen = true\nlangauge = 1"), "K-13"),
    ("a value of another type", |folder| settings(folder, b"fullscreen = true\nlanguage = 1"), "K-14"),
    ("a value out of its bounds", |folder| settings(folder, b"fullscreen = true\nidle_seconds = 0"), "K-14"),
    ("an unknown centre", |folder| settings(folder, b"fullscreen = true\ncentre = \"nowhere\""), "K-15"),
    (
        "a root of trust that is not there",
        |folder| settings(folder, b"fullscreen = true\ncatalogue_root = \"/no/such/root.json\""),
        "K-16",
    ),
    ("no settings at all", |folder| folder.to_owned(), "screen=\"start\""),
];

/// Looks at the whole screen until it is a page: many colours, and hardly anything black.
fn is_a_page(display: &Display, what: &str) {
    let eyes = Eyes::at(display);
    super::ground::display::until(what, || {
        let tops = eyes.tops();
        let [top] = &tops[..] else { return false };
        let [left, up, width, height] = top.place;
        let [.., most, high] = eyes.whole();
        let place = [left.max(0), up.max(0), width.min(most), height.min(high)];
        eyes.colours(place) > 30 && eyes.black(place) < 0.05
    });
}

#[test]
fn nothing_that_is_wrong_leaves_the_screen_black() {
    for (what, make, said) in WRONG {
        let folder = tempfile::tempdir().unwrap();
        let data = make(folder.path());
        let display = Display::of(1366, 768);
        let kiosk = Kiosk::start(&data, &display);
        kiosk.wait_for(said);
        is_a_page(&display, what);
        if let Some(pictures) = std::env::var_os("CUPS_ESCAPE_PICTURES") {
            display.picture(&PathBuf::from(pictures).join(format!("{}.png", what.replace(' ', "-"))));
        }
    }
}

#[test]
fn a_disk_that_is_full_or_only_read_and_a_second_window_leave_no_screen_black() {
    let full = "mount -t tmpfs -o size=1m tmpfs \"$1\"; cat /dev/zero > \"$1/filler\" 2>/dev/null || true";
    let only_read = "mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\"";
    for (what, prepare) in [("a full disk", full), ("a disk that is only read", only_read)] {
        let folder = tempfile::tempdir().unwrap();
        let display = Display::start();
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c", &format!("{prepare}; shift; exec \"$@\""), "sh"]);
        command.arg(folder.path()).arg(env!("CARGO_BIN_EXE_cups-kiosk"));
        let _kiosk = Kiosk::start_by(command, folder.path(), &display);
        is_a_page(&display, what);
    }
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (Display::start(), Display::start());
    let first = Kiosk::start(folder.path(), &one);
    first.wait_for("screen=\"start\"");
    let second = Kiosk::start(folder.path(), &other);
    second.wait_for("K-18");
    is_a_page(&other, "a second window");
}
