//! `cargo xtask bench`: the figures that the budgets are about.

use crate::failure::{Failure, Outcome};
use crate::live::LivePage;
use crate::project::Project;
use crate::server::Server;
use crate::{process, tools};

/// Measures the download size of the release build, then the engine, then how the page holds a large
/// trace, beside speedscope.
///
/// # Errors
/// If the page does not build, or the download is over its budget.
pub fn run(project: &Project) -> Outcome {
    let page = LivePage::start(project)?;
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

    println!();
    at_scale(project, &page)?;
    within_budget.map_err(|_| Failure::new("The download is not within its budget, see above."))
}

/// Opens a large trace in the page, and the same in speedscope where npm can get it.
fn at_scale(project: &Project, page: &LivePage) -> Outcome {
    let folder = tools::ensure_speedscope(project)?;
    let server = folder.as_deref().map(Server::start).transpose()?;
    let mut command = page.bench(project);
    if let (Some(folder), Some(server)) = (&folder, &server) {
        command.env("SPEEDSCOPE_URL", server.url()).env("SPEEDSCOPE_FOLDER", folder);
    }
    process::run(&mut command)
}
