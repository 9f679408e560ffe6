//! The `Cargo.toml` that a program belongs to, as far as it matters here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::edition::Edition;

/// A manifest with a package.
#[derive(Debug)]
pub struct Manifest {
    /// Its file.
    pub path: PathBuf,
    pub name: String,
    pub version: String,
    pub edition: Edition,
    /// Where the library's root is, if there is one.
    pub library: Option<PathBuf>,
    /// The roots of its programs besides `src/main.rs`.
    pub programs: Vec<PathBuf>,
    /// By the name that programs know a crate by.
    pub dependencies: BTreeMap<String, Dependency>,
}

/// What a manifest says of a crate.
#[derive(Debug)]
pub struct Dependency {
    /// The package's own name.
    pub package: String,
    /// What version it asks for; nothing if it does not say.
    pub version: String,
    /// The line and column of its name.
    pub place: (usize, usize),
}

impl Manifest {
    /// The manifest nearest above `file`; `None` if there is none, or it is this project's own.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn above(file: &Path, own: &Path) -> Result<Option<Self>, String> {
        let found = file.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
        for path in found.filter(|path| path.is_file()) {
            if path.starts_with(own) {
                return Ok(None);
            }
            if let Some(manifest) = Self::read(&path)? {
                return Ok(Some(manifest));
            }
        }
        Ok(None)
    }

    /// The manifest in a file; `None` if it has no package.
    ///
    /// # Errors
    /// If it is none, or of an edition that there is not.
    pub fn read(path: &Path) -> Result<Option<Self>, String> {
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}."))?;
        let table = parse(&text, path)?;
        let Some(package) = sub(&table, "package") else { return Ok(None) };
        let workspace = match inherits(package, "edition") || inherits(package, "version") {
            true => workspace_package(path)?,
            false => BTreeMap::new(),
        };
        let field = |name: &str| {
            string(package, name)
                .or_else(|| workspace.get(name).cloned().filter(|_| inherits(package, name)))
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let edition = field("edition").unwrap_or_else(|| "2015".to_owned());
        let edition = edition.parse().map_err(|error| format!("{shown}: {error}"))?;
        let library = sub(&table, "lib").and_then(|lib| string(lib, "path"));
        let library = folder.join(library.unwrap_or_else(|| "src/lib.rs".to_owned()));
        let programs = table.get("bin").and_then(|bin| bin.get_ref().as_array().cloned());
        let programs = programs
            .into_iter()
            .flatten()
            .filter_map(|bin| Some(folder.join(string(bin.get_ref().as_table()?, "path")?)));
        Ok(Some(Self {
            path: path.to_owned(),
            name: field("name").unwrap_or_default(),
            version: field("version").unwrap_or_else(|| "0.0.0".to_owned()),
            edition,
            library: library.is_file().then_some(library),
            programs: programs.collect(),
            dependencies: dependencies(&table, &text),
        }))
    }

    /// The name that its library has in programs.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

fn parse<'a>(text: &'a str, path: &Path) -> Result<DeTable<'a>, String> {
    let parsed = DeTable::parse(text).map_err(|error| {
        let (line, column) = place(text, error.span().map_or(0, |span| span.start));
        format!("{}:{line}:{column}: {}.", path.display(), error.message())
    })?;
    Ok(parsed.into_inner())
}

/// 1-based line and column of a byte offset.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

fn sub<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Option<&'a DeTable<'i>> {
    table.get(name)?.get_ref().as_table()
}

fn string(table: &DeTable<'_>, name: &str) -> Option<String> {
    table.get(name)?.get_ref().as_str().map(str::to_owned)
}

/// `NAME.workspace = true`
fn inherits(table: &DeTable<'_>, name: &str) -> bool {
    sub(table, name).is_some_and(|field| field.contains_key("workspace"))
}

/// `[workspace.package]` of the workspace around a manifest.
fn workspace_package(path: &Path) -> Result<BTreeMap<String, String>, String> {
    for folder in path.ancestors().skip(1) {
        let path = folder.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let table = parse(&text, &path)?;
        if let Some(package) = sub(&table, "workspace").and_then(|table| sub(table, "package")) {
            let strings = package.keys().map(|name| name.get_ref().to_string());
            return Ok(strings
                .filter_map(|name| Some((name.clone(), string(package, &name)?)))
                .collect());
        }
    }
    Ok(BTreeMap::new())
}

fn dependencies(table: &DeTable<'_>, text: &str) -> BTreeMap<String, Dependency> {
    let sections = ["dependencies", "dev-dependencies"];
    let entries = sections.iter().filter_map(|section| sub(table, section)).flatten();
    entries.map(|(name, value)| dependency(name, value.get_ref(), text)).collect()
}

fn dependency(
    name: &Spanned<std::borrow::Cow<'_, str>>,
    value: &DeValue<'_>,
    text: &str,
) -> (String, Dependency) {
    let field = |field: &str| value.as_table().and_then(|table| string(table, field));
    let version = value.as_str().map(str::to_owned).or_else(|| field("version"));
    let dependency = Dependency {
        package: field("package").unwrap_or_else(|| name.get_ref().to_string()),
        version: version.unwrap_or_default(),
        place: place(text, name.span().start),
    };
    (name.get_ref().replace('-', "_"), dependency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    #[test]
    fn the_nearest_manifest_with_a_package_says_the_edition() {
        let folder = folder(&[
            (
                "Cargo.toml",
                "[workspace]\nmembers = [\"a\"]\n[workspace.package]\nedition = \"2018\"\n",
            ),
            ("a/Cargo.toml", "[package]\nname = \"a-b\"\nedition.workspace = true\n"),
            ("a/src/main.rs", ""),
        ]);
        let above = |path: &str| Manifest::above(&folder.path().join(path), Path::new("/none"));
        let manifest = above("a/src/main.rs").expect("it is read").expect("there is one");
        assert_eq!(manifest.edition, Edition::E2021);
        assert_eq!(manifest.crate_name(), "a_b");
        assert!(above("x.rs").expect("it is read").is_none(), "a workspace has no edition");
        let own = Manifest::above(&folder.path().join("a/src/main.rs"), folder.path());
        assert!(
            own.expect("it is read").is_none(),
            "this project's own files belong to no program"
        );
    }

    #[test]
    fn dependencies_have_places_and_other_names() {
        let text = "[package]\nname = \"a\"\nedition = \"2024\"\n[dependencies]\n\
                    rt = { package = \"tokio\", version = \"1\" }\ntokio-util = \"0.7\"\n";
        let folder = folder(&[("Cargo.toml", text)]);
        let manifest = Manifest::read(&folder.path().join("Cargo.toml"));
        let manifest = manifest.expect("it is read").expect("it has a package");
        let rt = &manifest.dependencies["rt"];
        assert_eq!((rt.package.as_str(), rt.version.as_str(), rt.place), ("tokio", "1", (5, 1)));
        assert_eq!(manifest.dependencies["tokio_util"].place, (6, 1));
    }

    #[test]
    fn what_is_no_manifest_is_told_with_its_place() {
        let folder = folder(&[
            ("Cargo.toml", "[package]\nname = \n"),
            ("old/Cargo.toml", "[package]\nname = \"a\"\n"),
        ]);
        let error = |path: &str| Manifest::read(&folder.path().join(path)).expect_err("it is none");
        assert!(error("Cargo.toml").contains("Cargo.toml:2:"), "{}", error("Cargo.toml"));
        assert!(error("old/Cargo.toml").contains("Edition 2015"), "{}", error("old/Cargo.toml"));
    }
}
