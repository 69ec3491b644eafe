//! What stands in for a record that this program does not understand: as much of it as is understood by itself, and the
//! way to the specialist. Nothing of it may promise what the record perhaps takes back.

use super::mirror::Mirror;
use super::record;
use super::text::{Aliases as WrittenAliases, Text as Written};
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::Value;
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::{EventKind, Join, LifeEvent, Step};
use crate::domain::notice::{Notice, NoticeKind};
use crate::domain::service::{Channel, ChannelKind, Confidence, Finish, Paper, Provider, Service};
use crate::domain::text::{Aliases, Text};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A fact that nobody asks for: what rests on it is never certain, and says why.
const NOT_UNDERSTOOD: &str = "not_understood";

fn text(ro: &str, ru: &str, en: &str) -> Text {
    Text { ro: ro.to_owned(), ru: Some(ru.to_owned()), en: Some(en.to_owned()), ..Text::default() }
}

fn of_service() -> Text {
    text(
        "Programul de la acest calculator este prea vechi ca să arate regulile acestui serviciu. Întrebați specialistul \
         ce acte, ce plată și ce termen sunt.",
        "Программа на этом компьютере слишком старая, чтобы показать правила этой услуги. Спросите специалиста, какие \
         нужны документы, сколько это стоит и сколько длится.",
        "The program on this computer is too old to show the rules of this service. Ask the specialist about papers, \
         fees and terms.",
    )
}

fn of_step() -> Text {
    text(
        "Programul de la acest calculator este prea vechi ca să spună dacă acest pas este pentru dumneavoastră. Întrebați \
         specialistul.",
        "Программа на этом компьютере слишком старая, чтобы сказать, нужен ли вам этот шаг. Спросите специалиста.",
        "The program on this computer is too old to say whether this step is for you. Ask the specialist.",
    )
}

fn ask() -> Text {
    text("Întrebați specialistul", "Спросите специалиста", "Ask the specialist")
}

/// What of a record is understood, field by field.
pub struct Remains(Map<String, Json>);

impl Remains {
    /// The fields of a record; none of what is no object.
    pub fn of(body: &str) -> Self {
        Self(serde_json::from_str(body).unwrap_or_default())
    }

    fn get<T: for<'de> Deserialize<'de>>(&self, field: &str) -> Option<T> {
        T::deserialize(self.0.get(field)?).ok()
    }

    /// A field that is a word.
    pub fn word(&self, field: &str) -> Option<String> {
        self.get(field)
    }

    fn text(&self, field: &str) -> Option<Text> {
        self.get::<Written>(field).map(Mirror::inside)
    }

    fn texts(&self, field: &str) -> Aliases {
        self.get::<WrittenAliases>(field).map(Mirror::inside).unwrap_or_default()
    }
}

/// A service of which only name, provider and links are told, and that the centre informs of.
pub fn service(id: &str, remains: &Remains) -> Option<Service> {
    let code = ServiceCode::parse(id).ok()?;
    let note = of_service();
    Some(Service {
        title: remains.text("title").unwrap_or_else(|| text(id, id, id)),
        provider: remains.word("provider").unwrap_or_default(),
        summary: note.clone(),
        output: None,
        valid_for: None,
        aliases: remains.texts("aliases"),
        eligibility: Vec::new(),
        instead: Vec::new(),
        questions: Vec::new(),
        derived: Vec::new(),
        related: Vec::new(),
        not_with: Vec::new(),
        treaties: None,
        each_matter: true,
        penalties: Vec::new(),
        consular_twin: remains.get("consularTwin"),
        papers: Vec::new(),
        fields: Vec::new(),
        fees: Vec::new(),
        exemptions: Vec::new(),
        state_duties: Vec::new(),
        benefit: None,
        processing: None,
        // Without any place nobody would be told of a journey.
        channels: vec![Channel {
            kind: ChannelKind::Here,
            finish: Finish::None,
            place: None,
            provider: None,
            note: Some(ask()),
            url: None,
            when: None,
        }],
        deadlines: Vec::new(),
        law: Vec::new(),
        confidence: Confidence::Partial,
        ask: vec![note],
        unconfirmed: Vec::new(),
        figures_as_of: None,
        believed: Vec::new(),
        sources: Vec::new(),
        code,
    })
}

