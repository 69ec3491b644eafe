//! What each effect comes to. What rests on the records says where they cannot be used; everything else goes on without them.

use super::background::{examine, load_index};
use super::printing::{cancel_print, clear_prints, find_printer, keep_month, keep_sheet, print};
use super::sheets::{draw_page, set_sheet, stop_sheet};
use super::{World, admit, clipboard, enrol, online, portal, scanning, set_up, stick, take_room, welcome};
use crate::domain::restart::Reason;
use crate::domain::setup::RelayCode;
use crate::platform::{clock, program};
use crate::store::records::{Records, RecordsError};
use crate::sync::handed_plan::{self, NotHanded};
use crate::sync::runner::room::Arrived;
use crate::sync::runner::{SharedRecords, SyncError, ask_providers, fetch_recovery_codes, with_records};
use crate::ui::app::{EnrolError, Message, Reply};
use crate::ui::effect::Effect;
use crate::ui::page::door::Codes;
use crate::ui::page::specialist::{RoomNow, Session};
use iced::Task;
use std::sync::{Arc, PoisonError};

/// Does what an effect says, beside the window.
pub(super) fn perform(world: &World, effect: Effect) -> Task<Message> {
    match effect {
        Effect::Record { entry, operation } => {
            let id = entry.id;
            let work = move |records: &mut Records| {
                let operation = operation.as_ref().map(|(keys, operation)| (keys, operation.as_ref()));
                records.record(&entry, operation, clock::now())
            };
            on_records(world, work, move |result| Reply::Recorded(id, result).into())
        }
        Effect::SignIn { name, password, code, circumstances } => {
            let own = world.clone();
            let work = move |records: &mut Records| {
                let signed = (&*name, &*password, code.as_deref());
                let session = admit(records, signed, &circumstances, clock::moment(), &own.erasing())?;
                if let Some(keys) = &session.keys
                    && let Err(error) = records.sweep_pages(&own.pages, keys, clock::now())
                {
                    tracing::warn!(%error, "pages that are over were not erased");
                }
                Ok(Box::new(session))
            };
            on_records(world, work, signed_in)
        }
        Effect::AddFirst { code, name, password, circumstances } => {
            let work = move |records: &mut Records| {
                let admitted = records.add_first(&code, &name, &password, &circumstances, clock::moment())?;
                // What was saved of a damaged file is under another key; what opens is shown.
                Session::of(records, admitted).map(Box::new)
            };
            on_records(world, work, signed_in)
        }
        Effect::Recover { groups, name, password, circumstances } => {
            let own = world.clone();
            let work = move |records: &mut Records| {
                let admitted = records.recover(&groups, &name, &password, &circumstances, clock::moment())?;
                welcome(records, admitted, &own.erasing()).map(Box::new)
            };
            on_records(world, work, signed_in)
        }
        Effect::People { actor, wish, circumstances } => on_records(
            world,
            move |records| records.grant(&actor, wish, &circumstances, clock::moment()).map(Box::new),
            |result| Reply::PeopleDone(result).into(),
        ),
        Effect::CountCodes { ask } => {
            let Ok(records) = usable(world) else { return Task::none() };
            Task::perform(count_codes(records, ask), |codes| Reply::Codes(codes).into())
        }
        Effect::TakeRoom(keys) => on_records(
            world,
            move |records| {
                if let Some(keys) = &keys {
                    take_room(records, keys);
                }
                let cases = keys.as_ref().map_or_else(|| Ok(Vec::new()), |keys| records.cases(keys))?;
                Ok(Box::new(RoomNow { cases, people: records.people()? }))
            },
            |result| Reply::RoomTaken(result).into(),
        ),
        Effect::AskProviders(awaited) => {
            let Ok(records) = usable(world) else { return Task::none() };
            Task::perform(async move { ask_providers(&records, &awaited).await }, |answer| match answer {
                Ok(words) if !words.is_empty() => Reply::ProvidersSaid(words).into(),
                Ok(_) => Message::Done,
                Err(error) => {
                    tracing::debug!(%error, "no answer about what providers say");
                    Message::Done
                }
            })
        }
        Effect::LeavePlan { id, plan } => match usable(world) {
            Ok(records) => {
                Task::future(async move { Reply::PlanLeft(id, handed_plan::leave(&records, *plan).await).into() })
            }
            Err(_) => Task::done(Reply::PlanLeft(id, Err(NotHanded::NoRelay)).into()),
        },
        Effect::TakePlan(code) => {
            match usable(world) {
                Ok(records) => Task::future(async move {
                    Reply::PlanTaken(handed_plan::take(&records, &code).await.map(Box::new)).into()
                }),
                Err(_) => Task::done(Reply::PlanTaken(Err(NotHanded::NoRelay)).into()),
            }
        }
        Effect::LookAtRelay => {
            on_records(world, |records| Ok(relay_of(records)), |known| Reply::RelayKnown(false, known).into())
        }
        Effect::GoByRelay(code) => on_records(
            world,
            move |records| {
                records.go_by_relay(code.as_ref().map(RelayCode::line))?;
                Ok(relay_of(records))
            },
            |known| Reply::RelayKnown(true, known).into(),
        ),
        Effect::FindSticks => stick::find(),
        Effect::TakeAlong { place, keys } => stick::along(world, place, keys),
        Effect::Bring { place, keys } => stick::brought(world, place, keys),
        Effect::NoteTold(news) => on_records(
            world,
            move |records| records.note_told(&news),
            |result| {
                if let Err(error) = result {
                    tracing::warn!(%error, "what was read is told again");
                }
                Message::Done
            },
        ),
        Effect::Enrol { hub, code } => match usable(world) {
            Ok(records) => Task::future(async move {
                let result = enrol(Arc::clone(&records), hub, code, false).await;
                let specialists = with_records(&records, |records| records.specialists()).await.unwrap_or_default();
                (Arrived { specialists, ..Arrived::default() }, result)
            })
            .then(|(arrived, result)| {
                let enrolled = Reply::Enrolled(result.map(|enrolment| Box::new(enrolment.centre)));
                Task::done(Reply::RoomCame(arrived).into()).chain(Task::done(enrolled.into()))
            }),
            Err(error) => Task::done(Reply::Enrolled(Err(EnrolError::Records(error))).into()),
        },
        Effect::ReadJournal => on_records(
            world,
            |records| records.latest(200),
            |result| Reply::JournalRead(result.unwrap_or_default()).into(),
        ),
        Effect::CountMonth { month, time_zone } => on_records(
            world,
            move |records| records.counted(month, &time_zone),
            move |result| match result {
                Ok(entries) => Reply::MonthRead(month, entries).into(),
                Err(error) => {
                    tracing::warn!(%error, "a month was not counted");
                    Message::Done
                }
            },
        ),
        Effect::ReadQueue(day) => on_records(
            world,
            move |records| records.queue(day),
            |result| result.map_or(Message::Done, |queue| Reply::QueueRead(queue).into()),
        ),
        Effect::DrawNumber(day) => on_records(
            world,
            move |records| records.draw_number(day, clock::now()),
            |result| Reply::NumberDrawn(result).into(),
        ),
        Effect::CallNumber { day, circumstances } => on_records(
            world,
            move |records| records.call_number(day, &circumstances, clock::now()),
            |result| Reply::NumberCalled(result).into(),
        ),
        // What cannot be read is asked for again when syncing goes on.
        Effect::ReadPost => on_records(
            world,
            |records| records.post(),
            |result| result.map_or(Message::Done, |post| Reply::PostRead(post).into()),
        ),
        Effect::WakeSync => {
            world.wake.recorded();
            Task::none()
        }
        Effect::SendNow => {
            world.wake.ask();
            Task::none()
        }
        Effect::ShrinkRecords => on_records(world, Records::shrink, |shrunk| {
            match shrunk {
                Ok(0) => {}
                Ok(bytes) => tracing::info!(bytes, "the records file is smaller"),
                Err(error) => tracing::info!(%error, "the records file was not made smaller; it is tried another time"),
            }
            Message::Done
        }),
        Effect::SwitchSending(on) => set_up::switch_sending(world, on),
        Effect::LoadIndex(source) => load_index(source),
        Effect::Examine(source) => examine(source),
        Effect::KeepMonth { folder, month, content } => keep_month(folder, month, content),
        Effect::SetSheet { number, sheet, width, ahead } => set_sheet(world, number, *sheet, width, ahead),
        Effect::StopSheet => stop_sheet(world),
        Effect::DrawPage { drawing, width } => draw_page(drawing, width),
        Effect::FindPrinter => find_printer(world),
        Effect::Print(order) => print(world, *order),
        Effect::CancelPrint(order) => cancel_print(world, order),
        Effect::ClearPrints => clear_prints(world),
        Effect::KeepSheet { folder, sheet, pdf } => keep_sheet(folder, sheet, pdf),
        Effect::Scan(order) => scanning::scan(world, *order),
        Effect::StopScan => scanning::stop_scan(world),
        Effect::ReadPages { case, keys } => scanning::read_pages(world, case, keys),
        Effect::DrawCasePage { case, page, keys, width } => scanning::draw(world, (case, page), keys, width),
        Effect::TakePageOut { case, page } => scanning::take_out(world, case, page),
        Effect::ErasePages(case) => {
            let pages = world.pages.clone();
            on_records(
                world,
                move |records| records.erase_pages(&pages, case, clock::now()),
                |erased| {
                    if let Err(error) = erased {
                        tracing::error!(%error, "pages were not erased; they are at the next sign-in");
                    }
                    Message::Done
                },
            )
        }
        Effect::OpenPage { opening, shown } => portal::open(world, *opening, shown),
        Effect::ClosePage => portal::close(world),
        Effect::Front(front) => online::front(world, front),
        Effect::LookPapers => online::look_papers(world),
        Effect::SetPaper { number, name, width } => online::set_paper(world, number, name, width),
        Effect::SavePapers(names) => online::save_papers(world, names),
        Effect::KeepPaper { folder, name, pdf } => online::keep_paper(folder, name, pdf),
        Effect::CopyField(field) => clipboard::copy(world, &field),
        Effect::ForgetCopied => clipboard::forget(world),
        Effect::LookAround => set_up::look_around(world),
        Effect::WriteSettings(settings) => set_up::write(world, settings),
        Effect::LookOver => set_up::look_over(world),
        Effect::PrintTrial { id, printer, sheet } => set_up::print_trial(world, id, printer, *sheet),
        Effect::LookAtOwnProgram => look_at_own_program(world),
        Effect::Restart(reason) => restart(world, reason),
        Effect::Exit => iced::exit(),
        // What is done on the page was done there.
        Effect::Focus(_)
        | Effect::Mark(_)
        | Effect::Reveal
        | Effect::Unfocus
        | Effect::ScrollTo(_)
        | Effect::ScrollPage { .. }
        | Effect::Assist(..) => Task::none(),
    }
}

