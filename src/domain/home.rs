//! Where a person lives, as far as it decides which offices are theirs. To a centre come people of other villages and
//! districts too: the office of a district and the town hall that are responsible are those of the person's own place,
//! not the centre's.

use super::centre::{Centre, CentreKind, Office};
use super::fact::{Answers, Value};
use super::situation::Situation;

/// The key of the answer where the person lives. No question has this id.
pub const HOME: &str = "home";

/// The provider that is the town hall of each locality.
pub const TOWN_HALL: &str = "PRIMARIE";

/// Where a person lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In a locality that the centre serves.
    Served,
    /// Elsewhere in the district of the centre.
    District,
    /// In another district.
    Elsewhere,
}

impl Home {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Served, Self::District, Self::Elsewhere];

    /// The answer by which it is given.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::District => "district",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The one that an answer names.
    #[must_use]
    pub fn of(answer: &Value) -> Option<Self> {
        Self::ALL.into_iter().find(|home| matches!(answer, Value::Choice(code) if code == home.code()))
    }

    /// What somebody at a centre can be asked: nothing at a consulate, whose people live under no office of a district.
    #[must_use]
    pub fn offered(centre: &Centre) -> Vec<Self> {
        let offered = |home: &Self| *home != Self::Served || !centre.serves.is_empty();
        if centre.kind == CentreKind::Consulate { Vec::new() } else { Self::ALL.into_iter().filter(offered).collect() }
    }

    /// Where somebody at a centre lives unless they say otherwise: who says nothing comes from there.
    #[must_use]
    pub fn usual(centre: &Centre) -> Option<Self> {
        Self::offered(centre).first().copied()
    }
}

impl Answers {
    /// Where the person lives: what they said, `None` when they do not know; without a word the usual of the centre.
    #[must_use]
    pub fn home(&self, centre: &Centre) -> Option<Home> {
        let offered = Home::offered(centre);
        match self.0.get(HOME) {
            None => Home::usual(centre),
            Some(answer) => Home::of(answer.as_ref()?).filter(|home| offered.contains(home)),
        }
    }
}

/// Which office of a body is a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Responsible<'a> {
    /// Any of them serves anybody; this one is near the centre.
    Near(&'a Office),
    /// This one, for those who live in the district of the centre.
    Office(&'a Office),
    /// The town hall of the centre's own locality.
    TownHallHere,
    /// The one of the place where they live: not that of the centre's people, and not known here.
    OfTheirOwn,
    /// Where they live decides, and is not known.
    Open,
}

impl<'a> Responsible<'a> {
    /// The office, where it is one that is known.
    #[must_use]
    pub const fn office(self) -> Option<&'a Office> {
        match self {
            Self::Near(office) | Self::Office(office) => Some(office),
            Self::TownHallHere | Self::OfTheirOwn | Self::Open => None,
        }
    }

    /// Whether it depends on where the person lives.
    #[must_use]
    pub const fn is_by_home(self) -> bool {
        !matches!(self, Self::Near(_))
    }
}

