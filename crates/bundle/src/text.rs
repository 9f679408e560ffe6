//! Style sheets and scripts without what is there for people.

/// A style sheet without its comments, indentation and line ends.
pub fn style(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split("/*").enumerate() {
        let part =
            if at == 0 { part } else { part.split_once("*/").map_or("", |(_, after)| after) };
        for line in part.lines().map(str::trim).filter(|line| !line.is_empty()) {
            // A line that goes on is as good as one with a space.
            if !out.is_empty() && !out.ends_with(['{', '}', ';', ',']) {
                out.push(' ');
            }
            out.push_str(&line.replace(" {", "{"));
        }
    }
    out
}

/// A script without its indentation and the lines that are only a comment. Line ends stay, since
/// they may end a statement.
pub fn script(text: &str) -> String {
    let mut out = String::new();
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        // One that ends before the line does stays.
        comment |=
            line.starts_with("/*") && line.find("*/").is_none_or(|end| end + 2 == line.len());
        if !comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{script, style};

    #[test]
    fn a_style_sheet_says_the_same() {
        let text = "/* Colours.\n   Two. */\n.a,\n.b:hover > i {\n  color: red; /* why */\n  margin: 0\n    1px;\n}\n\n@media (x) {\n  .c {\n    content: \"a b\";\n  }\n}\n";
        assert_eq!(
            style(text),
            ".a,.b:hover > i{color: red;margin: 0 1px;}@media (x){.c{content: \"a b\";}}"
        );
    }

    #[test]
    fn a_script_says_the_same() {
        let text = "/**\n * What it does.\n */\nfunction f() {\n    // Why.\n    return a // b\n        + 'x';\n}\n\n/* c */\n/* d */ f();\n";
        assert_eq!(script(text), "function f() {\nreturn a // b\n+ 'x';\n}\n/* d */ f();\n");
    }
}
