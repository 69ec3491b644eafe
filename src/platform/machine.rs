//! What a computer has besides its disk: sound, and a line. Looked at without using either.

use std::path::{Path, PathBuf};

/// Whether there is a way for sound: a card that plays, or a server of sound of this account.
#[must_use]
pub fn has_sound() -> bool {
    let running = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let servers = ["pulse/native", "pipewire-0"];
    let served = running.is_some_and(|folder| servers.iter().any(|name| folder.join(name).exists()));
    served || plays(Path::new("/dev/snd"))
}

/// Whether a card plays: its devices for that are called `pcm…p`.
fn plays(cards: &Path) -> bool {
    let entries = std::fs::read_dir(cards).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).any(|name| is_output(&name))
}

fn is_output(name: &str) -> bool {
    name.starts_with("pcm") && name.ends_with('p')
}

/// Whether a way leads out of this computer, by the table of ways of the system. Nothing is sent.
#[must_use]
pub fn has_line() -> bool {
    let table = |path| std::fs::read_to_string(path).unwrap_or_default();
    leads_out(&table("/proc/net/route")) || leads_out_6(&table("/proc/net/ipv6_route"))
}

/// Whether a line of the table of IPv4 leads everywhere and is up.
fn leads_out(table: &str) -> bool {
    table.lines().skip(1).any(|line| {
        let mut cells = line.split_whitespace().skip(1);
        let (to, _gateway, flags) = (cells.next(), cells.next(), cells.next());
        let up = flags.and_then(|flags| u32::from_str_radix(flags, 16).ok()).is_some_and(|flags| flags & 1 == 1);
        to == Some("00000000") && up
    })
}

/// The same of IPv6; there the loopback has a way everywhere too, which leads nowhere.
fn leads_out_6(table: &str) -> bool {
    table.lines().any(|line| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let everywhere = matches!(cells.first().zip(cells.get(1)), Some((to, length)) if to.bytes().all(|zero| zero == b'0') && *length == "00");
        everywhere && cells.last().is_some_and(|device| *device != "lo")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_leads_everywhere_is_a_line_and_one_to_the_next_room_is_none() {
        let head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n";
        let way = |to: &str, flags: &str| format!("{head}eth0\t{to}\t0101A8C0\t{flags}\t0\t0\t0\t00000000\n");
        assert!(leads_out(&way("00000000", "0003")));
        assert!(!leads_out(&way("00000000", "0002")), "it is down");
        assert!(!leads_out(&way("0001A8C0", "0001")), "the next room");
        assert!(!leads_out(head) && !leads_out(""));
        let zero = "0".repeat(32);
        let six = |device: &str| format!("{zero} 00 {zero} 00 fe80 00000400 00000001 00000000 00000003 {device}\n");
        assert!(leads_out_6(&six("eth0")) && !leads_out_6(&six("lo")) && !leads_out_6(""));
    }

    #[test]
    fn a_card_that_only_records_plays_nothing() {
        assert!(is_output("pcmC0D0p") && !is_output("pcmC0D0c") && !is_output("controlC0"));
    }
}
