//! What is in front on a screen of X11 while a visitor is at a page of the State: the page, below a strip of our window, or our
//! window whole. It is kept so whether a window manager is there or none: with one it is asked for by what window managers know
//! (EWMH, ICCCM), without one it is done. So also is told that somebody is there, for what is typed into the page reaches no
//! window of ours.
//!
//! A key that leads from the page to the strip and back is taken for our window wherever the keyboard is. The keys by which a
//! browser opens other windows, a line for addresses, tools or dialogs are taken away meanwhile, and so are the mouse's other
//! buttons, which open menus and tabs.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use x11rb::CURRENT_TIME;
use x11rb::connection::Connection as _;
use x11rb::errors::ReplyOrIdError;
use x11rb::properties::WmClass;
use x11rb::protocol::Event;
use x11rb::protocol::screensaver::ConnectionExt as _;
use x11rb::protocol::xproto::{
    AtomEnum, ButtonIndex, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, EventMask, GrabMode, InputFocus,
    KeyButMask, MapState, ModMask, PropMode, StackMode, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// How often it is looked: a hand that goes from the strip to the page and types must not be waited for.
const LOOK: Duration = Duration::from_millis(60);

/// How often it is told that somebody is there.
const TELL: Duration = Duration::from_secs(1);

/// A window with less than this is none that somebody sees: libraries have such of their own.
const SEEN: u16 = 48;

/// The letter of the key that leads to the strip, with the control key, and where it lies where no layout has it.
const LETTER: u32 = 'q' as u32;
const PLACE: u8 = 24;

/// With the control key, with and without shift: other windows and tabs, the line for addresses, files, what was looked at
/// and downloaded, the source and the tools of a page, the end of the browser.
const OF_THE_BROWSER: [u32; 22] = [
    't' as u32, 'n' as u32, 'w' as u32, 'l' as u32, 'o' as u32, 's' as u32, 'u' as u32, 'j' as u32, 'h' as u32,
    'k' as u32, 'e' as u32, 'd' as u32, 'i' as u32, 'm' as u32, 'b' as u32, 'y' as u32, 'g' as u32, 'q' as u32, F4,
    TAB, DELETE, ESCAPE,
];

/// With the key for alternatives: the menus of a window, its end, where a browser begins, other windows.
const OF_THE_WINDOW: [u32; 8] = ['d' as u32, 'e' as u32, 'f' as u32, ' ' as u32, F4, TAB, ESCAPE, HOME];

/// By themselves or with shift: help, the menu bar, the whole screen, tools, the browser's own tasks and menus.
const BARE: [u32; 6] = [F1, F10, F11, F12, MENU, HELP];

// Keys by their names in X11 (`keysymdef.h`).
const F1: u32 = 0xffbe;
const F4: u32 = 0xffc1;
const F10: u32 = 0xffc7;
const F11: u32 = 0xffc8;
const F12: u32 = 0xffc9;
const TAB: u32 = 0xff09;
const ESCAPE: u32 = 0xff1b;
const DELETE: u32 = 0xffff;
const HOME: u32 = 0xff50;
const MENU: u32 = 0xff67;
const HELP: u32 = 0xff6a;

/// What is in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Front {
    /// Whether the page is seen; else our window is, whole.
    pub page: bool,
    /// Whether what is typed goes to the page.
    pub keys: bool,
    /// How many pixels of our window stay free above the page.
    pub above: u32,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Somebody typed, clicked or touched, anywhere on the screen.
    Touched,
    /// The key was pressed that leads from the page to the strip, or back.
    Called,
    /// A page stands where it is to be.
    Placed,
    /// What is typed goes to the page from now on: somebody pressed into it.
    Entered,
}

/// Keeps in front what is to be there, until it is dropped.
#[derive(Debug)]
pub struct Keeper {
    wanted: Arc<Mutex<Front>>,
    ends: Arc<AtomicBool>,
}

impl Keeper {
    /// Begins, on the screen of this process, for pages whose windows have this class. Where there is no such screen nothing is
    /// kept or told.
    pub fn start(class: &'static str, front: Front, tell: impl Fn(Seen) + Send + 'static) -> Self {
        let (wanted, ends) = (Arc::new(Mutex::new(front)), Arc::new(AtomicBool::new(false)));
        let (shared, stop) = (Arc::clone(&wanted), Arc::clone(&ends));
        let work = move || {
            let kept = Keeping::connect(class).and_then(|mut keeping| keeping.run(&shared, &stop, &tell));
            if let Err(error) = kept {
                tracing::warn!(%error, "windows are not kept where they are to be");
            }
        };
        if let Err(error) = thread::Builder::new().name("front".to_owned()).spawn(work) {
            tracing::error!(%error, "no thread for the windows");
        }
        Self { wanted, ends }
    }

