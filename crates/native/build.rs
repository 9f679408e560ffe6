//! Makes a module of each program: for `src/main.rs`, which runs them as they stand, and of those whose
//! `main` can be awaited on a paused clock for `tests/paused_clock.rs`.

use std::path::Path;
use std::process::ExitCode;

use build_support::{
    crate_folder, files, module_name, out_folder, read, run, stem, watch, write, write_rust,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

const SCENARIOS: &str = "../scenarios/programs";
const FOLDERS: [&str; 2] = [SCENARIOS, "programs"];
const MAIN: &str = "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {";

/// A program's file.
struct Program {
    name: String,
    module: Ident,
    text: String,
    /// Whether it is one of the scenarios'.
    shown: bool,
}

impl Program {
    /// Writes `text`, what the program became, into `folder`; returns the module that it is.
    fn module(&self, folder: &Path, text: &str) -> Result<TokenStream, String> {
        let file = folder.join(format!("{}.rs", self.name));
        write(&file, text)?;
        let path = file.to_str().ok_or_else(|| format!("{}: not UTF-8", file.display()))?;
        let module = &self.module;
        Ok(quote! { #[path = #path] mod #module; })
    }
}

fn main() -> ExitCode {
    run(|| {
        let (programs, out) = (programs()?, out_folder()?);
        as_they_stand(&programs, &out)?;
        awaited(&programs, &out)
    })
}

fn programs() -> Result<Vec<Program>, String> {
    let mut programs = Vec::new();
    for folder in FOLDERS {
        watch(folder);
        for file in files(&crate_folder()?.join(folder), "rs")? {
            let name = stem(&file)?;
            let (module, text) = (module_name(&name)?, read(&file)?);
            programs.push(Program { name, module, text, shown: folder == SCENARIOS });
        }
    }
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(programs)
}

/// Each program is a file of its own with one function added behind it, since only the module itself
/// may call its private `main`. What names `crate` cannot be a module: it is a `[[bin]]`.
fn as_they_stand(programs: &[Program], out: &Path) -> Result<(), String> {
    let run_main = quote! {
        pub fn main_of_the_program() -> std::process::ExitCode {
            std::process::Termination::report(main())
        }
    };
    let (mut modules, mut table) = (Vec::new(), Vec::new());
    for program in programs.iter().filter(|it| !it.text.contains("crate::")) {
        // The program's own text, so that its lines are those that a panic or a warning names.
        let text = format!("{}\n{run_main}\n", program.text);
        modules.push(program.module(&out.join("programs"), &text)?);
        let Program { name, module, .. } = program;
        table.push(quote! { (#name, #module::main_of_the_program) });
    }
    let generated = quote! {
        #(#modules)*
        type Main = fn() -> ExitCode;
        const PROGRAMS: &[(&str, Main)] = &[#(#table),*];
    };
    write_rust(&out.join("programs.rs"), generated)
}

/// Only the attribute on `main` is taken away; the rest stays as written.
fn awaited(programs: &[Program], out: &Path) -> Result<(), String> {
    // A declared cost stands for computation, which takes no time on a paused clock; nor does the
    // sleep of a thread. And while closures block, tokio lets a paused clock stand.
    let takes_real_time = ["// cost:", "thread::sleep", "spawn_blocking"];
    let (mut modules, mut table) = (Vec::new(), Vec::new());
    for program in programs.iter().filter(|it| it.shown) {
        let text = &program.text;
        if !text.contains(MAIN) || takes_real_time.iter().any(|it| text.contains(it)) {
            continue;
        }
        let text = text.replace(MAIN, "pub async fn main() {");
        modules.push(program.module(&out.join("awaited"), &text)?);
        let Program { name, module, .. } = program;
        table.push(quote! { (#name, || Box::pin(#module::main())) });
    }
    let generated = quote! {
        #(#modules)*
        const PROGRAMS: &[(&str, Main)] = &[#(#table),*];
    };
    write_rust(&out.join("awaited.rs"), generated)
}
