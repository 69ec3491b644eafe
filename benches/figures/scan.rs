//! Thirty pages come in from SANE's test device, drawn, made small, encrypted and kept, while somebody at the window goes on:
//! each frame meanwhile beside a bare page of twelve buttons on the machine at rest.

use super::frames::{bare_frame, full, to_case};
use super::{Figure, figure, percentile};
use cups_kiosk::scan::source::{PROGRAM, Scanner, StopScan, Tray};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::runtime::{aside, come_in};
use cups_kiosk::ui::scanning::{Origin, ScanNews};
use iced::keyboard::key::Named;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Instant;

/// How many pages come in; a pass of the test device's feeder gives ten.
const PAGES: usize = 30;

pub fn figures() -> Vec<Figure> {
    if Command::new(PROGRAM).arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("scan: left out; sane-utils is not installed");
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dll.conf"), "test\n").unwrap();
    fs::write(folder.path().join("test.conf"), "number_of_devices 1\ntest-picture \"Grid\"\n").unwrap();
    let program = folder.path().join("with-test-device");
    let script = format!("#!/bin/sh\nSANE_CONFIG_DIR='{}' exec {PROGRAM} \"$@\"\n", folder.path().display());
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();

    let bare = bare_frame();
    let mut stage = full();
    to_case(&mut stage);
    stage.control('g');
    assert_eq!(stage.app.screen().name(), "case-scan");
    for _ in 0..20 {
        stage.tab_to_frame();
    }
    let (mut frames, mut came) = (Vec::new(), 0);
    while came < PAGES {
        stage.key(Named::Enter);
        let mut order = stage.scans.pop().expect("the press scans");
        order.origin = Origin::Scanner(Tray::Feeder);
        let (id, pages) = (order.id, stage.pages());
        let (news, heard) = channel();
        let scanner = Scanner::by(program.clone());
        let scans = aside(move || {
            come_in(&scanner, &pages, &order, &StopScan::default(), |said| news.send(said).is_ok());
        });
        let before = came;
        loop {
            // As the window: what came is told, and a frame drawn at each press and each news.
            let mut ended = false;
            let start = Instant::now();
            while let Ok(said) = heard.try_recv() {
                ended |= said == ScanNews::Ended;
                came += usize::from(matches!(said, ScanNews::Kept(_)));
                stage.send(Reply::ScanTold(id, said));
            }
            stage.tab_to_frame();
            frames.push(start.elapsed());
            if ended {
                break;
            }
        }
        scans.unwrap().join().unwrap();
        assert!(came > before, "the test device gives pages: {}", stage.words());
        // The focus goes back to where Enter scans.
        stage.key(Named::Escape);
        stage.control('g');
    }
    println!("scan: {came} pages, {} frames meanwhile", frames.len());
    vec![figure("frame p99 while 30 pages are scanned", "ms", percentile(frames, 0.99), bare, 2.0)]
}
