use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

const QUERY_MS: u64 = 50; // knob 50..=500 step 50: how long the database takes
const RULE_MS: u64 = 100; // knob 50..=500 step 50: how long one rule takes

struct Connection; // a pool of one

impl Connection {
    async fn load_rules(&mut self) -> Vec<&'static str> {
        sleep(Duration::from_millis(QUERY_MS)).await;
        vec!["limit", "country", "hour"]
    }
}

async fn check(payment: &str, pool: Arc<Mutex<Connection>>) {
    let rules = {
        let mut connection = pool.lock().await;
        connection.load_rules().await
    }; // the connection goes back here
    println!("{payment}: {} rules loaded", rules.len());
    for _rule in rules {
        sleep(Duration::from_millis(RULE_MS)).await; // needs no connection
    }
    println!("{payment}: checked");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pool = Arc::new(Mutex::new(Connection));
    let mut checks = Vec::new();
    for payment in ["Rent", "Flight", "Coffee"] {
        checks.push(tokio::spawn(check(payment, pool.clone())));
    }
    for check in checks {
        check.await.expect("a check panicked");
    }
    println!("All checked");
}
