//! What the pointer, the wheel and the keys do.

use std::cell::Cell;

use playground::action::Action;
use playground::plain::Plain;
use scene::timeline::comparison::Role;
use scene::timeline::pointer::Manner;
use scene::timeline::words;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use super::pane::Pane;
use super::search_box::Seek;
use super::{Msg, Timeline};
use crate::view::dialog;
use crate::view::keys::Focus;
use crate::view::text_size::text_size;

/// How far a key pans, in pixels, and by which factor it zooms.
const KEY_PAN: f64 = 80.0;
const KEY_ZOOM: f64 = 1.4;

/// Pixels a line of the wheel, where the browser counts in lines.
const LINE: f64 = 24.0;

/// What a key means here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    /// Wider by this factor.
    Zoom(f64),
    /// So many pixels to the right.
    Pan(f64),
    /// So many times as many lanes down as are in sight.
    Pages(isize),
    /// Everything.
    Fit,
    /// What is selected, or everything.
    Focus,
    /// So many lanes down.
    Lanes(isize),
    /// The lane is to be folded or unfolded.
    Fold(bool),
    /// The lane's task is to be chosen.
    Choose,
    /// What is selected begins at the playhead, or ends there.
    Mark(bool),
    /// To search the run.
    Search,
    /// The events as a table.
    Table,
}

/// What a key means while the timeline has the focus.
pub fn meaning(key: &str) -> Option<Key> {
    Some(match key {
        "w" | "W" => Key::Zoom(KEY_ZOOM),
        "s" | "S" => Key::Zoom(1.0 / KEY_ZOOM),
        "a" | "A" => Key::Pan(KEY_PAN),
        "d" | "D" => Key::Pan(-KEY_PAN),
        "0" => Key::Fit,
        "f" | "F" => Key::Focus,
        "ArrowDown" => Key::Lanes(1),
        "ArrowUp" => Key::Lanes(-1),
        "ArrowLeft" => Key::Fold(true),
        "ArrowRight" => Key::Fold(false),
        "Enter" => Key::Choose,
        "i" | "I" => Key::Mark(true),
        "o" | "O" => Key::Mark(false),
        "/" => Key::Search,
        "t" | "T" => Key::Table,
        "PageDown" => Key::Pages(1),
        "PageUp" => Key::Pages(-1),
        _ => return None,
    })
}

/// What a key means wherever the focus is: the timeline's letters. Arrows and their like scroll what
/// one looks at, and the slash searches the programs.
pub fn anywhere(key: &str) -> Option<Key> {
    meaning(key).filter(|key| {
        matches!(
            key,
            Key::Zoom(_) | Key::Pan(_) | Key::Fit | Key::Focus | Key::Mark(_) | Key::Table
        )
    })
}

