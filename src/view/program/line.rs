//! One line of a program, drawn again only when something on it changes.

use std::rc::Rc;

use scenarios::TokenKind;
use trace::{SiteId, TaskId};
use yew::prelude::*;

use super::lines::{Line, Part};
use super::marks::Mark;
use crate::view::colours::{selectable, task_class};
use crate::view::part::{Link, View};
use crate::view::tag::{Child, Tag, classes, list, tag};

/// One line of a program with its gutter and its marks.
#[derive(PartialEq)]
pub struct CodeLine {
    /// All lines of the program.
    pub lines: Rc<Vec<Line>>,
    /// Which of them this is, from 1.
    pub number: u32,
    /// The tasks that stand here.
    pub mark: Option<Mark>,
    /// How often its awaits have been polled.
    pub polls: usize,
    /// A knob's value in the text and the one it has, if they differ.
    pub knob: Option<(i64, i64)>,
    /// What is lit on this line.
    pub lit: Option<SiteId>,
    /// The task that was chosen, if it stands here.
    pub selected: Option<TaskId>,
}

impl View for CodeLine {
    type Kept = ();

    fn html(&self, _: &mut (), _: &Link<()>) -> Html {
        code_line(self)
    }
}

fn code_line(props: &CodeLine) -> Html {
    let mark = props.mark.as_ref();
    let first = mark.and_then(|mark| mark.chips.first());
    let line = props.lines.get(props.number as usize - 1);
    let parts = line.into_iter().flat_map(|line| &line.parts).map(|piece| part(piece, props));
    let commented = line.is_some_and(has_comment);
    // What is said beside the code goes on below it rather than out of sight.
    let mut code = tag!("code", "class" = commented.then_some("wraps")).children(parts);
    if !commented {
        code = code.child(badge(props.knob));
    }
    let chips = mark.into_iter().flat_map(|mark| &mark.chips);
    let more = mark.map(|mark| mark.more).filter(|more| *more > 0);
    let chips = tag!("span", "class" = "chips")
        .children(chips.map(|c| {
            let selected = props.selected == Some(c.task);
            selectable(c.task, &c.name, c.stance.class(), selected)
        }))
        .child(more.map(|more| tag!("span", "class" = "more").child(format!("+{more}"))));
    let polls = tag!("span", "class" = "polls", "title" = polls_title(props.polls))
        .child((props.polls > 0).then(|| count(props.polls)));
    let number = props.number.to_string();
    let at = first.map(|chip| ["at", chip.stance.class(), task_class(chip.task)]);
    let class = classes("line", &at.unwrap_or_default().map(|class| (at.is_some(), class)));
    tag!("div", "class" = class, "data-line" = number.clone())
        .child(polls)
        .child(tag!("span", "class" = "number", "aria-hidden" = "true").child(number))
        .child(code)
        .child(chips)
        .html()
}

/// In the width that the gutter has.
fn count(polls: usize) -> String {
    match polls {
        0..10_000 => format!("×{polls}"),
        _ => format!("×{}k", polls / 1_000),
    }
}

fn polls_title(polls: usize) -> Option<String> {
    match polls {
        0 => None,
        1 => Some("The await on this line has been polled once.".to_owned()),
        _ => Some(format!("The awaits on this line have been polled {polls} times.")),
    }
}

fn part(part: &Part, props: &CodeLine) -> Html {
    let pieces = list(part.pieces.iter().map(|(kind, text)| match class(*kind) {
        // A knob's line ends in the comment that makes it one, which may run out of sight.
        Some(class) if *kind == TokenKind::Comment => {
            list([badge(props.knob).node(), tag!("span", "class" = class).child(*text).html()])
        }
        Some(class) => tag!("span", "class" = class).child(*text).html(),
        None => text.node(),
    }));
    let Some(site) = part.sites.first() else { return pieces };
    let is_lit = props.lit.is_some_and(|lit| part.sites.contains(&lit));
    tag!(
        "span",
        "class" = if is_lit { "site lit" } else { "site" },
        "data-site" = site.to_string(),
    )
    .child(pieces)
    .html()
}

fn has_comment(line: &Line) -> bool {
    let mut pieces = line.parts.iter().flat_map(|part| &part.pieces);
    pieces.any(|(kind, _)| *kind == TokenKind::Comment)
}

fn badge(knob: Option<(i64, i64)>) -> Option<Tag> {
    let (from, to) = knob?;
    let badge = tag!("span", "class" = "badge", "title" = "Changed by its slider");
    Some(badge.child(format!("{from} → {to}")))
}

fn class(kind: TokenKind) -> Option<&'static str> {
    match kind {
        TokenKind::Plain => None,
        TokenKind::Keyword => Some("t-keyword"),
        TokenKind::Async => Some("t-async"),
        TokenKind::Type => Some("t-type"),
        TokenKind::Function => Some("t-function"),
        TokenKind::Macro => Some("t-macro"),
        TokenKind::String => Some("t-string"),
        TokenKind::Number => Some("t-number"),
        TokenKind::Comment => Some("t-comment"),
        TokenKind::Lifetime => Some("t-lifetime"),
    }
}
