//! The messages: what is asked of the print system, and what its answers mean.

use super::{Job, Order, PrintError, Printer};
use crate::domain::printing::{Complaint, JobSeen, PrinterSeen, PrinterState, Sides, Trouble};
use crate::protocol::sheet::Format;
use ipp::IppHeader;
use ipp::attribute::{IppAttribute, IppAttributeGroup, IppAttributeName, IppAttributes};
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::{IppParseError, IppParser};
use ipp::reader::IppReader;
use ipp::value::IppValue;
use std::io::Cursor;

/// The name under which all prints stand in the print system. It says nothing of anybody.
pub(super) const USER: &str = "cups-kiosk";

/// The one address that means the print system itself.
pub(super) const SYSTEM: &str = "ipp://localhost/";

/// What is asked of a printer.
const OF_PRINTER: [&str; 11] = [
    "printer-name",
    "printer-info",
    "printer-uri-supported",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-error-policy",
    "device-uri",
    "sides-supported",
    "media-supported",
    "printer-type",
];

/// What is asked of a print.
const OF_JOB: [&str; 4] = ["job-state", "job-state-reasons", "job-impressions-completed", "job-media-sheets-completed"];

/// The schemes of printers that only take: they say nothing of what became of a print.
const ONE_WAY: [&str; 7] = ["usb", "socket", "lpd", "file", "serial", "parallel", "hp"];

impl From<IppParseError> for PrintError {
    fn from(error: IppParseError) -> Self {
        Self::Answer(error.to_string())
    }
}

/// A message to the print system.
pub(super) struct Message {
    header: IppHeader,
    attributes: IppAttributes,
}

impl Message {
    /// An operation on a printer, or on the print system itself.
    pub(super) fn new(operation: Operation, printer: &str) -> Result<Self, PrintError> {
        let header = IppHeader::new(IppVersion::v1_1(), operation as i16, 1);
        let mut message = Self { header, attributes: IppAttributes::new() };
        let group = DelimiterTag::OperationAttributes;
        message.add(group, "attributes-charset", IppValue::new_charset("utf-8")?)?;
        message.add(group, "attributes-natural-language", IppValue::new_natural_language("en")?)?;
        message.add(group, "printer-uri", IppValue::new_uri(printer)?)?;
        message.add(group, "requesting-user-name", IppValue::new_name_without_language(USER)?)?;
        Ok(message)
    }

    /// An operation on a print.
    pub(super) fn of_job(operation: Operation, job: &Job) -> Result<Self, PrintError> {
        let mut message = Self::new(operation, &job.printer)?;
        message.add(DelimiterTag::OperationAttributes, "job-id", IppValue::new_integer(job.id))?;
        Ok(message)
    }

    /// The question for the printers, or for one of them.
    pub(super) fn for_printers(operation: Operation, printer: &str) -> Result<Self, PrintError> {
        Self::new(operation, printer)?.asking(&OF_PRINTER)
    }

    /// The question for a print.
    pub(super) fn for_job(job: &Job) -> Result<Self, PrintError> {
        Self::of_job(Operation::GetJobAttributes, job)?.asking(&OF_JOB)
    }

    /// A print that is taken back and forgotten.
    pub(super) fn taking_back(job: &Job) -> Result<Self, PrintError> {
        let mut message = Self::of_job(Operation::CancelJob, job)?;
        message.add(DelimiterTag::OperationAttributes, "purge-job", IppValue::new_boolean(true))?;
        Ok(message)
    }

    /// All prints of ours that are taken back and forgotten.
    pub(super) fn taking_all_back() -> Result<Self, PrintError> {
        let mut message = Self::new(Operation::CancelMyJobs, SYSTEM)?;
        message.add(DelimiterTag::OperationAttributes, "purge-jobs", IppValue::new_boolean(true))?;
        Ok(message)
    }

