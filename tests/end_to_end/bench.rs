//! How the released page holds a large trace, beside other viewers on the same one: `cargo xtask bench`.
//!
//! All get the same synthetic wheel events, one a frame, and frames are counted by
//! `requestAnimationFrame`. The figures are printed, never asserted: another machine has others.
//!
//! The environment says where things are, as for the tests; besides, `SPEEDSCOPE_URL` and
//! `PERFETTO_URL` are those viewers, if they are there, and `TRACES` is a folder whose files both serve
//! beside their own.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "it prints its table")]

mod context;
mod session;
#[allow(dead_code, reason = "the tests use all of it")]
mod traffic;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sample::Sample;
use serde_json::{Value, json};
use thirtyfour::By;
use trace::{RunEnd, TaskKind, Trace, WokenBy};

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

/// Notes the milliseconds from one frame to the next, while the wheel turns over what is in the middle
/// of the first element that matches. What scrolls by itself does so by wheels of the visitor's only, so
/// that is done for it.
const TURN: &str = "
    const [selector, wheel, count, most] = arguments;
    const box = document.querySelector(selector).getBoundingClientRect();
    const [clientX, clientY] = [box.x + box.width * 0.6, box.y + box.height * 0.5];
    const target = document.elementFromPoint(clientX, clientY);
    const scrolls = element => element.scrollHeight > element.clientHeight
        && /auto|scroll/.test(getComputedStyle(element).overflowY);
    let scroller = target;
    while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
    const turn = { bubbles: true, cancelable: true, clientX, clientY, ...JSON.parse(wheel) };
    const frames = [];
    const until = performance.now() + most;
    let last = null;
    const frame = now => {
        if (last !== null) frames.push(now - last);
        last = now;
        if (frames.length >= count || (now > until && frames.length > 2)) {
            notes.turned = frames;
            return;
        }
        const goes = target.dispatchEvent(new WheelEvent('wheel', turn));
        if (goes && !turn.ctrlKey) scroller?.scrollBy(turn.deltaX ?? 0, turn.deltaY ?? 0);
        requestAnimationFrame(frame);
    };
    const notes = window.notes;
    notes.turned = null;
    requestAnimationFrame(frame);";

/// Notes the milliseconds until the trace is there and painted, and until the page has settled: the first
/// of sixty frames in a row that came without delay while it was not busy. Both are counted since the
/// trace was asked for: since a file was chosen or else its download began.
const OPENS: &str = "
    const [ready, busy] = Array.from(arguments, text => new Function(`return Boolean(${text})`));
    let chosen = 0;
    addEventListener('change', () => { chosen = performance.now(); }, true);
    const asked = () => performance.getEntriesByType('resource')
        .find(entry => entry.name.endsWith('/futurescope.json'))?.startTime ?? chosen;
    const notes = window.notes = {};
    let [last, painted, quiet, first] = [0, 0, 0, 0];
    const look = now => {
        const delay = now - last;
        last = now;
        painted = ready() ? painted + 1 : 0;
        if (painted === 2) notes.openedAt ??= performance.now() - asked();
        quiet = painted > 1 && delay < 250 && !busy() ? quiet + 1 : 0;
        if (quiet === 1) first = performance.now() - asked();
        if (quiet < 60) requestAnimationFrame(look); else notes.settledAt = first;
    };
    requestAnimationFrame(look);";

/// How long a page may take to open a trace and to settle, and for each kind of turning.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the trace is called where the other viewers find it.
const TRACE: &str = "futurescope.json";

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
    let folder = PathBuf::from(variable("TRACES"));
    let file = folder.join("bench.json");
    trace.write_json("", create(&file)).expect("room for the trace");
    let own = own(&file).await;
    let _ = std::fs::remove_file(&file);
    let file = folder.join(TRACE);
    trace.write_chrome(create(&file)).expect("room for the trace");
    drop(trace);
    let mut peers = Vec::new();
    for peer in &PEERS {
        if let Some(measured) = peer.measured().await {
            peers.push((peer.name, measured));
        }
    }
    let _ = std::fs::remove_file(&file);
    table(&own, &peers);
    live().await;
}

