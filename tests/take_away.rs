//! What is taken away: whole on the page, whole in the codes, the same steps in each language.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::account::step_title;
use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::life_event::LifeEvent;
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::text::Language;
use cups_kiosk::handout::take_away::{LARGEST_CODE, TakeAway, take_away};
use cups_kiosk::i18n::Texts;
use jiff::civil::{Date, date};
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED.get_or_init(|| shipped().expect("the shipped catalogue is right"))
}

fn situation<'a>(event: &'a LifeEvent, answers: &'a Answers, on: Date) -> Situation<'a> {
    let catalogue = catalogue();
    Situation { catalogue, event, answers, centre: &catalogue.centres["lozova"], on }
}

/// The take-away in each language, and the titles of the plan's steps in it.
fn in_each_language(code: &str, answers: &Answers, on: Date) -> Vec<(TakeAway, Vec<String>)> {
    let event = guide(catalogue(), code).unwrap();
    let situation = situation(&event, answers, on);
    let plan = Plan::compute(&situation);
    Language::INTERFACE
        .into_iter()
        .map(|language| {
            let texts = Texts::load(language);
            let titles = plan.shown().map(|step| step_title(&texts, step)).collect();
            (take_away(&texts, &situation, &plan), titles)
        })
        .collect()
}

fn nothing_known(code: &str) -> Answers {
    let event = guide(catalogue(), code).unwrap();
    Answers(event.questions.iter().map(|question| (question.id.clone(), None)).collect())
}

#[test]
fn the_list_and_the_codes_are_whole_and_the_codes_hold_the_same_steps_in_each_language() {
    let mut several = 0;
    let codes: Vec<String> = catalogue().events.keys().cloned().chain(["C1+C5".to_owned()]).collect();
    for code in codes {
        let all = in_each_language(&code, &nothing_known(&code), date(2026, 11, 20));
        let which: Vec<Vec<usize>> = all
            .iter()
            .map(|(made, titles)| {
                for title in titles {
                    let holds = |line: &&String| line.contains(title.as_str());
                    assert_eq!(made.lines.iter().filter(holds).count().min(1), 1, "{code}: {title} is not on the page");
                    assert!(
                        made.codes.iter().any(|text| text.contains(title.as_str())),
                        "{code}: {title} is in no code"
                    );
                }
                for text in &made.codes {
                    assert!(text.len() <= LARGEST_CODE, "{code}: {} bytes", text.len());
                }
                // Each step is one line, and so is each line of the page.
                made.codes.iter().map(|text| text.lines().count()).collect()
            })
            .collect();
        assert!(which.windows(2).all(|pair| pair[0] == pair[1]), "{code}: {which:?}");
        several += usize::from(which[0].len() > 1);
    }
    assert!(several > 0, "no plan needs a second code: the test shows nothing");
}

#[test]
fn each_part_says_for_whom_and_when_it_holds_and_which_part_it_is() {
    let code = "C1+C5";
    let all = in_each_language(code, &nothing_known(code), date(2026, 11, 20));
    for ((made, _), valid) in all.iter().zip([
        "Valabil pentru CUPS Lozova, 20.11.2026",
        "Действительно: CUPS Лозова, 20.11.2026",
        "Valid for CUPS Lozova, 20.11.2026",
    ]) {
        assert!(made.lines.iter().any(|line| line == valid), "{:?}", made.lines);
        let of = made.codes.len();
        for (number, text) in (1..).zip(&made.codes) {
            assert!(text.lines().any(|line| line == valid), "{text}");
            assert!(text.lines().next().unwrap().ends_with(&format!(" ({number}/{of})")), "{text}");
        }
    }
}

#[test]
fn a_sentence_ends_with_one_full_stop() {
    for code in ["C1", "C5", "C9", "C16", "X-FARM", "X-ENERGY"] {
        let Some(event) = guide(catalogue(), code) else { continue };
        let mut answers = Answers::default();
        for question in &event.questions {
            let day = Value::Date(date(2026, 8, 20));
            if question.takes(&day, date(2026, 11, 26)).is_ok() {
                answers.0.insert(question.id.clone(), Some(day));
            }
        }
        for (made, _) in in_each_language(code, &answers, date(2026, 11, 26)) {
            for line in made.lines.iter().chain(&made.codes) {
                assert!(!line.contains(".."), "{line}");
            }
        }
    }
}

#[test]
fn what_has_passed_leads_on_paper_too_and_sends_nobody_on_a_day_gone_by() {
    let mut answers = Answers::default();
    answers.0.insert("death_date".to_owned(), Some(Value::Date(date(2026, 11, 20))));
    answers.0.insert("death_registered".to_owned(), Some(Value::Truth(false)));
    let all = in_each_language("C16", &answers, date(2026, 11, 26));
    for (made, _) in &all {
        let code = made.codes.join("\n");
        let (ended, next) = (code.find("22.11.2026").unwrap(), code.find("20.11.2027").unwrap());
        assert!(ended < next, "{code}");
    }
    let page = all[0].0.lines.join("\n").replace('\u{a0}', " ");
    assert!(page.contains("s-a încheiat duminică, 22 noiembrie 2026. Mergeți cât mai repede."), "{page}");
    assert!(!page.contains("astăzi"), "{page}");
}
