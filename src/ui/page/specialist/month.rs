//! The centre's month: a table at a time, for the month chosen. What is shown here stands on the paper and in the file too.

use super::{Action, ForSpecialists, Ground};
use crate::account::{MonthNames, MonthTable, MonthTold, SMALLEST_SHOWN, month_said};
use crate::domain::month::{Month, MonthCount};
use crate::i18n::Value;
use crate::ui::component::{
    Element, Tone, Words, body, caption, card, h1, h2, key_hint, notice, rows, secondary_button, small, strong,
    summary_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Turning};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};
use jiff::civil::Date;
use std::path::PathBuf;

/// How many rows of a table stand on a part of the page.
const ROWS: usize = 12;

/// How wide a column of numbers is.
const NUMBER: f32 = 148.0;

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthPage {
    /// The month.
    pub month: Month,
    /// What was counted, once it is.
    pub counted: Option<(MonthCount, MonthNames)>,
    /// Whether the file was kept, once that was tried.
    pub kept: Option<bool>,
    page: usize,
}

/// What happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another part.
    Page(usize),
    /// Another month.
    Month(Month),
    /// Look at it as it is printed.
    Print,
    /// Keep it as a file in this folder.
    Keep(PathBuf),
}

impl Page for MonthPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "month";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let month = ground.context.texts.say(&Value::Month(self.month.first()));
        ground.context.tr_with("report-title", &[("month", month.into())])
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        Turning::numbered(&ground.context, self.place(&ground.context), Message::Page)
    }

    fn part(&self) -> usize {
        self.page
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Page(page) => self.page = page,
            Message::Month(month) => {
                (self.month, self.counted, self.kept) = (month, None, None);
                return Action::CountMonth(month);
            }
            Message::Print => return Action::Sheet(SheetWish::Open(SheetChoice::Month(self.month))),
            Message::Keep(folder) => return Action::KeepMonth(folder),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.draw(&ground.context, self.heading(ground))
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::Print && self.counted.is_some() && ground.context.prints()).then_some(Message::Print)
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        match digit {
            1 => Some(Message::Month(self.month.before())),
            2 => self.after(ground.context.today).map(Message::Month),
            _ => None,
        }
    }
}

impl MonthPage {
    /// The page of the month of a day.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self { month: Month::of(today), counted: None, kept: None, page: 0 }
    }

    /// The month after, as long as it has begun.
    fn after(&self, today: Date) -> Option<Month> {
        let after = self.month.after();
        (after <= Month::of(today)).then_some(after)
    }

    /// What is said of the month.
    fn told<'a>(&'a self, context: &Context<'a>) -> Option<MonthTold<'a>> {
        let (count, names) = self.counted.as_ref()?;
        Some(month_said(count, names, context.centre))
    }

    /// Which part is shown, and how many there are.
    fn place(&self, context: &Context<'_>) -> (usize, usize) {
        let parts = self.told(context).map_or(1, |told| parts(&told).len()).max(1);
        (self.page.min(parts - 1), parts)
    }

    fn draw<'a>(&'a self, context: &Context<'a>, heading: String) -> Element<'a, Message> {
        let look = &context.look;
        let mut shown = vec![h1(look, heading)];
        shown.extend(self.kept.map(|kept| {
            let (tone, words) = if kept { (Tone::Success, "report-kept") } else { (Tone::Danger, "report-not-kept") };
            notice(tone, context.tr(words))
        }));
        let Some(told) = self.told(context) else {
            shown.extend([body(context.tr("report-reading")), self.tools(context)]);
            return rows(look.gap(), shown);
        };
        let (page, _) = self.place(context);
        let parts = parts(&told);
        if let Some((table, from)) = parts.get(page) {
            shown.push(table_card(context, &told.tables[*table], *from));
        }
        // Below what turns with the page, so that each part begins with what is new on it.
        shown.push(self.tools(context));
        shown.push(container(small(context.tr("report-here"))).max_width(COLUMN).into());
        let least = i64::try_from(SMALLEST_SHOWN).unwrap_or_default();
        let hiding = context.tr_with("report-small", &[("number", least.into())]);
        shown.push(container(small(hiding)).max_width(COLUMN).into());
        rows(look.gap(), shown)
    }

    /// The months beside it, the paper, the file.
    fn tools<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let month = |month: Month| context.texts.say(&Value::Month(month.first()));
        let beside = |id: &str, digit: usize, key: &str, of: Month| {
            let words = context.tr_with(key, &[("month", month(of).into())]);
            secondary_button(look, id, key_hint(&words, &digit.to_string()), None, Message::Month(of))
        };
        let mut buttons = vec![beside("month-before", 1, "report-before", self.month.before())];
        buttons.extend(self.after(context.today).map(|after| beside("month-after", 2, "report-after", after)));
        if self.counted.is_some() {
            if context.prints() {
                let name = key_hint(&context.tr("report-print"), &Key::Print.name());
                buttons.push(secondary_button(look, "month-print", name, Some("printer"), Message::Print));
            }
            let places = context.sheets.printing.equipment.iter().flat_map(|equipment| &equipment.places);
            for (number, place) in places.enumerate() {
                let name = place.file_name().unwrap_or(place.as_os_str()).to_string_lossy().into_owned();
                let words = if number == 0 {
                    Words::about(context.tr("report-save"), name)
                } else {
                    context.tr_with("report-save-where", &[("place", name.into())]).into()
                };
                let keep = Message::Keep(place.clone());
                buttons.push(secondary_button(look, &format!("month-keep-{number}"), words, Some("file-check"), keep));
            }
        }
        let places = context.sheets.printing.equipment.as_ref().is_some_and(|known| !known.places.is_empty());
        let none = (!places).then(|| caption(context.tr("report-no-stick")));
        let buttons = row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into();
        rows(space::XS, std::iter::once(buttons).chain(none))
    }
}

