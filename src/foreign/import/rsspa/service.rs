//! One record of a service.

use super::gather::Row;
use super::price::{self, Price};
use super::reading::{Reading, Shape, field};
use crate::domain::identifier::{ServiceCode, without_separators};
use crate::domain::money::{Amount, Currency};
use crate::domain::service::{
    Channel, ChannelKind, Confidence, FeeOption, Finish, Law, Need, Paper, PaperNeed, Provider, Service, Source,
};
use crate::domain::term::Term;
use crate::domain::text::{Aliases, Language, Text};
use crate::foreign::import::budget::{PART, RECORD};
use crate::foreign::import::{Imported, clean};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The longest code; it is the name of a file too.
const LONGEST_CODE: usize = 40;
/// What a code begins with that stands in the place of a wrong one.
const PREFIX: &str = "X-";

/// The code of a record. One that is not right is not guessed: the record comes in under `X-` and what stood there.
pub fn code(row: &Row, reading: &mut Reading) -> Option<ServiceCode> {
    let fields = &row.fields();
    let written = match field(fields, "code") {
        Some(Value::String(code)) => clean::line(code),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    reading.begin(&row.file, "service", &written);
    if let Ok(code) = ServiceCode::parse(&written)
        && written.len() <= LONGEST_CODE
    {
        return Some(code);
    }
    let repaired = match field(fields, "code") {
        // Zeros before a number are lost when it is written as one.
        Some(Value::Number(_)) => format!("{written:0>9}"),
        _ => without_separators(&written).to_ascii_uppercase(),
    };
    if let Ok(code) = ServiceCode::parse(&repaired)
        && repaired.len() <= LONGEST_CODE
    {
        reading.doubt("code", format!("the code \"{}\" is taken as {repaired}", clean::excerpt(&written)));
        return Some(code);
    }
    let reason = ServiceCode::parse(&written).err().map_or("it is too long".to_owned(), |error| error.to_string());
    let mut name = clean::slug_within(&written, LONGEST_CODE - PREFIX.len());
    if written.is_empty() {
        let title = field(fields, "title").map(Value::to_string).unwrap_or_default();
        name = format!("no-code-{}", clean::short_hash(&title));
    }
    let name = format!("{PREFIX}{}", name.to_ascii_uppercase());
    let what = format!("the code \"{}\" is wrong: {reason}; the record stands under {name}", clean::excerpt(&written));
    reading.doubt("code", what);
    ServiceCode::parse(&name).ok()
}

/// Reads a service with its provider, papers and laws.
pub fn read(code: &ServiceCode, row: &Row, reading: &mut Reading, imported: &mut Imported) {
    reading.begin(&row.file, "service", code.as_str());
    reading.spend(RECORD);
    let fields = &row.fields();
    let title = reading.text(field(fields, "title"), "title", Shape::Line).unwrap_or_else(|| {
        reading.doubt("title", "there is no title: the code stands in its place");
        Text { ro: code.to_string(), ..Text::default() }
    });
    let summary = reading.text(field(fields, "objective"), "objective", Shape::Blocks).unwrap_or_else(|| {
        reading.doubt("objective", "there is no description: the summary is empty");
        Text::default()
    });
    if let Some(id) = reading.scalar(field(fields, "id"), "id") {
        reading.keep("id", &id);
    }
    if let Some(categories) =
        field(fields, "categories").filter(|value| value.as_array().is_some_and(|all| !all.is_empty()))
    {
        reading.keep("categories", &categories.to_string());
        reading.always("categories", "our records have no categories, left out");
    }
    if reading.text(field(fields, "complaintsProcess"), "complaintsProcess", Shape::Blocks).is_some() {
        let whole = field(fields, "complaintsProcess").map(Value::to_string).unwrap_or_default();
        reading.keep("complaintsProcess", &whole);
        reading.doubt("complaintsProcess", "our records have no place for how to complain: kept beside the originals");
    }
    let mut service = Service {
        code: code.clone(),
        title,
        provider: provider(code, reading, imported),
        summary,
        output: None,
        valid_for: None,
        aliases: Aliases::default(),
        eligibility: Vec::new(),
        instead: Vec::new(),
        questions: Vec::new(),
        derived: Vec::new(),
        related: Vec::new(),
        each_matter: false,
        penalties: Vec::new(),
        consular_twin: None,
        papers: Vec::new(),
        fields: Vec::new(),
        fees: fees(fields, reading),
        not_with: Vec::new(),
        treaties: None,
        exemptions: Vec::new(),
        state_duties: Vec::new(),
        benefit: None,
        processing: None,
        channels: channels(fields, reading),
        deadlines: Vec::new(),
        law: Vec::new(),
        confidence: Confidence::Assumed,
        ask: Vec::new(),
        unconfirmed: Vec::new(),
        figures_as_of: None,
        believed: Vec::new(),
        sources: Vec::new(),
    };
    service.penalties.extend(reading.text(
        field(fields, "sanctionsAndPenalties"),
        "sanctionsAndPenalties",
        Shape::Blocks,
    ));
    documents(fields, &mut service, reading, imported);
    imported.services.insert(code.clone(), service);
}

/// The record says nothing of its provider: the first three digits of a code tell a theme, under which several
/// institutions stand. One provider for each theme holds the place until an editor names the right one.
fn provider(code: &ServiceCode, reading: &mut Reading, imported: &mut Imported) -> String {
    let theme = code.as_str().get(..3).filter(|theme| theme.bytes().all(|byte| byte.is_ascii_digit()));
    let id = format!("imported-{}", theme.unwrap_or("other"));
    let codes = theme.map_or_else(String::new, |theme| format!(" ({theme}…)"));
    imported.providers.entry(id.clone()).or_insert_with(|| Provider {
        id: id.clone(),
        name: Text {
            ro: format!("Instituția nu este numită{codes}"),
            ru: Some(format!("Учреждение не названо{codes}")),
            en: Some(format!("The institution is not named{codes}")),
            ..Text::default()
        },
        office: None,
        phones: Vec::new(),
        site: None,
        territorial: false,
    });
    reading.always("provider", "the records name no provider: an editor names it");
    id
}

fn fees(fields: &Map<String, Value>, reading: &mut Reading) -> Vec<FeeOption> {
    let costs = reading.objects(field(fields, "costs"), "costs");
    costs.into_iter().map(|(place, cost)| fee(cost, &place, reading)).collect()
}

fn fee(cost: &Map<String, Value>, place: &str, reading: &mut Reading) -> FeeOption {
    let price_place = format!("{place}.price");
    let written = reading.scalar(field(cost, "price"), &price_place);
    let own = reading.scalar(field(cost, "currency"), &format!("{place}.currency"));
    let known = own.as_deref().and_then(price::currency);
    let mut fee =
        FeeOption { term: term(cost, place, reading), currency: known.unwrap_or_default(), ..FeeOption::default() };
    let mut kept = None;
    // A number is written one way only, whatever its digits look like.
    let is_number = field(cost, "price").is_some_and(Value::is_number);
    let read = |text: &str| match text.parse() {
        Ok(from) => Price::Amount { from, to: None, currency: None },
        Err(_) if is_number => Price::Unclear,
        Err(_) => price::price(text),
    };
    match written.as_deref().map(read) {
        None => reading.doubt(&price_place, "there is no price"),
        Some(Price::Amount { from, to, currency }) => {
            let certain = currency_of(currency, own.as_deref(), from, place, reading);
            if let Some(currency) = certain {
                (fee.amount, fee.amount_to, fee.currency) = (Some(from), to, currency);
            } else {
                kept.clone_from(&written);
            }
        }
        Some(Price::Percent { percent, of }) => {
            fee.percent = Some(percent);
            fee.percent_of = Some(Text { ro: of, ..Text::default() });
        }
        Some(Price::Unclear) => {
            let what = format!(
                "\"{}\" is not certain: kept as a text",
                clean::excerpt(written.as_deref().unwrap_or_default())
            );
            reading.doubt(&price_place, what);
            kept.clone_from(&written);
        }
    }
    // A currency that we do not have goes with the text.
    if let (Some(text), Some(own), None) = (&mut kept, own, known) {
        *text = format!("{text} {own}");
    }
    let kept = kept.map(|ro| Text { ro, ..Text::default() });
    let commentary = reading.plain(field(cost, "commentary"), &format!("{place}.commentary"), Shape::Blocks);
    fee.case = clean::joined(kept.iter().chain(&commentary), "; ");
    fee
}

/// The currency of an amount: what its text names, or else what its field says. Nothing costs nothing in every
/// currency. `None` when it is one that we do not have.
fn currency_of(
    named: Option<Currency>,
    field: Option<&str>,
    amount: Amount,
    place: &str,
    reading: &mut Reading,
) -> Option<Currency> {
    let known = field.and_then(price::currency);
    if amount == Amount(0) {
        return Some(named.or(known).unwrap_or_default());
    }
    let place = format!("{place}.currency");
    match (named, known, field) {
        (Some(named), None, None) => Some(named),
        (Some(named), Some(known), _) if named == known => Some(named),
        (Some(named), ..) => {
            let what = format!("the price says {}, its field another currency: the price's is taken", named.code());
            reading.doubt(&place, what);
            Some(named)
        }
        (None, Some(known), _) => Some(known),
        (None, None, None) => {
            reading.doubt(&place, "there is no currency: taken as lei");
            Some(Currency::Mdl)
        }
        (None, None, Some(_)) => {
            reading.doubt(&place, "a currency that our records do not have: kept as a text");
            None
        }
    }
}

fn term(cost: &Map<String, Value>, place: &str, reading: &mut Reading) -> Option<Term> {
    let value = reading.scalar(field(cost, "durationValue"), &format!("{place}.durationValue"));
    let unit = reading.scalar(field(cost, "durationUnit"), &format!("{place}.durationUnit"));
    let place = format!("{place}.durationUnit");
    let Some(value) = value else {
        if let Some(unit) = unit {
            reading.doubt(&place, format!("the unit \"{}\" has no number: left out", clean::excerpt(&unit)));
        }
        return None;
    };
    let unit = unit.unwrap_or_default();
    let commentary = field(cost, "commentary").map(Value::to_string).unwrap_or_default();
    match price::term(&value, &unit, &commentary) {
        Ok((term, doubt)) => {
            if let Some(doubt) = doubt {
                reading.doubt(&place, doubt);
            }
            Some(term)
        }
        Err(reason) => {
            let written = clean::excerpt(format!("{value} {unit}").trim());
            reading.doubt(&place, format!("\"{written}\" is {reason}: the term is left out"));
            None
        }
    }
}

/// The steps as the places where they are done: those with an address online, the others at the provider's office.
fn channels(fields: &Map<String, Value>, reading: &mut Reading) -> Vec<Channel> {
    let online = online(fields, reading);
    let mut steps: Vec<(f64, Option<Text>, Option<String>)> = Vec::new();
    for (place, step) in reading.objects(field(fields, "steps"), "steps") {
        let order_place = format!("{place}.order");
        let order = reading.scalar(field(step, "order"), &order_place);
        let number = order.as_deref().and_then(|order| order.parse::<f64>().ok()).filter(|number| number.is_finite());
        if number.is_none() {
            reading.doubt(&order_place, "the step has no number: it stays where it stands");
        }
        let last = steps.last().map_or(0.0, |(order, ..)| *order);
        let title = reading.text(field(step, "title"), &format!("{place}.title"), Shape::Line);
        let how = reading.text(field(step, "description"), &format!("{place}.description"), Shape::Blocks);
        let address = reading.address(field(step, "channelUrl"), &format!("{place}.channelUrl"));
        steps.push((number.unwrap_or(last), clean::joined(title.iter().chain(&how), "\n"), address));
    }
    steps.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
    let mut channels: Vec<(Option<String>, Vec<Text>)> = Vec::new();
    for (_, note, address) in steps {
        if note.is_none() && address.is_none() {
            continue;
        }
        let known = channels.iter().position(|(other, _)| *other == address);
        let place = known.unwrap_or(channels.len());
        if known.is_none() {
            channels.push((address, Vec::new()));
        }
        if let Some((_, notes)) = channels.get_mut(place) {
            notes.extend(note);
        }
    }
    if online && !channels.iter().any(|(address, _)| address.is_some()) {
        reading.doubt("eService", "an electronic service, but no step has an address: the channel has none");
    }
    if !online && channels.iter().any(|(address, _)| address.is_some()) {
        reading.doubt("eService", "a step has an address, but the service is not electronic: the page only informs");
    }
    let mut made: Vec<Channel> = channels.into_iter().map(|(url, notes)| channel(url, &notes, online)).collect();
    if online && !made.iter().any(|channel| channel.kind == ChannelKind::Online) {
        made.push(Channel { kind: ChannelKind::Online, ..channel(None, &[], online) });
    }
    if made.iter().all(|channel| channel.finish == Finish::None) {
        reading.doubt("steps", "no place is named where it can be done: taken as the provider's office");
        made.push(channel(None, &[], online));
    }
    if made.iter().any(|channel| channel.kind == ChannelKind::Office && channel.finish == Finish::Whole) {
        reading.doubt("steps", "it is not said what can be finished at the office: taken as the whole of it");
    }
    made
}

fn channel(url: Option<String>, notes: &[Text], online: bool) -> Channel {
    Channel {
        kind: if url.is_some() { ChannelKind::Online } else { ChannelKind::Office },
        finish: if url.is_some() && !online { Finish::None } else { Finish::Whole },
        place: None,
        provider: None,
        note: clean::joined(notes, "\n"),
        url,
        when: None,
    }
}

fn online(fields: &Map<String, Value>, reading: &mut Reading) -> bool {
    match field(fields, "eService") {
        Some(Value::Bool(online)) => *online,
        None | Some(Value::Null) => {
            reading.doubt("eService", "it is not said whether the service is electronic: taken as not");
            false
        }
        other => {
            let text = reading.scalar(other, "eService").unwrap_or_default();
            let online = ["true", "1", "da", "yes"].contains(&text.to_ascii_lowercase().as_str());
            let taken = if online { "electronic" } else { "not electronic" };
            reading.doubt("eService", format!("\"{}\" is not true or false: taken as {taken}", clean::excerpt(&text)));
            online
        }
    }
}

fn documents(fields: &Map<String, Value>, service: &mut Service, reading: &mut Reading, imported: &mut Imported) {
    for (place, document) in reading.objects(field(fields, "documents"), "documents") {
        let kind = reading.scalar(field(document, "type"), &format!("{place}.type")).unwrap_or_default();
        let title_place = format!("{place}.title");
        let title = reading.text(field(document, "title"), &title_place, Shape::Line);
        let details = reading.plain(field(document, "details"), &format!("{place}.details"), Shape::Blocks);
        if let Some(url) = reading.address(field(document, "url"), &format!("{place}.url"))
            && !service.sources.iter().any(|source| source.url == url)
        {
            service.sources.push(Source { url, page_date: None });
        }
        let Some(title) = title else {
            reading.doubt(&title_place, "a document without a title: left out");
            continue;
        };
        if kind.eq_ignore_ascii_case("legal") {
            let id = format!("imported-{}", clean::slug(&title.ro));
            // Its own record, and another copy of its name.
            reading.spend(PART + title.ro.len());
            let law = imported.laws.entry(id.clone()).or_insert_with(|| Law::named(id.clone(), title.clone()));
            filled(&mut law.name, &title, &title_place, reading);
            if let Some(details) = details {
                let what = format!("our laws have a name only, left out: {}", clean::excerpt(&details.ro));
                reading.keep(&format!("{place}.details"), &details.ro);
                reading.doubt(&format!("{place}.details"), what);
            }
            if !service.law.contains(&id) {
                service.law.push(id);
            }
            continue;
        }
        if !kind.eq_ignore_ascii_case("required") {
            let what = format!("the kind \"{}\" is not known: taken as a required paper", clean::excerpt(&kind));
            reading.doubt(&format!("{place}.type"), what);
        }
        let id = format!("imported-{}", clean::slug(&title.ro));
        // Its own record, and another copy of its name.
        reading.spend(PART + title.ro.len());
        let paper = imported.papers.entry(id.clone()).or_insert_with(|| Paper {
            id: id.clone(),
            name: title.clone(),
            hint: None,
            output_of: None,
            replaced_by: None,
        });
        filled(&mut paper.name, &title, &title_place, reading);
        if service.papers.iter().any(|need| need.paper == id && need.note == details) {
            reading.doubt(&title_place, "the paper stands twice: the second is left out");
            continue;
        }
        service.papers.push(PaperNeed {
            paper: id,
            need: Need::Bring,
            when: None,
            note: details,
            apostille_and_translation: false,
            valid: None,
            group: None,
        });
    }
}

/// Gives a name the languages that another writing of it has. Names that differ stay as they are, with a doubt.
fn filled(name: &mut Text, other: &Text, place: &str, reading: &mut Reading) {
    let mut languages = BTreeMap::new();
    for language in [Language::Ro, Language::Ru, Language::En, Language::Uk, Language::Gag, Language::Bg] {
        match (name.exact(language), other.exact(language)) {
            (Some(first), Some(second)) if first != second => {
                reading.doubt(
                    &format!("{place}.{language}"),
                    format!("written otherwise elsewhere, kept: {}", clean::excerpt(first)),
                );
                languages.insert(language, first.to_owned());
            }
            (first, second) => {
                if let Some(words) = first.or(second) {
                    languages.insert(language, words.to_owned());
                }
            }
        }
    }
    if let Some((whole, _)) = clean::text(languages) {
        *name = whole;
    }
}
