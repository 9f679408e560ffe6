//! A channel that keeps the latest value. The order in which several receivers are woken is random on
//! the real tokio, so only one waits at a time.

use tokio::sync::watch;
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = watch::channel(0);
    println!("{:?} {}", rx.has_changed(), *rx.borrow());
    let follower = tokio::spawn({
        let mut rx = rx.clone();
        async move {
            while rx.changed().await.is_ok() {
                println!("follower sees {}", *rx.borrow_and_update());
            }
            println!("follower ends with {}", *rx.borrow());
        }
    });
    yield_now().await;
    tx.send(1).unwrap();
    tx.send(2).unwrap();
    yield_now().await;
    println!("{:?}", rx.changed().await);
    println!("{} {}", *rx.borrow(), rx.borrow().has_changed());
    tx.send_modify(|value| *value *= 10);
    println!("{}", tx.send_if_modified(|_| false));
    println!("{:?} {}", rx.has_changed(), tx.send_replace(40));
    yield_now().await;
    rx.mark_unchanged();
    println!("{:?} {} {}", rx.has_changed(), tx.receiver_count(), tx.sender_count());
    rx.mark_changed();
    println!("{:?}", rx.has_changed());
    let again = tokio::spawn({
        let tx = tx.clone();
        async move {
            tx.closed().await;
            println!("nobody listens: {:?}", tx.send(5).is_err());
            println!("{}", tx.send_replace(6));
        }
    });
    yield_now().await;
    drop(tx);
    drop(rx);
    follower.abort();
    println!("{}", follower.await.is_err());
    again.await.unwrap();

    let own = watch::Sender::new(1);
    let patient = tokio::spawn({
        let mut rx = own.subscribe();
        async move {
            let found = rx.wait_for(|value| *value >= 30).await.map(|value| *value);
            println!("patient finds {found:?}");
            println!("patient: {:?}", rx.wait_for(|value| *value < 0).await.map(|value| *value));
        }
    });
    yield_now().await;
    for value in [10, 20, 30, 40, 50] {
        println!("{:?}", own.send(value));
        if value % 20 == 0 {
            yield_now().await;
        }
    }
    drop(own);
    patient.await.unwrap();

    let (tx, mut rx) = watch::channel("first");
    drop(tx);
    println!("{:?} {:?}", rx.changed().await, rx.has_changed());
}
