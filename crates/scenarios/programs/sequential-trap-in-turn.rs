use std::time::Duration;
use tokio::time::sleep;

const PROFILE_MS: u64 = 150; // knob 50..=1000 step 50: the profile's delay
const POSTS_MS: u64 = 250; // knob 50..=1000 step 50: the posts' delay

async fn fetch_profile() -> String {
    println!("Profile requested");
    sleep(Duration::from_millis(PROFILE_MS)).await;
    println!("Profile arrived");
    String::from("Grace")
}

async fn fetch_posts() -> u32 {
    println!("Posts requested");
    sleep(Duration::from_millis(POSTS_MS)).await;
    println!("Posts arrived");
    3
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let profile = fetch_profile().await;
    let posts = fetch_posts().await; // not called before the line above is over
    println!("{profile} wrote {posts} posts");
}
