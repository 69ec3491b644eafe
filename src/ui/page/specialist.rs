//! The specialist's pages: keyboard first, denser, with every action's key on its button.

pub mod agenda;
pub mod appointment;
pub mod case;
pub mod check;
pub mod colleague;
pub mod computer;
pub mod consent;
pub mod consents;
pub mod day_pack;
pub mod desk;
pub mod draft;
pub mod form;
pub mod group;
pub mod handed;
pub mod inform;
pub mod lock;
pub mod member;
pub mod money;
pub mod month;
pub mod news;
pub mod next;
pub mod outbox;
pub mod own;
pub mod papers;
pub mod people;
pub mod person;
pub mod portal;
pub mod relay;
pub mod request;
pub mod scan;
pub mod secret;
pub mod standing;
pub mod stick;
pub mod work;

use super::door::Wanted;
use super::print::{PrintPage, Prints};
use super::{Area, Around, screens};
use crate::domain::case::{Case, Command, Request, Row};
use crate::domain::hidden::hidden;
use crate::domain::month::Month;
use crate::domain::people::{Deed, People, Refusal};
use crate::domain::setup::RelayCode;
use crate::store::records::{Actor, Admitted, News, PeopleWish, Records, RecordsError};
use crate::store::vault::KeyRing;
use crate::sync::runner::SyncStatus;
use crate::sync::runner::stick::Brought;
use crate::ui::context::Context;
use crate::ui::portal::PortalWish;
use crate::ui::question::What;
use crate::ui::sheets::SheetWish;
use std::path::PathBuf;
use uuid::Uuid;

/// The part of the window that needs a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForSpecialists;

/// What a specialist's page looks at. There is none without a session.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The surroundings.
    pub context: Context<'a>,
    /// The specialist at work, with the cases held here.
    pub session: &'a Session,
    /// What is due, and what finds a case.
    pub agenda: &'a agenda::Agenda,
    /// How syncing stands.
    pub sync: SyncStatus,
    /// New ids for what is made.
    pub new_id: fn() -> Uuid,
    /// Whether something is being waited for.
    pub busy: bool,
    /// How many seconds no password is looked at yet.
    pub wait: u64,
}

impl Area for ForSpecialists {
    type Ground<'a> = Ground<'a>;
    type Action = Action;
    const NOTHING: Action = Action::None;
    const AROUND: Around = Around::STAFF;
}

impl Prints for ForSpecialists {
    const PRINT: &'static str = "desk-print";

    fn context<'a>(ground: &<Self as Area>::Ground<'a>) -> Context<'a> {
        ground.context
    }

    fn ask(wish: SheetWish) -> Action {
        Action::Sheet(wish)
    }
}

screens! {
    area: ForSpecialists;
    /// The pages that need a session.
    screens: Screen;
    /// What can happen on them.
    messages: Message;
    /// The desk.
    Desk(desk::DeskPage),
    /// A case.
    Case(case::CasePage),
    /// The person of a case.
    Person(person::PersonPage),
    /// The consent of a case.
    Consent(consent::ConsentPage),
    /// The consents of a case, where there are some.
    Consents(consents::ConsentsPage),
    /// What is held of the person of a case.
    Own(own::OwnPage),
    /// When the person is expected next.
    Appointment(appointment::AppointmentPage),
    /// The papers of a case.
    CasePapers(papers::CasePapersPage),
    /// The papers of a case that come in.
    Scan(scan::ScanPage),
    /// A request of a case.
    Request(request::RequestPage),
    /// The page of the State for a request, and what is copied into it.
    Portal(portal::PortalPage),
    /// The payment of a request.
    Money(money::MoneyPage),
    /// The application of a service is filled in.
    Form(form::FormPage),
    /// What was filled in is checked.
    Check(check::CheckPage),
    /// Help that was information only.
    Inform(inform::InformPage),
    /// How long something took.
    Work(work::WorkPage),
    /// A group session.
    Group(group::GroupPage),
    /// A plan is opened by its code.
    Handed(handed::HandedPage),
    /// The day of a team in a village.
    DayPack(day_pack::DayPackPage),
    /// The centre's month.
    Month(month::MonthPage),
    /// What was recorded.
    Outbox(outbox::OutboxPage),
    /// A sheet before it is printed.
    Print(PrintPage<ForSpecialists>),
    /// Who works here.
    People(people::PeoplePage),
    /// One of them.
    Member(member::MemberPage),
    /// A colleague is added, or somebody has a new password.
    Colleague(colleague::ColleaguePage),
    /// What is on paper only: the sheet for the safe, a list of codes.
    Secret(secret::SecretPage),
    /// The stick between computers.
    Stick(stick::StickPage),
    /// The relay by which this computer goes.
    Relay(relay::RelayPage),
    /// This computer.
    Computer(computer::ComputerPage),
}

