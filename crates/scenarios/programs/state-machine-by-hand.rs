use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

const HEAT_MS: u64 = 200; // knob 50..=1000 step 50: how long the water takes
const STEEP_MS: u64 = 100; // knob 50..=1000 step 50: how long the tea draws

enum Brew {
    Unpolled { cups: u32 },
    Heating { cups: u32, timer: Pin<Box<Sleep>> },
    Steeping { cups: u32, timer: Pin<Box<Sleep>> },
    Returned,
}

fn timer(ms: u64) -> Pin<Box<Sleep>> {
    Box::pin(sleep(Duration::from_millis(ms)))
}

impl Future for Brew {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        loop {
            *self = match &mut *self {
                Brew::Unpolled { cups } => {
                    println!("Heating");
                    Brew::Heating { cups: *cups, timer: timer(HEAT_MS) }
                }
                Brew::Heating { cups, timer: heat } => {
                    ready!(heat.as_mut().poll(cx)); // if Pending, return it
                    println!("Steeping");
                    Brew::Steeping { cups: *cups, timer: timer(STEEP_MS) }
                }
                Brew::Steeping { cups, timer: steep } => {
                    ready!(steep.as_mut().poll(cx));
                    println!("Done");
                    let cups = *cups;
                    *self = Brew::Returned;
                    return Poll::Ready(cups);
                }
                Brew::Returned => panic!("polled after it returned"),
            };
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let brew = Brew::Unpolled { cups: 2 };
    let cups = brew.await;
    println!("{cups} cups of tea");
}
