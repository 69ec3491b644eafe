//! What is said of the fleet to its operator, in English as every command does: each thing with what to do.

use super::{Concern, Fleet, FleetRow, Signing, Urgency};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A moment as it is read here.
#[must_use]
pub fn local_time(time: Timestamp) -> String {
    let zone = TimeZone::get(super::ZONE).unwrap_or(TimeZone::UTC);
    let format = if zone == TimeZone::UTC { "%Y-%m-%d %H:%M UTC" } else { "%Y-%m-%d %H:%M" };
    time.to_zoned(zone).strftime(format).to_string()
}

fn or_never(time: Option<Timestamp>) -> String {
    time.map_or_else(|| "never".to_owned(), local_time)
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn open_days(count: u32) -> String {
    if count == 1 { "1 whole open day".to_owned() } else { format!("{count} whole open days") }
}

/// How the signature stands, and what to do.
#[must_use]
pub fn signing(signing: &Signing) -> String {
    match *signing {
        Signing::Nothing => "no catalogue is published: terminals guide by the one they were shipped with".to_owned(),
        Signing::Holds { number, until, days: left } => {
            format!("catalogue {number} is signed until {}, for {} more", local_time(until), days(left))
        }
        Signing::EndsSoon { number, until, days: left } => format!(
            "catalogue {number} is signed until {} only, for {} more: let the editors sign now, and publish it here",
            local_time(until),
            days(left)
        ),
        Signing::Ended { number, until, days: since } => format!(
            "the signature of catalogue {number} ended on {}, {} ago: terminals tell visitors that it is out of date; let the \
             editors sign now, and publish it here",
            local_time(until),
            days(since)
        ),
    }
}

impl Concern {
    /// What is the matter, and what to do.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Alarm { alarm } => {
                format!("alarm: {}; when you have looked, cups-hub alarms --seen ID", alarm.what())
            }
            Self::NeverHeard { open_days: count } => format!(
                "enrolled and never heard of since, for {}: telephone the centre; on the computer, cups-kiosk doctor says why",
                open_days(*count)
            ),
            Self::Silent { open_days: count } => format!(
                "silent for {}: telephone the centre; is the computer on, is there a line, was it stolen? On the computer, \
                 cups-kiosk doctor says why",
                open_days(*count)
            ),
            Self::Waiting { entries, open_days: count } => format!(
                "{entries} entries wait there, the oldest for {}, although it is heard of: on the computer, cups-kiosk doctor \
                 says why",
                open_days(*count)
            ),
            Self::Disk { full, days: None } => {
                format!("its disk is {full} % full: let somebody make room, for nothing can be recorded on a full one")
            }
            Self::Disk { full, days: Some(left) } => format!(
                "its disk is {full} % full, with room for about {left} days of work: let somebody make room, for nothing can be \
                 recorded on a full one"
            ),
            Self::Catalogue { number, published } => {
                format!("uses catalogue {number} and not {published}: on the computer, cups-kiosk sync --once says why")
            }
            Self::Signature { until } => format!(
                "the signature of its catalogue ended on {}: on the computer, cups-kiosk sync --once says why no newer one is taken",
                local_time(*until)
            ),
            Self::SetAside { events } => {
                format!("{events} events could not be taken in: cups-hub set-aside --terminal ID lists them")
            }
            Self::Clock { hours } => format!("its clock is {hours} hours ahead: let somebody set it"),
            Self::Version { newest } => {
                format!("runs an older program than {newest}: cups-kiosk-update status says why")
            }
        }
    }
}

impl Urgency {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Now => "NOW",
            Self::Soon => "soon",
            Self::Known => "note",
        }
    }
}

impl FleetRow {
    /// The lines about a terminal.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let facts = &self.facts;
        let state = match (facts.revoked, self.urgency()) {
            (true, _) => "revoked",
            (false, None) => "well",
            (false, Some(urgency)) => urgency.word(),
        };
        let place = self.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let mut lines = vec![format!("{state}\t{}\t{}{place}", facts.terminal, facts.centre)];
        lines.push(format!(
            "\theard of {}, last up {}, last down {}",
            or_never(facts.contact),
            or_never(facts.up),
            or_never(facts.condition.heard)
        ));
        let said = &facts.condition;
        let known = [
            facts.version.as_ref().map(|version| format!("program {version}")),
            said.catalogue.map(|number| format!("catalogue {number}")),
            said.signed_until.map(|until| format!("signed until {}", local_time(until))),
            said.waiting.map(|waiting| format!("{waiting} wait")),
            said.disk_full.map(|full| format!("disk {full} % full")),
            said.disk_days.map(|left| format!("room for {left} days")),
        ];
        let known: Vec<String> = known.into_iter().flatten().collect();
        if !known.is_empty() {
            let when = facts.told.map(|told| format!(" (said {})", local_time(told))).unwrap_or_default();
            lines.push(format!("\t{}{when}", known.join(", ")));
        }
        lines.extend(self.concerns.iter().map(|concern| {
            format!(
                "\t{}: {}",
                concern.urgency().word(),
                concern.what().replace(" ID", &format!(" {}", facts.terminal))
            )
        }));
        if let Some(note) = &facts.note {
            lines.push(format!("\tnote of {}, {}: {}", note.who, local_time(note.at), note.text));
        }
        lines
    }
}

impl Fleet {
    /// How many terminals need a person, in one line.
    #[must_use]
    pub fn counted(&self) -> String {
        let [now, soon, known, well] =
            [Some(Urgency::Now), Some(Urgency::Soon), Some(Urgency::Known), None].map(|urgency| self.count(urgency));
        let revoked = self.terminals.iter().filter(|row| row.facts.revoked).count();
        format!(
            "{} terminals: {now} need a person now, {soon} soon, {} are well, {revoked} are revoked",
            self.terminals.len(),
            known + well
        )
    }
}
