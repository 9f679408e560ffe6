//! A method that blocks and is called like one of tokio's.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};
use tokio::sync::broadcast::{self, error::TryRecvError};

#[derive(Clone, Debug)]
struct Event {
    topic: Arc<str>,
    payload: u32,
}

#[derive(Default, Clone)]
struct Bus {
    topics: Arc<RwLock<BTreeMap<String, broadcast::Sender<Event>>>>,
}

impl Bus {
    fn subscribe(&self, topic: &str) -> broadcast::Receiver<Event> {
        self.topics
            .write()
            .unwrap()
            .entry(topic.to_owned())
            .or_insert_with(|| broadcast::channel(2).0)
            .subscribe()
    }

    fn publish(&self, topic: &str, payload: u32) -> usize {
        let topics = self.topics.read().unwrap();
        match topics.get(topic) {
            Some(tx) => tx.send(Event { topic: topic.into(), payload }).unwrap_or_default(),
            None => 0,
        }
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let bus = Bus::default();
    println!("nobody: {}", bus.publish("news", 0));
    let mut one = bus.subscribe("news");
    let mut two = bus.subscribe("news");
    let mut other = bus.subscribe("weather");
    for n in 1..=4 {
        println!("published {n} to {}", bus.publish("news", n));
    }
    println!("{:?}", one.recv().await.map(|e| e.payload));
    println!("{:?}", one.recv().await.unwrap().payload);
    println!("{:?}", one.recv().await.unwrap().payload);
    println!("{:?}", one.try_recv().map(|e| e.payload));
    match two.try_recv() {
        Err(TryRecvError::Lagged(n)) => println!("two lagged by {n}"),
        other => println!("{other:?}"),
    }
    println!("{:?}", two.try_recv().map(|e| (e.topic.to_string(), e.payload)));
    println!("{:?}", other.try_recv().is_err());
    drop(bus);
    println!("{:?}", other.recv().await.unwrap_err());
    println!("{}", other.recv().await.unwrap_err());
}