/// A specialist at work.
#[derive(Clone, PartialEq)]
pub struct Session {
    /// The specialist's name.
    pub name: String,
    /// Their id among the people of the desk.
    pub member: Uuid,
    /// The centre's case keys; none for who reads no cases, or waits for a colleague to be let in.
    pub keys: Option<KeyRing>,
    /// Who works here.
    pub people: People,
    /// The cases held here, the newest first.
    pub cases: Vec<Case>,
    /// What the specialist has not said to have read.
    pub news: News,
}

hidden!(Session, "Session");

/// What is known once more after something came from the other computers of the centre.
#[derive(Clone, PartialEq)]
pub struct RoomNow {
    /// The cases held here.
    pub cases: Vec<Case>,
    /// The people of the desk.
    pub people: People,
}

hidden!(RoomNow, "RoomNow");

/// What is known once more after something came by stick.
#[derive(Clone, PartialEq)]
pub struct CameByStick {
    /// What came.
    pub brought: Brought,
    /// Who can sign in here.
    pub specialists: Vec<String>,
    /// The cases held here, and the people.
    pub now: RoomNow,
}

hidden!(CameByStick, "CameByStick");

impl Session {
    /// The session of who was let in, with the cases that are open to them.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub fn of(records: &Records, admitted: Admitted) -> Result<Self, RecordsError> {
        let Admitted { member, name, keys, .. } = admitted;
        let cases = keys.as_ref().map_or_else(|| Ok(Vec::new()), |keys| records.cases(keys))?;
        Ok(Self { name, member, keys, people: records.people()?, cases, news: records.news()? })
    }

    /// Who wants something done.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { member: self.member, keys: self.keys.clone() }
    }

    /// Whether they may do something, as far as is known here; the records ask again.
    ///
    /// # Errors
    /// Says why not.
    pub fn may(&self, deed: Deed) -> Result<(), Refusal> {
        self.people.may(self.member, self.keys.is_some(), deed)
    }

    /// The case with this id.
    #[must_use]
    pub fn case(&self, id: Uuid) -> Option<&Case> {
        self.cases.iter().find(|case| case.id == id)
    }

    /// A request of a case, with the case.
    #[must_use]
    pub fn request(&self, case: Uuid, request: Uuid) -> Option<(&Case, &Request)> {
        let case = self.case(case)?;
        Some((case, case.request(request)?))
    }
}

