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

#[allow(dead_code)]
mod trait_native {
    include!("../../scenarios/programs/async-trait-native.rs");

    pub fn sizes() -> [usize; 2] {
        [size_of_val(&Corner(4).price()), size_of_val(&MailOrder(3).price())]
    }
}

#[allow(dead_code)]
mod trait_boxed {
    include!("../../scenarios/programs/async-trait-boxed.rs");

    pub fn size() -> usize {
        size_of_val(&Corner(4).price())
    }
}

#[allow(dead_code)]
mod buffer_inline {
    include!("../../scenarios/programs/large-future-inline.rs");

    pub fn size() -> usize {
        size_of_val(&serve(1))
    }

    /// One that gets its buffer as an argument.
    pub fn given() -> usize {
        async fn serve(mut buffer: [u8; BUFFER]) -> usize {
            read(&mut buffer).await
        }
        size_of_val(&serve([0; BUFFER])) / BUFFER
    }
}

#[allow(dead_code)]
mod buffer_boxed {
    include!("../../scenarios/programs/large-future-boxed.rs");

    pub fn size() -> usize {
        size_of_val(&serve(1))
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

#[test]
fn of_futures_behind_a_trait() {
    let [corner, mail_order] = trait_native::sizes();
    check(
        "async-trait.md",
        &[
            format!("the corner shop's future takes {corner} bytes"),
            format!("the mail order's {mail_order}, most of which is its timer"),
            format!("`Pin<Box<dyn Future>>`, which takes {} bytes", trait_boxed::size()),
        ],
    );
}

#[test]
fn of_a_future_with_a_buffer() {
    let (inline, boxed) = (buffer_inline::size(), buffer_boxed::size());
    let takes = format!("`serve(1)` takes {inline} bytes in the first program and {boxed} in");
    let all = format!("about {} MB just to wait", inline * 10_000 / 1_000_000);
    check("large-future.md", &[takes, all]);
    assert_eq!(buffer_inline::given(), 2, "its pitfall says that the buffer is there twice");
}

/// The note says each of these, wherever its lines break.
fn check(note: &str, claims: &[String]) {
    let text = fs::read_to_string(programs::folder().join(note)).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for claim in claims {
        assert!(text.contains(claim), "{note} should say: {claim}");
    }
}
