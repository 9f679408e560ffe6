use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;

const LOOKUP_MS: u64 = 100; // knob 50..=1000 step 50: how long a look-up takes

async fn look_up(word: &str, reply: oneshot::Sender<&'static str>) {
    sleep(Duration::from_millis(LOOKUP_MS)).await;
    let meaning = match word {
        "ebb" => "the tide going out",
        "flow" => "the tide coming in",
        _ => return println!("No entry for {word}"), // `reply` is dropped
    };
    if reply.send(meaning).is_err() {
        println!("Nobody waits for {word} any more");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for word in ["ebb", "blorp"] {
        let (reply, answer) = oneshot::channel();
        tokio::spawn(look_up(word, reply));
        match answer.await {
            Ok(meaning) => println!("{word}: {meaning}"),
            Err(_) => println!("{word}: no reply will come"),
        }
    }

    let (reply, answer) = oneshot::channel();
    let unheard = tokio::spawn(look_up("flow", reply));
    drop(answer); // main asks and does not wait
    unheard.await.expect("the look-up panicked");
}
