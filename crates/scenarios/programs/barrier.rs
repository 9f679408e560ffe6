use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;
use tokio::time::sleep;

const SLOWEST_MS: u64 = 300; // knob 50..=950 step 50: Cleo's time for each way

async fn hike(name: &str, walk_ms: u64, hut: Arc<Barrier>) {
    sleep(Duration::from_millis(walk_ms)).await;
    println!("{name} is at the hut");
    if hut.wait().await.is_leader() {
        println!("{name} completed the group");
    }
    sleep(Duration::from_millis(walk_ms)).await;
    println!("{name} is at the top");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let group = [("Ada", 100), ("Ben", 200), ("Cleo", SLOWEST_MS)];
    let hut = Arc::new(Barrier::new(group.len()));
    let mut hikes = Vec::new();
    for (name, walk_ms) in group {
        hikes.push(tokio::spawn(hike(name, walk_ms, hut.clone())));
    }
    for hike in hikes {
        hike.await.expect("a hiker panicked");
    }
}
