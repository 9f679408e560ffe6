//! The small subset of Markdown that notes are written in: paragraphs, lists, fenced code; within
//! them `code`, **bold**, *emphasis* and links to https.
//!
//! It is read into values and drawn as elements, so text can never become markup. A full Markdown
//! parser takes 68 KB of the download, more than a quarter of its budget.

use yew::prelude::*;

use super::glossary::{self, Linked};
use super::part::{Link, View};
use super::tag::{Tag, list, tag};

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Lines between fences, as they are.
    Code(Vec<String>),
    /// A list, numbered or not.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<Inline>>,
    },
}

/// A stretch within a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Program text.
    Code(String),
    /// Bold.
    Strong(Vec<Inline>),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// A link: its text and its address.
    Link(Vec<Inline>, String),
}

/// Reads a text.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with("```") {
            let code = lines.by_ref().take_while(|line| !line.starts_with("```"));
            blocks.push(Block::Code(code.map(str::to_owned).collect()));
            continue;
        }
        // The block's other lines: up to an empty one, a fence or the next item.
        let mut content = vec![item(line).map_or(line, |(_, content)| content)];
        while let Some(more) = lines.next_if(|next| {
            !next.trim().is_empty() && !next.starts_with("```") && item(next).is_none()
        }) {
            content.push(more.trim_start());
        }
        let inlines = inline(&content.join(" "));
        match (item(line), blocks.last_mut()) {
            (Some((is, _)), Some(Block::List { numbered, items })) if *numbered == is => {
                items.push(inlines);
            }
            (Some((numbered, _)), _) => blocks.push(Block::List { numbered, items: vec![inlines] }),
            (None, _) => blocks.push(Block::Paragraph(inlines)),
        }
    }
    blocks
}

/// Whether a line begins an item, of a numbered list or another, and what follows its mark.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(content) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, content));
    }
    let content = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let content = (content.len() < line.len()).then_some(content)?.strip_prefix(". ")?;
    Some((true, content))
}

fn inline(text: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while at < text.len() {
        match span(&text[at..]) {
            Some((inline, len)) => {
                if plain < at {
                    found.push(Inline::Text(text[plain..at].to_owned()));
                }
                found.push(inline);
                at += len;
                plain = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if plain < text.len() {
        found.push(Inline::Text(text[plain..].to_owned()));
    }
    found
}

/// What begins here, with its length; nothing if it is not closed.
fn span(text: &str) -> Option<(Inline, usize)> {
    let between = |mark: &str| {
        let inner = text.strip_prefix(mark)?;
        let inner = &inner[..inner.find(mark)?];
        let tight = !inner.is_empty() && inner.trim() == inner;
        tight.then_some((inner, inner.len() + 2 * mark.len()))
    };
    if let Some((inner, len)) = between("`") {
        return Some((Inline::Code(inner.to_owned()), len));
    }
    if let Some((inner, len)) = between("**") {
        return Some((Inline::Strong(inline(inner)), len));
    }
    if let Some((inner, len)) = between("*") {
        return Some((Inline::Emphasis(inline(inner)), len));
    }
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let safe = address.starts_with("https://") && !label.contains('[');
    safe.then(|| (Inline::Link(inline(label), address.to_owned()), label.len() + address.len() + 4))
}

/// A text, read once.
#[derive(PartialEq)]
pub struct Prose {
    /// The text.
    pub text: &'static str,
}

impl View for Prose {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        let (blocks, linked) = (parse(self.text), Linked::default());
        let block =
            |(key, block): (usize, &_)| tag!("div").key(key).child(draw_block(block, &linked));
        tag!("div", "class" = "prose").children(blocks.iter().enumerate().map(block)).html()
    }
}

/// Draws one line: what a paragraph may hold. Its words are explained elsewhere.
pub fn line(text: &str) -> Html {
    draw(&inline(text), &Linked::new(glossary::ALL))
}

fn draw_block(block: &Block, linked: &Linked) -> Tag {
    match block {
        Block::Paragraph(inlines) => tag!("p").child(draw(inlines, linked)),
        Block::Code(lines) => tag!("pre").child(tag!("code").child(lines.join("\n"))),
        Block::List { numbered, items } => {
            let list = if *numbered { tag!("ol") } else { tag!("ul") };
            let item =
                |(key, inlines): (usize, &Vec<_>)| tag!("li").key(key).child(draw(inlines, linked));
            list.children(items.iter().enumerate().map(item))
        }
    }
}

fn draw(inlines: &[Inline], linked: &Linked) -> Html {
    list(inlines.iter().map(|inline| {
        match inline {
            Inline::Text(text) => glossary::text(text, linked),
            Inline::Code(text) => glossary::code(text, linked),
            Inline::Strong(inner) => tag!("strong").child(draw(inner, linked)).html(),
            Inline::Emphasis(inner) => tag!("em").child(draw(inner, linked)).html(),
            Inline::Link(inner, address) => tag!(
                "a",
                "href" = address.clone(),
                "target" = "_blank",
                "rel" = "noopener noreferrer",
            )
            .child(draw(inner, &Linked::new(glossary::ALL)))
            .html(),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, parse};

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn code(text: &str) -> Inline {
        Inline::Code(text.to_owned())
    }

    fn paragraph(text: &str) -> Vec<Inline> {
        match parse(text).remove(0) {
            Block::Paragraph(inlines) => inlines,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn stretches() {
        assert_eq!(
            paragraph("a `b*c*` **d *e*** f"),
            [text("a "), code("b*c*"), text(" "), Inline::Strong(vec![text("d *e")]), text("* f"),]
        );
        assert_eq!(paragraph("*x* y"), [Inline::Emphasis(vec![text("x")]), text(" y")]);
    }

    #[test]
    fn a_stretch_may_run_over_the_end_of_a_line() {
        assert_eq!(paragraph("a `b\nc`"), [text("a "), code("b c")]);
    }

    #[test]
    fn what_is_not_closed_is_text() {
        assert_eq!(paragraph("2 * 3 ` and ** [x]"), [text("2 * 3 ` and ** [x]")]);
    }

    #[test]
    fn links_lead_to_https_only() {
        let link = Inline::Link(vec![text("docs")], "https://docs.rs".to_owned());
        assert_eq!(paragraph("[docs](https://docs.rs)"), [link]);
        assert_eq!(paragraph("[x](javascript:a)"), [text("[x](javascript:a)")]);
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(paragraph("<b>x</b> &amp;"), [text("<b>x</b> &amp;")]);
    }

    #[test]
    fn blocks() {
        let notes = "one\ntwo\n\n- a\n- b\n  c\n\n1. d\n\n```rust\nlet x;\n\n  y\n```\nend";
        assert_eq!(
            parse(notes),
            [
                Block::Paragraph(vec![text("one two")]),
                Block::List { numbered: false, items: vec![vec![text("a")], vec![text("b c")]] },
                Block::List { numbered: true, items: vec![vec![text("d")]] },
                Block::Code(["let x;", "", "  y"].map(str::to_owned).to_vec()),
                Block::Paragraph(vec![text("end")]),
            ]
        );
    }
}
