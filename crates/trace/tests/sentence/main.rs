//! What is said of each kind of event.

mod story;

use story::{
    COST, FETCH, MAIN, OTHER, PARSE, SLEEP, SPAN, Story, THING, TIMER, enter, figures, op, pending,
    poll, wake,
};
use trace::{
    EventKind, HostKind, LimitKind, Op, OpPhase, ResourceKind, RunEnd, Stream, TaskEnd, TaskId,
    TaskKind, TimerId, TurnCause, WakeHow, WokenBy, sentence,
};

fn timer(index: usize, deadline: u64) -> EventKind {
    EventKind::TimerSet { timer: TimerId::from_index(index), task: Some(MAIN), deadline }
}

#[test]
fn turns_of_the_event_loop() {
    let mut story = Story::on(HostKind::Browser);
    for (cause, expected) in [
        (TurnCause::Microtask, "The event loop runs the executor from a microtask."),
        (TurnCause::Timer, "A timer of the event loop fires and runs the executor."),
        (TurnCause::Message, "The executor continues after the page could paint."),
        (TurnCause::Frame, "An animation frame runs the executor."),
    ] {
        story.check(EventKind::TurnStart { cause }, expected);
    }
    story.check(EventKind::TurnEnd, "The executor gives the event loop back.");
    story.tell(timer(0, 300_000));
    story.tell(timer(1, 100_000));
    story.check(
        EventKind::TurnEnd,
        "Nothing is ready: the executor gives the event loop back until 100 ms.",
    );
}

#[test]
fn turns_on_the_simulated_clock() {
    let mut story = Story::on(HostKind::Simulated);
    let turn = |cause| EventKind::TurnStart { cause };
    story.check(turn(TurnCause::Microtask), "The executor runs; the simulated clock is at 0 ms.");
    story.check(
        EventKind::TurnEnd,
        "Nothing is ready: the simulated clock jumps to when something happens.",
    );
    story.tell(timer(0, 300_000));
    story.tell(timer(1, 100_000));
    story.check(
        EventKind::TurnEnd,
        "Nothing is ready: the simulated clock jumps to the next deadline, 100 ms.",
    );
    story.now = 100_000;
    story.check(
        turn(TurnCause::Timer),
        "The simulated clock jumps to 100 ms, and the executor runs.",
    );
    story.check(
        turn(TurnCause::Timer),
        "The executor runs again; the simulated clock is still at 100 ms.",
    );
    // One poll blocks its thread until a moment that no timer tells.
    story.tell(poll(MAIN, 1));
    story.check(
        EventKind::TurnEnd,
        "Nothing is ready: the simulated clock jumps to when something happens.",
    );
}

#[test]
fn spawns() {
    let mut story = Story::new();
    let by_main = story.spawn(FETCH, "fetch", Some(MAIN), TaskKind::Task);
    story.check(
        by_main,
        "main spawns fetch: it goes to the back of the ready queue, not polled yet.",
    );
    let by_nobody = story.spawn(TaskId::from_index(2), "timer", None, TaskKind::Task);
    story.check(by_nobody, "timer is spawned and goes to the back of the ready queue.");
    for (kind, expected) in [
        (TaskKind::Thread, "main starts the thread disk."),
        (
            TaskKind::Blocking,
            "main hands disk to the pool of blocking threads, where it waits for a thread.",
        ),
    ] {
        let mut story = Story::new();
        let disk = story.spawn(FETCH, "disk", Some(MAIN), kind);
        story.check(disk, expected);
    }
    let mut story = Story::new();
    story.trace.run.workers = 2;
    let by_main = story.spawn(FETCH, "fetch", Some(MAIN), TaskKind::Task);
    story.check(by_main, "main spawns fetch: it waits in a queue for a worker, not polled yet.");
}

#[test]
fn polls() {
    let mut story = Story::with_fetch();
    story.check(poll(FETCH, 1), "The executor polls fetch for the first time.");
    story.check(
        pending(FETCH, 0),
        "fetch returns Pending, and nobody holds its waker: nothing can wake it.",
    );
    story.check(poll(FETCH, 2), "The executor polls fetch again: poll 2.");
    story
        .check(pending(FETCH, 1), "fetch returns Pending and is parked until its waker is called.");
    story.tell(poll(FETCH, 3));
    story.tell(wake(WokenBy::Task(FETCH), None));
    story.check(
        pending(FETCH, 0),
        "fetch returns Pending, and was already woken: back into the queue.",
    );
    story.tell(poll(FETCH, 4));
    story.tell(enter(SPAN, FETCH, SLEEP));
    story.tell(EventKind::AwaitPending { span: SPAN });
    story.check(pending(FETCH, 1), "fetch returns Pending: sleep(DELAY) is pending.");
    story.tell(poll(FETCH, 5));
    story.tell(enter(OTHER, FETCH, PARSE));
    story.check(pending(FETCH, 1), "fetch returns Pending: sleep(DELAY) and parse() are pending.");
    story.tell(poll(FETCH, 6));
    story.check(
        EventKind::PollEnd { task: FETCH, ready: true, wakers: 0 },
        "fetch returns Ready: it will not be polled again.",
    );
}

