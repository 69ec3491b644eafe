//! Does what effects say, and tells the application what happens: the only part that knows the disk, the
//! line and the window at once.

mod aside;
mod background;
mod clipboard;
mod online;
mod perform;
mod portal;
mod printing;
mod scanning;
mod set_up;
mod sheets;
mod stick;

use super::access::{self, Bridge, Place, Placing, Snapshot, Wish};
use super::app::frame::Message as Framed;
use super::app::{App, EnrolError, Message, Reply, Start};
use super::effect::Source;
use super::keys::Hand;
use super::page::Page as _;
use super::page::specialist::Session;
use super::page::visitor::start::StartPage;
use super::redraw::Redraw;
use super::widget::Element;
use crate::domain::doctor::Finding;
use crate::domain::record::Circumstances;
use crate::domain::restart::Reason;
use crate::domain::setup::RelayCode;
use crate::domain::shelf::Shelf;
use crate::handout::printer::PrintQueue;
use crate::platform::browser::{Browser, OpenPage};
use crate::platform::clock::{self, Moment};
use crate::platform::copied::Copied;
use crate::platform::front::Keeper;
use crate::platform::program::Tidings;
use crate::scan::source::{Scanner, StopScan, forget_earlier};
use crate::store::identity::Enrolment;
use crate::store::pages::Pages;
use crate::store::records::{Admitted, Erasing, Records, RecordsError};
use crate::store::vault::KeyRing;
use crate::sync::catalogue::Way;
use crate::sync::client::{ClientError, HubClient};
use crate::sync::reason::Reason as SyncReason;
use crate::sync::runner::room::{Arrived, EnterError, enter, exchange_all};
use crate::sync::runner::{Automatic, Report, SharedRecords, SyncError, Wake, run as run_sync, with_records};
pub use aside::aside;
use background::examine;
use futures::StreamExt as _;
use futures::channel::mpsc;
use futures::stream::BoxStream;
use iced::advanced::widget::operate;
use iced::{Event, Subscription, Task, event, mouse, window};
use perform::perform;
use printing::clear_prints;
pub use scanning::come_in;
pub use sheets::Making;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// What the runtime works with.
#[derive(Clone)]
pub struct World {
    /// The records, or why they cannot be used. Guidance goes on without them.
    pub records: Result<SharedRecords, RecordsError>,
    /// The way of the catalogue.
    pub way: Way,
    /// The time zone of the centre while the terminal is not enrolled.
    pub time_zone: String,
    /// Days after closing for which a case can still be read.
    pub retention_days: i32,
    /// Wakes the sync.
    pub wake: Wake,
    /// Whether sending goes by itself.
    pub automatic: Automatic,
    /// Whether to connect to assistive technology.
    pub accessible: bool,
    /// The program that makes sheets of paper, where there is one.
    pub helper: Option<PathBuf>,
    /// By which the sheet that is being made is stopped.
    pub sheet: Arc<Mutex<Making>>,
    /// The print system of this computer; none where it cannot be spoken to.
    pub queue: Option<PrintQueue>,
    /// Where pages that were scanned lie.
    pub pages: Pages,
    /// The scanner.
    pub scanner: Scanner,
    /// By which the scan at work is stopped.
    pub scan: Arc<Mutex<StopScan>>,
    /// A folder in which sheets may be kept as files, besides sticks.
    pub folder: Option<PathBuf>,
    /// The browser for pages of the State.
    pub browser: Browser,
    /// The page that is open in it.
    pub page: Arc<Mutex<Option<OpenPage>>>,
    /// What keeps in front what is to be there, while a visitor is at that page.
    pub keeper: Arc<Mutex<Option<Keeper>>>,
    /// What this program put into the clipboard of the system.
    pub copied: Copied,
    /// The file of settings.
    pub settings: PathBuf,
    /// The file that says that a first set-up was begun.
    pub set_up_begun: PathBuf,
    /// Looks at all of this computer; takes its time.
    pub look_over: LookOver,
    /// What is told to whoever updates this computer.
    pub tidings: Tidings,
    /// Whether the program is started again when it asks for it.
    pub started_again: bool,
    /// Why it is to be started again, once it is.
    pub restart: Arc<OnceLock<Reason>>,
}

/// Looks at all of this computer.
pub type LookOver = Arc<dyn Fn() -> Vec<Finding> + Send + Sync>;

impl World {
    /// What erasing rests on now, as far as it is known outside the records. Reads the file of trust.
    #[must_use]
    pub fn erasing(&self) -> Erasing {
        Erasing {
            now: clock::now(),
            signed: self.way.trust.signed(),
            time_zone: self.time_zone.clone(),
            retention_days: self.retention_days,
        }
    }
}

