//! What stands where in the runtime view, from traces made by hand.

use futurescope::view::runtime::next_of;
use scene::runtime::layout::{Layout, Spot, layout};
use scene::runtime::motion::{Moved, Scene, motion};
use scene::runtime::names::Names;
use scene::runtime::places::{Chip, Places, Polling, WaitsFor, places};
use scene::runtime::words::Words;
use trace::{
    FIRST_OWN_THREAD, Op, OpPhase, ResourceKind, RunEnd, State, TaskEnd, TaskId, TaskKind, Trace,
    WokenBy,
};

use sample::{Sample, deadlock};

/// What stands where after so many events of a story.
fn places_at(trace: &Trace, position: usize) -> (State, Names, Places) {
    let state = State::after(&trace.events()[..position]);
    let mut names = Names::default();
    names.grow(trace, &state.tasks);
    let polling = Polling { workers: if trace.run.workers > 1 { trace.run.workers } else { 0 } };
    let places = places(trace, &state, &names, polling);
    (state, names, places)
}

fn now(story: &Sample) -> Places {
    places_at(&story.trace, story.here()).2
}

fn scene(trace: &Trace, position: usize) -> (State, Names, Scene) {
    let (state, names, places) = places_at(trace, position);
    let words = Words { trace, state: &state, names: &names };
    let layout = layout(&places, 520.0, |chip| words.chars(chip));
    let scene = Scene { position, tasks: state.tasks.len(), places, layout };
    (state, names, scene)
}

fn task(index: usize) -> Chip {
    Chip::Task(TaskId::from_index(index))
}

/// The chips of those that wait for something.
fn at(places: &Places, waits_for: WaitsFor) -> Vec<Chip> {
    let row = places.rows.iter().find(|row| row.waits_for == waits_for);
    row.unwrap_or_else(|| panic!("no row for {waits_for:?}")).chips.list.clone()
}

#[test]
fn a_task_goes_from_the_queue_to_the_worker_to_its_timer_and_back() {
    let mut story = Sample::begun(1);
    let main = story.main();
    let one = story.spawn(Some(main), "one");
    // `main` is looked at before the queue.
    assert_eq!(now(&story).ready.list, [task(0), task(1)]);
    story.start(main);
    assert_eq!(now(&story).ready.list, [task(1)]);
    assert_eq!(now(&story).workers[0].tasks, [main]);
    story.awaits(main, 1);
    story.pending(main);
    story.start(one);
    let timer = story.timer(one, 200);
    // Its waker is with the timer, while it is still polled.
    assert_eq!(at(&now(&story), WaitsFor::Deadline(200_000)), []);
    assert_eq!(now(&story).rows[0].wakers, [one]);
    story.pending(one);
    let places = now(&story);
    assert_eq!(at(&places, WaitsFor::Deadline(200_000)), [task(1)]);
    assert_eq!(places.parked, 2);
    assert!(places.rows[0].wakers.is_empty() && places.workers[0].tasks.is_empty());

    story.pass(200);
    story.fires(timer);
    story.wake_by(one, WokenBy::Timer(timer), None);
    assert_eq!(now(&story).ready.list, [task(1)]);
    // The deadline by which it came has its row until the next event.
    assert_eq!(at(&now(&story), WaitsFor::Deadline(200_000)), []);
    let (_, _, places) = places_at(&story.trace, story.here() - 1);
    assert_eq!(at(&places, WaitsFor::Deadline(200_000)), [task(1)]);
    story.start(one);
    assert!(now(&story).rows.iter().all(|row| row.waits_for != WaitsFor::Deadline(200_000)));
    story.over(one, TaskEnd::Ready);
    assert_eq!(now(&story).done.list, [task(1)]);
    // Its last poll is over then, and the event that it has ended is still to come.
    let (state, _, places) = places_at(&story.trace, story.here() - 1);
    assert!(state.running.get(one).is_none() && !state.tasks[1].is_done());
    assert_eq!(places.done.list, [task(1)]);
}

