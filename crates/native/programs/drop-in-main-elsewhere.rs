//! `#[tokio::main]` on functions that are not `main`.

use std::time::Duration;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn run(name: &str, times: u32) -> Result<u32, std::num::ParseIntError> {
    for i in 0..times {
        tokio::time::sleep(Duration::from_millis(10)).await;
        println!("{name} {i}");
    }
    let n: u32 = "12".parse()?;
    Ok(n + times)
}

mod inner {
    #[tokio::main(flavor = "current_thread")]
    pub(crate) async fn spawns() -> u32 {
        let a = tokio::spawn(async { 1 });
        let b = tokio::spawn(async { 2 });
        a.await.unwrap() + b.await.unwrap()
    }
}

fn main() {
    println!("{:?}", run("first", 2));
    println!("{:?}", run("second", 1));
    println!("{}", inner::spawns());
}
