//! The crates that a program names: the first segments of its paths.
//!
//! Found by tokens, so that what macros hold counts too.

use std::collections::HashSet;
use std::str::FromStr;

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

/// What a path can begin with that is no crate to be built.
const LANGUAGE: [&str; 27] = [
    "Self",
    "alloc",
    "bool",
    "char",
    "core",
    "crate",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "proc_macro",
    "self",
    "slice",
    "std",
    "str",
    "super",
    "test",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// What a path in an attribute can begin with that is a tool: `#[allow(clippy::all)]`, `#[rustfmt::skip]`.
const TOOLS: [&str; 7] =
    ["clippy", "diagnostic", "miri", "rust_analyzer", "rustc", "rustdoc", "rustfmt"];

/// Words in front of a name that they give to something of the program's own.
const DEFINES: [&str; 7] = ["as", "enum", "mod", "struct", "trait", "type", "union"];

/// What a program's text says of crates.
#[derive(Debug, Default)]
pub struct Names {
    /// First segments of paths, with their 1-based lines and columns, in order.
    heads: Vec<(String, (usize, usize))>,
    /// Names that are the program's own, or that it imports.
    local: HashSet<String>,
    /// Every word of the text.
    words: HashSet<String>,
    /// Whether it imports all that some path has, which may be modules.
    globs: bool,
    /// What the path begins with that is being imported.
    import_head: String,
}

impl Names {
    /// Of a text without tokens there is nothing to say.
    pub fn of(text: &str) -> Self {
        let mut names = Self::default();
        names.walk(TokenStream::from_str(text).unwrap_or_default(), false, false);
        names
    }

    /// Whether a path begins so.
    pub fn has_head(&self, name: &str) -> bool {
        self.heads.iter().any(|(head, _)| head == name)
    }

    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Crates that a program names, each where it does so first.
    pub fn crates(&self) -> Vec<(&str, (usize, usize))> {
        let mut found: Vec<(&str, (usize, usize))> = Vec::new();
        for (name, place) in &self.heads {
            let foreign = !self.local.contains(name)
                && !LANGUAGE.contains(&name.as_str())
                && !TOOLS.contains(&name.as_str())
                && name.starts_with(|c: char| c.is_lowercase());
            if foreign && !found.iter().any(|(known, _)| known == name) {
                found.push((name, *place));
            }
        }
        found
    }

    /// Whether a name that is no crate may be something that the program imported with `*`.
    pub fn has_globs(&self) -> bool {
        self.globs
    }

    /// `inner`: the tokens are a group behind `::`. `import`: they are in a `use`.
    fn walk(&mut self, tokens: TokenStream, inner: bool, mut import: bool) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let group_import = import;
        for (at, tree) in trees.iter().enumerate() {
            let after_colons = at.checked_sub(2).is_some_and(|at| colons(&trees, at));
            // `::name` begins a path, `a::name` and `<A>::name` do not.
            let within = after_colons
                && at.checked_sub(3).is_some_and(|at| {
                    matches!(&trees[at], TokenTree::Ident(_)) || punct(&trees, at) == Some('>')
                });
            match tree {
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    match word.as_str() {
                        // Not the `use<…>` of a bound.
                        "use" => import = punct(&trees, at + 1) != Some('<'),
                        "as" => {}
                        _ => self.word(ident, &trees, at, import, inner || within),
                    }
                    self.words.insert(word);
                }
                TokenTree::Group(group) => {
                    let nested = import && group.delimiter() == Delimiter::Brace;
                    self.walk(group.stream(), nested && (inner || after_colons), nested);
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => import = group_import,
                TokenTree::Punct(punct) if punct.as_char() == '*' && import => self.globs = true,
                _ => {}
            }
        }
    }

    fn word(&mut self, ident: &Ident, trees: &[TokenTree], at: usize, import: bool, within: bool) {
        let name = ident.to_string();
        let name = name.trim_start_matches("r#").to_owned();
        let before = at.checked_sub(1).map(|at| trees[at].to_string()).unwrap_or_default();
        // `name::<T>()` is a call.
        let leads = colons(trees, at + 1) && punct(trees, at + 3) != Some('<');
        let member = [".", "$", "'"].contains(&before.as_str());
        let is_macro = before == "!"
            && at.checked_sub(2).is_some_and(|at| trees[at].to_string() == "macro_rules");
        if within && import && name == self.import_head {
            // `use anyhow::anyhow`: the crate is no less one for it.
        } else if DEFINES.contains(&before.as_str()) || is_macro || within && import {
            self.local.insert(name);
        } else if !within && !member && (leads || import || before == "crate") && name != "crate" {
            if import {
                self.import_head.clone_from(&name);
            }
            let start = ident.span().start();
            self.heads.push((name, (start.line, start.column + 1)));
        }
    }
}

