//! Every screen with something on it, each reached as people reach it.

use super::{Stage, pages_of};
use crate::stage;
use cups_kiosk::domain::case::{ProviderWord, RequestState};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::people::StaffRole;
use cups_kiosk::domain::portal::PortalTrouble;
use cups_kiosk::domain::printing::{PrintOutcome, Told, Trouble};
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::domain::scanning::{Flaw, ScanTrouble};
use cups_kiosk::domain::setup::Question;
use cups_kiosk::domain::shelf::Shelf;
use cups_kiosk::domain::work::{AgeBand, Autonomy, Place, Topic};
use cups_kiosk::store::catalogue_cache::Whole;
use cups_kiosk::store::records::{NewEntry, PeopleWish};
use cups_kiosk::sync::catalogue::{Problem, Standing};
use cups_kiosk::sync::handed_plan::NotHanded;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{Reply, Shortcut};
use cups_kiosk::ui::keys::Key;
use cups_kiosk::ui::scanning::ScanNews;
use iced::Size;
use iced::keyboard::key::Named;
use jiff::civil::date;
use std::sync::Arc;
use uuid::Uuid;

/// How a screen is reached.
pub type Reach = fn(&mut Stage);

/// Every screen with something on it, by name, each reached as people reach it.
pub const SCREENS: [(&str, Reach); 173] = [
    ("01-start", |_| {}),
    ("02-search", |stage| {
        stage.click("field-search");
        stage.write("certificat de nastere");
    }),
    ("03-search-nothing", |stage| {
        stage.click("field-search");
        stage.write("what time is it");
        stage.key(Named::Enter);
    }),
    ("04-keyboard", |stage| stage.touch("keys")),
    ("05-event", |stage| stage.touch("event-C1")),
    ("06-question-date", question_date),
    ("07-question-choice", |stage| {
        question_date(stage);
        stage.write("13112026");
        stage.key(Named::Enter);
    }),
    ("08-question-error", |stage| {
        question_date(stage);
        stage.write("31022026");
        stage.key(Named::Enter);
    }),
    ("09-answers", |stage| to_answers(stage, "event-C1")),
    ("09-home", |stage| {
        to_answers(stage, "event-C16");
        stage.touch("change-home");
    }),
    ("10-plan-birth", |stage| to_plan(stage, "event-C1")),
    ("11-plan-marriage", |stage| to_plan(stage, "event-C9")),
    ("12-plan-death", |stage| to_plan(stage, "event-C16")),
    ("13-step", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("step-register_birth");
    }),
    ("14-papers", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("plan-papers");
    }),
    ("15-take-away", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("plan-take-away");
    }),
    ("16-call-code", |stage| {
        super::handed::called(stage);
        let (id, _) = super::handed::left(stage);
        stage.send(Reply::PlanLeft(id, Ok("7K2M-4QXR".to_owned())));
    }),
    ("16-call-code-none", |stage| {
        super::handed::called(stage);
        let (id, _) = super::handed::left(stage);
        stage.send(Reply::PlanLeft(id, Err(NotHanded::Silent(Reason::RelaySilent))));
    }),
    ("16-satisfaction", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("plan-finish");
    }),
    ("17-idle", |stage| {
        stage.touch("event-C1");
        for _ in 0..95 {
            stage.send(Framed::Tick);
        }
    }),
    ("17-sites", super::online::sites),
    ("17-online-opening", super::online::opening),
    ("17-online", super::online::from_step),
    ("17-online-short", super::online::short),
    ("17-online-asked", super::online::asked),
    ("17-online-leave", |stage| {
        super::online::from_step(stage);
        stage.touch("strip-back");
    }),
    ("17-online-no-line", |stage| super::online::failed(stage, PortalTrouble::NoLine)),
    ("17-online-not-here", |stage| super::online::failed(stage, PortalTrouble::SwitchedOff)),
    ("17-kept", super::online::kept),
    ("18-sign-in", |stage| stage.key(Named::F12)),
    ("19-desk", |stage| {
        case(stage);
        stage.key(Named::Escape);
    }),
    ("19-desk-day", super::busy::busy),
    ("19-stick", |stage| super::handed::at_stick(stage, &["STICK"])),
    ("19-stick-none", |stage| super::handed::at_stick(stage, &[])),
    ("19-stick-along", |stage| {
        super::handed::at_stick(stage, &["STICK"]);
        stage.touch("stick-take");
        stage.send(Reply::TakenAlong(Ok(super::handed::along())));
    }),
    ("19-stick-brought", |stage| {
        super::handed::at_stick(stage, &["STICK", "KINGSTON"]);
        stage.touch("stick-bring");
        stage.send(Reply::Brought(Ok(Box::new(super::handed::brought()))));
    }),
    ("19-handed", |stage| {
        super::handed::asked(stage, "7K2M 4QXR");
        stage.send(Reply::PlanTaken(Err(NotHanded::Unknown)));
    }),
    ("19-handed-silent", |stage| {
        super::handed::asked(stage, "7K2M 4QXR");
        stage.send(Reply::PlanTaken(Err(NotHanded::Silent(Reason::RelaySilent))));
    }),
    ("19-desk-found", |stage| {
        super::busy::busy(stage);
        stage.write("проба");
    }),
    ("20-case", case),
    ("20-appointment", |stage| {
        case(stage);
        stage.control('d');
    }),
    ("20-scan", |stage| {
        case(stage);
        scanned(stage);
        stage.control('g');
    }),
    ("20-scan-empty", |stage| {
        case(stage);
        stage.control('g');
    }),
    ("20-scan-told", |stage| {
        case(stage);
        scanned(stage);
        stage.control('g');
        stage.click("scan-glass");
        let order = stage.scans.pop().unwrap();
        for news in [ScanNews::Trouble(ScanTrouble::Jam), ScanNews::Ended] {
            stage.send(Reply::ScanTold(order.id, news));
        }
    }),
    ("20-scan-look", |stage| {
        case(stage);
        scanned(stage);
        stage.control('g');
        stage.click("scan-look-1");
    }),
    ("21-person-met", |stage| {
        super::busy::busy(stage);
        stage.touch("case-00000000-0000-0000-0000-000000000002");
        stage.key(Named::F2);
        stage.write("Ион Цуркану");
    }),
    ("21-person", |stage| {
        case(stage);
        stage.key(Named::F2);
    }),
    ("22-consents", |stage| {
        case(stage);
        stage.key(Named::F3);
    }),
    ("22-consent", consent),
    ("22-own", |stage| {
        case(stage);
        stage.control('f');
    }),
    ("22-money", |stage| {
        submitted(stage);
        stage.control('m');
    }),
    ("22-portal", super::portal::portal),
    ("22-portal-copied", super::portal::copied),
    ("22-portal-no-line", |stage| super::portal::failed(stage, PortalTrouble::NoLine)),
    ("22-portal-no-sandbox", |stage| super::portal::failed(stage, PortalTrouble::NoSandbox)),
    ("22-portal-lacks-consent", super::portal::lacking),
    ("22-portal-returned", super::portal::returned),
    ("22-money-to-pay", |stage| {
        // A service that costs something, of which the key is known and the code is not.
        super::busy::busy(stage);
        stage.touch("case-00000000-0000-0000-0000-000000000003");
        stage.write("1");
        stage.control('m');
        stage.write("FOD-2026-000017");
        stage.key(Named::Enter);
    }),
    ("22-request-lacks-consent", |stage| {
        case(stage);
        stage.key(Named::F3);
        stage.control('w');
        if stage.app.screen().name() == "confirm" {
            stage.key(Named::Enter);
        }
        stage.write("1");
    }),
    ("23-request", |stage| {
        case(stage);
        stage.write("1");
    }),
    ("23-form", form),
    ("23-form-terms", |stage| {
        // A service with terms, exemptions and a person whose case lies in the records.
        super::busy::busy(stage);
        stage.touch("case-00000000-0000-0000-0000-000000000003");
        stage.write("1");
        stage.control('e');
    }),
    ("23-form-error", |stage| {
        form(stage);
        stage.click("field-form-5");
        stage.write("123");
        stage.key(Named::Enter);
    }),
    ("23-check", |stage| {
        form(stage);
        stage.touch("check");
        for _ in 0..4 {
            if stage.app.screen().name() == "form" {
                stage.key(Named::Enter);
            }
        }
    }),
    ("23-draft-print", |stage| {
        form(stage);
        stage.control('p');
    }),
    ("24-outbox", |stage| {
        case(stage);
        stage.key(Named::Escape);
        stage.control('j');
    }),
    ("25-start-more", |stage| stage.touch("pager-after")),
    ("26-search-service", |stage| {
        stage.click("field-search");
        stage.write("cazier");
    }),
    ("27-service", |stage| {
        stage.click("field-search");
        stage.write("pasaport");
        stage.touch("hit-014000010");
    }),
    ("28-step-terms", |stage| {
        stage.click("field-search");
        stage.write("pasaport");
        stage.touch("hit-014000010");
        go_on(stage);
        stage.touch("step-service");
    }),
    ("29-second", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("plan-second");
    }),
    ("30-plan-two-events", two_events),
    ("31-papers-lacking", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("plan-papers");
        stage.touch("have-medical_certificate_of_birth");
        stage.touch("lack-parents_identity_documents");
    }),
    ("32-plan-lacking", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("plan-papers");
        stage.touch("lack-parents_identity_documents");
        stage.key(Named::Escape);
    }),
    ("33-refused", |stage| {
        // Too old for the kindergarten.
        stage.touch("event-C5");
        go_on_with(stage, "10112018");
        stage.touch("plan-refused");
    }),
    ("34-plan-abroad", |stage| to_plan(stage, "event-X-ABROAD")),
    ("35-step-money", |stage| {
        stage.click("field-search");
        stage.write("pasaport");
        stage.touch("hit-014000010");
        go_on(stage);
        stage.touch("step-service");
        stage.send(Framed::Shortcut(Shortcut::PageDown));
    }),
    ("36-step-entitled", |stage| {
        to_plan(stage, "event-C6");
        stage.touch("step-unemployment_benefit");
        stage.send(Framed::Shortcut(Shortcut::PageDown));
    }),
    ("37-case-changed", |stage| {
        case(stage);
        stage.send(Reply::CatalogueLook(Standing::default(), Some(newer())));
    }),
    ("38-desk-changed", |stage| {
        case(stage);
        stage.send(Reply::CatalogueLook(Standing::default(), Some(newer())));
        stage.key(Named::Escape);
    }),
    ("39-expired", |stage| {
        let signed_until = Some("2026-11-01T10:00:00Z".parse().unwrap());
        stage.send(Reply::CatalogueLook(Standing { problem: None, signed_until }, Some(newer())));
    }),
    ("40-untrusted", |stage| {
        to_plan(stage, "event-C1");
        let problem = Some(Problem::Untrusted);
        stage.send(Reply::CatalogueLook(Standing { problem, signed_until: None }, None));
    }),
    ("41-too-new", |stage| {
        stage.sign_in();
        let problem = Some(Problem::TooNew);
        stage.send(Reply::CatalogueLook(Standing { problem, signed_until: None }, None));
    }),
    ("42-clear", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("hide");
    }),
    ("43-leave", |stage| {
        case(stage);
        stage.key(Named::F2);
        stage.write("Alt nume");
        stage.key(Named::Escape);
    }),
    ("44-close", |stage| {
        case(stage);
        stage.key(Named::F9);
    }),
    ("45-inform", |stage| {
        stage.sign_in();
        stage.control('i');
        stage.write("2");
    }),
    ("100-group", |stage| {
        stage.sign_in();
        stage.control('b');
    }),
    ("101-group-wrong", |stage| {
        stage.sign_in();
        stage.control('b');
        stage.key(Named::Enter);
    }),
    ("102-work-case", |stage| {
        case(stage);
        stage.control('y');
    }),
    ("103-month-services", month),
    ("104-month-informed", |stage| {
        month(stage);
        (0..2).for_each(|_| stage.touch("pager-after"));
    }),
    ("105-month-saved", |stage| {
        month(stage);
        (0..4).for_each(|_| stage.touch("pager-after"));
    }),
    ("106-month-groups", |stage| {
        month(stage);
        (0..7).for_each(|_| stage.touch("pager-after"));
    }),
    ("46-end", |stage| {
        submitted(stage);
        stage.key(Named::F9);
        stage.key(Named::Enter);
    }),
    ("47-end-reason", |stage| {
        submitted(stage);
        stage.key(Named::F9);
        stage.write("2");
        stage.key(Named::Enter);
        stage.write("1");
    }),
    ("48-correct", |stage| {
        submitted(stage);
        stage.key(Named::Escape);
        stage.control('r');
    }),
    ("49-correct-reason", |stage| {
        submitted(stage);
        stage.control('r');
    }),
    ("50-withdrawn", |stage| {
        submitted(stage);
        stage.key(Named::F9);
        stage.write("2");
        stage.key(Named::Enter);
        stage.write("1");
        stage.key(Named::Enter);
    }),
    ("51-case-papers", |stage| {
        case(stage);
        stage.key(Named::F4);
        stage.key(Named::Enter);
    }),
    ("52-consent-missing", |stage| {
        consent(stage);
        stage.write("1");
        stage.key(Named::Enter);
    }),
    ("53-person-wrong", |stage| {
        case(stage);
        stage.key(Named::F2);
        stage.write("Probă 7");
        stage.key(Named::Enter);
    }),
    ("54-issued", |stage| {
        submitted(stage);
        stage.key(Named::F7);
    }),
    ("55-call", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("help");
    }),
    ("56-first", |stage| {
        without_specialist(stage, &stage::hashes());
        stage.key(Named::Enter);
    }),
    ("57-no-code", |stage| without_specialist(stage, &[])),
    ("58-news", |stage| {
        stage.key(Named::F12);
        wrong_passwords(stage);
        for _ in 0..6 {
            stage.send(Framed::Tick);
        }
        stage.write("parola-lungă");
        stage.key(Named::Enter);
        assert_eq!(stage.app.screen().name(), "desk");
    }),
    ("59-locked", |stage| {
        case(stage);
        stage.key(Named::F11);
        for _ in 0..3 {
            stage.write("altceva");
            stage.key(Named::Enter);
        }
    }),
    ("83-people", |stage| {
        with_people(stage);
        people(stage);
    }),
    ("84-member", |stage| {
        with_people(stage);
        people(stage);
        let member = member(stage, "Ana Rață");
        stage.touch(&format!("member-{member}"));
    }),
    ("85-remove", |stage| {
        with_people(stage);
        people(stage);
        let member = member(stage, "Ana Rață");
        stage.touch(&format!("member-{member}"));
        stage.touch("member-remove");
    }),
    ("86-own-password", |stage| {
        stage.sign_in();
        people(stage);
        stage.touch("people-own");
    }),
    ("87-recovery", |stage| {
        stage.sign_in();
        people(stage);
        stage.touch("people-sheet");
    }),
    ("88-recovery-made", |stage| {
        stage.sign_in();
        people(stage);
        stage.touch("people-sheet");
        stage.key(Named::Enter);
    }),
    ("89-codes", |stage| {
        stage.sign_in();
        people(stage);
        stage.touch("people-codes");
    }),
    ("90-recover", |stage| {
        stage.key(Named::F12);
        stage.touch("forgotten");
    }),
    ("91-head", |stage| {
        with_people(stage);
        stage.key(Named::F10);
        sign_in_as(stage, "Maria Munteanu-Ciobanu", "parola-mariei");
    }),
    ("60-plan-overdue", |stage| overdue(stage)),
    ("61-step-overdue", |stage| {
        overdue(stage);
        stage.touch("step-register_death");
    }),
    ("62-take-away-overdue", |stage| {
        overdue(stage);
        stage.touch("plan-take-away");
    }),
    ("63-plan-ways", |stage| {
        stage.touch("event-X-IDENTITY");
        stage.touch("begin");
        know_nothing(stage);
    }),
    ("64-take-away-long", long_take_away),
    ("69-print", to_print),
    ("70-print-near", |stage| {
        to_print(stage);
        stage.touch("near");
    }),
    ("71-print-failed", |stage| {
        stage.helper = None;
        to_print(stage);
    }),
    ("75-print-stopped", |stage| {
        to_print(stage);
        stage.key(Named::Enter);
        stage.tell(Told::Stopped(vec![Trouble::PaperOut, Trouble::InkLow]));
    }),
    ("76-print-printed", |stage| {
        to_print(stage);
        stage.key(Named::Enter);
        stage.tell(Told::Printed(PrintOutcome::Printed));
    }),
    ("77-print-unsure", |stage| {
        to_print(stage);
        stage.key(Named::Enter);
        stage.tell(Told::Unsure);
    }),
    ("78-print-no-printer", |stage| {
        stage.equipment.printer = false;
        to_print(stage);
    }),
    ("79-print-over", |stage| {
        stage.helper = Some(pages_of(12));
        to_print(stage);
    }),
    ("72-print-step", |stage| {
        to_plan(stage, "event-C1");
        stage.touch("step-register_birth");
        stage.touch("step-print");
    }),
    ("73-print-consent", |stage| {
        consent(stage);
        stage.control('p');
    }),
    ("74-print-case", |stage| {
        case(stage);
        stage.control('p');
        stage.touch("sheet-own");
        stage.touch("uncover");
    }),
    ("75-request-provider-news", |stage| {
        submitted(stage);
        said_by_provider(stage, RequestState::Issued);
    }),
    ("75-request-provider-conflict", |stage| {
        submitted(stage);
        stage.click(&format!("move-{}", Key::Issued.name()));
        said_by_provider(stage, RequestState::Refused);
    }),
    ("65-date-days", |stage| {
        question_date(stage);
        stage.touch("lists");
    }),
    ("66-date-months", |stage| from_lists(stage, &["day-30"])),
    ("67-date-decades", |stage| from_lists(stage, &["day-30", "month-9"])),
    ("68-date-chosen", |stage| from_lists(stage, &["day-30", "month-9", "decade-1950", "year-1958"])),
    ("110-mission-appointment", |stage| {
        super::outside::at_mission(stage, "rome");
        stage.touch(&format!("case-{}", Uuid::from_u128(2)));
        stage.control('d');
        stage.write("02.06.2027");
        stage.click("field-appointment-hour");
        stage.write("9:30");
    }),
    ("111-mission-papers", |stage| {
        super::outside::at_mission(stage, "stockholm");
        stage.touch(&format!("case-{}", Uuid::from_u128(2)));
        stage.key(Named::F4);
    }),
    ("112-team-desk", super::outside::team),
    ("113-day-pack", |stage| {
        super::outside::team(stage);
        stage.touch("desk-day-pack");
    }),
    ("114-team-appointment", |stage| {
        super::outside::team(stage);
        stage.touch(&format!("case-{}", Uuid::from_u128(2)));
        stage.control('d');
    }),
    ("80-set-up-language", stage::set_up::first),
    ("80-set-up-computer", |stage| stage::set_up::at(stage, Question::Computer)),
    ("80-set-up-visitors", |stage| stage::set_up::at(stage, Question::Visitors)),
    ("80-set-up-centre", |stage| stage::set_up::at(stage, Question::Centre)),
    ("80-set-up-centre-typed", stage::set_up::centre_typed),
    ("80-set-up-centre-none", stage::set_up::centre_none),
    ("80-set-up-printer", |stage| stage::set_up::at(stage, Question::Printer)),
    ("80-set-up-printer-none", stage::set_up::no_printer),
    ("80-set-up-printer-trial", stage::set_up::trial),
    ("80-set-up-screen", |stage| stage::set_up::at(stage, Question::Screen)),
    ("80-set-up-scanner", |stage| stage::set_up::at(stage, Question::Scanner)),
    ("80-set-up-enrolment", |stage| stage::set_up::at(stage, Question::Enrolment)),
    ("80-set-up-enrolment-refused", stage::set_up::refused),
    ("80-set-up-check-looking", |stage| stage::set_up::at(stage, Question::Check)),
    ("80-set-up-check", stage::set_up::checked),
    ("80-set-up-check-fine", stage::set_up::fine),
    ("80-set-up-check-disk", stage::set_up::full_disk),
    ("81-computer", stage::set_up::computer),
    ("81-computer-entered", stage::line::entered),
    ("81-computer-enrol", |stage| {
        stage::line::entered(stage);
        stage.touch("computer-enrol");
    }),
    ("83-desk-off", |stage| {
        stage::line::desk(stage);
        stage::line::off(stage);
    }),
    ("83-desk-disk", |stage| {
        stage::line::desk(stage);
        stage::line::disk(stage);
    }),
    ("83-desk-behind", |stage| {
        stage::line::desk(stage);
        stage::line::behind(stage, Reason::NoLine);
    }),
    ("83-desk-relay-silent", |stage| {
        stage::line::desk(stage);
        stage::line::behind(stage, Reason::RelaySilent);
    }),
    ("83-desk-relay-holds", |stage| {
        stage::line::desk(stage);
        stage::line::behind(stage, Reason::RelayHolds);
    }),
    ("84-outbox-off", |stage| {
        stage::line::outbox(stage);
        stage::line::off(stage);
    }),
    ("84-outbox-behind", |stage| {
        stage::line::outbox(stage);
        stage::line::behind(stage, Reason::NoLine);
    }),
    ("82-relay", |stage| {
        stage::set_up::at_relay(stage);
    }),
    ("82-relay-read", |stage| {
        let code = stage::set_up::at_relay(stage);
        stage.write(&code);
        stage.key(Named::Enter);
    }),
];

