//! One line of a program, rendered again only when something on it changes.

use std::rc::Rc;

use lexer::TokenKind;
use scene::runtime::names::base;
use scene::runtime::words::grouped;
use trace::{SiteId, TaskId};
use yew::prelude::*;

use super::State;
use super::lines::{Fragment, Line};
use super::marks::Mark;
use crate::view::colours::{selectable, task_class};
use crate::view::icons::Icon;
use crate::view::part::{Link, View};
use crate::view::tag::{Child, Tag, classes, list, tag};

/// Characters of a name that are shown at most.
const LONGEST: usize = 22;

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
    /// The slider of the constant on this line, if it has one.
    pub slider: Option<Slider>,
    /// What is lit on this line.
    pub lit: Option<SiteId>,
    /// The task that was chosen, if it stands here.
    pub selected: Option<TaskId>,
    /// It is shown to its end, however long it is.
    pub is_unrolled: bool,
    /// The program pane, which knows the line that is unrolled.
    pub pane: Link<State>,
}

/// What a line says of its constant's slider.
#[derive(Clone, PartialEq)]
pub struct Slider {
    /// The value in the text.
    pub default: i64,
    /// The value it has.
    pub value: i64,
    /// What it decides.
    pub about: Rc<str>,
}

impl View for CodeLine {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        code_line(self)
    }
}

fn code_line(props: &CodeLine) -> Html {
    let mark = props.mark.as_ref();
    let first = mark.and_then(|mark| mark.chips.first());
    let line = props.lines.get(props.number as usize - 1);
    let cut = line.filter(|line| line.is_long()).map(Line::cut);
    let (line, rest) = match &cut {
        Some((begin, rest)) => (Some(begin), Some(rest)),
        None => (line, None),
    };
    let parts = line.into_iter().flat_map(|line| &line.parts).map(|piece| part(piece, props));
    let mut code = tag!("code", "style" = indent(line)).children(parts);
    if let Some(rest) = rest {
        code = code.child(unroll(rest, props));
    }
    let has_site = line.is_some_and(|line| line.parts.iter().any(|part| !part.sites.is_empty()));
    let chips = (mark.is_some() || has_site).then(|| chips(mark, props.selected));
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

/// What of a long line is not shown, or all of it as plain text.
fn unroll(rest: &str, props: &CodeLine) -> Html {
    let (number, is_unrolled) = (props.number, props.is_unrolled);
    let pane = props.pane.clone();
    let toggle = move |event: MouseEvent| {
        event.stop_propagation();
        pane.change(move |state| state.unrolled = (!is_unrolled).then_some(number));
    };
    let label = match is_unrolled {
        true => "Show less of this line".to_owned(),
        false => format!("… {} more characters", grouped(rest.chars().count())),
    };
    let shown = if is_unrolled { rest.to_owned() } else { String::new() };
    let button = tag!("button", "type" = "button", "class" = "link unroll");
    list([shown.node(), button.on_click(toggle.into()).child(label).html()])
}

/// The tasks that stand here. They have the blank rest of the line: the style sheet shows names only
/// where all of them fit, and is told how many characters they are.
fn chips(mark: Option<&Mark>, selected: Option<TaskId>) -> Tag {
    let Some(mark) = mark else { return tag!("span", "class" = "chips") };
    let count = mark.chips.len() + mark.more;
    let many = mark.more > 0;
    let more = mark.chips.first().filter(|_| many).map(|first| {
        let name = if mark.alike { base(&first.name) } else { "tasks" };
        let title = format!("{} {name} are here", grouped(count));
        tag!("span", "class" = "more", "title" = title)
            .child(tag!("span", "class" = "chip-name").child(name.to_owned()))
            .child(format!("×{}", grouped(count)))
    });
    let chars = match &mark.chips[..] {
        [first, ..] if many && mark.alike => base(&first.name).chars().count(),
        _ if many => 5,
        chips => chips.iter().map(|chip| chip.name.chars().count().min(LONGEST)).sum(),
    };
    let style = format!("--of:{};--chars:{chars}", mark.chips.len());
    tag!("span", "class" = if many { "chips many" } else { "chips" }, "style" = style)
        .children(mark.chips.iter().map(|chip| {
            let selected = selected == Some(chip.task);
            selectable(chip.task, &chip.name, chip.stance.class(), selected)
        }))
        .child(more)
}

/// How far a line that goes on below itself is indented there.
fn indent(line: Option<&Line>) -> Option<String> {
    let (_, text) = line?.parts.first()?.pieces.first()?;
    let spaces = spaces(text);
    (spaces > 0).then(|| format!("--in:{spaces}"))
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

fn part(part: &Fragment, props: &CodeLine) -> Html {
    let pieces = list(part.pieces.iter().map(|(kind, text)| match class(*kind) {
        Some(class) if *kind == TokenKind::Comment => match &props.slider {
            Some(slider) => folded(slider, text),
            None => tag!("span", "class" = class).child(text.clone()).html(),
        },
        Some(class) => tag!("span", "class" = class).child(text.clone()).html(),
        None => breakable(text),
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

/// A line that is too long for the pane is broken where rustfmt would break it, if anywhere but at a
/// space: behind a parenthesis that opens, and before the `.` after one that closes. It is never broken
/// behind its indentation, which alone is more than one space.
fn breakable(text: &str) -> Html {
    let (indent, mut rest) = text.split_at(spaces(text));
    let mut pieces = Vec::new();
    if indent.len() > 1 {
        pieces.push(tag!("span", "class" = "indent").child(indent.to_owned()).html());
    } else {
        pieces.push(indent.to_owned().node());
    }
    while let Some(at) = breaks(rest) {
        let (call, next) = rest.split_at(at);
        pieces.extend([call.to_owned().node(), tag!("wbr").html()]);
        rest = next;
    }
    pieces.push(rest.to_owned().node());
    list(pieces)
}

/// How many spaces a text begins with.
fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// The first place where a text may be broken.
fn breaks(text: &str) -> Option<usize> {
    let next = text.bytes().skip(1).chain([b' ']);
    let mut pairs = text.bytes().zip(next);
    let first =
        pairs.position(|pair| matches!(pair, (b')', b'.')) || pair.0 == b'(' && pair.1 != b')');
    first.map(|at| at + 1)
}

/// The comment that gives a constant its slider: a mark, since the slider says the same, and the value
/// that the slider has set. The text stays in the document, so that what is selected and copied has it.
fn folded(slider: &Slider, comment: &AttrValue) -> Html {
    let Slider { default, value, about } = slider;
    let changed = value != default;
    let title = match changed {
        true => format!("Changed by its slider: {about}"),
        false => format!("Has a slider: {about}"),
    };
    let class = classes("knob-mark", &[(changed, "badge")]);
    let mark = tag!("span", "class" = class, "title" = title)
        .child(Icon::Slider.html())
        .child(changed.then(|| format!("{default} → {value}")));
    list([mark.html(), tag!("span", "class" = "said").child(comment.clone()).html()])
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

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn calls_are_broken_where_rustfmt_would() {
        for (text, at) in [
            ("(", Some(1)),
            ("))", None),
            (")).", Some(2)),
            ("()", None),
            ("().", Some(2)),
            ("::", None),
            (".lock()", None),
            (" = f(a, b)", Some(5)),
            ("", None),
        ] {
            assert_eq!(breaks(text), at, "{text}");
        }
    }
}
