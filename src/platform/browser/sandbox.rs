//! How the browser is started: what it is given of this computer, and nothing besides.

use crate::domain::site::PageAddress;
use crate::domain::text::Language;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Its home, which lies in memory and is gone with it.
const HOME: &str = "/home/page";
/// Its folder of what is running.
const RUNNING: &str = "/run/page";
/// Where Chromium looks for what binds it.
const POLICY: &str = "/etc/chromium/policies/managed/cups-kiosk.json";
/// Where the extension lies that keeps its pages in one window.
const EXTENSION: &str = "/home/page/one-window";
/// What the extension is.
const MANIFEST: &str = r#"{"manifest_version":3,"name":"One window","version":"1","content_scripts":[{"matches":["<all_urls>"],
"js":["one_window.js"],"run_at":"document_start","all_frames":true,"match_about_blank":true,"world":"MAIN"}]}"#;
/// What it does.
const ONE_WINDOW: &str = include_str!("one_window.js");
/// Puts the extension there and becomes the browser.
const BEGIN: &str = "mkdir \"$1\" && printf %s \"$2\" >\"$1/manifest.json\" && printf %s \"$3\" >\"$1/one_window.js\" && \
                     shift 3 && exec \"$@\"";
/// What its profile, cache and downloads may take of the memory, in bytes.
const ROOM: &str = "402653184";
/// What it may take besides, for pictures that its parts give each other.
const SHARED: &str = "536870912";

/// What of the settings of this computer it reads: faces, certificates, how names are found, the time of the place. What is
/// not there is left out.
const SETTINGS: [&str; 11] = [
    "/etc/fonts",
    "/etc/ssl",
    "/etc/ca-certificates",
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/gai.conf",
    "/etc/nsswitch.conf",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/var/cache/fontconfig",
];

/// The screen on which it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Of X11: the name, its socket, and the file with the right to it.
    X11 {
        /// The name of the display.
        name: String,
        /// Its socket.
        socket: PathBuf,
        /// The file that holds the right to it; none where the account has it.
        authority: Option<PathBuf>,
    },
    /// Of Wayland, by its socket.
    Wayland(PathBuf),
}

