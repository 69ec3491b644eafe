use super::*;
use crate::domain::change::Seen;
use crate::domain::fact::{Answers, Value};
use crate::domain::plan::Plan;
use crate::domain::situation::Situation;
use crate::domain::template::Template;
use crate::store::catalogue_cache::Whole;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

fn shipped() -> Catalogue {
    crate::catalogue::shipped().unwrap().published()
}

/// Answers that bring out as much of an event as may be: nothing known; all true; all papers lacking.
fn answers(catalogue: &Catalogue, event: &LifeEvent) -> Vec<Answers> {
    let mut all = Answers::default();
    for question in &event.questions {
        let value = match question.options.first() {
            Some(option) => Value::Choice(option.id.clone()),
            None if question.kind == crate::domain::question::QuestionKind::YesNo => Value::Truth(true),
            None if question.kind == crate::domain::question::QuestionKind::Number => Value::Number(2),
            None => Value::Date(catalogue.as_of),
        };
        all.0.insert(question.id.clone(), Some(value));
    }
    let mut lacking = all.clone();
    for paper in catalogue.papers.keys() {
        lacking.set_paper(paper, false);
    }
    vec![Answers::default(), all, lacking]
}

/// The same plan, the same words that a page would look up, and the same fingerprints, from what is at hand as from the
/// whole catalogue.
fn same(whole: &Catalogue, hand: &AtHand, code: &str) {
    let event = guide::guide(whole, code);
    assert_eq!(event.as_deref(), hand.guide(code), "{code}");
    let Some(event) = event.as_deref() else { return };
    let few = hand.catalogue();
    for centre in [&whole.centres["lozova"], &whole.centres["rome"]] {
        for answers in answers(whole, event) {
            let plan =
                |catalogue| Plan::compute(&Situation { catalogue, event, answers: &answers, centre, on: whole.as_of });
            let (full, other) = (plan(whole), plan(few));
            assert_eq!(full.steps, other.steps, "{code}");
            assert_eq!((&full.papers, &full.questions), (&other.papers, &other.questions), "{code}");
            assert_eq!((&full.instead, &full.totals), (&other.instead, &other.totals), "{code}");
            for step in &full.steps {
                let laws = step.reasons.iter().filter_map(|reason| reason.law);
                let deadlines = step.deadlines.iter().filter_map(|deadline| deadline.deadline.law.as_deref());
                for law in laws.chain(deadlines) {
                    assert_eq!(whole.laws.get(law), few.laws.get(law), "{code} {law}");
                }
                let Some(service) = step.service else { continue };
                assert_eq!(whole.providers.get(&service.provider), few.providers.get(&service.provider));
                for law in &service.law {
                    assert_eq!(whole.laws.get(law), few.laws.get(law), "{code} {law}");
                }
                let linked = service.related.iter().filter_map(|related| related.service.as_ref());
                let instead = step.instead.iter().filter_map(|instead| instead.service.as_ref());
                for other in linked.chain(instead) {
                    assert_eq!(whole.service(other), few.service(other), "{code} {other}");
                }
                let linked = service.related.iter().filter_map(|related| related.event.as_ref());
                let instead = step.instead.iter().filter_map(|instead| instead.event.as_ref());
                for other in linked.chain(instead) {
                    assert_eq!(whole.events.get(other), few.events.get(other), "{code} {other}");
                }
            }
        }
    }
    let seen = Seen::now(whole, Some(event));
    assert_eq!(seen, Seen::now(few, Some(event)), "{code}");
    assert!(seen.changes(few, Some(event)).is_empty(), "{code}");
}

#[test]
fn what_is_at_hand_of_an_event_two_events_or_a_service_says_the_same_as_the_whole_catalogue() {
    let whole = shipped();
    let shelf: Arc<dyn Shelf> = Arc::new(Whole::new(whole.clone()));
    let events: Vec<&str> = whole.events.keys().map(String::as_str).collect();
    let joint =
        events.iter().enumerate().map(|(place, one)| format!("{one}{JOINT}{}", events[(place + 7) % events.len()]));
    let services = whole.services.keys().map(ToString::to_string);
    let mut together = AtHand::new(Arc::clone(&shelf));
    for code in events.iter().map(|code| (*code).to_owned()).chain(joint).chain(services).chain(["gone".to_owned()]) {
        let mut alone = AtHand::new(Arc::clone(&shelf));
        alone.take(&code);
        same(&whole, &alone, &code);
        together.take(&code);
    }
    for code in ["C1", "C16", "015000163"] {
        same(&whole, &together, code);
    }
    together.forget();
    assert!(together.guide("C1").is_none() && together.catalogue().services.is_empty());
}

