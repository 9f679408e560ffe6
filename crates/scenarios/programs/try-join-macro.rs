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
    let all = tokio::try_join!(
        fetch("user", USER_MS),
        fetch("posts", POSTS_MS),
        fetch("likes", ERROR_MS),
    );
    match all {
        Ok((user, posts, likes)) => println!("Ok: {user}, {posts}, {likes}"),
        Err(error) => println!("Err: {error}"),
    }
}
