//! The crates that programs can use, and which of them one does.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use crate::manifest::{Dependency, Manifest};
use crate::modules::Flat;
use crate::names::Names;

/// This crate's own manifest, which lists them.
const LIST: &str = include_str!("../Cargo.toml");

/// Crates that know the runtime, the clock or threads: ours stand in their place, with these features.
const FACADES: [(&str, &str, &[&str]); 7] = [
    ("futures", "facade-futures", &[]),
    ("parking_lot", "facade-parking-lot", &[]),
    ("tokio", "facade", &[]),
    ("tokio-stream", "facade-stream", &[]),
    ("tokio-util", "facade-util", &[]),
    ("tracing-subscriber", "facade-tracing-subscriber", &[]),
    ("tracing-subscriber-env", "facade-tracing-subscriber", &["env-filter"]),
];

/// A feature of this crate changes what it does where nothing is said, so a program gets it only with the
/// words that need it.
const OF_ENV_FILTER: [&str; 2] = ["EnvFilter", "with_env_filter"];

/// Makes the one entry of `tracing-subscriber`, which has all features, two: one with `env-filter`, one
/// without. Cargo does not take a package twice in one manifest.
fn split_env_filter(entries: &mut Table) {
    let Some(Value::Table(plain)) = entries.get_mut("tracing-subscriber") else { return };
    let mut filtering = plain.clone();
    if let Some(Value::Array(features)) = plain.get_mut("features") {
        features.retain(|feature| feature.as_str() != Some("env-filter"));
    }
    filtering.insert("package".to_owned(), "tracing-subscriber".into());
    entries.insert("tracing-subscriber-env".to_owned(), Value::Table(filtering));
}

/// The versions of `rand`, by what their names begin with, and words that only programs for one of them have;
/// the first that fits is taken.
const RANDS: [(&str, &str, &[&str]); 3] = [
    ("0.10", "rand-010", &["RngExt", "SysRng", "make_rng"]),
    ("0.9", "rand-09", &["random_range", "random_bool", "random_ratio", "distr", "IndexedRandom"]),
    (
        "0.8",
        "rand-08",
        &[
            "thread_rng",
            "gen_range",
            "gen_bool",
            "gen_ratio",
            "distributions",
            "from_entropy",
            "gen",
        ],
    ),
];

/// Of a program that could be for any of them.
const RAND: &str = "rand-09";

/// What is asked of the crates that programs can use.
pub struct Offered(Table);

/// A crate that a program uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The name that the program knows it by, as a key of `[dependencies]`.
    pub key: String,
    /// The name of its entry in [`LIST`].
    pub entry: String,
}

impl Offered {
    pub fn new() -> Self {
        let list: Table = toml::from_str(LIST).expect("cargo has read it");
        let entries = list["target"]["cfg(any())"]["dependencies"].as_table();
        let mut entries = entries.expect("it is a table").clone();
        split_env_filter(&mut entries);
        Self(entries)
    }

    /// The crates that a program uses.
    ///
    /// # Errors
    /// A sentence about the first that is not offered, with its place.
    pub fn used(
        &self,
        program: &Flat,
        names: &Names,
        manifest: Option<&Manifest>,
    ) -> Result<Vec<Used>, String> {
        // What expands to awaits is tokio's, whoever names it.
        let mut used = vec![Used { key: "tokio".to_owned(), entry: "tokio".to_owned() }];
        for (name, place) in names.crates() {
            let known = manifest.and_then(|manifest| manifest.dependencies.get(name));
            if manifest.is_some_and(|manifest| manifest.crate_name() == name) {
                continue;
            }
            let package = known.map_or(name, |known| &known.package);
            match self.entry(package, known, names) {
                Some(entry) => {
                    let key = if known.is_some_and(|known| known.package.replace('-', "_") != name)
                    {
                        name.to_owned()
                    } else {
                        package_of(&entry).to_owned()
                    };
                    used.push(Used { key, entry });
                }
                // It may be a module that was imported with the rest of its parent.
                None if known.is_none() && names.has_globs() => {}
                None => return Err(self.refusal(package, known, manifest, program, place)),
            }
        }
        used.sort_by(|a, b| a.key.cmp(&b.key));
        used.dedup();
        Ok(used)
    }

