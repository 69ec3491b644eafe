//! What an operator does on the pages of the computers: notes, shutting out, codes for new ones. Each once, however often it is
//! pressed, by nobody else, and written down without what was written.

use crate::ground::{Answer, Ground, Running, Terminal, exchange, hub, stdout_of};
use crate::signed_in::{Browser, between, post, signed_in};
use std::fs;

/// A form of a page, with what is hidden in it and what somebody types.
pub fn form(page: &str, typed: &[(&str, &str)]) -> String {
    // The head of each page has a token as well; those of one session are the same.
    let hidden = |name: &'static str| {
        let (_, rest) = page.rsplit_once(&format!("name=\"{name}\" value=\""))?;
        Some(format!("{name}={}", rest.split_once('"')?.0))
    };
    let encoded = |value: &str| value.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let hidden = ["token", "id", "once"].into_iter().filter_map(hidden);
    let typed = typed.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    ["lang=en".to_owned()].into_iter().chain(hidden).chain(typed).collect::<Vec<_>>().join("&")
}

/// Sends a form of somebody.
pub fn send(running: &Running, browser: &Browser<'_>, path: &str, form: &str) -> Answer {
    post(running, path, &browser.cookie, form)
}

/// How often this stands in the list of who did what.
fn written_down(auditor: &Browser<'_>, what: &str) -> usize {
    auditor.page("/audit?lang=en").matches(&format!(">{what}<")).count()
}

fn sends_nothing_more(terminal: &Terminal, running: &Running) {
    terminal.post(&running.address, &terminal.events(1, 1)).unwrap().problem(403);
}

#[test]
fn a_note_is_kept_once_for_all_to_read_and_by_the_operator_alone() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    let way = format!("/fleet/computer?lang=en&#38;id={}", terminal.name);
    assert!(operator.page("/fleet?lang=en").contains(&way));
    let way = way.replace("&#38;", "&");
    let page = operator.page(&way);
    assert!(page.contains(&terminal.name) && page.contains("data about visitors"), "{page}");
    let typed = form(&page, &[("text", "în reparație\r\npână luni <b>")]);
    for _ in 0..2 {
        let answer = send(&running, &operator, "/fleet/note", &typed);
        assert_eq!((answer.status, answer.header("location")), (303, Some(format!("{way}&came=noted").as_str())));
    }
    let page = operator.page(&format!("{way}&came=noted"));
    assert!(
        page.contains("The note is saved.") && page.contains("în reparație până luni &#60;b&#62;</textarea>"),
        "{page}"
    );
    assert!(operator.page("/fleet?lang=en").contains(">op, ") || page.contains("op, "), "who wrote it");
    assert_eq!(written_down(&auditor, "note written"), 1, "twice is once");
    assert!(!auditor.page("/audit?lang=en").contains("reparație"), "what was written is not in the list");
    // What is too long is told, and what was typed is there to be shortened.
    let long = "ș".repeat(501);
    let answer = send(&running, &operator, "/fleet/note", &form(&page, &[("text", &long)]));
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("too long") && answer.text().contains(&long));
    assert!(operator.page(&way).contains("în reparație"));
    // Nothing written takes it away.
    send(&running, &operator, "/fleet/note", &form(&page, &[("text", " ")]));
    assert!(operator.page(&format!("{way}&came=noted")).contains("has no note any more"));
}

