use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

const CLIENTS: u32 = 4; // knob 1..=8 step 1: how many connect, one each 50 ms
const SERVE_MS: u64 = 200; // knob 50..=500 step 50: how long one is served

async fn connect(connections: mpsc::Sender<u32>) {
    for client in 1..=CLIENTS {
        connections.send(client).await.expect("nobody accepts");
        sleep(Duration::from_millis(50)).await;
    }
}

async fn serve(client: u32) {
    println!("Client {client}: hello");
    sleep(Duration::from_millis(SERVE_MS)).await;
    println!("Client {client}: goodbye");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut listener) = mpsc::channel(8); // stands for a socket that listens
    tokio::spawn(connect(tx));

    while let Some(client) = listener.recv().await {
        serve(client).await; // nobody is accepted meanwhile
    }
    println!("Closed");
}
