//! The shipped catalogue: it passes its own check, with every scenario.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::read::{Draft, Severity, SourceFile};
use cups_kiosk::catalogue::release::{Expected, Release, apply_delta, canonical, delta, parse, sha256, unpack};
use cups_kiosk::catalogue::{check, schema, shipped, shipped_files};
use std::path::Path;

#[test]
fn the_shipped_catalogue_has_no_error() {
    let mut draft = Draft::read(shipped_files().collect());
    check::check(&mut draft);
    let errors: Vec<String> =
        draft.findings.iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(draft.scenarios.len() >= 15, "scenarios ship with the content");
    for event in draft.catalogue.events.keys() {
        let own = draft.scenarios.iter().filter(|(_, scenario)| scenario.event == *event);
        assert!(own.count() >= 5, "event {event} has fewer than five scenarios");
    }
}

/// The bar: the first or second hit is right for 95 of 100 searches, and nonsense finds nothing.
#[test]
fn the_searches_of_people_find_what_they_mean() {
    let mut draft = Draft::read(shipped_files().collect());
    check::check(&mut draft);
    let (nonsense, meant): (Vec<_>, Vec<_>) = draft.searches.iter().partition(|(_, search)| search.finds.is_empty());
    assert!(meant.len() >= 150 && nonsense.len() >= 30, "the table of searches is too small");
    let missed: Vec<String> =
        draft.findings.iter().filter(|one| one.field.starts_with("search ")).map(ToString::to_string).collect();
    assert!(missed.len() * 20 <= meant.len(), "{} of {} missed:\n{}", missed.len(), meant.len(), missed.join("\n"));
    assert!(!draft.findings.iter().any(|one| one.field.starts_with("search ") && one.severity == Severity::Error));
}

#[test]
fn a_release_unpacks_to_the_same_catalogue() {
    let catalogue = shipped().expect("the shipped catalogue is right");
    let release = Release::pack(&catalogue).expect("it packs");
    let expected = Expected { sha256: &release.sha256, length: release.length };
    let text = unpack(&release.packed, expected).expect("it unpacks");
    assert_eq!(parse(&text).expect("it is a catalogue"), catalogue);
    assert!(unpack(&release.packed[..release.packed.len() / 2], expected).is_err(), "torn");
    assert!(unpack(&release.packed, Expected { sha256: "00", ..expected }).is_err(), "another hash");
    assert!(
        unpack(&release.packed, Expected { length: release.length - 1, ..expected }).is_err(),
        "longer than signed"
    );
    assert!(unpack(&release.packed, Expected { length: u64::MAX, ..expected }).is_err(), "longer than any catalogue");
}

#[test]
fn a_delta_leads_to_the_text_that_was_signed_and_to_no_other() {
    let mut catalogue = shipped().expect("the shipped catalogue is right");
    let base = canonical(&catalogue).expect("it has a text");
    catalogue.number += 1;
    catalogue.services.values_mut().next().expect("it has services").title.ro.push_str(" (nou)");
    let text = canonical(&catalogue).expect("it has a text");
    let patch = delta(&base, &text).expect("it compresses");
    assert!(patch.len() < 500, "{} bytes", patch.len());
    let hash = sha256(&text);
    let expected = Expected { sha256: &hash, length: text.len() as u64 };
    assert_eq!(apply_delta(&base, &patch, expected).expect("it applies"), text);
    assert!(apply_delta(&text, &patch, expected).is_err(), "another base");
    assert!(apply_delta(&base, &patch[..patch.len() - 1], expected).is_err(), "torn");
    assert!(apply_delta(&base, &patch, Expected { sha256: &sha256(&base), ..expected }).is_err(), "another target");
}

/// Regenerate with `cargo run --bin cups-catalogue -- schema --out assets/catalogue/schema`.
#[test]
fn the_schemas_beside_the_sources_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue/schema");
    for (name, schema) in schema::schemas() {
        let written = std::fs::read_to_string(folder.join(name)).expect(name);
        let written: serde_json::Value = serde_json::from_str(&written).expect(name);
        assert_eq!(written, serde_json::to_value(&schema).expect(name), "{name} is out of date");
    }
}

