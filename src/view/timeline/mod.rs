//! The timeline: a lane a task, drawn on a canvas outside of the virtual DOM.
//!
//! What a lane shows: solid while the task is polled, thin while it is scheduled, hatched while it
//! waits; its awaits as slim bars below it, so that the branches of a `join!` run side by side
//! within one task's lane. Below all lanes stand the timers and the turns of the event loop.
//!
//! Parts that need no browser: [`lanes`] (with `cut` and its kin, which build them), [`axis`],
//! [`window`], [`ticks`], [`layout`], [`scene`], [`picture`], [`arrows`], [`hit`], [`words`],
//! [`pointer`], [`colour`], [`model`] and [`together`]. Those that paint: `stage`, `paint`, `texts`,
//! `frame`, `pen` and `palette`. Two runs that are compared have a `pane` each, with `headings`, on
//! one axis. This view knows nothing about how a program is run.

pub mod arrows;
pub mod axis;
mod axis_choice;
pub mod colour;
mod cut;
mod cut_awaits;
mod cut_host;
mod frame;
mod headings;
pub mod hit;
pub mod input;
pub mod lanes;
pub mod layout;
pub mod model;
mod paint;
mod palette;
mod pane;
mod pen;
pub mod picture;
mod picture_host;
pub mod pointer;
#[cfg(test)]
mod sample;
pub mod scene;
mod stage;
mod sweep;
mod texts;
pub mod ticks;
pub mod together;
mod watch;
pub mod window;
pub mod words;

use std::rc::Rc;

use gloo_render::AnimationFrame;
use web_sys::{HtmlElement, MouseEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use crate::action::{Action, Axis};
use crate::snapshot::{Mode, Snapshot};
use crate::view::tag::tag;
use headings::{Heading, headings, runs};
use input::Key;
use pane::Pane;
use together::Role;

/// What the timeline needs.
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// What is shown.
    pub snapshot: Rc<Snapshot>,
    /// Where the reader's wishes go.
    pub dispatch: Callback<Action>,
}

/// The timeline. It fills the box it is put in.
pub struct Timeline {
    /// One run, or two on one axis.
    panes: Vec<Pane>,
    headings: Vec<Heading>,
    corner: NodeRef,
    tip: NodeRef,
    frame: Option<AnimationFrame>,
    /// When the last frame was, while one follows another.
    last_frame: Option<f64>,
    theme_changed: bool,
    /// The pane that the pointer is in, and where.
    pointer: Option<(usize, (f64, f64))>,
    /// What the accessible names were made of.
    summary: Vec<(usize, usize, u64)>,
}

/// What happens to the timeline. The numbers are the panes'.
pub enum Msg {
    /// The browser is about to paint, at this time in milliseconds.
    Frame(f64),
    /// The box has another size.
    Resized,
    /// Something that colours may depend on has changed.
    ThemeChanged,
    /// A finger or button went down.
    Pressed(usize, PointerEvent),
    /// The pointer moved.
    Moved(usize, PointerEvent),
    /// A finger or button came up, or was taken over.
    Released(usize, PointerEvent),
    /// The pointer has left.
    Left,
    /// The wheel was turned, or two fingers moved on a touchpad.
    Wheel(usize, WheelEvent),
    /// A key was pressed while the timeline has the focus.
    Key(usize, Key),
    /// Everything is to be shown.
    Fit(usize, MouseEvent),
    /// Another axis is chosen.
    Choose(Axis),
    /// The program of this variant's run is to be shown.
    Show(usize),
}

impl Component for Timeline {
    type Message = Msg;
    type Properties = TimelineProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut timeline = Self {
            panes: Vec::new(),
            headings: Vec::new(),
            corner: NodeRef::default(),
            tip: NodeRef::default(),
            frame: None,
            last_frame: None,
            theme_changed: false,
            pointer: None,
            summary: Vec::new(),
        };
        timeline.take(&ctx.props().snapshot);
        timeline.summary = timeline.figures();
        timeline
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TimelineProps) -> bool {
        let snapshot = &ctx.props().snapshot;
        self.theme_changed |= snapshot.theme != old.snapshot.theme;
        let titled = self.take(snapshot);
        self.draw(ctx);
        let axis_changed = snapshot.axis != old.snapshot.axis;
        let live = matches!(snapshot.mode, Mode::Live | Mode::LivePaused);
        let summary = self.figures();
        // A name that changed with each event would be read out without end.
        let renamed = !live && self.summary != summary;
        if renamed {
            self.summary = summary;
        }
        axis_changed || renamed || titled
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Frame(now) => self.paint(ctx, now),
            Msg::Resized => {
                // At once: what waits for the next frame shows the old canvas stretched until then.
                self.panes.iter_mut().for_each(Pane::resize);
                self.draw(ctx);
            }
            Msg::ThemeChanged => {
                self.theme_changed = true;
                self.draw(ctx);
            }
            Msg::Pressed(pane, event) => self.press(ctx, pane, &event),
            Msg::Moved(pane, event) => self.move_to(ctx, pane, &event),
            Msg::Released(pane, event) => {
                if let Some(pane) = self.panes.get_mut(pane) {
                    pane.model.release(event.pointer_id());
                }
            }
            Msg::Left => {
                self.pointer = None;
                self.point(ctx);
            }
            Msg::Wheel(pane, event) => self.wheel(ctx, pane, &event),
            Msg::Key(pane, key) => self.key(ctx, pane, key),
            Msg::Fit(pane, event) => {
                let Some((x, _)) = self.place(pane, &event) else { return false };
                if x >= self.panes[pane].model.layout.labels {
                    self.panes[pane].model.fit();
                    self.share(pane);
                    self.draw(ctx);
                }
            }
            Msg::Choose(axis) => ctx.props().dispatch.emit(Action::Axis(axis)),
            Msg::Show(variant) => self.show(ctx, variant),
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let run = |(number, pane): (usize, &Pane)| {
            let heading = self.headings.get(number);
            tag!("div", "class" = "timeline-run", "style" = heading.map(Heading::style))
                .key(number)
                .child(pane.html(ctx, number))
                .child(heading.map(|heading| heading.html(ctx)))
        };
        let tip = tag!("div", "class" = "timeline-tip", "role" = "tooltip", "hidden" = "hidden");
        let runs = self.panes.iter().enumerate().map(run);
        tag!("div", "class" = if self.panes.len() > 1 { "timeline two" } else { "timeline" })
            .child(tag!("style").child(include_str!("timeline.css")))
            .child(tag!("div", "class" = "timeline-runs").children(runs))
            .child(self.corner(ctx))
            .child(tip.found(&self.tip))
            .html()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let mut attached = false;
        for pane in &mut self.panes {
            attached |= pane.attach(ctx);
        }
        if attached {
            self.panes.iter_mut().for_each(Pane::resize);
            self.draw(ctx);
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.frame = None;
        self.panes.clear();
    }
}

