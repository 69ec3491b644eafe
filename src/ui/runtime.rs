//! Does what effects say, and tells the application what happens: the only part that knows the disk, the
//! line and the window at once.

use super::access::{self, Bridge, Snapshot, Wish};
use super::app::{App, EnrolError, Message, Shortcut, Start};
use super::effect::Effect;
use crate::store::identity::Enrolment;
use crate::store::records::{Erasing, RecordsError};
use crate::sync::catalogue::Way;
use crate::sync::client::HubClient;
use crate::sync::runner::{Report, SharedRecords, SyncError, run as run_sync, with_records};
use futures::StreamExt as _;
use futures::channel::mpsc;
use futures::stream::BoxStream;
use iced::advanced::widget::operate;
use iced::keyboard::{self, key};
use iced::{Event, Subscription, Task, event, mouse, touch, window};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// What the runtime works with.
#[derive(Clone)]
pub struct World {
    /// The records, or why they cannot be used. Guidance goes on without them.
    pub records: Result<SharedRecords, RecordsError>,
    /// The way of the catalogue.
    pub way: Way,
    /// The day the catalogue was reviewed; a clock far before it is wrong.
    pub as_of: jiff::civil::Date,
    /// The time zone of the centre.
    pub time_zone: String,
    /// Days after closing for which a case can still be read.
    pub retention_days: i32,
    /// Wakes the sync.
    pub wake: Arc<Notify>,
    /// Whether to connect to assistive technology.
    pub accessible: bool,
}

impl World {
    /// What to erase today; `None` while the clock cannot be right.
    #[must_use]
    pub fn erasing(&self) -> Option<Erasing> {
        let today = crate::platform::clock::date_in(crate::platform::clock::now(), &self.time_zone);
        crate::platform::clock::is_plausible(today, self.as_of)
            .then_some(Erasing { today, retention_days: self.retention_days })
    }
}

/// The running program: the application with its connections.
pub(super) struct Running {
    pub(super) app: App,
    world: World,
    bridge: Option<Bridge>,
    wishes: Arc<Mutex<Option<BoxStream<'static, Wish>>>>,
    published: Snapshot,
    scale: f32,
    /// The name of the screen shown, for the technical log.
    shown: &'static str,
}

/// The program on its start page, with what is to be done first.
pub(super) fn boot(start: Start, world: World) -> (Running, Task<Message>) {
    let app = App::new(start);
    let (bridge, wishes) = if world.accessible {
        let (bridge, wishes) = Bridge::new(app.title());
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
        shown: "",
    };
    (running, describe())
}

/// The icon of the window, for a taskbar. A window without one is no failure.
pub(super) fn icon() -> Option<window::Icon> {
    let picture = image::load_from_memory(include_bytes!("../../assets/icons/window.png")).ok()?.into_rgba8();
    let (width, height) = picture.dimensions();
    window::icon::from_rgba(picture.into_raw(), width, height).ok()
}

/// iced's own widgets, of which we use few, get our colours through its theme.
#[must_use]
pub fn theme(app: &App) -> iced::Theme {
    theme_of(app.palette())
}

/// The theme of these colours.
pub(super) fn theme_of(palette: &super::style::Palette) -> iced::Theme {
    iced::Theme::custom(
        "cups",
        iced::theme::Palette {
            background: palette.canvas,
            text: palette.ink,
            primary: palette.brand,
            success: palette.success,
            warning: palette.caution,
            danger: palette.danger,
        },
    )
}

pub(super) fn view(running: &Running) -> iced::Element<'_, Message> {
    running.app.view()
}

pub(super) fn update(running: &mut Running, message: Message) -> Task<Message> {
    match &message {
        Message::Described(snapshot) => {
            if let Some(bridge) = &mut running.bridge
                && *snapshot != running.published
            {
                bridge.publish(running.app.title(), snapshot, f64::from(running.scale));
                running.published.clone_from(snapshot);
            }
            // Describing the page again because it was described would never end.
            let _ = running.app.update(message);
            return Task::none();
        }
        Message::Recorded(_, Ok(position)) => tracing::debug!(sequence = position.sequence, "recorded"),
        Message::WindowFocus(focused) => {
            if let Some(bridge) = &mut running.bridge {
                bridge.set_window_focus(*focused);
            }
        }
        _ => {}
    }
    let moves_focus = matches!(&message, Message::Shortcut(Shortcut::Next | Shortcut::Previous) | Message::Wish(_));
    let before = running.shown;
    let effects = running.app.update(message);
    running.shown = running.app.screen().name();
    if before != running.shown {
        tracing::debug!(screen = running.shown, "shown");
    }
    running.scale = running.app.scale();
    let mut tasks: Vec<Task<Message>> = effects.into_iter().map(|effect| perform(&running.world, effect)).collect();
    if moves_focus {
        tasks.push(operate(access::reveal_focused()).discard());
    }
    tasks.push(describe());
    // One after the other: what a task shows must be there before the page is described.
    tasks.into_iter().fold(Task::none(), Task::chain)
}

