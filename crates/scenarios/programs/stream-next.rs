use std::pin::pin;
use std::time::Duration;

use futures::{StreamExt, stream};
use tokio::time::sleep;

const PAGES: u64 = 4; // knob 1..=8 step 1: how many pages are read
const ODD_MS: u64 = 200; // knob 50..=500 step 50: the delay of pages 1, 3, …
const EVEN_MS: u64 = 100; // knob 50..=500 step 50: the delay of pages 2, 4, …

async fn fetch_page(page: u64) -> String {
    println!("Page {page} requested");
    let delay_ms = if page % 2 == 1 { ODD_MS } else { EVEN_MS };
    sleep(Duration::from_millis(delay_ms)).await;
    println!("Page {page} arrived");
    format!("page {page}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pages = stream::iter(1..=PAGES).then(fetch_page);
    let mut pages = pin!(pages);
    while let Some(page) = pages.next().await {
        println!("Read {page}");
    }
    println!("The stream is over");
}
