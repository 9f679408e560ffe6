use std::rc::Rc;
use std::time::Duration;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::sleep;

const COOK_MS: u64 = 100; // knob 50..=500 step 50: how long a dish takes

type Menu = Rc<[&'static str; 3]>;

async fn serve(table: usize, menu: Menu) {
    println!("Table {table} orders");
    sleep(Duration::from_millis(COOK_MS)).await;
    println!("Table {table} gets {}", menu[table - 1]);
}

async fn serve_all() {
    let menu = Rc::new(["soup", "rice", "figs"]);
    let mut tables = Vec::new();
    for table in 1..=3 {
        tables.push(spawn_local(serve(table, Rc::clone(&menu))));
    }
    println!("Owners of the menu: {}", Rc::strong_count(&menu));
    for table in tables {
        table.await.expect("serve panicked");
    }
    println!("Owners of the menu: {}", Rc::strong_count(&menu));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let local = LocalSet::new(); // its tasks stay on this thread
    local.run_until(serve_all()).await;
}
