//! Work told: how long a case was worked on, help that was information only, group sessions, and the centre's month.

use crate::account::MonthNames;
use crate::account::month_said;
use crate::domain::identifier::ServiceCode;
use crate::domain::month::{Dated, Month, count_month};
use crate::domain::record::{Action as Done, EntryFacts, Mode};
use crate::domain::work::{Attention, proposed_for_information};
use crate::handout::month::month_file;
use crate::store::records::NewEntry;
use crate::ui::app::{App, Message, Staff, frame};
use crate::ui::effect::Effect;
use crate::ui::page::specialist::Screen;
use crate::ui::page::specialist::day_pack::DayPackPage;
use crate::ui::page::specialist::group::GroupTold;
use crate::ui::page::specialist::month::MonthPage;
use crate::ui::page::specialist::work::{Told, WorkPage, Worked};
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// What somebody works on, and since when.
#[derive(Default)]
pub(in crate::ui::app) struct Attended {
    attention: Attention,
    /// The case with its event; none between two cases.
    case: Option<(Uuid, String)>,
    /// The entry that was recorded by itself last: nobody is told of it.
    by_itself: Option<Uuid>,
}

/// Whether a hand did it, rather than the disk, the line or the clock.
pub(in crate::ui::app) const fn is_of_a_hand(message: &Message) -> bool {
    match message {
        Message::Visitor(_) | Message::Desk(_) | Message::Modal(_) => true,
        Message::Frame(message) => matches!(message, frame::Message::Activity(_) | frame::Message::Shortcut(_)),
        Message::Locked(_) | Message::Reply(_) | Message::Done => false,
    }
}

impl App {
    /// The case that is worked on: that whose page is open, whatever lies on it.
    fn case_at_work(&self) -> Option<(Uuid, String)> {
        let desk = match &self.staff {
            Staff::AtWork(desk) => desk,
            Staff::Locked(locked) => &locked.desk,
            Staff::Nobody => return None,
        };
        let id =
            desk.stack.iter().find_map(|page| if let Screen::Case(page) = page { Some(page.case) } else { None })?;
        desk.session.case(id).map(|case| (id, case.event.clone()))
    }

    /// Notes that somebody works, and on what. When a case is left, what it took is recorded by itself, as it is proposed.
    pub(in crate::ui::app) fn attend(&mut self, by_hand: bool) -> Option<Effect> {
        let now = (self.terminal.environment.running)();
        let case = self.case_at_work();
        let mut effect = None;
        if self.attended.case.as_ref().map(|(id, _)| *id) != case.as_ref().map(|(id, _)| *id) {
            // The press that left the case belongs to it still.
            if by_hand {
                self.attended.attention.touch(now);
            }
            let attention = std::mem::take(&mut self.attended.attention);
            let before = std::mem::replace(&mut self.attended.case, case);
            if let Some(before) = before.filter(|_| attention.minutes() > 0) {
                effect = Some(self.tell_by_itself(before, attention.minutes()));
            }
        }
        if by_hand && self.staff.is_present() {
            self.attended.attention.touch(now);
        }
        effect
    }

    fn tell_by_itself(&mut self, (case, event): (Uuid, String), minutes: u16) -> Effect {
        let facts = EntryFacts {
            case: Some(case),
            event: Some(event),
            minutes: Some(minutes),
            // Where it was and how much of it the person did, nobody told.
            mode: Mode::Assisted,
            ..EntryFacts::new(Done::WorkTold, &self.circumstances())
        };
        let id = (self.terminal.environment.new_id)();
        self.attended.by_itself = Some(id);
        Effect::Record { entry: Box::new(NewEntry { id, facts, sealed: None }), operation: None }
    }

    /// Whether an entry was recorded by itself.
    pub(super) fn was_by_itself(&mut self, id: Uuid) -> bool {
        self.attended.by_itself.take_if(|known| *known == id).is_some()
    }

    /// Shows the form for how long something took.
    pub(super) fn show_work(&mut self, worked: Worked) -> Vec<Effect> {
        let minutes = self.attended.attention.minutes();
        let proposed = match worked {
            Worked::Case(_) => minutes.max(1),
            Worked::Event(_) | Worked::Topic(_) => proposed_for_information(minutes),
        };
        self.push_desk(WorkPage::new(worked, proposed))
    }

