//! What the build scripts have in common: they read the programs in a folder, mark them up, and write a file
//! that their crate includes.
//!
//! Every error is one sentence that names the file, and the line where there is one. A build script passes
//! its work to [`run`], which tells cargo.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Does a build script's work and reports its error.
pub fn run(generate: impl FnOnce() -> Result<(), String>) -> ExitCode {
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Cargo shows a build script's stderr when it fails.
            #[expect(clippy::print_stderr)]
            {
                eprintln!("error: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Has cargo run the build script again when this file, or anything in this folder, changes. Cargo watches
/// nothing else then.
pub fn watch(path: &str) {
    // Cargo reads a build script's stdout.
    #[expect(clippy::print_stdout)]
    {
        println!("cargo::rerun-if-changed={path}");
    }
}

/// The folder of the crate that is built.
///
/// # Errors
/// Outside of a build script.
pub fn crate_folder() -> Result<PathBuf, String> {
    variable("CARGO_MANIFEST_DIR")
}

/// The folder that generated files belong into.
///
/// # Errors
/// Outside of a build script.
pub fn out_folder() -> Result<PathBuf, String> {
    variable("OUT_DIR")
}

fn variable(name: &str) -> Result<PathBuf, String> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("cargo has not set {name}"))
}

/// The files in a folder that have this extension, by name.
///
/// # Errors
/// If the folder cannot be read.
pub fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A file's name without its extension.
///
/// # Errors
/// If it is not UTF-8.
pub fn stem(file: &Path) -> Result<String, String> {
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    stem.map(str::to_owned).ok_or_else(|| format!("{}: the name is not UTF-8", file.display()))
}

/// A file's text.
///
/// # Errors
/// If it cannot be read.
pub fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes a file and the folder it is in. A file that has this text already keeps its time.
///
/// # Errors
/// If it cannot be written.
pub fn write(file: &Path, text: &str) -> Result<(), String> {
    if fs::read(file).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
    written.map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes items of Rust into a file for `include!`.
///
/// # Errors
/// If they are not items, or cannot be written.
pub fn write_rust(file: &Path, items: TokenStream) -> Result<(), String> {
    let tree = syn::parse2(items).map_err(|error| format!("{}: {error}", file.display()))?;
    write(file, &prettyplease::unparse(&tree))
}

/// The module that a program becomes. Its name cannot be a keyword or that of a crate.
///
/// # Errors
/// If the program's name has other characters than an identifier and hyphens.
pub fn module_name(program: &str) -> Result<Ident, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if program.is_empty() || !program.chars().all(fits) {
        return Err(format!(
            "`{program}` is no name of a program: ASCII letters, digits and hyphens"
        ));
    }
    Ok(format_ident!("program_{}", program.replace('-', "_")))
}

/// A program that has been marked up, as parts of a generated file.
pub struct Program {
    /// The module that holds it.
    pub module: TokenStream,
    /// An expression for it: an `engine::Compiled`.
    pub compiled: TokenStream,
}

/// Marks up a program and writes the marked-up text into OUT_DIR.
///
/// # Errors
/// If the program cannot be read, marked up to the last await, or written.
pub fn mark_up(file: &Path) -> Result<Program, String> {
    let name = stem(file)?;
    let code = marked_up(&read(file)?, &file.display().to_string())?;
    let written = format!("{name}.rs");
    write(&out_folder()?.join(&written), &code)?;

    let (from_out, module) = (format!("/{written}"), module_name(&name)?);
    let source = file.to_str().ok_or_else(|| format!("{}: not UTF-8", file.display()))?;
    Ok(Program {
        module: quote! {
            #[allow(warnings, missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
            mod #module { include!(concat!(env!("OUT_DIR"), #from_out)); }
        },
        compiled: quote! {
            engine::Compiled {
                id: #name,
                source: include_str!(#source),
                packed: #module::__PROGRAM_PACKED,
                main: #module::__program_main,
            }
        },
    })
}

/// A program's text with marks. What could not be marked would run unseen, so it is an error here.
fn marked_up(text: &str, file: &str) -> Result<String, String> {
    let marked = instrument::mark_up(text, file).map_err(|error| error.to_string())?;
    match marked.unmarked.first() {
        Some((line, reason)) => Err(format!("{file}:{line}: {reason}")),
        None => Ok(marked.code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_in_a_program_name_file_and_line() {
        let broken = marked_up("fn main() {\n    let = 1;\n}\n", "broken.rs").unwrap_err();
        assert!(broken.starts_with("broken.rs:2:"), "{broken}");
        let nothing = marked_up("", "nothing.rs").unwrap_err();
        assert!(nothing.starts_with("nothing.rs:1:"), "{nothing}");
    }

    #[test]
    fn a_module_is_named_after_its_program() {
        assert_eq!(module_name("async-fn").unwrap(), "program_async_fn");
        assert!(module_name("").is_err());
        assert!(module_name("async fn").unwrap_err().contains("`async fn`"));
    }

    #[test]
    fn what_is_generated_must_be_items() {
        let error = write_rust(Path::new("generated.rs"), quote!(1 + 1)).unwrap_err();
        assert!(error.starts_with("generated.rs: "), "{error}");
    }
}
