//! Sites as a marked-up program has them: in a text that is short to download.
//!
//! A site is a line, as the crate `instrument` writes it: fields with tabs between them. The first,
//! `A3 9 0 25 12`, says
//!
//! * what stands there: a letter, a small one for [`Site::many`];
//! * how many lines below the site before it, and in which column it begins;
//! * how many lines further down, and in which column it ends;
//! * how many characters of the program from there on are [`Site::text`];
//! * and for a branch, [`Site::group`].
//!
//! Then come the name, the function (`=` if it is that of the site before), and the text if it is not
//! written like that in the program.

use std::borrow::Cow;

use super::{Site, SiteKind};

/// The sites in `table`, which are places of the program `source`.
pub(super) fn unpack(source: &'static str, table: &'static str) -> Vec<Site> {
    let lines: Vec<&'static str> = source.lines().collect();
    let mut sites: Vec<Site> = Vec::new();
    for entry in table.lines() {
        let site = unpack_one(&lines, sites.last(), entry);
        sites.push(site);
    }
    sites
}

fn unpack_one(lines: &[&'static str], before: Option<&Site>, entry: &'static str) -> Site {
    let mut fields = entry.split('\t');
    let mut field = || fields.next().unwrap_or_default();
    let (place, name, function, text) = (field(), field(), field(), field());
    let (letter, place) = place.split_at_checked(1).unwrap_or_default();
    let mut numbers = place.split(' ').map_while(|number| number.parse::<u32>().ok());
    let mut number = || numbers.next().unwrap_or_default();
    let line = number() + before.map_or(0, |site| site.line);
    let (column, end_line, end_column) = (number(), line + number(), number());
    let chars = number() as usize;
    let written = lines.get((line as usize).saturating_sub(1)).map_or("", |written| {
        let rest = after(written, (column as usize).saturating_sub(1));
        &rest[..rest.len() - after(rest, chars).len()]
    });
    Site {
        kind: kind(letter),
        line,
        column,
        end_line,
        end_column,
        text: Cow::Borrowed(if text.is_empty() { written } else { text }),
        name: Cow::Borrowed(name),
        function: match (function, before) {
            ("=", Some(before)) => before.function.clone(),
            _ => Cow::Borrowed(function),
        },
        group: numbers.next(),
        many: letter.starts_with(|letter: char| letter.is_ascii_lowercase()),
    }
}

/// What follows so many characters.
fn after(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or("", |(at, _)| &text[at..])
}

fn kind(letter: &str) -> SiteKind {
    match letter {
        "B" | "b" => SiteKind::Branch,
        "G" | "g" => SiteKind::Group,
        "S" | "s" => SiteKind::Spawn,
        "P" | "p" => SiteKind::Print,
        "F" | "f" => SiteKind::Future,
        "C" | "c" => SiteKind::Cost,
        "X" | "x" => SiteKind::Panic,
        _ => SiteKind::Await,
    }
}