#[test]
fn a_form_that_is_not_the_session_s_own_or_another_role_s_changes_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let way = format!("/fleet/computer?lang=en&id={}", terminal.name);
    let page = operator.page(&way);
    let good = form(&page, &[("text", "x")]);
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    for path in ["/fleet/note", "/fleet/shut-out", "/fleet/codes"] {
        let other = send(&running, &operator, path, &good.replace(&token, "0"));
        assert_eq!(other.status, 403, "{path}");
        assert!(other.text().contains("Nothing was changed"), "{path}");
        let headers = [
            ("cookie", operator.cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "cross-site"),
        ];
        let foreign = exchange(&running.address, "POST", path, &headers, good.as_bytes()).unwrap();
        assert_eq!(foreign.status, 403, "{path}");
        assert_eq!(post(&running, path, "", &good).header("location"), Some("/sign-in?lang=en"), "{path}");
    }
    for role in ["reader", "editor", "auditor"] {
        let (browser, _) = signed_in(&ground, &running, role, role);
        let own = between(&browser.page("/?lang=en"), "name=\"token\" value=\"", "\"").to_owned();
        for path in ["/fleet/note", "/fleet/shut-out", "/fleet/codes"] {
            let answer = send(&running, &browser, path, &good.replace(&token, &own));
            assert_eq!(answer.status, 403, "{role} {path}");
            assert!(answer.text().contains("does not open this page"), "{role} {path}");
        }
        for path in [way.as_str(), "/fleet/codes", "/fleet/codes/sheets", "/fleet/shut-out"] {
            assert_eq!(browser.get(path).status, 403, "{role} {path}");
        }
    }
    for path in ["/fleet/computer", "/fleet/shut-out"] {
        let unknown = operator.get(&format!("{path}?lang=en&id=t-unknown"));
        assert_eq!(unknown.status, 404);
        assert!(unknown.text().contains("knows no such computer"));
    }
    assert_eq!(send(&running, &operator, "/fleet/note", &good.replace(&terminal.name, "t-unknown")).status, 404);
    assert!(!operator.page(&way).contains(">x</textarea>"));
    terminal.send(&running, &terminal.events(1, 1));
}

#[test]
fn shutting_out_is_asked_about_once_more_and_is_for_good() {
    let ground = Ground::new();
    let running = ground.start();
    let (terminal, other) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    let ask = format!("/fleet/shut-out?lang=en&id={}", terminal.name);
    let computer = ask.replace("shut-out", "computer");
    assert!(operator.page(&computer).contains(&ask.replace('&', "&#38;")));
    let page = operator.page(&ask);
    assert!(page.contains("This cannot be undone") && page.contains("leave it as it is"), "{page}");
    terminal.send(&running, &terminal.events(1, 1));
    for _ in 0..2 {
        let answer = send(&running, &operator, "/fleet/shut-out", &form(&page, &[]));
        let back = format!("{computer}&came=shut-out");
        assert_eq!((answer.status, answer.header("location")), (303, Some(back.as_str())));
    }
    let page = operator.page(&format!("{computer}&came=shut-out"));
    assert!(page.contains("The computer is shut out.") && !page.contains("/fleet/shut-out?"), "{page}");
    assert!(!operator.page(&ask).contains("Shut it out for good"), "there is nothing to ask any more");
    assert_eq!(written_down(&auditor, "computer shut out"), 1);
    sends_nothing_more(&terminal, &running);
    other.send(&running, &other.events(1, 1));
}

