//! What a program takes from beside its file: paths in `include_str!` and the like are relative to the file
//! that they stand in, and the marked-up program lies elsewhere.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

const MACROS: [&str; 3] = ["include", "include_bytes", "include_str"];

/// The text with the paths of its includes beginning at `root` instead of at `folder`; absolute without a
/// `root`. A text that has no tokens stays as it is.
pub fn relocated(text: &str, folder: &Path, root: Option<&Path>) -> String {
    let mut text = text.to_owned();
    if root == Some(folder) || !text.contains("include") {
        return text;
    }
    let mut found = Vec::new();
    find(TokenStream::from_str(&text).unwrap_or_default(), &mut found);
    for (range, path) in found.into_iter().rev().filter(|(_, path)| Path::new(path).is_relative()) {
        let path = folder.join(path);
        let path = root.map_or_else(|| path.clone(), |root| between(root, &path));
        text.replace_range(range, &format!("{:?}", path.display().to_string()));
    }
    text
}

/// The path that leads from a folder to a file.
fn between(folder: &Path, file: &Path) -> PathBuf {
    let same = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(same).map(|_| Component::ParentDir);
    up.chain(file.components().skip(same)).collect()
}

/// Literals that are the only argument of such a macro, with where they stand.
fn find(tokens: TokenStream, found: &mut Vec<(Range<usize>, String)>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else { continue };
        let is = |back: usize, test: &dyn Fn(&TokenTree) -> bool| {
            at.checked_sub(back).is_some_and(|at| test(&trees[at]))
        };
        let included = is(
            1,
            &|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == '!'),
        ) && is(
            2,
            &|tree| matches!(tree, TokenTree::Ident(ident) if MACROS.iter().any(|name| ident == name)),
        );
        match included.then(|| syn::parse2::<syn::LitStr>(group.stream())) {
            Some(Ok(path)) => found.push((path.span().byte_range(), path.value())),
            _ => find(group.stream(), found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_elsewhere() {
        let text =
            "fn é() { println!(\"{}\", include_str!(\"b/c.txt\").len()); include!(\"/d.rs\") }";
        let from = Path::new("/p/src/a");
        let absolute = relocated(text, from, None);
        assert_eq!(absolute, text.replace("b/c.txt", "/p/src/a/b/c.txt"));
        assert_eq!(relocated(text, from, Some(Path::new("/p/src"))), text.replace("b/c", "a/b/c"));
        assert_eq!(
            relocated(text, from, Some(Path::new("/p/x"))),
            text.replace("b/c", "../src/a/b/c")
        );
    }

    #[test]
    fn what_is_computed_stays_as_it_is() {
        let text = "const A: &str = include_str!(concat!(\"a\", \".txt\")); // include";
        assert_eq!(relocated(text, Path::new("/p"), None), text);
    }
}
