//! A program's text cut into lines, coloured tokens and places that can be lit.

use scenarios::{Token, TokenKind};
use trace::{Site, SiteId, SiteKind};

/// A line of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its text from left to right.
    pub parts: Vec<Part>,
}

/// A stretch of a line that lies in the same awaits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The awaits around it, the innermost first.
    pub sites: Vec<SiteId>,
    /// Its coloured pieces.
    pub pieces: Vec<(TokenKind, &'static str)>,
}

/// Cuts a program's text. Tokens that do not cover the text leave the rest plain.
pub fn lines(source: &'static str, tokens: &[Token], sites: &[Site]) -> Vec<Line> {
    let mut cutter = Cutter { sites: shown(sites), lines: vec![Line::default()], column: 1 };
    let mut rest = source;
    for token in tokens {
        let len = token.len.min(rest.len());
        let (text, after) = rest.split_at(len);
        cutter.token(token.kind, text);
        rest = after;
    }
    cutter.token(TokenKind::Plain, rest);
    let mut lines = cutter.lines;
    if lines.last().is_some_and(|line| line.parts.is_empty()) {
        lines.pop();
    }
    lines
}

/// The sites that can be lit, small ones first, so that the first that covers a place is the
/// innermost.
fn shown(sites: &[Site]) -> Vec<(SiteId, &Site)> {
    let size = |site: &Site| {
        (site.end_line - site.line, i64::from(site.end_column) - i64::from(site.column))
    };
    // There are few, and nothing else in the page needs the code that sorts.
    let mut shown = Vec::<(SiteId, &Site)>::new();
    for (index, site) in sites.iter().enumerate() {
        if matches!(site.kind, SiteKind::Await | SiteKind::Branch | SiteKind::Group) {
            let after = shown.partition_point(|(_, other)| size(other) <= size(site));
            shown.insert(after, (SiteId::from_index(index), site));
        }
    }
    shown
}

struct Cutter<'a> {
    sites: Vec<(SiteId, &'a Site)>,
    lines: Vec<Line>,
    /// Of the next character, from 1.
    column: u32,
}

impl Cutter<'_> {
    fn token(&mut self, kind: TokenKind, text: &'static str) {
        for (index, text) in text.split('\n').enumerate() {
            if index > 0 {
                self.lines.push(Line::default());
                self.column = 1;
            }
            self.within_a_line(kind, text);
        }
    }

    fn within_a_line(&mut self, kind: TokenKind, mut text: &'static str) {
        while !text.is_empty() {
            let to = self.boundary();
            let chars = (to - self.column) as usize;
            let cut = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
            let (piece, rest) = text.split_at(cut);
            self.push(kind, piece);
            self.column += piece.chars().count() as u32;
            text = rest;
        }
    }

    /// The first column after this one at which an await begins or ends.
    fn boundary(&self) -> u32 {
        let line = self.lines.len() as u32;
        let begins = self.sites.iter().filter(|(_, s)| s.line == line).map(|(_, s)| s.column);
        let ends = self.sites.iter().filter(|(_, s)| s.end_line == line).map(|(_, s)| s.end_column);
        begins.chain(ends).filter(|column| *column > self.column).min().unwrap_or(u32::MAX)
    }

    fn push(&mut self, kind: TokenKind, piece: &'static str) {
        let here = (self.lines.len() as u32, self.column);
        let sites: Vec<SiteId> = self
            .sites
            .iter()
            .filter(|(_, s)| (s.line, s.column) <= here && here < (s.end_line, s.end_column))
            .map(|(id, _)| *id)
            .collect();
        let Some(line) = self.lines.last_mut() else { return };
        match line.parts.last_mut() {
            Some(part) if part.sites == sites => part.pieces.push((kind, piece)),
            _ => line.parts.push(Part { sites, pieces: vec![(kind, piece)] }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(kind: SiteKind, from: (u32, u32), to: (u32, u32)) -> Site {
        Site {
            kind,
            line: from.0,
            column: from.1,
            end_line: to.0,
            end_column: to.1,
            text: "".into(),
            name: "".into(),
            function: "".into(),
            group: None,
            many: false,
        }
    }

    fn text(line: &Line) -> String {
        line.parts.iter().flat_map(|part| &part.pieces).map(|(_, text)| *text).collect()
    }

    #[test]
    fn the_text_is_kept_to_the_last_character() {
        let source = "fn a() {\n    \u{201c}é\u{201d}.await;\n}\n";
        let tokens = [Token { kind: TokenKind::Keyword, len: 2 }];
        let sites = [site(SiteKind::Await, (2, 5), (2, 14))];
        let lines = lines(source, &tokens, &sites);
        let joined: Vec<_> = lines.iter().map(text).collect();
        assert_eq!(joined, ["fn a() {", "    \u{201c}é\u{201d}.await;", "}"]);
        assert_eq!(lines[1].parts[1].pieces, [(TokenKind::Plain, "\u{201c}é\u{201d}.await")]);
    }

    #[test]
    fn an_await_within_an_await_is_inner() {
        let source = "a(b().await).await";
        let sites =
            [site(SiteKind::Await, (1, 1), (1, 19)), site(SiteKind::Await, (1, 3), (1, 12))];
        let (outer, inner) = (SiteId::from_index(0), SiteId::from_index(1));
        let lines = lines(source, &[], &sites);
        let sites: Vec<_> = lines[0].parts.iter().map(|part| part.sites.clone()).collect();
        assert_eq!(sites, [vec![outer], vec![inner, outer], vec![outer]]);
    }

    #[test]
    fn an_await_may_span_lines() {
        let source = "async {\n  1\n}.await;";
        let sites = [site(SiteKind::Await, (1, 1), (3, 8))];
        let lines = lines(source, &[], &sites);
        assert!(lines[1].parts[0].sites.contains(&SiteId::from_index(0)));
        assert_eq!(lines[2].parts[1].pieces, [(TokenKind::Plain, ";")]);
    }

    #[test]
    fn an_empty_line_is_a_line() {
        assert_eq!(lines("a\n\nb\n", &[], &[]).len(), 3);
    }
}
