//! Which colour a task has: the same in every view. The colours themselves stand in
//! `static/style.css`.

use scene::TASK_COLOURS;
use trace::TaskId;
use yew::prelude::*;

use super::tag::{classes, tag};

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
    use scene::timeline::picture::colour::{Colour, TaskColours, VEIL};
    use std::collections::BTreeMap;

    const CSS: &str = include_str!("../../static/style.css");

    /// The `--name: #rrggbb;` declarations of the block that follows `selector`.
    fn tokens(selector: &str) -> BTreeMap<&'static str, Colour> {
        let block = CSS.split_once(selector).expect("the selector").1;
        let block = block.split_once('}').expect("the end of its block").0;
        let declared = |line: &'static str| line.trim().trim_end_matches(';').split_once(": #");
        block.lines().filter_map(declared).map(|(name, hex)| (name, parse(hex))).collect()
    }

    fn holds(theme: &BTreeMap<&str, Colour>) {
        for surface in ["--surface-0", "--surface-1", "--surface-2"] {
            let against = |name: &str, least: f64| {
                let found = theme[name].contrast(theme[surface]);
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
        assert!(theme["--accent"].contrast(theme["--on-accent"]) >= 4.5);
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

    /// What eyes that lack one kind of cone see of linear red, green and blue: Machado, Oliveira and
    /// Fernandes (2009), at full severity. Then what all others see.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        (
            "protanopia",
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ],
        ),
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ];

    /// How different two colours look: the distance in Oklab, in which black and white are 1 apart.
    fn difference(a: [f64; 3], b: [f64; 3]) -> f64 {
        let (a, b) = (oklab(a), oklab(b));
        (0..3).map(|at| (a[at] - b[at]).powi(2)).sum::<f64>().sqrt()
    }

    fn oklab(colour: [f64; 3]) -> [f64; 3] {
        let cones = through(
            &[
                [0.412221, 0.536333, 0.051446],
                [0.211903, 0.680700, 0.107397],
                [0.088302, 0.281719, 0.629979],
            ],
            colour.map(|part| part.clamp(0.0, 1.0)),
        );
        through(
            &[
                [0.210454, 0.793618, -0.004072],
                [1.977998, -2.428592, 0.450594],
                [0.025904, 0.782772, -0.808676],
            ],
            cones.map(f64::cbrt),
        )
    }

    fn through(matrix: &[[f64; 3]; 3], colour: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| (0..3).map(|at| row[at] * colour[at]).sum())
    }

    /// Every two task colours, and ready and failed, look different to every kind of eyes.
    fn differ(theme: &BTreeMap<&str, Colour>) {
        for (eyes, seen) in &EYES {
            let apart = |a: &str, b: &str, least: f64| {
                let found =
                    difference(through(seen, theme[a].linear()), through(seen, theme[b].linear()));
                assert!(found >= least, "{a} and {b} with {eyes}: {found:.3} < {least}");
            };
            for one in 1..=TASK_COLOURS {
                for other in 1..one {
                    apart(&format!("--task-{one}"), &format!("--task-{other}"), 0.08);
                }
            }
            apart("--ready", "--failed", 0.065);
        }
    }

    /// Every text that the timeline and the runtime write on a task's colours can be read.
    fn can_be_read(selector: &str, on_chip: Colour, solid: f64) {
        let colours = tokens(selector);
        let (ground, text) = (colours["--surface-1"], colours["--text"]);
        for number in 1..=TASK_COLOURS {
            let task = colours[&*format!("--task-{number}")];
            let css = |css: &str| parse(css.trim_start_matches('#'));
            let drawn = TaskColours::new(task, ground, text);
            let chip = Colour([0; 3]).mix(task, solid);
            for (what, on, text) in [
                ("poll", task, css(&drawn.on_solid)),
                ("poll to come", task.mix(ground, VEIL), css(&drawn.on_veiled)),
                ("await", css(&drawn.pale), css(&drawn.text)),
                ("remark", css(&drawn.within), css(&drawn.text)),
                ("resource", css(&drawn.hatch), css(&drawn.text)),
                ("chip", chip, on_chip),
            ] {
                let found = on.contrast(text);
                assert!(found >= 4.5, "{selector} task {number}: {what} {found:.2}");
            }
        }
    }

    fn parse(hex: &str) -> Colour {
        let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
        Colour([0, 2, 4].map(byte))
    }

    /// The value of a declaration of the runtime's style sheet in the block that follows `selector`.
    fn of_runtime(selector: &str, name: &str) -> &'static str {
        const CSS: &str = include_str!("runtime/runtime.css");
        let block = CSS.split_once(selector).expect("the selector").1;
        let value = block.split_once(name).expect("the declaration").1;
        value.trim_start_matches(": ").split(';').next().expect("a value")
    }

    #[test]
    fn text_on_task_colours_can_be_read_in_both_themes() {
        for (page, runtime) in [
            (":root {", ".runtime { container-type"),
            (":root[data-theme=\"dark\"] {", ":root[data-theme=\"dark\"] .runtime {"),
        ] {
            let on = of_runtime(runtime, "--rt-on-task").trim_start_matches('#');
            let on = if on.len() == 3 { on.repeat(2) } else { on.to_owned() };
            let solid = of_runtime(runtime, "--rt-solid").trim_end_matches('%');
            can_be_read(page, parse(&on), solid.parse::<f64>().expect("percent") / 100.0);
        }
    }

    #[test]
    fn light_colours_can_be_told_apart_by_all_eyes() {
        differ(&tokens(":root {"));
    }

    #[test]
    fn dark_colours_can_be_told_apart_by_all_eyes() {
        differ(&tokens(":root[data-theme=\"dark\"] {"));
    }

    #[test]
    fn the_eyes_are_those_that_are_meant() {
        let (red, green) = ([0.5, 0.0, 0.0], [0.0, 0.22, 0.0]);
        let apart = |eyes: usize| {
            let seen = &EYES[eyes].1;
            difference(through(seen, red), through(seen, green))
        };
        assert!(apart(1) < 0.5 * apart(3), "deuteranopia mixes up red and green");
        assert!(apart(2) > 0.8 * apart(3), "tritanopia does not");
        let grey = [0.3, 0.3, 0.3];
        for (eyes, seen) in &EYES {
            assert!(difference(through(seen, grey), grey) < 0.001, "{eyes} see grey as grey");
        }
    }
}
