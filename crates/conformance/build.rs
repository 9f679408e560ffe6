//! Marks up `crates/native/programs/*.rs` and makes a module of each.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

const PROGRAMS: &str = "../native/programs";

fn main() {
    if let Err(error) = generate() {
        // What a build script panics with is what cargo shows.
        panic!("{error}");
    }
}

fn generate() -> Result<(), String> {
    let manifest = env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| error.to_string())?);
    let _ = std::io::Write::write_all(
        &mut std::io::stdout(),
        format!("cargo::rerun-if-changed={PROGRAMS}\n").as_bytes(),
    );
    let folder = Path::new(&manifest).join(PROGRAMS);
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();

    let (mut modules, mut table) = (String::new(), String::new());
    for path in files {
        let shown = path.display().to_string();
        let source = fs::read_to_string(&path).map_err(|error| format!("{shown}: {error}"))?;
        let marked = instrument::mark_up(&source, &shown).map_err(|error| error.to_string())?;
        if let Some((line, reason)) = marked.unmarked.first() {
            return Err(format!("{shown}:{line}: {reason}"));
        }
        let name = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let module = name.replace('-', "_");
        fs::write(out.join(format!("{name}.rs")), &marked.code)
            .map_err(|error| format!("{name}: {error}"))?;
        let _ = writeln!(
            modules,
            "#[allow(warnings, missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]\n\
             mod {module} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}"
        );
        let _ = writeln!(
            table,
            "Compiled {{ id: {name:?}, source: include_str!({shown:?}), \
             packed: {module}::__PROGRAM_PACKED, main: {module}::__program_main }},"
        );
    }
    let generated = format!("{modules}\nstatic PROGRAMS: &[Compiled] = &[\n{table}];\n");
    fs::write(out.join("programs.rs"), generated).map_err(|error| error.to_string())
}
