//! The outer line of a room: cut and mended at will, and with an ear for what goes over it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A line on loopback.
pub struct Line {
    pub address: String,
    hub: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    cut: bool,
    open: Vec<TcpStream>,
    /// The first line of every request that went over it.
    asked: Vec<String>,
    /// Whether the hub behind it is one that knows no requests together.
    older: bool,
    /// The bytes that went to the hub, and those that came.
    up: usize,
    down: usize,
}

impl Line {
    /// A line to the hub at this address.
    pub fn to(hub: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state: Arc<Mutex<State>> = Arc::default();
        let (behind, kept) = (hub.to_owned(), Arc::clone(&state));
        std::thread::spawn(move || {
            for room in listener.incoming().flatten() {
                if kept.lock().unwrap().cut {
                    continue;
                }
                let Ok(hub) = TcpStream::connect(&behind) else { continue };
                let ends = [room.try_clone().unwrap(), hub.try_clone().unwrap()];
                kept.lock().unwrap().open.extend(ends);
                let (from, to) = (room.try_clone().unwrap(), hub.try_clone().unwrap());
                let heard = Arc::clone(&kept);
                std::thread::spawn(move || carry(from, to, true, &heard));
                let heard = Arc::clone(&kept);
                std::thread::spawn(move || carry(hub, room, false, &heard));
            }
        });
        Self { address, hub: hub.to_owned(), state }
    }

    /// The hub's address behind it.
    pub fn hub(&self) -> String {
        self.hub.clone()
    }

    pub fn cut(&self) {
        let mut state = self.state.lock().unwrap();
        state.cut = true;
        for end in state.open.drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    pub fn mend(&self) {
        self.state.lock().unwrap().cut = false;
    }

    /// From now on the hub behind it knows no requests together.
    pub fn lead_to_older(&self) {
        self.state.lock().unwrap().older = true;
    }

    /// The bytes that went to the hub and that came, with all that belongs to HTTP.
    pub fn bytes(&self) -> (usize, usize) {
        let state = self.state.lock().unwrap();
        (state.up, state.down)
    }

    /// How many requests went over it whose first line holds this.
    pub fn asked(&self, what: &str) -> usize {
        self.state.lock().unwrap().asked.iter().filter(|line| line.contains(what)).count()
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, up: bool, heard: &Mutex<State>) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        {
            let mut state = heard.lock().unwrap();
            *(if up { &mut state.up } else { &mut state.down }) += count;
            if up {
                // A head comes in one piece on loopback; a body has no such words.
                let text = String::from_utf8_lossy(&bytes[..count]);
                let firsts = text.lines().filter(|line| line.ends_with(" HTTP/1.1")).map(str::to_owned);
                state.asked.extend(firsts);
                let name = b"/api/v1/kept-requests ";
                if state.older
                    && let Some(place) = bytes[..count].windows(name.len()).position(|window| window == name)
                {
                    bytes[place + 8..place + 12].copy_from_slice(b"none");
                }
            }
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
