//! How the released page holds a large trace, beside speedscope on the same one: `cargo xtask bench`.
//!
//! Both get the same synthetic wheel events, one a frame, and frames are counted by
//! `requestAnimationFrame`. The figures are printed, never asserted: another machine has others.
//!
//! The environment says where things are, as for the tests; besides, `SPEEDSCOPE_URL` is speedscope,
//! and `SPEEDSCOPE_FOLDER` what is served there (optional both).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "it prints its table")]

mod session;

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::session::{Session, variable};

/// The program, and how many tasks it has for a trace of more than a million events.
const PROGRAM: &str = "ten-thousand";
const TASKS: u64 = 77_000;

/// Frames that are counted for each kind of turning.
const FRAMES: u32 = 50;

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
    const [selector, wheel, count] = arguments;
    const box = document.querySelector(selector).getBoundingClientRect();
    const [clientX, clientY] = [box.x + box.width * 0.6, box.y + box.height * 0.5];
    const target = document.elementFromPoint(clientX, clientY);
    const turn = { bubbles: true, cancelable: true, clientX, clientY, ...JSON.parse(wheel) };
    return new Promise(done => {
        const frames = [];
        let last = null;
        const frame = now => {
            if (last !== null) frames.push(now - last);
            last = now;
            if (frames.length >= count) return done(frames);
            target.dispatchEvent(new WheelEvent('wheel', turn));
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });";

/// Notes the milliseconds since the page was asked for, once the condition holds and two frames have
/// been painted.
const OPENS: &str = "
    const condition = new Function('return Boolean(' + arguments[0] + ')');
    const painted = () => requestAnimationFrame(() => { window.openedAt = performance.now(); });
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
    let route = format!("{}#/{PROGRAM}?k.TASKS={TASKS}", variable("FUTURESCOPE_URL"));
    let (events, lanes) = export();
    println!("A trace of {events} events on {lanes} lanes:");
    let label = format!("{lanes} tasks");
    let ready = format!(
        "document.querySelector('.timeline-canvas canvas')?.ariaLabel?.includes('{label}')"
    );
    let own = measure(&route, &ready, ".timeline-canvas").await;
    let peer = match std::env::var("SPEEDSCOPE_URL") {
        Ok(address) => {
            let page = format!("{address}index.html#profileURL={address}futurescope.json");
            Some(measure(&page, "document.querySelectorAll('canvas').length > 1", "canvas").await)
        }
        Err(_) => None,
    };
    println!(
        "{:<34} {:>12} {:>12} {:>8} {:>10}",
        "", "Futurescope", "speedscope", "ratio", "budget"
    );
    let line = |what: &str, own: f64, peer: Option<f64>, budget: &str| {
        let (peer, ratio) = match peer {
            Some(peer) => (format!("{peer:.0} ms"), format!("{:.2}", own / peer)),
            None => ("-".to_owned(), "-".to_owned()),
        };
        println!("{what:<34} {:>12} {peer:>12} {ratio:>8} {budget:>10}", format!("{own:.0} ms"));
    };
    line("open it", own.opened, peer.as_ref().map(|peer| peer.opened), "2,000 ms");
    for (number, (kind, _)) in TURNS.iter().enumerate() {
        for (share, name, budget) in [(0.5, "half", ""), (0.95, "95 %", "33 ms")] {
            let peer = peer.as_ref().map(|peer| part(&peer.frames[number], share));
            let own = part(&own.frames[number], share);
            line(&format!("{kind}: {name} of the frames within"), own, peer, budget);
        }
    }
    line("go to a place: 95 % within", part(&own.seeks, 0.95), None, "");
    live().await;
}

/// What was measured of one page.
struct Measured {
    opened: f64,
    frames: Vec<Vec<f64>>,
    /// Going to places, where that is known how.
    seeks: Vec<f64>,
}

async fn measure(address: &str, ready: &str, selector: &str) -> Measured {
    let session = Session::start().await;
    session.driver.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    let opened = opened(&session, ready).await;
    let mut frames = Vec::new();
    for (_, wheel) in TURNS {
        let turned = vec![json!(selector), json!(wheel), json!(FRAMES)];
        frames.push(numbers(&ask(&session, TURN, turned).await));
    }
    let seeks = match selector {
        "canvas" => Vec::new(),
        _ => numbers(&ask(&session, SEEK, Vec::new()).await),
    };
    // In case of doubt chromedriver ends the browser when it ends itself.
    let _ = session.driver.clone().quit().await;
    Measured { opened, frames, seeks }
}

/// Waits until the page is open; the milliseconds that it took. A page that works on a large trace does
/// not answer meanwhile, which is no failure.
async fn opened(session: &Session, ready: &str) -> f64 {
    let start = Instant::now();
    let mut asked = false;
    while start.elapsed() < PATIENCE {
        if !asked {
            asked = session.driver.execute(OPENS, vec![json!(ready)]).await.is_ok();
        }
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
    let address = format!("{}#/{PROGRAM}", variable("FUTURESCOPE_URL"));
    session.driver.goto(&address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    let ready = "document.querySelector('.run button')";
    opened(&session, ready).await;
    session.driver.execute("document.querySelector('.run button').click();", vec![]).await.ok();
    let frames = numbers(&ask(&session, WATCH, vec![json!(4_000)]).await);
    let longest = frames.iter().copied().fold(0.0, f64::max);
    println!(
        "10,000 tasks live: {} frames in 4 s, 95 % within {:.0} ms, the longest {longest:.0} ms",
        frames.len(),
        part(&frames, 0.95)
    );
    let _ = session.driver.clone().quit().await;
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

/// Runs the same program here, and gives speedscope its trace. Returns its events and lanes.
fn export() -> (usize, usize) {
    let scenario = scenarios::find(PROGRAM).expect("the program is in the catalog");
    let program = scenario.variants[0].program;
    let knobs = program.knobs.iter().map(|knob| match knob.name {
        "TASKS" => knob.nearest(TASKS as i64),
        _ => knob.default,
    });
    let trace =
        engine::simulate(program, engine::Settings { knobs: knobs.collect(), ..settings() });
    let trace = trace.borrow();
    if let Some(folder) = std::env::var_os("SPEEDSCOPE_FOLDER") {
        let path = PathBuf::from(folder).join("futurescope.json");
        let file =
            File::create(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        trace.write_chrome(BufWriter::new(file)).expect("room for it");
    }
    let spawned = |event: &&trace::Event| matches!(event.kind, trace::EventKind::TaskSpawn { .. });
    (trace.len(), trace.events().iter().filter(spawned).count())
}

/// The bounds of the page.
fn settings() -> engine::Settings {
    let limits =
        engine::Limits { events: 1_500_000, polls: 250_000, tasks: 120_000, time: 600_000_000 };
    engine::Settings { limits, ..engine::Settings::default() }
}
