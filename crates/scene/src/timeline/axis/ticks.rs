//! The labels on the axis.

use playground::action::Axis;
use trace::{Micros, show_micros};

use crate::timeline::axis::Scale;
use crate::timeline::axis::window::Window;

/// A wait of at least this many pixels separates two instants; a narrower one would be a mere line.
const GAP: f64 = 9.0;

/// Time that passes within an instant is ignored if its share of the instant's width is below this.
const PASSES: f64 = 0.12;

/// With more moments than this in sight, instants cannot be told apart. The number of events in each does not
/// matter.
const MANY: usize = 4_000;

/// A mark on the axis; lengths are in pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line at a round number.
    Tick {
        /// The x coordinate.
        x: f64,
        /// The text of the number.
        label: String,
    },
    /// An instant, which is widened so that each of its events can be seen.
    Instant {
        /// The first x coordinate.
        from: f64,
        /// The last x coordinate.
        to: f64,
        /// The time of the instant; empty if so much time passes in it that ticks show it.
        at: String,
    },
    /// Time that passes between two instants.
    Wait {
        /// The first x coordinate.
        from: f64,
        /// The last x coordinate.
        to: f64,
        /// The duration of the wait.
        long: String,
    },
}

/// The visible marks. `apart` is the width of a label with the space around it, in pixels.
pub fn marks(scale: &Scale, window: &Window, apart: f64) -> Vec<Mark> {
    let (from, to) = (window.from.max(0.0), window.to().min(scale.now().max(0.0)));
    match scale.axis() {
        Axis::Elastic => {
            let first = scale.first_from(window.from);
            let last = scale.first_from(window.to());
            instants(scale, window, apart, first, last)
                .unwrap_or_else(|| sparse(scale, window, apart))
        }
        Axis::Time => ticks(window, from, window.to(), apart, 1, show_tick),
        Axis::Steps => ticks(window, from, to, apart, 1, |step| step.to_string()),
    }
}

fn ticks(
    window: &Window,
    from: f64,
    to: f64,
    apart: f64,
    least: u64,
    label: impl Fn(u64) -> String,
) -> Vec<Mark> {
    let step = round_up(apart / window.scale).max(least);
    let mut marks = Vec::new();
    let mut at = (from / step as f64).ceil() as u64 * step;
    while at as f64 <= to {
        marks.push(Mark::Tick { x: window.x(at as f64), label: label(at) });
        at += step;
    }
    marks
}

/// The smallest of 1, 2, 5, 10, 20, 50 … that is not less than `value`.
fn round_up(value: f64) -> u64 {
    let mut power = 1_u64;
    while power < u64::MAX / 20 {
        for step in [1, 2, 5] {
            if (step * power) as f64 >= value {
                return step * power;
            }
        }
        power *= 10;
    }
    power
}

/// A time with at most three figures. If these cannot express it, the text is the difference to the last tick
/// that they can express: `200 ms`, `+50 µs`, `+100 µs`.
fn show_tick(at: Micros) -> String {
    let mut figure = 1;
    while at / figure >= 1_000 {
        figure *= 10;
    }
    match at % figure {
        0 => show_micros(at),
        rest => format!("+{}", show_micros(rest)),
    }
}

