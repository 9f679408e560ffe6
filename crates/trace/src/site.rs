//! Places in a program's text that events point at.

use std::rc::Rc;

/// What the text at a [`Site`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteKind {
    /// `expr.await`
    Await,
    /// One branch of a `join!`, `try_join!` or `select!`; its [`Site::group`] is the macro call.
    Branch,
    /// A whole `join!`, `try_join!` or `select!`.
    Group,
    /// A call that spawns a task.
    Spawn,
    /// `println!` and its kin.
    Print,
    /// A future that is made and kept instead of awaited at once.
    Future,
    /// A function with a declared cost, or a call that blocks its thread for a time.
    Cost,
    /// `panic!` and its kin.
    Panic,
}

/// A place in the program's text. Lines and columns count from 1, columns in characters; the end is
/// exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// What the text here is.
    pub kind: SiteKind,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// The expression as written, white space squeezed, shortened when long.
    pub text: Rc<str>,
    /// A short name: the function awaited, the task spawned.
    pub name: Rc<str>,
    /// The function around it.
    pub function: Rc<str>,
    /// For a branch: the index of its group's site.
    pub group: Option<u32>,
    /// The place is in a loop or in an iterator's closure, so several tasks or awaits share it.
    pub many: bool,
}
