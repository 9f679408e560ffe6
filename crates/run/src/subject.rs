//! What is run: a program's text, and what its surroundings say of it.

use std::path::{Path, PathBuf, absolute};

use crate::edition::Edition;
use crate::manifest::Manifest;
use crate::modules::{self, Flat};
use crate::names::Names;
use crate::offered::Used;

/// A program.
pub struct Subject {
    /// Its file, as an absolute path.
    pub file: PathBuf,
    /// That path as it was given.
    pub shown: PathBuf,
    pub flat: Flat,
    pub names: Names,
    pub manifest: Option<Manifest>,
    pub edition: Edition,
    /// The library of its project and the name of that, if the program uses it.
    pub library: Option<(PathBuf, String)>,
}

impl Subject {
    /// Reads the program that `given` names: a file, or the folder of a cargo project. What lies in `own`, the
    /// folder of Futurescope, belongs to no other project.
    ///
    /// # Errors
    /// A sentence, if there is none.
    pub fn find(given: &Path, edition: Option<Edition>, own: &Path) -> Result<Self, String> {
        let shown = root(given)?;
        let file = absolute(&shown).map_err(|error| format!("{}: {error}.", shown.display()))?;
        let manifest = Manifest::above(&file, own)?;
        let alone = modules::flat(&shown)?;
        let names = Names::of(&alone.text);
        let library = manifest.as_ref().and_then(|manifest| library(manifest, &file, &names));
        let (flat, names) = match &library {
            None => (alone, names),
            Some((library, name)) => {
                let library = as_given(library, &file, &shown);
                let flat = modules::flat_with_library(&shown, &library, name)?;
                let names = Names::of(&flat.text);
                (flat, names)
            }
        };
        let written = manifest.as_ref().map(|manifest| manifest.edition);
        let edition = edition.or(written).unwrap_or(Edition::E2024);
        Ok(Self { file, shown, flat, names, manifest, edition, library })
    }

    /// The path of one of its files as the person who gave the program knows it.
    pub fn shown(&self, path: &Path) -> String {
        as_given(path, &self.file, &self.shown).display().to_string()
    }

    /// The folder of its file.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// The name of its crate, as `module_path!` has it; one of ours where that would be another's.
    pub fn crate_name(&self, used: &[Used]) -> String {
        let name = self.stem().replace('-', "_");
        let taken = ["alloc", "core", "runner", "std", "test"].contains(&name.as_str())
            || used.iter().any(|used| used.key.replace('-', "_") == name);
        match syn::parse_str::<syn::Ident>(&name) {
            Ok(_) if !taken && name.is_ascii() => name,
            _ => "program".to_owned(),
        }
    }

    /// What the program is called.
    pub fn stem(&self) -> String {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match &self.manifest {
            Some(manifest) if stem == "main" => manifest.name.clone(),
            _ => stem,
        }
    }
}

/// A path that was made absolute, as relative as `shown`, which was given for `file`.
fn as_given(path: &Path, file: &Path, shown: &Path) -> PathBuf {
    let (folder, given) = (file.parent(), shown.parent());
    match path.strip_prefix(folder.unwrap_or(Path::new(""))) {
        _ if path == file => shown.to_owned(),
        Ok(rest) => given.unwrap_or(Path::new("")).join(rest),
        Err(_) => path.to_owned(),
    }
}

fn library(manifest: &Manifest, program: &Path, names: &Names) -> Option<(PathBuf, String)> {
    let name = manifest.crate_name();
    let library = manifest.library.clone()?;
    (library != program && names.has_head(&name)).then_some((library, name))
}

/// The root of the program that `given` names.
fn root(given: &Path) -> Result<PathBuf, String> {
    if given.is_file() {
        // `Cargo.toml` is named for the project that it describes.
        return match given.file_name().is_some_and(|name| name == "Cargo.toml") {
            true => root_of_project(given.parent().unwrap_or(Path::new(""))),
            false => Ok(given.to_owned()),
        };
    }
    match given.is_dir() {
        true => root_of_project(given),
        false => Err(format!("There is no file {}.", given.display())),
    }
}

fn root_of_project(folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("Cargo.toml");
    let manifest = match path.is_file() {
        true => Manifest::read(&path)?,
        false => None,
    };
    let Some(manifest) = manifest else {
        return Err(format!(
            "{} is no cargo project: it has no Cargo.toml with a package.",
            folder.display()
        ));
    };
    let main = folder.join("src/main.rs");
    match manifest.programs.as_slice() {
        _ if main.is_file() => Ok(main),
        [only] => Ok(only.clone()),
        _ => Err(format!("{} has no src/main.rs: name the file of the program.", folder.display())),
    }
}
