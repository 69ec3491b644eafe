//! What was done, why, and what became of it, in the specialist's words.

use super::{Texts, date_numeric};
use crate::domain::case::{Case, Provenance, Recorded, Right};
use crate::domain::record::{Action, Reason};

/// A line of a case's history in words.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When and what: `20.11.2026 · Cerere depusă · …`.
    pub heading: String,
    /// What else is known, a sentence each: the number, who collected, why, and whether it was taken back.
    pub details: Vec<String>,
    /// Whether it still holds; what was taken back is shown as such.
    pub holds: bool,
}

/// A line of a case's history. `service` is the name of the line's service.
#[must_use]
pub fn history_line(texts: &Texts, case: &Case, line: &Recorded, service: Option<&str>) -> HistoryLine {
    let known = |entry| case.history.iter().find(|other| Some(other.entry) == entry);
    let done = |action: Action| texts.get(action_word(action));
    let undone = known(line.corrects).filter(|_| line.action == Action::Corrected);
    let what = undone.map_or_else(
        || done(line.action),
        |undone| texts.with("history-taken-back", &[("what", done(undone.action).into())]),
    );
    let heading: Vec<String> =
        [Some(date_numeric(line.day)), Some(what), service.map(str::to_owned)].into_iter().flatten().collect();

    let mut details = Vec::new();
    if let Some(number) = &line.number {
        details.push(texts.with("request-number-line", &[("number", number.as_str().to_owned().into())]));
    }
    // The day of submission is said only where it is another than that of the entry.
    if let Some(day) = line.submitted.filter(|day| *day != line.day) {
        details.push(texts.with("history-submitted", &[("date", date_numeric(day).into())]));
    }
    if let (Some(collector), Some(paper)) = (&line.collector, &line.paper) {
        let arguments = [("collector", collector.clone().into()), ("paper", paper.clone().into())];
        details.push(texts.with("history-collected", &arguments));
    }
    let right = line.right.as_ref().and_then(|right| match right {
        Right::NotSaid | Right::Person => None,
        Right::Representative(paper) => Some(texts.with("history-representative", &[("paper", paper.clone().into())])),
        Right::Power(paper) => Some(texts.with("history-power", &[("paper", paper.clone().into())])),
    });
    details.extend(right);
    let (order, code) = line.ordered();
    let labelled = |label: &str, value: String| format!("{}: {value}", texts.get(label));
    details.extend(order.map(|order| labelled("money-order", order.in_groups())));
    details.extend(code.map(|code| labelled("money-cash", code.in_groups())));
    // So is the day of a payment.
    if let Some(day) = line.heard().map(|heard| heard.on).filter(|day| *day != line.day) {
        details.push(texts.with("history-paid", &[("date", date_numeric(day).into())]));
    }
    details.extend(line.from.map(|from| texts.get(provenance_word(from))));
    if let Some(reason) = line.reason {
        details.push(texts.with("history-reason", &[("reason", texts.get(reason_word(reason)).into())]));
    }
    details.extend(line.note.as_ref().map(|note| texts.with("history-note", &[("note", note.clone().into())])));
    if let Some(later) = known(line.corrected) {
        let key = if later.action == Action::Corrected { "history-was-taken-back" } else { "history-was-changed" };
        details.push(texts.with(key, &[("date", date_numeric(later.day).into())]));
    }
    HistoryLine { heading: heading.join(" · "), details, holds: line.holds() }
}

