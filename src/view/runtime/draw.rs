//! The picture as elements; `lines` draws what leads from one to another. Where they stand is in `rem`, so
//! that it grows with the text.

use playground::action::Hover;
use playground::plain::Plain;
use scene::runtime::around::{RADIUS, Station, station, stations, way};
use scene::runtime::layout::{Area, Layout, Placed, Spot};
use scene::runtime::motion::{Motion, Moved, Scene, Wire, same};
use scene::runtime::places::{Chip, Figure, Row, WaitsFor, figure as figure_of, name};
use scene::runtime::words::{Arc, Words, grouped, worker_title};
use trace::{HostKind, Micros, Phase, ResourceId, ResourceKind, RunEnd, TaskEnd, TaskId};
use yew::prelude::*;

use crate::view::colours::task_class;
use crate::view::tag::{Tag, classes, list, tag, truth};

/// What is drawn from.
pub struct Drawing<'a> {
    /// Words and names.
    pub words: Words<'a>,
    /// What stands where.
    pub scene: &'a Scene,
    /// What has moved.
    pub motion: &'a Motion,
    /// The cycles of a deadlock.
    pub cycles: &'a [Vec<Arc>],
    /// The time at the playhead.
    pub now: Micros,
    /// What is lit.
    pub hover: Hover,
    /// The task that was chosen.
    pub selected: Option<TaskId>,
}

/// Free places and permits that are drawn one by one.
const MOST_PIPS: u32 = 8;

