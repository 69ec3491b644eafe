//! The hub as the kiosk sees it.

mod answer;
mod cause;
mod pinned;
mod shared;

use super::planner::{Batch, fill_batch_saying};
use super::reason::Reason;
use crate::domain::hidden::hidden;
use crate::domain::setup::RelayCode;
use crate::protocol::condition::TerminalCondition;
#[cfg(feature = "hub")]
use crate::protocol::enrolment::HubKeyAnswer;
use crate::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest, RecoveryAnswer};
use crate::protocol::handed_plan::{self, LeftPlan, TakenPlan, TakenQuestion};
use crate::protocol::provider_state::{ProviderStatesAnswer, ProviderStatesQuestion, SaidState};
use crate::protocol::relay::{
    self, KeptAnswer, RECEIPTS, ROOM_HEADER, Receipt, ReceiptsAnswer, ReceiptsQuestion, Standing,
};
use crate::protocol::room::{self, RoomAnswer, RoomQuestion};
use crate::protocol::signature::{
    ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, is_answer, sign, verifying_key, verifying_key_text,
};
#[cfg(feature = "kiosk")]
use crate::protocol::stick::RequestHead;
use crate::protocol::verdict::{BatchAnswer, Verdict};
use crate::protocol::{
    INCARNATION_HEADER, JSON_MEDIA_TYPE, LARGEST_BODY, PARCEL_MEDIA_TYPE, PROGRAM_HEADER, path, program,
};
use crate::store::identity::{Enrolment, Identity};
use crate::store::vault::random;
#[cfg(feature = "hub")]
use answer::whole;
use answer::{body, json, media_type, of_relay, ours, refusal, whole_of};
use ed25519_dalek::VerifyingKey;
#[cfg(feature = "hub")]
use reqwest::header::HeaderMap;
use reqwest::header::{CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use shared::CLIENT;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No line, no hub, or what answered is not the hub.
    #[error("{0}")]
    NoAnswer(Reason),
    /// The hub answered that it does not want this.
    #[error("{reason}: HTTP {status} {title}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The problem's title.
        title: String,
        /// Why.
        reason: Reason,
    },
    /// The hub asks to come back later.
    #[error("{}", Reason::Later)]
    Later(Option<Duration>),
    /// This machine cannot talk over TLS: its certificates are missing.
    #[error("{}", Reason::NoCertificates)]
    Tls,
    /// The address has no protection.
    #[error("{}", Reason::PlainHttp)]
    Plain,
    /// The address is not one.
    #[error("\"{0}\" is not an address of a hub: it starts with http:// or https://")]
    Address(String),
}

impl ClientError {
    /// Why, as one of a closed list.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::NoAnswer(reason) | Self::Refused { reason, .. } => *reason,
            Self::Later(_) => Reason::Later,
            Self::Tls => Reason::NoCertificates,
            Self::Address(_) => Reason::Address,
            Self::Plain => Reason::PlainHttp,
        }
    }

    /// Something came that is not what was asked for.
    pub(crate) const NOT_OURS: Self = Self::NoAnswer(Reason::NotTheHub);

    /// The line broke on the way.
    pub(crate) const BROKE: Self = Self::NoAnswer(Reason::LineBroke);
}

/// A client of one hub, or of the relay of a room, which passes on what the hub says.
#[derive(Clone)]
pub struct HubClient {
    client: Client,
    hub: String,
    /// The word of the room, where the relay of a room is asked.
    room: Option<String>,
    /// By which key the hub's answers are known; none before enrolment, and none of an older hub.
    key: Option<VerifyingKey>,
    incarnation: Arc<Mutex<Option<String>>>,
}

hidden!(HubClient, "HubClient");

/// A request that the relay of the room keeps.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// What was made up for it, by which it is asked for.
    pub nonce: String,
    /// Its signature, which the hub's receipt names.
    pub signature: String,
    /// Why nothing goes from the relay to the hub; nothing while it goes.
    pub line: Option<Reason>,
}

hidden!(Kept, "Kept");

