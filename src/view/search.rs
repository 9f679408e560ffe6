//! The search for a program: by its names first, then by what its text and its notes say.

use scenarios::{Scenario, Variant};

/// A scenario that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// The index of the variant by which it was found, if by one.
    variant: Option<usize>,
    /// Where the word stands that was hardest to find.
    pub by: By,
    /// How far down the list it belongs.
    rank: usize,
}

impl Found {
    /// The variant by which it was found.
    pub fn variant(self) -> Option<&'static Variant> {
        self.variant.and_then(|variant| self.scenario.variants.get(variant))
    }
}

/// Where a word was found, the best place first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// It is the title or the id.
    #[default]
    Name,
    /// A word of them, or of a variant's, begins with it.
    Title,
    /// A word of the idea or of the group's heading does.
    Idea,
    /// A word of the program's text does.
    Text,
    /// A word of the notes does.
    Notes,
}

impl By {
    /// What the list says about it: where the reader cannot see the word.
    pub fn note(self) -> Option<&'static str> {
        match self {
            By::Name | By::Title | By::Idea => None,
            By::Text => Some("in its text"),
            By::Notes => Some("in its notes"),
        }
    }
}

/// The scenarios in which each of the sought words is found, the best first; all of them, in their order, if
/// nothing is sought. A word is found where a word begins with it: `pin` is not in `dropping`.
pub fn search(all: &'static [Scenario], sought: &str) -> Vec<Found> {
    let sought = sought.to_ascii_lowercase();
    let mut found: Vec<Found> = Vec::new();
    for next in all.iter().filter_map(|scenario| find(scenario, &sought)) {
        let place = found.partition_point(|other| other.rank <= next.rank);
        found.insert(place, next);
    }
    found
}

fn find(scenario: &'static Scenario, sought: &str) -> Option<Found> {
    let mut found = Found { scenario, variant: None, by: By::Name, rank: 0 };
    for word in sought.split_whitespace() {
        let (by, variant) = place(scenario, word)?;
        found.variant = found.variant.or(variant);
        found.by = found.by.max(by);
        found.rank += by as usize;
    }
    Some(found)
}

/// The best place of a word in a scenario, and the variant that it is in, if it is in one of several.
///
/// The texts are English: a download with the tables for the capitals of all scripts would be larger by 12 KB.
fn place(scenario: &Scenario, word: &str) -> Option<(By, Option<usize>)> {
    let Scenario { id, title, idea, group, pitfall, question, body, .. } = scenario;
    if title.eq_ignore_ascii_case(word) || *id == word {
        return Some((By::Name, None));
    }
    if has(title, word) || has(id, word) {
        return Some((By::Title, None));
    }
    let mut variants = scenario.variants.iter();
    if let Some(variant) = variants.position(|known| has(known.id, word) || has(known.label, word))
    {
        return Some((By::Title, Some(variant)));
    }
    if has(idea, word) || has(group.title(), word) {
        return Some((By::Idea, None));
    }
    let mut variants = scenario.variants.iter();
    if let Some(variant) = variants.position(|known| has_path(known.program.source, word)) {
        let (_, item) = word.rsplit_once("::").unwrap_or_default();
        if title.eq_ignore_ascii_case(item) || *id == item {
            return Some((By::Title, None));
        }
        // In the first one it is what one sees without a further choice.
        return Some((By::Text, (variant > 0).then_some(variant)));
    }
    let mut watched = scenario.watch.iter().map(|watch| watch.text);
    let noted = [*pitfall, *question, *body].iter().any(|text| has(text, word));
    (noted || watched.any(|text| has(text, word))).then_some((By::Notes, None))
}

/// Whether a program names a path: as it is, or its last part in the braces of a `use`.
fn has_path(source: &str, path: &str) -> bool {
    let grouped = |(module, name): (&str, &str)| has(source, module) && has(source, name);
    has(source, path) || path.rsplit_once("::").is_some_and(grouped)
}

