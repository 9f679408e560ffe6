//! The strip under the lanes: the whole run, with the part in sight framed in it.

use scene::timeline::picture::overview::{Cell, Grip, cells, shade};
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement, PointerEvent};
use yew::prelude::*;

use super::paint::palette::{Palette, context_of};
use super::paint::pen::Pen;
use super::paint::sheet::Sheet;
use super::pane::Pane;
use super::{Msg, Timeline};
use crate::view::tag::{Tag, tag};
use crate::view::text_size::text_size;

/// What happens to the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// A finger or a button goes down.
    Down,
    /// It moves.
    Move,
    /// It comes up.
    Up,
}

/// Room above and below the small picture.
const PAD: f64 = 3.0;

/// A live run grows with every frame. The small picture of one with more events than this is drawn anew
/// only when it has grown by one part of so many, and is squeezed until then.
const LARGE: usize = 10_000;
const GROWN: usize = 50;

/// The strip's canvas.
#[derive(Default)]
pub(super) struct StripCanvas {
    host: NodeRef,
    canvas: NodeRef,
    pen: Option<Pen>,
    size: (f64, f64),
    /// The small picture, on a canvas of its own, and what it was made of.
    made: Option<(Made, HtmlCanvasElement)>,
    /// What is held, and where the pointer was.
    held: Option<(Grip, f64)>,
}

/// What the small picture was made of.
#[derive(Clone, Copy, PartialEq)]
struct Made {
    size: (u32, u32),
    len: usize,
    extent: f64,
    rows: usize,
}

impl StripCanvas {
    /// Its element. It does nothing that keys cannot do, so it is none of their stops.
    pub(super) fn html(&self, ctx: &Context<Timeline>) -> Tag {
        let heard = |touch| ctx.link().callback(move |event| Msg::Strip(touch, event));
        let label = "The whole run; the part in sight is framed. Drag the frame or its edges.";
        tag!("div", "class" = "timeline-overview", "title" = label)
            .found(&self.host)
            .on_pointer_down(heard(Touch::Down))
            .on_pointer_move(heard(Touch::Move))
            .on_pointer_up(heard(Touch::Up))
            .on_pointer_cancel(heard(Touch::Up))
            .child(tag!("canvas", "aria-hidden" = "true").found(&self.canvas))
    }

    /// The colours may be others.
    pub(super) fn forget_theme(&mut self) {
        self.made = None;
    }

    /// Takes what happens to it. Returns whether another part is in sight.
    pub(super) fn touch(&mut self, panes: &mut [Pane], touch: Touch, event: &PointerEvent) -> bool {
        let (Some(host), Some(pane)) = (self.host.cast::<HtmlElement>(), panes.first_mut()) else {
            return false;
        };
        // The strip begins where the lanes do, but its element further to the right than theirs.
        let x = f64::from(event.client_x()) - host.get_bounding_client_rect().left();
        let x = x / text_size() + pane.model.layout.labels;
        match (touch, self.held) {
            (Touch::Down, _) if event.button() == 0 => {
                // Fails only for a pointer that is gone already.
                let _ = host.set_pointer_capture(event.pointer_id());
                self.held = Some((pane.model.press_strip(x), x));
            }
            (Touch::Move, Some((grip, before))) => {
                pane.model.drag_strip(grip, x - before);
                self.held = Some((grip, x));
            }
            (Touch::Up, Some(_)) => self.held = None,
            _ => return false,
        }
        true
    }

    /// Paints the strip of the runs in these panes.
    pub(super) fn paint(&mut self, panes: &mut [Pane]) {
        let (Some(host), Some(canvas)) =
            (self.host.cast::<HtmlElement>(), self.canvas.cast::<HtmlCanvasElement>())
        else {
            return;
        };
        if self.pen.is_none() {
            self.pen = context_of(&canvas).map(Sheet::Canvas).map(Pen::new);
        }
        let Some(pen) = &mut self.pen else { return };
        let text = text_size();
        let ratio = text * web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let (width, height) = (f64::from(host.client_width()), f64::from(host.client_height()));
        let (width, height) = (width / text, height / text);
        let size = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if size.0 == 0 || size.1 == 0 {
            return;
        }
        if (canvas.width(), canvas.height()) != size {
            canvas.set_width(size.0);
            canvas.set_height(size.1);
            pen.reset();
        }
        pen.ratio = ratio;
        self.size = (width, height);
        self.picture(panes);
        self.frame(panes);
    }

