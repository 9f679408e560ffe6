//! Style sheets and scripts without what is there for people: parsed, and printed anew as short as they
//! can be.
//!
//! Nothing is renamed, merged or lowered, so what is published is what was written and tried. Rewriting
//! as well would gain less than a kilobyte of the download.

use lightningcss::stylesheet::{ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Features, Targets};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// A style sheet without its comments and white space.
///
/// # Errors
/// If it is none.
pub fn style(text: &str) -> Result<String, String> {
    // No browsers are named, so whatever the sheet uses stays, and so do its fallbacks. `min-width` and
    // its like would become ranges, which browsers have learnt later: they stay too.
    let targets = Targets { include: Features::MediaRangeSyntax, ..Targets::default() };
    let sheet = StyleSheet::parse(text, ParserOptions::default()).map_err(|why| {
        let line = why.loc.as_ref().map_or(1, |place| place.line + 1);
        format!("{} in line {line}", why.kind)
    })?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    Ok(sheet.to_css(options).map_err(|why| why.to_string())?.code)
}

/// A classic script without its comments and white space. Its last statement is ended, so another
/// script can follow.
///
/// # Errors
/// If it is none.
pub fn script(text: &str) -> Result<String, String> {
    printed(text, SourceType::cjs())
}

/// A module without its comments and white space.
///
/// # Errors
/// If it is none.
pub fn module(text: &str) -> Result<String, String> {
    printed(text, SourceType::mjs())
}

fn printed(text: &str, kind: SourceType) -> Result<String, String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, kind).parse();
    if let Some(why) = parsed.errors.first() {
        let place = why.labels.iter().flatten().next().map_or(0, |label| label.offset());
        let line = text[..place].matches('\n').count() + 1;
        return Err(format!("{why} in line {line}"));
    }
    let codegen = Codegen::new().with_options(CodegenOptions::minify());
    Ok(codegen.build(&parsed.program).code)
}

#[cfg(test)]
mod tests {
    use super::{module, script, style};

    /// What a style sheet becomes.
    fn styled(text: &str) -> String {
        style(text).unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    #[test]
    fn a_style_sheet_loses_comments_and_white_space() {
        let text = "/* Colours.\n   Two. */\n.a,\n.b:hover > i {\n  color: red; /* why */\n  margin: 0\n    1px;\n}\n\n@media (pointer: coarse) {\n  .c {\n    content: \"a b\";\n  }\n}\n";
        assert_eq!(
            styled(text),
            ".a,.b:hover>i{color:red;margin:0 1px}@media (pointer:coarse){.c{content:\"a b\"}}"
        );
    }

    #[test]
    fn what_looks_like_a_comment_in_a_style_sheet_stays() {
        for sheet in [
            ".a{content:\"/* no comment */\"}",
            ".a{content:\"/*\"}.b{content:\"*/\"}",
            ".a{background:url(https://example.org/a.svg)}",
            ".a{background:url(\"data:image/svg+xml,/* (x) */\")}",
            ".a[href^=\"http://\"]{--note:\"/*\"}",
        ] {
            assert_eq!(styled(sheet), sheet);
        }
    }

    #[test]
    fn a_style_sheet_keeps_what_it_uses() {
        for sheet in [
            "@layer base,page;",
            "@layer page{.a{gap:1px}}",
            "@container body (max-width:45rem) and (24rem<=height<46rem){.a{gap:1px}}",
            "@media (min-width:45rem){.a{gap:1px}}",
            "@supports (position-area:bottom span-right){.a{position-area:bottom span-right}}",
            ".a:where(:has(>.b)):not(.c,.d){gap:1px}",
            ".a{gap:1px;& .b{gap:2px}}",
            ".a{color:color-mix(in oklab, var(--text) 40%, transparent)}",
            ".a{color:light-dark(#123,#456)}",
            ".a{--room:calc((100cqi - var(--of,0)*1rem)*9999);--empty: }",
            // What comes first is for browsers that do not know what comes then.
            ".a{height:100vh;height:100dvh}",
            ".a{-webkit-user-select:none;user-select:none}",
            "input::-moz-range-track{height:1px}",
            // No browser knows it yet.
            "@later x{.a{b:c}}",
            ".a{later:fit(1px)}",
        ] {
            assert_eq!(styled(sheet), sheet);
        }
    }

    #[test]
    fn a_script_loses_comments_and_white_space() {
        let text = "/**\n * What it does.\n */\nfunction f(word) {\n    // Why.\n    return word // b\n        + 'x';\n}\n\n/* c */\n/* d */ f()\n";
        assert_eq!(script(text).as_deref(), Ok("function f(word){return word+`x`}f();"));
    }

    #[test]
    fn what_looks_like_a_comment_in_a_script_stays() {
        let strings = "a('/*', \"*/\", '// b', \"/* c\");\na('d */');";
        assert_eq!(script(strings).as_deref(), Ok("a(`/*`,`*/`,`// b`,`/* c`);a(`d */`);"));
        for text in [
            "a(`\n  // ${b(`/*`)}\n\n  /* c */\n`);",
            "a(/[/*]\\/\\/ \"'`/g.test(b)/c/d);",
            "a(String.raw`\\u /* ${`// ${b}`} */`);",
        ] {
            assert_eq!(script(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_script_keeps_its_names_and_its_ends() {
        for text in [
            "\"use strict\";const startIt=()=>{};",
            "a();",
            "class A{#kept=1;static#b(){return this.#kept}get c(){return#kept in this}}",
            "a?.b?.[c]??d;",
        ] {
            assert_eq!(script(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_module_stays_one() {
        let text = "const a=new URL(`b`,import.meta.url);export{a as default};await c(a);";
        assert_eq!(module(text).as_deref(), Ok(text));
        assert!(script(text).is_err());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for told in [
            style(".a {\n  color: red;\n}\n.b::: {}"),
            style(".a {}\n\n\n}"),
            script("a();\n\n\nconst b = ;"),
            module("a();\n\n\n`"),
        ] {
            let why = told.expect_err("an error");
            assert!(why.ends_with(" in line 4"), "{why}");
        }
    }
}