/// The records, or why they cannot be used.
fn usable(world: &World) -> Result<SharedRecords, RecordsError> {
    world.records.as_ref().map(Arc::clone).map_err(Clone::clone)
}

/// Work on the records, and what is told of it. Where they cannot be used, that is told of it.
fn on_records<T: Send + 'static>(
    world: &World,
    work: impl FnOnce(&mut Records) -> Result<T, RecordsError> + Send + 'static,
    told: impl FnOnce(Result<T, RecordsError>) -> Message + Send + 'static,
) -> Task<Message> {
    match usable(world) {
        Ok(records) => Task::future(async move { told(of_records(with_records(&records, work)).await) }),
        Err(error) => Task::done(told(Err(error))),
    }
}

/// Narrows the errors of the records' work to those of the records.
async fn of_records<T>(work: impl Future<Output = Result<T, SyncError>>) -> Result<T, RecordsError> {
    work.await.map_err(|error| match error {
        SyncError::Records(error) => error,
        other => RecordsError::Other(other.to_string()),
    })
}

fn signed_in(result: Result<Box<Session>, RecordsError>) -> Message {
    Reply::SignedIn(result).into()
}

/// How many recovery codes are left, after a question to the hub or without.
async fn count_codes(records: SharedRecords, ask: bool) -> Codes {
    if ask && let Err(error) = fetch_recovery_codes(&records).await {
        tracing::debug!(%error, "no answer about recovery codes");
    }
    let counted = with_records(&records, |records| Ok((records.unused_codes()?, records.identity().terminal.clone())));
    let (left, terminal) = counted.await.unwrap_or_default();
    Codes { left, terminal, asked: ask }
}

/// The relay by which this computer goes.
fn relay_of(records: &Records) -> Option<RelayCode> {
    records.identity().enrolment.as_ref()?.relay.as_deref().and_then(RelayCode::read)
}

/// Looks at the program itself, where somebody starts it again.
fn look_at_own_program(world: &World) -> Task<Message> {
    if !world.started_again {
        return Task::none();
    }
    let seen = tokio::task::spawn_blocking(program::look);
    Task::perform(async move { seen.await.unwrap_or_default() }, |seen| Reply::OwnProgramSeen(seen).into())
}

/// Ends the program, to be started again.
fn restart(world: &World, reason: Reason) -> Task<Message> {
    // Whatever is being committed is committed first.
    let _committed = world.records.as_ref().map(|records| records.lock().unwrap_or_else(PoisonError::into_inner));
    tracing::info!("to be started again: {}", reason.words());
    world.restart.get_or_init(|| reason);
    iced::exit()
}
