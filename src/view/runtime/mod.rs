//! The runtime: the ready queue, the workers with what they poll, who waits and what holds its waker,
//! who is over; around it the turns of the loop.
//!
//! What is shown is worked out by the crate `scene`; `draw` makes elements of it; chips keep their elements, so
//! that the browser moves them. This view knows nothing about how a program is run.

mod draw;
mod lines;
pub mod watch;

use playground::action::{Action, Hover, Speed};
use playground::plain::Plain;
use playground::snapshot::{Mode, StateHandle, TraceHandle};
use scene::of_run::OfRun;
use scene::runtime::layout::{self, layout};
use scene::runtime::motion::{Motion, Scene, duration, motion};
use scene::runtime::names::Names;
use scene::runtime::places::{Polling, places};
use scene::runtime::words::Words;
use trace::{EventKind, Micros, Needs, TaskId, Trace};
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use self::draw::Drawing;
pub use self::draw::bell;
use self::watch::{Watch, size_of};
use super::events::element;
use super::hovering::{Last, hovering, task_at};
use super::legend;
use super::part::{Link, View};
use super::tag::{list, tag};

/// The runtime pane.
#[derive(PartialEq)]
pub struct Runtime {
    /// The run,
    pub trace: TraceHandle,
    /// and, where there are two, which of them it is.
    pub of: Option<AttrValue>,
    /// The state at the position.
    pub state: StateHandle,
    /// The time at the playhead.
    pub now: Micros,
    /// What the player does,
    pub mode: Mode,
    /// and how fast.
    pub speed: Speed,
    /// What is lit.
    pub hover: Hover,
    /// The task that was chosen.
    pub selected: Option<TaskId>,
    /// Whether it is drawn as large as its pane has room for, rather than as large as the text beside it.
    pub fits: bool,
    /// What of it a page cannot give, so that it is simulated.
    pub needs: Option<Needs>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the pane.
#[derive(Default)]
pub struct State {
    run: OfRun<Seen>,
    last: Last,
    stage: NodeRef,
    /// Width and height in pixels of the usual size of text; 0 until they are known.
    size: (f64, f64),
    watch: Option<Watch>,
}

/// What has been seen of a run.
#[derive(Default)]
struct Seen {
    names: Names,
    polling: Polling,
    /// How many events the polling is known from.
    events: usize,
    scene: Scene,
    motion: Motion,
    is_drawn: bool,
    /// How large it is drawn, in percent. It gets smaller when more has to fit, and stays so: a picture
    /// that grows and shrinks from step to step would say something that it does not mean.
    zoom: u16,
    /// Height of the highest picture of the run so far at its usual size: a pane that is as high as its
    /// picture grows with the run, but does not jump up and down.
    highest: f64,
    /// Width and height of the pane for which that is, and whether the picture is to fill it.
    pane: (f64, f64, bool),
    /// Whether the picture is to fit the pane's height,
    is_low: bool,
    /// and the height for which that was last looked at.
    asked: f64,
}

/// How large a picture is drawn, in percent: usually, at most where it is to fill its pane, at least
/// where its pane is low, and by how much less it is tried next.
const USUALLY: u16 = 100;
const LARGEST: u16 = 170;
const LEAST: u16 = 50;
const LESS: u16 = 5;
/// One that is enlarged has still so much width: names have room in it.
const ROOMY: f64 = 370.0;
/// How many rows of what is waited for have room in one that is enlarged, whether they are there or not.
const ROWS: usize = 3;

/// The width of a picture that was never measured.
const USUAL: f64 = 520.0;

impl View for Runtime {
    type State = State;

    fn changed(&self, state: &mut State) {
        let size = if state.size.0 > 0.0 { state.size } else { (USUAL, 0.0) };
        state.run.of(&self.trace).follow(self, size);
    }

    fn html(&self, state: &State, _: &Link<State>) -> Html {
        runtime(self, state)
    }

