//! What an operator does about one computer: a note, and shutting it out for good. Each is sent by a form of the session, written
//! down, and answered by the way back; pressed twice, it is done once.

use super::asker::{Asker, LARGEST_FORM, Session, admitted, fields_of, led_to, notice, sent, told};
use crate::domain::cube::encoded;
use crate::hub::fleet::{FleetRow, NoNote, Note};
use crate::hub::page::{self, Asking, COMPUTER, Came, SHUT_OUT};
use crate::hub::readers::read;
use crate::hub::refusal::Refusal;
use crate::hub::sign_in::Right;
use crate::hub::{Hub, HubError, blocking};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use jiff::Timestamp;
use std::sync::Arc;

/// The addresses.
pub(super) fn router() -> Router<Arc<Hub>> {
    let form = || DefaultBodyLimit::max(LARGEST_FORM);
    Router::new()
        .route(COMPUTER, get(show))
        .route("/fleet/note", post(note).layer(form()))
        .route(SHUT_OUT, get(ask).post(shut_out).layer(form()))
}

/// Draws a page about a computer, with an answer's status; of one that is not known it is said so.
async fn about(
    hub: &Arc<Hub>,
    asker: Asker,
    known: Session,
    status: StatusCode,
    draw: impl FnOnce(&Asking<'_>, &Session, &FleetRow) -> Result<String, HubError> + Send + 'static,
) -> Result<Response, Refusal> {
    let id = asker.field("id").to_owned();
    let drawn = Arc::clone(hub);
    let answer = read(hub, move |storage| {
        let now = Timestamp::now();
        let (fleet, _) = storage.look_at_fleet(now)?;
        let Some(row) = fleet.terminals.iter().find(|row| row.facts.terminal == id) else {
            return notice(&asker, &known, StatusCode::NOT_FOUND, asker.texts().get("fleet-no-computer"));
        };
        let from = drawn.drawn.of(storage)?;
        let asking = Asking { known: &from, texts: asker.texts(), query: &asker.query, now };
        draw(&asking, &known, row).map(|text| told(status, text))
    });
    Ok(answer.await?)
}

/// Writes down that somebody looked at a page about a computer.
async fn looked(hub: &Arc<Hub>, known: &Session, what: &'static str, id: &str) -> Result<(), HubError> {
    let (account, id) = (known.account.clone(), id.to_owned());
    blocking(hub, move |hub| hub.writer()?.note_look(&account, what, &id, Timestamp::now())).await
}

/// The page of a computer.
async fn show(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    let known = match admitted(&hub, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    looked(&hub, &known, COMPUTER, asker.field("id")).await?;
    let came = match asker.field("came") {
        "noted" => Came::Noted,
        "shut-out" => Came::ShutOut,
        _ => Came::Nothing,
    };
    about(&hub, asker, known, StatusCode::OK, move |asking, known, row| {
        page::computer(asking, &known.signed(), row, (came, None))
    })
    .await
}

/// The way back to a computer's page, which says what was done.
fn back(asker: &Asker, came: &str) -> Response {
    let rest = format!("&id={}&came={came}", encoded(asker.field("id")));
    led_to(&asker.address(COMPUTER, &rest), None)
}

/// Whether there is such a computer; looked at before anything is done to it.
async fn is_known(hub: &Arc<Hub>, id: &str) -> Result<bool, HubError> {
    let id = id.to_owned();
    blocking(hub, move |hub| Ok(hub.front()?.terminal(&id)?.is_some())).await
}

/// Keeps a note.
async fn note(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let asker = Asker::with(fields_of(&body), &headers);
    let known = match sent(&hub, &headers, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let id = asker.field("id").to_owned();
    if !is_known(&hub, &id).await? {
        return Ok(notice(&asker, &known, StatusCode::NOT_FOUND, asker.texts().get("fleet-no-computer"))?);
    }
    let now = Timestamp::now();
    // A browser sends what was typed in several lines as such; a note is one.
    let typed = asker.field("text").split(['\r', '\n']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let note = match Note::new(&known.account, &typed, now) {
        Ok(note) => note,
        Err(NoNote::Text | NoNote::Who) => {
            return about(&hub, asker, known, StatusCode::BAD_REQUEST, move |asking, known, row| {
                page::computer(asking, &known.signed(), row, (Came::NoNote, Some(&typed)))
            })
            .await;
        }
    };
    blocking(&hub, move |hub| {
        let mut writer = hub.writer()?;
        // What is written stays out of the list of who did what.
        if writer.write_note(&id, &note)? {
            writer.note_look(&known.account, "note written", &id, now)?;
        }
        Ok(())
    })
    .await?;
    Ok(back(&asker, "noted"))
}

/// Asks whether a computer is shut out. Of one that is already there is nothing to ask.
async fn ask(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    let known = match admitted(&hub, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    looked(&hub, &known, SHUT_OUT, asker.field("id")).await?;
    about(&hub, asker, known, StatusCode::OK, |asking, known, row| {
        let signed = known.signed();
        if row.facts.revoked {
            page::computer(asking, &signed, row, (Came::Nothing, None))
        } else {
            page::shut_out(asking, &signed, row)
        }
    })
    .await
}

/// Shuts a computer out.
async fn shut_out(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let asker = Asker::with(fields_of(&body), &headers);
    let known = match sent(&hub, &headers, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let id = asker.field("id").to_owned();
    if !is_known(&hub, &id).await? {
        return Ok(notice(&asker, &known, StatusCode::NOT_FOUND, asker.texts().get("fleet-no-computer"))?);
    }
    blocking(&hub, move |hub| {
        let (mut writer, now) = (hub.writer()?, Timestamp::now());
        if writer.revoke(&id, now)? {
            writer.note_look(&known.account, "computer shut out", &id, now)?;
        }
        Ok(())
    })
    .await?;
    Ok(back(&asker, "shut-out"))
}
