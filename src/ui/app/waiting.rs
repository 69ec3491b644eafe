//! Waiting numbers: the visitor draws one, the desk calls the next. Where the centre does not want them there are none.

use super::{App, Banner};
use crate::domain::waiting::{NoNumber, Queue};
use crate::store::records::RecordsError;
use crate::ui::effect::Effect;
use crate::ui::page::fault::records_error;
use crate::ui::page::visitor::Screen;
use crate::ui::page::visitor::number::NumberPage;

/// Every how many seconds the numbers are read: another session of this computer may call one.
const EVERY: u64 = 5;

impl App {
    /// Reads the numbers from time to time, where there are any.
    pub(super) fn look_at_queue(&mut self) -> Option<Effect> {
        let room = self.terminal.waiting.as_mut()?;
        room.seconds = (room.seconds + 1) % EVERY;
        (room.seconds == 1).then(|| Effect::ReadQueue(self.today()))
    }

    /// The numbers were read.
    pub(super) fn queue_read(&mut self, queue: Queue) -> Vec<Effect> {
        if let Some(room) = &mut self.terminal.waiting {
            room.queue = queue;
        }
        Vec::new()
    }

    /// The visitor wants a number: one a visit.
    pub(super) fn take_number(&mut self) -> Vec<Effect> {
        let day = self.today();
        let Some(room) = &mut self.terminal.waiting else { return Vec::new() };
        let draws = room.own.is_none();
        room.refused = None;
        let mut effects = self.push_visitor(NumberPage);
        effects.extend(draws.then_some(Effect::DrawNumber(day)));
        effects
    }

    /// The visit has ended: the next one may draw a number.
    pub(super) fn forget_number(&mut self) {
        if let Some(room) = &mut self.terminal.waiting {
            (room.own, room.refused) = (None, None);
        }
    }

    /// A number was drawn, or not.
    pub(super) fn number_drawn(&mut self, result: Result<(Result<u16, NoNumber>, Queue), RecordsError>) -> Vec<Effect> {
        let shown = matches!(self.visitor.stack.top(), Screen::Number(_));
        let Some(room) = &mut self.terminal.waiting else { return Vec::new() };
        match result {
            // Of a visit that has ended meanwhile.
            Ok((Ok(number), queue)) if shown => (room.own, room.queue) = (Some(number), queue),
            Ok((Err(why), queue)) if shown => (room.refused, room.queue) = (Some(why), queue),
            Ok((_, queue)) => room.queue = queue,
            Err(error) => {
                tracing::warn!(%error, "no number was drawn");
                room.refused = Some(NoNumber::TooSoon);
            }
        }
        Vec::new()
    }

    /// The desk calls the next number.
    pub(super) fn call_number(&mut self) -> Vec<Effect> {
        if self.terminal.waiting.as_ref().is_none_or(|room| room.queue.is_empty()) {
            return Vec::new();
        }
        vec![Effect::CallNumber { day: self.today(), circumstances: self.circumstances() }]
    }

    /// A number was called, or nobody waits any more.
    pub(super) fn number_called(&mut self, result: Result<(Option<u16>, Queue), RecordsError>) -> Vec<Effect> {
        let (called, queue) = match result {
            Ok(called) => called,
            Err(error) => {
                tracing::error!(%error, "no number was called");
                self.frame.face.banner = Some(Banner { good: false, message: records_error(&error), number: None });
                return vec![Effect::ReadQueue(self.today()), Effect::ScrollTo(0.0)];
            }
        };
        if let Some(room) = &mut self.terminal.waiting {
            room.queue = queue;
        }
        let Some(number) = called else { return Vec::new() };
        self.frame.sync.outbox.waiting += 1;
        self.frame.face.banner = Some(Banner { good: true, message: "queue-called", number: Some(u64::from(number)) });
        let mut effects = vec![Effect::WakeSync, Effect::ScrollTo(0.0)];
        effects.extend(self.hear_banner());
        effects
    }
}
