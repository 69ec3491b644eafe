//! Codes for new computers of a centre: asked for by a form, made once however often it is sent, and shown once. They stand in no
//! address, no log and not in the list of who did what; between the form and the page they are in memory alone, for minutes.

use super::asker::{Asker, LARGEST_FORM, Session, admitted, fields_of, led_to, notice, sent, told};
use crate::domain::cube::encoded;
use crate::domain::hidden::hidden;
use crate::hub::hand_out::{Coming, MOST_COMPUTERS, Wanted, address_of, sheets};
use crate::hub::page::{self, Asking, CODE_DAYS, CODES, CODES_MADE, CodesForm};
use crate::hub::readers::read;
use crate::hub::refusal::Refusal;
use crate::hub::sign_in::{self, Right};
use crate::hub::storage::Storage;
use crate::hub::storage::hand_out::NewCode;
use crate::hub::{Hub, HubError, blocking, locked};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long codes wait in memory to be shown.
const HELD: Duration = Duration::from_mins(10);

/// How many sessions may have codes that wait to be shown.
const MOST_HELD: usize = 64;

/// Codes that were made, by the session that asked for them: to nobody else they are shown.
#[derive(Debug, Default)]
pub(in crate::hub) struct Handed(Mutex<BTreeMap<String, Made>>);

/// What one form made.
struct Made {
    /// The form: what was changed in it is another.
    form: CodesForm,
    at: Instant,
    /// The codes; none once they were shown.
    codes: Option<Handing>,
}

/// What stands on sheets.
struct Handing {
    codes: Vec<NewCode>,
    address: String,
    centre: String,
    computers: u32,
    until: Timestamp,
}

hidden!(Made, "Made");

/// The addresses.
pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route(CODES, get(show).post(make).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route(CODES_MADE, get(show_made))
}

