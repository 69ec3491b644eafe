use super::*;
use crate::domain::printing::{Severity, SheetKind};
use ipp::request::IppRequestResponse;
use uuid::Uuid;

/// An answer as a print system writes it.
fn answer(status: StatusCode, group: DelimiterTag, attributes: &[(&str, IppValue)]) -> Vec<u8> {
    let mut answer = IppRequestResponse::new_response(IppVersion::v1_1(), status, 1).unwrap();
    for (name, value) in attributes {
        answer.attributes_mut().add(group, IppAttribute::with_name(name, value.clone()).unwrap());
    }
    answer.to_bytes().to_vec()
}

fn keywords(words: &[&str]) -> IppValue {
    IppValue::Array(words.iter().map(|word| IppValue::new_keyword(*word).unwrap()).collect())
}

fn printer_of(attributes: &[(&str, IppValue)]) -> Printer {
    let mut all = vec![
        ("printer-name", IppValue::new_name_without_language("desk").unwrap()),
        ("printer-state", IppValue::Enum(3)),
    ];
    all.extend_from_slice(attributes);
    let bytes = answer(StatusCode::SuccessfulOk, DelimiterTag::PrinterAttributes, &all);
    Answer::read(bytes).unwrap().printers(Some("desk")).remove(0)
}

fn order() -> Order {
    let (id, pdf) = (Uuid::from_u128(1), Vec::from(b"%PDF").into());
    let (copies, format) = (1, Format::A4);
    Order { id, kind: SheetKind::Plan, pdf, pages: 2, copies, format, parts: false, again: false }
}

/// What a message asks for, as `name=value`, the parts of its first and of its job group.
fn asked(message: &Message) -> Vec<String> {
    let read = IppParser::new(IppReader::new(Cursor::new(message.bytes()))).parse().unwrap();
    let groups = read.attributes().groups().iter();
    let all = groups.flat_map(IppAttributeGroup::attributes);
    let said = |value: &IppValue| match value {
        IppValue::Integer(number) => number.to_string(),
        IppValue::Boolean(yes) => yes.to_string(),
        IppValue::MimeMediaType(kind) => kind.as_str().to_owned(),
        other => words(other).unwrap_or_default(),
    };
    let skipped = ["attributes-charset", "attributes-natural-language"];
    all.filter(|attribute| !skipped.contains(&attribute.name().as_str()))
        .map(|attribute| format!("{}={}", attribute.name().as_str(), said(attribute.value())))
        .collect()
}

#[test]
fn a_print_names_its_printer_its_paper_and_nobody() {
    let printer = printer_of(&[("sides-supported", keywords(&["one-sided", "two-sided-long-edge"]))]);
    let plain = asked(&Message::printing(&printer, &order(), "5f2c").unwrap());
    let both = [
        "printer-uri=ipp://localhost/printers/desk",
        "requesting-user-name=cups-kiosk",
        "job-name=5f2c",
        "document-format=application/pdf",
        "sides=two-sided-long-edge",
        "media=iso_a4_210x297mm",
    ];
    assert_eq!(plain, both);
    let booklet = Order { format: Format::A5Booklet, pages: 4, copies: 3, ..order() };
    let booklet = asked(&Message::printing(&printer, &booklet, "5f2c").unwrap());
    assert_eq!(booklet[4..7], ["copies=3", "sides=two-sided-short-edge", "number-up=2"]);
    let two_people = asked(&Message::printing(&printer, &Order { parts: true, ..order() }, "5f2c").unwrap());
    assert!(two_people.contains(&"sides=one-sided".to_owned()), "{two_people:?}");
}

#[test]
fn a_strip_is_on_the_roll_that_the_printer_has() {
    let roll = ["iso_a4_210x297mm".to_owned(), "custom_min_40x20mm".to_owned(), "om_roll_80x200mm".to_owned()];
    assert_eq!(media(Format::Strip, &roll), Some("om_roll_80x200mm"));
    assert_eq!(media(Format::Strip, &roll[..1]), None);
    assert_eq!(media(Format::A4, &roll[1..]), None, "what it does not take is not asked for");
    assert_eq!(media(Format::A4, &[]), Some("iso_a4_210x297mm"));
}

#[test]
fn a_printer_is_read_with_what_it_complains_of() {
    let printer = printer_of(&[
        ("printer-info", IppValue::new_text_without_language("At the desk").unwrap()),
        ("printer-state-reasons", keywords(&["media-low-warning", "toner-low-report"])),
        ("printer-is-accepting-jobs", IppValue::Boolean(false)),
        ("device-uri", IppValue::new_uri("ipp://localhost:60000/ipp/print").unwrap()),
    ]);
    assert_eq!((printer.title.as_str(), printer.default, printer.duplex), ("At the desk", true, false));
    let seen = printer.seen;
    assert_eq!((seen.state, seen.accepting, seen.answers), (PrinterState::Idle, false, true));
    let complaints: Vec<(Trouble, Severity)> =
        seen.complaints.into_iter().map(|complaint| (complaint.trouble, complaint.severity)).collect();
    assert_eq!(complaints, [(Trouble::PaperLow, Severity::Warning), (Trouble::InkLow, Severity::Report)]);
    for device in ["usb://Acme/Laser", "socket://127.0.0.1:9100", "file:///dev/null", "lpd://127.0.0.1/x"] {
        assert!(!printer_of(&[("device-uri", IppValue::new_uri(device).unwrap())]).seen.answers, "{device}");
    }
}

#[test]
fn a_print_is_read_with_what_was_counted() {
    let read = |attributes: &[(&str, IppValue)]| {
        let bytes = answer(StatusCode::SuccessfulOk, DelimiterTag::JobAttributes, attributes);
        Answer::read(bytes).unwrap().job_seen()
    };
    let job = read(&[
        ("job-state", IppValue::Enum(9)),
        ("job-state-reasons", keywords(&["job-completed-with-warnings"])),
        ("job-impressions-completed", IppValue::Integer(0)),
        ("job-media-sheets-completed", IppValue::Integer(2)),
    ]);
    assert_eq!(job.unwrap(), JobSeen::new(9, ["job-completed-with-warnings"], Some(2)).unwrap());
    assert_eq!(read(&[("job-state", IppValue::Enum(5))]).unwrap(), JobSeen::new(5, [], None).unwrap());
    assert!(matches!(read(&[]), Err(PrintError::Answer(_))));
    assert!(matches!(read(&[("job-state", IppValue::Enum(77))]), Err(PrintError::Answer(_))));
}

#[test]
fn a_refusal_is_a_trouble_and_nonsense_is_an_error() {
    let refused = |status| Answer::read(answer(status, DelimiterTag::JobAttributes, &[])).map(drop).unwrap_err();
    assert_eq!(refused(StatusCode::ServerErrorNotAcceptingJobs).trouble(), Trouble::NotAccepting);
    assert_eq!(refused(StatusCode::ClientErrorDocumentFormatNotSupported).trouble(), Trouble::Unreadable);
    assert_eq!(refused(StatusCode::ClientErrorNotFound), PrintError::Gone);
    assert_eq!(refused(StatusCode::ClientErrorForbidden), PrintError::NotAllowed);
    assert_eq!(refused(StatusCode::ServerErrorInternalError).trouble(), Trouble::SetUp);
    for bytes in [&b""[..], b"<html>", &[1, 1, 0, 0, 0, 0, 0, 1, 0x99]] {
        assert!(matches!(Answer::read(bytes.to_vec()), Err(PrintError::Answer(_))), "{bytes:?}");
    }
}
