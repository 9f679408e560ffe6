//! The timeline in words: tooltips, and descriptions for readers who cannot see it.

use trace::{
    EventKind, HostKind, Micros, TaskEnd, TaskId, TaskKind, TurnCause, WakeHow, WokenBy,
    show_micros,
};

use crate::timeline::hit::Hit;
use crate::timeline::lanes::resources::{ResourceLane, Standing};
use crate::timeline::lanes::{
    Bar, BarKind, Form, Index, Lane, Left, OPEN, Stretch, TimerBar, TimerEnd, Turn,
};
use crate::timeline::scene::Scene;

/// The tooltip for what is under the pointer; `None` where none is needed.
pub fn words(scene: &Scene, hit: &Hit) -> Option<String> {
    match *hit {
        Hit::Axis => None,
        Hit::Task(task) => Some(of_task(scene, scene.lanes.lane(task)?)),
        Hit::Stretch(task, stretch) => Some(of_stretch(scene, task, stretch)),
        Hit::Bar(task, bar) => Some(of_bar(scene, task, bar)),
        Hit::Print(task, event) => of_print(scene, task, event),
        Hit::Wake(task, event) => {
            let (name, at) = (name(scene, task), show_micros(scene.at(event)));
            Some(format!("{name}: {}\nat {at}", woken(scene, event)))
        }
        Hit::End(task) => Some(of_end(scene, scene.lanes.lane(task)?)),
        Hit::Turn(turn) => Some(of_turn(scene, turn)),
        Hit::Resource(resource, step) => {
            Some(of_resource(scene, scene.lanes.resource(resource)?, step))
        }
        Hit::Timer(timer) => Some(of_timer(scene, timer)),
    }
}

/// The state of a resource: `held by reader #2`, `3 of 4 queued`.
pub fn standing(scene: &Scene, lane: &ResourceLane, step: &Standing) -> String {
    if let Some(holder) = step.holder {
        return format!("held by {}", name(scene, holder));
    }
    let Some(unit) = lane.unit() else {
        return if step.level > 0 { "set".to_owned() } else { "free".to_owned() };
    };
    let bounded = lane.capacity > 0 && lane.capacity >= lane.most && lane.capacity < u32::MAX / 2;
    match bounded && lane.full() == lane.capacity {
        true => format!("{} of {} {unit}", step.level, lane.capacity),
        false => format!("{} {unit}", step.level),
    }
}

/// How many tasks wait: `1 waits`, `3 wait`.
pub fn waiters(count: u32) -> String {
    format!("{count} wait{}", if count == 1 { "s" } else { "" })
}

fn of_stretch(scene: &Scene, task: TaskId, stretch: Stretch) -> String {
    let name = name(scene, task);
    let long = long(scene, stretch.start, stretch.end);
    let at = show_micros(scene.at(stretch.start));
    match stretch.form {
        Form::Polled { number } => {
            let result = result(scene, stretch.end);
            let worker = worker(scene, stretch.start);
            format!("{name}: poll {number}{worker}, {long}\nat {at}{result}")
        }
        Form::Scheduled { cause } => {
            format!("{name} is scheduled: {}\nwaited {long} for its poll", woken(scene, cause))
        }
        Form::Waiting { site } => {
            let what = site.map_or("to be woken", |site| scene.text(site));
            format!("{name}: waiting for {what}, {long}\nsince {at}")
        }
    }
}

fn of_bar(scene: &Scene, task: TaskId, bar: Bar) -> String {
    let name = name(scene, task);
    match bar.kind {
        BarKind::Await { site, dropped, .. } => {
            let end = match (bar.end, dropped) {
                (OPEN, _) => "not ready yet",
                (_, true) => "dropped before it was ready",
                _ => "until it was ready",
            };
            let long = long(scene, bar.start, bar.end);
            format!("{name}: awaiting {}\n{long}, {end}", scene.text(site))
        }
        BarKind::Kept { polls, .. } => {
            let what = kept(scene, bar.kind);
            let only = if polls == 0 { "\na future does nothing until it is polled" } else { "" };
            format!("{name}: {what}{only}")
        }
    }
}

fn of_print(scene: &Scene, task: TaskId, event: Index) -> Option<String> {
    let EventKind::Print { text, .. } = scene.event(event)?.kind else { return None };
    let (name, at) = (name(scene, task), show_micros(scene.at(event)));
    Some(format!("{name} printed at {at}\n{}", scene.trace.label(text).trim_end()))
}

fn of_turn(scene: &Scene, turn: Turn) -> String {
    let cause = match turn.cause {
        TurnCause::Microtask => "a microtask",
        TurnCause::Timer => "a timer",
        TurnCause::Message => "a message",
        TurnCause::Frame => "an animation frame",
    };
    let from = match scene.trace.run.host {
        HostKind::Browser => format!("one run of the executor, started by {cause}"),
        HostKind::Simulated => "one run of the executor".to_owned(),
    };
    let at = show_micros(scene.at(turn.start));
    format!("{from}\nat {at}, {}", long(scene, turn.start, turn.end))
}