#[test]
fn awaits() {
    let mut story = Story::with_fetch();
    story.tell(poll(FETCH, 1));
    story.check(enter(SPAN, FETCH, SLEEP), "fetch awaits sleep(DELAY): its first poll.");
    story.check(EventKind::AwaitPending { span: SPAN }, "fetch: sleep(DELAY) is pending.");
    story.check(
        EventKind::AwaitReady { span: SPAN },
        "fetch: sleep(DELAY) is ready: the await is over.",
    );
    story.tell(enter(OTHER, FETCH, PARSE));
    story.check(
        EventKind::AwaitDrop { span: OTHER },
        "fetch: parse() is dropped before it was ready: its own code goes no further.",
    );
}

#[test]
fn wakes() {
    let by_main = WokenBy::Task(MAIN);
    let mut story = Story::with_fetch();
    story.check(wake(by_main, None), "main wakes fetch: it is queued already, so nothing changes.");
    story.tell(poll(FETCH, 1));
    story.check(
        wake(WokenBy::Task(FETCH), None),
        "fetch wakes itself: it will be queued when this poll ends.",
    );
    story.tell(pending(FETCH, 0));
    story.tell(poll(FETCH, 2));
    story.tell(pending(FETCH, 1));
    story.check(
        wake(WokenBy::Timer(TIMER), None),
        "The timer wakes fetch: it joins the ready queue.",
    );
    story.tell(poll(FETCH, 3));
    story.tell(pending(FETCH, 1));
    story.check(wake(WokenBy::Host, None), "The runtime wakes fetch: it joins the ready queue.");
    story.tell(poll(FETCH, 4));
    story.tell(pending(FETCH, 1));
    let made = story.make(ResourceKind::Mpsc, "tx", 2);
    story.tell(made);
    story.check(
        wake(by_main, Some(THING)),
        "main wakes fetch through the channel tx: it joins the ready queue.",
    );
    story.tell(poll(FETCH, 5));
    story.tell(pending(FETCH, 1));
    let yielded =
        EventKind::Wake { task: FETCH, by: WokenBy::Host, how: WakeHow::Yield, resource: None };
    let main = |by| EventKind::Wake { task: MAIN, by, how: WakeHow::ByValue, resource: None };
    story.check(main(WokenBy::Task(FETCH)), "fetch wakes main: it is to be polled again.");
    story.check(
        main(WokenBy::Host),
        "The runtime wakes main: it was woken already, so nothing changes.",
    );
    story.check(yielded, "fetch had yielded: the runtime puts it back into the ready queue.");
    story.tell(EventKind::TaskEnd { task: FETCH, how: TaskEnd::Cancelled, value: None });
    story.check(wake(by_main, None), "main wakes fetch: it is over, so nothing happens.");
}

#[test]
fn channels() {
    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::Mpsc, "tx", 2);
    story.check(made, "The channel tx is made, with room for 2 messages.");
    for (kind, phase, expected) in [
        (Op::Send, OpPhase::Done, "fetch sends into the channel tx."),
        (Op::Send, OpPhase::Waiting, "fetch has to wait to send: no room in the channel tx."),
        (
            Op::Send,
            OpPhase::Refused,
            "fetch cannot send into the channel tx: nobody receives, or there is no room.",
        ),
        (
            Op::Receive,
            OpPhase::Refused,
            "fetch finds nothing to receive in the channel tx: it is closed, or empty.",
        ),
        (Op::Send, OpPhase::Abandoned, "fetch gives up waiting for the channel tx."),
        (Op::Receive, OpPhase::Done, "fetch receives from the channel tx."),
        (Op::Receive, OpPhase::Waiting, "fetch has to wait: no message in the channel tx."),
        (Op::Close, OpPhase::Done, "fetch closes the channel tx."),
    ] {
        story.check(op(kind, phase), expected);
    }
    story.check(figures(None, 0, 1, 1), "The channel tx holds 1 of 2 messages.");
    let gone = EventKind::ResourceDrop { resource: THING };
    story.check(gone, "The channel tx is dropped.");

    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::Mpsc, "log", 0);
    story.check(made, "The channel log is made.");
    story.check(figures(None, 0, 3, 0), "The channel log holds 3 messages.");
}

