trait Shop {
    async fn price(&self) -> u32;
}

async fn ask(shop: &dyn Shop) -> u32 {
    shop.price().await
}
