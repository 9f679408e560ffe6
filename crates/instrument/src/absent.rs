//! What programs import that no facade has: said in a sentence, at its place.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Ident, ItemUse, Path, UseTree};

use crate::MarkupError;
use crate::source::{Source, range_of};

/// Paths, and why there is nothing at them.
const ABSENT: [(&str, &str); 6] = [
    (
        "tokio::net",
        "there is no network where programs run here: tokio::io::duplex is a connection in memory",
    ),
    (
        "tokio::fs",
        "there are no files where programs run here: a &[u8], a Vec<u8> and tokio::io::duplex read and \
         write in memory",
    ),
    ("tokio::process", "a program cannot start another where programs run here"),
    ("tokio_util::net", "there is no network where programs run here"),
    ("tokio_util::udp", "there is no network where programs run here"),
    ("tokio_util::compat", "the traits of futures::io are not bridged here: tokio::io has its own"),
];

/// Looks for paths in the file that lead to what is absent.
pub(crate) fn check(tree: &syn::File, source: &Source) -> Result<(), MarkupError> {
    let mut search = Search { source, error: None };
    search.visit_file(tree);
    search.error.map_or(Ok(()), Err)
}

struct Search<'a> {
    source: &'a Source<'a>,
    error: Option<MarkupError>,
}

impl Search<'_> {
    fn look(&mut self, path: &str, range: Range<usize>) {
        let leads = |absent: &str| {
            path.strip_prefix(absent).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        if let Some((absent, reason)) = ABSENT.iter().find(|(absent, _)| leads(absent)) {
            let error = self.source.error_in(range, format!("{absent} is absent: {reason}"));
            self.error.get_or_insert(error);
        }
    }

    fn tree(&mut self, tree: &UseTree, before: &str) {
        let joined = |name: &Ident| match before {
            "" => name.to_string(),
            _ => format!("{before}::{name}"),
        };
        match tree {
            UseTree::Path(path) => {
                let so_far = joined(&path.ident);
                self.look(&so_far, range_of(&path.ident));
                self.tree(&path.tree, &so_far);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            UseTree::Name(name) => self.look(&joined(&name.ident), range_of(&name.ident)),
            UseTree::Rename(name) => self.look(&joined(&name.ident), range_of(&name.ident)),
            UseTree::Glob(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&item.tree, "");
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.look(&names.join("::"), path.span().byte_range());
        visit::visit_path(self, path);
    }
}
