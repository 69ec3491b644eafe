//! Who may do what at the desk: each action of its pages, each wish about its people and each command on a case is tried as
//! each role, as somebody who was removed, and as nobody, also after a wrong second factor. What is not theirs is refused with
//! words, and nothing of it is in the journal or among the operations.
//!
//! An action that is added needs a row: the tables have no arm for the rest, and the samples are compared with the variants
//! in the code.

use super::*;
use crate::domain::case::{
    CashCode, Change, Consent, ConsentScope, Heard, Matter, Opening, Operation, Outcome, PaymentNews, Person,
    Provenance, ProviderNumber, ProviderWord, RequestState, Right,
};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::month::Month;
use crate::domain::people::{Refusal, StaffRole};
use crate::domain::record::{Action as Done, Circumstances, EntryFacts, Mode, Reason};
use crate::domain::recovery::RecoveryGroups;
use crate::domain::shelf::Shelf as _;
use crate::domain::text::Language;
use crate::domain::work::{Autonomy, Place, Topic};
use crate::i18n::Texts;
use crate::platform::clock::Moment;
use crate::platform::configuration::Configuration;
use crate::protocol::recovery;
use crate::store::catalogue_cache::Whole;
use crate::store::identity::{Enrolment, Identity};
use crate::store::records::{
    Actor, Admitted, DrawnCodes, NewEntry, NewOperation, PaperSecret, PeopleWish, Records, RecordsError, SecretKind,
};
use crate::ui::app::{Banner, Environment, Start};
use crate::ui::page::door::Wanted;
use crate::ui::page::specialist::group::GroupTold;
use crate::ui::page::specialist::scan::ScanWish;
use crate::ui::page::specialist::stick::StickWish;
use crate::ui::page::specialist::work::{Told, Worked};
use crate::ui::portal::PortalWish;
use crate::ui::sheets::SheetWish;
use jiff::civil::date;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

const CODE: &str = "7K2M-4QXR-9AB0";
const DAY: Date = date(2026, 11, 20);
const CASE: Uuid = Uuid::from_u128(1);
const REQUEST: Uuid = Uuid::from_u128(5);

/// Who tries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Works on cases.
    Specialist,
    /// Heads the centre, and opens no case.
    Head,
    /// Both.
    Both,
    /// Nobody is signed in.
    Nobody,
    /// Was removed while they were signed in.
    Removed,
    /// Had the right password and not the next code of their list.
    WrongCode,
}

const ALL: [Who; 6] = [Who::Specialist, Who::Head, Who::Both, Who::Nobody, Who::Removed, Who::WrongCode];

/// Who may do something.
type Row = [bool; 6];

const EVERYBODY: Row = [true; 6];
const SIGNED_IN: Row = [true, true, true, false, false, false];
const WORKS: Row = [true, false, true, false, false, false];
const HEADS: Row = [false, true, true, false, false, false];
const HEADS_WITH_KEY: Row = [false, false, true, false, false, false];

fn may(row: Row, who: Who) -> bool {
    ALL.iter().zip(row).any(|(one, may)| *one == who && may)
}

