//! Builds the page with trunk.

use std::process::Command;

use crate::failure::Outcome;
use crate::lean;
use crate::process;
use crate::project::Project;
use crate::tools;

/// Said when a release build has to do without wasm-opt.
pub const NOT_OPTIMISED: &str = "npm was not found, so wasm-opt cannot be installed: \
     this build is not optimised for size, but works the same.";

/// How the page is compiled.
#[derive(Clone, Copy)]
pub enum Profile {
    /// Quick to build, with debug assertions.
    Debug,
    /// As it is published.
    Release {
        /// Whether wasm-opt is there to make it smaller.
        optimised: bool,
        /// Whether the standard library can be compiled with it.
        lean: bool,
    },
}

impl Profile {
    /// The release profile, after installing what makes it small if that is possible.
    ///
    /// # Errors
    /// If npm or rustup is there but fails.
    pub fn release(project: &Project) -> Outcome<Self> {
        let optimised = tools::ensure_wasm_opt(project)?;
        Ok(Self::Release { optimised, lean: lean::ensure(project)? })
    }
}

/// Whether this run of xtask has built what is published: building it again takes a minute, though
/// nothing has changed.
#[derive(Default)]
pub struct Released(bool);

impl Released {
    /// Builds it unless that was done before.
    ///
    /// # Errors
    /// If a tool cannot be installed, or the page does not compile.
    pub fn ensure(&mut self, project: &Project) -> Outcome {
        if !self.0 {
            build(project)?;
            self.0 = true;
        }
        Ok(())
    }
}

/// Builds what is published, into `dist/`: the page with its policy and its worker, and the page in
/// one file.
///
/// # Errors
/// If a tool cannot be installed, or the page does not compile.
pub fn build(project: &Project) -> Outcome {
    tools::ensure(project)?;
    let profile = Profile::release(project)?;
    process::run(&mut trunk(project, "build", profile))
        .map_err(|failure| failure.stopping("The release build failed (see above)"))?;
    let mut bundle = project.command("cargo");
    bundle.args(["run", "--quiet", "--package", "bundle", "--"]).arg(project.dist());
    process::run(&mut bundle)
        .map_err(|failure| failure.stopping("The page was built, but not bundled (see above)"))
}

/// `trunk build` or `trunk serve`. Trunk never downloads a tool, since those on the path have the
/// versions it looks for; cargo may still download crates.
pub fn trunk(project: &Project, action: &str, profile: Profile) -> Command {
    let mut command = project.command("trunk");
    command.args([action, "--skip-version-check"]);
    // Where in trunk a build failed helps nobody; what the compiler said is above it.
    command.env("RUST_BACKTRACE", "0");
    match profile {
        Profile::Debug => {}
        Profile::Release { optimised, lean } => {
            match optimised {
                true => command.arg("--release"),
                // Without `--release` trunk leaves wasm-opt out, whatever index.html asks for.
                false => command.args(["--cargo-profile", "release"]),
            };
            if lean {
                lean::set(&mut command);
            }
        }
    }
    // Trunk 0.21 ends at once if NO_COLOR is anything but `true` or `false`.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").args(["--color", "never"]);
    }
    command
}
