pub async fn say_hello() {}

pub fn forget() {
    say_hello();
}
