//! Things the reader should know, in a corner.

use std::rc::Rc;

use yew::prelude::*;

use super::icons::Icon;
use crate::action::Action;
use crate::snapshot::Notice;

/// What [`Notices`] needs.
#[derive(Properties, PartialEq)]
pub struct NoticesProps {
    /// What to say.
    pub notices: Rc<[Notice]>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The notices, each with a button that takes it away.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    html! {
        <div class="notices" role="status">
            { for props.notices.iter().map(|notice| {
                let (id, dispatch) = (notice.id, props.dispatch.clone());
                html! {
                    <div key={id} class="notice">
                        <span>{ &notice.text }</span>
                        <button
                            type="button"
                            class="quiet small"
                            aria-label="Dismiss"
                            onclick={move |_| dispatch.emit(Action::Dismiss(id))}
                        >
                            { Icon::Close.html() }
                        </button>
                    </div>
                }
            }) }
        </div>
    }
}