fn describe() -> Task<Message> {
    operate(access::collect()).map(Message::Described)
}

fn perform(world: &World, effect: Effect) -> Task<Message> {
    let records = match &world.records {
        Ok(records) => Arc::clone(records),
        Err(error) => return without_records(effect, error.clone()),
    };
    match effect {
        Effect::Record { entry, case } => {
            let id = entry.id;
            let work = of_records(with_records(&records, move |records| {
                let now = crate::platform::clock::now();
                let case = case.as_ref().map(|(key, case)| (key, case.as_ref()));
                records.record(&entry, case, now)
            }));
            Task::perform(work, move |result| Message::Recorded(id, result))
        }
        Effect::SignIn { name, password } => {
            let erasing = world.erasing();
            Task::perform(
                of_records(with_records(&records, move |records| {
                    let key = records.sign_in(&name, &password)?;
                    records.erase_closed(erasing)?;
                    let cases = records.cases(&key)?;
                    Ok((name.trim().to_owned(), key, cases))
                })),
                Message::SignedIn,
            )
        }
        Effect::AddSpecialist { name, password, key } => {
            let first = key.is_none();
            let work = of_records(with_records(&records, move |records| {
                let today = jiff::Zoned::now().date();
                let key = records.add_specialist(&name, &password, key.as_ref(), today)?;
                Ok((name.trim().to_owned(), key))
            }));
            Task::perform(work, move |result| {
                if first {
                    Message::SignedIn(result.map(|(name, key)| (name, key, Vec::new())))
                } else {
                    Message::ColleagueAdded(result.map(|(name, _)| name))
                }
            })
        }
        Effect::Enrol { hub, code } => Task::perform(enrol(records, hub, code), |result| {
            Message::Enrolled(result.map(|enrolment| Box::new(enrolment.centre)))
        }),
        Effect::ReadJournal => {
            Task::perform(of_records(with_records(&records, |records| records.latest(200))), |result| {
                Message::JournalRead(result.unwrap_or_default())
            })
        }
        Effect::WakeSync => {
            world.wake.notify_one();
            Task::none()
        }
        other => perform_in_window(other),
    }
}

/// Effects that need nothing but the window.
pub(super) fn perform_in_window<Message: Send + 'static>(effect: Effect) -> Task<Message> {
    match effect {
        Effect::Focus(id) => iced::widget::operation::focus(id),
        Effect::FocusNext => iced::widget::operation::focus_next(),
        Effect::FocusPrevious => iced::widget::operation::focus_previous(),
        Effect::ScrollToTop => {
            iced::widget::operation::snap_to("page", iced::widget::operation::RelativeOffset { x: None, y: Some(0.0) })
        }
        Effect::ScrollPage { down } => operate(access::scroll_page(down)).discard(),
        Effect::Assist(target, request) => operate(access::request(target, request)).discard(),
        Effect::Exit => iced::exit(),
        // The others were taken by the caller.
        _ => Task::none(),
    }
}

/// What effects come to while the records cannot be used: whatever would record says so.
fn without_records(effect: Effect, error: RecordsError) -> Task<Message> {
    Task::done(match effect {
        Effect::Record { entry, .. } => Message::Recorded(entry.id, Err(error)),
        Effect::SignIn { .. } | Effect::AddSpecialist { .. } => Message::SignedIn(Err(error)),
        Effect::Enrol { .. } => Message::Enrolled(Err(EnrolError::Records(error))),
        Effect::ReadJournal | Effect::WakeSync => return Task::none(),
        other => return perform_in_window(other),
    })
}

/// Enrols the terminal and keeps what the hub gave.
///
/// # Errors
/// When the hub refuses or does not answer, or the disk does not take it.
pub async fn enrol(records: SharedRecords, hub: String, code: String) -> Result<Enrolment, EnrolError> {
    let failed = |error| match error {
        SyncError::Hub(error) => EnrolError::Client(error),
        SyncError::Records(error) => EnrolError::Records(error),
        SyncError::NotEnrolled | SyncError::Ending => EnrolError::Records(RecordsError::NotEnrolled),
    };
    let identity = with_records(&records, |records| Ok(records.identity().clone())).await.map_err(failed)?;
    let client = HubClient::new(&hub).map_err(EnrolError::Client)?;
    let answer = client.enrol(&identity, &code).await.map_err(EnrolError::Client)?;
    let enrolment = Enrolment {
        hub: client.hub().to_owned(),
        centre: answer.centre,
        operator_key: answer.operator_key,
        catalogue_root: answer.catalogue_root,
    };
    let kept = enrolment.clone();
    with_records(&records, move |records| {
        records.set_enrolment(kept)?;
        records.note_incarnation(&answer.incarnation)?;
        Ok(())
    })
    .await
    .map_err(failed)?;
    Ok(enrolment)
}

