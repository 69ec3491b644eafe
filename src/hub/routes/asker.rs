//! Who asks for a page of the agency: in which language, by which session, and whether a form is one of theirs. And how a page
//! is answered, so that others neither keep nor frame it.

use super::AsItIs;
use crate::domain::cube::{Query, decoded};
use crate::domain::text::Language;
use crate::hub::page::{self, Signed};
use crate::hub::refusal::Refusal;
use crate::hub::sign_in::{self, Right, Role};
use crate::hub::{Hub, HubError, blocking};
use crate::i18n::Texts;
use axum::body::Bytes;
use axum::http::header::{CONTENT_SECURITY_POLICY, COOKIE, HOST, LOCATION, REFERRER_POLICY, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use jiff::Timestamp;
use std::sync::{Arc, LazyLock};

/// The header in which a browser says whose page sends a form.
const FETCH_SITE: &str = "sec-fetch-site";

/// A form is a few hundred bytes; a note in Russian is written in nine bytes a letter.
pub(super) const LARGEST_FORM: usize = 8 * 1024;

/// The name of the cookie of a session.
const SESSION: &str = "cups-session";

/// How often it is noted that a session goes on, in seconds.
const NOTED: i64 = 60;

/// The words of each language; loading them takes longer than a page.
static TEXTS: LazyLock<Vec<Texts>> = LazyLock::new(|| Language::INTERFACE.into_iter().map(Texts::load).collect());

/// What a request says of itself.
pub(super) struct Asker {
    pub(super) language: Language,
    pub(super) query: Query,
    /// What stands in its address, or in the form.
    pub(super) fields: Vec<(String, String)>,
    /// What the browser holds of a session.
    token: Option<String>,
    is_loopback: bool,
    host: String,
}

impl Asker {
    /// Who asks for an address.
    pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        Self::with(decoded(uri.query().unwrap_or_default()), headers)
    }

    /// Who sends these fields.
    pub(super) fn with(fields: Vec<(String, String)>, headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookies = text(COOKIE).split(';').filter_map(|cookie| cookie.trim().split_once('='));
        let host = text(HOST);
        let said = fields.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str());
        Self {
            language: Language::INTERFACE.into_iter().find(|one| Some(one.code()) == said).unwrap_or_default(),
            query: Query::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))),
            token: cookies.filter(|(name, _)| *name == SESSION).map(|(_, value)| value.to_owned()).next(),
            host: host.to_owned(),
            is_loopback: ["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own))
                && text(HeaderName::from_static("x-forwarded-proto")).is_empty(),
            fields,
        }
    }

    /// A field of what was sent; empty where it is not there.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The address of this hub as the browser has it: over a protected line, unless the hub is on its own computer.
    pub(super) fn own_address(&self) -> String {
        format!("{}://{}", if self.is_loopback { "http" } else { "https" }, self.host)
    }

    /// An address of these pages in the language of who asks, with what stands behind it.
    pub(super) fn address(&self, path: &str, rest: &str) -> String {
        format!("{path}?lang={}{rest}", self.language.code())
    }

    pub(super) fn texts(&self) -> &'static Texts {
        let found = TEXTS.iter().find(|texts| texts.language() == self.language);
        found.unwrap_or(&TEXTS[0])
    }

    /// The cookie of a session, or of none. A browser sends it over a protected line alone, unless the hub is on its own
    /// computer.
    pub(super) fn cookie(&self, token: Option<&str>) -> String {
        let secure = if self.is_loopback { "" } else { "; Secure" };
        let (token, age) = token.map_or(("", 0), |token| (token, sign_in::LONGEST_HOURS * 3600));
        format!("{SESSION}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}")
    }
}

/// Who asks, when somebody is signed in.
pub(super) struct Session {
    pub(super) account: String,
    pub(super) role: Role,
    pub(super) is_setting_up: bool,
    pub(super) token: String,
}

impl Session {
    /// What a page shows of it.
    pub(super) fn signed(&self) -> Signed<'_> {
        Signed { name: &self.account, role: self.role, form_token: sign_in::form_token(&self.token) }
    }
}

