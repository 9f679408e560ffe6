//! Which colour a task has: the same in every view. The colours themselves stand in
//! `static/style.css`.

use trace::TaskId;
use yew::prelude::*;

use super::tag::{classes, tag};

/// How many task colours there are; the ninth task has the first's again.
pub const TASK_COLOURS: usize = 8;

const CLASSES: [&str; TASK_COLOURS] =
    ["task-1", "task-2", "task-3", "task-4", "task-5", "task-6", "task-7", "task-8"];

/// The class that sets the CSS variable `--task` to the task's colour.
pub fn task_class(task: TaskId) -> &'static str {
    CLASSES[task.index() % TASK_COLOURS]
}

/// A task's name with its colour beside it. `stance` is a class that says by form what the task is
/// doing.
pub fn chip(task: TaskId, name: &str, stance: &'static str) -> Html {
    selectable(task, name, stance, false)
}

/// The same where a task can be chosen.
pub fn selectable(task: TaskId, name: &str, stance: &'static str, selected: bool) -> Html {
    let more = [(true, stance), (true, task_class(task)), (selected, "selected")];
    tag!("span", "class" = classes("chip", &more), "data-task" = task.to_string(),)
        .child(tag!("i", "class" = "mark", "aria-hidden" = "true"))
        .child(tag!("span", "class" = "chip-name").child(name.to_owned()))
        .html()
}

#[cfg(test)]
mod tests {
    use super::TASK_COLOURS;
    use std::collections::BTreeMap;

    const CSS: &str = include_str!("../../static/style.css");

    /// The `--name: #rrggbb;` declarations of the block that follows `selector`.
    fn tokens(selector: &str) -> BTreeMap<&'static str, [f64; 3]> {
        let block = CSS.split_once(selector).expect("the selector").1;
        let block = block.split_once('}').expect("the end of its block").0;
        let mut tokens = BTreeMap::new();
        for line in block.lines() {
            let Some((name, value)) = line.trim().trim_end_matches(';').split_once(": #") else {
                continue;
            };
            let byte = |at: usize| u8::from_str_radix(&value[at..at + 2], 16).expect("hex");
            let linear = |byte: u8| match f64::from(byte) / 255.0 {
                c if c <= 0.04045 => c / 12.92,
                c => ((c + 0.055) / 1.055).powf(2.4),
            };
            tokens.insert(name, [0, 2, 4].map(|at| linear(byte(at))));
        }
        tokens
    }

    /// WCAG's contrast ratio.
    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let light = |c: [f64; 3]| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] + 0.05;
        let (a, b) = (light(a), light(b));
        a.max(b) / a.min(b)
    }

    fn holds(theme: &BTreeMap<&str, [f64; 3]>) {
        for surface in ["--surface-0", "--surface-1", "--surface-2"] {
            let against = |name: &str, least: f64| {
                let found = contrast(theme[name], theme[surface]);
                assert!(found >= least, "{name} on {surface}: {found:.2} < {least}");
            };
            for number in 1..=TASK_COLOURS {
                against(&format!("--task-{number}"), 3.0);
            }
            for text in ["--text", "--text-dim", "--text-faint", "--accent", "--failed", "--ready"]
            {
                against(text, 4.5);
            }
        }
        assert!(contrast(theme["--accent"], theme["--on-accent"]) >= 4.5);
    }

    #[test]
    fn light_colours_can_be_told_from_the_surface() {
        holds(&tokens(":root {"));
    }

    #[test]
    fn dark_colours_can_be_told_from_the_surface() {
        holds(&tokens(":root[data-theme=\"dark\"] {"));
    }

    #[test]
    fn dark_is_the_same_by_choice_and_by_the_system() {
        let chosen = tokens(":root[data-theme=\"dark\"] {");
        assert_eq!(chosen, tokens(":root:not([data-theme=\"light\"]) {"));
        assert!(chosen.len() > TASK_COLOURS);
    }
}
