//! Sheets: what is to stand on the one that is looked at, and that it is made, drawn, and forgotten when nobody looks at it
//! any more.

use super::{App, Screen, Staff};
use crate::account::{
    Audience, PaymentSheet, codes_leaf, day_pack_leaf, draft_leaf, month_leaf, month_said, own_leaf, papers_leaf,
    payment_leaf, receipt_leaf, reception_leaf, recovery_leaf, slip_leaf, step_leaf,
};
use crate::domain::case::day_pack::DayPack;
use crate::domain::case::{Case, Command, Consent, ConsentScope};
use crate::domain::text::Language;
use crate::handout::helper::WIDTHS;
use crate::handout::print::{
    Form, Format, PrintSheet, consent_paper, consent_sheet, drawn_by, plan_sheet, print_sheet,
};
use crate::i18n::{Texts, Value, phrase};
use crate::store::records::PaperSecret;
use crate::ui::ahead::Ahead;
use crate::ui::effect::Effect;
use crate::ui::page::print::{PrintPage, width};
use crate::ui::page::specialist::day_pack::pack_rows;
use crate::ui::page::specialist::draft::with_draft;
use crate::ui::page::specialist::money::with_bill;
use crate::ui::page::{specialist, visitor};
use crate::ui::picture::Picture;
use crate::ui::sheets::{Drawing, SheetChoice, SheetNews, SheetWish, ShownSheet, Wanted};
use jiff::ToSpan as _;
use std::collections::VecDeque;
use uuid::Uuid;

/// For how many days a blank consent holds: what the page of the consent offers first.
const CONSENT_DAYS: i64 = 30;

impl App {
    /// Does what somebody who looks at a sheet, or wants to, asks for.
    pub(super) fn sheet_wish(&mut self, wish: SheetWish) -> Vec<Effect> {
        match wish {
            SheetWish::Open(ref choice) if !self.terminal.sheets.possible && !choice.is_there_already() => Vec::new(),
            SheetWish::Open(choice) => {
                let mut effects = match self.screen() {
                    Screen::Desk(_) => self.push_desk(PrintPage::new(choice.clone())),
                    Screen::Visitor(_) | Screen::Locked(_) | Screen::Modal(_) => {
                        self.push_visitor(PrintPage::new(choice.clone()))
                    }
                };
                effects.extend(self.set_sheet(choice, None));
                effects.push(Effect::FindPrinter);
                effects
            }
            SheetWish::All(choices) => self.print_all(choices),
            SheetWish::Print(copies) => self.print(copies),
            SheetWish::Cancel => self.cancel_print(),
            SheetWish::Answer(out) => self.answer_print(out),
            SheetWish::Keep(folder) => self.keep_sheet(folder),
            SheetWish::Look => vec![Effect::FindPrinter],
            SheetWish::Set(choice, language) => self.set_sheet(choice, language),
            SheetWish::Turn(page, near) => {
                let drawing = self.terminal.sheets.turn(page);
                drawing.map(|drawing| self.draw_page(drawing, near)).into_iter().collect()
            }
        }
    }

    /// Shows the first of several sheets and prints it, and the others after it.
    fn print_all(&mut self, choices: Vec<SheetChoice>) -> Vec<Effect> {
        let mut choices = VecDeque::from(choices);
        let Some(first) = choices.pop_front().filter(|_| self.terminal.sheets.possible) else { return Vec::new() };
        let has_printer = self.terminal.sheets.printing.equipment.as_ref().is_none_or(|known| known.printer);
        let mut effects = self.sheet_wish(SheetWish::Open(first.clone()));
        // Without a printer the list is looked at, and kept as a file.
        if !has_printer {
            return effects;
        }
        if self.terminal.sheets.printing.is_busy() {
            // What is on its way comes out first.
            choices.push_front(first);
        } else {
            effects.extend(self.print(1));
        }
        self.terminal.sheets.printing.queue = choices;
        effects
    }

    /// Goes on with several sheets where nobody could look at them when the one before came out.
    pub(in crate::ui::app) fn print_on(&mut self) -> Vec<Effect> {
        if self.terminal.sheets.printing.is_busy() { Vec::new() } else { self.print_next() }
    }

