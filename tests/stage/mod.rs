//! The application on a stage: the real state, the real screens laid out and drawn without a window, the
//! real records in a temporary folder. Tests press keys and controls as people do.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "each test uses a part of it")]

pub mod busy;
pub mod dice;
pub mod handed;
pub mod line;
pub mod online;
pub mod outside;
pub mod portal;
pub mod reaches;
pub mod seen;
pub mod set_up;

use cups_kiosk::domain::centre::Centre;
use cups_kiosk::domain::printing::Told;
use cups_kiosk::domain::record::{Action, Circumstances, Mode};
use cups_kiosk::domain::shelf::Shelf;
use cups_kiosk::domain::text::Language;
use cups_kiosk::handout::helper::{self, Part, Stop, WIDTHS};
use cups_kiosk::handout::print::PrintSheet;
use cups_kiosk::handout::printer::Order;
use cups_kiosk::platform::clock::Moment;
use cups_kiosk::platform::configuration::{Configuration, NotWritten, write_settings};
use cups_kiosk::protocol::recovery;
use cups_kiosk::store::catalogue_cache::Whole;
use cups_kiosk::store::identity::{Enrolment, Identity};
use cups_kiosk::store::pages::{Pages, Room};
use cups_kiosk::store::records::{Admitted, Records};
use cups_kiosk::ui::access::{self, Described, Role, Snapshot};
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{App, Environment, Message, Reply, Shortcut, Start};
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::keys::Hand;
use cups_kiosk::ui::page::Primary;
use cups_kiosk::ui::page::door::Codes;
use cups_kiosk::ui::page::specialist::{RoomNow, Session};
use cups_kiosk::ui::picture::Picture;
use cups_kiosk::ui::printing::{Equipment, Kept};
use cups_kiosk::ui::runtime::listen;
use cups_kiosk::ui::scanning::{PagesRead, ScanOrder};
use cups_kiosk::ui::sheets::SheetNews;
use cups_kiosk::ui::style::{FONT_FILES, REGULAR, Theme};
use cups_kiosk::ui::widget::gate;
use iced_test::core::renderer::Headless as _;
use iced_test::core::widget::operation::{self, Operation, Outcome};
use iced_test::core::{Event, Pixels, Point, Size, clipboard, keyboard, mouse, renderer, touch, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Once, OnceLock};
use std::time::{Duration, Instant};
use uuid::Uuid;

type Renderer = iced::Renderer;
type Interface<'a> = UserInterface<'a, Message, Theme, Renderer>;

/// Friday, 20 November 2026, noon in Chișinău.
pub fn friday() -> Timestamp {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

thread_local! {
    /// How much time has passed on the stage: as much as the test says.
    static PASSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    /// Whether the helper that makes sheets is there.
    static HELPER: Cell<bool> = const { Cell::new(true) };
    /// By how much the clock was set.
    static CLOCK: Cell<SignedDuration> = const { Cell::new(SignedDuration::ZERO) };
    /// How long the machine slept.
    static ASLEEP: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// The clock on the stage: Friday noon, unless somebody set it.
fn clock() -> Timestamp {
    friday() + CLOCK.get()
}

/// Sets the clock by so much, forward or back.
pub fn set_clock(by: SignedDuration) {
    CLOCK.set(CLOCK.get() + by);
}

/// How long the machine slept on the stage: nothing else takes long there.
fn running() -> Duration {
    ASLEEP.get()
}

/// Lets the machine sleep.
pub fn sleep(time: Duration) {
    ASLEEP.set(ASLEEP.get() + time);
}

/// Time on the stage.
fn instant() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now) + PASSED.get()
}

/// Lets time pass on the stage.
pub fn pass(time: Duration) {
    PASSED.set(PASSED.get() + time);
}

/// The recovery codes on the agency's paper; the first admitted the specialist of the stage.
pub const CODES: [&str; 3] = ["7K2M-4QXR-9AB0", "8K2M-4QXR-9AB0", "9K2M-4QXR-9AB0"];

/// What the hub gives of them.
pub fn hashes() -> Vec<String> {
    // Slow to make, as they must be, and the same for every stage.
    static HASHES: OnceLock<Vec<String>> = OnceLock::new();
    let hash = || CODES.iter().zip(1..).map(|(code, salt)| recovery::hash(code, &[salt; 16]).unwrap()).collect();
    HASHES.get_or_init(hash).clone()
}

