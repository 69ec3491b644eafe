//! The Romanian words of the page.

use crate::domain::case::RequestState;
use crate::domain::record::Action;

/// What was done.
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::CaseOpened => "Caz deschis",
        Action::PersonIdentified => "Persoană identificată",
        Action::ConsentGiven => "Consimțământ dat",
        Action::PapersChecked => "Acte verificate",
        Action::RequestPrepared => "Cerere pregătită",
        Action::RequestSubmitted => "Cerere depusă",
        Action::RequestPaid => "Cerere achitată",
        Action::RequestWaiting => "Cerere în lucru la prestator",
        Action::ResultIssued => "Rezultat eliberat de prestator",
        Action::ResultHandedOver => "Rezultat înmânat",
        Action::Informed => "Persoană informată",
        Action::Referred => "Persoană îndrumată în altă parte",
        Action::RequestWithdrawn => "Cerere retrasă",
        Action::RequestRefused => "Cerere refuzată",
        Action::CaseClosed => "Caz închis",
        Action::SatisfactionGiven => "Părere lăsată de vizitator",
        Action::Corrected => "Înregistrare corectată",
        Action::ChangesTold => "Schimbări comunicate",
        Action::RecordsSalvaged => "Registru recuperat",
        Action::RecordsLost => "Registru pierdut sau înlocuit",
        Action::SignInRefused => "Intrare refuzată: parolă sau cod greșit",
        Action::CasesErased => "Cazuri încheiate șterse la termen",
    }
}

/// The state of a request: prepared never looks like submitted.
pub const fn state(state: RequestState) -> &'static str {
    match state {
        RequestState::Prepared => "pregătită, nedepusă",
        RequestState::Submitted => "depusă",
        RequestState::Paid => "achitată",
        RequestState::Waiting => "în lucru la prestator",
        RequestState::Issued => "rezultat eliberat",
        RequestState::HandedOver => "rezultat înmânat",
        RequestState::InformedOnly => "doar informare",
        RequestState::Referred => "îndrumare în altă parte",
        RequestState::Withdrawn => "retrasă",
        RequestState::Refused => "refuzată",
    }
}
