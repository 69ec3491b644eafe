//! A scanner of ours, which obeys, jams, hangs and lies; and SANE's own, where it is installed.

use super::*;
use std::os::unix::fs::PermissionsExt as _;

/// A program in the place of `scanimage`: there is one device with a feeder, and a scan does this. `$batch` is the place of
/// the sheets, empty at the glass.
fn scanner(scan: &str) -> (tempfile::TempDir, Scanner) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(PROGRAM);
    let script = format!(
        "#!/bin/sh\nbatch=''\nfor word in \"$@\"; do\n  case \"$word\" in\n    -f) echo 'ours:0'; exit 0 ;;\n    -A) printf \
         '    --mode Gray|Color [Gray]\\n    --source Flatbed|ADF Front|ADF Duplex [Flatbed]\\n    --resolution 50..600dpi \
         [50]\\n'; exit 0 ;;\n    --batch=*) batch=${{word#--batch=}} ;;\n  esac\ndone\nsheet() {{ place=$(printf \"$batch\" \
         \"$1\"); printf '%s' \"$2\" > \"$place\"; echo \"$place\"; }}\nfail() {{ echo \"scanimage: $1\" >&2; exit \
         \"$2\"; }}\n{scan}\n"
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    (folder, Scanner::by(program).with_patience(Duration::from_secs(20)))
}

fn sheets(scanner: &Scanner, tray: Tray) -> (Vec<String>, Result<(), ScanTrouble>) {
    let mut sheets = Vec::new();
    let result = scanner.scan(tray, &StopScan::default(), |sheet| {
        sheets.push(String::from_utf8(sheet).unwrap());
        true
    });
    (sheets, result)
}

#[test]
fn what_went_through_before_a_jam_is_there_and_the_trouble_is_told() {
    let two = "sheet 1 one; sheet 2 two;";
    for (ends, came, told) in [
        (format!("{two} fail 'sane_start: Document feeder out of documents' 7"), 2, Ok(())),
        (format!("{two} fail 'sane_start: Document feeder jammed' 6"), 2, Err(ScanTrouble::Jam)),
        (format!("{two} fail 'sane_read: Double feed detected' 6"), 2, Err(ScanTrouble::DoubleFeed)),
        ("fail 'sane_start: Scanner cover is open' 8".to_owned(), 0, Err(ScanTrouble::CoverOpen)),
        ("fail 'sane_start: Document feeder out of documents' 7".to_owned(), 0, Err(ScanTrouble::FeederEmpty)),
        (format!("{two} kill -9 $$"), 2, Err(ScanTrouble::Other)),
        (format!("{two} echo /etc/passwd; exit 0"), 2, Ok(())),
    ] {
        let (_folder, scanner) = scanner(&ends);
        let (sheets, result) = sheets(&scanner, Tray::Feeder);
        assert_eq!((sheets.len(), result), (came, told), "{ends}");
    }
    let left = fs::read_dir(disk::in_memory().unwrap()).unwrap().flatten();
    let own = format!("cups-scan-{}-", std::process::id());
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(&own)).collect();
    let mine = format!("{:?}", std::thread::current().id());
    let mine: String = mine.chars().filter(char::is_ascii_alphanumeric).collect();
    assert!(!left.iter().any(|entry| entry.file_name().to_string_lossy().ends_with(&mine)), "no sheet stays in memory");
}

#[test]
fn a_scanner_that_hangs_is_ended_and_what_came_stays() {
    let (_folder, scanner) = scanner("sheet 1 one; exec sleep 300");
    let scanner = scanner.with_patience(Duration::from_millis(600));
    let begin = Instant::now();
    let (came, result) = sheets(&scanner, Tray::Feeder);
    assert_eq!((came.len(), result), (1, Err(ScanTrouble::Silent)));
    assert!(begin.elapsed() < Duration::from_mins(1));
    // Nor does one that does not listen to being asked.
    let (_folder, deaf) = self::scanner("trap '' TERM; while true; do sleep 1; done");
    let (came, result) = sheets(&deaf.with_patience(Duration::from_millis(600)), Tray::Glass);
    assert_eq!((came.len(), result), (0, Err(ScanTrouble::Silent)));
}

