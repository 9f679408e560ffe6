//! How the released page holds a large trace, beside other viewers on the same one: `cargo xtask bench`.
//!
//! All get the same synthetic wheel events, one a frame, and frames are counted by
//! `requestAnimationFrame`. The figures are printed, never asserted: another machine has others.
//!
//! The environment says where things are, as for the tests; besides, `SPEEDSCOPE_URL` and
//! `PERFETTO_URL` are those viewers, and `SPEEDSCOPE_FOLDER` and `PERFETTO_FOLDER` what is served there
//! (optional all).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "it prints its table")]

mod session;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::By;
use trace::{
    Event, EventKind, HostKind, RunEnd, RunInfo, TaskEnd, TaskId, TaskKind, Trace, WakeHow, WokenBy,
};

use crate::session::{Session, variable};

/// Lanes of the trace, and how often each task is polled: a hundred events a lane, a million in all.
const TASKS: usize = 10_000;
const ROUNDS: usize = 33;

/// The program that runs ten thousand tasks live.
const PROGRAM: &str = "ten-thousand";

/// Frames that are counted for each kind of turning.
const FRAMES: u32 = 60;

/// For how many milliseconds at the most.
const MOST: u32 = 15_000;

/// What is turned: the kind, and the fields of the wheel event.
const TURNS: [(&str, &str); 4] = [
    ("zooming in", r#"{"deltaY": -24, "ctrlKey": true}"#),
    ("panning", r#"{"deltaX": 40}"#),
    ("zooming out", r#"{"deltaY": 24, "ctrlKey": true}"#),
    ("scrolling", r#"{"deltaY": 400}"#),
];

/// Answers with the milliseconds from one frame to the next, while the wheel turns over what is in
/// the middle of the first element that matches.
const TURN: &str = "
    const [selector, wheel, count, most] = arguments;
    const box = document.querySelector(selector).getBoundingClientRect();
    const [clientX, clientY] = [box.x + box.width * 0.6, box.y + box.height * 0.5];
    const target = document.elementFromPoint(clientX, clientY);
    const turn = { bubbles: true, cancelable: true, clientX, clientY, ...JSON.parse(wheel) };
    return new Promise(done => {
        const frames = [];
        const until = performance.now() + most;
        let last = null;
        const frame = now => {
            if (last !== null) frames.push(now - last);
            last = now;
            if (frames.length >= count || (now > until && frames.length > 2)) return done(frames);
            target.dispatchEvent(new WheelEvent('wheel', turn));
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });";

/// Notes the milliseconds until the condition holds and two frames have been painted: since a file was
/// chosen, or else since the page was asked for.
const OPENS: &str = "
    const condition = new Function('return Boolean(' + arguments[0] + ')');
    let start = 0;
    addEventListener('change', () => { start = performance.now(); }, true);
    const note = () => { window.openedAt = performance.now() - start; };
    const painted = () => requestAnimationFrame(note);
    const look = () => condition() ? requestAnimationFrame(painted) : setTimeout(look, 10);
    look();";

/// How long a page may take to open a trace.
const PATIENCE: Duration = Duration::from_secs(240);

/// Answers with the milliseconds that it takes to go to places all over the run, each with all views
/// but the canvases, which the next frame paints.
const SEEK: &str = "
    const slider = document.querySelector('.scrubber');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const channel = new MessageChannel();
    const task = () => new Promise(done => {
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
    });
    return (async () => {
        const times = [];
        for (let n = 1; n <= 20; n++) {
            await new Promise(requestAnimationFrame);
            const start = performance.now();
            set.call(slider, Math.floor(slider.max * (n * 0.618034 % 1)));
            slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
            await task();
            times.push(performance.now() - start);
        }
        return times;
    })();";

/// Answers with the milliseconds from frame to frame, for so many milliseconds.
const WATCH: &str = "
    const until = performance.now() + arguments[0];
    return new Promise(done => {
        const frames = [];
        let last = null;
        const frame = now => {
            if (last !== null) frames.push(now - last);
            last = now;
            if (now < until) requestAnimationFrame(frame); else done(frames);
        };
        requestAnimationFrame(frame);
    });";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let trace = made();
    println!("A trace of {} events on {TASKS} lanes:", trace.len());
    let file = std::env::temp_dir().join(format!("futurescope-{}.json", std::process::id()));
    trace.write_json("", create(&file)).expect("room for the trace");
    let own = own(&file).await;
    let _ = std::fs::remove_file(&file);
    let mut peers = Vec::new();
    for peer in PEERS {
        if let Some(measured) = peer.measured(&trace).await {
            peers.push((peer.name, measured));
        }
    }
    table(&own, &peers);
    live().await;
}

/// Prints what was measured; beside each peer's figure stands how much of it the page needs.
fn table(own: &Measured, peers: &[(&str, Measured)]) {
    print!("{:<40} {:>10} {:>12}", "", "budget", "Futurescope");
    for (name, _) in peers {
        print!(" {name:>20}");
    }
    println!();
    let line = |what: &str, budget: &str, figure: &dyn Fn(&Measured) -> f64| {
        let own = figure(own);
        print!("{what:<40} {budget:>10} {own:>9.0} ms");
        for (_, peer) in peers {
            let peer = figure(peer);
            print!(" {peer:>9.0} ms ({:>4.2})", own / peer);
        }
        println!();
    };
    line("open it", "2,000 ms", &|page| page.opened);
    for (number, (kind, _)) in TURNS.iter().enumerate() {
        for (share, name, budget) in [(0.5, "half", ""), (0.95, "95 %", "33 ms")] {
            let what = format!("{kind}: {name} of the frames within");
            line(&what, budget, &|page| part(&page.frames[number], share));
        }
    }
    println!("{:<51} {:>12.0} ms", "going to a place: 95 % within", part(&own.seeks, 0.95));
}

/// This page, with the trace opened from a file as a visitor does it.
async fn own(file: &Path) -> Measured {
    let session = Session::start().await;
    go(&session, &format!("{}#/join", variable("FUTURESCOPE_URL"))).await;
    opened(&session, "document.querySelector('[aria-label=Export]')").await;
    let click = "window.openedAt = null; document.querySelector('[aria-label=Export]').click();";
    session.driver.execute(click, vec![]).await.expect("the dialog");
    let input = session.driver.find(By::Css("#open-file")).await.expect("the input for files");
    let label = format!(
        "document.querySelector('.timeline-canvas canvas')?.ariaLabel?.includes('{TASKS} tasks')"
    );
    session.driver.execute(OPENS, vec![json!(label)]).await.expect("a page that answers");
    input.send_keys(file.to_string_lossy()).await.expect("a file can be chosen");
    let opened = noted(&session).await;
    let frames = turned(&session, ".timeline-canvas").await;
    let seeks = numbers(&ask(&session, SEEK, Vec::new()).await);
    end(session).await;
    Measured { opened, frames, seeks }
}

/// A viewer of traces that the page is measured beside.
struct Peer {
    name: &'static str,
    /// Its two variables begin with this.
    variables: &'static str,
    /// Its page, up to the address of the trace.
    page: &'static str,
    /// The trace is there.
    ready: &'static str,
    /// What the wheel is turned over the middle of.
    over: &'static str,
}

const PEERS: [Peer; 2] = [
    Peer {
        name: "speedscope",
        variables: "SPEEDSCOPE",
        page: "index.html#profileURL=",
        ready: "document.querySelectorAll('canvas').length > 1",
        over: "canvas",
    },
    Peer {
        name: "Perfetto",
        variables: "PERFETTO",
        page: "index.html#!/?url=",
        // While it works its search box says at what.
        ready: "document.title.startsWith('futurescope.json') && !/Loading|Running|Opening/.test(\
                document.querySelector('.pf-omnibox input, .omnibox input')?.placeholder ?? 'Loading')",
        over: "body",
    },
];

impl Peer {
    /// What it makes of the same trace, as it reads it; nothing if it is not there.
    async fn measured(&self, trace: &Trace) -> Option<Measured> {
        let folder = std::env::var_os(format!("{}_FOLDER", self.variables)).map(PathBuf::from)?;
        let file = folder.join("futurescope.json");
        trace.write_chrome(create(&file)).expect("room for the trace");
        let address = variable(&format!("{}_URL", self.variables));
        let session = Session::start().await;
        go(&session, &format!("{address}{}{address}futurescope.json", self.page)).await;
        let opened = opened(&session, self.ready).await;
        let frames = match opened.is_nan() {
            true => vec![Vec::new(); TURNS.len()],
            false => turned(&session, self.over).await,
        };
        end(session).await;
        let _ = std::fs::remove_file(&file);
        Some(Measured { opened, frames, seeks: Vec::new() })
    }
}

fn create(path: &Path) -> BufWriter<File> {
    let file = File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    BufWriter::new(file)
}

async fn go(session: &Session, address: &str) {
    session.driver.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
}

async fn end(session: Session) {
    // In case of doubt chromedriver ends the browser when it ends itself.
    let _ = session.driver.clone().quit().await;
}

async fn turned(session: &Session, selector: &str) -> Vec<Vec<f64>> {
    let mut frames = Vec::new();
    for (_, wheel) in TURNS {
        let turned = vec![json!(selector), json!(wheel), json!(FRAMES), json!(MOST)];
        frames.push(numbers(&ask(session, TURN, turned).await));
    }
    frames
}

/// What was measured of one page.
struct Measured {
    opened: f64,
    frames: Vec<Vec<f64>>,
    /// Going to places, where that is known how.
    seeks: Vec<f64>,
}

/// Waits until the page is open; the milliseconds that it took. A page that works on a large trace does
/// not answer meanwhile, which is no failure.
async fn opened(session: &Session, ready: &str) -> f64 {
    session.driver.execute(OPENS, vec![json!(ready)]).await.expect("a page that answers");
    noted(session).await
}

async fn noted(session: &Session) -> f64 {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let answer = session.driver.execute("return window.openedAt ?? null;", vec![]).await;
        if let Some(opened) = answer.ok().and_then(|answer| answer.json().as_f64()) {
            return opened;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    f64::NAN
}

/// Ten thousand tasks on the event loop: the page must go on to paint.
async fn live() {
    let session = Session::start().await;
    go(&session, &format!("{}#/{PROGRAM}", variable("FUTURESCOPE_URL"))).await;
    let label =
        "document.querySelector('.timeline-canvas canvas')?.ariaLabel?.includes('10001 tasks')";
    let simulated = opened(&session, label).await;
    println!("10,000 tasks simulated: the page stands after {simulated:.0} ms");
    session.driver.execute("document.querySelector('.run button').click();", vec![]).await.ok();
    let frames = numbers(&ask(&session, WATCH, vec![json!(4_000)]).await);
    let longest = frames.iter().copied().fold(0.0, f64::max);
    println!(
        "10,000 tasks live: {} frames in 4 s, 95 % within {:.0} ms, the longest {longest:.0} ms",
        frames.len(),
        part(&frames, 0.95)
    );
    end(session).await;
}

async fn ask(session: &Session, script: &str, arguments: Vec<Value>) -> Value {
    let answer = session.driver.execute(script, arguments).await;
    answer.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
}

fn numbers(answer: &Value) -> Vec<f64> {
    answer.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// What such a share of the figures does not exceed.
fn part(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// A run of ten thousand tasks that are woken and polled in turn, a hundred events each.
fn made() -> Trace {
    let run = RunInfo {
        program: "bench".to_owned(),
        host: HostKind::Simulated,
        seed: 0,
        workers: 1,
        knobs: Vec::new(),
    };
    let mut trace = Trace::new(run, Vec::new());
    let add = |trace: &mut Trace, at: u64, kind: EventKind| trace.push(Event { at, kind });
    add(&mut trace, 0, EventKind::RunStart);
    for task in 0..TASKS {
        let name = trace.intern(&format!("worker {task}"));
        let (task, kind) = (TaskId::from_index(task), TaskKind::Task);
        let spawn = EventKind::TaskSpawn { task, parent: None, name, kind, size: 64, site: None };
        add(&mut trace, 0, spawn);
    }
    for round in 0..ROUNDS {
        for number in 0..TASKS {
            let task = TaskId::from_index(number);
            let at = ((round * TASKS + number) * 2) as u64;
            if round > 0 {
                let (by, how) = (WokenBy::Host, WakeHow::ByValue);
                add(&mut trace, at, EventKind::Wake { task, by, how, resource: None });
            }
            let poll = EventKind::PollStart { task, number: round as u32 + 1, worker: 0 };
            add(&mut trace, at, poll);
            let ready = round + 1 == ROUNDS;
            let wakers = u16::from(!ready);
            add(&mut trace, at + 1, EventKind::PollEnd { task, ready, wakers });
            if ready {
                add(
                    &mut trace,
                    at + 1,
                    EventKind::TaskEnd { task, how: TaskEnd::Ready, value: None },
                );
            }
        }
    }
    add(&mut trace, (ROUNDS * TASKS * 2) as u64, EventKind::RunEnd { why: RunEnd::Done });
    trace
}