#[test]
fn an_event_that_only_gives_a_fact_is_not_taken_for_a_visit() {
    let whole = shipped();
    let mut hand = AtHand::new(Arc::new(Whole::new(whole.clone())));
    for service in whole.services.keys() {
        hand.take(service.as_str());
    }
    let giver = hand.catalogue().events.keys().next().expect("some service borrows a question").clone();
    assert!(hand.guide(&giver).is_none());
    hand.take(&giver);
    same(&whole, &hand, &giver);
}

/// A shelf that counts what is read from it and, from a certain record on, is damaged.
#[derive(Debug)]
struct Watched {
    whole: Whole,
    read: AtomicUsize,
    sound: usize,
    stand_in: Mutex<Option<Arc<dyn Shelf>>>,
}

impl Watched {
    fn new(catalogue: Catalogue, sound: usize, stand_in: Option<Arc<dyn Shelf>>) -> Arc<Self> {
        let (whole, read, stand_in) = (Whole::new(catalogue), AtomicUsize::new(0), Mutex::new(stand_in));
        Arc::new(Self { whole, read, sound, stand_in })
    }

    fn look(&self) -> Result<(), Damaged> {
        let read = self.read.fetch_add(1, Ordering::Relaxed);
        if read < self.sound { Ok(()) } else { Err(Damaged("a row".to_owned())) }
    }
}

impl Shelf for Watched {
    fn overview(&self) -> &Overview {
        self.whole.overview()
    }

    fn event(&self, code: &str) -> Result<Option<LifeEvent>, Damaged> {
        self.look()?;
        self.whole.event(code)
    }

    fn service(&self, code: &str) -> Result<Option<Service>, Damaged> {
        self.look()?;
        self.whole.service(code)
    }

    fn provider(&self, id: &str) -> Result<Option<Provider>, Damaged> {
        self.look()?;
        self.whole.provider(id)
    }

    fn paper(&self, id: &str) -> Result<Option<Paper>, Damaged> {
        self.look()?;
        self.whole.paper(id)
    }

    fn law(&self, id: &str) -> Result<Option<Law>, Damaged> {
        self.look()?;
        self.whole.law(id)
    }

    fn centre(&self, id: &str) -> Result<Option<Centre>, Damaged> {
        self.whole.centre(id)
    }

    fn centres(&self) -> Result<Vec<String>, Damaged> {
        self.whole.centres()
    }

    fn template(&self, name: &str) -> Result<Option<Template>, Damaged> {
        self.whole.template(name)
    }

    fn notices_of(&self, service: &ServiceCode) -> Result<Vec<Notice>, Damaged> {
        self.whole.notices_of(service)
    }

    fn giver_of(&self, fact: &str) -> Result<Option<String>, Damaged> {
        self.whole.giver_of(fact)
    }

    fn index(&self) -> Option<Arc<SearchIndex>> {
        None
    }

    fn load_index(&self) -> Result<Arc<SearchIndex>, Damaged> {
        self.whole.load_index()
    }

    fn prepare_index(&self) -> Result<(), Damaged> {
        Ok(())
    }

    fn examine(&self) -> Result<Vec<String>, Damaged> {
        self.look().map(|()| Vec::new())
    }

    fn stand_in(&self) -> Option<Arc<dyn Shelf>> {
        self.stand_in.lock().unwrap().take()
    }
}

#[test]
fn nothing_is_read_before_it_is_asked_for_and_nothing_twice() {
    let whole = shipped();
    let shelf = Watched::new(whole.clone(), usize::MAX, None);
    let mut hand = AtHand::new(Arc::<Watched>::clone(&shelf));
    assert_eq!(shelf.read.load(Ordering::Relaxed), 0);
    hand.take("C1");
    let once = shelf.read.load(Ordering::Relaxed);
    let records = whole.services.len() + whole.events.len() + whole.papers.len() + whole.laws.len();
    assert!(once > 0 && once < records / 2, "{once} of {records}");
    hand.take("C1");
    assert_eq!(shelf.read.load(Ordering::Relaxed), once);
}

#[test]
fn whatever_record_is_damaged_another_copy_stands_in_and_nothing_is_missed() {
    let whole = shipped();
    for sound in (0..60).step_by(7) {
        let last: Arc<dyn Shelf> = Arc::new(Whole::new(whole.clone()));
        let second: Arc<dyn Shelf> = Watched::new(whole.clone(), sound / 2, Some(last));
        let mut hand = AtHand::new(Watched::new(whole.clone(), sound, Some(second)));
        hand.take_service("015000163");
        hand.take("C1");
        assert_eq!(hand.generation(), 2, "{sound}");
        same(&whole, &hand, "C1");
        assert!(hand.catalogue().services.keys().any(|code| code.as_str() == "015000163"));
    }
}
