use std::time::Duration;
use tokio::time::sleep;

const FILM_MS: u64 = 500; // knob 100..=1000 step 100: how long the film takes
const ABORT_MS: u64 = 200; // knob 100..=900 step 100: when both are aborted

struct TempFile(&'static str);

impl Drop for TempFile {
    fn drop(&mut self) {
        println!("{}: temporary file removed", self.0);
    }
}

async fn upload(name: &'static str, upload_ms: u64) -> u64 {
    let _file = TempFile(name);
    println!("{name}: begins");
    sleep(Duration::from_millis(upload_ms)).await;
    println!("{name}: uploaded");
    upload_ms * 10
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let photo = tokio::spawn(upload("photo", 50));
    let film = tokio::spawn(upload("film", FILM_MS));
    sleep(Duration::from_millis(ABORT_MS)).await;
    photo.abort();
    film.abort();
    println!("Both aborted");
    for handle in [photo, film] {
        match handle.await {
            Ok(kilobytes) => println!("Ended by itself: {kilobytes} kB"),
            Err(error) if error.is_cancelled() => println!("Was cancelled"),
            Err(error) => println!("Panicked: {error}"),
        }
    }
}
