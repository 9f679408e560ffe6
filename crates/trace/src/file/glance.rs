//! Reads events at one go that are written the way they nearly always are: an object in plain ASCII on one
//! line.
//!
//! Nothing is judged here. An object that is written differently, is faulty or is not complete yet is read
//! token by token, and that is where faults are described.

use super::element::{Element, Node, TextRange, What};
use super::error::Place;

/// More nodes, the object included, than any event has.
const MOST: usize = 24;

/// The most digits that a `u64` can surely hold.
const MOST_DIGITS: usize = 19;

impl Element {
    /// Becomes the object that `input` begins with; `from` is its place in the file. Returns the object's length in
    /// bytes, or `None`, with the element empty, if the object has to be read token by token.
    pub fn glance(&mut self, input: &[u8], from: Place) -> Option<usize> {
        let mut glance = Glance { input, at: 0 };
        self.clear();
        let whole = self.look_over(&mut glance, from);
        let text = whole.and_then(|()| std::str::from_utf8(&input[..glance.at]).ok());
        match text {
            Some(text) => self.text.push_str(text),
            None => self.clear(),
        }
        text.map(str::len)
    }

    fn look_over(&mut self, glance: &mut Glance<'_>, from: Place) -> Option<()> {
        let mut node = |parent, key, what, at: usize| {
            let place = Place { column: from.column.saturating_add(at as u32), ..from };
            self.nodes.push(Node { parent, key, what, place });
            (self.nodes.len() < MOST).then_some(self.nodes.len() as u32 - 1)
        };
        let object = What::Open { object: true };
        glance.next(b'{')?;
        let whole = node(None, (0, 0), object, 0)?;
        let mut inner = whole;
        loop {
            glance.next(b'"')?;
            let key = glance.text()?;
            glance.next(b':')?;
            let first = glance.next_byte()?;
            let at = glance.at - 1;
            let what = match first {
                b'{' if inner == whole => {
                    inner = node(Some(whole), key, object, at)?;
                    continue;
                }
                b'"' => What::Text(glance.text()?),
                b't' => glance.word(b"rue", What::Bool(true))?,
                b'f' => glance.word(b"alse", What::Bool(false))?,
                b'n' => glance.word(b"ull", What::Null)?,
                first => glance.number(first)?,
            };
            node(Some(inner), key, what, at)?;
            let mut after = glance.next_byte()?;
            if after == b'}' && inner != whole {
                inner = whole;
                after = glance.next_byte()?;
            }
            match after {
                b',' => {}
                b'}' if inner == whole => return Some(()),
                _ => return None,
            }
        }
    }
}

/// The object's bytes, and how many of them have been read.
struct Glance<'a> {
    input: &'a [u8],
    at: usize,
}

impl Glance<'_> {
    /// The next byte that is not a space.
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = *self.input.get(self.at)?;
            self.at += 1;
            if byte != b' ' {
                return Some(byte);
            }
        }
    }

    fn next(&mut self, wanted: u8) -> Option<()> {
        (self.next_byte()? == wanted).then_some(())
    }

    /// A text, after its first quotation mark.
    fn text(&mut self) -> Option<TextRange> {
        let from = self.at;
        loop {
            match *self.input.get(self.at)? {
                b'"' => break,
                b'\\' | 0..b' ' | 0x80.. => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some((from as u32, self.at as u32 - 1))
    }

    /// The rest of a word.
    fn word(&mut self, rest: &[u8], what: What) -> Option<What> {
        let there = self.input[self.at..].starts_with(rest);
        self.at += rest.len();
        there.then_some(what)
    }

    /// A number, after its first digit.
    fn number(&mut self, first: u8) -> Option<What> {
        let from = self.at;
        let mut value = digit(first)?;
        while let Some(digit) = digit(*self.input.get(self.at)?) {
            if value == 0 || self.at - from + 2 > MOST_DIGITS {
                return None;
            }
            value = value * 10 + digit;
            self.at += 1;
        }
        Some(What::Number { negative: false, value })
    }
}

fn digit(byte: u8) -> Option<u64> {
    byte.is_ascii_digit().then(|| u64::from(byte - b'0'))
}