fn row_of_action(action: &Action) -> (&'static str, Row) {
    match action {
        Action::None => ("None", EVERYBODY),
        Action::Back => ("Back", EVERYBODY),
        Action::SignOut => ("SignOut", EVERYBODY),
        Action::Show(page) if matches!(**page, Screen::People(_)) => ("Show", SIGNED_IN),
        Action::Show(_) => ("Show", WORKS),
        Action::Enter(_) => ("Enter", SIGNED_IN),
        Action::People(wish) => ("People", row_of_wish(wish).1),
        Action::NewsRead => ("NewsRead", SIGNED_IN),
        Action::NewVisit => ("NewVisit", WORKS),
        Action::TakePlan(_) => ("TakePlan", WORKS),
        Action::Stick(_) => ("Stick", WORKS),
        Action::OpenCase(_) => ("OpenCase", WORKS),
        Action::EditPerson(_) => ("EditPerson", WORKS),
        Action::EditConsent(_) => ("EditConsent", WORKS),
        Action::ShowOwn(_) => ("ShowOwn", WORKS),
        Action::Appoint(_) => ("Appoint", WORKS),
        Action::EditPapers(_) => ("EditPapers", WORKS),
        Action::ShowScan(_) => ("ShowScan", WORKS),
        Action::Scan(_) => ("Scan", WORKS),
        Action::OpenRequest(..) => ("OpenRequest", WORKS),
        Action::Portal(_) => ("Portal", WORKS),
        Action::ShowDayPack => ("ShowDayPack", WORKS),
        Action::OpenMoney(..) => ("OpenMoney", WORKS),
        Action::Commands(..) => ("Commands", WORKS),
        Action::OpenForm(..) => ("OpenForm", WORKS),
        Action::OpenCheck(..) => ("OpenCheck", WORKS),
        Action::Command(..) => ("Command", WORKS),
        Action::Sheet(_) => ("Sheet", SIGNED_IN),
        Action::Ask(What::Exit | What::Leave(_) | What::Remove { .. }) => ("Ask", SIGNED_IN),
        Action::Ask(_) => ("Ask", WORKS),
        Action::Correct(..) => ("Correct", WORKS),
        Action::ShowOutbox => ("ShowOutbox", SIGNED_IN),
        Action::SendNow => ("SendNow", SIGNED_IN),
        Action::SwitchSending(_) => ("SwitchSending", HEADS),
        Action::ShowWork(_) => ("ShowWork", WORKS),
        Action::TellWork(_) => ("TellWork", WORKS),
        Action::TellGroup(_) => ("TellGroup", WORKS),
        Action::CallNumber => ("CallNumber", WORKS),
        Action::ShowMonth => ("ShowMonth", SIGNED_IN),
        Action::CountMonth(_) => ("CountMonth", SIGNED_IN),
        Action::KeepMonth(_) => ("KeepMonth", SIGNED_IN),
        Action::ShowComputer => ("ShowComputer", SIGNED_IN),
        Action::LookOver => ("LookOver", SIGNED_IN),
        Action::ChangeSettings => ("ChangeSettings", HEADS),
        Action::ShowRelay => ("ShowRelay", HEADS),
        Action::GoByRelay(_) => ("GoByRelay", HEADS),
    }
}

/// Of wishes as they are tried here: about a specialist, for whom a new password alone opens no case.
fn row_of_wish(wish: &PeopleWish) -> (&'static str, Row) {
    match wish {
        PeopleWish::Add { .. } => ("Add", HEADS),
        PeopleWish::Remove(_) => ("Remove", HEADS),
        PeopleWish::Reset { .. } => ("Reset", HEADS_WITH_KEY),
        PeopleWish::ChangeRole(..) => ("ChangeRole", HEADS),
        PeopleWish::LetIn(_) => ("LetIn", WORKS),
        PeopleWish::ChangePassword { .. } => ("ChangePassword", SIGNED_IN),
        PeopleWish::Draw(SecretKind::Sheet) => ("Draw", HEADS_WITH_KEY),
        PeopleWish::Draw(SecretKind::Codes) => ("Draw", SIGNED_IN),
        PeopleWish::Keep(PaperSecret::Sheet(_)) => ("Keep", HEADS_WITH_KEY),
        PeopleWish::Keep(PaperSecret::Codes(_)) => ("Keep", SIGNED_IN),
        PeopleWish::TakeCodes(_) => ("TakeCodes", HEADS),
    }
}

fn name_of_command(command: &Command) -> &'static str {
    match command {
        Command::Identify(_) => "Identify",
        Command::Consent(_) => "Consent",
        Command::Revoke(_) => "Revoke",
        Command::Refuse(_) => "Refuse",
        Command::Papers(_) => "Papers",
        Command::Prepare { .. } => "Prepare",
        Command::Submit { .. } => "Submit",
        Command::Pay { .. } => "Pay",
        Command::Payment { .. } => "Payment",
        Command::Move { .. } => "Move",
        Command::HandOver { .. } => "HandOver",
        Command::TellChanges(_) => "TellChanges",
        Command::Fill { .. } => "Fill",
        Command::NotFinishedHere { .. } => "NotFinishedHere",
        Command::Pages(_) => "Pages",
        Command::HearProvider(_) => "HearProvider",
        Command::Appoint(_) => "Appoint",
        Command::TakeOver { .. } => "TakeOver",
        Command::Close => "Close",
        Command::Erase { .. } => "Erase",
        Command::Correct { .. } => "Correct",
    }
}

