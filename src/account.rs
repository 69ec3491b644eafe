//! What is said of a plan, a step, a list of papers, a case, a request: structured blocks with their certainty and tone,
//! and values of their own kinds. The one place where facts become words; screens, sheets, speech and commands draw from
//! it and add no rule of their own. It knows no widget, colour, page or voice.

pub mod agency;
mod belief;
mod case;
mod consent;
mod date;
mod doctor;
mod foreign;
mod form;
mod lead;
mod leaf;
mod money;
mod month;
mod paper;
mod payment;
mod place;
mod plan;
mod portal;
mod printing;
mod reason;
mod sheet;
mod step;
mod title;
mod today;
mod treaty;
mod word;

pub use case::{expected_said, state_mark};
pub use consent::{
    consent_aloud, consent_line, consents_said, held_said, kept_until_said, lack_said, matter_said, signer_said,
    verb_said,
};
pub use date::processing_said;
pub use doctor::{PartSaid, doctor_said, finding_said};
pub use foreign::foreign_paper_said;
pub use form::{chosen_said, exemption_said, exemptions_of, filled_said, progress, term_said};
pub use lead::{Reader, closed_said, lead_said, lead_words};
pub use leaf::{
    DraftSheet, Leaf, LeafColumn, LeafColumnKind, LeafPart, PackRow, PaymentSheet, Piece, codes_leaf, consent_leaf,
    day_pack_leaf, draft_leaf, kit_said, own_leaf, pack_lines, papers_leaf, payment_leaf, plan_leaf, receipt_leaf,
    reception_leaf, recovery_leaf, slip_leaf, step_leaf, trial_leaf,
};
pub use money::{benefit_said, cost_said, duty_said, exempt_said, fee_remarks, fee_said, lasts_said, proof_said};
pub use month::{
    MonthColumn, MonthNames, MonthRow, MonthTable, MonthTold, SMALLEST_SHOWN, Shown, autonomy_said, month_leaf,
    month_said, place_said, topic_said,
};
pub use paper::{PaperGroup, PaperRow, need_said, need_terms, paper_groups, papers};
pub use payment::{
    BillLine, bill_said, no_more_said, payment_mark, payment_said, provenance_said, right_said, sum_said,
};
pub use place::{centre_said, days_unknown_said, finish_said, home_said, kind_said, shut_said, where_mark};
pub use plan::{
    Part, PlanRow, PlanSection, StepPlace, due_said, overview, plan_rows, plan_sections, step_place, urgent,
    urgent_mark,
};
pub use portal::{online_trouble_said, portal_mark, portal_trouble_said};
pub use printing::{kept_said, no_printer_said, over_said, print_said, troubles_said};
pub use reason::{explain, needed_said, why_not};
pub use sheet::{Page, Sheet, SheetStep, sheet};
pub use step::{StepPage, asked, figures_said, provider_said, relation_said, step_page};
pub use title::{step_name, step_title};
pub use today::{due_advice, due_heading, due_mark, hour_said, theme_said};
pub use treaty::{hint_said, in_force_said, to_come_said};
pub use word::word_said;

use crate::domain::catalogue::Catalogue;
use crate::domain::condition::{Condition, Truth};
use crate::domain::service::Service;
use crate::domain::situation::Situation;
use crate::domain::text::Text;
use crate::i18n::{Phrase, Value, phrase};
use serde::Serialize;

/// Whom the words are for. Visitors are told whom to ask; the specialist also what the editors could not confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A visitor, alone.
    Visitor,
    /// The specialist, or a visitor beside them.
    Specialist,
}

/// How sure it is what is said.
#[derive(Clone, Debug, PartialEq)]
pub enum Certainty<'a> {
    /// It is so.
    Certain,
    /// It may be so: the words of the editors for when it is.
    Perhaps(Vec<Value<'a>>),
    /// It is not known: whom to ask.
    Unknown(Ask<'a>),
}

impl<'a> Certainty<'a> {
    /// How sure something is that holds under a condition, as far as the answers tell.
    #[must_use]
    pub fn of(situation: &Situation<'a>, truth: Truth, when: Option<&'a Condition>) -> Self {
        if truth == Truth::True { Self::Certain } else { Self::Perhaps(reason::when_so(situation, when)) }
    }

    /// The less is known, the higher.
    const fn rank(&self) -> u8 {
        match self {
            Self::Certain => 0,
            Self::Perhaps(_) => 1,
            Self::Unknown(_) => 2,
        }
    }

    /// The line that says so, in one short sentence; none where it is certain.
    #[must_use]
    pub fn line(&self) -> Option<Line<'a>> {
        match self {
            Self::Certain => None,
            Self::Perhaps(why) if why.is_empty() => Some(Line::note(phrase("perhaps"))),
            Self::Perhaps(why) => Some(Line::note(phrase("perhaps-why").with("why", Value::List(why.clone())))),
            Self::Unknown(ask) => Some(Line::body(ask.said())),
        }
    }
}

/// That something is perhaps so.
fn perhaps_so(words: Value<'_>) -> Value<'_> {
    phrase("perhaps-so").with("words", Value::Inside(Box::new(words))).into()
}

/// Whom to ask about what is not known.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask<'a> {
    /// The specialist at the desk.
    Specialist,
    /// The provider of the service.
    Provider {
        /// What people look for: its office, or its name.
        name: &'a Text,
        /// Where it answers.
        phones: &'a [String],
    },
}