/// Erases what is to be erased. A disk that does not take it keeps nobody from anything: it is tried again at the next
/// sign-in.
pub fn erase(records: &mut Records, erasing: &Erasing) {
    if let Err(error) = records.erase_closed(erasing) {
        tracing::warn!(%error, "closed cases were not erased");
    }
}

/// Takes over what cases the program before left. A disk that does not take it keeps nobody from reading them.
fn carry_over(records: &mut Records, keys: &KeyRing) {
    if let Err(error) = records.carry_cases_over(keys) {
        tracing::warn!(%error, "the cases of the program before were not taken over");
    }
}

/// Takes over what came from the other computers of the centre. A disk that does not take it keeps nobody from anything: it is
/// tried again with what comes next.
fn take_room(records: &mut Records, keys: &KeyRing) {
    if let Err(error) = records.take_room(keys) {
        tracing::warn!(%error, "what came from the other computers was not taken over");
    }
}

/// Signs somebody in who has this name and password: what is over is erased, and the cases that are left are shown. A
/// disk that is full or can only be read keeps nobody out.
///
/// # Errors
/// When name or password is wrong, or the records cannot be read.
pub fn admit(
    records: &mut Records,
    (name, password, code): (&str, &str, Option<&str>),
    circumstances: &Circumstances,
    at: Moment,
    erasing: &Erasing,
) -> Result<Session, RecordsError> {
    let admitted = records.sign_in(name, password, code, circumstances, at)?;
    welcome(records, admitted, erasing)
}

/// The session of who was let in: with the cases, where they are open to them.
fn welcome(records: &mut Records, admitted: Admitted, erasing: &Erasing) -> Result<Session, RecordsError> {
    if let Some(keys) = &admitted.keys {
        carry_over(records, keys);
        take_room(records, keys);
    }
    erase(records, erasing);
    Session::of(records, admitted)
}

/// The running program: the application with its connections.
pub(super) struct Running {
    pub(super) app: App,
    world: World,
    bridge: Option<Bridge>,
    wishes: Arc<Mutex<Option<BoxStream<'static, Wish>>>>,
    published: Snapshot,
    scale: f32,
    place: Place,
    pub(super) redraw: Redraw,
    /// The name of the screen shown, for the technical log.
    shown: &'static str,
}

/// The program on its start page, with what is to be done first.
pub(super) fn boot(start: Start, world: World) -> (Running, Task<Message>) {
    let app = App::new(start);
    let first = app.begin();
    let (bridge, wishes) = if world.accessible {
        let (bridge, wishes) = Bridge::new(&app.said());
        (Some(bridge), Some(wishes))
    } else {
        (None, None)
    };
    let running = Running {
        app,
        world,
        bridge,
        wishes: Arc::new(Mutex::new(wishes)),
        published: Snapshot::default(),
        scale: 1.0,
        place: Place::default(),
        redraw: Redraw::default(),
        shown: "",
    };
    let examined = examine(Source(Arc::clone(running.app.shelf())));
    let dots = window::latest().and_then(window::scale_factor).map(|dots| Framed::Placed(Placing::Dots(dots)).into());
    // What a program before left in memory or in the print system is nobody's.
    let forgotten = Task::perform(tokio::task::spawn_blocking(forget_earlier), |_| Message::Done);
    let cleared = clear_prints(&running.world);
    let copied = clipboard::forget(&running.world);
    let first = Task::batch(first.into_iter().map(|effect| perform(&running.world, effect)).collect::<Vec<_>>());
    (running, Task::batch([examined, dots, forgotten, cleared, copied, first]))
}

/// The icon of the window, for a taskbar. A window without one is no failure.
pub(super) fn icon() -> Option<window::Icon> {
    let picture = image::load_from_memory(include_bytes!("../../assets/icons/window.png")).ok()?.into_rgba8();
    let (width, height) = picture.dimensions();
    window::icon::from_rgba(picture.into_raw(), width, height).ok()
}

pub(super) fn view(running: &Running) -> Element<'_, Message> {
    running.app.view()
}