    /// Draws the small picture, if what it shows is not what it was made of.
    fn picture(&mut self, panes: &mut [Pane]) {
        let ratio = self.pen.as_ref().map_or(1.0, |pen| pen.ratio);
        let size = (
            (self.size.0 * ratio).round() as u32,
            ((self.size.1 - 2.0 * PAD) * ratio).round().max(1.0) as u32,
        );
        let len: usize = panes.iter().map(|pane| pane.model.lanes.read()).sum();
        let rows = panes.iter().map(|pane| pane.model.lanes.order.len()).sum();
        let extent = panes.first().map_or(1.0, |pane| pane.model.extent());
        let made = Made { size, len, extent, rows };
        if let Some((old, _)) = &self.made {
            let grown = made.len.abs_diff(old.len) * GROWN > made.len.max(1);
            let live = panes.iter().any(|pane| pane.model.is_live());
            let stays = live && !grown && made.len > LARGE && old.size == made.size;
            if *old == made || stays {
                return;
            }
        }
        self.made = draw(panes, size).map(|canvas| (made, canvas));
    }

    fn frame(&mut self, panes: &mut [Pane]) {
        let (width, height) = self.size;
        let Some(first) = panes.first_mut() else { return };
        let (strip, extent) = (first.model.strip(), first.model.extent());
        let left = strip.all.left;
        let (playhead, selected, found) = first.model.with(|scene| {
            let unit = |x: f64| strip.all.x(scene.window.unit(x)) - left;
            let selected = scene.selected().map(|(from, to)| (unit(from), unit(to)));
            let found: Vec<f64> = match scene.found.0.len() <= 2_000 {
                true => scene.found.0.iter().map(|hit| unit(scene.x(*hit))).collect(),
                false => Vec::new(),
            };
            (unit(scene.playhead), selected, found)
        });
        let Some((palette, pen)) = first.palette().zip(self.pen.as_mut()) else { return };
        pen.fill(&palette.raised);
        pen.rect(0.0, 0.0, width, height);
        if let (Some((made, picture)), Some(canvas)) = (&self.made, pen.context.canvas()) {
            // One that was made of less of the run covers less of it.
            let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
            let w = w * (made.extent / extent).min(1.0);
            let top = pen.snap(PAD);
            let _ =
                canvas.draw_image_with_html_canvas_element_and_dw_and_dh(picture, 0.0, top, w, h);
        }
        let (from, to) = strip.frame();
        let (from, to) = (from - left, (to - left).min(width));
        if let Some((from, to)) = selected {
            pen.fill(&palette.tint);
            pen.rect(from, 0.0, to - from, height);
            pen.fill(&palette.accent);
            pen.rect(from, height - 2.0, to - from, 2.0);
        }
        pen.fill(&palette.accent);
        for x in found {
            pen.rect(x - 0.5, 0.0, 1.0, PAD + 1.0);
        }
        if !strip.is_fit {
            pen.fill(&palette.veil);
            pen.rect(0.0, 0.0, from, height);
            pen.rect(to, 0.0, (width - to).max(0.0), height);
        }
        pen.fill(&palette.accent);
        pen.rect(playhead - 0.75, 0.0, 1.5, height);
        pen.fill(&palette.dim);
        for x in [from, to - 3.0] {
            pen.rect(x, height / 2.0 - 6.0, 3.0, 12.0);
        }
        if strip.is_fit {
            return;
        }
        pen.stroke(&palette.dim, 1.0);
        let (x, y) = (pen.hair(from), pen.hair(0.0));
        pen.context.begin_path();
        pen.context.rect(x, y, pen.snap(to - from - 1.0), pen.snap(height - 1.0));
        pen.context.stroke();
    }
}

/// The small picture of the runs, one above the other.
fn draw(panes: &mut [Pane], (width, height): (u32, u32)) -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let pen = Pen::new(Sheet::Canvas(context_of(&canvas)?));
    let (columns, count) = (width as usize, panes.len());
    let gap = usize::from(count > 1) * 2;
    for (number, pane) in panes.iter_mut().enumerate() {
        let top = height as usize * number / count + if number > 0 { gap } else { 0 };
        let rows = (height as usize * (number + 1) / count).saturating_sub(top);
        let all = pane.model.strip().all;
        let made = pane.model.with(|scene| cells(scene.lanes, &scene.scale, &all, columns, rows));
        if let Some(palette) = pane.palette() {
            shades(&pen, palette, &made, (columns, top));
        }
    }
    Some(canvas)
}

/// Fills the cells, those of one colour after the other, a run of equal ones at a time.
fn shades(pen: &Pen, palette: &Palette, cells: &[Cell], (columns, top): (usize, usize)) {
    let most = cells.iter().copied().max().unwrap_or(0);
    for cell in 1..=most {
        let Some((colour, polled)) = shade(cell) else { continue };
        let task = &palette.tasks[colour];
        pen.fill(if polled { &task.solid } else { &task.hatch });
        for (number, row) in cells.chunks(columns).enumerate() {
            let mut at = 0;
            while at < columns {
                let run = row[at..].iter().take_while(|other| **other == cell).count();
                if run > 0 {
                    let (x, y) = (at as f64, (top + number) as f64);
                    pen.context.fill_rect(x, y, run as f64, 1.0);
                }
                at += run.max(1);
            }
        }
    }
}
