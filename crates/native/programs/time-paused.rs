//! A paused clock and what does not follow it: threads that sleep, closures that block, std's clock.

use std::time::Duration;
use tokio::time::{Instant, interval, sleep, timeout};

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

async fn closures_keep_it_from_jumping() {
    let start = Instant::now();
    let work = tokio::task::spawn_blocking(|| std::thread::sleep(ms(30)));
    let out = timeout(ms(10), work).await;
    println!("in time: {}, {} ms", out.is_ok(), start.elapsed().as_millis());
    let work = tokio::task::spawn_blocking(|| std::thread::sleep(ms(30)));
    sleep(ms(5)).await;
    println!("slept {} ms, over: {}", start.elapsed().as_millis(), work.is_finished());
    work.await.unwrap();
}

async fn std_does_not_follow() {
    let (start, real) = (Instant::now(), std::time::Instant::now());
    sleep(ms(5_000)).await;
    println!("tokio {} ms", start.elapsed().as_millis());
    println!("std less than a second: {}", real.elapsed() < ms(1_000));
}

async fn nor_does_it_follow_std() {
    let (start, real) = (Instant::now(), std::time::Instant::now());
    std::thread::sleep(ms(30));
    println!("tokio {} ms", start.elapsed().as_millis());
    println!("std at least 30: {}", real.elapsed() >= ms(30));
    let mut ticks = interval(ms(10));
    ticks.tick().await;
    std::thread::sleep(ms(25));
    for _ in 0..3 {
        ticks.tick().await;
        println!("tick at {} ms", start.elapsed().as_millis());
    }
    let late = timeout(ms(10), async {
        std::thread::sleep(ms(20));
        sleep(ms(5)).await;
    });
    println!("in time: {}, {} ms", late.await.is_ok(), start.elapsed().as_millis());
}

async fn a_thread_sleeps_meanwhile() {
    let start = Instant::now();
    let thread = std::thread::spawn(|| std::thread::sleep(ms(30)));
    sleep(ms(100)).await;
    println!("slept {} ms, over: {}", start.elapsed().as_millis(), thread.is_finished());
    thread.join().unwrap();
    println!("tokio {} ms", start.elapsed().as_millis());
}

async fn paused_by_hand() {
    tokio::time::resume();
    let start = Instant::now();
    std::thread::sleep(ms(10));
    println!("runs: {}", start.elapsed() >= ms(10));
    tokio::time::pause();
    let start = Instant::now();
    std::thread::sleep(ms(10));
    println!("stands: {} ms", start.elapsed().as_millis());
    tokio::time::advance(ms(7)).await;
    println!("advanced: {} ms", start.elapsed().as_millis());
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    closures_keep_it_from_jumping().await;
    std_does_not_follow().await;
    nor_does_it_follow_std().await;
    a_thread_sleeps_meanwhile().await;
    paused_by_hand().await;
    let runtime = std::thread::spawn(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap().block_on(async {
            let start = Instant::now();
            std::thread::sleep(ms(10));
            println!("another runtime: {} ms", start.elapsed().as_millis());
            sleep(ms(10)).await;
            println!("another runtime: {} ms", start.elapsed().as_millis());
        });
    });
    runtime.join().unwrap();
}
