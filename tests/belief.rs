//! Until when figures are believed, what is told once that day has passed, and what editors look at then.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::account::{Audience, step_page};
use cups_kiosk::catalogue::read::Draft;
use cups_kiosk::catalogue::watch::{Why, watch};
use cups_kiosk::catalogue::{shipped, shipped_files};
use cups_kiosk::domain::belief::{Belief, Cause, Matter};
use cups_kiosk::domain::believed::{beliefs, confirmed};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::service::Service;
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::text::Language;
use cups_kiosk::i18n::Texts;
use jiff::civil::{Date, date};

fn code(code: &str) -> ServiceCode {
    code.to_owned().try_into().unwrap()
}

fn service<'a>(catalogue: &'a Catalogue, of: &str) -> &'a Service {
    catalogue.service(&code(of)).unwrap()
}

/// Everything that the page of a service alone says on a day.
fn said(catalogue: &Catalogue, of: &str, on: Date, audience: Audience) -> String {
    let event = guide(catalogue, of).unwrap();
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let situation = Situation { catalogue, event: event.as_ref(), answers: &answers, centre, on };
    let plan = Plan::compute(&situation);
    let page = step_page(&situation, &plan, &plan.steps[0], audience);
    let texts = Texts::load(Language::En);
    let lines = page.sections().flat_map(|section| &section.blocks).flat_map(|block| &block.lines);
    lines.map(|line| texts.say(&line.words)).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

#[test]
fn a_belief_counts_from_the_day_of_the_figures_or_from_the_newest_of_them() {
    let mut catalogue = shipped().unwrap();
    let pension = catalogue.services.get_mut(&code("001000098")).unwrap();
    let yearly = |of| Belief { until: "03-31".to_owned().try_into().unwrap(), cause: Cause::Indexation, of };
    // Figures of March say what begins in April: their own end is a year later.
    pension.figures_as_of = Some("2026-03".to_owned());
    pension.believed = vec![yearly(Some(Matter::Benefit)), yearly(Some(Matter::Entitlement))];
    let pension = service(&catalogue, "001000098");
    assert_eq!(confirmed(pension, Some(Matter::Benefit)), Some(date(2026, 4, 1)));
    let until: Vec<_> = beliefs(&catalogue, pension).iter().map(|one| one.until).collect();
    assert_eq!(until, [Some(date(2027, 3, 31)), Some(date(2026, 3, 31))]);
    // Without a date of the figures no day can be counted, and none is said.
    let undated = Service { figures_as_of: None, benefit: None, ..pension.clone() };
    assert!(beliefs(&catalogue, &undated).iter().all(|one| one.until.is_none() && !one.has_ended(date(2099, 1, 1))));
}

#[test]
fn what_a_law_says_holds_for_each_service_that_cites_it() {
    let catalogue = shipped().unwrap();
    let own = beliefs(&catalogue, service(&catalogue, "X-TEMP-PROTECT"));
    let [protection] = &own[..] else { panic!("{own:?}") };
    assert_eq!(protection.law.map(|law| law.id.as_str()), Some("HG-TP-2026"));
    assert!(!protection.has_ended(date(2027, 3, 1)) && protection.has_ended(date(2027, 3, 2)));
}

#[test]
fn figures_past_their_day_are_told_to_everybody_and_their_cause_to_the_specialist() {
    let catalogue = shipped().unwrap();
    let (last, after) = (date(2026, 12, 31), date(2027, 1, 1));
    let told = "The amounts given here were right until 31.12.2026 and may have changed since. Ask: ";
    let cause = "To be checked after 31.12.2026: the yearly indexation";
    for audience in [Audience::Visitor, Audience::Specialist] {
        assert!(!said(&catalogue, "002000057", last, audience).contains("were right until"));
        let page = said(&catalogue, "002000057", after, audience);
        assert!(page.contains(told), "{page}");
        assert_eq!(page.contains(cause), audience == Audience::Specialist, "{page}");
    }
    // Conditions stand elsewhere than money, and where no amount is given none is doubted.
    let protection = said(&catalogue, "X-FREELANCER", after, Audience::Visitor);
    assert!(protection.contains("The conditions given here were right until 31.12.2026"), "{protection}");
    let plan = said(&catalogue, "X-CUI", after, Audience::Visitor);
    assert!(!plan.contains("The amounts given here"), "{plan}");
}

#[test]
fn the_watch_lists_what_is_due_by_harm_and_says_why() {
    let draft = Draft::read(shipped_files().collect());
    let due = |on: Date| watch(&draft, on, on);
    let pension = |on| due(on).into_iter().find(|look| look.id == "001000098" && look.of == Some(Matter::Benefit));
    assert_eq!(pension(date(2027, 3, 31)), None);
    let pension = pension(date(2027, 4, 1)).unwrap();
    assert!(matches!(pension.why, Why::Believed(Cause::Indexation, Some(_))), "{pension}");
    assert_eq!(pension.due, Some(date(2027, 4, 1)));
    let harm = &pension.harm;
    // Many come for a pension, it is thousands of lei, and who comes late loses months of it.
    assert!(harm.situations > 5 && harm.money() == 3 && harm.loss() == 3, "{harm}");
    assert_eq!(harm.total(), (1 + harm.situations as u64 + harm.events as u64) * 9);
    let looks = due(date(2027, 4, 1));
    assert!(looks.is_sorted_by(|one, other| one.harm.total() >= other.harm.total()));
    assert!(looks.len() > due(date(2026, 11, 26)).len());
    for look in &looks {
        assert!(look.due.is_none_or(|due| due <= date(2027, 4, 1)), "{look}");
        assert!(look.to_string().contains("people") && look.to_string().contains("money"), "{look}");
    }
    // What becomes due later is listed only when it is asked for.
    let later = watch(&draft, date(2026, 11, 26), date(2027, 4, 1));
    assert!(
        later.iter().any(|look| look.id == "HG-TP-2026")
            && due(date(2027, 3, 1)).iter().all(|look| look.id != "HG-TP-2026")
    );
}
