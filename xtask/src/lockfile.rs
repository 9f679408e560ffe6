//! Reads versions out of Cargo.lock.

use crate::failure::{Failure, Outcome};
use crate::project::Project;

/// The version at which this project uses the crate `name`.
///
/// # Errors
/// If there is no Cargo.lock or the crate is not in it.
pub fn version_of(project: &Project, name: &str) -> Outcome<String> {
    let path = project.root().join("Cargo.lock");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}.", path.display())))?;
    find_version(&text, name).map(str::to_owned).ok_or_else(|| {
        Failure::new(format!("Cargo.lock does not name `{name}`: is it a dependency of the page?"))
    })
}

/// Cargo writes one `[[package]]` a crate, with `name` and then `version` each on a line of its
/// own; so this needs no TOML parser.
fn find_version<'a>(lockfile: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = lockfile.lines();
    lines.find(|line| quoted(line, "name") == Some(name))?;
    lines.find_map(|line| quoted(line, "version"))
}

fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let value = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
    value.trim().strip_prefix('"')?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::WASM_OPT;

    const LOCKFILE: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

    #[test]
    fn finds_exactly_the_named_crate() {
        assert_eq!(find_version(LOCKFILE, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(find_version(LOCKFILE, "wasm-bindgen-futures"), Some("0.4.80"));
        assert_eq!(find_version(LOCKFILE, "wasm"), None);
    }

    fn trunk_tool(name: &str) -> Option<String> {
        let project = Project::find().expect("project");
        let text = std::fs::read_to_string(project.root().join("Trunk.toml")).expect("Trunk.toml");
        text.lines().find_map(|line| quoted(line, name)).map(str::to_owned)
    }

    /// Trunk downloads another wasm-bindgen if the two differ.
    #[test]
    fn trunk_and_cargo_agree_on_wasm_bindgen() {
        let project = Project::find().expect("project");
        assert_eq!(trunk_tool("wasm_bindgen"), version_of(&project, "wasm-bindgen").ok());
    }

    /// Trunk downloads another wasm-opt if the two differ.
    #[test]
    fn trunk_and_xtask_agree_on_wasm_opt() {
        assert_eq!(trunk_tool("wasm_opt"), Some(format!("version_{}", WASM_OPT.version)));
    }
}
