use std::rc::Rc;
use std::time::Duration;

pub mod tokio {
    pub fn spawn<F: Future + Send + 'static>(_: F) {}
}

pub async fn sleep(_: Duration) {}

async fn serve(table: usize) {
    let menu = Rc::new(["soup", "rice", "figs"]);
    println!("Table {table} orders");
    sleep(Duration::from_millis(100)).await;
    println!("Table {table} gets {}", menu[table - 1]);
}

fn open() {
    tokio::spawn(serve(1));
}