/// The stage.
pub struct Stage {
    pub app: App,
    pub records: Records,
    pub operator: age::x25519::Identity,
    /// Effects nobody on the stage carries out: sync, exit.
    pub unheard: Vec<Effect>,
    /// What the helper gives of a sheet; none where it fails.
    pub helper: Option<Vec<Part>>,
    /// The number of the last sheet.
    number: u64,
    /// The sheets that were made.
    pub sheets: Vec<PrintSheet>,
    /// Those of them that were made before anybody asked.
    pub ahead: Vec<PrintSheet>,
    /// What there is to print with.
    pub equipment: Equipment,
    /// What the print system was given.
    pub printed: Vec<Order>,
    /// How often the print system was asked to forget.
    pub cleared: usize,
    /// What was to be scanned.
    pub scans: Vec<ScanOrder>,
    /// The sticks in the computer.
    pub places: Vec<PathBuf>,
    /// Whether a file can be written.
    pub keeps: bool,
    /// Tables that were kept.
    pub kept: Vec<Vec<u8>>,
    /// How often a sheet was stopped.
    pub stopped: usize,
    /// What the computer has, as it is found.
    pub has: cups_kiosk::ui::set_up::Equipment,
    /// The pages for a trial that were to be printed, each with its printer.
    pub trials: Vec<(Uuid, String)>,
    /// Whether there is no room for settings.
    pub disk_full: bool,
    /// Whether the disk has not taken the settings yet.
    pub disk_waits: bool,
    /// When set, recording fails with this.
    pub fail: Option<cups_kiosk::store::records::RecordsError>,
    /// How many events come in before the disk has done what is asked of it; nothing is done while this is not 0.
    pub disk: usize,
    /// What the disk was asked for, with how many events are still to come before it is done.
    asked: VecDeque<(usize, Effect)>,
    /// How long the program has been running: a second for each tick.
    pub running: Duration,
    /// How the application was last told that the page stands.
    pub told: Snapshot,
    /// The page that was last compared with what it says of itself.
    compared: &'static str,
    cache: Option<Cache>,
    renderer: Renderer,
    pub window: Size,
    pub folder: tempfile::TempDir,
}

/// A sheet of so many pages, as the helper gives it: pages with lines on them.
pub fn pages_of(pages: usize) -> Vec<Part> {
    static PAGE: OnceLock<Vec<u8>> = OnceLock::new();
    let page = PAGE.get_or_init(|| {
        let is_ink = |x: u32, y: u32| (60..540).contains(&x) && (80..780).contains(&y) && y % 24 < 4;
        let ink = |x, y| if is_ink(x, y) { image::Rgba([40, 40, 40, 255]) } else { image::Rgba([255; 4]) };
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbaImage::from_fn(600, 849, ink).write_to(&mut png, image::ImageFormat::Png).unwrap();
        png.into_inner()
    });
    let all = std::iter::once(Part::Pages(pages)).chain((0..pages).map(|_| Part::Page(page.clone())));
    all.chain([Part::Document(b"%PDF-1.7".to_vec())]).collect()
}

/// The shipped catalogue, read once for all tests of a program.
fn shipped() -> Arc<Whole> {
    static SHIPPED: OnceLock<Arc<Whole>> = OnceLock::new();
    Arc::clone(SHIPPED.get_or_init(|| Arc::new(Whole::new(cups_kiosk::catalogue::shipped().unwrap()))))
}

fn load_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let mut fonts = iced::advanced::graphics::text::font_system().write().unwrap();
        for file in FONT_FILES {
            fonts.load_font(Cow::Borrowed(file));
        }
    });
}

impl Stage {
    /// A terminal in Lozova, enrolled, with one specialist "Specialist" whose password is "parola-lungă".
    pub fn new() -> Self {
        Self::at("lozova", Configuration::default())
    }

    /// A terminal of a centre.
    pub fn at(centre: &str, configuration: Configuration) -> Self {
        Self::build(centre, configuration, false)
    }

    /// The page of all components.
    pub fn gallery() -> Self {
        Self::build("lozova", Configuration::default(), true)
    }

    /// An enrolled terminal where nobody can sign in yet.
    pub fn without_specialist(codes: &[String]) -> Self {
        Self::with("lozova", Configuration::default(), false, codes, false)
    }

    /// A terminal on which no sheet can be made.
    pub fn without_helper() -> Self {
        HELPER.set(false);
        let stage = Self::new();
        HELPER.set(true);
        stage
    }

    fn build(centre: &str, configuration: Configuration, gallery: bool) -> Self {
        Self::with(centre, configuration, gallery, &hashes(), true)
    }

