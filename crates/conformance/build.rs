//! Marks up `crates/native/programs/*.rs` and makes a module of each.

use std::process::ExitCode;

use build_support::{crate_folder, files, mark_up, out_folder, run, watch, write_rust};
use quote::quote;

const PROGRAMS: &str = "../native/programs";

fn main() -> ExitCode {
    run(generate)
}

fn generate() -> Result<(), String> {
    watch(PROGRAMS);
    let (mut modules, mut table) = (Vec::new(), Vec::new());
    for file in files(&crate_folder()?.join(PROGRAMS), "rs")? {
        let program = mark_up(&file)?;
        modules.push(program.module);
        table.push(program.compiled);
    }
    let generated = quote! {
        #(#modules)*
        static PROGRAMS: &[engine::Compiled] = &[#(#table),*];
    };
    write_rust(&out_folder()?.join("programs.rs"), generated)
}
