//! What a first visit downloads, against the most that it may be: a ratchet.

use std::fmt::Write;

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;

/// The most that a first visit may download; whoever has it download more says so there.
const FILE: &str = "download-size.toml";

/// How far under its limit a size may be, in bytes, before the limit is worth lowering.
const SLACK: u64 = 4_000;

/// Sizes in bytes, as static hosts send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sizes {
    gzip: u64,
    brotli: u64,
}

impl Sizes {
    fn named(self) -> [(&'static str, u64); 2] {
        [("gzip", self.gzip), ("brotli", self.brotli)]
    }
}

/// Measures the release build in `dist/`, prints how large what is.
///
/// # Errors
/// If it is larger than its limit, which names by how much, or there is no limit to read.
pub fn check(project: &Project) -> Outcome {
    let file = project.root().join(FILE);
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}.", file.display())))?;
    let limits = parse(&text).map_err(|why| Failure::new(format!("{FILE}: {why}.")))?;
    let sizes = measure(project)?;
    if let Some(trouble) = excess(sizes, limits) {
        return Err(Failure::new(trouble));
    }
    println!("{}", verdict(sizes, limits));
    Ok(())
}

/// An example measures, since a newcomer would wait for what it compresses with.
fn measure(project: &Project) -> Outcome<Sizes> {
    let mut command = project.command("cargo");
    command
        .args(["run", "--quiet", "--package", "xtask", "--example", "download_size", "--"])
        .arg(project.dist());
    let mut found = None;
    process::run_watched(&mut command, |line| found = total(line).or(found))?;
    found.ok_or_else(|| Failure::new("The download was measured, but its total was not printed."))
}

/// The sizes in the line that begins with `bytes`, such as `bytes: gzip 548123, brotli 450987`.
fn total(line: &str) -> Option<Sizes> {
    let (gzip, brotli) = line.trim().strip_prefix("bytes: gzip ")?.split_once(", brotli ")?;
    Some(Sizes { gzip: gzip.parse().ok()?, brotli: brotli.parse().ok()? })
}

/// Reads `gzip = 548000` and `brotli = 450000`, each in a line of its own.
fn parse(text: &str) -> Result<Sizes, String> {
    let value = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once('='));
        let value = lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim());
        let bytes = value.and_then(|value| value.replace('_', "").parse().ok());
        bytes.ok_or_else(|| format!("there should be a line `{name} = ` with a number of bytes"))
    };
    Ok(Sizes { gzip: value("gzip")?, brotli: value("brotli")? })
}

/// What is larger than its limit, and what can be done.
fn excess(sizes: Sizes, limits: Sizes) -> Option<String> {
    let over: Vec<_> = (sizes.named().into_iter().zip(limits.named()))
        .filter(|((_, size), (_, limit))| size > limit)
        .map(|((name, size), (_, limit))| {
            format!("{} more than {limit} bytes with {name}", size - limit)
        })
        .collect();
    (!over.is_empty()).then(|| {
        format!(
            "A first visit downloads {}. Make it smaller, or let it grow knowingly: write into {FILE}\n\
             {}\nin a commit that says what visitors get for it.",
            over.join(" and "),
            lines(sizes)
        )
    })
}

/// How much room there is, and the limits to write if that is a lot.
fn verdict(sizes: Sizes, limits: Sizes) -> String {
    let [gzip, brotli] = [limits.gzip - sizes.gzip, limits.brotli - sizes.brotli];
    let mut text = format!("{gzip} bytes under its limit with gzip, {brotli} with brotli");
    if gzip > SLACK || brotli > SLACK {
        let _ = write!(text, ". Keep what was won: write into {FILE}\n{}", lines(sizes));
    }
    text
}

/// The limits for these sizes, to the next kilobyte.
fn lines(sizes: Sizes) -> String {
    let lines = sizes.named().map(|(name, size)| {
        let limit = size.next_multiple_of(1_000);
        format!("    {name} = {}_{:03}", limit / 1_000, limit % 1_000)
    });
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Sizes = Sizes { gzip: 548_000, brotli: 450_000 };

    #[test]
    fn limits_are_read_and_written_alike() {
        assert_eq!(parse(&lines(LIMITS)), Ok(LIMITS));
        assert_eq!(parse("# gzip\ngzip=548000\n brotli = 450_000 "), Ok(LIMITS));
        let missing = parse("gzip = 548_000").expect_err("no brotli");
        assert!(missing.contains("`brotli = `"), "{missing}");
        assert!(parse("gzip = much\nbrotli = 1").is_err());
    }

    #[test]
    fn the_project_has_limits() {
        assert!(parse(include_str!("../../download-size.toml")).is_ok());
    }

    #[test]
    fn growing_fails_and_says_how_to_allow_it() {
        let sizes = Sizes { gzip: 549_234, brotli: 450_000 };
        let trouble = excess(sizes, LIMITS).expect("it is too large");
        assert!(trouble.contains("1234 more than 548000 bytes with gzip."), "{trouble}");
        assert!(trouble.contains("\n    gzip = 550_000\n    brotli = 450_000\n"), "{trouble}");
        assert_eq!(excess(LIMITS, LIMITS), None);
    }

    #[test]
    fn shrinking_a_lot_asks_for_lower_limits() {
        let little = verdict(Sizes { gzip: 544_000, ..LIMITS }, LIMITS);
        assert!(!little.contains(FILE), "{little}");
        let much = verdict(Sizes { gzip: 543_999, ..LIMITS }, LIMITS);
        assert!(much.ends_with("\n    gzip = 544_000\n    brotli = 450_000"), "{much}");
    }

    #[test]
    fn only_the_line_of_the_total_is_read() {
        assert_eq!(total("bytes: gzip 548000, brotli 450000"), Some(LIMITS));
        assert_eq!(total("total        7   1862.1     548.0       450.0"), None);
    }
}