impl Screen {
    /// That of this process; none where there is none of this computer.
    #[must_use]
    pub fn of_this_process() -> Option<Self> {
        Self::of(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// That which these settings of a process name. X11 first: there a window can be put beside another.
    #[must_use]
    pub fn of(setting: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let x11 = setting("DISPLAY").and_then(|name| {
            let number = name.strip_prefix("unix").unwrap_or(&name).strip_prefix(':')?.split('.').next()?;
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let home = || Some(PathBuf::from(setting("HOME")?).join(".Xauthority"));
            is_number.then(|| Self::X11 {
                name: format!(":{number}"),
                socket: PathBuf::from(format!("/tmp/.X11-unix/X{number}")),
                authority: setting("XAUTHORITY").map(PathBuf::from).or_else(home),
            })
        });
        let wayland = || {
            let name = PathBuf::from(setting("WAYLAND_DISPLAY")?);
            // A path that is whole stands for itself.
            Some(Self::Wayland(PathBuf::from(setting("XDG_RUNTIME_DIR")?).join(name)))
        };
        x11.or_else(wayland)
    }
}

/// Where on the screen and in which language it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The language of its own words.
    pub language: Language,
    /// Its left and upper edge, in pixels.
    pub at: (u32, u32),
    /// Its width and height, in pixels.
    pub size: (u32, u32),
}

/// What bubblewrap is called with, so that it shows one page and nothing else.
#[must_use]
pub fn arguments(browser: &Path, address: &PageAddress, shown: &Shown, screen: &Screen) -> Vec<OsString> {
    let mut all = Words::default();
    // Namespaces of its own, an account that stands for nobody, no rights; it ends when we do.
    all.add(["--unshare-user", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL"]);
    all.add(["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "page"]);
    all.add(["--die-with-parent", "--new-session", "--clearenv"]);
    // The programs of the system, to be read; of its settings, what is named above.
    all.add(["--ro-bind", "/usr", "/usr"]);
    for (place, name) in [("usr/bin", "/bin"), ("usr/sbin", "/sbin"), ("usr/lib", "/lib"), ("usr/lib64", "/lib64")] {
        all.add(["--symlink", place, name]);
    }
    for path in SETTINGS {
        all.add(["--ro-bind-try", path, path]);
    }
    // Everything that can be written lies in memory.
    all.add(["--proc", "/proc", "--dev", "/dev", "--size", SHARED, "--tmpfs", "/dev/shm"]);
    all.add(["--tmpfs", "/tmp", "--tmpfs", "/run", "--dir", RUNNING]);
    all.add(["--perms", "0700", "--size", ROOM, "--tmpfs", HOME]);
    all.add(["--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu"]);
    // What binds it comes by the standard input; no policy of this computer's own is there.
    all.add(["--dir", "/etc/chromium/policies/managed", "--ro-bind-data", "0", POLICY]);
    let platform = all.screen(screen);
    for (name, value) in [
        ("PATH", "/usr/bin:/bin"),
        ("HOME", HOME),
        ("TMPDIR", "/tmp"),
        ("XDG_RUNTIME_DIR", RUNNING),
        ("LANG", "C.UTF-8"),
        ("LANGUAGE", shown.language.code()),
        // There is no bus, and none is to be started; nothing of assistive technology is looked for.
        ("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
        ("DBUS_SYSTEM_BUS_ADDRESS", "disabled:"),
        ("NO_AT_BRIDGE", "1"),
        // Without keys of its maker's services, and without a line on the page that says so.
        ("GOOGLE_API_KEY", "no"),
        ("GOOGLE_DEFAULT_CLIENT_ID", "no"),
        ("GOOGLE_DEFAULT_CLIENT_SECRET", "no"),
    ] {
        all.add(["--setenv", name, value]);
    }
    all.add(["--chdir", HOME, "--"]);
    all.add(["/bin/sh", "-c", BEGIN, "sh", EXTENSION, MANIFEST, ONE_WINDOW]);
    all.0.push(browser.into());
    all.add([format!("--user-data-dir={HOME}/profile"), format!("--ozone-platform={platform}")]);
    all.add([format!("--lang={}", shown.language.code()), format!("--window-position={},{}", shown.at.0, shown.at.1)]);
    all.add([format!("--window-size={},{}", shown.size.0, shown.size.1)]);
    all.add(["--no-first-run", "--no-default-browser-check", "--no-pings", "--password-store=basic"]);
    all.add(["--disable-background-networking", "--disable-component-update", "--disable-breakpad"]);
    all.add(["--disable-gpu", "--disk-cache-size=33554432"]);
    // No key and no menu of a browser but those with which a page is read: no other tab or window, no line for addresses, no
    // tools, nothing saved.
    all.add(["--force-app-mode"]);
    // And no extension but the one that keeps what a page opens in its window.
    all.add([format!("--disable-extensions-except={EXTENSION}"), format!("--load-extension={EXTENSION}")]);
    // Last, and as one word: an address cannot be taken for a setting.
    all.add([format!("--app={}", address.as_str())]);
    all.0
}

#[derive(Default)]
struct Words(Vec<OsString>);

impl Words {
    fn add<const COUNT: usize>(&mut self, words: [impl Into<OsString>; COUNT]) {
        self.0.extend(words.map(Into::into));
    }

    fn bind(&mut self, from: &Path, to: &str) {
        self.0.extend(["--ro-bind-try".into(), from.into(), to.into()]);
    }

    /// Gives it the screen; says by which way it draws on it.
    fn screen(&mut self, screen: &Screen) -> &'static str {
        match screen {
            Screen::X11 { name, socket, authority } => {
                self.bind(socket, &socket.display().to_string());
                self.add(["--setenv", "DISPLAY", name]);
                if let Some(authority) = authority {
                    let place = format!("{RUNNING}/authority");
                    self.bind(authority, &place);
                    self.add(["--setenv", "XAUTHORITY", &place]);
                }
                "x11"
            }
            Screen::Wayland(socket) => {
                self.bind(socket, &format!("{RUNNING}/wayland-0"));
                self.add(["--setenv", "WAYLAND_DISPLAY", "wayland-0"]);
                "wayland"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn screen(settings: &[(&str, &str)]) -> Option<Screen> {
        let settings: BTreeMap<_, _> = settings.iter().copied().collect();
        Screen::of(|name| settings.get(name).map(|value| (*value).to_owned()))
    }

    fn words(address: &str, screen: &Screen) -> Vec<String> {
        let shown = Shown { language: Language::Ru, at: (500, 0), size: (866, 768) };
        let address = PageAddress::parse(address).unwrap();
        let all = arguments(Path::new("/usr/lib/chromium/chromium"), &address, &shown, screen);
        all.into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn a_screen_of_this_computer_is_known_and_no_other() {
        let x11 = |authority: Option<&str>| Screen::X11 {
            name: ":7".to_owned(),
            socket: "/tmp/.X11-unix/X7".into(),
            authority: authority.map(PathBuf::from),
        };
        assert_eq!(screen(&[("DISPLAY", ":7.0")]), Some(x11(None)));
        assert_eq!(screen(&[("DISPLAY", "unix:7"), ("XAUTHORITY", "/run/a")]), Some(x11(Some("/run/a"))));
        assert_eq!(screen(&[("DISPLAY", ":7"), ("HOME", "/home/a")]), Some(x11(Some("/home/a/.Xauthority"))));
        let wayland = [("WAYLAND_DISPLAY", "wayland-1"), ("XDG_RUNTIME_DIR", "/run/user/1000")];
        assert_eq!(screen(&wayland), Some(Screen::Wayland("/run/user/1000/wayland-1".into())));
        assert_eq!(screen(&[("DISPLAY", "elsewhere:10.0")]), None);
        assert_eq!(screen(&[("DISPLAY", ":../../x")]), None);
        assert_eq!(screen(&[]), None);
    }

    #[test]
    fn it_is_given_what_it_needs_and_nothing_of_people() {
        let x11 = screen(&[("DISPLAY", ":7"), ("HOME", "/home/ana")]).unwrap();
        let words = words("https://servicii.gov.md/ro/service/002000206", &x11);
        for wanted in [
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--app=https://servicii.gov.md/ro/service/002000206",
            "--force-app-mode",
            "--disable-extensions-except=/home/page/one-window",
            "--lang=ru",
            "--window-position=500,0",
        ] {
            assert!(words.iter().any(|word| word == wanted), "{wanted}");
        }
        // Its own sandbox stays, also inside ours.
        assert!(!words.iter().any(|word| word.contains("no-sandbox") || word == "--disable-userns"));
        let begin = words.iter().position(|word| word == "--").unwrap();
        // What is not read only is in memory, and of what is read nothing is anybody's.
        assert!(!words[..begin].iter().any(|word| matches!(word.as_str(), "--bind" | "--bind-try" | "--dev-bind")));
        let binds = words[..begin].windows(2).filter(|pair| pair[0].starts_with("--ro-bind")).map(|pair| &pair[1]);
        let theirs: Vec<_> = binds.filter(|from| from.starts_with("/home") || from.starts_with("/run")).collect();
        // The right to the screen alone.
        assert_eq!(theirs, ["/home/ana/.Xauthority"]);
        assert!(!words.iter().any(|word| word.contains("dbus/") || word == "/" || word == "/etc" || word == "/var"));
        // The address is one word, the last.
        assert!(words.last().unwrap().starts_with("--app=https://"));
    }

    #[test]
    fn no_address_becomes_a_setting() {
        let x11 = screen(&[("DISPLAY", ":7")]).unwrap();
        let words = words("https://servicii.gov.md/?--no-sandbox", &x11);
        assert_eq!(words.last().unwrap(), "--app=https://servicii.gov.md/?--no-sandbox");
        assert!(!words.contains(&"--no-sandbox".to_owned()));
    }
}
