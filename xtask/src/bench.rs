//! `cargo xtask bench`: the figures that the budgets are about.

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{process, release};

/// Measures the download size of the release build, then the engine.
///
/// # Errors
/// If the page does not build, or the download is over its budget.
pub fn run(project: &Project) -> Outcome {
    release::build(project)?;
    let mut size = project.command("cargo");
    size.args(["run", "--quiet", "--package", "xtask"])
        .args(["--example", "download_size", "--"])
        .arg(project.dist());
    println!();
    let within_budget = process::run(&mut size);

    let mut speed = project.command("cargo");
    speed.args(["run", "--quiet", "--release", "--package", "facade", "--example", "bench"]);
    println!();
    process::run(&mut speed)?;
    within_budget.map_err(|_| Failure::new("The download is not within its budget, see above."))
}
