//! The words that the notes take for granted. Where the notes use one for the first time it is a button that
//! shows what it means, in a popover of the browser's own: it needs no listener, closes with Esc, and works
//! by keyboard and by touch.

use std::cell::Cell;
use std::ops::Range;

use yew::prelude::*;

use super::tag::{Child, Tag, list, tag};

/// A word, the forms in which texts have it, and what it means.
pub struct Word {
    /// The word as it is listed.
    pub name: &'static str,
    /// In small letters.
    forms: &'static [&'static str],
    /// One to three sentences.
    pub meaning: &'static str,
}

/// In the order in which they build on each other.
pub const WORDS: [Word; 15] = [
    Word {
        name: "future",
        forms: &["future", "futures"],
        meaning: "A value that stands for work that is not finished. It does nothing by itself: the work \
                  moves on only when the future is polled.",
    },
    Word {
        name: "poll",
        forms: &["poll", "polls", "polled", "polling"],
        meaning: "One call of a future’s poll method: get as far as you can. The answer is Ready with the \
                  result, or Pending.",
    },
    Word {
        name: "Pending and Ready",
        forms: &["pending"],
        meaning: "The two answers of a poll. Ready carries the result and is the last answer. Pending \
                  means not yet: the waker will be called when another poll makes sense.",
    },
    Word {
        name: "waker",
        forms: &["waker", "wakers"],
        meaning: "A handle that gets one task polled again. What a future waits for, such as a timer, a \
                  channel or a lock, keeps the waker and calls it when the wait is over.",
    },
    Word {
        name: "wake",
        forms: &["wake", "wakes", "woke", "woken", "waking"],
        meaning: "To call a waker. That polls nothing: it puts the task into the ready queue, once, \
                  however often it is called.",
    },
    Word {
        name: "ready queue",
        forms: &["ready queue"],
        meaning: "The tasks that are to be polled next: those that were just spawned and those that were \
                  woken.",
    },
    Word {
        name: "task",
        forms: &["task", "tasks"],
        meaning: "A future that the executor polls on its own account: main’s, and each that is spawned. \
                  What a task awaits is part of it.",
    },
    Word {
        name: "executor",
        forms: &["executor", "executors"],
        meaning: "A loop that takes tasks from the ready queue and polls them. Rust’s standard library has \
                  none; tokio brings one.",
    },
    Word {
        name: "runtime",
        forms: &["runtime", "runtimes"],
        meaning: "An executor together with what wakes its tasks: timers, input and output. In these \
                  programs it is tokio.",
    },
    Word {
        name: "block_on",
        forms: &["block_on"],
        meaning: "Runs one future to its end on the current thread, which does nothing else meanwhile. \
                  #[tokio::main] calls it with the body of main.",
    },
    Word {
        name: "await",
        forms: &["await", "awaits", "awaited", "awaiting"],
        meaning: "Polls a future as part of the current task. While it is pending, the task is suspended \
                  at this place, and its thread is free for other tasks.",
    },
    Word {
        name: "spawn",
        forms: &["spawn", "spawns", "spawned", "spawning"],
        meaning: "To give a future to the runtime as a task of its own. It is polled without being \
                  awaited, and its JoinHandle gives its result.",
    },
    Word {
        name: "cancel",
        forms: &["cancel", "cancels", "cancelled", "cancelling", "cancellation"],
        meaning: "To drop a future before it is ready. It ends at the await where it is suspended: its \
                  locals are dropped, and the rest of its body never runs.",
    },
    Word {
        name: "blocking",
        forms: &["blocking", "blocked"],
        meaning: "Keeping a thread without returning from poll: std::thread::sleep, a long computation, a \
                  std lock that is taken. No other task on that thread is polled meanwhile.",
    },
    Word {
        name: "busy, scheduled, idle",
        forms: &["busy", "scheduled", "idle"],
        meaning: "What a task spends its time on: busy while it is polled, scheduled while it waits in the \
                  ready queue, idle while it waits to be woken.",
    },
];

/// Which words a text has explained already, by their places in the list: each is a button once.
pub type Linked = Cell<u16>;

/// What explains nothing: in a link, or on a button.
pub const ALL: u16 = (1 << WORDS.len()) - 1;