/// The visible instants and the waits between them; `None` if there are too many.
fn instants(
    scale: &Scale,
    window: &Window,
    apart: f64,
    first: usize,
    last: usize,
) -> Option<Vec<Mark>> {
    let events = scale.events();
    let wait = |index: usize| match index {
        0 => 0,
        _ => events[index].at - events[index - 1].at,
    };
    let parts = |index: usize| index == 0 || wait(index) as f64 * window.scale >= GAP;
    // The first visible instant may begin outside of the window; how far outside does not matter.
    let mut begin = first.min(events.len().saturating_sub(1));
    while begin > 0 && !parts(begin) && scale.of_event(begin as u32) >= window.from {
        begin -= 1;
    }
    // The last visible event of those that happen at the same time as this one.
    let in_sight = &events[..(last + 2).min(events.len())];
    let moment = |index: usize| {
        let at = events[index].at;
        index + in_sight[index..].partition_point(|event| event.at <= at).max(1) - 1
    };
    let mut marks = Vec::new();
    let (mut index, mut moments) = (begin, 0);
    while index < events.len() && (index <= last || marks.is_empty()) {
        let from = window.x(scale.instant_start(index));
        if index > 0 {
            let before = window.x(scale.of_event(index as u32 - 1));
            marks.push(Mark::Wait {
                from: before,
                to: from,
                long: format!("+{}", show_micros(wait(index))),
            });
        }
        let mut end = moment(index);
        while end + 1 < events.len() && !parts(end + 1) && end <= last {
            end = moment(end + 1);
            moments += 1;
        }
        moments += 1;
        if moments > MANY {
            return None;
        }
        let to = window.x(scale.of_event(end as u32));
        let (at, until) = (events[index].at, events[end].at);
        // Events with many short waits between them are not an instant: ticks show how time passes.
        let passes = (until - at) as f64 * window.scale;
        if passes < PASSES * (to - from) || to - from <= 2.0 * apart {
            marks.push(Mark::Instant { from, to, at: show_micros(at) });
        } else {
            marks.push(Mark::Instant { from, to, at: String::new() });
            marks.push(Mark::Tick { x: from, label: show_micros(at) });
            let step = round_up((until - at) as f64 * apart / (to - from));
            for tick in (at / step + 1..=until / step).map(|tick| tick * step) {
                let reached = index + events[index..=end].partition_point(|e| e.at < tick);
                let x = window.x(scale.of_event(reached as u32));
                marks.push(Mark::Tick { x, label: show_tick(tick) });
            }
        }
        index = end + 1;
    }
    Some(marks)
}

/// The times at evenly spaced positions, where they differ from the label before.
fn sparse(scale: &Scale, window: &Window, apart: f64) -> Vec<Mark> {
    let count = ((window.right - window.left) / apart).max(1.0) as usize;
    let mut marks = Vec::with_capacity(count);
    let mut before = String::new();
    for number in 0..count {
        let x = window.left + apart * (number as f64 + 0.5);
        let label = show_micros(scale.time(window.unit(x)));
        if label != before {
            marks.push(Mark::Tick { x, label: label.clone() });
            before = label;
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::axis::window::Zoom;
    use playground::elastic::Elastic;

    fn check(axis: Axis, expected: &[&str]) {
        assert_eq!(shown(&sample::joined(), axis), expected);
    }

    fn shown(trace: &trace::Trace, axis: Axis) -> Vec<String> {
        let elastic = Elastic::new(trace);
        let scale = Scale::new(axis, trace.events(), &elastic, 0);
        let window = Zoom::default().window(0.0, 900.0, scale.now());
        let words = |mark| match mark {
            Mark::Tick { label, .. } => label,
            Mark::Instant { at, .. } => format!("[{at}]"),
            Mark::Wait { long, .. } => format!("< {long} >"),
        };
        marks(&scale, &window, 80.0).into_iter().map(words).collect()
    }

    #[test]
    fn the_time_axis_has_round_numbers() {
        check(Axis::Time, &["0 ms", "50 ms", "100 ms", "150 ms", "200 ms", "250 ms", "300 ms"]);
    }

    #[test]
    fn the_steps_axis_counts_events() {
        check(Axis::Steps, &["0", "5", "10", "15", "20", "25", "30", "35", "40"]);
    }

    #[test]
    fn the_elastic_axis_marks_what_it_stretches_and_what_passes_between() {
        let expected = ["[0 ms]", "< +200 ms >", "[200 ms]", "< +100 ms >", "[300 ms]"];
        check(Axis::Elastic, &expected);
    }

    #[test]
    fn an_instant_has_one_label_however_much_happens_in_it() {
        let trace = sample::spawned(10_000);
        assert!(trace.len() > 100_000);
        assert_eq!(shown(&trace, Axis::Elastic), ["[0 ms]", "< +100 ms >", "[100 ms]"]);
    }

    #[test]
    fn where_instants_are_too_many_no_time_is_said_twice() {
        let mut sample = sample::Sample::new();
        let main = sample.spawn(None, "main");
        // First a long wait, then moments that cannot be told apart with three figures.
        for number in 0..3 * MANY as u64 {
            sample.micros(50_000_000 + number);
            sample.start(main);
            sample.pending(main);
        }
        let shown = shown(&sample.trace, Axis::Elastic);
        let told = shown.iter().filter(|label| *label == "50 s").count();
        assert!(told == 1 && shown.len() > 2, "{shown:?}");
    }

    #[test]
    fn ticks_say_only_what_three_figures_can() {
        for (at, shown) in [(200_000, "200 ms"), (200_050, "+50 µs"), (1_250, "1.25 ms")] {
            assert_eq!(show_tick(at), shown);
        }
    }
}
