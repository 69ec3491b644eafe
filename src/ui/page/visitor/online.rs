//! A visitor at a page of the State. While it is open, this window is a strip above it: where one is, the time that is left, the
//! way back to the plan, and clearing everything. Before that, and where it does not open, it is a page like the others: with
//! the address as a code for the person's own telephone.

use super::{Action, ForVisitors, Ground};
use crate::account::online_trouble_said;
use crate::domain::hidden::hidden;
use crate::domain::online::TimeOnline;
use crate::domain::portal::{PortalStanding, PortalTrouble};
use crate::domain::site::PageAddress;
use crate::domain::text::Text;
use crate::i18n::counted;
use crate::platform::browser::KeptPaper;
use crate::ui::component::{
    Element, FrameButton, Strip, Tone, body, caption, code_picture, h1, lead, notice, rows, strong,
};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary};
use crate::ui::portal::AddressCode;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;
use uuid::Uuid;

/// How wide the picture of the address is.
const CODE: f32 = 260.0;

/// Where a visitor goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Destination {
    /// The page.
    pub address: PageAddress,
    /// What it is called.
    pub name: Text,
}

hidden!(Destination, "Destination");

/// The page.
#[derive(Clone, PartialEq)]
pub struct OnlinePage {
    /// Where.
    pub to: Destination,
    /// How it stands with the page of the State.
    pub standing: PortalStanding,
    /// The time that is left; it passes while the page is open.
    pub time: TimeOnline,
    /// Whether what is typed goes to the page of the State.
    pub keys: bool,
    /// The papers that were given or printed there.
    pub papers: Vec<KeptPaper>,
    /// Seconds since it was looked for papers.
    pub since: u64,
    code: AddressCode,
}

hidden!(OnlinePage, "OnlinePage");

/// What happens on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Open it once more.
    Again,
    /// Back to where somebody came from.
    Back,
    /// The papers that are kept.
    Papers,
    /// More time.
    More,
}

impl Page for OnlinePage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "online";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.text(&self.to.name)
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let context = &ground.context;
        match self.standing {
            PortalStanding::Failed(PortalTrouble::NoLine | PortalTrouble::DidNotStart) => {
                Some(Primary::new("online-again", context.tr("portal-again"), Message::Again))
            }
            PortalStanding::Failed(_) | PortalStanding::Closed => {
                Some(Primary::new("online-back", context.tr(back_words(ground)), Message::Back))
            }
            PortalStanding::Opening(_) | PortalStanding::Open(_) => None,
        }
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Again => Action::OpenAgain,
            Message::Back => Action::GoBack,
            Message::Papers => Action::KeptPapers,
            Message::More => {
                self.time.extend();
                Action::None
            }
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground)), caption(self.to.address.site().to_string())];
        match self.standing {
            PortalStanding::Opening(_) => parts.push(lead(look, context.tr("online-opening"))),
            // Below the strip lies the page of the State: this is for whoever hears the window.
            PortalStanding::Open(_) => {
                parts.extend([lead(look, context.tr("online-below")), body(context.tr("online-key"))]);
            }
            PortalStanding::Closed => {}
            PortalStanding::Failed(trouble) => {
                parts.push(notice(Tone::Information, context.texts.say(&online_trouble_said(trouble).into())));
                parts.extend(self.by_telephone(context));
            }
        }
        container(rows(look.gap(), parts)).max_width(COLUMN).into()
    }
}

impl OnlinePage {
    /// The page, on its way or not.
    #[must_use]
    pub fn new(to: Destination, standing: PortalStanding, minutes: u64) -> Self {
        let code = AddressCode::of(&to.address);
        let time = TimeOnline::of(minutes);
        Self { to, standing, time, keys: true, papers: Vec::new(), since: 0, code }
    }

    /// The number of the page of the State, while it is open.
    #[must_use]
    pub const fn open(&self) -> Option<Uuid> {
        match self.standing {
            PortalStanding::Open(id) => Some(id),
            PortalStanding::Opening(_) | PortalStanding::Closed | PortalStanding::Failed(_) => None,
        }
    }

    /// The strip above the page of the State.
    #[must_use]
    pub fn strip<Parent>(
        &self,
        ground: &Ground<'_>,
        back: Parent,
        clear: Parent,
        own: impl Fn(Message) -> Parent,
    ) -> Strip<Parent> {
        let context = &ground.context;
        let button = |id, icon, [words, short]: [String; 2], message| FrameButton { id, icon, words, short, message };
        let tr = |long: &str, short: &str| [context.tr(long), context.tr(short)];
        let papers = (!self.papers.is_empty()).then(|| {
            let words = counted(context.texts, "online-papers", self.papers.len());
            let short = counted(context.texts, "online-papers-short", self.papers.len());
            button("online-papers", "file-text", [words, short], own(Message::Papers))
        });
        let more = self
            .time
            .is_short()
            .then(|| button("online-more", "clock", tr("online-more", "online-more-short"), own(Message::More)));
        let minutes = usize::try_from(self.time.minutes()).unwrap_or(usize::MAX);
        Strip {
            back: button("strip-back", "arrow-left", tr(back_words(ground), "back"), back),
            clear: button("hide", "eye-off", tr("footer-hide", "footer-hide-short"), clear),
            more: papers.into_iter().chain(more).collect(),
            place: self.to.address.site().to_string(),
            left: counted(context.texts, "online-left", minutes),
            is_short: self.time.is_short(),
        }
    }

    /// The address as a picture, for the person's own telephone.
    fn by_telephone<'a>(&'a self, context: &Context<'a>) -> Option<Element<'a, Message>> {
        let (address, data) = self.code.picture()?;
        let picture = code_picture("online-qr", context.tr("portal-qr"), data, CODE);
        Some(rows(space::S, [strong(context.tr("online-qr-caption")), picture, caption(address.to_owned())]))
    }
}

/// What the way back is called: whoever has a plan comes back to it.
fn back_words(ground: &Ground<'_>) -> &'static str {
    if ground.visit.event.is_some() { "online-back" } else { "online-back-start" }
}
