//! Files made in the page: pictures of the timeline, an animation of it, the trace.
//!
//! A file is made a piece at a time, so that a long one neither freezes the page nor has to be waited for:
//! whoever makes it decides when the next piece is made, and whether.

pub mod download;
mod film;
pub mod gif;

use std::rc::Rc;

use playground::action::{Export, ExportKind, Range, Theme};
use playground::snapshot::Snapshot;
use trace::Chrome;
use trace::file::Writer;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use crate::view::timeline::paint::still::{Looks, Still};
use film::Film;

/// Pixels in a CSS pixel of a PNG: slides are shown large.
const SHARP: u32 = 2;

/// How far it has come.
pub enum Reached {
    /// There is more to do; so many thousandths of it are done.
    More(u64),
    /// The file is made.
    Made(File),
    /// It cannot be made, for this reason.
    Failed(&'static str),
}

/// A file that was made.
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub blob: Blob,
}

/// A file that is being made.
pub struct Making {
    snapshot: Rc<Snapshot>,
    export: Export,
    /// The stretch of time that a picture shows, if not all.
    range: Option<Range>,
    /// What has been made of it.
    parts: js_sys::Array,
    how: How,
}

enum How {
    Trace(Writer),
    Chrome(Chrome),
    Film(Option<Box<Film>>),
    AtOnce,
}

impl Making {
    /// Begins to make a file of what is shown.
    pub fn new(snapshot: &Rc<Snapshot>, export: Export) -> Self {
        let how = match export.kind {
            ExportKind::Trace => How::Trace(Writer::default()),
            ExportKind::Chrome => How::Chrome(Chrome::default()),
            ExportKind::Gif => How::Film(None),
            ExportKind::Svg | ExportKind::Png => How::AtOnce,
        };
        let theme = match export.theme {
            Theme::System => snapshot.theme,
            theme => theme,
        };
        let export = Export { theme, ..export };
        let range = snapshot.range.filter(|_| export.selected);
        // What is selected is not marked: it is all there is to see.
        let snapshot = Rc::new(Snapshot { range: None, ..Snapshot::clone(snapshot) });
        Self { snapshot, export, range, parts: js_sys::Array::new(), how }
    }

    /// What is being made, in words.
    pub fn label(&self) -> String {
        format!("Making {}", self.name())
    }

    fn name(&self) -> String {
        let run = self.snapshot.trace.borrow().run.program.clone();
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let run: String = run.chars().take(60).map(plain).collect();
        let stem = if run.is_empty() { "trace" } else { &run };
        format!("{stem}{}", ending(self.export.kind))
    }

    /// Makes some more of it.
    pub fn go_on(&mut self) -> Reached {
        let trace = self.snapshot.trace.borrow();
        let (piece, written) = match &mut self.how {
            How::Trace(writer) => {
                (writer.piece(&trace, &self.snapshot.variant().listing.source), writer.written())
            }
            How::Chrome(chrome) => (chrome.piece(&trace), chrome.written()),
            How::Film(_) | How::AtOnce => {
                drop(trace);
                return self.picture();
            }
        };
        let Some(piece) = piece else { return self.finish() };
        self.parts.push(&JsValue::from_str(&piece));
        Reached::More(written as u64 * 1_000 / trace.len().max(1) as u64)
    }

    fn picture(&mut self) -> Reached {
        const NOT_HERE: &str = "This browser has no canvas to draw on.";
        match self.export.kind {
            ExportKind::Svg => match self.shapes() {
                Some(svg) => self.parts.push(&JsValue::from_str(&svg)),
                None => return Reached::Failed(NOT_HERE),
            },
            ExportKind::Png => match self.pixels() {
                Some(png) => self.parts.push(&png),
                None => return Reached::Failed(NOT_HERE),
            },
            _ => return self.film().unwrap_or(Reached::Failed(NOT_HERE)),
        };
        self.finish()
    }

    fn shapes(&self) -> Option<String> {
        let mut still = Still::shapes(&self.snapshot, self.looks(1, false))?;
        self.range.into_iter().for_each(|range| still.show(range));
        still.paint("");
        still.svg(&self.snapshot.title())
    }

    fn pixels(&self) -> Option<JsValue> {
        let mut still = Still::pixels(&self.snapshot, self.looks(SHARP, false))?;
        self.range.into_iter().for_each(|range| still.show(range));
        still.paint("");
        download::png(still.canvas())
    }

    fn film(&mut self) -> Option<Reached> {
        if let How::Film(film @ None) = &mut self.how {
            let looks = Looks {
                width: self.export.width,
                ratio: 1,
                theme: self.export.theme,
                caption: true,
                highest: Looks::HIGHEST,
            };
            *film =
                Some(Box::new(Film::new(&self.snapshot, self.export.speed, self.range, looks)?));
        }
        let How::Film(Some(film)) = &mut self.how else { return None };
        if let Some(done) = film.step()? {
            return Some(Reached::More(done));
        }
        let bytes = film.finish();
        self.parts.push(&js_sys::Uint8Array::from(&*bytes));
        Some(self.finish())
    }

    fn looks(&self, ratio: u32, caption: bool) -> Looks {
        let (width, theme) = (self.export.width, self.export.theme);
        Looks { width, ratio, theme, caption, highest: Looks::HIGHEST }
    }

    fn finish(&self) -> Reached {
        match download::blob(&self.parts, media_type(self.export.kind)) {
            Some(blob) => Reached::Made(File { name: self.name(), blob }),
            None => Reached::Failed("The browser has no room for this file."),
        }
    }
}

fn ending(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Trace => ".trace.json",
        ExportKind::Chrome => ".perfetto.json",
        ExportKind::Svg => ".svg",
        ExportKind::Png => ".png",
        ExportKind::Gif => ".gif",
    }
}

fn media_type(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Trace | ExportKind::Chrome => "application/json",
        ExportKind::Svg => "image/svg+xml",
        ExportKind::Png => "image/png",
        ExportKind::Gif => "image/gif",
    }
}
