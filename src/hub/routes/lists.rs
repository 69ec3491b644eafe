//! Providers' lists of states, taken in by their editor: looked through line by line, and then taken in whole or not at all.

use super::asker::{Asker, Session, admitted, is_meant, led_to, not_meant, told};
use super::upload;
use crate::hub::page::{self, Asking, LISTS, ListsCame};
use crate::hub::provider_list::{WrongLine, parse, today};
use crate::hub::readers::read;
use crate::hub::refusal::Refusal;
use crate::hub::sign_in::{self, Right};
use crate::hub::storage::Storage;
use crate::hub::storage::provider_state::NewList;
use crate::hub::{Hub, HubError, blocking};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use hyper::body::Body as _;
use jiff::Timestamp;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

/// The most bytes of a list here, with its form: a quarter of a million lines. The command takes longer ones.
const LARGEST: usize = 16 * 1024 * 1024;

/// The most bytes that are read of a longer one, so that its browser waits for the answer and shows it.
const MOST_READ: usize = 4 * LARGEST;

/// How many lists are told of.
const MOST_TOLD: usize = 100;

/// The addresses.
pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new().route(LISTS, get(show).post(take))
}

/// What came of a list, apart from the request that brought it.
enum Came {
    Nothing,
    Taken(i64),
    Wrong(Vec<(usize, WrongLine)>),
    NoFile,
    TooLarge,
}

async fn lists_page(
    hub: &Arc<Hub>,
    asker: Asker,
    known: Session,
    status: StatusCode,
    came: Came,
) -> Result<Response, Refusal> {
    let once = sign_in::token()?;
    let drawn = Arc::clone(hub);
    let answer = read(hub, move |storage| {
        let from = drawn.drawn.of(storage)?;
        let asking = Asking { known: &from, texts: asker.texts(), query: &asker.query, now: Timestamp::now() };
        let came = match &came {
            Came::Nothing => ListsCame::Nothing,
            Came::Taken(number) => ListsCame::Taken(*number),
            Came::Wrong(wrong) => ListsCame::Wrong(wrong),
            Came::NoFile => ListsCame::NoFile,
            Came::TooLarge => ListsCame::TooLarge,
        };
        let taken = storage.taken_lists(MOST_TOLD)?;
        page::lists(&asking, &known.signed(), &once, (&taken, came)).map(|text| told(status, text))
    });
    Ok(answer.await?)
}

/// The page.
async fn show(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    let known = match admitted(&hub, &asker, Right::Lists).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let account = known.account.clone();
    blocking(&hub, move |hub| hub.writer()?.note_look(&account, LISTS, "", Timestamp::now())).await?;
    let came = asker.field("taken").parse().map_or(Came::Nothing, Came::Taken);
    lists_page(&hub, asker, known, StatusCode::OK, came).await
}

/// Reads a form, of which no more is held than a list may have; nothing where it is longer, or was cut off.
async fn whole(mut body: Body) -> Option<Vec<u8>> {
    let (mut held, mut length) = (Vec::new(), 0_usize);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length > MOST_READ {
            return None;
        }
        if length > LARGEST {
            held = Vec::new();
        } else {
            held.extend_from_slice(&data);
        }
    }
    (length <= LARGEST).then_some(held)
}

/// Takes a list in.
async fn take(State(hub): State<Arc<Hub>>, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let asker = Asker::of(&parts.uri, &parts.headers);
    // Who sends it is known before anything of it is read.
    let known = match admitted(&hub, &asker, Right::Lists).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let Some(body) = whole(body).await else {
        return lists_page(&hub, asker, known, StatusCode::PAYLOAD_TOO_LARGE, Came::TooLarge).await;
    };
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut sent = upload::fields(kind, &body).unwrap_or_default();
    let list = sent.iter().position(|(name, _)| name == "list").map(|place| sent.swap_remove(place).1);
    let fields = sent.into_iter().filter_map(|(name, value)| Some((name, String::from_utf8(value.to_vec()).ok()?)));
    let asker = Asker::with(fields.collect(), &parts.headers);
    if !is_meant(&parts.headers, &asker, &known) {
        return not_meant(&asker, &known);
    }
    let list = list.map(<[u8]>::to_vec).unwrap_or_default();
    if list.is_empty() {
        return lists_page(&hub, asker, known, StatusCode::BAD_REQUEST, Came::NoFile).await;
    }
    // The same file by the same form is taken in once; another file by it is another list.
    let once = sign_in::sent_name(asker.field("once"), &list);
    let account = known.account.clone();
    let taking = Arc::clone(&hub);
    let came = read(&hub, move |storage| taken(&taking, storage, &account, &once, &list)).await?;
    match came {
        Came::Taken(number) => Ok(led_to(&asker.address(LISTS, &format!("&taken={number}")), None)),
        came => lists_page(&hub, asker, known, StatusCode::BAD_REQUEST, came).await,
    }
}

/// Looks a list through and takes it in.
fn taken(hub: &Hub, storage: &Storage, account: &str, once: &str, list: &[u8]) -> Result<Came, HubError> {
    let now = Timestamp::now();
    let catalogue = storage.catalogue()?;
    let states = match parse(list, today(now), catalogue.as_ref()) {
        Ok(states) => states,
        Err(wrong) => return Ok(Came::Wrong(wrong)),
    };
    let mut writer = hub.writer()?;
    let taken = writer.take_list(&NewList { who: Some(account), once, states: &states }, now)?;
    // One that was taken in before keeps its own time, and is not written down twice.
    if taken.at == now {
        writer.note_look(account, "list taken in", &taken.number.to_string(), now)?;
    }
    Ok(Came::Taken(taken.number))
}
