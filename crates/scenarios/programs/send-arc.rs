use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

const COOK_MS: u64 = 100; // knob 50..=500 step 50: how long a dish takes

type Menu = Arc<[&'static str; 3]>;

async fn serve(table: usize, menu: Menu) {
    println!("Table {table} orders");
    sleep(Duration::from_millis(COOK_MS)).await;
    println!("Table {table} gets {}", menu[table - 1]);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let menu = Arc::new(["soup", "rice", "figs"]);
    let mut tables = JoinSet::new();
    for table in 1..=3 {
        tables.spawn(serve(table, Arc::clone(&menu)));
    }
    println!("Owners of the menu: {}", Arc::strong_count(&menu));
    tables.join_all().await;
    println!("Owners of the menu: {}", Arc::strong_count(&menu));
}
