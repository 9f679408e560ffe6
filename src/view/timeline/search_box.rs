//! The field that searches the run, and the buttons under the names.

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::{Msg, Timeline};
use crate::view::icons::Icon;
use crate::view::tag::{Tag, tag, truth};

/// What happens to the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seek {
    /// The field is wanted.
    Open,
    /// It is not wanted any more.
    Close,
    /// Something was typed.
    Typed(String),
    /// The next hit is wanted, or the previous one.
    Next(bool),
}

impl Timeline {
    /// What stands under the names: what else can be done with the timeline.
    pub(super) fn tools(&self, ctx: &Context<Self>) -> Tag {
        let tool = |icon: Icon, label, title, pressed, msg: fn(bool) -> Msg| {
            let link = ctx.link().clone();
            tag!(
                "button",
                "type" = "button",
                "aria-label" = label,
                "title" = title,
                "aria-pressed" = truth(pressed),
            )
            .on_click(Callback::from(move |_| link.send_message(msg(!pressed))))
            .child(icon.html())
        };
        let search = |open| Msg::Search(if open { Seek::Open } else { Seek::Close });
        tag!("div", "class" = "timeline-tools", "role" = "group", "aria-label" = "Timeline")
            .child(tool(
                Icon::Search,
                "Search this run",
                "Search this run (/ while the timeline has the focus)",
                self.searches,
                search,
            ))
            .child(tool(
                Icon::Table,
                "Events as a table",
                "Events as a table (t while the timeline has the focus)",
                self.table,
                Msg::Table,
            ))
    }

    /// The search field.
    pub(super) fn search_box(&self, ctx: &Context<Self>) -> Option<Tag> {
        if !self.searches {
            return None;
        }
        let link = ctx.link();
        let typed = |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            Msg::Search(Seek::Typed(input.map(|input| input.value()).unwrap_or_default()))
        };
        let keyed = |event: KeyboardEvent| {
            let seek = match event.key().as_str() {
                "Enter" => Seek::Next(!event.shift_key()),
                "Escape" => Seek::Close,
                _ => return None,
            };
            event.prevent_default();
            event.stop_propagation();
            Some(Msg::Search(seek))
        };
        let button = |icon: Icon, label: &'static str, seek: Seek, off: bool| {
            let heard = link.callback(move |_| Msg::Search(seek.clone()));
            tag!(
                "button",
                "type" = "button",
                "aria-label" = label,
                "title" = label,
                "disabled" = off,
            )
            .on_click(heard)
            .child(icon.html())
        };
        let (said, none) = self.found();
        let field = tag!(
            "input",
            "type" = "search",
            "aria-label" = "Search this run",
            "placeholder" = "Task, await, print, lock …",
            "autocomplete" = "off",
            "spellcheck" = "false",
        )
        .found(&self.field)
        .on_input(link.callback(typed))
        .on_key(link.batch_callback(keyed))
        .holding(self.sought.clone());
        let search = tag!("div", "class" = "timeline-search", "role" = "search")
            .key("search")
            .child(field)
            .child(tag!("span", "role" = "status").child(said))
            .child(button(Icon::Back, "Previous (Shift+Enter)", Seek::Next(false), none))
            .child(button(Icon::Forward, "Next (Enter)", Seek::Next(true), none))
            .child(button(Icon::Close, "Close the search (Esc)", Seek::Close, false));
        Some(search)
    }

    /// How much was found, in words, and whether that is nothing.
    fn found(&self) -> (String, bool) {
        let search = self.panes.get(self.shown()).map(|pane| &pane.model.search);
        let Some(search) = search.filter(|search| !search.text().is_empty()) else {
            return (String::new(), true);
        };
        let count = search.hits().len();
        let said = match search.shown() {
            _ if count == 0 => "nothing found".to_owned(),
            Some((at, _)) => format!("{} of {count}", at + 1),
            None => format!("{count} found"),
        };
        (said, count == 0)
    }

    /// Does what is asked of the search.
    pub(super) fn seek(&mut self, ctx: &Context<Self>, seek: Seek) {
        let shown = self.shown();
        let Some(pane) = self.panes.get_mut(shown) else { return };
        match seek {
            Seek::Open => {
                self.searches = true;
                self.wants_field = true;
                let sought = self.sought.clone();
                pane.model.search_for(&sought);
            }
            Seek::Close => {
                self.searches = false;
                pane.model.search_for("");
                self.focus_lanes();
            }
            Seek::Typed(text) => {
                pane.model.search_for(&text);
                self.sought = text;
            }
            Seek::Next(forward) => {
                let wish = pane.model.next_hit(forward);
                self.share(shown);
                if let Some(action) = wish {
                    ctx.props().dispatch.emit(action);
                }
            }
        }
        self.draw(ctx);
    }

    /// The lanes take the focus.
    pub(super) fn focus_lanes(&self) {
        let host = self.panes.get(self.shown()).and_then(|pane| pane.host.cast::<HtmlElement>());
        if let Some(host) = host {
            let _ = host.focus();
        }
    }

    /// The field takes the focus once it is there.
    pub(super) fn focus_field(&mut self) {
        if std::mem::take(&mut self.wants_field)
            && let Some(field) = self.field.cast::<HtmlInputElement>()
        {
            let _ = field.focus();
            field.select();
        }
    }
}
