//! Whatever the bytes, reading them ends with a trace or with a sentence.

use proptest::prelude::*;
use trace::file::{FileError, Reader, TraceFile};
use trace::{Chrome, Cursor, lints, sentence};

use super::{VERSION_1, written};

/// Reads bytes in pieces.
fn in_pieces(bytes: &[u8], piece: usize) -> Result<TraceFile, FileError> {
    let mut reader = Reader::default();
    bytes.chunks(piece.max(1)).try_for_each(|piece| reader.feed(piece))?;
    reader.finish()
}

/// What must hold of every outcome: it does not depend on the pieces, an error is a sentence with a
/// place that is in the file, and all that is worked out of a trace can be.
fn check(bytes: &[u8], piece: usize) {
    let read = TraceFile::read(bytes);
    assert_eq!(in_pieces(bytes, piece), read);
    match read {
        Err(error) => {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
            assert!(error.line as usize <= lines, "{error}");
            assert!(error.column as usize <= bytes.len() + 1, "{error}");
            let text = error.to_string();
            assert!(text.ends_with('.') && text.len() < 500, "{text}");
        }
        Ok(file) => {
            assert_eq!(TraceFile::read(&written(&file)).as_ref(), Ok(&file));
            let trace = &file.trace;
            let mut cursor = Cursor::default();
            for index in 0..trace.len() {
                let before = cursor.seek(trace, index);
                let after = cursor.seek(trace, index + 1);
                assert!(!sentence(trace, index, &before, &after).is_empty());
                for task in after.tasks.iter() {
                    assert!(task.busy(after.now) <= task.total(after.now));
                    let _ = task.idle(after.now);
                }
            }
            let _ = lints(trace);
            let mut chrome = Chrome::default();
            while chrome.piece(trace).is_some() {}
        }
    }
}

/// Values that something may trip over.
const ODD: [&str; 16] = [
    "0",
    "1",
    "2",
    "-1",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "1e9",
    "1.5",
    "null",
    "true",
    "\"\"",
    "[]",
    "{}",
    "[[[[[[[[",
    "{\"task\":2}",
];

/// A change to a file: what is done, where (as a share of its length), and with what.
type Change = (u8, f64, usize);

fn changed(text: &[u8], (what, place, with): Change) -> Vec<u8> {
    let mut text = text.to_vec();
    let at = |share: f64| ((text.len() as f64 * share) as usize).min(text.len());
    let from = at(place);
    match what {
        0 => text.truncate(from),
        1 if from < text.len() => text[from] = with as u8,
        2 => {
            let to = (from + with % 40).min(text.len());
            text.drain(from..to);
        }
        3 => {
            let to = (from + with % 200).min(text.len());
            let again = text[from..to].to_vec();
            text.splice(from..from, again);
        }
        // A number, from there on, is another one.
        4 | 5 => {
            let digit = |byte: &u8| byte.is_ascii_digit();
            if let Some(start) = text[from..].iter().position(digit).map(|start| from + start) {
                let length = text[start..].iter().take_while(|byte| digit(byte)).count();
                let other = match what {
                    4 => ODD[with % ODD.len()].to_owned(),
                    _ => (with % 12).to_string(),
                };
                text.splice(start..start + length, other.into_bytes());
            }
        }
        // Two events change places, or one is gone, or stands twice.
        _ => {
            let whole = String::from_utf8_lossy(&text).replace("},{", "},\n{");
            let mut lines: Vec<&str> = whole.split('\n').collect();
            let line = ((lines.len() as f64 * place) as usize).min(lines.len() - 1);
            let other = with % lines.len();
            match what {
                6 => lines.swap(line, other),
                7 => {
                    lines.remove(line);
                }
                _ => lines.insert(other, lines[line]),
            }
            text = lines.join("\n").into_bytes();
        }
    }
    text
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((0_u8..9, 0.0..1.0_f64, any::<usize>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), piece in 1_usize..20) {
        check(&bytes, piece);
    }

    #[test]
    fn what_looks_like_json(
        parts in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"version\"", "\"run\"", "\"labels\"", "\"sites\"",
            "\"events\"", "\"source\"", "1", "2", "\"a\"", "null", "true", "-", "\\", "\"", "\n", "\u{e9}",
        ]), 0..60),
        piece in 1_usize..20,
    ) {
        check(parts.concat().as_bytes(), piece);
    }

    #[test]
    fn changed_traces(changes in changes(), piece in 1_usize..4_000) {
        let mut text = VERSION_1.to_vec();
        for change in changes {
            text = changed(&text, change);
        }
        check(&text, piece);
    }
}

#[test]
fn some_changes_leave_a_trace() {
    let mut read = 0;
    for place in 0..200 {
        let text = changed(VERSION_1, (5, f64::from(place) / 200.0, 1));
        read += usize::from(TraceFile::read(&text).is_ok());
    }
    assert!((20..200).contains(&read), "{read} of 200");
}
