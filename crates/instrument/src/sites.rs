//! Sites: the places of a program that its run refers to.

use std::ops::Range;

use crate::source::Source;

/// What happens at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteKind {
    /// `EXPR.await`.
    Await,
    /// A future that `join!`, `try_join!` or `select!` polls.
    Branch,
    /// A whole `join!`, `try_join!` or `select!`: what its branches belong to.
    Group,
    /// A task or thread is started, or a future is blocked on.
    Spawn,
    /// `println!`, `print!`, `eprintln!`, `eprint!` or `dbg!`.
    Print,
    /// A future is created and kept (or dropped), but not awaited there.
    Future,
    /// A `// cost:` comment: the function below it claims that much simulated time for each call; or a
    /// call of `std::thread::sleep`.
    Cost,
    /// `panic!` and what else panics.
    Panic,
}

/// A place of the program that its run refers to, by its index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// What happens here.
    pub kind: SiteKind,
    /// 1-based line of the start, in the source as written.
    pub line: u32,
    /// 1-based column of the start, in chars.
    pub column: u32,
    /// 1-based line of the end.
    pub end_line: u32,
    /// 1-based column after the last char.
    pub end_column: u32,
    /// The source text, whitespace squeezed, at most 60 chars. For an await: of what is awaited.
    pub text: String,
    /// What to call it in few letters: `fetch_user`, `recv`, `select!`. Never empty.
    pub name: String,
    /// The function it stands in, `Type::method` in an impl or trait; empty outside of functions.
    pub function: String,
    /// For a branch: the id of its group.
    pub group: Option<u32>,
    /// For spawns and futures: whether it stands in a loop or an iterator's closure, so that
    /// several tasks or futures share the name.
    pub many: bool,
}

impl Site {
    /// A site at `range` whose text is that of `text`; the other fields are to be filled in.
    pub(crate) fn new(
        kind: SiteKind,
        range: &Range<usize>,
        text: &Range<usize>,
        source: &Source,
    ) -> Self {
        let (line, column) = source.position(range.start);
        let (end_line, end_column) = source.position(range.end);
        Site {
            kind,
            line,
            column,
            end_line,
            end_column,
            text: source.text(text),
            name: String::new(),
            function: String::new(),
            group: None,
            many: false,
        }
    }
}
