//! The program that runs: its text, and where its tasks stand in it.

mod around;
mod compare;
mod copy;
mod follow;
mod line;
mod lines;
mod marks;
mod sight;

use std::ops::Range;
use std::rc::Rc;

use playground::action::{Action, Hover};
use playground::exhibit::{Exhibit, Variant};
use playground::snapshot::{StateHandle, TraceHandle};
use scene::of_run::OfRun;
use scene::runtime::names::Names;
use trace::{Site, SiteId, SiteKind, TaskId};
use web_sys::HtmlElement;
use yew::prelude::*;

use self::copy::Copied;
use self::follow::Following;
use self::line::{CodeLine, Slider};
use self::lines::Line;
use self::marks::{Mark, line_of, marks};
use self::sight::{Piece, Sight, pieces};
use super::events::element;
use super::hovering::{Last, hovering, selecting};
use super::part::{Link, View, listed};
use super::runtime::watch::Watch;
use super::span_index::SpanIndex;
use super::tabs::{Tabs, tabs};
use super::tag::{list, tag};

/// The program pane, its variants as tabs: nothing that changes while only time passes.
#[derive(PartialEq)]
pub struct Program {
    /// What is shown.
    pub exhibit: Rc<Exhibit>,
    /// Index of the variant that is shown.
    pub variant: usize,
    /// Index of the one that it is compared with.
    pub compared: Option<usize>,
    /// Its run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// The knobs' values.
    pub knobs: Rc<[i64]>,
    /// What is lit.
    pub hover: Hover,
    /// The task that was chosen.
    pub selected: Option<TaskId>,
    /// The program has just been opened, and nobody has moved the playhead.
    pub fresh: bool,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the program pane.
#[derive(Default)]
pub struct State {
    /// The lines of the text, and which text that is.
    lines: (Option<Text>, Rc<Vec<Line>>),
    /// The lines that are in sight.
    sight: Sight,
    /// The line that is shown to its end although it is too long.
    unrolled: Option<u32>,
    /// The first and the last line of the text's `main`.
    main: Option<(u32, u32)>,
    /// The awaits of the run by their sites, and the names of its tasks.
    run: OfRun<(SpanIndex, Names)>,
    last: Last,
    code: NodeRef,
    /// The tasks at each line, by its number; there is none for 0.
    marks: Vec<Option<Mark>>,
    /// The first of the lines in `marks` where most happens.
    active: Option<u32>,
    following: Following,
    /// Sets `is_resized` when the pane has another size.
    watch: Option<Watch>,
    /// The pane has another size than when it was rendered last.
    is_resized: bool,
    copied: Option<Copied>,
}

/// A program's text: a scenario's id and the index of a variant.
type Text = (AttrValue, usize);

impl View for Program {
    type State = State;

    fn changed(&self, state: &mut State) {
        let variant = &self.exhibit.variants[self.variant];
        if state.lines.0 != Some(self.text()) {
            let source = &variant.listing.source;
            let tokens = lexer::tokens(source);
            let lines = lines::lines(source, &tokens, self.trace.borrow().sites());
            state.main = lines::main(source);
            state.lines = (Some(self.text()), Rc::new(lines));
            (state.sight, state.unrolled) = (Sight::default(), None);
        }
        let trace = self.trace.borrow();
        let (index, names) = state.run.of(&self.trace);
        index.grow(&trace);
        names.grow(&trace, &self.state.tasks);
        state.marks = marks(&trace, &self.state, (index, names), state.lines.1.len());
        state.active = active(&state.marks);
    }

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        pane(self, state, self.rows(state, link), link)
    }

    fn rendered(&self, state: &mut State, link: &Link<State>) {
        let main = state.main.filter(|_| self.fresh);
        let is_start = self.state.position == 0;
        state.following.follow(&state.code, self.text(), state.active, main, is_start);
        if std::mem::take(&mut state.is_resized) {
            state.following.resized(&state.code, main);
        }
        if state.watch.is_none() {
            let link = link.clone();
            let code = state.code.cast::<HtmlElement>();
            let tells = move || link.change(|state| state.is_resized = true);
            state.watch = code.map(|code| Watch::new(&code, tells));
        }
    }
}

impl Program {
    fn text(&self) -> Text {
        (self.exhibit.id.clone(), self.variant)
    }

    fn rows(&self, state: &State, link: &Link<State>) -> Html {
        let variant = &self.exhibit.variants[self.variant];
        let (lines, (index, _)) = (&state.lines.1, &*state.run);
        let trace = self.trace.borrow();
        let polls = polls(lines.len(), trace.sites(), index, self.state.position);
        let line = |number: u32| {
            let mark = state.marks[number as usize].clone();
            let stands = |task: &TaskId| {
                mark.iter().flat_map(|mark| &mark.chips).any(|chip| chip.task == *task)
            };
            let selected = self.selected.filter(stands);
            let line = CodeLine {
                lines: lines.clone(),
                number,
                selected,
                mark,
                polls: polls[number as usize],
                slider: slider(variant, &self.knobs, number),
                lit: self.hover.site.filter(|site| has(lines, number, *site)),
                is_unrolled: state.unrolled == Some(number),
                pane: link.clone(),
            };
            listed(number, line)
        };
        list(pieces(lines.len(), &state.sight, state.active).into_iter().map(|piece| match piece {
            Piece::Line(number) => line(number),
            Piece::Plain(numbers) => plain(lines, numbers),
        }))
    }
}

