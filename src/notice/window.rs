//! The window of the notice: it fills the screen, and ends when somebody asks for another try or the guide is there.

use super::Notice;
use super::picture::{Painter, Places};
use softbuffer::{Context, Surface};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};
use winit::application::ApplicationHandler;
use winit::dpi::PhysicalPosition;
use winit::event::{ElementState, MouseButton, StartCause, TouchPhase, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, OwnedDisplayHandle};
use winit::keyboard::{Key, NamedKey};
use winit::platform::x11::WindowAttributesExtX11;
use winit::window::{Fullscreen, Window, WindowId};

/// How often it is looked whether the guide is there.
const LOOK: Duration = Duration::from_millis(500);

/// Shows the notice until somebody asks for another try, or until the file `until` is written anew.
///
/// # Errors
/// When no window can be shown, with what the libraries below say.
pub fn show(notice: Notice, until: Option<PathBuf>) -> Result<(), String> {
    let events = EventLoop::new().map_err(|error| error.to_string())?;
    let context = Context::new(events.owned_display_handle()).map_err(|error| error.to_string())?;
    let mut shown = Shown {
        notice,
        until,
        since: SystemTime::now(),
        context,
        surface: None,
        painter: Painter::default(),
        places: Places::default(),
        pointer: PhysicalPosition::default(),
        failed: None,
    };
    events.run_app(&mut shown).map_err(|error| error.to_string())?;
    shown.failed.map_or(Ok(()), Err)
}

struct Shown {
    notice: Notice,
    until: Option<PathBuf>,
    since: SystemTime,
    context: Context<OwnedDisplayHandle>,
    surface: Option<Surface<OwnedDisplayHandle, Rc<Window>>>,
    painter: Painter,
    places: Places,
    pointer: PhysicalPosition<f64>,
    failed: Option<String>,
}

impl Shown {
    /// Whether the guide is there: it writes its file after its first page.
    fn is_over(&self) -> bool {
        let written = self.until.as_ref().and_then(|path| std::fs::metadata(path).ok()?.modified().ok());
        written.is_some_and(|written| written > self.since)
    }

    fn open(&mut self, events: &ActiveEventLoop) -> Result<(), String> {
        let monitor = events.primary_monitor().or_else(|| events.available_monitors().next());
        let mut wanted = Window::default_attributes()
            .with_title("CUPS")
            .with_decorations(false)
            .with_fullscreen(Some(Fullscreen::Borderless(None)));
        // By this name a window manager knows it.
        wanted = WindowAttributesExtX11::with_name(wanted, "cups-notice", "cups-notice");
        // Without a window manager nobody makes it as large as the screen.
        if let Some(monitor) = monitor {
            wanted = wanted.with_inner_size(monitor.size()).with_position(monitor.position());
        }
        let window = Rc::new(events.create_window(wanted).map_err(|error| error.to_string())?);
        window.focus_window();
        window.request_redraw();
        self.surface = Some(Surface::new(&self.context, window).map_err(|error| error.to_string())?);
        Ok(())
    }

    fn draw(&mut self) -> Result<(), String> {
        let Some(surface) = &mut self.surface else { return Ok(()) };
        let size = surface.window().inner_size();
        let (Some(width), Some(height)) = (NonZeroU32::new(size.width), NonZeroU32::new(size.height)) else {
            return Ok(());
        };
        surface.resize(width, height).map_err(|error| error.to_string())?;
        let mut pixels = surface.buffer_mut().map_err(|error| error.to_string())?;
        self.places = self.painter.draw(&self.notice, &mut pixels, size.width, size.height);
        pixels.present().map_err(|error| error.to_string())
    }

    fn heed(&mut self, events: &ActiveEventLoop, done: Result<(), String>) {
        if let Err(error) = done {
            self.failed = Some(error);
            events.exit();
        }
    }
}

impl ApplicationHandler for Shown {
    fn new_events(&mut self, events: &ActiveEventLoop, _cause: StartCause) {
        if self.is_over() {
            events.exit();
        }
        events.set_control_flow(ControlFlow::WaitUntil(Instant::now() + LOOK));
    }

    fn resumed(&mut self, events: &ActiveEventLoop) {
        if self.surface.is_none() {
            let opened = self.open(events);
            self.heed(events, opened);
        }
    }

    fn window_event(&mut self, events: &ActiveEventLoop, _window: WindowId, event: WindowEvent) {
        match event {
            WindowEvent::RedrawRequested => {
                let drawn = self.draw();
                self.heed(events, drawn);
            }
            WindowEvent::Resized(_) | WindowEvent::ScaleFactorChanged { .. } | WindowEvent::Occluded(false) => {
                if let Some(surface) = &self.surface {
                    surface.window().request_redraw();
                }
            }
            WindowEvent::CursorMoved { position, .. } => self.pointer = position,
            WindowEvent::MouseInput { state: ElementState::Released, button: MouseButton::Left, .. }
                if self.places.button.holds(self.pointer.x, self.pointer.y) =>
            {
                events.exit();
            }
            WindowEvent::Touch(touch)
                if touch.phase == TouchPhase::Ended && self.places.button.holds(touch.location.x, touch.location.y) =>
            {
                events.exit();
            }
            WindowEvent::KeyboardInput { event, .. }
                if event.state == ElementState::Pressed
                    && !event.repeat
                    && event.logical_key == Key::Named(NamedKey::Enter) =>
            {
                events.exit();
            }
            // Its frame does not close it: behind it is nothing.
            _ => {}
        }
    }
}
