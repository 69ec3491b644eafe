use super::*;
use proptest::prelude::*;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn job(state: i32) -> JobSeen {
    JobSeen::new(state, [], None).unwrap()
}

fn printer(reasons: &[&str]) -> PrinterSeen {
    let complaints: Vec<Complaint> = reasons.iter().filter_map(|reason| Complaint::of_reason(reason)).collect();
    let stands = complaints.iter().any(|complaint| complaint.trouble == Trouble::Paused);
    let state = if stands { PrinterState::Stopped } else { PrinterState::Processing };
    PrinterSeen { state, complaints, accepting: true, answers: true }
}

fn seen(state: i32, reasons: &[&str]) -> Heard {
    Heard::Seen(Look { job: job(state), printer: printer(reasons) })
}

/// What is told after all of this, each a second after the one before.
fn told(heard: &[Heard]) -> Told {
    let mut watch = Watch::new(1, 1);
    let mut at = Duration::ZERO;
    for heard in heard {
        at += seconds(1);
        watch.hear(heard, at);
    }
    watch.told().clone()
}

#[test]
fn a_print_goes_by_sent_and_printing_to_printed() {
    let mut watch = Watch::new(1, 1);
    assert_eq!(watch.told(), &Told::Sending);
    for (heard, told) in [
        (Heard::Accepted, Told::Sent),
        (seen(3, &[]), Told::Sent),
        (seen(5, &[]), Told::Printing),
        (seen(5, &["toner-low-warning", "media-low-report"]), Told::Printing),
        (seen(9, &["toner-low-warning"]), Told::Printed(PrintOutcome::Printed)),
    ] {
        assert_eq!(watch.hear(&heard, seconds(1)).told, told);
    }
}

#[test]
fn completed_under_a_complaint_is_asked_about_and_never_called_printed() {
    for reasons in [
        &["media-empty"][..],
        &["media-empty-warning"],
        &["media-jam-error"],
        &["door-open"],
        &["marker-supply-empty-warning"],
        &["offline-report"],
        &["paused"],
        &["acme-broke"],
    ] {
        assert_eq!(told(&[Heard::Accepted, seen(9, reasons)]), Told::Unsure, "{reasons:?}");
    }
    let with = |job: JobSeen, printer: PrinterSeen| told(&[Heard::Accepted, Heard::Seen(Look { job, printer })]);
    let good = printer(&[]);
    assert_eq!(with(job(9), good.clone()), Told::Printed(PrintOutcome::Printed));
    for reasons in ["job-completed-with-errors", "job-completed-with-warnings", "document-format-error"] {
        assert_eq!(with(JobSeen::new(9, [reasons], None).unwrap(), good.clone()), Told::Unsure, "{reasons}");
    }
    assert_eq!(with(job(9), PrinterSeen { answers: false, ..good.clone() }), Told::Unsure);
    assert_eq!(with(job(9), PrinterSeen { state: PrinterState::Stopped, ..good.clone() }), Told::Unsure);
    assert_eq!(with(JobSeen::new(9, [], Some(0)).unwrap(), good.clone()), Told::Unsure, "no side was counted");
    assert_eq!(with(JobSeen::new(9, [], Some(1)).unwrap(), good), Told::Printed(PrintOutcome::Printed));
}

#[test]
fn what_a_person_saw_is_what_became_of_it() {
    assert_eq!(Told::answered(true).outcome(), Some(PrintOutcome::Confirmed));
    assert_eq!(Told::answered(false), Told::Failed(Vec::new()));
    assert_eq!(Told::Unsure.outcome(), None);
}

#[test]
fn paper_out_is_a_state_that_passes() {
    let out = Told::Stopped(vec![Trouble::PaperOut]);
    let mut watch = Watch::new(2, 1);
    watch.hear(&Heard::Accepted, seconds(1));
    assert_eq!(watch.hear(&seen(5, &["media-empty-error"]), seconds(2)).told, out);
    assert_eq!(watch.hear(&seen(6, &["media-empty-error", "media-low"]), seconds(600)).told, out);
    assert_eq!(watch.hear(&seen(5, &[]), seconds(601)).told, Told::Printing);
    assert_eq!(watch.hear(&seen(9, &[]), seconds(610)).told, Told::Printed(PrintOutcome::Printed));
}