/// One of each command, those that are possible on the case among them.
fn commands() -> Vec<Command> {
    let service = ServiceCode::parse("015000163").unwrap();
    let (request, from) = (REQUEST, None);
    let heard = Heard { from: Some(Provenance::Portal), on: DAY };
    vec![
        Command::Identify(Person { name: "Altă Persoană".to_owned(), ..Person::default() }),
        Command::Consent(Consent::new(ConsentScope::ThisEvent, DAY, date(2026, 12, 30))),
        Command::Revoke(Matter::Event),
        Command::Refuse(Matter::Event),
        Command::Papers(vec!["a".to_owned()]),
        Command::Prepare { id: Uuid::from_u128(6), service: service.clone(), step: "service".to_owned() },
        Command::Submit {
            request,
            number: ProviderNumber::parse("ASP-1").unwrap(),
            on: DAY,
            term: None,
            expected: None,
        },
        Command::Pay { request, term: None, expected: None, heard: Some(heard) },
        Command::Payment { request, news: PaymentNews::Order { order: None, cash: CashCode::parse("000111222").ok() } },
        Command::Move { request, to: RequestState::Withdrawn, reason: Some(Reason::PersonWish), note: None, from },
        Command::HandOver {
            request,
            collector: "Cineva".to_owned(),
            paper: "buletin".to_owned(),
            right: Right::Person,
        },
        Command::TellChanges(Seen::default()),
        Command::Fill {
            field: "applicant_name".to_owned(),
            value: Some("Cineva".to_owned()),
            reason: None,
            service: Some(service.clone()),
        },
        Command::NotFinishedHere { service, request: None, reason: Reason::OtherOffice, note: None },
        Command::Pages(Vec::new()),
        Command::HearProvider(ProviderWord {
            request,
            provider: "ASP".to_owned(),
            state: RequestState::Issued,
            on: DAY,
            number: None,
        }),
        Command::Appoint(None),
        Command::TakeOver { by: "Cineva".to_owned(), reason: Reason::ColleagueAway, note: None },
        Command::Close,
        Command::Erase { reason: Reason::PersonWish },
        Command::Correct { entry: Uuid::from_u128(13), reason: Reason::WrongKey, note: None },
    ]
}

/// The variants of an enum, as the code has them.
fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let code = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)).unwrap();
    let items = syn::parse_file(&code).unwrap().items.into_iter();
    let mut found = items.filter_map(|item| if let syn::Item::Enum(item) = item { Some(item) } else { None });
    let found = found.find(|item| item.ident == name).unwrap();
    found.variants.iter().map(|variant| variant.ident.to_string()).collect()
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

fn at() -> Moment {
    Moment { time: "2026-11-20T10:00:00Z".parse().unwrap(), running: Duration::from_secs(1) }
}

fn open(folder: &Path) -> Records {
    let identity = Identity::open(&folder.join("identity.json")).unwrap();
    Records::open(&folder.join("records.sqlite"), identity, at().time).unwrap().0
}

fn shelf() -> Arc<Whole> {
    static SHELF: OnceLock<Arc<Whole>> = OnceLock::new();
    Arc::clone(SHELF.get_or_init(|| Arc::new(Whole::new(crate::catalogue::shipped().unwrap()))))
}

/// A centre with somebody of each role, as it lies on the disk; each try begins on a copy of it.
struct Centre {
    folder: tempfile::TempDir,
    /// Who was admitted, by role.
    specialist: Admitted,
    head: Admitted,
    both: Admitted,
    /// A specialist for whom nobody has opened the cases yet.
    waiting: Uuid,
}