/// Whether `::` stands there.
pub fn colons(trees: &[TokenTree], at: usize) -> bool {
    let joint = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
    punct(trees, at) == Some(':') && joint(&trees[at]) && punct(trees, at + 1) == Some(':')
}

fn punct(trees: &[TokenTree], at: usize) -> Option<char> {
    match trees.get(at)? {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates(text: &str) -> Vec<String> {
        Names::of(text).crates().iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    #[test]
    fn first_segments_are_crates() {
        let text = "use tokio::{sync::mpsc, time::{self, sleep}};\nuse {anyhow::Result, std::fmt};\n\
                    extern crate scopeguard;\n#[derive(serde::Serialize)] struct A;\n\
                    fn main() { rand::random::<u8>(); mpsc::channel(); time::sleep(); println!(\"{}\", \
                    itertools::join([1], \"\")); ::bytes::Bytes::new(); u32::max(1, 2); A::new(); }";
        assert_eq!(
            crates(text),
            ["tokio", "anyhow", "scopeguard", "serde", "rand", "itertools", "bytes"]
        );
    }

    #[test]
    fn what_is_the_programs_own_is_no_crate() {
        let text = "mod net { pub fn f() {} }\nuse tokio as rt;\nuse self::net::f;\nuse net as other;\n\
                    fn g<T: Into<u8>>(x: T) { rt::spawn(1); net::f(); other::f(); x.into::<u8>(); \
                    <T as Into<u8>>::into(x); Vec::<u8>::new(); size_of::<u8>(); let y: ::std::vec::Vec<u8>; }\n\
                    fn h<'a>(x: &'a u8) -> impl Sized + use<'a> { x }";
        assert_eq!(crates(text), ["tokio"]);
    }

    #[test]
    fn the_tools_that_attributes_name_are_no_crates() {
        let text = "#![warn(clippy::pedantic)]\n#[allow(rustdoc::all, clippy::x)] #[rustfmt::skip]\n\
                    #[diagnostic::on_unimplemented(message = \"no\")] trait A {}\nfn main() {}";
        assert_eq!(crates(text), [""; 0]);
    }

    #[test]
    fn a_macro_of_the_programs_own_is_no_crate() {
        let text = "mod macros { macro_rules! twice { ($e:expr) => { $e * 2 } } pub(crate) use twice; }\n\
                    macro_rules! add { () => {} }\nuse add as plus;\nfn main() { macros::twice!(21); plus!(); }";
        assert_eq!(crates(text), [""; 0]);
    }

    #[test]
    fn a_crate_may_have_something_of_its_own_name() {
        let text = "use anyhow::{Context, anyhow, bail};\nuse async_trait::async_trait;\n\
                    use {std::fmt, pin_project::pin_project};\nuse a::bytes;\nuse bytes::Buf;\n\
                    fn f() { bytes::Bytes::new(); anyhow::Ok(()); }";
        assert_eq!(crates(text), ["anyhow", "async_trait", "pin_project", "a"]);
    }

    #[test]
    fn places_count_from_one() {
        let names = Names::of("fn main() {\n    é(); regex::Regex::new(\"\");\n}");
        assert_eq!(names.crates(), [("regex", (2, 10))]);
    }
}