/// The session of a request, when it still holds; notes that it goes on.
pub(super) async fn session(hub: &Arc<Hub>, asker: &Asker) -> Result<Option<Session>, HubError> {
    let Some(token) = asker.token.clone() else { return Ok(None) };
    let now = Timestamp::now();
    blocking(hub, move |hub| {
        let name = sign_in::session_name(&token);
        let Some(session) = hub.front()?.session(&name)? else { return Ok(None) };
        let Some(role) = Role::of_code(&session.role) else { return Ok(None) };
        if !sign_in::holds(session.begun, session.seen, now) {
            hub.writer()?.end_session(&name)?;
            return Ok(None);
        }
        if now.duration_since(session.seen).as_secs() >= NOTED {
            hub.writer()?.note_session(&name, now)?;
        }
        Ok(Some(Session { account: session.account, role, is_setting_up: session.is_setting_up, token }))
    })
    .await
}

/// A page, which others neither keep nor frame.
pub(super) fn told(status: StatusCode, text: String) -> Response {
    let headers = [(CONTENT_SECURITY_POLICY, page::content_policy()), (REFERRER_POLICY, "no-referrer".to_owned())];
    let mut response = (status, headers, Html(text)).into_response();
    // It says by itself what is wrong, to a person.
    response.extensions_mut().insert(AsItIs);
    response
}

pub(super) fn led_to(address: &str, cookie: Option<String>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, address.to_owned())]).into_response();
    if let Some(cookie) = cookie.and_then(|cookie| cookie.parse().ok()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// Whether a form came from a page of this hub, as far as the browser says; one that says nothing sends no cookie of others.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let site = headers.get(FETCH_SITE).and_then(|value| value.to_str().ok());
    site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}

pub(super) fn fields_of(body: &Bytes) -> Vec<(String, String)> {
    std::str::from_utf8(body).map(decoded).unwrap_or_default()
}

/// Somebody who is signed in and may open a part of the pages; otherwise the answer that says why it stays shut.
pub(super) async fn admitted(
    hub: &Arc<Hub>,
    asker: &Asker,
    right: Right,
) -> Result<Result<Session, Response>, Refusal> {
    let Some(known) = session(hub, asker).await? else {
        return Ok(Err(led_to(&asker.address("/sign-in", ""), None)));
    };
    if known.is_setting_up {
        return Ok(Err(led_to(&asker.address("/sign-in/set-up", ""), None)));
    }
    if !known.role.may(right) {
        return Ok(Err(notice(asker, &known, StatusCode::FORBIDDEN, asker.texts().get("agency-not-allowed"))?));
    }
    Ok(Ok(known))
}

/// The same of a form: also one that does not come from a page of this session stays without effect, whoever sends it.
pub(super) async fn sent(
    hub: &Arc<Hub>,
    headers: &HeaderMap,
    asker: &Asker,
    right: Right,
) -> Result<Result<Session, Response>, Refusal> {
    let known = match admitted(hub, asker, right).await? {
        Ok(known) => known,
        Err(answer) => return Ok(Err(answer)),
    };
    if is_meant(headers, asker, &known) { Ok(Ok(known)) } else { Ok(Err(not_meant(asker, &known)?)) }
}

/// Whether a form comes from a page of this session.
pub(super) fn is_meant(headers: &HeaderMap, asker: &Asker, known: &Session) -> bool {
    is_own(headers) && sign_in::is_same(asker.field("token"), &sign_in::form_token(&known.token))
}

/// Says that a form did not.
pub(super) fn not_meant(asker: &Asker, known: &Session) -> Result<Response, Refusal> {
    Ok(notice(asker, known, StatusCode::FORBIDDEN, asker.texts().get("agency-other-form"))?)
}

/// A page that says why there is no other.
pub(super) fn notice(asker: &Asker, known: &Session, status: StatusCode, said: String) -> Result<Response, HubError> {
    Ok(told(status, page::notice(asker.texts(), said, Some(&known.signed()))?))
}
