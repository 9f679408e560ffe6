//! A program of several files as one text: each `mod NAME;` gets its file as its body.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, ItemMod, Lit, Meta};

use crate::names::colons;

/// A program's text, and where its lines come from.
#[derive(Debug, Default)]
pub struct Flat {
    pub text: String,
    /// The files that it consists of.
    pub files: Vec<PathBuf>,
    /// Of each line the file and the line in it.
    lines: Vec<(usize, usize)>,
}

impl Flat {
    /// Where a 1-based line of the text stands.
    pub fn place(&self, line: usize) -> (&Path, usize) {
        let (file, line) =
            line.checked_sub(1).and_then(|at| self.lines.get(at)).copied().unwrap_or((0, 1));
        (&self.files[file], line)
    }

    fn push_line(&mut self, text: &str, file: usize, line: usize) {
        self.text.push_str(text);
        self.text.push('\n');
        self.lines.push((file, line));
    }
}

/// Whose root the paths of a file begin at.
#[derive(Clone, Copy)]
enum Root<'a> {
    /// The program's.
    Program,
    /// Likewise, and what begins with this name is its library's.
    ProgramWith(&'a str),
    /// The library's, which is a module of this name.
    Library(&'a str),
}

/// Reads a program whose root is `file`.
///
/// # Errors
/// A sentence with the place, if a module has no file.
pub fn flat(file: &Path) -> Result<Flat, String> {
    let mut flat = Flat::default();
    add(file, beside(file), &Around { root: Root::Program, folder: beside(file) }, &mut flat)?;
    Ok(flat)
}

/// Reads a program that uses the library of its project, which becomes a module of that name.
///
/// # Errors
/// A sentence with the place, if a module has no file.
pub fn flat_with_library(file: &Path, library: &Path, name: &str) -> Result<Flat, String> {
    let mut flat = Flat::default();
    let around = Around { root: Root::ProgramWith(name), folder: beside(file) };
    add(file, beside(file), &around, &mut flat)?;
    let index = flat.files.len();
    flat.push_line(&format!("pub mod {name} {{"), index, 1);
    add(library, beside(library), &Around { root: Root::Library(name), ..around }, &mut flat)?;
    flat.push_line("}", index, 1);
    Ok(flat)
}

/// What a file is added to.
struct Around<'a> {
    root: Root<'a>,
    /// Where the program's file lies.
    folder: &'a Path,
}

/// The text with its paths beginning at the program's root.
fn rooted(text: &str, root: Root<'_>) -> String {
    let (head, name) = match root {
        Root::Program => return text.to_owned(),
        Root::ProgramWith(name) => (name, name),
        Root::Library(name) => ("crate", name),
    };
    let mut found = Vec::new();
    heads(TokenStream::from_str(text).unwrap_or_default(), head, &mut found);
    let mut text = text.to_owned();
    for range in found.into_iter().rev() {
        text.replace_range(range, &format!("crate::{name}"));
    }
    text
}

/// Where paths begin with `head`.
fn heads(tokens: TokenStream, head: &str, found: &mut Vec<Range<usize>>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => heads(group.stream(), head, found),
            TokenTree::Ident(ident)
                if ident == head
                    && colons(&trees, at + 1)
                    && !at.checked_sub(2).is_some_and(|at| colons(&trees, at)) =>
            {
                found.push(ident.span().byte_range());
            }
            _ => {}
        }
    }
}

fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Adds a file whose modules lie in `modules`.
fn add(file: &Path, modules: &Path, around: &Around<'_>, flat: &mut Flat) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}.", file.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = instrument::relocated(text, beside(file), Some(around.folder));
    let text = rooted(&text, around.root);
    let index = flat.files.len();
    flat.files.push(file.to_owned());
    let mut declared = declared(&text, beside(file), modules).into_iter().peekable();
    let mut offset = 0;
    for (at, line) in text.lines().enumerate() {
        let mut start = offset;
        offset += line.len() + 1;
        // `\r\n`
        offset += usize::from(text[start + line.len()..].starts_with('\r'));
        let end = start + line.len();
        while let Some(module) = declared.next_if(|module| module.semicolon < end) {
            let path = module.file(file, at + 1)?;
            flat.push_line(&format!("{} {{", &text[start..module.semicolon]), index, at + 1);
            add(&path, &module.modules(&path), around, flat)?;
            flat.text.push('}');
            start = module.semicolon + 1;
        }
        flat.push_line(&text[start..end], index, at + 1);
    }
    Ok(())
}

/// A module whose body is in another file.
struct Declared {
    name: String,
    semicolon: usize,
    /// The files that it may have.
    candidates: Vec<PathBuf>,
    /// Its file was named by `#[path]`.
    named: bool,
}

impl Declared {
    fn file(&self, of: &Path, line: usize) -> Result<PathBuf, String> {
        self.candidates.iter().find(|path| path.is_file()).cloned().ok_or_else(|| {
            let candidates: Vec<_> =
                self.candidates.iter().map(|path| path.display().to_string()).collect();
            format!(
                "{}:{line}: the module `{}` has no file {}.",
                of.display(),
                self.name,
                candidates.join(" or ")
            )
        })
    }

    /// Where the modules of its file lie.
    fn modules(&self, file: &Path) -> PathBuf {
        let flat = self.named || file.file_name().is_some_and(|name| name == "mod.rs");
        if flat { beside(file).to_owned() } else { file.with_extension("") }
    }
}