/// The message that says what was done.
#[must_use]
pub const fn action_word(action: Action) -> &'static str {
    match action {
        Action::CaseOpened => "action-case-opened",
        Action::PersonIdentified => "action-person-identified",
        Action::ConsentGiven => "action-consent-given",
        Action::ConsentRevoked => "action-consent-revoked",
        Action::ConsentRefused => "action-consent-refused",
        Action::PapersChecked => "action-papers-checked",
        Action::RequestPrepared => "action-request-prepared",
        Action::RequestSubmitted => "action-request-submitted",
        Action::RequestPaid => "action-request-paid",
        Action::RequestWaiting => "action-request-waiting",
        Action::ResultIssued => "action-result-issued",
        Action::ResultHandedOver => "action-result-handed-over",
        Action::Informed => "action-informed",
        Action::Referred => "action-referred",
        Action::RequestWithdrawn => "action-request-withdrawn",
        Action::RequestRefused => "action-request-refused",
        Action::AppointmentMade => "action-appointment-made",
        Action::AppointmentCancelled => "action-appointment-cancelled",
        Action::CaseTakenOver => "action-case-taken-over",
        Action::CaseClosed => "action-case-closed",
        Action::SatisfactionGiven => "action-satisfaction-given",
        Action::Corrected => "action-corrected",
        Action::ChangesTold => "action-changes-told",
        Action::RecordsSalvaged => "action-records-salvaged",
        Action::RecordsLost => "action-records-lost",
        Action::SignInRefused => "action-sign-in-refused",
        Action::HubLacked => "action-hub-lacked",
        Action::IdentityReplaced => "action-identity-replaced",
        Action::CasesErased => "action-cases-erased",
        Action::CaseErased => "action-case-erased",
        Action::SheetPrinted => "action-sheet-printed",
        Action::DraftSaved => "action-draft-saved",
        Action::NotFinishedHere => "action-not-finished-here",
        Action::ColleagueAdded => "action-colleague-added",
        Action::ColleagueRemoved => "action-colleague-removed",
        Action::PasswordChanged => "action-password-changed",
        Action::PasswordReset => "action-password-reset",
        Action::RoleChanged => "action-role-changed",
        Action::KeyGiven => "action-key-given",
        Action::KeyRenewed => "action-key-renewed",
        Action::RecoverySheetMade => "action-recovery-sheet-made",
        Action::RecoverySheetUsed => "action-recovery-sheet-used",
        Action::CodesMade => "action-codes-made",
        Action::CodesWithdrawn => "action-codes-withdrawn",
        Action::PagesKept => "action-pages-kept",
        Action::PagesErased => "action-pages-erased",
        Action::WorkTold => "action-work-told",
        Action::GroupHeld => "action-group-held",
        Action::NumberCalled => "action-number-called",
        Action::PaymentOrdered => "action-payment-ordered",
        Action::PaymentSaid => "action-payment-said",
        Action::PaymentConfirmed => "action-payment-confirmed",
        Action::ProviderHeard => "action-provider-heard",
    }
}

/// The message that says from where something is known.
#[must_use]
pub const fn provenance_word(from: Provenance) -> &'static str {
    match from {
        Provenance::Portal => "from-portal",
        Provenance::Phone => "from-phone",
        Provenance::List => "from-list",
        Provenance::Receipt => "from-receipt",
        Provenance::Person => "from-person",
    }
}

