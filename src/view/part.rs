//! The one component type that all views of the page share.
//!
//! Yew compiles the life of a component anew for each type of component, some kilobytes each time.
//! A [`View`] is a component's properties as a value instead; only how it is compared, brought up to date and
//! rendered is compiled for each of them.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use yew::html::Scope;
use yew::prelude::*;
use yew::virtual_dom::{Key, VChild};

use super::settled::unsettle;

/// A component's properties, and how it lives. It is rendered again only when its properties differ from those
/// before, or when its state was changed through its [`Link`].
pub trait View: PartialEq + 'static {
    /// What a component has beside its properties. Where another kind of view was before, it begins anew.
    type State: Default + 'static;

    /// The state of a component that begins.
    fn create(&self) -> Self::State {
        Self::State::default()
    }

    /// Brings the state up to date with the properties: whatever rendering needs that is more than a function
    /// of the properties, or is too much work to be done twice. Called whenever properties or state have
    /// changed, before they are rendered.
    fn changed(&self, _state: &mut Self::State) {}

    /// Renders properties and state; has no effects.
    fn html(&self, state: &Self::State, link: &Link<Self::State>) -> Html;

    /// Called when what was rendered is in the document: the place for effects.
    fn rendered(&self, _state: &mut Self::State, _link: &Link<Self::State>) {}
}

/// A component of this view.
pub fn part(view: impl View) -> Html {
    place(Rc::new(view), None)
}

/// A component of this view with a key.
pub fn listed(key: impl Into<Key>, view: impl View) -> Html {
    place(Rc::new(view), Some(key.into()))
}

/// The view as a component's properties, for whoever renders one as a root.
pub fn alone(view: impl View) -> ViewProps {
    ViewProps { view: Rc::new(view) }
}

#[inline(never)]
fn place(view: Rc<dyn AnyView>, key: Option<Key>) -> Html {
    VChild::<ViewComponent>::new(ViewProps { view }, key).into()
}

/// Changes a component's state, from wherever events are heard.
pub struct Link<S> {
    scope: Scope<ViewComponent>,
    state: PhantomData<fn(S)>,
}

impl<S: 'static> Link<S> {
    /// Changes the state, and renders the component again.
    pub fn change(&self, change: impl FnOnce(&mut S) + 'static) {
        self.send(Box::new(move |state| {
            if let Some(state) = state.downcast_mut() {
                change(state);
            }
            true
        }));
    }

    /// Changes the state, and renders the component again only if that made a difference.
    pub fn change_if(&self, change: impl FnOnce(&mut S) -> bool + 'static) {
        self.send(Box::new(move |state| state.downcast_mut().is_some_and(change)));
    }

    /// An event changes the state.
    pub fn changes<E: 'static>(&self, change: fn(&mut S)) -> Callback<E> {
        let link = self.clone();
        Callback::from(move |_| link.change(change))
    }

    fn send(&self, change: Change) {
        self.scope.send_message(change);
    }
}

impl<S> Clone for Link<S> {
    fn clone(&self) -> Self {
        Self { scope: self.scope.clone(), state: PhantomData }
    }
}

/// A component has the same link as long as it lives, so that a link never is a reason to render again.
impl<S> PartialEq for Link<S> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Changes a component's state, and says whether it is to be rendered again.
type Change = Box<dyn FnOnce(&mut dyn Any) -> bool>;

/// A view of whatever kind, and with it its kind of state.
trait AnyView: Any {
    /// The state of a component that begins, up to date.
    fn create(&self) -> Box<dyn Any>;
    fn changed(&self, state: &mut dyn Any);
    fn html(&self, state: &dyn Any, scope: &Scope<ViewComponent>) -> Html;
    fn rendered(&self, state: &mut dyn Any, scope: &Scope<ViewComponent>);
    fn is(&self, other: &dyn Any) -> bool;
}

impl<V: View> AnyView for V {
    fn create(&self) -> Box<dyn Any> {
        let mut state = View::create(self);
        View::changed(self, &mut state);
        Box::new(state)
    }

    fn changed(&self, state: &mut dyn Any) {
        if let Some(state) = state.downcast_mut() {
            View::changed(self, state);
        }
    }

    fn html(&self, state: &dyn Any, scope: &Scope<ViewComponent>) -> Html {
        let link = Link { scope: scope.clone(), state: PhantomData };
        state.downcast_ref().map(|state| View::html(self, state, &link)).unwrap_or_default()
    }

    fn rendered(&self, state: &mut dyn Any, scope: &Scope<ViewComponent>) {
        if let Some(state) = state.downcast_mut() {
            View::rendered(self, state, &Link { scope: scope.clone(), state: PhantomData });
        }
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// What [`ViewComponent`] is given: a view of any kind.
#[derive(Clone, Properties)]
pub struct ViewProps {
    view: Rc<dyn AnyView>,
}

impl PartialEq for ViewProps {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.view;
        self.view.is(other)
    }
}

/// A component of any kind of view.
pub struct ViewComponent {
    /// The state of the view in the properties: [`View::State`] of its kind.
    state: Box<dyn Any>,
}

impl Component for ViewComponent {
    type Message = Change;
    type Properties = ViewProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { state: ctx.props().view.create() }
    }

    fn update(&mut self, ctx: &Context<Self>, change: Change) -> bool {
        let has_changed = change(&mut *self.state);
        if has_changed {
            ctx.props().view.changed(&mut *self.state);
        }
        has_changed
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &ViewProps) -> bool {
        let view = &ctx.props().view;
        let (kind, old): (&dyn Any, &dyn Any) = (&**view, &*old.view);
        match kind.type_id() == old.type_id() {
            true => view.changed(&mut *self.state),
            false => self.state = view.create(),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().view.html(&*self.state, ctx.link())
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        unsettle();
        ctx.props().view.rendered(&mut *self.state, ctx.link());
    }
}