    fn with(centre: &str, configuration: Configuration, gallery: bool, codes: &[String], specialist: bool) -> Self {
        load_fonts();
        #[cfg(debug_assertions)]
        cups_kiosk::store::vault::tried::begin();
        let folder = tempfile::tempdir().unwrap();
        let centre: Centre = shipped().centre(centre).unwrap().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let (mut records, _) = Records::open(&folder.path().join("records.sqlite"), identity, friday()).unwrap();
        let operator = age::x25519::Identity::generate();
        let enrolment = Enrolment {
            hub: "http://127.0.0.1:9".to_owned(),
            centre: centre.clone(),
            operator_key: operator.to_public().to_string(),
            catalogue_root: None,
            hub_key: None,
            plain_http: false,
            relay: None,
            entered: false,
        };
        records.set_enrolment(enrolment, codes).unwrap();
        if specialist {
            let circumstances =
                Circumstances { language: Language::Ro, centre: centre.id.clone(), mode: Mode::Alone, catalogue: 1 };
            let at = Moment { time: friday(), running: Duration::ZERO };
            records.add_first(CODES[0], "Specialist", "parola-lungă", &circumstances, at).unwrap();
        }
        Self::over(folder, operator, records, configuration, gallery, shipped())
    }

    /// A terminal over this catalogue, wherever its records lie.
    pub fn on(shelf: Arc<dyn Shelf>) -> Self {
        let Self { folder, operator, records, .. } = Self::new();
        Self::over(folder, operator, records, Configuration::default(), false, shelf)
    }

    /// The end of the program, and its next start over the same folder.
    pub fn restarted(self) -> Self {
        let Self { folder, operator, records, .. } = self;
        drop(records);
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let (records, _) = Records::open(&folder.path().join("records.sqlite"), identity, friday()).unwrap();
        Self::over(folder, operator, records, Configuration::default(), false, shipped())
    }

    /// What was done according to the journal, after the first specialist was set up.
    pub fn actions(&self) -> Vec<Action> {
        let entries = self.records.all_entries().unwrap().into_iter();
        let actions = entries.map(|entry| entry.facts.action.known().unwrap());
        actions.filter(|action| *action != Action::ColleagueAdded).collect()
    }

    /// Where the records lie.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The next start over what another process left in a folder, which did not come to its end.
    pub fn after(left: &std::path::Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(left).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let (records, _) = Records::open(&folder.path().join("records.sqlite"), identity, friday()).unwrap();
        let operator = age::x25519::Identity::generate();
        Self::over(folder, operator, records, Configuration::default(), false, shipped())
    }

    fn over(
        folder: tempfile::TempDir,
        operator: age::x25519::Identity,
        records: Records,
        configuration: Configuration,
        gallery: bool,
        shelf: Arc<dyn Shelf>,
    ) -> Self {
        let centre = records.identity().enrolment.clone().unwrap().centre;
        Self::standing(folder, (operator, records), configuration, (gallery, false), (shelf, centre))
    }

    /// A terminal as it stands; `first` is one that nobody has set up.
    fn standing(
        folder: tempfile::TempDir,
        (operator, records): (age::x25519::Identity, Records),
        configuration: Configuration,
        (gallery, first): (bool, bool),
        (shelf, centre): (Arc<dyn Shelf>, Centre),
    ) -> Self {
        CLOCK.set(SignedDuration::ZERO);
        let window = Size::new(configuration.window.0, configuration.window.1);
        let app = App::new(Start {
            configuration,
            shelf,
            standing: cups_kiosk::sync::catalogue::Standing::default(),
            centre,
            enrolled: !first,
            specialists: records.specialists().unwrap(),
            wait: records.wait(Duration::ZERO),
            records_failed: None,
            gallery,
            first,
            sheets: HELPER.get(),
            online: Ok(()),
            environment: Environment { now: clock, running, instant, new_id: Uuid::now_v7, random: || [1, 2, 3, 4, 5] },
        });
        let renderer = Renderer::new(REGULAR, Pixels(16.0));
        let mut stage = Self {
            app,
            records,
            operator,
            unheard: Vec::new(),
            helper: Some(pages_of(2)),
            number: 0,
            sheets: Vec::new(),
            ahead: Vec::new(),
            equipment: Equipment { printer: true, roll: false, places: Vec::new() },
            printed: Vec::new(),
            cleared: 0,
            scans: Vec::new(),
            places: Vec::new(),
            keeps: true,
            kept: Vec::new(),
            stopped: 0,
            has: set_up::equipment(),
            trials: Vec::new(),
            disk_full: false,
            disk_waits: false,
            fail: None,
            disk: 0,
            asked: VecDeque::new(),
            running: Duration::ZERO,
            told: Snapshot::default(),
            compared: "",
            cache: Some(Cache::default()),
            renderer,
            window,
            folder,
        };
        stage.asked.extend(stage.app.begin().into_iter().map(|effect| (0, effect)));
        stage.settle();
        stage
    }

