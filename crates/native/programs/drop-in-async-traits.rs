//! Traits with async methods, boxed and not, and closures that implement them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::time::{Duration, sleep};

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

trait Handler: Send + Sync {
    fn handle<'a>(&'a self, input: &'a str) -> BoxFuture<'a, Result<String, String>>;
}

struct Upper;
struct Delay<H>(H, u64);
struct FnHandler<F>(F);

impl Handler for Upper {
    fn handle<'a>(&'a self, input: &'a str) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move { Ok(input.to_uppercase()) })
    }
}

impl<H: Handler> Handler for Delay<H> {
    fn handle<'a>(&'a self, input: &'a str) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            sleep(Duration::from_millis(self.1)).await;
            let out = self.0.handle(input).await?;
            Ok(format!("{out} (+{}ms)", self.1))
        })
    }
}

impl<F, Fut> Handler for FnHandler<F>
where
    F: Fn(String) -> Fut + Send + Sync,
    Fut: Future<Output = Result<String, String>> + Send + 'static,
{
    fn handle<'a>(&'a self, input: &'a str) -> BoxFuture<'a, Result<String, String>> {
        Box::pin((self.0)(input.to_owned()))
    }
}

trait Repository {
    async fn find(&self, id: u32) -> Option<String>;
    async fn find_all(&self, ids: &[u32]) -> Vec<String> {
        let mut found = Vec::new();
        for &id in ids {
            if let Some(name) = self.find(id).await {
                found.push(name);
            }
        }
        found
    }
}

struct Memory(HashMap<u32, &'static str>);

impl Repository for Memory {
    async fn find(&self, id: u32) -> Option<String> {
        sleep(Duration::from_millis(1)).await;
        self.0.get(&id).map(|s| s.to_string())
    }
}

async fn show<R: Repository>(repo: &R, ids: &[u32]) -> usize {
    let all = repo.find_all(ids).await;
    println!("{all:?}");
    all.len()
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut routes: HashMap<&str, Arc<dyn Handler>> = HashMap::new();
    routes.insert("/up", Arc::new(Upper));
    routes.insert("/slow", Arc::new(Delay(Delay(Upper, 5), 10)));
    routes.insert(
        "/fn",
        Arc::new(FnHandler(|s: String| async move {
            if s.is_empty() { Err("empty".into()) } else { Ok(s.chars().rev().collect()) }
        })),
    );
    for (path, input) in
        [("/up", "abc"), ("/slow", "def"), ("/fn", "ghi"), ("/fn", ""), ("/none", "")]
    {
        match routes.get(path) {
            Some(handler) => println!("{path}: {:?}", handler.handle(input).await),
            None => println!("{path}: 404"),
        }
    }
    let h = routes["/slow"].clone();
    let joined = tokio::spawn(async move { h.handle("x").await.unwrap() }).await.unwrap();
    println!("{joined}");
    let repo = Memory(HashMap::from([(1, "one"), (3, "three")]));
    println!("{}", show(&repo, &[1, 2, 3]).await);
}
