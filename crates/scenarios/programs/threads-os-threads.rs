use std::thread;
use std::time::Duration;

const THREADS: u32 = 10; // knob 1..=40 step 1: how many threads
const DELAY_MS: u64 = 100; // knob 20..=1000 step 20: how long each sleeps

fn numbered(number: u32) -> u32 {
    thread::sleep(Duration::from_millis(DELAY_MS));
    number
}

fn main() {
    let mut threads = Vec::new();
    for number in 0..THREADS {
        threads.push(thread::spawn(move || numbered(number)));
    }
    println!("Started {}", threads.len());

    let mut sum = 0;
    for thread in threads {
        sum += thread.join().expect("a thread panicked");
    }
    println!("Sum: {sum}");
}
