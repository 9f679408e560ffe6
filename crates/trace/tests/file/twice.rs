//! A field that stands twice in an object is refused wherever it stands, however the object is written.

use trace::file::{FileError, TraceFile};

use super::{VERSION_1, written};

/// An object of a text: where each of its fields begins and ends.
type Fields = Vec<(usize, usize)>;

/// All objects of a text.
fn objects(text: &str) -> Vec<Fields> {
    let (mut done, mut open) = (Vec::new(), Vec::<(bool, usize, Fields)>::new());
    let (mut in_text, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => open.push((byte == b'{', at + 1, Vec::new())),
            b',' | b'}' | b']' => {
                let Some((object, from, fields)) = open.last_mut() else { continue };
                if text[*from..at].contains(':') {
                    fields.push((*from, at));
                }
                *from = at + 1;
                if byte != b','
                    && let (true, _, fields) = (*object, *from, std::mem::take(fields))
                {
                    done.push(fields);
                }
                if byte != b',' {
                    open.pop();
                }
            }
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    done
}

fn refusal(text: &str) -> FileError {
    TraceFile::read(text.as_bytes()).expect_err(text)
}

#[test]
fn wherever_it_stands() {
    let file = TraceFile::read(VERSION_1).expect("a trace");
    let text = String::from_utf8(written(&file)).expect("UTF-8");
    let mut tried = 0;
    for fields in objects(&text) {
        for (from, to) in &fields {
            let field = text[*from..*to].trim();
            let key = &field[..=field.find("\":").expect("a key")];
            for again in [field.to_owned(), format!("{key}:null")] {
                let ends = fields.last().map(|(_, end)| (*end, format!(",{again}")));
                let places = fields.iter().map(|(before, _)| (*before, format!("{again},")));
                for (place, added) in places.chain(ends) {
                    let (head, tail) = text.split_at(place);
                    let short = refusal(&format!("{head}{added}{tail}"));
                    // Read token by token, since an object on two lines is never read at one go.
                    let long = refusal(&format!("{head}\n{added}{tail}"));
                    assert_eq!((&short.inside, &short.reason), (&long.inside, &long.reason));
                    // A `null` may be told instead, where it stands first and says nothing itself.
                    let told = short.reason.contains("second time");
                    assert!(told || again.ends_with("null"), "{short}: {head}{added}{tail}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn a_constant_too() {
    let mut file = TraceFile::read(VERSION_1).expect("a trace");
    file.trace.run.knobs = vec![("A".to_owned(), 1), ("B".to_owned(), 2), ("A".to_owned(), 3)];
    let said = TraceFile::read(&written(&file)).expect_err("a constant twice").to_string();
    assert!(said.contains("in run.knobs: `A` stands here for the second time"), "{said}");
}
