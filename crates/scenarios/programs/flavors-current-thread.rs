use tokio::runtime::Builder;

const JOBS: u32 = 8; // knob 1..=16 step 1: how many thousands are searched

// cost: 100ms
fn primes_among(thousand: u32) -> usize {
    let numbers = thousand * 1000..thousand * 1000 + 1000;
    numbers.filter(|&n| n > 1 && (2..n).all(|divisor| n % divisor != 0)).count()
}

async fn job(thousand: u32) -> usize {
    primes_among(thousand)
}

async fn all_jobs() {
    let mut jobs = Vec::new();
    for thousand in 0..JOBS {
        jobs.push(tokio::spawn(job(thousand)));
    }
    let mut primes = 0;
    for job in jobs {
        primes += job.await.expect("a job panicked");
    }
    println!("{primes} primes below {}", JOBS * 1000);
}

fn main() {
    let runtime = Builder::new_current_thread().build().expect("the runtime cannot be built");
    runtime.block_on(all_jobs());
}