    /// The entry of a package, if it is offered.
    fn entry(&self, package: &str, known: Option<&Dependency>, names: &Names) -> Option<String> {
        if package == "rand" {
            return rand(known, names).map(str::to_owned);
        }
        if package.replace('-', "_") == "tracing_subscriber" {
            let filters = OF_ENV_FILTER.iter().any(|word| names.has_word(word));
            return Some(format!("tracing-subscriber{}", if filters { "-env" } else { "" }));
        }
        let same = |entry: &&String| entry.replace('-', "_") == package.replace('-', "_");
        self.0.keys().find(same).cloned()
    }

    fn refusal(
        &self,
        package: &str,
        known: Option<&Dependency>,
        manifest: Option<&Manifest>,
        program: &Flat,
        (line, column): (usize, usize),
    ) -> String {
        let (path, line) = program.place(line);
        let place = match known.zip(manifest) {
            Some((known, manifest)) => {
                format!("{}:{}:{}", manifest.path.display(), known.place.0, known.place.1)
            }
            None => format!("{}:{line}:{column}", path.display()),
        };
        let version = known.map_or("", |known| &known.version);
        let version = if package == "rand" { format!(" {version}") } else { String::new() };
        format!(
            "{place}: the crate {package}{version} is not offered to programs here: {} are.",
            self.list()
        )
    }

    /// All names, as a sentence has them.
    pub fn list(&self) -> String {
        let mut names: Vec<&str> = self.0.keys().map(|entry| package_of(entry)).collect();
        names.dedup();
        let mut names: Vec<&str> = names
            .into_iter()
            .map(|name| if name == "rand" { "rand (0.8, 0.9 and 0.10)" } else { name })
            .collect();
        let last = names.pop().unwrap_or_default();
        format!("{} and {last}", names.join(", "))
    }

    /// The line of `[dependencies]` for the real crate.
    pub fn real(&self, used: &Used) -> String {
        let entry = &self.0[&used.entry];
        let mut spec = match entry {
            Value::Table(spec) => spec.clone(),
            version => Table::from_iter([("version".to_owned(), version.clone())]),
        };
        spec.entry("package").or_insert_with(|| used.entry.clone().into());
        line(&used.key, spec)
    }

