//! Checks the profiles of centres, and says what they lack.

use super::service::is_old;
use super::{Checker, Record};
use crate::domain::belief::last_day_of;
use crate::domain::centre::{Centre, CentreKind};
use crate::domain::condition::Condition;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

impl Checker<'_> {
    pub(super) fn centres(&mut self) {
        let draft = self.draft;
        let mut served: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for centre in draft.catalogue.centres.values() {
            let record = self.record("centre", &centre.id);
            self.centre_references(&record, centre);
            self.centre_fees(&record, centre);
            if TimeZone::get(&centre.time_zone).is_err() {
                let message = format!("\"{}\" is no time zone: write its IANA name", centre.time_zone);
                self.error(&record, &centre.time_zone, "time_zone", message);
            }
            if !centre.serves.is_empty() && !centre.serves.contains(&centre.locality) {
                let message = format!("it does not serve \"{}\", where it stands: add it", centre.locality);
                self.error(&record, &centre.locality, "serves", message);
            }
            for locality in &centre.serves {
                // Two villages of one name lie in different districts.
                let place = (centre.district.ro.as_str(), locality.as_str());
                if let Some(other) = served.insert(place, &centre.id) {
                    let message =
                        format!("\"{locality}\" is served by \"{other}\" too: which one do its people go to?");
                    self.warning(&record, locality, "serves", message);
                }
            }
            self.centre_age(&record, centre);
            let lacking = lacking(centre);
            if !lacking.is_empty() {
                let message = format!("the profile lacks {}: ask at the centre", lacking.join(", "));
                self.warning(&record, &centre.id, "centre", message);
            }
        }
    }

    fn centre_references(&mut self, record: &Record<'_>, centre: &Centre) {
        let catalogue = &self.draft.catalogue;
        for code in centre.finishes.keys().filter(|code| !catalogue.services.contains_key(code)) {
            self.error(record, code.as_str(), "finishes", format!("there is no service \"{code}\""));
        }
        for office in centre.offices.iter().filter(|office| !catalogue.providers.contains_key(&office.provider)) {
            let message = format!("there is no provider \"{}\": add it to a file below providers", office.provider);
            self.error(record, &office.provider, "office.provider", message);
        }
    }

    fn centre_fees(&mut self, record: &Record<'_>, centre: &Centre) {
        for (code, fees) in &centre.fees {
            let Some(service) = self.draft.catalogue.services.get(code) else {
                self.error(record, code.as_str(), "fee", format!("there is no service \"{code}\""));
                continue;
            };
            self.fees(record, fees);
            self.on_top(record, fees);
            // What a service tests, its events ask; what a post alone would test, nobody.
            let tested: Vec<&str> = service.conditions().flat_map(|(_, when)| when.facts()).collect();
            let own = fees.iter().filter_map(|fee| fee.when.as_ref()).flat_map(Condition::facts);
            for fact in own.filter(|fact| !tested.contains(fact)) {
                let message = format!("\"{fact}\" is not tested by the service \"{code}\" itself: nobody would ask");
                self.error(record, fact, "fee.when", message);
            }
        }
    }

    fn centre_age(&mut self, record: &Record<'_>, centre: &Centre) {
        match centre.figures_as_of.as_deref().map(|written| (written, last_day_of(written))) {
            None if centre.fees.is_empty() => {}
            None => self.warning(record, &centre.id, "figures_as_of", "the date of the prices is not known"),
            Some((written, None)) => {
                let message = format!("\"{written}\" is no date: write 2026, 2026-11 or 2026-11-21");
                self.error(record, written, "figures_as_of", message);
            }
            Some((written, Some(date))) if is_old(date, self.draft.catalogue.as_of) => {
                self.warning(record, written, "figures_as_of", format!("the figures are of {written}: confirm them"));
            }
            Some(_) => {}
        }
    }
}

/// What people look for in a profile and do not find, each kind of centre by itself.
fn lacking(centre: &Centre) -> Vec<&'static str> {
    let in_a_village = matches!(centre.kind, CentreKind::TownHall | CentreKind::Library);
    let in_a_building = centre.kind != CentreKind::MobileTeam;
    let abroad = centre.kind == CentreKind::Consulate;
    let unnamed = centre.serves.iter().chain([&centre.locality]).any(|locality| !centre.names.contains_key(locality));
    let parts = [
        (centre.serves.is_empty() && !abroad, "the localities it serves"),
        (unnamed, "what its localities are called in other languages"),
        (centre.phone.is_none(), "a telephone"),
        (centre.hours.is_none() && in_a_building, "its hours"),
        (centre.way.is_none() && in_a_building, "how to get there"),
        (centre.ramp.is_none() && in_a_building, "whether it has a ramp"),
        (centre.patron_day.is_none() && in_a_village, "the patron day"),
        (centre.offices.is_empty() && in_a_village, "the offices nearby"),
        (centre.fees.is_empty() && abroad, "its prices"),
        (centre.sources.is_empty(), "a source"),
    ];
    parts.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect()
}
