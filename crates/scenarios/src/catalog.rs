//! What the page shows of the programs.

use engine::Compiled;

/// A scenario: one idea, shown by one program or by several variants of it.
#[derive(Debug)]
pub struct Scenario {
    /// Route and file name.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// Where the catalog lists it.
    pub group: Group,
    /// Place within the group, from 1.
    pub order: u32,
    /// The idea in one sentence.
    pub idea: &'static str,
    /// At least one.
    pub variants: &'static [Variant],
    /// What to watch.
    pub watch: &'static [Watch],
    /// What often goes wrong.
    pub pitfall: &'static str,
    /// To predict before running.
    pub question: &'static str,
    /// What helps after a wrong answer, and does not give the right one away.
    pub hint: &'static str,
    /// Its answer.
    pub answer: &'static str,
    /// Lines to choose from beside those that the answer quotes, quoted likewise: some are printed by
    /// no run, some by this one too.
    pub also: &'static str,
    /// What a run must show for the answer to be true.
    pub check: Option<Check>,
    /// What looks wrong in a run, on purpose: variant, lint, and how many findings there are of it.
    pub lints: &'static [(&'static str, trace::LintKind, usize)],
    /// Official documentation by name.
    pub reading: &'static [&'static str],
    /// The notes, in a small subset of Markdown.
    pub body: &'static str,
}

/// One program of a scenario.
#[derive(Debug)]
pub struct Variant {
    /// Its id within the scenario; empty if it is the only one.
    pub id: &'static str,
    /// The tab's label; the scenario's title if it is the only one.
    pub label: &'static str,
    /// The marked-up program.
    pub program: Compiled,
    /// How long it takes on the simulated clock with its knobs as written, in milliseconds.
    pub duration_ms: u64,
    /// How it ends.
    pub ends: Ends,
}

/// How a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// `main` returns.
    Done,
    /// It stalls: nothing can wake what remains. On purpose.
    Stall,
}

/// How the answer to a scenario's question is checked against a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It begins with the simulated duration of this variant.
    Duration(&'static str),
    /// What it quotes is printed in that order.
    Order(&'static str),
    /// It begins with the number of polls in this variant, of this task.
    Polls(&'static str, &'static str),
}

impl Check {
    /// The variant that the question is about; empty if there is only one.
    pub fn variant(self) -> &'static str {
        match self {
            Check::Duration(variant) | Check::Order(variant) | Check::Polls(variant, _) => variant,
        }
    }
}

/// Something to watch in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The variant it is in; empty for the first.
    pub variant: &'static str,
    /// A place in the trace, by name: `print "text"`, `spawn NAME`, `end NAME`, `poll NAME N`,
    /// `wake NAME N`.
    pub bookmark: &'static str,
    /// What is to be seen there.
    pub text: &'static str,
}

/// The catalog's groups, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What a future is.
    Futures,
    /// Doing several things.
    Concurrency,
    /// Channels and locks.
    Sharing,
    /// Cancellation and errors.
    Cancellation,
    /// Runtimes and blocking.
    Runtimes,
    /// Figures from the visitor's own machine.
    Measured,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Futures => "Futures",
            Group::Concurrency => "Concurrency",
            Group::Sharing => "Sharing",
            Group::Cancellation => "Cancellation and errors",
            Group::Runtimes => "Runtimes and blocking",
            Group::Measured => "Measured",
        }
    }
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Scenario {}

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// All scenarios, by group and order.
pub fn scenarios() -> &'static [Scenario] {
    SCENARIOS
}

/// What the program with this id prints to stdout. Not in the catalog itself, since the page has no
/// use for it and would carry it all the same.
pub fn expected(program: &str) -> Option<&'static str> {
    EXPECTED.iter().find(|(id, _)| *id == program).map(|(_, output)| *output)
}

/// The scenario with this id.
pub fn find(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.id == id)
}

/// The program with this id.
pub fn compiled(id: &str) -> Option<&'static Compiled> {
    let mut variants = SCENARIOS.iter().flat_map(|scenario| scenario.variants);
    variants.find(|variant| variant.program.id == id).map(|variant| &variant.program)
}