#[test]
fn things_without_names_of_their_own() {
    for (kind, name, expected) in [
        (ResourceKind::Mpsc, "channel 2", "The channel 2 is dropped."),
        (ResourceKind::Oneshot, "oneshot", "The oneshot channel is dropped."),
        (ResourceKind::Oneshot, "oneshot 2", "The oneshot channel 2 is dropped."),
        (ResourceKind::Oneshot, "answer", "The oneshot channel answer is dropped."),
        (ResourceKind::RwLock, "rwlock", "The RwLock is dropped."),
        (ResourceKind::Mutex, "std mutex", "The std mutex is dropped."),
        (ResourceKind::RwLock, "std RwLock 2", "The std RwLock 2 is dropped."),
        (ResourceKind::Notify, "condvar", "The condvar is dropped."),
        (ResourceKind::Once, "once 3", "The once cell 3 is dropped."),
        (ResourceKind::Mutex, "mutexes", "The mutex mutexes is dropped."),
    ] {
        let mut story = Story::new();
        let made = story.make(kind, name, 0);
        story.tell(made);
        story.check(EventKind::ResourceDrop { resource: THING }, expected);
    }
}

#[test]
fn what_is_read_by_several_is_not_free() {
    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::RwLock, "price", 0);
    story.check(made, "The RwLock price is made.");
    story.check(figures(None, 0, 1, 0), "The RwLock price is held by 1 reader.");
    story.check(figures(None, 1, 2, 0), "The RwLock price is held by 2 readers; 1 task waits.");
    story.check(figures(None, 0, 0, 1), "The RwLock price is free.");
}

#[test]
fn locks_and_signals() {
    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::Mutex, "cache", 0);
    story.check(made, "The mutex cache is made.");
    story.check(op(Op::Acquire, OpPhase::Done), "fetch acquires the mutex cache.");
    story.check(op(Op::Acquire, OpPhase::Waiting), "fetch waits for the mutex cache.");
    story.check(figures(Some(FETCH), 2, 0, 0), "The mutex cache is held by fetch; 2 tasks wait.");
    story.check(op(Op::Release, OpPhase::Done), "fetch releases the mutex cache.");
    story.check(figures(None, 0, 0, 1), "The mutex cache is free.");
    story.check(
        figures(None, 2, 0, 0),
        "The mutex cache is handed to the first task that waits for it.",
    );

    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::Notify, "stop", 0);
    story.tell(made);
    story.check(op(Op::Notify, OpPhase::Done), "fetch sends a signal through the Notify stop.");
    story.check(op(Op::Wait, OpPhase::Waiting), "fetch waits for a signal of the Notify stop.");
    story.check(op(Op::Wait, OpPhase::Done), "fetch gets the signal of the Notify stop.");
    story.check(figures(None, 1, 0, 0), "1 task waits at the Notify stop.");
    let by_host =
        EventKind::ResourceOp { resource: THING, task: None, op: Op::Notify, phase: OpPhase::Done };
    story.check(by_host, "The runtime sends a signal through the Notify stop.");

    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::Semaphore, "slots", 3);
    story.tell(made);
    story.check(figures(None, 0, 0, 2), "The semaphore slots has 2 free permits.");
}

#[test]
fn kept_futures() {
    let mut story = Story::with_fetch();
    let made = story.make(ResourceKind::Future, "say_hello", 0);
    story.check(made, "The future say_hello is made; none of its body has run.");
    let gone = EventKind::ResourceDrop { resource: THING };
    story.check(
        gone,
        "The future say_hello is dropped. It was never polled, so its body never ran.",
    );
    let made = story.make(ResourceKind::Future, "say_hello", 0);
    story.tell(made);
    story.check(figures(None, 0, 1, 0), "The future say_hello has been polled once.");
    story.check(figures(None, 0, 2, 0), "The future say_hello has been polled 2 times.");
    story.check(gone, "The future say_hello is dropped.");
}

#[test]
fn timers() {
    let mut story = Story::with_fetch();
    story.now = 20_000;
    let set = |task| EventKind::TimerSet { timer: TIMER, task, deadline: 120_000 };
    story.check(set(Some(FETCH)), "fetch leaves its waker with a timer of 100 ms.");
    story.check(EventKind::TimerFire { timer: TIMER }, "The timer of fetch fires.");
    story.tell(set(Some(FETCH)));
    story.check(
        EventKind::TimerCancel { timer: TIMER },
        "The timer of fetch is cancelled: nobody waits for it any more.",
    );
    story.check(set(None), "A timer of 100 ms is set.");
    story.check(EventKind::TimerFire { timer: TIMER }, "A timer fires.");
    story.check(
        EventKind::TimerCancel { timer: TIMER },
        "A timer is cancelled: nobody waits for it any more.",
    );
}