    /// The page in logical pixels.
    pub fn page(&self) -> Size {
        Size::new(self.window.width / self.app.scale(), self.window.height / self.app.scale())
    }

    fn with_interface<T>(&mut self, work: impl FnOnce(&mut Interface<'_>, &mut Renderer) -> T) -> T {
        let size = self.page();
        let cache = self.cache.take().unwrap_or_default();
        let mut interface = UserInterface::build(self.app.view(), size, cache, &mut self.renderer);
        let result = work(&mut interface, &mut self.renderer);
        self.cache = Some(interface.into_cache());
        result
    }

    /// Gives the application a message and carries out what follows from it.
    pub fn send(&mut self, message: impl Into<Message>) {
        let message = message.into();
        if matches!(message, Message::Frame(Framed::Tick)) {
            self.running += Duration::from_secs(1);
        }
        self.hear(message);
        self.settle();
    }

    /// Gives the application a message, and its effects to the page, the disk and whoever hears the rest.
    fn hear(&mut self, message: impl Into<Message>) {
        let message = message.into();
        if let Message::Frame(Framed::Described(snapshot)) = &message {
            self.told.clone_from(snapshot);
        }
        let mut steps = Vec::new();
        for effect in self.app.update(message) {
            match effect.on_page() {
                Ok(more) => steps.extend(more),
                Err(effect) => self.asked.push_back((self.disk, effect)),
            }
        }
        if let Some(all) = access::sequence(steps) {
            self.operate(all);
        }
        self.let_disk_work(0);
    }

    /// Has the disk done what it was asked for long enough ago.
    fn let_disk_work(&mut self, events: usize) {
        for (left, _) in &mut self.asked {
            *left = left.saturating_sub(events);
        }
        while let Some((0, _)) = self.asked.front() {
            let Some((_, effect)) = self.asked.pop_front() else { break };
            self.perform(effect);
        }
    }

    /// One frame, and as much time for the disk. Says whether there is more to come.
    pub fn step(&mut self) -> bool {
        let more = self.redraw() || !self.asked.is_empty();
        self.let_disk_work(1);
        more
    }

    /// Draws frames until nothing changes any more, as the running window does.
    pub fn settle(&mut self) {
        for _ in 0..2_000 {
            if !self.step() {
                return self.compare();
            }
        }
        panic!("the page does not come to rest: {}", self.words());
    }

    /// Compares a page that is come to with what it says of itself: its heading, and its main button.
    fn compare(&mut self) {
        let name = self.app.screen().name();
        if self.app.is_warning() || std::mem::replace(&mut self.compared, name) == name {
            return;
        }
        let parts = self.describe().parts;
        let heading = self.app.heading();
        assert!(!heading.is_empty() && !heading.contains('⟨'), "\"{name}\" has the heading \"{heading}\"");
        let headings: Vec<&str> = parts
            .iter()
            .filter(|part| part.semantics.role == Role::Heading(1))
            .map(|part| part.semantics.label.as_str())
            .collect();
        let said = headings.iter().any(|words| words.starts_with(&heading));
        assert!(said, "\"{name}\": {headings:?}, and not \"{heading}\"");
        if let Some(primary) = self.app.primary() {
            let button = parts.iter().find(|part| part.semantics.id == primary.id);
            let label = button.map(|button| button.semantics.label.clone());
            // Where it has no room for its key, that is left out.
            let label = label.unwrap_or_default();
            let bare = Primary { key: None, ..primary.clone() }.label();
            let expected = [primary.label(), bare];
            assert!(
                expected.iter().any(|words| words.spoken() == label),
                "the main button of \"{name}\": \"{label}\", and not \"{}\"",
                expected[0].spoken()
            );
        }
    }

    /// What the window does when it draws: whatever waits is given on, and the page is described. Says whether anything
    /// was heard.
    pub fn redraw(&mut self) -> bool {
        let redraw = Event::Window(window::Event::RedrawRequested(Instant::now()));
        self.give(&[redraw], None)
    }

    /// In which things are recorded here.
    pub fn circumstances(&self) -> Circumstances {
        let centre = self.records.identity().enrolment.as_ref().unwrap().centre.id.clone();
        Circumstances { language: Language::Ro, centre, mode: Mode::Assisted, catalogue: 1 }
    }

    /// Now, by the clock of the test.
    pub fn moment(&self) -> Moment {
        Moment { time: friday(), running: self.running }
    }

    /// What whoever was admitted gets.
    pub fn session(&self, admitted: Admitted) -> Session {
        Session::of(&self.records, admitted).unwrap()
    }

    fn operate(&mut self, operation: Box<dyn Operation<()>>) {
        self.with_interface(|interface, renderer| {
            let mut current = Some(operation);
            while let Some(mut operation) = current.take() {
                interface.operate(renderer, operation.as_mut());
                if let Outcome::Chain(next) = operation.finish() {
                    current = Some(next);
                }
            }
        });
    }

    /// The pages that lie here.
    pub fn pages(&self) -> Pages {
        Pages::new(self.folder.path().join("pages"))
    }

    /// Does what only the disk can.
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Record { entry, operation } => {
                let id = entry.id;
                let result = if let Some(error) = self.fail.clone() {
                    Err(error)
                } else {
                    let operation = operation.as_ref().map(|(keys, operation)| (keys, operation.as_ref()));
                    self.records.record(&entry, operation, friday())
                };
                self.hear(Reply::Recorded(id, result));
            }
            Effect::SignIn { name, password, code, circumstances } => {
                let at = self.moment();
                let signed_in = self.records.sign_in(&name, &password, code.as_deref(), &circumstances, at);
                let result = signed_in.map(|admitted| Box::new(self.session(admitted)));
                self.hear(Reply::SignedIn(result));
            }
            Effect::AddFirst { code, name, password, circumstances } => {
                let added = self.records.add_first(&code, &name, &password, &circumstances, self.moment());
                let result = added.map(|admitted| Box::new(self.session(admitted)));
                self.hear(Reply::SignedIn(result));
            }
            Effect::Recover { groups, name, password, circumstances } => {
                let recovered = self.records.recover(&groups, &name, &password, &circumstances, self.moment());
                let result = recovered.map(|admitted| Box::new(self.session(admitted)));
                self.hear(Reply::SignedIn(result));
            }
            Effect::People { actor, wish, circumstances } => {
                let granted = self.records.grant(&actor, wish, &circumstances, self.moment());
                self.hear(Reply::PeopleDone(granted.map(Box::new)));
            }
            Effect::CountCodes { ask } => {
                let left = self.records.unused_codes().unwrap();
                let terminal = self.records.identity().terminal.clone();
                self.hear(Reply::Codes(Codes { left, terminal, asked: ask }));
            }
            Effect::TakeRoom(keys) => {
                let keys = keys.unwrap();
                self.records.take_room(&keys).unwrap();
                let (cases, people) = (self.records.cases(&keys).unwrap(), self.records.people().unwrap());
                self.hear(Reply::RoomTaken(Ok(Box::new(RoomNow { cases, people }))));
            }
            Effect::NoteTold(news) => self.records.note_told(&news).unwrap(),
            Effect::ReadJournal => {
                let lines = self.records.latest(200).unwrap();
                self.hear(Reply::JournalRead(lines));
            }
            Effect::CountMonth { month, time_zone } => {
                let counted = self.records.counted(month, &time_zone).unwrap();
                self.hear(Reply::MonthRead(month, counted));
            }
            Effect::ReadQueue(day) => {
                let queue = self.records.queue(day).unwrap();
                self.hear(Reply::QueueRead(queue));
            }
            Effect::DrawNumber(day) => {
                let drawn = self.records.draw_number(day, clock());
                self.hear(Reply::NumberDrawn(drawn));
            }
            Effect::CallNumber { day, circumstances } => {
                let called = self.records.call_number(day, &circumstances, clock());
                self.hear(Reply::NumberCalled(called));
            }
            Effect::KeepMonth { content, .. } => {
                self.kept.push(content.to_vec());
                self.hear(Reply::MonthKept(self.keeps));
            }
            Effect::ReadPost => {
                let post = self.records.post().unwrap();
                self.hear(Reply::PostRead(post));
            }
            Effect::LoadIndex(source) => {
                let loaded = source.0.load_index().map(drop);
                self.hear(Reply::IndexLoaded(loaded));
            }
            Effect::SetSheet { number, sheet, width, ahead } => {
                if ahead {
                    self.ahead.push(sheet.as_ref().clone());
                }
                self.set_sheet(number, &sheet, width);
            }
            Effect::StopSheet => self.stopped += 1,
            Effect::FindPrinter => self.hear(Reply::Equipped(self.equipment.clone())),
            Effect::Print(order) => self.printed.push(*order),
            Effect::CancelPrint(order) => self.hear(Reply::PrintTold(order, Told::Cancelled)),
            Effect::ClearPrints => self.cleared += 1,
            Effect::KeepSheet { folder, .. } => {
                let file = self.keeps.then(|| "plan-2026-11-20.pdf".to_owned());
                self.hear(Reply::SheetKept(Kept { file, on_stick: folder.starts_with("/media") }));
            }
            Effect::DrawPage { drawing, width } => {
                let picture = Picture::of(drawing.page, &drawing.png, width);
                self.hear(Reply::PageDrawn(drawing.number, picture));
            }
            Effect::ReadPages { case, keys } => {
                let (lying, room) = (self.pages().of(&keys, case), Room { used: 1_200_000, free: 4_000_000_000 });
                self.hear(Reply::PagesRead(PagesRead { case, lying, room, places: self.places.clone() }));
            }
            Effect::Scan(order) => self.scans.push(*order),
            Effect::DrawCasePage { case, page, keys, width } => {
                let picture = self.pages().read(&keys, case, page).ok();
                let picture = picture.and_then(|jpeg| Picture::of_jpeg(&jpeg, width));
                self.hear(Reply::CasePageDrawn(page, picture));
            }
            Effect::TakePageOut { case, page } => self.pages().take_out(case, page).unwrap(),
            Effect::ErasePages(case) => {
                let pages = self.pages();
                self.records.erase_pages(&pages, case, friday()).unwrap();
            }
            Effect::Examine(source) => {
                let examined = source.0.examine();
                self.hear(Reply::Examined(source, examined));
            }
            Effect::LookAround => self.hear(Reply::LookedAround(self.has.clone())),
            effect @ Effect::WriteSettings(_) if self.disk_waits => self.unheard.push(effect),
            Effect::WriteSettings(settings) => {
                let path = self.folder.path().join("kiosk.toml");
                let written = if self.disk_full {
                    let (path, reason) = (path.display().to_string(), String::new());
                    Err(NotWritten::Disk { path, reason, full: true })
                } else {
                    write_settings(&path, &settings)
                };
                self.hear(Reply::SettingsWritten(written.map(Box::new)));
            }
            Effect::PrintTrial { id, printer, .. } => self.trials.push((id, printer)),
            other => self.unheard.push(other),
        }
    }

    /// The helper goes on with the last sheet.
    pub fn sheet_goes_on(&mut self, parts: &[Part]) {
        let number = self.number;
        for part in parts {
            self.send(Reply::SheetCame(number, SheetNews::Came(part.clone())));
        }
    }

    /// The print system says this of the last print.
    pub fn tell(&mut self, told: Told) {
        let order = self.printed.last().unwrap().id;
        self.send(Reply::PrintTold(order, told));
    }

    /// Does what the helper does with a sheet.
    fn set_sheet(&mut self, number: u64, sheet: &PrintSheet, width: u16) {
        self.sheets.push(sheet.clone());
        self.number = number;
        assert!(WIDTHS.contains(&width), "{width}");
        let mut made = self.helper.clone();
        // Pictures for people to look at have real pages on them.
        if let (Some(helper), true) = (std::env::var_os("SCREENS_HELPER"), made.is_some()) {
            let mut parts = Vec::new();
            helper::pages(helper.as_ref(), sheet, width, &Stop::default(), |part| {
                parts.push(part);
                true
            })
            .unwrap();
            made = Some(parts);
        }
        for part in made.iter().flatten() {
            self.hear(Reply::SheetCame(number, SheetNews::Came(part.clone())));
        }
        if made.is_none() {
            self.hear(Reply::SheetCame(number, SheetNews::Failed));
        }
    }

    /// Hands events to the page and waits for all that follows from them.
    pub fn events(&mut self, events: &[Event], at: Option<Point>) {
        self.give(events, at);
        self.settle();
    }

    /// Hands a heap of events to the page as the window does, and what was said to the application. Says whether
    /// anything was. What waits goes on waiting.
    pub fn give(&mut self, events: &[Event], at: Option<Point>) -> bool {
        let cursor = at.map_or(mouse::Cursor::Unavailable, mouse::Cursor::Available);
        let (statuses, messages) = self.with_interface(|interface, renderer| {
            let mut messages = Vec::new();
            let (_, statuses) = interface.update(events, cursor, renderer, &mut clipboard::Null, &mut messages);
            (statuses, messages)
        });
        let id = window::Id::unique();
        let heard: Vec<Message> =
            events.iter().zip(statuses).filter_map(|(event, status)| listen(event.clone(), status, id)).collect();
        let spoke = !messages.is_empty();
        for message in messages.into_iter().chain(heard) {
            self.hear(message);
        }
        spoke
    }

    /// A heap of events while the disk is slow: as many events as there are in it have come in meanwhile.
    pub fn heap(&mut self, events: &[Event]) {
        self.give(events, None);
        self.let_disk_work(events.len());
    }

    /// The page as assistive technology is told of it.
    pub fn describe(&mut self) -> Snapshot {
        self.with_interface(|interface, renderer| {
            let mut operation = access::collect();
            let mut erased = operation::black_box(&mut operation);
            interface.operate(renderer, &mut erased);
            drop(erased);
            match operation.finish() {
                Outcome::Some(snapshot) => snapshot,
                _ => Snapshot::default(),
            }
        })
    }

    /// The control with this id.
    pub fn find(&mut self, id: &str) -> Option<Described> {
        self.describe().parts.into_iter().find(|part| part.semantics.id == id)
    }

    /// The control that has the focus.
    pub fn focused(&mut self) -> Option<String> {
        self.describe().parts.into_iter().find(|part| part.focused).map(|part| part.semantics.id)
    }

    /// The field to which goes what is typed on this page at once.
    pub fn begins(&mut self) -> Option<String> {
        self.write("1");
        let field = self.focused();
        self.key(keyboard::key::Named::Backspace);
        field
    }

    /// Every word on the page.
    pub fn words(&mut self) -> String {
        let parts = self.describe().parts;
        parts.into_iter().map(|part| part.semantics.label).collect::<Vec<_>>().join("\n")
    }

    /// Clicks a control.
    pub fn click(&mut self, id: &str) {
        let at = self.centre(id);
        // Nobody presses what has only just come.
        pass(gate::NEW_PAGE);
        self.events(
            &[
                Event::Mouse(mouse::Event::CursorMoved { position: at }),
                Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
                Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
            ],
            Some(at),
        );
    }

    /// Touches a control.
    pub fn touch(&mut self, id: &str) {
        let position = self.centre(id);
        pass(gate::NEW_PAGE);
        let finger = touch::Finger(1);
        self.events(
            &[
                Event::Touch(touch::Event::FingerPressed { id: finger, position }),
                Event::Touch(touch::Event::FingerLifted { id: finger, position }),
            ],
            Some(position),
        );
    }

    /// Touches an answer of a question, which goes on by itself.
    pub fn answer(&mut self, id: &str) {
        let before = (self.app.screen().name(), self.app.heading());
        assert_eq!(before.0, "question");
        self.touch(id);
        assert_ne!((self.app.screen().name(), self.app.heading()), before, "{id}: {}", self.words());
    }

    /// Where a control is touched, once it is in sight.
    pub fn centre(&mut self, id: &str) -> Point {
        for _ in 0..12 {
            let Some(part) = self.find(id) else {
                panic!("no control \"{id}\" on screen {}: {}", self.app.screen().name(), self.words())
            };
            let mut place = part.bounds.center();
            if id.starts_with("field-") {
                // The label stands above; the line to write on is at the bottom.
                place.y = part.bounds.y + part.bounds.height - 12.0;
            }
            // Out of sight it is reached as people reach it: by the button that turns the page.
            let view = self.describe().view;
            let (top, bottom) = (view.y, view.y + view.height);
            if !part.scrolled || (top..bottom).contains(&place.y) {
                return place;
            }
            let turn = if place.y < top { Shortcut::PageUp } else { Shortcut::PageDown };
            self.send(Framed::Shortcut(turn));
        }
        panic!("\"{id}\" cannot be brought into sight")
    }

    /// Presses and lets go of a key.
    pub fn key(&mut self, key: keyboard::key::Named) {
        let key = keyboard::Key::Named(key);
        self.events(&[pressed(key, None)], None);
    }

    /// Presses a letter with the control key.
    pub fn control(&mut self, letter: char) {
        self.events(&with_control(letter), None);
    }

    /// Types a text, key by key.
    pub fn write(&mut self, text: &str) {
        for letter in text.chars() {
            let key = keyboard::Key::Character(letter.to_string().into());
            self.events(&[pressed(key, Some(letter.to_string()))], None);
        }
    }

    /// Goes through an application by Enter alone, what it knows already standing there, and says that it is right.
    pub fn through_form(&mut self) {
        let mut before = "";
        for _ in 0..40 {
            let page = self.app.screen().name();
            match page {
                // The check leads to what is missing: the day of the birth, where nobody knew it.
                "form" if before == "check" => self.write("13112026"),
                "form" | "check" => {}
                _ => return,
            }
            before = page;
            self.key(keyboard::key::Named::Enter);
        }
        panic!("the application does not end: {}", self.words());
    }

    /// What the running program does from a press of Tab to drawn pixels: the update, the page laid out
    /// anew, the focus moved and the page described on it, laid out again with what that brought, drawn.
    pub fn tab_to_frame(&mut self) {
        let snapshot = self.with_interface(|interface, renderer| {
            interface.operate(renderer, &mut operation::focusable::focus_next());
            let mut current: Option<Box<dyn Operation<()>>> = Some(Box::new(access::reveal_focused()));
            while let Some(mut operation) = current.take() {
                interface.operate(renderer, operation.as_mut());
                if let Outcome::Chain(next) = operation.finish() {
                    current = Some(next);
                }
            }
            let mut collect = access::collect();
            interface.operate(renderer, &mut operation::black_box(&mut collect));
            match collect.finish() {
                Outcome::Some(snapshot) => snapshot,
                _ => Snapshot::default(),
            }
        });
        let _ = self.app.update(Framed::Activity(Hand::Keys).into());
        let _ = self.app.update(Framed::Described(snapshot).into());
        self.frame();
    }

    /// Lays the page out and draws it, and lets the pixels go.
    pub fn frame(&mut self) {
        drop(self.screenshot());
    }

    /// Draws the page; gives its pixels.
    pub fn screenshot(&mut self) -> image::RgbaImage {
        let scale = self.app.scale();
        let theme = self.app.theme();
        let (ink, canvas) = (theme.colours().ink, theme.colours().canvas);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window has whole pixels")]
        let size = Size::new(self.window.width as u32, self.window.height as u32);
        let pixels = self.with_interface(|interface, renderer| {
            let redraw = Event::Window(window::Event::RedrawRequested(std::time::Instant::now()));
            let mut messages = Vec::new();
            let _ =
                interface.update(&[redraw], mouse::Cursor::Unavailable, renderer, &mut clipboard::Null, &mut messages);
            interface.draw(renderer, &theme, &renderer::Style { text_color: ink }, mouse::Cursor::Unavailable);
            renderer.screenshot(size, scale, canvas)
        });
        image::RgbaImage::from_raw(size.width, size.height, pixels).unwrap()
    }

    /// Draws the page as it is at this time, and gives its shapes to whoever looks at them.
    pub fn drawn<T>(&mut self, at: Instant, look: impl FnOnce(&mut Renderer) -> T) -> T {
        let theme = self.app.theme();
        let style = renderer::Style { text_color: theme.colours().ink };
        let (result, messages) = self.with_interface(|interface, renderer| {
            let redraw = [Event::Window(window::Event::RedrawRequested(at))];
            let (nowhere, mut messages) = (mouse::Cursor::Unavailable, Vec::new());
            let _ = interface.update(&redraw, nowhere, renderer, &mut clipboard::Null, &mut messages);
            interface.draw(renderer, &theme, &style, nowhere);
            (look(renderer), messages)
        });
        for message in messages {
            self.hear(message);
        }
        result
    }

    /// Signs the specialist in, from any of the visitor's pages.
    pub fn sign_in(&mut self) {
        self.key(keyboard::key::Named::F12);
        assert_eq!(self.app.screen().name(), "sign-in");
        self.write("specialist");
        self.key(keyboard::key::Named::Tab);
        self.write("parola-lungă");
        self.key(keyboard::key::Named::Enter);
        assert!(self.app.session().is_some(), "{}", self.words());
    }
}