/// What came of a form.
enum Came {
    Made,
    /// Each of the computers is enrolled or has a code that waits.
    NothingNeeded,
    /// The message that says what is wrong.
    Wrong(&'static str),
}

/// What stands in the form that was sent.
fn form_of(asker: &Asker) -> CodesForm {
    let text = |name: &str| asker.field(name).trim().to_owned();
    CodesForm {
        centre: text("centre"),
        computers: text("computers"),
        address: text("address"),
        again: asker.field("again") == "yes",
        once: text("once"),
    }
}

async fn form_page(
    hub: &Arc<Hub>,
    asker: Asker,
    known: Session,
    form: CodesForm,
    (status, problem, notice): (StatusCode, Option<String>, Option<String>),
) -> Result<Response, Refusal> {
    let form = CodesForm { once: sign_in::token()?, ..form };
    let drawn = Arc::clone(hub);
    let answer = read(hub, move |storage| {
        let from = drawn.drawn.of(storage)?;
        let asking = Asking { known: &from, texts: asker.texts(), query: &asker.query, now: Timestamp::now() };
        page::codes_form(&asking, &known.signed(), &form, (problem, notice)).map(|text| told(status, text))
    });
    Ok(answer.await?)
}

/// The form.
async fn show(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    let known = match admitted(&hub, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let account = known.account.clone();
    blocking(&hub, move |hub| hub.writer()?.note_look(&account, CODES, "", Timestamp::now())).await?;
    let form = CodesForm { address: asker.own_address(), ..form_of(&asker) };
    let notice = (asker.field("came") == "nothing").then(|| asker.texts().get("new-codes-nothing"));
    form_page(&hub, asker, known, form, (StatusCode::OK, None, notice)).await
}

/// Makes codes.
async fn make(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let asker = Asker::with(fields_of(&body), &headers);
    let known = match sent(&hub, &headers, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let form = form_of(&asker);
    let (wanted, account, session) = (form.clone(), known.account.clone(), sign_in::session_name(&known.token));
    let making = Arc::clone(&hub);
    let came = read(&hub, move |storage| made(&making, storage, &account, session, &wanted));
    match came.await? {
        Came::Made => Ok(led_to(&asker.address(CODES_MADE, ""), None)),
        Came::NothingNeeded => {
            let rest = format!("&centre={}&computers={}&came=nothing", encoded(&form.centre), encoded(&form.computers));
            Ok(led_to(&asker.address(CODES, &rest), None))
        }
        Came::Wrong(key) => {
            let most = [("number", MOST_COMPUTERS.into())];
            let problem = Some(asker.texts().with(key, &most));
            form_page(&hub, asker, known, form, (StatusCode::BAD_REQUEST, problem, None)).await
        }
    }
}

/// Makes what a form asks for, unless it was made already. One at a time: the same form may be sent twice at once.
fn made(hub: &Hub, storage: &Storage, account: &str, session: String, form: &CodesForm) -> Result<Came, HubError> {
    let mut handed = locked(&hub.handed.0);
    handed.retain(|_, made| made.at.elapsed() < HELD);
    if handed.get(&session).is_some_and(|made| made.form == *form) {
        return Ok(Came::Made);
    }
    if storage.operator_key()?.is_none() {
        return Ok(Came::Wrong("new-codes-no-key"));
    }
    let catalogue = storage.catalogue()?;
    let Some(profile) = catalogue.and_then(|mut catalogue| catalogue.centres.remove(&form.centre)) else {
        return Ok(Came::Wrong("new-codes-no-centre"));
    };
    let Some(computers) = form.computers.parse().ok().filter(|number| (1..=MOST_COMPUTERS).contains(number)) else {
        return Ok(Came::Wrong("new-codes-no-number"));
    };
    let Some(address) = address_of(&form.address).map(str::to_owned) else {
        return Ok(Came::Wrong("new-codes-no-address"));
    };
    let now = Timestamp::now();
    let standing = storage.standing_of_places(now)?;
    let wanted = [Wanted { profile, computers, is_new: false }];
    let coming = Coming::of(&wanted, &standing, form.again);
    if coming.number() == 0 {
        return Ok(Came::NothingNeeded);
    }
    let until = now.saturating_add(SignedDuration::from_hours(24 * CODE_DAYS)).map_err(|_| HubError::Form("time"))?;
    let codes = coming.codes()?;
    let handing = Handing { codes, address, centre: form.centre.clone(), computers, until };
    // Before they hold: what has no room in a picture is on no sheet.
    if handing.sheets().is_err() {
        return Ok(Came::Wrong("new-codes-no-address"));
    }
    let mut writer = hub.writer()?;
    writer.hand_out(&handing.codes, now, until)?;
    let numbers: Vec<String> = handing.codes.iter().map(|new| new.place.number.to_string()).collect();
    writer.note_look(account, "codes handed out", &format!("{} {}", form.centre, numbers.join(", ")), now)?;
    drop(writer);
    if handed.len() >= MOST_HELD {
        handed.pop_first();
    }
    handed.insert(session, Made { form: form.clone(), at: Instant::now(), codes: Some(handing) });
    Ok(Came::Made)
}

impl Handing {
    fn sheets(&self) -> Result<Vec<page::invitation::Sheet<'_>>, HubError> {
        let computers = BTreeMap::from([(self.centre.as_str(), self.computers)]);
        sheets(&self.codes, &self.address, &computers, self.until)
    }
}

/// Shows the sheets, once.
async fn show_made(State(hub): State<Arc<Hub>>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asker = Asker::of(&uri, &headers);
    let known = match admitted(&hub, &asker, Right::Fleet).await? {
        Ok(known) => known,
        Err(answer) => return Ok(answer),
    };
    let session = sign_in::session_name(&known.token);
    let account = known.account.clone();
    let drawn = Arc::clone(&hub);
    let answer = read(&hub, move |storage| {
        let from = drawn.drawn.of(storage)?;
        let asking = Asking { known: &from, texts: asker.texts(), query: &asker.query, now: Timestamp::now() };
        // Taken away before it is shown: whatever becomes of the answer, no second one has them.
        let handing = locked(&drawn.handed.0).get_mut(&session).and_then(|made| made.codes.take());
        drawn.writer()?.note_look(&account, CODES_MADE, "", Timestamp::now())?;
        match handing {
            Some(handing) => {
                page::codes_made(&asking, &known.signed(), &handing.sheets()?).map(|text| told(StatusCode::OK, text))
            }
            None => notice(&asker, &known, StatusCode::GONE, asker.texts().get("new-codes-shown")),
        }
    });
    Ok(answer.await?)
}
