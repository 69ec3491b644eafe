//! Beside the page of the State: the fields of the request in the provider's order, each copied by one press, and the way
//! back to the provider's number. That the page is open says nothing about the request, which stays prepared.

use super::draft::with_draft;
use super::{Action, ForSpecialists, Ground};
use crate::account::{lack_said, portal_mark, portal_trouble_said};
use crate::domain::case::{Case, Lack, Request, RequestState, Row, Verb};
use crate::domain::hidden::hidden;
use crate::domain::portal::{Opening, PortalStanding};
use crate::domain::service::ChannelKind;
use crate::domain::site::{PageAddress, Site};
use crate::ui::component::{
    Element, Tone, Words, body, caption, card, code_picture, h1, h3, key_hint, link_button, notice, rows,
    secondary_button, small, strong,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::mark;
use crate::ui::page::{Page, Primary};
use crate::ui::portal::{AddressCode, OneField, PortalField, PortalWish, application_fields, page_of, person_fields};
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};
use uuid::Uuid;

/// How wide the picture of the address is.
const CODE: f32 = 220.0;

/// The page.
#[derive(Clone, PartialEq)]
pub struct PortalPage {
    /// The case.
    pub case: Uuid,
    /// The request.
    pub request: Uuid,
    /// How it stands with the page of the State.
    pub standing: PortalStanding,
    /// Whether it was open at some time.
    pub was_open: bool,
    /// The place of the field that is in the clipboard, and for how many seconds.
    pub copied: Option<(usize, u64)>,
    code: AddressCode,
}

hidden!(PortalPage, "PortalPage");

/// What happens on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Open the page of the State.
    Open,
    /// Copy the field at this place.
    Copy(usize),
    /// Done there: write the number.
    Done,
    /// Show what the person agreed to, or ask them.
    Consent,
}

impl Page for PortalPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "portal";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("portal-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let (case, request) = self.find(ground)?;
        let (id, words, message) = match self.standing {
            PortalStanding::Opening(_) | PortalStanding::Open(_) => ("portal-done", "portal-done", Message::Done),
            _ if Self::lack(&ground.context, case, request).is_some() => {
                ("consent", "case-next-consent", Message::Consent)
            }
            PortalStanding::Closed => ("portal-open", "portal-open-button", Message::Open),
            PortalStanding::Failed(_) => ("portal-open", "portal-again", Message::Open),
        };
        Some(Primary::new(id, ground.context.tr(words), message).with_key("Enter"))
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let Some((case, request)) = self.find(ground) else { return Action::None };
        match message {
            Message::Open => self.open(ground, case, request),
            Message::Copy(place) => match Self::field(&ground.context, case, request, place) {
                Some(field) => Action::Portal(PortalWish::Copy(place, field)),
                None => Action::None,
            },
            Message::Done => Action::Portal(PortalWish::Leave),
            Message::Consent => Action::EditConsent(self.case),
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        match self.find(ground) {
            Some((case, request)) => self.draw(context, case, request),
            None => notice(Tone::Information, context.tr("event-gone")),
        }
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        self.find(ground)?;
        match key {
            Key::Consent => Some(Message::Consent),
            Key::Portal if self.standing.id().is_none() => Some(Message::Open),
            _ => None,
        }
    }

    fn digit(&self, _ground: &Ground<'_>, digit: usize) -> Option<Message> {
        digit.checked_sub(1).map(Message::Copy)
    }
}

impl PortalPage {
    /// The page of a request.
    #[must_use]
    pub const fn new(case: &Case, request: Uuid) -> Self {
        Self {
            case: case.id,
            request,
            standing: PortalStanding::Closed,
            was_open: false,
            copied: None,
            code: AddressCode::NONE,
        }
    }

