//! The picture as elements. Where they stand is in `rem`, so that it grows with the text.

use trace::{HostKind, Micros, Phase, ResourceKind, RunEnd, TaskEnd, TaskId, TurnCause};
use yew::prelude::*;

use super::layout::{Area, Layout, Placed, Spot};
use super::motion::{Cargo, Motion, Scene, Wire};
use super::places::{Figure, Post, Row, Token, figure, name};
use super::words::{CAUSES, Words, grouped, worker_title};
use crate::action::Hover;
use crate::view::colours::task_class;

/// What is drawn from.
pub struct Drawing<'a> {
    /// Words and names.
    pub words: Words<'a>,
    /// What stands where.
    pub scene: &'a Scene,
    /// What has moved.
    pub motion: &'a Motion,
    /// The time at the playhead.
    pub now: Micros,
    /// What is lit.
    pub hover: Hover,
}

/// Free places and permits that are drawn one by one.
const MOST_PIPS: u32 = 8;

impl Drawing<'_> {
    /// Whose turn of the loop it is.
    pub fn host(&self, simulated: Option<&'static str>) -> Html {
        let state = self.words.state;
        let (host, does) = self.words.host(self.now);
        let cause = state.turn.cause.filter(|_| state.ended.is_none());
        let live = self.words.trace.run.host == HostKind::Browser;
        let stuck = matches!(state.ended, Some(RunEnd::Deadlock | RunEnd::Limit));
        let lit = |own: TurnCause| (cause == Some(own)).then_some("lit");
        html! {
            <div class={classes!("rt-host", cause.is_some().then_some("has"), stuck.then_some("stuck"))}>
                if let Some(what) = simulated {
                    <span class="rt-simulated" title="The page has one thread: these are simulated">
                        { format!("{what} simulated") }
                    </span>
                }
                <span class="rt-loop">{ host }</span>
                if live && state.ended.is_none() {
                    <span class="rt-causes">
                        { for CAUSES.iter().map(|(own, word)| html! {
                            <i class={classes!(lit(*own))}>{ *word }</i>
                        }) }
                    </span>
                }
                <b>{ does }</b>
            </div>
        }
    }

    /// The boxes with their titles, and the ways between them.
    pub fn ground(&self) -> Html {
        let Scene { places, layout, .. } = self.scene;
        let many = places.workers.len() > 1;
        let title = |text: &str, count: usize| {
            html! {
                <span class="rt-title">
                    { text }
                    if count > 0 {
                        <b>{ grouped(count) }</b>
                    }
                </span>
            }
        };
        html! {
            <>
                <div class="rt-box rt-ready" style={placed(&layout.ready)}>
                    { title("Ready queue", places.ready.count) }
                    if places.ready.count == 0 {
                        <em>{ "empty" }</em>
                    }
                </div>
                <div class={classes!("rt-box", "rt-crew", many.then_some("many"))}
                    style={placed(&layout.crew)} />
                { for layout.workers.iter().zip(&places.workers).map(|((number, area), worker)| {
                    let idle = worker.tasks.is_empty().then_some("idle");
                    html! {
                        <div key={*number} class={classes!("rt-worker", idle)} style={placed(area)}>
                            <span class="rt-title">
                                { worker_title(*number, places.workers.len()) }
                            </span>
                            if worker.tasks.is_empty() {
                                <em>{ "idle" }</em>
                            } else if layout.numbers_polls() {
                                <em class="rt-poll">{ self.poll(worker.tasks.last()) }</em>
                            }
                        </div>
                    }
                }) }
                <div class={classes!("rt-box", "rt-done", many.then_some("many"))}
                    style={placed(&layout.done)}>
                    { title("Finished", places.done.count) }
                </div>
                if let Some(area) = &layout.threads {
                    <div class="rt-box rt-threads" style={placed(area)}>
                        { title("Threads", places.threads.count) }
                        <small>{ "simulated" }</small>
                    </div>
                }
                if let Some(area) = &layout.pool {
                    <div class="rt-box rt-threads" style={placed(area)}>
                        { title("Blocking pool", places.pool.count) }
                        <small>{ "simulated" }</small>
                    </div>
                }
                <div class="rt-box rt-parked" style={placed(&layout.parked)}>
                    { title("Waiting", places.parked) }
                    if places.rows.is_empty() {
                        <em>{ "nobody waits" }</em>
                    }
                    if places.unseen > 0 {
                        <em class="rt-unseen">
                            { format!("and {} more locks and channels", grouped(places.unseen)) }
                        </em>
                    }
                </div>
                { for places.rows.iter().zip(&layout.rows).map(|(row, (_, area))| self.row(row, area)) }
            </>
        }
    }

    /// Which poll of a task it is.
    fn poll(&self, task: Option<&TaskId>) -> String {
        let polled = task.and_then(|task| self.words.state.task(*task));
        polled.map(|task| format!("poll {}", grouped(task.polls as usize))).unwrap_or_default()
    }

    fn row(&self, row: &Row, area: &Area) -> Html {
        let layout = &self.scene.layout;
        let empty = row.crowd.count == 0 && row.bells.is_empty();
        let rings = |wire: &&Wire| wire.cargo == Cargo::Wake && wire.post == Some(row.post);
        let rung = self.motion.wires.iter().find(rings);
        let ringing = rung.is_some_and(|wire| wire.moves && self.motion.moves);
        let label = format!("width:{}rem", rem(layout.label));
        html! {
            <div key={format!("{:?}", row.post)} class={classes!("rt-row", empty.then_some("free"))}
                style={placed(area)}>
                <div class="rt-post" style={label}>
                    { self.mark(row) }
                    { self.label(row.post) }
                    if row.crowd.count > 0 || rung.is_some() {
                        <i key={rung.map_or(0, |wire| wire.event)}
                            class={classes!("rt-bell", ringing.then_some("rings"))}>
                            { bell() }
                        </i>
                    }
                </div>
                if !row.bells.is_empty() {
                    <div class="rt-bells">
                        { for row.bells.iter().take(5).map(|task| html! {
                            <i class={classes!("rt-bell", task_class(*task))}
                                data-task={task.to_string()}
                                title={format!(
                                    "{} has left a waker here too",
                                    name(self.words.trace, self.words.state, *task)
                                )}>
                                { bell() }
                            </i>
                        }) }
                    </div>
                }
            </div>
        }
    }

    /// The sign before a row's name: a clock's hand for a deadline.
    fn mark(&self, row: &Row) -> Html {
        let Post::Deadline(deadline) = row.post else { return glyph(self.sign(row.post)) };
        let whole = deadline.saturating_sub(row.since).max(1) as f64;
        let part = self.now.saturating_sub(row.since) as f64 / whole;
        let part = (part.clamp(0.0, 1.0) * 100.0).round();
        html! { <i class="rt-clock" style={format!("--part:{part}%")} /> }
    }

    fn sign(&self, post: Post) -> &'static str {
        let kind = match post {
            Post::Resource(id) => self.words.state.resources.get(&id).map(|found| found.kind),
            Post::Deadline(_) | Post::Later => {
                return "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11ZM8 5v3l2 1.5";
            }
            Post::Join(_) => return "M3 8h8M8 4.5 11.5 8 8 11.5M13.5 3.5v9",
            Post::Await(_) | Post::Unknown => return "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Post::Lost => return "M4 4l8 8M12 4l-8 8",
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

    fn label(&self, post: Post) -> Html {
        let said = self.words.post(post);
        match post {
            Post::Await(_) => html! {
                <>
                    <span>{ "awaits" }</span>
                    <code title={said.clone()}>{ said }</code>
                </>
            },
            Post::Lost => html! { <span class="rt-lost">{ "nobody holds the waker" }</span> },
            Post::Resource(id) => html! {
                <>
                    <span class="rt-name">{ said }</span>
                    { self.figure(id) }
                </>
            },
            _ => html! { <span class="rt-name">{ said }</span> },
        }
    }

    fn figure(&self, id: trace::ResourceId) -> Html {
        let Some(resource) = self.words.state.resources.get(&id) else { return Html::default() };
        let title = self.words.figure(id);
        match figure(resource) {
            Figure::None => Html::default(),
            Figure::Held(holder) => {
                let name = name(self.words.trace, self.words.state, holder);
                html! {
                    <span class={classes!("rt-held", task_class(holder), self.lit(holder))}
                        data-task={holder.to_string()} {title}>
                        <i class="mark" />{ name }
                    </span>
                }
            }
            Figure::Free => html! { <span class="rt-figure">{ "free" }</span> },
            Figure::Of { filled, all, free } if all <= MOST_PIPS => html! {
                <span class={classes!("rt-pips", free.then_some("permits"))} {title}>
                    { for (0..all).map(|pip| html! {
                        <i class={(pip < filled).then_some("full")} />
                    }) }
                </span>
            },
            Figure::Of { filled, all, .. } => html! {
                <span class="rt-figure" {title}>{ format!("{filled}/{all}") }</span>
            },
            Figure::Messages(0) => Html::default(),
            Figure::Messages(count) if count <= MOST_PIPS => html! {
                <span class="rt-pips" {title}>
                    { for (0..count).map(|_| html! { <i class="full" /> }) }
                </span>
            },
            Figure::Messages(count) => {
                html! { <span class="rt-figure" {title}>{ grouped(count as usize) }</span> }
            }
            Figure::Arrived(here, all) => html! {
                <span class="rt-figure" {title}>{ format!("{here} of {all}") }</span>
            },
        }
    }

    /// The chips: tasks in the order of spawning, then groups.
    pub fn chips(&self) -> Html {
        let layout = &self.scene.layout;
        let mut chips: Vec<(&Placed, Option<&Area>)> =
            layout.chips.iter().map(|placed| (placed, None)).collect();
        chips.extend(self.motion.gone.iter().map(|gone| (&gone.placed, Some(&gone.other))));
        chips.sort_by_key(|(placed, gone)| (placed.token, placed.spot, gone.is_some()));
        let first = chips.iter().position(|(placed, gone)| is_task(placed) && gone.is_none());
        chips
            .iter()
            .enumerate()
            .map(|(index, (placed, gone))| match gone {
                Some(to) => self.gone(placed, to),
                None => self.chip(placed, first == Some(index)),
            })
            .collect()
    }

    fn chip(&self, placed: &Placed, first: bool) -> Html {
        let text = self.words.token(placed.token);
        let came = self.motion.come.iter().find(|come| super::motion::same(&come.placed, placed));
        let came = came.filter(|_| self.motion.moves);
        let mut style = at(&placed.area);
        if let Some(came) = came {
            let (dx, dy) = (came.other.x - placed.area.x, came.other.y - placed.area.y);
            style += &format!(";--from:{}rem,{}rem", rem(dx), rem(dy));
        }
        let class = classes!(
            "rt-chip",
            self.form(placed),
            (!placed.named).then_some("small"),
            came.is_some().then_some("came"),
        );
        let key = key(placed);
        let Token::Task(task) = placed.token else {
            return html! { <div {key} {class} {style}><span class="rt-text">{ text }</span></div> };
        };
        if self.is_running(task) {
            // The ring turns with what happens in the poll, not by itself.
            style += &format!(";--turn:{}deg", self.scene.position * 40);
        }
        let post = match placed.spot {
            Spot::Post(post) => Some(post),
            _ => None,
        };
        let label = self.words.task(task, post);
        html! {
            <button {key} type="button" {style} tabindex={if first { "0" } else { "-1" }}
                class={classes!(class, task_class(task), self.lit(task))}
                data-task={task.to_string()} aria-label={label.clone()} title={label}>
                <i class="mark" />
                <span class="rt-text">{ text }</span>
            </button>
        }
    }

    /// A chip on its way out of the picture: the element that it was, seen no longer than that takes.
    fn gone(&self, placed: &Placed, to: &Area) -> Html {
        let style = at(&Area { w: placed.area.w, ..*to });
        let key = key(placed);
        match placed.token {
            Token::Task(task) => html! {
                <button {key} type="button" {style} tabindex="-1" disabled=true aria-hidden="true"
                    class={classes!("rt-chip", "gone", task_class(task))}>
                    <i class="mark" />
                    <span class="rt-text">{ self.words.trace.task_name(task) }</span>
                </button>
            },
            Token::Group { .. } => html! {
                <div {key} {style} class="rt-chip group gone" aria-hidden="true" />
            },
        }
    }

    fn is_running(&self, task: TaskId) -> bool {
        self.words.state.task(task).is_some_and(|task| task.phase == Phase::Running)
    }

    /// What a task does, told by the form of its chip.
    fn form(&self, placed: &Placed) -> &'static str {
        let Token::Task(task) = placed.token else { return "group" };
        let Some(task) = self.words.state.task(task) else { return "waiting" };
        match task.phase {
            Phase::Running if self.words.blocks(task, self.now) => "running blocks",
            Phase::Running => "running",
            Phase::Scheduled if task.polls == 0 => "scheduled unpolled",
            Phase::Scheduled => "scheduled",
            Phase::Idle => "waiting",
            Phase::Done(TaskEnd::Ready) => "done",
            Phase::Done(TaskEnd::Cancelled) => "done cancelled",
            Phase::Done(TaskEnd::Panicked) => "done panicked",
        }
    }

    fn lit(&self, task: TaskId) -> Option<&'static str> {
        (self.hover.task == Some(task)).then_some("lit")
    }

    /// The lines: the ways that tasks go, what is on its way, and the circle of a deadlock.
    pub fn lines(&self) -> Html {
        let layout = &self.scene.layout;
        let (w, h) = layout.size;
        html! {
            <svg class="rt-lines" viewBox={format!("0 0 {w} {h}")} aria-hidden="true"
                focusable="false" style={format!("width:{}rem;height:{}rem", rem(w), rem(h))}>
                { ways(layout) }
                { for self.motion.wires.iter().map(|wire| self.wire(wire)) }
                { for self.words.circles().iter().flatten().enumerate().map(|(at, arc)| {
                    let from = layout.chip(arc.task).map(|placed| placed.area);
                    let to = layout.chip(arc.holder).map(|placed| placed.area);
                    let what = self.words.post(Post::Resource(arc.resource));
                    from.zip(to).map(|(from, to)| arc_of(at, w, (&from, &to), &what)).unwrap_or_default()
                }) }
            </svg>
        }
    }

    fn wire(&self, wire: &Wire) -> Html {
        let path = curve(wire.from, wire.to);
        let kind = match wire.cargo {
            Cargo::Wake => "wake",
            Cargo::Waker => "waker",
            Cargo::Thing => "thing",
        };
        let moves = wire.moves && self.motion.moves;
        let class = classes!("rt-wire", kind, task_class(wire.task));
        html! {
            <g key={format!("{}{}", wire.event, if wire.back { "b" } else { "" })} {class}>
                if wire.stays {
                    <path class="stays" d={path.clone()} />
                    <path class="tip" d={tip(wire.from, wire.to)} />
                }
                if moves {
                    <path class="pulse" d={path} pathLength="1" />
                }
            </g>
        }
    }
}

