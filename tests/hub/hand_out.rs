//! Codes for many computers at once.

use crate::ground::{Ground, Terminal, hub, recovery_codes, stdout_of};
use std::fs;
use std::path::Path;

const TABLE: &str = "id;computers;kind;locality;name_ro;name_ru;district_ro\n\
    lozova;2;;;;;\n\
    vorniceni;1;town_hall;Vorniceni;CUPS Vorniceni;ЕЦПУ Ворничень;raionul Strășeni\n";

fn hand_out(ground: &Ground, table: &str, more: &[&str]) -> std::process::Output {
    let data = ground.data();
    let whole = [&["hand-out", table, "--address", "https://hub.example.md/", "--data", &data], more].concat();
    hub(&whole)
}

/// The codes on the sheets, in their order.
fn codes(folder: &Path) -> Vec<String> {
    let sheets = fs::read_to_string(folder.join("sheets.html")).unwrap();
    let after = sheets.split("<dd class=\"code\">").skip(1);
    after.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

#[test]
fn a_table_gives_a_sheet_for_each_computer_and_twice_makes_no_second_code() {
    let ground = Ground::new();
    stdout_of(&ground.publish(&ground.write_catalogue(1)));
    fs::write(ground.path("centres.csv"), TABLE).unwrap();
    let (table, first) = (ground.text("centres.csv"), ground.text("sheets"));
    let said = stdout_of(&hand_out(&ground, &table, &[]));
    assert!(said.contains("2 centres, 3 computers: 0 enrolled already, 0 with a code that waits, 3 to be given one"));
    assert!(!ground.path("sheets").exists());

    stdout_of(&hand_out(&ground, &table, &["--out", &first]));
    let given = codes(&ground.path("sheets"));
    assert_eq!(given.len(), 3);
    let recovery = fs::read_to_string(ground.path("sheets").join("recovery.html")).unwrap();
    assert_eq!(recovery.matches("<li>").count(), 15);
    assert!(given.iter().all(|code| !recovery.contains(code)));
    let profiles = fs::read_to_string(ground.path("sheets").join("centres.toml")).unwrap();
    assert!(profiles.contains("id = \"vorniceni\"") && !profiles.contains("lozova"), "{profiles}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name: &str| fs::metadata(ground.path("sheets").join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(""), mode("sheets.html"), mode("recovery.html")), (0o700, 0o600, 0o600));
    }

    // The codes are what enrols; the profile of the new centre comes with it.
    let running = ground.start();
    let terminal = Terminal { centre: "vorniceni".to_owned(), ..Terminal::new(1) };
    let answer = running.enrol(&terminal, &terminal.request(&given[2]));
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert!(answer.text().contains("ЕЦПУ Ворничень"));

    // Once more: nothing new, and no folder.
    let second = ground.text("second");
    let said = stdout_of(&hand_out(&ground, &table, &["--out", &second]));
    assert!(said.contains("1 enrolled already, 2 with a code that waits, 0 to be given one"), "{said}");
    assert!(!ground.path("second").exists());
    // The sheets were lost: the old codes are void, and who is enrolled gets none.
    stdout_of(&hand_out(&ground, &table, &["--out", &second, "--again"]));
    let anew = codes(&ground.path("second"));
    assert_eq!(anew.len(), 2);
    running.enrol(&Terminal::new(2), &Terminal::new(2).request(&given[0])).problem(403);
    assert_eq!(running.enrol(&Terminal::new(2), &Terminal::new(2).request(&anew[0])).status, 201);

    // A computer that was shut out leaves its place.
    stdout_of(&hub(&["revoke", "--terminal", &terminal.name, "--data", &ground.data()]));
    let said = stdout_of(&hand_out(&ground, &table, &[]));
    assert!(said.contains("1 enrolled already, 1 with a code that waits, 1 to be given one"), "{said}");
    assert!(recovery_codes(&said).is_empty());
}

#[test]
fn every_mistake_is_told_in_one_run_and_then_nothing_was_made() {
    let ground = Ground::new();
    let wrong =
        "id;computers;kind;locality;name_ro;district_ro\nLozova;2;town_hall;L;C;r\nrome;99;embassy;R;C;I\nx;;;;;\n";
    fs::write(ground.path("centres.csv"), wrong).unwrap();
    let (table, out) = (ground.text("centres.csv"), ground.text("sheets"));
    let output = hand_out(&ground, &table, &["--out", &out]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    for line in ["centres.csv:2: ", "centres.csv:3: \"computers\"", "centres.csv:3: \"embassy\"", "centres.csv:4: "] {
        assert!(complaint.contains(line), "{line}: {complaint}");
    }
    assert!(complaint.trim_end().ends_with("there are 7 mistakes; no code was made"), "{complaint}");
    fs::write(ground.path("centres.csv"), "id\nx\n").unwrap();
    let data = ground.data();
    for bad in [
        vec!["hand-out", &table, "--address", "hub", "--data", &data],
        vec!["hand-out", "nowhere.csv", "--address", "https://hub.example.md", "--data", &data],
        vec!["hand-out", &table, "--address", "https://hub.example.md", "--again", "--data", &data],
        vec!["hand-out", &table, "--address", "https://hub.example.md", "--out", &data, "--data", &data],
    ] {
        assert_eq!(hub(&bad).status.code(), Some(2), "{bad:?}");
    }
    assert!(!ground.path("sheets").exists());
    let rest = fs::read_dir(ground.path(""))
        .unwrap()
        .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains(".new-"));
    assert_eq!(rest.count(), 0);
}
