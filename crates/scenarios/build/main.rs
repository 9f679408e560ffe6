//! Marks up the programs and compiles the catalog.

mod notes;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use notes::{Notes, Variant};

fn main() -> ExitCode {
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Cargo shows a build script's stderr when it fails.
            let _ = std::io::Write::write_all(
                &mut std::io::stderr(),
                format!("error: {error}\n").as_bytes(),
            );
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), String> {
    let programs = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("programs");
    let out = PathBuf::from(variable("OUT_DIR")?);
    // This crate's own sources are not watched by default once anything is named.
    for watched in ["build", "programs"] {
        let _ = std::io::Write::write_all(
            &mut std::io::stdout(),
            format!("cargo::rerun-if-changed={watched}\n").as_bytes(),
        );
    }
    let mut scenarios = Vec::new();
    for file in files(&programs, "md")? {
        scenarios.push(Notes::parse(&stem(&file), &read(&file)?)?);
    }
    check_programs_are_named(&programs, &scenarios)?;
    scenarios.sort_by(|a, b| (a.group, a.order, &a.id).cmp(&(b.group, b.order, &b.id)));

    let mut modules = String::new();
    let mut expected = String::from("static EXPECTED: &[(&str, &str)] = &[\n");
    let mut table = String::from("static SCENARIOS: &[Scenario] = &[\n");
    for notes in &scenarios {
        let mut variants = String::new();
        for variant in &notes.variants {
            let name = notes.program(variant);
            modules += &module(&programs, &out, &name)?;
            variants += &entry(&programs, &name, variant)?;
            let output = programs.join(format!("{name}.out"));
            let _ = writeln!(expected, "({name:?}, include_str!({output:?})),");
        }
        let _ = write!(table, "{}", notes.literal(&variants));
    }
    table += "];\n";
    expected += "];\n";
    write(&out.join("programs.rs"), &format!("{modules}\n{table}\n{expected}"))
}

/// Marks a program up and returns the module that holds it.
fn module(programs: &Path, out: &Path, name: &str) -> Result<String, String> {
    let path = programs.join(format!("{name}.rs"));
    let source = read(&path)?;
    let marked = instrument::mark_up(&source, &path.display().to_string())
        .map_err(|error| error.to_string())?;
    if let Some((line, reason)) = marked.unmarked.first() {
        return Err(format!("{}:{line}: {reason}", path.display()));
    }
    write(&out.join(format!("{name}.rs")), &marked.code)?;
    Ok(format!(
        "#[allow(warnings, missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]\n\
         mod {} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}\n",
        identifier(name)
    ))
}

fn entry(programs: &Path, name: &str, variant: &Variant) -> Result<String, String> {
    let path = programs.join(format!("{name}.rs"));
    let module = identifier(name);
    Ok(format!(
        "Variant {{ id: {:?}, label: {:?}, program: Compiled {{ id: {name:?}, \
         source: include_str!({path:?}), packed: {module}::__PROGRAM_PACKED, \
         main: {module}::__program_main }}, \
         duration_ms: {}, ends: Ends::{} }},\n",
        variant.id, variant.label, variant.duration_ms, variant.ends
    ))
}

/// A program that no notes name would never be shown nor tested.
fn check_programs_are_named(programs: &Path, scenarios: &[Notes]) -> Result<(), String> {
    let named: Vec<_> = scenarios
        .iter()
        .flat_map(|notes| notes.variants.iter().map(|variant| notes.program(variant)))
        .collect();
    match files(programs, "rs")?.iter().find(|file| !named.contains(&stem(file))) {
        Some(file) => Err(format!("{}: no notes have it as a variant", file.display())),
        None => Ok(()),
    }
}

fn identifier(name: &str) -> String {
    format!("program_{}", name.replace('-', "_"))
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    Ok(files)
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
