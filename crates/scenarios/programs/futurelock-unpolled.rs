use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

const BACKUP_MS: u64 = 200; // knob 50..=500 step 50: how long the backup takes
const PATIENCE_MS: u64 = 100; // knob 50..=500 step 50: when the note is written

async fn write(what: &str, journal: Arc<Mutex<Vec<String>>>) {
    println!("{what}: asks for the journal");
    journal.lock().await.push(what.to_owned());
    println!("{what}: written");
}

async fn back_up(journal: Arc<Mutex<Vec<String>>>) {
    let _journal = journal.lock().await;
    sleep(Duration::from_millis(BACKUP_MS)).await;
    println!("Backup: done, the journal is free");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let journal = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn(back_up(journal.clone()));
    tokio::task::yield_now().await; // the backup takes the lock first

    let mut entry = Box::pin(write("Entry", journal.clone()));
    tokio::select! {
        () = &mut entry => println!("The entry was in time"),
        () = sleep(Duration::from_millis(PATIENCE_MS)) => {
            write("Note", journal).await; // `entry` is in the queue before it
        }
    }
    println!("End of main");
}
