//! Each program of `crates/native/programs` prints the same on the real tokio as on the page's engine.

#[allow(dead_code)]
mod programs;

use std::process::Stdio;

use trace::RunEnd;

#[test]
fn the_engine_orders_things_as_the_real_tokio_does() {
    assert!(conformance::programs().len() >= 25, "the programs were not found");
    let failures: Vec<String> =
        conformance::programs().iter().filter_map(|program| check(*program).err()).collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n\n"));
}

/// How often the real tokio is asked, so that an order which is free there is found out.
const ASKED: usize = 5;

/// Runs the program on both and compares what it prints.
fn check(program: engine::Compiled) -> Result<(), String> {
    let name = program.id;
    let real = on_real_tokio(name)?;
    for _ in 1..ASKED {
        if on_real_tokio(name)? != real {
            return Err(format!(
                "{name}: the real tokio does not print the same each time, so it can be no judge: \
                 leave out what has no order"
            ));
        }
    }
    if real.lines().count() < 3 {
        return Err(format!("{name}: prints next to nothing"));
    }
    // Once only: what a program keeps in a `static` is there for the next run of the process.
    let (ours, end) = conformance::run(program);
    let mut pairs = real.lines().zip(ours.lines());
    match pairs.position(|(real, ours)| real != ours) {
        None if real == ours && end == Some(RunEnd::Done) => Ok(()),
        None => Err(format!(
            "{name}: {} lines on the real tokio, {} here, which ended as {end:?}",
            real.lines().count(),
            ours.lines().count()
        )),
        Some(line) => {
            let around = |text: &str| {
                text.lines().skip(line.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n    ")
            };
            Err(format!(
                "{name}: line {} differs, which ended as {end:?}\n  real tokio\n    {}\n  here\n    {}",
                line + 1,
                around(&real),
                around(&ours)
            ))
        }
    }
}

fn on_real_tokio(name: &str) -> Result<String, String> {
    let output = programs::on_real_tokio(name)
        .stdin(Stdio::null())
        // Some programs panic, and are meant to: their stacks would bury what this test says.
        .env_remove("RUST_BACKTRACE")
        .output()
        .map_err(|error| format!("{name}: does not start: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!(
            "{name}: ends badly on the real tokio: {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}
