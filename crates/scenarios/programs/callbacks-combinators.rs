use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::ready;
use std::time::Duration;
use tokio::time::sleep;

const STEP_MS: u64 = 100; // knob 50..=500 step 50: how long each step takes

type Step<T> = Pin<Box<dyn Future<Output = T>>>;

/// `first`, and then the future that `next` makes of its result.
fn then<A: 'static, B: 'static>(
    mut first: Step<A>,
    next: impl FnOnce(A) -> Step<B> + 'static,
) -> Step<B> {
    let mut next = Some(next);
    let mut second: Option<Step<B>> = None;
    Box::pin(poll_fn(move |cx| {
        loop {
            if let Some(second) = &mut second {
                return second.as_mut().poll(cx);
            }
            let result = ready!(first.as_mut().poll(cx)); // if Pending, return it
            second = next.take().map(|next| next(result));
        }
    }))
}

fn after<T: 'static>(ms: u64, result: T) -> Step<T> {
    let timer = Box::pin(sleep(Duration::from_millis(ms)));
    then(timer, |()| Box::pin(std::future::ready(result)))
}

fn find_user(id: u32) -> Step<&'static str> {
    println!("Finding user {id}");
    after(STEP_MS, "Ada")
}

fn find_order(user: &str) -> Step<u32> {
    println!("Finding the order of {user}");
    after(STEP_MS, 7)
}

fn find_price(order: u32) -> Step<u32> {
    println!("Finding the price of order {order}");
    after(STEP_MS, 12)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let all = then(find_user(1), |user| {
        then(find_order(user), move |order| {
            then(find_price(order), move |price| {
                println!("{user} pays {price} for order {order}");
                Box::pin(std::future::ready(()))
            })
        })
    });
    all.await;
}
