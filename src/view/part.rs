//! The one component type that all parts of the page share.
//!
//! Yew compiles the life of a component anew for each type of component, some kilobytes each time.
//! A part is a value instead, and what is made anew for it is how it is compared and drawn.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use yew::html::Scope;
use yew::prelude::*;
use yew::virtual_dom::{Key, VChild};

use super::settled::unsettle;

/// A part of the page: drawn again only when it differs from what stands there, or when something
/// in what it keeps was changed.
pub trait View: PartialEq + 'static {
    /// What it keeps from one drawing to the next; new where another kind of part stood before.
    type Kept: Default + 'static;

    /// Draws it.
    fn html(&self, kept: &mut Self::Kept, link: &Link<Self::Kept>) -> Html;

    /// Called when what was drawn stands in the document.
    fn drawn(&self, _kept: &mut Self::Kept, _link: &Link<Self::Kept>) {}
}

/// Puts a part in its place.
pub fn part(view: impl View) -> Html {
    place(Rc::new(view), None)
}

/// Puts a part in its place in a list.
pub fn listed(key: impl Into<Key>, view: impl View) -> Html {
    place(Rc::new(view), Some(key.into()))
}

/// The part as a component's properties, for whoever renders one by itself.
pub fn alone(view: impl View) -> PartProps {
    PartProps { view: Rc::new(view) }
}

#[inline(never)]
fn place(view: Rc<dyn AnyView>, key: Option<Key>) -> Html {
    VChild::<Part>::new(PartProps { view }, key).into()
}

/// Changes what a part keeps, from wherever events are heard.
pub struct Link<K> {
    scope: Scope<Part>,
    kept: PhantomData<fn(K)>,
}

impl<K: 'static> Link<K> {
    /// Changes what is kept, and draws the part again.
    pub fn change(&self, change: impl FnOnce(&mut K) + 'static) {
        self.send(Box::new(move |kept| {
            if let Some(kept) = kept.downcast_mut() {
                change(kept);
            }
            true
        }));
    }

    /// Changes what is kept, and draws the part again only if that made a difference.
    pub fn change_if(&self, change: impl FnOnce(&mut K) -> bool + 'static) {
        self.send(Box::new(move |kept| kept.downcast_mut().is_some_and(change)));
    }

    /// An event changes what is kept.
    pub fn changes<E: 'static>(&self, change: fn(&mut K)) -> Callback<E> {
        let link = self.clone();
        Callback::from(move |_| link.change(change))
    }

    fn send(&self, change: Change) {
        self.scope.send_message(change);
    }
}

impl<K> Clone for Link<K> {
    fn clone(&self) -> Self {
        Self { scope: self.scope.clone(), kept: PhantomData }
    }
}

/// A part's link is the same as long as it stands there.
impl<K> PartialEq for Link<K> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What changes what a part keeps, and says whether it is to be drawn again.
type Change = Box<dyn FnOnce(&mut dyn Any) -> bool>;

/// A part of whatever kind.
trait AnyView: Any {
    fn new_kept(&self) -> Box<dyn Any>;
    fn html(&self, kept: &mut dyn Any, scope: &Scope<Part>) -> Html;
    fn drawn(&self, kept: &mut dyn Any, scope: &Scope<Part>);
    fn is(&self, other: &dyn Any) -> bool;
}

impl<V: View> AnyView for V {
    fn new_kept(&self) -> Box<dyn Any> {
        Box::new(V::Kept::default())
    }

    fn html(&self, kept: &mut dyn Any, scope: &Scope<Part>) -> Html {
        let link = Link { scope: scope.clone(), kept: PhantomData };
        kept.downcast_mut().map(|kept| View::html(self, kept, &link)).unwrap_or_default()
    }

    fn drawn(&self, kept: &mut dyn Any, scope: &Scope<Part>) {
        if let Some(kept) = kept.downcast_mut() {
            View::drawn(self, kept, &Link { scope: scope.clone(), kept: PhantomData });
        }
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// What [`Part`] is given: a part of any kind.
#[derive(Clone, Properties)]
pub struct PartProps {
    view: Rc<dyn AnyView>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.view;
        self.view.is(other)
    }
}

/// A part of the page in its place.
pub struct Part {
    kept: RefCell<Box<dyn Any>>,
}

impl Component for Part {
    type Message = Change;
    type Properties = PartProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { kept: RefCell::new(ctx.props().view.new_kept()) }
    }

    fn update(&mut self, _: &Context<Self>, change: Change) -> bool {
        change(&mut **self.kept.get_mut())
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PartProps) -> bool {
        let (view, old): (&dyn Any, &dyn Any) = (&*ctx.props().view, &*old.view);
        if view.type_id() != old.type_id() {
            self.kept = RefCell::new(ctx.props().view.new_kept());
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().view.html(&mut **self.kept.borrow_mut(), ctx.link())
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        unsettle();
        ctx.props().view.drawn(&mut **self.kept.get_mut(), ctx.link());
    }
}