#[test]
fn computations_and_prints() {
    let mut story = Story::with_fetch();
    let busy = |task, site| EventKind::Busy { task, site, micros: 8_000 };
    story.check(
        busy(Some(FETCH), Some(COST)),
        "fetch computes in hash for 8 ms: its worker can do nothing else.",
    );
    story.check(
        busy(Some(MAIN), Some(SLEEP)),
        "main is blocked in sleep for 8 ms: its thread can do nothing else.",
    );
    story.check(
        busy(None, None),
        "The runtime computes in a function for 8 ms: its thread can do nothing else.",
    );
    let text = story.trace.intern("Got data 1\n");
    let print = |stream| EventKind::Print { task: Some(FETCH), site: None, text, stream };
    story.check(print(Stream::Stdout), "fetch prints “Got data 1”.");
    story.check(print(Stream::Stderr), "fetch prints to stderr “Got data 1”.");
}

#[test]
fn ends_of_tasks() {
    for (how, expected) in [
        (TaskEnd::Ready, "fetch is finished."),
        (TaskEnd::Cancelled, "fetch is cancelled: its future is dropped unfinished."),
        (TaskEnd::Panicked, "fetch panicked: its locals are dropped."),
    ] {
        Story::with_fetch().check(EventKind::TaskEnd { task: FETCH, how, value: None }, expected);
    }
}

#[test]
fn ends_of_the_run() {
    let end = |why| EventKind::RunEnd { why };
    for (why, expected) in [
        (RunEnd::Done, "main has returned, so the run is over."),
        (RunEnd::Cancelled, "The run was stopped."),
        (RunEnd::Limit, "The run ends here: it reached a bound."),
    ] {
        Story::new().check(end(why), expected);
    }
    let mut story = Story::new();
    story.tell(EventKind::TaskEnd { task: MAIN, how: TaskEnd::Panicked, value: None });
    story.check(end(RunEnd::Done), "main panicked, so the run is over.");
}

#[test]
fn who_is_stuck_and_on_what() {
    let mut story = Story::with_fetch();
    let lock = story.make(ResourceKind::Mutex, "cache", 1);
    story.tell(lock);
    story.tell(EventKind::ResourceState {
        resource: THING,
        holder: Some(MAIN),
        waiters: 1,
        len: 0,
        permits: 0,
    });
    story.tell(poll(FETCH, 1));
    story.tell(EventKind::ResourceOp {
        resource: THING,
        task: Some(FETCH),
        op: Op::Acquire,
        phase: OpPhase::Waiting,
    });
    story.check(
        EventKind::RunEnd { why: RunEnd::Deadlock },
        "The run is stuck, since nothing is ready and no timer is set: main waits and fetch blocks \
         its thread (cache is held by main).",
    );
}

#[test]
fn polls_on_workers_and_on_threads() {
    let mut story = Story::with_fetch();
    story.trace.run.workers = 4;
    let on = |task, number, worker| EventKind::PollStart { task, number, worker };
    story.check(on(FETCH, 1, 3), "Worker 3 polls fetch for the first time.");
    let third = TaskId::from_index(2);
    let hash = story.spawn(third, "hash", Some(MAIN), TaskKind::Blocking);
    story.tell(hash);
    story.check(on(third, 1, 17), "hash begins on a thread of its own.");
    story.tell(pending(third, 1));
    story.check(on(third, 2, 17), "hash continues on its thread.");
    story.check(
        on(FETCH, 1, 18),
        "fetch leaves its worker: its poll continues on a thread of its own.",
    );
}

#[test]
fn bounds() {
    for (what, bound, expected) in [
        (LimitKind::Events, 1_500, "The log has reached its bound of 1500 events."),
        (
            LimitKind::Polls,
            100_000,
            "100000 polls without the clock moving on: a task keeps waking itself.",
        ),
        (LimitKind::Tasks, 200, "The program has spawned 200 tasks, the bound."),
        (LimitKind::Time, 600_000_000, "The clock has reached its bound of 10 min."),
    ] {
        Story::new().check(EventKind::Limit { what, bound }, expected);
    }
}

#[test]
fn what_the_trace_does_not_know_is_still_said() {
    let mut story = Story::new();
    story.check(EventKind::AwaitReady { span: SPAN }, "A future is ready: the await is over.");
    story.check(op(Op::Send, OpPhase::Done), "A task sends into a resource.");
    story.check(figures(None, 0, 0, 0), "");
    let (trace, state) = (&story.trace, &story.state);
    assert_eq!(sentence(trace, trace.len(), state, state), "");
}