impl Centre {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut records = open(folder.path());
        let enrolment = Enrolment {
            hub: "http://127.0.0.1:1".to_owned(),
            centre: shelf().centre("lozova").unwrap().unwrap(),
            operator_key: age::x25519::Identity::generate().to_public().to_string(),
            catalogue_root: None,
            hub_key: None,
            plain_http: false,
            relay: None,
            entered: false,
        };
        records.set_enrolment(enrolment, &[recovery::hash(CODE, &[1; 16]).unwrap()]).unwrap();
        let both = records.add_first(CODE, "Specialist", "parola-lungă", &circumstances(), at()).unwrap();
        let actor = |admitted: &Admitted| Actor { member: admitted.member, keys: admitted.keys.clone() };
        let add = |records: &mut Records, by: &Admitted, name: &str, role| {
            let wish = PeopleWish::Add { name: name.to_owned(), password: format!("parola-{name}"), role };
            records.grant(&actor(by), wish, &circumstances(), at()).unwrap();
        };
        add(&mut records, &both, "Ana", StaffRole::Specialist);
        add(&mut records, &both, "Maria", StaffRole::Head);
        let admit = |records: &mut Records, name: &str| {
            records.sign_in(name, &format!("parola-{name}"), None, &circumstances(), at()).unwrap()
        };
        let (specialist, head) = (admit(&mut records, "Ana"), admit(&mut records, "Maria"));
        // She cannot open the cases for whom she adds.
        add(&mut records, &head, "Ion", StaffRole::Specialist);
        let people = records.people().unwrap();
        let waiting = people.members().iter().find(|member| member.name == "Ion").unwrap().id;
        assert!(people.member(waiting).unwrap().waits_for_key() && head.keys.is_none());
        let codes = PeopleWish::Keep(PaperSecret::Codes(DrawnCodes::new([7; 32])));
        records.grant(&actor(&both), codes, &circumstances(), at()).unwrap();
        keep_case(&mut records, &both);
        Self { folder, specialist, head, both, waiting }
    }

    fn wishes(&self) -> Vec<PeopleWish> {
        let about = self.specialist.member;
        let groups = || RecoveryGroups::of_random([3; 18]);
        vec![
            PeopleWish::Add {
                name: "Cineva Nou".to_owned(),
                password: "cheia-de-iarnă".to_owned(),
                role: StaffRole::Specialist,
            },
            PeopleWish::Remove(about),
            PeopleWish::Reset { member: about, password: "cheia-de-iarnă".to_owned() },
            PeopleWish::ChangeRole(about, StaffRole::Head),
            PeopleWish::LetIn(self.waiting),
            PeopleWish::ChangePassword { password: String::new(), new: "cheia-de-iarnă".to_owned() },
            PeopleWish::Draw(SecretKind::Sheet),
            PeopleWish::Draw(SecretKind::Codes),
            PeopleWish::Keep(PaperSecret::Sheet(groups())),
            PeopleWish::Keep(PaperSecret::Codes(DrawnCodes::new([9; 32]))),
            PeopleWish::TakeCodes(self.both.member),
        ]
    }

    /// The same centre once more, with the window of whoever tries something.
    fn entered(&self, who: Who) -> Tried {
        let folder = tempfile::tempdir().unwrap();
        for file in
            std::fs::read_dir(self.folder.path()).unwrap().map(Result::unwrap).filter(|file| file.path().is_file())
        {
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        let mut records = open(folder.path());
        let actor = |admitted: &Admitted| Actor { member: admitted.member, keys: admitted.keys.clone() };
        let admitted = match who {
            Who::Specialist | Who::Removed => Some(self.specialist.clone()),
            Who::Head => Some(self.head.clone()),
            Who::Both => Some(self.both.clone()),
            Who::Nobody => None,
            Who::WrongCode => {
                let wrong = records.sign_in("Specialist", "parola-lungă", Some("000000"), &circumstances(), at());
                assert!(matches!(wrong, Err(RecordsError::WrongOneTimeCode { .. })), "{wrong:?}");
                None
            }
        };
        if who == Who::Removed {
            let wish = PeopleWish::Remove(self.specialist.member);
            records.grant(&actor(&self.both), wish, &circumstances(), at()).unwrap();
            let again = records.sign_in("Ana", "parola-Ana", None, &circumstances(), at());
            assert!(matches!(again, Err(RecordsError::WrongPassword { .. })), "{again:?}");
        }
        let mut app = App::new(Start {
            configuration: Configuration::default(),
            shelf: shelf(),
            standing: crate::sync::catalogue::Standing::default(),
            centre: shelf().centre("lozova").unwrap().unwrap(),
            enrolled: true,
            specialists: records.specialists().unwrap(),
            wait: 0,
            records_failed: None,
            gallery: false,
            first: false,
            sheets: true,
            online: Ok(()),
            environment: Environment {
                now: || at().time,
                running: || at().running,
                instant: Instant::now,
                new_id: Uuid::now_v7,
                random: || [1, 2, 3, 4, 5],
            },
        });
        // Of nobody there is no key and no id that the records know.
        let nobody = Actor { member: Uuid::from_u128(99), keys: None };
        let actor = admitted.as_ref().map_or(nobody, actor);
        if let Some(admitted) = admitted {
            app.staff = Staff::AtWork(Box::new(Desk::new(Session::of(&records, admitted).unwrap())));
            app.staff.know_cases(&mut app.terminal);
        }
        Tried { folder, records, app, actor }
    }
}

