//! The timeline: a lane a task, drawn on a canvas outside of the virtual DOM.
//!
//! What a lane shows: solid while the task is polled, thin while it is scheduled, hatched while it
//! waits; its awaits as slim bars below it, so that the branches of a `join!` run side by side
//! within one task's lane. Below all lanes stand the timers and the turns of the event loop.
//!
//! Parts that need no browser: [`lanes`] (with `cut` and its kin, which build them), [`axis`],
//! [`window`], [`ticks`], [`layout`], [`scene`], [`picture`], [`arrows`], [`hit`], [`words`],
//! [`pointer`], [`colour`] and [`model`]. Those that paint: `stage`, `paint`, `texts`, `frame`,
//! `pen` and `palette`. This view knows nothing about how a program is run.

pub mod arrows;
pub mod axis;
pub mod colour;
mod cut;
mod cut_awaits;
mod cut_host;
mod frame;
pub mod hit;
pub mod input;
pub mod lanes;
pub mod layout;
pub mod model;
mod paint;
mod palette;
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
mod watch;
pub mod window;
pub mod words;

use std::cell::Cell;
use std::rc::Rc;

use gloo_render::AnimationFrame;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use crate::action::{Action, Axis};
use crate::snapshot::{Mode, Snapshot};
use input::Key;
use model::Model;
use stage::Stage;
use watch::Watches;

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
    model: Model,
    host: NodeRef,
    canvas: NodeRef,
    corner: NodeRef,
    tip: NodeRef,
    stage: Option<Stage>,
    watches: Option<Watches>,
    frame: Option<AnimationFrame>,
    /// When the last frame was, while one follows another.
    last_frame: Option<f64>,
    theme_changed: bool,
    pointer: Option<(f64, f64)>,
    /// Whether there is more than is seen, so that the wheel moves it.
    moves: Rc<Cell<bool>>,
    /// What the accessible name was made of.
    summary: (usize, usize, u64),
}

/// What happens to the timeline.
pub enum Msg {
    /// The browser is about to paint, at this time in milliseconds.
    Frame(f64),
    /// The box has another size.
    Resized,
    /// Something that colours may depend on has changed.
    ThemeChanged,
    /// A finger or button went down.
    Pressed(PointerEvent),
    /// The pointer moved.
    Moved(PointerEvent),
    /// A finger or button came up, or was taken over.
    Released(PointerEvent),
    /// The pointer has left.
    Left,
    /// The wheel was turned, or two fingers moved on a touchpad.
    Wheel(WheelEvent),
    /// A key was pressed while the timeline has the focus.
    Key(Key),
    /// Everything is to be shown.
    Fit(MouseEvent),
    /// Another axis is chosen.
    Choose(Axis),
}

const AXES: [(Axis, &str, &str); 3] = [
    (Axis::Elastic, "elastic", "Time to scale, with room for every event"),
    (Axis::Time, "time", "Time to scale"),
    (Axis::Steps, "steps", "Every event the same width"),
];

