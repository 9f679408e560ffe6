//! Elements, made in one place.
//!
//! `html!` spells out at every element how its node is put together, which takes hundreds of bytes
//! each time; what [`tag!`] leaves behind is the names, the values and some calls.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VList, VTag, VText};

/// An element: `tag!("a", "class" = "link", "href" = address)`. Values are whatever is a [`Value`].
///
/// What is known beforehand is a table; what is left of it in the code is its address, and a call
/// for each value that is not.
macro_rules! tag {
    ($name:literal $(, $key:literal = $value:literal)* $(,)?) => {
        $crate::view::tag::Tag::new(&$crate::view::tag::Fixed {
            name: $name,
            attributes: &[
                $(($key, ::yew::virtual_dom::AttributeOrProperty::Static($value))),*
            ],
        })
    };
    // Some values are not literals: what is known of each goes to the first list, one by one, and
    // what is to be worked out to the second.
    ($name:literal, $($attributes:tt)+) => {
        $crate::view::tag::tag!(@ $name [] [] $($attributes)+)
    };
    (@ $name:literal [$($known:tt)*] [$($open:tt)*] $key:literal = $value:literal $(, $($rest:tt)*)?) => {
        $crate::view::tag::tag!(
            @ $name [$($known)* ($key, ::std::option::Option::Some($value)),] [$($open)*]
            $($($rest)*)?
        )
    };
    (@ $name:literal [$($known:tt)*] [$($open:tt)*] $key:literal = $value:expr $(, $($rest:tt)*)?) => {
        $crate::view::tag::tag!(
            @ $name [$($known)* ($key, ::std::option::Option::None),] [$($open)* $value,]
            $($($rest)*)?
        )
    };
    (@ $name:literal [$(($key:literal, $fixed:expr),)+] [$($open:expr,)+]) => {
        $crate::view::tag::Tag::open(&$crate::view::tag::Open {
            name: $name,
            keys: &[$($key),+],
            fixed: &[$($fixed),+],
        })$(.set($open))+
    };
}
pub(crate) use tag;

/// An element all of whose attributes are known beforehand.
pub struct Fixed {
    /// Its name.
    pub name: &'static str,
    /// Its attributes.
    pub attributes: &'static [(&'static str, AttributeOrProperty)],
}

/// An element of whose attributes some are worked out.
pub struct Open {
    /// Its name.
    pub name: &'static str,
    /// The names of its attributes.
    pub keys: &'static [&'static str],
    /// Their values; `None` is one that is worked out.
    pub fixed: &'static [Option<&'static str>],
}

/// What an attribute can be set to; `None` leaves it away.
pub trait Value {
    /// The attribute's value.
    fn value(self) -> Option<AttributeOrProperty>;
}

impl Value for &'static str {
    fn value(self) -> Option<AttributeOrProperty> {
        Some(AttributeOrProperty::Attribute(AttrValue::Static(self)))
    }
}

impl Value for String {
    fn value(self) -> Option<AttributeOrProperty> {
        Some(AttributeOrProperty::Attribute(AttrValue::from(self)))
    }
}

/// An attribute that is there or not.
impl Value for bool {
    fn value(self) -> Option<AttributeOrProperty> {
        self.then_some("").value()
    }
}

impl<V: Value> Value for Option<V> {
    fn value(self) -> Option<AttributeOrProperty> {
        self.and_then(V::value)
    }
}

impl Value for AttrValue {
    fn value(self) -> Option<AttributeOrProperty> {
        Some(AttributeOrProperty::Attribute(self))
    }
}

/// A truth as attributes of `aria` have it.
pub fn truth(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// What an element can hold. `None` keeps its place, so that what follows stays what it is.
pub trait Child {
    /// As a node.
    fn node(self) -> Html;
}

impl Child for Html {
    fn node(self) -> Html {
        self
    }
}

impl Child for Tag {
    fn node(self) -> Html {
        self.html()
    }
}

impl Child for &'static str {
    fn node(self) -> Html {
        VText::new(self).into()
    }
}

impl Child for String {
    fn node(self) -> Html {
        VText::new(self).into()
    }
}

impl Child for AttrValue {
    fn node(self) -> Html {
        VText::new(self).into()
    }
}

impl<C: Child> Child for Option<C> {
    fn node(self) -> Html {
        self.map(C::node).unwrap_or_default()
    }
}

/// Nodes without an element around them.
pub fn list(nodes: impl IntoIterator<Item = impl Child>) -> Html {
    VList::from(nodes.into_iter().map(Child::node).collect::<Vec<_>>()).into()
}

/// An element that is being put together.
pub struct Tag(Box<Parts>);

struct Parts {
    tag: VTag,
    children: Vec<Html>,
    open: Option<&'static Open>,
    /// The values of an open element's first attributes.
    values: Vec<Option<AttributeOrProperty>>,
}

impl Parts {
    /// Takes the values that are known beforehand, up to the next one that is not.
    fn fill(&mut self) {
        let fixed = self.open.map_or(&[][..], |open| open.fixed);
        while let Some(Some(value)) = fixed.get(self.values.len()) {
            self.values.push(value.value());
        }
    }
}

impl Tag {
    /// An element without anything in it; see [`tag!`].
    #[inline(never)]
    pub fn new(fixed: &'static Fixed) -> Self {
        let mut tag = VTag::new(fixed.name);
        tag.attributes = Attributes::Static(fixed.attributes);
        Self::of(tag, None)
    }

