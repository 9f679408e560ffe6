//! What a printer gets that is not on the screen: the timeline drawn anew, as shapes and as wide as
//! paper, since a canvas on paper is a picture of the screen.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use playground::action::{Axis, Range, Theme};
use playground::snapshot::Snapshot;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::tag::{Tag, tag};
use super::text_size::text_size;
use super::timeline;
use super::timeline::paint::still::{Looks, Still};

/// Width of what is printed, in CSS pixels: A4 with the margins of the style sheet. Letter is a little
/// wider.
const WIDTH: u32 = 700;

/// As high as a timeline on paper gets: the title and a sentence have room above it.
const HIGHEST: u32 = 820;

/// The size of the text on paper in percent, as the style sheet has it.
const TEXT: f64 = 87.5;

/// What is kept for the printer.
#[derive(Default)]
pub struct Paper {
    sheet: NodeRef,
    snapshot: Rc<RefCell<Option<Rc<Snapshot>>>>,
    listeners: Option<[EventListener; 2]>,
}

impl Paper {
    /// Where the drawing is put while the page is printed. Empty on a screen.
    pub fn sheet(&self) -> Tag {
        tag!("div", "class" = "paper", "aria-hidden" = "true").found(&self.sheet)
    }

    /// Has this snapshot drawn when the page is printed.
    pub fn rendered(&mut self, snapshot: &Rc<Snapshot>) {
        *self.snapshot.borrow_mut() = Some(Rc::clone(snapshot));
        self.listen();
    }

    /// Listens to the printer, once.
    fn listen(&mut self) {
        let Some(window) = web_sys::window().filter(|_| self.listeners.is_none()) else { return };
        let (sheet, snapshot) = (self.sheet.clone(), Rc::clone(&self.snapshot));
        let before = EventListener::new(&window, "beforeprint", move |_| {
            let snapshot = snapshot.borrow().clone();
            if let Some((sheet, snapshot)) = sheet.cast::<HtmlElement>().zip(snapshot) {
                draw(&sheet, &snapshot);
            }
        });
        let sheet = self.sheet.clone();
        let after = EventListener::new(&window, "afterprint", move |_| {
            if let Some(sheet) = sheet.cast::<Element>() {
                sheet.set_inner_html("");
            }
        });
        self.listeners = Some([before, after]);
    }
}

/// Draws the timelines, and says how much smaller the runtime has to be.
fn draw(sheet: &HtmlElement, snapshot: &Rc<Snapshot>) {
    let around = sheet.parent_element().filter(|_| snapshot.frame.shown().is_some());
    if let Some(around) = around {
        // Only some views are shown: on paper the timeline has the place that it has on the screen.
        let pixels = |size: i32| (f64::from(size) / text_size()).max(1.0) as u32;
        let size = (pixels(around.client_width()), pixels(around.client_height()));
        sheet.set_inner_html(&timelines(snapshot, size));
        return;
    }
    sheet.set_inner_html(&timelines(snapshot, (WIDTH, HIGHEST)));
    let stage = sheet
        .owner_document()
        .and_then(|document| document.query_selector(".rt-stage").ok().flatten());
    let wide = stage.map_or(0.0, |stage| f64::from(stage.client_width()) / text_size());
    // Percent of percent.
    let part = (f64::from(WIDTH) * 10_000.0 / (wide * TEXT).max(1.0)).min(100.0) as u32;
    if let Some(page) = sheet
        .parent_element()
        .and_then(|page| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(page).ok())
    {
        let _ = page.style().set_property("--paper", &format!("{part}%"));
    }
}

/// The timelines of the runs that are shown; of two on the axis that they share. Together they are so
/// wide, and at most so high.
fn timelines(snapshot: &Rc<Snapshot>, (width, highest): (u32, u32)) -> String {
    let runs = timeline::runs(snapshot);
    let highest = highest / runs.len().max(1) as u32;
    let caption = snapshot.compared.is_some();
    let longest = Range { from: 0, to: snapshot.duration() };
    let mut all = String::new();
    for (number, (run, _)) in (0..).zip(runs) {
        let axis = if caption { Axis::Time } else { run.axis };
        let run = Rc::new(Snapshot { axis, ..Snapshot::clone(&run) });
        let looks = Looks { width, ratio: 1, theme: Theme::Light, caption, highest };
        let Some(mut still) = Still::shapes(&run, looks) else { continue };
        if caption {
            still.show(longest);
        }
        still.paint(&run.variant().label);
        // In one document what two drawings are cut with has to have two names.
        let svg = still.svg(&run.title()).unwrap_or_default();
        all.push_str(&svg.replace("fs-clip-", &format!("fs-clip-{number}-")));
    }
    all
}