/// The first of the lines where most happens.
fn active(marks: &[Option<Mark>]) -> Option<u32> {
    let stance = |mark: &Option<Mark>| mark.as_ref()?.chips.first().map(|chip| chip.stance);
    let stances = (0..).zip(marks).filter_map(|(line, mark)| Some((stance(mark)?, line)));
    stances.min().map(|(_, line)| line)
}

fn pane(props: &Program, state: &State, rows: Html, link: &Link<State>) -> Html {
    let text = &props.exhibit.variants[props.variant].listing.source;
    let (over, out) = hovering(&state.last, &props.dispatch);
    let copy = copy::button(text, state.copied.as_ref(), link);
    // The style sheet is told how much the variants' tabs need.
    let variants = &props.exhibit.variants;
    let chars: usize = variants.iter().map(|variant| variant.label.chars().count()).sum();
    let style = format!("--of:{};--chars:{chars}", variants.len());
    let head = tag!("div", "class" = "pane-head", "style" = style).child(head(props)).child(copy);
    let code = tag!(
        "div",
        "class" = "code",
        "id" = "program-text",
        "role" = "tabpanel",
        "aria-label" = "Program text",
        "tabindex" = "0",
    )
    .found(&state.code)
    .on_scroll(scrolled(link, sight::is_cut(state.lines.1.len())))
    .on_over(over)
    .on_leave(out)
    .on_click(selecting(&props.dispatch))
    .child(tag!("div", "class" = "lines").child(rows));
    tag!("section", "class" = "pane program", "aria-label" = "Program")
        .child(head)
        .child(code)
        .html()
}

/// Lines out of sight, as plain text.
fn plain(lines: &[Line], numbers: Range<u32>) -> Html {
    let from = numbers.start;
    let mut text = String::new();
    for number in numbers {
        if let Some(line) = lines.get(number as usize - 1) {
            line.write(&mut text);
            text.push('\n');
        }
    }
    tag!("div", "class" = "plain-lines", "data-from" = from.to_string())
        .key(format!("from {from}"))
        .child(text)
        .html()
}

/// The lines that come into sight are drawn.
fn scrolled(link: &Link<State>, is_cut: bool) -> Callback<Event> {
    let link = link.clone();
    Callback::from(move |event: Event| {
        if !is_cut {
            return;
        }
        let Some(sight) = element(&event).and_then(|code| sight::in_sight(&code)) else { return };
        link.change_if(move |state| std::mem::replace(&mut state.sight, sight.clone()) != sight);
    })
}

/// The variants as tabs, and what compares them; the file's name if there is only one.
fn head(props: &Program) -> Html {
    let (exhibit, dispatch) = (Rc::clone(&props.exhibit), props.dispatch.clone());
    if exhibit.variants.len() == 1 {
        let file = format!("{}.rs", exhibit.variants[0].listing.id);
        return tag!("span", "class" = "file").child(file).html();
    }
    let items: Vec<AttrValue> =
        exhibit.variants.iter().map(|variant| variant.label.clone()).collect();
    let on_select = move |variant: usize| {
        let variant = exhibit.variants[variant].id.clone();
        dispatch.emit(Action::select(exhibit.id.clone(), variant));
    };
    let tabs = tabs(Tabs {
        label: "Variants",
        class: "tabs",
        items: &items,
        selected: props.variant,
        panels: &["program-text"],
        on_select: on_select.into(),
    });
    list([tabs, compare::control(&props.exhibit, props.variant, props.compared, &props.dispatch)])
}

/// By line, from 1: how often its awaits have been polled.
fn polls(lines: usize, sites: &[Site], index: &SpanIndex, position: usize) -> Vec<usize> {
    let mut polls = vec![0; lines + 2];
    for (number, site) in sites.iter().enumerate() {
        // A group's branches are counted on their own lines.
        if site.kind == SiteKind::Group {
            continue;
        }
        if let Some(line) = polls.get_mut(line_of(site) as usize) {
            *line += index.polls(SiteId::from_index(number), position);
        }
    }
    polls
}

/// The constant of a line that has a slider, and its value.
fn slider(variant: &Variant, values: &[i64], line: u32) -> Option<Slider> {
    let mut knobs = variant.listing.knobs.iter().zip(values);
    let (knob, value) = knobs.find(|(knob, _)| knob.line == line)?;
    Some(Slider { default: knob.default, value: *value, about: Rc::clone(&knob.about) })
}

fn has(lines: &[Line], number: u32, site: SiteId) -> bool {
    let parts = lines.get(number as usize - 1).map(|line| &line.parts);
    parts.is_some_and(|parts| parts.iter().any(|part| part.sites.contains(&site)))
}
