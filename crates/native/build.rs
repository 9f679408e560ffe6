//! Makes a module of each program: for `src/main.rs`, which runs them as they stand, and of those whose
//! `main` can be awaited on a paused clock for `tests/paused_clock.rs`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDERS: [&str; 2] = ["../scenarios/programs", "programs"];
const MAIN: &str = "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {";

/// A program's file.
struct Program {
    name: String,
    text: String,
    /// Whether it is one of the scenarios'.
    shown: bool,
}

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let programs = programs();
    as_they_stand(&programs, &out);
    awaited(&programs, &out);
}

fn programs() -> Vec<Program> {
    let mut programs = Vec::new();
    for (index, folder) in FOLDERS.into_iter().enumerate() {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder).expect("the programs' folder is readable") {
            let path = entry.expect("its entries too").path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let name = path.file_stem().unwrap().to_str().expect("names are UTF-8").to_owned();
            let text = fs::read_to_string(&path).expect("programs are UTF-8");
            programs.push(Program { name, text, shown: index == 0 });
        }
    }
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

/// Each program is a file of its own with one function added behind it, since only the module itself
/// may call its private `main`. What names `crate` cannot be a module: it is a `[[bin]]`.
fn as_they_stand(programs: &[Program], out: &Path) {
    let folder = out.join("programs");
    fs::create_dir_all(&folder).expect("OUT_DIR is writable");
    let (mut modules, mut table) = (String::new(), String::new());
    for Program { name, text, .. } in programs.iter().filter(|it| !it.text.contains("crate::")) {
        let file = folder.join(format!("{name}.rs"));
        let text = format!(
            "{text}\npub fn main_of_the_program() -> std::process::ExitCode {{\n    \
             std::process::Termination::report(main())\n}}\n"
        );
        write_if_changed(&file, &text);
        let module = name.replace('-', "_");
        writeln!(modules, "#[path = {file:?}]\nmod {module};").unwrap();
        writeln!(table, "({name:?}, {module}::main_of_the_program),").unwrap();
    }
    let table =
        format!("type Main = fn() -> ExitCode;\nconst PROGRAMS: &[(&str, Main)] = &[\n{table}];\n");
    write_if_changed(&out.join("programs.rs"), &format!("{modules}\n{table}"));
}

/// Only the attribute on `main` is taken away; the rest stays as written.
fn awaited(programs: &[Program], out: &Path) {
    // A declared cost stands for computation, which takes no time on a paused clock; nor does the
    // sleep of a thread. And while closures block, tokio lets a paused clock stand.
    let takes_real_time = ["// cost:", "thread::sleep", "spawn_blocking"];
    let (mut modules, mut table) = (String::new(), String::new());
    for Program { name, text, .. } in programs.iter().filter(|it| it.shown) {
        if !text.contains(MAIN) || takes_real_time.iter().any(|it| text.contains(it)) {
            continue;
        }
        let text = text.replace(MAIN, "pub async fn main() {");
        let module = name.replace('-', "_");
        writeln!(modules, "mod {module} {{\n{text}}}").unwrap();
        writeln!(table, "({name:?}, || Box::pin({module}::main())),").unwrap();
    }
    let table = format!("const PROGRAMS: &[(&str, Main)] = &[\n{table}];\n");
    write_if_changed(&out.join("awaited.rs"), &format!("{modules}\n{table}"));
}

/// What is the same keeps its time, so that nothing is compiled again.
fn write_if_changed(file: &Path, text: &str) {
    if fs::read_to_string(file).is_ok_and(|found| found == text) {
        return;
    }
    fs::write(file, text).expect("OUT_DIR is writable");
}
