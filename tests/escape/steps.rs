//! The one list of the ways out that are tried, and where each is tried.

/// Where a step is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// At the window of the program, in a virtual display with the session's window manager.
    Window,
    /// In the browser of the State's pages, beside that window.
    Browser,
    /// With what is pasted, typed or read at that window.
    Field,
    /// With random hands at that window.
    Random,
    /// In a computer of its own with the installed packages, for it needs a kernel, a boot or a socket for a plug.
    Guest,
}

/// A way out that is tried.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its number, from 1, without gaps.
    pub number: usize,
    /// Where it is tried.
    pub place: Where,
    /// What is tried.
    pub what: &'static str,
}

/// How many there are.
pub const COUNT: usize = 80;

/// Those of the short form: the most telling of each kind.
pub const TELLING: [usize; 12] = [1, 8, 9, 15, 19, 21, 22, 24, 27, 41, 50, 62];

const WINDOW: Where = Where::Window;
const BROWSER: Where = Where::Browser;
const FIELD: Where = Where::Field;
const GUEST: Where = Where::Guest;

/// All of them.
#[must_use]
pub fn all() -> Vec<Step> {
    ALL.iter().zip(1..).map(|((place, what), number)| Step { number, place: *place, what }).collect()
}

/// How a step of the guest is taken: by which of `GUEST_STEPS`. `None` where no guest of this kind can be put through it; `make guest`
/// says why.
#[must_use]
pub const fn in_guest(number: usize) -> Option<&'static str> {
    Some(match number {
        33..=39 => "keys",
        40 | 74 => "start",
        65..=68 => "sockets",
        73 => "resets updates",
        75 => "keys rights power",
        76 => "killed",
        77 => "memory disk",
        79 => "rights",
        _ => return None,
    })
}

const ALL: [(Where, &str); COUNT] = [
    (WINDOW, "Esc, twenty times"),
    (WINDOW, "F1"),
    (WINDOW, "F3"),
    (WINDOW, "F5"),
    (WINDOW, "F6"),
    (WINDOW, "F10"),
    (WINDOW, "F11"),
    (WINDOW, "F12"),
    (WINDOW, "Ctrl+Q"),
    (WINDOW, "Ctrl+W"),
    (WINDOW, "Ctrl+N"),
    (WINDOW, "Ctrl+T"),
    (WINDOW, "Ctrl+O"),
    (WINDOW, "Ctrl+S"),
    (WINDOW, "Ctrl+P"),
    (WINDOW, "Ctrl+Shift+I"),
    (WINDOW, "Shift five times, and held (keys that stick)"),
    (WINDOW, "the Menu key"),
    (WINDOW, "right click on every screen"),
    (WINDOW, "keys of mail, calculator, browser, sound, sleep"),
    (WINDOW, "Alt+F4"),
    (WINDOW, "Alt+Tab"),
    (WINDOW, "Alt+Esc"),
    (WINDOW, "Super"),
    (WINDOW, "Super+D, Super+L, Super+R"),
    (WINDOW, "Alt+Space"),
    (WINDOW, "Alt+F2"),
    (WINDOW, "Ctrl+Esc"),
    (WINDOW, "Ctrl+Shift+Esc"),
    (WINDOW, "Print, Alt+Print"),
    (WINDOW, "Ctrl+Alt+T"),
    (WINDOW, "Ctrl+Alt+L, Ctrl+Alt+Del"),
    (GUEST, "Ctrl+Alt+F1 to F6"),
    (GUEST, "Ctrl+Alt+F7 to F12"),
    (GUEST, "Ctrl+Alt+Backspace"),
    (GUEST, "Ctrl+Alt+Del, seven times"),
    (GUEST, "SysRq+R, SysRq+K"),
    (GUEST, "SysRq+B, O, E, I"),
    (GUEST, "Ctrl+Alt+Shift+Esc"),
    (GUEST, "Ctrl+C, Ctrl+Z, Ctrl+\\ while it boots"),
    (BROWSER, "a file by a line for addresses or a link"),
    (BROWSER, "view-source:"),
    (BROWSER, "chrome://settings, about:config and their like"),
    (BROWSER, "the developer's tools"),
    (BROWSER, "Ctrl+O, a dialog of files"),
    (BROWSER, "Ctrl+S, a download of a .desktop file"),
    (BROWSER, "print to a PDF, and the path of it"),
    (BROWSER, "links of mailto, tel, sms, ssh"),
    (BROWSER, "addresses of data: and javascript:"),
    (BROWSER, "new tabs, windows, and what else has a key or a menu"),
    (BROWSER, "a link dragged to where the desktop would be"),
    (BROWSER, "a loop of alerts, a storm of windows, the whole screen"),
    (BROWSER, "pages of extensions, import of bookmarks"),
    (BROWSER, "the bubbles of passwords, filling in, signing in"),
    (BROWSER, "a dialog of upload lists files"),
    (BROWSER, "what is left after it was handed back"),
    (FIELD, "10 MB pasted"),
    (FIELD, "zero bytes, right to left, combining, emoji, '\"; --, {{}}, %s"),
    (FIELD, "Ctrl+Shift+U and a number"),
    (FIELD, "letters half composed, and the page left"),
    (FIELD, "a key held for a minute"),
    (FIELD, "../../ in the names of files of a stick"),
    (FIELD, "a PDF that launches, leads out, attaches"),
    (FIELD, "a code that is read as file:, javascript: and commands"),
    (GUEST, "a memory stick with autorun and a label of letters that mean something"),
    (GUEST, "a second keyboard with another layout"),
    (GUEST, "a device that types 1,000 keys a second"),
    (GUEST, "a network card that is plugged in"),
    (GUEST, "a second screen, in and out"),
    (GUEST, "a headset, in and out while something private is read"),
    (GUEST, "the printer's plug is reset"),
    (GUEST, "swipes from the edges, ten fingers, a long press"),
    (GUEST, "the power cut in mid-visit, fifty times"),
    (GUEST, "GRUB's editor and rescue without a password"),
    (GUEST, "sleep, lid, power button"),
    (GUEST, "a crash of program, window manager, display"),
    (GUEST, "the disk full, the memory full"),
    (GUEST, "a captive portal's page, forged names and options"),
    (GUEST, "the print system's page, the buses, from the browser's account"),
    (Where::Random, "random hands with a fixed seed"),
];