    /// An element without anything in it whose values are to be [`set`](Self::set); see [`tag!`].
    #[inline(never)]
    pub fn open(open: &'static Open) -> Self {
        let mut element = Self::of(VTag::new(open.name), Some(open));
        element.0.fill();
        element
    }

    #[inline(never)]
    fn of(tag: VTag, open: Option<&'static Open>) -> Self {
        Self(Box::new(Parts { tag, children: Vec::new(), open, values: Vec::new() }))
    }

    /// The next value that was not known beforehand.
    #[inline(never)]
    pub fn set(mut self, value: impl Value) -> Self {
        self.0.values.push(value.value());
        self.0.fill();
        self
    }

    /// Its name among its siblings.
    pub fn key(mut self, key: impl Into<Key>) -> Self {
        self.0.tag.key = Some(key.into());
        self
    }

    /// Where the element is to be found once it is in the document.
    #[inline(never)]
    pub fn found(mut self, node: &NodeRef) -> Self {
        self.0.tag.node_ref = node.clone();
        self
    }

    /// What an input holds.
    #[inline(never)]
    pub fn holding(mut self, value: String) -> Self {
        self.0.tag.set_value(AttrValue::from(value));
        self
    }

    /// With one thing more in it.
    pub fn child(self, child: impl Child) -> Self {
        self.with(child.node())
    }

    /// With several things more in it, each with its key.
    pub fn children(self, children: impl IntoIterator<Item = impl Child>) -> Self {
        self.with(list(children))
    }

    #[inline(never)]
    fn with(mut self, child: Html) -> Self {
        self.0.children.push(child);
        self
    }

    #[inline(never)]
    fn heard_by(mut self, listener: Rc<dyn Listener>) -> Self {
        self.0.tag.add_listener(listener);
        self
    }

    /// As a node.
    #[inline(never)]
    pub fn html(self) -> Html {
        let Parts { mut tag, mut children, open, values } = *self.0;
        if let Some(Open { keys, .. }) = open {
            tag.attributes = Attributes::Dynamic { keys, values: values.into() };
        }
        if let Some(inside) = tag.children_mut() {
            *inside = match children.len() {
                0 | 1 => children.pop().unwrap_or_default(),
                _ => VList::from(children).into(),
            };
        }
        tag.into()
    }
}

/// What hears an event: one function for each kind of event that the page listens to.
macro_rules! hears {
    ($($(#[$doc:meta])* $name:ident($event:ty) = $wrapper:ident;)*) => {
        impl Tag {
            $(
                $(#[$doc])*
                #[inline(never)]
                pub fn $name(self, heard: Callback<$event>) -> Self {
                    self.heard_by(Rc::new(yew::html::$wrapper::Wrapper::new(heard)))
                }
            )*
        }
    };
}

hears! {
    /// A click, or a press of the key that does the same.
    on_click(MouseEvent) = onclick;
    /// A second click.
    on_double_click(MouseEvent) = ondblclick;
    /// A button of the mouse goes down.
    on_press(MouseEvent) = onmousedown;
    /// The pointer comes over something in it.
    on_over(MouseEvent) = onmouseover;
    /// The pointer leaves it.
    on_leave(MouseEvent) = onmouseleave;
    /// A finger or a button goes down.
    on_pointer_down(PointerEvent) = onpointerdown;
    /// A pointer moves.
    on_pointer_move(PointerEvent) = onpointermove;
    /// A finger or a button comes up.
    on_pointer_up(PointerEvent) = onpointerup;
    /// The browser has taken a pointer over.
    on_pointer_cancel(PointerEvent) = onpointercancel;
    /// A pointer leaves it.
    on_pointer_leave(PointerEvent) = onpointerleave;
    /// The wheel turns.
    on_wheel(WheelEvent) = onwheel;
    /// Something in it gets the focus.
    on_focus(FocusEvent) = onfocusin;
    /// Something in it loses the focus.
    on_blur(FocusEvent) = onfocusout;
    /// A key goes down.
    on_key(KeyboardEvent) = onkeydown;
    /// Something is typed, or a slider moves.
    on_input(InputEvent) = oninput;
    /// Something else is chosen.
    on_change(Event) = onchange;
    /// It is scrolled.
    on_scroll(Event) = onscroll;
    /// A dialog is closed.
    on_close(Event) = onclose;
}

/// The classes whose condition holds, after one that always does; `None` if there are none at all.
pub fn classes(always: &str, more: &[(bool, &str)]) -> Option<String> {
    let mut classes = always.to_owned();
    for (_, class) in more.iter().filter(|(holds, _)| *holds) {
        if !classes.is_empty() {
            classes.push(' ');
        }
        classes.push_str(class);
    }
    (!classes.is_empty()).then_some(classes)
}

#[cfg(test)]
mod tests {
    use super::classes;

    #[test]
    fn classes_are_those_that_hold() {
        let some = |always| classes(always, &[(true, "a"), (false, "b"), (true, "c")]);
        assert_eq!(some("x").as_deref(), Some("x a c"));
        assert_eq!(some("").as_deref(), Some("a c"));
        assert_eq!(classes("", &[(false, "b")]), None);
    }
}
