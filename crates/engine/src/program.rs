//! What the engine runs.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use trace::{Site, Sites};

/// A program's `main`, ready to be polled.
pub type Main = Pin<Box<dyn Future<Output = ()>>>;

/// A program that can be run.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its id: the name of its file.
    pub id: &'static str,
    /// Its text.
    pub source: &'static str,
    /// The places in its text that events name; [`trace::SiteId`]s are indexes into it.
    pub sites: Sites,
    /// Its knobs.
    pub knobs: &'static [Knob],
    /// Calls its `main`.
    pub main: fn() -> Main,
}

impl Program {
    /// The places in its text that events name.
    pub fn sites(&self) -> Cow<'static, [Site]> {
        self.sites.list(self.source)
    }
}

/// A constant of a program that can be turned on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob {
    /// The constant's name.
    pub name: &'static str,
    /// Its value in the text.
    pub default: i64,
    /// The least value.
    pub min: i64,
    /// The largest value.
    pub max: i64,
    /// Values lie at `min + n * step`.
    pub step: i64,
    /// What it decides.
    pub about: &'static str,
    /// Its line in the text.
    pub line: u32,
}

impl Knob {
    /// The valid value nearest to `value`.
    pub fn nearest(&self, value: i64) -> i64 {
        let value = value.clamp(self.min, self.max);
        let steps = (value - self.min + self.step / 2) / self.step;
        (self.min + steps * self.step).min(self.max)
    }
}
