//! The URL contract, parsed and printed.
//!
//! `#/<scenario>?variant=…&compare=…&clock=live|sim&t=<µs>&e=<n>&speed=…&workers=…&seed=…&k.NAME=…&axis=…&range=<µs>-<µs>&loop=1&view=…&theme=…&font=…&autoplay=1&predict=1&present=1`,
//! and the same under `#/embed/<scenario>`.
//!
//! `t` alone means the end of that instant; `e` says how many of the events of that instant have happened. A
//! wrong value is replaced by the nearest valid one, with a sentence that says so.

mod frame;
mod values;

use std::f64::consts::FRAC_1_SQRT_2;
use std::fmt;
use std::rc::Rc;

use scenarios::{Scenario, find, scenarios};
use trace::Micros;

use crate::action::{Axis, Range, Speed, Theme};
use crate::exhibit::{Exhibit, Variant};
use crate::plain::Plain;
use crate::quiz::Question;
use crate::snapshot::Clock;
pub use frame::{Frame, PANES, Pane, names};
use values::{decode, distance, factor, name_of, number, one_of, range_of};

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What is shown.
    pub exhibit: Rc<Exhibit>,
    /// Index of its variant.
    pub variant: usize,
    /// Index of the variant that it is compared with.
    pub compare: Option<usize>,
    /// The clock that drives the run.
    pub clock: Clock,
    /// Where the playhead is; `None` for where a run is opened.
    pub at: Option<Place>,
    /// The player's speed.
    pub speed: Speed,
    /// The number of workers; `None` for as many as the program says.
    pub workers: Option<u16>,
    /// The seed of every choice that the scheduler is free to make.
    pub seed: u64,
    /// Values of the program's knobs, in their order.
    pub knobs: Vec<i64>,
    /// The timeline's axis.
    pub axis: Axis,
    /// The stretch of time that is selected.
    pub range: Option<Range>,
    /// Whether playing starts over at the end.
    pub looped: bool,
    /// The theme, if the address names one.
    pub theme: Option<Theme>,
    /// Size of the text in percent.
    pub font: u16,
    /// Whether playing starts as soon as the page is shown.
    pub autoplay: bool,
    /// Which views are shown, and whether without the page around them.
    pub frame: Frame,
    /// Whether only what an audience needs is shown.
    pub present: bool,
    /// Whether the run is hidden until the scenario's question is answered.
    pub predict: bool,
}

/// A place in a run that stays valid if the number of earlier events changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// A time, in microseconds.
    pub time: Micros,
    /// How many events of that instant have happened; `None` for all of them.
    pub events: Option<usize>,
}

/// The beginning of an opened trace's id in addresses; its number follows.
pub const OPENED: &str = "opened-";

const FONT: std::ops::RangeInclusive<u16> = 50..=300;
const WORKERS: std::ops::RangeInclusive<u16> = 1..=16;

impl Route {
    /// A route to a scenario of the catalog, with default settings.
    pub fn of(scenario: &'static Scenario, variant: usize) -> Self {
        Self::to(Exhibit::of(scenario), variant)
    }

    /// A route to a variant of an exhibit, with default settings.
    pub fn to(exhibit: Rc<Exhibit>, variant: usize) -> Self {
        Self {
            knobs: exhibit.variants[variant].listing.defaults(),
            exhibit,
            variant,
            compare: None,
            clock: Clock::Simulated,
            at: None,
            speed: Speed::default(),
            workers: None,
            seed: 0,
            axis: Axis::default(),
            range: None,
            looped: false,
            theme: None,
            font: 100,
            autoplay: false,
            frame: Frame::default(),
            present: false,
            predict: false,
        }
    }

    /// The route of a visitor whose address asks for nothing.
    pub fn first() -> Self {
        let scenario = find("join").unwrap_or(&scenarios()[0]);
        let named = |variant: &scenarios::Variant| variant.label == scenario.title;
        let variant = scenario.variants.iter().position(named).unwrap_or(0);
        Self::of(scenario, variant)
    }

