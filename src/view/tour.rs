//! The tour: four sentences about what stands where, beside the pane that each is about. It covers
//! nothing before one asks for it, and stands in nobody's way then.

use web_sys::{HtmlElement, MouseEvent};
use yew::prelude::*;

use super::icons::Icon;
use super::page::Arrangement;
use super::part::{Link, View};
use super::stored;
use super::tag::{Tag, tag};

/// Where the tour is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tour {
    /// It was taken or turned down.
    #[default]
    Over,
    /// A first visit: it is offered.
    Offered,
    /// At this one of its steps.
    At(usize),
}

/// A step: the pane that it is about, its title, what it says.
struct Step(&'static str, &'static str, &'static str);

const STEPS: [Step; 4] = [
    Step(
        "program",
        "The program is real",
        "Ordinary async Rust, compiled to WebAssembly. A chip stands at the line where each task is; \
         ×2 in the margin counts how often an await was polled.",
    ),
    Step(
        "player",
        "Run it, slow it down, step back",
        "Run live polls it on this browser’s own event loop. The keys , and . go back and forward by \
         one event, space plays.",
    ),
    Step(
        "timeline",
        "Every poll and every wait",
        "A lane for each task: solid while it is polled, thin while it is woken and waits its turn, \
         hatched while it waits for something. Click to go there.",
    ),
    Step(
        "side",
        "Who runs, who waits, and for what",
        "The ready queue, the worker, and what holds each parked task’s waker. The notes below say \
         what to watch; the sliders on the left change the program.",
    ),
];

/// The name under which it is kept that the tour is over.
const KEPT: &str = "tour";

impl Tour {
    /// Offered to who was never here; a page that can keep nothing offers it each time.
    pub fn kept() -> Self {
        match stored::stored(KEPT) {
            Some(_) => Self::Over,
            None => Self::Offered,
        }
    }

    /// Ends it for good.
    pub fn end(&mut self) {
        if *self != Self::Over {
            *self = Self::Over;
            stored::store(KEPT, "over");
        }
    }

    /// The pane that it is about.
    pub fn pane(self) -> Option<&'static str> {
        match self {
            Self::At(step) => STEPS.get(step).map(|Step(pane, ..)| *pane),
            Self::Over | Self::Offered => None,
        }
    }
}

/// The offer, in the page's header.
pub fn offer(page: &Link<Arrangement>) -> Tag {
    let end = page.changes(|page| page.tour.end());
    tag!("div", "class" = "offer")
        .child(tag!("span").child("New here?"))
        .child(
            tag!("button", "type" = "button", "class" = "link")
                .on_click(page.changes(|page| page.tour = Tour::At(0)))
                .child("Take the tour"),
        )
        .child(
            tag!("button", "type" = "button", "class" = "quiet small", "aria-label" = "No tour")
                .on_click(end)
                .child(Icon::Close.html()),
        )
}

/// The card of a step.
#[derive(PartialEq)]
pub struct Card {
    /// Which step.
    pub step: usize,
    /// How the page is arranged, which knows where the tour is.
    pub page: Link<Arrangement>,
}

/// What a card keeps.
#[derive(Default)]
pub struct Kept {
    /// The button that leads on.
    on: NodeRef,
    /// The step whose button was given the focus.
    shown: Option<usize>,
}

impl View for Card {
    type Kept = Kept;

    fn html(&self, kept: &mut Kept, _: &Link<Kept>) -> Html {
        card(self, &kept.on)
    }

    fn drawn(&self, kept: &mut Kept, _: &Link<Kept>) {
        if kept.shown.replace(self.step) != Some(self.step)
            && let Some(on) = kept.on.cast::<HtmlElement>()
        {
            let _ = on.focus();
        }
    }
}

fn card(props: &Card, on: &NodeRef) -> Html {
    let Some(Step(pane, title, text)) = STEPS.get(props.step) else { return Html::default() };
    let (step, last) = (props.step, props.step + 1 == STEPS.len());
    let to = |step: usize| {
        let page = props.page.clone();
        Callback::from(move |_: MouseEvent| page.change(move |page| page.tour = Tour::At(step)))
    };
    let end: Callback<MouseEvent> = props.page.changes(|page| page.tour.end());
    let button = |class| tag!("button", "type" = "button", "class" = class);
    let leave =
        tag!("button", "type" = "button", "class" = "quiet small", "aria-label" = "End the tour",)
            .on_click(end.clone())
            .child(Icon::Close.html());
    let back =
        (step > 0).then(|| button("link").on_click(to(step.saturating_sub(1))).child("Back"));
    let next = button("primary")
        .found(on)
        .on_click(if last { end } else { to(step + 1) })
        .child(if last { "Done" } else { "Next" });
    let foot = tag!("div", "class" = "tour-foot")
        .child(tag!("span").child(format!("{} of {}", step + 1, STEPS.len())))
        .child(back)
        .child(next);
    tag!(
        "section",
        "class" = "tour",
        "role" = "dialog",
        "aria-labelledby" = "tour-title",
        "aria-describedby" = "tour-text",
        "data-of" = *pane,
    )
    .child(tag!("h2", "id" = "tour-title").child(*title))
    .child(leave)
    .child(tag!("p", "id" = "tour-text").child(*text))
    .child(foot)
    .html()
}
