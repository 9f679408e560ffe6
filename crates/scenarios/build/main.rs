//! Marks up the programs and compiles the catalog.

mod front;
mod notes;

use std::path::Path;
use std::process::ExitCode;

use build_support::{crate_folder, files, mark_up, out_folder, read, run, stem, watch, write_rust};
use quote::quote;

use notes::Notes;

fn main() -> ExitCode {
    run(generate)
}

fn generate() -> Result<(), String> {
    watch("programs");
    let programs = crate_folder()?.join("programs");
    let mut scenarios = Vec::new();
    for file in files(&programs, "md")? {
        scenarios.push(Notes::parse(&stem(&file)?, &file.display().to_string(), &read(&file)?)?);
    }
    check_programs_are_named(&programs, &scenarios)?;
    scenarios.sort_by(|a, b| (a.group(), a.order(), &a.id).cmp(&(b.group(), b.order(), &b.id)));

    let (mut modules, mut table, mut expected) = (Vec::new(), Vec::new(), Vec::new());
    for notes in &scenarios {
        let mut compiled = Vec::new();
        for name in notes.programs() {
            let program = mark_up(&programs.join(format!("{name}.rs")))?;
            modules.push(program.module);
            compiled.push(program.compiled);
            let output = programs.join(format!("{name}.out"));
            let output = output.to_str().ok_or("the programs' folder is not UTF-8")?;
            expected.push(quote! { (#name, include_str!(#output)) });
        }
        table.push(notes.scenario(&compiled));
    }
    let generated = quote! {
        #(#modules)*
        static SCENARIOS: &[Scenario] = &[#(#table),*];
        static EXPECTED: &[(&str, &str)] = &[#(#expected),*];
    };
    write_rust(&out_folder()?.join("programs.rs"), generated)
}

/// A program that no notes name would never be shown nor tested.
fn check_programs_are_named(programs: &Path, scenarios: &[Notes]) -> Result<(), String> {
    let named: Vec<_> = scenarios.iter().flat_map(Notes::programs).collect();
    for file in files(programs, "rs")? {
        if !named.contains(&stem(&file)?) {
            return Err(format!("{}: no notes have it as a variant", file.display()));
        }
    }
    Ok(())
}
