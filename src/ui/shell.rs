//! The one window of the program: the application, or, while it cannot start, the page that says why. A process opens
//! its window once; trying again changes what is in it.

use super::access::{self, Bridge, Snapshot, Wish};
use super::app::frame::Message as Framed;
use super::app::{Message as AppMessage, Start};
use super::redraw::Redraw;
use super::runtime::{self, Running, World};
use super::style::{FONT_FILES, REGULAR, Theme};
use super::trouble::{self, Page, Trouble, Wanted};
use super::widget::Element;
use crate::domain::restart::Reason;
use crate::platform::configuration::Configuration;
use crate::platform::program::{self, is_started_again};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use iced::advanced::widget::operate;
use iced::{Size, Subscription, Task, window};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How often the program tries by itself to start: a disk that comes late, a window that is being closed.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// How often a full screen is compared with the monitor.
const COMPARE: Duration = Duration::from_secs(2);

/// All that the application starts with.
#[derive(Clone)]
pub struct Ready {
    /// Its state.
    pub start: Start,
    /// What it works with.
    pub world: World,
}

/// Makes all ready to start, as often as it is asked.
pub type Prepare = Arc<dyn Fn() -> Result<Ready, Trouble> + Send + Sync>;

/// Why the window ended otherwise than by being closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The program never started; this was the last reason.
    Trouble(Trouble),
    /// No window could be opened, and why.
    NoWindow(String),
    /// It is to be started again, and why.
    Restart(Reason),
}

/// What is in the window.
enum Inside {
    Trouble(Box<Troubled>),
    Running(Box<Running>),
}

/// The page of a program that cannot start, with its connections.
struct Troubled {
    page: Page,
    bridge: Bridge,
    wishes: Arc<Mutex<Option<BoxStream<'static, Wish>>>>,
    published: Snapshot,
    redraw: Redraw,
}

/// What whoever waits for the end is told by: why the program has not started, whether the window is there, why it is to be
/// started again.
type Told = (Arc<Mutex<Option<Trouble>>>, Arc<AtomicBool>, Arc<OnceLock<Reason>>);

struct Shell {
    inside: Inside,
    prepare: Prepare,
    /// Whether the window fills the screen, and is not closed by its frame.
    full: bool,
    /// Why the program has not started, for whoever waits for the end.
    ended: Arc<Mutex<Option<Trouble>>>,
    /// Whether the window is there.
    opened: Arc<AtomicBool>,
    /// Why it is to be started again, once it is.
    restart: Arc<OnceLock<Reason>>,
}

/// What happens in the window.
enum Happening {
    App(AppMessage),
    Trouble(trouble::Message),
    Ready(Box<Ready>),
    TryAgain,
    /// The window is there.
    Opened,
    /// Somebody wants to close it.
    Close,
    /// Compare the window with its monitor.
    Compare,
}

/// Opens the window and stays until it is closed. `first` is what starting came to; `full` says whether a page of
/// trouble fills the screen.
///
/// # Errors
/// When no window can be opened, or it was closed before the program could start.
pub fn run(first: Result<Ready, Trouble>, full: bool, prepare: Prepare) -> Result<(), Ended> {
    let (full, size) = match &first {
        Ok(ready) => (ready.start.configuration.fullscreen, ready.start.configuration.window),
        Err(_) => (full, Configuration::default().window),
    };
    let ended = Arc::new(Mutex::new(None));
    let opened = Arc::new(AtomicBool::new(false));
    let restart = Arc::new(OnceLock::new());
    let boot = {
        let (ended, opened, restart) = (Arc::clone(&ended), Arc::clone(&opened), Arc::clone(&restart));
        move || {
            let (prepare, size) = (Arc::clone(&prepare), Size::new(size.0, size.1));
            let slots = (Arc::clone(&ended), Arc::clone(&opened), Arc::clone(&restart));
            Shell::boot(first.clone(), full, size, prepare, slots)
        }
    };
    let mut application = iced::application(boot, Shell::update, Shell::view)
        .title(Shell::title)
        .theme(|shell: &Shell| shell.theme())
        .style(|shell: &Shell, theme: &Theme| iced::theme::Style {
            background_color: shell.redraw().behind(theme.colours().canvas),
            text_color: theme.colours().ink,
        })
        .scale_factor(Shell::scale)
        .subscription(Shell::subscription)
        .default_font(REGULAR)
        .window(window::Settings {
            size: Size::new(size.0, size.1),
            fullscreen: full,
            // A frame of our own drawing takes room even where nothing of it is shown.
            decorations: !full,
            // A kiosk is left through its own button, not through the window's frame.
            exit_on_close_request: false,
            icon: runtime::icon(),
            platform_specific: platform_specific(),
            ..window::Settings::default()
        });
    for file in FONT_FILES {
        application = application.font(file);
    }
    match quietly(&opened, move || application.run()) {
        Ok(Ok(())) => match (restart.get(), ended.lock().unwrap_or_else(PoisonError::into_inner).take()) {
            (Some(reason), _) => Err(Ended::Restart(*reason)),
            (None, Some(trouble)) => Err(Ended::Trouble(trouble)),
            (None, None) => Ok(()),
        },
        Ok(Err(error)) => Err(Ended::NoWindow(error.to_string())),
        Err(said) => Err(Ended::NoWindow(said)),
    }
}