/// A receipt that the relay gave, and what is to be believed of it.
#[derive(Clone, PartialEq)]
pub enum Receipted {
    /// The hub's answer, signed by the hub for this one request.
    Answer(Box<BatchAnswer>),
    /// What the relay gave is not the hub's answer to this request.
    NotTheHubs,
    /// The hub refused the request whole, as the relay says.
    Refused(ClientError),
    /// The relay does not have it.
    Unknown,
    /// It waits for the hub.
    Kept,
}

hidden!(Receipted, "Receipted");

impl HubClient {
    /// A client of the hub at which a terminal is enrolled, or of the relay that it was told to go by.
    ///
    /// # Errors
    /// When its address is none that may be used.
    pub fn of(enrolment: &Enrolment) -> Result<Self, ClientError> {
        let key = match &enrolment.hub_key {
            None => None,
            Some(key) => Some(verifying_key(key).ok_or(ClientError::NoAnswer(Reason::OtherKey))?),
        };
        let client = match &enrolment.relay {
            None => Self::new(&enrolment.hub, enrolment.plain_http)?,
            // Without the hub's key nothing that a relay hands on could be believed.
            Some(_) if key.is_none() => return Err(ClientError::NoAnswer(Reason::OtherKey)),
            Some(line) => {
                let code = RelayCode::read(line).ok_or(ClientError::NoAnswer(Reason::RelayOther))?;
                Self::of_relay(&code)?
            }
        };
        Ok(Self { key, ..client })
    }

    /// A client of the relay of this code, for a computer that the hub does not know yet. What the hub says is known by the key
    /// that the code names.
    ///
    /// # Errors
    /// When the code names no key of a hub, or none that can be one.
    pub fn of_code(code: &RelayCode) -> Result<Self, ClientError> {
        let digits = code.hub.as_ref().and_then(|key| <[u8; 32]>::try_from(hex::decode(key).ok()?).ok());
        let key = digits.and_then(|key| VerifyingKey::from_bytes(&key).ok()).filter(|key| !key.is_weak());
        let key = key.ok_or(ClientError::NoAnswer(Reason::OtherKey))?;
        Ok(Self { key: Some(key), ..Self::of_relay(code)? })
    }

    /// A client of the relay of a room.
    fn of_relay(code: &RelayCode) -> Result<Self, ClientError> {
        let key = hex::decode(&code.key).ok().and_then(|key| key.try_into().ok());
        let client = pinned::client(key.ok_or(ClientError::NoAnswer(Reason::RelayOther))?)?;
        let (hub, room) = (code.address.clone(), Some(code.word.clone()));
        Ok(Self { client, hub, room, key: None, incarnation: Arc::default() })
    }

    /// The key by which the hub's answers are known, in base64.
    #[must_use]
    pub fn known_hub_key(&self) -> Option<String> {
        self.key.as_ref().map(verifying_key_text)
    }

    /// Whether what is sent goes by the relay of the room.
    #[must_use]
    pub const fn is_relayed(&self) -> bool {
        self.room.is_some()
    }

    /// A request to this address below the hub's.
    fn request(&self, method: Method, address: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{address}", self.hub));
        match &self.room {
            Some(word) => request.header(ROOM_HEADER, word),
            None => request,
        }
    }

    /// An answer, when it is the hub's or the relay's.
    fn heard(&self, answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
        if self.is_relayed() { of_relay(answer) } else { ours(answer) }
    }

    /// A client of the hub at this address. Without `plain` an http:// address can only be this very computer: on any
    /// other way everybody could read the code, and take the hub's place.
    ///
    /// # Errors
    /// When the address is none, or has no protection.
    pub fn new(hub: &str, plain: bool) -> Result<Self, ClientError> {
        let hub = hub.trim().trim_end_matches('/').to_owned();
        let wrong = || ClientError::Address(hub.clone());
        let address = reqwest::Url::parse(&hub).map_err(|_| wrong())?;
        if !matches!(address.scheme(), "http" | "https") || !address.has_host() {
            return Err(wrong());
        }
        if address.scheme() == "http" && !plain && !is_this_computer(&address) {
            return Err(ClientError::Plain);
        }
        let client = CLIENT.get()?;
        Ok(Self { client, hub, room: None, key: None, incarnation: Arc::default() })
    }

