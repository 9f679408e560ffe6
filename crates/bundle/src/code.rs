//! The WebAssembly and the module that starts it, as compilers leave them, made smaller to download.
//!
//! What the two call each other by are long names, each of them in both; they get short ones. And
//! the functions of the WebAssembly change places, so that those that are alike stand together:
//! gzip looks back over 32 KB and no further.

use std::collections::HashMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, ImportSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Imports, Parser, Payload, TypeRef,
};

use crate::alike;

/// The module's text and the WebAssembly, made smaller.
///
/// # Errors
/// If the WebAssembly cannot be read.
pub fn shrink(glue: &str, code: &[u8]) -> Result<(String, Vec<u8>), String> {
    let mut glue = glue.to_owned();
    let mut shrink = Shrink::default();
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(code) {
        match payload.map_err(unreadable)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(unreadable)?;
                    shrink.imported += u32::from(matches!(import.ty, TypeRef::Func(_)));
                    shrink.rename(import.name, &mut glue);
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    shrink.order = alike::together(&bodies);
    shrink.places = vec![0; bodies.len()];
    for (place, function) in shrink.order.iter().enumerate() {
        shrink.places[*function] = place as u32;
    }
    let mut module = Module::new();
    shrink.parse_core_module(&mut module, Parser::new(0), code).map_err(unreadable)?;
    Ok((glue, module.finish()))
}

fn unreadable(why: impl std::fmt::Display) -> String {
    format!("the WebAssembly cannot be read: {why}")
}

/// Writes a module anew.
#[derive(Default)]
struct Shrink {
    /// The short names of what is imported.
    names: HashMap<String, String>,
    /// How many functions are imported; those of the module itself are numbered from here.
    imported: u32,
    /// The functions in the order in which they are to stand.
    order: Vec<usize>,
    /// The place of each function.
    places: Vec<u32>,
}

impl Shrink {
    /// Gives an import a short name, in the module's text too; if it stands there in one place only,
    /// as the key of what is imported.
    fn rename(&mut self, name: &str, glue: &mut String) {
        // What compilers write is indented.
        let key = format!(" {name}:");
        if glue.matches(&key).count() != 1 {
            return;
        }
        let short = short(self.names.len());
        *glue = glue.replace(&key, &format!(" {short}:"));
        self.names.insert(name.to_owned(), short);
    }
}

/// A name for a number: `a` to `z`, `aa` and so on. It is a key, which words of the language may be.
fn short(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => letter.to_string(),
        rest => short(rest - 1) + &letter.to_string(),
    }
}

impl Reencode for Shrink {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(match function.checked_sub(self.imported) {
            Some(own) => self.imported + self.places[own as usize],
            None => function,
        })
    }

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: Imports<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in imports {
            let (_, import) = import?;
            let kind = self.entity_type(import.ty)?;
            let name = self.names.get(import.name).map_or(import.name, String::as_str);
            section.import(import.module, name, kind);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        section: &mut FunctionSection,
        types: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = types.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for function in &self.order {
            section.function(types[*function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        section: &mut CodeSection,
        bodies: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = bodies.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(section, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, TypeSection, ValType,
    };

    /// A module that imports a function and exports three, each of which returns a number of its own
    /// after it has called another.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("./glue.js", "__wbg_say_0123456789abcdef", EntityType::Function(0));
        let (mut functions, mut exports, mut code) =
            (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        for (index, calls) in [(1, 0), (2, 1), (3, 2)] {
            functions.function(1);
            exports.export(&format!("f{index}"), ExportKind::Func, index);
            let mut function = Function::new([]);
            let mut body = function.instructions();
            body.call(calls);
            if calls > 0 {
                body.drop();
            }
            body.i32_const(index as i32 * 1_000).end();
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&exports).section(&code);
        module.finish()
    }

    /// What a module exports: the name, the number that is returned, and the number that the called
    /// function returns, `None` if that is imported.
    fn exports(code: &[u8]) -> Vec<(String, i32, Option<i32>)> {
        let (mut names, mut bodies) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(code) {
            match payload.expect("a module") {
                Payload::ExportSection(section) => {
                    names.extend(section.into_iter().map(|export| {
                        let export = export.expect("an export");
                        (export.name.to_owned(), export.index)
                    }));
                }
                Payload::CodeSectionEntry(body) => {
                    let (mut number, mut called) = (0, 0);
                    for operator in body.get_operators_reader().expect("operators") {
                        match operator.expect("an operator") {
                            wasmparser::Operator::I32Const { value } => number = value,
                            wasmparser::Operator::Call { function_index } => {
                                called = function_index
                            }
                            _ => {}
                        }
                    }
                    bodies.push((number, called));
                }
                _ => {}
            }
        }
        let own = |index: u32| index.checked_sub(1).map(|own| bodies[own as usize]);
        names
            .into_iter()
            .map(|(name, index)| {
                let (number, called) = own(index).expect("a function of the module's own");
                (name, number, own(called).map(|(number, _)| number))
            })
            .collect()
    }

    #[test]
    fn functions_are_found_where_they_have_gone() {
        let code = module();
        let mut shrink = Shrink {
            imported: 1,
            order: vec![2, 0, 1],
            places: vec![1, 2, 0],
            ..Shrink::default()
        };
        let mut moved = Module::new();
        shrink.parse_core_module(&mut moved, Parser::new(0), &code).expect("a module");
        let moved = moved.finish();
        assert_ne!(moved, code);
        assert_eq!(exports(&moved), exports(&code));
        assert_eq!(exports(&code)[2], ("f3".to_owned(), 3_000, Some(2_000)));
    }

    #[test]
    fn both_sides_of_an_import_get_the_same_short_name() {
        let glue = "const imports = {\n  __wbg_say_0123456789abcdef: function() {}\n};";
        let (glue, code) = shrink(glue, &module()).expect("a module");
        assert_eq!(glue, "const imports = {\n  a: function() {}\n};");
        let name = Parser::new(0).parse_all(&code).find_map(|payload| match payload {
            Ok(Payload::ImportSection(section)) => {
                Some(section.into_imports().next()?.expect("an import").name.to_owned())
            }
            _ => None,
        });
        assert_eq!(name.as_deref(), Some("a"));
        assert_eq!(exports(&code), exports(&module()));
    }

    #[test]
    fn a_name_that_is_not_found_stays() {
        let (glue, code) = shrink("x();", &module()).expect("a module");
        assert_eq!(glue, "x();");
        let text = String::from_utf8_lossy(&code).into_owned();
        assert!(text.contains("__wbg_say_0123456789abcdef"));
    }

    #[test]
    fn names_are_all_different() {
        let names: Vec<_> = [0, 25, 26, 51, 52, 701, 702].map(short).into();
        assert_eq!(names, ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }
}
