//! `cargo xtask serve`: the page on this machine, rebuilt on every change.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::args::ServeOptions;
use crate::failure::{Failure, Outcome};
use crate::process::Running;
use crate::project::Project;
use crate::release::{self, Profile};
use crate::{http, port, tools};

/// Runs until it is interrupted.
///
/// # Errors
/// If the port is taken, a tool is missing, or trunk ends by itself.
pub fn run(project: &Project, options: &ServeOptions) -> Outcome {
    // First, since installing and building may take minutes.
    port::require_free(options.port)?;
    tools::ensure(project)?;
    let profile = if options.release { Profile::release(project)? } else { Profile::Debug };

    println!("Building Futurescope (the first time takes some minutes) ...");
    // Not `dist`, where tests and publishing expect a page without trunk's live reload.
    let output = project.root().join("target").join("serve");
    let mut command = release::trunk(project, "serve", profile);
    command
        .args(["--address", "127.0.0.1", "--port", &options.port.to_string()])
        .arg("--dist")
        .arg(&output);
    if options.open {
        command.arg("--open");
    }
    let start = SystemTime::now();
    let mut trunk = Running::start(&mut command)?;
    wait_until_listening(&mut trunk, options.port)?;
    announce(&output, start, options.port);
    trunk.wait()
}

/// Trunk listens after its first build, whether that succeeded or not.
fn wait_until_listening(trunk: &mut Running, port: u16) -> Outcome {
    // Any answer will do: without a build it is a 404.
    while http::get(port, "/").is_err() {
        if trunk.has_ended() {
            return Err(Failure::new("Trunk ended before it served, see above."));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn announce(output: &Path, start: SystemTime, port: u16) {
    let address = format!("http://127.0.0.1:{port}/");
    let built = output.join("index.html").metadata();
    let is_fresh = built.and_then(|data| data.modified()).is_ok_and(|time| time >= start);
    if is_fresh {
        println!("Futurescope is at {address} (Ctrl-C ends it)");
    } else {
        println!("The build failed, see above. Once it compiles, Futurescope is at {address}");
    }
}