fn of_timer(scene: &Scene, timer: TimerBar) -> String {
    let set = scene.at(timer.start);
    let whose = match timer.task {
        Some(task) => format!("timer of {}", name(scene, task)),
        None => "a timer".to_owned(),
    };
    let end = match timer.how {
        TimerEnd::Open => "due".to_owned(),
        TimerEnd::Fired => "came due".to_owned(),
        TimerEnd::Cancelled => format!("cancelled at {}, due", show_micros(scene.at(timer.end))),
    };
    format!(
        "{whose}, {}\nset at {}, {end} at {}",
        show_micros(timer.deadline.saturating_sub(set)),
        show_micros(set),
        show_micros(timer.deadline)
    )
}

fn of_resource(scene: &Scene, lane: &ResourceLane, step: Option<Standing>) -> String {
    let what = lane.kind.title(scene.trace.label(lane.name));
    let Some(step) = step else { return what };
    let wait = match step.waiters {
        0 => String::new(),
        waiters => format!(", {}", self::waiters(waiters)),
    };
    let long = long(scene, step.start, step.end);
    let (at, stands) = (show_micros(scene.at(step.start)), standing(scene, lane, &step));
    format!("{what}: {stands}{wait}\n{long}, since {at}")
}

/// Describes a row and its state at the playhead, for readers who cannot see it.
pub fn row(scene: &Scene, row: usize) -> String {
    let of = format!("lane {} of {}", row + 1, scene.layout.rows());
    let last = scene.position.saturating_sub(1) as Index;
    if let Some(lane) = scene.resource(row) {
        let after = lane.steps.partition_point(|step| step.start <= last);
        let step = lane.steps[..after].last().copied();
        return format!("{}, {of}", of_resource(scene, lane, step).replace('\n', ", "));
    }
    let Some(lane) = scene.lane(row) else { return String::new() };
    let hit = match (lane.ended, lane.stretch_at(last)) {
        (Some((end, _)), _) if end <= last => Hit::End(lane.task),
        (None, _) if lane.left.is_some() && scene.position >= scene.scale.events().len() => {
            Hit::End(lane.task)
        }
        (_, Some(stretch)) => Hit::Stretch(lane.task, *stretch),
        _ => Hit::Task(lane.task),
    };
    let folded = match scene.lanes.folded(lane.task) {
        Some(fold) => format!(", folded with {} tasks", fold.tasks),
        None => String::new(),
    };
    let said = words(scene, &hit).unwrap_or_default();
    format!("{}{folded}, {of}", said.replace('\n', ", "))
}

/// Describes the whole timeline, for readers who cannot see it. `of` names the run if there are two.
pub fn summary(of: &str, tasks: usize, polls: usize, duration: Micros) -> String {
    let (s, p) = (if tasks == 1 { "" } else { "s" }, if polls == 1 { "" } else { "s" });
    format!("Timeline{of}: {tasks} task{s}, {polls} poll{p}, {}", show_micros(duration))
}

/// Describes a kept future: `greet(): 0 polls`.
pub fn kept(scene: &Scene, kind: BarKind) -> String {
    let BarKind::Kept { name, site, polls, .. } = kind else { return String::new() };
    let made = match site {
        Some(site) => scene.text(site).to_owned(),
        None => scene.trace.label(name).to_owned(),
    };
    format!("{made}: {polls} poll{}", if polls == 1 { "" } else { "s" })
}

pub(crate) fn name<'a>(scene: &Scene<'a>, task: TaskId) -> &'a str {
    scene.lanes.lane(task).map_or("a task", |lane| scene.trace.label(lane.name))
}

fn long(scene: &Scene, from: Index, to: Index) -> String {
    show_micros(scene.at(to).saturating_sub(scene.at(from)))
}

/// Which thread polls, if it is not the only one.
fn worker(scene: &Scene, start: Index) -> String {
    match scene.event(start).map(|event| event.kind) {
        Some(EventKind::PollStart { worker: worker @ 1.., .. }) => format!(" on worker {worker}"),
        _ => String::new(),
    }
}

/// What a lane is, if it is not that of an ordinary task.
pub fn kind(lane: &Lane) -> Option<&'static str> {
    match lane.kind {
        TaskKind::Thread => Some("thread"),
        TaskKind::Blocking => Some("blocking thread"),
        TaskKind::Task | TaskKind::Local | TaskKind::BlockOn => None,
    }
}

fn result(scene: &Scene, end: Index) -> &'static str {
    match scene.event(end).map(|event| event.kind) {
        Some(EventKind::PollEnd { ready: true, .. }) => ", returned Ready",
        Some(EventKind::PollEnd { ready: false, .. }) => ", returned Pending",
        _ => "",
    }
}

/// What a wake or a spawn did.
fn woken(scene: &Scene, event: Index) -> String {
    match scene.event(event).map(|event| event.kind) {
        Some(EventKind::Wake { how: WakeHow::Yield, .. }) => "yielded to the others".to_owned(),
        Some(EventKind::Wake { task, by: WokenBy::Task(by), .. }) if by == task => {
            "woke itself".to_owned()
        }
        Some(EventKind::Wake { by: WokenBy::Task(by), .. }) => {
            format!("woken by {}", name(scene, by))
        }
        Some(EventKind::Wake { by: WokenBy::Timer(_), .. }) => "woken by a timer".to_owned(),
        Some(EventKind::Wake { by: WokenBy::Host, .. }) => "woken by the runtime".to_owned(),
        Some(EventKind::TaskSpawn { parent: Some(parent), .. }) => {
            format!("spawned by {}", name(scene, parent))
        }
        _ => "spawned".to_owned(),
    }
}