    /// A print; the PDF follows the message.
    pub(super) fn printing(printer: &Printer, order: &Order, title: &str) -> Result<Self, PrintError> {
        let mut message = Self::new(Operation::PrintJob, &printer.uri)?;
        let operation = DelimiterTag::OperationAttributes;
        message.add(operation, "job-name", IppValue::new_name_without_language(title)?)?;
        message.add(operation, "document-format", IppValue::new_mime_media_type("application/pdf")?)?;
        let job = DelimiterTag::JobAttributes;
        if order.copies > 1 {
            message.add(job, "copies", IppValue::new_integer(order.copies.into()))?;
        }
        let sides = match order.sides(printer) {
            Sides::One => "one-sided",
            Sides::Both => "two-sided-long-edge",
            Sides::BothShort => "two-sided-short-edge",
        };
        message.add(job, "sides", IppValue::new_keyword(sides)?)?;
        if order.format == Format::A5Booklet {
            message.add(job, "number-up", IppValue::new_integer(2))?;
        }
        if let Some(media) = media(order.format, &printer.media) {
            message.add(job, "media", IppValue::new_keyword(media)?)?;
        }
        Ok(message)
    }

    fn asking(mut self, names: &[&'static str]) -> Result<Self, PrintError> {
        let names = names.iter().map(|name| IppValue::new_keyword(*name)).collect::<Result<_, _>>()?;
        self.add(DelimiterTag::OperationAttributes, "requested-attributes", IppValue::Array(names))?;
        Ok(self)
    }

    fn add(&mut self, group: DelimiterTag, name: &'static str, value: IppValue) -> Result<(), PrintError> {
        let name = IppAttributeName::new(name)?;
        self.attributes.add(group, IppAttribute::new(name, value));
        Ok(())
    }

    /// Its bytes, before the document.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.header.to_bytes().to_vec();
        bytes.extend_from_slice(&self.attributes.to_bytes());
        bytes
    }
}

/// Which of a printer's papers a sheet is on; nothing where the printer does not name one that fits and is left to
/// choose.
pub(super) fn media(format: Format, supported: &[String]) -> Option<&str> {
    match format {
        Format::A4 | Format::A5Booklet => {
            let a4 = "iso_a4_210x297mm";
            (supported.is_empty() || supported.iter().any(|media| media == a4)).then_some(a4)
        }
        // A till's roll is 80 mm wide, and prints on 72 of them; its length is the sheet's.
        Format::Strip => supported.iter().map(String::as_str).find(|media| {
            let size = media.rsplit('_').next().unwrap_or_default();
            let width = size.strip_suffix("mm").and_then(|size| size.split('x').next()?.parse::<f32>().ok());
            width.is_some_and(|width| (70.0..=82.0).contains(&width))
        }),
    }
}

/// An answer of the print system.
pub(super) struct Answer(IppAttributes);

impl Answer {
    /// Reads an answer; what says that it was not done is an error.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, PrintError> {
        let (header, attributes, _) = IppParser::new(IppReader::new(Cursor::new(bytes))).parse_parts()?;
        let (status, number) = (header.status_code(), header.operation_or_status);
        // Every code of these says that it was done, also those of the print system's own.
        if (0..0x0100).contains(&number) {
            return Ok(Self(attributes));
        }
        Err(match status {
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => PrintError::Gone,
            StatusCode::ClientErrorForbidden
            | StatusCode::ClientErrorNotAuthenticated
            | StatusCode::ClientErrorNotAuthorized => PrintError::NotAllowed,
            StatusCode::ClientErrorNotPossible | StatusCode::ServerErrorBusy => PrintError::NotNow,
            StatusCode::ServerErrorNotAcceptingJobs => PrintError::Refused(status.to_string(), Trouble::NotAccepting),
            StatusCode::ClientErrorDocumentFormatNotSupported
            | StatusCode::ClientErrorDocumentFormatError
            | StatusCode::ClientErrorCompressionError => PrintError::Refused(status.to_string(), Trouble::Unreadable),
            StatusCode::ClientErrorRequestEntityTooLong | StatusCode::ServerErrorTemporaryError => {
                PrintError::Refused(status.to_string(), Trouble::NoRoom)
            }
            StatusCode::ServerErrorDeviceError | StatusCode::ServerErrorServiceUnavailable => {
                PrintError::Refused(status.to_string(), Trouble::NotReached)
            }
            other => PrintError::Refused(format!("{other} (0x{number:04x})"), Trouble::SetUp),
        })
    }

    /// The printers in it. `default` is the name of the one that prints where none is chosen.
    pub(super) fn printers(&self, default: Option<&str>) -> Vec<Printer> {
        let groups = self.0.groups_of(DelimiterTag::PrinterAttributes);
        groups.filter_map(|group| printer(group, default)).collect()
    }

    /// What was seen of a printer.
    pub(super) fn printer_seen(&self) -> Result<PrinterSeen, PrintError> {
        let group = self.0.first_of(DelimiterTag::PrinterAttributes);
        group.and_then(printer_seen).ok_or_else(|| PrintError::Answer("no printer".to_owned()))
    }

    /// Whether the sides of a print are counted by the printer itself. The print system counts what it sends, and would
    /// call printed what never came out.
    pub(super) fn printer_counts(&self) -> bool {
        let group = self.0.first_of(DelimiterTag::PrinterAttributes);
        group.is_some_and(|group| ["printer-type", "device-uri"].iter().all(|name| value(group, name).is_none()))
    }

    /// The name of the only printer in it.
    pub(super) fn printer_name(&self) -> Option<String> {
        text(self.0.first_of(DelimiterTag::PrinterAttributes)?, "printer-name")
    }

    /// The number of the print that was made.
    pub(super) fn job_id(&self) -> Result<i32, PrintError> {
        let group = self.0.first_of(DelimiterTag::JobAttributes);
        group.and_then(|group| number(group, "job-id")).ok_or_else(|| PrintError::Answer("no job-id".to_owned()))
    }

    /// What was seen of a print.
    pub(super) fn job_seen(&self) -> Result<JobSeen, PrintError> {
        let read = || {
            let group = self.0.first_of(DelimiterTag::JobAttributes)?;
            let reasons = texts(group, "job-state-reasons");
            let counted = ["job-impressions-completed", "job-media-sheets-completed"];
            let counted = counted.iter().filter_map(|name| number(group, name)).max();
            let sides = counted.and_then(|counted| u32::try_from(counted).ok());
            JobSeen::new(number(group, "job-state")?, reasons.iter().map(String::as_str), sides)
        };
        read().ok_or_else(|| PrintError::Answer("no job-state".to_owned()))
    }
}

