use tokio::task::yield_now;

const PARTS: u32 = 60; // knob 10..=200 step 10: how many hundreds are searched

// cost: 5ms
fn primes_among(hundred: u32) -> usize {
    let numbers = hundred * 100..hundred * 100 + 100;
    numbers.filter(|&n| n > 1 && (2..n).all(|divisor| n % divisor != 0)).count()
}

async fn count_primes() {
    let mut primes = 0;
    for hundred in 0..PARTS {
        primes += primes_among(hundred);
        yield_now().await; // whoever is ready goes first
    }
    println!("{primes} primes below {}", PARTS * 100);
}

async fn answer(request: u32) {
    println!("Request {request} answered");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let counting = tokio::spawn(count_primes());
    let mut answers = Vec::new();
    for request in 1..=3 {
        answers.push(tokio::spawn(answer(request)));
    }
    for answer in answers {
        answer.await.expect("answer panicked");
    }
    counting.await.expect("count_primes panicked");
}
