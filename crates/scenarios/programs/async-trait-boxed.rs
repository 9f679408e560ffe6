use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::sleep;

const POST_MS: u64 = 100; // knob 50..=500 step 50: how long an answer by post takes

trait Shop {
    fn price(&self) -> Pin<Box<dyn Future<Output = u32> + '_>>;
}

struct Corner(u32);
struct MailOrder(u32);

impl Shop for Corner {
    fn price(&self) -> Pin<Box<dyn Future<Output = u32> + '_>> {
        Box::pin(async { self.0 }) // known at once, and boxed all the same
    }
}

impl Shop for MailOrder {
    fn price(&self) -> Pin<Box<dyn Future<Output = u32> + '_>> {
        Box::pin(async {
            sleep(Duration::from_millis(POST_MS)).await;
            self.0
        })
    }
}

async fn ask(name: &str, shop: &dyn Shop) {
    println!("{name}: {}", shop.price().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let shops: [(&str, Box<dyn Shop>); 2] = [
        ("Corner shop", Box::new(Corner(4))),
        ("Mail order", Box::new(MailOrder(3))),
    ];
    let sizes = [0, 1].map(|index| size_of_val(&shops[index].1.price()));
    println!("Of one size: {}", sizes[0] == sizes[1]);
    for (name, shop) in &shops {
        ask(name, &**shop).await;
    }
}
