//! Splits bytes into JSON tokens, in pieces as they arrive.

use super::error::{Fault, Place};

/// The deepest nesting in a trace: a knob in the list of a run's knobs.
const DEEPEST: usize = 6;

/// The longest string, in bytes.
const LONGEST: usize = 1_000_000;

/// How much of a word is kept: `false` needs five bytes, the rest is for naming a wrong word.
const LONGEST_WORD: usize = 16;

/// A token. [`Scan::text`] has the text of a key or a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// An object or an array begins.
    Open { object: bool },
    /// The innermost open object or array ends.
    Close,
    /// The name of a field.
    Key,
    /// A string.
    Text,
    /// A whole number.
    Number { negative: bool, value: u64 },
    /// `true` or `false`.
    Bool(bool),
    /// `null`
    Null,
}

/// What the next byte is part of.
#[derive(Clone, Copy)]
enum Within {
    Nothing,
    Text,
    Escape,
    /// `\u`: how many of the four digits have been read, and their value.
    Unicode(u8, u32),
    /// A number: how many digits have been read, whether the first is 0, and the value so far.
    Number {
        negative: bool,
        digits: u32,
        zero: bool,
        value: u64,
    },
    Word,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// The state of the scan between two bytes.
pub(super) struct Scan {
    /// The place of the next byte.
    here: Place,
    /// The place where the current token began.
    pub at: Place,
    within: Within,
    want: Want,
    /// For each open object or array, whether it is an object.
    open: Vec<bool>,
    bytes: Vec<u8>,
    /// The first half of a surrogate pair of `\u` escapes.
    high: Option<u32>,
    /// The text of the last key or string.
    pub text: String,
}

impl Default for Scan {
    fn default() -> Self {
        let start = Place { line: 1, column: 1 };
        Self {
            here: start,
            at: start,
            within: Within::Nothing,
            want: Want::Value,
            open: Vec::new(),
            bytes: Vec::new(),
            high: None,
            text: String::new(),
        }
    }
}

impl Scan {
    /// The next token, or `None` if the input ends before a token is complete.
    pub fn token(&mut self, input: &mut &[u8]) -> Result<Option<Token>, Fault> {
        while let Some(byte) = input.first().copied() {
            let token = match self.within {
                Within::Nothing => {
                    let place = self.here;
                    self.take(input, 1);
                    if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                        continue;
                    }
                    self.at = place;
                    self.begin(byte)?
                }
                Within::Text => self.in_text(input)?,
                Within::Escape => {
                    self.take(input, 1);
                    self.escape(byte)?;
                    None
                }
                Within::Unicode(count, value) => {
                    self.take(input, 1);
                    self.unicode(byte, count, value)?;
                    None
                }
                Within::Number { .. } => self.in_number(input, byte)?,
                Within::Word if byte.is_ascii_alphanumeric() => {
                    if self.bytes.len() < LONGEST_WORD {
                        self.bytes.push(byte);
                    }
                    self.take(input, 1);
                    None
                }
                Within::Word => Some(self.word()?),
            };
            if token.is_some() {
                return Ok(token);
            }
        }
        Ok(None)
    }

    /// Skips to the object that is the next value of a list and returns its place; `None` if the next value is not an
    /// object or is not in the input yet.
    pub fn reach_object(&mut self, input: &mut &[u8]) -> Option<Place> {
        while let (Within::Nothing, Some(byte)) = (self.within, input.first()) {
            match byte {
                b'{' if matches!(self.want, Want::Value | Want::ValueOrEnd) => {
                    return Some(self.here);
                }
                b' ' | b'\t' | b'\r' | b'\n' => {}
                b',' if self.want == Want::CommaOrEnd => self.want = Want::Value,
                _ => return None,
            }
            self.take(input, 1);
        }
        None
    }

    /// Skips the object that [`reach_object`](Self::reach_object) found. It is `length` bytes long, on one line and
    /// all ASCII.
    pub fn pass_object(&mut self, input: &mut &[u8], length: usize) {
        *input = &input[length..];
        let passed = |by: usize| self.here.column.saturating_add(by as u32);
        (self.at, self.here) = (
            Place { column: passed(length - 1), ..self.here },
            Place { column: passed(length), ..self.here },
        );
        self.after_value();
    }