/// A provider by its name and telephones.
#[expect(clippy::unnecessary_wraps, reason = "one form for all stubs")]
pub fn provider(id: &str, remains: &Remains) -> Option<Provider> {
    Some(Provider {
        id: id.to_owned(),
        name: remains.text("name").unwrap_or_else(|| text(id, id, id)),
        office: remains.text("office"),
        phones: remains.get("phones").unwrap_or_default(),
        site: remains.word("site"),
        territorial: remains.get("territorial").unwrap_or_default(),
    })
}

/// A paper by its name: that one is asked for must be told whatever else is not understood.
#[expect(clippy::unnecessary_wraps, reason = "one form for all stubs")]
pub fn paper(id: &str, remains: &Remains) -> Option<Paper> {
    let unnamed = || {
        text(
            "Încă un act: întrebați specialistul care",
            "Ещё один документ: спросите специалиста, какой",
            "One more paper: ask the specialist which",
        )
    };
    Some(Paper {
        id: id.to_owned(),
        name: remains.text("name").unwrap_or_else(unnamed),
        hint: remains.text("hint"),
        output_of: remains.get("outputOf"),
        replaced_by: remains.get("replacedBy"),
    })
}

/// A notice by its text, when it says whom it is for and from when.
pub fn notice(id: &str, remains: &Remains) -> Option<Notice> {
    Some(Notice {
        id: id.to_owned(),
        kind: NoticeKind::Information,
        services: remains.get("services")?,
        channels: Vec::new(),
        centres: remains.get("centres").unwrap_or_default(),
        text: remains.text("text")?,
        from: remains.get("from")?,
        to: remains.get("to"),
        aliases: remains.texts("aliases"),
    })
}

/// An event of one step: to ask. One without a tile is left out: nobody would know what it is.
pub fn event(id: &str, remains: &Remains) -> Option<LifeEvent> {
    let tile = remains.text("tile")?;
    let step = Step { id: "ask".to_owned(), title: ask(), what: of_step(), ..Step::default() };
    Some(LifeEvent {
        code: id.to_owned(),
        kind: EventKind::Life,
        draft: false,
        rank: remains.get("rank").unwrap_or(u16::MAX),
        title: remains.text("title").unwrap_or_else(|| tile.clone()),
        icon: remains.word("icon").unwrap_or_else(|| "file-text".to_owned()),
        covers: of_step(),
        not_for: Text::default(),
        at_hand: Vec::new(),
        aliases: remains.texts("aliases"),
        questions: Vec::new(),
        derived: Vec::new(),
        steps: vec![step],
        given: std::collections::BTreeMap::new(),
        subjects: Vec::new(),
        same_service: Vec::new(),
        same_facts: Vec::new(),
        tile,
    })
}

/// A step that perhaps is to be done: its service still says what it asks for.
#[expect(clippy::unnecessary_wraps, reason = "one form for all stubs")]
pub fn step(place: usize, remains: &Remains) -> Option<Step> {
    Some(Step {
        id: remains.word("id").unwrap_or_else(|| format!("not-understood-{}", place + 1)),
        title: remains.text("title").unwrap_or_else(ask),
        what: of_step(),
        why: None,
        service: remains.get("service"),
        join: remains.get::<record::Join>("join").map_or(Join::And, Mirror::inside),
        after: remains.get("after").unwrap_or_default(),
        when: Some(Condition::Fact {
            fact: NOT_UNDERSTOOD.to_owned(),
            test: Test::Is(Value::Truth(true)),
            why: Some(of_step()),
            law: None,
        }),
        automatic_when: None,
        automatic: false,
        deadlines: Vec::new(),
        instead: Vec::new(),
    })
}