fn printer(group: &IppAttributeGroup, default: Option<&str>) -> Option<Printer> {
    let name = text(group, "printer-name")?;
    let title = text(group, "printer-info").filter(|title| !title.trim().is_empty()).unwrap_or_else(|| name.clone());
    Some(Printer {
        title,
        uri: text(group, "printer-uri-supported").unwrap_or_else(|| format!("{SYSTEM}printers/{name}")),
        default: default == Some(name.as_str()),
        duplex: texts(group, "sides-supported").iter().any(|sides| sides.starts_with("two-sided")),
        media: texts(group, "media-supported"),
        error_policy: text(group, "printer-error-policy"),
        seen: printer_seen(group)?,
        name,
    })
}

fn printer_seen(group: &IppAttributeGroup) -> Option<PrinterSeen> {
    let state = match number(group, "printer-state")? {
        3 => PrinterState::Idle,
        4 => PrinterState::Processing,
        5 => PrinterState::Stopped,
        _ => return None,
    };
    let reasons = texts(group, "printer-state-reasons");
    let device = text(group, "device-uri").unwrap_or_default();
    let scheme = device.split(':').next().unwrap_or_default();
    Some(PrinterSeen {
        state,
        complaints: reasons.iter().filter_map(|reason| Complaint::of_reason(reason)).collect(),
        accepting: value(group, "printer-is-accepting-jobs") != Some(&IppValue::Boolean(false)),
        answers: !ONE_WAY.contains(&scheme),
    })
}

fn value<'a>(group: &'a IppAttributeGroup, name: &str) -> Option<&'a IppValue> {
    group.get(name).map(IppAttribute::value)
}

/// The words of an attribute, one or several.
fn texts(group: &IppAttributeGroup, name: &str) -> Vec<String> {
    match value(group, name) {
        None => Vec::new(),
        Some(IppValue::Array(values)) => values.iter().filter_map(words).collect(),
        Some(value) => words(value).into_iter().collect(),
    }
}

fn text(group: &IppAttributeGroup, name: &str) -> Option<String> {
    texts(group, name).into_iter().next()
}

fn words(value: &IppValue) -> Option<String> {
    match value {
        IppValue::Keyword(word) => Some(word.as_str().to_owned()),
        IppValue::NameWithoutLanguage(name) | IppValue::NameWithLanguage { name, .. } => Some(name.as_str().to_owned()),
        IppValue::Uri(uri) => Some(uri.as_str().to_owned()),
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => Some(text.to_string()),
        _ => None,
    }
}

fn number(group: &IppAttributeGroup, name: &str) -> Option<i32> {
    match value(group, name)? {
        IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