/// The press of a key.
pub fn pressed(key: keyboard::Key, text: Option<String>) -> Event {
    pressed_with(key, text, keyboard::Modifiers::default())
}

/// The press of a letter.
pub fn letter(letter: char) -> Event {
    pressed(keyboard::Key::Character(letter.to_string().into()), Some(letter.to_string()))
}

/// The press of a key with a name.
pub fn named(key: keyboard::key::Named) -> Event {
    pressed(keyboard::Key::Named(key), None)
}

/// The press of a letter with the control key, as the window tells of it.
pub fn with_control(letter: char) -> [Event; 3] {
    let held = |modifiers| Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers));
    let key = keyboard::Key::Character(letter.to_string().into());
    let press = pressed_with(key, None, keyboard::Modifiers::CTRL);
    [held(keyboard::Modifiers::CTRL), press, held(keyboard::Modifiers::default())]
}

/// The press of a key with others held down.
pub fn pressed_with(key: keyboard::Key, text: Option<String>, modifiers: keyboard::Modifiers) -> Event {
    Event::Keyboard(keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key: keyboard::key::Physical::Unidentified(keyboard::key::NativeCode::Unidentified),
        location: keyboard::Location::Standard,
        modifiers,
        text: text.map(Into::into),
        repeat: false,
    })
}