/// One mistake of an editor: the file, what it says, what it is changed to, and what the finding must name.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

const MISTAKES: [Mistake; 62] = [
    ("services/002000206.toml", "code = \"002000206\"", "code = \"002000207\"", "check digit"),
    ("services/002000206.toml", "provider = \"ASP\"", "provider = \"APS\"", "no provider \"APS\""),
    ("services/002000206.toml", "provider = \"ASP\"", "", "missing field `provider`"),
    (
        "services/002000206.toml",
        "provider = \"ASP\"",
        "provider = \"ASP\"\ncolour = \"blue\"",
        "unknown field `colour`",
    ),
    ("services/002000206.toml", "\"L100-2001\"", "\"L100-2002\"", "no law \"L100-2002\""),
    ("services/002000206.toml", "consular_twin = \"002000235\"", "consular_twin = \"002000222x\"", "service code"),
    ("services/002000170.toml", "amount = \"260\"", "amount = \"260 lei\"", "not an amount"),
    ("services/002000206.toml", "confidence = \"verified\"", "confidence = \"certain\"", "unknown variant `certain`"),
    (
        "papers/common.toml",
        "id = \"identity_document\"",
        "id = \"identity_documents\"",
        "no paper \"identity_document\"",
    ),
    ("events/birth.toml", "service = \"002000206\"", "service = \"002000109\"", "no service \"002000109\""),
    (
        "events/birth.toml",
        "id = \"parents_married\"",
        "id = \"parents_wed\"",
        "no question or derived fact \"parents_married\"",
    ),
    ("events/birth.toml", "kind = \"life\"", "kind = \"live\"", "unknown variant `live`"),
    (
        "events/birth.toml",
        "id = \"register_birth\"",
        "id = \"register_birth\"\nafter = [\"nothing\"]",
        "no step \"nothing\"",
    ),
    // Conditions: a value that is no option, a test that does not fit, one that can never hold.
    ("events/birth.toml", "is = \"not_yet\"", "is = \"not_jet\"", "\"birth_registered\" is one of not_yet"),
    ("events/birth.toml", "fact = \"child_years\", at_most = 2", "fact = \"child_years\", is = true", "is a number"),
    (
        "events/birth.toml",
        "{ fact = \"parents_married\", is = false }] }",
        "{ fact = \"parents_married\", is = false }, { fact = \"parents_married\", is = true }] }",
        "no answers make this hold",
    ),
    (
        "events/birth.toml",
        "when = { fact = \"parents_married\", is = false }",
        "when = { is = false }",
        "exactly one of",
    ),
    // Scenarios: what leads where a term has ended, and answers that nobody could give.
    ("scenarios/death.toml", "leads = \"passed 2026-11-22\"\n", "", "say leads = \"passed 2026-11-22\""),
    ("scenarios/death.toml", "leads = \"passed 2026-11-22\"", "leads = \"due 2027-11-20\"", "leads: expected"),
    ("scenarios/death.toml", "death_date = \"2026-11-20\"", "death_date = \"2030-11-20\"", "is no answer to"),
    // Questions, derived facts and steps.
    (
        "events/birth.toml",
        "years_since = \"birth_date\"",
        "years_since = \"parents_married\"",
        "is not a date question",
    ),
    ("events/birth.toml", "years_since = \"birth_date\"", "", "exactly one of days_since"),
    ("events/birth.toml", "id = \"register_late\"", "id = \"register_birth\"", "this id is taken"),
    (
        "events/birth.toml",
        "id = \"register_birth\"",
        "id = \"register_birth\"\nafter = [\"birth_allowance\"]",
        "wait for each other in a circle",
    ),
    (
        "events/death.toml",
        "id = \"death_date\"\nkind = \"date\"",
        "id = \"birth_date\"\nkind = \"number\"",
        "means something else",
    ),
    // Texts.
    ("events/birth.toml", "ru = \"Родился ребёнок\", ", "", "missing in \"ru\""),
    ("events/birth.toml", "ro = \"S-a născut un copil\"", "ro = \"S-a născut un copil şi\"", "not a cedilla"),
    // Money, dates and the rest of a service.
    ("services/002000170.toml", "amount = \"260\"", "amount = \"260\"\npercent = \"1\"", "names what it is of"),
    ("services/002000183.toml", "kind = \"within\"", "kind = \"within\"\nfixed = \"11-28\"", "either a term"),
    ("events/retirement.toml", "fixed = \"04-01\"", "fixed = \"1 aprilie\"", "is no day"),
    ("services/002000206.toml", "figures_as_of = ", "figures_as_of = \"azi\" # ", "is no date"),
    ("services/013000129.toml", "confidence = \"verified\"", "confidence = \"assumed\"", "no guidance"),
    ("notices/civil_status.toml", "to = \"2025-11-04\"", "to = \"2020-01-01\"", "ends before it begins"),
    (
        "services/002000170.toml",
        "amount = \"260\"",
        "amount = \"260\"\namount_to = \"200\"",
        "range ends before it begins",
    ),
    ("events/retirement.toml", "fixed = \"04-01\"", "opens = \"04-01\"", "opens on one"),
    ("services/002000057.toml", "anchor = \"birth_date\"", "anchor = \"parents_married\"", "is not a date question"),
    ("events/retirement.toml", "months = 738", "months = 99999999999", "nobody reaches this age"),
    ("events/birth.toml", "at_most = 2", "at_most = 1, at_least = 9223372036854775807", "no answers"),
    ("searches/nonsense.toml", "finds = []", "finds = [\"C77\"]", "no event or service \"C77\""),
    ("catalogue.toml", "as_of = \"2026-11-21\"", "as_of = \"21.11.2026\"", "catalogue.toml"),
    ("centres/lozova.toml", "kind = \"town_hall\"", "kind = \"townhall\"", "unknown variant `townhall`"),
    ("centres/lozova.toml", "provider = \"CNAS\"", "provider = \"CNSA\"", "no provider \"CNSA\""),
    ("centres/lozova.toml", "serves = [\"Lozova\", ", "serves = [", "where it stands: add it"),
    ("services/X-SOCIAL-AID.toml", "provider = \"PRIMARIE\"", "provider = \"PRIMARIA\"", "no provider \"PRIMARIA\""),
    // Figures and the days and people for whom they hold.
    (
        "services/001000302.toml",
        "to = \"2026-03-31\"",
        "to = \"2026-02-28\"",
        "nothing holds between 2026-02-28 and 2026-04-01",
    ),
    ("services/018000098.toml", "to = \"2026-12-31\"", "to = \"2026-12-30\"", "between 2026-12-30 and 2027-01-01"),
    (
        "services/015000037.toml",
        "paper:foreign_civil_status_document",
        "paper:foreign_document",
        "there is no paper \"foreign_document\"",
    ),
    ("events/school.toml", "fixed = \"2023-07-31\"", "fixed = \"07-31\"", "no day of every year"),
    ("services/002000112.toml", "Familia are domiciliul", "Familia este", "where those live to whom it is paid"),
    (
        "services/015000163.toml",
        "amount = \"510\"\n",
        "amount = \"510\"\n[[fee]]\nterm = { value = 10, unit = \"work_day\" }\namount = \"0\"\n",
        "one is free and one costs 510",
    ),
    (
        "services/015000163.toml",
        "stock = ",
        "when = { fact = \"centre_kind\", is = \"town_hall\" }\nstock = ",
        "remove \"when\"",
    ),
    ("centres/rome.toml", "Europe/Rome", "Europe/Roma", "is no time zone"),
    ("centres/posts.toml", "[[centre.fee.006000022]]", "[[centre.fee.X-NOTHING]]", "there is no service \"X-NOTHING\""),
    (
        "centres/posts.toml",
        "fact = \"person_age\", at_least = 12",
        "fact = \"spouses\", at_least = 12",
        "nobody would ask",
    ),
    (
        "events/retirement.toml",
        "covers = \"old_age\", way = \"residence\"",
        "covers = \"family\", way = \"residence\"",
        "is in force on",
    ),
    ("services/001000247.toml", "covers = \"old_age\"", "covers = \"family\", way = \"residence\"", "is in force on"),
    ("events/birth.toml", "abroad_record = \"registered\"", "abroad_record = \"lost\"", "is one of birth"),
    ("events/birth.toml", "abroad_record = \"registered\"", "parents_married = true", "the event asks this itself"),
    ("laws/articles.toml", "id = \"L156-1998-15\"", "id = \"L157-15\"", "begins with \"L156-1998-\""),
    ("laws/articles.toml", "part_of = \"L156-1998\"\n", "", "of which law"),
    (
        "centres/posts.toml",
        "amount = \"320\"\ncurrency = \"EUR\"",
        "amount = \"320\"\ncurrency = \"USD\"",
        "is paid besides",
    ),
    (
        "scenarios/death.toml",
        "due = \"2026-11-22\"",
        "due = \"2026-11-23\"",
        "expected Some(2026-11-23), found Some(2026-11-22)",
    ),
];

