//! The right to open a page, as a case gives it.

use cups_kiosk::domain::case::{
    Case, Command as CaseCommand, Consent, ConsentScope, Opening as CaseOpening, Person, Verb,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::portal::Opening;
use cups_kiosk::domain::site::PageAddress;
use uuid::Uuid;

/// That a page may be opened for a person, as a case gives it.
pub fn opening(address: &str) -> Opening {
    let day = jiff::civil::date(2026, 11, 20);
    let service = ServiceCode::parse("002000206").unwrap();
    let (id, entry) = (Uuid::now_v7(), Uuid::now_v7);
    let begun = CaseOpening {
        return_code: "ABCD-EFGH".to_owned(),
        event: "C1".to_owned(),
        answers: Answers::default(),
        seen: Seen::default(),
    };
    let case = Case::open(id, begun, id, day);
    let person = Person { name: "Persoană de probă".to_owned(), ..Person::default() };
    let case = case.apply(CaseCommand::Identify(person), entry(), day).unwrap().0;
    let consent = Consent::new(ConsentScope::ThisEvent, day, day);
    let case = case.apply(CaseCommand::Consent(consent), entry(), day).unwrap().0;
    let permit = case.allows(Verb::Act, &service, day).unwrap();
    Opening::new(permit, entry(), PageAddress::parse(address).unwrap(), [])
}