impl<'a> Situation<'a> {
    /// Which office of a provider is this person's; `None` where none of them is known here.
    #[must_use]
    pub fn responsible(&self, provider: &str) -> Option<Responsible<'a>> {
        let centre = self.centre;
        let known = centre.offices.iter().find(|office| office.provider == provider);
        if !self.catalogue.providers.get(provider).is_some_and(|provider| provider.territorial) {
            return known.map(Responsible::Near);
        }
        let in_a_village = matches!(centre.kind, CentreKind::TownHall | CentreKind::Library);
        let hall = provider == TOWN_HALL && in_a_village && !centre.serves.is_empty();
        if known.is_none() && !hall || Home::offered(centre).is_empty() {
            return None;
        }
        Some(match (self.answers.home(centre), known) {
            (None, _) => Responsible::Open,
            (Some(Home::Served), Some(office)) => Responsible::Office(office),
            (Some(Home::Served), None) => Responsible::TownHallHere,
            (Some(Home::District), Some(office)) if provider != TOWN_HALL => Responsible::Office(office),
            (Some(Home::District | Home::Elsewhere), _) => Responsible::OfTheirOwn,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::life_event::LifeEvent;

    fn centre(kind: &str, serves: &[&str]) -> Centre {
        serde_json::from_value(serde_json::json!({
            "id": "lozova", "kind": kind, "name": { "ro": "CUPS" }, "locality": "Lozova",
            "district": { "ro": "raionul Strășeni" }, "time_zone": "Europe/Chisinau", "serves": serves,
            "office": [
                { "provider": "CNAS", "place": { "ro": "CTAS Strășeni" } },
                { "provider": "ASP", "place": { "ro": "ASP Strășeni" } }
            ]
        }))
        .unwrap()
    }

    /// What somebody says of where they live: nothing, or a question mark for "I do not know".
    fn said(answer: &str) -> Answers {
        let value = (answer != "?").then(|| Value::Choice(answer.to_owned()));
        Answers((!answer.is_empty()).then(|| (HOME.to_owned(), value)).into_iter().collect())
    }

    /// The offices of CNAS, of the town hall and of the tax service, of whose offices none is known, for somebody at a
    /// centre.
    fn of(centre: &Centre, answer: &str) -> [Option<String>; 3] {
        let found = ["CNAS", TOWN_HALL, "SFS"].map(|provider| office(centre, answer, provider));
        assert_eq!(office(centre, answer, "ASP").as_deref(), Some("Near ASP Strășeni"), "wherever they live");
        found
    }

    fn office(centre: &Centre, answer: &str, provider: &str) -> Option<String> {
        let day = "2026-11-26".parse().unwrap();
        let mut catalogue = Catalogue::bare(1, day, Calendar::default());
        for (id, territorial) in [("CNAS", true), (TOWN_HALL, true), ("SFS", true), ("ASP", false)] {
            let provider = serde_json::json!({ "id": id, "name": { "ro": id }, "territorial": territorial });
            catalogue.providers.insert(id.to_owned(), serde_json::from_value(provider).unwrap());
        }
        let event: LifeEvent = serde_json::from_value(serde_json::json!({
            "code": "X", "kind": "life", "rank": 1, "title": { "ro": "" }, "tile": { "ro": "" }, "icon": "",
            "covers": { "ro": "" }, "not_for": { "ro": "" }, "at_hand": []
        }))
        .unwrap();
        let answers = said(answer);
        let situation = Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on: day };
        situation.responsible(provider).map(|found| match found {
            Responsible::Office(office) => office.place.ro.clone(),
            Responsible::Near(office) => format!("Near {}", office.place.ro),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn where_the_person_lives_and_not_where_the_centre_stands_decides_the_office() {
        let village = centre("town_hall", &["Lozova", "Stejăreni"]);
        let found = |office: &str, hall: &str| [Some(office.to_owned()), Some(hall.to_owned()), None];
        assert_eq!(of(&village, ""), found("CTAS Strășeni", "TownHallHere"), "who says nothing is of the place");
        assert_eq!(of(&village, "served"), found("CTAS Strășeni", "TownHallHere"));
        assert_eq!(of(&village, "district"), found("CTAS Strășeni", "OfTheirOwn"));
        assert_eq!(of(&village, "elsewhere"), found("OfTheirOwn", "OfTheirOwn"));
        assert_eq!(of(&village, "?"), found("Open", "Open"));
        assert_eq!(of(&village, "the moon"), found("Open", "Open"));
    }

    #[test]
    fn a_team_has_no_village_of_its_own_and_a_consulate_no_district() {
        let team = centre("mobile_team", &[]);
        assert_eq!(Home::offered(&team), [Home::District, Home::Elsewhere]);
        assert_eq!(of(&team, ""), [Some("CTAS Strășeni".to_owned()), None, None]);
        assert_eq!(of(&team, "served"), [Some("Open".to_owned()), None, None], "it serves none");
        let post = centre("consulate", &[]);
        assert_eq!(Home::usual(&post), None);
        assert_eq!(of(&post, "district"), [None, None, None]);
    }
}