/// The page of the first specialist, in the language and size of the stage.
fn without_specialist(stage: &mut Stage, codes: &[String]) {
    let (language, window) = (stage.app.context().texts.language(), stage.window);
    *stage = Stage::without_specialist(codes);
    stage.window = window;
    stage.send(Framed::Resized(window));
    stage.click(&format!("language-{language}"));
    stage.key(Named::F12);
}

/// Three wrong passwords, where the name is asked for.
pub fn wrong_passwords(stage: &mut Stage) {
    stage.write("Specialist");
    stage.key(Named::Tab);
    for _ in 0..3 {
        stage.write("altceva");
        stage.key(Named::Enter);
    }
}

/// A catalogue of ten days ago in which the registration of a birth costs something and is done elsewhere.
pub fn newer() -> Arc<dyn Shelf> {
    let mut catalogue = cups_kiosk::catalogue::shipped().unwrap();
    catalogue.number += 1;
    catalogue.as_of = jiff::civil::date(2026, 11, 10);
    let code = ServiceCode::parse("002000206").unwrap();
    let service = catalogue.services.get_mut(&code).unwrap();
    service.fees.clear();
    service.papers.pop();
    Arc::new(Whole::new(catalogue))
}

fn two_events(stage: &mut Stage) {
    to_plan(stage, "event-C16");
    stage.touch("plan-second");
    stage.touch("second-C1");
    go_on(stage);
}

