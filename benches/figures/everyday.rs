//! What a visit is made of, timed under whichever allocator the program has.

use super::stage::Stage;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::search::SearchIndex;
use cups_kiosk::domain::situation::Situation;
use std::hint::black_box;
use std::time::Instant;

/// The median of so many rounds, in milliseconds.
fn median(rounds: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[rounds / 2]
}

/// How long each work takes: its name, and the median in milliseconds.
pub fn times() -> Vec<(String, f64)> {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let index = SearchIndex::new(&catalogue);
    let event = catalogue.events.values().max_by_key(|event| event.steps.len()).unwrap();
    let (answers, centre) = (Answers::default(), &catalogue.centres["lozova"]);
    let on = jiff::civil::date(2026, 11, 20);
    let search = median(2000, || drop(black_box(index.search("certificat de nastere", 10))));
    let plan = median(2000, || {
        drop(black_box(Plan::compute(&Situation { catalogue: &catalogue, event, answers: &answers, centre, on })));
    });
    let mut stage = Stage::new();
    stage.touch("event-C1");
    let drawing = median(200, || stage.tab_to_frame());
    let another = median(50, || {
        stage.key(iced::keyboard::key::Named::Escape);
        stage.touch("event-C1");
        stage.frame();
    });
    // A vector that grows byte by byte is copied at each doubling, and its old place cleared.
    let growing = median(200, || {
        let mut bytes = Vec::new();
        (0..1_000_000_u32).for_each(|byte| bytes.push(black_box(byte)));
    });
    [("search", search), ("plan", plan), ("a focus moved", drawing), ("another page", another), ("4 MB grown", growing)]
        .map(|(name, time)| (name.to_owned(), time))
        .into()
}
