//! What the frame promises, looked for in the layout of every page at every size: nothing is drawn.
//!
//! Each page is come to once for each language, as people come to it, and is then shown in every size of window and of
//! text, with and without the keyboard on the screen. The ordinary run looks at the corners, and at a tenth of the rest,
//! by the date, so that ten days see everything; `CUPS_LAYOUT=all` looks at everything. What is found is printed and
//! written to `target/layout.txt`. Only what stands in [`HELD`] fails the test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod stage;

use cups_kiosk::sync::catalogue::{Problem, Standing};
use cups_kiosk::ui::access::Role;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{Reply, Shortcut};
use cups_kiosk::ui::style::{self, VISITOR_TARGET, role};
use iced::Size;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{LineHeight, Paragraph as _, Shaping, Text, Wrapping};
use iced::keyboard::key::Named;
use iced::{Font, Pixels, alignment};
use iced::{Rectangle, Vector};
use stage::Stage;
use stage::reaches::{self, Reach, SCREENS};
use stage::seen::{Part, Seen, Words, holds};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::Mutex;

/// The promises that every page keeps today. Whoever makes another one true adds it here, and it stays true.
const HELD: &[Promise] = &[
    Promise::PrimaryInSight,
    Promise::PrimaryInView,
    Promise::BackInView,
    Promise::FrameInside,
    Promise::NoTextCut,
    Promise::NoOverlap,
    Promise::Targets,
    Promise::Still,
    Promise::StillWithKeys,
    Promise::OnePlace,
    Promise::OneRow,
    Promise::OwnWords,
    Promise::KeysInSight,
    Promise::SixAnswers,
];

/// What the frame promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Promise {
    PrimaryInSight,
    PrimaryInView,
    BackInView,
    FrameInside,
    NoTextCut,
    NoOverlap,
    Targets,
    Still,
    StillWithKeys,
    OnePlace,
    OneRow,
    OwnWords,
    KeysInSight,
    SixAnswers,
}

impl Promise {
    const ALL: [Self; 14] = [
        Self::PrimaryInSight,
        Self::PrimaryInView,
        Self::BackInView,
        Self::FrameInside,
        Self::NoTextCut,
        Self::NoOverlap,
        Self::Targets,
        Self::Still,
        Self::StillWithKeys,
        Self::OnePlace,
        Self::OneRow,
        Self::OwnWords,
        Self::KeysInSight,
        Self::SixAnswers,
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::PrimaryInSight => "the main button is in sight, whole, when a page is come to",
            Self::PrimaryInView => "the main button is in the window and outside what scrolls",
            Self::BackInView => "Back is in the window and outside what scrolls",
            Self::FrameInside => "nothing reaches out of the window or, sideways, out of what scrolls",
            Self::NoTextCut => "no text is cut",
            Self::NoOverlap => "no two controls lie over each other",
            Self::Targets => "what is pressed is high enough: 64 for visitors, 40 for specialists",
            Self::Still => "the frame does not move between two states of a page",
            Self::StillWithKeys => {
                "Back and the main button stay where they are when the keyboard comes; so does a visitor's first field where it has room"
            }
            Self::OnePlace => "Back and the main button have the same place on every page of an area",
            Self::OneRow => "the footer is one row of single lines",
            Self::OwnWords => "no two buttons of a page have the same words",
            Self::KeysInSight => "the whole keyboard on the screen is in sight, and the field that it writes in",
            Self::SixAnswers => "a question with up to six answers needs no scrolling at 1366x768",
        }
    }
}

/// A size of the window, a size of the text, and whether the keyboard is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Combination {
    window: (u16, u16),
    larger: u8,
    keys: bool,
}

const WINDOWS: [(u16, u16); 6] = [(1366, 768), (1280, 1024), (1024, 768), (1920, 1080), (3840, 2160), (768, 1366)];

const LANGUAGES: [&str; 3] = ["ro", "ru", "en"];

/// The combinations that every run looks at.
const CORNERS: [Combination; 5] = [
    Combination { window: (1366, 768), larger: 0, keys: false },
    Combination { window: (1366, 768), larger: 0, keys: true },
    Combination { window: (1024, 768), larger: 2, keys: true },
    Combination { window: (768, 1366), larger: 1, keys: false },
    Combination { window: (3840, 2160), larger: 0, keys: false },
];

