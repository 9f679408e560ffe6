use std::time::Duration;
use tokio::time::sleep;

const DELAY_MS: u64 = 100; // knob 20..=1000 step 20: how long a fetch takes
const USER_ID: u32 = 7; // knob 0..=9 step 1: whom to fetch; nobody has id 0

async fn fetch_user(id: u32) -> Result<String, String> {
    println!("Fetching user {id}");
    sleep(Duration::from_millis(DELAY_MS)).await;
    if id == 0 {
        return Err(format!("no user has id {id}"));
    }
    Ok(format!("user {id} is Ada"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let fetch = fetch_user(USER_ID); // a value: the body has not begun
    match fetch.await {
        Ok(data) => println!("Data: {data}"),
        Err(error) => println!("Error: {error}"),
    }
}
