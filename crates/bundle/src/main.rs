//! `bundle FOLDER`: makes of what trunk built what is published.
//!
//! The folder gets a page with a content security policy, whose parts are checked by their hashes; a
//! service worker, with which the page works without a network; and `futurescope.html`, which has
//! everything in it. All of it is made smaller to download. This crate knows nothing about the page
//! but what trunk calls its files.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks")]

mod alike;
mod code;
mod hash;
mod html;
mod page;
mod single;

use std::path::Path;
use std::process::ExitCode;

use crate::html::Html;

/// The file that has everything in it.
const SINGLE: &str = "futurescope.html";

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("Name the folder that trunk has built.");
        return ExitCode::FAILURE;
    };
    match bundle(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("The page could not be bundled: {why}.");
            ExitCode::FAILURE
        }
    }
}

/// What the page is made of, as trunk left it.
struct Parts {
    /// `index.html` without what loads the other parts.
    html: Html,
    /// The style sheets, one after the other.
    style: String,
    /// The scripts that run before the page is there, one after the other.
    scripts: String,
    /// Files of trunk's that nothing asks for any more.
    replaced: Vec<String>,
    /// The module that starts the WebAssembly, with all that is in it for people: the script that calls
    /// it is to follow.
    glue: String,
    /// The WebAssembly: its file's name and its bytes.
    code: (String, Vec<u8>),
    /// The picture in the browser's tab: its file's name and its text.
    icon: (String, String),
}

fn bundle(folder: &Path) -> Result<(), String> {
    let parts = Parts::read(folder)?;
    let single = single::file(&parts)?;
    let page = page::page(&parts)?;
    let worker = page::worker(&parts, &page);
    write(folder, &parts.code.0, &parts.code.1)?;
    write(folder, SINGLE, single.as_bytes())?;
    write(folder, "sw.js", worker.as_bytes())?;
    // The last one: a folder whose page has been bundled is complete.
    write(folder, "index.html", page.as_bytes())?;
    for name in &parts.replaced {
        std::fs::remove_file(folder.join(name)).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

impl Parts {
    fn read(folder: &Path) -> Result<Self, String> {
        let read = |name: &str| {
            std::fs::read_to_string(folder.join(name)).map_err(|why| format!("{name}: {why}"))
        };
        let mut html = Html::new(read("index.html")?);
        let (mut style, mut scripts) = (String::new(), String::new());
        let mut replaced = Vec::new();
        while let Some(sheet) = html.take_link("stylesheet") {
            let part = minify::style(&read(&sheet)?).map_err(|why| format!("{sheet}: {why}"))?;
            style.push_str(&part);
            replaced.push(sheet);
        }
        while let Some(script) = html.take_script_file() {
            let part = minify::script(&read(&script)?).map_err(|why| format!("{script}: {why}"))?;
            scripts.push_str(&part);
            replaced.push(script);
        }
        let glue = html.take_link("modulepreload").ok_or("index.html loads no module")?;
        let code = html.take_link("preload").ok_or("index.html loads no WebAssembly")?;
        let icon = html.take_link("icon").ok_or("index.html has no icon")?;
        if !html.take_script("module") {
            return Err("index.html starts no module: has it been bundled already?".to_owned());
        }
        html.tidy();
        let bytes = std::fs::read(folder.join(&code)).map_err(|why| format!("{code}: {why}"))?;
        let (renamed, bytes) = code::shrink(&read(&glue)?, &bytes)?;
        replaced.extend([glue, code]);
        // Its name changes with what is in it now, or a browser might have another for it.
        let code = (format!("futurescope-{}.wasm", hash::short(&bytes)), bytes);
        let icon = (icon.clone(), read(&icon)?);
        Ok(Self { html, style, scripts, replaced, glue: renamed, code, icon })
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(folder.join(name), bytes).map_err(|why| format!("{name}: {why}"))?;
    println!("{name}: {:.1} KB", bytes.len() as f64 / 1000.0);
    Ok(())
}