/// Whether a word of a text begins with this.
fn has(text: &str, word: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let begins = |(at, _): (usize, &str)| {
        let before = text[..at].chars().next_back();
        // What begins with a sign, such as `?`, may stand right behind a word.
        before.is_none_or(|before| !before.is_ascii_alphanumeric())
            || !word.starts_with(|first: char| first.is_ascii_alphanumeric())
    };
    text.match_indices(word).any(begins)
}

#[cfg(test)]
mod tests {
    use scenarios::scenarios;

    use super::*;

    fn ids(sought: &str) -> Vec<&'static str> {
        search(scenarios(), sought).iter().map(|found| found.scenario.id).collect()
    }

    fn check(sought: &str, id: &str, variant: Option<&str>) {
        let found = search(scenarios(), sought);
        let found: Vec<_> = found
            .into_iter()
            .map(|found| (found.scenario.id, found.variant().map(|v| v.id)))
            .collect();
        assert!(found.contains(&(id, variant)), "{sought}: {found:?}");
    }

    #[test]
    fn programs_are_found_by_title_idea_id_group_and_variant() {
        check("JOIN!", "join", None);
        check("ten-thousand", "ten-thousand", None);
        check("sharing mpsc", "mpsc", None);
        check("waits overlap", "join", None);
        check("lost waker", "future-trait", Some("lost-waker"));
        check("select biased", "select", Some("biased"));
    }

    #[test]
    fn who_is_named_so_comes_first() {
        for scenario in scenarios() {
            assert_eq!(ids(scenario.id).first(), Some(&scenario.id));
            let same = |id: &&&str| **id == scenario.id;
            assert!(ids(scenario.title).iter().take(2).any(|id| same(&id)), "{}", scenario.title);
        }
        assert_eq!(ids("pin")[0], "pin");
        assert_eq!(ids("mutex")[..1], ["mutex"]);
    }

    #[test]
    fn a_word_is_found_where_a_word_begins() {
        assert!(has("try_join! and JoinSet", "join") && has("time::sleep(1)", "sleep("));
        assert!(!has("dropping", "pin") && has("Pin<&mut T>", "pin"));
        for found in search(scenarios(), "pin") {
            let scenario = found.scenario;
            let texts = scenario.variants.iter().map(|variant| variant.program.source);
            let all = texts.chain([scenario.id, scenario.title, scenario.idea, scenario.body]);
            let text = all.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
            assert!(
                text.match_indices("pin").any(|(at, _)| !text[..at].ends_with('p')),
                "{}",
                scenario.id
            );
        }
    }

    #[test]
    fn programs_are_found_by_what_they_use() {
        let uses = |text: &str| -> Vec<&str> {
            let uses = |variant: &Variant| variant.program.source.contains(text);
            let using = scenarios().iter().filter(|scenario| scenario.variants.iter().any(uses));
            using.map(|scenario| scenario.id).collect()
        };
        for path in ["tokio::time", "tokio::sync", "tokio::select!", "spawn_blocking", "Arc<Mutex"]
        {
            let found = ids(path);
            let using = uses(path);
            assert!(!using.is_empty(), "{path}");
            assert!(using.iter().all(|id| found.contains(id)), "{path}: {found:?}");
        }
        // `use tokio::time::{sleep, timeout}`
        assert_eq!(ids("tokio::time::timeout")[0], "timeout");
        assert_eq!(ids("tokio::select!")[0], "select");
        let notes = search(scenarios(), "structured");
        assert!(notes.iter().any(|found| found.scenario.id == "joinset" && found.by == By::Notes));
    }

    #[test]
    fn every_word_must_be_found() {
        assert_eq!(ids("join qwxyz"), <[&str; 0]>::default());
        let all: Vec<_> = scenarios().iter().map(|scenario| scenario.id).collect();
        assert_eq!(ids("  "), all);
    }
}
