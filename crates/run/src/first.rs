//! The first time that a crate is used it has to be built, which takes its time and is announced.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::packages::Packages;

/// Says what is built for the first time and how long that takes; whether there is anything.
pub fn announce(packages: &Packages<'_>) -> bool {
    let known = known(packages);
    let new: Vec<String> =
        needed(packages).into_iter().filter(|name| !known.contains(name)).collect();
    if new.contains(&"tokio".to_owned()) {
        eprintln!(
            "The engine and the real tokio, which the program is checked against, are built: two to four \
             minutes the first time, a second or two from then on."
        );
    } else if !new.is_empty() {
        eprintln!("Built for the first time, which may take a minute: {}.", new.join(", "));
    }
    !new.is_empty()
}

/// What was built is known from now on.
pub fn done(packages: &Packages<'_>, success: bool) {
    if success {
        let mut all = known(packages);
        all.extend(needed(packages));
        let lines: Vec<String> = all.into_iter().collect();
        // If it cannot be written, it is announced again.
        let _ = fs::write(list(packages), lines.join("\n"));
    }
}

/// Nothing of what was built is there any more.
pub fn forget(packages: &Packages<'_>) {
    // If there is no such file, nothing was known.
    let _ = fs::remove_file(list(packages));
}

fn needed(packages: &Packages<'_>) -> Vec<String> {
    packages.used.iter().map(|used| used.entry.clone()).collect()
}

fn known(packages: &Packages<'_>) -> BTreeSet<String> {
    let text = fs::read_to_string(list(packages)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The file that names what has been built; it goes when the artifacts do.
fn list(packages: &Packages<'_>) -> PathBuf {
    packages.folder().join("built/crates.txt")
}
