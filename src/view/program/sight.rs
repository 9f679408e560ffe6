//! Of a long program the lines in sight are drawn with all that belongs to them; the others are plain
//! text, a block of lines in one element, so that they can still be searched, selected, copied and printed.

use std::ops::Range;

use web_sys::{Element, HtmlElement};

/// A program of this many lines is drawn whole.
const WHOLE: usize = 400;
/// Lines of a block.
const BLOCK: usize = 40;

/// The blocks in sight, with one before and one after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight(Range<usize>);

impl Default for Sight {
    fn default() -> Self {
        Self(0..3)
    }
}

/// A piece of a program in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A line with all that belongs to it, from 1.
    Line(u32),
    /// The plain text of these lines.
    Plain(Range<u32>),
}

/// Whether of so many lines only those in sight are drawn.
pub fn is_cut(lines: usize) -> bool {
    lines > WHOLE
}

/// What is in the document of so many lines. `active` is a line that has to be there to be followed.
pub fn pieces(lines: usize, sight: &Sight, active: Option<u32>) -> Vec<Piece> {
    if !is_cut(lines) {
        return (1..=lines as u32).map(Piece::Line).collect();
    }
    let active = active.map(|line| (line as usize - 1) / BLOCK);
    let mut pieces = Vec::new();
    for block in 0..lines.div_ceil(BLOCK) {
        let first = (block * BLOCK) as u32 + 1;
        let lines = first..(first + BLOCK as u32).min(lines as u32 + 1);
        match sight.0.contains(&block) || active == Some(block) {
            true => pieces.extend(lines.map(Piece::Line)),
            false => pieces.push(Piece::Plain(lines)),
        }
    }
    pieces
}

/// Which blocks are in sight in the element that scrolls.
pub fn in_sight(code: &Element) -> Option<Sight> {
    let rows = code.query_selector(".lines").ok()??.children();
    let (from, to) = (code.scroll_top(), code.scroll_top() + code.client_height());
    let is_past = |at: u32, edge: i32| bounds(&rows, at).is_some_and(|(_, bottom)| bottom <= edge);
    let first = first_not(rows.length(), |at| is_past(at, from));
    let last = first_not(rows.length(), |at| is_past(at, to)).min(rows.length().saturating_sub(1));
    let block = |at: u32| {
        let row = rows.item(at)?;
        let line = row.get_attribute("data-line").or_else(|| row.get_attribute("data-from"))?;
        Some((line.parse::<usize>().ok()? - 1) / BLOCK)
    };
    Some(Sight(block(first)?.saturating_sub(1)..block(last)? + 2))
}

/// Top and bottom of a row.
fn bounds(rows: &web_sys::HtmlCollection, at: u32) -> Option<(i32, i32)> {
    let row: HtmlElement = wasm_bindgen::JsCast::dyn_into(rows.item(at)?).ok()?;
    Some((row.offset_top(), row.offset_top() + row.offset_height()))
}

/// The first number below `count` of which something is not true that is true of all before it; `count` if
/// it is true of all.
fn first_not(count: u32, is: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = (low + high) / 2;
        if is(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that pieces have, and how many elements these are at the most.
    fn check(lines: usize, sight: Sight, active: Option<u32>) -> usize {
        let pieces = pieces(lines, &sight, active);
        let mut next = 1;
        for piece in &pieces {
            let range = match piece {
                Piece::Line(line) => *line..line + 1,
                Piece::Plain(range) => range.clone(),
            };
            assert_eq!(range.start, next, "every line stands once, in its order");
            next = range.end;
        }
        assert_eq!(next as usize, lines + 1);
        if let Some(active) = active {
            assert!(pieces.contains(&Piece::Line(active)), "{active}");
        }
        pieces.len()
    }

    #[test]
    fn a_usual_program_is_drawn_whole() {
        for lines in [0, 1, 30, 400] {
            assert_eq!(check(lines, Sight::default(), None), lines);
        }
    }

    #[test]
    fn of_a_long_one_a_few_blocks_are() {
        let most = 8_000 / BLOCK + 4 * BLOCK;
        for lines in [401, 440, 2_000, 7_999, 8_000] {
            for sight in [Sight::default(), Sight(5..8), Sight(198..300)] {
                assert!(check(lines, sight.clone(), None) <= most);
                assert!(check(lines, sight, Some(lines as u32)) <= most);
            }
        }
    }

    #[test]
    fn the_first_is_found_by_halving() {
        for count in 0..20 {
            for first in 0..=count {
                assert_eq!(first_not(count, |at| at < first), first);
            }
        }
    }
}
