//! A service in the reading view.

use super::{Reader, escaped, list};
use crate::domain::money::{Amount, Currency};
use crate::domain::service::{ChannelKind, Exemption, FeeOption, Finish, Need, PaperNeed, Relation, Service};
use crate::i18n::{amount, date_numeric, term};
use std::fmt::Write as _;

impl Reader<'_> {
    pub(super) fn service(&self, page: &mut String, service: &Service) {
        let provider = self.catalogue.providers.get(&service.provider);
        let provider = provider.map_or_else(|| escaped(&service.provider), |provider| self.say(&provider.name));
        let _ = writeln!(
            page,
            "<p><b>{} {}</b> · {provider}<br>{}</p>",
            escaped(service.code.as_str()),
            self.say(&service.title),
            self.say(&service.summary)
        );
        for doubt in service.ask.iter().chain(&service.unconfirmed) {
            let _ = writeln!(page, "<p class=\"doubt\">{}</p>", self.say(doubt));
        }
        let criteria = service.eligibility.iter().map(|criterion| {
            let mut words = self.say(&criterion.text);
            if let Some(route) = &criterion.route {
                words = format!("[{}] {words}", escaped(route));
            }
            if let Some(when) = &criterion.when {
                let _ = write!(words, " <span class=\"fact\">({})</span>", self.condition(when));
            }
            if let Some(law) = &criterion.law {
                let _ = write!(words, " <span class=\"law\">[{}]</span>", self.law(law));
            }
            words
        });
        list(page, &self.tr("step-entitled"), criteria);
        list(page, &self.tr("refused-instead"), service.instead.iter().map(|instead| self.instead(instead)));
        list(
            page,
            &self.tr("step-where"),
            service.channels.iter().map(|channel| {
                let place = match channel.kind {
                    ChannelKind::Here => self.tr("read-here"),
                    ChannelKind::Online => self.tr("place-online"),
                    ChannelKind::Office => self.tr("place-office"),
                    ChannelKind::Consulate => self.tr("place-consulate"),
                    ChannelKind::Phone => self.tr("place-phone"),
                    ChannelKind::Automatic => self.tr("where-automatic"),
                };
                let finish = match channel.finish {
                    Finish::Whole => self.tr("finish-whole"),
                    Finish::RegisterOnly => self.tr("finish-register-only"),
                    Finish::HandOverOnly => self.tr("finish-hand-over-only"),
                    Finish::None => self.tr("finish-none"),
                };
                let place = channel.place.as_ref().map_or(place, |own| self.say(own));
                let mut words = format!("<b>{place}</b>: {finish}");
                if let Some(when) = &channel.when {
                    let _ = write!(words, " – {}", self.condition(when));
                }
                if let Some(note) = &channel.note {
                    let _ = write!(words, " {}", self.say(note));
                }
                if let Some(url) = &channel.url {
                    let _ = write!(words, " {}", escaped(url));
                }
                words
            }),
        );
        list(page, &self.tr("step-papers"), service.papers.iter().map(|need| self.paper(need)));
        self.fees(page, service);
        list(page, &self.tr("step-dates"), service.deadlines.iter().map(|rule| self.deadline(rule)));
        if let Some(length) = service.processing {
            let words = self.texts.with("step-processing", &[("term", term(self.texts, length).into())]);
            let _ = writeln!(page, "<p>{}</p>", escaped(&words));
        }
        for (key, text) in [("read-output", &service.output), ("step-valid-for", &service.valid_for)] {
            if let Some(text) = text {
                let _ = writeln!(page, "<p><b>{}</b>: {}</p>", self.tr(key), self.say(text));
            }
        }
        list(page, &self.tr("read-penalties"), service.penalties.iter().map(|text| self.say(text)));
        list(
            page,
            &self.tr("step-related"),
            service.related.iter().map(|related| {
                let word = match related.relation {
                    Relation::Requires => self.tr("related-requires"),
                    Relation::Triggers => self.tr("related-triggers"),
                    Relation::Enables => self.tr("related-enables"),
                    Relation::Concurrent => self.tr("related-concurrent"),
                    Relation::Alternative => self.tr("related-alternative"),
                    Relation::Recommended => self.tr("related-recommended"),
                };
                let target = related.service.as_ref().map(ToString::to_string).or_else(|| related.event.clone());
                let text = related.text.as_ref().map(|text| self.say(text)).unwrap_or_default();
                format!("{word}: {} {text}", escaped(&target.unwrap_or_default()))
            }),
        );
        self.sources(page, service);
    }

    fn paper(&self, need: &PaperNeed) -> String {
        let paper = self.catalogue.papers.get(&need.paper);
        let name = paper.map_or_else(|| escaped(&need.paper), |paper| self.say(&paper.name));
        let supplied = match need.need {
            Need::Bring => self.tr("paper-bring"),
            Need::StateReads => self.tr("paper-state-reads"),
            Need::MadeHere => self.tr("paper-made-here"),
        };
        let mut words = format!("<b>{name}</b>: {supplied}");
        if let Some(group) = &need.group {
            let _ = write!(words, " [{} {}]", self.tr("read-one-of"), escaped(group));
        }
        if let Some(when) = &need.when {
            let _ = write!(words, " – {}", self.condition(when));
        }
        if let Some(note) = &need.note {
            let _ = write!(words, " {}", self.say(note));
        }
        if need.apostille_and_translation {
            let _ = write!(words, " {}", self.tr("paper-apostille"));
        }
        if let Some(valid) = need.valid {
            let valid = self.texts.with("paper-valid", &[("term", term(self.texts, valid).into())]);
            let _ = write!(words, " {}", escaped(&valid));
        }
        words
    }

    fn fees(&self, page: &mut String, service: &Service) {
        let _ = writeln!(page, "<h4>{}</h4>", self.tr("step-money"));
        if service.fees.is_empty() {
            let _ = writeln!(page, "<p>{}</p>", self.tr("fee-unknown"));
        } else {
            page.push_str("<table>\n");
            for fee in &service.fees {
                let _ = writeln!(page, "<tr><td>{}", self.fee(fee));
            }
            page.push_str("</table>\n");
        }
        list(
            page,
            "",
            service.state_duties.iter().map(|duty| {
                let mut words = match (duty.amount, duty.percent) {
                    (Some(value), _) => {
                        let value = amount(self.texts, value, Currency::Mdl);
                        escaped(&self.texts.with("duty-amount", &[("amount", value.into())]))
                    }
                    (None, Some(percent)) => {
                        let of = duty.percent_of.as_ref().map(|of| of.get(self.texts.language())).unwrap_or_default();
                        let arguments = [("percent", percent.to_string().into()), ("of", of.into())];
                        escaped(&self.texts.with("duty-percent", &arguments))
                    }
                    (None, None) => self.tr("duty-unknown"),
                };
                if let Some(case) = &duty.case {
                    let _ = write!(words, " ({})", self.say(case));
                }
                if let Some(when) = &duty.when {
                    let _ = write!(words, " – {}", self.condition(when));
                }
                format!("{words} <span class=\"law\">[{}]</span>", self.law(&duty.law))
            }),
        );
        list(page, &self.tr("fee-exempt"), service.exemptions.iter().map(|exemption| self.exemption(exemption)));
        let Some(benefit) = &service.benefit else { return };
        let _ = writeln!(page, "<p>{}</p>", self.say(&benefit.text));
        list(
            page,
            "",
            benefit.amounts.iter().map(|dated| {
                let until = dated.to.map(|to| format!(" – {}", date_numeric(to))).unwrap_or_default();
                let most = dated.amount_to.map(|most| format!(" – {}", amount(self.texts, most, Currency::Mdl)));
                let mut words = format!(
                    "{}{until}: {}{}",
                    date_numeric(dated.from),
                    escaped(&amount(self.texts, dated.amount, Currency::Mdl)),
                    escaped(&most.unwrap_or_default())
                );
                if let Some(case) = &dated.case {
                    let _ = write!(words, " ({})", self.say(case));
                }
                if let Some(when) = &dated.when {
                    let _ = write!(words, " – {}", self.condition(when));
                }
                words
            }),
        );
    }

    /// One cell of the fee matrix as cells of a table: amount, term, case and condition, validity.
    fn fee(&self, fee: &FeeOption) -> String {
        let price = match (fee.percent, fee.amount, fee.amount_to) {
            (Some(percent), ..) => {
                let of = fee.percent_of.as_ref().map(|of| of.get(self.texts.language())).unwrap_or_default();
                self.texts.with("fee-percent", &[("percent", percent.to_string().into()), ("of", of.into())])
            }
            (_, None, _) => self.texts.get("fee-amount-unknown"),
            (_, Some(Amount(0)), None) => self.texts.get("fee-free"),
            (_, Some(value), None) => amount(self.texts, value, fee.currency),
            (_, Some(least), Some(most)) => {
                format!("{} – {}", amount(self.texts, least, fee.currency), amount(self.texts, most, fee.currency))
            }
        };
        let mut cases: Vec<String> = fee.case.iter().map(|case| self.say(case)).collect();
        cases.extend(fee.per.iter().map(|per| self.say(per)));
        cases.extend(fee.offices.iter().map(|offices| self.say(offices)));
        if fee.channel == Some(ChannelKind::Online) {
            cases.push(self.tr("fee-online"));
        }
        cases.extend(fee.when.iter().map(|when| self.condition(when)));
        let dates = match (fee.from, fee.to) {
            (None, None) => String::new(),
            (from, to) => {
                let words = |day: Option<jiff::civil::Date>| day.map_or_else(|| "…".to_owned(), date_numeric);
                format!("{} – {}", words(from), words(to))
            }
        };
        let length = fee.term.map(|length| escaped(&term(self.texts, length))).unwrap_or_default();
        format!("{}<td>{length}<td>{}<td>{dates}", escaped(&price), cases.join("; "))
    }

    fn exemption(&self, exemption: &Exemption) -> String {
        let pays = match (exemption.amount, exemption.percent) {
            (Some(Amount(0)), _) => self.texts.get("fee-free"),
            (Some(value), _) => amount(self.texts, value, Currency::Mdl),
            (None, Some(percent)) => format!("{percent} %"),
            (None, None) => self.texts.get("fee-amount-unknown"),
        };
        let terms: Vec<String> = exemption.terms.iter().map(|length| term(self.texts, *length)).collect();
        let terms = if terms.is_empty() { String::new() } else { format!(" ({})", escaped(&terms.join("; "))) };
        let when = exemption.when.as_ref().map(|when| format!(" – {}", self.condition(when))).unwrap_or_default();
        let proof = self
            .texts
            .with("fee-exempt-proof", &[("proof", exemption.proof.get(self.texts.language()).to_owned().into())]);
        format!(
            "{}: {}{terms}{when}<br>{} <span class=\"law\">[{}]</span>",
            self.say(&exemption.who),
            escaped(&pays),
            escaped(&proof),
            self.law(&exemption.law)
        )
    }

    fn sources(&self, page: &mut String, service: &Service) {
        list(page, &self.tr("read-laws"), service.law.iter().map(|law| self.law(law)));
        list(
            page,
            &self.tr("step-sources"),
            service.sources.iter().map(|source| {
                let date = source.page_date.as_ref().map(|date| format!(" ({})", escaped(date))).unwrap_or_default();
                format!("{}{date}", escaped(&source.url))
            }),
        );
        if let Some(date) = &service.figures_as_of {
            let words = self.texts.with("step-figures", &[("date", date.clone().into())]);
            let _ = writeln!(page, "<p>{}</p>", escaped(&words));
        }
    }
}