/// A case with a person, a consent and a request.
fn keep_case(records: &mut Records, by: &Admitted) {
    let opening = Opening {
        return_code: "ABCD-2345".to_owned(),
        event: "015000163".to_owned(),
        answers: Answers::default(),
        seen: Seen::default(),
    };
    let keys = by.keys.as_ref().unwrap();
    let mut case: Option<Case> = None;
    let service = ServiceCode::parse("015000163").unwrap();
    let changes = [
        Change::Open(opening),
        Change::Command(Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() })),
        Change::Command(Command::Consent(Consent::new(ConsentScope::ThisEvent, DAY, date(2026, 12, 20)))),
        Change::Command(Command::Prepare { id: REQUEST, service, step: "service".to_owned() }),
    ];
    for (id, change) in (11..).map(Uuid::from_u128).zip(changes) {
        let follows = case.as_ref().map(|case| case.heads.clone()).unwrap_or_default();
        let (after, outcome) = match (&change, case) {
            (Change::Command(command), Some(case)) => case.apply(command.clone(), id, DAY).unwrap(),
            (Change::Open(opening), _) => (Case::open(CASE, opening.clone(), id, DAY), Outcome::opened()),
            _ => unreachable!("it is opened first"),
        };
        let (centre, author, time) = ("lozova".to_owned(), by.name.clone(), at().time);
        let operation = Operation { id, case: CASE, centre, author, day: DAY, time, follows, change };
        let facts = EntryFacts::of_case(&outcome, CASE, &after.event, &circumstances());
        let entry = NewEntry { id, facts, sealed: outcome.sealed };
        records.record(&entry, Some((keys, &NewOperation::of(operation, &after))), at().time).unwrap();
        case = Some(after);
    }
}

/// The window of whoever tries something, and the records under it.
struct Tried {
    folder: tempfile::TempDir,
    records: Records,
    app: App,
    actor: Actor,
}

impl Tried {
    /// All that lies in the journal and among the operations, of cases and of people.
    fn traces(&self) -> (Vec<Uuid>, Vec<Uuid>, usize) {
        let entries = self.records.all_entries().unwrap().into_iter().map(|entry| entry.id).collect();
        let file = rusqlite::Connection::open(self.folder.path().join("records.sqlite")).unwrap();
        let mut operations = file.prepare("SELECT id FROM operation ORDER BY id").unwrap();
        let ids =
            operations.query_map([], |row| row.get::<_, String>(0)).unwrap().map(|id| id.unwrap().parse().unwrap());
        let people = file.query_row("SELECT COUNT(*) FROM people", [], |row| row.get(0)).unwrap();
        (entries, ids.collect(), people)
    }

    /// What is asked for is done, as the window has it done.
    fn perform(&mut self, effects: Vec<Effect>) -> bool {
        let mut asked = false;
        for effect in effects {
            match effect {
                Effect::Record { entry, operation } => {
                    asked = true;
                    let operation = operation.as_ref().map(|(keys, operation)| (keys, operation.as_ref()));
                    self.records.record(&entry, operation, at().time).unwrap();
                }
                Effect::People { actor, wish, circumstances } => {
                    asked = true;
                    let result = self.records.grant(&actor, wish, &circumstances, at());
                    let _ = self.app.people_done(result.map(Box::new));
                }
                // Looking, scrolling and speaking change nothing; what else would write is not asked for.
                other => asked |= writes(&other),
            }
        }
        asked
    }

    fn banner(&self) -> Option<&Banner> {
        self.app.frame.face.banner.as_ref()
    }
}

