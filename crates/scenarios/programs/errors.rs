use std::error::Error;
use std::time::Duration;
use tokio::time::sleep;

const READ_MS: u64 = 100; // knob 50..=500 step 50: how long one file takes

async fn read(file: &str) -> Result<&'static str, String> {
    sleep(Duration::from_millis(READ_MS)).await;
    match file {
        "tea.txt" => Ok("12"),
        "salt.txt" => Ok("1O"), // the letter O
        "oil.txt" => Ok("0"),
        _ => Err(format!("{file} not found")),
    }
}

async fn boxes(file: &str) -> Result<u32, Box<dyn Error + Send + Sync>> {
    let text = read(file).await?;
    let count: u32 = text.parse()?;
    if count == 0 {
        panic!("{file} must not say 0");
    }
    Ok(count)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut counts = Vec::new();
    for file in ["oil.txt", "salt.txt", "rice.txt", "tea.txt"] {
        counts.push(tokio::spawn(boxes(file)));
    }
    for count in counts {
        match count.await {
            Ok(Ok(count)) => println!("Counted {count}"),
            Ok(Err(error)) => println!("Failed: {error}"),
            Err(error) if error.is_panic() => println!("The task panicked"),
            Err(error) => println!("The task was lost: {error}"),
        }
    }
}