impl Combination {
    fn size(self) -> Size {
        Size::new(f32::from(self.window.0), f32::from(self.window.1))
    }

    fn all() -> Vec<Self> {
        let texts = WINDOWS.into_iter().flat_map(|window| (0..3).map(move |larger| (window, larger)));
        texts.flat_map(|(window, larger)| [false, true].map(|keys| Self { window, larger, keys })).collect()
    }

    /// Those to look at for one page: all, or the corners and a tenth of the rest.
    fn of_today(salt: usize) -> Vec<Self> {
        let all = Self::all();
        if std::env::var("CUPS_LAYOUT").is_ok_and(|which| which == "all") {
            return all;
        }
        let today = jiff::Zoned::now().date().day_of_year();
        let turn = salt + usize::try_from(today).unwrap();
        let chosen = |(place, _): &(usize, Self)| (place + turn).is_multiple_of(10);
        let tenth = all.iter().copied().enumerate().filter(chosen).map(|(_, one)| one);
        let both: BTreeSet<Self> = tenth.chain(CORNERS).collect();
        all.into_iter().filter(|one| both.contains(one)).collect()
    }

    fn name(self) -> String {
        format!("{}x{}", self.window.0, self.window.1)
    }

    fn mark(self) -> String {
        format!("{}{}", ["n", "l", "L"][usize::from(self.larger)], if self.keys { "+k" } else { "" })
    }
}

/// A promise that a page did not keep.
struct Failure {
    promise: Promise,
    page: String,
    language: &'static str,
    combination: Combination,
    /// What speaks against it, beginning with what it is about.
    what: Vec<String>,
}

/// The top, left and right of Back and of the main button, by language, area, combination and name, on each page.
type Places = BTreeMap<(&'static str, bool, Combination, &'static str), Vec<(String, [i32; 3])>>;

/// What was looked at and found.
#[derive(Default)]
struct Report {
    failures: Vec<Failure>,
    /// How often a promise was looked for on a page.
    asked: BTreeMap<(Promise, String), usize>,
    places: Places,
}

/// One page in one language, as it is looked at.
struct Look<'a> {
    report: &'a mut Report,
    page: &'a str,
    language: &'static str,
    combination: Combination,
}

impl Look<'_> {
    /// Notes that a promise was looked for, and what speaks against it.
    fn note(&mut self, promise: Promise, against: impl IntoIterator<Item = String>) {
        *self.report.asked.entry((promise, self.page.to_owned())).or_default() += 1;
        let what: Vec<String> = against.into_iter().collect();
        if !what.is_empty() {
            self.report.failures.push(Failure {
                promise,
                page: self.page.to_owned(),
                language: self.language,
                combination: self.combination,
                what,
            });
        }
    }
}

/// What belongs to the frame on any page.
const OF_FRAME: [&str; 10] =
    ["back", "help", "keys", "listen", "larger", "contrast", "lock", "hide", "language-ro", "language-ru"];

/// What stands in the footer beside the main button.
const OF_FOOTER: [&str; 7] = ["help", "keys", "listen", "larger", "contrast", "lock", "hide"];

fn at(bounds: Rectangle) -> String {
    let Rectangle { x, y, width, height } = bounds;
    format!("{x:.0},{y:.0} {width:.0}x{height:.0}")
}

/// Whether a part is in the window whole, and in nothing that scrolls.
fn stands_fast(seen: &Seen, part: &Part) -> Option<String> {
    let whole = holds(&seen.all(), &part.bounds);
    match (part.view, whole) {
        (None, true) => None,
        (None, false) => Some(format!("\"{}\" lies at {} of {:?}", part.id(), at(part.bounds), seen.window)),
        (Some(_), _) => {
            let sight = if seen.visible(part).is_none_or(|visible| visible.height < part.bounds.height - 1.0) {
                ", and out of sight"
            } else {
                ""
            };
            Some(format!("\"{}\" scrolls with the page{sight}", part.id()))
        }
    }
}