/// The codes on the sheets of a page.
fn codes(page: &str) -> Vec<String> {
    let after = page.split("<dd class=\"code\">").skip(1);
    after.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

fn is_recovery_code(text: &str) -> bool {
    text.len() == 14
        && text.split('-').all(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

const ADDRESS: &str = "https://hub.example.md/";

#[test]
fn codes_are_made_once_shown_once_to_who_asked_and_enrol() {
    let ground = Ground::new();
    stdout_of(&ground.publish(&ground.write_catalogue(1)));
    let running = ground.start();
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (second, _) = signed_in(&ground, &running, "op2", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    assert!(operator.page("/fleet?lang=en").contains("/fleet/codes?lang=en"));
    let asks = |typed: &[(&str, &str)]| form(&operator.page("/fleet/codes?lang=en"), typed);
    let two = [("centre", "lozova"), ("computers", "2"), ("address", ADDRESS)];
    let asked = asks(&two);
    for _ in 0..2 {
        let answer = send(&running, &operator, "/fleet/codes", &asked);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/fleet/codes/sheets?lang=en")));
    }
    assert_eq!(second.get("/fleet/codes/sheets?lang=en").status, 410, "whoever asked, and nobody else");
    let page = operator.page("/fleet/codes/sheets?lang=en");
    let given = codes(&page);
    assert_eq!((given.len(), page.matches("<svg").count()), (2, 2), "{page}");
    assert!(page.contains("https://hub.example.md<") && page.contains("CUPS Лозова") && page.contains("shown once"));
    let kept: Vec<&str> = page.split("<li>").filter_map(|rest| rest.split_once("</li>")).map(|(one, _)| one).collect();
    assert_eq!(kept.iter().filter(|one| is_recovery_code(one)).count(), 10, "recovery codes: {kept:?}");
    let again = operator.get("/fleet/codes/sheets?lang=en");
    assert_eq!(again.status, 410);
    assert!(codes(&again.text()).is_empty() && again.text().contains("were shown already"));
    // In the list of who did what stands that, and not what: nor anywhere in the folder.
    let audit = auditor.page("/audit?lang=en");
    assert_eq!(written_down(&auditor, "codes handed out"), 1);
    assert!(audit.contains(">lozova 1, 2<"), "{audit}");
    let secrets = given.iter().map(String::as_str).chain(kept.into_iter().filter(|one| is_recovery_code(one)));
    for secret in secrets {
        assert!(!audit.contains(secret));
        for file in fs::read_dir(ground.path("data")).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "it lies in the folder");
        }
    }
    assert_eq!(running.enrol(&Terminal::new(1), &Terminal::new(1).request(&given[0])).status, 201);
    // Asked anew, nothing is to be made; where the sheets were lost, the waiting one is made anew and is void.
    let answer = send(&running, &operator, "/fleet/codes", &asks(&two));
    let nothing = "/fleet/codes?lang=en&centre=lozova&computers=2&came=nothing";
    assert_eq!((answer.status, answer.header("location")), (303, Some(nothing)));
    assert!(operator.page(nothing).contains("There was no code to make"));
    let lost = [two[0], two[1], two[2], ("again", "yes")];
    assert_eq!(send(&running, &operator, "/fleet/codes", &asks(&lost)).status, 303);
    let anew = codes(&operator.page("/fleet/codes/sheets?lang=en"));
    assert_eq!(anew.len(), 1);
    running.enrol(&Terminal::new(2), &Terminal::new(2).request(&given[1])).problem(403);
    assert_eq!(running.enrol(&Terminal::new(2), &Terminal::new(2).request(&anew[0])).status, 201);
    // The command and the page know of each other.
    fs::write(ground.path("centres.csv"), "id;computers\nlozova;2\n").unwrap();
    let table = ground.text("centres.csv");
    let said = stdout_of(&hub(&["hand-out", &table, "--address", ADDRESS, "--data", &ground.data()]));
    assert!(said.contains("2 enrolled already, 0 with a code that waits, 0 to be given one"), "{said}");
}

#[test]
fn what_is_wrong_in_the_form_of_codes_is_told_and_nothing_is_made() {
    let ground = Ground::new();
    let running = ground.start();
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    assert!(operator.page("/fleet/codes?lang=en").contains("No catalogue is published"));
    stdout_of(&ground.publish(&ground.write_catalogue(1)));
    for (centre, computers, address, why) in [
        ("", "2", ADDRESS, "Choose a centre"),
        ("rome", "2", ADDRESS, "Choose a centre"),
        ("lozova", "0", ADDRESS, "from 1 to 20"),
        ("lozova", "21", ADDRESS, "from 1 to 20"),
        ("lozova", "two", ADDRESS, "from 1 to 20"),
        ("lozova", "2", "hub.example.md", "address is not right"),
        ("lozova", "2", "https://a b", "address is not right"),
    ] {
        let typed = [("centre", centre), ("computers", computers), ("address", address)];
        let asked = form(&operator.page("/fleet/codes?lang=en"), &typed);
        let answer = send(&running, &operator, "/fleet/codes", &asked);
        assert_eq!(answer.status, 400, "{why}");
        assert!(answer.text().contains(why), "{why}: {}", answer.text());
    }
    assert_eq!(written_down(&auditor, "codes handed out"), 0);
    assert_eq!(operator.get("/fleet/codes/sheets?lang=en").status, 410);
}
