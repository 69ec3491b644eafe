//! Somebody who is signed in on the agency's pages, as by a browser.

use crate::ground::{Ground, Running, exchange, hub, stdout_of};
use cups_kiosk::hub::sign_in::code_at;
use jiff::Timestamp;

/// A browser's session.
pub struct Browser<'a> {
    running: &'a Running,
    pub cookie: String,
}

impl<'a> Browser<'a> {
    /// One in which nobody is signed in.
    pub fn without(running: &'a Running) -> Self {
        Self { running, cookie: String::new() }
    }

    pub fn get(&self, path: &str) -> crate::ground::Answer {
        exchange(&self.running.address, "GET", path, &[("cookie", &self.cookie)], &[]).unwrap()
    }

    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }
}

/// Sends a form.
pub fn post(running: &Running, path: &str, cookie: &str, form: &str) -> crate::ground::Answer {
    let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
    exchange(&running.address, "POST", path, &headers, form.as_bytes()).unwrap()
}

/// The cookie that an answer sets.
pub fn cookie_of(answer: &crate::ground::Answer) -> String {
    answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

/// What stands between two texts of a page.
pub fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(inside, _)| inside).unwrap()
}

fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b' ') {
        let value = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        (bits, held) = (bits << 5 | u32::from(value), held + 5);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    bytes
}

pub const PASSWORD: &str = "patru cuvinte lungi";

/// Makes an account and sets it up as its holder does. Gives the session and the secret of the telephone.
pub fn signed_in<'a>(ground: &Ground, running: &'a Running, name: &str, role: &str) -> (Browser<'a>, Vec<u8>) {
    let said = stdout_of(&hub(&["account", "add", name, "--role", role, "--data", &ground.data()]));
    let once = said.lines().next().unwrap();
    let answer = post(running, "/sign-in", "", &format!("lang=en&name={name}&password={once}&code="));
    assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in/set-up?lang=en")));
    let cookie = cookie_of(&answer);
    let page = Browser { running, cookie: cookie.clone() }.page("/sign-in/set-up?lang=en");
    let secret = base32(between(&page, "write in the app: ", "</p>"));
    let token = between(&page, "name=\"token\" value=\"", "\"");
    let code = code_at(&secret, Timestamp::now().as_second().cast_unsigned() / 30);
    let password = PASSWORD.replace(' ', "+");
    let form = format!("lang=en&token={token}&password={password}&code={code:06}");
    let answer = post(running, "/sign-in/set-up", &cookie, &form);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/?lang=en")), "{}", answer.text());
    (Browser { running, cookie: cookie_of(&answer) }, secret)
}
