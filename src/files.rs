//! Files that come in and go out: what is read or made just now, one thing at a time.

use std::fmt;
use std::rc::Rc;

use playground::action::Export;
use playground::snapshot::{Snapshot, Work};
use playground::{Effect, Playground};
use trace::file::{Reader, TraceFile};
use yew::Callback;

use crate::browser::{self, Sliced};
use crate::export::download::Address;
use crate::export::{File, Making, Reached};
use crate::incoming::{Incoming, Listening};

/// A larger file is not read: its trace would not fit into the page's memory.
const LARGEST: f64 = 1e9;

/// Milliseconds from one word about how far it has come to the next: each has the page looked over, and
/// nobody sees more.
const TELL_MS: f64 = 100.0;

/// What happens to files.
pub enum FileMsg {
    /// One comes in.
    Incoming(Incoming),
    /// Some more of one has been read or made.
    Progress(Work),
    /// The one of this name has been read, or is no trace.
    Read(String, Result<Box<TraceFile>, String>),
    /// One has been made, or cannot be.
    Made(Result<File, &'static str>),
}

impl fmt::Debug for FileMsg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileMsg")
    }
}

/// The files' place in the page.
pub struct Files {
    tell: Callback<FileMsg>,
    slices: Option<Sliced>,
    /// The file that was saved last: the browser may still be reading it.
    saved: Option<Address>,
    _listening: Option<Listening>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("slices", &self.slices).finish_non_exhaustive()
    }
}

impl Files {
    /// Listens for files, if they may come in, and tells what happens.
    pub fn new(tell: Callback<FileMsg>, open: bool) -> Self {
        let comes = tell.clone();
        let comes = move |file| comes.emit(FileMsg::Incoming(file));
        let listening = if open { Listening::begin(comes) } else { None };
        Self { tell, slices: None, saved: None, _listening: listening }
    }

    /// Goes on with what has happened.
    pub fn on(&mut self, playground: &mut Playground, msg: FileMsg) -> Effect {
        match msg {
            FileMsg::Incoming(file) => self.read(playground, file),
            FileMsg::Progress(work) => playground.set_work(Some(work)),
            FileMsg::Read(name, read) => {
                self.cancel(playground);
                match read {
                    Ok(trace) => return playground.open_trace(&name, *trace),
                    Err(why) => playground.report(format!("{name} was not opened. {why}")),
                }
            }
            FileMsg::Made(made) => {
                self.cancel(playground);
                self.save(playground, made);
            }
        }
        Effect::None
    }

    /// Gives up what is being read or made.
    pub fn cancel(&mut self, playground: &mut Playground) {
        self.slices = None;
        playground.set_work(None);
    }

    fn read(&mut self, playground: &mut Playground, Incoming { name, content }: Incoming) {
        self.cancel(playground);
        let size = content.size();
        if size > LARGEST {
            playground.report(format!("{name} was not opened. It is larger than 1 GB."));
            return;
        }
        let label = format!("Reading {name}");
        playground.set_work(Some(Work { label: label.clone(), done: 0 }));
        let tell = self.tell.clone();
        let mut reader = Reader::expecting(size as usize);
        let (mut read, mut told) = (0, browser::page_time());
        self.slices = Some(browser::read(content, move |piece| {
            let result = match piece {
                Ok(Some(bytes)) => match reader.feed(bytes) {
                    Ok(()) => {
                        read += bytes.len();
                        let now = browser::page_time();
                        if now - told >= TELL_MS {
                            told = now;
                            let done = (read as f64 * 1_000.0 / size) as u64;
                            let label = label.clone();
                            tell.emit(FileMsg::Progress(Work { label, done }));
                        }
                        return true;
                    }
                    Err(error) => Err(error.to_string()),
                },
                Ok(None) => match std::mem::take(&mut reader).finish() {
                    Ok(file) => Ok(Box::new(file)),
                    Err(error) => Err(error.to_string()),
                },
                Err(error) => Err(error),
            };
            tell.emit(FileMsg::Read(name.clone(), result));
            false
        }));
    }

    /// Makes a file of what is shown.
    pub fn make(&mut self, playground: &mut Playground, shown: &Rc<Snapshot>, export: Export) {
        let mut making = Making::new(shown, export);
        let label = making.label();
        playground.set_work(Some(Work { label: label.clone(), done: 0 }));
        let tell = self.tell.clone();
        self.slices = Some(browser::in_slices(move || {
            let made = match making.go_on() {
                Reached::More(done) => {
                    let label = label.clone();
                    tell.emit(FileMsg::Progress(Work { label, done }));
                    return true;
                }
                Reached::Made(file) => Ok(file),
                Reached::Failed(why) => Err(why),
            };
            tell.emit(FileMsg::Made(made));
            false
        }));
    }

    fn save(&mut self, playground: &mut Playground, made: Result<File, &'static str>) {
        let said = match made {
            Ok(File { name, blob }) => {
                self.saved = Address::save(&blob, &name);
                let kilobytes = (blob.size() / 1_000.0).ceil() as u64;
                match &self.saved {
                    Some(_) => format!("{name} is made: {kilobytes} KB, saved where downloads go."),
                    None => format!("The browser does not let this page save {name}."),
                }
            }
            Err(why) => format!("The file was not made. {why}"),
        };
        playground.report(said);
    }
}
