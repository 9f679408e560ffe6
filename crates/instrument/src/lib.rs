//! Marks up a program so that its run can be shown.
//!
//! A program is a complete, ordinary Rust file. [`mark_up`] reads it and gives a module body that
//! does the same, but tells the facade crate (known to programs as `tokio`) what happens where:
//! `EXPR.await` becomes `::tokio::__rt::awaited::<ID, _>(EXPR).await`, and so on for the branches of
//! `join!` and `select!`, spawns, prints, futures that are created and kept, costs and knobs. `ID` is
//! an index into the table of [`Site`]s, which goes into the module too.
//!
//! With [`Options::blocking`] code that blocks or panics becomes async code besides, so that it can
//! wait on a page's one thread: see the module `blocking`.
//!
//! What this crate does *not* know: how any of it is recorded, what a runtime is, where programs lie.
//! It reads no file and writes none; it runs at build time only.
//!
//! Two rules: a marked-up program means what the program means (wrappers are calls of identity-like
//! functions around an expression, so temporaries, drop order, inference, `?` and `return` stay as
//! they are); and what would be understood wrongly is a [`MarkupError`], never a guess.

mod absent;
mod as_written;
mod blocking;
mod comments;
mod costs;
mod emit;
mod facts;
mod format;
mod includes;
mod knobs;
mod macros;
mod names;
mod paths;
mod program;
mod rewrite;
mod root;
mod select;
mod sites;
mod source;
mod spawns;
mod tokens;
mod visit;

use std::fmt;

pub use as_written::as_written;
pub use includes::relocated;
pub use program::{Flavor, Scheduler};

use quote::ToTokens;
use trace::{Knob, Site};

use facts::Facts;
use rewrite::Rewriter;
use source::Source;

/// A program, marked up.
#[derive(Clone, Debug)]
pub struct Markup {
    /// A module body: the program's items, then `__PROGRAM_PACKED` and `__program_main`. The includer
    /// puts `#[allow(warnings, clippy::all)]` on the module.
    pub code: String,
    /// What the ids in `code` stand for, in the order of their start in the source.
    pub sites: Vec<Site>,
    /// The program's adjustable constants, in source order.
    pub knobs: Vec<Knob>,
    /// The runtime that `#[tokio::main(…)]` asks for.
    pub flavor: Flavor,
    /// Lines whose awaits (and the like) could not be marked, with the reason: they run, unseen.
    pub unmarked: Vec<(u32, String)>,
}

/// Why a program cannot be marked up, and where. Printed as `file:line:column: reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupError {
    /// The file, as given to [`mark_up`].
    pub file: String,
    /// 1-based line of the program as written.
    pub line: u32,
    /// 1-based column, counted in chars.
    pub column: u32,
    /// What is wrong, for the program's author.
    pub reason: String,
}

impl fmt::Display for MarkupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.reason)
    }
}

impl std::error::Error for MarkupError {}

/// What is rewritten besides what always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Options {
    /// Code that blocks and code that panics become async code, statics begin anew with each run, and
    /// `main` says how many workers it wants.
    pub blocking: bool,
    /// With `blocking`: `unwrap` and `expect` are panics too.
    pub unwraps: bool,
    /// Each turn of a loop is counted, so that one which awaits nothing can be ended: what is called is
    /// `::runner::turn`.
    pub loops: bool,
}

/// Marks up the program in `source` as the catalog has it; `file` is only named in errors.
///
/// # Errors
///
/// A program that does not parse, has no `main`, or holds something that would be shown wrongly.
pub fn mark_up(source: &str, file: &str) -> Result<Markup, MarkupError> {
    mark_up_with(source, file, &Options { blocking: true, ..Options::default() })
}

/// Marks up the program in `source`; `file` is only named in errors.
///
/// # Errors
///
/// A program that does not parse, has no `main`, or holds something that would be shown wrongly.
pub fn mark_up_with(source: &str, file: &str, options: &Options) -> Result<Markup, MarkupError> {
    let text = source;
    let mut source = Source::new(text, file)?;
    let mut tree = source.parse()?;
    absent::check(&tree, &source)?;
    let flavor = program::strip(&mut tree, &mut source)?;
    let facts = Facts::of(&tree, options);
    let knobs = knobs::find(&mut tree, &source)?;
    let costs = costs::find(&source, &knobs)?;
    let plan = blocking::plan(&tree, *options, |plan| {
        Rewriter::new(&source, &facts, &knobs, &costs, plan).scout(&tree)
    });
    let marked = Rewriter::new(&source, &facts, &knobs, &costs, &plan).run(&mut tree)?;
    let packed = trace::pack(text, &marked.sites, &knobs.list);
    emit::append(&mut tree, &packed, &program::start(&flavor, &plan));
    if text.contains("crate::") {
        let rooted = root::rooted(tree.into_token_stream(), 0);
        tree =
            syn::parse2(rooted).map_err(|error| source.syntax_error(&error, 0..0, "this file"))?;
    }
    Ok(Markup {
        code: prettyplease::unparse(&tree),
        sites: marked.sites,
        knobs: knobs.list,
        flavor,
        unmarked: marked.unmarked,
    })
}
