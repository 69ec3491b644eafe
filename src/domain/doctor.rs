//! What can keep a computer from its work, as it is found by looking: part by part, and by numbers that never change their
//! meaning, so that they can be read out over the telephone.

/// A part of a computer that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The folder of the data, and the disk below it.
    Disk,
    /// The settings.
    Settings,
    /// The catalogue, and the editors' signature on it.
    Catalogue,
    /// The clock.
    Time,
    /// The records, and who this computer is.
    Records,
    /// The printer.
    Printer,
    /// The program that makes sheets of paper.
    Sheets,
    /// The scanner.
    Scanner,
    /// The sound.
    Sound,
    /// The browser for the State's pages.
    Browser,
    /// The line.
    Line,
    /// The hub.
    Hub,
}

impl Part {
    /// Every part, in the order in which they are read out.
    pub const ALL: [Self; 12] = [
        Self::Disk,
        Self::Settings,
        Self::Catalogue,
        Self::Time,
        Self::Records,
        Self::Printer,
        Self::Sheets,
        Self::Scanner,
        Self::Sound,
        Self::Browser,
        Self::Line,
        Self::Hub,
    ];

    /// Its letter. No two sound alike over the telephone.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Disk => 'D',
            Self::Settings => 'S',
            Self::Catalogue => 'C',
            Self::Time => 'T',
            Self::Records => 'R',
            Self::Printer => 'P',
            Self::Sheets => 'F',
            Self::Scanner => 'N',
            Self::Sound => 'A',
            Self::Browser => 'B',
            Self::Line => 'L',
            Self::Hub => 'H',
        }
    }

    /// What a finding of this part is when nothing is wrong.
    #[must_use]
    pub fn fine(self) -> Finding {
        let of_part = |finding: &&Finding| finding.part() == self && finding.verdict() == Verdict::Good;
        // Every part has one; a test says so.
        Finding::ALL.iter().find(of_part).copied().unwrap_or(Finding::DiskFine)
    }
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// All is well.
    Good,
    /// It is not there, and need not be.
    Absent,
    /// Somebody has to do something.
    Wrong,
}

/// Gives the findings with their part, verdict and number.
macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident: $part:ident $verdict:ident $number:literal;)+) => {
        /// What was found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Finding {
            $($(#[$doc])* $name,)+
        }

        impl Finding {
            /// Every finding.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Of which part it is.
            #[must_use]
            pub const fn part(self) -> Part {
                match self { $(Self::$name => Part::$part,)+ }
            }

            /// How it is.
            #[must_use]
            pub const fn verdict(self) -> Verdict {
                match self { $(Self::$name => Verdict::$verdict,)+ }
            }

            /// Its number within its part: it never changes its meaning. 0 is what is not there yet or not at all.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$name => $number,)+ }
            }
        }
    };
}

findings! {
    /// It can be written, and there is room.
    DiskFine: Disk Good 0;
    /// The folder cannot be entered, made or written.
    FolderUnusable: Disk Wrong 1;
    /// There is no room at all.
    DiskFull: Disk Wrong 2;
    /// There is hardly room for records.
    DiskLow: Disk Wrong 3;
    /// There is hardly room for pages that are scanned.
    ScanRoomLow: Disk Wrong 4;
    /// They are right.
    SettingsFine: Settings Good 0;
    /// They cannot be read, or one is wrong.
    SettingsWrong: Settings Wrong 1;
    /// The file that says whose catalogues are believed cannot be used.
    RootWrong: Settings Wrong 2;
    /// They name a centre that there is not.
    CentreUnknown: Settings Wrong 3;
    /// It is whole, and its signature holds.
    CatalogueFine: Catalogue Good 0;
    /// There is none.
    CatalogueNone: Catalogue Wrong 1;
    /// It is damaged.
    CatalogueDamaged: Catalogue Wrong 2;
    /// Parts of it are for a newer program.
    CatalogueNewer: Catalogue Wrong 3;
    /// Its signature ran out.
    SignatureOver: Catalogue Wrong 4;
    /// Nobody said whose catalogues are believed.
    SignatureNobody: Catalogue Wrong 5;
    /// The program was built with a database that is too old.
    DatabaseOld: Catalogue Wrong 6;
    /// The day can be right.
    TimeFine: Time Good 0;
    /// The day is before the catalogue was made.
    TimeBehind: Time Wrong 1;
    /// The day is decades after.
    TimeAhead: Time Wrong 2;
    /// They are whole.
    RecordsFine: Records Good 0;
    /// The file that says who this computer is cannot be read.
    IdentityUnreadable: Records Wrong 1;
    /// They are gone.
    RecordsMissing: Records Wrong 2;
    /// They are damaged.
    RecordsDamaged: Records Wrong 3;
    /// They are of a newer program.
    RecordsNewer: Records Wrong 4;
    /// They cannot be used for another reason.
    RecordsUnusable: Records Wrong 5;
    /// Some were set aside by the hub.
    EntriesSetAside: Records Wrong 6;
    /// A specialist has not read yet what happened to them.
    NewsUntold: Records Wrong 7;
    /// Damaged ones were moved aside and lie there still.
    DamagedKept: Records Wrong 8;
    /// It prints.
    PrinterFine: Printer Good 0;
    /// There is none.
    PrinterNone: Printer Absent 0;
    /// The one of the settings is not there.
    PrinterUnknown: Printer Wrong 1;
    /// The print system does not answer.
    PrintSystemSilent: Printer Wrong 2;
    /// It stands: no paper, a jam, an open cover.
    PrinterStands: Printer Wrong 3;
    /// It takes nothing.
    PrinterRefuses: Printer Wrong 4;
    /// One print that fails stops those after it.
    PrinterStops: Printer Wrong 5;
    /// The print system keeps what was printed.
    PrintsKept: Printer Wrong 6;
    /// The program is there.
    SheetsFine: Sheets Good 0;
    /// It is not, and nothing is to be printed.
    SheetsNone: Sheets Absent 0;
    /// It is not, and a printer stands there.
    SheetsMissing: Sheets Wrong 1;
    /// One is there.
    ScannerFine: Scanner Good 0;
    /// None is there.
    ScannerNone: Scanner Absent 0;
    /// The one of the settings is not there.
    ScannerUnknown: Scanner Wrong 1;
    /// There is a way for sound.
    SoundFine: Sound Good 0;
    /// There is none.
    SoundNone: Sound Absent 0;
    /// It can be opened.
    BrowserFine: Browser Good 0;
    /// It cannot: a code to photograph stands in its place.
    BrowserNone: Browser Absent 0;
    /// There is one.
    LineFine: Line Good 0;
    /// There is none now.
    LineNone: Line Absent 0;
    /// Nothing is sent by itself here: that is switched off, and nothing waits.
    SendingOff: Line Absent 1;
    /// Nothing is sent by itself here, and something waits.
    SendingOffWaits: Line Wrong 2;
    /// It takes what this computer sends.
    HubFine: Hub Good 0;
    /// This computer is not enrolled.
    NotEnrolled: Hub Wrong 0;
    /// No recovery code is left.
    NoRecoveryCode: Hub Wrong 1;
    /// It does not answer.
    HubSilent: Hub Wrong 2;
    /// Its certificate is not believed.
    HubCertificate: Hub Wrong 3;
    /// What answers there is not the hub.
    HubOther: Hub Wrong 4;
    /// It does not know this computer.
    HubUnknown: Hub Wrong 5;
    /// It shut this computer out.
    HubRevoked: Hub Wrong 6;
    /// It answers, and takes nothing now.
    HubLater: Hub Wrong 7;
    /// The relay of the room does not answer.
    RelaySilent: Hub Wrong 8;
    /// What answers in its place is not the relay of this computer's code.
    RelayOther: Hub Wrong 9;
    /// The relay of the room sends nothing by itself: that is switched off there.
    RelayHolds: Hub Wrong 10;
}

