//! Pictures of the screens: all of them for people to look at, and a few kept to be compared.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::ui::app::Shortcut;
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::Size;
use image::RgbaImage;
use stage::Stage;
use stage::reaches::{SCREENS, long_take_away, staged};
use std::path::{Path, PathBuf};

/// Compares a picture with the one kept. A missing one is a failure, unless pictures are being updated.
fn compare(name: &str, picture: &RgbaImage) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.png"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        picture.save(&path).unwrap();
        return;
    }
    let kept = image::open(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run with UPDATE_SNAPSHOTS=1 and look at it", path.display()));
    let kept = kept.to_rgba8();
    assert_eq!(kept.dimensions(), picture.dimensions(), "{name}");
    // Two steps of 255 are the rounding of another processor, not another picture.
    let differs = |one: &image::Rgba<u8>, other: &image::Rgba<u8>| {
        one.0.iter().zip(other.0).any(|(one, other)| one.abs_diff(other) > 2)
    };
    let differing = kept.pixels().zip(picture.pixels()).filter(|(one, other)| differs(one, other)).count();
    if differing > 0 {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/screens/differs-{name}.png"));
        std::fs::create_dir_all(beside.parent().unwrap()).unwrap();
        picture.save(&beside).unwrap();
        panic!("{name}: {differing} pixels differ from the picture kept; the new one is {}", beside.display());
    }
}

#[test]
fn a_few_screens_look_as_they_were_signed_off() {
    let usual = Size::new(1366.0, 768.0);
    for (name, language, larger, contrast) in [
        ("01-start", "ro", 0, false),
        ("10-plan-birth", "ru", 0, false),
        ("07-question-choice", "ro", 2, true),
        ("20-case", "ro", 0, false),
    ] {
        let (_, screen) = SCREENS.iter().find(|(known, _)| *known == name).unwrap();
        let picture = staged(*screen, language, larger, contrast, usual).screenshot();
        compare(&format!("{name}-{language}-{larger}{}", if contrast { "-contrast" } else { "" }), &picture);
    }
}

#[test]
#[should_panic(expected = "run with UPDATE_SNAPSHOTS=1")]
fn a_missing_picture_is_a_failure() {
    assert!(
        std::env::var_os("UPDATE_SNAPSHOTS").is_none(),
        "run with UPDATE_SNAPSHOTS=1 makes pictures, so that there is nothing to test"
    );
    compare("no-such-picture", &RgbaImage::new(1, 1));
}

#[test]
fn the_gallery_shows_every_component() {
    let mut stage = Stage::gallery();
    stage.window = Size::new(1366.0, 3200.0);
    stage.send(Framed::Resized(stage.window));
    compare("gallery", &stage.screenshot());
}

/// A camera reads a code only when the whole of it is on the screen.
#[test]
fn the_whole_code_is_on_the_screen_at_every_size() {
    let (_, screen) = SCREENS.iter().find(|(name, _)| *name == "15-take-away").unwrap();
    for language in ["ro", "ru"] {
        for larger in 0..3 {
            let mut stage = staged(*screen, language, larger, false, Size::new(1366.0, 768.0));
            let code = stage.find("qr").unwrap().bounds;
            let turn = stage.find("page-down").or_else(|| stage.find("larger")).unwrap().bounds;
            let bottom = turn.y.min(stage.find("larger").unwrap().bounds.y);
            assert!(code.height >= 150.0, "{language} {larger}: the code is {} high", code.height);
            assert!(code.y + code.height <= bottom, "{language} {larger}: the code ends below {bottom}");
        }
    }
}

/// What a telephone reads from a picture.
fn scanned(picture: &RgbaImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let (width, height) = (usize::try_from(width).unwrap(), usize::try_from(height).unwrap());
    let grey = |x: usize, y: usize| {
        let pixel = picture.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0;
        pixel[1]
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    image.detect_grids().into_iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}

/// Whatever the size of the screen and of the text, each code of a long plan is read from the screen, and together they
/// hold every line of the page.
#[test]
fn every_code_is_read_from_the_screen_at_every_size() {
    for size in [(1366.0, 768.0), (1024.0, 768.0), (1280.0, 1024.0), (1920.0, 1080.0)] {
        for (language, contrast) in [("ro", false), ("ru", true)] {
            // With the largest text the frame itself does not fit a screen of 1024 pixels.
            for larger in 0..if size.0 > 1024.0 { 3 } else { 2 } {
                let mut stage = staged(long_take_away, language, larger, contrast, Size::new(size.0, size.1));
                let (mut read, mut guard) = (String::new(), 0);
                loop {
                    let picture = stage.screenshot();
                    let found = scanned(&picture);
                    if found.len() != 1 {
                        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
                        std::fs::create_dir_all(&folder).unwrap();
                        picture.save(folder.join("differs-code.png")).unwrap();
                        panic!("{language} {size:?} {larger}: code {guard} is not read: see differs-code.png");
                    }
                    read.push_str(&found[0]);
                    read.push('\n');
                    guard += 1;
                    if stage.find("pager-after").is_none() {
                        break;
                    }
                    stage.touch("pager-after");
                    stage.send(Framed::Shortcut(Shortcut::PageUp));
                }
                assert!(guard > 1, "the plan is too short to need a second code");
                let numbers = read.lines().filter_map(|line| line.split_once(". ")?.0.parse::<usize>().ok());
                let numbers: Vec<usize> = numbers.collect();
                assert!(numbers.len() > 12 && numbers.iter().copied().eq(1..=numbers.len()), "{read}");
                assert!(read.contains("20.11.2026"), "{read}");
            }
        }
    }
}

/// Nothing on a visitor's page may lie outside the width of the page at any size.
#[test]
fn nothing_is_cut_off_at_the_sides() {
    for larger in 0..3 {
        for (name, screen) in SCREENS {
            let mut stage = staged(screen, "ru", larger, false, Size::new(1366.0, 768.0));
            let width = stage.page().width;
            for part in stage.describe().parts {
                let bounds = part.bounds;
                assert!(
                    bounds.x >= -0.5 && bounds.x + bounds.width <= width + 0.5,
                    "{name} at size {larger}: {:?} reaches from {} to {} of {width}",
                    part.semantics.label,
                    bounds.x,
                    bounds.x + bounds.width
                );
            }
        }
    }
}

/// `make screens`: every screen, language, size and contrast.
/// The window of the pictures: `SCREENS_SIZE=768x1366` makes them upright.
fn window() -> (f32, f32) {
    let size = std::env::var("SCREENS_SIZE").unwrap_or_default();
    let (width, height) = size.split_once('x').unwrap_or(("1366", "768"));
    (width.parse().unwrap(), height.parse().unwrap())
}

#[test]
#[ignore = "writes some hundred pictures; run by make screens"]
fn all_screens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
    std::fs::create_dir_all(&folder).unwrap();
    let only = std::env::var("SCREENS_ONLY").unwrap_or_default();
    let (width, height) = window();
    for (name, screen) in SCREENS {
        for language in ["ro", "ru", "en"] {
            for (larger, size) in ["100", "larger", "largest"].into_iter().enumerate() {
                for (contrast, look) in [(false, "normal"), (true, "contrast")] {
                    let file = format!("{name}-{language}-{size}-{look}.png");
                    if !file.contains(&only) {
                        continue;
                    }
                    let mut stage = staged(screen, language, larger, contrast, Size::new(width, height));
                    stage.screenshot().save(folder.join(file)).unwrap();
                }
            }
        }
    }
}