impl Drawing<'_> {
    /// Whose turn of the loop it is.
    pub fn host(&self, simulated: Option<&'static str>) -> Tag {
        let state = self.words.state;
        let (host, does) = self.words.host(self.now);
        let stuck = matches!(state.ended, Some(RunEnd::Deadlock | RunEnd::Limit));
        let simulated = simulated.map(|what| {
            let why = "The page has one thread: these are simulated";
            tag!("span", "class" = "rt-simulated", "title" = why).child(format!("{what} simulated"))
        });
        tag!(
            "div",
            "class" =
                classes("rt-host", &[(self.words.turn().cause.is_some(), "has"), (stuck, "stuck")])
        )
        .child(simulated)
        .child(tag!("span", "class" = "rt-loop").child(host))
        .child(tag!("b").child(does))
    }

    /// The host's loop around it all, and where on it the thread is.
    pub fn around(&self) -> Tag {
        let trace = self.words.trace;
        let Layout { frame, ready, .. } = &self.scene.layout;
        let turn = self.words.turn();
        let stations = stations(trace.run.host, frame);
        let here = station(&stations, turn);
        let begins = turn.cause.is_some();
        let into = begins.then(|| {
            let (x, y) = stations[here].at;
            let area = Area { x, y, w: 0.0, h: ready.y - y };
            tag!("i", "class" = "rt-into", "style" = placed(&area))
        });
        let named = |(at, Station { name, at: (x, y), .. }): (usize, &Station)| {
            let style = format!("translate:{}rem {}rem", rem(*x), rem(*y));
            tag!(
                "span",
                "class" = classes("rt-station", &[(at == here, "here"), (begins, "has")]),
                "style" = style
            )
            .key(at)
            .child(*name)
        };
        let simulated = trace.run.host == HostKind::Simulated;
        let edge = |class: &'static str| {
            tag!(
                "rect",
                "class" = class,
                "x" = Plain(frame.x).to_string(),
                "y" = Plain(frame.y).to_string(),
                "width" = Plain(frame.w).to_string(),
                "height" = Plain(frame.h).to_string(),
                "rx" = Plain(RADIUS).to_string(),
                "pathLength" = "100",
            )
        };
        let forms = [(begins, "has"), (simulated, "simulated")];
        let over = || self.over(classes("rt-lines", &forms));
        let way = format!("--way:{}", Plain(way(&stations[here], turn)));
        tag!("div", "class" = "rt-around", "style" = way, "aria-hidden" = "true")
            .child(over().child(edge("rt-edge")))
            .child(tag!("div").child(list(stations.iter().enumerate().map(named))))
            .child(over().children(["rt-thread", "rt-thread hole"].map(edge)))
            .child(into)
    }

    /// The boxes with their titles, and the rows of what tasks wait for.
    pub fn ground(&self) -> Tag {
        let Scene { places, layout, .. } = self.scene;
        let many = places.workers.len() > 1;
        let none = |what: &'static str| tag!("em").child(what);
        let ready = boxed("rt-ready", &layout.ready)
            .child(title("Ready queue", places.ready.count))
            .child((places.ready.count == 0).then(|| none("empty")));
        let with_many = |one: &'static str, all: &'static str| if many { all } else { one };
        let done = boxed(with_many("rt-done", "rt-done many"), &layout.done)
            .child(title("Finished", places.done.count));
        let threads = |area: &Area, text: &'static str, count: usize| {
            boxed("rt-threads", area)
                .child(title(text, count))
                .child(tag!("small").child("simulated"))
        };
        let unseen = (places.unseen > 0).then(|| {
            let said = format!("and {} more locks and channels", grouped(places.unseen));
            tag!("em", "class" = "rt-unseen").child(said)
        });
        let parked = boxed("rt-parked", &layout.parked)
            .child(title("Waiting", places.parked))
            .child(places.rows.is_empty().then(|| none("nobody waits")))
            .child(unseen);
        let rows = places.rows.iter().zip(&layout.rows).map(|(row, (_, area))| self.row(row, area));
        tag!("div", "aria-hidden" = "true")
            .child(ready)
            .child(boxed(with_many("rt-polling", "rt-polling many"), &layout.polling))
            .children(layout.workers.iter().map(|(number, area)| self.worker(*number, area)))
            .child(done)
            .child(layout.threads.map(|area| threads(&area, "Threads", places.threads.count)))
            .child(layout.pool.map(|area| threads(&area, "Blocking pool", places.pool.count)))
            .child(parked)
            .children(rows)
            .children(layout.ghosts.iter().map(|ghost| self.ghost(ghost)))
    }

    /// A task that stands elsewhere, where it has left a waker too.
    fn ghost(&self, placed: &Placed) -> Tag {
        let Chip::Task(task) = placed.chip else { return tag!("i") };
        let name = name(self.words.trace, self.words.state, task);
        let forms =
            [(true, task_class(task)), (!placed.named, "small"), (self.is_lit(task), "lit")];
        tag!(
            "span",
            "class" = classes("rt-ghost", &forms),
            "style" = at(&placed.area),
            "data-task" = task.to_string(),
            "title" = format!("{name} has left a waker here too"),
        )
        .key(format!("{}-{task}", keyed('w', placed.spot.key())))
        .child(glyph(BELL))
        .child(tag!("span", "class" = "rt-text").child(name.to_owned()))
    }

    fn worker(&self, number: u16, area: &Area) -> Tag {
        let Scene { places, layout, .. } = self.scene;
        let polled = places.workers.get(usize::from(number)).and_then(|worker| worker.tasks.last());
        let numbered = polled.filter(|_| layout.numbers_polls);
        tag!("div", "class" = "rt-worker", "style" = placed(area))
            .key(usize::from(number))
            .child(title(worker_title(number, places.workers.len()), 0))
            .child(polled.is_none().then(|| tag!("em").child("idle")))
            .child(numbered.map(|task| tag!("em", "class" = "rt-poll").child(self.poll(*task))))
    }

    /// Which poll of a task it is.
    fn poll(&self, task: TaskId) -> String {
        let polls = self.words.state.task(task).map_or(0, |task| task.polls);
        format!("poll {}", grouped(polls as usize))
    }

    fn row(&self, row: &Row, area: &Area) -> Tag {
        let nobody = row.chips.count == 0;
        let rings =
            |wire: &&Wire| wire.moved == Moved::Wake && wire.waits_for == Some(row.waits_for);
        let rung = self.motion.wires.iter().find(rings);
        let ringing = rung.is_some_and(|wire| wire.moves && self.motion.moves);
        // That it has just rung is seen without motion, too.
        let has_rung = rung.is_some_and(|wire| wire.stays);
        let hung = (!nobody || !row.wakers.is_empty() || rung.is_some()).then(|| {
            tag!("i", "class" = classes("rt-bell", &[(has_rung, "rung"), (ringing, "rings")]))
                .key(rung.map_or(0, |wire| wire.event))
                .child(glyph(BELL))
        });
        let waits_for = tag!(
            "div",
            "class" = "rt-post",
            "style" = format!("width:{}rem", rem(self.scene.layout.label))
        )
        .child(self.mark(row))
        .child(self.label(row.waits_for))
        .children(hung);
        let free = nobody && row.wakers.is_empty();
        let mut arcs = self.cycles.iter().flatten();
        let stuck = arcs.any(|arc| WaitsFor::Resource(arc.resource) == row.waits_for);
        let aside = !self.cycles.is_empty() && !stuck;
        let forms = [(free, "free"), (stuck, "stuck"), (aside, "aside")];
        tag!("div", "class" = classes("rt-row", &forms), "style" = placed(area))
            .key(keyed('p', row.waits_for.key()))
            .child(waits_for)
    }

    /// The sign before a row's name: a clock's hand for a deadline.
    fn mark(&self, row: &Row) -> Tag {
        let WaitsFor::Deadline(deadline) = row.waits_for else {
            return glyph(self.sign(row.waits_for));
        };
        let whole = deadline.saturating_sub(row.since).max(1) as f64;
        let part = self.now.saturating_sub(row.since) as f64 / whole;
        let part = (part.clamp(0.0, 1.0) * 100.0).round();
        tag!("i", "class" = "rt-clock", "style" = format!("--part:{}%", Plain(part)))
    }

    fn sign(&self, waits_for: WaitsFor) -> &'static str {
        let kind = match waits_for {
            WaitsFor::Resource(id) => self.words.state.resources.get(&id).map(|found| found.kind),
            WaitsFor::Deadline(_) | WaitsFor::Later => {
                return "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11ZM8 5v3l2 1.5";
            }
            WaitsFor::Join(_) => return "M3 8h8M8 4.5 11.5 8 8 11.5M13.5 3.5v9",
            WaitsFor::Await(_) | WaitsFor::Unknown | WaitsFor::Others => {
                return "M3.5 8h.01M8 8h.01M12.5 8h.01";
            }
            WaitsFor::Lost => return "M4 4l8 8M12 4l-8 8",
        };
        match kind {
            Some(ResourceKind::Mutex | ResourceKind::RwLock) => {
                "M4 7.5h8v6H4ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"
            }
            Some(ResourceKind::Semaphore) => "M3 3.5h10M3 8h10M3 12.5h6",
            Some(ResourceKind::Notify) => BELL,
            Some(ResourceKind::Barrier) => "M8 2.5v11M3 5l2.5 3L3 11M13 5l-2.5 3 2.5 3",
            Some(ResourceKind::Watch) => {
                "M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8ZM8 6.8v2.4"
            }
            Some(ResourceKind::Once) => "M4 4h8v8H4Z",
            _ => "M2.5 5.5h9M9 3l2.5 2.5L9 8M13.5 10.5h-9M7 8l-2.5 2.5L7 13",
        }
    }

    fn label(&self, waits_for: WaitsFor) -> Html {
        let said = self.words.waits_for(waits_for);
        match waits_for {
            WaitsFor::Await(_) => {
                let code = tag!("code", "title" = said.clone()).child(said);
                list([tag!("span").child("awaits"), code])
            }
            WaitsFor::Lost => {
                tag!("span", "class" = "rt-lost").child("nobody holds the waker").html()
            }
            WaitsFor::Resource(id) => {
                let name = tag!("span", "class" = "rt-name").child(said);
                list([name.html(), self.figure(id)])
            }
            _ => tag!("span", "class" = "rt-name").child(said).html(),
        }
    }

    fn figure(&self, id: ResourceId) -> Html {
        let Some(resource) = self.words.state.resources.get(&id) else { return Html::default() };
        let title = self.words.figure(id);
        let figure = |said: String| {
            tag!("span", "class" = "rt-figure", "title" = title.clone()).child(said).html()
        };
        let pips = |class: &'static str, filled: u32, all: u32| {
            let pip = |pip| tag!("i", "class" = (pip < filled).then_some("full"));
            tag!("span", "class" = class, "title" = title.clone())
                .child(list((0..all).map(pip)))
                .html()
        };
        match figure_of(resource) {
            Figure::None | Figure::Messages(0) => Html::default(),
            Figure::Held(holder) => {
                let name = name(self.words.trace, self.words.state, holder).to_owned();
                let more = [(true, task_class(holder)), (self.is_lit(holder), "lit")];
                tag!(
                    "span",
                    "class" = classes("rt-held", &more),
                    "data-task" = holder.to_string(),
                    "title" = title,
                )
                .child(tag!("i", "class" = "mark"))
                .child(name)
                .html()
            }
            Figure::Free => figure("free".to_owned()),
            Figure::PassedOn => figure("passed on".to_owned()),
            Figure::Of { filled, all, free: true } if all <= MOST_PIPS => {
                pips("rt-pips permits", filled, all)
            }
            Figure::Of { filled, all, .. } if all <= MOST_PIPS => pips("rt-pips", filled, all),
            Figure::Messages(count) if count <= MOST_PIPS => pips("rt-pips", count, count),
            Figure::Of { filled, all, .. } => figure(format!("{filled}/{all}")),
            Figure::Messages(count) => figure(grouped(count as usize)),
            Figure::Arrived(here, all) => figure(format!("{here} of {all}")),
        }
    }

    /// The chips: tasks in the order of spawning, then groups.
    pub fn chips(&self) -> Tag {
        let layout = &self.scene.layout;
        let mut chips: Vec<(&Placed, Option<&Area>)> =
            layout.chips.iter().map(|placed| (placed, None)).collect();
        chips.extend(self.motion.gone.iter().map(|gone| (&gone.placed, Some(&gone.other))));
        // In the order of the tasks: an element that moves on the screen stays where it is in the document.
        let key = |at: usize| {
            let (placed, gone) = chips[at];
            (placed.chip, placed.spot, gone.is_some())
        };
        let order = trace::order(chips.len(), &mut |a, b| key(a) < key(b));
        let chips: Vec<_> = order.into_iter().map(|at| chips[at as usize]).collect();
        let first = chips.iter().position(|(placed, gone)| is_task(placed) && gone.is_none());
        let chip = |(index, (placed, gone)): (usize, &(&Placed, Option<&Area>))| match gone {
            Some(to) => self.gone(placed, to),
            None => self.chip(placed, first == Some(index)),
        };
        tag!("div", "role" = "group", "aria-label" = "Tasks")
            .children(chips.iter().enumerate().map(chip))
    }

    fn chip(&self, placed: &Placed, first: bool) -> Tag {
        let text = tag!("span", "class" = "rt-text").child(self.words.chip(placed.chip));
        let came = self.motion.come.iter().find(|come| same(&come.placed, placed));
        let came = came.filter(|_| self.motion.moves);
        let mut style = at(&placed.area);
        if let Some(came) = came {
            let (dx, dy) = (came.other.x - placed.area.x, came.other.y - placed.area.y);
            style += &format!(";--from:{}rem,{}rem", rem(dx), rem(dy));
        }
        let turn = self.motion.turns.iter().find(|turn| same(&turn.placed, placed));
        let turn = turn.filter(|_| self.motion.moves);
        if let Some(turn) = turn {
            let x = self.scene.layout.ready.x;
            for (name, x, y) in
                [("a", turn.other.x, turn.other.y), ("b", x, turn.other.y), ("c", x, placed.area.y)]
            {
                style += &format!(";--{name}:{}rem {}rem", rem(x), rem(y));
            }
        }
        let (rises, sinks) = match (turn, placed.spot) {
            (Some(_), Spot::Ready) => (true, false),
            (turn, _) => (false, turn.is_some()),
        };
        let forms = [
            (true, self.form(placed)),
            (!placed.named, "small"),
            (came.is_some(), "came"),
            (rises, "rises"),
            (sinks, "sinks"),
            (self.is_aside(placed), "aside"),
        ];
        let class = classes("rt-chip", &forms);
        let Chip::Task(task) = placed.chip else {
            return tag!("div", "class" = class, "style" = style).key(key(placed)).child(text);
        };
        if self.words.state.task(task).is_some_and(|task| task.phase == Phase::Running) {
            // The ring turns with what happens in the poll, not by itself.
            style += &format!(";--turn:{}deg", self.scene.position * 40);
        }
        let waits_for = match placed.spot {
            Spot::WaitsFor(waits_for) => Some(waits_for),
            _ => None,
        };
        let label = self.words.task(task, waits_for);
        let class = class.unwrap_or_default();
        let selected = self.selected == Some(task);
        let press = if selected { "again for what happens to it next" } else { "to choose it" };
        let title = format!("{label}. Press {press}.");
        let more = [(true, task_class(task)), (self.is_lit(task), "lit"), (selected, "selected")];
        let class = classes(&class, &more);
        tag!(
            "button",
            "type" = "button",
            "style" = style,
            "tabindex" = if first { "0" } else { "-1" },
            "class" = class,
            "data-task" = task.to_string(),
            "aria-label" = label,
            "aria-pressed" = truth(selected),
            "title" = title,
        )
        .key(key(placed))
        .child(tag!("i", "class" = "mark"))
        .child(text)
    }

    /// A chip on its way out of the picture: the element that it was, seen no longer than that takes.
    fn gone(&self, placed: &Placed, to: &Area) -> Tag {
        let style = at(&Area { w: placed.area.w, ..*to });
        let Chip::Task(task) = placed.chip else {
            let class = "rt-chip group gone";
            return tag!("div", "class" = class, "style" = style, "aria-hidden" = "true")
                .key(key(placed));
        };
        let name = self.words.trace.task_name(task).to_owned();
        tag!(
            "button",
            "type" = "button",
            "style" = style,
            "tabindex" = "-1",
            "class" = classes("rt-chip gone", &[(true, task_class(task))]),
            "disabled" = "",
            "aria-hidden" = "true",
        )
        .key(key(placed))
        .child(tag!("i", "class" = "mark"))
        .child(tag!("span", "class" = "rt-text").child(name))
    }

    /// What a task does, told by the form of its chip.
    fn form(&self, placed: &Placed) -> &'static str {
        let Chip::Task(task) = placed.chip else { return "group" };
        let Some(task) = self.words.state.task(task) else { return "waiting" };
        match task.phase {
            Phase::Running if self.words.blocks(task, self.now) => "running blocks",
            Phase::Running if self.words.state.running.get(task.id).is_none() => "done",
            Phase::Running => "running",
            Phase::Scheduled if task.polls == 0 => "scheduled unpolled",
            Phase::Scheduled => "scheduled",
            Phase::Idle => "waiting",
            Phase::Done(TaskEnd::Ready) => "done",
            Phase::Done(TaskEnd::Cancelled) => "done cancelled",
            Phase::Done(TaskEnd::Panicked) => "done panicked",
        }
    }

    /// Whether a task is in no cycle, while there is one.
    fn is_aside(&self, placed: &Placed) -> bool {
        let is = |arc: &Arc| Chip::Task(arc.task) == placed.chip;
        !self.cycles.is_empty() && !self.cycles.iter().flatten().any(is)
    }

    fn is_lit(&self, task: TaskId) -> bool {
        self.hover.task == Some(task)
    }
}

