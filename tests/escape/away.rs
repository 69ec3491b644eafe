//! Ways out of the browser of the State's pages: the real one, kept apart as the program keeps it, beside the window in the
//! session. A page of this computer stands for the State's, and does itself what a page could do.

use super::ground::display::until;
use super::place::{Place, below};
use super::session::Session;
use super::steps::Step;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

/// In every word that is planted; no word of any language has it.
pub const MARK: &str = "qzvx";
/// What of a browser's session may run besides: what holds it open, what keeps it apart, and itself.
const PROGRAMS: [&str; 6] = ["escape-", "unshare", "bwrap", "chromium", "chrome_crashpad", "dash"];
/// How long what must not come is given to come.
const TIME_TO_COME: Duration = Duration::from_millis(900);

/// What a page of a step is made of, and what hands do at it.
struct Trial {
    /// Links, each followed as if it were pressed.
    links: Vec<String>,
    /// What else stands in the page.
    body: String,
    /// What the page does each time when it is asked to act, after the links.
    acts: &'static str,
    /// Keys, and what is typed, before the links.
    hands: Vec<String>,
    /// How many times the page is asked to act.
    times: usize,
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| format!("key --delay 20 {key}")).collect()
}

/// Writes each of these where a line for addresses would be.
fn addressed(addresses: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for address in addresses {
        for line in ["ctrl+l", "alt+d", "F6"] {
            all.extend(keys(&[line]));
            all.push(format!("type --delay 4 \"{address}\""));
            all.extend(keys(&["Return", "Escape"]));
        }
    }
    all
}

