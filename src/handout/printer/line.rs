//! The way to the print system of this computer. HTTP over its socket or a port of this computer, by the crate that speaks
//! to the hub too, but with a client of its own: no certificates, no proxy, no redirect. `ipp` brings a client besides its
//! messages; it would bring a second HTTP stack, and cannot use a socket.

use super::ipp::{Answer, Message, SYSTEM};
use super::{Job, Later, Order, PrintError, PrintSystem, Printer};
use crate::domain::printing::Look;
use crate::platform::print_system::PrintAddress;
use crate::platform::process::account_name;
use ipp::model::Operation;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, StatusCode};
use std::time::Duration;

/// How long the print system may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may take for a whole print: a slow disk, a large sheet.
const PATIENCE_FOR_PRINT: Duration = Duration::from_mins(1);
/// The longest answer: a few dozen printers.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// The print system of this computer.
#[derive(Clone, Debug)]
pub struct LocalPrintSystem {
    client: Client,
    base: String,
    /// As whom the print system knows this account, where it can see which account asks.
    account: Option<String>,
}

impl LocalPrintSystem {
    /// The print system at an address.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(address: &PrintAddress) -> Result<Self, PrintError> {
        let client = Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(3))
            // What is printed may not wait in a connection that is dead.
            .pool_max_idle_per_host(0);
        let (client, base, account) = match address {
            PrintAddress::Socket(path) => {
                (client.unix_socket(path.as_path()), "http://localhost".to_owned(), account_name())
            }
            PrintAddress::Port(base) => (client, base.clone(), None),
        };
        let client = client.build().map_err(|error| PrintError::Silent(error.to_string()))?;
        Ok(Self { client, base, account })
    }

    async fn ask(&self, message: &Message, printer: &str) -> Result<Answer, PrintError> {
        self.send(message.bytes(), printer, PATIENCE).await
    }

    /// Sends a message with what follows it, to the path of what it is about.
    async fn send(&self, body: Vec<u8>, uri: &str, patience: Duration) -> Result<Answer, PrintError> {
        let silent = |error: &reqwest::Error| {
            let mut said = error.to_string();
            let mut cause = std::error::Error::source(error);
            while let Some(error) = cause {
                said = error.to_string();
                cause = error.source();
            }
            PrintError::Silent(said)
        };
        let path = uri.splitn(4, '/').nth(3).unwrap_or_default();
        let mut request = self
            .client
            .post(format!("{}/{path}", self.base))
            .header(CONTENT_TYPE, "application/ipp")
            .timeout(patience)
            .body(body);
        if let Some(account) = &self.account {
            request = request.header(AUTHORIZATION, format!("PeerCred {account}"));
        }
        let mut response = request.send().await.map_err(|error| silent(&error))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(PrintError::NotAllowed),
            StatusCode::NOT_FOUND => return Err(PrintError::Gone),
            other => return Err(PrintError::Answer(other.to_string())),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| silent(&error))? {
            if bytes.len() + chunk.len() > LARGEST_ANSWER {
                return Err(PrintError::Answer("it is too long".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        Answer::read(bytes)
    }
}

impl PrintSystem for LocalPrintSystem {
    fn printers(&self) -> Later<'_, Vec<Printer>> {
        Box::pin(async move {
            let default = match self.ask(&Message::for_printers(Operation::CupsGetDefault, SYSTEM)?, SYSTEM).await {
                Ok(answer) => answer.printer_name(),
                Err(PrintError::Gone) => None,
                Err(error) => return Err(error),
            };
            match self.ask(&Message::for_printers(Operation::CupsGetPrinters, SYSTEM)?, SYSTEM).await {
                Ok(answer) => Ok(answer.printers(default.as_deref())),
                Err(PrintError::Gone) => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        })
    }

    fn submit<'a>(&'a self, printer: &'a Printer, order: &'a Order, title: &'a str) -> Later<'a, Job> {
        Box::pin(async move {
            let mut body = Message::printing(printer, order, title)?.bytes();
            body.extend_from_slice(&order.pdf);
            let answer = self.send(body, &printer.uri, PATIENCE_FOR_PRINT).await?;
            Ok(Job { printer: printer.uri.clone(), id: answer.job_id()? })
        })
    }

    fn look<'a>(&'a self, job: &'a Job) -> Later<'a, Look> {
        Box::pin(async move {
            let mut seen = self.ask(&Message::for_job(job)?, &job.printer).await?.job_seen()?;
            // The printer second: of what it complains after the end, the end is doubted.
            let about = Message::for_printers(Operation::GetPrinterAttributes, &job.printer)?;
            let about = self.ask(&about, &job.printer).await?;
            if !about.printer_counts() {
                seen.sides = None;
            }
            Ok(Look { job: seen, printer: about.printer_seen()? })
        })
    }

    fn cancel<'a>(&'a self, job: &'a Job) -> Later<'a, ()> {
        Box::pin(async move { self.ask(&Message::taking_back(job)?, "ipp://localhost/jobs/").await.map(drop) })
    }

    fn resume<'a>(&'a self, printer: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            self.ask(&Message::new(Operation::ResumePrinter, printer)?, "ipp://localhost/admin/").await.map(drop)
        })
    }

    fn release<'a>(&'a self, job: &'a Job) -> Later<'a, ()> {
        Box::pin(async move {
            self.ask(&Message::of_job(Operation::ReleaseJob, job)?, "ipp://localhost/jobs/").await.map(drop)
        })
    }

    fn clear(&self) -> Later<'_, ()> {
        Box::pin(async move {
            match self.ask(&Message::taking_all_back()?, "ipp://localhost/jobs/").await {
                // There are none.
                Ok(_) | Err(PrintError::Gone | PrintError::NotNow) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }
}