/// The plan after a death eighteen days ago that nobody has registered.
pub fn overdue(stage: &mut Stage) {
    stage.touch("event-C16");
    stage.touch("begin");
    stage.write("02112026");
    stage.key(Named::Enter);
    // Not registered yet.
    stage.write("2");
    stage.key(Named::Enter);
    answer(stage, LAST_WEEK);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "plan");
}

/// The first question after a birth, which is about a day.
pub fn question_date(stage: &mut Stage) {
    stage.touch("event-C1");
    stage.touch("begin");
}

/// A day long ago from lists: the question after a death goes back as far as anybody lived.
pub fn from_lists(stage: &mut Stage, chosen: &[&str]) {
    stage.touch("event-C16");
    stage.touch("begin");
    stage.touch("lists");
    for cell in chosen {
        stage.touch(cell);
    }
}

/// The answers to the questions about an event, all given.
pub fn to_answers(stage: &mut Stage, event: &str) {
    stage.touch(event);
    stage.touch("begin");
    answer(stage, LAST_WEEK);
}

/// A Friday a week before the day of the stage, as it is typed.
const LAST_WEEK: &str = "13112026";

/// Answers every question by its first option, this day, or a small number.
pub fn answer(stage: &mut Stage, day: &str) {
    let mut guard = 0;
    while stage.app.screen().name() == "question" {
        if stage.find("field-typed").is_some() {
            stage.write(day);
            stage.key(Named::Enter);
            if stage.find("field-typed").is_some() {
                // It was a number that is asked for, or a day longer ago.
                for _ in 0..10 {
                    stage.key(Named::Backspace);
                }
                stage.write("14");
                stage.key(Named::Enter);
            }
        } else {
            first_answer(stage);
        }
        guard += 1;
        assert!(guard < 15);
    }
}