fn trial(number: usize) -> Trial {
    let links = |all: &[&str]| all.iter().map(|link| (*link).to_owned()).collect::<Vec<_>>();
    let mut trial = Trial { links: Vec::new(), body: String::new(), acts: "", hands: Vec::new(), times: 0 };
    match number {
        41 => {
            trial.links = links(&["file:///etc/passwd", "file:///"]);
            trial.hands = addressed(&["file:///etc/passwd"]);
        }
        42 => {
            trial.links = links(&["view-source:HERE/page?42", "view-source:file:///etc/passwd"]);
            trial.hands = keys(&["ctrl+u"]);
            trial.hands.extend(addressed(&["view-source:file:///etc/passwd"]));
        }
        43 => {
            trial.links =
                links(&["chrome://settings", "chrome://version", "about:config", "chrome://inspect", "chrome://flags"]);
            trial.hands = addressed(&["chrome://settings", "about:config"]);
        }
        44 => {
            trial.links = links(&["devtools://devtools/bundled/inspector.html"]);
            trial.hands =
                keys(&["F12", "ctrl+shift+i", "ctrl+shift+j", "ctrl+shift+c", "shift+F10", "Up", "Return", "Escape"]);
        }
        45 => trial.hands = keys(&["ctrl+o", "ctrl+shift+o"]),
        46 => {
            trial.links = links(&["/qzvx.desktop"]);
            trial.body = "<a class=l download='qzvx.desktop' href='/qzvx.desktop'>d</a>".to_owned();
            trial.hands = keys(&["ctrl+s", "ctrl+shift+s"]);
            trial.acts = "let b=URL.createObjectURL(new Blob(['qzvx']));let l=document.createElement('a');l.href=b;\
                          l.download='qzvx.sh';l.click()";
            trial.times = 1;
        }
        47 => {
            trial.hands = keys(&["ctrl+p", "ctrl+shift+p"]);
            trial.acts = "print()";
            trial.times = 2;
        }
        48 => {
            trial.links = links(&[
                "mailto:a@example.md",
                "tel:+37300000000",
                "sms:+37300000000",
                "ssh://example.md",
                "telnet://example.md",
                "magnet:?xt=x",
                "intent://x#Intent;end",
                "vnc://example.md",
                "ms-word:x",
            ]);
        }
        49 => {
            trial.links =
                links(&["data:text/html,<title>qzdata</title>", "javascript:void(document.title='qzscript')"]);
            trial.hands = addressed(&["data:text/html,x", "javascript:document.title=1"]);
            trial.acts = "open('data:text/html,<title>qzdata</title>');open('javascript:1')";
            trial.times = 1;
        }
        50 => {
            trial.hands = keys(&[
                "ctrl+t",
                "ctrl+n",
                "ctrl+shift+n",
                "ctrl+shift+t",
                "ctrl+shift+m",
                "alt+f",
                "Escape",
                "alt+e",
                "Escape",
                "F10",
                "Escape",
                "F1",
                "F11",
                "ctrl+h",
                "ctrl+j",
                "ctrl+d",
                "ctrl+shift+d",
                "ctrl+shift+Delete",
                "shift+Escape",
                "ctrl+k",
                "ctrl+e",
                "alt+Home",
                "ctrl+shift+a",
                "ctrl+1",
                "ctrl+Tab",
                "ctrl+shift+w",
                "alt+shift+i",
                "ctrl+shift+b",
                "F7",
                "Escape",
                "alt+space",
                "Escape",
                "ctrl+f",
                "Escape",
                "F3",
                "Escape",
                "ctrl+shift+g",
                "Escape",
                "ctrl+g",
                "Escape",
                "alt+F4",
            ]);
            // What closes the page is a way back, and is tried elsewhere.
            trial.hands.retain(|line| !line.ends_with("ctrl+shift+w") && !line.ends_with("alt+F4"));
        }
        51 => {
            trial.body = "<a href='/dragged' style='position:fixed;inset:0;font-size:90px'>drag</a>".to_owned();
            // Without an end of its last line xdotool takes the place for a command.
            let drag =
                |to: &str| format!("mousemove 800 400\nmousedown 1\nmousemove 700 420\nmousemove {to}\nmouseup 1\n");
            trial.hands = ["200 500", "1365 767", "200 10"].map(drag).to_vec();
        }
        52 => {
            trial.acts = "for(let i=0;i<60;i++){open('/popup?'+i,'','popup,width=300,height=200')}\
                          document.documentElement.requestFullscreen().catch(()=>{});moveTo(0,0);resizeTo(4000,4000);\
                          setTimeout(()=>{fetch('/storm');for(;;){alert('qzvx');confirm('qzvx');prompt('qzvx')}},600)";
            trial.times = 1;
        }
        53 => {
            trial.links = links(&[
                "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html",
                "chrome://extensions",
                "chrome://bookmarks",
                "chrome://settings/importData",
                "https://chromewebstore.google.com/",
            ]);
            trial.hands = keys(&["ctrl+shift+o", "ctrl+shift+b", "ctrl+d", "Escape"]);
        }
        54 => {
            trial.body =
                "<form id=f action=/signed method=post target=q><input name=user autocomplete=username id=i autofocus>\
                          <input name=password type=password autocomplete=current-password><input name=cc-number \
                          autocomplete=cc-number><input name=address autocomplete=street-address><input name=tel \
                          autocomplete=tel></form><iframe name=q></iframe>"
                    .to_owned();
            trial.hands = vec![
                "type --delay 10 \"qzvxuser\"".to_owned(),
                "key Tab".to_owned(),
                "type --delay 10 \"qzvxword\"".to_owned(),
                "key Tab".to_owned(),
                "type --delay 10 \"4111111111111111\"".to_owned(),
                "key Tab".to_owned(),
                "type --delay 10 \"qzvx 1\"".to_owned(),
                "key Return".to_owned(),
                "key shift+Tab Down Down".to_owned(),
            ];
            trial.acts = "navigator.credentials.get({password:true}).catch(()=>{});navigator.credentials.store(new \
                          PasswordCredential({id:'qzvx',password:'qzvx'})).catch(()=>{})";
            trial.times = 1;
        }
        55 => {
            trial.body = "<input type=file id=u style='font-size:40px'>".to_owned();
            trial.acts = "u.click();for(let f of ['showOpenFilePicker','showSaveFilePicker','showDirectoryPicker']){try{\
                          window[f]().catch(()=>{})}catch(e){}}";
            trial.times = 2;
        }
        56 => {
            trial.body = format!(
                "<input id=i autofocus oninput=\"fetch('/typed?'+i.value)\"><script>document.cookie='c={MARK}; max-age=99999';\
                 localStorage.setItem('k','{MARK}');indexedDB.open('{MARK}');caches.open('{MARK}');</script>"
            );
            trial.links = vec![format!("/{MARK}.bin")];
            trial.hands = vec![format!("type --delay 20 \"{MARK}\"")];
        }
        number => unreachable!("step {number}"),
    }
    trial.times += trial.links.len() + usize::from(number == 46);
    trial
}

