//! What is pasted, typed, held or read at the window and means something elsewhere: to a shell, to a reader of marks, to a
//! browser, to a file system.

use super::ground;
use super::ground::display::until;
use super::session::Session;
use super::steps::Step;
use std::fmt::Write as _;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a reader of codes would type.
const CODES: [&str; 8] = [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "chrome://settings",
    "x; touch /tmp/qzvx-ran",
    "qzvx && xterm",
    "../../../../etc/shadow",
    "qzvx https://qzvx.example/?a=b",
];

/// A text that another program holds to be pasted, until this is dropped.
struct Copied(Child);

impl Copied {
    fn of(session: &Session, text: &[u8]) -> Self {
        let file = session.folders.state().join("pasted");
        std::fs::write(&file, text).unwrap();
        let mut command = Command::new("xclip");
        command.args(["-quiet", "-selection", "clipboard", "-target", "UTF8_STRING", "-in"]).arg(&file);
        command.env("DISPLAY", session.display.name()).stdout(Stdio::null()).stderr(Stdio::null());
        let copied = Self(command.spawn().expect("xclip is installed: make test installs it"));
        until("the text can be pasted", || session.eyes.is_copied());
        copied
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Takes a step; what escaped, and what else is to be told.
pub fn take(session: &mut Session, step: &Step) -> (Vec<String>, String) {
    let mut told = String::new();
    let mut wrong = match step.number {
        57 => paste(session, &[b"qzvx \xd0\x96 ".repeat(1_250_000).as_slice()]),
        58 => {
            let letters = "'\"; -- {{}} {{ $count }} %s %n %x ${HOME} $(id) `id` \\ <b> & \u{202e}qzvx\u{202c} \
                           e\u{301}\u{302}\u{303}\u{323} \u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{feff}\u{fffd} \u{1b}[2J";
            let long = format!("q{}", "\u{301}".repeat(5000));
            paste(
                session,
                &[letters.as_bytes(), b"qz\0vx\0", b"qz\xff\xfe\xc3(", long.as_bytes(), b"a\r\nb\tc\x07\x08"],
            )
        }
        59 => typed(session, "key ctrl+shift+u\ntype --delay 8 0041\nkey Return\n"),
        60 => {
            told = "by the compose key".to_owned();
            let mut wrong = Vec::new();
            for leave in ["key Escape", "mousemove 100 30\nclick 1", "key F12\nkey Escape"] {
                wrong.extend(typed(session, &format!("key Multi_key\nkey apostrophe\n{leave}\n")));
            }
            wrong
        }
        61 => {
            let seconds = if super::is_long() { 60 } else { 5 };
            told = format!("{seconds} seconds");
            typed(session, &format!("keydown a\nsleep {seconds}\nkeyup a\n"))
        }
        62 | 63 => {
            let (wrong, said) = come_in(session, step.number);
            told = format!("by the reader of what comes in, in the session: {said}");
            wrong
        }
        64 => {
            told = "as a reader at the keyboard's plug types it".to_owned();
            let script = CODES.iter().fold(String::new(), |mut script, code| {
                writeln!(script, "type --delay 4 \"{code}\"\nkey Return\nkey ctrl+a\nkey BackSpace").unwrap();
                script
            });
            typed(session, &script)
        }
        number => unreachable!("step {number}"),
    };
    wrong.extend(session.trouble());
    wrong.extend(session.visit_trouble());
    (wrong, told)
}

/// Goes to the start page and into the field of its search.
fn into_field(session: &Session) {
    for _ in 0..30 {
        if session.page() == "start" {
            break;
        }
        session.kiosk.hands("key Escape");
        session.settle();
    }
    assert_eq!(session.page(), "start");
    // A page that has just come takes no press for half a second: whether the field was reached is told by a letter in it.
    let end = Instant::now() + ground::PATIENCE;
    loop {
        session.kiosk.hands("mousemove 440 258\nclick 1\n");
        session.settle();
        let before = session.digest();
        session.kiosk.hands("key q\n");
        session.settle();
        if session.digest() != before {
            break;
        }
        assert!(Instant::now() < end, "the field is not reached");
    }
    session.kiosk.hands("key BackSpace\n");
    session.settle();
}

/// Empties the field again, and leaves it.
fn out_of_field(session: &Session) -> Vec<String> {
    if session.page() != "start" {
        return Vec::new();
    }
    session.kiosk.hands("mousemove 440 258\nclick 1\nkey ctrl+a\nkey BackSpace\nkey Tab\nkey F12\n");
    let heard = session.settle();
    session.kiosk.hands("key Escape\n");
    if heard && session.settle() { Vec::new() } else { vec!["no key is heard any more".to_owned()] }
}

/// Pastes each of these into the search, and into the first field of the sign-in.
fn paste(session: &mut Session, texts: &[&[u8]]) -> Vec<String> {
    let mut wrong = Vec::new();
    for text in texts {
        let copied = Copied::of(session, text);
        into_field(session);
        let before = session.digest();
        session.kiosk.hands("key ctrl+v\n");
        if !session.settle() {
            wrong.push("no key is heard after a paste into the search".to_owned());
        }
        // The window has a clipboard of its own: what another program holds never comes into a field.
        if session.digest() != before {
            wrong.push("what another program copied was pasted".to_owned());
        }
        wrong.extend(session.trouble());
        wrong.extend(out_of_field(session));
        session.kiosk.hands("key F12\n");
        session.settle();
        session.kiosk.hands("key ctrl+v\nkey Return\n");
        if !session.settle() {
            wrong.push("no key is heard after a paste into the sign-in".to_owned());
        }
        session.kiosk.hands("key Escape\n");
        session.settle();
        drop(copied);
        if !wrong.is_empty() {
            break;
        }
    }
    wrong
}

/// Does this in the field of the search.
fn typed(session: &mut Session, script: &str) -> Vec<String> {
    into_field(session);
    session.kiosk.hands(script);
    let mut wrong = Vec::new();
    if !session.settle() {
        wrong.push("no key is heard any more".to_owned());
    }
    wrong.extend(session.trouble());
    wrong.extend(out_of_field(session));
    wrong
}

/// Has what lies on a stick read within the session, as the program reads it.
fn come_in(session: &Session, number: usize) -> (Vec<String>, String) {
    let stick = session.folders.state().join(format!("stick-{number}"));
    std::fs::create_dir_all(&stick).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(stick.join(name), bytes).unwrap();
    if number == 62 {
        let mut picture = std::io::Cursor::new(Vec::new());
        let sheet = image::RgbImage::from_fn(620, 877, |x, y| image::Rgb([u8::from(x % 9 < 4 && y % 24 < 3) * 200; 3]));
        sheet.write_to(&mut picture, image::ImageFormat::Png).unwrap();
        for name in [
            "..\\..\\etc.png",
            "%2e%2e%2f%2e%2e%2fx.png",
            "-o passwd.png",
            "$(touch qzvx).png",
            "a\nb.png",
            "\u{202e}gnp.png",
        ] {
            put(name, picture.get_ref());
        }
        // A path as a name: what it points to is not of this stick.
        std::os::unix::fs::symlink("../../../../../../etc/passwd", stick.join("zz.png")).unwrap();
    } else {
        put("launch.pdf", active_pdf().as_bytes());
    }
    let before = session.folders.files();
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", "reads_what_comes_in", "--ignored", "--nocapture"];
    let mut reader = session.run(&program, &arguments, &[("CUPS_ESCAPE_STICK", stick.to_str().unwrap())]);
    drop(reader.stdin.take());
    let mut wrong = Vec::new();
    let end = Instant::now() + ground::PATIENCE;
    while reader.try_wait().unwrap().is_none() && Instant::now() < end {
        wrong.extend(
            session.strangers(&["escape-", "bwrap", "pdfinfo", "pdftoppm", "unshare", "mount", "umount", "sh", "dash"]),
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = reader.kill();
    let mut said = String::new();
    reader.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    let _ = reader.wait();
    let told = said.lines().find_map(|line| line.split_once("came in: ")).map_or("nothing", |(_, told)| told);
    let expected = if number == 62 { "6 pages, 1 refused" } else { "1 pages, 0 refused, active" };
    if told != expected {
        wrong.push(format!("{told} instead of {expected}"));
    }
    let after = session.folders.files();
    wrong.extend(after.difference(&before).map(|path| format!("a new file: {}", path.display())));
    (wrong, told.to_owned())
}

/// A page that would launch a program when it is opened, leads elsewhere, and has a file with it.
fn active_pdf() -> String {
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /Names << /EmbeddedFiles << /Names [(run.sh) 6 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R] /Resources << >> >>",
        "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://127.0.0.1:9/out) >> >>",
        "<< /S /Launch /F (/usr/bin/touch) /Unix << /F (/usr/bin/touch) /P (/tmp/qzvx-ran) >> >>",
        "<< /Type /Filespec /F (run.sh) /EF << /F 7 0 R >> >>",
        "<< /Type /EmbeddedFile /Length 24 >>\nstream\n#!/bin/sh\ntouch /tmp/qzvx\nendstream",
    ];
    let mut text = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (part, number) in parts.iter().zip(1..) {
        places.push(text.len());
        write!(text, "{number} 0 obj\n{part}\nendobj\n").unwrap();
    }
    let table = text.len();
    write!(text, "xref\n0 {}\n0000000000 65535 f \n", parts.len() + 1).unwrap();
    for place in places {
        writeln!(text, "{place:010} 00000 n ").unwrap();
    }
    let size = parts.len() + 1;
    write!(text, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").unwrap();
    text
}
