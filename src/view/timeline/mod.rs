//! The timeline: a lane a task, drawn on a canvas outside of the virtual DOM.
//!
//! What a lane shows: solid while the task is polled, thin while it is scheduled, hatched while it
//! waits; its awaits as slim bars below it, so that the branches of a `join!` run side by side
//! within one task's lane. Below all lanes stand the timers and the turns of the event loop.
//!
//! What is shown is worked out by the crate `scene`; [`paint`] paints it. Two runs that are compared have a
//! `pane` each, with `headings`, on one axis. This view knows nothing about how a program is run.

mod axis_choice;
mod headings;
pub mod input;
pub mod paint;
mod pane;
mod range_box;
mod search_box;
mod strip;
mod watch;

pub use self::paint::palette::wants_no_motion;

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_render::AnimationFrame;
use playground::action::{Action, Axis};
use playground::snapshot::Snapshot;
use scene::timeline::comparison::Role;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use crate::view::event_table::EventTable;
use crate::view::part::part;
use crate::view::settled::unsettle;
use crate::view::tag::{Tag, tag};
use crate::view::text_size::text_size;
pub use headings::runs;
use headings::{Heading, headings};
use input::Key;
use pane::Pane;
use search_box::Seek;
use strip::{StripCanvas, Touch};

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
    /// The whole run, under the lanes.
    strip: StripCanvas,
    /// The field that searches, whether it is there and is to get the focus, and what stands in it.
    field: NodeRef,
    searches: bool,
    wants_field: bool,
    sought: String,
    /// The sums of what is selected stand there.
    sums: bool,
    /// The events stand there as a table.
    table: bool,
    /// The lanes are to get the focus.
    wants_lanes: bool,
    /// What is said of the lane that the keys stand on.
    said: NodeRef,
    /// Hears the keys that nothing with the focus uses.
    _keys: Option<EventListener>,
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
    /// One was pressed while nothing that uses it has it.
    Overheard(Key),
    /// Everything is to be shown.
    Fit(usize, MouseEvent),
    /// What is selected is to be seen from edge to edge.
    Focus,
    /// Something happens to the strip.
    Strip(Touch, PointerEvent),
    /// Something is searched for.
    Search(Seek),
    /// The events are wanted as a table, or no longer.
    Table(bool),
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
            strip: StripCanvas::default(),
            field: NodeRef::default(),
            searches: false,
            wants_field: false,
            sought: String::new(),
            sums: ctx.props().snapshot.range.is_some(),
            table: false,
            wants_lanes: false,
            said: NodeRef::default(),
            _keys: watch::keys(ctx.link().callback(Msg::Overheard)),
        };
        timeline.take(&ctx.props().snapshot);
        timeline.summary = timeline.figures();
        timeline
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TimelineProps) -> bool {
        let snapshot = &ctx.props().snapshot;
        self.theme_changed |= snapshot.theme != old.snapshot.theme;
        let titled = self.take(snapshot);
        if moves(&old.snapshot, snapshot) {
            self.hide_tip();
        }
        self.draw(ctx);
        let axis_changed = snapshot.axis != old.snapshot.axis;
        let before = &old.snapshot;
        let selected = (snapshot.range, snapshot.looped) != (before.range, before.looped)
            || (snapshot.range.is_some() && snapshot.trace != before.trace);
        let listed = self.table && *snapshot != *before;
        let live = snapshot.mode.is_live();
        let summary = self.figures();
        // A name that changed with each event would be read out without end.
        let renamed = !live && self.summary != summary;
        if renamed {
            self.summary = summary;
        }
        self.sum_up(ctx);
        axis_changed || renamed || titled || selected || listed || self.searches
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
                self.release(ctx, pane, &event);
                return self.sum_up(ctx);
            }
            Msg::Left => {
                self.pointer = None;
                self.point(ctx);
            }
            Msg::Wheel(pane, event) => self.wheel(ctx, pane, &event),
            Msg::Key(pane, key) => self.key(ctx, pane, key),
            Msg::Overheard(key) => {
                // What is not to be seen is not moved.
                let pane = self.shown();
                let host = self.panes.get(pane).and_then(|pane| pane.host.cast::<HtmlElement>());
                if host.is_some_and(|host| host.client_height() > 0) {
                    self.key(ctx, pane, key);
                }
            }
            Msg::Fit(pane, event) => {
                let Some((x, _)) = self.place(pane, &event) else { return false };
                if x >= self.panes[pane].model.layout.labels {
                    self.panes[pane].model.fit();
                    self.share(pane);
                    self.draw(ctx);
                }
            }
            Msg::Focus => {
                self.panes.iter_mut().for_each(|pane| pane.model.focus());
                self.draw(ctx);
            }
            Msg::Strip(touch, event) => {
                if self.strip.touch(&mut self.panes, touch, &event) {
                    self.share(0);
                    self.draw(ctx);
                }
            }
            Msg::Search(seek) => {
                self.seek(ctx, seek);
                return true;
            }
            Msg::Table(open) => {
                self.wants_lanes = self.table && !open;
                self.table = open;
                self.draw(ctx);
                return true;
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
        // What the table covers is out of the keys' way.
        let lanes = tag!("div", "class" = "timeline-runs", "inert" = self.table);
        // What comes and goes has a place of its own, or what is beside it would be made anew.
        let main = tag!("div", "class" = "timeline-main")
            .child(lanes.children(runs))
            .child(self.corner(ctx))
            .child(tag!("div").child(self.search_box(ctx)))
            .child(self.strip(ctx));
        let sums = tag!("div", "class" = "timeline-sums").child(self.range_box(ctx));
        tag!("div", "class" = if self.panes.len() > 1 { "timeline two" } else { "timeline" })
            .child(tag!("div", "class" = "timeline-body").child(main).child(sums))
            .child(tag!("div").child(self.event_table(ctx)))
            .child(tip.found(&self.tip))
            .child(tag!("p", "class" = "timeline-said", "role" = "status").found(&self.said))
            .html()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        unsettle();
        self.focus_field();
        if std::mem::take(&mut self.wants_lanes) {
            self.focus_lanes();
        }
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

/// Whether what is under a pointer that rests may be something else than before.
fn moves(before: &Snapshot, now: &Snapshot) -> bool {
    now.mode.moves()
        || (before.playhead, before.axis) != (now.playhead, now.axis)
        || before.trace != now.trace
}

impl Timeline {
    /// The strip with the whole run, and beside it what else can be done.
    fn strip(&self, ctx: &Context<Self>) -> Tag {
        tag!("div", "class" = "timeline-strip").child(self.tools(ctx)).child(self.strip.html(ctx))
    }

    /// The strip begins where the lanes do. The pane is told how high all of it would like to be.
    fn place_strip(&self, labels: f64) {
        let corner = self.corner.cast::<HtmlElement>();
        let timeline = corner.and_then(|corner| corner.closest(".timeline").ok().flatten());
        if let Some(timeline) = timeline.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let wanted = self.panes.iter().map(|pane| pane.model.layout.wanted).sum::<f64>();
            let rem = |pixels: f64| format!("calc({} * 0.0625rem)", pixels.ceil() as u32);
            let _ = timeline.style().set_property("--labels", &rem(labels));
            let pane =
                timeline.parent_element().and_then(|pane| pane.dyn_into::<HtmlElement>().ok());
            if let Some(pane) = pane {
                let _ = pane.style().set_property("--wanted", &rem(wanted));
            }
        }
    }

    /// The table, which lies over all else.
    fn event_table(&self, ctx: &Context<Self>) -> Option<Html> {
        let snapshot = &ctx.props().snapshot;
        self.table.then(|| {
            part(EventTable {
                trace: snapshot.trace.clone(),
                position: snapshot.position(),
                dispatch: ctx.props().dispatch.clone(),
                on_close: ctx.link().callback(|_| Msg::Table(false)),
            })
        })
    }

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
        if let Some(other) = snapshot.exhibit.variants.get(variant)
            && variant != snapshot.variant
        {
            let select = Action::select(snapshot.exhibit.id.clone(), other.id.clone());
            ctx.props().dispatch.emit(select);
        }
    }

    fn figures(&self) -> Vec<(usize, usize, u64)> {
        self.panes.iter().map(Pane::figures).collect()
    }

    /// Asks for a frame, unless one is on its way.
    fn draw(&mut self, ctx: &Context<Self>) {
        unsettle();
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
            stages.for_each(paint::stage::Stage::forget_theme);
            self.strip.forget_theme();
        }
        let mut more = false;
        for pane in &mut self.panes {
            more |= pane.model.advance(millis);
        }
        if more && wants_no_motion() {
            self.panes.iter_mut().for_each(|pane| pane.model.arrive());
        }
        let corner = self.corner.cast::<HtmlElement>();
        let corner =
            corner.map_or(0.0, |corner| f64::from(corner.offset_width()) / text_size() + 9.0);
        let labels = self.panes.iter_mut().map(|pane| pane.labels(corner)).fold(0.0, f64::max);
        if labels > 0.0 {
            self.panes.iter_mut().for_each(|pane| pane.model.set_labels(labels));
            self.place_strip(labels);
        }
        self.share(self.shown());
        self.panes.iter_mut().for_each(Pane::paint);
        self.strip.paint(&mut self.panes);
        self.last_frame = more.then_some(now);
        if more {
            self.draw(ctx);
        }
    }
}