    /// Ends the input: fails if the trace is incomplete.
    pub fn end(&self) -> Result<(), Fault> {
        match self.want {
            Want::Nothing => Ok(()),
            _ => Err(Fault {
                place: self.here,
                field: String::new(),
                reason: "the file ends here, in the middle of a trace".to_owned(),
            }),
        }
    }

    fn take(&mut self, input: &mut &[u8], count: usize) {
        let (taken, rest) = input.split_at(count);
        *input = rest;
        for byte in taken {
            match byte {
                b'\n' => {
                    self.here.line = self.here.line.saturating_add(1);
                    self.here.column = 1;
                }
                // A continuation byte of UTF-8 is not a column of its own.
                0x80..0xC0 => {}
                _ => self.here.column = self.here.column.saturating_add(1),
            }
        }
    }

    fn fault<T>(&self, reason: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { place: self.at, field: String::new(), reason: reason.into() })
    }

    fn begin(&mut self, byte: u8) -> Result<Option<Token>, Fault> {
        match byte {
            b':' if self.want == Want::Colon => {
                self.want = Want::Value;
                return Ok(None);
            }
            b',' if self.want == Want::CommaOrEnd && !self.open.is_empty() => {
                let object = self.open.last() == Some(&true);
                self.want = if object { Want::Key } else { Want::Value };
                return Ok(None);
            }
            b'}' | b']' => return self.close(byte == b'}').map(Some),
            b'"' if matches!(self.want, Want::Key | Want::KeyOrEnd) => {}
            _ if !matches!(self.want, Want::Value | Want::ValueOrEnd) => return self.unexpected(),
            _ => {}
        }
        match byte {
            b'{' | b'[' => {
                let object = byte == b'{';
                if self.open.len() >= DEEPEST {
                    return self.fault("nothing in a trace is nested this deep");
                }
                self.open.push(object);
                self.want = if object { Want::KeyOrEnd } else { Want::ValueOrEnd };
                return Ok(Some(Token::Open { object }));
            }
            b'"' => {
                self.bytes.clear();
                self.within = Within::Text;
            }
            b'-' => {
                self.within = Within::Number { negative: true, digits: 0, zero: false, value: 0 };
            }
            b'0'..=b'9' => {
                self.within = Within::Number {
                    negative: false,
                    digits: 1,
                    zero: byte == b'0',
                    value: u64::from(byte - b'0'),
                };
            }
            _ if byte.is_ascii_alphabetic() => {
                self.bytes.clear();
                self.bytes.push(byte);
                self.within = Within::Word;
            }
            _ => return self.unexpected(),
        }
        Ok(None)
    }

    fn unexpected<T>(&self) -> Result<T, Fault> {
        self.fault(match self.want {
            Want::Value => "a value is missing here",
            Want::ValueOrEnd => "a value or the end of the list is missing here",
            Want::Key => "the name of a field is missing here",
            Want::KeyOrEnd => "the name of a field or the end of the object is missing here",
            Want::Colon => "a colon is missing here",
            Want::CommaOrEnd if self.open.last() == Some(&true) => {
                "a comma or the end of the object is missing here"
            }
            Want::CommaOrEnd => "a comma or the end of the list is missing here",
            Want::Nothing => "something follows the end of the trace",
        })
    }

    fn close(&mut self, object: bool) -> Result<Token, Fault> {
        let may = match self.want {
            Want::CommaOrEnd => true,
            Want::KeyOrEnd => object,
            Want::ValueOrEnd => !object,
            _ => false,
        };
        if !may || self.open.last() != Some(&object) {
            return self.unexpected();
        }
        self.open.pop();
        self.after_value();
        Ok(Token::Close)
    }

    fn after_value(&mut self) {
        self.within = Within::Nothing;
        self.want = if self.open.is_empty() { Want::Nothing } else { Want::CommaOrEnd };
    }

    fn in_text(&mut self, input: &mut &[u8]) -> Result<Option<Token>, Fault> {
        let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
        let run = input.iter().position(ends).unwrap_or(input.len());
        if run > 0 {
            self.no_half()?;
        }
        if self.bytes.len() + run > LONGEST {
            return self.fault("no text in a trace is this long");
        }
        self.bytes.extend_from_slice(&input[..run]);
        self.take(input, run);
        match input.first().copied() {
            None => return Ok(None),
            Some(b'\\') => {
                self.take(input, 1);
                self.within = Within::Escape;
                return Ok(None);
            }
            Some(b'"') => self.take(input, 1),
            Some(_) => return self.fault("this text is not closed where its line ends"),
        }
        self.no_half()?;
        let Ok(text) = std::str::from_utf8(&self.bytes) else {
            return self.fault("this text is not UTF-8");
        };
        self.text.clear();
        self.text.push_str(text);
        if matches!(self.want, Want::Key | Want::KeyOrEnd) {
            (self.within, self.want) = (Within::Nothing, Want::Colon);
            return Ok(Some(Token::Key));
        }
        self.after_value();
        Ok(Some(Token::Text))
    }

    fn escape(&mut self, byte: u8) -> Result<(), Fault> {
        let c = match byte {
            b'"' | b'\\' | b'/' => byte,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                self.within = Within::Unicode(0, 0);
                return Ok(());
            }
            _ => return self.fault("after `\\` JSON allows only \" \\ / b f n r t u"),
        };
        self.no_half()?;
        self.bytes.push(c);
        self.within = Within::Text;
        Ok(())
    }

    fn unicode(&mut self, byte: u8, count: u8, value: u32) -> Result<(), Fault> {
        let Some(digit) = char::from(byte).to_digit(16) else {
            return self.fault("after `\\u` JSON has four hexadecimal digits");
        };
        let value = value * 16 + digit;
        self.within = Within::Unicode(count + 1, value);
        if count < 3 {
            return Ok(());
        }
        self.within = Within::Text;
        let code = match (self.high.take(), value) {
            (None, 0xD800..0xDC00) => {
                self.high = Some(value);
                return Ok(());
            }
            (Some(high), 0xDC00..0xE000) => 0x10000 + (high - 0xD800) * 0x400 + (value - 0xDC00),
            (Some(_), _) => return self.half(),
            (None, value) => value,
        };
        let Some(c) = char::from_u32(code) else { return self.half() };
        self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn no_half(&self) -> Result<(), Fault> {
        if self.high.is_some() { self.half() } else { Ok(()) }
    }

    fn half<T>(&self) -> Result<T, Fault> {
        self.fault("this text has half of a pair of `\\u` escapes")
    }

    fn in_number(&mut self, input: &mut &[u8], byte: u8) -> Result<Option<Token>, Fault> {
        let Within::Number { negative, digits, zero, value } = self.within else { return Ok(None) };
        match byte {
            b'0'..=b'9' => {
                if zero {
                    return self.fault("a number does not begin with 0");
                }
                let digit = u64::from(byte - b'0');
                let next = value.checked_mul(10).and_then(|value| value.checked_add(digit));
                let Some(value) = next else {
                    return self.fault("this number is too large for anything in a trace");
                };
                let zero = digits == 0 && digit == 0;
                self.within = Within::Number { negative, digits: digits + 1, zero, value };
                self.take(input, 1);
                Ok(None)
            }
            b'.' | b'e' | b'E' => {
                self.fault("numbers in a trace are whole, without a point and without an exponent")
            }
            _ if digits == 0 => self.fault("a digit is missing after the minus sign"),
            _ => {
                self.after_value();
                Ok(Some(Token::Number { negative, value }))
            }
        }
    }

    fn word(&mut self) -> Result<Token, Fault> {
        let token = match &*self.bytes {
            b"true" => Token::Bool(true),
            b"false" => Token::Bool(false),
            b"null" => Token::Null,
            other => {
                let word = String::from_utf8_lossy(other);
                return self.fault(format!("`{word}` is no value of JSON"));
            }
        };
        self.after_value();
        Ok(token)
    }
}