impl<'a> Ask<'a> {
    /// Whom to ask about a service: its provider, if the catalogue has it.
    #[must_use]
    pub fn about(catalogue: &'a Catalogue, service: Option<&Service>) -> Self {
        let provider = service.and_then(|service| catalogue.providers.get(&service.provider));
        provider.map_or(Self::Specialist, |provider| Self::Provider {
            // Who is called is asked for by name, who is visited is found by the kind of office.
            name: provider.office.as_ref().filter(|_| provider.phones.is_empty()).unwrap_or(&provider.name),
            phones: &provider.phones,
        })
    }

    /// The sentence.
    #[must_use]
    pub fn said(&self) -> Value<'a> {
        match self {
            Self::Specialist => phrase("ask-specialist").into(),
            Self::Provider { name, phones: [] } => phrase("ask-provider").with("name", *name).into(),
            Self::Provider { name, phones } => {
                let phones = phones.iter().map(|phone| Value::Phone(phone)).collect();
                phrase("ask-phone").with("name", *name).with("phone", Value::List(phones)).into()
            }
        }
    }
}

/// How something is meant to be taken; who draws says it never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Tone {
    /// Good to know.
    Information,
    /// Done, or done here.
    Success,
    /// A journey, a cost, a day to keep, something to look at.
    Caution,
    /// Overdue, closed, refused, gone wrong.
    Danger,
    /// Nothing special.
    Quiet,
}

/// What a block or mark is about. Who draws gives each its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum About {
    Nothing,
    Here,
    Online,
    Office,
    Consulate,
    Phone,
    State,
    Time,
    Day,
    Waiting,
    Result,
    Fee,
    Reduction,
    Benefit,
    Duty,
    Bring,
    FromPlan,
    MadeHere,
    Perhaps,
    Met,
    Open,
    NotMet,
    ToCheck,
    Penalty,
    Link,
    Notice,
    Choice,
    Prepared,
    Submitted,
    Paid,
    Issued,
    HandedOver,
    Informed,
    Withdrawn,
    Refused,
}

/// How much a line stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What the block says.
    Strong,
    /// Plain words.
    Body,
    /// A short remark on it.
    Small,
    /// What one may skip.
    Note,
}

/// One line of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// How much it stands out.
    pub weight: Weight,
    /// What it says.
    pub words: Value<'a>,
}

impl<'a> Line<'a> {
    fn strong(words: impl Into<Value<'a>>) -> Self {
        Self { weight: Weight::Strong, words: words.into() }
    }

    fn body(words: impl Into<Value<'a>>) -> Self {
        Self { weight: Weight::Body, words: words.into() }
    }

    fn small(words: impl Into<Value<'a>>) -> Self {
        Self { weight: Weight::Small, words: words.into() }
    }

    fn note(words: impl Into<Value<'a>>) -> Self {
        Self { weight: Weight::Note, words: words.into() }
    }
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Block<'a> {
    /// What it is about.
    pub about: About,
    /// How it is meant to be taken.
    pub tone: Tone,
    /// How sure it is.
    pub certainty: Certainty<'a>,
    /// Its lines, that of its certainty included.
    pub lines: Vec<Line<'a>>,
}

impl<'a> Block<'a> {
    fn new(about: About, lines: Vec<Line<'a>>) -> Self {
        Self { about, tone: Tone::Quiet, certainty: Certainty::Certain, lines }
    }

    fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// With how sure it is, said behind its first lines. A block of which a part is not certain is not certain.
    fn sure(mut self, certainty: Certainty<'a>) -> Self {
        self.lines.extend(certainty.line());
        if certainty.rank() >= self.certainty.rank() {
            self.certainty = certainty;
        }
        self
    }

    fn then(mut self, lines: impl IntoIterator<Item = Line<'a>>) -> Self {
        self.lines.extend(lines);
        self
    }
}

/// Blocks under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section<'a> {
    /// The heading.
    pub title: Phrase<'a>,
    /// What it holds; never nothing.
    pub blocks: Vec<Block<'a>>,
}

impl<'a> Section<'a> {
    fn of(title: &'static str, blocks: Vec<Block<'a>>) -> Option<Self> {
        (!blocks.is_empty()).then(|| Self { title: phrase(title), blocks })
    }

    /// What it says first, which stands for all of it where the rest is not shown.
    #[must_use]
    pub fn first_words(&self) -> Option<&Value<'a>> {
        self.blocks.iter().flat_map(|block| &block.lines).next().map(|line| &line.words)
    }

    /// Whether something in it is closed, overdue or gone wrong.
    fn alarms(&self) -> bool {
        self.blocks.iter().any(|block| block.tone == Tone::Danger)
    }
}

/// A word with its sign: where a step is done, the state of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark<'a> {
    /// What it is about.
    pub about: About,
    /// How it is meant to be taken.
    pub tone: Tone,
    /// Whether it is certain for this person.
    pub certain: bool,
    /// What it says.
    pub words: Value<'a>,
}

impl<'a> Mark<'a> {
    fn new(about: About, tone: Tone, words: impl Into<Value<'a>>) -> Self {
        Self { about, tone, certain: true, words: words.into() }
    }

    /// That a step may be needed only.
    fn perhaps_needed() -> Self {
        Self { certain: false, ..Self::new(About::Perhaps, Tone::Quiet, phrase("plan-tag-maybe")) }
    }
}