pub(super) fn update(running: &mut Running, message: Message) -> Task<Message> {
    if let Message::Frame(Framed::Described(snapshot)) = &message {
        tracing::trace!(digest = %format_args!("{:016x}", snapshot.digest()), "described");
        running.redraw.note(snapshot);
        let ready = (running.shown == StartPage::NAME).then(|| running.world.tidings.stand_ready()).flatten();
        if let Some(bridge) = &mut running.bridge
            && *snapshot != running.published
        {
            bridge.publish(&running.app.said(), snapshot, f64::from(running.scale * running.place.dots()));
            running.published.clone_from(snapshot);
        }
        // Describing the page again because it was described would never end.
        let _ = running.app.update(message);
        return ready.map_or_else(Task::none, |note| Task::future(tokio::task::spawn_blocking(note)).discard());
    }
    if let Message::Reply(Reply::SettingsWritten(Ok(configuration))) = &message {
        running.take_settings(configuration);
    }
    if let Message::Reply(Reply::Recorded(_, Ok(position))) = &message {
        tracing::debug!(sequence = position.sequence, "recorded");
    }
    if matches!(message, Message::Frame(Framed::Activity(_) | Framed::Shortcut(_) | Framed::MoreTime | Framed::Weighed))
    {
        tracing::trace!("heard");
    }
    if let Message::Frame(Framed::WindowFocus(focused)) = &message
        && let Some(bridge) = &mut running.bridge
    {
        bridge.set_window_focus(*focused);
    }
    if let Message::Frame(Framed::Placed(placing)) = &message {
        running.place.hear(*placing, running.scale);
        if let Some(bridge) = &mut running.bridge {
            bridge.set_window(running.place.bounds());
        }
    }
    let before = running.shown;
    let effects = running.app.update(message);
    running.shown = running.app.screen().name();
    running.world.tidings.attend(!running.app.is_at_rest());
    if before != running.shown {
        tracing::debug!(screen = running.shown, "shown");
    }
    running.scale = running.app.scale();
    // What the window does is done before its next event, one after the other; what the disk or the line does takes its
    // time, and nothing of the window waits for it.
    let mut steps = Vec::new();
    let mut tasks = Vec::new();
    for effect in effects {
        match effect.on_page() {
            Ok(more) => steps.extend(more),
            Err(effect) => tasks.push(perform(&running.world, effect)),
        }
    }
    let page = access::sequence(steps).map_or_else(Task::none, |all| operate(all).discard());
    Task::batch(std::iter::once(page).chain(tasks))
}

/// Enrols the terminal and keeps what the hub gave. Where the code of a relay stands in the place of the hub's address, it
/// comes into that relay's room instead, and is enrolled later.
///
/// # Errors
/// When the hub refuses or does not answer, or the disk does not take it.
pub async fn enrol(
    records: SharedRecords,
    hub: String,
    code: String,
    plain_http: bool,
) -> Result<Enrolment, EnrolError> {
    let failed = |error| match error {
        SyncError::Hub(error) => EnrolError::Client(error),
        SyncError::Records(error) => EnrolError::Records(error),
        SyncError::NotEnrolled | SyncError::Ending => EnrolError::Records(RecordsError::NotEnrolled),
    };
    if let Some(relay) = RelayCode::read(&hub) {
        // With no line to the hub a computer comes into the room, and works with what its computers share.
        enter(&records, &relay).await.map_err(|error| match error {
            EnterError::Sync(error) => failed(error),
            EnterError::NoHubKey | EnterError::NoRoster => EnrolError::Room,
        })?;
        let kept = with_records(&records, |records| Ok(records.identity().enrolment.clone())).await.map_err(failed)?;
        return kept.ok_or(EnrolError::Records(RecordsError::NotEnrolled));
    }
    let identity = with_records(&records, |records| Ok(records.identity().clone())).await.map_err(failed)?;
    let direct = HubClient::new(&hub, plain_http).map_err(EnrolError::Client)?;
    // A computer that came into a room by the relay's code is enrolled through that relay: it may have no other way.
    let entered = identity.enrolment.as_ref().filter(|enrolment| enrolment.entered);
    let client = entered.map_or_else(|| Ok(direct.clone()), HubClient::of).map_err(EnrolError::Client)?;
    let answer = client.enrol(&identity, &code).await.map_err(EnrolError::Client)?;
    if client.is_relayed() && client.known_hub_key() != answer.hub_key {
        return Err(EnrolError::Client(ClientError::NoAnswer(SyncReason::OtherKey)));
    }
    let enrolment = Enrolment {
        hub: direct.hub().to_owned(),
        centre: answer.centre,
        operator_key: answer.operator_key,
        catalogue_root: answer.catalogue_root,
        hub_key: answer.hub_key,
        plain_http,
        // Where it came in by a relay it goes on by it, for it may have no other way: the relay named the same hub's key.
        relay: entered.and_then(|entered| entered.relay.clone()),
        entered: false,
    };
    let kept = enrolment.clone();
    with_records(&records, move |records| {
        records.set_enrolment(kept, &answer.recovery_codes)?;
        records.note_incarnation(&answer.incarnation)?;
        Ok(())
    })
    .await
    .map_err(failed)?;
    // A centre that has people already is not asked for a first one.
    if let Err(error) = exchange_all(&records).await {
        tracing::debug!(%error, "what the centre's other computers share is not here yet");
    }
    Ok(enrolment)
}