    fn find<'g>(&self, ground: &Ground<'g>) -> Option<(&'g Case, &'g Request)> {
        ground.session.request(self.case, self.request)
    }

    /// What is missing for anything to be done there in the person's name: the same as for submitting.
    fn lack(context: &Context<'_>, case: &Case, request: &Request) -> Option<Lack> {
        case.allows(Verb::Act, &request.service, context.today).err()
    }

    fn open(&mut self, ground: &Ground<'_>, case: &Case, request: &Request) -> Action {
        let context = &ground.context;
        let Some(address) = portal_of(context, case, request) else { return Action::None };
        self.code = AddressCode::of(&address);
        if self.standing.id().is_some() || !may_open(case, request) {
            return Action::None;
        }
        let Ok(permit) = case.allows(Verb::Act, &request.service, context.today) else { return Action::None };
        let sites = context.catalogue.sites.iter().filter_map(|site| Site::parse(site).ok());
        let opening = Opening::new(permit, (ground.new_id)(), address, sites);
        self.standing = PortalStanding::Opening(opening.id());
        Action::Portal(PortalWish::Open(Box::new(opening)))
    }

    /// The fields beside the page.
    fn fields(context: &Context<'_>, case: &Case, request: &Request) -> Vec<PortalField> {
        let row = Row::Request(request.id);
        let of_application = with_draft(context, case, &row, |draft| application_fields(context.texts, &draft.asked));
        of_application.unwrap_or_else(|| person_fields(context.texts, &case.person))
    }

    /// The field at a place, where something may be done there in the person's name.
    fn field(context: &Context<'_>, case: &Case, request: &Request, place: usize) -> Option<OneField> {
        if Self::lack(context, case, request).is_some() {
            return None;
        }
        Self::fields(context, case, request).into_iter().nth(place)?.value
    }

    fn draw<'a>(&'a self, context: &Context<'a>, case: &Case, request: &Request) -> Element<'a, Message> {
        let look = &context.look;
        let service = context.service_name(&request.service);
        let address = portal_of(context, case, request);
        let about = match &address {
            Some(address) => format!("{service} · {}", address.site()),
            None => service,
        };
        let mut parts = vec![h1(look, context.tr("portal-heading")), caption(about)];
        parts.push(mark(context, &portal_mark(self.standing)));
        let lack = Self::lack(context, case, request);
        if let Some(lack) = lack {
            let name = key_hint(&context.tr("case-next-consent"), &Key::Consent.name());
            let ask = secondary_button(look, "portal-consent", name, Some("file-pen"), Message::Consent);
            parts.push(notice(Tone::Caution, context.texts.say(&lack_said(lack).into())));
            // Where it is the main button already, it is not offered twice.
            parts.extend(self.standing.id().is_some().then(|| row![ask].into()));
            return rows(look.gap(), parts);
        }
        if let PortalStanding::Failed(trouble) = self.standing {
            parts.push(notice(Tone::Caution, context.texts.say(&portal_trouble_said(trouble).into())));
            parts.extend(self.by_telephone(context));
        }
        // What is copied from comes before what is to be known: the work is there.
        parts.push(self.copying(context, &Self::fields(context, case, request)));
        parts.push(notice(Tone::Quiet, context.tr("portal-not-submitted")));
        if self.standing.id().is_none() {
            let name = context.tr("portal-number");
            let number = secondary_button(look, "portal-number", name, Some("file-pen"), Message::Done);
            parts.push(row![number].into());
        }
        container(rows(look.gap(), parts)).max_width(self.width(context)).into()
    }

    /// What of the window stays free beside the page of the State; all of it while that is closed, or where what is copied
    /// has no room there.
    fn width(&self, context: &Context<'_>) -> f32 {
        const LEAST: f32 = 280.0;
        let page = context.look.page;
        // The page's own margin is at the left of it.
        let beside = page.width * 0.36 - space::XL - space::XXL;
        let is_beside = self.standing.id().is_some() && page.width > page.height && beside >= LEAST;
        if is_beside { beside } else { COLUMN }
    }

    /// The address as a picture, for the person's own telephone.
    fn by_telephone<'a>(&'a self, context: &Context<'a>) -> Option<Element<'a, Message>> {
        let (address, data) = self.code.picture()?;
        let picture = code_picture("portal-qr", context.tr("portal-qr"), data, CODE);
        Some(rows(space::S, [caption(context.tr("portal-qr-caption")), picture, caption(address.to_owned())]))
    }

    /// The fields, each with the press that copies it.
    fn copying<'a>(&self, context: &Context<'a>, fields: &[PortalField]) -> Element<'a, Message> {
        let look = &context.look;
        let lines = fields.iter().enumerate().map(|(place, field)| {
            let Some(value) = &field.value else {
                return rows(0.0, [small(field.label.clone()), body(context.tr("case-none"))]);
            };
            let is_copied = self.copied.is_some_and(|(copied, _)| copied == place);
            let words = context.tr(if is_copied { "portal-copied" } else { "portal-copy" });
            let mut words = Words::about(words, &field.label);
            if place < 9 {
                words = words.with_key(&(place + 1).to_string());
            }
            let copy = link_button(look, &format!("copy-{}", place + 1), words, Message::Copy(place));
            // The press stands below what it copies: beside the page of the State there is no room at its right.
            rows(0.0, [small(field.label.clone()), strong(value.as_str().to_owned()), row![copy].into()])
        });
        let head = [h3(context.tr("portal-fields")), body(context.tr("portal-fields-how"))];
        card(look, rows(space::XS, head.into_iter().chain(lines)))
    }
}

/// Whether the page of the State is opened for a request: it is ready, and nobody has it.
#[must_use]
pub fn may_open(case: &Case, request: &Request) -> bool {
    case.closed.is_none() && request.state == RequestState::Prepared
}

/// The page of the State for this very service: where it is to be had for this person now, or where the step is in no plan
/// any more, anywhere.
#[must_use]
pub fn portal_of(context: &Context<'_>, case: &Case, request: &Request) -> Option<PageAddress> {
    let planned = context.planned(&case.event, &case.answers);
    let step = planned.as_ref().and_then(|planned| {
        planned.plan().shown().find(|step| {
            step.step.id == request.step && step.service.is_some_and(|service| service.code == request.service)
        })
    });
    if let Some(step) = step {
        return page_of(&step.places);
    }
    let channels = &context.catalogue.service(&request.service)?.channels;
    let mut online = channels.iter().filter(|channel| channel.kind == ChannelKind::Online);
    online.find_map(|channel| PageAddress::parse(channel.url.as_deref()?).ok())
}