    /// Something else is to be in front from now on.
    pub fn want(&self, front: Front) {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = front;
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
    }
}

x11rb::atom_manager! {
    /// The names of what window managers know.
    Names: NamesCookie {
        _NET_ACTIVE_WINDOW,
        _NET_CLIENT_LIST_STACKING,
        _NET_SUPPORTING_WM_CHECK,
        _NET_WM_PID,
        _MOTIF_WM_HINTS,
        WM_TRANSIENT_FOR,
    }
}

/// Whose a window is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Ours,
    Page,
    Other,
}

impl Whose {
    /// By the class of a window; nothing while it has none yet. A process apart has small numbers of its own, which may be ours
    /// by chance: what is a page is none of ours, and what may become one is not either.
    fn by(class: Option<&[u8]>, page: &str, is_our_process: bool) -> Option<Self> {
        Some(match (class? == page.as_bytes(), is_our_process) {
            (true, _) => Self::Page,
            (false, true) => Self::Ours,
            (false, false) => Self::Other,
        })
    }
}

/// How the keyboard goes to a page into which somebody presses or which takes it by itself, while it is to be at the strip.
#[derive(Clone, Copy, Debug, Default)]
struct Entrance {
    /// Whether the keyboard was away from the page since it was given to the strip: a window manager takes a moment for it.
    was_away: bool,
}

impl Entrance {
    /// Whether the page has the keyboard, or is to have it, as it is seen now.
    const fn sees(&mut self, is_pressed: bool, has_keys: bool) -> bool {
        self.was_away |= !has_keys;
        is_pressed || (has_keys && self.was_away)
    }
}

/// A place on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    at: (i32, i32),
    size: (u32, u32),
}

impl Place {
    fn holds(self, (x, y): (i32, i32)) -> bool {
        let within = |at: i32, from: i32, size: u32| at >= from && at < from.saturating_add_unsigned(size);
        within(x, self.at.0, self.size.0) && within(y, self.at.1, self.size.1)
    }

    /// What of it is left below so many rows.
    const fn below(self, rows: u32) -> Self {
        let rows = if rows < self.size.1 { rows } else { self.size.1 - 1 };
        Self { at: (self.at.0, self.at.1.saturating_add_unsigned(rows)), size: (self.size.0, self.size.1 - rows) }
    }
}

struct Keeping {
    line: RustConnection,
    root: Window,
    names: Names,
    class: &'static str,
    /// Whose the windows are that were looked at.
    known: HashMap<Window, Whose>,
    /// The key of the strip, by its place on the keyboard.
    called: u8,
    /// What was asked for last, so that nothing is asked for twice.
    asked: Option<(Front, Option<Window>)>,
    told: Option<Instant>,
    placed: bool,
    entrance: Entrance,
}

type Told<T> = Result<T, ReplyOrIdError>;

impl Keeping {
    fn connect(class: &'static str) -> Told<Self> {
        let broken = |error: x11rb::errors::ConnectError| {
            tracing::debug!(%error, "no screen of X11");
            ReplyOrIdError::ConnectionError(x11rb::errors::ConnectionError::UnknownError)
        };
        let (line, screen) = x11rb::connect(None).map_err(broken)?;
        let root = line.setup().roots[screen].root;
        let names = Names::new(&line)?.reply()?;
        let known = HashMap::new();
        let mut keeping = Self {
            line,
            root,
            names,
            class,
            known,
            called: PLACE,
            asked: None,
            told: None,
            placed: false,
            entrance: Entrance::default(),
        };
        keeping.take_keys()?;
        Ok(keeping)
    }

