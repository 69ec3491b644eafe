//! What is said of somebody who works at the desk wherever they are named.

use crate::domain::people::{Member, StaffRole};
use crate::ui::component::{Tag, Tone};
use crate::ui::context::Context;

/// The message that names a role.
#[must_use]
pub const fn role_words(role: StaffRole) -> &'static str {
    match role {
        StaffRole::Specialist => "role-specialist",
        StaffRole::Head => "role-head",
        StaffRole::HeadSpecialist => "role-head-specialist",
    }
}

/// What is to be known of somebody at once.
#[must_use]
pub fn state_tags(context: &Context<'_>, member: &Member) -> Vec<Tag> {
    let mut tags = Vec::new();
    if member.waits_for_key() {
        tags.push((Tone::Caution, "clock", context.tr("people-tag-waits")));
    }
    if member.codes.is_some() {
        tags.push((Tone::Quiet, "shield-check", context.tr("people-tag-codes")));
    }
    tags
}
