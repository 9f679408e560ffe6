//! `cargo xtask picture`: draws what README.md shows.

use crate::failure::Outcome;
use crate::live::LivePage;
use crate::process;
use crate::project::Project;
use crate::release::Released;

/// The test that draws; tests/end_to_end/pictures.rs has the table of what is drawn.
const TEST: &str = "pictures";

/// Writes the pictures into docs/.
///
/// # Errors
/// If the page does not build or does not get ready for its picture.
pub fn run(project: &Project) -> Outcome {
    let folder = project.root().join("docs");
    let page = LivePage::start(project, &mut Released::default())?;
    let mut command = page.tests(project);
    command.env("FUTURESCOPE_PICTURES", &folder).args(["--quiet", "--", TEST]);
    process::run(&mut command)?;
    println!("The pictures are in {}.", folder.display());
    Ok(())
}