fn is_task(placed: &Placed) -> bool {
    matches!(placed.token, Token::Task(_))
}

/// Where tasks go: from the queue to the worker, from there to those that wait or are over, and back.
fn ways(layout: &Layout) -> Html {
    let Layout { ready, crew, done, parked, .. } = layout;
    let down = |x: f64, from: f64, to: f64| {
        format!("M{x} {}V{}M{} {}l4 4 4-4", from + 2.0, to - 3.0, x - 4.0, to - 7.0)
    };
    let x = ready.right() - 26.0;
    let low = layout.pool.or(layout.threads).map_or(crew.bottom(), |area| area.bottom());
    let middle = crew.y + crew.h.min(44.0) / 2.0;
    let left = ready.x - 11.0;
    let back = format!(
        "M{0} {1}H{2}V{3}H{4}M{5} {6}l4 4-4 4",
        parked.x - 2.0,
        parked.y + 13.0,
        left,
        ready.y + ready.h / 2.0,
        ready.x - 3.0,
        ready.x - 7.0,
        ready.y + ready.h / 2.0 - 4.0,
    );
    let out = format!(
        "M{} {middle}H{}M{} {}l-4 4 4 4",
        crew.x - 3.0,
        done.right() + 4.0,
        done.right() + 8.0,
        middle - 4.0
    );
    let word = |x: f64, y: f64, anchor: &'static str, text: &'static str| {
        html! { <text x={x.to_string()} y={y.to_string()} text-anchor={anchor}>{ text }</text> }
    };
    html! {
        <g class="rt-ways">
            <path d={down(x, ready.bottom(), crew.y)} />
            <path d={down(x, low, parked.y)} />
            <path d={out} />
            <path d={back} />
            { word(x - 8.0, ready.bottom() + 13.0, "end", "poll") }
            { word(x - 8.0, low + 13.0, "end", "pending") }
            { word(left + 6.0, ready.bottom() + 13.0, "start", "wake") }
        </g>
    }
}

