//! Things the reader should know, in a corner.

use playground::action::Action;
use playground::snapshot::Notice;
use yew::prelude::*;

use super::events::sends;
use super::icons::Icon;
use super::tag::tag;

/// The notices, each with a button that takes it away.
pub fn notices(notices: &[Notice], dispatch: &Callback<Action>) -> Html {
    let notice = |notice: &Notice| {
        let dismiss =
            tag!("button", "type" = "button", "class" = "quiet small", "aria-label" = "Dismiss")
                .on_click(sends(dispatch, Action::Dismiss(notice.id)))
                .child(Icon::Close.html());
        tag!("div", "class" = "notice")
            .key(notice.id)
            .child(tag!("span").child(notice.text.clone()))
            .child(dismiss)
    };
    tag!("div", "class" = "notices", "role" = "status").children(notices.iter().map(notice)).html()
}
