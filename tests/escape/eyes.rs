//! What is seen on a display: the windows on it from the lowest to the highest, and which of them hears the keys.

use super::ground::Display;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, GetPropertyType, ImageFormat, MapState, Window};
use x11rb::rust_connection::RustConnection;

/// A window that stands on the screen by itself, with whatever frame it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Top {
    /// The window itself, not its frame.
    pub window: Window,
    /// What it is called.
    pub title: String,
    /// The program that it belongs to, as the program says.
    pub class: String,
    /// Left, top, width and height of what is covered.
    pub place: [i32; 4],
}

impl Top {
    /// Whether it is the window of the program.
    pub fn is_ours(&self) -> bool {
        self.title.contains("CUPS") && !self.is_browser()
    }

    /// Whether it belongs to the browser.
    pub fn is_browser(&self) -> bool {
        self.class.to_lowercase().contains("chrom")
    }
}

/// Eyes at a display.
pub struct Eyes {
    connection: RustConnection,
    root: Window,
    size: [i32; 4],
}

impl Eyes {
    pub fn at(display: &Display) -> Self {
        let (connection, screen) = x11rb::connect(Some(display.name())).unwrap();
        let screen = &connection.setup().roots[screen];
        let size = [0, 0, i32::from(screen.width_in_pixels), i32::from(screen.height_in_pixels)];
        Self { root: screen.root, size, connection }
    }

    fn atom(&self, name: &str) -> u32 {
        self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn property(&self, window: Window, name: u32, kind: impl Into<u32>) -> Vec<u8> {
        let asked = self.connection.get_property(false, window, name, kind, 0, 1024).unwrap().reply();
        asked.map(|property| property.value).unwrap_or_default()
    }

    fn text(&self, window: Window, name: u32) -> String {
        let text = self.property(window, name, u32::from(GetPropertyType::ANY));
        String::from_utf8_lossy(&text).replace('\0', " ").trim().to_owned()
    }

    /// The windows that the program of a frame put into it; a window without a frame is its own.
    fn client(&self, window: Window) -> Window {
        let class = u32::from(AtomEnum::WM_CLASS);
        let mut all = vec![window];
        let mut place = 0;
        while let Some(window) = all.get(place).copied() {
            if !self.property(window, class, u32::from(GetPropertyType::ANY)).is_empty() {
                return window;
            }
            let below = self.connection.query_tree(window).unwrap().reply();
            all.extend(below.map(|tree| tree.children).unwrap_or_default());
            place += 1;
        }
        window
    }

    /// The windows that cover something of the screen, from the lowest to the highest.
    pub fn tops(&self) -> Vec<Top> {
        let tree = self.connection.query_tree(self.root).unwrap().reply().unwrap();
        let named = self.atom("_NET_WM_NAME");
        let seen = tree.children.into_iter().filter_map(|frame| {
            let known = self.connection.get_window_attributes(frame).ok()?.reply().ok()?;
            let place = self.connection.get_geometry(frame).ok()?.reply().ok()?;
            let edge = 2 * i32::from(place.border_width);
            let (left, top) = (i32::from(place.x), i32::from(place.y));
            let (width, height) = (i32::from(place.width) + edge, i32::from(place.height) + edge);
            let covers = left < self.size[2] && top < self.size[3] && left + width > 0 && top + height > 0;
            if known.map_state != MapState::VIEWABLE || !covers {
                return None;
            }
            let window = self.client(frame);
            let mut title = self.text(window, named);
            if title.is_empty() {
                title = self.text(window, u32::from(AtomEnum::WM_NAME));
            }
            let class = self.text(window, u32::from(AtomEnum::WM_CLASS));
            Some(Top { window, title, class, place: [left, top, width, height] })
        });
        seen.collect()
    }

    /// The windows that the window manager knows.
    pub fn managed(&self) -> Vec<Window> {
        let list = self.property(self.root, self.atom("_NET_CLIENT_LIST"), AtomEnum::WINDOW);
        list.chunks_exact(4).map(|bytes| u32::from_ne_bytes(bytes.try_into().unwrap())).collect()
    }

    /// The window that hears the keys.
    pub fn focused(&self) -> Window {
        self.connection.get_input_focus().unwrap().reply().map(|focus| focus.focus).unwrap_or_default()
    }

    /// Whether the window that hears the keys is this one or lies in it.
    pub fn hears_keys(&self, window: Window) -> bool {
        let mut at = self.focused();
        while at > 1 {
            if at == window {
                return true;
            }
            let Some(above) = self.connection.query_tree(at).ok().and_then(|asked| asked.reply().ok()) else { break };
            at = above.parent;
        }
        false
    }

    /// Whether some program holds a text to be pasted.
    pub fn is_copied(&self) -> bool {
        let owner = self.connection.get_selection_owner(self.atom("CLIPBOARD")).unwrap().reply();
        owner.is_ok_and(|owner| owner.owner != x11rb::NONE)
    }

    /// What the whole screen holds: left, top, width, height.
    pub const fn whole(&self) -> [i32; 4] {
        self.size
    }

    /// Every fourth pixel of every fourth row of a part of the screen.
    fn pixels(&self, [left, top, width, height]: [i32; 4]) -> Vec<[u8; 3]> {
        let [x, y] = [left, top].map(|edge| i16::try_from(edge).unwrap());
        let [wide, high] = [width, height].map(|length| u16::try_from(length).unwrap());
        let asked = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, wide, high, !0).unwrap();
        let data = asked.reply().unwrap().data;
        let rows = data.chunks_exact(usize::from(wide) * 4).step_by(4);
        rows.flat_map(|row| row.chunks_exact(16).map(|pixel| [pixel[0], pixel[1], pixel[2]])).collect()
    }

    /// How many colours a part of the screen has.
    pub fn colours(&self, place: [i32; 4]) -> usize {
        self.pixels(place).into_iter().collect::<std::collections::BTreeSet<_>>().len()
    }

    /// Which share of a part of the screen is black.
    pub fn black(&self, place: [i32; 4]) -> f64 {
        let pixels = self.pixels(place);
        #[expect(clippy::cast_precision_loss, reason = "a screen has fewer pixels than that")]
        let share = pixels.iter().filter(|pixel| **pixel == [0, 0, 0]).count() as f64 / pixels.len() as f64;
        share
    }
}