/// The parts of the page: each a table from a row on.
fn parts(told: &MonthTold<'_>) -> Vec<(usize, usize)> {
    let of = |(number, table): (usize, &MonthTable<'_>)| {
        let parts = table.rows.len().div_ceil(ROWS).max(1);
        (0..parts).map(move |part| (number, part * ROWS)).collect::<Vec<_>>()
    };
    told.tables.iter().enumerate().flat_map(of).collect()
}

/// A table from a row on, with its rules below. Where the page is narrow each row stands as a name with its numbers.
fn table_card<'a>(context: &Context<'a>, table: &MonthTable<'_>, from: usize) -> Element<'a, Message> {
    let look = &context.look;
    let say = |value: &Value<'_>| context.texts.say(value);
    let title = say(&table.title.clone().into());
    let mut parts = vec![h2(look, title)];
    if table.is_estimated {
        parts.push(notice(Tone::Caution, context.tr("report-estimated")));
    }
    let titles: Vec<String> = table.columns.iter().map(|column| say(&column.title.clone().into())).collect();
    let shown: Vec<_> = table.rows.iter().skip(from).take(ROWS).collect();
    if shown.is_empty() {
        parts.push(body(context.tr("report-nothing")));
    } else if look.is_narrow() || titles.len() == 1 {
        for line in &shown {
            let cells =
                titles.iter().zip(&line.cells).map(|(title, cell)| format!("{title}:\u{a0}{}", say(&cell.said())));
            let one = if titles.len() == 1 {
                line.cells.first().map(|cell| say(&cell.said())).unwrap_or_default()
            } else {
                cells.collect::<Vec<_>>().join("\n")
            };
            parts.push(summary_row(look, say(&line.name), one, None));
        }
    } else {
        let number = |content: Element<'a, Message>| container(content).width(NUMBER).align_x(Alignment::End);
        let first = container(caption(say(&table.head.clone().into()))).width(Length::Fill);
        let heads = titles.iter().map(|title| number(caption(title.clone())).into());
        let head = row![first].extend(heads).spacing(space::S).align_y(Alignment::End);
        let lines = shown.iter().map(|line| {
            let name = say(&line.name);
            let name = if line.is_sum { strong(name) } else { body(name) };
            let cells = line.cells.iter().map(|cell| {
                let said = say(&cell.said());
                number(if line.is_sum { strong(said) } else { body(said) }).into()
            });
            row![container(name).width(Length::Fill)].extend(cells).spacing(space::S).into()
        });
        parts.push(rows(space::XS, std::iter::once(head.into()).chain(lines)));
    }
    let rules = table.rules.iter().map(|rule| small(say(rule)));
    parts.push(column(rules).spacing(space::XS).into());
    card(look, rows(space::S, parts))
}