impl Timeline {
    /// Shows a snapshot. Returns whether there are other runs or titles than before.
    fn take(&mut self, snapshot: &Rc<Snapshot>) -> bool {
        let runs = runs(snapshot);
        let (before, count) = (self.panes.len(), runs.len());
        self.panes.truncate(count);
        for (number, (snapshot, role)) in runs.into_iter().enumerate() {
            match self.panes.get_mut(number) {
                Some(pane) => pane.model.update(snapshot, role),
                None => self.panes.push(Pane::new(snapshot, role)),
            }
            self.panes[number].model.set_frame(number == 0, count > 1);
        }
        if count > 1 {
            let units = self.panes.iter_mut().map(|pane| pane.model.reach()).fold(0.0, f64::max);
            self.panes.iter_mut().for_each(|pane| pane.model.set_beside(units));
            self.share(self.shown());
        }
        if self.pointer.is_some_and(|(pane, _)| pane >= count) {
            self.pointer = None;
        }
        let headings = headings(&mut self.panes);
        let titled = headings != self.headings;
        self.headings = headings;
        titled || before != count
    }

    /// The pane of the run whose program is shown.
    fn shown(&self) -> usize {
        self.panes.iter().position(|pane| pane.model.role() != Role::Beside).unwrap_or(0)
    }

    /// All panes show the part of the axis that this one does.
    fn share(&mut self, from: usize) {
        let Some(view) = self.panes.get(from).map(|pane| pane.model.view()) else { return };
        self.panes.iter_mut().for_each(|pane| pane.model.set_view(view));
    }

    fn show(&self, ctx: &Context<Self>, variant: usize) {
        let snapshot = &ctx.props().snapshot;
        if let Some(other) = snapshot.scenario.variants.get(variant)
            && variant != snapshot.variant
        {
            let scenario = snapshot.scenario.id;
            ctx.props().dispatch.emit(Action::Select { scenario, variant: other.id });
        }
    }

    fn figures(&self) -> Vec<(usize, usize, u64)> {
        self.panes.iter().map(Pane::figures).collect()
    }

    /// Asks for a frame, unless one is on its way.
    fn draw(&mut self, ctx: &Context<Self>) {
        if self.frame.is_none() && self.panes.iter().any(|pane| pane.stage.is_some()) {
            let link = ctx.link().clone();
            let frame = move |now| link.send_message(Msg::Frame(now));
            self.frame = Some(gloo_render::request_animation_frame(frame));
        }
    }

    fn paint(&mut self, ctx: &Context<Self>, now: f64) {
        self.frame = None;
        self.panes.iter_mut().for_each(Pane::resize);
        let millis = self.last_frame.map_or(16.0, |last| (now - last).clamp(0.0, 100.0));
        if std::mem::take(&mut self.theme_changed) {
            let stages = self.panes.iter_mut().filter_map(|pane| pane.stage.as_mut());
            stages.for_each(stage::Stage::forget_theme);
        }
        let mut more = false;
        for pane in &mut self.panes {
            more |= pane.model.advance(millis);
        }
        if more && palette::wants_no_motion() {
            self.panes.iter_mut().for_each(|pane| pane.model.arrive());
        }
        let corner = self.corner.cast::<HtmlElement>();
        let corner = corner.map_or(0.0, |corner| f64::from(corner.offset_width()) + 9.0);
        let labels = self.panes.iter_mut().map(|pane| pane.labels(corner)).fold(0.0, f64::max);
        if labels > 0.0 {
            self.panes.iter_mut().for_each(|pane| pane.model.set_labels(labels));
        }
        self.share(self.shown());
        self.panes.iter_mut().for_each(Pane::paint);
        self.last_frame = more.then_some(now);
        if more {
            self.draw(ctx);
        }
    }
}