    /// Goes on to the next of several sheets, once the one before has come out.
    pub(super) fn print_next(&mut self) -> Vec<Effect> {
        let Some(desk) = self.staff.desk_mut() else { return Vec::new() };
        let specialist::Screen::Print(_) = desk.stack.top() else { return Vec::new() };
        let Some(next) = self.terminal.sheets.printing.queue.pop_front() else { return Vec::new() };
        desk.stack.replace(PrintPage::new(next.clone()).into());
        let mut effects = self.set_sheet(next, None);
        effects.extend(self.print(1));
        effects
    }

    /// Has a sheet made in place of the one that is looked at; one that was set ahead is there.
    fn set_sheet(&mut self, choice: SheetChoice, language: Option<Language>) -> Vec<Effect> {
        let language = language.unwrap_or_else(|| self.frame.texts.language());
        let sheet = self.words_of(&choice, language);
        let width = self.drawn_width(true);
        let printing = &mut self.terminal.sheets.printing;
        (printing.wanted, printing.kept) = (None, None);
        let sheets = &mut self.terminal.sheets;
        if let SheetChoice::Kept(name) = &choice {
            let name = name.clone();
            let number = sheets.begin(choice, language, Wanted::Paper).number;
            return vec![Effect::SetPaper { number, name, width }];
        }
        let Some(sheet) = sheet else {
            sheets.begin(choice, language, Wanted::Nothing);
            return vec![Effect::StopSheet];
        };
        let begun = sheets.begin(choice, language, Wanted::Sheet(&sheet, width));
        if !begun.was_ahead {
            return vec![Effect::SetSheet { number: begun.number, sheet: Box::new(sheet), width, ahead: false }];
        }
        // The window may have become another since its first page was drawn.
        let across = u32::from(self.drawn_width(false));
        let is_drawn = |sheet: &ShownSheet| sheet.picture(0).is_some_and(|picture| picture.width == across);
        if self.terminal.sheets.shown().is_some_and(is_drawn) {
            return Vec::new();
        }
        let drawing = self.terminal.sheets.turn(0);
        drawing.map(|drawing| self.draw_page(drawing, false)).into_iter().collect()
    }

    /// How wide a page is shown, in pixels of the screen.
    fn drawn_width(&self, near: bool) -> u16 {
        let look = self.context().look;
        pixels(width(&look, near) * look.scale)
    }

    /// What a sheet set ahead of the page shown rests on; nothing where none is printed from it.
    fn ahead(&self) -> Option<Ahead> {
        let choice = match self.screen() {
            Screen::Visitor(page) => page.sheet(&self.visitor_ground()),
            Screen::Desk(page) => page.sheet(&self.desk_ground()?),
            Screen::Locked(_) | Screen::Modal(_) => None,
        }?;
        Some(Ahead {
            choice,
            language: self.frame.texts.language(),
            on: self.today(),
            catalogue: self.terminal.hand.generation(),
            event: self.visitor.visit.event.clone(),
            answers: self.visitor.visit.answers.clone(),
        })
    }

    /// A second has passed: what is read is set ahead.
    pub(super) fn set_ahead(&mut self) -> Option<Effect> {
        if !self.still.last() || self.terminal.sheets.shown().is_some() {
            return None;
        }
        let ahead = self.ahead()?;
        let sheet = self.words_of(&ahead.choice, ahead.language)?;
        let width = self.drawn_width(true);
        let number = self.terminal.sheets.begin_ahead(ahead, &sheet, width)?;
        Some(Effect::SetSheet { number, sheet: Box::new(sheet), width, ahead: true })
    }

    /// Forgets what was set ahead once what it rests on is another, or something was recorded that may stand on it.
    pub(super) fn leave_ahead(&mut self, recorded: bool) -> Option<Effect> {
        let known = self.terminal.sheets.ahead()?;
        if !recorded && self.ahead().as_ref() == Some(known) {
            return None;
        }
        self.terminal.sheets.end_ahead().then_some(Effect::StopSheet)
    }

    /// A command as it is recorded: a consent with what its paper is known again by, in the language in which it was looked at.
    pub(super) fn with_paper(&self, case: Uuid, command: Command) -> Command {
        let Command::Consent(consent) = command else { return command };
        let language = self.terminal.sheets.consent_language(case);
        let language = language.unwrap_or_else(|| self.frame.texts.language());
        let sheet = self.words_of(&SheetChoice::Consent(case, consent.clone()), language);
        Command::Consent(Consent { paper: sheet.as_ref().map(consent_paper), ..consent })
    }