pub(super) fn subscription(running: &Running) -> Subscription<Message> {
    let mut all = vec![
        event::listen_with(listen),
        iced::time::every(Duration::from_secs(1)).map(|_| Framed::Tick.into()),
        window::resize_events().map(|(_, size)| Framed::PageResized(size).into()),
        event::listen_with(placed),
        Subscription::run_with(SyncSource(running.world.clone()), sync_stream),
    ];
    if running.bridge.is_some() {
        all.push(Subscription::run_with(WishSource(Arc::clone(&running.wishes)), wish_stream));
    }
    Subscription::batch(all)
}

/// There is one sync and one line of wishes in a program, whatever they hold.
struct SyncSource(World);
struct WishSource(Arc<Mutex<Option<BoxStream<'static, Wish>>>>);

impl std::hash::Hash for SyncSource {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        "sync".hash(state);
    }
}

impl std::hash::Hash for WishSource {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        "wishes".hash(state);
    }
}

fn wish_stream(source: &WishSource) -> BoxStream<'static, Message> {
    let stream = source.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    stream.map_or_else(
        || futures::stream::pending().boxed(),
        |stream| stream.map(|wish| Framed::Wish(wish).into()).boxed(),
    )
}

fn sync_stream(source: &SyncSource) -> BoxStream<'static, Message> {
    let world = source.0.clone();
    iced::stream::channel(16, async move |sender: mpsc::Sender<Reply>| {
        // A catalogue comes once: one that found the channel full goes with the next news of it.
        let mut held: Option<Arc<dyn Shelf>> = None;
        // So does the news that a command enrolled the terminal.
        let mut centre = None;
        // And that something came from the other computers.
        let mut room = None;
        let cache = world.way.cache.clone();
        let report = move |report: Report| {
            let mut sender = sender.clone();
            if let Some(known) = centre.take()
                && sender.try_send(Reply::Enrolled(Ok(Box::clone(&known)))).is_err()
            {
                centre = Some(known);
            }
            if let Some(arrived) = room.take()
                && sender.try_send(Reply::RoomCame(Arrived::clone(&arrived))).is_err()
            {
                room = Some(arrived);
            }
            let answer = match report {
                Report::Status(status) => Reply::Sync(status),
                Report::Enrolled(known) => Reply::Enrolled(Ok(known)),
                Report::Room(arrived) => Reply::RoomCame(arrived),
                Report::Catalogue(look) => {
                    let newer = look.catalogue.and_then(|_| cache.in_use().ok()).map(|found| found.shelf);
                    Reply::CatalogueLook(look.standing, newer.or_else(|| held.take()))
                }
            };
            // A full channel means that the window is busy; the next report says the same anew.
            match sender.try_send(answer) {
                Ok(()) => true,
                Err(error) if error.is_full() => {
                    let answer = error.into_inner();
                    if let Reply::CatalogueLook(_, Some(catalogue)) = answer {
                        held = Some(catalogue);
                    } else if let Reply::Enrolled(Ok(known)) = answer {
                        centre = Some(known);
                    } else if let Reply::RoomCame(arrived) = answer {
                        room = Some(arrived);
                    }
                    true
                }
                Err(_) => false,
            }
        };
        if let Ok(records) = world.records {
            // Apart: it is several times as large as what is made of it here.
            Box::pin(run_sync(records, world.way, world.wake, world.automatic, report)).await;
        }
    })
    .map(Message::Reply)
    .boxed()
}

/// What the application is told of the window besides keys, clicks and touches, which come through the gate: that somebody
/// turns the wheel, and whether the window has the keyboard.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "the form in which iced calls it")]
pub fn listen(event: Event, _status: event::Status, _window: window::Id) -> Option<Message> {
    match event {
        Event::Mouse(mouse::Event::WheelScrolled { .. }) => Some(Framed::Activity(Hand::Mouse).into()),
        Event::Window(window::Event::Focused) => Some(Framed::WindowFocus(true).into()),
        Event::Window(window::Event::Unfocused) => Some(Framed::WindowFocus(false).into()),
        _ => None,
    }
}

/// What assistive technology is told of where the window lies.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "the form in which iced calls it")]
fn placed(event: Event, _status: event::Status, _window: window::Id) -> Option<Message> {
    let placing = match event {
        Event::Window(window::Event::Opened { position, size }) => Placing::Opened(position, size),
        Event::Window(window::Event::Moved(at)) => Placing::At(at),
        Event::Window(window::Event::Resized(size)) => Placing::Sized(size),
        Event::Window(window::Event::Rescaled(dots)) => Placing::Dots(dots),
        _ => return None,
    };
    Some(Framed::Placed(placing).into())
}

#[cfg(test)]
mod tests;
