use std::time::Duration;
use tokio::time::sleep;

const PAGE_MS: u64 = 150; // knob 50..=1000 step 50: how long a page takes
const ERROR_MS: u64 = 50; // knob 10..=500 step 10: how long an error takes

const URLS: [&str; 5] = ["/index", "/missing", "/news", "/about", "/contact"];

async fn fetch(url: &str) -> Result<String, String> {
    if url == "/missing" {
        sleep(Duration::from_millis(ERROR_MS)).await;
        return Err(format!("{url}: not found"));
    }
    sleep(Duration::from_millis(PAGE_MS)).await;
    Ok(format!("{url}: a page"))
}

fn report(result: Result<String, String>) {
    match result {
        Ok(page) => println!("Got {page}"),
        Err(error) => println!("Error {error}"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut handles = Vec::new();
    for url in URLS {
        handles.push(tokio::spawn(fetch(url)));
    }
    for handle in handles {
        report(handle.await.expect("a fetch panicked"));
    }
    println!("All fetched");
}
