//! What the screen says of its size. Only X11 is asked; elsewhere, and where the answer cannot be right, nothing is known, and a
//! bank card held against the screen says it.

use crate::domain::setup::Measured;
use x11rb::connection::Connection as _;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// What the screen that shows the window says: the primary one, or else the first that is on.
#[must_use]
pub fn measured() -> Option<Measured> {
    if std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty()) {
        return None;
    }
    asked().inspect_err(|error| tracing::debug!(%error, "the screen does not say its size")).ok().flatten()
}

fn asked() -> Result<Option<Measured>, Box<dyn std::error::Error>> {
    let (connection, screen) = RustConnection::connect(None)?;
    let root = connection.setup().roots.get(screen).ok_or("no such screen")?.root;
    let monitors = connection.randr_get_monitors(root, true)?.reply()?.monitors;
    let monitor = monitors.iter().find(|monitor| monitor.primary).or_else(|| monitors.first());
    Ok(monitor.map(|monitor| Measured { pixels: monitor.width.into(), millimetres: monitor.width_in_millimeters }))
}
