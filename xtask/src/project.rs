//! Where things are, and the environment that our child processes get.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};

/// The project's folders.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project that this program was built from.
    ///
    /// # Errors
    /// If that folder is gone.
    pub fn find() -> Outcome<Self> {
        // Cargo sets the variable when it runs us, also after the project was moved; without
        // cargo the folder we were compiled in is the best guess.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        match manifest.parent() {
            Some(root) if root.join("Cargo.toml").is_file() => Ok(Self { root: root.into() }),
            _ => Err(Failure::new(
                "The project was not found: run `cargo xtask` inside of its folder.",
            )),
        }
    }

    /// The folder of the repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Tools that only this project uses; not under version control.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// What `trunk build --release` writes: the page as it is published.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A command that runs in the project's folder, reads no input, and finds our tools before
    /// any others of the same name.
    pub fn command(&self, program: &str) -> Command {
        // A bare name would be looked up on *our* PATH on some systems, on the child's on others.
        let resolved = self.look_up(program);
        let mut command = Command::new(resolved.as_deref().unwrap_or(Path::new(program)));
        command.current_dir(&self.root).env("PATH", self.search_path()).stdin(Stdio::null());
        command
    }

    /// The first executable file called `program` on the path, our tools first.
    pub fn look_up(&self, program: &str) -> Option<PathBuf> {
        let names: &[String] = &if cfg!(windows) {
            [".exe", ".cmd"].map(|end| format!("{program}{end}")).to_vec()
        } else {
            vec![program.to_owned()]
        };
        self.search_folders()
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
            .find(|path| is_executable(path))
    }

    fn search_path(&self) -> OsString {
        // Joining fails only if a folder's name has the separator in it; then our tools are of
        // no use and the path stays as it is.
        std::env::join_paths(self.search_folders())
            .unwrap_or_else(|_| std::env::var_os("PATH").unwrap_or_default())
    }

    fn search_folders(&self) -> impl Iterator<Item = PathBuf> {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let inherited: Vec<_> = std::env::split_paths(&inherited).collect();
        let tools = self.tools();
        [tools.join("bin"), tools.join("node_modules").join(".bin")].into_iter().chain(inherited)
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}
