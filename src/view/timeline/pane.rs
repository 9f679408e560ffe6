//! One run's canvas with all that belongs to it: the timeline has one, or two that share an axis.

use std::cell::Cell;
use std::rc::Rc;

use playground::snapshot::{Snapshot, TraceHandle};
use scene::timeline::comparison::Role;
use scene::timeline::model::Model;
use scene::timeline::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::paint::palette::Palette;
use super::paint::stage::Stage;
use super::watch::Watches;
use super::{Msg, Timeline, input};
use crate::view::tag::{Tag, tag};

/// What keys do while it has the focus, for who cannot see it.
const KEYS: &str = "arrows go from lane to lane, W and S zoom, A and D pan, 0 shows all, slash searches, \
                    T lists the events as a table";

/// A run's canvas.
pub(super) struct Pane {
    pub(super) model: Model,
    pub(super) host: NodeRef,
    canvas: NodeRef,
    pub(super) stage: Option<Stage>,
    watches: Option<Watches>,
    /// Whether there is more than is seen, so that the wheel moves it.
    pub(super) moves: Rc<Cell<bool>>,
    /// How much was printed, in which run, and the last of it.
    pub(super) printed: Option<(usize, TraceHandle, Option<String>)>,
}

impl Pane {
    pub(super) fn new(snapshot: Rc<Snapshot>, role: Role) -> Self {
        Self {
            model: Model::new(snapshot, role),
            host: NodeRef::default(),
            canvas: NodeRef::default(),
            stage: None,
            watches: None,
            moves: Rc::default(),
            printed: None,
        }
    }

    /// Tasks, polls and duration of its run: what its accessible name is made of.
    pub(super) fn figures(&self) -> (usize, usize, u64) {
        let snapshot = self.model.snapshot();
        let duration = snapshot.edge.map_or(snapshot.trace.borrow().duration(), |edge| edge.time);
        (self.model.lanes.lanes.len(), self.model.lanes.polls, duration)
    }

    /// Takes hold of the canvas once it is in the document. Returns whether it did now.
    pub(super) fn attach(&mut self, ctx: &Context<Timeline>) -> bool {
        if self.stage.is_some() {
            return false;
        }
        let Some(host) = self.host.cast::<HtmlElement>() else { return false };
        self.stage = self.canvas.cast().as_ref().and_then(Stage::new);
        let (resized, themed) = (ctx.link().clone(), ctx.link().clone());
        self.watches = Some(Watches::new(
            &host,
            move || resized.send_message(Msg::Resized),
            move || themed.send_message(Msg::ThemeChanged),
        ));
        true
    }

    /// The colours that it is painted with.
    pub(super) fn palette(&mut self) -> Option<&Palette> {
        let host = self.host.cast::<HtmlElement>()?;
        self.stage.as_mut().map(|stage| stage.palette(&host))
    }

    pub(super) fn resize(&mut self) {
        if let (Some(stage), Some(host)) = (&mut self.stage, self.host.cast::<HtmlElement>()) {
            stage.resize(&host, &mut self.model);
        }
    }

    /// How wide its labels should be; nothing while there is nothing to paint on.
    pub(super) fn labels(&mut self, corner: f64) -> f64 {
        match (&mut self.stage, self.host.cast::<HtmlElement>()) {
            (Some(stage), Some(host)) if stage.is_open() => {
                stage.labels(&host, &self.model, corner)
            }
            _ => 0.0,
        }
    }

    pub(super) fn paint(&mut self) {
        if let (Some(stage), Some(host)) = (&mut self.stage, self.host.cast::<HtmlElement>())
            && stage.is_open()
        {
            stage.paint(&host, &self.model);
        }
        self.moves.set(self.model.layout.overflow() > 0.0 || !self.model.is_fit());
    }

    /// The canvas and the element that hears what is done to it. `number` is the pane's.
    pub(super) fn html(&self, ctx: &Context<Timeline>, number: usize) -> Tag {
        let link = ctx.link();
        let moves = Rc::clone(&self.moves);
        let of = match self.model.role() {
            Role::Alone => String::new(),
            Role::Shown | Role::Beside => format!(" of {}", self.model.snapshot().variant().label),
        };
        let (tasks, polls, duration) = self.figures();
        let canvas = tag!(
            "canvas",
            "role" = "img",
            "aria-label" = words::summary(&of, tasks, polls, duration),
        );
        let label = format!("Timeline{of}: {KEYS}");
        tag!(
            "div",
            "class" = "timeline-canvas",
            "tabindex" = "0",
            "role" = "group",
            "aria-label" = label,
        )
        .found(&self.host)
        .on_pointer_down(link.callback(move |event| Msg::Pressed(number, event)))
        .on_pointer_move(link.callback(move |event| Msg::Moved(number, event)))
        .on_pointer_up(link.callback(move |event| Msg::Released(number, event)))
        .on_pointer_cancel(link.callback(move |event| Msg::Released(number, event)))
        .on_pointer_leave(link.callback(|_| Msg::Left))
        .on_press(Callback::from(|event: MouseEvent| input::take_button(&event)))
        .on_blur(link.callback(|_| Msg::Left))
        .on_wheel(link.callback(move |event: WheelEvent| {
            input::take_wheel(&event, &moves);
            Msg::Wheel(number, event)
        }))
        .on_key(link.batch_callback(move |event: KeyboardEvent| {
            input::take_key(&event).map(|key| Msg::Key(number, key))
        }))
        .on_double_click(link.callback(move |event| Msg::Fit(number, event)))
        .child(canvas.found(&self.canvas))
    }
}
