//! A scenario's notes: front matter in `key: value` lines, then text.

/// The notes of one scenario.
#[derive(Debug, Default)]
pub struct Notes {
    /// The file's name.
    pub id: String,
    title: String,
    /// Index into [`GROUPS`].
    pub group: usize,
    /// Place within the group.
    pub order: u32,
    idea: String,
    /// At least one.
    pub variants: Vec<Variant>,
    watch: Vec<Watch>,
    pitfall: String,
    question: String,
    hint: String,
    answer: String,
    /// Lines beside those that the answer quotes, quoted likewise.
    also: String,
    check: Option<Check>,
    lints: Vec<Lint>,
    reading: Vec<String>,
    body: String,
}

/// One program.
#[derive(Debug)]
pub struct Variant {
    /// Empty if it is the only one.
    pub id: String,
    /// The tab's label.
    pub label: String,
    /// On the simulated clock.
    pub duration_ms: u64,
    /// A variant of `Ends`.
    pub ends: &'static str,
}

/// How the answer is checked: the kind is a variant of `Check`.
#[derive(Debug)]
struct Check {
    kind: &'static str,
    variant: String,
    /// Of the polls that are counted.
    task: Option<String>,
}

/// So many findings of a kind, which is a variant of `LintKind`.
#[derive(Debug)]
struct Lint {
    variant: String,
    kind: String,
    count: usize,
}

#[derive(Debug)]
struct Watch {
    variant: String,
    bookmark: String,
    text: String,
}

/// Headings of the catalog and the variants of `Group` they stand for, in order.
const GROUPS: [(&str, &str); 6] = [
    ("Futures", "Futures"),
    ("Concurrency", "Concurrency"),
    ("Sharing", "Sharing"),
    ("Cancellation and errors", "Cancellation"),
    ("Runtimes and blocking", "Runtimes"),
    ("Measured", "Measured"),
];

impl Notes {
    /// Parses the notes of the scenario `id`.
    pub fn parse(id: &str, text: &str) -> Result<Self, String> {
        let fail = |line: usize, reason: &str| format!("{id}.md:{line}: {reason}");
        let text = text.strip_prefix("---\n").ok_or_else(|| fail(1, "no front matter"))?;
        let (front, body) =
            text.split_once("\n---\n").ok_or_else(|| fail(1, "the front matter has no end"))?;
        let mut notes = Self { id: id.to_owned(), body: body.trim().to_owned(), ..Self::default() };
        for (number, line) in front.lines().enumerate() {
            let (key, value) =
                line.split_once(':').ok_or_else(|| fail(number + 2, "not a `key: value` line"))?;
            notes.set(key.trim(), value.trim()).map_err(|reason| fail(number + 2, &reason))?;
        }
        for (key, value) in [
            ("title", &notes.title),
            ("idea", &notes.idea),
            ("pitfall", &notes.pitfall),
            ("question", &notes.question),
            ("hint", &notes.hint),
            ("answer", &notes.answer),
        ] {
            if value.is_empty() {
                return Err(fail(1, &format!("`{key}` is missing")));
            }
        }
        if notes.variants.is_empty() || notes.watch.is_empty() || notes.reading.is_empty() {
            return Err(fail(1, "`variant`, `watch` and `reading` are needed at least once"));
        }
        Ok(notes)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let owned = value.to_owned();
        match key {
            "title" => self.title = owned,
            "idea" => self.idea = owned,
            "pitfall" => self.pitfall = owned,
            "question" => self.question = owned,
            "hint" => self.hint = owned,
            "answer" => self.answer = owned,
            "answer-also" => self.also = owned,
            "answer-check" => self.check = Some(self.parse_check(value)?),
            "reading" => self.reading.push(owned),
            "lint" => self.lints.push(self.parse_lint(value)?),
            "order" => {
                self.order = value.parse().map_err(|_| format!("`{value}` is no number"))?;
            }
            "group" => {
                self.group = GROUPS
                    .iter()
                    .position(|(heading, _)| *heading == value)
                    .ok_or_else(|| format!("there is no group `{value}`"))?;
            }
            "variant" => self.variants.push(Variant::parse(value)?),
            "watch" => {
                let watch = self.parse_watch(value)?;
                self.watch.push(watch);
            }
            _ => return Err(format!("unknown key `{key}`")),
        }
        Ok(())
    }

    /// `[VARIANT:] BOOKMARK | sentence`
    fn parse_watch(&self, value: &str) -> Result<Watch, String> {
        let (place, text) = value.split_once(" | ").ok_or("no ` | ` before the sentence")?;
        let first = self.variants.first().ok_or("`variant` must come before `watch`")?;
        let prefixed = self.variants.iter().find_map(|variant| {
            let rest = place.strip_prefix(&variant.id)?.strip_prefix(':')?;
            (!variant.id.is_empty()).then_some((&variant.id, rest))
        });
        let (variant, bookmark) = prefixed.unwrap_or((&first.id, place));
        Ok(Watch {
            variant: variant.clone(),
            bookmark: bookmark.trim().to_owned(),
            text: text.trim().to_owned(),
        })
    }

