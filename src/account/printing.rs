//! What is said of a print on its way, of a printer, and of what may be printed.

use super::{About, Audience, Block, Line, Tone};
use crate::domain::printing::{Over, PrintOutcome, Told, Trouble};
use crate::i18n::{Phrase, Value, phrase};

/// What is told of a print. What is wrong at a printer, and what to do about it, is told as the audience can use it: a
/// visitor opens no printer and reads no keyword.
#[must_use]
pub fn print_said<'a>(told: &Told, audience: Audience) -> Block<'a> {
    let strong = |key| vec![Line::strong(phrase(key))];
    let (lines, tone) = match told {
        Told::Sending => (strong("print-sending"), Tone::Quiet),
        Told::Sent => (strong("print-sent"), Tone::Quiet),
        Told::Printing => (strong("print-printing"), Tone::Quiet),
        Told::Printed(PrintOutcome::Printed) => (strong("print-printed"), Tone::Success),
        Told::Printed(PrintOutcome::Confirmed) => (strong("print-confirmed"), Tone::Success),
        Told::Unsure => (strong("print-unsure"), Tone::Caution),
        Told::Cancelled => (strong("print-cancelled"), Tone::Information),
        Told::Stopped(_) => (strong("print-stopped"), Tone::Caution),
        Told::Failed(_) => (strong("print-failed"), Tone::Danger),
    };
    let more = match told {
        Told::Unsure => vec![Line::body(phrase("print-unsure-why"))],
        Told::Cancelled => vec![Line::body(phrase("print-cancelled-why"))],
        Told::Stopped(troubles) => {
            let mut lines = troubles_said(troubles, audience);
            lines.push(Line::body(phrase("print-goes-on")));
            lines
        }
        Told::Failed(troubles) => troubles_said(troubles, audience),
        Told::Sending | Told::Sent | Told::Printing | Told::Printed(_) => Vec::new(),
    };
    Block::new(About::Nothing, lines).toned(tone).then(more)
}

/// What is wrong at a printer, with what to do: the specialist does it, a visitor calls the specialist.
#[must_use]
pub fn troubles_said<'a>(troubles: &[Trouble], audience: Audience) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for trouble in troubles {
        let (what, remedy) = words(trouble);
        lines.push(Line::body(phrase(what)));
        if audience == Audience::Specialist {
            lines.push(Line::body(remedy));
        }
    }
    if audience == Audience::Visitor {
        lines.push(Line::body(phrase("print-call")));
        // Two makers' words of one kind are one sentence to whoever does not read them.
        lines.dedup();
    }
    lines
}

/// Why a visitor's sheet is not printed without the specialist.
#[must_use]
pub fn over_said<'a>(over: Over) -> Value<'a> {
    match over {
        Over::NotAlone => phrase("print-over-alone").into(),
        Over::Pages { left } => {
            phrase("print-over-pages").counted(left.into()).with("number", Value::Number(left.into())).into()
        }
    }
}

/// That there is no printer, and what there is instead.
#[must_use]
pub fn no_printer_said<'a>() -> Block<'a> {
    Block::new(About::Nothing, vec![Line::strong(phrase("print-file"))]).toned(Tone::Information)
}

/// What became of a sheet that was to be kept as a file, by the name of the file; nothing where it could not be written.
#[must_use]
pub fn kept_said<'a>(file: Option<&str>, on_stick: bool) -> Block<'a> {
    let Some(file) = file else {
        return Block::new(About::Nothing, vec![Line::strong(phrase("print-not-kept"))]).toned(Tone::Danger);
    };
    let kept = phrase("print-kept").with("file", Value::Name(file.to_owned()));
    let whose = phrase(if on_stick { "print-kept-stick" } else { "print-kept-here" });
    Block::new(About::Nothing, vec![Line::strong(kept), Line::body(whose)]).toned(Tone::Success)
}

