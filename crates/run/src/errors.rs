//! What cargo and the compiler print, read for the person who wrote the program.

/// The path of the last executable that cargo's messages name.
pub fn executable(messages: &str) -> Option<String> {
    const KEY: &str = "\"executable\":\"";
    let from = messages.rfind(KEY)? + KEY.len();
    let rest = &messages[from..];
    // A JSON string: only a backslash is written otherwise in a path.
    Some(rest[..rest.find('"')?].replace("\\\\", "\\"))
}

/// The compiler's errors with paths as the person who gave the program knows them.
pub fn at_home(said: &str, shown: impl Fn(&str) -> String) -> String {
    with_places(said, |path, place| Some(format!("{}:{place}", shown(path))))
}

/// Likewise, of a program whose files were made one: `copy`.
pub fn of_flat(said: &str, copy: &str, place: impl Fn(u32) -> String) -> String {
    with_places(said, |path, at| {
        let (line, column) = at.split_once(':')?;
        (path == copy).then(|| Some(format!("{}:{column}", place(line.parse().ok()?))))?
    })
}

/// The compiler's errors, each place (`--> PATH:LINE:COLUMN`) replaced by what `place` has for it, and
/// without what cargo adds.
fn with_places(said: &str, place: impl Fn(&str, &str) -> Option<String>) -> String {
    let of_cargo = |line: &&str| {
        !line.starts_with("error: could not compile") && !line.starts_with("warning: build failed")
    };
    let lines = said
        .lines()
        .filter(of_cargo)
        .map(|line| placed(line, &place).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn placed(line: &str, place: impl Fn(&str, &str) -> Option<String>) -> Option<String> {
    let arrow = ["--> ", "::: "].iter().find(|arrow| line.trim_start().starts_with(**arrow))?;
    let start = line.find(arrow)? + arrow.len();
    let (rest, column) = line[start..].rsplit_once(':')?;
    let (path, number) = rest.rsplit_once(':')?;
    let place = place(path, &format!("{number}:{column}"))?;
    Some(format!("{}{place}", &line[..start]))
}

/// The first of the compiler's errors.
pub fn first(said: &str) -> &str {
    said.split("\n\n").next().unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_is_the_one_that_cargo_names_last() {
        let messages = r#"{"reason":"a","executable":null}
{"reason":"b","executable":"/t/debug/run","fresh":false}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages).as_deref(), Some("/t/debug/run"));
        assert_eq!(executable(r#"{"executable":null}"#), None);
    }

    #[test]
    fn errors_name_the_file_that_was_given() {
        let said = "error[E0425]: cannot find value `x`\n --> /t/p.rs:3:5\n  |\n3 |     x\n  ::: /t/q.rs:1:2\n\n\
                    error: could not compile `program` (bin \"program\") due to 1 previous error\n";
        let expected = "error[E0425]: cannot find value `x`\n --> my/p.rs:3:5\n  |\n3 |     x\n  ::: my/q.rs:1:2";
        assert_eq!(at_home(said, |path| path.replace("/t/", "my/")), expected);
    }

    #[test]
    fn errors_of_one_text_name_the_files_it_was_made_of() {
        let said = "error: no\n --> /t/src/program.rs:30:5\n --> /lib/tokio.rs:1:1\n";
        let place = |line| format!("my/mod.rs:{}", line - 20);
        let expected = "error: no\n --> my/mod.rs:10:5\n --> /lib/tokio.rs:1:1";
        assert_eq!(of_flat(said, "/t/src/program.rs", place), expected);
    }
}