    fn rendered(&self, state: &mut State, link: &Link<State>) {
        let seen = state.run.of(&self.trace);
        if std::mem::replace(&mut seen.asked, seen.highest) < seen.highest {
            // Whether the pane has grown as well is known only now.
            link.change(State::measure);
        }
        let Some(stage) = state.stage.cast::<HtmlElement>().filter(|_| state.watch.is_none())
        else {
            return;
        };
        let link = link.clone();
        state.watch = Some(Watch::new(&stage, move || link.change(State::measure)));
    }
}

impl State {
    fn measure(&mut self) {
        let size = self.stage.cast::<HtmlElement>().map_or((0.0, 0.0), |stage| size_of(&stage));
        // A pane that is not shown has none; it is shown again as it was.
        if size.0 > 0.0 {
            self.size = size;
        }
    }
}

impl Seen {
    fn follow(&mut self, props: &Runtime, (width, height): (f64, f64)) {
        let (trace, state) = (&*props.trace.borrow(), &*props.state);
        self.grow(trace);
        self.take(width, height, props.fits);
        // A pane that is lower than the picture that was drawn before cannot grow with it.
        let is_low = height > 0.0 && (props.fits || height + 1.0 < self.highest);
        let pane = width;
        let scaled = |zoom: u16| pane * 100.0 / f64::from(zoom);
        let at = (self.scene.position, self.scene.layout.size.0, self.scene.places.workers.len());
        let is = (state.position, scaled(self.zoom), usize::from(self.polling.workers) + 1);
        if self.is_drawn && at == is && self.is_low == is_low {
            return;
        }
        self.is_low = is_low;
        self.names.grow(trace, &state.tasks);
        let words = Words { trace, state, names: &self.names };
        let places = places(trace, state, &self.names, self.polling);
        let fitted = |zoom: u16| layout(&places, scaled(zoom), |chip| words.chars(chip));
        let mut layout = fitted(self.zoom);
        if !props.fits {
            let usual = if self.zoom == USUALLY { layout.size.1 } else { fitted(USUALLY).size.1 };
            self.highest = usual.max(self.highest);
        }
        while is_low && self.zoom > LEAST {
            let absent =
                if self.zoom > USUALLY { ROWS.saturating_sub(layout.rows.len()) } else { 0 };
            let spare = absent as f64 * layout::ROW;
            if (layout.size.1 + spare) * f64::from(self.zoom) <= (height + 1.0) * 100.0 {
                break;
            }
            self.zoom -= LESS;
            layout = fitted(self.zoom);
        }
        let width = layout.size.0;
        let is = (is.0, width, is.2);
        let scene = Scene { position: state.position, tasks: state.tasks.len(), places, layout };
        // What has another width did not move there.
        let before = Some(&self.scene).filter(|_| self.is_drawn && at.1 == is.1);
        self.motion = motion(trace, state, &self.names, before, &scene);
        self.scene = scene;
        self.is_drawn = true;
    }

    /// Takes the size of the pane, and whether it is to be filled.
    fn take(&mut self, width: f64, height: f64, fills: bool) {
        let for_pane = (width, height, fills);
        if self.pane == for_pane {
            return;
        }
        if (self.pane.0, self.pane.2) != (width, fills) {
            (self.highest, self.asked) = (0.0, 0.0);
        }
        self.pane = for_pane;
        let most = (width * 100.0 / ROOMY) as u16 / LESS * LESS;
        self.zoom = if fills && height > 0.0 { most.clamp(USUALLY, LARGEST) } else { USUALLY };
    }

