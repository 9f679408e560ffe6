//! A program's text cut into lines, coloured tokens and places that can be lit.

use lexer::{Token, TokenKind};
use trace::{Site, SiteId};
use yew::AttrValue;

use super::around::Around;

/// A line of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its text from left to right.
    pub parts: Vec<Fragment>,
    /// How many characters it has.
    pub chars: usize,
}

/// Characters of a line that are in the document, where the whole was not asked for.
pub const LONGEST: usize = 1_000;

impl Line {
    /// Whether it has more characters than are shown unasked.
    pub fn is_long(&self) -> bool {
        self.chars > LONGEST
    }

    /// Its first characters, as many as are shown unasked, and the rest as plain text.
    pub fn cut(&self) -> (Line, String) {
        let (mut begin, mut rest, mut room) = (Line::default(), String::new(), LONGEST);
        for part in &self.parts {
            let mut pieces = Vec::new();
            for (kind, text) in &part.pieces {
                let end = text.char_indices().nth(room).map_or(text.len(), |(end, _)| end);
                let (shown, left) = text.split_at(end);
                if !shown.is_empty() {
                    pieces.push((*kind, shared(shown)));
                }
                room -= shown.chars().count();
                rest.push_str(left);
            }
            if !pieces.is_empty() {
                begin.parts.push(Fragment { sites: part.sites.clone(), pieces });
            }
        }
        begin.chars = LONGEST - room;
        (begin, rest)
    }

    /// Appends its text as it is shown unasked.
    pub fn write(&self, to: &mut String) {
        let (begin, rest) = self.cut();
        let pieces = begin.parts.iter().flat_map(|part| &part.pieces);
        pieces.for_each(|(_, text)| to.push_str(text));
        if !rest.is_empty() {
            to.push('…');
        }
    }
}

/// A stretch of a line that lies in the same awaits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The awaits around it, the innermost first.
    pub sites: Vec<SiteId>,
    /// Its coloured pieces.
    pub pieces: Vec<(TokenKind, AttrValue)>,
}

/// Cuts a program's text. Tokens that do not cover the text leave the rest plain.
pub fn lines(source: &str, tokens: &[Token], sites: &[Site]) -> Vec<Line> {
    let mut cutter = Cutter { around: Around::new(sites), lines: vec![Line::default()], column: 1 };
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

fn shared(text: &str) -> AttrValue {
    AttrValue::Rc(text.into())
}

/// The first and the last line of a program's `main`.
pub fn main(source: &str) -> Option<(u32, u32)> {
    let lines: Vec<&str> = source.lines().collect();
    let head = lines.iter().position(|line| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.starts_with("fn main(")
    })?;
    let body = lines[head..].iter().position(|line| line.starts_with('}'))?;
    Some((head as u32 + 1, (head + body) as u32 + 1))
}

struct Cutter<'a> {
    around: Around<'a>,
    lines: Vec<Line>,
    /// Of the next character, from 1.
    column: u32,
}

impl Cutter<'_> {
    fn token(&mut self, kind: TokenKind, text: &str) {
        for (index, text) in text.split('\n').enumerate() {
            if index > 0 {
                self.lines.push(Line::default());
                self.column = 1;
            }
            self.within_a_line(kind, text);
        }
    }

    fn within_a_line(&mut self, kind: TokenKind, mut text: &str) {
        while !text.is_empty() {
            let line = self.lines.len() as u32;
            self.around.go_to((line, self.column));
            let to = self.around.changes_in(line).unwrap_or(u32::MAX);
            let chars = (to - self.column) as usize;
            let cut = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
            let (piece, rest) = text.split_at(cut);
            self.push(kind, piece);
            let chars = piece.chars().count();
            self.column += chars as u32;
            if let Some(line) = self.lines.last_mut() {
                line.chars += chars;
            }
            text = rest;
        }
    }

    fn push(&mut self, kind: TokenKind, piece: &str) {
        let piece = shared(piece);
        let sites = self.around.innermost();
        let Some(line) = self.lines.last_mut() else { return };
        match line.parts.last_mut() {
            Some(part) if part.sites.iter().eq(sites.clone()) => part.pieces.push((kind, piece)),
            _ => line
                .parts
                .push(Fragment { sites: sites.copied().collect(), pieces: vec![(kind, piece)] }),
        }
    }
}

#[cfg(test)]
mod tests {
    use trace::SiteKind;

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
        line.parts.iter().flat_map(|part| &part.pieces).map(|(_, text)| &**text).collect()
    }

    #[test]
    fn the_text_is_kept_to_the_last_character() {
        let source = "fn a() {\n    \u{201c}é\u{201d}.await;\n}\n";
        let tokens = [Token { kind: TokenKind::Keyword, len: 2 }];
        let sites = [site(SiteKind::Await, (2, 5), (2, 14))];
        let lines = lines(source, &tokens, &sites);
        let joined: Vec<_> = lines.iter().map(text).collect();
        assert_eq!(joined, ["fn a() {", "    \u{201c}é\u{201d}.await;", "}"]);
        assert_eq!(
            lines[1].parts[1].pieces,
            [(TokenKind::Plain, "\u{201c}é\u{201d}.await".into())]
        );
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
        assert_eq!(lines[2].parts[1].pieces, [(TokenKind::Plain, ";".into())]);
    }

    #[test]
    fn those_that_only_meet_are_not_within_each_other() {
        let source = "a.await.await";
        let sites = [
            site(SiteKind::Await, (1, 1), (1, 8)),
            site(SiteKind::Await, (1, 8), (1, 14)),
            site(SiteKind::Await, (1, 8), (1, 8)),
            site(SiteKind::Spawn, (1, 1), (1, 14)),
        ];
        let lines = lines(source, &[], &sites);
        let sites: Vec<_> = lines[0].parts.iter().map(|part| part.sites.clone()).collect();
        assert_eq!(sites, [vec![SiteId::from_index(0)], vec![SiteId::from_index(1)]]);
    }

    #[test]
    fn of_a_long_line_the_beginning_is_shown() {
        let source = "é b".repeat(100_000);
        let tokens: Vec<Token> =
            (0..400_000).map(|_| Token { kind: TokenKind::Number, len: 4 }).collect();
        let long = &lines(&source, &tokens[..100_000], &[])[0];
        assert!(long.is_long());
        let (begin, rest) = long.cut();
        assert_eq!((begin.chars, text(&begin).chars().count()), (LONGEST, LONGEST));
        assert!(begin.parts.iter().map(|part| part.pieces.len()).sum::<usize>() <= LONGEST);
        assert_eq!(text(&begin) + &rest, source);
        let mut shown = String::new();
        long.write(&mut shown);
        assert_eq!(shown, text(&begin) + "…");
    }

    #[test]
    fn every_program_has_its_main() {
        for scenario in scenarios::scenarios() {
            for variant in scenario.variants {
                let source = variant.program.source;
                let (from, to) = main(source).unwrap_or_else(|| panic!("{}", variant.program.id));
                let lines: Vec<_> = source.lines().collect();
                assert!(lines[from as usize - 1].contains("fn main("));
                assert_eq!(lines[to as usize - 1], "}");
            }
        }
        assert_eq!(main("fn a() {}\n#[tokio::main]\nasync fn main() {\n}\n"), Some((3, 4)));
        assert_eq!(main("fn domain() {}"), None);
    }

    #[test]
    fn an_empty_line_is_a_line() {
        assert_eq!(lines("a\n\nb\n", &[], &[]).len(), 3);
    }
}