/// Prints what was measured; behind each peer's figure stands how many times this page's it is.
fn table(own: &Measured, peers: &[(&str, Measured)]) {
    print!("{:<40} {:>10} {:>12}", "", "budget", "Futurescope");
    for (name, _) in peers {
        print!(" {name:>21}");
    }
    println!();
    let line = |what: &str, budget: &str, figure: &dyn Fn(&Measured) -> f64| {
        let own = figure(own);
        print!("{what:<40} {budget:>10} {own:>9.0} ms");
        for (_, peer) in peers {
            let peer = figure(peer);
            let times = format!("({:.1}x)", peer / own);
            print!(" {peer:>9.0} ms {times:>8}");
        }
        println!();
    };
    line("open it", "2,000 ms", &|page| page.opened);
    line("until it has settled", "", &|page| page.settled);
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
    println!("Futurescope opens it ...");
    let session = Session::start().await;
    go(&session, &format!("{}#/join", variable("FUTURESCOPE_URL"))).await;
    opened(&session, "document.querySelector('[aria-label=Export]')").await;
    let click = "document.querySelector('[aria-label=Export]').click();";
    session.driver().execute(click, vec![]).await.expect("the dialog");
    let input = session.driver().find(By::Css("#open-file")).await.expect("the input for files");
    let label = format!(
        "document.querySelector('.timeline-canvas canvas')?.ariaLabel?.includes('{TASKS} tasks')"
    );
    watch(&session, &label, "false").await;
    input.send_keys(file.to_string_lossy()).await.expect("a file can be chosen");
    let mut measured = measured(&session, ".timeline-canvas").await.expect("a page that answers");
    measured.seeks = numbers(&ask(&session, SEEK, Vec::new()).await);
    session.end().await;
    measured
}

/// A viewer of traces that the page is measured beside.
struct Peer {
    name: &'static str,
    /// The variable that has its address.
    variable: &'static str,
    /// Its page, up to the address of the trace.
    page: &'static str,
    /// The trace is there.
    ready: &'static str,
    /// It says that it still works on it.
    busy: &'static str,
    /// What the wheel is turned over the middle of.
    over: &'static str,
}

const PEERS: [Peer; 2] = [
    Peer {
        name: "speedscope",
        variable: "SPEEDSCOPE_URL",
        page: "index.html#profileURL=",
        ready: "document.querySelectorAll('canvas').length > 1",
        busy: "false",
        over: "canvas",
    },
    Peer {
        name: "Perfetto",
        variable: "PERFETTO_URL",
        page: "index.html#!/?url=",
        ready: "document.querySelector('.pf-track')",
        // While it works its search box says at what, and for a query a bar moves.
        busy: "document.querySelector('.pf-omnibox--message-mode, .pf-linear-progress--anim')",
        over: "body",
    },
];

impl Peer {
    /// What it makes of the same trace, as it reads it; nothing if it is not there or takes too long.
    async fn measured(&self) -> Option<Measured> {
        let address = std::env::var(self.variable).ok()?;
        println!("{} opens it ...", self.name);
        let session = Session::start().await;
        // Its page asks other hosts too; should they answer late, it is loaded late.
        let _ = session.driver().goto(format!("{address}{}{address}{TRACE}", self.page)).await;
        watch(&session, self.ready, self.busy).await;
        let measured = measured(&session, self.over).await;
        session.end().await;
        match measured {
            Ok(measured) => Some(measured),
            Err(late) => {
                let (name, seconds) = (self.name, PATIENCE.as_secs());
                println!("{name} is left out: it {late} within {seconds} s.");
                None
            }
        }
    }
}

fn create(path: &Path) -> BufWriter<File> {
    let file = File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    BufWriter::new(file)
}

async fn go(session: &Session, address: &str) {
    session.driver().goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
}

/// What was measured of one page.
struct Measured {
    opened: f64,
    settled: f64,
    frames: Vec<Vec<f64>>,
    /// Going to places, where that is known how.
    seeks: Vec<f64>,
}

