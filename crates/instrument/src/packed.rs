//! The sites as a text that is short to download. The crate `trace` says what it looks like, and
//! unpacks it when a run begins.

use std::fmt::Write;

use crate::sites::{Site, SiteKind};
use crate::source::Source;

/// A line for each site.
pub(crate) fn table(sites: &[Site], source: &Source) -> String {
    let mut table = String::new();
    let mut before = None;
    for site in sites {
        push(&mut table, site, before, source);
        before = Some(site);
    }
    table
}

fn push(table: &mut String, site: &Site, before: Option<&Site>, source: &Source) {
    let letter = letter(site.kind);
    let letter = if site.many { letter.to_ascii_lowercase() } else { letter };
    let down = site.line - before.map_or(0, |before| before.line);
    let (column, height, end_column) = (site.column, site.end_line - site.line, site.end_column);
    let (chars, text) = match source.rest_of_line(site.line, site.column).starts_with(&site.text) {
        true => (site.text.chars().count(), ""),
        false => (0, &*site.text),
    };
    let group = site.group.map(|group| format!(" {group}")).unwrap_or_default();
    let function = match before {
        Some(before) if before.function == site.function => "=",
        _ => &site.function,
    };
    let place = format!("{letter}{down} {column} {height} {end_column} {chars}{group}");
    let entry = format!("{place}\t{}\t{function}\t{text}", site.name);
    let _ = writeln!(table, "{}", entry.trim_end());
}

fn letter(kind: SiteKind) -> char {
    match kind {
        SiteKind::Await => 'A',
        SiteKind::Branch => 'B',
        SiteKind::Group => 'G',
        SiteKind::Spawn => 'S',
        SiteKind::Print => 'P',
        SiteKind::Future => 'F',
        SiteKind::Cost => 'C',
        SiteKind::Panic => 'X',
    }
}