/// The letters of the program, each with its line height.
fn letters() -> Vec<(f32, LineHeight, Font)> {
    let roles = [
        role::DISPLAY,
        role::H1,
        role::H2,
        role::H3,
        role::LEAD,
        role::BODY,
        role::STRONG,
        role::SMALL,
        role::SMALL_STRONG,
        role::KEY,
    ];
    let set = roles.map(|role| (role.size, LineHeight::Absolute(Pixels(role.line)), role.font));
    // Some words stand in the usual line height of their size.
    let usual = roles.iter().flat_map(|role| {
        [style::REGULAR, style::SEMIBOLD, style::BOLD].map(|font| (role.size, LineHeight::default(), font))
    });
    set.into_iter().chain(usual).collect()
}

/// How large texts are, measured once.
#[derive(Default)]
struct Measure {
    known: HashMap<(String, u32, u32), bool>,
}

impl Measure {
    /// Whether a text is as large as its place: whether some letters of the program fill exactly its height in its width.
    fn fits(&mut self, words: &Words) -> bool {
        let Size { width, height } = words.bounds.size();
        let key = (words.text.clone(), width.to_bits(), height.to_bits());
        *self.known.entry(key).or_insert_with_key(|(text, ..)| {
            // No word is broken but a number that no slim page has room for.
            let is_number = |word: &str| word.chars().count() > 30;
            let has_number = text.split_whitespace().any(is_number);
            let wrapping = if has_number { Wrapping::WordOrGlyph } else { Wrapping::default() };
            letters().into_iter().any(|(size, line_height, font)| {
                let line = line_height.to_absolute(Pixels(size)).0;
                let lines = height / line;
                if (lines - lines.round()).abs() > 0.04 || lines < 0.9 {
                    return false;
                }
                // What is as wide as its words was rounded; what has a given width was not.
                [width, width + 0.6].into_iter().any(|width| {
                    let measured = Paragraph::with_text(Text {
                        content: text.as_str(),
                        bounds: Size::new(width, f32::INFINITY),
                        size: Pixels(size),
                        line_height,
                        font,
                        align_x: iced::advanced::text::Alignment::Default,
                        align_y: alignment::Vertical::Top,
                        shaping: Shaping::default(),
                        wrapping,
                    })
                    .min_bounds();
                    (measured.height - height).abs() < 1.0 && measured.width <= width + 0.7
                })
            })
        })
    }
}

/// Looks at a page in one combination.
fn examine(stage: &mut Stage, look: &mut Look<'_>, measure: &mut Measure) {
    let seen = stage.see();
    let dense = stage.app.context().look.dense;
    let warning = stage.app.is_warning();
    let primary = stage.app.primary().filter(|_| !warning).map(|primary| primary.id);
    if let Some(id) = primary {
        let missing = || Some(format!("there is no \"{id}\""));
        let against = seen.part(id).map_or_else(missing, |part| stands_fast(&seen, part));
        look.note(Promise::PrimaryInView, against);
        let hidden = seen.part(id).filter(|part| !is_whole_in_sight(&seen, part));
        look.note(Promise::PrimaryInSight, hidden.map(|part| format!("\"{id}\" lies at {}", at(part.bounds))));
    }
    if let Some(back) = seen.part("back") {
        look.note(Promise::BackInView, stands_fast(&seen, back));
    }
    for (name, part) in [("back", seen.part("back")), ("main", primary.and_then(|id| seen.part(id)))] {
        if let Some(part) = part {
            let Rectangle { x, y, width, .. } = part.bounds * seen.scale;
            #[expect(clippy::cast_possible_truncation, reason = "whole pixels are near enough")]
            let place = [y, x, x + width].map(|edge| edge.round() as i32);
            let key = (look.language, dense, look.combination, name);
            look.report.places.entry(key).or_default().push((look.page.to_owned(), place));
        }
    }
    look.note(Promise::FrameInside, reaching_out(&seen));
    look.note(Promise::NoTextCut, cut(&seen, measure));
    look.note(Promise::NoOverlap, overlapping(&seen));
    let least = if dense { 40.0 } else { VISITOR_TARGET };
    let low = seen.controls().filter(|part| part.bounds.height * seen.scale < least - 0.6);
    let low = low.map(|part| format!("\"{}\" is {:.0} high", part.id(), part.bounds.height * seen.scale));
    look.note(Promise::Targets, low);
    look.note(Promise::OneRow, rows_of_footer(&seen));
    look.note(Promise::OwnWords, repeated(&seen));
    if look.combination.keys {
        let field = seen.parts.iter().find(|part| part.is_field() && part.focused);
        let field = field.or_else(|| seen.parts.iter().find(|part| part.is_field()));
        let keys = seen.controls().filter(|part| part.id().starts_with("key-"));
        let hidden = field.into_iter().chain(keys).filter(|part| !is_whole_in_sight(&seen, part));
        look.note(Promise::KeysInSight, hidden.map(|part| format!("\"{}\" lies at {}", part.id(), at(part.bounds))));
    }
}

