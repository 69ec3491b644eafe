//! What a paper that another country gave needs to be taken in Moldova: an apostille, legalisation or nothing, from which
//! country, who gives it, and what is doubtful. Read from the catalogue's table as of the day, like treaties.

use crate::domain::catalogue::Catalogue;
use crate::domain::centre::{Centre, HostCountry};
use crate::domain::situation::Situation;
use crate::domain::treaty::{FOREIGN_PAPERS, Treaty, Way};
use crate::i18n::{Value, phrase};
use jiff::civil::Date;

/// What is said of such a paper in a plan.
pub(super) fn foreign_said<'p>(situation: &Situation<'p>) -> Vec<Value<'p>> {
    foreign_paper_said(situation.catalogue, situation.centre, situation.on)
}

/// What is said of a paper that another country gave: at a mission for each country of its people, elsewhere where no
/// apostille is asked for and where legalisation is.
#[must_use]
pub fn foreign_paper_said<'p>(catalogue: &'p Catalogue, centre: &'p Centre, on: Date) -> Vec<Value<'p>> {
    let table = catalogue.laws.get(FOREIGN_PAPERS).into_iter().flat_map(|law| &law.treaties);
    let held: Vec<&'p Treaty> = table.filter(|row| row.holds(on)).collect();
    if centre.countries.is_empty() {
        let of = |way: Way, key| {
            let countries: Vec<Value<'p>> =
                held.iter().filter(|row| row.way == way).map(|row| Value::Text(&row.country)).collect();
            (!countries.is_empty()).then(|| phrase(key).with("countries", Value::List(countries)).into())
        };
        let lists = [of(Way::NoFormality, "foreign-exempt"), of(Way::Legalisation, "foreign-legalised")];
        return std::iter::once(phrase("paper-apostille").into()).chain(lists.into_iter().flatten()).collect();
    }
    let of_host = |host: &'p HostCountry| {
        let row = held.iter().find(|row| row.country.ro == host.name.ro);
        let words = phrase(match row.map(|row| row.way) {
            Some(Way::NoFormality) => "foreign-nothing",
            Some(Way::Apostille) => "foreign-apostille",
            Some(Way::Legalisation) => "foreign-legalisation",
            Some(Way::AddsYears | Way::Residence) | None => "foreign-unknown",
        });
        let note = row.and_then(|row| row.note.as_ref()).map(Value::Text);
        std::iter::once(words.with("country", &host.name).into()).chain(note)
    };
    centre.countries.iter().flat_map(of_host).chain([phrase("foreign-other").into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::shipped;
    use crate::domain::text::Language;
    use crate::i18n::Texts;

    #[test]
    fn each_country_of_a_mission_has_its_own_answer_and_a_village_the_exceptions() {
        let catalogue = shipped().unwrap();
        let texts = Texts::load(Language::En);
        let on = "2026-11-26".parse().unwrap();
        let said = |centre: &str| -> Vec<String> {
            foreign_paper_said(&catalogue, &catalogue.centres[centre], on).iter().map(|line| texts.say(line)).collect()
        };
        let rome = said("rome");
        assert!(rome[0].contains("A paper of Italy: it needs an apostille, given in Italy"), "{rome:?}");
        assert!(rome[1].contains("prefecture"), "who gives it: {rome:?}");
        assert!(said("berlin")[0].contains("legalised there first"), "{:?}", said("berlin"));
        assert!(said("bucharest")[0].contains("no apostille and no legalisation"), "{:?}", said("bucharest"));
        let stockholm = said("stockholm");
        for country in ["Sweden", "Norway", "Finland", "Iceland"] {
            assert!(stockholm.iter().any(|line| line.contains(country)), "{country}: {stockholm:?}");
        }
        assert!(stockholm.last().unwrap().contains("another country: ask here first"));
        let village = said("lozova");
        assert!(village.iter().any(|line| line.contains("No apostille") && line.contains("Romania")), "{village:?}");
        assert!(village.iter().any(|line| line.contains("Legalisation") && line.contains("Germany")), "{village:?}");
        let mut stranger = catalogue.centres["rome"].clone();
        stranger.countries[0].name.ro = "Atlantida".to_owned();
        let unknown = foreign_paper_said(&catalogue, &stranger, on);
        assert!(texts.say(&unknown[0]).contains("not known here"), "no row is no permission");
        let before = "1998-01-01".parse().unwrap();
        let early = foreign_paper_said(&catalogue, &catalogue.centres["bucharest"], before);
        assert!(texts.say(&early[0]).contains("not known here"), "a treaty that has not begun frees nobody");
    }
}
