//! The sites and knobs of a program as text, the form in which a compiled program keeps them because it is
//! short to download.
//!
//! A site is a line of fields separated by tabs. The first field, for example `A3 9 0 25 12`, holds
//!
//! * the kind of the site: a letter, in lower case for [`Site::many`];
//! * how many lines below the site before it begins, and in which column;
//! * how many lines farther down it ends, and in which column;
//! * how many characters of the program, from its beginning on, are [`Site::text`];
//! * and for a branch, [`Site::group`].
//!
//! The other fields are the name, the function (`=` if it is that of the site before), and the text if the
//! program does not have it literally at that place.
//!
//! A knob is a line, too. Its first field, for example `K200 50 1000 50 4`, holds the default, the least and
//! the largest value, the step and the line; the other fields are the name and what the constant controls.

use std::fmt::Write;
use std::rc::Rc;

use crate::{Knob, Site, SiteKind};

/// The letter of a knob's line; no kind of site has it.
const KNOB: char = 'K';

/// Each kind of site with its letter.
const LETTERS: [(SiteKind, char); 8] = [
    (SiteKind::Await, 'A'),
    (SiteKind::Branch, 'B'),
    (SiteKind::Cost, 'C'),
    (SiteKind::Future, 'F'),
    (SiteKind::Group, 'G'),
    (SiteKind::Print, 'P'),
    (SiteKind::Spawn, 'S'),
    (SiteKind::Panic, 'X'),
];

/// The sites and knobs of the program `source` as one text, which [`Listing::unpack`](super::Listing::unpack)
/// reads.
pub fn pack(source: &str, sites: &[Site], knobs: &[Knob]) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let mut packed = String::new();
    let mut before = None;
    for site in sites {
        push_site(&mut packed, site, before, &lines);
        before = Some(site);
    }
    for knob in knobs {
        let Knob { name, default, min, max, step, about, line } = knob;
        let entry = format!("{KNOB}{default} {min} {max} {step} {line}\t{name}\t{about}");
        let _ = writeln!(packed, "{}", entry.trim_end());
    }
    packed
}

fn push_site(packed: &mut String, site: &Site, before: Option<&Site>, lines: &[&str]) {
    let letter = LETTERS.iter().find(|(kind, _)| *kind == site.kind).map_or('A', |found| found.1);
    let letter = if site.many { letter.to_ascii_lowercase() } else { letter };
    let down = site.line - before.map_or(0, |before| before.line);
    let (column, height, end_column) = (site.column, site.end_line - site.line, site.end_column);
    let (chars, text) = match rest_of_line(lines, site.line, site.column).starts_with(&*site.text) {
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
    let _ = writeln!(packed, "{}", entry.trim_end());
}

/// The sites and knobs in `packed`, which [`pack`] wrote for the program `source`.
pub(super) fn unpack(source: &str, packed: &str) -> (Vec<Site>, Vec<Knob>) {
    let lines: Vec<&str> = source.lines().collect();
    let (mut sites, mut knobs) = (Vec::new(), Vec::new());
    for entry in packed.lines() {
        match entry.strip_prefix(KNOB) {
            Some(entry) => knobs.push(unpack_knob(entry)),
            None => sites.push(unpack_site(&lines, sites.last(), entry)),
        }
    }
    (sites, knobs)
}

fn unpack_knob(entry: &str) -> Knob {
    let mut fields = entry.split('\t');
    let mut field = || fields.next().unwrap_or_default();
    let (numbers, name, about) = (field(), field().into(), field().into());
    let mut numbers = numbers.split(' ').map_while(|number| number.parse::<i64>().ok());
    let mut number = || numbers.next().unwrap_or_default();
    let (default, min, max, step) = (number(), number(), number(), number());
    let line = u32::try_from(number()).unwrap_or_default();
    Knob { name, default, min, max, step, about, line }
}

fn unpack_site(lines: &[&str], before: Option<&Site>, entry: &str) -> Site {
    let mut fields = entry.split('\t');
    let mut field = || fields.next().unwrap_or_default();
    let (place, name, function, text) = (field(), field(), field(), field());
    let mut place = place.chars();
    let letter = place.next().unwrap_or('A');
    let mut numbers = place.as_str().split(' ').map_while(|number| number.parse::<u32>().ok());
    let mut number = || numbers.next().unwrap_or_default();
    let line = number() + before.map_or(0, |site| site.line);
    let (column, end_line, end_column) = (number(), line + number(), number());
    let written = beginning(rest_of_line(lines, line, column), number() as usize);
    Site {
        kind: kind(letter),
        line,
        column,
        end_line,
        end_column,
        text: if text.is_empty() { written } else { text }.into(),
        name: name.into(),
        function: match (function, before) {
            ("=", Some(before)) => Rc::clone(&before.function),
            _ => function.into(),
        },
        group: numbers.next(),
        many: letter.is_ascii_lowercase(),
    }
}

fn kind(letter: char) -> SiteKind {
    let letter = letter.to_ascii_uppercase();
    LETTERS.iter().find(|found| found.1 == letter).map_or(SiteKind::Await, |(kind, _)| *kind)
}

/// The text of a line from a column on; both count from 1, columns in characters.
fn rest_of_line<'a>(lines: &[&'a str], line: u32, column: u32) -> &'a str {
    let text = lines.get((line as usize).saturating_sub(1)).copied().unwrap_or_default();
    &text[beginning(text, (column as usize).saturating_sub(1)).len()..]
}

/// The first `chars` characters of a text.
fn beginning(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let source = "const ÄB: i64 = -5; // knob -10..=5\nasync fn f() {\n    ä().await;\n}\n";
        let site = |kind, line, text: &str, group| Site {
            kind,
            line,
            column: 5,
            end_line: line + 1,
            end_column: 2,
            text: text.into(),
            name: "ä".into(),
            function: "f".into(),
            group,
            many: group.is_some(),
        };
        let written = site(SiteKind::Await, 3, "ä().await", None);
        let squeezed = site(SiteKind::Branch, 3, "not written so", Some(0));
        let elsewhere = Site { function: "".into(), ..site(SiteKind::Panic, 9, "", None) };
        let sites = [written, squeezed, elsewhere];
        let knob = |about: &str| Knob {
            name: "ÄB".into(),
            default: -5,
            min: -10,
            max: 5,
            step: 1,
            about: about.into(),
            line: 1,
        };
        let knobs = [knob(""), knob("how far: left")];
        let packed = pack(source, &sites, &knobs);
        assert_eq!(unpack(source, &packed), (sites.to_vec(), knobs.to_vec()));
    }

    #[test]
    fn every_kind_has_a_letter_of_its_own() {
        for (kind, letter) in LETTERS {
            assert_eq!(super::kind(letter), kind);
            assert_ne!(letter, KNOB);
        }
    }
}
