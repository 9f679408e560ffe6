use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

const STEPS: u32 = 2; // knob 1..=5 step 1: how many steps a task takes

type ReadyQueue = Arc<Mutex<VecDeque<char>>>;
struct TaskWaker(char, ReadyQueue); // whom to poll, and where to say so

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.1.lock().unwrap().push_back(self.0);
    }
}

async fn work(name: char) {
    for step in 1..=STEPS {
        println!("  {name}: step {step}");
        pause().await;
    }
}

async fn pause() {
    let mut paused = false;
    let pause = poll_fn(|cx| {
        if paused {
            return Poll::Ready(());
        }
        paused = true;
        cx.waker().wake_by_ref(); // to the back of the queue
        Poll::Pending
    });
    pause.await;
}

fn main() {
    let names = ['A', 'B', 'C'];
    let tasks = names.map(|name| (name, Box::pin(work(name))));
    let mut tasks = BTreeMap::from(tasks);
    let ready: ReadyQueue = Arc::new(Mutex::new(VecDeque::from(names)));
    loop {
        println!("Ready: {:?}", ready.lock().unwrap());
        let Some(name) = ready.lock().unwrap().pop_front() else { break };
        let Some(task) = tasks.get_mut(&name) else { continue };
        let waker = Waker::from(Arc::new(TaskWaker(name, ready.clone())));
        let poll = task.as_mut().poll(&mut Context::from_waker(&waker));
        println!("  {name}: {poll:?}");
        if poll.is_ready() {
            tasks.remove(&name);
        }
    }
    println!("Nothing is ready; unfinished tasks: {}", tasks.len());
}
