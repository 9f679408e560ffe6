//! `select!` with each of its features.

use tokio::sync::{mpsc, oneshot};
use tokio::time::{self, Duration, sleep};

async fn op(ms: u64, name: &'static str) -> &'static str {
    sleep(Duration::from_millis(ms)).await;
    name
}

#[derive(Debug)]
#[allow(dead_code, reason = "printed only")]
enum Event {
    Num(i32),
    Text(String),
    Idle,
    Done,
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let winner = tokio::select! {
        a = op(30, "a") => a,
        b = op(10, "b") => b,
        c = op(20, "c") => c,
    };
    println!("{winner}");
    let (tx, mut rx) = mpsc::channel::<i32>(4);
    let (stx, mut srx) = mpsc::unbounded_channel::<String>();
    tokio::spawn(async move {
        for i in 0..3 {
            tx.send(i).await.unwrap();
            stx.send(format!("s{i}")).unwrap();
            sleep(Duration::from_millis(15)).await;
        }
    });
    let mut events = vec![];
    let mut nums_open = true;
    loop {
        let event = tokio::select! {
            biased;
            n = rx.recv(), if nums_open => match n {
                Some(n) => Event::Num(n),
                None => {
                    nums_open = false;
                    continue;
                }
            },
            Some(s) = srx.recv() => Event::Text(s),
            _ = sleep(Duration::from_millis(10)) => Event::Idle,
            else => Event::Done,
        };
        println!("{event:?}");
        let stop = matches!(event, Event::Idle) && !nums_open;
        events.push(event);
        if stop {
            break;
        }
    }
    println!("{}", events.len());
    let mut fut = Box::pin(op(25, "resumed"));
    let mut ticks = 0;
    let mut interval = time::interval(Duration::from_millis(10));
    let name = loop {
        tokio::select! {
            name = &mut fut => break name,
            _ = interval.tick() => ticks += 1,
        }
    };
    println!("{name} after {ticks}");
    let (otx, orx) = oneshot::channel();
    let timer = sleep(Duration::from_millis(5));
    tokio::pin!(timer, orx);
    let mut otx = Some(otx);
    loop {
        tokio::select! {
            () = &mut timer, if !timer.is_elapsed() => {
                println!("timer");
                otx.take().unwrap().send(String::from("later")).unwrap();
            }
            res = &mut orx => {
                let Ok(text) = res else { panic!("sender gone") };
                println!("{text}");
                break;
            }
        }
    }
    let (a, b) = (Some(1), None::<i32>);
    let r = tokio::select! {
        Some(x) = async { b } => x,
        Some(x) = async { a } => x * 100,
        else => -1,
    };
    println!("{r}");
    let r = tokio::select! {
        Some(_) = async { None::<()> } => "some",
        Ok(_) = async { Err::<(), ()>(()) } => "ok",
        else => "else",
    };
    println!("{r}");
    let outer = async {
        tokio::select! {
            r = async { Err::<i32, String>("inner".into()) } => { let v = r?; Ok(v) }
        }
    };
    println!("{:?}", outer.await as Result<i32, String>);
    let mut count = 0u32;
    while count < 3 {
        tokio::select! { biased; _ = async {} => { count += 1; if count == 2 { continue } println!("count {count}") } }
    }
}