fn is_held(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// What a key means here; keys that mean nothing are left to the page.
///
/// Called while the event is on its way: a message comes when it is too late to stop it.
pub(super) fn take_key(event: &KeyboardEvent) -> Option<Key> {
    let key = meaning(&event.key()).filter(|_| !is_held(event))?;
    event.prevent_default();
    event.stop_propagation();
    Some(key)
}

/// What a key means that nothing with the focus has used. Whoever types uses all of them, and so does
/// an open dialog.
pub(super) fn overhear(event: &KeyboardEvent) -> Option<Key> {
    if is_held(event) || event.default_prevented() || Focus::of(event).is_text() {
        return None;
    }
    let key = anywhere(&event.key()).filter(|_| !dialog::is_open())?;
    event.prevent_default();
    Some(key)
}

/// Whether a turn of the wheel zooms. Browsers tell a pinch on a touchpad as a wheel with the
/// control key.
fn zooms(event: &WheelEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.shift_key()
}

/// Keeps the page from scrolling or zooming where the timeline does. `moves` is whether there is
/// anything to be moved.
pub(super) fn take_wheel(event: &WheelEvent, moves: &Cell<bool>) {
    if zooms(event) || moves.get() {
        event.prevent_default();
    }
}

/// Keeps the browser from scrolling by itself while the middle button is down.
pub(super) fn take_button(event: &MouseEvent) {
    if event.button() == 1 {
        event.prevent_default();
    }
}

impl Timeline {
    /// Where an event happened, in pixels of a pane's canvas.
    pub(super) fn place(&self, pane: usize, event: &MouseEvent) -> Option<(f64, f64)> {
        let host = self.panes.get(pane)?.host.cast::<HtmlElement>()?;
        let box_ = host.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - box_.left();
        let y = f64::from(event.client_y()) - box_.top();
        Some((x / text_size(), y / text_size()))
    }

    pub(super) fn press(&mut self, ctx: &Context<Self>, pane: usize, event: &PointerEvent) {
        let (left, middle) = (event.button() == 0, event.button() == 1);
        let Some(at) = self.place(pane, event).filter(|_| left || middle) else { return };
        let pressed = &mut self.panes[pane];
        if let Some(host) = pressed.host.cast::<HtmlElement>() {
            // Fails only for a pointer that is gone already.
            let _ = host.set_pointer_capture(event.pointer_id());
        }
        pressed.model.leave();
        self.hide_tip();
        let pressed = &mut self.panes[pane];
        let (pans, selects) = (middle, event.shift_key());
        let is_finger = event.pointer_type() == "touch";
        let manner = Manner { pans, selects, is_finger };
        let wish = pressed.model.press(event.pointer_id(), at, manner);
        self.answer(ctx, pane, wish);
    }

    pub(super) fn release(&mut self, ctx: &Context<Self>, pane: usize, event: &PointerEvent) {
        let Some(released) = self.panes.get_mut(pane) else { return };
        let taken = event.type_() == "pointercancel";
        let wish = released.model.release(event.pointer_id(), taken);
        self.answer(ctx, pane, wish);
    }

    pub(super) fn move_to(&mut self, ctx: &Context<Self>, pane: usize, event: &PointerEvent) {
        let Some(at) = self.place(pane, event) else { return };
        let model = &mut self.panes[pane].model;
        if model.is_held() {
            let wish = model.drag(event.pointer_id(), at);
            self.answer(ctx, pane, wish);
            return;
        }
        self.pointer = (event.pointer_type() != "touch").then_some((pane, at));
        self.point(ctx);
    }

    fn answer(&mut self, ctx: &Context<Self>, pane: usize, wish: Option<Action>) {
        match wish {
            Some(action) => ctx.props().dispatch.emit(action),
            None => {
                self.share(pane);
                self.draw(ctx);
            }
        }
    }

    /// Says what is under the pointer, here and in the other views.
    pub(super) fn point(&mut self, ctx: &Context<Self>) {
        let mut said = None;
        let mut wishes = Vec::new();
        for (number, pane) in self.panes.iter_mut().enumerate() {
            let at = self.pointer.filter(|(pane, _)| *pane == number).map(|(_, at)| at);
            let (text, wish) = pane.model.point(at);
            said = said.or(text);
            wishes.extend(wish.map(|wish| (pane.model.role(), wish)));
        }
        // What moves would be something else before it is read.
        let said = said.filter(|_| !ctx.props().snapshot.mode.moves());
        if let Some(tip) = self.tip.cast::<HtmlElement>() {
            self.show_tip(&tip, said.as_deref());
        }
        for (role, wish) in wishes {
            match role {
                // Its places are not in the text that is shown.
                Role::Beside => self.draw(ctx),
                Role::Alone | Role::Shown => ctx.props().dispatch.emit(wish),
            }
        }
    }

    /// What is under the pointer moves or is about to: nothing is said of it until the pointer moves.
    pub(super) fn hide_tip(&mut self) {
        self.pointer = None;
        if let Some(tip) = self.tip.cast::<HtmlElement>() {
            tip.set_hidden(true);
        }
    }

    /// The tooltip stands beside the pointer, on the side where there is room.
    fn show_tip(&self, tip: &HtmlElement, text: Option<&str>) {
        let (Some(text), Some((pane, (x, y)))) = (text, self.pointer) else {
            tip.set_hidden(true);
            return;
        };
        tip.set_hidden(false);
        if tip.text_content().as_deref() != Some(text) {
            tip.set_text_content(Some(text));
        }
        let size = text_size();
        let (wide, high) = (f64::from(tip.offset_width()), f64::from(tip.offset_height()));
        let (wide, high) = (wide / size, high / size);
        let layout = &self.panes[pane].model.layout;
        let above = match (self.panes[pane].host.cast::<HtmlElement>(), tip.parent_element()) {
            (Some(host), Some(whole)) => {
                host.get_bounding_client_rect().top() - whole.get_bounding_client_rect().top()
            }
            _ => 0.0,
        };
        let left = if x + 14.0 + wide > layout.width { x - wide - 10.0 } else { x + 14.0 };
        let top = if y + 16.0 + high > layout.height { y - high - 10.0 } else { y + 16.0 };
        let (left, top) = (left.max(2.0) * size, above + top.max(2.0) * size);
        let (left, top) = (left.round(), top.round());
        let _ = tip
            .style()
            .set_property("transform", &format!("translate({}px, {}px)", Plain(left), Plain(top)));
    }

    pub(super) fn wheel(&mut self, ctx: &Context<Self>, pane: usize, event: &WheelEvent) {
        let Some((x, _)) = self.place(pane, event) else { return };
        let model = &mut self.panes[pane].model;
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => LINE,
            WheelEvent::DOM_DELTA_PAGE => model.layout.height,
            _ => 1.0,
        };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        if zooms(event) {
            let by = if dy == 0.0 { dx } else { dy };
            model.zoom_at(x, (-by * 0.004).clamp(-1.0, 1.0).exp());
        } else {
            model.pan(-dx, -dy);
        }
        self.share(pane);
        self.draw(ctx);
        self.point(ctx);
    }

    pub(super) fn key(&mut self, ctx: &Context<Self>, pane: usize, key: Key) {
        self.hide_tip();
        let Some(Pane { model, .. }) = self.panes.get_mut(pane) else { return };
        let mut wish = None;
        match key {
            Key::Zoom(factor) => model.zoom_by_key(factor),
            Key::Pan(by) => model.pan(by, 0.0),
            Key::Fit => model.fit(),
            Key::Focus => model.focus(),
            Key::Pages(pages) => wish = model.go_pages(pages),
            Key::Lanes(lanes) => wish = model.go(lanes),
            Key::Fold(folds) => wish = model.fold_here(folds),
            Key::Choose => wish = model.choose_here(),
            Key::Mark(begins) => wish = Some(model.select_from_here(begins)),
            Key::Search => ctx.link().send_message(Msg::Search(Seek::Open)),
            Key::Table => ctx.link().send_message(Msg::Table(!self.table)),
        }
        let moved = matches!(key, Key::Pages(_) | Key::Lanes(_) | Key::Fold(_));
        if moved && let Some(said) = self.said.cast::<HtmlElement>() {
            let text = self.panes[pane]
                .model
                .with(|scene| scene.stands.map(|row| words::row(scene, row)).unwrap_or_default());
            said.set_text_content(Some(&text));
        }
        let is_beside = self.panes[pane].model.role() == Role::Beside;
        if let Some(action) = wish.filter(|wish| !is_beside || !matches!(wish, Action::Hover(_))) {
            ctx.props().dispatch.emit(action);
        }
        self.share(pane);
        self.draw(ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::keys::command;
    use playground::action::Speed;
    use playground::snapshot::Mode;

    #[test]
    fn the_letters_of_the_timeline_are_none_of_the_pages() {
        let mut found = 0;
        for letter in ' '..='~' {
            let key = letter.to_string();
            if anywhere(&key).is_some() {
                found += 1;
                assert_eq!(command(&key, Focus::Page, Mode::Paused, Speed(0)), None, "{key}");
            }
        }
        assert!(found > 8, "{found}");
    }

    #[test]
    fn what_scrolls_and_searches_elsewhere_is_left_there() {
        for key in ["ArrowDown", "ArrowLeft", "PageUp", "Enter", "/"] {
            assert!(meaning(key).is_some() && anywhere(key).is_none(), "{key}");
        }
    }
}