    fn grow(&mut self, trace: &Trace) {
        for event in trace.events().get(self.events..).unwrap_or_default() {
            if let EventKind::PollStart { worker: worker @ ..trace::FIRST_OWN_THREAD, .. } =
                event.kind
            {
                self.polling.workers = self.polling.workers.max(worker);
            }
        }
        self.events = trace.len();
        if trace.run.workers > 1 {
            self.polling.workers = self.polling.workers.max(trace.run.workers);
        }
    }
}

fn runtime(props: &Runtime, state: &State) -> Html {
    let trace = props.trace.borrow();
    let seen = &*state.run;
    let words = Words { trace: &trace, state: &props.state, names: &seen.names };
    let Runtime { now, hover, selected, .. } = *props;
    let (scene, motion, cycles) = (&seen.scene, &seen.motion, &words.cycles());
    let drawing = Drawing { words, scene, motion, cycles, now, hover, selected };
    let (over, out) = hovering(&state.last, &props.dispatch);
    let (came, left) = focusing(&props.dispatch);
    let long = if seen.motion.moves { duration(props.mode, props.speed) } else { 0 };
    let mut style = format!("height:{}rem;--move:{long}ms", Plain(seen.scene.layout.size.1 / 16.0));
    if seen.zoom != USUALLY {
        style.push_str(&format!(";zoom:{}%", seen.zoom));
    }
    // A pane that is as high as its picture has the height of the usual one: what a smaller picture is
    // fitted to must not depend on the smaller picture.
    let wanted = (seen.highest > 0.0)
        .then(|| format!("flex-basis:calc({} * 0.0625rem)", seen.highest.ceil() as u32));
    let still = if long == 0 { "rt-stage still" } else { "rt-stage" };
    let stage = tag!("div", "class" = still, "style" = style)
        .child(drawing.around())
        .child(drawing.ground())
        .child(drawing.lines())
        .child(drawing.chips());
    let lists = words.lists(&seen.scene.places).into_iter().map(|(title, tasks)| {
        let tasks = tasks.into_iter().map(|task| tag!("li").child(task));
        let tasks: Vec<_> = tasks.collect();
        tag!("section")
            .child(tag!("h3").child(title))
            .child((!tasks.is_empty()).then(|| tag!("ul").child(list(tasks))))
    });
    let scroll = tag!("div", "class" = "rt-scroll", "style" = wanted)
        .found(&state.stage)
        .on_over(over)
        .on_leave(out)
        .on_focus(came)
        .on_blur(left)
        .on_key(Callback::from(moved))
        .on_click(goes(props))
        .child(stage)
        .child(tag!("div", "class" = "rt-lists").child(list(lists)));
    let head = tag!("div", "class" = "rt-head")
        .child(
            tag!("h2").child("Runtime").child(props.of.clone().map(|of| tag!("small").child(of))),
        )
        .child(legend::button())
        .child(drawing.host(props.needs.map(Needs::simulated)));
    tag!(
        "section",
        "class" = "pane runtime",
        "id" = "runtime",
        "role" = "tabpanel",
        "aria-label" = "Runtime",
    )
    .child(head)
    .child(scroll)
    .html()
}

/// The keyboard lights a task as the pointer does.
fn focusing(dispatch: &Callback<Action>) -> (Callback<FocusEvent>, Callback<FocusEvent>) {
    let (on, off) = (dispatch.clone(), dispatch.clone());
    let came = move |event: FocusEvent| {
        on.emit(Action::Hover(Hover { site: None, task: task_at(&event) }));
    };
    let left = move |_: FocusEvent| off.emit(Action::Hover(Hover::default()));
    (Callback::from(came), Callback::from(left))
}

/// A click on a chip chooses its task; once it is chosen, a click leads to the next thing that happens
/// to it.
fn goes(props: &Runtime) -> Callback<MouseEvent> {
    let (trace, position, selected) = (props.trace.clone(), props.state.position, props.selected);
    let dispatch = props.dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        let Some(task) = task_at(&event) else { return };
        if selected != Some(task) {
            dispatch.emit(Action::SelectTask(Some(task)));
        } else if let Some(to) = next_of(&trace.borrow(), position, task) {
            dispatch.emit(Action::Seek(to));
        }
    })
}

/// The position just after the next event of a task's own; after the last one the first.
pub fn next_of(trace: &Trace, position: usize, task: TaskId) -> Option<usize> {
    let own = |event: &trace::Event| match event.kind {
        EventKind::TaskSpawn { task: of, .. }
        | EventKind::PollStart { task: of, .. }
        | EventKind::PollEnd { task: of, .. }
        | EventKind::Wake { task: of, .. }
        | EventKind::TaskEnd { task: of, .. } => of == task,
        _ => false,
    };
    let events = trace.events();
    let next = events.get(position..)?.iter().position(own).map(|at| position + at);
    next.or_else(|| events.iter().position(own)).map(|at| at + 1)
}

/// Arrows lead from chip to chip.
fn moved(event: KeyboardEvent) {
    let by = match &*event.key() {
        "ArrowRight" | "ArrowDown" => 1,
        "ArrowLeft" | "ArrowUp" => -1,
        _ => return,
    };
    let Some(chip) = element(&event).filter(|chip| chip.matches(".rt-chip").unwrap_or(false))
    else {
        return;
    };
    event.prevent_default();
    event.stop_propagation();
    watch::focus_beside(&chip, by);
}
