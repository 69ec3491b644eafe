//! What every page has: its head, the way to the other pages, the language, who is signed in.

use super::link::Link;
use crate::domain::cube::{Query, encoded};
use crate::domain::text::Language;
use crate::hub::HubError;
use crate::hub::sign_in::{Right, Role};
use crate::i18n::Texts;
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("agency.css");

/// The same with that of sheets to be printed.
const STYLE_WITH_SHEETS: &str = concat!(include_str!("agency.css"), include_str!("sheet.css"));

/// The type of the pages, as the kiosk has it, by the name of its file.
pub const FONTS: [(&str, &[u8]); 2] = [
    ("onest-regular-1.ttf", include_bytes!("../../../assets/fonts/Onest-Regular.ttf")),
    ("onest-bold-1.ttf", include_bytes!("../../../assets/fonts/Onest-Bold.ttf")),
];

/// What a page may load: its own style, by its hash, the type, and nothing else. Forms go to this hub alone.
#[must_use]
pub fn content_policy() -> String {
    let [plain, with_sheets] = [STYLE, STYLE_WITH_SHEETS].map(|style| STANDARD.encode(Sha256::digest(style)));
    format!(
        "default-src 'none'; style-src 'sha256-{plain}' 'sha256-{with_sheets}'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// A page of the agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its address.
    pub path: &'static str,
    /// Its name among the messages.
    key: &'static str,
    /// Who may open it.
    pub right: Right,
    /// Whether it is a table that can be had as a file.
    pub is_table: bool,
}

/// Every page, in the order in which they are found. A new one is a line here and an arm where pages are drawn.
const PARTS: [Part; 12] = [
    part("/", "agency-page-overview", Right::Counts, false),
    part("/requests", "agency-requests", Right::Counts, true),
    part("/savings", "agency-page-savings", Right::Counts, true),
    part("/waiting", "agency-page-waiting", Right::Counts, true),
    part("/opinion", "agency-page-opinion", Right::Counts, true),
    part("/unfinished", "agency-page-unfinished", Right::Counts, true),
    part("/information", "agency-page-information", Right::Counts, true),
    part("/corrections", "agency-page-corrections", Right::Counts, true),
    part("/centres", "agency-page-centres", Right::Counts, false),
    part("/fleet", "agency-page-fleet", Right::Fleet, false),
    part("/lists", "lists-page", Right::Lists, false),
    part("/audit", "agency-page-audit", Right::Audit, false),
];

const fn part(path: &'static str, key: &'static str, right: Right, is_table: bool) -> Part {
    Part { path, key, right, is_table }
}

/// Every page.
#[must_use]
pub const fn parts() -> [Part; 12] {
    PARTS
}

/// The page at an address.
#[must_use]
pub fn part_at(path: &str) -> Option<Part> {
    PARTS.into_iter().find(|part| part.path == path)
}

/// Who is signed in.
pub struct Signed<'a> {
    /// The account's name.
    pub name: &'a str,
    /// Its role.
    pub role: Role,
    /// What its forms carry.
    pub form_token: String,
}

/// What every page has.
pub struct Frame {
    pub(super) style: &'static str,
    pub(super) language: &'static str,
    pub(super) title: String,
    pub(super) heading: String,
    pub(super) owner: String,
    pub(super) skip: String,
    pub(super) nav: String,
    pub(super) parts: Vec<Link>,
    pub(super) languages_label: String,
    pub(super) languages: Vec<(&'static str, Link)>,
    pub(super) account: Option<Account>,
}

/// Who is signed in, as it is shown.
pub(super) struct Account {
    pub(super) said: String,
    pub(super) sign_out: String,
    pub(super) form_token: String,
}

impl Frame {
    /// The frame of a page; `signed` is none before somebody signed in.
    #[must_use]
    pub fn new(texts: &Texts, path: &str, query: &Query, signed: Option<&Signed<'_>>) -> Self {
        let heading = part_at(path).map_or_else(|| texts.get("agency-title"), |part| texts.get(part.key));
        Self::headed(texts, heading, path, query, signed)
    }

    /// The frame of a page that belongs to another: its heading, the address of the other, and its own address with what stands
    /// there behind the language.
    #[must_use]
    pub fn below(
        texts: &Texts,
        heading: String,
        (part, path): (&str, &str),
        fields: &[(&str, &str)],
        signed: &Signed<'_>,
    ) -> Self {
        let mut frame = Self::headed(texts, heading, part, &Query::default(), Some(signed));
        for (language, link) in &mut frame.languages {
            link.address = address(path, language, fields);
        }
        frame
    }

    /// The same with the style of sheets to be printed.
    pub(super) fn with_sheets(self) -> Self {
        Self { style: STYLE_WITH_SHEETS, ..self }
    }

