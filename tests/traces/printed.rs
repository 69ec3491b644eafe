//! What a print leaves behind: nothing, wherever it passed through. A consent with a person's name and number goes from the
//! window through the helper, the print system of Debian and the printer, and then everywhere is looked for them.

use super::system::{self, PrintSystem};
use super::{MARK, NUMBER, found, in_memory, nothing_is_left, to_consent};
use crate::device::{Device, Manner};
use crate::ground::{Display, Hub, Kiosk};
use image::{ImageFormat, Rgb, RgbImage};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, Window, WindowClass};
use x11rb::rust_connection::RustConnection;

/// After this the print system has forgotten a print, also one that was taken back: `PreserveJobHistory` is a minute.
const FORGOTTEN_BY_THE_SYSTEM: Duration = Duration::from_mins(3);

/// A helper in the place of `cups-paper`, which the tests of the window are built without: its document holds the words of the
/// sheet, so that what is looked for passes everywhere that a sheet passes. What the real one keeps to itself is tried in
/// `tests/paper/forgotten.rs`.
fn helper(folder: &Path) {
    let (program, page) = (folder.join("cups-paper"), folder.join("page.png"));
    RgbImage::from_pixel(210, 297, Rgb([255, 255, 255])).save_with_format(&page, ImageFormat::Png).unwrap();
    let length = page.metadata().unwrap().len();
    let page = page.display();
    // It works only where a fall would leave no picture of its memory.
    let script = format!(
        "#!/bin/sh\nLC_ALL=C\n[ \"$(ulimit -Hc)\" = 0 ] || exit 1\nsheet=$(cat)\n\
         printf 'cups-pages 1 1\\npage {length}\\n'\ncat '{page}'\n\
         printf 'document %s\\n%%PDF-1.7\\n%% %s\\n' $((12 + ${{#sheet}})) \"$sheet\"\n"
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// The processes of a program.
fn processes_of(program: &Path) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let program = program.to_str().unwrap();
    let is_one = |process: &u32| {
        std::fs::read(format!("/proc/{process}/cmdline"))
            .is_ok_and(|line| line.split(|byte| *byte == 0).any(|word| word == program.as_bytes()))
    };
    numbers.filter(is_one).collect()
}

/// Another program at the display, with a window that nobody sees.
pub fn stranger(display: &Display) -> (RustConnection, Window) {
    let (connection, screen) = x11rb::connect(Some(display.name())).unwrap();
    let root = connection.setup().roots[screen].root;
    let window = connection.generate_id().unwrap();
    let (only_input, none) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
    connection.create_window(0, window, root, 0, 0, 1, 1, 0, only_input, x11rb::COPY_FROM_PARENT, &none).unwrap();
    (connection, window)
}

/// What whoever pastes gets: of what was copied, and of what was only marked.
pub fn pasted(display: &Display) -> Vec<u8> {
    let (connection, window) = stranger(display);
    let atom = |name: &[u8]| connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
    let (copied, text, place) = (atom(b"CLIPBOARD"), atom(b"UTF8_STRING"), atom(b"PASTED"));
    let mut all = Vec::new();
    for selection in [copied, AtomEnum::PRIMARY.into()] {
        connection.convert_selection(window, selection, text, place, x11rb::CURRENT_TIME).unwrap();
        connection.flush().unwrap();
        let given = loop {
            if let Event::SelectionNotify(given) = connection.wait_for_event().unwrap() {
                break given;
            }
        };
        if given.property != x11rb::NONE {
            let property = connection.get_property(true, window, place, AtomEnum::ANY, 0, 1 << 20).unwrap();
            all.extend(property.reply().unwrap().value);
        }
    }
    all
}

/// Waits until something is found, or nothing any more.
fn wait_until(found: impl Fn() -> Vec<String>, is_there: bool, within: Duration) {
    let until = Instant::now() + within;
    loop {
        let now = found();
        if now.is_empty() != is_there {
            return;
        }
        assert!(Instant::now() < until, "wanted: {is_there}; found: {now:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn of_a_person_whose_consent_was_printed_nothing_is_found_anywhere_after_the_session() {
    let Some(mut print_system) = PrintSystem::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let [data, programs, home, temporary] = ["kiosk", "programs", "home", "tmp"].map(|name| folder.path().join(name));
    for made in [&programs, &home, &temporary] {
        std::fs::create_dir(made).unwrap();
    }
    helper(&programs);
    let program = programs.join("cups-kiosk");
    std::fs::hard_link(env!("CARGO_BIN_EXE_cups-kiosk"), &program)
        .or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_cups-kiosk"), &program).map(drop))
        .unwrap();
    let device = Device::new(Manner::OutOfPaper);
    print_system.add("desk", &device);
    let display = Display::start();
    let hub = Hub::start(&folder.path().join("hub"));
    let codes = hub.enrol(&data);
    std::fs::write(data.join("kiosk.toml"), format!("print_system = \"{}\"\n", print_system.address())).unwrap();
    let mut command = Command::new(&program);
    command.env("HOME", &home).env("TMPDIR", &temporary).env_remove("XDG_RUNTIME_DIR");
    let mut kiosk = Kiosk::start_by(command, &data, &display);
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("F12");
    to_consent(&mut kiosk, &codes[0]);
    // The name was marked and copied. The program has a clipboard of its own: nobody else's ever holds it.
    assert_eq!(found(&pasted(&display), "the clipboard"), Vec::<String>::new());

    kiosk.key("ctrl+p");
    kiosk.wait_for("screen=\"desk-print\"");
    kiosk.key("Return");
    // The printer has it and waits for paper. It can be found wherever it is.
    let words = [MARK, NUMBER];
    let spooled = || words.into_iter().flat_map(|word| print_system.finds(&[word])).collect();
    wait_until(spooled, true, super::ground::PATIENCE);
    if let Some(held) = in_memory(kiosk.id()) {
        assert!(!held.is_empty(), "a session holds its person");
    }
    device.refill();
    kiosk.wait_for("recorded sequence=");
    let paper = device.papers().concat();
    for word in words {
        assert!(memchr::memmem::find(&paper, word.as_bytes()).is_some(), "{word} is on the paper");
    }
    assert!(processes_of(&programs.join("cups-paper")).is_empty(), "the helper is gone once the sheet is there");

    kiosk.key("Escape");
    kiosk.wait_for("screen=\"consent\"");
    kiosk.key("F10");
    kiosk.wait_for("screen=\"start\"");
    nothing_is_left(&kiosk, &data);
    assert_eq!(found(&pasted(&display), "the clipboard"), Vec::<String>::new());
    let on_the_disk =
        || [&home, &temporary, &data].into_iter().flat_map(|place| system::search(place, &words)).collect();
    wait_until(on_the_disk, false, Duration::ZERO);
    assert_eq!(system::search(Path::new("/dev/shm"), &words), Vec::<String>::new());
    wait_until(|| print_system.finds(&words), false, FORGOTTEN_BY_THE_SYSTEM);
    // What it writes at its end is what it would know at its next start: `job.cache` above all.
    print_system.end();
    assert_eq!(print_system.finds(&words), Vec::<String>::new());
}