/// The first answer by its digit. For a specialist that goes on by itself.
pub fn first_answer(stage: &mut Stage) {
    let asked = stage.app.heading();
    stage.write("1");
    if stage.app.heading() == asked {
        stage.key(Named::Enter);
    }
}

/// From the event's page, or in the middle of questions, to the plan.
fn go_on(stage: &mut Stage) {
    go_on_with(stage, LAST_WEEK);
}

fn go_on_with(stage: &mut Stage, day: &str) {
    if stage.find("begin").is_some() {
        stage.touch("begin");
    }
    answer(stage, day);
    if stage.app.screen().name() == "answers" {
        stage.key(Named::Enter);
    }
    assert_eq!(stage.app.screen().name(), "plan");
}

/// The plan of an event.
pub fn to_plan(stage: &mut Stage, event: &str) {
    to_answers(stage, event);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "plan");
}

/// From an event's page, or in the middle of questions, to the plan, knowing nothing.
pub fn go_on_knowing_nothing(stage: &mut Stage) {
    let mut guard = 0;
    while stage.app.screen().name() != "plan" {
        match stage.app.screen().name() {
            "event" => stage.touch("begin"),
            "question" => stage.answer("answer-unknown"),
            _ => stage.touch("next"),
        }
        guard += 1;
        assert!(guard < 25, "no plan: {}", stage.words());
    }
}

