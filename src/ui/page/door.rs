//! The way in: the form with which somebody signs in, and on a new computer, before it, enrolls it and becomes its first
//! specialist; with which a colleague is added, and a lock opened.

use super::Primary;
use super::fault::{password_error, records_error};
use crate::domain::hidden::hidden;
use crate::domain::people::{Member, StaffRole};
use crate::domain::recovery::{GROUPS, Misread, RecoveryGroups};
use crate::domain::setup::RelayCode;
use crate::domain::specialist::{check_password, name_key};
use crate::i18n::{Texts, counted};
use crate::store::records::{PeopleWish, RecordsError};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{Element, Field, field, h1, lead, link_button, rows, strong};
use crate::ui::context::Context;
use crate::ui::widget::described;
use iced::widget::container;

/// What the page is for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The computer is not known to the hub yet.
    Enrol,
    /// Nobody can sign in yet.
    First,
    /// A name and a password.
    SignIn,
    /// A signed-in specialist adds a colleague.
    Colleague,
    /// The password of whoever locked.
    Unlock,
    /// A name and a password, in place of whoever locked.
    Instead,
    /// The sheet from the safe, for a password that was forgotten.
    Recover,
    /// The own password is changed.
    OwnPassword,
    /// Somebody else has a new password.
    Reset,
}

impl Stage {
    /// Whether a password is chosen, which is typed twice.
    #[must_use]
    pub const fn chooses(self) -> bool {
        matches!(self, Self::First | Self::Colleague | Self::Recover | Self::OwnPassword | Self::Reset)
    }

    /// Whether a name is typed.
    const fn is_named(self) -> bool {
        matches!(self, Self::First | Self::SignIn | Self::Instead | Self::Colleague | Self::Recover)
    }

    /// Whether wrong tries slow it down.
    #[must_use]
    pub const fn is_guarded(self) -> bool {
        matches!(self, Self::First | Self::SignIn | Self::Unlock | Self::Instead | Self::Recover | Self::OwnPassword)
    }
}

/// The recovery codes of this terminal, as far as a page speaks of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// How many are left.
    pub left: usize,
    /// The terminal's name.
    pub terminal: String,
    /// Whether the hub was asked for them.
    pub asked: bool,
}

/// The form.
#[derive(Clone, PartialEq)]
pub struct SignInForm {
    /// What it is for now.
    pub stage: Stage,
    name: String,
    password: String,
    repeated: String,
    hub: String,
    code: String,
    /// The password until now.
    before: String,
    /// The next code of the list.
    second: String,
    /// Its number, once it was asked for.
    asked: Option<u16>,
    /// In which role a colleague is added.
    role: StaffRole,
    /// Who has a new password.
    about: Option<Member>,
    codes: Option<Codes>,
    /// What the error counts: seconds, a group, a code.
    number: usize,
    error: Option<&'static str>,
    /// Where writing goes on after what went wrong.
    wrong: Option<&'static str>,
}

impl std::fmt::Debug for SignInForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SignInForm").field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// What is typed where.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The name.
    Name(String),
    /// The password.
    Password(String),
    /// The password again.
    Repeated(String),
    /// The hub's address.
    Hub(String),
    /// The one-time code, a recovery code, or the groups of the sheet.
    Code(String),
    /// The password until now.
    Before(String),
    /// The next code of the list.
    Second(String),
    /// The password was forgotten.
    Forgotten,
    /// The button, or Enter.
    Submit,
    /// Ask the hub for recovery codes.
    FetchCodes,
}

/// A password is not formatted.
impl std::fmt::Debug for Message {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("sign_in::Message(…)")
    }
}

/// What the form asks for.
#[derive(Clone, PartialEq)]
pub enum Wanted {
    /// Enrol the terminal.
    Enrol {
        /// The hub's address.
        hub: String,
        /// The one-time code.
        code: String,
    },
    /// Sign in.
    SignIn {
        /// The name.
        name: String,
        /// The password.
        password: String,
        /// The next code of the list, where it was asked for.
        code: Option<String>,
    },
    /// Show the form for who forgot the password.
    Forgotten,
    /// Give somebody a new password by the sheet from the safe.
    Recover {
        /// The groups of the sheet.
        groups: RecoveryGroups,
        /// The name.
        name: String,
        /// The new password.
        password: String,
    },
    /// Add the first specialist.
    AddFirst {
        /// A recovery code of the terminal.
        code: String,
        /// The name.
        name: String,
        /// The password.
        password: String,
    },
    /// Add a colleague, change the own password, or give somebody a new one.
    People(PeopleWish),
    /// Ask the hub for recovery codes.
    FetchCodes,
}

