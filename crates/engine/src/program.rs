//! What the engine runs.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use trace::Listing;

/// A program's `main`, ready to be polled.
pub type Main = Pin<Box<dyn Future<Output = ()>>>;

/// A program that can be run. Clones share all of it.
#[derive(Clone)]
pub struct Program {
    /// Its text, and what stands where in it.
    pub listing: Rc<Listing>,
    /// Calls its `main`, once for each run.
    pub main: Rc<dyn Fn() -> Main>,
}

impl Program {
    /// A program of this text.
    pub fn new(listing: impl Into<Rc<Listing>>, main: impl Fn() -> Main + 'static) -> Self {
        Self { listing: listing.into(), main: Rc::new(main) }
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program").field("id", &self.listing.id).finish_non_exhaustive()
    }
}

/// A program that was marked up when it was compiled.
#[derive(Clone, Copy, Debug)]
pub struct Compiled {
    /// Its id: the name of its file, without the ending.
    pub id: &'static str,
    /// Its text.
    pub source: &'static str,
    /// Its places and constants, as [`trace::pack`] writes them.
    pub packed: &'static str,
    /// Calls its `main`.
    pub main: fn() -> Main,
}

impl Compiled {
    /// Its text, and what stands where in it.
    pub fn listing(&self) -> Listing {
        Listing::unpack(self.id, self.source, self.packed)
    }
}

impl From<Compiled> for Program {
    fn from(compiled: Compiled) -> Self {
        Self::new(compiled.listing(), compiled.main)
    }
}