pub(super) fn subscription(running: &Running) -> Subscription<Message> {
    let mut all = vec![
        event::listen_with(listen),
        iced::time::every(Duration::from_secs(1)).map(|_| Message::Tick),
        window::resize_events().map(|(_, size)| Message::Resized(size)),
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
    stream.map_or_else(|| futures::stream::pending().boxed(), |stream| stream.map(Message::Wish).boxed())
}

fn sync_stream(source: &SyncSource) -> BoxStream<'static, Message> {
    let world = source.0.clone();
    iced::stream::channel(16, async move |sender: mpsc::Sender<Message>| {
        // A catalogue comes once: one that found the channel full goes with the next news of it.
        let mut held = None;
        let report = move |mut report: Report| {
            let mut sender = sender.clone();
            if let Report::Catalogue(look) = &mut report
                && look.catalogue.is_none()
            {
                look.catalogue = held.take();
            }
            let message = match report {
                Report::Status(status) => Message::Sync(status),
                Report::Catalogue(look) => Message::CatalogueLook(look.standing, look.catalogue),
            };
            // A full channel means that the window is busy; the next report says the same anew.
            match sender.try_send(message) {
                Ok(()) => true,
                Err(error) if error.is_full() => {
                    if let Message::CatalogueLook(_, Some(catalogue)) = error.into_inner() {
                        held = Some(catalogue);
                    }
                    true
                }
                Err(_) => false,
            }
        };
        if let Ok(records) = world.records {
            run_sync(records, world.way, world.wake, report).await;
        }
    })
    .boxed()
}

/// What an event of the window means to the application, wherever the focus is.
#[must_use]
pub fn listen(event: Event, status: event::Status, _window: window::Id) -> Option<Message> {
    let free = status == event::Status::Ignored;
    match event {
        Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, repeat, .. }) => {
            use key::Named::{ArrowDown, ArrowUp, PageDown, PageUp, Tab};
            let moves = matches!(key.as_ref(), keyboard::Key::Named(Tab | ArrowDown | ArrowUp | PageDown | PageUp));
            if repeat && !moves {
                // A key held down is one press.
                return Some(Message::Activity);
            }
            let plain = modifiers.is_empty();
            Some(match key.as_ref() {
                keyboard::Key::Named(key::Named::Tab) if modifiers.shift() => Message::Shortcut(Shortcut::Previous),
                keyboard::Key::Named(key::Named::Tab) => Message::Shortcut(Shortcut::Next),
                keyboard::Key::Named(key::Named::ArrowDown) if free => Message::Shortcut(Shortcut::Next),
                keyboard::Key::Named(key::Named::ArrowUp) if free => Message::Shortcut(Shortcut::Previous),
                keyboard::Key::Named(key::Named::Enter) if free && plain => Message::Shortcut(Shortcut::Enter),
                keyboard::Key::Named(key::Named::Escape) => Message::Shortcut(Shortcut::Escape),
                keyboard::Key::Named(key::Named::PageDown) => Message::Shortcut(Shortcut::PageDown),
                keyboard::Key::Named(key::Named::PageUp) => Message::Shortcut(Shortcut::PageUp),
                keyboard::Key::Named(named) => function_key(named)
                    .map_or(Message::Activity, |number| Message::Shortcut(Shortcut::Function(number))),
                keyboard::Key::Character(text) if free && plain => {
                    text.parse().map_or(Message::Activity, |digit| Message::Shortcut(Shortcut::Digit(digit)))
                }
                _ => Message::Activity,
            })
        }
        Event::Mouse(mouse::Event::ButtonReleased(_) | mouse::Event::WheelScrolled { .. })
        | Event::Touch(touch::Event::FingerLifted { .. }) => Some(Message::Activity),
        Event::Window(window::Event::Focused) => Some(Message::WindowFocus(true)),
        Event::Window(window::Event::Unfocused) => Some(Message::WindowFocus(false)),
        _ => None,
    }
}

fn function_key(named: key::Named) -> Option<u8> {
    use key::Named::{F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12};
    let keys = [F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12];
    keys.iter().position(|key| *key == named).and_then(|place| u8::try_from(place + 1).ok())
}

/// Narrows the errors of the records' work to those of the records.
async fn of_records<T>(work: impl Future<Output = Result<T, SyncError>>) -> Result<T, RecordsError> {
    work.await.map_err(|error| match error {
        SyncError::Records(error) => error,
        other => RecordsError::Other(other.to_string()),
    })
}
