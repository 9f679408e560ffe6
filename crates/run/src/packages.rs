//! The packages that cargo builds of a program, written into `target/run`.
//!
//! There are three, each with the edition of the program and with no more crates than it names: `marked`,
//! the program marked up and linked with the runner; `real`, the program as it is and the real crates,
//! which is only checked; and `plain`, the program unmarked and our crates, checked when it is to be found
//! out what ours lack.

use std::fs;
use std::path::{Path, PathBuf};

use instrument::Options;

use crate::offered::{Offered, Used};
use crate::subject::Subject;

/// How much of a program is marked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    All,
    Awaits,
}

/// Writes packages for one program.
pub struct Packages<'a> {
    /// The folder of Futurescope.
    pub root: &'a Path,
    pub subject: &'a Subject,
    pub offered: &'a Offered,
    pub used: &'a [Used],
}

/// What a package allows: it is judged as it is written, by `real`.
const ALLOWED: &str = "#![allow(warnings)]\n";

impl Packages<'_> {
    /// The folder that all packages are in.
    pub fn folder(&self) -> PathBuf {
        self.root.join("target/run")
    }

    /// The marked-up program; what it could not mark.
    ///
    /// # Errors
    /// A sentence with the place, if it cannot be marked up.
    pub fn marked(&self, marks: Marks) -> Result<(PathBuf, Vec<String>), String> {
        let flat = &self.subject.flat;
        let options = Options { blocking: marks == Marks::All, loops: true, ..Options::default() };
        let marked = instrument::mark_up_with(&flat.text, "", &options);
        let marked = marked.map_err(|error| {
            format!("{}:{}: {}", self.place(error.line), error.column, error.reason)
        })?;
        let unmarked = marked.unmarked.iter().map(|(line, reason)| {
            format!("{}: runs, but is not recorded: {reason}", self.place(*line))
        });
        let folder = self.folder().join("marked");
        let runner = self.root.join("crates/runner").display().to_string();
        let own = format!("runner = {{ path = {runner:?} }}\n");
        let crates = self.root.join("crates");
        let ours = |used: &Used| self.offered.ours(used, &crates);
        let name = self.subject.crate_name(self.used);
        let targets = format!(
            "[lib]\nname = {name:?}\npath = \"src/program.rs\"\n\
             [[bin]]\nname = \"program\"\npath = \"src/main.rs\"\n"
        );
        self.manifest(&folder, &targets, &(own + &self.dependencies(ours)), &self.patches())?;
        let code = instrument::relocated(&marked.code, self.subject.folder(), None);
        write(&folder.join("src/program.rs"), &(ALLOWED.to_owned() + &code))?;
        write(&folder.join("src/source.txt"), &flat.text)?;
        write(&folder.join("src/main.rs"), &MAIN.replace("program::", &format!("{name}::")))?;
        Ok((folder, unmarked.collect()))
    }

    /// The program and the real crates.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn real(&self) -> Result<PathBuf, String> {
        let folder = self.folder().join("real");
        let file = self.subject.file.display().to_string();
        let library = self.subject.library.as_ref().map(|(library, name)| {
            format!("[lib]\nname = {name:?}\npath = {:?}\n", library.display().to_string())
        });
        let targets = library.unwrap_or_default()
            + &format!("[[bin]]\nname = \"program\"\npath = {file:?}\n");
        self.manifest(&folder, &targets, &self.dependencies(|used| self.offered.real(used)), "")?;
        Ok(folder)
    }

    /// The program without marks and our crates.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn plain(&self) -> Result<PathBuf, String> {
        let folder = self.folder().join("plain");
        let text =
            instrument::as_written(&self.subject.flat.text, "").map_err(|error| error.reason)?;
        let crates = self.root.join("crates");
        let library = "[lib]\npath = \"src/lib.rs\"\n";
        let ours = self.dependencies(|used| self.offered.ours(used, &crates));
        self.manifest(&folder, library, &ours, &self.patches())?;
        write(
            &folder.join("src").join(PLAIN),
            &instrument::relocated(&text, self.subject.folder(), None),
        )?;
        write(
            &folder.join("src/lib.rs"),
            &format!("{ALLOWED}#[path = {PLAIN:?}]\nmod program;\n"),
        )?;
        Ok(folder)
    }

    /// Where a line of the program's text is, as the person who gave it knows it.
    pub fn place(&self, line: u32) -> String {
        let (path, line) = self.subject.flat.place(line as usize);
        format!("{}:{line}", path.display())
    }

    fn dependencies(&self, line: impl Fn(&Used) -> String) -> String {
        self.used.iter().map(line).collect()
    }

    /// What stands in the place of the system's randomness.
    fn patches(&self) -> String {
        let used = |entry: &str| self.used.iter().any(|used| used.entry == entry);
        let of = [("rand-08", "0.2"), ("rand-09", "0.3"), ("rand-010", "0.4")];
        let patch = |(_, version): &(&str, &str)| {
            let path = self.root.join("crates/getrandom").join(version).display().to_string();
            format!("[patch.crates-io]\ngetrandom = {{ path = {path:?} }}\n")
        };
        // At most one, since a program knows one crate by the name of `rand`.
        of.iter().find(|(entry, _)| used(entry)).map(patch).unwrap_or_default()
    }

    fn manifest(
        &self,
        folder: &Path,
        targets: &str,
        dependencies: &str,
        patches: &str,
    ) -> Result<(), String> {
        let manifest = self.subject.manifest.as_ref();
        let name = manifest.map_or("program", |manifest| &manifest.name);
        let version = manifest.map_or("0.1.0", |manifest| &manifest.version);
        let edition = self.subject.edition;
        let text = format!(
            "# Written by `cargo xtask run`.\n[package]\nname = {name:?}\nversion = {version:?}\n\
             edition = \"{edition}\"\npublish = false\nautobins = false\n{targets}\
             [dependencies]\n{dependencies}{patches}[workspace]\n{PROFILE}"
        );
        write(&folder.join("Cargo.toml"), &text)?;
        self.lock(folder)
    }

    /// The versions of crates are those that this project has been tested with.
    fn lock(&self, folder: &Path) -> Result<(), String> {
        let from = self.root.join("Cargo.lock");
        let known = fs::read(&from).map_err(|error| format!("{}: {error}.", from.display()))?;
        // Cargo takes out of the copy what a program does not need, so what it was made of is remembered.
        let origin = folder.join("Cargo.lock.origin");
        if fs::read(&origin).is_ok_and(|origin| origin == known)
            && folder.join("Cargo.lock").is_file()
        {
            return Ok(());
        }
        let copied =
            fs::write(folder.join("Cargo.lock"), &known).and_then(|()| fs::write(&origin, &known));
        copied.map_err(|error| format!("{}: {error}.", folder.display()))
    }
}

/// A little optimisation, as programs compute; not for `package."*"`, which would be for procedural macros
/// too.
const PROFILE: &str = "[profile.dev]\nopt-level = 1\ndebug = false\n";

/// The program's name in `plain`.
pub const PLAIN: &str = "program.rs";

/// The program is a library, so that its paths begin where its own binary's would.
const MAIN: &str = r#"fn main() -> std::process::ExitCode {
    runner::main(runner::Compiled {
        id: "program",
        source: include_str!("source.txt"),
        packed: program::__PROGRAM_PACKED,
        main: program::__program_main,
    })
}
"#;

/// Writes a file, unless it has this text already: cargo goes by when files changed.
fn write(path: &Path, text: &str) -> Result<(), String> {
    if fs::read(path).is_ok_and(|known| known == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| format!("{}: {error}.", path.display()))
}
