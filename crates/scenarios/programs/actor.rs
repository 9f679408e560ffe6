use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

const BOOKING_MS: u64 = 100; // knob 50..=500 step 50: how long a booking takes
const START: u32 = 100; // knob 0..=200 step 10: the balance at the beginning

#[derive(Debug)]
struct Withdraw {
    amount: u32,
    reply: oneshot::Sender<Result<u32, u32>>, // with the balance afterwards
}

async fn account(mut inbox: mpsc::Receiver<Withdraw>) {
    let mut balance = START; // belongs to this task alone
    while let Some(Withdraw { amount, reply }) = inbox.recv().await {
        let booked = amount <= balance;
        sleep(Duration::from_millis(BOOKING_MS)).await;
        if booked {
            balance -= amount;
        }
        let answer = if booked { Ok(balance) } else { Err(balance) };
        reply.send(answer).ok(); // whoever asked may have gone
    }
    println!("Account closed with {balance}");
}

async fn customer(name: &str, amount: u32, bank: mpsc::Sender<Withdraw>) {
    let (reply, answer) = oneshot::channel();
    let request = Withdraw { amount, reply };
    bank.send(request).await.expect("the account has gone");
    match answer.await.expect("the account has gone") {
        Ok(left) => println!("{name} got {amount}, {left} left"),
        Err(left) => println!("{name} refused {amount}, {left} left"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, rx) = mpsc::channel(8);
    let owner = tokio::spawn(account(rx));
    tokio::spawn(customer("Ada", 70, tx.clone()));
    tokio::spawn(customer("Ben", 70, tx.clone()));
    tokio::spawn(customer("Cleo", 20, tx)); // the last sender
    owner.await.expect("the account panicked");
}
