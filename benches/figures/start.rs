//! The program's start and its memory beside Chromium with a static copy of the start page.

use super::display::Display;
use super::visits::pss;
use super::walk::{binary, configure};
use super::{Figure, figure, median, with_more};
use cups_kiosk::catalogue::release::{canonical, sha256};
use cups_kiosk::domain::shelf::Shelf as _;
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SIZE: (u16, u16) = (1920, 1080);

pub fn figures() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    configure(&data, SIZE.0, SIZE.1);
    let page = folder.path().join("start.html");
    std::fs::write(&page, start_page(None)).unwrap();
    let ours = || {
        let mut command = Command::new(binary());
        command.arg("--data").arg(&data);
        command
    };
    let theirs = || chromium(&folder.path().join("profile"), &page);
    // One start of each first, so that both come from a warm disk and a made profile.
    run(ours(), Duration::from_millis(500));
    run(theirs(), Duration::from_secs(2));
    let (our_times, our_memory): (Vec<_>, Vec<_>) = (0..5).map(|_| run(ours(), Duration::from_secs(2))).unzip();
    let (their_times, their_memory): (Vec<_>, Vec<_>) = (0..5).map(|_| run(theirs(), Duration::from_secs(2))).unzip();
    let mut figures = vec![
        figure("start to first usable page, median of 5", "ms", median(our_times), median(their_times), 0.12),
        figure("memory (PSS) on the start page", "MB", median(our_memory), median(their_memory), 0.15),
    ];
    figures.extend(sizes(folder.path()));
    figures
}

/// The same start with catalogues of 700 and 10,000 services, beside the one with as many as are shipped: neither time
/// nor memory may grow with the catalogue.
fn sizes(folder: &Path) -> Vec<Figure> {
    let shipped = cups_kiosk::catalogue::shipped().unwrap().services.len();
    let all = [shipped, 700, 10_000].map(|services| (services, folder.join(format!("kiosk-{services}"))));
    for (services, data) in &all {
        configure(data, SIZE.0, SIZE.1);
        let mut catalogue = with_more(u32::try_from(services - shipped).unwrap());
        catalogue.number += 1;
        let text = canonical(&catalogue).unwrap();
        println!("canonical text of {services} services: {} bytes", text.len());
        let cache = CatalogueCache::new(DataFolder::new(Some(data.clone())).catalogue());
        cache.apply(&text, &sha256(&text), None).unwrap().prepare_index().unwrap();
    }
    let start = |data: &Path| {
        let mut command = Command::new(binary());
        command.arg("--data").arg(data);
        run(command, Duration::from_secs(2))
    };
    let mut measured = [(); 3].map(|()| (Vec::new(), Vec::new()));
    // In turns, so that all of them meet the same machine; the first round only warms the disk.
    for round in 0..6 {
        for ((_, data), (times, memory)) in all.iter().zip(&mut measured) {
            let (time, size) = start(data);
            if round > 0 {
                times.push(time);
                memory.push(size);
            }
        }
    }
    let medians = measured.map(|(times, memory)| (median(times), median(memory)));
    let (few_time, few_memory) = medians[0];
    let rest = all.iter().zip(medians).skip(1);
    rest.flat_map(|((services, _), (time, memory))| {
        [
            figure(format!("start with {services} services, beside {shipped}"), "ms", time, few_time, 1.2),
            figure(format!("memory with {services} services, beside {shipped}"), "MB", memory, few_memory, 1.2),
        ]
    })
    .collect()
}

/// Starts a program on a fresh display; gives the milliseconds to its first usable page, and its memory.
fn run(mut command: Command, settle: Duration) -> (f64, f64) {
    let display = Display::start(SIZE.0, SIZE.1);
    let start = Instant::now();
    let mut child = command
        .env("DISPLAY", display.name())
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for_page(&display);
    let shown = start.elapsed().as_secs_f64() * 1000.0;
    std::thread::sleep(settle);
    let memory = pss(child.id());
    let _ = child.kill();
    let _ = child.wait();
    (shown, memory)
}

/// Chromium as a kiosk with this page.
pub fn chromium(profile: &Path, page: &Path) -> Command {
    let mut command = Command::new("chromium");
    command
        .args(["--kiosk", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-quic"])
        .args(["--window-position=0,0", "--window-size=1920,1080"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()));
    command
}

/// Waits until the display shows our header or the page's: a deep blue near the top left. A browser may lay a shade of
/// its own over it.
pub fn wait_for_page(display: &Display) {
    let start = Instant::now();
    while !matches!(display.pixel(6, 6), (red, _, blue) if red < 40 && blue > 120) {
        assert!(start.elapsed() < Duration::from_secs(30), "no page after 30 seconds");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The start page as a static page for a browser, with the first tile a link when it is to lead somewhere.
pub fn start_page(link: Option<&str>) -> String {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let tiles = catalogue.events_by_rank().into_iter().enumerate().map(|(number, event)| match link {
        Some(link) if number == 0 => format!("<a href=\"{link}\">{}</a>", event.tile.ro),
        _ => format!("<button tabindex=-1>{}</button>", event.tile.ro),
    });
    let (tiles, field) = (tiles.collect::<String>(), "<p>Căutați cu cuvintele dumneavoastră<br><input tabindex=-1>");
    page("Ce s-a întâmplat în viața dumneavoastră?", &format!("{tiles}{field}"))
}

/// The page of the first event as a static page, with a link.
pub fn event_page(link: &str) -> String {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let event = catalogue.events_by_rank()[0];
    let items = event.at_hand.iter().fold(String::new(), |items, item| items + "<li>" + &item.ro);
    let body =
        format!("<p>{}<p><a href=\"{link}\">Începeți</a><ul>{items}</ul><p>{}", event.covers.ro, event.not_for.ro);
    page(&event.tile.ro, &body)
}

fn page(heading: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=ro><meta charset=utf-8><title>CUPS</title><style>body{{margin:0;background:#f5f5f5;\
         font:20px sans-serif;color:#121212}}header{{background:#0058d2;color:#fff;padding:16px 48px}}main{{padding:24px \
         48px}}button,a{{display:inline-block;font:bold 23px sans-serif;color:#121212;text-decoration:none;background:#fff;\
         border:2px solid #757575;padding:32px;margin:6px}}input{{font-size:22px;padding:16px;width:600px}}</style>\
         <header>CUPS Lozova</header><main><h1>{heading}</h1>{body}</main></html>"
    )
}