/// Whether the whole of a part is in sight and can be pressed.
fn is_whole_in_sight(seen: &Seen, part: &Part) -> bool {
    seen.is_in_reach(part) && holds(&seen.clip(part.view), &part.bounds)
}

/// What lies outside the window, or outside the width of what it scrolls in.
fn reaching_out(seen: &Seen) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |name: &str, bounds: &Rectangle, view: Option<usize>| {
        let clip = seen.clip(view);
        let beside = bounds.x < clip.x - 0.6 || bounds.x + bounds.width > clip.x + clip.width + 0.6;
        if beside || view.is_none() && !holds(&clip, bounds) {
            found.push(format!("{name:?} lies at {} of {}", at(*bounds), at(clip)));
        }
    };
    for part in seen.controls() {
        look(part.id(), &part.bounds, part.view);
    }
    for words in &seen.words {
        look(&words.text, &words.bounds, words.view);
    }
    found
}

/// The texts that have less room than they need, or run out of the control they stand on.
fn cut(seen: &Seen, measure: &mut Measure) -> Vec<String> {
    let mut found = Vec::new();
    for words in seen.words.iter().filter(|words| !words.is_icon() && !words.text.trim().is_empty()) {
        let on = words.part.map(|part| &seen.parts[part]).filter(|part| part.is_control() && !part.is_field());
        if on.is_some_and(|part| !holds(&part.bounds, &words.bounds)) {
            found.push(format!("{:?} runs out of its control", words.text));
        } else if !measure.fits(words) {
            found.push(format!("{:?} has {}", words.text, at(words.bounds)));
        }
    }
    found
}

/// The pairs of controls that lie over each other.
fn overlapping(seen: &Seen) -> Vec<String> {
    let visible: Vec<(&Part, Rectangle)> =
        seen.controls().filter_map(|part| Some((part, seen.visible(part)?))).collect();
    let mut found = Vec::new();
    for (place, (one, bounds)) in visible.iter().enumerate() {
        for (other, others) in &visible[place + 1..] {
            let common = bounds.intersection(others);
            if common.is_some_and(|common| common.width > 1.0 && common.height > 1.0) {
                found.push(format!("\"{}\" and \"{}\"", one.id(), other.id()));
            }
        }
    }
    found
}

/// What is not in the footer's one row.
fn rows_of_footer(seen: &Seen) -> Vec<String> {
    let buttons: Vec<&Part> = OF_FOOTER.iter().filter_map(|id| seen.part(id)).collect();
    let mut found = Vec::new();
    for pair in buttons.windows(2) {
        if (pair[0].bounds.center().y - pair[1].bounds.center().y).abs() > 1.0 {
            found.push(format!("\"{}\" is in another row than \"{}\"", pair[1].id(), pair[0].id()));
        }
    }
    for words in seen.words.iter().filter(|words| !words.is_icon()) {
        let on = words.part.map(|part| seen.parts[part].id());
        // Two lines of the smallest words are higher than one of any that stand there.
        if on.is_some_and(|id| OF_FOOTER.contains(&id)) && words.bounds.height > 40.0 {
            found.push(format!("{:?} has two lines", words.text));
        }
    }
    found
}

