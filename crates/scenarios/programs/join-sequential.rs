use std::time::Duration;
use tokio::time::sleep;

const USER_MS: u64 = 200; // knob 50..=1000 step 50: how long the user takes
const POSTS_MS: u64 = 300; // knob 50..=1000 step 50: how long the posts take

async fn fetch_user() -> String {
    println!("Fetching user");
    sleep(Duration::from_millis(USER_MS)).await;
    println!("User arrived");
    String::from("Ada")
}

async fn fetch_posts() -> Vec<String> {
    println!("Fetching posts");
    sleep(Duration::from_millis(POSTS_MS)).await;
    println!("Posts arrived");
    vec![String::from("On engines"), String::from("On looms")]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let user = fetch_user().await;
    let posts = fetch_posts().await;
    println!("{user} wrote {} posts", posts.len());
}