/// Three pages lie here of the case shown, one of them dark.
fn scanned(stage: &mut Stage) {
    let session = stage.app.session().unwrap();
    let (keys, id) = (session.keys.clone().unwrap(), session.cases[0].id);
    let paper = image::RgbImage::from_fn(620, 877, |x, y| {
        let is_ink = y % 24 < 3 && (60..540).contains(&x) && (60..800).contains(&y) && x % 9 < 6;
        image::Rgb(if is_ink { [20; 3] } else { [240; 3] })
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    paper.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    for (number, flaws) in [(1, &[][..]), (2, &[Flaw::Dark, Flaw::Cut]), (3, &[])] {
        let page = Uuid::from_u128(number);
        stage.pages().keep(&keys, (id, page), None, (&jpeg, flaws)).unwrap();
    }
}

/// A case with a person, consent, and one request prepared.
pub fn case(stage: &mut Stage) {
    stage.sign_in();
    stage.control('n');
    to_plan(stage, "event-C1");
    stage.key(Named::Enter);
    stage.key(Named::F2);
    stage.write("Persoană de probă");
    stage.key(Named::Tab);
    stage.write("2000000000004");
    stage.key(Named::Enter);
    // The consent follows the person, and the papers the consent.
    stage.write("123");
    stage.key(Named::Enter);
    stage.key(Named::Escape);
    stage.write("1");
    stage.key(Named::Enter);
    stage.through_form();
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "case");
}

/// Another consent in that case.
fn consent(stage: &mut Stage) {
    case(stage);
    stage.key(Named::F3);
    stage.key(Named::F3);
    assert_eq!(stage.app.screen().name(), "consent");
}

/// The application of that request, with something typed into it and saved.
pub fn form(stage: &mut Stage) {
    case(stage);
    stage.write("1");
    stage.control('e');
    stage.click("field-form-4");
    stage.write("Lozova, str. Florilor 5");
    stage.key(Named::Enter);
}

/// The request of that case, submitted.
pub fn submitted(stage: &mut Stage) {
    case(stage);
    stage.write("1");
    stage.write("ASP-2026-1");
    stage.key(Named::Enter);
}

/// What the provider says of the first request came down from the hub.
fn said_by_provider(stage: &mut Stage, says: RequestState) {
    let case = &stage.app.session().unwrap().cases[0];
    let (id, request) = (case.id, case.requests[0].id);
    let word = ProviderWord { request, provider: "ASP".to_owned(), state: says, on: date(2026, 11, 20), number: None };
    stage.send(Reply::ProvidersSaid(vec![(id, word)]));
}

/// A screen, reached in this language and then shown in this size and contrast.
pub fn staged(screen: Reach, language: &str, larger: usize, contrast: bool, window: Size) -> Stage {
    let mut stage = Stage::new();
    stage.window = window;
    stage.send(Framed::Resized(window));
    if language != "ro" {
        stage.click(&format!("language-{language}"));
    }
    screen(&mut stage);
    // Who signs out meanwhile leaves the language of the place.
    if stage.app.context().texts.language().code() != language {
        stage.click(&format!("language-{language}"));
    }
    for _ in 0..larger {
        stage.send(Framed::LargerText);
    }
    if contrast {
        stage.send(Framed::Contrast);
    }
    stage
}

/// Answers every question by "I do not know".
pub fn know_nothing(stage: &mut Stage) {
    while stage.app.screen().name() == "question" {
        stage.answer("answer-unknown");
    }
    if stage.app.screen().name() == "answers" {
        stage.key(Named::Enter);
    }
    assert_eq!(stage.app.screen().name(), "plan");
}

/// Two colleagues: a specialist, and a head of centre who opens no cases.
pub fn with_people(stage: &mut Stage) {
    stage.sign_in();
    let (actor, circumstances) = (stage.app.session().unwrap().actor(), stage.circumstances());
    for (name, password, role) in [
        ("Ana Rață", "parola-anei", StaffRole::Specialist),
        ("Maria Munteanu-Ciobanu", "parola-mariei", StaffRole::Head),
    ] {
        let wish = PeopleWish::Add { name: name.to_owned(), password: password.to_owned(), role };
        stage.records.grant(&actor, wish, &circumstances, stage.moment()).unwrap();
    }
    stage.key(Named::F10);
    stage.sign_in();
}

/// The id of somebody who works at the desk.
pub fn member(stage: &Stage, name: &str) -> Uuid {
    let people = stage.records.people().unwrap();
    people.members().iter().find(|member| member.name == name).unwrap().id
}

/// From the desk to the people of the desk.
pub fn people(stage: &mut Stage) {
    stage.touch("desk-colleague");
    assert_eq!(stage.app.screen().name(), "people");
}

/// Signs somebody in, from any of the visitor's pages.
pub fn sign_in_as(stage: &mut Stage, name: &str, password: &str) {
    stage.key(Named::F12);
    stage.write(name);
    stage.key(Named::Tab);
    stage.write(password);
    stage.key(Named::Enter);
}

/// The plan after a birth, before it is printed.
pub fn to_print(stage: &mut Stage) {
    to_plan(stage, "event-C1");
    stage.touch("plan-print");
}

/// Two events of which nothing is known: the longest plan there is.
pub fn long_take_away(stage: &mut Stage) {
    stage.touch("event-C1");
    stage.touch("begin");
    know_nothing(stage);
    stage.touch("plan-second");
    stage.touch("second-C5");
    know_nothing(stage);
    stage.touch("plan-take-away");
}

/// The centre's month, after some work: requests, information, a group session.
pub fn month(stage: &mut Stage) {
    stage.equipment.places = vec!["/media/STICK".into()];
    submitted(stage);
    told(stage);
    stage.key(Named::F10);
    stage.sign_in();
    stage.control('h');
    assert_eq!(stage.app.screen().name(), "month");
}

/// Records what a month may hold.
fn told(stage: &mut Stage) {
    let circumstances = stage.circumstances();
    let mut put = |facts: EntryFacts| {
        let entry = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
        stage.records.record(&entry, None, stage.moment().time).unwrap();
    };
    for (event, times) in [("C1", 9), ("C16", 3), ("C10", 6)] {
        for _ in 0..times {
            put(EntryFacts {
                event: Some(event.to_owned()),
                minutes: Some(10),
                place: Some(Place::Desk),
                autonomy: Some(Autonomy::Guided),
                ..EntryFacts::new(Action::Informed, &circumstances)
            });
        }
    }
    for (number, service) in (0_u128..).zip(["002000206"; 7]) {
        put(EntryFacts {
            case: Some(Uuid::from_u128(100 + number)),
            request: Some(Uuid::from_u128(200 + number)),
            service: ServiceCode::parse(service).ok(),
            state: Some(RequestState::Submitted),
            ..EntryFacts::new(Action::RequestSubmitted, &circumstances)
        });
    }
    put(EntryFacts {
        topic: Some(Topic::Safety),
        minutes: Some(90),
        place: Some(Place::Library),
        people: [(AgeBand::Older, 9), (AgeBand::Adult, 3)].into(),
        held: Some(jiff::civil::date(2026, 11, 12)),
        ..EntryFacts::new(Action::GroupHeld, &circumstances)
    });
    for answer in [5, 5, 4, 5, 3, 4] {
        put(EntryFacts { satisfaction: Some(answer), ..EntryFacts::new(Action::SatisfactionGiven, &circumstances) });
    }
}