/// The words that more than one button has, and the names that more than one control is spoken by. Links, and answers to
/// rows, may show the same word where what is spoken says which.
fn repeated(seen: &Seen) -> Vec<String> {
    let mut shown: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut spoken: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for part in seen.controls().filter(|part| !part.is_field()) {
        if part.semantics.role == Role::Button && !part.words.is_empty() {
            shown.entry(&part.words).or_default().insert(part.id());
        }
        spoken.entry(&part.semantics.label).or_default().insert(part.id());
    }
    let twice = shown.into_iter().chain(spoken).filter(|(_, ids)| ids.len() > 1);
    let twice: BTreeSet<String> = twice.map(|(words, ids)| format!("{words:?}: {ids:?}")).collect();
    twice.into_iter().collect()
}

/// Two states of one page: how it is come to, and what then happens on it.
const STATES: [(&str, Reach, Reach); 20] = [
    ("start, results", |_| {}, |stage| search(stage, "cazier")),
    (
        "start, nothing found",
        |_| {},
        |stage| {
            search(stage, "lapte");
            stage.key(Named::Enter);
        },
    ),
    (
        "start, more events",
        |_| {},
        |stage| {
            if stage.find("pager-after").is_some() {
                stage.touch("pager-after");
            }
        },
    ),
    ("question, an answer", to_choice, |stage| stage.write("1")),
    ("question, no answer", to_choice, |stage| stage.key(Named::Enter)),
    ("date, a day", reaches::question_date, |stage| write_in(stage, "field-typed", "13112026")),
    ("date, a wrong day", reaches::question_date, |stage| {
        write_in(stage, "field-typed", "31022026");
        stage.key(Named::Enter);
    }),
    (
        "plan, a warning above",
        |stage| reaches::to_plan(stage, "event-C1"),
        |stage| {
            let problem = Some(Problem::Untrusted);
            stage.send(Reply::CatalogueLook(Standing { problem, signed_until: None }, None));
        },
    ),
    (
        "plan, its next part",
        |stage| reaches::to_plan(stage, "event-C1"),
        |stage| {
            if stage.find("pager-after").is_some() {
                stage.touch("pager-after");
            }
        },
    ),
    (
        "plan, scrolled",
        |stage| reaches::to_plan(stage, "event-C1"),
        |stage| {
            stage.send(Framed::Shortcut(Shortcut::PageDown));
        },
    ),
    ("step, scrolled", step, |stage| stage.send(Framed::Shortcut(Shortcut::PageDown))),
    ("papers, one is there", papers, |stage| stage.touch("have-medical_certificate_of_birth")),
    ("take-away, the next code", reaches::long_take_away, |stage| {
        if stage.find("code-after").is_some() {
            stage.touch("code-after");
        }
    }),
    (
        "sign-in, a wrong password",
        |stage| stage.key(Named::F12),
        |stage| {
            write_in(stage, "field-name", "specialist");
            stage.key(Named::Tab);
            stage.write("altceva");
            stage.key(Named::Enter);
        },
    ),
    (
        "desk, a warning above",
        |stage| stage.sign_in(),
        |stage| {
            let problem = Some(Problem::TooNew);
            stage.send(Reply::CatalogueLook(Standing { problem, signed_until: None }, None));
        },
    ),
    ("case, something changed", reaches::case, |stage| {
        stage.send(Reply::CatalogueLook(Standing::default(), Some(reaches::newer())));
    }),
    (
        "person, a wrong number",
        |stage| on_case(stage, Named::F2),
        |stage| {
            write_in(stage, "field-person-name", "Probă 7");
            stage.key(Named::Enter);
        },
    ),
    (
        "consent, something lacking",
        |stage| on_case(stage, Named::F3),
        |stage| {
            stage.write("1");
            stage.key(Named::Enter);
        },
    ),
    ("papers of a case, one ticked", |stage| on_case(stage, Named::F4), |stage| stage.write("1")),
    ("request, another state", reaches::submitted, |stage| stage.key(Named::F6)),
];

/// Writes in a field, wherever the focus went while the page was shown in other sizes.
fn write_in(stage: &mut Stage, field: &str, words: &str) {
    stage.click(field);
    stage.write(words);
}

fn search(stage: &mut Stage, words: &str) {
    write_in(stage, "field-search", words);
}

fn to_choice(stage: &mut Stage) {
    reaches::question_date(stage);
    stage.write("13112026");
    stage.key(Named::Enter);
}

fn step(stage: &mut Stage) {
    reaches::to_plan(stage, "event-C1");
    stage.touch("step-register_birth");
}

