//! The front matter of a scenario's notes, as it is written.

use std::fmt;

use proc_macro2::TokenStream;
use quote::ToTokens;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// Each field is one of `Scenario`, where it is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Front {
    pub title: Text,
    pub group: Group,
    pub order: u32,
    pub idea: Text,
    pub pitfall: Text,
    pub question: Text,
    pub hint: Text,
    pub answer: Text,
    /// Lines beside those that the answer quotes.
    #[serde(default)]
    pub answer_also: Vec<Text>,
    pub answer_check: Option<Spanned<Check>>,
    #[serde(deserialize_with = "at_least_one")]
    pub reading: Vec<Text>,
    #[serde(deserialize_with = "at_least_one")]
    pub variants: Vec<Variant>,
    #[serde(default)]
    pub lints: Vec<Spanned<Lint>>,
    #[serde(deserialize_with = "at_least_one")]
    pub watch: Vec<Watch>,
}

/// A text that is not empty; a literal in what is generated.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

impl TryFrom<String> for Text {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() { Err("a text is missing") } else { Ok(Self(text)) }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for Text {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

fn at_least_one<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let found = Vec::deserialize(deserializer)?;
    if found.is_empty() { Err(D::Error::custom("at least one is needed")) } else { Ok(found) }
}

/// `Group`, by its headings.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Futures,
    Concurrency,
    Sharing,
    #[serde(rename = "Cancellation and errors")]
    Cancellation,
    #[serde(rename = "Runtimes and blocking")]
    Runtimes,
    Measured,
}

/// One program.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variant {
    /// Empty if it is the only one.
    #[serde(default)]
    pub id: String,
    /// The tab's label.
    #[serde(default)]
    pub label: String,
    /// On the simulated clock.
    pub duration_ms: u64,
    pub ends: Ends,
}

/// `Ends`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ends {
    Done,
    Stall,
}

/// The variant that a check, a lint or a moment to watch is about, with its place in the front matter.
pub type Named = Option<Spanned<String>>;

/// `Check`: `{}`, `{ variant = "…" }`, for polls with the task whose polls are counted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub enum Check {
    Duration { variant: Named },
    Order { variant: Named },
    Polls { variant: Named, task: Text },
}

/// So many findings of a kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lint {
    pub variant: Named,
    #[serde(with = "LintKind")]
    pub kind: trace::LintKind,
    #[serde(default = "one")]
    pub count: usize,
}

fn one() -> usize {
    1
}

/// The kinds that notes can name; the compiler checks that each is one of `trace`'s.
#[derive(Deserialize)]
#[serde(remote = "trace::LintKind")]
enum LintKind {
    SelfWakes,
    LostWaker,
    NeverYielded,
    SlowPoll,
    SchedulingDelay,
    LargeFuture,
    StuckAwait,
    QueueGrowth,
    TaskLeak,
    Deadlock,
    Futurelock,
    MissedTick,
    LostValue,
    UnpolledFuture,
    RestartedBranch,
    SpentBudget,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// The first if none is named.
    pub variant: Named,
    /// A bookmark.
    pub at: Text,
    pub text: Text,
}
