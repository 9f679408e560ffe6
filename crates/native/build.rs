//! Makes a module of each program whose `main` can be awaited on a paused clock, for
//! `tests/paused_clock.rs`. Only the attribute on `main` is taken away; the rest stays as written.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const PROGRAMS: &str = "../scenarios/programs";
const MAIN: &str = "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {";

fn main() {
    println!("cargo::rerun-if-changed={PROGRAMS}");
    let mut files: Vec<_> = fs::read_dir(PROGRAMS)
        .expect("the programs' folder is readable")
        .map(|entry| entry.expect("its entries too").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();

    let mut modules = String::new();
    let mut table = String::new();
    for path in files {
        let name = path.file_stem().unwrap().to_str().expect("names are UTF-8");
        let text = fs::read_to_string(&path).expect("programs are UTF-8");
        // A declared cost stands for computation, which takes no time on a paused clock; nor does the
        // sleep of a thread. And while closures block, tokio lets a paused clock stand.
        let takes_real_time = ["// cost:", "thread::sleep", "spawn_blocking"];
        if !text.contains(MAIN) || takes_real_time.iter().any(|it| text.contains(it)) {
            continue;
        }
        let text = text.replace(MAIN, "pub async fn main() {");
        let module = name.replace('-', "_");
        writeln!(modules, "mod {module} {{\n{text}}}").unwrap();
        writeln!(table, "(\"{name}\", || Box::pin({module}::main())),").unwrap();
    }
    let generated = format!("{modules}\nconst PROGRAMS: &[(&str, Main)] = &[\n{table}];\n");
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("programs.rs"), generated).expect("OUT_DIR is writable");
}
