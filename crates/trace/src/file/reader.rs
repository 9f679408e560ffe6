//! Reads a trace file in pieces.

use super::element::{Element, Value, shortened};
use super::error::{Fault, FileError, Place};
use super::events::{read_event, read_run, read_site};
use super::fields::{text, whole, wrong};
use super::rules::Rules;
use super::scan::{Scan, Token};
use super::{TraceFile, VERSION};
use crate::{Event, EventKind, HostKind, Label, RunInfo, Site, SiteId, Trace};

/// The most events, labels and sites in a file, which bounds their memory.
const MOST_EVENTS: usize = 5_000_000;
const MOST_LABELS: usize = 2_000_000;
const MOST_SITES: usize = 5_000;
/// The least number of bytes that an event takes in a file, apart from the very shortest events.
const BYTES_AN_EVENT: usize = 48;
/// The longest program text, in bytes and in lines: the page shows every line.
const LONGEST_SOURCE: usize = 300_000;
const MOST_LINES: usize = 8_000;

/// A part of the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Version,
    Run,
    Source,
    Labels,
    Sites,
    Events,
}

/// The names of the parts.
const PARTS: [(Section, &str); 6] = [
    (Section::Version, "version"),
    (Section::Run, "run"),
    (Section::Source, "source"),
    (Section::Labels, "labels"),
    (Section::Sites, "sites"),
    (Section::Events, "events"),
];

/// Reads a trace from the pieces of a file.
pub struct Reader {
    scan: Scan,
    element: Element,
    /// Where the current element begins.
    from: Place,
    /// The nesting depth of the next token: 1 within the trace, 2 within one of its lists.
    depth: usize,
    part: Option<Section>,
    seen: Vec<Section>,
    /// How many elements of the current list have been read.
    count: usize,
    rules: Rules,
    version: u64,
    run: Option<RunInfo>,
    source: String,
    sites: Vec<Site>,
    trace: Trace,
    /// The largest label, site and group that is named, each with the first place that names it. Lists may come in
    /// any order, so only at the end is it known whether these exist.
    named: [Option<(usize, Place, String)>; 3],
    /// For how many events memory is reserved when the first one is read.
    expected: usize,
}

impl Default for Reader {
    fn default() -> Self {
        let run = RunInfo {
            program: String::new(),
            host: HostKind::Simulated,
            seed: 0,
            workers: 1,
            knobs: Vec::new(),
        };
        Self {
            scan: Scan::default(),
            element: Element::default(),
            from: Place { line: 1, column: 1 },
            depth: 0,
            part: None,
            seen: Vec::new(),
            count: 0,
            rules: Rules::default(),
            version: 0,
            run: None,
            source: String::new(),
            sites: Vec::new(),
            trace: Trace::new(run, Vec::new()),
            named: [None, None, None],
            expected: 0,
        }
    }
}

impl Reader {
    /// A reader of a file of `bytes` bytes. It reserves memory for all events at once, so that the log does not move
    /// as it grows.
    pub fn expecting(bytes: usize) -> Self {
        let expected = (bytes / BYTES_AN_EVENT).min(MOST_EVENTS);
        Self { expected, ..Self::default() }
    }

