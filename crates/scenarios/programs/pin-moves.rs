use std::pin::pin;
use std::time::Duration;
use tokio::time::{sleep, timeout};

const WORK_MS: u64 = 100; // knob 50..=500 step 50: how long one brew takes
const GLANCE_MS: u64 = 40; // knob 10..=90 step 10: how long main waits at first

fn address<T>(value: &T) -> usize {
    std::ptr::from_ref(value).addr()
}

async fn brew(name: &str) {
    let cup = [0_u8; 64]; // needed after the await: it lies in the future
    let before = address(&cup);
    sleep(Duration::from_millis(WORK_MS)).await;
    let same = address(&cup) == before;
    println!("{name}: same address after the await: {same}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let tea = brew("tea");
    let before = address(&tea);
    let tea = Box::pin(tea); // to the heap, before its first poll
    println!("tea moved: {}", address(&*tea) != before);
    tea.await;

    let mut coffee = pin!(brew("coffee")); // stays in main's own future
    let glance = Duration::from_millis(GLANCE_MS);
    match timeout(glance, coffee.as_mut()).await {
        Ok(()) => println!("coffee is ready"),
        Err(_) => {
            println!("coffee is half done");
            coffee.await; // goes on where it stood
        }
    }
}
