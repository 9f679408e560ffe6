//! Each program of `crates/native/programs` prints the same on the real tokio as on the page's engine.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use trace::RunEnd;

#[test]
fn the_engine_orders_things_as_the_real_tokio_does() {
    let failures: Vec<String> =
        conformance::programs().iter().filter_map(|program| check(*program).err()).collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n\n"));
}

#[test]
fn there_are_programs_that_print() {
    assert!(conformance::programs().len() >= 25);
    for program in conformance::programs() {
        let (printed, end) = conformance::run(*program);
        assert!(printed.lines().count() > 2, "{} prints next to nothing", program.id);
        assert_eq!(end, Some(RunEnd::Done), "{}", program.id);
    }
}

/// Runs the program on both and compares what it prints.
fn check(program: engine::Program) -> Result<(), String> {
    let name = program.id;
    let output = Command::new(example(name)?)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{name}: does not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name}: ends badly on the real tokio: {}", output.status));
    }
    let real = String::from_utf8_lossy(&output.stdout);
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

/// The built example, or what to do so that there is one.
fn example(name: &str) -> Result<PathBuf, String> {
    // This test is target/<profile>/deps/order-…, the examples are in target/<profile>/examples.
    let test = std::env::current_exe().map_err(|error| error.to_string())?;
    let profile = test.ancestors().nth(2).ok_or("a test lies in deps")?;
    let path = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    match path.exists() {
        true => Ok(path),
        false => Err(format!(
            "{} is not built: give {name} an [[example]] in crates/native/Cargo.toml and run \
             `cargo test -p native`, which builds examples too",
            path.display()
        )),
    }
}