    /// Reads the part of an address from `#` on. The strings are sentences about what was wrong in it.
    pub fn parse(hash: &str) -> (Self, Vec<String>) {
        Self::parse_beside(hash, None)
    }

    /// Like [`parse`](Self::parse), for an address that may name the opened trace, which is not in the catalog.
    pub fn parse_beside(hash: &str, opened: Option<Rc<Exhibit>>) -> (Self, Vec<String>) {
        let mut notices = Vec::new();
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        if path.is_empty() {
            return (Self::first(), notices);
        }
        let (id, query) = path.split_once('?').unwrap_or((path, ""));
        let (id, embedded) = match id.strip_prefix("embed") {
            Some("") => ("", true),
            Some(rest) => rest.strip_prefix('/').map_or((id, false), |rest| (rest, true)),
            None => (id, false),
        };
        let id = decode(id.trim_end_matches('/'));
        let opened = opened.filter(|opened| opened.id == *id);
        let exhibit = match id.is_empty() && embedded {
            true => Self::first().exhibit,
            false => opened.unwrap_or_else(|| find_exhibit(&id, &mut notices)),
        };
        let pairs: Vec<_> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(key, value)| (decode(key), decode(value)))
            .collect();
        let last = |key: &str| pairs.iter().rev().find(|(known, _)| known == key);
        let asked = last("predict").filter(|(_, value)| value == "1").and_then(|_| {
            let (_, asked) = Question::of(exhibit.scenario()?)?;
            Some(asked)
        });
        let wanted = last("variant").map(|(_, id)| find_variant(&exhibit, id, &mut notices));
        let variant = asked.or(wanted).unwrap_or(0);
        if asked.is_some() && wanted.is_some_and(|wanted| wanted != variant) {
            let label = &exhibit.variants[variant].label;
            notices
                .push(format!("predict=1: the question is about “{label}”, which is shown here."));
        }
        let mut route = Self::to(exhibit, variant);
        route.frame.embedded = embedded;
        for (key, value) in &pairs {
            if key != "variant"
                && let Err(notice) = route.set(key, value)
            {
                notices.push(notice);
            }
        }
        (route, notices)
    }

    /// The variant that is shown.
    pub fn variant(&self) -> &Variant {
        &self.exhibit.variants[self.variant]
    }

    /// Sets the setting that an address calls `key`. The error is a sentence that says what is wrong and what is used
    /// instead.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "clock" => self.clock = one_of(key, value, &CLOCKS, Clock::Simulated)?,
            "axis" => self.axis = one_of(key, value, &AXES, Axis::Elastic)?,
            "range" => self.range = Some(range_of(value)?),
            "loop" => self.looped = one_of(key, value, &YES, false)?,
            "theme" => self.theme = Some(one_of(key, value, &THEMES, Theme::System)?),
            "autoplay" => self.autoplay = one_of(key, value, &YES, false)?,
            "present" => self.present = one_of(key, value, &YES, false)?,
            "predict" => self.predict = one_of(key, value, &YES, false)?,
            "t" => {
                let time = number(key, value, "the program is shown as it is opened")?;
                self.at = Some(Place { time, events: self.at.and_then(|place| place.events) });
            }
            "e" => {
                let events = Some(number(key, value, "the end of the instant is shown")?);
                self.at = Some(Place { time: self.at.map_or(0, |place| place.time), events });
            }
            "seed" => self.seed = number(key, value, "seed 0 is used")?,
            "speed" => return self.set_speed(value),
            "font" => return self.set_font(value),
            "workers" => return self.set_workers(value),
            "view" => return self.frame.set_views(value),
            "compare" => self.compare = Some(self.find_compared(value)?),
            _ => match key.strip_prefix("k.") {
                Some(name) => return self.set_knob(name, value),
                None => return Err(format!("{key}: no such setting; it was left out")),
            },
        }
        Ok(())
    }

    fn set_speed(&mut self, value: &str) -> Result<(), String> {
        let Some(wanted) = factor(value).filter(|wanted| wanted.is_finite()) else {
            return Err(format!("speed={value}: not a number; normal speed is used"));
        };
        // The nearest speed by ratio: the border between two neighbours is their geometric mean.
        let near = |speed: &Speed| wanted >= speed.factor() * FRAC_1_SQRT_2;
        let mut speeds = (Speed::SLOWEST.0..=Speed::FASTEST.0).rev().map(Speed);
        self.speed = speeds.find(near).unwrap_or(Speed::SLOWEST);
        if self.speed.factor() == wanted {
            return Ok(());
        }
        let label = self.speed.label();
        Err(format!("speed={value}: speeds are 1/32 to 32 in powers of two; {label} is used"))
    }

    fn set_font(&mut self, value: &str) -> Result<(), String> {
        let wanted: i64 = number("font", value, "the usual size is used")?;
        let (least, most) = (i64::from(*FONT.start()), i64::from(*FONT.end()));
        self.font = wanted.clamp(least, most) as u16;
        if i64::from(self.font) == wanted {
            return Ok(());
        }
        Err(format!("font={value}: between {least} and {most} percent; {} is used", self.font))
    }

    fn set_workers(&mut self, value: &str) -> Result<(), String> {
        let fallback = "as many as the program says are used";
        let wanted: i64 = number("workers", value, fallback)?;
        let (least, most) = (i64::from(*WORKERS.start()), i64::from(*WORKERS.end()));
        let nearest = wanted.clamp(least, most);
        self.workers = Some(nearest as u16);
        if nearest == wanted {
            return Ok(());
        }
        Err(format!("workers={value}: from {least} to {most}; {nearest} is used"))
    }

    fn find_compared(&self, id: &str) -> Result<usize, String> {
        let title = &self.exhibit.title;
        match self.exhibit.position(id) {
            _ if self.exhibit.variants.len() < 2 => {
                Err(format!("compare={id}: “{title}” has one program; it is shown alone"))
            }
            None => Err(format!("compare={id}: “{title}” has no such variant; one is shown alone")),
            Some(found) if found == self.variant => {
                Err(format!("compare={id}: that variant is the one shown; it is shown alone"))
            }
            Some(found) => Ok(found),
        }
    }

    fn set_knob(&mut self, name: &str, value: &str) -> Result<(), String> {
        let knobs = Rc::clone(&self.variant().listing.knobs);
        let index = knobs.iter().position(|knob| *knob.name == *name);
        let Some((knob, index)) = index.map(|index| (&knobs[index], index)) else {
            return Err(format!("k.{name}: this program has no such knob; it was left out"));
        };
        let fallback = format!("{} is used", knob.default);
        let wanted: i64 = number(&format!("k.{name}"), value, &fallback)?;
        let nearest = knob.nearest(wanted);
        self.knobs[index] = nearest;
        if nearest == wanted {
            return Ok(());
        }
        let (min, max, step) = (knob.min, knob.max, knob.step);
        Err(format!("k.{name}={value}: from {min} to {max} in steps of {step}; {nearest} is used"))
    }
}

