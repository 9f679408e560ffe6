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

/// Opens a large trace in the page, and the same in speedscope where npm can get it, and in Perfetto
/// where Python has it.
fn at_scale(project: &Project, page: &LivePage) -> Outcome {
    let mut command = page.bench(project);
    let peers = [
        ("SPEEDSCOPE", tools::ensure_speedscope(project)?),
        ("PERFETTO", tools::perfetto(project)),
    ];
    let mut servers = Vec::new();
    for (name, folder) in peers {
        let Some(folder) = folder else { continue };
        let server = Server::start(&[&folder])?;
        command.env(format!("{name}_URL"), server.url()).env(format!("{name}_FOLDER"), folder);
        servers.push(server);
    }
    process::run(&mut command)
}
