//! The sizes in bytes that notes quote, measured with the real tokio.

#![cfg(target_pointer_width = "64")]

#[allow(dead_code)]
mod programs;

use std::fs;

use tokio::time::Sleep;

// The programs as they stand, with a function in each that can see what is private to it.

#[allow(dead_code)]
mod async_fn {
    include!("../../scenarios/programs/state-machine-async-fn.rs");

    pub fn size() -> usize {
        size_of_val(&brew(2))
    }
}

#[allow(dead_code)]
mod by_hand {
    include!("../../scenarios/programs/state-machine-by-hand.rs");

    pub fn size() -> usize {
        size_of::<Brew>()
    }
}

#[allow(dead_code)]
mod ten_thousand {
    include!("../../scenarios/programs/ten-thousand.rs");

    pub fn size() -> usize {
        size_of_val(&numbered(0))
    }
}

#[test]
fn of_a_state_machine() {
    check(
        "state-machine.md",
        &[
            format!("`brew(2)` takes {} bytes", async_fn::size()),
            format!("of which a timer takes {}.", size_of::<Sleep>()),
            format!("The enum takes {} bytes", by_hand::size()),
        ],
    );
}

#[test]
fn of_one_of_ten_thousand() {
    let size = format!("the future of `numbered` takes {} bytes", ten_thousand::size());
    check("ten-thousand.md", &[size]);
}

/// The note says each of these, wherever its lines break.
fn check(note: &str, claims: &[String]) {
    let text = fs::read_to_string(programs::folder().join(note)).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for claim in claims {
        assert!(text.contains(claim), "{note} should say: {claim}");
    }
}