    /// Takes the key of the strip, and takes away those of the browser.
    fn take_keys(&mut self) -> Told<()> {
        let setup = self.line.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let table = self.line.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let each = usize::from(table.keysyms_per_keycode).max(1);
        let code_of = |symbol: u32| {
            let found = table.keysyms.chunks(each).position(|symbols| symbols.contains(&symbol))?;
            first.checked_add(u8::try_from(found).ok()?)
        };
        self.called = code_of(LETTER).unwrap_or(PLACE);
        let (none, control, alternative) = (ModMask::from(0_u16), ModMask::CONTROL, ModMask::M1);
        let mut taken = vec![(control, self.called)];
        for (with, symbols) in [(control, &OF_THE_BROWSER[..]), (alternative, &OF_THE_WINDOW[..]), (none, &BARE[..])] {
            let codes = symbols.iter().filter_map(|symbol| code_of(*symbol));
            taken.extend(codes.flat_map(|code| [(with, code), (with | ModMask::SHIFT, code)]));
        }
        taken.extend(code_of(ESCAPE).map(|code| (ModMask::SHIFT, code)));
        taken.sort_unstable_by_key(|(with, code)| (u16::from(*with), *code));
        taken.dedup();
        let locks = [none, ModMask::LOCK, ModMask::M2, ModMask::LOCK | ModMask::M2];
        let mut sent = Vec::new();
        for (with, code) in taken {
            for lock in locks {
                sent.push(self.line.grab_key(false, self.root, with | lock, code, GrabMode::ASYNC, GrabMode::ASYNC)?);
            }
        }
        for button in [ButtonIndex::M2, ButtonIndex::M3] {
            let asked = self.line.grab_button(
                false,
                self.root,
                EventMask::BUTTON_PRESS,
                GrabMode::ASYNC,
                GrabMode::ASYNC,
                x11rb::NONE,
                x11rb::NONE,
                button,
                ModMask::ANY,
            )?;
            sent.push(asked);
        }
        // Another program may have one, such as a window manager: then it is not the browser's either.
        let refused = sent.into_iter().filter_map(|asked| asked.check().err()).count();
        if refused > 0 {
            tracing::debug!(refused, "keys that another program has");
        }
        Ok(())
    }