/// What is wrong, and what to do.
fn words<'a>(trouble: &Trouble) -> (&'static str, Phrase<'a>) {
    let (what, remedy) = match trouble {
        Trouble::PaperOut => ("printer-paper-out", "printer-paper-out-do"),
        Trouble::PaperNeeded => ("printer-paper-needed", "printer-paper-needed-do"),
        Trouble::PaperLow => ("printer-paper-low", "printer-paper-low-do"),
        Trouble::PaperJam => ("printer-paper-jam", "printer-paper-jam-do"),
        Trouble::CoverOpen => ("printer-cover-open", "printer-cover-open-do"),
        Trouble::TrayMissing => ("printer-tray-missing", "printer-tray-missing-do"),
        Trouble::InkLow => ("printer-ink-low", "printer-ink-low-do"),
        Trouble::InkOut => ("printer-ink-out", "printer-ink-out-do"),
        Trouble::OutputFull => ("printer-output-full", "printer-output-full-do"),
        Trouble::WasteFull => ("printer-waste-full", "printer-waste-full-do"),
        Trouble::Temperature => ("printer-temperature", "printer-temperature-do"),
        Trouble::Worn => ("printer-worn", "printer-worn-do"),
        Trouble::NotReached => ("printer-not-reached", "printer-not-reached-do"),
        Trouble::Paused => ("printer-paused", "printer-paused-do"),
        Trouble::ShutDown => ("printer-shut-down", "printer-shut-down-do"),
        Trouble::NoRoom => ("printer-no-room", "printer-no-room-do"),
        Trouble::SetUp => ("printer-set-up", "printer-set-up-do"),
        Trouble::NotAccepting => ("printer-not-accepting", "printer-not-accepting-do"),
        Trouble::Unreadable => ("printer-unreadable", "printer-unreadable-do"),
        Trouble::NoPrintSystem => ("printer-no-system", "printer-no-system-do"),
        Trouble::NoNews => ("printer-no-news", "printer-no-news-do"),
        Trouble::Other(word) => {
            return ("printer-other", phrase("printer-other-do").with("word", word.clone()));
        }
    };
    (what, phrase(remedy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;
    use crate::i18n::Texts;
    use std::collections::BTreeSet;

    const KNOWN: [Trouble; 21] = [
        Trouble::PaperOut,
        Trouble::PaperNeeded,
        Trouble::PaperLow,
        Trouble::PaperJam,
        Trouble::CoverOpen,
        Trouble::TrayMissing,
        Trouble::InkLow,
        Trouble::InkOut,
        Trouble::OutputFull,
        Trouble::WasteFull,
        Trouble::Temperature,
        Trouble::Worn,
        Trouble::NotReached,
        Trouble::Paused,
        Trouble::ShutDown,
        Trouble::NoRoom,
        Trouble::SetUp,
        Trouble::NotAccepting,
        Trouble::Unreadable,
        Trouble::NoPrintSystem,
        Trouble::NoNews,
    ];

    fn said(told: &Told, audience: Audience, language: Language) -> Vec<String> {
        let texts = Texts::load(language);
        print_said(told, audience).lines.iter().map(|line| texts.say(&line.words)).collect()
    }

    #[test]
    fn every_trouble_has_a_sentence_of_its_own_in_each_language() {
        for language in Language::INTERFACE {
            let texts = Texts::load(language);
            let all: BTreeSet<String> = KNOWN.iter().map(|trouble| texts.get(words(trouble).0)).collect();
            assert_eq!(all.len(), KNOWN.len(), "{language}");
        }
    }

    #[test]
    fn the_specialist_mends_it_and_a_visitor_calls_the_specialist() {
        let out = Told::Stopped(vec![Trouble::PaperOut]);
        assert_eq!(
            said(&out, Audience::Specialist, Language::En),
            [
                "The printer is waiting.",
                "The printer is out of paper.",
                "Put paper into the tray.",
                "Then the sheet is printed by itself."
            ]
        );
        assert_eq!(
            said(&out, Audience::Visitor, Language::Ro),
            [
                "Imprimanta așteaptă.",
                "În imprimantă nu mai este hârtie.",
                "Chemați specialistul.",
                "După aceea foaia se tipărește singură."
            ]
        );
    }

    #[test]
    fn a_printer_s_own_word_is_for_the_specialist_only() {
        let other = Told::Failed(vec![Trouble::Other("acme-x".to_owned())]);
        let specialist = said(&other, Audience::Specialist, Language::Ru).join(" ");
        assert!(specialist.contains("Принтер сообщает: acme-x"), "{specialist}");
        let visitor = said(&other, Audience::Visitor, Language::Ru).join(" ");
        assert_eq!(visitor, "Лист не напечатан. Принтер не может печатать. Позовите специалиста.");
    }

    #[test]
    fn sent_never_reads_like_printed() {
        for language in Language::INTERFACE {
            let texts = Texts::load(language);
            let word = |key| texts.get(key);
            let all =
                ["print-sending", "print-sent", "print-printing", "print-printed", "print-unsure", "print-failed"];
            let different: BTreeSet<String> = all.into_iter().map(word).collect();
            assert_eq!(different.len(), all.len());
        }
        let tone = |told| print_said(&told, Audience::Visitor).tone;
        assert_eq!(tone(Told::Printed(PrintOutcome::Printed)), Tone::Success);
        for told in [Told::Sending, Told::Sent, Told::Printing, Told::Unsure] {
            assert_ne!(tone(told), Tone::Success);
        }
    }

    #[test]
    fn a_sheet_that_is_kept_as_a_file_says_who_can_open_it() {
        let texts = Texts::load(Language::En);
        let said =
            |block: Block<'_>| -> Vec<String> { block.lines.iter().map(|line| texts.say(&line.words)).collect() };
        let kept = said(kept_said(Some("plan.pdf"), true));
        assert_eq!(kept[0], "The sheet is kept as a file: plan.pdf");
        assert!(kept[1].contains("Whoever has the stick"), "{kept:?}");
        assert!(said(kept_said(Some("plan.pdf"), false))[1].contains("Only the account"));
        assert_eq!(kept_said(None, false).tone, Tone::Danger);
        assert_eq!(said(no_printer_said()).len(), 1);
    }

    #[test]
    fn what_is_left_of_a_visit_s_pages_is_said_in_numbers() {
        let texts = Texts::load(Language::Ro);
        let said = |left| texts.say(&over_said(Over::Pages { left }));
        assert!(said(1).contains("1 pagină fără"), "{}", said(1));
        assert!(said(20).contains("20 de pagini"), "{}", said(20));
        assert!(said(0).starts_with("Ați tipărit deja"), "{}", said(0));
    }
}