impl Finding {
    /// What it is called over the telephone: the letter of its part, and `OK` or its number.
    #[must_use]
    pub fn code(self) -> String {
        let letter = self.part().letter();
        match self.verdict() {
            Verdict::Good => format!("{letter}-OK"),
            Verdict::Absent | Verdict::Wrong => format!("{letter}-{}", self.number()),
        }
    }
}

/// The worst of what was found of a part; nothing where it was not looked at.
#[must_use]
pub fn worst(part: Part, found: &[Finding]) -> Option<Finding> {
    let of_part = found.iter().copied().filter(|finding| finding.part() == part);
    // Of several that are equally bad the first is told: what comes later may follow from it.
    of_part.reduce(|worst, finding| if finding.verdict() > worst.verdict() { finding } else { worst })
}

/// The line that is read out over the telephone: each part that was looked at by its letter, `OK` where all is well, else by
/// the number of what was found.
#[must_use]
pub fn phone_line(found: &[Finding]) -> String {
    let worst = Part::ALL.into_iter().filter_map(|part| worst(part, found));
    let codes: Vec<String> = worst.map(Finding::code).collect();
    format!("K: {}", codes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_findings_are_read_out_alike_and_no_two_parts() {
        let letters: BTreeSet<char> = Part::ALL.into_iter().map(Part::letter).collect();
        assert_eq!(letters.len(), Part::ALL.len());
        let bad = || Finding::ALL.iter().filter(|finding| finding.verdict() != Verdict::Good);
        let codes: BTreeSet<(char, u8)> = bad().map(|finding| (finding.part().letter(), finding.number())).collect();
        assert_eq!(codes.len(), bad().count());
        for part in Part::ALL {
            assert_eq!((part.fine().part(), part.fine().verdict()), (part, Verdict::Good));
        }
    }

    #[test]
    fn the_line_tells_the_worst_of_each_part_and_nothing_of_what_was_not_looked_at() {
        assert_eq!(phone_line(&[]), "K: ");
        let some = [
            Finding::NotEnrolled,
            Finding::DiskFine,
            Finding::SettingsFine,
            Finding::PrinterStands,
            Finding::PrintsKept,
        ];
        assert_eq!(phone_line(&some), "K: D-OK S-OK P-3 H-0");
        let both = [Finding::DiskFine, Finding::ScanRoomLow, Finding::PrinterNone];
        assert_eq!(phone_line(&both), "K: D-4 P-0");
        assert_eq!(worst(Part::Hub, &both), None);
    }

    #[test]
    fn numbers_that_were_read_out_once_keep_their_meaning() {
        for (finding, said) in [
            (Finding::DiskFine, "D-OK"),
            (Finding::DiskFull, "D-2"),
            (Finding::CentreUnknown, "S-3"),
            (Finding::SignatureOver, "C-4"),
            (Finding::TimeBehind, "T-1"),
            (Finding::RecordsDamaged, "R-3"),
            (Finding::PrinterStands, "P-3"),
            (Finding::SheetsMissing, "F-1"),
            (Finding::ScannerUnknown, "N-1"),
            (Finding::SoundNone, "A-0"),
            (Finding::BrowserNone, "B-0"),
            (Finding::LineNone, "L-0"),
            (Finding::NotEnrolled, "H-0"),
            (Finding::HubRevoked, "H-6"),
        ] {
            assert_eq!(finding.code(), said);
        }
    }
}
