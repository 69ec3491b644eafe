//! A print from its order to its end, as a stream of what is told.

use super::{Job, LocalPrintSystem, Order, PrintError, PrintSystem, Printer, Told, chosen};
use crate::domain::printing::{Heard, Next, Trouble, Turn, Watch};
use crate::platform::print_system::PrintAddress;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long a print that goes on may go on after the visit it belongs to: whoever leaves still gets the paper.
const GRACE: Duration = Duration::from_mins(1);

/// How often it is looked whether a print has ended that a visit left.
const GLANCE: Duration = Duration::from_millis(200);

/// The print queue: a handle, of which there may be many.
#[derive(Clone)]
pub struct PrintQueue {
    system: Arc<dyn PrintSystem>,
    /// The printer of the configuration.
    named: Option<String>,
    ours: Arc<Mutex<BTreeMap<Uuid, Ours>>>,
}

impl fmt::Debug for PrintQueue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PrintQueue(…)")
    }
}

/// A print of this visit.
struct Ours {
    job: Option<Job>,
    told: Told,
    /// Whether somebody wants it back.
    unwanted: bool,
    /// Whether the print system gave it back.
    taken_back: bool,
}

impl PrintQueue {
    /// The queue of a print system; where a printer is named, that one and no other.
    #[must_use]
    pub fn new(system: Arc<dyn PrintSystem>, named: Option<String>) -> Self {
        Self { system, named, ours: Arc::default() }
    }

    /// The queue of the print system of this computer, where it usually is or at this address.
    ///
    /// # Errors
    /// When there is no way to speak to any.
    pub fn local(address: Option<&PrintAddress>, named: Option<String>) -> Result<Self, PrintError> {
        let address = address.cloned().unwrap_or_else(PrintAddress::usual);
        Ok(Self::new(Arc::new(LocalPrintSystem::new(&address)?), named))
    }

    /// The same print system, on the printer of this name.
    #[must_use]
    pub fn on(&self, printer: String) -> Self {
        Self { named: Some(printer), ..self.clone() }
    }

