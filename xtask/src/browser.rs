//! Finds Chromium and its driver.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;

/// What Chromium is called on various systems.
const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where macOS keeps it, off the path.
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// A browser and the driver that speaks WebDriver for it.
pub struct Browser {
    /// The browser's program.
    pub chrome: PathBuf,
    /// chromedriver.
    pub driver: PathBuf,
}

/// Finds both; on Debian as root, installs what is missing.
///
/// # Errors
/// A sentence that names what is missing.
pub fn ensure(project: &Project) -> Outcome<Browser> {
    let is_complete = find_chrome(project)?.is_some() && find_driver(project)?.is_some();
    if !is_complete && can_apt_install(project) {
        apt_install(project)?;
    }
    let chrome = find_chrome(project)?
        .ok_or_else(|| missing("Chromium was not found", "CHROME", "chromium"))?;
    let driver = find_driver(project)?
        .ok_or_else(|| missing("chromedriver was not found", "CHROMEDRIVER", "chromium-driver"))?;
    Ok(Browser { chrome, driver })
}

fn find_chrome(project: &Project) -> Outcome<Option<PathBuf>> {
    let found = locate(project, "CHROME", BROWSERS)?;
    Ok(found.or_else(|| Some(PathBuf::from(MAC)).filter(|path| path.is_file())))
}

fn find_driver(project: &Project) -> Outcome<Option<PathBuf>> {
    locate(project, "CHROMEDRIVER", &["chromedriver"])
}

/// The file that `variable` names, else the first of `names` on the path.
fn locate(project: &Project, variable: &str, names: &[&str]) -> Outcome<Option<PathBuf>> {
    match std::env::var_os(variable) {
        Some(path) if Path::new(&path).is_file() => Ok(Some(path.into())),
        Some(path) => Err(Failure::new(format!(
            "The variable {variable} names {}, which is no file.",
            path.display()
        ))),
        None => Ok(names.iter().find_map(|name| project.look_up(name))),
    }
}

fn missing(what: &str, variable: &str, package: &str) -> Failure {
    Failure::new(format!(
        "{what}: install it (on Debian `apt-get install {package}`), or name its file in the \
         variable {variable}."
    ))
}

fn can_apt_install(project: &Project) -> bool {
    let is_root = || {
        let id = project.command("id").arg("-u").output();
        id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
    };
    Path::new("/etc/debian_version").is_file() && project.look_up("apt-get").is_some() && is_root()
}

fn apt_install(project: &Project) -> Outcome {
    println!("Installing Chromium and its driver from Debian (only once, about a minute) ...");
    // Without a font Chromium draws boxes, and it does not depend on one.
    let packages = ["chromium", "chromium-driver", "fonts-liberation"];
    let mut update = project.command("apt-get");
    update.args(["update"]);
    let mut install = project.command("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    for command in [&mut update, &mut install] {
        command.env("DEBIAN_FRONTEND", "noninteractive");
        let log = project.tools().join("install.log");
        process::run_quietly(command, &log)
            .map_err(|failure| failure.stopping("Installing Chromium failed (see above)"))?;
    }
    Ok(())
}
