//! Sites of every program at hand: each is the piece of source that it says it is.

use std::fs;
use std::path::Path;

use instrument::{Markup, Options, mark_up, mark_up_with};
use trace::{Site, SiteKind};

/// The byte offset of a 1-based line and column.
fn offset(source: &str, line: u32, column: u32) -> usize {
    let start: usize = source.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    start + source[start..].chars().take(column as usize - 1).map(char::len_utf8).sum::<usize>()
}

fn slice<'a>(source: &'a str, site: &Site) -> &'a str {
    let start = offset(source, site.line, site.column);
    &source[start..offset(source, site.end_line, site.end_column)]
}

/// Without whitespace and the commas before a closing bracket, which the text of a site leaves out.
fn bare(text: &str) -> String {
    let code = text.lines().map(|line| line.split(" // ").next().unwrap_or_default());
    let text: String = code.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect();
    text.replace(",)", ")").replace(",]", "]")
}

fn check(source: &str, name: &str) {
    for (blocking, unwraps) in [(false, false), (true, false), (true, true)] {
        check_with(&Options { blocking, unwraps, loops: false }, source, name);
    }
}

fn check_with(options: &Options, source: &str, name: &str) {
    let markup = mark_up_with(source, name, options).unwrap_or_else(|error| panic!("{error}"));
    syn::parse_file(&markup.code).unwrap_or_else(|error| panic!("{name}: {error}"));
    check_order(&markup, name);
    for site in &markup.sites {
        let piece = slice(source, site);
        let expected = match site.kind {
            SiteKind::Await => piece.strip_suffix(".await").expect("an await ends so").trim_end(),
            SiteKind::Cost => piece.trim_start_matches(['/', ' ']),
            _ => piece,
        };
        let (expected, text) = (bare(expected), bare(&site.text));
        let fits = match text.split_once('…') {
            Some((head, tail)) => expected.starts_with(head) && expected.ends_with(tail),
            None => expected == text,
        };
        assert!(fits, "{name}: {site:?}\nis\n{piece}");
        assert!(!site.name.is_empty() && site.text.chars().count() <= 60, "{name}: {site:?}");
    }
}

fn check_order(markup: &Markup, name: &str) {
    let starts: Vec<(u32, u32)> =
        markup.sites.iter().map(|site| (site.line, site.column)).collect();
    assert!(starts.is_sorted(), "{name}: {starts:?}");
    for (id, site) in markup.sites.iter().enumerate() {
        assert_eq!(site.group.is_some(), site.kind == SiteKind::Branch, "{name}: {site:?}");
        if let Some(group) = site.group {
            assert!((group as usize) < id && markup.sites[group as usize].kind == SiteKind::Group);
        }
    }
}

#[test]
fn sites_are_pieces_of_the_source() {
    let source = "\u{feff}const ü: u8 = 1;\r\n#[tokio::main]\r\nasync fn main() {\r\n\t/* 🦀 */ f(\"🦀\").await\r\n\t\t.g( 1, // one\r\n 2,\r\n)\r\n\t\t.await;\r\n\
        tokio::select! { _ = a\r\n.b() => { x.await }\r\n _ = &mut c => println!(\"é {}\", d.await) }\r\n}";
    check(source.trim_start_matches('\u{feff}'), "odd.rs");
    let with_mark = mark_up(source, "odd.rs").unwrap().sites;
    assert_eq!(with_mark, mark_up(source.trim_start_matches('\u{feff}'), "odd.rs").unwrap().sites);
}

#[test]
fn the_programs_at_hand_can_be_marked_up() {
    for folder in ["scenarios/programs", "native/programs"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
        let mut seen = 0;
        for entry in fs::read_dir(folder).expect("the programs are beside this crate") {
            let path = entry.expect("a readable folder").path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a readable program");
                check(&source, &path.file_name().unwrap_or_default().to_string_lossy());
                seen += 1;
            }
        }
        assert!(seen > 0);
    }
}