#[test]
fn who_waits_for_a_lock_stands_at_it_and_not_at_its_timeout() {
    let mut story = Sample::begun(1);
    let main = story.main();
    let lock = story.resource(ResourceKind::Mutex, "cache", 0);
    let one = story.spawn(Some(main), "one");
    story.start(one);
    story.timer(one, 50);
    story.op(one, lock, Op::Acquire, OpPhase::Waiting);
    story.held(lock, Some(main), 1);
    story.pending(one);
    let places = now(&story);
    assert_eq!(at(&places, WaitsFor::Resource(lock)), [task(1)]);
    assert_eq!(at(&places, WaitsFor::Deadline(50_000)), []);
    assert_eq!(places.rows[1].wakers, [one]);
    // Woken by the timer, it has still left a waker with the lock, and the deadline is gone.
    let timer = story.state().timers.keys().next().expect("a timer");
    story.pass(50);
    story.fires(timer);
    story.wake_by(one, WokenBy::Timer(timer), None);
    story.start(one);
    let waits: Vec<_> = now(&story).rows.iter().map(|row| row.waits_for).collect();
    assert_eq!(waits, [WaitsFor::Resource(lock)]);
}

#[test]
fn a_handle_that_has_its_tasks_name_is_that_task() {
    let mut story = Sample::begun(1);
    let main = story.main();
    let fetch = story.spawn(Some(main), "fetch");
    story.start(main);
    story.awaits(main, 2);
    story.pending(main);
    assert_eq!(at(&now(&story), WaitsFor::Join(fetch)), [task(0)]);
}

#[test]
fn what_has_no_name_is_its_await_and_a_lost_waker_is_said() {
    let mut story = Sample::begun(1);
    let main = story.main();
    let one = story.spawn(Some(main), "one");
    for (task, lost) in [(main, false), (one, true)] {
        story.start(task);
        story.awaits(task, 1);
        if lost { story.lost(task) } else { story.pending(task) }
    }
    let places = now(&story);
    assert_eq!(at(&places, WaitsFor::Await(trace::SiteId::from_index(1))), [task(0)]);
    assert_eq!(at(&places, WaitsFor::Lost), [task(1)]);
}

#[test]
fn workers_threads_and_the_pool_stand_apart() {
    let mut story = Sample::begun(2);
    let main = story.main();
    let job = story.spawn(Some(main), "job");
    let disk = story.spawn_kind(Some(main), "disk", TaskKind::Blocking);
    let thread = story.spawn_kind(Some(main), "thread", TaskKind::Thread);
    story.start(main);
    story.start_on(job, 2);
    story.start_on(disk, FIRST_OWN_THREAD);
    let places = now(&story);
    let workers: Vec<_> = places.workers.iter().map(|worker| worker.tasks.clone()).collect();
    assert_eq!(workers, [vec![main], vec![], vec![job]]);
    assert_eq!(places.pool.list, [Chip::Task(disk)]);
    assert_eq!(places.threads.list, [Chip::Task(thread)]);
    assert!(places.ready.list.is_empty());
    // Its poll leaves the worker, since it is going to block.
    story.push(trace::EventKind::PollStart { task: job, number: 1, worker: FIRST_OWN_THREAD + 1 });
    let places = now(&story);
    assert!(places.workers[2].tasks.is_empty());
    assert_eq!(places.threads.list, [Chip::Task(thread), Chip::Task(job)]);
}

/// So many tasks that sleep.
fn chips(count: usize) -> Sample {
    let mut story = Sample::begun(1);
    let main = story.main();
    let tasks: Vec<_> =
        (1..=count).map(|number| story.spawn(Some(main), &format!("numbered {number}"))).collect();
    for task in tasks {
        story.start(task);
        story.timer(task, 100);
        story.pending(task);
    }
    story
}