#[test]
fn one_sheet_of_the_glass_comes_and_a_scan_can_be_stopped() {
    let (_folder, glass) = scanner("[ -z \"$batch\" ] && printf 'picture'");
    assert_eq!(sheets(&glass, Tray::Glass), (vec!["picture".to_owned()], Ok(())));
    let (_folder, long) = scanner("sheet 1 one; exec sleep 300");
    let stop = StopScan::default();
    let other = stop.clone();
    let result = long.scan(Tray::Feeder, &stop, |_| {
        other.stop();
        true
    });
    assert!(result.is_err());
}

#[test]
fn no_scanner_and_no_program_are_two_things() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(PROGRAM);
    assert_eq!(sheets(&Scanner::by(program.clone()), Tray::Glass).1, Err(ScanTrouble::NoProgram));
    fs::write(&program, "#!/bin/sh\nexit 0\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(sheets(&Scanner::by(program), Tray::Glass).1, Err(ScanTrouble::NoScanner));
}

#[test]
fn trays_and_colour_are_called_as_each_scanner_calls_them() {
    for (options, feeder, glass, color) in [
        (
            "    --source Flatbed|ADF [Flatbed]\n    --mode Lineart|Gray|Color [Color]",
            Some("ADF"),
            Some("Flatbed"),
            "Color",
        ),
        (
            "    --mode 24bit Color|Gray [Gray]\n    --source ADF Duplex|Automatic Document Feeder [x]",
            Some("Automatic Document Feeder"),
            None,
            "24bit Color",
        ),
        ("    --mode Color [Color]\n    --source Flatbed [Flatbed]", None, Some("Flatbed"), "Color"),
    ] {
        assert_eq!(source_of(options, Tray::Feeder), feeder);
        assert_eq!(source_of(options, Tray::Glass), glass);
        assert_eq!(color_of(options), Some(color));
    }
}

#[test]
fn a_folder_of_a_stick_gives_its_pictures_in_order_and_says_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(pictures(folder.path()), Err(ScanTrouble::Unreadable));
    for name in ["b.JPG", "a.png", "letter.txt", "c.pdf"] {
        fs::write(folder.path().join(name), name).unwrap();
    }
    let names: Vec<_> = pictures(folder.path()).unwrap();
    assert_eq!(names, ["a.png", "b.JPG", "c.pdf"].map(|name| folder.path().join(name)));
    assert_eq!(pictures(&folder.path().join("none")), Err(ScanTrouble::NotThere));
    assert_eq!(read_picture(&names[0]).unwrap(), b"a.png");
}

#[test]
fn of_several_scanners_the_one_that_is_named_is_used_and_none_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(PROGRAM);
    let script = "#!/bin/sh\ncase \"$1 $3\" in\n  -f*) echo 'red:usb:001'; echo 'blue:usb:002' ;;\n  *-A) ;;\n  *) printf \
         '%s' \"$2\" ;;\nesac\n";
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    for (name, used) in
        [(None, Ok("red:usb:001")), (Some("blue"), Ok("blue:usb:002")), (Some("green"), Err(ScanTrouble::NoScanner))]
    {
        let scanner = Scanner::by(program.clone()).named(name.map(str::to_owned));
        let (sheets, result) = sheets(&scanner, Tray::Glass);
        assert_eq!((sheets.first().map(String::as_str), result), (used.ok(), used.map(drop)));
    }
}

#[test]
fn sane_s_own_test_scanner_gives_pages() {
    if Command::new(PROGRAM).arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        eprintln!("left out: sane-utils is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dll.conf"), "test\n").unwrap();
    fs::write(folder.path().join("test.conf"), "number_of_devices 1\ntest-picture \"Grid\"\n").unwrap();
    let program = folder.path().join("with-test-device");
    let script = format!("#!/bin/sh\nSANE_CONFIG_DIR='{}' exec {PROGRAM} \"$@\"\n", folder.path().display());
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let scanner = Scanner::by(program);
    let mut came = Vec::new();
    let mut take = |sheet: Vec<u8>| {
        came.push(crate::scan::page(&sheet).unwrap().size);
        true
    };
    scanner.scan(Tray::Glass, &StopScan::default(), &mut take).unwrap();
    scanner.scan(Tray::Feeder, &StopScan::default(), &mut take).unwrap();
    assert!(came.len() > 2 && came.iter().all(|size| size.0 > 100), "{came:?}");
}