#[test]
fn a_queue_that_stands_is_let_go_on_more_and_more_seldom() {
    let mut watch = Watch::new(1, 1);
    watch.hear(&Heard::Accepted, Duration::ZERO);
    let stands = seen(3, &["paused", "media-empty-error"]);
    let resumed: Vec<u64> = (1..=120)
        .filter(|at| {
            let turn = watch.hear(&stands, seconds(*at));
            assert_eq!(turn.told, Told::Stopped(vec![Trouble::PaperOut]), "why it stands, not that it does");
            turn.next == Next::Resume
        })
        .collect();
    assert_eq!(resumed, [1, 3, 7, 15, 31, 61, 91]);
    let alone = watch.hear(&seen(3, &["paused"]), seconds(121));
    assert_eq!(alone, Turn { told: Told::Stopped(vec![Trouble::Paused]), next: Next::Resume });
    assert_eq!(watch.hear(&seen(3, &[]), seconds(123)).told, Told::Sent);
}

#[test]
fn a_printer_that_stands_by_itself_is_not_told_to_go_on() {
    let mut watch = Watch::new(1, 1);
    watch.hear(&Heard::Accepted, Duration::ZERO);
    let mut printer = printer(&["door-open"]);
    printer.state = PrinterState::Stopped;
    let turn = watch.hear(&Heard::Seen(Look { job: job(6), printer }), seconds(5));
    assert_eq!(turn.told, Told::Stopped(vec![Trouble::CoverOpen]));
    assert!(matches!(turn.next, Next::Look(_)));
}

#[test]
fn a_held_job_is_released() {
    let mut watch = Watch::new(1, 1);
    watch.hear(&Heard::Accepted, Duration::ZERO);
    let turn = watch.hear(&seen(4, &[]), seconds(5));
    assert_eq!(turn, Turn { told: Told::Stopped(vec![Trouble::Paused]), next: Next::Release });
}

#[test]
fn a_printer_that_wakes_up_is_not_called_off_at_once() {
    let mut watch = Watch::new(1, 1);
    watch.hear(&Heard::Accepted, Duration::ZERO);
    let connecting = seen(5, &["connecting-to-device"]);
    assert_eq!(watch.hear(&connecting, seconds(1)).told, Told::Printing);
    assert_eq!(watch.hear(&connecting, seconds(10)).told, Told::Stopped(vec![Trouble::NotReached]));
    assert_eq!(watch.hear(&seen(5, &[]), seconds(11)).told, Told::Printing);
    assert_eq!(watch.hear(&connecting, seconds(12)).told, Told::Printing);
}

#[test]
fn where_nothing_moves_it_is_told_and_a_long_print_has_longer() {
    let mut short = Watch::new(1, 1);
    let mut long = Watch::new(30, 2);
    for watch in [&mut short, &mut long] {
        watch.hear(&Heard::Accepted, Duration::ZERO);
        assert_eq!(watch.hear(&seen(5, &[]), seconds(1)).told, Told::Printing);
    }
    assert_eq!(short.hear(&seen(5, &[]), seconds(100)).told, Told::Stopped(vec![Trouble::NoNews]));
    assert_eq!(long.hear(&seen(5, &[]), seconds(100)).told, Told::Printing);
    assert_eq!(short.hear(&seen(9, &[]), seconds(101)).told, Told::Printed(PrintOutcome::Printed));
}

