//! What the reading view is made of: parts in a row, each of lines, each of pieces. How they look is the template's.

/// A part of the page.
pub(super) enum Part {
    /// The heading of a half of the page.
    Half(String),
    /// The heading of a step.
    Step(Line),
    /// A small heading.
    Heading(String),
    /// A paragraph.
    Words(Line),
    /// That something holds under a condition only.
    When(Line),
    /// What is not known.
    Doubt(Line),
    /// Items of one kind; never none.
    List(Vec<Line>),
    /// Rows of cells; never none.
    Table(Vec<[Line; 4]>),
}

/// How a piece stands in its line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Strong,
    /// What the program tests.
    Fact,
    Law,
    /// An example of a rule, or why there is none; on a line of its own.
    Example,
    /// A new line, without words.
    Break,
}

/// Words of one kind.
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) words: String,
}

/// Words in a row.
#[derive(Default)]
pub(super) struct Line(pub(super) Vec<Piece>);

impl Line {
    pub(super) fn plain(words: impl Into<String>) -> Self {
        Self::default().then(words)
    }

    pub(super) fn strong(words: impl Into<String>) -> Self {
        Self::default().with(Kind::Strong, words)
    }

    pub(super) fn with(mut self, kind: Kind, words: impl Into<String>) -> Self {
        self.0.push(Piece { kind, words: words.into() });
        self
    }

    pub(super) fn then(self, words: impl Into<String>) -> Self {
        self.with(Kind::Plain, words)
    }

    pub(super) fn next_line(self) -> Self {
        self.with(Kind::Break, "")
    }

    pub(super) fn joined(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The same as what the program tests.
    pub(super) fn tested(mut self) -> Self {
        for piece in self.0.iter_mut().filter(|piece| piece.kind == Kind::Plain) {
            piece.kind = Kind::Fact;
        }
        self
    }
}
