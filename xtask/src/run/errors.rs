//! What cargo and the compiler print, read for the person who wrote the program.

/// The place where the build script puts the program for the compiler to look at.
const COPY: &str = "/as_written/";

/// The path of the last executable that cargo's messages name.
pub fn executable(messages: &str) -> Option<String> {
    const KEY: &str = "\"executable\":\"";
    let from = messages.rfind(KEY)? + KEY.len();
    let rest = &messages[from..];
    // A JSON string: only a backslash is written otherwise in a path.
    Some(rest[..rest.find('"')?].replace("\\\\", "\\"))
}

/// What the marking says of a program that it cannot mark: a sentence, with the place in front.
pub fn of_marking(said: &str) -> Option<String> {
    let line = said.lines().find(|line| line.starts_with("error: run@"))?;
    line.splitn(3, ": ").nth(2).map(str::to_owned)
}

/// What the marking wants to be known of a program that it could mark.
pub fn warnings(said: &str) -> String {
    let ours = |line: &&str| line.starts_with("warning: run@");
    said.lines()
        .filter(ours)
        .filter_map(|line| Some(line.splitn(3, ": ").nth(2)?.to_owned() + "\n"))
        .collect()
}

/// The compiler's errors with the program's own path in them, and without what cargo adds.
pub fn at_home(said: &str, name: &str, shown: &str) -> String {
    let copy = format!("{COPY}{name}");
    let of_cargo = |line: &str| line.starts_with("error: could not compile");
    let mut lines: Vec<String> = Vec::new();
    for line in said.lines().filter(|line| !of_cargo(line)) {
        lines.push(match line.find(&copy) {
            Some(at) => {
                let start = line[..at].rfind(' ').map_or(0, |space| space + 1);
                format!("{}{shown}{}", &line[..start], &line[at + copy.len()..])
            }
            None => line.to_owned(),
        });
    }
    lines.join("\n").trim_end().to_owned()
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
    fn what_the_marking_says_stands_alone() {
        let said = "warning: run@0.1.0: p.rs:3: runs, but is not recorded: why\n\
                    error: run@0.1.0: p.rs:4:1: there is no `fn main`: none\n\
                    error: build script logged errors\n";
        assert_eq!(of_marking(said).as_deref(), Some("p.rs:4:1: there is no `fn main`: none"));
        assert_eq!(warnings(said), "p.rs:3: runs, but is not recorded: why\n");
        assert_eq!(of_marking("error[E0425]: cannot find value"), None);
    }

    #[test]
    fn errors_name_the_file_that_was_given() {
        let said = "error[E0425]: cannot find value `x`\n --> /t/out/as_written/p.rs:3:5\n  |\n\
                    3 |     x\n\nerror: could not compile `run` (example \"as_written\")\n";
        let expected = "error[E0425]: cannot find value `x`\n --> my/p.rs:3:5\n  |\n3 |     x";
        assert_eq!(at_home(said, "p.rs", "my/p.rs"), expected);
    }
}
