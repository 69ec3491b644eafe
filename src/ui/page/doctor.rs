//! How this computer was found: part by part whether all is well and what to do, and the line for the telephone. The same for
//! whoever sets the computer up and for the desk.

use crate::account::{PartSaid, doctor_said};
use crate::domain::doctor::{Verdict, phone_line};
use crate::i18n::{Value, phrase};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::Tone;
use crate::ui::component::{Element, body, caption, card, notice, rows, small, status_tag, strong, two_columns};
use crate::ui::context::Context;
use crate::ui::set_up::Doctor;
use crate::ui::style::{Look, space};
use crate::ui::widget::described;
use iced::widget::container;

/// How many parts a page shows.
const fn a_page(look: &Look) -> usize {
    if look.page.width < 1000.0 { 4 } else { 6 }
}

/// How many pages there are.
pub(super) fn pages(look: &Look, doctor: &Doctor) -> usize {
    doctor_said(&doctor.found).len().div_ceil(a_page(look)).max(1)
}

/// The parts of one page, and above them the line for the telephone.
pub(super) fn parts<'a, Message: 'a>(context: &Context<'a>, doctor: &Doctor, page: usize) -> Vec<Element<'a, Message>> {
    let look = &context.look;
    if doctor.looking || doctor.found.is_empty() {
        return vec![notice(Tone::Information, context.tr("doctor-looking"))];
    }
    let all = doctor_said(&doctor.found);
    let a_page = a_page(look);
    let shown = all.iter().skip(page * a_page).take(a_page).map(|said| part(context, said)).collect();
    vec![line(context, doctor), two_columns(look, shown)]
}

/// The line that is read out.
fn line<'a, Message: 'a>(context: &Context<'a>, doctor: &Doctor) -> Element<'a, Message> {
    let line = phone_line(&doctor.found);
    let words = strong(line.clone());
    let semantics = Semantics::new("doctor-line", Role::Text, line);
    rows(space::XXS, [caption(context.tr("doctor-line-lead")), described(semantics, words).into()])
}

/// A part: its name with its mark, what was found, and what to do.
fn part<'a, Message: 'a>(context: &Context<'a>, said: &PartSaid<'_>) -> Element<'a, Message> {
    let (tone, mark) = said.mark();
    let texts = context.texts;
    let name = texts.say(&said.name.clone().into());
    let what = texts.say(&said.what.clone().into());
    let mut parts = vec![status_tag(tone, mark, name.clone()), body(what.clone())];
    let mut heard = vec![name, what];
    if let Some(next) = &said.next {
        let next = texts.say(&phrase("doctor-next").with("next", Value::from(next.clone())).into());
        parts.push(small(next.clone()));
        heard.push(next);
    }
    let id = format!("part-{}", said.part.letter());
    let group = Semantics::new(id, Role::Group, crate::i18n::sentences(&heard));
    let inner = rows(space::XXS, parts);
    if said.verdict == Verdict::Wrong {
        described(group, card(&context.look, inner)).into()
    } else {
        described(group, container(inner).padding([space::XXS, space::M])).into()
    }
}