/// In place of a page to which a link may not lead Chromium shows one of its own, which says so, in the same window; from there our own
/// window leads back. Such a page is called by its address or its site.
const REFUSED: [&str; 2] = ["chrome-extension://invalid/", "chromewebstore.google.com"];

/// The page of a step, whose first link that is still to be tried is this one.
fn page(number: usize, trial: &Trial, from: usize) -> String {
    let mut links = String::new();
    for link in &trial.links {
        write!(links, "<a class=l href=\"{}\">l</a>", link.replace('"', "&quot;")).unwrap();
    }
    let Trial { body, acts, .. } = trial;
    format!(
        "<!doctype html><title>Portal</title><body>{links}{body}<script>let n=0,m={from};\
         document.querySelectorAll('.l').forEach(l=>l.href=l.getAttribute('href').replace('HERE',location.origin));\
         addEventListener('keydown',e=>{{if(e.altKey||e.ctrlKey||e.shiftKey)return;\
         if(e.key==='F2'){{fetch('/alive?{number}-'+(n++))}}\
         if(e.key==='F8'){{const l=document.querySelectorAll('.l')[m];fetch('/acted?{number}-'+(m++));\
         if(l){{l.click()}}else{{{acts}}}}}}});fetch('/shown?{number}')</script>"
    )
}

/// A page that is open in the session.
struct Away {
    holder: Child,
    state: Place,
    number: usize,
    alive: usize,
}

impl Away {
    fn go(session: &Session, number: usize, from: usize) -> Self {
        let state = Place::start(move |path| match path.split(['?', '/']).nth(1) {
            Some("page") => page(number, &trial(number), from),
            _ => "<title>Opened</title>".to_owned(),
        });
        let program = std::env::current_exe().unwrap();
        let arguments = ["--exact", "holds_a_page_open", "--ignored", "--nocapture"];
        let address = state.address(&format!("/page?{number}"));
        let holder = session.run(&program, &arguments, &[("CUPS_ESCAPE_PAGE", &address)]);
        state.waits_for(&format!("/shown?{number}"));
        until("the browser's window is there", || session.eyes.tops().iter().any(|top| top.title.contains("Portal")));
        Self { holder, state, number, alive: 0 }
    }

    /// Whether the page still hears the keys.
    fn answers(&mut self, session: &Session) -> bool {
        for _ in 0..5 {
            if let Some(page) = session.eyes.tops().iter().find(|top| top.title == "Portal" && top.is_browser()) {
                session.kiosk.hands(&format!("windowactivate {}\nkey F2\n", page.window));
            }
            if self.state.hears(&format!("/alive?{}-{}", self.number, self.alive), Duration::from_secs(2)) {
                self.alive = self.state.heard().iter().filter(|path| path.starts_with("/alive?")).count();
                return true;
            }
        }
        false
    }

    /// Hands it back as the program does: what held it lets go.
    fn back(mut self, session: &Session) -> Vec<String> {
        let before = session.folders.processes();
        drop(self.holder.stdin.take());
        let end = Instant::now() + Duration::from_secs(20);
        while self.holder.try_wait().unwrap().is_none() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut wrong = Vec::new();
        if self.holder.try_wait().unwrap().is_none() {
            wrong.push("it does not close".to_owned());
            let _ = self.holder.kill();
        }
        let _ = self.holder.wait();
        let end = Instant::now() + Duration::from_secs(5);
        while !session.strangers(&[]).is_empty() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        wrong.extend(session.strangers(&[]).into_iter().map(|stranger| format!("{stranger} after it was closed")));
        if before.len() < 5 {
            wrong.push(format!("only these ran: {before:?}"));
        }
        wrong
    }
}