fn is_task(placed: &Placed) -> bool {
    matches!(placed.chip, Chip::Task(_))
}

fn title(text: &'static str, count: usize) -> Tag {
    tag!("span", "class" = "rt-title")
        .child(text)
        .child((count > 0).then(|| tag!("b").child(grouped(count))))
}

fn boxed(class: &'static str, area: &Area) -> Tag {
    tag!("div", "class" = classes("rt-box", &[(true, class)]), "style" = placed(area))
}

const BELL: &str =
    "M4 11h8c-1-1-1.2-2-1.2-4a2.8 2.8 0 0 0-5.6 0c0 2-.2 3-1.2 4ZM7 13.3h2M8 2.7v1.2";

/// The bell that stands for a waker, apart from the picture.
pub fn bell() -> Tag {
    tag!("i", "class" = "rt-bell").child(glyph(BELL))
}

fn glyph(path: &'static str) -> Tag {
    tag!(
        "svg",
        "class" = "icon",
        "viewBox" = "0 0 16 16",
        "aria-hidden" = "true",
        "focusable" = "false"
    )
    .child(tag!("path", "d" = AttrValue::Static(path)))
}

fn key(placed: &Placed) -> String {
    match placed.chip {
        Chip::Task(task) => format!("t{task}"),
        Chip::Group { name, .. } => format!("g{name}{}", keyed('s', placed.spot.key())),
    }
}

fn keyed(what: char, (kind, number): (u32, u64)) -> String {
    format!("{what}{kind}-{number}")
}

/// In `rem`: whole pixels of the usual size of text.
pub(super) fn rem(pixels: f64) -> Plain {
    Plain(pixels.round() / 16.0)
}

fn at(area: &Area) -> String {
    format!("translate:{}rem {}rem;width:{}rem", rem(area.x), rem(area.y), rem(area.w))
}

fn placed(area: &Area) -> String {
    format!("{};height:{}rem", at(area), rem(area.h))
}
