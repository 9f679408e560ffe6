use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

const CLIENTS: u64 = 3; // knob 1..=10 step 1: how many clients are served
const READ_MS: u64 = 100; // knob 50..=500 step 50: how long a client's data takes
const BUFFER: usize = 16 * 1024; // bytes

async fn read(buffer: &mut [u8]) -> usize {
    sleep(Duration::from_millis(READ_MS)).await;
    buffer[..5].copy_from_slice(b"hello");
    5
}

async fn serve(client: u64) {
    let mut buffer = vec![0; BUFFER]; // only its pointer lies in the future
    let length = read(&mut buffer).await;
    let text = String::from_utf8_lossy(&buffer[..length]);
    println!("Client {client}: {text}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let larger = size_of_val(&serve(0)) > BUFFER;
    println!("The future is larger than the buffer: {larger}");
    let mut clients = JoinSet::new();
    for client in 1..=CLIENTS {
        clients.spawn(serve(client));
    }
    clients.join_all().await;
}