/// The message that says why.
#[must_use]
pub const fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::PersonWish => "reason-person-wish",
        Reason::MadeByMistake => "reason-made-by-mistake",
        Reason::DoneAlone => "reason-done-alone",
        Reason::NoLongerNeeded => "reason-no-longer-needed",
        Reason::OtherOffice => "reason-other-office",
        Reason::NotAvailableHere => "reason-not-available-here",
        Reason::PapersMissing => "reason-papers-missing",
        Reason::NotEntitled => "reason-not-entitled",
        Reason::FeeTooHigh => "reason-fee-too-high",
        Reason::TooLate => "reason-too-late",
        Reason::ProviderOther => "reason-provider-other",
        Reason::ColleagueAway => "reason-colleague-away",
        Reason::ColleagueAsked => "reason-colleague-asked",
        Reason::WrongKey => "reason-wrong-key",
        Reason::WrongPerson => "reason-wrong-person",
        Reason::WrongDetails => "reason-wrong-details",
        Reason::Repeated => "reason-repeated",
        Reason::NotDone => "reason-not-done",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Command, Consent, ConsentScope, Opening, Person, ProviderNumber, RequestState, Right};
    use crate::domain::change::Seen;
    use crate::domain::fact::Answers;
    use crate::domain::identifier::ServiceCode;
    use crate::domain::text::Language;
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn each_line_says_what_why_and_what_became_of_it() {
        let (first, second) = (date(2026, 11, 20), date(2026, 11, 23));
        let id = Uuid::from_u128;
        let opening = Opening {
            return_code: "ABCD-2345".into(),
            event: "C1".into(),
            answers: Answers::default(),
            seen: Seen::default(),
        };
        let opened = Case::open(id(1), opening, id(10), first);
        let name = |name: &str| Command::Identify(Person { name: name.to_owned(), ..Person::default() });
        let until = date(2026, 12, 20);
        let commands = [
            (name("Ana Probă"), 11, first),
            (name("Ana Probescu"), 12, second),
            (Command::Consent(Consent::new(ConsentScope::ThisEvent, first, until)), 13, second),
            (
                Command::Prepare { id: id(2), service: ServiceCode::parse("002000206").unwrap(), step: "a".into() },
                14,
                second,
            ),
            (
                Command::Submit {
                    request: id(2),
                    number: ProviderNumber::parse("ASP-1").unwrap(),
                    on: first,
                    term: None,
                    expected: None,
                },
                15,
                second,
            ),
            (
                Command::Move {
                    request: id(2),
                    to: RequestState::Withdrawn,
                    reason: Some(Reason::DoneAlone),
                    note: Some("vine soțul".to_owned()),
                    from: None,
                },
                16,
                second,
            ),
            (Command::Correct { entry: id(16), reason: Reason::WrongKey, note: None }, 17, second),
            (
                Command::Move { request: id(2), to: RequestState::Issued, reason: None, note: None, from: None },
                18,
                second,
            ),
            (
                Command::HandOver {
                    request: id(2),
                    collector: "Ion Probă".into(),
                    paper: "buletin".into(),
                    right: Right::Person,
                },
                19,
                second,
            ),
        ];
        let case = commands
            .into_iter()
            .fold(opened, |case, (command, entry, day)| case.apply(command, id(entry), day).unwrap().0);
        let texts = Texts::load(Language::Ro);
        let line = |place: usize, service| history_line(&texts, &case, &case.history[place], service);
        assert_eq!(line(0, None).heading, "20.11.2026 · Caz deschis");
        let named = line(1, None);
        assert_eq!((named.details, named.holds), (vec!["Schimbat pe 23.11.2026.".to_owned()], false));
        let submitted = line(5, Some("Înregistrarea nașterii"));
        assert_eq!(submitted.heading, "23.11.2026 · Cerere depusă · Înregistrarea nașterii");
        assert_eq!(submitted.details, ["Numărul cererii la instituție: ASP-1", "Depusă pe 20.11.2026."]);
        let withdrawn = line(6, None);
        let expected = ["Motivul: Persoana face acest pas singură", "Notă: vine soțul", "Anulat pe 23.11.2026."];
        assert_eq!(withdrawn.details, expected);
        let correction = line(7, None);
        assert_eq!(correction.heading, "23.11.2026 · Anulat: Cerere retrasă");
        assert_eq!((correction.details, correction.holds), (vec!["Motivul: S-a apăsat greșit".to_owned()], true));
        assert_eq!(line(9, None).details, ["A luat rezultatul: Ion Probă. Act: buletin."]);
    }

    #[test]
    fn no_two_reasons_read_alike() {
        for language in Language::INTERFACE {
            let texts = Texts::load(language);
            let words: std::collections::BTreeSet<String> =
                Reason::ALL.iter().map(|reason| texts.get(reason_word(*reason))).collect();
            assert_eq!(words.len(), Reason::ALL.len(), "{language}");
        }
    }
}