/// By what window managers and taskbars know the window: the name of its desktop entry.
#[cfg(target_os = "linux")]
fn platform_specific() -> window::settings::PlatformSpecific {
    window::settings::PlatformSpecific { application_id: "cups-kiosk".to_owned(), ..Default::default() }
}

#[cfg(not(target_os = "linux"))]
fn platform_specific() -> window::settings::PlatformSpecific {
    window::settings::PlatformSpecific::default()
}

/// Runs the window. What the libraries below it panic about before it is there, such as a display that does not answer
/// or a library that is missing, is given back as words; a panic after that stays one.
fn quietly<T>(opened: &Arc<AtomicBool>, work: impl FnOnce() -> T) -> Result<T, String> {
    let said = Arc::new(Mutex::new(None));
    let usual = std::panic::take_hook();
    {
        let (said, opened) = (Arc::clone(&said), Arc::clone(opened));
        let here = std::thread::current().id();
        std::panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
            if opened.load(Ordering::Relaxed) || std::thread::current().id() != here {
                usual(panic);
            } else {
                let words = panic.payload_as_str().unwrap_or("a library failed").to_owned();
                said.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(words);
            }
        }));
    }
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        match said.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(words) => words,
            None => std::panic::resume_unwind(panic),
        }
    })
}

