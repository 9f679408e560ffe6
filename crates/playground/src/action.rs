//! What a reader can ask for. Views send these; the playground carries them out.

use implicit_clone::unsync::IString;
use trace::{SiteId, TaskId};

/// A wish of the reader's.
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
    /// Show this variant's run below or above the one that is shown, on one time scale; none to
    /// show one run alone.
    Compare(Option<usize>),
    /// Compare with the variant that suggests itself, or show one run alone again.
    ToggleCompare,
    /// Run the program on the event loop from its start.
    RunLive,
    /// End the live run where it is.
    Stop,
    /// Play or continue; pause if it plays. A live run is paused with its clock.
    TogglePlay,
    /// To the next or previous event of a kind.
    Step(Step, Direction),
    /// To a position: this many events have happened.
    Seek(usize),
    /// To a place on the elastic axis (between events too).
    SeekPlace(crate::elastic::Stretched),
    /// To a time, when all that happens in its instant has happened.
    SeekTime(trace::Micros),
    /// Set the speed.
    Speed(Speed),
    /// Set a knob: its index and its new value.
    Knob(usize, i64),
    /// Put every knob back to the value in the program's text.
    ResetKnobs,
    /// Take the latest change of a knob, of the workers or of the seed back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Show the run of this clock: begin one on the event loop, or go back to the simulated one.
    Clock(crate::snapshot::Clock),
    /// Predict first: hide the run, answer, or show it without an answer.
    Predict(Predict),
    /// How many workers poll; none for as many as the program says.
    Workers(Option<u16>),
    /// Run again with the next seed.
    AnotherSeed,
    /// Light what belongs to a place in the program or to a task; nothing for `default()`.
    Hover(Hover),
    /// Choose a task, which all views then point out; none for no task.
    SelectTask(Option<TaskId>),
    /// Choose the theme.
    Theme(Theme),
    /// Show only what an audience needs, or everything again.
    Present(bool),
    /// Choose the timeline's axis.
    Axis(Axis),
    /// Show how what is shown can be shared, or no longer.
    Share(bool),
    /// Select a stretch of time; none to select nothing.
    Range(Option<Range>),
    /// Play what is selected, or the whole run, again and again; or no longer.
    ToggleLoop,
    /// Take a notice away.
    Dismiss(usize),
    /// Make a file of what is shown.
    Export(Export),
    /// Give up the file that is being made or read.
    Cancel,
    /// Go back from a trace that was opened to what was shown before.
    Leave,
    /// Show the program of the trace that was opened, run here as it was run there.
    RunOpened,
}

/// A file that is to be made of what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Export {
    /// What kind of file.
    pub kind: ExportKind,
    /// A picture's theme; as the page has it for [`Theme::System`].
    pub theme: Theme,
    /// A picture shows the selected range only, if there is one.
    pub selected: bool,
    /// A picture's width in CSS pixels.
    pub width: u32,
    /// An animation's speed.
    pub speed: Speed,
}

/// The kinds of files that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// The trace, which this page opens.
    Trace,
    /// The trace as Perfetto and speedscope open it.
    Chrome,
    /// A picture of shapes.
    Svg,
    /// A picture of pixels.
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

/// What a step goes to.
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
    /// A poll, a wake, a print or the end of a task: what there is something to say about.
    Beat,
    /// A bookmark of the notes; a print where they have none.
    Stop,
    /// A point of the notes.
    Bookmark,
    /// The first or the last event.
    Edge,
}

impl Action {
    /// Show another program: a scenario's id and a variant's (empty for the first).
    pub fn select(scenario: impl Into<IString>, variant: impl Into<IString>) -> Self {
        Self::Select { scenario: scenario.into(), variant: variant.into() }
    }

    /// Whether a program that has just been opened stays as it was opened: what is done neither moves the
    /// playhead nor shows another run.
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

/// What is done with a scenario's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predict {
    /// Show the program that it is about, and hide its run until it is answered.
    Hide,
    /// Show the run without an answer.
    Skip,
    /// Answer it, while the run is hidden.
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

/// What is lit in all views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hover {
    /// A place in the program.
    pub site: Option<SiteId>,
    /// A task.
    pub task: Option<TaskId>,
}

/// A power of two: `Speed(-2)` is a quarter, `Speed(0)` normal, `Speed(5)` 32 times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(pub i8);

impl Speed {
    /// 1/32
    pub const SLOWEST: Speed = Speed(-5);
    /// 32
    pub const FASTEST: Speed = Speed(5);

    /// How much faster than normal.
    pub fn factor(self) -> f64 {
        let power = f64::from(1_u32 << self.0.unsigned_abs());
        if self.0 < 0 { 1.0 / power } else { power }
    }

    /// `1/4×`, `1×`, `8×`.
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

/// What the timeline's width means.
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
