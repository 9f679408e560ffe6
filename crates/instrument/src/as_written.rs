//! The program without any marks, for the compiler to say at its own lines what is wrong with it.

use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{Attribute, ItemFn};

use crate::MarkupError;
use crate::blocking::Imports;
use crate::program::is_tokio_attribute;
use crate::root;
use crate::source::{Source, range_of};

/// The program as a module: every character stands where it stood, but for `#[tokio::main]` and
/// `#[tokio::test]`, in whose place there is nothing, and paths that begin at the crate: they begin at the
/// module.
///
/// # Errors
///
/// A program that does not parse.
pub fn as_written(source: &str, file: &str) -> Result<String, MarkupError> {
    let parsed = Source::new(source, file)?;
    let tree = parsed.parse()?;
    let mut attributes = Attributes { imports: Imports::of(&tree), found: Vec::new() };
    attributes.visit_file(&tree);
    let mut text = source.strip_prefix('\u{feff}').unwrap_or(source).as_bytes().to_vec();
    for range in attributes.found {
        for byte in &mut text[range] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    // Whole tokens were taken away, so what is left is UTF-8.
    let mut text = String::from_utf8_lossy(&text).into_owned();
    for (range, root) in root::roots(parsed.tokens(), 0).into_iter().rev() {
        let width = range.len();
        text.replace_range(range, &format!("{root:width$}"));
    }
    Ok(text)
}

struct Attributes {
    imports: Imports,
    found: Vec<Range<usize>>,
}

impl<'ast> Visit<'ast> for Attributes {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        let ours = |attribute: &&Attribute| is_tokio_attribute(attribute, &self.imports);
        self.found.extend(item.attrs.iter().filter(ours).map(range_of));
        visit::visit_item_fn(self, item);
    }
}