/// A text, in which each word that is not linked yet becomes a button.
pub fn text(text: &str, linked: &Linked) -> Html {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((at, word)) = first(rest, linked.get()) {
        linked.set(linked.get() | 1 << word);
        pieces.push(rest[..at.start].to_owned().node());
        pieces.push(button(word).child(rest[at.clone()].to_owned()).html());
        rest = &rest[at.end..];
    }
    pieces.push(rest.to_owned().node());
    list(pieces)
}

/// Program text, which is a button if it is a word that is not linked yet.
pub fn code(text: &str, linked: &Linked) -> Html {
    let code = tag!("code").child(text.to_owned());
    let bare = text.trim_start_matches('.');
    match first(bare, linked.get()) {
        Some((at, word)) if at == (0..bare.len()) => {
            linked.set(linked.get() | 1 << word);
            button(word).child(code).html()
        }
        _ => code.html(),
    }
}

fn button(word: usize) -> Tag {
    tag!("button", "type" = "button", "class" = "term", "popovertarget" = id(word))
}

fn id(word: usize) -> String {
    format!("word-{word}")
}

/// The first word in a text that is not linked yet: where, and which.
fn first(text: &str, linked: u16) -> Option<(Range<usize>, usize)> {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let mut before = ' ';
    for (start, char) in text.char_indices() {
        let begins = is_part(char) && !is_part(before);
        before = char;
        if !begins {
            continue;
        }
        let rest = &text[start..];
        for (word, Word { forms, .. }) in WORDS.iter().enumerate() {
            let is_form = |form: &&&str| {
                let (found, after) = (rest.get(..form.len()), rest.get(form.len()..));
                found.is_some_and(|found| found.eq_ignore_ascii_case(form))
                    && !after.is_some_and(|after| after.starts_with(is_part))
            };
            if linked & 1 << word == 0
                && let Some(form) = forms.iter().find(is_form)
            {
                return Some((start..start + form.len(), word));
            }
        }
    }
    None
}

/// What the buttons show, one popover for each word.
pub fn popovers() -> Tag {
    let popover = |(word, Word { name, meaning, .. }): (usize, &Word)| {
        tag!("div", "class" = "word", "id" = id(word), "popover" = "auto")
            .key(word)
            .child(tag!("b").child(*name))
            .child(tag!("p").child(*meaning))
            .child(
                tag!("button", "type" = "button", "class" = "link", "data-legend" = "")
                    .child("All words and symbols"),
            )
    };
    tag!("div").children(WORDS.iter().enumerate().map(popover))
}

/// All words and their meanings, as a list.
pub fn listed() -> Tag {
    let listed = |Word { name, meaning, .. }: &Word| {
        tag!("div").key(*name).child(tag!("dt").child(*name)).child(tag!("dd").child(*meaning))
    };
    tag!("dl", "class" = "words").children(WORDS.iter().map(listed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let (mut found, mut linked, mut rest) = (Vec::new(), 0, text);
        while let Some((at, word)) = first(rest, linked) {
            linked |= 1 << word;
            found.push(&rest[at.clone()]);
            rest = &rest[at.end..];
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_found_whole_and_once() {
        check("Polls a future; futures are polled.", &["Polls", "future"]);
        check("a ready queue of tasks", &["ready queue", "tasks"]);
        check("it is ready: multitasking, spawn_blocking, awaiter", &[]);
        check("block_on is blocking", &["block_on", "blocking"]);
        check("“woken”", &["woken"]);
    }

    #[test]
    fn each_form_leads_to_one_word() {
        let forms: Vec<_> = WORDS.iter().flat_map(|word| word.forms).collect();
        for (number, form) in forms.iter().enumerate() {
            assert!(!forms[..number].contains(form), "{form}");
            assert_eq!(form.to_ascii_lowercase(), **form);
        }
    }

    #[test]
    fn the_notes_use_every_word_and_no_scenario_none() {
        let bodies: Vec<_> = scenarios::scenarios().iter().map(|found| found.body).collect();
        for (word, Word { name, .. }) in WORDS.iter().enumerate() {
            let used = bodies.iter().filter(|body| first(body, ALL & !(1 << word)).is_some());
            assert!(used.count() > 2, "{name}");
        }
        assert!(bodies.iter().all(|body| first(body, 0).is_some()));
    }
}
