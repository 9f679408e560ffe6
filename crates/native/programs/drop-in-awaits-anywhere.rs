//! Awaits wherever an expression can stand.

use std::collections::HashMap;
use std::time::Duration;
use tokio::time::sleep;

async fn n(x: i32) -> i32 {
    sleep(Duration::from_millis(1)).await;
    x
}
async fn b(x: bool) -> bool {
    n(0).await;
    x
}
struct P {
    x: i32,
    y: i32,
}
#[derive(Clone, Copy)]
enum Op {
    Add(i32),
    Neg,
}

async fn apply(start: i32, ops: &[Op]) -> i32 {
    let mut acc = start;
    for op in ops {
        acc = match op {
            Op::Add(k) => acc + n(*k).await,
            Op::Neg => -n(acc).await,
        }
    }
    acc
}
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let p = P { x: n(1).await, y: n(2).await };
    let P { x, y } = p;
    let arr = [n(x).await, n(y).await, 3];
    println!("{:?} {}", arr, arr[n(1).await as usize]);
    if b(true).await && !b(false).await || n(1).await > 3 {
        println!("yes")
    }
    let v = if b(false).await { n(1).await } else { n(2).await };
    let w = match n(v).await {
        1 => "one",
        k if k == n(2).await => "two",
        _ => "many",
    };
    println!("{w} {}", {
        let t = n(3).await;
        t * n(4).await
    });
    let mut m = HashMap::new();
    *m.entry("k").or_insert(n(5).await) += n(1).await;
    println!("{m:?} {}", [n(1).await, n(2).await].len());
    let mut i = 0;
    while n(i).await < 3 {
        i += n(1).await;
        if i == 2 {
            continue;
        }
    }
    let r = 'outer: loop {
        for k in n(0).await..n(5).await {
            if k * k > 6 {
                break 'outer k;
            }
        }
    };
    println!("{i} {r} {}", apply(1, &[Op::Add(4), Op::Neg]).await);
    let c = async |k: i32| n(k).await + 1;
    println!("{} {:?}", c(1).await, (n(1).await, c(2).await));
    let s: String =
        [n(1).await, n(2).await].iter().map(|k| k.to_string()).collect::<Vec<_>>().join(",");
    println!("{s} {:?}", Some(n(9).await).map(|k| k + 1).ok_or("none"));
    let x = &mut [0; 3];
    x[n(2).await as usize] = n(7).await;
    println!("{x:?} {}", -n(3).await);
    let Some(z) = (if b(true).await { Some(n(1).await) } else { None }) else { return };
    println!("{z} {}", (n(2).await as f64).sqrt() > 1.0);
    return println!("{}", n(0).await);
}
