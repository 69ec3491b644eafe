//! The Romanian words of the page.

use crate::domain::printing::SheetKind;
use crate::domain::record::Action;
use crate::hub::storage::alarm::Alarm;

/// The version of a terminal whose program does not name one.
pub const NO_VERSION: &str = "nu se știe";

/// When a terminal was heard of that never was.
pub const NEVER: &str = "niciodată";

/// What was done; none is what only a newer terminal knows.
pub const fn action(action: Option<Action>) -> &'static str {
    let Some(action) = action else { return "Altele, ale unui terminal mai nou" };
    match action {
        Action::CaseOpened => "Caz deschis",
        Action::PersonIdentified => "Persoană identificată",
        Action::ConsentGiven => "Consimțământ dat",
        Action::ConsentRevoked => "Consimțământ retras",
        Action::ConsentRefused => "Consimțământ refuzat, doar informare",
        Action::PapersChecked => "Acte verificate",
        Action::RequestPrepared => "Cerere pregătită",
        Action::RequestSubmitted => "Cerere depusă",
        Action::RequestPaid => "Cerere achitată",
        Action::RequestWaiting => "Cerere în lucru la instituție",
        Action::ResultIssued => "Rezultat gata",
        Action::ResultHandedOver => "Rezultat înmânat",
        Action::Informed => "Persoană informată",
        Action::Referred => "Persoană îndrumată în altă parte",
        Action::RequestWithdrawn => "Cerere retrasă",
        Action::RequestRefused => "Cerere refuzată",
        Action::AppointmentMade => "Programare făcută",
        Action::AppointmentCancelled => "Programare anulată",
        Action::CaseTakenOver => "Caz preluat de un coleg",
        Action::CaseClosed => "Caz închis",
        Action::SatisfactionGiven => "Părere lăsată de vizitator",
        Action::Corrected => "Înregistrare corectată",
        Action::ChangesTold => "Schimbări comunicate",
        Action::RecordsSalvaged => "Registru recuperat",
        Action::RecordsLost => "Registru pierdut sau înlocuit",
        Action::SignInRefused => "Intrare refuzată: parolă sau cod greșit",
        Action::IdentityReplaced => "Înregistrări preluate de la o identitate mai veche a calculatorului",
        Action::HubLacked => "Serverul nu mai avea înregistrări primite; au fost trimise din nou",
        Action::CaseErased => "Caz șters la cererea persoanei",
        Action::CasesErased => "Cazuri încheiate șterse la termen",
        Action::SheetPrinted => "Foaie tipărită",
        Action::DraftSaved => "Ciornă salvată",
        Action::NotFinishedHere => "Nu s-a putut termina la centru",
        Action::ColleagueAdded => "Coleg adăugat",
        Action::ColleagueRemoved => "Coleg scos",
        Action::PasswordChanged => "Parolă schimbată",
        Action::PasswordReset => "Parolă nouă dată de șeful centrului",
        Action::RoleChanged => "Rol schimbat",
        Action::KeyGiven => "Acces la cazuri deschis unui coleg",
        Action::KeyRenewed => "Cheia cazurilor schimbată",
        Action::RecoverySheetMade => "Foaie de recuperare făcută",
        Action::RecoverySheetUsed => "Foaie de recuperare folosită",
        Action::CodesMade => "Listă de coduri făcută",
        Action::CodesWithdrawn => "Listă de coduri retrasă",
        Action::PagesKept => "Acte scanate, păstrate la caz",
        Action::PagesErased => "Acte scanate, șterse",
        Action::WorkTold => "Timp notat pentru un caz",
        Action::GroupHeld => "Sesiuni de grup",
        Action::NumberCalled => "Numere de așteptare chemate",
        Action::PaymentOrdered => "Cheie de plată notată",
        Action::ProviderHeard => "Stare anunțată de prestator",
        Action::PaymentSaid => "Plată declarată, neconfirmată",
        Action::PaymentConfirmed => "Plată confirmată",
    }
}

/// A kind of sheet that was printed; none is papers that were scanned.
pub const fn paper(sheet: Option<SheetKind>) -> &'static str {
    let Some(sheet) = sheet else { return "Acte scanate (cazuri, pagini)" };
    match sheet {
        SheetKind::Plan => "Planul",
        SheetKind::Papers => "Lista actelor",
        SheetKind::Step => "Un pas",
        SheetKind::Consent => "Consimțământ",
        SheetKind::Slip => "Bilet de revenire",
        SheetKind::Receipt => "Dovada primirii",
        SheetKind::Draft => "Ciorna cererii",
        SheetKind::Payment => "Plata",
        SheetKind::Reception => "Ridicarea rezultatului",
        SheetKind::Own => "Foaia persoanei",
        SheetKind::Month => "Luna centrului",
        SheetKind::Recovery => "Foaia de recuperare",
        SheetKind::Codes => "Lista de coduri",
        SheetKind::DayPack => "Ziua echipei mobile",
        SheetKind::Other => "Alte foi",
    }
}

/// What an alarm means.
pub fn alarm(kind: Alarm) -> &'static str {
    match kind {
        Alarm::Fork => {
            "Două istorii sub același nume: există o copie a discului sau s-au pus înapoi înregistrări vechi?"
        }
        Alarm::Lacked => "Serverul nu mai avea înregistrări confirmate; au fost trimise din nou",
        Alarm::Gap => "Lipsesc înregistrări dinaintea altora primite",
        Alarm::Centre => "Scrie pentru un centru care nu este al său",
        Alarm::Full => "A trimis prea multe înregistrări care nu pot fi primite",
        Alarm::Changed => "Ce este păstrat nu este ce a semnat terminalul",
    }
}
