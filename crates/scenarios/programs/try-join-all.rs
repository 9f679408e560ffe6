use futures::future::try_join_all;
use std::time::Duration;
use tokio::time::sleep;

const USER_MS: u64 = 50; // knob 20..=500 step 10: the user's delay
const POSTS_MS: u64 = 300; // knob 20..=500 step 10: the posts' delay
const ERROR_MS: u64 = 150; // knob 20..=500 step 10: when the likes fail

struct Request(&'static str);

impl Drop for Request {
    fn drop(&mut self) {
        println!("{}: request closed", self.0);
    }
}

async fn fetch(what: &'static str, delay_ms: u64) -> Result<String, String> {
    let _request = Request(what);
    sleep(Duration::from_millis(delay_ms)).await;
    println!("{what}: answered");
    match what {
        "likes" => Err(String::from("likes: access denied")),
        _ => Ok(format!("the {what}")),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let wanted = [("user", USER_MS), ("posts", POSTS_MS), ("likes", ERROR_MS)];
    let fetches = wanted.map(|(what, delay_ms)| fetch(what, delay_ms));
    match try_join_all(fetches).await {
        Ok(answers) => println!("Ok: {}", answers.join(", ")),
        Err(error) => println!("Err: {error}"),
    }
}
