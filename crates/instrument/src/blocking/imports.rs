//! What the names of a file stand for, as far as its `use` items say.

use std::collections::{HashMap, HashSet};

use syn::visit::{self, Visit};
use syn::{ItemExternCrate, ItemType, ItemUse, Path, Type, UseTree};

/// The imports of a file, whichever module or function they stand in.
#[derive(Default)]
pub(crate) struct Imports {
    /// The path behind a name; `None` if modules differ in what they mean by it.
    names: HashMap<String, Option<String>>,
    /// Paths whose every name is imported.
    globs: Vec<String>,
    /// What the file's own `type NAME = …;` stand for.
    aliases: HashMap<String, Type>,
    /// All that is imported or named by its path.
    mentioned: HashSet<String>,
}

impl Imports {
    pub(crate) fn of(tree: &syn::File) -> Self {
        let mut imports = Imports::default();
        imports.visit_file(tree);
        let mut mentions = Mentions { imports: &imports, found: HashSet::new() };
        mentions.visit_file(tree);
        let Mentions { found, .. } = mentions;
        imports.mentioned.extend(found);
        imports
    }

    /// The path in full, as `std::thread::sleep`; `None` where that cannot be told.
    pub(crate) fn resolve(&self, path: &Path) -> Option<String> {
        let mut names = path.segments.iter().map(|segment| segment.ident.to_string());
        let first = names.next()?;
        let first = if path.leading_colon.is_some() { first } else { self.expand(&first)? };
        Some(names.fold(first, |path, name| path + "::" + &name))
    }

    fn expand(&self, name: &str) -> Option<String> {
        let Some(path) = self.names.get(name) else { return Some(name.to_owned()) };
        let path = path.as_ref()?;
        // `use std::sync; use sync::mpsc;`
        match path.split_once("::") {
            Some((first, rest)) if first != name && self.names.contains_key(first) => {
                Some(format!("{}::{rest}", self.names[first].as_ref()?))
            }
            _ => Some(path.clone()),
        }
    }

    /// Whether `path` stands for `full`.
    pub(crate) fn is(&self, path: &Path, full: &str) -> bool {
        let name = path.get_ident().map(ToString::to_string);
        match name.filter(|name| !self.names.contains_key(name)) {
            Some(name) => self.globs.iter().any(|glob| format!("{glob}::{name}") == full),
            None => self.resolve(path).is_some_and(|path| path == full),
        }
    }

    /// The type that the file gives another name.
    pub(super) fn alias(&self, path: &Path) -> Option<&Type> {
        match path.segments.len() {
            1 => self.aliases.get(&path.segments[0].ident.to_string()),
            _ => None,
        }
    }

    /// Whether the file names `full` or something in it.
    pub(crate) fn mention(&self, full: &str) -> bool {
        let within = |path: &String| path.strip_prefix(full).is_some_and(starts_segment);
        self.mentioned.iter().any(within)
            || self.globs.iter().any(|glob| {
                full.strip_prefix(glob.as_str()).is_some_and(starts_segment) || within(glob)
            })
    }

    fn tree(&mut self, tree: &UseTree, before: &str) {
        let joined = |name: &syn::Ident| match before {
            "" => name.to_string(),
            _ => format!("{before}::{name}"),
        };
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &joined(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            UseTree::Glob(_) => self.globs.push(before.to_owned()),
            UseTree::Name(name) if name.ident == "self" => {
                let last = before.rsplit("::").next().unwrap_or(before);
                self.name(last.to_owned(), before.to_owned());
            }
            UseTree::Name(name) => self.name(name.ident.to_string(), joined(&name.ident)),
            UseTree::Rename(rename) if rename.ident == "self" => {
                self.name(rename.rename.to_string(), before.to_owned());
            }
            UseTree::Rename(rename) => {
                self.name(rename.rename.to_string(), joined(&rename.ident));
            }
        }
    }

    fn name(&mut self, name: String, path: String) {
        self.mentioned.insert(path.clone());
        let known = self.names.entry(name).or_insert_with(|| Some(path.clone()));
        if known.as_ref() != Some(&path) {
            *known = None;
        }
    }
}

fn starts_segment(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with("::")
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&item.tree, "");
    }

    fn visit_item_extern_crate(&mut self, item: &'ast ItemExternCrate) {
        if let Some((_, name)) = &item.rename {
            self.name(name.to_string(), item.ident.to_string());
        }
    }

    fn visit_item_type(&mut self, item: &'ast ItemType) {
        self.aliases.insert(item.ident.to_string(), (*item.ty).clone());
    }
}

/// Collects the paths in a file, in full.
struct Mentions<'a> {
    imports: &'a Imports,
    found: HashSet<String>,
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        self.found.extend(self.imports.resolve(path));
        visit::visit_path(self, path);
    }
}