    /// `[VARIANT] LINT [COUNT]`: the variant is named where there are several.
    fn parse_lint(&self, value: &str) -> Result<Lint, String> {
        let (variant, words) = self.split_variant(value)?;
        let (kind, count) = match words[..] {
            [kind] => (kind, 1),
            [kind, count] => (kind, count.parse().map_err(|_| format!("`{count}` is no number"))?),
            _ => return Err("a lint is `[VARIANT] LINT [COUNT]`".to_owned()),
        };
        Ok(Lint { variant, kind: kind.to_owned(), count })
    }

    /// `duration [VARIANT]`, `order [VARIANT]` or `polls [VARIANT] TASK`: the variant is named where
    /// there are several, so that the page shows the program that the question asks about.
    fn parse_check(&self, value: &str) -> Result<Check, String> {
        let (kind, rest) = value.split_once(' ').unwrap_or((value, ""));
        let (variant, words) = self.split_variant(rest)?;
        let (kind, task) = match (kind, &words[..]) {
            ("duration", []) => ("Duration", None),
            ("order", []) => ("Order", None),
            ("polls", [task]) => ("Polls", Some((*task).to_owned())),
            _ => return Err(format!("`{value}` is no check of an answer")),
        };
        Ok(Check { kind, variant, task })
    }

    /// The variant that comes first, where there are several, and the words after it.
    fn split_variant<'a>(&self, value: &'a str) -> Result<(String, Vec<&'a str>), String> {
        let mut words = value.split_whitespace();
        if self.variants.len() < 2 {
            return Ok((String::new(), words.collect()));
        }
        let named = words.next().unwrap_or_default();
        match self.variants.iter().find(|variant| variant.id == named) {
            Some(variant) => Ok((variant.id.clone(), words.collect())),
            None => Err(format!("`{named}` is none of the variants before this line")),
        }
    }

    /// The file name of a variant's program.
    pub fn program(&self, variant: &Variant) -> String {
        match variant.id.as_str() {
            "" => self.id.clone(),
            id => format!("{}-{id}", self.id),
        }
    }

    /// The scenario as a Rust expression with a comma, given its variants likewise.
    pub fn literal(&self, variants: &str) -> String {
        let watch: String = self
            .watch
            .iter()
            .map(|watch| {
                let Watch { variant, bookmark, text } = watch;
                format!(
                    "Watch {{ variant: {variant:?}, bookmark: {bookmark:?}, text: {text:?} }}, "
                )
            })
            .collect();
        let check = match &self.check {
            Some(Check { kind, variant, task: Some(task) }) => {
                format!("Some(Check::{kind}({variant:?}, {task:?}))")
            }
            Some(Check { kind, variant, task: None }) => {
                format!("Some(Check::{kind}({variant:?}))")
            }
            None => "None".to_owned(),
        };
        let lints: String = self
            .lints
            .iter()
            .map(|Lint { variant, kind, count }| {
                format!("({variant:?}, trace::LintKind::{kind}, {count}), ")
            })
            .collect();
        format!(
            "Scenario {{ id: {:?}, title: {:?}, group: Group::{}, order: {}, idea: {:?}, \
             variants: &[\n{variants}], watch: &[{watch}], pitfall: {:?}, question: {:?}, hint: {:?}, \
             answer: {:?}, also: {:?}, check: {check}, lints: &[{lints}], reading: &{:?}, body: {:?} }},\n",
            self.id,
            self.title,
            GROUPS[self.group].1,
            self.order,
            self.idea,
            self.pitfall,
            self.question,
            self.hint,
            self.answer,
            self.also,
            self.reading,
            self.body
        )
    }
}

impl Variant {
    /// `id | label | 100 ms | done`
    fn parse(value: &str) -> Result<Self, String> {
        let parts: Vec<_> = value.split('|').map(str::trim).collect();
        let [id, label, duration, ends] = parts[..] else {
            return Err("a variant is `id | label | 100 ms | done`".to_owned());
        };
        let duration_ms = duration
            .strip_suffix("ms")
            .and_then(|number| number.trim().parse().ok())
            .ok_or_else(|| format!("`{duration}` is not a number of ms"))?;
        let ends = match ends {
            "done" => "Done",
            "stall" => "Stall",
            _ => return Err(format!("a program ends as `done` or `stall`, not `{ends}`")),
        };
        Ok(Self { id: id.to_owned(), label: label.to_owned(), duration_ms, ends })
    }
}
