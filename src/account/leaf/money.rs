//! The papers of money and of results: how a request is paid and what for, and who collected what.

use super::case::{leaf, said, service_name};
use super::{Leaf, LeafColumnKind, LeafPart, Piece, column};
use crate::account::payment::{bill_said, no_more_said, right_said, sum_said};
use crate::account::{About, Line, Tone};
use crate::domain::case::{Case, CashCode, OrderKey, Recorded, Request};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::domain::plan::Bill;
use crate::domain::service::Service;
use crate::i18n::{Value, phrase};
use jiff::civil::Date;

/// What is paid, and by which key and code.
pub struct PaymentSheet<'a> {
    /// The service.
    pub service: &'a Service,
    /// What it costs.
    pub bill: &'a Bill<'a>,
    /// The key of the order at MPay.
    pub order: Option<&'a OrderKey>,
    /// The code for paying in cash.
    pub cash: Option<&'a CashCode>,
}

hidden!(PaymentSheet<'_>, "PaymentSheet");

/// How to pay: what for, how much, by which key or code, and that nobody may ask for more. It names nobody.
#[must_use]
pub fn payment_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, sheet: &PaymentSheet<'a>, on: Date) -> Leaf<'a> {
    let lines = bill_said(catalogue, sheet.service, sheet.bill);
    let row = |line: crate::account::payment::BillLine<'a>| {
        let notes = line.notes.into_iter().map(Line::note);
        vec![std::iter::once(Line::body(line.name)).chain(notes).collect(), vec![Line::body(line.amount)]]
    };
    let several = lines.len() > 1;
    let sum = || vec![vec![Line::strong(phrase("money-together"))], vec![Line::strong(sum_said(&sheet.bill.sum()))]];
    let rows = lines.into_iter().map(row).chain(several.then(sum)).collect();
    let columns = vec![
        column(phrase("leaf-column-paid-for"), LeafColumnKind::Words),
        column(phrase("leaf-column-amount"), LeafColumnKind::Number),
    ];
    let by_key = match sheet.order {
        Some(order) => vec![
            Piece::Fields(vec![(phrase("money-order").into(), Some(Value::Name(order.in_groups())))]),
            Piece::Code {
                holds: order.as_str().to_owned(),
                words: phrase("money-order-qr").into(),
                caption: Some(phrase("money-order-caption").into()),
            },
            said(About::Nothing, vec![Line::body(phrase("money-order-how"))]),
        ],
        None => vec![said(About::Nothing, vec![Line::body(phrase("money-order-none"))])],
    };
    let in_cash = sheet.cash.map(|cash| {
        vec![
            Piece::Fields(vec![(phrase("money-cash").into(), Some(Value::Name(cash.in_groups())))]),
            said(About::Nothing, vec![Line::body(phrase("money-cash-how"))]),
        ]
    });
    let more = no_more_said(catalogue, centre, Some(sheet.service));
    let no_more = crate::account::Block::new(About::Notice, vec![Line::strong(more)]).toned(Tone::Caution);
    let parts = [
        LeafPart::of("amounts", None, vec![Piece::Table(columns, rows)]),
        LeafPart::of("pay", Some(phrase("leaf-pay")), by_key),
        LeafPart::of("cash", Some(phrase("leaf-pay-cash")), in_cash.unwrap_or_default()),
        LeafPart::of("no-more", None, vec![Piece::Said(no_more)]),
    ];
    leaf(catalogue, centre, phrase("leaf-payment"), vec![Value::Text(&sheet.service.title), Value::Date(on)], parts)
}

/// Who collected which results, by which paper and right; nothing as long as nobody has.
#[must_use]
pub fn reception_leaf<'a>(
    catalogue: &'a Catalogue,
    centre: &'a Centre,
    case: &'a Case,
    request: &'a Request,
) -> Option<Leaf<'a>> {
    let line: &Recorded = case.collection(request)?;
    let mut results = Vec::new();
    for one in case.collected_with(request) {
        results.push((phrase("leaf-result").into(), Some(service_name(catalogue, one))));
        let number = one.number.as_ref().map(|number| Value::Name(number.as_str().to_owned()));
        results.extend(number.map(|number| (phrase("leaf-result-number").into(), Some(number))));
    }
    let name = |text: &Option<String>| text.clone().map(Value::Name);
    let mut who = vec![
        (phrase("leaf-collector").into(), name(&line.collector)),
        (phrase("leaf-collector-paper").into(), name(&line.paper)),
    ];
    if let Some(right) = &line.right {
        who.extend(right_said(right).map(|said| (phrase("leaf-collector-right").into(), Some(said.into()))));
        let paper = right.paper().map(|paper| Value::Name(paper.to_owned()));
        who.extend(paper.map(|paper| (phrase("leaf-collector-power").into(), Some(paper))));
    }
    who.push((phrase("leaf-day").into(), Some(Value::Day(line.day))));
    let sign = vec![phrase("leaf-sign-collector").into(), phrase("leaf-sign-specialist").into()];
    let parts = [
        LeafPart::of("result", Some(phrase("leaf-results")), vec![Piece::Fields(results)]),
        LeafPart::of("collector", Some(phrase("leaf-collected")), vec![Piece::Fields(who)]),
        LeafPart::of("sign", None, vec![Piece::Signatures(sign)]),
    ];
    Some(leaf(catalogue, centre, phrase("leaf-reception"), Vec::new(), parts))
}