#[test]
fn silence_before_it_was_taken_is_a_failure_and_after_it_a_doubt() {
    let none = Trouble::NoPrintSystem;
    assert_eq!(told(&[Heard::Silent]), Told::Failed(vec![none.clone()]));
    let mut watch = Watch::new(1, 1);
    watch.hear(&Heard::Accepted, seconds(1));
    watch.hear(&seen(5, &[]), seconds(2));
    assert_eq!(watch.hear(&Heard::Silent, seconds(3)).told, Told::Printing);
    assert_eq!(watch.hear(&Heard::Silent, seconds(30)).told, Told::Stopped(vec![none]));
    assert_eq!(watch.hear(&seen(5, &[]), seconds(31)).told, Told::Printing, "it answers again");
    assert_eq!(watch.hear(&Heard::Silent, seconds(32)).told, Told::Printing);
    assert_eq!(watch.hear(&Heard::Silent, seconds(400)), Turn { told: Told::Unsure, next: Next::End });
}

#[test]
fn each_end_is_told_as_what_it_is() {
    assert_eq!(told(&[Heard::Refused(Trouble::NotAccepting)]), Told::Failed(vec![Trouble::NotAccepting]));
    assert_eq!(told(&[Heard::Accepted, Heard::TakenBack]), Told::Cancelled);
    assert_eq!(told(&[Heard::Accepted, seen(7, &[])]), Told::Cancelled);
    assert_eq!(told(&[Heard::Accepted, Heard::Gone]), Told::Unsure);
    assert_eq!(told(&[Heard::Accepted, seen(8, &["media-jam"])]), Told::Failed(vec![Trouble::PaperJam]));
    let unreadable = JobSeen::new(8, ["document-format-error"], None).unwrap();
    let heard = Heard::Seen(Look { job: unreadable, printer: printer(&[]) });
    assert_eq!(told(&[Heard::Accepted, heard]), Told::Failed(vec![Trouble::Unreadable]));
    assert_eq!(told(&[Heard::Accepted, Heard::TakenBack, seen(9, &[])]), Told::Cancelled, "an end stays");
}

fn anything() -> impl Strategy<Value = Heard> {
    let reasons = prop::sample::subsequence(
        vec!["media-empty", "media-low", "door-open-warning", "paused", "connecting-to-device", "acme-x", "none"],
        0..4,
    );
    let looked = (3..=9, reasons, prop::option::of(0_u32..3), any::<bool>(), any::<bool>()).prop_map(
        |(state, reasons, sides, answers, doubtful)| {
            let why = if doubtful { "job-completed-with-errors" } else { "none" };
            let job = JobSeen::new(state, [why], sides).unwrap();
            Heard::Seen(Look { job, printer: PrinterSeen { answers, ..printer(&reasons) } })
        },
    );
    prop_oneof![
        8 => looked,
        1 => Just(Heard::Accepted),
        2 => Just(Heard::Silent),
        1 => Just(Heard::Gone),
        1 => Just(Heard::Refused(Trouble::NoRoom)),
        1 => Just(Heard::TakenBack),
    ]
}

proptest! {
    /// Whatever comes in whatever order: "printed" follows only a look at a completed job without a doubt, an end stays, and
    /// only an end ends.
    #[test]
    fn printed_is_never_said_otherwise(all in prop::collection::vec((anything(), 0_u64..200), 1..30), sides in 1_u16..3) {
        let mut watch = Watch::new(sides, 1);
        let mut at = Duration::ZERO;
        for (heard, pause) in &all {
            at += seconds(*pause);
            let before = watch.told().clone();
            let turn = watch.hear(heard, at);
            prop_assert_eq!(turn.next == Next::End, turn.told.is_end());
            if before.is_end() {
                prop_assert_eq!(&turn.told, &before);
            } else if let Told::Printed(_) = turn.told {
                let Heard::Seen(Look { job, printer }) = heard else { return Err(TestCaseError::fail("not seen")) };
                prop_assert_eq!(job.state, JobState::Completed);
                prop_assert!(printer.answers && printer.state != PrinterState::Stopped && !job.doubtful);
                prop_assert!(!printer.complaints.iter().any(Complaint::is_doubt));
                prop_assert!(job.sides.is_none_or(|counted| counted >= u32::from(sides)));
            }
        }
    }
}