    /// The line of `[dependencies]` for what a marked-up program is compiled against.
    pub fn ours(&self, used: &Used, crates: &Path) -> String {
        let Some((_, facade, features)) = FACADES.iter().find(|(entry, ..)| *entry == used.entry)
        else {
            return self.real(used);
        };
        let path = crates.join(facade).display().to_string();
        let features: Vec<Value> = features.iter().map(|feature| (*feature).into()).collect();
        let spec: [(&str, Value); 3] =
            [("features", features.into()), ("package", (*facade).into()), ("path", path.into())];
        line(&used.key, spec.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// `KEY = { … }`
fn line(key: &str, spec: Table) -> String {
    // What lends itself to one line: strings, booleans and lists of them.
    let fields: BTreeMap<String, Value> = spec.into_iter().collect();
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{key} = {{ {} }}\n", fields.join(", "))
}

/// The name of an entry's package.
fn package_of(entry: &str) -> &str {
    ["rand", "tracing-subscriber"].into_iter().find(|name| entry.starts_with(name)).unwrap_or(entry)
}

/// Which `rand` a program is for: its manifest says so, or what it uses of it.
fn rand(known: Option<&Dependency>, names: &Names) -> Option<&'static str> {
    if let Some(known) = known {
        let version = known.version.trim_start_matches(['^', '=', '~', ' ']);
        let exact = |(prefix, ..): &&(&str, &str, &[&str])| {
            version
                .strip_prefix(*prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        return RANDS.iter().find(exact).map(|(_, entry, _)| *entry);
    }
    let fits = |(.., words): &&(&str, &str, &[&str])| words.iter().any(|word| names.has_word(word));
    Some(RANDS.iter().find(fits).map_or(RAND, |(_, entry, _)| *entry))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap as Map;

    use super::*;
    use crate::edition::Edition;

    fn flat(text: &str) -> Flat {
        let folder = crate::testing::folder(&[("p.rs", text)]);
        crate::modules::flat(&folder.path().join("p.rs")).expect("it has no modules")
    }

    fn used(text: &str, manifest: Option<&Manifest>) -> Result<Vec<(String, String)>, String> {
        let used = Offered::new().used(&flat(text), &Names::of(text), manifest)?;
        Ok(used.into_iter().map(|used| (used.key, used.entry)).collect())
    }

    fn manifest(name: &str, package: &str, version: &str) -> Manifest {
        let dependency =
            Dependency { package: package.to_owned(), version: version.to_owned(), place: (7, 1) };
        Manifest {
            path: "/p/Cargo.toml".into(),
            name: "p".to_owned(),
            version: "0.1.0".to_owned(),
            edition: Edition::E2021,
            library: None,
            programs: Vec::new(),
            dependencies: Map::from([(name.to_owned(), dependency)]),
        }
    }

    #[test]
    fn only_what_is_named_is_used() {
        let found = used("use tokio_stream::StreamExt;\nfn main() { serde_json::json!(1); }", None);
        let keys: Vec<String> =
            found.expect("all is offered").into_iter().map(|used| used.0).collect();
        assert_eq!(keys, ["serde_json", "tokio", "tokio-stream"]);
    }

    #[test]
    fn what_is_not_offered_is_told_with_its_place() {
        let error = used("fn main() {\n    regex::Regex::new(\"a\");\n}", None).expect_err("no");
        assert!(error.contains("p.rs:2:5: the crate regex is not offered"), "{error}");
        assert!(error.contains("anyhow, async-stream,"), "{error}");
        assert!(error.contains("rand (0.8, 0.9 and 0.10)"), "{error}");
        let manifest = manifest("regex", "regex", "1");
        let error = used("use regex::Regex;", Some(&manifest)).expect_err("no");
        assert!(error.starts_with("/p/Cargo.toml:7:1: the crate regex is not offered"), "{error}");
    }

    #[test]
    fn a_crate_can_have_another_name() {
        let manifest = manifest("rt", "tokio", "1");
        let found = used("use rt::spawn;", Some(&manifest)).expect("tokio is offered");
        assert!(found.contains(&("rt".to_owned(), "tokio".to_owned())), "{found:?}");
    }

    #[test]
    fn the_version_of_rand_is_the_manifests_or_the_words() {
        let entry = |text: &str| used(text, None).expect("all are offered").remove(0).1;
        assert_eq!(
            entry("use rand::Rng; fn f() { rand::thread_rng().gen_range(0..9); }"),
            "rand-08"
        );
        assert_eq!(entry("use rand::Rng; fn f() { rand::rng().random_range(0..9); }"), "rand-09");
        assert_eq!(
            entry("use rand::RngExt; fn f() { rand::rng().random_range(0..9); }"),
            "rand-010"
        );
        assert_eq!(entry("fn f() { rand::random::<u8>(); }"), "rand-09");
        let asked =
            |version: &str| used("use rand::Rng;", Some(&manifest("rand", "rand", version)));
        assert_eq!(asked("0.8.5").expect("it is offered").remove(0).1, "rand-08");
        assert_eq!(asked("0.10").expect("it is offered").remove(0).1, "rand-010");
        let error = asked("0.7").expect_err("it is not offered");
        assert!(error.contains("the crate rand 0.7 is not offered"), "{error}");
    }

    #[test]
    fn facades_stand_in_the_place_of_runtimes() {
        let offered = Offered::new();
        let tokio = Used { key: "rt".to_owned(), entry: "tokio".to_owned() };
        let line = offered.ours(&tokio, Path::new("/c"));
        assert_eq!(line, "rt = { features = [], package = \"facade\", path = \"/c/facade\" }\n");
        let real = offered.real(&tokio);
        assert!(
            real.starts_with("rt = { features = [") && real.contains("package = \"tokio\""),
            "{real}"
        );
        for (entry, ..) in FACADES {
            assert!(offered.0.contains_key(entry), "{entry}");
        }
    }
}
