//! Room in a channel, reserved before there is a message.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(3);
    let permit = tx.reserve().await.unwrap();
    println!("{} of {}", tx.capacity(), tx.max_capacity());
    let more = tx.try_reserve_many(2).unwrap();
    println!("{} {:?}", tx.capacity(), more.size_hint());
    println!("{:?}", tx.try_reserve().map(drop));
    println!("{:?}", tx.try_send("no room"));
    println!("{:?}", tx.send_timeout("no time", Duration::from_millis(10)).await);
    permit.send("first");
    for (permit, text) in more.zip(["second", "third"]) {
        permit.send(text);
    }
    println!("{:?} {:?}", rx.recv().await, rx.recv().await);

    let owned = tx.clone().reserve_owned().await.unwrap();
    println!("{} {}", owned.same_channel_as_sender(&tx), tx.strong_count());
    let sender = owned.send("fourth");
    println!("{}", sender.capacity());
    let owned = sender.try_reserve_owned().unwrap();
    println!("{:?}", tx.clone().try_reserve_owned().map(drop).map_err(|error| error.to_string()));
    let sender = owned.release();
    println!("{}", sender.capacity());
    drop(tx.reserve_many(1).await.unwrap());
    println!("{}", sender.capacity());
    println!("{:?}", sender.reserve_many(4).await.map(drop));

    let waiting = tokio::spawn(async move {
        for n in 0..4 {
            let permit = sender.reserve().await;
            println!("room {n}: {}", permit.is_ok());
            match permit {
                Ok(permit) => permit.send("room"),
                Err(error) => println!("{error} {error:?}"),
            }
        }
    });
    sleep(Duration::from_millis(1)).await;
    println!("{:?}", rx.recv().await);
    sleep(Duration::from_millis(1)).await;
    rx.close();
    waiting.await.unwrap();
    while let Some(text) = rx.recv().await {
        println!("{text}");
    }
    println!("{:?}", tx.send_timeout("late", Duration::from_millis(1)).await);
}