impl Shell {
    fn boot(
        first: Result<Ready, Trouble>,
        full: bool,
        size: Size,
        prepare: Prepare,
        (ended, opened, restart): Told,
    ) -> (Self, Task<Happening>) {
        let (inside, task) = match first {
            Ok(ready) => {
                let world = World { restart: Arc::clone(&restart), ..ready.world };
                let (running, task) = runtime::boot(ready.start, world);
                (Inside::Running(Box::new(running)), task.map(Happening::App))
            }
            Err(trouble) => {
                tracing::error!(code = trouble.kind.code(), "{}: {}", trouble.kind.title(), trouble.detail);
                *ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble.clone());
                let troubled = Troubled::new(trouble, size);
                let focus = iced::widget::operation::focus("retry");
                (Inside::Trouble(Box::new(troubled)), focus)
            }
        };
        (Self { inside, prepare, full, ended, opened, restart }, task)
    }

    fn title(&self) -> String {
        match &self.inside {
            Inside::Trouble(troubled) => troubled.page.title(),
            Inside::Running(running) => running.app.title(),
        }
    }

    fn theme(&self) -> Theme {
        match &self.inside {
            Inside::Trouble(troubled) => troubled.page.theme(),
            Inside::Running(running) => running.app.theme(),
        }
    }

    fn redraw(&self) -> &Redraw {
        match &self.inside {
            Inside::Trouble(troubled) => &troubled.redraw,
            Inside::Running(running) => &running.redraw,
        }
    }

    fn scale(&self) -> f32 {
        match &self.inside {
            Inside::Trouble(troubled) => troubled.page.scale(),
            Inside::Running(running) => running.app.scale(),
        }
    }

    fn view(&self) -> Element<'_, Happening> {
        match &self.inside {
            Inside::Trouble(troubled) => troubled.page.view().map(Happening::Trouble),
            Inside::Running(running) => runtime::view(running).map(Happening::App),
        }
    }

    fn update(&mut self, happening: Happening) -> Task<Happening> {
        match (happening, &mut self.inside) {
            (Happening::App(message), Inside::Running(running)) => {
                let task = runtime::update(running, message).map(Happening::App);
                let settings = running.app.configuration();
                if settings.fullscreen == self.full {
                    return task;
                }
                // The settings were changed: the window follows them without another start.
                let settings = settings.clone();
                Task::batch([task, self.fit(&settings)])
            }
            (Happening::Trouble(message), Inside::Trouble(troubled)) => {
                let wanted = troubled.update(message);
                self.carry_out(wanted)
            }
            // Another program was installed, in which what is the matter may be mended: nothing is lost with this one.
            (Happening::TryAgain, Inside::Trouble(_)) if is_started_again() && program::look().replaced => {
                self.restart.get_or_init(|| Reason::Replaced);
                iced::exit()
            }
            (Happening::TryAgain, Inside::Trouble(_)) => {
                self.update(Happening::Trouble(trouble::Message::RetryByItself))
            }
            (Happening::Ready(ready), Inside::Trouble(_)) => self.start(*ready),
            (Happening::Opened, _) => {
                self.opened.store(true, Ordering::Relaxed);
                self.cover()
            }
            (Happening::Compare, _) => self.cover(),
            (Happening::Close, _) => {
                if self.full {
                    Task::none()
                } else {
                    iced::exit()
                }
            }
            // Meant for what was in the window before.
            (Happening::App(_) | Happening::Trouble(_) | Happening::TryAgain | Happening::Ready(_), _) => Task::none(),
        }
    }

    /// Does what the page of trouble asks for.
    fn carry_out(&self, wanted: Vec<Wanted>) -> Task<Happening> {
        let mut tasks = Vec::new();
        for wanted in wanted {
            tasks.push(match wanted {
                Wanted::Start => {
                    let prepare = Arc::clone(&self.prepare);
                    // Away from the window's thread: a large file is checked meanwhile.
                    let tried = async move { tokio::task::spawn_blocking(move || prepare()).await };
                    Task::perform(tried, |tried| match tried {
                        Ok(Ok(ready)) => Happening::Ready(Box::new(ready)),
                        Ok(Err(trouble)) => Happening::Trouble(trouble::Message::Same(trouble)),
                        Err(error) => {
                            let trouble = Trouble::new(trouble::Kind::Catalogue, error.to_string());
                            Happening::Trouble(trouble::Message::Same(trouble))
                        }
                    })
                }
                Wanted::Window(effect) => {
                    let page = effect.on_page().ok().and_then(access::sequence);
                    page.map_or_else(Task::none, |all| operate(all).discard())
                }
            });
        }
        Task::batch(tasks)
    }

    /// Puts the application in the place of the page of trouble, and gives the window what its settings say.
    fn start(&mut self, ready: Ready) -> Task<Happening> {
        tracing::info!("the program can start now");
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let settings = ready.start.configuration.clone();
        let world = World { restart: Arc::clone(&self.restart), ..ready.world };
        let (running, task) = runtime::boot(ready.start, world);
        self.inside = Inside::Running(Box::new(running));
        Task::batch([task.map(Happening::App), self.fit(&settings)])
    }

    /// Gives the window what the settings say.
    fn fit(&mut self, settings: &Configuration) -> Task<Happening> {
        let before = std::mem::replace(&mut self.full, settings.fullscreen);
        let (full, wanted) = (self.full, Size::new(settings.window.0, settings.window.1));
        let window = window::latest().and_then(move |id| {
            let fits = if full {
                window::set_mode(id, window::Mode::Fullscreen)
            } else {
                window::set_mode(id, window::Mode::Windowed).chain(window::resize(id, wanted))
            };
            let frame = if before == full { Task::none() } else { window::toggle_decorations(id) };
            // The application has not heard how large the window is.
            frame.chain(fits).chain(window::size(id).map(|size| Happening::App(Framed::Resized(size).into())))
        });
        window.chain(Task::done(Happening::Compare))
    }

    /// Makes a window that is to fill the screen as large as the monitor, and any other no larger than it. A window
    /// manager or a Wayland compositor does that by itself; without one nobody does.
    fn cover(&self) -> Task<Happening> {
        if on_wayland() {
            return Task::none();
        }
        let full = self.full;
        window::latest().and_then(move |id| {
            window::monitor_size(id).and_then(move |monitor| {
                window::size(id).then(move |size| match fitting(size, monitor, full) {
                    Some(fitting) => window::resize(id, fitting),
                    None => Task::none(),
                })
            })
        })
    }

    fn subscription(&self) -> Subscription<Happening> {
        let mut all =
            vec![window::open_events().map(|_| Happening::Opened), window::close_requests().map(|_| Happening::Close)];
        if self.full && !on_wayland() {
            all.push(iced::time::every(COMPARE).map(|_| Happening::Compare));
        }
        match &self.inside {
            Inside::Running(running) => all.push(runtime::subscription(running).map(Happening::App)),
            Inside::Trouble(troubled) => {
                all.push(
                    window::resize_events().map(|(_, size)| Happening::Trouble(trouble::Message::PageResized(size))),
                );
                all.push(iced::time::every(TRY_AGAIN).map(|_| Happening::TryAgain));
                let wishes = Wishes(Arc::clone(&troubled.wishes));
                all.push(Subscription::run_with(wishes, wish_stream));
            }
        }
        Subscription::batch(all)
    }
}

