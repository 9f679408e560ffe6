//! The standard library, compiled with the release page for size.
//!
//! The one that comes with Rust is made for speed, and each panic in it and in what uses it is put
//! together to be told. Visitors have no use for either: compiled anew, with panics that only end the
//! program, the page is a twelfth smaller. Rust does that from behind flags that are not stable, so
//! the page never needs it: where it cannot be done, the library that is there is linked.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Outcome;
use crate::project::Project;
use crate::tools::{self, WASM};

/// Said when a release build has the ordinary library.
const NOT_LEAN: &str = "This Rust cannot compile its standard library for size (that takes rustup and \
     a version that knows how): the page is somewhat larger, but works the same.";

/// What makes the stable compiler take flags that are not stable.
const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// What cargo is told. Not in its configuration, since everything but the release page is built
/// without.
const SETTINGS: [(&str, &str); 5] = [
    UNSTABLE,
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_RELEASE_PANIC", "immediate-abort"),
];

/// What the compiler is told: panics say nothing, so where they stand need not be known. And names
/// that say which type generic code was made for: wasm-opt puts functions in the order of their
/// names, and gzip likes those together that are alike.
const FLAGS: &str = "-Zlocation-detail=none -Csymbol-mangling-version=v0";

/// Makes sure that the library can be compiled; says so and returns `false` if it cannot.
///
/// # Errors
/// If its source cannot be installed.
pub fn ensure(project: &Project) -> Outcome<bool> {
    let possible = knows_how(project) && has_source(project)?;
    if !possible {
        println!("{NOT_LEAN}");
    }
    Ok(possible)
}

/// Makes `trunk`'s cargo compile the library.
pub fn set(trunk: &mut Command) {
    trunk.envs(SETTINGS);
    let given = std::env::var("RUSTFLAGS").unwrap_or_default();
    trunk.env("RUSTFLAGS", format!("{given} {FLAGS}").trim());
}

/// Asks the compiler, since the flags have changed before and may again.
fn knows_how(project: &Project) -> bool {
    let mut command = project.command("rustc");
    command
        .env(UNSTABLE.0, UNSTABLE.1)
        .args(["-Zunstable-options", "-Cpanic=immediate-abort"])
        .args(FLAGS.split(' '))
        .args(["--print", "cfg", "--target", WASM]);
    command.output().is_ok_and(|output| output.status.success())
}

/// Whether the library's source is there, after asking rustup for it.
fn has_source(project: &Project) -> Outcome<bool> {
    if source(project).is_some_and(|path| path.exists()) {
        return Ok(true);
    }
    if project.look_up("rustup").is_none() {
        return Ok(false);
    }
    tools::install_source(project)?;
    Ok(source(project).is_some_and(|path| path.exists()))
}

/// Where cargo looks for the source.
fn source(project: &Project) -> Option<PathBuf> {
    let output = project.command("rustc").args(["--print", "sysroot"]).output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(folder.trim()).join("lib/rustlib/src/rust/library/Cargo.lock"))
}