fn papers(stage: &mut Stage) {
    reaches::to_plan(stage, "event-C1");
    stage.touch("plan-papers");
}

fn on_case(stage: &mut Stage, key: Named) {
    reaches::case(stage);
    stage.key(key);
}

/// The usual screen, on which every page is come to.
const USUAL: Combination = Combination { window: (1366, 768), larger: 0, keys: false };

/// Where the parts of the frame lie, by id.
fn frame_of(stage: &mut Stage) -> BTreeMap<String, Rectangle> {
    let seen = stage.see();
    let primary = stage.app.primary().map(|primary| primary.id);
    let ids = OF_FRAME.into_iter().chain(["language-en"]).chain(primary);
    ids.filter_map(|id| Some((id.to_owned(), seen.part(id)?.bounds))).collect()
}

/// What of the frame lies elsewhere now.
fn moved(before: &BTreeMap<String, Rectangle>, now: &BTreeMap<String, Rectangle>) -> Vec<String> {
    let both = before.iter().filter_map(|(id, bounds)| Some((id, bounds, now.get(id)?)));
    let far = |one: &Rectangle, other: &Rectangle| {
        let Vector { x, y } = one.position() - other.position();
        x.abs().max(y.abs()) > 0.6 || (one.width - other.width).abs() > 0.6 || (one.height - other.height).abs() > 0.6
    };
    both.filter(|(_, one, other)| far(one, other))
        .map(|(id, one, other)| format!("\"{id}\" goes from {} to {}", at(*one), at(*other)))
        .collect()
}