    /// The printers there are.
    ///
    /// # Errors
    /// When the print system does not answer.
    pub async fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        self.system.printers().await
    }

    /// The printer on which it is printed.
    ///
    /// # Errors
    /// When there is none, or the print system does not answer.
    pub async fn printer(&self) -> Result<Printer, PrintError> {
        chosen(self.printers().await?, self.named.as_deref())
    }

    /// Prints, and gives what is told each time that it changes, until the end. Whoever lets go of the stream lets go of
    /// the print: it is taken back at the end of the visit.
    #[must_use]
    pub fn print(&self, order: Order) -> BoxStream<'static, Told> {
        let ours = Ours { job: None, told: Told::Sending, unwanted: false, taken_back: false };
        self.lock().insert(order.id, ours);
        let watch = Watch::new(order.sides_of_paper(), order.copies);
        let following = Following {
            queue: self.clone(),
            id: order.id,
            order: Some(order),
            watch,
            began: Instant::now(),
            next: None,
        };
        stream::unfold(following, Following::tell).boxed()
    }

    /// Takes a print back. What is told then comes by its stream.
    ///
    /// # Errors
    /// When the print system does not do it; it may have ended.
    pub async fn cancel(&self, order: Uuid) -> Result<(), PrintError> {
        let job = match self.lock().get_mut(&order) {
            None => return Ok(()),
            Some(ours) => {
                ours.unwanted = true;
                ours.job.clone()
            }
        };
        let Some(job) = job else {
            // It is taken back as soon as the print system has it.
            return Ok(());
        };
        self.system.cancel(&job).await?;
        if let Some(ours) = self.lock().get_mut(&order) {
            ours.taken_back = true;
        }
        Ok(())
    }

    /// The visit has ended: what stands is taken back, what is just coming out may come out, and the print system is
    /// asked to forget all of it.
    ///
    /// # Errors
    /// When the print system does not answer: what it has, it keeps.
    pub async fn clear(&self) -> Result<(), PrintError> {
        let until = Instant::now() + GRACE;
        while self.lock().values().any(|ours| matches!(ours.told, Told::Sending | Told::Sent | Told::Printing))
            && Instant::now() < until
        {
            tokio::time::sleep(GLANCE).await;
        }
        let all: Vec<Uuid> = self.lock().keys().copied().collect();
        let mut first = Ok(());
        for order in all {
            first = first.and(self.forget(order).await);
        }
        first.and(self.system.clear().await)
    }

    /// Lets the print system forget a print, and takes it back where it has not ended.
    ///
    /// # Errors
    /// When the print system does not answer.
    pub async fn forget(&self, order: Uuid) -> Result<(), PrintError> {
        let job = self.lock().remove(&order).and_then(|ours| ours.job);
        let Some(job) = job else { return Ok(()) };
        match self.system.cancel(&job).await {
            // It has forgotten it by itself.
            Ok(()) | Err(PrintError::Gone | PrintError::NotNow) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Uuid, Ours>> {
        self.ours.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, order: Uuid, told: &Told) {
        if let Some(ours) = self.lock().get_mut(&order) {
            ours.told = told.clone();
        }
    }
}

/// A print that is followed.
struct Following {
    queue: PrintQueue,
    id: Uuid,
    /// What is to be printed, until the print system has it: then nothing of it is kept here.
    order: Option<Order>,
    watch: Watch,
    began: Instant,
    next: Option<Next>,
}

impl Following {
    /// The next that is told, when it differs from what was told before. After the end the print system forgets it.
    async fn tell(mut self) -> Option<(Told, Self)> {
        if self.watch.told().is_end() {
            if let Err(error) = self.queue.forget(self.id).await {
                tracing::warn!(%error, "the print system still knows of a print that ended");
            }
            return None;
        }
        if self.next.is_none() {
            self.next = Some(Next::Look(Duration::ZERO));
            return Some((Told::Sending, self));
        }
        let before = self.watch.told().clone();
        loop {
            let turn = self.turn().await;
            if turn.told != before {
                self.queue.note(self.id, &turn.told);
                return Some((turn.told, self));
            }
        }
    }

    /// Does what is next, and hears what came of it.
    async fn turn(&mut self) -> Turn {
        let heard = match self.order.take() {
            Some(order) => self.submit(order).await,
            None => self.look().await,
        };
        let turn = self.watch.hear(&heard, self.began.elapsed());
        self.next = Some(turn.next);
        turn
    }

    async fn submit(&self, order: Order) -> Heard {
        let printer = match self.queue.printer().await {
            Ok(printer) => printer,
            Err(error) => return Heard::Refused(error.trouble()),
        };
        if self.of_ours(|ours| ours.unwanted) {
            return Heard::TakenBack;
        }
        let Ok(title) = title() else { return Heard::Refused(Trouble::SetUp) };
        let job = match self.queue.system.submit(&printer, &order, &title).await {
            Ok(job) => job,
            Err(error) => {
                tracing::warn!(%error, "a print was not taken");
                return Heard::Refused(error.trouble());
            }
        };
        let unwanted = {
            let mut all = self.queue.lock();
            match all.get_mut(&self.id) {
                Some(ours) => {
                    ours.job = Some(job.clone());
                    ours.unwanted
                }
                // The visit ended meanwhile.
                None => true,
            }
        };
        if unwanted && self.queue.system.cancel(&job).await.is_ok() {
            return Heard::TakenBack;
        }
        Heard::Accepted
    }

    async fn look(&self) -> Heard {
        let job = self.queue.lock().get(&self.id).and_then(|ours| ours.job.clone());
        let Some(job) = job else { return Heard::TakenBack };
        let system = &self.queue.system;
        let done = match self.next {
            Some(Next::Look(after)) => {
                tokio::time::sleep(after).await;
                Ok(())
            }
            Some(Next::Resume) => system.resume(&job.printer).await,
            Some(Next::Release) => system.release(&job).await,
            Some(Next::End) | None => Ok(()),
        };
        if let Err(error) = done {
            // What stands is told by the look; a person may have to let it go on.
            tracing::warn!(%error, "the queue was not let go on");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        if self.of_ours(|ours| ours.taken_back) {
            return Heard::TakenBack;
        }
        match system.look(&job).await {
            Ok(look) => Heard::Seen(look),
            Err(PrintError::Gone) if self.of_ours(|ours| ours.taken_back) => Heard::TakenBack,
            Err(PrintError::Gone) => Heard::Gone,
            Err(error) => {
                tracing::debug!(%error, "no look at a print");
                Heard::Silent
            }
        }
    }

    /// Something of this print; what is known no more was taken back.
    fn of_ours(&self, what: impl FnOnce(&Ours) -> bool) -> bool {
        self.queue.lock().get(&self.id).is_none_or(what)
    }
}

/// A title that says nothing: the print system may write it where we cannot erase it.
fn title() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 6];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}
