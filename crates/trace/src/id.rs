//! Small ids. Each starts at 1, so that an `Option` of one is four bytes.

use std::fmt;
use std::num::NonZeroU32;

/// What ids have in common.
pub trait Id: Copy {
    /// The id of the thing at `index` in the order of creation.
    fn from_index(index: usize) -> Self;

    /// The index of the thing with this id in the order of creation.
    fn index(self) -> usize;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The id of the thing at `index` in the order of creation, counted from 0.
            pub const fn from_index(index: usize) -> Self {
                match NonZeroU32::new(index as u32 + 1) {
                    Some(id) => Self(id),
                    None => panic!("more than u32::MAX ids in one run"),
                }
            }

            /// Place in the order of creation, counted from 0.
            pub const fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self::from_index(index)
            }

            fn index(self) -> usize {
                self.index()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A task, in the order of spawning; the first is the program's `main`.
    TaskId
);
id!(
    /// One await of one future, from its first poll to its result or its drop.
    SpanId
);
id!(
    /// A lock, channel, notify or future that a program made.
    ResourceId
);
id!(
    /// One registration of a deadline.
    TimerId
);
id!(
    /// A place in the program's text, see [`Site`](crate::Site).
    SiteId
);
id!(
    /// A string that the trace has stored.
    Label
);
id!(
    /// A place in a [`Queue`](crate::Queue), numbered in order of arrival.
    Ticket
);
