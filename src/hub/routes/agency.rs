//! The agency's pages: signing in, the pages themselves, and their tables as files.

use super::asker::{Asker, LARGEST_FORM, admitted, fields_of, is_own, led_to, session, told};
use crate::hub::page::{self, Asking, FleetPart, Frame, Known, Part};
use crate::hub::readers::read;
use crate::hub::refusal::Refusal;
use crate::hub::sign_in::{self, Right};
use crate::hub::storage::Storage;
use crate::hub::storage::accounts::Account;
use crate::hub::{Hub, HubError, blocking, locked};
use crate::platform::code;
use crate::protocol::problem::Problem;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Instant;

/// How many visits the auditor sees on a page.
const MOST_LOOKS: usize = 500;

/// What pages are drawn from, kept until it changes: the number of what is shown, and the hash of the catalogue.
#[derive(Debug, Default)]
pub(in crate::hub) struct Drawn {
    kept: Mutex<Option<Kept>>,
    /// Held by who reads it anew.
    reading: Mutex<()>,
}

/// Of which numbers and which catalogue it is.
#[derive(Clone, Debug)]
struct Kept {
    number: u64,
    catalogue: Option<String>,
    known: Arc<Known>,
}

impl Drawn {
    /// What it is now. Of a country that takes a while to be read: whoever comes meanwhile sees what was shown before.
    pub(in crate::hub) fn of(&self, storage: &Storage) -> Result<Arc<Known>, HubError> {
        let number = storage.cube_number()?;
        let announced = storage.announcement()?;
        let catalogue = announced.as_ref().map(|announced| announced.sha256.clone());
        let kept = || locked(&self.kept).clone();
        let is_now = |kept: &Kept| (kept.number, &kept.catalogue) == (number, &catalogue);
        let _reading = match kept() {
            Some(kept) if is_now(&kept) => return Ok(kept.known),
            Some(kept) => match self.reading.try_lock() {
                Ok(reading) => reading,
                Err(TryLockError::WouldBlock) => return Ok(kept.known),
                Err(TryLockError::Poisoned(reading)) => reading.into_inner(),
            },
            None => locked(&self.reading),
        };
        // Whoever held it before may have read what is wanted.
        if let Some(kept) = kept().filter(is_now) {
            return Ok(kept.known);
        }
        let signed_until = announced.and_then(|announced| announced.signed_until.parse().ok());
        let known = Arc::new(Known { cube: storage.cube()?, catalogue: storage.catalogue()?, signed_until });
        *locked(&self.kept) = Some(Kept { number, catalogue, known: Arc::clone(&known) });
        Ok(known)
    }
}

/// The addresses of the pages.
pub(super) fn router() -> Router<Arc<Hub>> {
    let form = || DefaultBodyLimit::max(LARGEST_FORM);
    let mut router = Router::new()
        .route("/sign-in", get(show_sign_in).post(sign_in).layer(form()))
        .route("/sign-in/set-up", get(show_set_up).post(set_up).layer(form()))
        .route("/sign-out", post(sign_out).layer(form()))
        .route("/fonts/{name}", get(font));
    // The page of lists has a form, and addresses of its own.
    for part in page::parts().into_iter().filter(|part| part.right != Right::Lists) {
        router = router.route(part.path, get(show));
        if part.is_table {
            router = router.route(&format!("{}.csv", part.path), get(show));
            router = router.route(&format!("{}.xlsx", part.path), get(show));
        }
    }
    router
}