/// What there is to look at.
#[derive(Clone, Copy)]
enum Job {
    /// A page, in every combination.
    Page(&'static str, Reach),
    /// Two states of a page, in every combination.
    States(&'static str, Reach, Reach),
    /// The questions of an event, on the usual screen.
    Questions(&'static str),
}

impl Job {
    fn run(self, place: usize, language: &'static str, report: &mut Report, measure: &mut Measure) {
        let combinations = Combination::of_today(place);
        match self {
            Self::Page(page, reach) => {
                let mut stage = reaches::staged(reach, language, 0, false, USUAL.size());
                for combination in combinations {
                    let mut look = Look { report, page, language, combination };
                    show_and_examine(&mut stage, &mut look, measure);
                }
            }
            Self::States(page, reach, change) => {
                let mut stage = reaches::staged(reach, language, 0, false, USUAL.size());
                let mut before = BTreeMap::new();
                for combination in &combinations {
                    if stage.show(combination.size(), combination.larger.into(), combination.keys) {
                        before.insert(*combination, frame_of(&mut stage));
                    }
                }
                stage.show(USUAL.size(), 0, false);
                change(&mut stage);
                for combination in combinations {
                    let known = before.get(&combination);
                    if stage.show(combination.size(), combination.larger.into(), combination.keys)
                        && let Some(before) = known
                    {
                        let now = frame_of(&mut stage);
                        let mut look = Look { report, page, language, combination };
                        look.note(Promise::Still, moved(before, &now));
                    }
                }
            }
            Self::Questions(event) => {
                let mut known = BTreeSet::new();
                for first in [false, true] {
                    let mut stage = reaches::staged(|_| {}, language, 0, false, USUAL.size());
                    go_through(&mut stage, event, first, |stage| {
                        let seen = stage.see();
                        let answers = seen.controls().filter(|part| part.id().starts_with("answer-")).count();
                        let heading = stage.app.heading();
                        if (2..=6).contains(&answers) && known.insert(heading.clone()) {
                            let against = (!seen.is_whole()).then(|| format!("{answers} answers to {heading:?}"));
                            let mut look = Look { report, page: event, language, combination: USUAL };
                            look.note(Promise::SixAnswers, against);
                        }
                    });
                }
            }
        }
    }
}

/// Looks at a page in one combination, where it has one.
fn show_and_examine(stage: &mut Stage, look: &mut Look<'_>, measure: &mut Measure) {
    let Combination { larger, keys, .. } = look.combination;
    let (size, larger) = (look.combination.size(), usize::from(larger));
    // The heading, the first field and the whole keyboard have no room together where the largest text leaves a quarter of
    // the window to the page, or larger text and a warning above it; nor in a specialist's longer forms, where this keyboard
    // is asked for. There the page is turned to the field, which is seen by another promise.
    let stays = |stage: &mut Stage| {
        let seen = stage.see();
        let field = seen.parts.iter().find(|part| part.is_field() && part.focused);
        let field = field.or_else(|| seen.parts.iter().find(|part| part.is_field()));
        let mut parts = frame_of(stage);
        parts.retain(|id, _| id == "back" || stage.app.primary().is_some_and(|primary| primary.id == id));
        let first = seen.parts.iter().find(|part| part.is_field()).map(Part::id);
        let room = [2, 1][usize::from(seen.part("standing").is_some())];
        let stays = larger < room && !stage.app.context().look.dense && field.map(Part::id) == first;
        parts.extend(field.filter(|_| stays).map(|field| (field.id().to_owned(), field.bounds)));
        parts
    };
    let before = (keys && stage.show(size, larger, false)).then(|| stays(stage));
    if !stage.show(size, larger, keys) {
        return;
    }
    if let Some(before) = before {
        let now = stays(stage);
        look.note(Promise::StillWithKeys, moved(&before, &now));
    }
    examine(stage, look, measure);
}

/// Goes through the questions of an event, by "I do not know" or by the first answer of each.
fn go_through(stage: &mut Stage, event: &str, first: bool, mut look: impl FnMut(&mut Stage)) {
    let tile = format!("event-{event}");
    let mut turned = 0;
    while stage.find(&tile).is_none() {
        stage.touch("pager-after");
        turned += 1;
        assert!(turned < 9, "no event {event}");
    }
    stage.touch(&tile);
    let mut asked = 0;
    while ["event", "question"].contains(&stage.app.screen().name()) {
        let before = (stage.app.screen().name(), stage.app.heading());
        if before.0 == "question" {
            look(stage);
            let seen = stage.see();
            let answers = seen.controls().map(Part::id).filter(|id| id.starts_with("answer-"));
            let answers: Vec<String> = answers.map(str::to_owned).collect();
            stage.touch(if first { &answers[0] } else { "answer-unknown" });
        }
        if (stage.app.screen().name(), stage.app.heading()) == before {
            let next = stage.app.primary().unwrap().id;
            stage.touch(next);
        }
        asked += 1;
        assert!(asked < 25, "the questions do not end: {}", stage.words());
    }
}

impl Report {
    fn merge(&mut self, other: Self) {
        self.failures.extend(other.failures);
        for (key, count) in other.asked {
            *self.asked.entry(key).or_default() += count;
        }
        for (key, places) in other.places {
            self.places.entry(key).or_default().extend(places);
        }
    }

    /// Looks at what all pages of an area have in common, once all were seen.
    fn compare_pages(&mut self) {
        for ((language, _, combination, part), pages) in std::mem::take(&mut self.places) {
            let usual = [0, 1, 2].map(|edge| {
                let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
                for (_, place) in &pages {
                    *counts.entry(place[edge]).or_default() += 1;
                }
                counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(edge, _)| edge)
            });
            for (page, place) in pages {
                let far = |edge: usize| place[edge].abs_diff(usual[edge]) > 1;
                // Words of another length may end, or begin, elsewhere.
                let far = far(0) || far(1) && far(2);
                let against = far.then(|| format!("{part} has top, left, right {place:?}, elsewhere {usual:?}"));
                Look { report: self, page: &page, language, combination }.note(Promise::OnePlace, against);
            }
        }
    }

    /// The table: by promise, page and combination.
    fn table(&self) -> String {
        let mut out = String::from("n normal, l larger, L largest text; +k with the keyboard on the screen\n");
        for promise in Promise::ALL {
            let asked = self.asked.iter().filter(|((of, _), _)| *of == promise);
            let asked: BTreeMap<&str, usize> = asked.map(|((_, page), count)| (page.as_str(), *count)).collect();
            let failures: Vec<&Failure> = self.failures.iter().filter(|failure| failure.promise == promise).collect();
            let (total, broken) = (asked.values().sum::<usize>(), failures.len());
            let held = if HELD.contains(&promise) { ", held" } else { "" };
            let _ = writeln!(out, "\n{promise:?}: {} [{broken} of {total} fail{held}]", promise.words());
            let mut pages: BTreeMap<&str, Vec<&Failure>> = BTreeMap::new();
            for failure in failures {
                pages.entry(&failure.page).or_default().push(failure);
            }
            for (page, failures) in pages {
                let of = asked.get(page).copied().unwrap_or_default();
                let place = if failures.len() == of { " everywhere".to_owned() } else { where_of(&failures) };
                let _ = writeln!(out, "  {page} [{} of {of}]{place}", failures.len());
                for line in examples(&failures) {
                    let _ = writeln!(out, "      {line}");
                }
            }
        }
        out
    }
}

/// The first case of each of a few things that failures are about, and how many more things there are.
fn examples(failures: &[&Failure]) -> Vec<String> {
    const SHOWN: usize = 4;
    let mut known = BTreeSet::new();
    let mut lines = Vec::new();
    for failure in failures {
        for what in &failure.what {
            let about = what.split('"').nth(1).unwrap_or(what);
            if known.insert(about) && known.len() <= SHOWN {
                let Failure { language, combination, .. } = failure;
                lines.push(format!("{language} {} {}: {what}", combination.name(), combination.mark()));
            }
        }
    }
    if known.len() > SHOWN {
        let others: Vec<&str> = known.into_iter().collect();
        lines.push(format!("all {}: {}", others.len(), others.join(", ")));
    }
    lines
}

/// In which languages and combinations.
fn where_of(failures: &[&Failure]) -> String {
    let mut by_combination: BTreeMap<Combination, BTreeSet<&str>> = BTreeMap::new();
    for failure in failures {
        by_combination.entry(failure.combination).or_default().insert(failure.language);
    }
    let mut by_languages: BTreeMap<Vec<&str>, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (combination, languages) in by_combination {
        let windows = by_languages.entry(languages.into_iter().collect()).or_default();
        windows.entry(combination.name()).or_default().push(combination.mark());
    }
    let mut out = String::new();
    for (languages, windows) in by_languages {
        let windows: Vec<String> =
            windows.into_iter().map(|(name, marks)| format!("{name} {}", marks.join(" "))).collect();
        let _ = write!(out, " · {}: {}", languages.join(" "), windows.join("; "));
    }
    out
}

#[test]
fn the_frame_keeps_the_promises_it_is_held_to() {
    let only = std::env::var("CUPS_LAYOUT_ONLY").unwrap_or_default();
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let events: Vec<&'static str> = catalogue.events.keys().map(|code| &*code.clone().leak()).collect();
    let pages = SCREENS.map(|(page, reach)| (page, Job::Page(page, reach)));
    let states = STATES.map(|(page, reach, change)| (page, Job::States(page, reach, change)));
    let questions = events.into_iter().map(|event| (event, Job::Questions(event)));
    let jobs: Vec<(&str, Job)> = pages.into_iter().chain(states).chain(questions).collect();
    let jobs = jobs.into_iter().filter(|(name, _)| name.contains(&only)).enumerate();
    let jobs = jobs.flat_map(|(place, (name, job))| LANGUAGES.map(|language| (place, name, job, language)));
    let jobs = Mutex::new(jobs);
    let report = Mutex::new(Report::default());
    let work = || {
        let (mut own, mut measure) = (Report::default(), Measure::default());
        loop {
            let next = jobs.lock().unwrap().next();
            let Some((place, name, job, language)) = next else { break };
            let run = std::panic::AssertUnwindSafe(|| job.run(place, language, &mut own, &mut measure));
            assert!(std::panic::catch_unwind(run).is_ok(), "\"{name}\" cannot be looked at in {language}");
        }
        report.lock().unwrap().merge(own);
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut report = report.into_inner().unwrap();
    report.compare_pages();
    let table = report.table();
    println!("{table}");
    let target = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    std::fs::create_dir_all(&target).unwrap();
    std::fs::write(target.join("layout.txt"), &table).unwrap();
    let broken: BTreeSet<Promise> =
        report.failures.iter().map(|failure| failure.promise).filter(|promise| HELD.contains(promise)).collect();
    assert!(broken.is_empty(), "promises held until now are broken, see target/layout.txt: {broken:?}");
}
