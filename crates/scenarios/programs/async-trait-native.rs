use std::time::Duration;
use tokio::time::sleep;

const POST_MS: u64 = 100; // knob 50..=500 step 50: how long an answer by post takes

trait Shop {
    async fn price(&self) -> u32;
}

struct Corner(u32);
struct MailOrder(u32);

impl Shop for Corner {
    async fn price(&self) -> u32 {
        self.0 // known at once
    }
}

impl Shop for MailOrder {
    async fn price(&self) -> u32 {
        sleep(Duration::from_millis(POST_MS)).await;
        self.0
    }
}

async fn ask(name: &str, shop: &impl Shop) {
    println!("{name}: {}", shop.price().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (corner, mail_order) = (Corner(4), MailOrder(3));
    let sizes = [
        size_of_val(&corner.price()), // a type of its own
        size_of_val(&mail_order.price()), // and another
    ];
    println!("Of one size: {}", sizes[0] == sizes[1]);
    ask("Corner shop", &corner).await;
    ask("Mail order", &mail_order).await;
}