/// Whether an effect would write something besides entries, operations and people.
fn writes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::NoteTold(_)
            | Effect::KeepMonth { .. }
            | Effect::CallNumber { .. }
            | Effect::DrawNumber(_)
            | Effect::ErasePages(_)
            | Effect::TakePageOut { .. }
            | Effect::Scan(_)
            | Effect::Print(_)
            | Effect::KeepSheet { .. }
            | Effect::Enrol { .. }
            | Effect::AddFirst { .. }
            | Effect::Recover { .. }
            | Effect::SignIn { .. }
            | Effect::WakeSync
            | Effect::SendNow
            | Effect::SwitchSending(_)
            | Effect::WriteSettings(_)
            | Effect::PrintTrial { .. }
    )
}

const REFUSALS: [&str; 9] = [
    "refusal-not-head",
    "refusal-not-specialist",
    "refusal-oneself",
    "refusal-needs-sheet",
    "refusal-sheet-first",
    "refusal-last-key",
    "refusal-unknown",
    "refusal-nothing",
    "refusal-signed-out",
];

/// Tries something as somebody, and gives whether it was let be. What was refused was refused with words that there are in
/// every language, and left nothing behind.
///
/// Where something was refused, all is as it was, and the next thing is tried there.
fn tries(entered: &mut Option<Tried>, centre: &Centre, who: Who, action: Action) -> bool {
    let mut tried = entered.take().unwrap_or_else(|| centre.entered(who));
    tried.app.frame.face.banner = None;
    let before = tried.traces();
    let effects = tried.app.desk_action(action);
    let refused =
        |tried: &Tried| tried.banner().is_some_and(|banner| !banner.good && REFUSALS.contains(&banner.message));
    let at_once = refused(&tried);
    let asked = tried.perform(effects);
    if !refused(&tried) {
        return true;
    }
    assert!(!at_once || !asked, "{who:?}: what is refused asks for nothing");
    assert!(tried.traces() == before, "{who:?}: what is refused leaves no trace");
    let message = tried.banner().unwrap().message;
    for language in Language::INTERFACE {
        let words = Texts::load(language).get(message);
        assert!(words.len() > 15 && !words.contains('⟨'), "{message} in {language}");
    }
    *entered = Some(tried);
    false
}

fn actions(centre: &Centre) -> Vec<Action> {
    let row = crate::domain::case::Row::Request(REQUEST);
    let topic = Worked::Topic(Topic::Email);
    let told = Told { worked: topic.clone(), minutes: 5, place: Place::Desk, autonomy: Autonomy::Guided };
    let group = GroupTold {
        held: DAY,
        topic: Topic::Email,
        people: [(crate::domain::work::AgeBand::Adult, 6)].into(),
        minutes: 60,
        place: Place::Room,
    };
    let mut all = vec![
        Action::None,
        Action::Back,
        Action::SignOut,
        Action::show(PeoplePage::default()),
        Action::show(DeskPage::default()),
        Action::Enter(Wanted::SignIn { name: String::new(), password: String::new(), code: None }),
        Action::NewsRead,
        Action::NewVisit,
        Action::TakePlan("7K2M-4QXR".to_owned()),
        Action::ShowRelay,
        Action::GoByRelay(None),
        Action::Stick(StickWish::Show),
        Action::OpenCase(CASE),
        Action::EditPerson(CASE),
        Action::EditConsent(CASE),
        Action::ShowOwn(CASE),
        Action::Appoint(CASE),
        Action::EditPapers(CASE),
        Action::ShowScan(CASE),
        Action::Scan(ScanWish::Stop),
        Action::OpenRequest(CASE, row.clone()),
        Action::Portal(PortalWish::Show(CASE, REQUEST)),
        Action::OpenMoney(CASE, REQUEST),
        Action::Commands(CASE, commands()),
        Action::OpenForm(CASE, row.clone(), None),
        Action::OpenCheck(CASE, row),
        Action::Sheet(SheetWish::Look),
        Action::Ask(What::Exit),
        Action::Ask(What::Erase(CASE)),
        Action::Correct(CASE, None),
        Action::ShowOutbox,
        Action::SendNow,
        Action::SwitchSending(false),
        Action::ShowWork(topic),
        Action::TellWork(told),
        Action::TellGroup(group),
        Action::CallNumber,
        Action::ShowDayPack,
        Action::ShowMonth,
        Action::CountMonth(Month::of(DAY)),
        Action::KeepMonth("/nowhere".into()),
        Action::ShowComputer,
        Action::LookOver,
        Action::ChangeSettings,
    ];
    all.extend(commands().into_iter().map(|command| Action::Command(CASE, Box::new(command))));
    all.extend(centre.wishes().into_iter().map(Action::People));
    all
}