#[test]
fn many_are_counted_by_place_and_name() {
    let story = chips(10_000);
    let spawned = 3 + 10_000;
    let (_, names, places) = places_at(&story.trace, spawned);
    assert_eq!(places.ready.count, 10_001);
    let [Chip::Task(_), Chip::Task(_), Chip::Task(_), Chip::Group { name, count }] =
        places.ready.list[..]
    else {
        panic!("{:?}", places.ready.list)
    };
    assert_eq!((names.base(name), count), ("numbered", 9_998));

    let (state, names, places) = places_at(&story.trace, story.here());
    assert_eq!(at(&places, WaitsFor::Deadline(100_000)), [Chip::Group { name: 1, count: 10_000 }]);
    let words = Words { trace: &story.trace, state: &state, names: &names };
    assert_eq!(words.chip(Chip::Group { name: 1, count: 10_000 }), "10,000 × numbered");
    assert!(layout(&places, 500.0, |_| 5).chips.len() < 10);
}

#[test]
fn forty_are_still_shown_one_by_one() {
    let story = chips(39);
    assert_eq!(at(&now(&story), WaitsFor::Deadline(100_000)).len(), 39);
}

#[test]
fn many_deadlines_and_locks_give_way() {
    let mut story = Sample::begun(1);
    let main = story.main();
    for index in 0..12 {
        let one = story.spawn(Some(main), "one");
        story.start(one);
        story.timer(one, 10 + index);
        story.pending(one);
    }
    let locks: Vec<_> = (0..12).map(|_| story.resource(ResourceKind::Mutex, "lock", 0)).collect();
    let last = story.spawn(Some(main), "last");
    story.start(last);
    story.op(last, locks[11], Op::Acquire, OpPhase::Waiting);
    story.pending(last);
    let places = now(&story);
    assert_eq!(at(&places, WaitsFor::Later).len(), 6);
    // Who is waited for is never left out.
    assert_eq!(at(&places, WaitsFor::Resource(locks[11])), [Chip::Task(last)]);
    assert_eq!(places.unseen, 4);
}

fn spot(layout: &Layout, task: TaskId) -> Spot {
    layout.chip(task).expect("a chip").spot
}

#[test]
fn chips_stand_inside_their_boxes_and_apart() {
    for width in [340.0, 520.0, 900.0] {
        for position in 0..=deadlock().here() {
            let story = deadlock();
            let (state, names, places) = places_at(&story.trace, position);
            let words = Words { trace: &story.trace, state: &state, names: &names };
            let layout = layout(&places, width, |chip| words.chars(chip));
            assert_eq!(layout.chips.len(), state.tasks.len(), "each task has one chip");
            for placed in &layout.chips {
                let area = placed.area;
                assert!(area.x >= 0.0 && area.right() <= width, "{placed:?} in {width}");
                assert!(area.y >= 0.0 && area.bottom() <= layout.size.1, "{placed:?}");
                let beside = |other: &&_| {
                    let other: &scene::runtime::layout::Placed = other;
                    other.chip != placed.chip && other.area.y == area.y
                };
                for other in layout.chips.iter().filter(beside) {
                    let apart = other.area.x >= area.right() || area.x >= other.area.right();
                    assert!(apart, "{placed:?} and {other:?}");
                }
            }
        }
    }
}

#[test]
fn a_circle_is_told_at_the_end_only() {
    let story = deadlock();
    let (state, names, places) = places_at(&story.trace, story.here());
    let words = Words { trace: &story.trace, state: &state, names: &names };
    let [circle] = &words.cycles()[..] else { panic!("{:?}", words.cycles()) };
    let arcs: Vec<_> = circle
        .iter()
        .map(|arc| (arc.task.index(), arc.resource.index(), arc.holder.index()))
        .collect();
    assert_eq!(arcs, [(1, 1, 2), (2, 0, 1)]);
    let said = words.lists(&places);
    let (_, circle) = said.last().expect("lists");
    assert_eq!(circle[0], "there waits for mutex right, held by back");

    let (state, names, _) = places_at(&story.trace, story.here() - 1);
    assert!(Words { trace: &story.trace, state: &state, names: &names }.cycles().is_empty());
}

