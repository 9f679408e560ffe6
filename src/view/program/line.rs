//! One line of a program, drawn again only when something on it changes.

use std::rc::Rc;

use scenarios::TokenKind;
use trace::SiteId;
use yew::prelude::*;

use super::lines::{Line, Part};
use super::marks::Mark;
use crate::view::colours::{chip, task_class};

/// What [`CodeLine`] needs.
#[derive(Properties, PartialEq)]
pub struct CodeLineProps {
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
}

/// One line of a program with its gutter and its marks.
#[component]
pub fn CodeLine(props: &CodeLineProps) -> Html {
    let mark = props.mark.as_ref();
    let first = mark.and_then(|mark| mark.chips.first());
    let line = props.lines.get(props.number as usize - 1);
    let class = classes!(
        "line",
        first.map(|chip| ["at", chip.stance.class(), task_class(chip.task)].to_vec()),
    );
    html! {
        <div {class} data-line={props.number.to_string()}>
            <span class="polls" title={polls_title(props.polls)}>
                if props.polls > 0 {
                    { count(props.polls) }
                }
            </span>
            <span class="number" aria-hidden="true">{ props.number }</span>
            <code>
                { for line.iter().flat_map(|line| &line.parts).map(|piece| part(piece, props)) }
                if !line.is_some_and(has_comment) {
                    { badge(props.knob) }
                }
            </code>
            <span class="chips">
                { for mark.iter().flat_map(|mark| &mark.chips).map(|c| {
                    chip(c.task, &c.name, c.stance.class())
                }) }
                if let Some(more) = mark.map(|mark| mark.more).filter(|more| *more > 0) {
                    <span class="more">{ format!("+{more}") }</span>
                }
            </span>
        </div>
    }
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

fn part(part: &Part, props: &CodeLineProps) -> Html {
    let pieces = part.pieces.iter().map(|(kind, text)| match class(*kind) {
        // A knob's line ends in the comment that makes it one, which may run out of sight.
        Some(class) if *kind == TokenKind::Comment => {
            html! { <>{ badge(props.knob) }<span {class}>{ *text }</span></> }
        }
        Some(class) => html! { <span {class}>{ *text }</span> },
        None => html! { { *text } },
    });
    let Some(site) = part.sites.first() else { return html! { <>{ for pieces }</> } };
    let is_lit = props.lit.is_some_and(|lit| part.sites.contains(&lit));
    html! {
        <span class={classes!("site", is_lit.then_some("lit"))} data-site={site.to_string()}>
            { for pieces }
        </span>
    }
}

fn has_comment(line: &Line) -> bool {
    let mut pieces = line.parts.iter().flat_map(|part| &part.pieces);
    pieces.any(|(kind, _)| *kind == TokenKind::Comment)
}

fn badge(knob: Option<(i64, i64)>) -> Html {
    let Some((from, to)) = knob else { return Html::default() };
    html! {
        <span class="badge" title="Changed by its slider">{ format!("{from} → {to}") }</span>
    }
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
