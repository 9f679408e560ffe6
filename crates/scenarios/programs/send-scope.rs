use std::rc::Rc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

const COOK_MS: u64 = 100; // knob 50..=500 step 50: how long a dish takes

type Menu = Rc<[&'static str; 3]>;

fn read_menu() -> Menu {
    Rc::new(["soup", "rice", "figs"]) // as some library may give it
}

async fn serve(table: usize) {
    let dish = {
        let menu = read_menu();
        println!("Table {table} orders");
        menu[table - 1]
    }; // the menu ends here, before the await
    sleep(Duration::from_millis(COOK_MS)).await;
    println!("Table {table} gets {dish}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut tables = JoinSet::new();
    for table in 1..=3 {
        tables.spawn(serve(table));
    }
    tables.join_all().await;
}
