pub async fn fetch_price(item: &str) -> usize {
    item.len()
}

fn price_of(item: &str) -> usize {
    fetch_price(item).await
}