const CLOCKS: [(&str, Clock); 2] = [("sim", Clock::Simulated), ("live", Clock::Browser)];
const YES: [(&str, bool); 2] = [("1", true), ("0", false)];
const AXES: [(&str, Axis); 3] =
    [("elastic", Axis::Elastic), ("time", Axis::Time), ("steps", Axis::Steps)];
const THEMES: [(&str, Theme); 3] =
    [("system", Theme::System), ("light", Theme::Light), ("dark", Theme::Dark)];

fn find_exhibit(id: &str, notices: &mut Vec<String>) -> Rc<Exhibit> {
    let first = &scenarios()[0];
    if id.starts_with(OPENED) {
        notices
            .push("The trace that was opened here is no longer there: open its file again.".into());
        return Route::first().exhibit;
    }
    Exhibit::of(find(id).unwrap_or_else(|| {
        // An id more than half of which would have to change is not a typing error.
        let near = |known: &&Scenario| distance(known.id, id) * 2 <= id.len();
        let nearest = scenarios().iter().filter(near).min_by_key(|known| distance(known.id, id));
        let nearest = nearest.unwrap_or(first);
        notices.push(format!("There is no scenario “{id}”. This is “{}”.", nearest.title));
        nearest
    }))
}

fn find_variant(exhibit: &Exhibit, id: &str, notices: &mut Vec<String>) -> usize {
    exhibit.position(id).unwrap_or_else(|| {
        let first = &exhibit.variants[0].label;
        let shown = if first.is_empty() { "its only program" } else { first };
        notices.push(format!("“{}” has no variant “{id}”; shown is {shown}.", exhibit.title));
        0
    })
}