impl Component for Timeline {
    type Message = Msg;
    type Properties = TimelineProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut timeline = Self {
            model: Model::new(ctx.props().snapshot.clone()),
            host: NodeRef::default(),
            canvas: NodeRef::default(),
            corner: NodeRef::default(),
            tip: NodeRef::default(),
            stage: None,
            watches: None,
            frame: None,
            last_frame: None,
            theme_changed: false,
            pointer: None,
            moves: Rc::default(),
            summary: (0, 0, 0),
        };
        timeline.summary = timeline.figures();
        timeline
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TimelineProps) -> bool {
        let snapshot = &ctx.props().snapshot;
        self.theme_changed |= snapshot.theme != old.snapshot.theme;
        self.model.update(snapshot.clone());
        self.draw(ctx);
        let axis_changed = snapshot.axis != old.snapshot.axis;
        let live = matches!(snapshot.mode, Mode::Live | Mode::LivePaused);
        let summary = self.figures();
        // A name that changed with each event would be read out without end.
        let renamed = !live && std::mem::replace(&mut self.summary, summary) != summary;
        axis_changed || renamed
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Frame(now) => self.paint(ctx, now),
            Msg::Resized => {
                // At once: what waits for the next frame shows the old canvas stretched until then.
                self.resize();
                self.draw(ctx);
            }
            Msg::ThemeChanged => {
                self.theme_changed = true;
                self.draw(ctx);
            }
            Msg::Pressed(event) => self.press(ctx, &event),
            Msg::Moved(event) => self.move_to(ctx, &event),
            Msg::Released(event) => self.model.release(event.pointer_id()),
            Msg::Left => {
                self.pointer = None;
                self.point(ctx);
            }
            Msg::Wheel(event) => self.wheel(ctx, &event),
            Msg::Key(key) => self.key(ctx, key),
            Msg::Fit(event) => {
                if self.place(&event).is_some_and(|(x, _)| x >= self.model.layout.labels) {
                    self.model.fit();
                    self.draw(ctx);
                }
            }
            Msg::Choose(axis) => ctx.props().dispatch.emit(Action::Axis(axis)),
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let moves = Rc::clone(&self.moves);
        let (tasks, polls, duration) = self.summary;
        let summary = words::summary(tasks, polls, duration);
        html! {
            <div class="timeline">
                <style>{ include_str!("timeline.css") }</style>
                <div class="timeline-canvas" ref={self.host.clone()} tabindex="0" role="group"
                    aria-label="Timeline: W and S zoom, A and D pan, F shows all"
                    onpointerdown={link.callback(Msg::Pressed)}
                    onpointermove={link.callback(Msg::Moved)}
                    onpointerup={link.callback(Msg::Released)}
                    onpointercancel={link.callback(Msg::Released)}
                    onpointerleave={link.callback(|_| Msg::Left)}
                    onmousedown={Callback::from(|event: MouseEvent| input::take_button(&event))}
                    onwheel={link.callback(move |event: WheelEvent| {
                        input::take_wheel(&event, &moves);
                        Msg::Wheel(event)
                    })}
                    onkeydown={link.batch_callback(|event: KeyboardEvent| {
                        input::take_key(&event).map(Msg::Key)
                    })}
                    ondblclick={link.callback(Msg::Fit)}>
                    <canvas ref={self.canvas.clone()} role="img" aria-label={summary} />
                </div>
                { self.corner(ctx) }
                <div class="timeline-tip" ref={self.tip.clone()} role="tooltip" hidden=true />
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        let Some(host) = self.host.cast::<HtmlElement>() else { return };
        self.stage = self.canvas.cast().as_ref().and_then(Stage::new);
        let (resized, themed) = (ctx.link().clone(), ctx.link().clone());
        self.watches = Some(Watches::new(
            &host,
            move || resized.send_message(Msg::Resized),
            move || themed.send_message(Msg::ThemeChanged),
        ));
        self.resize();
        self.draw(ctx);
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.frame = None;
        self.watches = None;
        self.stage = None;
    }
}

impl Timeline {
    fn figures(&self) -> (usize, usize, u64) {
        let trace = self.model.snapshot().trace.borrow();
        (self.model.lanes.lanes.len(), self.model.lanes.polls, trace.duration())
    }

    fn corner(&self, ctx: &Context<Self>) -> Html {
        let shown = ctx.props().snapshot.axis;
        let button = |(axis, name, title): (Axis, &'static str, &'static str)| {
            let choose = ctx.link().callback(move |_| Msg::Choose(axis));
            let pressed = (axis == shown).to_string();
            html! {
                <button key={name} type="button" {title} aria-pressed={pressed} onclick={choose}>
                    { name }
                </button>
            }
        };
        // A narrow screen has room for one button: it goes from axis to axis.
        let place = AXES.iter().position(|(axis, ..)| *axis == shown).unwrap_or(0);
        let (_, name, _) = AXES[place];
        let (next_axis, next, _) = AXES[(place + 1) % AXES.len()];
        html! {
            <div class="timeline-axis" ref={self.corner.clone()} role="group" aria-label="Axis">
                <span class="all">{ for AXES.into_iter().map(button) }</span>
                <button class="next" type="button" title={format!("Next axis: {next}")}
                    onclick={ctx.link().callback(move |_| Msg::Choose(next_axis))}>
                    { name }
                </button>
            </div>
        }
    }

    /// Asks for a frame, unless one is on its way.
    fn draw(&mut self, ctx: &Context<Self>) {
        if self.frame.is_none() && self.stage.is_some() {
            let link = ctx.link().clone();
            let frame = move |now| link.send_message(Msg::Frame(now));
            self.frame = Some(gloo_render::request_animation_frame(frame));
        }
    }

    fn resize(&mut self) {
        if let (Some(stage), Some(host)) = (&mut self.stage, self.host.cast::<HtmlElement>()) {
            stage.resize(&host, &mut self.model);
        }
    }

    fn paint(&mut self, ctx: &Context<Self>, now: f64) {
        self.frame = None;
        self.resize();
        let millis = self.last_frame.map_or(16.0, |last| (now - last).clamp(0.0, 100.0));
        let Some(stage) = &mut self.stage else { return };
        if std::mem::take(&mut self.theme_changed) {
            stage.forget_theme();
        }
        let more = self.model.advance(millis);
        if more && palette::wants_no_motion() {
            self.model.arrive();
        }
        if let Some(host) = self.host.cast::<HtmlElement>() {
            let corner = self.corner.cast::<HtmlElement>();
            let corner = corner.map_or(0.0, |corner| f64::from(corner.offset_width()) + 9.0);
            stage.paint(&host, &mut self.model, corner);
        }
        self.moves.set(self.model.layout.overflow() > 0.0 || !self.model.is_fit());
        self.last_frame = more.then_some(now);
        if more {
            self.draw(ctx);
        }
    }
}