#[test]
fn every_action_is_tried_as_every_role_and_what_is_not_theirs_is_refused_with_words_and_without_a_trace() {
    let centre = Centre::new();
    let all = actions(&centre);
    let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
    let tried = names(all.iter().map(|action| row_of_action(action).0).collect());
    assert_eq!(tried, variants("ui/page/specialist.rs", "Action"), "an action without a try");
    let wished = names(centre.wishes().iter().map(|wish| row_of_wish(wish).0).collect());
    assert_eq!(wished, variants("store/records/people/wish.rs", "PeopleWish"), "a wish without a try");
    let commanded = names(commands().iter().map(name_of_command).collect());
    assert_eq!(commanded, variants("domain/case/command.rs", "Command"), "a command without a try");
    let mut wrong = Vec::new();
    let mut entered = ALL.map(|_| None);
    for action in &all {
        let (name, row) = row_of_action(action);
        let name = match action {
            Action::Command(_, command) => name_of_command(command),
            Action::People(wish) => row_of_wish(wish).0,
            _ => name,
        };
        for (who, entered) in ALL.into_iter().zip(&mut entered) {
            let let_be = tries(entered, &centre, who, own(action.clone(), who));
            if let_be != may(row, who) {
                wrong.push(format!("{who:?} {name}: {let_be}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The same wish with the own password of whoever has it.
fn own(action: Action, who: Who) -> Action {
    let Action::People(PeopleWish::ChangePassword { new, .. }) = action else { return action };
    let password = match who {
        Who::Head => "parola-Maria",
        Who::Both | Who::Nobody | Who::WrongCode => "parola-lungă",
        Who::Specialist | Who::Removed => "parola-Ana",
    };
    Action::People(PeopleWish::ChangePassword { password: password.to_owned(), new })
}

#[test]
fn the_records_refuse_by_themselves_what_is_wished_about_the_people_by_whom_it_is_not_for() {
    let centre = Centre::new();
    let mut entered = ALL.map(|_| None);
    for wish in centre.wishes() {
        let (name, row) = row_of_wish(&wish);
        for (who, entered) in ALL.into_iter().zip(&mut entered) {
            let mut tried: Tried = entered.take().unwrap_or_else(|| centre.entered(who));
            let before = tried.traces();
            let Action::People(wish) = own(Action::People(wish.clone()), who) else { unreachable!() };
            let actor = tried.actor.clone();
            match tried.records.grant(&actor, wish, &circumstances(), at()) {
                Ok(_) => assert!(may(row, who), "{who:?} {name}"),
                Err(RecordsError::Refused(refusal)) => {
                    assert!(!may(row, who), "{who:?} {name}: {refusal:?}");
                    assert!(tried.traces() == before, "{who:?} {name}: it leaves no trace");
                    let gone = matches!(who, Who::Nobody | Who::Removed | Who::WrongCode);
                    assert_eq!(refusal == Refusal::Unknown, gone, "{who:?} {name}");
                    *entered = Some(tried);
                }
                Err(error) => panic!("{who:?} {name}: {error}"),
            }
        }
    }
}

#[test]
fn what_is_allowed_is_done_so_that_the_table_is_not_full_of_nothing() {
    let centre = Centre::new();
    let mut tried = centre.entered(Who::Specialist);
    let before = tried.traces();
    let command = Command::Papers(vec!["a".to_owned()]);
    let effects = tried.app.desk_action(Action::Command(CASE, Box::new(command)));
    assert!(tried.perform(effects));
    let after = tried.traces();
    assert_eq!((after.0.len(), after.1.len(), after.2), (before.0.len() + 1, before.1.len() + 1, before.2));
    let last = tried.records.all_entries().unwrap().pop().unwrap();
    assert_eq!(last.facts.meaning().map(|facts| facts.action), Some(Done::PapersChecked));
}