#[test]
fn the_picture_is_told_in_lists() {
    let story = deadlock();
    let (state, names, places) = places_at(&story.trace, story.here());
    let words = Words { trace: &story.trace, state: &state, names: &names };
    let said: Vec<_> = words.lists(&places).into_iter().map(|(title, _)| title).collect();
    assert_eq!(
        said,
        [
            "Ready queue, 0 tasks",
            "Worker, idle",
            "Waiting for mutex left, held by there, 1 task",
            "Waiting for mutex right, held by back, 1 task",
            "Waiting for task there, 1 task",
            "Finished, 0 tasks",
            "Deadlock",
        ]
    );
}

#[test]
fn a_step_moves_what_it_is_about_and_back_again() {
    let story = deadlock();
    let trace = &story.trace;
    let woken = trace
        .events()
        .iter()
        .position(|event| matches!(event.kind, trace::EventKind::Wake { .. }))
        .expect("a wake");
    let (_, _, before) = scene(trace, woken);
    let (state, names, after) = scene(trace, woken + 1);
    let there = TaskId::from_index(1);
    assert!(matches!(spot(&before.layout, there), Spot::WaitsFor(_)));
    assert_eq!(spot(&after.layout, there), Spot::Ready);

    let moved = motion(trace, &state, &names, Some(&before), &after);
    assert!(moved.moves && moved.come.is_empty() && moved.gone.is_empty());

    // From far away there is no way to be shown, but what happened last stands there.
    let (_, _, start) = scene(trace, 0);
    let (state, names, end) = scene(trace, story.here() - 2);
    let moved = motion(trace, &state, &names, Some(&start), &end);
    assert!(!moved.moves);
    assert!(moved.wires.iter().all(|wire| wire.stays && !wire.moves));
}

#[test]
fn a_task_comes_out_of_who_spawned_it_and_goes_back_into_it() {
    let story = deadlock();
    let spawned = |name: &str| {
        let is = |event: &trace::Event| match event.kind {
            trace::EventKind::TaskSpawn { name: label, .. } => story.trace.label(label) == name,
            _ => false,
        };
        story.trace.events().iter().position(is).expect("a spawn")
    };
    let (old, _, before) = scene(&story.trace, spawned("there"));
    let (state, names, after) = scene(&story.trace, spawned("there") + 1);
    let came = motion(&story.trace, &state, &names, Some(&before), &after).come;
    let main = before.layout.chip(TaskId::from_index(0)).expect("main").area;
    assert_eq!(came.len(), 1);
    assert_eq!((came[0].placed.chip, came[0].other), (task(1), main));

    let gone = motion(&story.trace, &old, &names, Some(&after), &before).gone;
    assert_eq!(gone.len(), 1);
    assert_eq!((gone[0].placed.chip, gone[0].other), (task(1), main));
}

#[test]
fn a_waker_goes_to_the_lock_and_the_lock_to_its_taker() {
    let story = deadlock();
    let kinds: Vec<_> = (1..=story.here())
        .flat_map(|position| {
            let (_, _, before) = scene(&story.trace, position - 1);
            let (state, names, after) = scene(&story.trace, position);
            motion(&story.trace, &state, &names, Some(&before), &after).wires
        })
        .map(|wire| (wire.moved, wire.task.index()))
        .collect();
    let expected = [
        (Moved::Thing, 1),
        (Moved::Waker, 1),
        (Moved::Thing, 2),
        (Moved::Waker, 2),
        (Moved::Wake, 1),
        (Moved::Wake, 2),
        (Moved::Waker, 1),
        (Moved::Waker, 2),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_chip_leads_to_the_next_event_of_its_task() {
    let story = deadlock();
    let there = TaskId::from_index(1);
    let mut position = 0;
    let mut seen = Vec::new();
    for _ in 0..6 {
        position = next_of(&story.trace, position, there).expect("an event");
        seen.push(position);
    }
    assert!(seen.is_sorted());
    let running = State::after(&story.trace.events()[..seen[1]]).running;
    assert_eq!(running.iter().copied().collect::<Vec<_>>(), [(0, there)]);
    // After the last one it begins again.
    assert_eq!(next_of(&story.trace, story.here(), there), Some(seen[0]));
    assert_eq!(story.state().ended, Some(RunEnd::Deadlock));
}
