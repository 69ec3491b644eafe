//! What is seen of papers that come in.

use super::{Message, ScanPage};
use crate::domain::case::Case;
use crate::domain::scanning::{Count, Flaw, ScanTrouble};
use crate::i18n::counted;
use crate::store::pages::KeptPage;
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Field, Tone, Words, answers, body, card, choice_row, field, h1, h2, h3, lead, link_button, notice,
    notice_said, rows, secondary_button, small, strong,
};
use crate::ui::context::Context;
use crate::ui::style::{Surface, space};
use crate::ui::widget::described;
use iced::widget::{column, container, image, row};
use iced::{Alignment, ContentFit, Length};

/// What a page of A4 takes at the most: so many more fit.
const A_PAGE: u64 = 400_000;

impl ScanPage {
    pub(super) fn draw<'a>(&'a self, context: &Context<'a>, case: &'a Case, heading: String) -> Element<'a, Message> {
        if self.looking.is_some() {
            return self.one(context, heading);
        }
        let look = &context.look;
        let mut parts = vec![h1(look, heading), lead(look, context.tr("scan-lead"))];
        if !case.keeps_pages() {
            parts.push(notice(Tone::Information, context.tr("scan-over")));
            return rows(look.gap(), parts);
        }
        parts.extend(self.news(context));
        if self.work.is_none() {
            let from = self.from(context, case);
            let pages = self.list(context, case);
            parts.push(if look.is_narrow() {
                column![from, pages].spacing(space::M).into()
            } else {
                row![container(from).width(Length::FillPortion(2)), container(pages).width(Length::FillPortion(3))]
                    .spacing(space::L)
                    .into()
            });
        } else {
            parts.push(self.list(context, case));
        }
        rows(look.gap(), parts)
    }

    /// What is told of the scan that goes on, or of the last one.
    fn news<'a>(&self, context: &Context<'a>) -> Vec<Element<'a, Message>> {
        let said = |id: &str, tone: Tone, words: String| {
            notice_said(Semantics::new(id, Role::Status, words.clone()), tone, words)
        };
        let mut parts = Vec::new();
        if let Some(work) = &self.work {
            let words = counted(context.texts, "scan-working", usize::from(work.came));
            parts.push(said("scan-news", Tone::Information, words));
        } else if let Some(came) = self.came {
            let tone = if came == 0 { Tone::Caution } else { Tone::Information };
            parts.push(said("scan-news", tone, counted(context.texts, "scan-came", usize::from(came))));
        }
        let number = |count: u16| i64::from(count).into();
        match self.count {
            Some(Count::Fewer { put, came }) => {
                let words = context.tr_with("scan-fewer", &[("put", number(put)), ("came", number(came))]);
                parts.push(said("scan-count", Tone::Caution, words));
            }
            Some(Count::More { put, came }) => {
                let words = context.tr_with("scan-more", &[("put", number(put)), ("came", number(came))]);
                parts.push(said("scan-count", Tone::Caution, words));
            }
            Some(Count::Right) | None => {}
        }
        let troubles = self.troubles.iter().zip(1..).map(|(trouble, number): (_, u32)| {
            said(&format!("scan-trouble-{number}"), Tone::Caution, context.tr(trouble_words(*trouble)))
        });
        parts.extend(troubles);
        parts
    }

    /// Which paper, and from where.
    fn from<'a>(&'a self, context: &Context<'a>, case: &Case) -> Element<'a, Message> {
        let look = &context.look;
        let listed = Self::listed(context, case);
        let choices = listed.into_iter().zip(1..).map(|((id, name), number): (_, usize)| {
            let count = self.pages.iter().flatten().filter(|kept| kept.page.paper.as_ref() == Some(&id)).count();
            let counted = counted(context.texts, "scan-pages", count);
            let name =
                if number <= 9 { format!("{number}. {name} – {counted}") } else { format!("{name} – {counted}") };
            let chosen = self.paper.as_ref() == Some(&id);
            choice_row(look, &format!("scan-paper-{id}"), name, chosen, Message::Paper(Some(id)))
        });
        let other =
            choice_row(look, "scan-paper-other", context.tr("scan-other"), self.paper.is_none(), Message::Paper(None));
        let which = context.tr("scan-which");
        let papers = rows(space::XS, choices.chain([other]));
        let put = Field {
            id: "scan-put",
            label: context.tr("scan-put"),
            hint: Some(context.tr("scan-put-hint")),
            value: &self.put,
            width: Some(240.0),
            ..Field::default()
        };
        let feeder =
            secondary_button(look, "scan-feeder", context.tr("scan-feeder"), Some("file-text"), Message::Feeder);
        let places = self.places.iter().zip(1..).map(|(place, number): (_, u32)| {
            let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let words = context.tr_with("scan-place", &[("name", name.into())]);
            let id = format!("scan-place-{number}");
            container(secondary_button(look, &id, words, Some("file-text"), Message::Place(place.clone()))).into()
        });
        let parts = [field(look, put, Message::Put, Message::Feeder), container(feeder).into()];
        let which = column![h3(which.clone()), answers("scan-papers", which, papers)].spacing(space::XS).into();
        rows(look.gap(), parts.into_iter().chain(places).chain([which]))
    }

    /// The pages that are kept.
    fn list<'a>(&'a self, context: &Context<'a>, case: &'a Case) -> Element<'a, Message> {
        let look = &context.look;
        let mut parts = vec![h2(look, context.tr("scan-kept"))];
        let Some(pages) = &self.pages else {
            parts.push(body(context.tr("scan-looking")));
            return rows(space::S, parts);
        };
        if pages.is_empty() {
            parts.push(body(context.tr("scan-none")));
        }
        let names = Self::listed(context, case);
        parts.extend(pages.iter().zip(1..).map(|(kept, number)| self.row(context, kept, number, &names)));
        let elsewhere = case.pages.iter().filter(|known| self.page(known.id).is_none()).count();
        if elsewhere > 0 && self.work.is_none() {
            parts.push(notice(Tone::Information, counted(context.texts, "scan-elsewhere", elsewhere)));
        }
        if self.closed > 0 {
            parts.push(notice(Tone::Caution, counted(context.texts, "scan-closed", self.closed)));
        }
        let fit = i64::try_from(self.room.free / A_PAGE).unwrap_or(i64::MAX);
        let megabytes = i64::try_from(self.room.used.div_ceil(1_000_000)).unwrap_or(i64::MAX);
        let room = context.tr_with("scan-room", &[("used", megabytes.into()), ("pages", fit.min(100_000).into())]);
        parts.push(small(room));
        rows(space::S, parts)
    }

    /// A page with what can be done with it.
    fn row<'a>(
        &self,
        context: &Context<'a>,
        kept: &KeptPage,
        number: usize,
        names: &[(String, String)],
    ) -> Element<'a, Message> {
        let look = &context.look;
        let paper = kept.page.paper.as_ref().and_then(|id| names.iter().find(|(known, _)| known == id));
        let name = paper.map_or_else(|| context.tr("scan-other"), |(_, name)| name.clone());
        let title = format!("{number}. {name}");
        let mut parts: Vec<Element<'a, Message>> = vec![strong(title.clone())];
        let flaws = kept.flaws.iter().map(|flaw| notice(Tone::Caution, context.tr(flaw_words(*flaw))));
        parts.extend(flaws);
        let link = |action: &str, words: &str, message| {
            let words = Words::about(context.tr(words), &title);
            link_button(look, &format!("scan-{action}-{number}"), words, message)
        };
        let id = kept.page.id;
        let mut links = vec![link("look", "scan-look", Message::Look(id))];
        if self.work.is_none() {
            links.push(link("again", "scan-again", Message::Again(id)));
            if number > 1 {
                links.push(link("up", "scan-up", Message::Up(id)));
            }
            links.push(link("out", "scan-out", Message::TakeOut(id)));
        }
        parts.push(row(links).spacing(space::M).align_y(Alignment::Center).wrap().into());
        card(look, rows(space::XS, parts))
    }

    /// One page.
    fn one<'a>(&'a self, context: &Context<'a>, heading: String) -> Element<'a, Message> {
        let look = &context.look;
        let mut parts = vec![h1(look, heading.clone())];
        if let Some((_, kept)) = self.shown() {
            parts.extend(kept.flaws.iter().map(|flaw| notice(Tone::Caution, context.tr(flaw_words(*flaw)))));
        }
        match self.looking.as_ref().and_then(|(_, picture)| picture.as_ref()) {
            Some(picture) => {
                let width = look.page.width.min(f32::from(WIDTH));
                let drawn = image(picture.handle.clone())
                    .width(Length::Fill)
                    .height(Length::Fill)
                    .content_fit(ContentFit::Contain);
                let framed = container(drawn).padding(1.0).class(Surface::Card);
                let said = Semantics::new("scan-picture", Role::Image, heading);
                let height = width * picture.ratio;
                parts.push(container(described(said, framed)).width(width).height(height).into());
            }
            None => parts.push(body(context.tr("scan-looking"))),
        }
        rows(look.gap(), parts)
    }
}