impl Troubled {
    fn new(trouble: Trouble, size: Size) -> Self {
        let page = Page::new(trouble, size);
        let (bridge, wishes) = Bridge::new(&page.said());
        Self {
            page,
            bridge,
            wishes: Arc::new(Mutex::new(Some(wishes))),
            published: Snapshot::default(),
            redraw: Redraw::default(),
        }
    }

    fn update(&mut self, message: trouble::Message) -> Vec<Wanted> {
        if let trouble::Message::Described(snapshot) = &message {
            self.redraw.note(snapshot);
            if *snapshot != self.published {
                self.bridge.publish(&self.page.said(), snapshot, f64::from(self.page.scale()));
                self.published.clone_from(snapshot);
            }
        }
        self.page.update(message)
    }
}

/// The size that a window should have on a monitor, when it has another.
fn fitting(size: Size, monitor: Size, full: bool) -> Option<Size> {
    let wanted = if full { monitor } else { Size::new(size.width.min(monitor.width), size.height.min(monitor.height)) };
    let apart = (size.width - wanted.width).abs().max((size.height - wanted.height).abs());
    (apart >= 1.0 && monitor.width >= 1.0 && monitor.height >= 1.0).then_some(wanted)
}

/// Whether the window is one of a Wayland compositor, as the library below chooses it.
fn on_wayland() -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The wishes of assistive technology on the page of trouble; there is one line of them.
struct Wishes(Arc<Mutex<Option<BoxStream<'static, Wish>>>>);

impl std::hash::Hash for Wishes {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        "wishes of trouble".hash(state);
    }
}

fn wish_stream(source: &Wishes) -> BoxStream<'static, Happening> {
    let stream = source.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    let heard = |wish| Happening::Trouble(trouble::Message::Wish(wish));
    stream.map_or_else(|| futures::stream::pending().boxed(), |stream| stream.map(heard).boxed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_window_takes_the_size_of_the_monitor_and_another_is_no_larger() {
        let size = |width, height| Size::new(width, height);
        let usual = size(1366.0, 768.0);
        for monitor in [size(1024.0, 768.0), size(768.0, 1366.0), size(1920.0, 1080.0)] {
            assert_eq!(fitting(usual, monitor, true), Some(monitor));
            assert_eq!(fitting(monitor, monitor, true), None);
        }
        assert_eq!(fitting(usual, usual, true), None);
        assert_eq!(fitting(usual, size(1920.0, 1080.0), false), None);
        assert_eq!(fitting(usual, size(1024.0, 768.0), false), Some(size(1024.0, 768.0)));
        assert_eq!(fitting(size(1365.7, 768.2), usual, true), None, "a share of a pixel is no difference");
        assert_eq!(fitting(usual, size(0.0, 0.0), true), None, "a monitor without a size is none");
    }

    #[test]
    fn what_a_library_panics_about_before_the_window_is_there_is_given_back_as_words() {
        let opened = Arc::new(AtomicBool::new(false));
        let said = quietly(&opened, || -> () { panic!("Create event loop: the display does not answer") });
        assert_eq!(said, Err("Create event loop: the display does not answer".to_owned()));
        assert_eq!(quietly(&opened, || 5), Ok(5));
    }
}