/// A line that leaves and arrives upright.
fn curve((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    if (y1 - y2).abs() < 8.0 {
        return format!("M{x1} {y1}L{x2} {y2}");
    }
    let middle = (y1 + y2) / 2.0;
    format!("M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}")
}

/// A point where it arrives.
fn tip((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    let r = 3.0;
    let _ = (x1, y1);
    format!("M{} {y2}a{r} {r} 0 1 0 {} 0 {r} {r} 0 1 0 {} 0Z", x2 - r, 2.0 * r, -2.0 * r)
}

/// From who waits to who holds what it waits for, around the right, with its name.
fn arc_of(at: usize, width: f64, (from, to): (&Area, &Area), what: &str) -> Html {
    let down = to.y > from.y;
    let (x1, x2) = (from.right() + 2.0, to.right() + 5.0);
    let (y1, y2) = match (from.y - to.y).abs() < 1.0 {
        true => (from.y + 5.0, from.y + from.h - 5.0),
        false if down => (from.y + from.h - 7.0, to.y + 7.0),
        false => (from.y + 7.0, to.y + to.h - 7.0),
    };
    // Those down keep inside, those up go around them.
    let text = 12.0 + what.chars().count() as f64 * 7.0;
    let wide = if down { 36.0 } else { 132.0 };
    let room = (width - x1.max(x2) - text) / 0.75;
    // Where there is no room for one beside the other, the names stand one above the other.
    let narrow = room < 110.0;
    let reach = if narrow && down { room - 18.0 } else { f64::min(wide, room) };
    let reach = reach.max(20.0);
    let edge = x1.max(x2) + reach;
    let path = format!("M{x1} {y1}C{edge} {y1} {edge} {y2} {x2} {y2}");
    let head = format!("M{} {}l-5 4 5 4", x2 + 4.0, y2 - 4.0);
    let side = if narrow { room.max(20.0) } else { reach };
    let (x, y) = (x1.max(x2) + side * 0.75 + 6.0, (y1 + y2) / 2.0 + 4.0);
    let y = match (narrow, down) {
        (false, _) => y,
        (true, true) => y - 8.0,
        (true, false) => y + 8.0,
    };
    html! {
        <g key={format!("circle{at}")} class="rt-arc">
            <path d={path} />
            <path d={head} />
            <text x={x.to_string()} y={y.to_string()}>{ what }</text>
        </g>
    }
}

const BELL: &str =
    "M4 11h8c-1-1-1.2-2-1.2-4a2.8 2.8 0 0 0-5.6 0c0 2-.2 3-1.2 4ZM7 13.3h2M8 2.7v1.2";

fn bell() -> Html {
    glyph(BELL)
}

fn glyph(path: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={path} fill="none" stroke="currentColor" stroke-width="1.5"
                stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}

fn key(placed: &Placed) -> String {
    match placed.token {
        Token::Task(task) => format!("t{task}"),
        Token::Group { name, .. } => format!("g{name}{:?}", placed.spot),
    }
}

/// In `rem`: whole pixels of the usual size of text.
fn rem(pixels: f64) -> f64 {
    pixels.round() / 16.0
}

fn at(area: &Area) -> String {
    format!("translate:{}rem {}rem;width:{}rem", rem(area.x), rem(area.y), rem(area.w))
}

fn placed(area: &Area) -> String {
    format!("{};height:{}rem", at(area), rem(area.h))
}