/// How wide a page is shown at the most, in pixels.
pub const WIDTH: u16 = 900;

/// What is said of a flaw.
const fn flaw_words(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Dark => "scan-flaw-dark",
        Flaw::Blurred => "scan-flaw-blurred",
        Flaw::Cut => "scan-flaw-cut",
        Flaw::Glare => "scan-flaw-glare",
        Flaw::Empty => "scan-flaw-empty",
    }
}

/// What is said of a trouble, and what to do.
const fn trouble_words(trouble: ScanTrouble) -> &'static str {
    match trouble {
        ScanTrouble::NoScanner => "scan-trouble-no-scanner",
        ScanTrouble::NoProgram => "scan-trouble-no-program",
        ScanTrouble::Busy => "scan-trouble-busy",
        ScanTrouble::CoverOpen => "scan-trouble-cover",
        ScanTrouble::Jam => "scan-trouble-jam",
        ScanTrouble::DoubleFeed => "scan-trouble-double",
        ScanTrouble::FeederEmpty => "scan-trouble-feeder",
        ScanTrouble::Silent => "scan-trouble-silent",
        ScanTrouble::Gone => "scan-trouble-gone",
        ScanTrouble::Denied => "scan-trouble-denied",
        ScanTrouble::NoMemory => "scan-trouble-memory",
        ScanTrouble::Unreadable => "scan-trouble-unreadable",
        ScanTrouble::Pdf => "scan-trouble-pdf",
        ScanTrouble::PdfLocked => "scan-trouble-pdf-locked",
        ScanTrouble::PdfLong => "scan-trouble-pdf-long",
        ScanTrouble::PdfHeavy => "scan-trouble-pdf-heavy",
        ScanTrouble::PdfActive => "scan-trouble-pdf-active",
        ScanTrouble::TooLarge => "scan-trouble-large",
        ScanTrouble::NotThere => "scan-trouble-not-there",
        ScanTrouble::DiskFull => "scan-trouble-full",
        ScanTrouble::NotKept => "scan-trouble-not-kept",
        ScanTrouble::Other => "scan-trouble-other",
    }
}