    /// Records how long something took. What was worked until now is told by it.
    pub(super) fn tell_work(&mut self, told: Told) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        let circumstances = self.circumstances();
        let (action, case, event, topic) = match told.worked {
            Worked::Case(id) => {
                let event = self.session().and_then(|session| session.case(id)).map(|case| case.event.clone());
                (Done::WorkTold, Some(id), event, None)
            }
            Worked::Event(code) => (Done::Informed, None, Some(code), None),
            Worked::Topic(topic) => (Done::Informed, None, None, Some(topic)),
        };
        self.attended.attention = Attention::default();
        let facts = EntryFacts {
            case,
            event,
            topic,
            minutes: Some(told.minutes),
            place: Some(told.place),
            autonomy: Some(told.autonomy),
            ..EntryFacts::new(action, &circumstances)
        };
        self.record_form(facts)
    }

    /// Records a group session.
    pub(super) fn tell_group(&mut self, told: GroupTold) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        let facts = EntryFacts {
            topic: Some(told.topic),
            minutes: Some(told.minutes),
            place: Some(told.place),
            people: told.people,
            held: Some(told.held),
            ..EntryFacts::new(Done::GroupHeld, &self.circumstances())
        };
        self.record_form(facts)
    }

    /// Shows what a team takes along to a village.
    pub(super) fn show_day_pack(&mut self) -> Vec<Effect> {
        let today = self.today();
        let Some(page) = self.session().map(|session| DayPackPage::new(session, today)) else { return Vec::new() };
        let mut effects = self.push_desk(page);
        effects.push(Effect::FindPrinter);
        effects
    }

    /// Shows the centre's month, and has it counted.
    pub(super) fn show_month(&mut self) -> Vec<Effect> {
        let page = MonthPage::new(self.today());
        let month = page.month;
        let mut effects = self.push_desk(page);
        effects.push(Effect::FindPrinter);
        effects.push(self.ask_for_month(month));
        effects
    }

    /// Has a month counted.
    pub(super) fn ask_for_month(&self, month: Month) -> Effect {
        Effect::CountMonth { month, time_zone: self.terminal.centre.time_zone.clone() }
    }

    /// What counts in a month was read.
    pub(in crate::ui::app) fn month_read(&mut self, month: Month, entries: &[(Date, EntryFacts)]) -> Vec<Effect> {
        let codes = entries.iter().flat_map(|(_, facts)| {
            facts.service.as_ref().map(ServiceCode::as_str).into_iter().chain(facts.event.as_deref())
        });
        self.terminal.know_names(codes);
        let context = self.context();
        let dated = entries.iter().map(|(day, facts)| Dated { day: *day, facts });
        let count = count_month(month, dated, |code| context.catalogue.office_of(code));
        let names = MonthNames::of(&count, context.catalogue, |code| context.event_text(code));
        if let Some(page) = self.month_page_mut().filter(|page| page.month == month) {
            page.counted = Some((count, names));
        }
        Vec::new()
    }

    /// The month that is looked at, below its paper or shown.
    pub(in crate::ui::app) fn month_page(&self) -> Option<&MonthPage> {
        let pages = self.staff.desk()?.stack.iter();
        pages.filter_map(|page| if let Screen::Month(page) = page { Some(page) } else { None }).last()
    }

    fn month_page_mut(&mut self) -> Option<&mut MonthPage> {
        let pages = self.staff.desk_mut()?.stack.iter_mut();
        pages.filter_map(|page| if let Screen::Month(page) = page { Some(page) } else { None }).last()
    }

    /// Keeps the month as a file.
    pub(super) fn keep_month(&mut self, folder: PathBuf) -> Vec<Effect> {
        let context = self.context();
        let Some((page, (count, names))) = self.month_page().and_then(|page| Some((page, page.counted.as_ref()?)))
        else {
            return Vec::new();
        };
        let told = month_said(count, names, context.centre);
        let file: Arc<[u8]> = month_file(context.texts, &told, &context.centre.id).into_bytes().into();
        vec![Effect::KeepMonth { folder, month: page.month, content: file }]
    }

    /// The file was kept, or not.
    pub(in crate::ui::app) fn month_kept(&mut self, kept: bool) -> Vec<Effect> {
        if let Some(page) = self.month_page_mut() {
            page.kept = Some(kept);
        }
        vec![Effect::ScrollTo(0.0)]
    }
}