    fn run(&mut self, wanted: &Mutex<Front>, ends: &AtomicBool, tell: &impl Fn(Seen)) -> Told<()> {
        while !ends.load(Ordering::Relaxed) {
            while let Some(event) = self.line.poll_for_event()? {
                if let Event::KeyPress(pressed) = event
                    && pressed.detail == self.called
                    && u16::from(pressed.state) & u16::from(ModMask::SHIFT) == 0
                {
                    tell(Seen::Called);
                }
            }
            let front = *wanted.lock().unwrap_or_else(PoisonError::into_inner);
            // A window may go while it is asked about: it is looked again.
            match self.keep(front, wanted, tell) {
                Ok(()) | Err(ReplyOrIdError::X11Error(_)) => {}
                Err(error) => return Err(error),
            }
            self.listen(tell)?;
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Tells that somebody is there, where the screen was touched just now.
    fn listen(&mut self, tell: &impl Fn(Seen)) -> Told<()> {
        let passed = self.told.map_or(TELL, |told| told.elapsed());
        if passed < TELL {
            return Ok(());
        }
        let idle = self.line.screensaver_query_info(self.root)?.reply();
        let still = idle.map_or(u32::MAX, |idle| idle.ms_since_user_input);
        if Duration::from_millis(still.into()) < passed {
            self.told = Some(Instant::now());
            tell(Seen::Touched);
        }
        Ok(())
    }

    /// Whether a window manager is there.
    fn is_managed(&self) -> Told<bool> {
        let names = self.names;
        let asked = self.line.get_property(false, self.root, names._NET_SUPPORTING_WM_CHECK, AtomEnum::WINDOW, 0, 1)?;
        let Some(window) = asked.reply()?.value32().and_then(|mut all| all.next()) else { return Ok(false) };
        // One that ended left its mark on the screen, but not its window.
        let alive = self.line.get_property(false, window, names._NET_SUPPORTING_WM_CHECK, AtomEnum::WINDOW, 0, 1)?;
        Ok(alive.reply().is_ok_and(|known| known.value_len > 0))
    }

    /// The windows of programs, the lowest first.
    fn windows(&self, managed: bool) -> Told<Vec<Window>> {
        if managed {
            let list = self.names._NET_CLIENT_LIST_STACKING;
            let asked = self.line.get_property(false, self.root, list, AtomEnum::WINDOW, 0, 1024)?.reply()?;
            return Ok(asked.value32().map(Iterator::collect).unwrap_or_default());
        }
        Ok(self.line.query_tree(self.root)?.reply()?.children)
    }

    fn whose(&mut self, window: Window) -> Told<Whose> {
        if let Some(whose) = self.known.get(&window) {
            return Ok(*whose);
        }
        let process = self.line.get_property(false, window, self.names._NET_WM_PID, AtomEnum::CARDINAL, 0, 1)?;
        let class = WmClass::get(&self.line, window)?;
        let process = process.reply()?.value32().and_then(|mut all| all.next());
        let class = class.reply()?;
        let is_our_process = process == Some(std::process::id());
        let whose = Whose::by(class.as_ref().map(WmClass::class), self.class, is_our_process);
        // A window is there before it says what it is: it is asked again.
        if let Some(whose) = whose {
            self.known.insert(window, whose);
        }
        Ok(whose.unwrap_or(Whose::Other))
    }

    /// Where a window lies, where somebody can see it. Menus of a page, which no manager manages, go by themselves.
    fn place(&self, window: Window) -> Told<Option<Place>> {
        let attributes = self.line.get_window_attributes(window)?;
        let geometry = self.line.get_geometry(window)?;
        let at = self.line.translate_coordinates(window, self.root, 0, 0)?;
        let (attributes, geometry, at) = (attributes.reply()?, geometry.reply()?, at.reply()?);
        let is_seen = attributes.map_state == MapState::VIEWABLE
            && !attributes.override_redirect
            && geometry.width >= SEEN
            && geometry.height >= SEEN;
        Ok(is_seen.then(|| Place {
            at: (at.dst_x.into(), at.dst_y.into()),
            size: (geometry.width.into(), geometry.height.into()),
        }))
    }

    fn keep(&mut self, front: Front, wanted: &Mutex<Front>, tell: &impl Fn(Seen)) -> Told<()> {
        let managed = self.is_managed()?;
        let all = self.windows(managed)?;
        let mut ours = None;
        let mut pages = Vec::new();
        for (height, window) in all.iter().copied().enumerate() {
            let whose = match self.whose(window) {
                Ok(whose) if whose != Whose::Other => whose,
                Ok(_) | Err(ReplyOrIdError::X11Error(_)) => continue,
                Err(error) => return Err(error),
            };
            let place = match self.place(window) {
                Ok(Some(place)) => place,
                Ok(None) | Err(ReplyOrIdError::X11Error(_)) => continue,
                Err(error) => return Err(error),
            };
            match whose {
                Whose::Ours => ours = Some((window, place, height)),
                Whose::Page => pages.push((window, place, height)),
                Whose::Other => {}
            }
        }
        self.known.retain(|window, _| all.contains(window));
        let (Some((window, whole, height)), Some(top)) = (ours, pages.last().map(|(page, ..)| *page)) else {
            return Ok(());
        };
        let room = whole.below(front.above);
        for (page, place, _) in &pages {
            if *place != room {
                self.put(*page, room)?;
            }
        }
        let is_above = pages.iter().all(|(_, _, page)| *page > height);
        let is_below = pages.iter().all(|(_, _, page)| *page < height);
        let stands = if front.page { is_above } else { is_below };
        if !stands || self.asked != Some((front, Some(top))) {
            self.stack(front, managed, window, &pages)?;
            self.give_keys(if front.keys && front.page { top } else { window }, managed)?;
            self.asked = Some((front, Some(top)));
            self.entrance = Entrance::default();
        } else if front.page && !front.keys && self.is_entered(top, room)? {
            // Where no window manager gives the keyboard to what is clicked, it is given here.
            self.give_keys(top, managed)?;
            let now = Front { keys: true, ..front };
            let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
            if *wanted == front {
                *wanted = now;
                self.asked = Some((now, Some(top)));
                tell(Seen::Entered);
            }
        }
        self.line.flush()?;
        if !self.placed && front.page && is_above && pages.iter().all(|(_, place, _)| *place == room) {
            self.placed = true;
            tell(Seen::Placed);
        }
        Ok(())
    }

    /// Puts a page into its room, without a frame.
    fn put(&self, page: Window, room: Place) -> Told<()> {
        // Flags: decorations are meant; decorations: none.
        let bare: [u32; 5] = [2, 0, 0, 0, 0];
        let hints = self.names._MOTIF_WM_HINTS;
        self.line.change_property32(PropMode::REPLACE, page, hints, hints, &bare)?;
        let place = ConfigureWindowAux::new().x(room.at.0).y(room.at.1).width(room.size.0).height(room.size.1);
        self.line.configure_window(page, &place)?;
        Ok(())
    }

    /// Puts pages above our window, or our window above them.
    fn stack(&self, front: Front, managed: bool, ours: Window, pages: &[(Window, Place, usize)]) -> Told<()> {
        let above = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
        for (page, ..) in pages {
            let parent = self.names.WM_TRANSIENT_FOR;
            match (managed, front.page) {
                // A window manager keeps above another what belongs to it, also where that fills the screen and has the
                // keyboard.
                (true, true) => {
                    self.line.change_property32(PropMode::REPLACE, *page, parent, AtomEnum::WINDOW, &[ours])?
                }
                (true, false) => self.line.delete_property(*page, parent)?,
                (false, true) => self.line.configure_window(*page, &above)?,
                (false, false) => continue,
            };
        }
        if !front.page {
            self.line.configure_window(ours, &above)?;
        }
        Ok(())
    }

    /// Gives the keyboard to a window.
    fn give_keys(&self, window: Window, managed: bool) -> Told<()> {
        if managed {
            // As a pager asks: somebody wants it, no program by itself.
            let asked = ClientMessageEvent::new(32, window, self.names._NET_ACTIVE_WINDOW, [2, CURRENT_TIME, 0, 0, 0]);
            let managers = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
            self.line.send_event(false, self.root, managers, asked)?;
        } else {
            self.line.set_input_focus(InputFocus::POINTER_ROOT, window, CURRENT_TIME)?;
        }
        Ok(())
    }

    /// Whether somebody pressed into the page, or it has the keyboard in another way.
    fn is_entered(&mut self, page: Window, room: Place) -> Told<bool> {
        let (is_pressed, has_keys) = (self.is_pressed_in(room)?, self.has_keys(page)?);
        Ok(self.entrance.sees(is_pressed, has_keys))
    }

    /// Whether what is typed goes to this window or to a part of it.
    fn has_keys(&self, window: Window) -> Told<bool> {
        let mut at = self.line.get_input_focus()?.reply()?.focus;
        // 0 and 1 are no windows: nobody has it, or whatever is below the pointer.
        while at > 1 && at != self.root {
            if at == window {
                return Ok(true);
            }
            at = self.line.query_tree(at)?.reply()?.parent;
        }
        Ok(false)
    }

    /// Whether a button or a finger is down there.
    fn is_pressed_in(&self, room: Place) -> Told<bool> {
        let pointer = self.line.query_pointer(self.root)?.reply()?;
        let buttons = KeyButMask::BUTTON1 | KeyButMask::BUTTON2 | KeyButMask::BUTTON3;
        let is_down = u16::from(pointer.mask) & u16::from(buttons) != 0;
        Ok(is_down && room.holds((pointer.root_x.into(), pointer.root_y.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_what_is_left_below_the_strip_of_our_window() {
        let whole = Place { at: (100, 50), size: (1366, 768) };
        assert_eq!(whole.below(90), Place { at: (100, 140), size: (1366, 678) });
        assert_eq!(whole.below(0), whole);
        assert_eq!(whole.below(9000).size.1, 1, "a strip that fills the screen leaves a line");
        let room = whole.below(90);
        assert!(room.holds((100, 140)) && room.holds((1465, 817)));
        assert!(!room.holds((100, 139)) && !room.holds((1466, 200)) && !room.holds((99, 200)));
    }

    #[test]
    fn a_window_that_does_not_say_yet_what_it_is_is_asked_again() {
        for is_our_process in [true, false] {
            assert_eq!(Whose::by(None, "page", is_our_process), None, "it is asked again");
            assert_eq!(Whose::by(Some(b"page"), "page", is_our_process), Some(Whose::Page));
        }
        assert_eq!(Whose::by(Some(b"cups-kiosk"), "page", true), Some(Whose::Ours));
        assert_eq!(Whose::by(Some(b"pages"), "page", false), Some(Whose::Other));
        assert_eq!(Whose::by(Some(b""), "page", false), Some(Whose::Other));
    }

    #[test]
    fn the_page_is_entered_by_a_press_and_by_a_press_too_short_to_be_seen() {
        let mut entrance = Entrance::default();
        assert!(!entrance.sees(false, true), "the keyboard is still on its way to the strip");
        assert!(!entrance.sees(false, false));
        assert!(entrance.sees(false, true), "the page has it again");
        assert!(Entrance::default().sees(true, false), "a finger is on it");
    }
}
