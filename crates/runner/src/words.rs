//! What is said of a run that did not end by itself.

use trace::{LimitKind, Micros, show_micros};

/// A time as people say it: [`show_micros`] knows nothing longer than minutes.
pub(crate) fn time(micros: Micros) -> String {
    const HOUR: u64 = 3_600_000_000;
    match micros / HOUR {
        0..2 => show_micros(micros),
        hours @ 2..48 => format!("{hours} h {} min", micros % HOUR / 60_000_000),
        hours => format!("{} days {} h", hours / 24, hours % 24),
    }
}

/// What ended a run that would have gone on.
pub(crate) fn limit(limit: Option<(LimitKind, u64)>, after: Micros) -> String {
    let (what, advice) = match limit {
        Some((LimitKind::Events, bound)) => (
            format!("it recorded {} events", grouped(bound)),
            "`--limit` with a larger number goes on",
        ),
        Some((LimitKind::Time, bound)) => {
            (format!("its clock stands at {}", time(bound)), "`--limit` with a longer time goes on")
        }
        Some((LimitKind::Polls, bound)) => (
            format!("it polled {} times while its clock stood still", grouped(bound)),
            "a task keeps waking itself: `--limit` with a larger number goes on",
        ),
        Some((LimitKind::Tasks, bound)) => {
            (format!("it spawned {} tasks", grouped(bound)), "no more are recorded")
        }
        None => return format!("The run was ended after {} of simulated time.", time(after)),
    };
    format!("The run was ended after {} of simulated time: {what}, and {advice}.", time(after))
}

/// What ended a run whose program is in a loop at `line` of its text.
pub(crate) fn endless(source: &str, line: u32, turns: u64) -> String {
    let text = source.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default().trim();
    format!(
        "The run was ended in the loop at line {line}, `{text}`: nothing has been awaited, printed or \
         locked for {} turns of loops or 30 s. A loop that never ends keeps its thread, on the real tokio \
         for ever; where it only computes for long, `--limit` with more turns goes on.",
        grouped(turns)
    )
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_hours_and_days() {
        assert_eq!(time(90_000_000), "90 s");
        assert_eq!(time(25_000 * 60_000_000), "17 days 8 h");
        assert_eq!(time(150 * 60_000_000), "2 h 30 min");
    }

    #[test]
    fn a_bound_is_named_in_a_sentence() {
        let said = limit(Some((LimitKind::Events, 15_000_000)), 3_000_000);
        assert_eq!(
            said,
            "The run was ended after 3 s of simulated time: it recorded 15,000,000 events, and `--limit` \
             with a larger number goes on."
        );
    }

    #[test]
    fn a_program_that_keeps_waking_itself_can_be_given_more_polls() {
        let said = limit(Some((LimitKind::Polls, 1_500_000)), 0);
        assert_eq!(
            said,
            "The run was ended after 0 ms of simulated time: it polled 1,500,000 times while its clock \
             stood still, and a task keeps waking itself: `--limit` with a larger number goes on."
        );
    }

    #[test]
    fn an_endless_loop_is_told_with_its_line() {
        let said = endless("fn main() {\n    loop {}\n}", 2, 1_000);
        assert!(said.starts_with("The run was ended in the loop at line 2, `loop {}`:"), "{said}");
        assert!(said.contains("1,000 turns"), "{said}");
    }
}
