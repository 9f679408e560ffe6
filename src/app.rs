//! The root component: actions in, snapshots out.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use playground::action::{Action, Theme};
use playground::route::Route;
use playground::snapshot::Snapshot;
use playground::{Effect, Playground, SharedRunner};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser::{self, Live, LiveClock};
use crate::embed::parent::{Asked, Parent};
use crate::embed::{self, Report, Wish};
use crate::files::{FileMsg, Files};
use crate::first_visit::FirstVisit;
use crate::fullscreen;
use crate::reopen::{keep, reopen};
use crate::view::page::Page;
use crate::view::part::part;
use crate::view::settled::unsettle;
use crate::view::stored::{store, stored};
use crate::view::timeline::wants_no_motion;

/// The address follows what is shown when it has stood still this long.
const SETTLE_MS: u32 = 250;

/// A long run is computed once the constant that is dragged has rested this long, in milliseconds.
const REST_MS: f64 = 120.0;

/// How much of a frame a run that is being computed may take: the page still answers between two parts.
const COMPUTE_MS: f64 = 24.0;

/// While it moves, the address follows as often as this; browsers refuse more than a few a second.
const FOLLOW_MS: f64 = 1_000.0;

/// A frame after a pause (a hidden tab) counts as one of this length.
const LONGEST_FRAME_MS: f64 = 100.0;

/// What the root component reacts to.
#[derive(Debug)]
pub enum Msg {
    /// A reader's wish.
    Act(Action),
    /// An animation frame at this time in milliseconds.
    Frame(f64),
    /// The address was changed by the reader: typed, or by the back button.
    Moved,
    /// What is shown has stood still for a while.
    Settled,
    /// The page is there, and there is something to do in its first frames.
    Begun,
    /// The live run has ended.
    Ended,
    /// The page that embeds this one asks for something.
    Asked(Asked),
    /// The window has another size.
    Resized,
    /// Something has happened to a file that comes in or goes out.
    File(FileMsg),
    /// The page has the whole screen, or no longer.
    Screen,
    /// A first visitor has seen the page whole.
    Shows,
    /// A first visitor does something.
    Touched,
}

/// What an embedder decides.
#[derive(Clone, Debug, Default, PartialEq, Properties)]
pub struct AppProps {
    /// What to show first, instead of what the address says.
    #[prop_or_default]
    pub route: Option<Rc<Route>>,
    /// Who runs the programs.
    #[prop_or_default]
    pub runner: SharedRunner,
}