hidden!(Wanted, "Wanted");

impl SignInForm {
    /// The form for a stage. Nobody's name is there before it is typed: whoever passes by sees the page.
    #[must_use]
    pub fn new(stage: Stage) -> Self {
        Self {
            stage,
            name: String::new(),
            password: String::new(),
            repeated: String::new(),
            hub: String::new(),
            code: String::new(),
            before: String::new(),
            second: String::new(),
            asked: None,
            role: StaffRole::Specialist,
            about: None,
            codes: None,
            number: 0,
            error: None,
            wrong: None,
        }
    }

    /// The form with which somebody is added in a role.
    #[must_use]
    pub fn to_add(role: StaffRole) -> Self {
        Self { role, ..Self::new(Stage::Colleague) }
    }

    /// The form with which a colleague has a new password.
    #[must_use]
    pub fn to_reset(member: Member) -> Self {
        Self { about: Some(member), ..Self::new(Stage::Reset) }
    }

    /// The field to begin with.
    #[must_use]
    pub fn first_field(&self) -> &'static str {
        match self.stage {
            Stage::Enrol => "hub",
            Stage::First => "code",
            _ if self.asked.is_some() => "second",
            Stage::Recover => "code",
            Stage::OwnPassword => "before",
            Stage::Unlock | Stage::Reset => "password",
            Stage::SignIn | Stage::Instead if !self.name.is_empty() => "password",
            Stage::SignIn | Stage::Instead | Stage::Colleague => "name",
        }
    }

    /// Where writing goes on after a mistake. While nothing is looked at, what was typed stays as it is.
    #[must_use]
    pub fn wrong(&self, wait: u64) -> Option<&'static str> {
        (self.error.is_some() && wait == 0).then(|| self.wrong_field())
    }

    /// Whether something was typed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        ![&self.name, &self.password, &self.repeated, &self.hub, &self.code, &self.before, &self.second]
            .into_iter()
            .all(String::is_empty)
    }

    /// The field in which writing goes on after what went wrong.
    #[must_use]
    pub fn wrong_field(&self) -> &'static str {
        self.wrong.unwrap_or_else(|| self.first_field())
    }

    /// Says what went wrong, and forgets the password.
    pub fn fail(&mut self, error: &'static str) {
        self.password.clear();
        self.repeated.clear();
        self.before.clear();
        self.second.clear();
        self.asked = None;
        self.error = Some(error);
        self.wrong = None;
    }

    /// Says why the records refused. What is right, or was not even looked at, stays as it was typed.
    pub fn refuse(&mut self, error: &RecordsError) {
        let message = records_error(error);
        match error {
            RecordsError::WrongPassword { .. } if self.stage == Stage::Unlock => self.fail("lock-error-wrong"),
            RecordsError::WrongPassword { .. } if self.stage == Stage::OwnPassword => {
                // What was chosen stays: only the password until now was wrong.
                self.before.clear();
                self.error = Some("lock-error-wrong");
                self.wrong = Some("before");
            }
            RecordsError::CodeWanted { number } => self.ask_code(*number, None),
            RecordsError::WrongOneTimeCode { number, .. } => self.ask_code(*number, Some(message)),
            RecordsError::WrongSheet { .. } => {
                self.error = Some(message);
                self.wrong = Some("code");
            }
            RecordsError::NobodyOfName => {
                self.error = Some(message);
                self.wrong = Some("name");
            }
            RecordsError::TooSoon { .. } => self.error = Some(message),
            RecordsError::WrongCode { .. } | RecordsError::NameTaken => {
                self.error = Some(message);
                self.wrong = Some(if *error == RecordsError::NameTaken { "name" } else { "code" });
            }
            RecordsError::Password(_) => {
                self.fail(message);
                self.wrong = Some("password");
            }
            _ => self.fail(message),
        }
    }

    /// Asks for the next code of the list: the password was right, and stays.
    fn ask_code(&mut self, number: u16, error: Option<&'static str>) {
        self.second.clear();
        self.asked = Some(number);
        self.error = error;
        self.wrong = Some("second");
    }

    /// Notes how many recovery codes there are; gives whether the hub should be asked for some.
    pub fn note_codes(&mut self, codes: Codes) -> bool {
        let ask = codes.left == 0 && !codes.asked;
        self.codes = Some(codes);
        ask && self.stage == Stage::First
    }

    /// Whether nobody can be the first specialist, for lack of a code.
    fn lacks_code(&self) -> Option<&Codes> {
        self.codes.as_ref().filter(|codes| self.stage == Stage::First && codes.left == 0)
    }

    /// Updates the form. `wait` is how many seconds nothing is looked at yet.
    pub fn update(&mut self, message: Message, wait: u64) -> Option<Wanted> {
        match message {
            Message::Name(text) => self.name = text,
            Message::Password(text) => self.password = text,
            Message::Repeated(text) => self.repeated = text,
            Message::Hub(text) => self.hub = text,
            Message::Code(text) => self.code = text,
            Message::Before(text) => self.before = text,
            Message::Second(text) => self.second = text,
            Message::Forgotten => return Some(Wanted::Forgotten),
            Message::FetchCodes => return Some(Wanted::FetchCodes),
            Message::Submit if self.lacks_code().is_some() => return Some(Wanted::FetchCodes),
            // What was typed stays; the page says how long.
            Message::Submit if wait > 0 && self.stage.is_guarded() => self.error = Some("sign-in-error-early"),
            Message::Submit => return self.submit(),
        }
        None
    }

    /// What is wrong with what was typed, and where.
    fn mistake(&self) -> Option<(&'static str, &'static str)> {
        let (chooses, named) = (self.stage.chooses(), self.stage.is_named());
        if self.stage == Stage::OwnPassword && self.before.is_empty() {
            return Some(("own-error-before", "before"));
        }
        if self.asked.is_some() && !self.second.chars().any(|sign| sign.is_ascii_digit()) {
            return Some(("second-error-missing", "second"));
        }
        if self.stage == Stage::Enrol && self.hub.trim().is_empty() {
            return Some(("enrol-error-missing", "hub"));
        }
        // The code of a relay is all that it takes to come into its room.
        if self.stage == Stage::Enrol && self.code.trim().is_empty() && RelayCode::read(&self.hub).is_none() {
            return Some(("enrol-error-missing", "code"));
        }
        if self.stage == Stage::First && self.code.trim().is_empty() {
            return Some(("first-error-code-missing", "code"));
        }
        if named && name_key(&self.name).is_empty() {
            return Some(("sign-in-error-name", "name"));
        }
        if chooses && let Err(fault) = check_password(&self.password, self.own_name()) {
            return Some((password_error(fault), "password"));
        }
        (chooses && self.password != self.repeated).then_some(("sign-in-error-repeat", "repeated"))
    }

    /// The name of whose password is chosen.
    fn own_name(&self) -> &str {
        self.about.as_ref().map_or(&self.name, |member| &member.name)
    }

    /// The groups of the sheet as they were typed; which of them is wrong is noted.
    fn groups(&mut self) -> Result<RecoveryGroups, (&'static str, &'static str)> {
        RecoveryGroups::read(&self.code).map_err(|misread| {
            let (error, number) = match misread {
                Misread::Group(group) => ("recover-error-group", group),
                Misread::TooFew { found } => ("recover-error-few", found),
                Misread::TooMany => ("recover-error-many", GROUPS),
            };
            self.number = number;
            (error, "code")
        })
    }

    fn submit(&mut self) -> Option<Wanted> {
        let groups = if self.stage == Stage::Recover { self.groups().map(Some) } else { Ok(None) };
        let mistake = groups.as_ref().err().copied().or_else(|| self.mistake());
        self.error = mistake.map(|(error, _)| error);
        self.wrong = mistake.map(|(_, field)| field);
        if mistake.is_some() {
            return None;
        }
        let name = self.name.trim().to_owned();
        let password = self.password.clone();
        Some(match self.stage {
            Stage::Enrol => Wanted::Enrol { hub: self.hub.trim().to_owned(), code: self.code.trim().to_owned() },
            Stage::SignIn | Stage::Unlock | Stage::Instead => {
                let code = self.asked.map(|_| self.second.clone());
                Wanted::SignIn { name, password, code }
            }
            Stage::Recover => Wanted::Recover { groups: groups.ok()??, name, password },
            Stage::OwnPassword => {
                Wanted::People(PeopleWish::ChangePassword { password: self.before.clone(), new: password })
            }
            Stage::Reset => Wanted::People(PeopleWish::Reset { member: self.about.as_ref()?.id, password }),
            Stage::First => Wanted::AddFirst { code: self.code.clone(), name, password },
            Stage::Colleague => Wanted::People(PeopleWish::Add { name, password, role: self.role }),
        })
    }

    /// The messages of its heading, of what stands below, and of its button.
    const fn words(&self) -> [&'static str; 3] {
        match self.stage {
            Stage::Enrol => ["enrol-heading", "enrol-lead", "enrol-button"],
            Stage::First => ["first-heading", "first-lead", "first-button"],
            Stage::SignIn => ["sign-in-heading", "sign-in-lead", "sign-in-button"],
            Stage::Colleague if matches!(self.role, StaffRole::Head) => {
                ["colleague-head-heading", "colleague-head-lead", "first-button"]
            }
            Stage::Colleague => ["colleague-heading", "colleague-lead", "first-button"],
            Stage::Recover => ["recover-heading", "recover-lead", "recover-button"],
            Stage::OwnPassword => ["own-heading", "own-lead", "own-button"],
            Stage::Reset => ["reset-heading", "reset-lead", "own-button"],
            Stage::Unlock => ["lock-heading", "lock-lead", "lock-button"],
            Stage::Instead => ["lock-other", "lock-other-lead", "sign-in-button"],
        }
    }

    /// Its heading.
    #[must_use]
    pub fn heading(&self, context: &Context<'_>) -> String {
        let [title, ..] = self.words();
        let name = self.about.as_ref().map(|member| member.name.clone()).unwrap_or_default();
        context.tr_with(title, &[("name", name.into())])
    }

    /// Its button; what Enter does is the same.
    #[must_use]
    pub fn primary(&self, context: &Context<'_>, busy: bool) -> Primary<Message> {
        let [.., button] = self.words();
        let (words, message) = match self.lacks_code() {
            _ if busy => ("please-wait", Message::Submit),
            Some(_) => ("first-no-code-button", Message::FetchCodes),
            None => (button, Message::Submit),
        };
        Primary::new("submit", context.tr(words), message)
    }

    /// What is wrong.
    #[must_use]
    pub fn problems(&self, context: &Context<'_>) -> Vec<String> {
        let number = self.number;
        self.error.iter().map(|error| context.tr_with(error, &[("number", number.into())])).collect()
    }

    /// Draws the form. `wait` is how many seconds nothing is looked at yet.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, wait: u64) -> Element<'a, Message> {
        let look = &context.look;
        let lacks_code = self.lacks_code();
        let [_, text, _] = self.words();
        let wait = if self.stage.is_guarded() { wait } else { 0 };
        let mut parts = vec![h1(look, self.heading(context))];
        if let Some(codes) = lacks_code {
            let terminal = codes.terminal.clone();
            parts.push(lead(look, context.tr_with("first-no-code-lead", &[("terminal", terminal.into())])));
        } else {
            // The keyboard on the screen leaves little room: the first field is above it, and what is said of the page
            // below the fields where it is long or every line counts.
            let is_below =
                look.is_low() || look.is_medium() && matches!(self.stage, Stage::Enrol | Stage::First | Stage::Recover);
            let text = lead(look, context.tr(text));
            if is_below {
                self.fields(context, &mut parts);
                parts.push(text);
            } else {
                parts.push(text);
                self.fields(context, &mut parts);
            }
        }
        // There with and without a wait, so that what follows keeps its place and its focus.
        let words = if wait > 0 { wait_words(context.texts, wait) } else { String::new() };
        let semantics = Semantics::new("sign-in-wait", Role::Text, words.clone());
        parts.push(if wait > 0 {
            described(semantics, strong(words)).into()
        } else {
            container(iced::widget::Space::new()).into()
        });
        rows(look.gap(), parts)
    }

    fn fields<'a>(&'a self, context: &Context<'a>, parts: &mut Vec<Element<'a, Message>>) {
        let look = &context.look;
        if self.stage == Stage::Enrol {
            let hub = Field {
                id: "hub",
                required: true,
                label: context.tr("enrol-hub"),
                hint: Some(context.tr("enrol-hub-hint")),
                value: &self.hub,
                ..Field::default()
            };
            let code = Field {
                id: "code",
                required: true,
                label: context.tr("enrol-code"),
                value: &self.code,
                ..Field::default()
            };
            parts.push(field(look, hub, Message::Hub, Message::Submit));
            parts.push(field(look, code, Message::Code, Message::Submit));
            return;
        }
        let chooses = self.stage.chooses();
        if self.stage == Stage::Recover {
            let code = Field {
                id: "code",
                required: true,
                label: context.tr("recover-groups"),
                hint: Some(context.tr("recover-groups-hint")),
                value: &self.code,
                ..Field::default()
            };
            parts.push(field(look, code, Message::Code, Message::Submit));
        }
        if self.stage == Stage::OwnPassword {
            let before = Field {
                id: "before",
                required: true,
                label: context.tr("own-before"),
                value: &self.before,
                secret: true,
                ..Field::default()
            };
            parts.push(field(look, before, Message::Before, Message::Submit));
        }
        if self.stage == Stage::First {
            let code = Field {
                id: "code",
                required: true,
                label: context.tr("first-code"),
                hint: Some(context.tr("first-code-hint")),
                value: &self.code,
                ..Field::default()
            };
            parts.push(field(look, code, Message::Code, Message::Submit));
        }
        if self.stage.is_named() {
            let name = Field {
                id: "name",
                required: true,
                label: context.tr("sign-in-name"),
                value: &self.name,
                ..Field::default()
            };
            parts.push(field(look, name, Message::Name, Message::Submit));
        }
        let password = Field {
            id: "password",
            required: true,
            label: context.tr(if self.is_new() { "own-new" } else { "sign-in-password" }),
            hint: chooses.then(|| context.tr("sign-in-password-hint")),
            value: &self.password,
            secret: true,
            ..Field::default()
        };
        parts.push(field(look, password, Message::Password, Message::Submit));
        if chooses {
            let repeated = Field {
                id: "repeated",
                required: true,
                label: context.tr("sign-in-repeat"),
                value: &self.repeated,
                secret: true,
                ..Field::default()
            };
            parts.push(field(look, repeated, Message::Repeated, Message::Submit));
        }
        if let Some(number) = self.asked {
            let second = Field {
                id: "second",
                required: true,
                label: context.tr_with("second-code", &[("number", number.into())]),
                hint: Some(context.tr("second-hint")),
                value: &self.second,
                ..Field::default()
            };
            parts.push(field(look, second, Message::Second, Message::Submit));
        }
        if self.stage == Stage::SignIn && self.asked.is_none() {
            parts.push(link_button(look, "forgotten", context.tr("sign-in-forgotten"), Message::Forgotten));
        }
    }

    /// Whether the password is one in the place of another.
    const fn is_new(&self) -> bool {
        matches!(self.stage, Stage::Recover | Stage::OwnPassword | Stage::Reset)
    }
}

