//! How much a first visit downloads: `cargo run --package xtask --example download_size -- dist`.
//!
//! Counted are index.html and every file it leads to by name, since those are what a browser asks
//! for; files that only lie beside them (the script for embedders, icons) are not. Neither is the page
//! in one file, which index.html leads to only where it cannot run itself.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "prints its table")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The kinds of file that are counted.
const KINDS: [&str; 4] = ["html", "js", "css", "wasm"];

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("Name the folder of the release build.");
        return ExitCode::FAILURE;
    };
    match measure(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The download size was not measured: {error}.");
            ExitCode::FAILURE
        }
    }
}

/// A file that a browser asks for.
struct Download {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Download {
    fn read(path: PathBuf) -> std::io::Result<Self> {
        let bytes = std::fs::read(&path)?;
        Ok(Self { path, bytes })
    }
}

/// Sizes in bytes.
#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Prints the table, and at last the sums for `cargo xtask test size`.
fn measure(folder: &Path) -> std::io::Result<()> {
    let mut kinds: BTreeMap<String, (usize, Size)> = BTreeMap::new();
    let mut total = Size::default();
    for file in downloaded(folder)? {
        let bytes = &file.bytes;
        let size = Size { raw: bytes.len(), gzip: gzip(bytes)?, brotli: brotli(bytes)? };
        let row = kinds.entry(kind(&file.path).to_owned()).or_default();
        row.0 += 1;
        row.1 += size;
        total += size;
    }

    println!("download of a first visit, KB of 1,000 bytes");
    println!("         files      raw   gzip -9   brotli 11");
    for name in KINDS {
        let (count, size) = kinds.get(name).copied().unwrap_or_default();
        print_row(name, count, size);
    }
    print_row("total", kinds.values().map(|row| row.0).sum(), total);
    println!("bytes: gzip {}, brotli {}", total.gzip, total.brotli);
    Ok(())
}

fn print_row(name: &str, count: usize, size: Size) {
    let kb = |bytes: usize| bytes as f64 / 1000.0;
    println!(
        "{name:<6} {count:>7} {:>8.1} {:>9.1} {:>11.1}",
        kb(size.raw),
        kb(size.gzip),
        kb(size.brotli)
    );
}

/// index.html, the files whose names it contains, the files whose names those contain, and so on.
fn downloaded(folder: &Path) -> std::io::Result<Vec<Download>> {
    let mut others = files(folder)?;
    let index = folder.join("index.html");
    others.retain(|path| *path != index && !path.ends_with("futurescope.html"));
    let mut found = vec![Download::read(index)?];
    let mut next = 0;
    while next < found.len() {
        let text = match kind(&found[next].path) {
            // Compiled code names no file, and a short name could be in it by chance.
            "wasm" => String::new(),
            _ => String::from_utf8_lossy(&found[next].bytes).into_owned(),
        };
        next += 1;
        let is_named = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| text.contains(name))
        };
        for path in others.extract_if(.., |path| is_named(path)) {
            found.push(Download::read(path)?);
        }
    }
    Ok(found)
}

/// All files of the kinds that count, in all folders.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if KINDS.contains(&kind(&path)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn kind(path: &Path) -> &str {
    path.extension().and_then(|end| end.to_str()).unwrap_or("")
}

fn gzip(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> std::io::Result<usize> {
    /// The highest quality, and the largest window that browsers accept.
    const QUALITY: u32 = 11;
    const WINDOW: u32 = 22;
    let mut compressed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut compressed, 4096, QUALITY, WINDOW);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    drop(encoder);
    Ok(compressed.len())
}