/// The modules that a text declares, in order. A text that does not parse declares none: whoever marks it
/// up says what is wrong with it.
fn declared(text: &str, folder: &Path, modules: &Path) -> Vec<Declared> {
    let Ok(tree) = TokenStream::from_str(text)
        .map_err(drop)
        .and_then(|tokens| syn::parse2(tokens).map_err(drop))
    else {
        return Vec::new();
    };
    let mut finder =
        Finder { folder, modules: modules.to_owned(), inline: false, found: Vec::new() };
    finder.visit_file(&tree);
    finder.found
}

struct Finder<'a> {
    /// Where the file lies.
    folder: &'a Path,
    /// Where the files of modules lie.
    modules: PathBuf,
    /// Whether a module with a body is around.
    inline: bool,
    found: Vec<Declared>,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.attrs.iter().any(is_test) {
            return;
        }
        let name = item.ident.to_string();
        let name = name.trim_start_matches("r#").to_owned();
        let named = item.attrs.iter().find_map(path);
        match &item.semi {
            Some(semi) => {
                let candidates = match &named {
                    Some(path) if self.inline => vec![self.modules.join(path)],
                    Some(path) => vec![self.folder.join(path)],
                    None => vec![
                        self.modules.join(format!("{name}.rs")),
                        self.modules.join(&name).join("mod.rs"),
                    ],
                };
                let range: Range<usize> = semi.span().byte_range();
                let named = named.is_some();
                self.found.push(Declared { name, semicolon: range.start, candidates, named });
            }
            None => {
                let inner = self.modules.join(named.unwrap_or(name));
                let modules = std::mem::replace(&mut self.modules, inner);
                let inline = std::mem::replace(&mut self.inline, true);
                visit::visit_item_mod(self, item);
                (self.modules, self.inline) = (modules, inline);
            }
        }
    }
}

/// `#[path = "FILE"]`
fn path(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    }
}

/// `#[cfg(test)]`: the marking leaves such a module out.
fn is_test(attribute: &Attribute) -> bool {
    matches!(&attribute.meta, Meta::List(list)
        if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    #[test]
    fn each_module_gets_its_file() {
        let folder = folder(&[
            (
                "main.rs",
                "mod a;\n#[path = \"x/other.rs\"]\npub mod b; // why\nmod c {\n    mod d;\n}\nfn main() {}\n",
            ),
            ("a.rs", "//! A.\nmod e;\n"),
            ("a/e.rs", "const E: &str = include_str!(\"e.txt\");\n"),
            ("x/other.rs", "mod f;\n"),
            ("x/f/mod.rs", "mod g;\r\n"),
            ("x/f/g.rs", ""),
            ("c/d.rs", "struct D;"),
        ]);
        let flat = flat(&folder.path().join("main.rs")).expect("all files are there");
        let expected = "mod a {\n//! A.\nmod e {\nconst E: &str = include_str!(\"a/e.txt\");\n}\n}\n\
                        #[path = \"x/other.rs\"]\npub mod b {\nmod f {\nmod g {\n}\n}\n} // why\n\
                        mod c {\n    mod d {\nstruct D;\n}\n}\nfn main() {}\n";
        assert_eq!(flat.text, expected);
        let place = |line| {
            let (path, line) = flat.place(line);
            (path.strip_prefix(folder.path()).expect("inside").to_owned(), line)
        };
        assert_eq!(place(1), (PathBuf::from("main.rs"), 1));
        assert_eq!(place(4), (PathBuf::from("a/e.rs"), 1));
        assert_eq!(place(13), (PathBuf::from("main.rs"), 3));
        assert_eq!(place(18), (PathBuf::from("main.rs"), 6));
        assert_eq!(place(19), (PathBuf::from("main.rs"), 7));
    }

    #[test]
    fn a_library_becomes_a_module() {
        let folder = folder(&[
            (
                "main.rs",
                "#![allow(dead_code)]\nuse my_lib::{a, b::B};\nfn main() { my_lib::a(); }\n",
            ),
            ("lib.rs", "pub mod b;\npub fn a() { crate::b::f() }\n"),
            ("b.rs", "pub struct B;\npub(crate) fn f() { let _: crate::b::B = super::b::B; }\n"),
        ]);
        let path = |name: &str| folder.path().join(name);
        let flat =
            flat_with_library(&path("main.rs"), &path("lib.rs"), "my_lib").expect("all are there");
        let expected = "#![allow(dead_code)]\nuse crate::my_lib::{a, b::B};\nfn main() { crate::my_lib::a(); }\n\
                        pub mod my_lib {\npub mod b {\npub struct B;\n\
                        pub(crate) fn f() { let _: crate::my_lib::b::B = super::b::B; }\n}\n\
                        pub fn a() { crate::my_lib::b::f() }\n}\n";
        assert_eq!(flat.text, expected);
        assert_eq!(flat.place(7), (path("b.rs").as_path(), 2));
    }

    #[test]
    fn a_module_without_a_file_is_told_with_its_place() {
        let folder = folder(&[("main.rs", "fn main() {}\nmod lost;\n#[cfg(test)]\nmod tests;\n")]);
        let error = flat(&folder.path().join("main.rs")).expect_err("it has no file");
        assert!(error.contains("main.rs:2: the module `lost` has no file"), "{error}");
        assert!(error.contains("lost.rs or"), "{error}");
    }
}