/// How long to wait, in words: by the second at the end, by the minute before.
#[must_use]
pub fn wait_words(texts: &Texts, seconds: u64) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if seconds < 120 {
        counted(texts, "sign-in-wait-seconds", count(seconds))
    } else {
        counted(texts, "sign-in-wait-minutes", count(seconds.div_ceil(60)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;

    fn typed(stage: Stage, name: &str, password: &str) -> SignInForm {
        let mut page = SignInForm::new(stage);
        page.update(Message::Name(name.to_owned()), 0);
        page.update(Message::Password(password.to_owned()), 0);
        page.update(Message::Repeated(password.to_owned()), 0);
        page
    }

    #[test]
    fn how_long_to_wait_is_said_in_words() {
        let texts = |language| Texts::load(language);
        let said = |language, seconds| wait_words(&texts(language), seconds).replace('\u{a0}', " ");
        assert_eq!(said(Language::Ro, 20), "Încercați din nou peste 20 de secunde.");
        assert_eq!(said(Language::Ro, 5), "Încercați din nou peste 5 secunde.");
        assert_eq!(said(Language::Ro, 1), "Încercați din nou peste 1 secundă.");
        assert_eq!(said(Language::Ro, 119), "Încercați din nou peste 119 secunde.");
        assert_eq!(said(Language::Ro, 120), "Încercați din nou peste 2 minute.");
        assert_eq!(said(Language::Ro, 841), "Încercați din nou peste 15 minute.");
        assert_eq!(said(Language::Ru, 21), "Попробуйте ещё раз через 21 секунду.");
        assert_eq!(said(Language::Ru, 640), "Попробуйте ещё раз через 11 минут.");
        assert_eq!(said(Language::En, 1), "Try again in 1 second.");
    }

    #[test]
    fn what_was_typed_stays_while_nothing_is_looked_at() {
        let mut page = typed(Stage::SignIn, "Nume", "parola-lungă");
        assert_eq!(page.update(Message::Submit, 7), None);
        assert_eq!(page.error, Some("sign-in-error-early"));
        page.refuse(&RecordsError::TooSoon { seconds: 1 });
        assert_eq!((page.name.as_str(), page.password.as_str()), ("Nume", "parola-lungă"));
        let password = "parola-lungă".to_owned();
        assert_eq!(
            page.update(Message::Submit, 0),
            Some(Wanted::SignIn { name: "Nume".to_owned(), password, code: None })
        );
        page.refuse(&RecordsError::WrongPassword { seconds: 5 });
        assert_eq!((page.password.as_str(), page.wrong_field()), ("", "password"));
    }

    #[test]
    fn a_wrong_code_leaves_the_passwords_and_a_common_password_the_code() {
        let mut page = typed(Stage::First, "Nume Prenume", "parola-lungă");
        assert_eq!(page.update(Message::Submit, 0), None);
        assert_eq!((page.error, page.wrong_field()), (Some("first-error-code-missing"), "code"));
        page.update(Message::Code("7K2M".to_owned()), 0);
        assert!(matches!(page.update(Message::Submit, 0), Some(Wanted::AddFirst { .. })));
        page.refuse(&RecordsError::WrongCode { seconds: 0 });
        assert_eq!((page.password.as_str(), page.wrong_field()), ("parola-lungă", "code"));
        for (password, error) in [
            ("12345678", "sign-in-error-common"),
            ("numeprenume", "sign-in-error-is-name"),
            ("scurt", "sign-in-error-short"),
        ] {
            page.update(Message::Password(password.to_owned()), 0);
            assert_eq!(page.update(Message::Submit, 0), None);
            assert_eq!((page.error, page.wrong_field()), (Some(error), "password"));
        }
    }

    #[test]
    fn without_a_code_the_hub_is_asked_once_by_itself_and_then_on_request() {
        let codes = |left, asked| Codes { left, terminal: "t-1".to_owned(), asked };
        let mut page = typed(Stage::First, "Nume", "parola-lungă");
        assert!(page.note_codes(codes(0, false)));
        assert!(!page.note_codes(codes(0, true)));
        assert_eq!(page.update(Message::Submit, 0), Some(Wanted::FetchCodes), "nobody is let in");
        assert!(!page.note_codes(codes(5, true)));
        page.update(Message::Code("7K2M".to_owned()), 0);
        assert!(matches!(page.update(Message::Submit, 0), Some(Wanted::AddFirst { .. })));
        assert!(!SignInForm::new(Stage::SignIn).note_codes(codes(0, false)));
    }
}
