//! What is taken away: the whole plan in lines, and the same in codes that a telephone reads without a line. No
//! personal data.

use crate::account::{Page, Reader, SheetStep, sheet};
use crate::domain::plan::{Number, Plan};
use crate::domain::situation::Situation;
use crate::domain::text::Language;
use crate::i18n::{Texts, phrase};

/// A code that older telephones still read from a screen holds at most so many bytes.
pub const LARGEST_CODE: usize = 900;

/// A plan to take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeAway {
    /// The whole plan, line by line.
    pub lines: Vec<String>,
    /// The texts of the codes, in order. Which steps a code holds does not depend on the language.
    pub codes: Vec<String>,
}

/// The parts of a take-away in one language.
struct Parts {
    /// What it is about.
    head: String,
    /// The steps, and behind them where to read more and of which day the catalogue is.
    items: Vec<String>,
    /// For which centre and day it holds.
    valid: String,
    /// How to reach that centre again.
    centre: Vec<String>,
}

/// Makes the take-away of a plan.
#[must_use]
pub fn take_away(texts: &Texts, situation: &Situation<'_>, plan: &Plan<'_>) -> TakeAway {
    let whole = parts(texts, situation, plan, Reader::Sheet);
    let mut lines = vec![whole.head];
    lines.extend(whole.items);
    lines.push(whole.valid);
    lines.extend(whole.centre);
    let own = parts(texts, situation, plan, Reader::Code);
    // The same steps in each language: what is longest in any of them decides where one code ends.
    let others: Vec<Parts> = Language::INTERFACE
        .into_iter()
        .filter(|language| *language != texts.language())
        .map(|language| parts(&Texts::load(language), situation, plan, Reader::Code))
        .collect();
    let longest =
        |length: &dyn Fn(&Parts) -> usize| std::iter::once(&own).chain(&others).map(length).max().unwrap_or(0);
    let around = longest(&|parts| parts.head.len() + parts.valid.len() + " (10/10)\n\n".len());
    let lengths: Vec<usize> = (0..own.items.len()).map(|item| longest(&|parts| parts.items[item].len() + 1)).collect();
    let codes = packed(&lengths, LARGEST_CODE.saturating_sub(around));
    let of = codes.len();
    let codes = (1..).zip(codes).map(|(number, items)| {
        let mark = if of > 1 { format!(" ({number}/{of})") } else { String::new() };
        let mut lines = vec![format!("{}{mark}", own.head)];
        lines.extend_from_slice(&own.items[items]);
        lines.push(own.valid.clone());
        lines.join("\n")
    });
    TakeAway { codes: codes.collect(), lines }
}

/// Which items go into which code: as few codes as hold them all, and those about equally full. An item longer than a
/// code has one to itself.
fn packed(lengths: &[usize], capacity: usize) -> Vec<std::ops::Range<usize>> {
    let fill = |capacity: usize| {
        let mut codes: Vec<std::ops::Range<usize>> = Vec::new();
        let mut used = 0;
        for (item, length) in lengths.iter().enumerate() {
            match codes.last_mut() {
                Some(code) if used + length <= capacity => {
                    code.end = item + 1;
                    used += length;
                }
                _ => {
                    codes.push(item..item + 1);
                    used = *length;
                }
            }
        }
        codes
    };
    let fewest = fill(capacity).len();
    let (mut least, mut most) = (0, capacity);
    while least < most {
        let middle = usize::midpoint(least, most);
        if fill(middle).len() > fewest { least = middle + 1 } else { most = middle }
    }
    fill(most)
}

fn parts(texts: &Texts, situation: &Situation<'_>, plan: &Plan<'_>, reader: Reader) -> Parts {
    let sheet = sheet(situation, plan, reader);
    let mut items: Vec<String> = sheet.steps.iter().map(|step| line(texts, step)).collect();
    items.extend(sheet.pages.iter().map(|page| address(texts, page)));
    items.push(texts.say(&sheet.catalogue));
    let centre = sheet.centre.iter().map(|said| texts.say(said)).collect();
    Parts { head: texts.say(&sheet.head), items, valid: texts.say(&sheet.valid), centre }
}

fn line(texts: &Texts, step: &SheetStep<'_>) -> String {
    let title = texts.say(&step.title);
    let remark = step.remark.as_ref().map(|remark| format!(" ({})", texts.say(remark))).unwrap_or_default();
    let lead = step.lead.as_ref().map(|lead| format!(" – {}", texts.say(lead))).unwrap_or_default();
    let place = step.place.as_ref().map(|place| format!(" – {}", texts.say(place))).unwrap_or_default();
    match step.number {
        Number::Step(number) => format!("{number}. {title}{remark}{lead}{place}"),
        Number::Instead(number) => {
            let instead = texts.say(&phrase("plan-tag-or").with("number", number).into());
            format!("– {instead}: {title}{remark}{lead}{place}")
        }
        Number::Automatic => format!("– {title}{remark}"),
    }
}

fn address(texts: &Texts, page: &Page<'_>) -> String {
    let language = texts.language();
    match page {
        Page::Event(code) => format!("servicii.gov.md/{language}/event/{code}"),
        Page::Service(code) => format!("servicii.gov.md/{language}/service/{code}"),
        Page::Start => format!("servicii.gov.md/{language}"),
    }
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn items_go_into_as_few_codes_as_hold_them_and_fill_them_alike() {
        assert_eq!(packed(&[10, 10, 10], 30).len(), 1);
        assert_eq!(packed(&[10, 10, 10, 10], 30), [0..2, 2..4]);
        assert_eq!(packed(&[50, 10], 30), [0..1, 1..2]);
        assert!(packed(&[], 30).is_empty());
    }
}