#[test]
fn every_mistake_of_an_editor_is_named_with_its_place_and_nothing_is_published() {
    for (name, before, after, expected) in MISTAKES {
        let mut files: Vec<_> = shipped_files().collect();
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        assert!(file.text.contains(before), "{name} does not say {before}: mend this test");
        file.text = file.text.replacen(before, after, 1);
        let findings = Draft::read(files).finish().expect_err(expected);
        let named = findings.iter().filter(|finding| finding.severity == Severity::Error);
        let named: Vec<String> = named.map(ToString::to_string).collect();
        assert!(named.iter().any(|finding| finding.contains(expected)), "{name}: {after}\n{}", named.join("\n"));
        assert!(findings.iter().all(|finding| !finding.file.is_empty() && finding.line > 0));
    }
}

#[test]
fn a_file_in_the_wrong_place_and_a_missing_head_are_named() {
    let mut files: Vec<_> = shipped_files().filter(|file| file.name != "catalogue.toml").collect();
    files.push(SourceFile { name: "things/x.toml".to_owned(), text: String::new() });
    let findings = Draft::read(files).finish().unwrap_err();
    assert!(findings.iter().any(|finding| finding.file == "catalogue.toml" && finding.message.contains("missing")));
    assert!(findings.iter().any(|finding| finding.file == "things/x.toml"));
}

