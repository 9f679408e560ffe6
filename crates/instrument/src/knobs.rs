//! Knobs: `const DELAY_MS: u64 = 200; // knob 50..=1000 step 50: how long the fetch takes`.

use std::collections::HashMap;
use std::ops::Range;

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprLit, ExprUnary, ItemConst, ItemStatic, Lit, Type, UnOp, parse_quote};

use trace::Knob;

use crate::MarkupError;
use crate::source::{Source, range_of};

const INTEGERS: [&str; 12] =
    ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];

/// The knobs of a program, with what rewriting their uses takes.
#[derive(Default)]
pub(crate) struct Knobs {
    pub(crate) list: Vec<Knob>,
    index: HashMap<String, (usize, Type)>,
}

impl Knobs {
    /// The index of the knob called `name`.
    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.index.get(name).map(|(index, _)| *index)
    }

    /// What reads the knob called `name`: `(::tokio::__rt::knob(IDX) as TYPE)`.
    pub(crate) fn read(&self, name: &str) -> Option<Expr> {
        let (index, ty) = self.index.get(name)?;
        let index = proc_macro2::Literal::usize_unsuffixed(*index);
        Some(parse_quote!((::tokio::__rt::knob(#index) as #ty)))
    }
}

/// Finds the knobs; their constants stay, without a warning for being unused.
pub(crate) fn find(tree: &mut syn::File, source: &Source) -> Result<Knobs, MarkupError> {
    let mut finder = Finder {
        source,
        knobs: Knobs::default(),
        named: HashMap::new(),
        used: Vec::new(),
        error: None,
    };
    finder.visit_file_mut(tree);
    let Finder { knobs, named, used, error, .. } = finder;
    if let Some(error) = error {
        return Err(error);
    }
    for comment in &source.comments {
        if is_note(&comment.text) && !used.contains(&comment.range.start) {
            let reason = "a knob comment stands on the line of a `const NAME: TYPE = NUMBER;` in a module or a function";
            return Err(source.error_in(comment.range.clone(), reason));
        }
    }
    for knob in &knobs.list {
        if let [_, second, ..] = named[&*knob.name].as_slice() {
            let reason =
                format!("{} is a knob: there can be no other constant of that name", knob.name);
            return Err(source.error_in(second.clone(), reason));
        }
    }
    Ok(knobs)
}

struct Finder<'a> {
    source: &'a Source<'a>,
    knobs: Knobs,
    /// Where each constant and static is, by name.
    named: HashMap<String, Vec<Range<usize>>>,
    /// Starts of the comments that belong to a constant.
    used: Vec<usize>,
    error: Option<MarkupError>,
}

impl Finder<'_> {
    fn knob(&mut self, item: &mut ItemConst) -> Result<(), MarkupError> {
        let whole = range_of(item);
        let line = self.source.line(whole.end);
        let on_line = |at: usize| at >= whole.end && self.source.line(at) == line;
        let Some(comment) =
            self.source.comments.iter().find(|c| is_note(&c.text) && on_line(c.range.start))
        else {
            return Ok(());
        };
        let fail = |reason: String| Err(self.source.error_in(comment.range.clone(), reason));
        self.used.push(comment.range.start);
        if !is_integer(&item.ty) {
            return fail(format!("a knob is an integer, and {} is none", item.ident));
        }
        let Some(default) = literal(&item.expr) else {
            return fail(format!(
                "the value of a knob is a number as such, so that {} has a default",
                item.ident
            ));
        };
        let (range, step, about) = match parse_note(&comment.text) {
            Ok(parsed) => parsed,
            Err(reason) => return fail(reason),
        };
        if !range.contains(&default) {
            let (min, max) = (range.start(), range.end());
            return fail(format!("{} is {default}, which is outside of {min}..={max}", item.ident));
        }
        let name = item.ident.to_string();
        let (about, shared) = (about.into(), name.as_str().into());
        self.knobs.index.insert(name, (self.knobs.list.len(), (*item.ty).clone()));
        let line = self.source.line(range_of(&item.ident).start);
        let (min, max) = range.into_inner();
        self.knobs.list.push(Knob { name: shared, default, min, max, step, about, line });
        item.attrs.push(parse_quote!(#[allow(dead_code)]));
        Ok(())
    }
}

impl VisitMut for Finder<'_> {
    fn visit_item_const_mut(&mut self, item: &mut ItemConst) {
        self.named.entry(item.ident.to_string()).or_default().push(range_of(&item.ident));
        if let Err(error) = self.knob(item) {
            self.error.get_or_insert(error);
        }
        visit_mut::visit_item_const_mut(self, item);
    }

    fn visit_item_static_mut(&mut self, item: &mut ItemStatic) {
        self.named.entry(item.ident.to_string()).or_default().push(range_of(&item.ident));
        visit_mut::visit_item_static_mut(self, item);
    }
}

/// Whether a comment is meant as a knob: its first word says so.
fn is_note(text: &str) -> bool {
    text.strip_prefix("knob")
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if INTEGERS.iter().any(|name| path.path.is_ident(name)))
}

fn literal(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => literal(expr)?.checked_neg(),
        _ => None,
    }
}

/// Range, step and description of `knob MIN..=MAX step STEP: about`.
fn parse_note(text: &str) -> Result<(std::ops::RangeInclusive<i64>, i64, String), String> {
    const FORM: &str =
        "a knob comment reads `knob MIN..=MAX step STEP: about`, step and about as you like";
    let note = text.strip_prefix("knob").unwrap_or(text);
    let (setting, about) = note.split_once(':').unwrap_or((note, ""));
    let mut words = setting.split_whitespace();
    let (min, max) = words.next().and_then(|range| range.split_once("..=")).ok_or(FORM)?;
    let number = |word: &str| {
        word.replace('_', "").parse::<i64>().map_err(|_| format!("`{word}` is no number; {FORM}"))
    };
    let range = number(min)?..=number(max)?;
    let step = match (words.next(), words.next(), words.next()) {
        (None, ..) => 1,
        (Some("step"), Some(step), None) => number(step)?,
        _ => return Err(FORM.to_owned()),
    };
    if range.start() >= range.end() {
        return Err(format!(
            "the range of a knob goes from a smaller to a larger number, not {min}..={max}"
        ));
    }
    if step < 1 {
        return Err("the step of a knob is at least 1".to_owned());
    }
    Ok((range, step, about.trim().to_owned()))
}
