//! What a reader can ask of the page. Views return these values; the playground carries them out.

use implicit_clone::unsync::IString;
use trace::{SiteId, TaskId};

/// Something that a reader asks of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Show another program: a scenario's id and a variant's (empty for the first).
    Select {
        /// The scenario.
        scenario: IString,
        /// The variant.
        variant: IString,
    },
    /// To the next or previous program of the learning path.
    Neighbour(Direction),
    /// Show the run of the variant with this index above or below the one that is shown, on one time scale; `None` to
    /// show one run alone.
    Compare(Option<usize>),
    /// Compare with the first other variant, or show one run alone again.
    ToggleCompare,
    /// Run the program on the event loop from its start.
    RunLive,
    /// End the live run where it is.
    Stop,
    /// Play or continue; pause if playing. Pausing a live run stops its clock, too.
    TogglePlay,
    /// To the next or previous event of a kind.
    Step(Step, Direction),
    /// Move to a position: the number of events that have happened.
    Seek(usize),
    /// Move to a place on the elastic axis, which may be between two events.
    SeekPlace(crate::elastic::Stretched),
    /// Move to a time in microseconds, after everything that happens at that time.
    SeekTime(trace::Micros),
    /// Set the speed.
    Speed(Speed),
    /// Set a knob: its index and its new value.
    Knob(usize, i64),
    /// Put every knob back to the value in the program's text.
    ResetKnobs,
    /// Undo the latest change of knobs, workers or seed.
    Undo,
    /// Redo the change that was undone last.
    Redo,
    /// Show the run of this clock: start one on the event loop, or go back to the simulated run.
    Clock(crate::snapshot::Clock),
    /// Predict first: hide the run, answer, or show it without an answer.
    Predict(Predict),
    /// Set the number of workers; `None` for as many as the program says.
    Workers(Option<u16>),
    /// Run again with the next seed.
    AnotherSeed,
    /// Highlight a site or a task in all views; `default()` for nothing.
    Hover(Hover),
    /// Select a task, which all views then point out; `None` for no task.
    SelectTask(Option<TaskId>),
    /// Choose the theme.
    Theme(Theme),
    /// Show only what an audience needs, or everything again.
    Present(bool),
    /// Choose the timeline's axis.
    Axis(Axis),
    /// Open or close the dialog for sharing what is shown.
    Share(bool),
    /// Select a stretch of time; `None` to select nothing.
    Range(Option<Range>),
    /// Turn the repetition of the selected range, or of the whole run, on or off.
    ToggleLoop,
    /// Remove the notice with this id.
    Dismiss(usize),
    /// Make a file of what is shown.
    Export(Export),
    /// Abandon the file that is being made or read.
    Cancel,
    /// Leave an opened trace for what was shown before it.
    Leave,
    /// Show the program of the opened trace with the settings of that run, and run it.
    RunOpened,
}

/// A file that is to be made of what is shown, with the settings that its kind uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Export {
    /// What kind of file.
    pub kind: ExportKind,
    /// The theme of a picture; [`Theme::System`] for the one that the page has.
    pub theme: Theme,
    /// Whether a picture shows only the selected range, if there is one.
    pub selected: bool,
    /// The width of a picture in CSS pixels.
    pub width: u32,
    /// The speed of an animation.
    pub speed: Speed,
}

/// The kinds of files that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// The trace, which this page opens.
    Trace,
    /// The trace as Perfetto and speedscope open it.
    Chrome,
    /// A vector picture.
    Svg,
    /// A bitmap.
    Png,
    /// An animation.
    Gif,
}

/// A stretch of a run's time, in microseconds. Both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where it begins.
    pub from: trace::Micros,
    /// Where it ends, not before it begins.
    pub to: trace::Micros,
}

/// Where a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Any event.
    Event,
    /// The start of a poll.
    Poll,
    /// A wake.
    Wake,
    /// A print.
    Print,
    /// A poll, a wake, a print or the end of a task: an event with something to tell.
    Beat,
    /// A point that the notes mark; a print if they mark none.
    Stop,
    /// A point that the notes mark.
    Bookmark,
    /// The first or the last event.
    Edge,
}

impl Action {
    /// Show another program: a scenario's id and a variant's (empty for the first).
    pub fn select(scenario: impl Into<IString>, variant: impl Into<IString>) -> Self {
        Self::Select { scenario: scenario.into(), variant: variant.into() }
    }

    /// Whether a program that has just been opened remains as it was opened. Actions that set something do not move
    /// the playhead themselves; if one runs the program again, the new run is shown where a run is opened.
    pub(crate) fn leaves_the_playhead(&self) -> bool {
        match self {
            Self::Hover(_)
            | Self::SelectTask(_)
            | Self::Theme(_)
            | Self::Axis(_)
            | Self::Range(_)
            | Self::ToggleLoop
            | Self::Present(_)
            | Self::Speed(_)
            | Self::Knob(..)
            | Self::ResetKnobs
            | Self::Workers(_)
            | Self::AnotherSeed
            | Self::Undo
            | Self::Redo
            | Self::Compare(_)
            | Self::ToggleCompare
            | Self::Share(_)
            | Self::Dismiss(_)
            | Self::Export(_)
            | Self::Cancel => true,
            Self::Select { .. }
            | Self::Neighbour(_)
            | Self::RunLive
            | Self::Stop
            | Self::TogglePlay
            | Self::Step(..)
            | Self::Seek(_)
            | Self::SeekPlace(_)
            | Self::SeekTime(_)
            | Self::Clock(_)
            | Self::Predict(_)
            | Self::Leave
            | Self::RunOpened => false,
        }
    }
}

/// What a reader does about a scenario's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predict {
    /// Show the program that the question is about, and hide its run until the question is answered.
    Hide,
    /// Show the run without an answer.
    Skip,
    /// Answer the question while the run is hidden.
    Answer(crate::quiz::Guess),
}

/// Forwards or backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Back,
}

/// What is highlighted in all views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hover {
    /// A place in the program.
    pub site: Option<SiteId>,
    /// A task.
    pub task: Option<TaskId>,
}

/// A speed as a power of two: `Speed(-2)` is a quarter, `Speed(0)` normal, `Speed(5)` 32 times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(pub i8);

impl Speed {
    /// The slowest speed, 1/32.
    pub const SLOWEST: Speed = Speed(-5);
    /// The fastest speed, 32.
    pub const FASTEST: Speed = Speed(5);

    /// The speed as a multiple of normal speed.
    pub fn factor(self) -> f64 {
        let power = f64::from(1_u32 << self.0.unsigned_abs());
        if self.0 < 0 { 1.0 / power } else { power }
    }

    /// The speed as a label: `1/4×`, `1×`, `8×`.
    pub fn label(self) -> String {
        let power = 1 << self.0.unsigned_abs();
        if self.0 < 0 { format!("1/{power}×") } else { format!("{power}×") }
    }
}

/// The page's theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What a width on the timeline means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// Time to scale, with room for every event.
    #[default]
    Elastic,
    /// Time to scale.
    Time,
    /// Every event the same width.
    Steps,
}