    /// What stands on a sheet, drawn as the catalogue in use says; nothing where what it is about is not there (any more).
    fn words_of(&self, choice: &SheetChoice, language: Language) -> Option<PrintSheet> {
        let sheet = self.said_on(choice, language)?;
        Some(drawn_by(sheet, |name| self.terminal.hand.template(name)))
    }

    fn said_on(&self, choice: &SheetChoice, language: Language) -> Option<PrintSheet> {
        let context = self.context();
        let other = (language != context.texts.language()).then(|| Texts::load(language));
        let texts = other.as_ref().unwrap_or(context.texts);
        let (catalogue, centre, on) = (context.catalogue, context.centre, context.today);
        let case = |id: &Uuid| -> Option<&Case> { self.session()?.case(*id) };
        let print = |leaf, template| print_sheet(texts, &leaf, Form::first(template, Format::A4), on);
        match choice {
            SheetChoice::Plan(format) => {
                let planned = self.visitor.visit.planned(&context)?;
                Some(plan_sheet(texts, planned.situation(), planned.plan(), None, *format))
            }
            SheetChoice::Papers => {
                let planned = self.visitor.visit.planned(&context)?;
                Some(print(papers_leaf(planned.situation(), planned.plan()), "papers"))
            }
            SheetChoice::Step(id) => {
                let planned = self.visitor.visit.planned(&context)?;
                let step = planned.plan().step(id)?;
                Some(print(step_leaf(planned.situation(), planned.plan(), step, Audience::Visitor), "step"))
            }
            SheetChoice::Consent(id, consent) => {
                let case = case(id)?;
                let event = context.event_text(&case.event)?;
                let person = Some(&case.person);
                Some(consent_sheet(texts, (catalogue, centre), &event, consent, person, Format::A4))
            }
            SheetChoice::Draft(id, row) => with_draft(&context, case(id)?, row, |draft| {
                let leaf = draft_leaf(catalogue, centre, &draft.sheet(), on);
                print_sheet(texts, &leaf, Form::first("draft", Format::A4), on)
            }),
            SheetChoice::Slip(id) => Some(print(slip_leaf(catalogue, centre, case(id)?, on), "slip")),
            SheetChoice::Receipt(id) => Some(print(receipt_leaf(catalogue, centre, case(id)?, on), "receipt")),
            SheetChoice::Own(id) => {
                let days = self.terminal.retention_days();
                Some(print(own_leaf(catalogue, centre, case(id)?, days, on), "own"))
            }
            SheetChoice::Month(month) => {
                let page = self.month_page().filter(|page| page.month == *month)?;
                let (count, names) = page.counted.as_ref()?;
                Some(print(month_leaf(catalogue, centre, month_said(count, names, centre)), "month"))
            }
            SheetChoice::Pack { day, place, names } => {
                let session = self.session()?;
                let pack = DayPack::of(&session.cases, *day, place);
                let visits = pack_rows(&context, session, &pack, *names);
                let leaf = day_pack_leaf(catalogue, centre, (*day, place), &visits);
                Some(print_sheet(texts, &leaf, Form::first("day-pack", Format::A4), on))
            }
            SheetChoice::CasePapers(id) => {
                let case = case(id)?;
                let planned = context.planned(&case.event, &case.answers)?;
                let mut leaf = papers_leaf(planned.situation(), planned.plan());
                // By it the list is known to be this person's; it says nobody's name.
                let code = phrase("leaf-code").with("code", Value::Name(case.return_code.clone()));
                leaf.head.push(code.into());
                Some(print(leaf, "papers"))
            }
            SheetChoice::BlankConsent { case: id, day, named } => {
                let case = case(id)?;
                let event = context.event_text(&case.event)?;
                let until = day.saturating_add(CONSENT_DAYS.days());
                let consent = Consent::new(ConsentScope::ThisEvent, *day, until);
                // Without a name, neither name nor number stands on it.
                let person = named.then_some(&case.person);
                Some(consent_sheet(texts, (catalogue, centre), &event, &consent, person, Format::A4))
            }
            SheetChoice::Payment(id, request) => {
                let case = case(id)?;
                let request = case.request(*request)?;
                let known = request.payment.as_deref();
                let (order, code) = (known.and_then(|it| it.order.as_ref()), known.and_then(|it| it.cash.as_ref()));
                with_bill(&context, case, request, |service, bill| {
                    let sheet = PaymentSheet { service, bill, order, cash: code };
                    let leaf = payment_leaf(catalogue, centre, &sheet, on);
                    print_sheet(texts, &leaf, Form::first("payment", Format::A4), on)
                })
            }
            SheetChoice::Reception(id, request) => {
                let case = case(id)?;
                let request = case.request(*request)?;
                Some(print(reception_leaf(catalogue, centre, case, request)?, "reception"))
            }
            // It is there already.
            SheetChoice::Kept(_) => None,
            SheetChoice::Secret(secret) => {
                self.session()?;
                Some(match secret {
                    PaperSecret::Sheet(groups) => print(recovery_leaf(catalogue, centre, groups, on), "recovery"),
                    PaperSecret::Codes(drawn) => print(codes_leaf(catalogue, centre, &drawn.codes(), on), "codes"),
                })
            }
        }
    }