/// Watches a page that opens a trace, and then turns the wheel over it. What it did not do in time is
/// the error.
async fn measured(session: &Session, over: &str) -> Result<Measured, String> {
    let missed = |what: &'static str| move || what.to_owned();
    let opened = noted(session, "openedAt").await.ok_or_else(missed("had not opened the trace"))?;
    let settled = noted(session, "settledAt").await.ok_or_else(missed("had not settled"))?;
    let mut frames = Vec::new();
    for (kind, wheel) in TURNS {
        let turned = vec![json!(over), json!(wheel), json!(FRAMES), json!(MOST)];
        tell(session, TURN, turned).await;
        let turned = noted(session, "turned").await;
        frames.push(numbers(&turned.ok_or_else(|| format!("did not answer to {kind}"))?));
    }
    let milliseconds = |noted: Value| noted.as_f64().unwrap_or(f64::NAN);
    let (opened, settled) = (milliseconds(opened), milliseconds(settled));
    Ok(Measured { opened, settled, frames, seeks: Vec::new() })
}

/// Has the page note when it has opened what it is about to open, and when it has settled.
async fn watch(session: &Session, ready: &str, busy: &str) {
    tell(session, OPENS, vec![json!(ready), json!(busy)]).await;
}

/// Waits until the page stands; the milliseconds that it took.
async fn opened(session: &Session, ready: &str) -> f64 {
    watch(session, ready, "false").await;
    noted(session, "openedAt").await.and_then(|opened| opened.as_f64()).unwrap_or(f64::NAN)
}

/// Has the page begin something. One that works on a large trace does not answer meanwhile, which is no
/// failure: it begins later, before it is asked for what it noted.
async fn tell(session: &Session, script: &str, arguments: Vec<Value>) {
    let _ = session.driver().execute(script, arguments).await;
}

/// What the page notes under a name, once it does, if it does so in time.
async fn noted(session: &Session, name: &str) -> Option<Value> {
    let script = format!("return window.notes?.{name} ?? null;");
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let answer = session.driver().execute(script.clone(), vec![]).await;
        if let Some(noted) = answer.ok().map(|answer| answer.json().clone())
            && !noted.is_null()
        {
            return Some(noted);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    None
}

/// Ten thousand tasks on the event loop: the page must go on to paint.
async fn live() {
    let session = Session::start().await;
    go(&session, &format!("{}#/{PROGRAM}", variable("FUTURESCOPE_URL"))).await;
    let label =
        "document.querySelector('.timeline-canvas canvas')?.ariaLabel?.includes('10001 tasks')";
    let simulated = opened(&session, label).await;
    println!("10,000 tasks simulated: the page stands after {simulated:.0} ms");
    session.driver().execute("document.querySelector('.run button').click();", vec![]).await.ok();
    let frames = numbers(&ask(&session, WATCH, vec![json!(4_000)]).await);
    let longest = frames.iter().copied().fold(0.0, f64::max);
    println!(
        "10,000 tasks live: {} frames in 4 s, 95 % within {:.0} ms, the longest {longest:.0} ms",
        frames.len(),
        part(&frames, 0.95)
    );
    session.end().await;
}

async fn ask(session: &Session, script: &str, arguments: Vec<Value>) -> Value {
    let answer = session.driver().execute(script, arguments).await;
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
    let mut sample = Sample::new();
    let spawn = |task| sample.spawn_kind(None, &format!("worker {task}"), TaskKind::Task);
    let tasks: Vec<_> = (0..TASKS).map(spawn).collect();
    for round in 0..ROUNDS {
        for (number, task) in tasks.iter().enumerate() {
            let at = ((round * TASKS + number) * 2) as u64;
            sample.micros(at);
            if round > 0 {
                sample.wake(*task, WokenBy::Host);
            }
            sample.start(*task);
            sample.micros(at + 1);
            match round + 1 == ROUNDS {
                true => sample.done(*task),
                false => sample.pending(*task),
            }
        }
    }
    sample.micros((ROUNDS * TASKS * 2) as u64);
    sample.finish(RunEnd::Done)
}
