use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Instant;

const WORK_MS: u64 = 100; // knob 20..=1000 step 20: how long until the deadline

struct Completion {
    deadline: Instant,
    polls: u32,
}

impl Future for Completion {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        self.polls += 1;
        if is_it_time_yet(self.deadline) {
            return Poll::Ready(self.polls);
        }
        cx.waker().wake_by_ref(); // "poll me again at once"
        Poll::Pending
    }
}

// cost: 100us
fn is_it_time_yet(deadline: Instant) -> bool {
    Instant::now() >= deadline
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let deadline = Instant::now() + Duration::from_millis(WORK_MS);
    println!("Waiting, and asking again and again");
    let polls = Completion { deadline, polls: 0 }.await;
    println!("Ready");
    eprintln!("after {polls} polls"); // differs from run to run
}