/// Takes a step; what escaped, and what else is to be told.
pub fn take(session: &mut Session, step: &Step) -> (Vec<String>, String) {
    let number = step.number;
    let trial = trial(number);
    let mut away = Away::go(session, number, 0);
    let mut wrong = Vec::new();
    if !away.answers(session) {
        wrong.push("the page hears no key from the beginning".to_owned());
    }
    for line in &trial.hands {
        session.kiosk.hands(line);
    }
    std::thread::sleep(TIME_TO_COME);
    wrong.extend(beside(session, "after the keys", number));
    for act in 0..trial.times {
        session.kiosk.hands("key F8");
        if !away.state.hears(&format!("/acted?{number}-{act}"), Duration::from_secs(10)) {
            let titles: Vec<String> = session.eyes.tops().into_iter().map(|top| top.title).collect();
            wrong.push(format!("the page does not act at {act}: {titles:?}"));
            break;
        }
        std::thread::sleep(TIME_TO_COME / 2);
        let refused = session.eyes.tops().iter().any(|top| top.is_browser() && REFUSED.contains(&top.title.as_str()));
        if refused && number == 53 {
            // The next link is tried from the page as it is opened anew.
            wrong.extend(beside(session, "at a page of refusal", number));
            wrong.extend(away.back(session));
            away = Away::go(session, number, act + 1);
        }
    }
    std::thread::sleep(TIME_TO_COME);
    wrong.extend(beside(session, "after the links", number));
    // In the middle of its alerts a page hears nothing, and is left by what lies outside of it.
    if number != 52 && !away.answers(session) {
        wrong.push("the page was left".to_owned());
    }
    if number == 55 {
        wrong.extend(sees_files(session));
    }
    if let Some(folder) = std::env::var_os("CUPS_ESCAPE_PICTURES") {
        session.display.picture(&PathBuf::from(folder).join(format!("step-{number}.png")));
    }
    wrong.extend(away.back(session));
    if number == 56 {
        wrong.extend(left(session));
    }
    wrong.extend(session.trouble());
    wrong.extend(session.visit_trouble());
    (wrong, String::new())
}

/// What is not so beside an open page: its one window, and nothing else but ours. A window that a page opens by itself has no
/// line for addresses and no menu; whole browsers say so in their titles.
fn beside(session: &Session, when: &str, number: usize) -> Vec<String> {
    let windows = session.eyes.tops().iter().filter(|top| top.is_browser()).count();
    let most = match number {
        49 => 3,
        52 => 4,
        _ => 1,
    };
    let mut wrong = session.in_front(windows.clamp(1, most));
    wrong.extend(session.strangers(&PROGRAMS));
    wrong.extend(session.litter());
    for top in session.eyes.tops().iter().filter(|top| top.is_browser()) {
        if top.title.ends_with("Chromium")
            || ["Settings", "qzdata", "Downloads"].iter().any(|title| top.title.contains(title))
        {
            wrong.push(format!("a window {:?}", top.title));
        }
    }
    wrong.into_iter().map(|what| format!("{when}: {what}")).collect()
}

/// What the browser could list: the folders of people and of data are empty to it.
fn sees_files(session: &Session) -> Vec<String> {
    let mut wrong = Vec::new();
    for (process, name) in session.folders.processes() {
        if name != "chromium" {
            continue;
        }
        for folder in ["root", "home", "media", "mnt", "srv", "var/lib", "opt"] {
            let seen = std::fs::read_dir(Path::new("/proc").join(process.to_string()).join("root").join(folder));
            for entry in seen.into_iter().flatten().flatten() {
                if entry.file_name() != "page" {
                    wrong.push(format!("the browser sees {}", entry.path().display()));
                }
            }
        }
    }
    wrong
}

/// Where something of the page is left on this computer's disk or in its memory that has names.
fn left(session: &Session) -> Vec<String> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let mut places =
        [".config/chromium", ".cache/chromium", ".pki", ".local/share"].map(|name| home.join(name)).to_vec();
    places.extend(["home", "run", "tmp", "var-tmp", "shm"].map(|name| session.folders.at(name)));
    let mut wrong = Vec::new();
    for (path, length) in places.iter().flat_map(|place| below(place)) {
        let is_small = length < 64 * 1024 * 1024;
        let bytes = if is_small { std::fs::read(&path).unwrap_or_default() } else { Vec::new() };
        if memchr::memmem::find(&bytes, MARK.as_bytes()).is_some() {
            wrong.push(format!("{} holds what was planted", path.display()));
        }
    }
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    if mounts.lines().any(|line| line.contains("/home/page")) {
        wrong.push("its memory is still mounted".to_owned());
    }
    wrong
}
