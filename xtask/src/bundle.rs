//! `cargo xtask bundle`: what is published.

use crate::failure::Outcome;
use crate::project::Project;
use crate::release;

/// Builds it and says where it is.
///
/// # Errors
/// If a tool cannot be installed, or the page does not compile.
pub fn run(project: &Project) -> Outcome {
    release::build(project)?;
    println!("Put the folder {} on any static host, under any path.", project.dist().display());
    println!("Or take the file futurescope.html in it along: it needs no host and no network.");
    Ok(())
}
