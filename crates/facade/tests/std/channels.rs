//! `std::sync::mpsc`.

use facade as tokio;
use tokio::__rt;
use tokio::__rt::std::sync::mpsc::{
    RecvTimeoutError, TryRecvError, TrySendError, channel, sync_channel,
};
use tokio::__rt::std::thread;

use super::{check, ms, say, sleep};

#[test]
fn messages_go_from_thread_to_thread() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = channel();
            for id in 0..2 {
                let tx = tx.clone();
                thread::__spawn(move || async move {
                    for n in 0..2 {
                        sleep(10 + id).await;
                        tx.send((id, n)).unwrap();
                    }
                });
            }
            drop(tx);
            while let Ok((id, n)) = rx.__recv().await {
                say!("{n} of {id}");
            }
            say!("closed");
        })
    };
    check(main, &["10: 0 of 0", "11: 0 of 1", "20: 1 of 0", "22: 1 of 1", "22: closed"]);
}

#[test]
fn a_full_channel_blocks_its_sender() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = sync_channel(1);
            let sends = thread::__spawn(move || async move {
                for n in 0..3 {
                    tx.__send(n).await.unwrap();
                    say!("sent {n}");
                }
                say!("{:?}", tx.try_send(3).is_ok());
            });
            for _ in 0..3 {
                sleep(10).await;
                say!("received {}", rx.__recv().await.unwrap());
            }
            sends.__join().await.unwrap();
            say!("{:?} {:?}", rx.try_recv(), rx.try_recv());
        })
    };
    check(
        main,
        &[
            "0: sent 0",
            "10: received 0",
            "10: sent 1",
            "20: received 1",
            "20: sent 2",
            "20: false",
            "30: received 2",
            "30: Err(Disconnected) Err(Disconnected)",
        ],
    );
}

#[test]
fn a_rendezvous_waits_for_both_sides() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = sync_channel(0);
            let sends = thread::__spawn(move || async move {
                say!("{:?}", tx.try_send(9));
                tx.__send(0).await.unwrap();
                say!("taken 0");
                sleep(10).await;
                say!("{:?}", tx.try_send(1));
                sleep(10).await;
                tx.__send(2).await.unwrap();
                say!("taken 2");
                say!("{:?}", tx.__send(3).await);
            });
            sleep(10).await;
            say!("received {}", rx.__recv().await.unwrap());
            say!("received {}", rx.__recv().await.unwrap());
            say!("{:?}", rx.__recv_timeout(ms(5)).await);
            say!("received {}", rx.__recv().await.unwrap());
            sleep(10).await;
            drop(rx);
            sends.__join().await.unwrap();
        })
    };
    check(
        main,
        &[
            "0: Err(TrySendError::Full(..))",
            "10: received 0",
            "10: taken 0",
            "20: Ok(())",
            "20: received 1",
            "25: Err(Timeout)",
            "30: received 2",
            "30: taken 2",
            "40: Err(SendError { .. })",
        ],
    );
}

#[test]
fn the_receiver_goes() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = sync_channel(1);
            let sends = thread::__spawn(move || async move {
                tx.__send(0).await.unwrap();
                let refused = tx.__send(1).await.unwrap_err();
                say!("{}", refused.0);
                say!("{:?}", matches!(tx.try_send(2), Err(TrySendError::Disconnected(2))));
            });
            let (unbounded, rx2) = channel();
            sleep(10).await;
            drop((rx, rx2));
            say!("{:?} {:?}", unbounded.send(5), unbounded.__send(6).await);
            sends.__join().await.unwrap();
        })
    };
    let refused = "SendError { .. }";
    check(main, &[&format!("10: Err({refused}) Err({refused})"), "10: 1", "10: true"]);
}

#[test]
fn a_receiver_waits_no_longer_than_it_wants() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = channel();
            let sends = thread::__spawn(move || async move {
                sleep(10).await;
                tx.send(1).unwrap();
                sleep(10).await;
            });
            say!("{:?}", rx.__recv_timeout(ms(5)).await == Err(RecvTimeoutError::Timeout));
            say!("{:?}", rx.__recv_timeout(ms(50)).await);
            say!("{:?}", rx.try_recv() == Err(TryRecvError::Empty));
            say!("{:?}", rx.__recv_timeout(ms(50)).await);
            sends.__join().await.unwrap();
        })
    };
    check(main, &["5: true", "10: Ok(1)", "10: true", "20: Err(Disconnected)"]);
}

#[test]
fn iterators_where_the_poll_cannot_be_left() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = sync_channel(1);
            let sends = thread::__spawn(move || async move {
                for n in 0..5 {
                    sleep(10).await;
                    tx.__send(n).await.unwrap();
                }
            });
            say!("{:?}", rx.recv_timeout(ms(5)));
            say!("{:?}", rx.iter().take(2).collect::<Vec<_>>());
            say!("{:?}", rx.try_iter().collect::<Vec<_>>());
            for n in (&rx).into_iter().take(1) {
                say!("{n}");
            }
            say!("{:?}", rx.into_iter().collect::<Vec<_>>());
            sends.join().unwrap();
        })
    };
    check(main, &["5: Err(Timeout)", "20: [0, 1]", "20: []", "30: 2", "50: [3, 4]"]);
}

#[test]
fn a_sender_blocks_where_its_poll_cannot_be_left() {
    let main = || {
        __rt::blocking_main(async {
            for bound in [0, 1] {
                let (tx, rx) = sync_channel(bound);
                let receives = thread::__spawn(move || async move {
                    while let Ok(n) = rx.__recv().await {
                        sleep(10).await;
                        say!("received {n}");
                    }
                });
                for n in 0..3 {
                    tx.send(n).unwrap();
                }
                say!("sent");
                drop(tx);
                receives.join().unwrap();
            }
        })
    };
    check(
        main,
        &[
            "10: received 0",
            "20: received 1",
            "20: sent",
            "30: received 2",
            "40: received 0",
            "40: sent",
            "50: received 1",
            "60: received 2",
        ],
    );
}
