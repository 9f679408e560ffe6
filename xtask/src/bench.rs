//! `cargo xtask bench`: the figures that the budgets are about.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::live::LivePage;
use crate::project::Project;
use crate::release::Released;
use crate::server::Server;
use crate::{process, size, tools};

/// Measures the download size of the release build, then the engine, then how the page holds a large
/// trace, beside other viewers; `perfetto` is the folder of one of them, if it is given.
///
/// # Errors
/// If the page does not build, there is no such folder, or the download is over its limit.
pub fn run(project: &Project, perfetto: Option<&Path>) -> Outcome {
    // First, since a folder that is not there should be said at once.
    let peers = [
        ("SPEEDSCOPE_URL", tools::ensure_speedscope(project)?),
        ("PERFETTO_URL", tools::perfetto(project, perfetto)?),
    ];
    let page = LivePage::start(project, &mut Released::default())?;
    println!();
    let within_limits = size::check(project);

    let mut speed = project.command("cargo");
    speed.args(["run", "--quiet", "--release", "--package", "facade", "--example", "bench"]);
    println!();
    process::run(&mut speed)?;

    println!();
    at_scale(project, &page, peers)?;
    within_limits
}

/// Opens a large trace in the page, and the same in the other viewers, each served from its folder.
fn at_scale(project: &Project, page: &LivePage, peers: [(&str, Option<PathBuf>); 2]) -> Outcome {
    let traces = project.root().join("target/bench");
    std::fs::create_dir_all(&traces)
        .map_err(|error| Failure::new(format!("{}: {error}.", traces.display())))?;
    let mut command = page.bench(project);
    command.env("TRACES", &traces);
    let mut servers = Vec::new();
    for (address, folder) in peers {
        let Some(folder) = folder else { continue };
        let server = Server::start(&[&folder, &traces])?;
        command.env(address, server.url());
        servers.push(server);
    }
    process::run(&mut command)
}