/// What a specialist's page asks for.
#[derive(Clone, PartialEq)]
pub enum Action {
    /// Nothing.
    None,
    /// Show this page on top.
    Show(Box<Screen>),
    /// Something at the way in, for a colleague.
    Enter(Wanted),
    /// Do something about the people of the desk.
    People(PeopleWish),
    /// The news were read.
    NewsRead,
    /// Leave for good.
    SignOut,
    /// Something with the stick between computers.
    Stick(stick::StickWish),
    /// Begin with a new visitor.
    NewVisit,
    /// Open the plan of a code, which a visitor made at a public computer of the room.
    TakePlan(String),
    /// Show a case.
    OpenCase(Uuid),
    /// Show the form for the person of a case.
    EditPerson(Uuid),
    /// Show the form for the consent.
    EditConsent(Uuid),
    /// Show what is held of the person of a case.
    ShowOwn(Uuid),
    /// Show the form for the next appointment.
    Appoint(Uuid),
    /// Show the papers to tick.
    EditPapers(Uuid),
    /// Show the papers that come in.
    ShowScan(Uuid),
    /// Something with papers that come in.
    Scan(scan::ScanWish),
    /// Something with the page of the State.
    Portal(PortalWish),
    /// Show what a row of a case's page opens: a request, or a step for which there is none yet.
    OpenRequest(Uuid, Row),
    /// Show the payment of a request.
    OpenMoney(Uuid, Uuid),
    /// Carry several commands out on a case, one after the other: each is recorded by itself.
    Commands(Uuid, Vec<Command>),
    /// Show the form of a row, beginning in the field of this place.
    OpenForm(Uuid, Row, Option<usize>),
    /// Show what was filled in, to be checked.
    OpenCheck(Uuid, Row),
    /// Go back, nothing being lost.
    Back,
    /// Carry a command out on a case, and go back to it.
    Command(Uuid, Box<Command>),
    /// Something with a sheet of paper.
    Sheet(SheetWish),
    /// Ask before something that cannot simply be undone.
    Ask(What),
    /// Ask what of a case is to be corrected; of one request of it, when that is named.
    Correct(Uuid, Option<Uuid>),
    /// Show what was recorded and where it is.
    ShowOutbox,
    /// Send now.
    SendNow,
    /// Let sending go by itself from now on, or not.
    SwitchSending(bool),
    /// Show the form for how long something took.
    ShowWork(work::Worked),
    /// Record how long something took.
    TellWork(work::Told),
    /// Record a group session.
    TellGroup(group::GroupTold),
    /// Call the next waiting number.
    CallNumber,
    /// Show what a team takes along to a village.
    ShowDayPack,
    /// Show the centre's month.
    ShowMonth,
    /// Have a month counted.
    CountMonth(Month),
    /// Keep the month as a file in this folder.
    KeepMonth(PathBuf),
    /// Show how this computer is.
    ShowComputer,
    /// Look at all of this computer.
    LookOver,
    /// Change how this computer is set up.
    ChangeSettings,
    /// Show by which relay of the room it goes.
    ShowRelay,
    /// Go by the relay of this code from now on, or to the hub itself.
    GoByRelay(Option<RelayCode>),
}

hidden!(Action, "specialist::Action");

impl Action {
    /// Whether it is work on cases: only for who may open them.
    #[must_use]
    pub fn is_work(&self) -> bool {
        match self {
            Self::None
            | Self::Enter(_)
            | Self::People(_)
            | Self::NewsRead
            | Self::SignOut
            | Self::Sheet(_)
            | Self::ShowOutbox
            | Self::SendNow
            | Self::ShowMonth
            | Self::CountMonth(_)
            | Self::KeepMonth(_)
            | Self::ShowComputer
            | Self::LookOver
            | Self::ChangeSettings
            | Self::ShowRelay
            | Self::GoByRelay(_)
            | Self::SwitchSending(_)
            | Self::Back
            | Self::Ask(What::Exit | What::Leave(_) | What::Remove { .. }) => false,
            Self::Show(page) => !matches!(
                **page,
                Screen::People(_)
                    | Screen::Member(_)
                    | Screen::Colleague(_)
                    | Screen::Secret(_)
                    | Screen::Outbox(_)
                    | Screen::Computer(_)
            ),
            Self::NewVisit
            | Self::Stick(_)
            | Self::TakePlan(_)
            | Self::OpenCase(_)
            | Self::EditPerson(_)
            | Self::EditConsent(_)
            | Self::ShowOwn(_)
            | Self::Appoint(_)
            | Self::EditPapers(_)
            | Self::ShowScan(_)
            | Self::Scan(_)
            | Self::Portal(_)
            | Self::OpenRequest(..)
            | Self::OpenMoney(..)
            | Self::Commands(..)
            | Self::OpenForm(..)
            | Self::OpenCheck(..)
            | Self::Command(..)
            | Self::Ask(_)
            | Self::Correct(..)
            | Self::ShowWork(_)
            | Self::ShowDayPack
            | Self::CallNumber
            | Self::TellWork(_)
            | Self::TellGroup(_) => true,
        }
    }

    /// Show this page on top.
    #[must_use]
    pub fn show(page: impl Into<Screen>) -> Self {
        Self::Show(Box::new(page.into()))
    }
}