    /// Reads the next piece of the file.
    ///
    /// # Errors
    /// If the file is not a trace; the error says where and why. After an error nothing more can be read.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.read(bytes).map_err(|fault| self.error(fault))
    }

    /// Ends the file and returns its content.
    ///
    /// # Errors
    /// If the file is incomplete, or names a label or a site that it does not have.
    pub fn finish(mut self) -> Result<TraceFile, FileError> {
        if let Err(fault) = self.scan.end() {
            return Err(self.error(fault));
        }
        self.part = None;
        self.check_whole().map_err(|fault| self.error(fault))?;
        let Self { mut trace, sites, run, source, .. } = self;
        trace.set_sites(sites);
        trace.fit();
        if let Some(run) = run {
            trace.run = run;
        }
        Ok(TraceFile { trace, source })
    }

    /// How many events have been read.
    pub fn events(&self) -> usize {
        self.trace.len()
    }

    fn read(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        // A byte order mark, which some editors write in front of UTF-8.
        if self.depth == 0 && self.from == self.scan.at {
            bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        }
        loop {
            if self.glance(&mut bytes) {
                self.take_element()?;
                continue;
            }
            let Some(token) = self.scan.token(&mut bytes)? else { return Ok(()) };
            self.token(token)?;
        }
    }

    /// Reads an event at one go, if all of it is in `bytes` and it is written as events usually are.
    fn glance(&mut self, bytes: &mut &[u8]) -> bool {
        if self.part != Some(Section::Events) || self.depth != 2 || !self.element.is_empty() {
            return false;
        }
        let Some(place) = self.scan.reach_object(bytes) else { return false };
        let Some(length) = self.element.glance(bytes, place) else { return false };
        self.scan.pass_object(bytes, length);
        self.from = place;
        true
    }

    fn token(&mut self, token: Token) -> Result<(), Fault> {
        match (self.depth, token) {
            (0, Token::Open { object: true }) => self.depth = 1,
            (0, _) => return self.fault("a trace is an object, in braces"),
            // The token is within an element.
            _ if !self.element.is_empty() => return self.add(token),
            (1, Token::Close) => self.depth = 0,
            (1, Token::Key) => self.begin_part()?,
            (1, Token::Open { object: false }) if self.is_list() => {
                self.element.clear();
                (self.depth, self.count) = (2, 0);
            }
            (1, _) if self.is_list() => return self.fault("this should be a list"),
            (2, Token::Close) => self.depth = 1,
            _ => return self.add(token),
        }
        Ok(())
    }

    fn is_list(&self) -> bool {
        matches!(self.part, Some(Section::Labels | Section::Sites | Section::Events))
    }

    fn begin_part(&mut self) -> Result<(), Fault> {
        let known = PARTS.iter().find(|(_, name)| *name == self.scan.text);
        let Some((part, name)) = known else {
            self.part = None;
            let name = shortened(&self.scan.text);
            return self.fault(format!("a trace has no part `{name}`"));
        };
        self.part = Some(*part);
        if self.seen.contains(part) {
            return self.fault(format!("`{name}` stands here for the second time"));
        }
        self.seen.push(*part);
        self.element.clear();
        Ok(())
    }

    fn add(&mut self, token: Token) -> Result<(), Fault> {
        if self.element.is_empty() {
            self.from = self.scan.at;
        }
        if self.element.add(token, &self.scan.text, self.scan.at)? {
            self.take_element()?;
        }
        Ok(())
    }

    fn take_element(&mut self) -> Result<(), Fault> {
        let element = std::mem::take(&mut self.element);
        let read = self.take(element.value(), self.from);
        self.element = element;
        self.element.clear();
        read?;
        self.count += 1;
        Ok(())
    }

    /// Takes the element that has been read.
    fn take(&mut self, value: Value<'_>, place: Place) -> Result<(), Fault> {
        let said = |reason| Fault { place, field: String::new(), reason };
        let full = |most: usize| said(format!("a trace has at most {most} of these"));
        match self.part {
            Some(Section::Version) => {
                self.version = whole(Some(value), 1, u64::MAX).map_err(said)?;
                if self.version > u64::from(VERSION) {
                    let version = self.version;
                    return Err(said(format!(
                        "this trace has version {version} of the format; this page reads up to \
                         version {VERSION}, a newer one may read it"
                    )));
                }
            }
            Some(Section::Run) => self.run = Some(read_run(value, place)?),
            Some(Section::Source) => match value {
                Value::Null => {}
                value => {
                    let source = text(Some(value)).map_err(said)?;
                    if source.len() > LONGEST_SOURCE || source.lines().count() > MOST_LINES {
                        return Err(said("this program is too long to be shown".to_owned()));
                    }
                    self.source = source.to_owned();
                }
            },
            Some(Section::Labels) => {
                if self.trace.labels().len() >= MOST_LABELS {
                    return Err(full(MOST_LABELS));
                }
                self.trace.add_label(text(Some(value)).map_err(said)?);
            }
            Some(Section::Sites) => {
                if self.sites.len() >= MOST_SITES {
                    return Err(full(MOST_SITES));
                }
                let site = read_site(value, place)?;
                if let Some(group) = site.group {
                    self.name(GROUP, group as usize, place, "group");
                }
                self.sites.push(site);
            }
            Some(Section::Events) => {
                if self.trace.len() >= MOST_EVENTS {
                    return Err(full(MOST_EVENTS));
                }
                if self.trace.is_empty() {
                    self.trace.make_room(self.expected);
                }
                let event = read_event(value, place)?;
                let told = |(field, reason): (&str, String)| Fault {
                    place,
                    field: field.to_owned(),
                    reason,
                };
                self.rules.next(&event).map_err(told)?;
                self.name_all(&event, place);
                self.trace.push(event);
            }
            None => return Err(said(wrong(None, "a part of a trace"))),
        }
        Ok(())
    }

    fn name_all(&mut self, event: &Event, place: Place) {
        let (label, site): (Option<(Label, &str)>, Option<SiteId>) = match event.kind {
            EventKind::TaskSpawn { name, site, .. } => (Some((name, "name")), site),
            EventKind::ResourceNew { name, site, .. } => (Some((name, "name")), site),
            EventKind::Print { text, site, .. } => (Some((text, "text")), site),
            EventKind::TaskEnd { value: Some(value), .. } => (Some((value, "value")), None),
            EventKind::AwaitEnter { site, .. } => (None, Some(site)),
            EventKind::Busy { site, .. } => (None, site),
            _ => return,
        };
        if let Some((label, field)) = label {
            self.name(LABEL, label.index(), place, field);
        }
        if let Some(site) = site {
            self.name(SITE, site.index(), place, "site");
        }
    }

    fn name(&mut self, which: usize, index: usize, place: Place, field: &str) {
        let known = &mut self.named[which];
        if known.as_ref().is_none_or(|(largest, ..)| *largest < index) {
            let list = if which == GROUP { "sites" } else { "events" };
            *known = Some((index, place, format!("{list}[{}].{field}", self.count)));
        }
    }

    fn check_whole(&self) -> Result<(), Fault> {
        let missing = |part: Section| !self.seen.contains(&part);
        for (part, name) in PARTS {
            if part != Section::Source && missing(part) {
                return self.fault(format!("this is no whole trace: `{name}` is missing"));
            }
        }
        if self.trace.is_empty() {
            return self.fault("there are no events in this trace");
        }
        let there = [self.trace.labels().len(), self.sites.len(), self.sites.len()];
        let what = ["label", "site", "site"];
        for (number, named) in self.named.iter().enumerate() {
            if let Some((index, place, field)) = named
                && *index >= there[number]
            {
                let (what, count) = (what[number], there[number]);
                // The id of a group is an index and counts from 0.
                let id = if number == GROUP { *index } else { index + 1 };
                let reason = format!("there is no {what} {id}; the trace has {count} {what}s");
                return Err(Fault { place: *place, field: field.clone(), reason });
            }
        }
        Ok(())
    }

    fn fault<T>(&self, reason: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { place: self.scan.at, field: String::new(), reason: reason.into() })
    }

    /// Turns a fault into an error that names the part of the document.
    fn error(&self, fault: Fault) -> FileError {
        let Fault { place: Place { line, column }, field, reason } = fault;
        let mut inside = String::new();
        if let Some(part) = self.part {
            inside.push_str(PARTS.iter().find(|known| known.0 == part).map_or("", |part| part.1));
            if self.depth == 2 {
                inside.push_str(&format!("[{}]", self.count));
            }
            if !field.is_empty() {
                inside.push('.');
            }
        }
        inside.push_str(&field);
        FileError { line, column, inside, reason }
    }
}

/// Indexes into [`Reader::named`].
const LABEL: usize = 0;
const SITE: usize = 1;
const GROUP: usize = 2;