impl fmt::Display for Route {
    /// Writes only what differs from the catalog's defaults.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut add = |key: &str, value: String| pairs.push((key.to_owned(), value));
        if self.variant > 0 {
            add("variant", self.variant().id.to_string());
        }
        if let Some(compared) = self.compare {
            add("compare", self.exhibit.variants[compared].id.to_string());
        }
        if self.clock != Clock::Simulated {
            add("clock", name_of(&CLOCKS, self.clock));
        }
        if let Some(place) = self.at {
            add("t", place.time.to_string());
            if let Some(events) = place.events {
                add("e", events.to_string());
            }
        }
        if self.speed != Speed::default() {
            add("speed", Plain(self.speed.factor()).to_string());
        }
        if let Some(workers) = self.workers {
            add("workers", workers.to_string());
        }
        if self.seed != 0 {
            add("seed", self.seed.to_string());
        }
        for (knob, value) in self.variant().listing.knobs.iter().zip(&self.knobs) {
            if *value != knob.default {
                add(&format!("k.{}", knob.name), value.to_string());
            }
        }
        if self.axis != Axis::default() {
            add("axis", name_of(&AXES, self.axis));
        }
        if !self.frame.views.is_empty() {
            add("view", names(self.frame.views.iter().copied()));
        }
        if let Some(Range { from, to }) = self.range {
            add("range", format!("{from}-{to}"));
        }
        if self.looped {
            add("loop", "1".to_owned());
        }
        if let Some(theme) = self.theme {
            add("theme", name_of(&THEMES, theme));
        }
        if self.font != 100 {
            add("font", self.font.to_string());
        }
        let switches =
            [("autoplay", self.autoplay), ("predict", self.predict), ("present", self.present)];
        for (key, _) in switches.iter().filter(|(_, is_on)| *is_on) {
            add(key, "1".to_owned());
        }
        let folder = if self.frame.embedded { "embed/" } else { "" };
        write!(f, "#/{folder}{}", self.exhibit.id)?;
        for (index, (key, value)) in pairs.iter().enumerate() {
            write!(f, "{}{key}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hash: &str, printed: &str, noticed: &[&str]) {
        let (route, notices) = Route::parse(hash);
        assert_eq!(route.to_string(), printed, "{hash}");
        assert_eq!(notices.len(), noticed.len(), "{hash}: {notices:?}");
        for (notice, part) in notices.iter().zip(noticed) {
            assert!(notice.contains(part), "{hash}: {notice}");
        }
    }

    #[test]
    fn what_is_valid_is_printed_as_it_was() {
        for hash in [
            "#/join",
            "#/join?variant=joined",
            "#/join?variant=joined&clock=live&t=200000&e=3&speed=0.25&workers=4&seed=7&\
             k.USER_MS=250&axis=time&view=timeline,program&theme=dark&font=150&autoplay=1&\
             predict=1&present=1",
            "#/embed/join",
            "#/embed/mpsc?t=0&e=0&k.CAPACITY=1&view=player,runtime,console&font=125",
            "#/join?compare=spawned",
            "#/join?variant=joined&compare=sequential&t=400000",
            "#/join?workers=1",
            "#/join?workers=16",
            "#/mpsc?t=0&e=0&k.CAPACITY=1",
            "#/join?speed=32",
            "#/join?range=200000-300000&loop=1",
            "#/join?speed=0.03125",
        ] {
            check(hash, hash, &[]);
        }
    }

    #[test]
    fn an_empty_address_is_the_first_page() {
        for hash in ["", "#", "#/"] {
            check(hash, "#/join?variant=joined", &[]);
        }
    }

    #[test]
    fn what_is_wrong_is_named_and_replaced() {
        check("#/joinn", "#/join", &["no scenario “joinn”"]);
        check("#/join?variant=x", "#/join", &["no variant “x”"]);
        check("#/join?t=banana", "#/join", &["t=banana: not a number"]);
        check("#/join?t=-1", "#/join", &["t=-1: not a number"]);
        check("#/join?speed=-1", "#/join?speed=0.03125", &["1/32× is used"]);
        check("#/join?speed=3", "#/join?speed=4", &["4× is used"]);
        check("#/join?speed=NaN", "#/join", &["not a number"]);
        check("#/join?speed=1/4", "#/join?speed=0.25", &[]);
        check("#/join?speed=1/4%C3%97", "#/join?speed=0.25", &[]);
        check("#/join?speed=1/0", "#/join", &["not a number"]);
        check("#/join?range=5", "#/join", &["not two times in µs"]);
        check("#/join?range=a-b", "#/join", &["none is selected"]);
        check("#/join?range=9-5", "#/join?range=5-9", &[]);
        check("#/join?loop=2", "#/join", &["one of 1, 0"]);
        check("#/join?workers=0", "#/join?workers=1", &["1 is used"]);
        check("#/join?workers=17", "#/join?workers=16", &["from 1 to 16; 16 is used"]);
        check("#/join?workers=many", "#/join", &["as many as the program says"]);
        check("#/mpsc?k.CAPACITY=99", "#/mpsc?k.CAPACITY=8", &["8 is used"]);
        check("#/mpsc?k.CAPACITY=two", "#/mpsc", &["2 is used"]);
        check("#/mpsc?k.NOPE=1", "#/mpsc", &["no such knob"]);
    }

    #[test]
    fn views_that_do_not_exist_are_named_with_those_that_do() {
        let all = "only program,runtime,timeline,narration,console,inspector,notes,knobs,player";
        check("#/embed/join?view=clock", "#/embed/join", &[all]);
        check("#/join?view=clock,program", "#/join?view=program", &["no “clock”"]);
        check("#/join?view=program,program", "#/join?view=program", &["named twice"]);
        check("#/join?view=,", "#/join", &[]);
    }

    #[test]
    fn an_embed_needs_a_scenario() {
        check("#/embed/joinn?view=player", "#/embed/join?view=player", &["no scenario “joinn”"]);
        for hash in ["#/embed", "#/embed/", "#/embed/?"] {
            check(hash, "#/embed/join", &[]);
        }
        let (route, notices) = Route::parse("#/embedded");
        assert!(!route.frame.embedded);
        assert!(notices[0].contains("no scenario “embedded”"), "{notices:?}");
    }

    #[test]
    fn a_comparison_needs_another_variant() {
        check("#/join?compare=x", "#/join", &["no such variant"]);
        check("#/join?compare=sequential", "#/join", &["is the one shown"]);
        let joined = "#/join?variant=joined";
        check("#/join?compare=joined&variant=joined", joined, &["is the one shown"]);
        check("#/spawn?compare=joined", "#/spawn", &["one program"]);
        check("#/spawn?compare=", "#/spawn", &["one program"]);
    }

    #[test]
    fn junk_never_panics() {
        for hash in ["#/%", "#/%zz?%=%&&&=", "#/join?=&k.=1&t=", "#//join//", "#/\u{1f980}?%ff=%c3"]
        {
            let (route, _) = Route::parse(hash);
            let printed = route.to_string();
            assert_eq!(Route::parse(&printed).0.to_string(), printed, "{hash}");
        }
    }
}
