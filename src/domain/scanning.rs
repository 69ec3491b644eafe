//! Paper that comes in: what a page that was scanned looks like, what can go wrong at a scanner, and how many sheets came.

/// What speaks against a page. It is said and never stands in the way: whoever has the sheet in hand decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// The paper is so dark that little of it can be read.
    Dark,
    /// The letters have no edges.
    Blurred,
    /// Something of it lies outside of the picture.
    Cut,
    /// Light hides a part of it.
    Glare,
    /// Nothing stands on it: the back of a sheet, or a sheet put in the wrong way round.
    Empty,
}

impl Flaw {
    /// Every flaw, the one that is said first first.
    pub const ALL: [Self; 5] = [Self::Empty, Self::Dark, Self::Blurred, Self::Cut, Self::Glare];

    /// The word by which it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Blurred => "blurred",
            Self::Cut => "cut",
            Self::Glare => "glare",
            Self::Empty => "empty",
        }
    }

    /// The flaw of a word; none of one that a newer program wrote.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flaw| flaw.word() == word)
    }
}

/// Why no page came, or no further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanTrouble {
    /// No scanner is found.
    NoScanner,
    /// The program that speaks to scanners is not installed.
    NoProgram,
    /// Another program uses it.
    Busy,
    /// Its cover is open.
    CoverOpen,
    /// A sheet is stuck.
    Jam,
    /// Two sheets went in together.
    DoubleFeed,
    /// No sheet lies in the feeder.
    FeederEmpty,
    /// It was told to scan and says nothing any more.
    Silent,
    /// It was switched off or pulled out while it worked.
    Gone,
    /// It may not be used by this account.
    Denied,
    /// This computer has no place in its memory for what a feeder gives: one sheet at a time goes by the glass.
    NoMemory,
    /// What came is no picture.
    Unreadable,
    /// It is a PDF, and the program that draws those is not installed.
    Pdf,
    /// The PDF opens by a password only.
    PdfLocked,
    /// The PDF has more pages than papers of a person do.
    PdfLong,
    /// The PDF takes more time or memory than a page needs.
    PdfHeavy,
    /// The PDF holds what would run or open something elsewhere; its pages are taken as pictures.
    PdfActive,
    /// The file is larger than any page.
    TooLarge,
    /// The folder or file is not there.
    NotThere,
    /// The disk is full.
    DiskFull,
    /// The page could not be kept.
    NotKept,
    /// Anything else.
    Other,
}

impl ScanTrouble {
    /// Every trouble.
    pub const ALL: [Self; 22] = [
        Self::NoScanner,
        Self::NoProgram,
        Self::Busy,
        Self::CoverOpen,
        Self::Jam,
        Self::DoubleFeed,
        Self::FeederEmpty,
        Self::Silent,
        Self::Gone,
        Self::Denied,
        Self::NoMemory,
        Self::Unreadable,
        Self::Pdf,
        Self::PdfLocked,
        Self::PdfLong,
        Self::PdfHeavy,
        Self::PdfActive,
        Self::TooLarge,
        Self::NotThere,
        Self::DiskFull,
        Self::NotKept,
        Self::Other,
    ];

    /// What `scanimage` means by what it says (the texts of `sane_strstatus`, and its own).
    #[must_use]
    pub fn of_words(said: &str) -> Self {
        const WORDS: [(&str, ScanTrouble); 14] = [
            ("no sane devices found", ScanTrouble::NoScanner),
            ("double feed", ScanTrouble::DoubleFeed),
            ("multifeed", ScanTrouble::DoubleFeed),
            ("multi-feed", ScanTrouble::DoubleFeed),
            ("feeder jammed", ScanTrouble::Jam),
            ("out of documents", ScanTrouble::FeederEmpty),
            ("cover is open", ScanTrouble::CoverOpen),
            ("device busy", ScanTrouble::Busy),
            ("access to resource has been denied", ScanTrouble::Denied),
            ("error during device i/o", ScanTrouble::Gone),
            // The device that was there when it was looked for is not there any more.
            ("open of device", ScanTrouble::Gone),
            ("out of memory", ScanTrouble::NoMemory),
            ("no space left", ScanTrouble::NoMemory),
            ("no scanners were identified", ScanTrouble::NoScanner),
        ];
        let said = said.to_lowercase();
        WORDS.iter().find(|(words, _)| said.contains(words)).map_or(Self::Other, |(_, trouble)| *trouble)
    }
}

/// What is said of how many sheets came, where it was said how many were put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// As many as were put in.
    Right,
    /// Fewer: perhaps two went through together.
    Fewer {
        /// Sheets that were put in.
        put: u16,
        /// Pages that came.
        came: u16,
    },
    /// More: perhaps of another person.
    More {
        /// Sheets that were put in.
        put: u16,
        /// Pages that came.
        came: u16,
    },
}

impl Count {
    /// Compares.
    #[must_use]
    pub const fn of(put: u16, came: u16) -> Self {
        if came < put {
            Self::Fewer { put, came }
        } else if came > put {
            Self::More { put, came }
        } else {
            Self::Right
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_scanner_s_program_says_becomes_what_a_person_can_do() {
        for (said, trouble) in [
            ("scanimage: no SANE devices found", ScanTrouble::NoScanner),
            ("scanimage: sane_start: Document feeder jammed", ScanTrouble::Jam),
            ("scanimage: sane_start: Document feeder out of documents", ScanTrouble::FeederEmpty),
            ("scanimage: sane_read: Scanner cover is open", ScanTrouble::CoverOpen),
            ("scanimage: open of device test:0 failed: Device busy", ScanTrouble::Busy),
            ("scanimage: open of device x failed: Access to resource has been denied", ScanTrouble::Denied),
            ("scanimage: open of device x failed: Invalid argument", ScanTrouble::Gone),
            ("scanimage: sane_read: Error during device I/O", ScanTrouble::Gone),
            ("", ScanTrouble::Other),
        ] {
            assert_eq!(ScanTrouble::of_words(said), trouble, "{said}");
        }
    }

    #[test]
    fn two_sheets_that_went_together_are_missed() {
        assert_eq!(Count::of(3, 2), Count::Fewer { put: 3, came: 2 });
        assert_eq!(Count::of(2, 2), Count::Right);
        assert_eq!(Count::of(1, 2), Count::More { put: 1, came: 2 });
    }

    #[test]
    fn a_flaw_is_written_in_a_word_and_one_of_a_newer_program_is_passed_over() {
        assert!(Flaw::ALL.into_iter().all(|flaw| Flaw::of(flaw.word()) == Some(flaw)));
        assert_eq!(Flaw::of("torn"), None);
    }
}
