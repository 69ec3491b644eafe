//! Providers' lists on the page of their editor.

use crate::ground::{Answer, Ground, Running, exchange, hub, stdout_of};
use crate::signed_in::{Browser, between, signed_in};
use std::fs;

/// Sends the form of a page with a list, as a browser does.
pub fn send(running: &Running, browser: &Browser<'_>, page: &str, list: &[u8]) -> Answer {
    let hidden = |name: &str| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let mut body = Vec::new();
    for (name, value) in [("lang", hidden("lang")), ("token", hidden("token")), ("once", hidden("once"))] {
        body.extend(format!("--x7\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(
        b"--x7\r\nContent-Disposition: form-data; name=\"list\"; filename=\"l.csv\"\r\nContent-Type: text/csv\r\n\r\n",
    );
    body.extend(list);
    body.extend(b"\r\n--x7--\r\n");
    let headers = [("cookie", browser.cookie.as_str()), ("content-type", "multipart/form-data; boundary=x7")];
    exchange(&running.address, "POST", "/lists", &headers, &body).unwrap()
}

const HEAD: &str = "provider,number,state,day\n";

#[test]
fn a_list_is_taken_in_whole_once_and_it_is_told_when_and_by_whom() {
    let ground = Ground::new();
    let running = ground.start();
    let (editor, _) = signed_in(&ground, &running, "ed", "editor");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    let page = editor.page("/lists?lang=en");
    assert!(page.contains("No list was taken in yet.") && page.contains("handedOver"), "{page}");
    let list = format!("{HEAD}asp,SC-17,issued,2026-11-20\nasp,SC-18,waiting,2026-11-19\n");
    for _ in 0..2 {
        let answer = send(&running, &editor, &page, list.as_bytes());
        assert_eq!((answer.status, answer.header("location")), (303, Some("/lists?lang=en&taken=1")));
    }
    let page = editor.page("/lists?lang=en&taken=1");
    assert!(page.contains("Requests in it: 2; new or changed: 2."), "{page}");
    // The same list once more is one that says nothing new; by the same old form another list is another.
    let answer = send(&running, &editor, &page, list.as_bytes());
    assert_eq!(answer.header("location"), Some("/lists?lang=en&taken=2"));
    let more = format!("{HEAD}asp,SC-17,handedOver,2026-11-21\n");
    let answer = send(&running, &editor, &page, more.as_bytes());
    assert_eq!(answer.header("location"), Some("/lists?lang=en&taken=3"));
    fs::write(ground.path("list.csv"), format!("{HEAD}cnas,SC-9,issued,2026-11-20\n")).unwrap();
    stdout_of(&hub(&["import-states", &ground.text("list.csv"), "--data", &ground.data()]));
    let page = editor.page("/lists?lang=en");
    let rows: Vec<&str> = between(&page, "id=\"taken\"", "</section>").split("<tr>").skip(2).collect();
    let told = |row: &str| -> Vec<String> {
        let cells = row.split("<td>").skip(1);
        cells.map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
    };
    let told: Vec<_> = rows.iter().map(|row| told(row)).collect();
    let said = [
        ["on the server", "cnas", "1", "1"],
        ["ed", "asp", "1", "1"],
        ["ed", "asp", "2", "0"],
        ["ed", "asp", "2", "2"],
    ];
    assert_eq!(told, said.map(|row| row.map(str::to_owned).to_vec()));
    let audit = auditor.page("/audit?lang=en");
    assert_eq!(audit.matches(">list taken in<").count(), 3, "{audit}");
    assert!(!audit.contains("SC-17"));
}

#[test]
fn everything_wrong_is_listed_by_its_line_in_three_languages_and_then_nothing_is_taken_in() {
    let ground = Ground::new();
    let running = ground.start();
    let (editor, _) = signed_in(&ground, &running, "ed", "editor");
    let list = format!(
        "{HEAD}asp,SC-17,issued,2026-11-20\nasp,Maria Popescu,issued,2026-11-20\nasp,SC-19,solved,2026-11-20\n\
         asp,SC-20,issued,20.11.2026\nasp,SC-17,refused,2026-11-20\nasp\n"
    );
    let page = editor.page("/lists?lang=en");
    let answer = send(&running, &editor, &page, list.as_bytes());
    assert_eq!(answer.status, 400);
    let text = answer.text();
    for words in [
        "5 lines are wrong; nothing was changed",
        "<th scope=\"row\">3</th><td>The second cell is no number",
        "<th scope=\"row\">4</th><td>The third cell is no state",
        "<th scope=\"row\">5</th><td>The fourth cell is no day",
        "<th scope=\"row\">6</th><td>Line 2 says another state",
        "<th scope=\"row\">7</th><td>It has 1 cells",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Popescu"), "what stands in a line may lead to a person");
    for (bad, why) in [
        (b"".as_slice(), "Choose the file"),
        (b"a;b\n1;2\n", "The first line has to be provider,number,state,day"),
        (b"provider,number,state,day\nasp,\xff", "not written in UTF-8"),
    ] {
        let answer = send(&running, &editor, &page, bad);
        assert_eq!(answer.status, 400, "{why}");
        assert!(answer.text().contains(why), "{why}: {}", answer.text());
    }
    assert!(editor.page("/lists?lang=en").contains("No list was taken in yet."));
}

#[test]
fn the_lists_are_their_editors_alone_and_a_form_of_others_changes_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let (editor, _) = signed_in(&ground, &running, "ed", "editor");
    let page = editor.page("/lists?lang=en");
    let list = format!("{HEAD}asp,SC-17,issued,2026-11-20\n");
    for role in ["reader", "operator", "auditor"] {
        let (browser, _) = signed_in(&ground, &running, role, role);
        assert_eq!(browser.get("/lists?lang=en").status, 403, "{role}");
        assert!(!browser.page("/?lang=en").contains("/lists?"), "{role}");
        assert_eq!(send(&running, &browser, &page, list.as_bytes()).status, 403, "{role}");
    }
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    assert_eq!(send(&running, &editor, &page.replace(&token, "0"), list.as_bytes()).status, 403);
    let none = Browser::without(&running);
    assert_eq!(send(&running, &none, &page, list.as_bytes()).header("location"), Some("/sign-in?lang=ro"));
    let large = vec![b' '; 17 * 1024 * 1024];
    assert_eq!(send(&running, &editor, &page, &large).status, 413);
    assert!(editor.page("/lists?lang=en").contains("No list was taken in yet."));
}