/// The page.
#[derive(Debug)]
pub struct App {
    playground: Playground,
    snapshot: Rc<Snapshot>,
    dispatch: Callback<Action>,
    live: Option<Live>,
    files: Files,
    frame: Option<AnimationFrame>,
    last_frame: Option<f64>,
    /// When a constant was turned last.
    turned: f64,
    settling: Option<Timeout>,
    /// When the address was last written while something moved.
    printed: f64,
    /// The address as it was last read or written. While the window has another one, the visitor has gone
    /// there and `hashchange` is on its way: nothing may be written over it.
    known: RefCell<String>,
    /// What shows the run to a first visitor.
    first_visit: Option<FirstVisit>,
    /// The page that embeds this one, if this one is there to be embedded.
    parent: Option<Parent>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Msg;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let (route, notices) = match &ctx.props().route {
            Some(route) => (Route::clone(route), Vec::new()),
            None => Route::parse(&address()),
        };
        let mut playground = Playground::with_runner(&route, ctx.props().runner.clone());
        let embedded = route.frame.embedded;
        let reopened = !embedded && reopen(&mut playground, &address());
        if !reopened {
            notices.into_iter().for_each(|notice| playground.notice(notice));
        }
        // In a slide the reader's own choice for the page says nothing.
        if route.theme.is_none() && !embedded {
            let _ = playground.apply(Action::Theme(stored_theme()));
        }
        let link = ctx.link().clone();
        let asked = move |asked| link.send_message(Msg::Asked(asked));
        let parent = if embedded { Parent::listen(asked) } else { None };
        if let Some(begin) = playground.begins(&route) {
            ctx.link().send_message(Msg::Act(begin));
        }
        if playground.is_linting() || playground.is_computing() {
            ctx.link().send_message(Msg::Begun);
        }
        let app = Self {
            snapshot: Rc::new(playground.snapshot()),
            playground,
            dispatch: ctx.link().callback(Msg::Act),
            live: None,
            files: Files::new(ctx.link().callback(Msg::File), !embedded),
            frame: None,
            last_frame: None,
            turned: f64::NEG_INFINITY,
            settling: None,
            printed: 0.0,
            known: RefCell::new(address()),
            first_visit: welcome(ctx),
            parent,
            _listeners: listeners(ctx),
        };
        app.dress_document();
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Act(action) => self.act(ctx, action),
            Msg::Frame(time) => self.on_frame(time),
            Msg::Moved => self.open_address(ctx),
            Msg::Settled => {
                self.playground.settle();
                if address() == *self.known.borrow() {
                    self.print_address();
                } else {
                    self.open_address(ctx);
                }
            }
            Msg::Begun | Msg::Ended => {}
            Msg::Asked(asked) => self.answer(ctx, asked),
            Msg::File(msg) => {
                if let FileMsg::Read(_, Ok(_)) = msg {
                    self.print_address();
                }
                if self.files.on(&mut self.playground, msg) == Effect::Visited {
                    keep(&mut self.playground);
                    self.push_address();
                }
            }
            // Esc gives the screen back without a word to the page.
            Msg::Screen if !fullscreen::is_on() => self.act(ctx, Action::Present(false)),
            Msg::Screen => {}
            Msg::Shows => self.playground.begin_show(),
            Msg::Touched => {
                self.first_visit = None;
                self.playground.end_show();
            }
            Msg::Resized => {
                if let Some(parent) = &mut self.parent {
                    parent.tell_height();
                }
            }
        }
        match &self.live {
            Some(live) if self.playground.is_live() => {
                live.clock().set_pace(self.playground.pace())
            }
            _ => self.live = None,
        }
        let works = self.playground.is_linting() || self.playground.is_computing();
        if self.playground.moves() || works {
            self.request_frame(ctx);
        } else {
            self.frame = None;
            self.last_frame = None;
        }
        let snapshot = self.playground.snapshot();
        if *self.snapshot == snapshot {
            return false;
        }
        let was_finished = embed::is_finished(&self.snapshot);
        self.snapshot = Rc::new(snapshot);
        self.tell(was_finished);
        if !self.playground.moves() {
            let link = ctx.link().clone();
            let settled = move || link.send_message(Msg::Settled);
            self.settling = Some(browser::after(SETTLE_MS, settled));
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        part(Page { snapshot: Rc::clone(&self.snapshot), dispatch: self.dispatch.clone() })
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        let state = self.state();
        let Some(parent) = &mut self.parent else { return };
        if first {
            parent.answer(Report::Ready(state), &wasm_bindgen::JsValue::UNDEFINED);
        }
        // While it plays nothing changes that it depends on.
        if !self.playground.moves() {
            parent.tell_height();
        }
    }
}

impl App {
    fn act(&mut self, ctx: &Context<Self>, action: Action) {
        let (mut theme, mut dresses) = (None, false);
        match action {
            Action::Theme(chosen) => theme = Some(chosen),
            Action::Knob(..) => self.turned = browser::page_time(),
            Action::Present(true) if !self.snapshot.present => {
                dresses = true;
                give_up_focus();
                fullscreen::enter();
            }
            Action::Present(false) if self.snapshot.present => {
                dresses = true;
                fullscreen::leave();
            }
            _ => {}
        }
        if matches!(
            action,
            Action::Select { .. } | Action::Neighbour(_) | Action::Leave | Action::RunOpened
        ) {
            // So that the way back leads to where the reader left, not to where it last settled.
            self.print_address();
        }
        match self.playground.apply(action) {
            Effect::None => {}
            Effect::Visited => self.push_address(),
            Effect::Export(export) => {
                self.files.make(&mut self.playground, &self.snapshot, export);
            }
            Effect::Cancel => self.files.cancel(&mut self.playground),
            Effect::StartLive => self.start_live(ctx),
        }
        if let Some(theme) = theme
            && !self.is_embedded()
        {
            store_theme(theme);
        }
        if theme.is_some() || dresses {
            self.dress_document();
        }
    }

    /// Does what the page around this one asks for, and says how things stand then.
    fn answer(&mut self, ctx: &Context<Self>, Asked { id, request }: Asked) {
        let wish = request.and_then(|request| Wish::of(&request, &self.playground));
        let outcome = wish.map(|wish| match wish {
            Wish::Do(actions) => actions.into_iter().for_each(|action| self.act(ctx, action)),
            Wish::Open(route) => {
                self.playground.open(&route);
                self.dress_document();
            }
        });
        let report = match outcome {
            Ok(()) => Report::State(self.state()),
            Err(why) => Report::Error(why),
        };
        if let Some(parent) = &mut self.parent {
            parent.answer(report, &id);
        }
    }

    fn state(&self) -> embed::Fields {
        match self.parent {
            Some(_) => embed::state(&self.playground, &self.playground.snapshot()),
            None => embed::Fields::new(),
        }
    }

    /// Tells the page around this one what has changed.
    fn tell(&mut self, was_finished: bool) {
        let state = self.state();
        let Some(parent) = &mut self.parent else { return };
        parent.tell(state.clone());
        if embed::is_finished(&self.snapshot) && !was_finished {
            parent.send(Report::Finished(state));
        }
    }