/// The kiosk's type, for browsers.
async fn font(Path(name): Path<String>) -> Response {
    let found = page::FONTS.iter().find(|(known, _)| *known == name);
    let kept = "public, max-age=31536000, immutable";
    match found {
        Some((_, bytes)) => ([(CONTENT_TYPE, "font/ttf"), (CACHE_CONTROL, kept)], *bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page of the agency, or its first table as CSV or XLSX. Who is not signed in is led to where that is done.
#[utoipa::path(
    get,
    path = "/",
    tag = "agency",
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 303, description = "Nobody is signed in: led to /sign-in"),
        (status = 403, description = "The account does not open this page", body = String, content_type = "text/html"),
        (status = 501, description = "The hub has no pages over its database yet", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub(in crate::hub) async fn show(
    State(hub): State<Arc<Hub>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    let texts = asker.texts();
    let (path, ending) = match uri.path().rsplit_once('.') {
        Some((path, ending)) => (path.to_owned(), Some(ending.to_owned())),
        None => (uri.path().to_owned(), None),
    };
    let part = page::part_at(&path).ok_or(HubError::Page)?;
    let known = match admitted(&hub, &asker, part.right).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let account = known.account.clone();
    let (what, detail) = (uri.path().to_owned(), asker.query.written(asker.language.code()));
    blocking(&hub, move |hub| hub.writer()?.note_look(&account, &what, &detail, Timestamp::now())).await?;
    let drawn = Arc::clone(&hub);
    let answer = read(&hub, move |storage| {
        let signed = known.signed();
        let from = drawn.drawn.of(storage)?;
        let asking = Asking { known: &from, texts, query: &asker.query, now: Timestamp::now() };
        match ending.as_deref() {
            Some(ending) => file(&asking, part, ending),
            None => drawn_page(&asking, part, &Frame::new(texts, part.path, &asker.query, Some(&signed)), storage)
                .map(|text| told(StatusCode::OK, text)),
        }
    })
    .await?;
    Ok(answer)
}

fn drawn_page(asking: &Asking<'_>, part: Part, frame: &Frame, storage: &Storage) -> Result<String, HubError> {
    match part.path {
        "/" => page::overview(asking, frame, &storage.fleet()?),
        "/centres" => page::centres(asking, frame, &storage.fleet()?),
        "/fleet" => {
            let (fleet, _) = storage.look_at_fleet(asking.now)?;
            let part = FleetPart { fleet, alarms: storage.alarms()? };
            page::fleet(asking, frame, &part)
        }
        "/audit" => page::audit(asking, frame, &storage.looked_at(MOST_LOOKS)?),
        path => page::tables(asking, frame, path),
    }
}

/// The first table of a page as a file.
fn file(asking: &Asking<'_>, part: Part, ending: &str) -> Result<Response, HubError> {
    let sections = page::sections(asking, part.path);
    let Some(section) = sections.first() else { return Err(HubError::Page) };
    let name = format!("attachment; filename=\"cups-{}.{ending}\"", section.name);
    let (kind, body) = match ending {
        "csv" => ("text/csv; charset=utf-8; header=present", page::file::csv(section).into_bytes()),
        _ => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            page::file::xlsx(section, &page::notes(asking))?,
        ),
    };
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}

/// The page at which somebody signs in.
async fn show_sign_in(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    if session(&hub, &asker).await?.is_some_and(|known| !known.is_setting_up) {
        return Ok(led_to(&format!("/?lang={}", asker.language.code()), None));
    }
    let has_accounts = blocking(&hub, |hub| Ok(!hub.front()?.accounts()?.is_empty())).await?;
    Ok(told(StatusCode::OK, page::sign_in(asker.texts(), "", None, has_accounts)?))
}

/// Why nobody was signed in.
enum NotIn {
    Wrong,
    Pause(u64),
}

/// Signs somebody in.
async fn sign_in(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let asker = Asker::with(fields_of(&body), &headers);
    let texts = asker.texts();
    if !is_own(&headers) {
        return Ok(told(StatusCode::FORBIDDEN, page::sign_in(texts, "", Some(texts.get("agency-wrong")), true)?));
    }
    let [name, password, code] = ["name", "password", "code"].map(|name| asker.field(name).to_owned());
    let tried = name.trim().to_lowercase();
    let judged = blocking(&hub, move |hub| judge(hub, &tried, &password, &code)).await?;
    match judged {
        Ok((token, is_setting_up)) => {
            let address = if is_setting_up { "/sign-in/set-up" } else { "/" };
            let address = format!("{address}?lang={}", asker.language.code());
            Ok(led_to(&address, Some(asker.cookie(Some(&token)))))
        }
        Err(NotIn::Wrong) => {
            let text = page::sign_in(texts, &name, Some(texts.get("agency-wrong")), true)?;
            Ok(told(StatusCode::FORBIDDEN, text))
        }
        Err(NotIn::Pause(seconds)) => {
            let said = texts.with("agency-pause", &[("number", seconds.to_string().into())]);
            let mut response = told(StatusCode::TOO_MANY_REQUESTS, page::sign_in(texts, &name, Some(said), true)?);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            Ok(response)
        }
    }
}

/// Judges an attempt: it is counted as failed before it is looked at, and takes as long whether there is such an account or
/// not. Gives the token of a session, and whether it is one that sets up.
fn judge(hub: &Hub, name: &str, password: &str, code: &str) -> Result<Result<(String, bool), NotIn>, HubError> {
    // One at a time: each takes some memory and a while, and guessing is no hurry.
    let mut guesses = locked(&hub.signing_in);
    let ticket = match guesses.admit(Instant::now()) {
        Ok(ticket) => ticket,
        Err(HubError::TooManyCodes { seconds }) => return Ok(Err(NotIn::Pause(seconds))),
        Err(error) => return Err(error),
    };
    let now = Timestamp::now();
    let account = hub.front()?.account(name)?;
    if let Some(account) = &account {
        let pause = sign_in::pause_after(account.failures);
        let passed = account.last_failure.map_or(i64::MAX, |last| now.duration_since(last).as_secs());
        if passed < pause {
            return Ok(Err(NotIn::Pause((pause - passed).unsigned_abs())));
        }
        hub.writer()?.note_failure(name, now)?;
    }
    let Some(judged) = proven(hub, account.as_ref(), password, code, now)? else {
        if account.is_some() {
            hub.writer()?.note_look(name, "sign-in refused", "", now)?;
        }
        return Ok(Err(NotIn::Wrong));
    };
    guesses.was_right(&ticket);
    let token = sign_in::token()?;
    let mut writer = hub.writer()?;
    writer.begin_session(&sign_in::session_name(&token), name, judged, now)?;
    writer.note_look(name, if judged { "set-up begun" } else { "signed in" }, "", now)?;
    drop(writer);
    Ok(Ok((token, judged)))
}

/// Whether somebody is the holder of an account, and if so whether the account is still to be set up.
fn proven(
    hub: &Hub,
    account: Option<&Account>,
    password: &str,
    code: &str,
    now: Timestamp,
) -> Result<Option<bool>, HubError> {
    let Some(account) = account else {
        // Nobody is to hear from the time it takes which names there are.
        let _ = sign_in::hashed(password)?;
        return Ok(None);
    };
    if let Some(once) = &account.once {
        let in_time = account.once_until.is_some_and(|until| now < until);
        return Ok((crate::protocol::password::matches(once, password) && in_time).then_some(true));
    }
    let is_password =
        account.password.as_deref().is_some_and(|kept| crate::protocol::password::matches(kept, password));
    let secret = hub.keys.second_factor(&account.name, &account.salt).ok_or(HubError::Form("second factor"))?;
    let Some(step) = sign_in::step_of_code(&secret, code, now).filter(|_| is_password) else { return Ok(None) };
    Ok(hub.writer()?.note_success(&account.name, step)?.then_some(false))
}

/// The page of an account that is to be set up.
async fn show_set_up(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    set_up_page(&hub, &asker, StatusCode::OK, None).await
}

async fn set_up_page(
    hub: &Arc<Hub>,
    asker: &Asker,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let Some(known) = session(hub, asker).await?.filter(|known| known.is_setting_up) else {
        return Ok(led_to(&format!("/sign-in?lang={}", asker.language.code()), None));
    };
    let form_token = sign_in::form_token(&known.token);
    let secret = secret_of(hub, known.account.clone()).await?;
    let (picture, _) = code::picture(&sign_in::for_telephone(&known.account, &secret)).ok_or(HubError::Page)?;
    let written = sign_in::written(&secret);
    Ok(told(status, page::set_up(asker.texts(), (picture, &written), form_token, problem)?))
}

async fn secret_of(hub: &Arc<Hub>, name: String) -> Result<[u8; 20], HubError> {
    blocking(hub, move |hub| {
        let account = hub.front()?.account(&name)?.ok_or(HubError::Form("account"))?;
        hub.keys.second_factor(&name, &account.salt).ok_or(HubError::Form("second factor"))
    })
    .await
}

/// Sets an account up: its password, and the telephone whose code proves to be linked.
async fn set_up(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let asker = Asker::with(fields_of(&body), &headers);
    let texts = asker.texts();
    let Some(known) = session(&hub, &asker).await?.filter(|known| known.is_setting_up) else {
        return Ok(led_to(&format!("/sign-in?lang={}", asker.language.code()), None));
    };
    let is_meant = sign_in::is_same(asker.field("token"), &sign_in::form_token(&known.token));
    let password = asker.field("password").to_owned();
    if !is_meant || !is_own(&headers) || password.chars().count() < sign_in::SHORTEST_PASSWORD {
        let problem = Some(texts.get("agency-password-short"));
        return set_up_page(&hub, &asker, StatusCode::BAD_REQUEST, problem).await;
    }
    let secret = secret_of(&hub, known.account.clone()).await?;
    let now = Timestamp::now();
    let Some(step) = sign_in::step_of_code(&secret, asker.field("code"), now) else {
        return set_up_page(&hub, &asker, StatusCode::BAD_REQUEST, Some(texts.get("agency-code-wrong"))).await;
    };
    let token = blocking(&hub, move |hub| {
        let hash = sign_in::hashed(&password)?;
        let token = sign_in::token()?;
        let mut writer = hub.writer()?;
        writer.set_password(&known.account, &hash, step)?;
        writer.end_session(&sign_in::session_name(&known.token))?;
        writer.begin_session(&sign_in::session_name(&token), &known.account, false, now)?;
        writer.note_look(&known.account, "set up", "", now)?;
        Ok(token)
    })
    .await?;
    Ok(led_to(&format!("/?lang={}", asker.language.code()), Some(asker.cookie(Some(&token)))))
}

/// Signs somebody out.
async fn sign_out(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let asker = Asker::with(fields_of(&body), &headers);
    if let Some(known) = session(&hub, &asker).await?
        && sign_in::is_same(asker.field("token"), &sign_in::form_token(&known.token))
    {
        blocking(&hub, move |hub| {
            let mut writer = hub.writer()?;
            writer.end_session(&sign_in::session_name(&known.token))?;
            writer.note_look(&known.account, "signed out", "", Timestamp::now())
        })
        .await?;
    }
    Ok(led_to(&format!("/sign-in?lang={}", asker.language.code()), Some(asker.cookie(None))))
}