    /// Something came of a sheet.
    pub(super) fn sheet_came(&mut self, number: u64, news: SheetNews) -> Vec<Effect> {
        let drawing = self.terminal.sheets.hear(number, news);
        let near = self.print_page().is_some_and(|(_, near)| near);
        let drawn = drawing.map(|drawing| self.draw_page(drawing, near));
        drawn.into_iter().chain(self.print_when_ready()).collect()
    }

    /// A page was drawn.
    pub(super) fn page_drawn(&mut self, number: u64, picture: Option<Picture>) -> Vec<Effect> {
        match picture {
            Some(picture) => self.terminal.sheets.drawn(number, picture),
            None => drop(self.terminal.sheets.hear(number, SheetNews::Failed)),
        }
        Vec::new()
    }

    /// Has a page drawn as large as it is shown.
    fn draw_page(&self, drawing: Drawing, near: bool) -> Effect {
        Effect::DrawPage { drawing, width: u32::from(self.drawn_width(near)) }
    }

    /// Which page of a sheet is looked at, and whether from near by; nothing where no sheet is shown.
    pub(super) fn print_page(&self) -> Option<(usize, bool)> {
        let of_visitor = match self.visitor.stack.top() {
            visitor::Screen::Print(page) => Some(page.looked_at()),
            _ => None,
        };
        let of_desk = self.staff.desk().and_then(|desk| match desk.stack.top() {
            specialist::Screen::Print(page) => Some(page.looked_at()),
            _ => None,
        });
        of_desk.or(of_visitor)
    }

    /// In another language the sheet is another one.
    pub(super) fn translate_sheet(&mut self) -> Vec<Effect> {
        let wanted = match (self.screen(), self.staff.desk()) {
            (Screen::Visitor(visitor::Screen::Print(page)), _) => Some(page.wanted()),
            (Screen::Desk(specialist::Screen::Print(page)), _) => Some(page.wanted()),
            _ => None,
        };
        wanted.map_or_else(Vec::new, |(choice, language)| self.set_sheet(choice, language))
    }

    /// Forgets the sheet when no page shows it any more, not even behind a lock or another page.
    pub(super) fn leave_sheet(&mut self) -> Option<Effect> {
        self.terminal.sheets.shown()?;
        let visits = |page: &visitor::Screen| matches!(page, visitor::Screen::Print(_));
        let works = |page: &specialist::Screen| matches!(page, specialist::Screen::Print(_));
        let kept = match &self.staff {
            Staff::Nobody => false,
            Staff::AtWork(desk) => desk.stack.iter().any(works),
            Staff::Locked(locked) => locked.shows_sheet(),
        };
        if kept || self.visitor.stack.iter().any(visits) {
            return None;
        }
        self.terminal.sheets.printing.queue.clear();
        self.terminal.sheets.end().then_some(Effect::StopSheet)
    }
}

/// So many pixels, as far as there are screens of them.
fn pixels(wanted: f32) -> u16 {
    let (least, most) = (f32::from(*WIDTHS.start()), f32::from(*WIDTHS.end()));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies within the bounds")]
    let whole = wanted.clamp(least, most).round() as u16;
    whole
}