    fn start_live(&mut self, ctx: &Context<Self>) {
        self.live = None;
        let clock = LiveClock::new(self.playground.speed().factor());
        let told = clock.clone();
        let now = Rc::new(move || told.now());
        let run = self.playground.begin_live(now, wants_no_motion());
        let link = ctx.link().clone();
        let ended = move || link.send_message(Msg::Ended);
        self.live = run.map(|run| Live::start(run, clock, ended));
    }

    fn on_frame(&mut self, time: f64) {
        self.frame = None;
        let elapsed = self.last_frame.map_or(0.0, |last| time - last);
        self.last_frame = Some(time);
        let now = self.live.as_ref().map_or(0, |live| live.clock().now());
        self.playground.frame(elapsed.clamp(0.0, LONGEST_FRAME_MS), now);
        if self.playground.moves() && time - self.printed >= FOLLOW_MS {
            self.printed = time;
            self.print_address();
        }
        self.playground.lint();
        let now = browser::page_time();
        let until = if now < self.turned + REST_MS { now } else { now + COMPUTE_MS };
        while browser::page_time() < until && self.playground.compute() {}
    }

    fn request_frame(&mut self, ctx: &Context<Self>) {
        unsettle();
        if self.frame.is_none() {
            let link = ctx.link().clone();
            self.frame =
                Some(request_animation_frame(move |time| link.send_message(Msg::Frame(time))));
        }
    }

    fn open_address(&mut self, ctx: &Context<Self>) {
        let address = address();
        let known = self.known.replace(address.clone());
        if address == known || address == self.playground.route().to_string() {
            return;
        }
        let opened = self.playground.opened_exhibit();
        let (route, notices) = Route::parse_beside(&address, opened);
        self.playground.open(&route);
        notices.into_iter().for_each(|notice| self.playground.notice(notice));
        if let Some(begin) = self.playground.begins(&route) {
            self.act(ctx, begin);
        }
        self.dress_document();
    }

    /// A visit to another program is an entry in the history, all else changes the one that is there.
    fn push_address(&self) {
        self.dress_document();
        if self.is_embedded() {
            return;
        }
        let url = self.playground.route().to_string();
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            // Fails where a frame's sandbox forbids it; then the address stays as it is.
            let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
        }
        self.known.replace(address());
    }

    /// The address of an embed, and the history that it shares, are its page's business.
    fn is_embedded(&self) -> bool {
        self.snapshot.frame.embedded
    }

    /// Writes where the page is into the address, unless the visitor has gone elsewhere meanwhile.
    fn print_address(&self) {
        if self.is_embedded() || address() != *self.known.borrow() {
            return;
        }
        let url = self.playground.route().to_string();
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
        }
        self.known.replace(address());
    }

    /// Title, theme and size of text belong to the document, above the root component.
    fn dress_document(&self) {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let snapshot = self.playground.snapshot();
        document.set_title(&format!("{} – Futurescope", snapshot.title()));
        let Some(root) = document.document_element() else { return };
        // Setting an attribute with a valid name does not fail.
        let _ = match snapshot.theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        };
        let _ = match snapshot.present {
            true => root.set_attribute("data-present", ""),
            false => root.remove_attribute("data-present"),
        };
        let _ = match self.playground.font() {
            100 => root.remove_attribute("style"),
            font => root.set_attribute("style", &format!("font-size: {font}%")),
        };
    }
}

/// Gets ready to show the run to who comes to the page itself for the first time.
fn welcome(ctx: &Context<App>) -> Option<FirstVisit> {
    if ctx.props().route.is_some() {
        return None;
    }
    let link = ctx.link();
    FirstVisit::welcome(
        &address(),
        link.callback(|()| Msg::Shows),
        link.callback(|()| Msg::Touched),
    )
}

/// What the window tells for as long as the page is there.
fn listeners(ctx: &Context<App>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let listen = |name: &'static str, msg: fn() -> Msg| {
        let link = ctx.link().clone();
        EventListener::new(&window, name, move |_| link.send_message(msg()))
    };
    vec![
        listen("hashchange", || Msg::Moved),
        listen("resize", || Msg::Resized),
        listen("fullscreenchange", || Msg::Screen),
    ]
}

fn address() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// A button that has the focus would take keys that are a presenter's.
fn give_up_focus() {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    if let Some(focused) = focused.and_then(|focused| focused.dyn_into::<HtmlElement>().ok()) {
        let _ = focused.blur();
    }
}

/// The name under which the theme is kept.
const THEME: &str = "theme";

fn stored_theme() -> Theme {
    match stored(THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

fn store_theme(theme: Theme) {
    let name = match theme {
        Theme::System => "",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    store(THEME, name);
}