    /// The hub's address.
    #[must_use]
    pub fn hub(&self) -> &str {
        &self.hub
    }

    /// Enrols this terminal with a one-time code.
    ///
    /// # Errors
    /// When there is no answer or the hub refuses the code.
    pub async fn enrol(&self, identity: &Identity, code: &str) -> Result<EnrolmentAnswer, ClientError> {
        let request = EnrolmentRequest {
            code: code.trim().to_uppercase(),
            terminal: identity.terminal.clone(),
            device_key: verifying_key_text(&identity.device_key.verifying_key()),
        };
        let body = serde_json::to_vec(&request).map_err(|_| ClientError::NOT_OURS)?;
        let signature = sign(&identity.device_key, "POST", path::ENROLMENTS, &body);
        let request = self
            .request(Method::POST, path::ENROLMENTS)
            .header(CONTENT_TYPE, JSON_MEDIA_TYPE)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature)
            .body(body);
        // By its address and certificate alone the hub is known to whoever has no key of it yet. Through a relay there is one:
        // its code names it.
        if self.is_relayed() { self.ask(&signature, request).await } else { json(request.send().await).await }
    }

    /// The key by which the hub's answers are known, as it says itself; none of a hub that does not tell.
    ///
    /// # Errors
    /// When there is no answer of ours.
    #[cfg(feature = "hub")]
    pub async fn hub_key(&self) -> Result<Option<String>, ClientError> {
        match json::<HubKeyAnswer>(self.request(Method::GET, path::HUB_KEY).send().await).await {
            Ok(answer) => Ok(verifying_key(&answer.hub_key).map(|_| answer.hub_key)),
            Err(ClientError::Refused { status: 404 | 405, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Asks the log of the hub or of the relay, and offers it what is to be shared; nothing where there is no such log: a hub
    /// or a relay of an older version, or a hub without a key.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub does not know the terminal.
    pub async fn room(
        &self,
        identity: &Identity,
        by_relay: bool,
        question: &RoomQuestion,
    ) -> Result<Option<RoomAnswer>, ClientError> {
        let address = if by_relay { relay::ROOM } else { path::ROOM };
        if self.key.is_none() {
            return Ok(None);
        }
        let body = room::pack(question).map_err(|_| ClientError::NOT_OURS)?;
        let asked = sign(&identity.device_key, "POST", address, &body);
        let nonce = hex::encode(random::<16>().map_err(|_| ClientError::NOT_OURS)?);
        let request = self
            .request(Method::POST, address)
            .header(CONTENT_TYPE, room::MEDIA_TYPE)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &asked)
            .header(NONCE_HEADER, &nonce)
            .body(body);
        let response = self.heard(request.send().await)?;
        let signature = response.headers().get(ANSWER_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        if response.status().is_success() && media_type(&response) != room::MEDIA_TYPE {
            return Err(ClientError::NOT_OURS);
        }
        let bytes = match answer::body(response).await {
            Err(ClientError::Refused { status: 404 | 405, .. }) => return Ok(None),
            bytes => bytes?,
        };
        // What the relay says itself is no more than that: each parcel in it speaks for itself.
        if let Some(key) = self.key.as_ref().filter(|_| !by_relay)
            && !signature.is_some_and(|signature| is_answer(key, &nonce, &asked, &bytes, &signature))
        {
            tracing::error!("an answer that the hub did not sign");
            return Err(ClientError::NoAnswer(Reason::OtherKey));
        }
        room::unpack(&bytes).map(Some).map_err(|_| ClientError::NOT_OURS)
    }

    /// The hashes of the recovery codes that hold for this terminal; none of a hub that does not know of such codes.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub does not know the terminal.
    pub async fn recovery_codes(&self, identity: &Identity) -> Result<Vec<String>, ClientError> {
        let signature = sign(&identity.device_key, "GET", path::RECOVERY_CODES, b"");
        let request = self
            .request(Method::GET, path::RECOVERY_CODES)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature);
        match self.ask::<RecoveryAnswer>(&signature, request).await {
            Ok(answer) => Ok(answer.recovery_codes),
            Err(ClientError::Refused { status: 404 | 405, .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// What providers say of these requests, each named by its hash; nothing of a hub that knows of no such lists.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub does not know the terminal.
    pub async fn provider_states(
        &self,
        identity: &Identity,
        requests: Vec<String>,
    ) -> Result<Vec<SaidState>, ClientError> {
        let body = serde_json::to_vec(&ProviderStatesQuestion { requests }).map_err(|_| ClientError::NOT_OURS)?;
        let signature = sign(&identity.device_key, "POST", path::PROVIDER_STATES, &body);
        let request = self
            .request(Method::POST, path::PROVIDER_STATES)
            .header(CONTENT_TYPE, JSON_MEDIA_TYPE)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature)
            .body(body);
        match self.ask::<ProviderStatesAnswer>(&signature, request).await {
            Ok(answer) => Ok(answer.states),
            Err(ClientError::Refused { status: 404 | 405, .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Sends a batch of journal entries to the hub itself.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub refuses the whole batch.
    pub async fn send(&self, identity: &Identity, batch: &Batch) -> Result<BatchAnswer, ClientError> {
        let (signature, request) = self.parcel(identity, batch)?;
        self.ask(&signature, request).await
    }

    /// Hands a batch of journal entries to the relay of the room, which keeps it until the hub has answered.
    ///
    /// # Errors
    /// When the relay does not keep it.
    pub async fn hand_over(&self, identity: &Identity, batch: &Batch) -> Result<Kept, ClientError> {
        let (signature, request) = self.parcel(identity, batch)?;
        let nonce = hex::encode(random::<16>().map_err(|_| ClientError::NOT_OURS)?);
        let response = self.heard(request.header(NONCE_HEADER, &nonce).send().await)?;
        let answer: KeptAnswer = serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NOT_OURS)?;
        if answer.verdict != Verdict::Kept || answer.nonce != nonce {
            return Err(ClientError::NoAnswer(Reason::RelayOther));
        }
        Ok(Kept { nonce, signature, line: line(answer.line.as_deref()) })
    }

    /// Asks the relay how the requests stand that it keeps. `awaited` are those without a receipt, each with its
    /// signature, the oldest first; what comes back is in the same order, and why nothing goes from the relay to the hub.
    /// `now` lets the relay try its line at once.
    ///
    /// # Errors
    /// When there is no answer of the relay.
    pub async fn receipts(
        &self,
        awaited: &[(String, String)],
        settled: Vec<String>,
        doubted: Vec<String>,
        now: bool,
    ) -> Result<(Vec<Receipted>, Option<Reason>), ClientError> {
        let question = ReceiptsQuestion {
            awaited: awaited.iter().map(|(nonce, _)| nonce.clone()).collect(),
            settled,
            doubted,
            now,
        };
        let question = serde_json::to_vec(&question).map_err(|_| ClientError::NOT_OURS)?;
        let request = self.request(Method::POST, RECEIPTS).header(CONTENT_TYPE, JSON_MEDIA_TYPE).body(question);
        let response = self.heard(request.send().await)?;
        let answer: ReceiptsAnswer =
            serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NOT_OURS)?;
        let of = |(nonce, signature): &(String, String)| {
            let named = answer.receipts.iter().find(|receipt| receipt.nonce == *nonce);
            named.map_or(Receipted::Kept, |receipt| self.believed(receipt, signature))
        };
        Ok((awaited.iter().map(of).collect(), line(answer.line.as_deref())))
    }

    /// Leaves a visitor's plan at the relay of the room.
    ///
    /// # Errors
    /// When the relay does not hold it.
    pub async fn leave_plan(&self, plan: &LeftPlan) -> Result<(), ClientError> {
        let plan = serde_json::to_vec(plan).map_err(|_| ClientError::NOT_OURS)?;
        let request = self.request(Method::POST, handed_plan::LEFT).header(CONTENT_TYPE, JSON_MEDIA_TYPE).body(plan);
        body(self.heard(request.send().await)?).await.map(drop)
    }

    /// Takes a visitor's plan from the relay of the room, which does not have it any more then.
    ///
    /// # Errors
    /// When the relay does not answer, has none of this name, or asks to wait because too many were tried.
    pub async fn take_plan(&self, name: String) -> Result<String, ClientError> {
        let question = serde_json::to_vec(&TakenQuestion { name }).map_err(|_| ClientError::NOT_OURS)?;
        let request = self.request(Method::POST, handed_plan::TAKEN).header(CONTENT_TYPE, JSON_MEDIA_TYPE);
        let response = self.heard(request.body(question).send().await)?;
        let taken: TakenPlan = serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NOT_OURS)?;
        Ok(taken.sealed)
    }

    /// What is to be believed of a receipt of a request of this signature.
    fn believed(&self, receipt: &Receipt, asked: &str) -> Receipted {
        match receipt.standing {
            Standing::Kept => Receipted::Kept,
            Standing::Unknown => Receipted::Unknown,
            Standing::Refused => {
                let status = receipt.status.unwrap_or_default();
                let reason = refusal(status, receipt.kind.as_deref().unwrap_or_default());
                Receipted::Refused(ClientError::Refused { status, title: String::new(), reason })
            }
            Standing::Answered => {
                let signed = self.key.as_ref().zip(receipt.answer.as_deref()).zip(receipt.signature.as_deref());
                let answer = signed
                    .filter(|((key, answer), signature)| {
                        is_answer(key, &receipt.nonce, asked, answer.as_bytes(), signature)
                    })
                    .and_then(|((_, answer), _)| serde_json::from_str(answer).ok());
                answer.map_or(Receipted::NotTheHubs, |answer| Receipted::Answer(Box::new(answer)))
            }
        }
    }

    /// How requests stand at the relay of the room, as it says it. Whether an answer is the hub's is for the caller to see.
    ///
    /// # Errors
    /// When there is no answer of the relay.
    pub async fn plain_receipts(&self, awaited: Vec<String>) -> Result<Vec<Receipt>, ClientError> {
        let question = ReceiptsQuestion { awaited, ..ReceiptsQuestion::default() };
        let question = serde_json::to_vec(&question).map_err(|_| ClientError::NOT_OURS)?;
        let request = self.request(Method::POST, RECEIPTS).header(CONTENT_TYPE, JSON_MEDIA_TYPE).body(question);
        let response = self.heard(request.send().await)?;
        let answer: ReceiptsAnswer =
            serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NOT_OURS)?;
        Ok(answer.receipts)
    }

    /// Passes on a request of another terminal, as it came by stick. Whether an answer is the hub's is for the caller to see.
    ///
    /// # Errors
    /// When there is no answer of ours, or one that may be another later.
    #[cfg(feature = "kiosk")]
    pub async fn pass_on(&self, head: &RequestHead, body_of_it: Vec<u8>) -> Result<PassedOn, ClientError> {
        let request = self.request(Method::POST, path::JOURNAL_ENTRIES);
        let named = [
            (CONTENT_TYPE.as_str(), Some(PARCEL_MEDIA_TYPE)),
            (CONTENT_ENCODING.as_str(), head.encoding.as_deref()),
            (TERMINAL_HEADER, Some(&*head.terminal)),
            (SIGNATURE_HEADER, Some(&*head.signature)),
            (NONCE_HEADER, Some(&*head.nonce)),
            (PROGRAM_HEADER, head.program.as_deref()),
        ];
        let request = named.into_iter().fold(request, |request, (name, value)| match value {
            Some(value) => request.header(name, value),
            None => request,
        });
        let response = self.heard(request.body(body_of_it).send().await)?;
        let signature = response.headers().get(ANSWER_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let bytes = match body(response).await {
            Err(ClientError::Refused { status: status @ (400 | 401 | 403 | 409 | 413 | 415), .. }) => {
                return Ok(PassedOn::Refused(status));
            }
            other => other?,
        };
        if self.is_relayed() {
            let answer: KeptAnswer = serde_json::from_slice(&bytes).map_err(|_| ClientError::NOT_OURS)?;
            let is_kept = answer.verdict == Verdict::Kept && answer.nonce == head.nonce;
            return if is_kept { Ok(PassedOn::Kept) } else { Err(ClientError::NoAnswer(Reason::RelayOther)) };
        }
        let text = String::from_utf8(bytes).map_err(|_| ClientError::NOT_OURS)?;
        Ok(PassedOn::Answered(text, signature.unwrap_or_default()))
    }

    /// The request that brings a batch, and its signature.
    fn parcel(&self, identity: &Identity, batch: &Batch) -> Result<(String, RequestBuilder), ClientError> {
        // To a relay it goes as it is: the relay packs what it keeps once, over all of it, for the outer line.
        let is_plain = self.is_relayed() && batch.parcel.len() <= LARGEST_BODY;
        let (signature, packed) = if is_plain {
            let signature = sign(&identity.device_key, "POST", path::JOURNAL_ENTRIES, &batch.parcel);
            (signature, batch.parcel.clone())
        } else {
            packed(identity, batch)?
        };
        let request = self
            .request(Method::POST, path::JOURNAL_ENTRIES)
            .header(CONTENT_TYPE, PARCEL_MEDIA_TYPE)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature)
            .body(packed);
        let request = if is_plain { request } else { request.header(CONTENT_ENCODING, "zstd") };
        Ok((signature, request))
    }

    /// The answer to a request of this signature, when it is signed by the hub that this terminal knows, for this once.
    async fn ask<T: DeserializeOwned>(&self, signature: &str, request: RequestBuilder) -> Result<T, ClientError> {
        let nonce = hex::encode(random::<16>().map_err(|_| ClientError::NOT_OURS)?);
        let response = self.heard(request.header(NONCE_HEADER, &nonce).send().await)?;
        let asked = signature;
        let signature = response.headers().get(ANSWER_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
            return Err(ClientError::NOT_OURS);
        }
        let bytes = body(response).await?;
        if let Some(key) = &self.key
            && !signature.is_some_and(|signature| is_answer(key, &nonce, asked, &bytes, &signature))
        {
            tracing::error!("an answer that the hub did not sign");
            return Err(ClientError::NoAnswer(Reason::OtherKey));
        }
        serde_json::from_slice(&bytes).map_err(|_| ClientError::NOT_OURS)
    }

    /// Asks the hub whether it takes anything from this terminal, and what it holds of it, by sending nothing.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn knock(
        &self,
        identity: &Identity,
        condition: Option<&TerminalCondition>,
    ) -> Result<BatchAnswer, ClientError> {
        let nothing = fill_batch_saying(identity, &[], condition).map_err(|_| ClientError::NOT_OURS)?;
        self.send(identity, &nothing).await
    }

    /// A file signed by the editors; `None` when the hub has none of this name.
    ///
    /// # Errors
    /// When there is no answer of ours.
    pub async fn metadata(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        let address = format!("{}/{name}", path::CATALOGUE_METADATA);
        let response = self.noted(self.request(Method::GET, &address).send().await)?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
            return Err(ClientError::NOT_OURS);
        }
        body(response).await.map(Some)
    }

    /// A file of the hub from a byte on; `None` when there is no such file.
    ///
    /// # Errors
    /// When there is no answer of ours, or not one to what was asked.
    pub async fn rest_of(&self, address: &str, from: u64) -> Result<Option<Rest>, ClientError> {
        // Longer than other calls: a whole catalogue on a slow line. A line that is dead is noticed by the client.
        let mut request = self.request(Method::GET, address).timeout(Duration::from_hours(6));
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let response = self.noted(request.send().await)?;
        let length = response.content_length();
        match response.status() {
            StatusCode::NOT_FOUND => Ok(None),
            StatusCode::OK => {
                // Without its length, where something between cuts answers into pieces: the last piece says that it is.
                Ok(Some(Rest { from: 0, whole: length, response }))
            }
            StatusCode::PARTIAL_CONTENT => {
                let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
                let whole = range.and_then(|range| whole_of(range, from)).ok_or(ClientError::NOT_OURS)?;
                Ok(Some(Rest { from, whole: Some(whole), response }))
            }
            status => {
                let reason = refusal(status.as_u16(), "");
                Err(ClientError::Refused { status: status.as_u16(), title: String::new(), reason })
            }
        }
    }

    /// The incarnation that the hub named last.
    #[must_use]
    pub fn incarnation(&self) -> Option<String> {
        self.incarnation.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Passes a request on as it came, and gives the answer as it comes. For a relay, which has no part in either.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub asks to come back later.
    #[cfg(feature = "hub")]
    pub async fn pass(
        &self,
        method: Method,
        address: &str,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Passed, ClientError> {
        let request = self.request(method, address).headers(headers).body(body);
        let response = self.heard(request.send().await)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Passed { status, headers, body: whole(response).await? })
    }

    /// An answer of the hub, its incarnation noted.
    fn noted(&self, answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
        let response = self.heard(answer)?;
        let named = response.headers().get(INCARNATION_HEADER).and_then(|value| value.to_str().ok());
        *self.incarnation.lock().unwrap_or_else(PoisonError::into_inner) = named.map(str::to_owned);
        Ok(response)
    }
}

/// The body of the request that brings a batch, and its signature, as it goes by line, relay and stick.
///
/// # Errors
/// When it is larger than any hub takes.
pub(super) fn packed(identity: &Identity, batch: &Batch) -> Result<(String, Vec<u8>), ClientError> {
    // As one piece: of a stream, whose length it does not know, zstd keeps ten megabytes of room.
    let packed = zstd::bulk::compress(&batch.parcel, 9).map_err(|_| ClientError::NOT_OURS)?;
    if packed.len() > LARGEST_BODY {
        // The hub would close the line before it has heard all of it.
        let (status, reason) = (413, Reason::TooLarge);
        return Err(ClientError::Refused { status, title: String::new(), reason });
    }
    let signature = sign(&identity.device_key, "POST", path::JOURNAL_ENTRIES, &packed);
    Ok((signature, packed))
}

/// What came of a request of another terminal that was passed on.
#[cfg(feature = "kiosk")]
#[derive(Clone, PartialEq, Eq)]
pub enum PassedOn {
    /// The relay of the room keeps it.
    Kept,
    /// An answer, and the signature that it came with.
    Answered(String, String),
    /// It was refused, with this status.
    Refused(u16),
}

#[cfg(feature = "kiosk")]
hidden!(PassedOn, "PassedOn");

/// An answer as it came.
#[cfg(feature = "hub")]
pub struct Passed {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

#[cfg(feature = "hub")]
hidden!(Passed, "Passed");

/// Why nothing goes from a relay to the hub. A reason that only a newer relay knows is one all the same.
fn line(name: Option<&str>) -> Option<Reason> {
    name.map(|name| Reason::of_name(name).unwrap_or(Reason::NoLine))
}

/// A file from a byte on, as it comes.
#[derive(Debug)]
pub struct Rest {
    /// The first byte that comes.
    pub from: u64,
    /// The length of the whole file, where it is said.
    pub whole: Option<u64>,
    response: Response,
}

impl Rest {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// When the line breaks.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        let chunk = self.response.chunk().await.map_err(|_| ClientError::BROKE)?;
        Ok(chunk.map(|bytes| bytes.to_vec()))
    }
}

/// Whether an address leads to this very computer, whatever answers for its name elsewhere.
fn is_this_computer(address: &reqwest::Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_protection_is_this_computer_or_none() {
        for address in ["http://127.0.0.1:8480", "http://localhost", "http://[::1]:8480", "https://hub.example"] {
            assert!(HubClient::new(address, false).is_ok(), "{address}");
        }
        for address in
            ["http://hub.example", "http://192.168.1.2:8480", "http://127.0.0.1.example", "http://localhost.example"]
        {
            assert_eq!(HubClient::new(address, false).unwrap_err(), ClientError::Plain, "{address}");
            assert!(HubClient::new(address, true).is_ok(), "{address}");
        }
    }

    #[test]
    fn each_error_has_its_reason() {
        assert_eq!(ClientError::Tls.reason(), Reason::NoCertificates);
        assert_eq!(ClientError::Later(None).reason(), Reason::Later);
        assert_eq!(ClientError::Address("hub".to_owned()).reason(), Reason::Address);
        assert_eq!(ClientError::NoAnswer(Reason::LoginPage).reason(), Reason::LoginPage);
    }
}
