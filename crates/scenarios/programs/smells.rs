use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const PARTS: u64 = 25; // knob 5..=50 step 5: how much the greedy task computes, in 40 ms

// cost: 40ms
fn compute(part: u64) -> u64 {
    (0..1000).fold(part, |hash, round| (hash ^ round).wrapping_mul(0x100_0000_01b3))
}

async fn impatient() {
    let mut looks = 0;
    poll_fn(|cx| {
        looks += 1;
        if looks == 5 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref(); // 1: asks to be polled again at once
        Poll::Pending
    })
    .await;
    println!("impatient: ready after {looks} looks");
}

async fn forgetful() {
    let deadline = Instant::now() + Duration::from_millis(50);
    poll_fn(|_cx| match Instant::now() < deadline {
        true => Poll::Pending, // 2: nobody was given the waker
        false => Poll::Ready(()),
    })
    .await;
    println!("forgetful: ready");
}

async fn slow() {
    let hash = compute(1); // 3: for 40 ms nothing else can run
    println!("slow: {hash:016x}");
}

async fn greedy() {
    let mut hash = 0;
    for part in 1..=PARTS {
        hash ^= compute(part); // 4: a second without an await
    }
    println!("greedy: {hash:016x}");
}

async fn roomy() {
    let buffer = [1_u8; 4096]; // 5: kept in the future while it waits
    sleep(Duration::from_millis(10)).await;
    println!("roomy: kept {} bytes", buffer.iter().filter(|&&byte| byte == 1).count());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::spawn(impatient()).await.expect("impatient panicked");
    if timeout(Duration::from_millis(100), tokio::spawn(forgetful())).await.is_err() {
        println!("forgetful: given up");
    }
    tokio::spawn(slow()).await.expect("slow panicked");
    tokio::spawn(greedy()).await.expect("greedy panicked");
    tokio::spawn(roomy()).await.expect("roomy panicked");
}