    fn headed(texts: &Texts, heading: String, path: &str, query: &Query, signed: Option<&Signed<'_>>) -> Self {
        let language = texts.language().code();
        let address = |path: &str, query: &Query, language: &str| format!("{path}?{}", query.written(language));
        // The choice stays from page to page; what the rows are does not.
        let onward = Query { by: None, ..query.clone() };
        let may = |part: &&Part| signed.is_some_and(|signed| signed.role.may(part.right));
        let parts = PARTS.iter().filter(may).map(|part| Link {
            text: texts.get(part.key),
            address: address(part.path, &onward, language),
            is_here: part.path == path,
        });
        let languages = Language::INTERFACE.map(|other| {
            let text = match other {
                Language::Ru => "Русский",
                Language::En => "English",
                _ => "Română",
            };
            let link = Link {
                text: text.to_owned(),
                address: address(path, query, other.code()),
                is_here: other == texts.language(),
            };
            (other.code(), link)
        });
        let account = signed.map(|signed| Account {
            said: texts.with(
                "agency-signed-in",
                &[("name", signed.name.to_owned().into()), ("role", texts.get(role_key(signed.role)).into())],
            ),
            sign_out: texts.get("agency-sign-out"),
            form_token: signed.form_token.clone(),
        });
        Self {
            style: STYLE,
            language,
            title: format!("{heading} – {}", texts.get("agency-title")),
            heading,
            owner: texts.get("agency-owner"),
            skip: texts.get("agency-skip"),
            nav: texts.get("agency-nav"),
            parts: parts.collect(),
            languages_label: texts.get("agency-languages"),
            languages: languages.into_iter().collect(),
            account,
        }
    }
}

/// An address in a language, with what stands behind it.
pub(super) fn address(path: &str, language: &str, fields: &[(&str, &str)]) -> String {
    let rest = fields.iter().map(|(name, value)| format!("&{name}={}", encoded(value)));
    format!("{path}?lang={language}{}", rest.collect::<String>())
}

const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Reader => "agency-role-reader",
        Role::Editor => "agency-role-editor",
        Role::Operator => "agency-role-operator",
        Role::Auditor => "agency-role-auditor",
    }
}

/// A field of a form in which something is typed.
struct Typed {
    name: &'static str,
    label: String,
    hint: Option<String>,
    kind: &'static str,
    autocomplete: &'static str,
    value: String,
    is_digits: bool,
}

#[derive(Template)]
#[template(path = "hub/page/sign_in.html", config = "packaging/askama.toml")]
struct SignInPage {
    frame: Frame,
    lead: String,
    problem_heading: String,
    problem: Option<String>,
    action: &'static str,
    form_token: Option<String>,
    code: Option<(String, String, String)>,
    fields: Vec<Typed>,
    enter: String,
    form: bool,
}

/// The page at which somebody signs in; `problem` says why that was not possible.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn sign_in(texts: &Texts, name: &str, problem: Option<String>, has_accounts: bool) -> Result<String, HubError> {
    let typed = |name, label: &'static str, kind, autocomplete| Typed {
        name,
        label: texts.get(label),
        hint: None,
        kind,
        autocomplete,
        value: String::new(),
        is_digits: false,
    };
    let fields = vec![
        Typed { value: name.to_owned(), ..typed("name", "agency-name", "text", "username") },
        typed("password", "agency-password", "password", "current-password"),
        Typed {
            hint: Some(texts.get("agency-code-hint")),
            is_digits: true,
            ..typed("code", "agency-code", "text", "one-time-code")
        },
    ];
    let page = SignInPage {
        frame: Frame::headed(texts, texts.get("agency-sign-in"), "/sign-in", &Query::default(), None),
        lead: texts.get(if has_accounts { "agency-sign-in-lead" } else { "agency-no-accounts" }),
        problem_heading: texts.get("agency-problem"),
        problem,
        action: "/sign-in",
        form_token: None,
        code: None,
        fields,
        enter: texts.get("agency-enter"),
        form: has_accounts,
    };
    page.render().map_err(|_| HubError::Page)
}

/// The page at which an account gets its password and its telephone. `picture` is the code for the telephone, `secret` the same to
/// be typed.
///
/// # Errors
/// As [`sign_in`].
pub fn set_up(
    texts: &Texts,
    (picture, secret): (String, &str),
    form_token: String,
    problem: Option<String>,
) -> Result<String, HubError> {
    let fields = vec![
        Typed {
            name: "password",
            label: texts.get("agency-new-password"),
            hint: Some(texts.get("agency-new-password-hint")),
            kind: "password",
            autocomplete: "new-password",
            value: String::new(),
            is_digits: false,
        },
        Typed {
            name: "code",
            label: texts.get("agency-code"),
            hint: None,
            kind: "text",
            autocomplete: "one-time-code",
            value: String::new(),
            is_digits: true,
        },
    ];
    let typed = texts.with("agency-secret", &[("secret", secret.to_owned().into())]);
    let page = SignInPage {
        frame: Frame::headed(texts, texts.get("agency-set-up"), "/sign-in/set-up", &Query::default(), None),
        lead: texts.get("agency-set-up-lead"),
        problem_heading: texts.get("agency-problem"),
        problem,
        action: "/sign-in/set-up",
        form_token: Some(form_token),
        code: Some((texts.get("agency-qr"), picture, typed)),
        fields,
        enter: texts.get("agency-save"),
        form: true,
    };
    page.render().map_err(|_| HubError::Page)
}

/// A page that says why there is no other.
///
/// # Errors
/// As [`sign_in`].
pub fn notice(texts: &Texts, said: String, signed: Option<&Signed<'_>>) -> Result<String, HubError> {
    let page = SignInPage {
        frame: Frame::headed(texts, texts.get("agency-title"), "/", &Query::default(), signed),
        lead: said,
        problem_heading: String::new(),
        problem: None,
        action: "/",
        form_token: None,
        code: None,
        fields: Vec::new(),
        enter: String::new(),
        form: false,
    };
    page.render().map_err(|_| HubError::Page)
}
