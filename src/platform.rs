//! What the machine gives: folders, configuration, the clock, the log. Anything only Linux has stays
//! here, in `ui::access`, in speech and in handouts.

#[cfg(feature = "kiosk")]
pub mod browser;
pub mod clock;
#[cfg(any(feature = "hub", feature = "paper"))]
pub mod code;
pub mod configuration;
#[cfg(any(feature = "kiosk", feature = "hub", feature = "editor", feature = "notice", feature = "paper"))]
pub mod console;
#[cfg(feature = "kiosk")]
pub mod copied;
#[cfg(any(feature = "kiosk", feature = "hub"))]
pub mod disk;
#[cfg(feature = "kiosk")]
pub mod display;
pub mod file;
#[cfg(feature = "kiosk")]
pub mod front;
pub mod log;
#[cfg(feature = "kiosk")]
pub mod machine;
#[cfg(any(feature = "kiosk", feature = "hub", feature = "editor", feature = "notice", feature = "paper"))]
pub mod manual;
pub mod paths;
pub mod print_system;
#[cfg(any(feature = "kiosk", feature = "hub", feature = "editor", feature = "notice", feature = "paper"))]
pub mod process;
#[cfg(feature = "kiosk")]
pub mod program;
pub mod sqlite;
