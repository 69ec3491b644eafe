//! Printing: a sheet that is ready is given to the print system, what is told of it is shown, and what came out is recorded.

use super::App;
use crate::domain::printing::Told;
use crate::domain::record::EntryFacts;
use crate::handout::printer::Order;
use crate::store::records::NewEntry;
use crate::ui::effect::Effect;
use crate::ui::page::print::TOLD;
use crate::ui::printing::{Equipment, Kept};
use crate::ui::sheets::{SheetChoice, Standing};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

impl App {
    /// What there is to print with.
    pub(super) fn equipped(&mut self, equipment: Equipment) -> Vec<Effect> {
        self.terminal.sheets.printing.equipment = Some(equipment);
        Vec::new()
    }

    /// Prints the sheet that is looked at, or waits until it is ready.
    pub(super) fn print(&mut self, copies: u16) -> Vec<Effect> {
        if self.terminal.sheets.printing.is_busy() {
            return Vec::new();
        }
        self.terminal.sheets.printing.wanted = Some(copies);
        let mut effects = vec![Effect::Focus(TOLD.to_owned())];
        effects.extend(self.print_when_ready());
        effects
    }

    /// Prints what is wanted, once it is ready.
    pub(super) fn print_when_ready(&mut self) -> Option<Effect> {
        let copies = self.terminal.sheets.printing.wanted?;
        let assisted = self.staff.is_present();
        let id = (self.terminal.environment.new_id)();
        let (allowance, sheets) = (self.terminal.configuration.allowance(), &mut self.terminal.sheets);
        let (mut order, choice, language) = {
            let sheet = sheets.shown()?;
            let pages = match sheet.standing() {
                Standing::Ready(pages) => u16::try_from(pages).unwrap_or(u16::MAX),
                Standing::Failed => {
                    sheets.printing.wanted = None;
                    return None;
                }
                Standing::Coming => return None,
            };
            let document = Arc::clone(sheet.document()?);
            let order = match &sheet.sheet {
                Some(words) => Order::new(id, words, document, pages),
                None => Order::of_paper(id, document, pages),
            };
            (Order { copies, ..order }, sheet.choice.clone(), sheet.language)
        };
        if !assisted && sheets.printing.check(allowance, order.pages, copies).is_err() {
            sheets.printing.wanted = None;
            return None;
        }
        sheets.printing.begin(&mut order, choice, language);
        Some(Effect::Print(Box::new(order)))
    }

    /// Takes the print back.
    pub(super) fn cancel_print(&mut self) -> Vec<Effect> {
        let printing = &mut self.terminal.sheets.printing;
        if printing.wanted.take().is_some() {
            return Vec::new();
        }
        let print = printing.last().filter(|print| !print.told.is_end());
        print.map(|print| Effect::CancelPrint(print.order)).into_iter().collect()
    }

    /// A person says whether the paper is out.
    pub(super) fn answer_print(&mut self, out: bool) -> Vec<Effect> {
        let print = self.terminal.sheets.printing.last().filter(|print| print.told == Told::Unsure);
        match print.map(|print| print.order) {
            Some(order) => self.print_told(order, Told::answered(out)),
            None => Vec::new(),
        }
    }

    /// Something is told of a print.
    pub(super) fn print_told(&mut self, order: Uuid, told: Told) -> Vec<Effect> {
        let record = self.terminal.sheets.printing.hear(order, told);
        let mut effects = Vec::new();
        if let Some(record) = record {
            let last = self.terminal.sheets.printing.last().filter(|print| print.order == order);
            let case = last.and_then(|print| print.choice.case());
            let of_case = case.and_then(|id| self.session()?.case(id)).map(|case| case.event.clone());
            // Of a visit that has ended nothing is known any more, not even what it was about.
            let event = of_case.or_else(|| last.and(self.visitor.visit.event.clone()));
            let facts = EntryFacts::of_print(record, event.as_deref(), case, &self.circumstances());
            let entry = NewEntry { id: order, facts, sealed: None };
            effects.push(Effect::Record { entry: Box::new(entry), operation: None });
        }
        let printing = &mut self.terminal.sheets.printing;
        let own = printing.last().filter(|print| print.order == order).map(|print| &print.told);
        match own {
            Some(told) if told.outcome().is_some() => effects.extend(self.print_next()),
            // What did not come out is told; the sheets behind it wait for another press.
            Some(told) if told.is_end() && *told != Told::Unsure => printing.queue.clear(),
            Some(_) | None => {}
        }
        // Whoever listens hears what is told now; whoever sees it goes on where they are.
        if self.frame.idle.is_listening() && self.print_page().is_some() {
            effects.push(Effect::Focus(TOLD.to_owned()));
        }
        effects
    }

    /// Keeps the sheet that is looked at as a file.
    pub(super) fn keep_sheet(&mut self, folder: PathBuf) -> Vec<Effect> {
        let sheet = self.terminal.sheets.shown();
        if let Some(SheetChoice::Kept(name)) = sheet.map(|sheet| &sheet.choice) {
            let pdf = sheet.and_then(|sheet| sheet.document()).map(Arc::clone);
            return pdf.map(|pdf| Effect::KeepPaper { folder, name: name.clone(), pdf }).into_iter().collect();
        }
        let whole = sheet.and_then(|sheet| Some((sheet.sheet.clone()?, Arc::clone(sheet.document()?))));
        whole.map(|(sheet, pdf)| Effect::KeepSheet { folder, sheet, pdf }).into_iter().collect()
    }

    /// A sheet was kept as a file, or not.
    pub(super) fn sheet_kept(&mut self, kept: Kept) -> Vec<Effect> {
        self.terminal.sheets.printing.kept = Some(kept);
        if self.frame.idle.is_listening() { vec![Effect::Focus(TOLD.to_owned())] } else { Vec::new() }
    }

    /// The visit has ended: what was printed in it is forgotten here and in the print system.
    pub(super) fn forget_prints(&mut self) -> Option<Effect> {
        let printing = &mut self.terminal.sheets.printing;
        let printed = printing.last().is_some();
        printing.forget();
        printed.then_some(Effect::ClearPrints)
    }
}