/// The shipped files with another template, and the findings of errors.
fn with_template(name: &str, text: &str) -> Result<cups_kiosk::domain::catalogue::Catalogue, String> {
    let mut files: Vec<_> = shipped_files().filter(|file| file.name != name).collect();
    files.push(SourceFile { name: name.to_owned(), text: text.to_owned() });
    Draft::read(files).finish().map_err(|findings| {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        errors.map(ToString::to_string).collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn templates_of_sheets_travel_with_the_catalogue_and_a_change_of_one_is_a_small_delta() {
    let shipped = shipped().expect("the shipped catalogue is right");
    let plan = &shipped.templates["plan"];
    assert_eq!(plan.version, 1);
    let changed = with_template("templates/plan.typ", &plan.text.replace("#show: paper", "#show: paper\n#v(2mm)"));
    let changed = changed.expect("an institution may have its own");
    assert_ne!(changed.templates["plan"], *plan);
    let (base, text) = (canonical(&shipped).unwrap(), canonical(&changed).unwrap());
    let patch = delta(&base, &text).expect("it compresses");
    assert!(patch.len() < 300, "{} bytes", patch.len());
    let expected = Expected { sha256: &sha256(&text), length: text.len() as u64 };
    assert_eq!(parse(&apply_delta(&base, &patch, expected).unwrap()).unwrap(), changed.published());
}

#[test]
fn a_template_without_a_version_of_a_strange_name_or_too_long_is_named() {
    let long = format!("#let version = 1\n{}", "//".repeat(40_000));
    for (name, text, told) in [
        ("templates/plan.typ", "#show: paper\n", "templates/plan.typ:1: error: version: say for which sheets"),
        ("templates/plan.typ", long.as_str(), "templates/plan.typ:1: error: : the template is longer than"),
        ("templates/Plan 2.typ", "#let version = 1\n", "templates/Plan 2.typ:1: error: : no template can be called so"),
        ("templates/more/plan.typ", "#let version = 1\n", "no template can be called so"),
        ("templates/plan.toml", "", "no template can be called so"),
        ("services/plan.typ", "#let version = 1\n", "services/plan.typ:1: error"),
    ] {
        let said = with_template(name, text).expect_err(told);
        assert!(said.contains(told), "{name}: {said}");
    }
    let many = shipped_files().chain((0..9).map(|number| SourceFile {
        name: format!("templates/own-{}.typ", "x".repeat(number)),
        text: format!("#let version = 1\n{}", "//".repeat(20_000)),
    }));
    let findings = Draft::read(many.collect()).finish().unwrap_err();
    assert!(findings.iter().any(|finding| finding.message.contains("are the most")), "{findings:?}");
}

/// The files that the authors' guide shows, by the names in their first lines.
fn guide_files() -> Vec<SourceFile> {
    let guide = include_str!("../assets/catalogue/README.md");
    let page = guide.split("\n## ").find(|part| part.starts_with("Writing an event")).expect("the page for editors");
    let mut files: Vec<SourceFile> = Vec::new();
    for block in page.split("```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next()) {
        let mut own = 0;
        for line in block.lines() {
            let name = line.strip_prefix("# ").and_then(|line| line.split([':', ' ']).next());
            let name =
                name.filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml") && name.contains('/'));
            match (name, files.last_mut()) {
                (Some(name), _) => {
                    files.push(SourceFile { name: name.to_owned(), text: String::new() });
                    own += 1;
                }
                (None, Some(file)) if own > 0 => file.text = format!("{}{line}\n", file.text),
                _ => {}
            }
        }
    }
    files
}

#[test]
fn a_stranger_adds_an_event_by_the_page_for_editors_alone() {
    let added = guide_files();
    let names: Vec<&str> = added.iter().map(|file| file.name.as_str()).collect();
    assert!(names.contains(&"events/reader.toml") && names.contains(&"scenarios/reader.toml"), "{names:?}");
    let mut draft = Draft::read(shipped_files().chain(added).collect());
    check::check(&mut draft);
    let errors: Vec<String> =
        draft.findings.iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(draft.catalogue.events.contains_key("X-READER"));
}

/// Visitors are told whom to ask; what the editors did not find is for the specialist and the next editor.
#[test]
fn no_visitor_is_told_what_the_editors_failed_to_find() {
    let told = "visitors are told whom to ask";
    let of = |files: Vec<SourceFile>| {
        let mut draft = Draft::read(files);
        check::check(&mut draft);
        let told = draft.findings.iter().filter(|finding| finding.message.contains(told));
        told.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(of(shipped_files().collect()), Vec::<String>::new());
    // One such text for visitors is one finding a language; in the specialist's field it is none.
    let with = |field: &str| {
        let mut files: Vec<SourceFile> = shipped_files().collect();
        let file = files.iter_mut().find(|file| file.name.ends_with("X-CUI.toml")).expect("a service");
        let words = "{ ro = \"Prețul nu l-am găsit.\", ru = \"Цену мы не нашли.\", en = \"The price was not found.\" }";
        let at = file.text.find("figures_as_of").expect("a place for it");
        file.text.insert_str(at, &format!("{field} = {words}\n"));
        of(files)
    };
    assert_eq!(with("valid_for").len(), 3);
}

/// What a profile lacks is told, and nothing of it is guessed.
#[test]
fn the_check_says_what_the_profile_of_a_centre_lacks() {
    let mut files: Vec<_> = shipped_files().collect();
    let lozova = files.iter_mut().find(|file| file.name == "centres/lozova.toml").unwrap();
    lozova.text = "[[centre]]\nid = \"lozova\"\nkind = \"library\"\nlocality = \"Lozova\"\nphone = \"0 237 00000\"\n\
                   ramp = false\npatron_day = \"05-22\"\ntime_zone = \"Europe/Chisinau\"\n\
                   name = { ro = \"CUPS\", ru = \"CUPS\", en = \"CUPS\" }\n\
                   district = { ro = \"Strășeni\", ru = \"Страшены\", en = \"Strășeni\" }\n"
        .to_owned();
    let mut draft = Draft::read(files);
    check::check(&mut draft);
    let found: Vec<_> = draft.findings.iter().filter(|one| one.file == "centres/lozova.toml").collect();
    let [finding] = found[..] else { panic!("{found:?}") };
    assert_eq!(finding.severity, Severity::Warning);
    for lacking in ["the localities it serves", "its hours", "how to get there", "the offices nearby", "a source"] {
        assert!(finding.message.contains(lacking), "{}", finding.message);
    }
    assert!(
        !["telephone", "ramp", "patron"].iter().any(|known| finding.message.contains(known)),
        "{}",
        finding.message
    );
    assert_eq!(draft.catalogue.centres["lozova"].kind.code(), "town_hall", "conditions hold there as in a town hall");
}

/// Each service says until when it is believed; one that does not is named.
#[test]
fn every_service_says_until_when_its_figures_are_believed() {
    let silent = |files: Vec<SourceFile>| {
        let mut draft = Draft::read(files);
        check::check(&mut draft);
        let silent = draft.findings.into_iter().filter(|one| one.message.contains("say until when"));
        silent.map(|one| one.file).collect::<Vec<_>>()
    };
    assert_eq!(silent(shipped_files().collect()), Vec::<String>::new());
    let mut files: Vec<_> = shipped_files().collect();
    for name in ["services/013000129.toml", "services/X-PROPERTY-TAX.toml"] {
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        let kept = file.text.lines().filter(|line| !line.starts_with("believed"));
        file.text = kept.collect::<Vec<_>>().join("\n");
    }
    // A day of each year is none where no date of the figures is known to count from.
    let file = files.iter_mut().find(|file| file.name == "services/013000064.toml").unwrap();
    file.text = file.text.replacen("until = \"2026-12-31\"", "until = \"12-31\"", 1);
    let expected = ["services/013000064.toml", "services/013000129.toml", "services/X-PROPERTY-TAX.toml"];
    assert_eq!(silent(files), expected);
    // Those that are found by the search alone say it too.
    let catalogue = shipped().unwrap();
    let all = catalogue.services.values().all(|service| {
        cups_kiosk::domain::believed::beliefs(&catalogue, service).iter().any(|one| one.until.is_some())
    });
    assert!(all);
}

/// What has ended is told, and so is a day that is over and names no season.
#[test]
fn the_check_says_which_figures_have_ended_and_which_days_are_over() {
    let warned = |name: &str, before: &str, after: &str| {
        let mut files: Vec<_> = shipped_files().collect();
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        assert!(file.text.contains(before), "{name} does not say {before}: mend this test");
        file.text = file.text.replacen(before, after, 1);
        let mut draft = Draft::read(files);
        check::check(&mut draft);
        let of_file = draft.findings.into_iter().filter(|one| one.file == name && one.severity == Severity::Warning);
        of_file.map(|one| one.message).collect::<Vec<_>>().join("\n")
    };
    let same = warned("services/001000302.toml", "amount", "amount");
    assert!(!same.contains("nothing holds since"), "{same}");
    let ended =
        warned("services/001000302.toml", "from = \"2026-04-01\"", "from = \"2026-04-01\"\nto = \"2026-09-30\"");
    assert!(ended.contains("nothing holds since 2026-09-30"), "{ended}");
    let address = warned("services/001000098.toml", "https://cnas.gov.md\"", "mailto:cnas\"");
    assert!(address.contains("is no address of a page"), "{address}");
    let season = warned("services/X-ENERGY.toml", "season = \"2025–2026\"", "");
    assert!(season.contains("2025-11-28 is over"), "{season}");
}