fn of_task(scene: &Scene, lane: &Lane) -> String {
    let polled = |form: Form| match form {
        Form::Polled { number } => Some(number),
        _ => None,
    };
    let polls = lane.stretches.iter().rev().find_map(|stretch| polled(stretch.form)).unwrap_or(0);
    let s = if polls == 1 { "" } else { "s" };
    let life = match lane.ended {
        Some((end, _)) => format!("{} from spawn to end", long(scene, lane.born, end)),
        None => "still alive".to_owned(),
    };
    let kind = kind(lane).map(|kind| format!(", a {kind}")).unwrap_or_default();
    format!("{}{kind}: {polls} poll{s}\n{life}", scene.trace.label(lane.name))
}

fn of_end(scene: &Scene, lane: &Lane) -> String {
    let name = scene.trace.label(lane.name);
    let Some((end, how)) = lane.ended else {
        return match lane.left {
            Some(Left::Circle(wanted)) => {
                let wanted = scene.lanes.resource(wanted);
                let what = wanted.map_or("a lock", |wanted| scene.trace.label(wanted.name));
                let holder = wanted.and_then(|wanted| wanted.steps.last()?.holder);
                let whose = match holder {
                    Some(holder) if holder == lane.task => "it holds itself".to_owned(),
                    Some(holder) => format!("{} holds", self::name(scene, holder)),
                    None => "is never free".to_owned(),
                };
                format!(
                    "{name} never ends: it is in a deadlock\nit waits for {what}, which {whose}"
                )
            }
            Some(Left::Open) => format!("{name} has not ended\nthe run was over before it"),
            None => of_task(scene, lane),
        };
    };
    let how = match how {
        TaskEnd::Ready => "finished",
        TaskEnd::Cancelled => "was cancelled: its future was dropped",
        TaskEnd::Panicked => "panicked",
    };
    format!("{name} {how}\nat {}", show_micros(scene.at(end)))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::timeline::scene::drawn;
    use playground::action::Axis;
    use sample::Sample;

    #[test]
    fn at_the_end_of_a_deadlock_its_lanes_say_so() {
        let trace = sample::deadlocked();
        let said = |position| {
            let said = RefCell::new(Vec::new());
            drawn(&trace, Axis::Elastic, position, |scene| {
                said.borrow_mut().extend((0..4).map(|at| row(scene, at)));
            });
            said.into_inner()
        };
        let at_end = said(trace.len());
        assert!(at_end[0].starts_with("main has not ended, the run was over"), "{at_end:?}");
        let there = "there never ends: it is in a deadlock, it waits for right, which back holds";
        assert!(at_end[1].starts_with(there), "{at_end:?}");
        assert!(at_end[3].starts_with("done finished"), "{at_end:?}");
        let before = said(trace.len() - 1);
        assert!(before[1].starts_with("there: waiting"), "{before:?}");
    }

    #[test]
    fn a_wait_is_no_longer_than_its_run_where_a_longer_one_stands_beside_it() {
        drawn(&sample::deadlocked(), Axis::Time, 0, |scene| {
            let later = Scene { now: 200_000, ..*scene };
            let main = scene.lane(0).expect("main's lane");
            let wait = *main.stretches.last().expect("a wait");
            let said = words(&later, &Hit::Stretch(main.task, wait)).unwrap_or_default();
            assert!(said.contains(", 100 ms"), "{said}");
        });
    }

    #[test]
    fn who_polls_is_said_where_it_is_not_the_only_one() {
        let mut sample = Sample::new();
        let main = sample.spawn(None, "main");
        let job = sample.spawn_kind(Some(main), "job", TaskKind::Task);
        let disk = sample.spawn_kind(Some(main), "disk", TaskKind::Blocking);
        sample.start(main);
        sample.ms(1);
        sample.pending(main);
        sample.start_on(job, 2);
        sample.ms(3);
        sample.done(job);
        drawn(&sample.trace, Axis::Time, 0, |scene| {
            let poll = |task| {
                let lane = scene.lanes.lane(task).expect("a lane");
                let polled = |s: &&Stretch| matches!(s.form, Form::Polled { .. });
                *lane.stretches.iter().find(polled).expect("a poll")
            };
            let said = |hit| words(scene, &hit).unwrap_or_default();
            assert!(said(Hit::Stretch(main, poll(main))).starts_with("main: poll 1, 1 ms"));
            let job_said = said(Hit::Stretch(job, poll(job)));
            assert!(job_said.starts_with("job: poll 1 on worker 2, 2 ms"), "{job_said}");
            assert!(said(Hit::Task(disk)).starts_with("disk, a blocking thread: 0 polls"));
        });
    }
}
