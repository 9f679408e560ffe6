//! One value of a file as it was written: an event, a site, a label. The same [`Element`] is reused for every
//! value, so reading a million events takes no more memory than reading one.

use super::error::{Fault, Place};
use super::fields::Field;
use super::scan::Token;

/// The most nodes in one element; the largest element of a trace is a run with its list of knobs.
const MOST: usize = 4_096;

/// The most fields of one object of which [`Fields`] notes that they were taken; no object of a trace has as
/// many.
const MOST_FIELDS: usize = 32;

/// A part of [`Element::text`], as byte offsets.
pub(super) type TextRange = (u32, u32);

#[derive(Clone, Copy)]
pub(super) enum What {
    Null,
    Bool(bool),
    Number { negative: bool, value: u64 },
    Text(TextRange),
    Open { object: bool },
}

pub(super) struct Node {
    pub parent: Option<u32>,
    pub key: TextRange,
    pub what: What,
    pub place: Place,
}

/// A value with everything in it, as a flat list of nodes.
#[derive(Default)]
pub(super) struct Element {
    pub(super) text: String,
    pub(super) nodes: Vec<Node>,
    /// The nodes of the objects and lists that are open, the innermost last.
    open: Vec<u32>,
    key: TextRange,
}

impl Element {
    /// Empties the element for the next value.
    pub fn clear(&mut self) {
        self.text.clear();
        self.nodes.clear();
        self.open.clear();
        self.key = (0, 0);
    }

    /// Whether no token of the value has been added.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds a token. Returns whether the value is complete.
    pub fn add(&mut self, token: Token, text: &str, place: Place) -> Result<bool, Fault> {
        let what = match token {
            Token::Key => {
                self.key = self.store(text);
                return Ok(false);
            }
            Token::Close => {
                self.open.pop();
                return Ok(self.open.is_empty());
            }
            Token::Open { object } => What::Open { object },
            Token::Text => What::Text(self.store(text)),
            Token::Number { negative, value } => What::Number { negative, value },
            Token::Bool(is) => What::Bool(is),
            Token::Null => What::Null,
        };
        if self.nodes.len() >= MOST {
            let reason = "there is more in here than in anything of a trace".to_owned();
            return Err(Fault { place, field: String::new(), reason });
        }
        let parent = self.open.last().copied();
        if let What::Open { .. } = what {
            self.open.push(self.nodes.len() as u32);
        }
        self.nodes.push(Node { parent, key: self.key, what, place });
        Ok(self.open.is_empty())
    }

    fn store(&mut self, text: &str) -> TextRange {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        (from, self.text.len() as u32)
    }

    fn part(&self, (from, to): TextRange) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The value itself.
    pub fn value(&self) -> Value<'_> {
        self.value_of(0)
    }

    fn value_of(&self, node: usize) -> Value<'_> {
        match self.nodes.get(node).map_or(What::Null, |node| node.what) {
            What::Null => Value::Null,
            What::Bool(is) => Value::Bool(is),
            What::Number { negative, value } => Value::Number { negative, value },
            What::Text(part) => Value::Text(self.part(part)),
            What::Open { object: true } => Value::Object(Inside { element: self, node }),
            What::Open { object: false } => Value::List(Inside { element: self, node }),
        }
    }
}

/// A value.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number { negative: bool, value: u64 },
    Text(&'a str),
    Object(Inside<'a>),
    List(Inside<'a>),
}

/// What is in an object or in a list.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    element: &'a Element,
    node: usize,
}

impl<'a> Inside<'a> {
    fn nodes(self) -> impl Iterator<Item = (usize, &'a Node)> {
        let from = self.node + 1;
        let parent = self.node as u32;
        let nodes = self.element.nodes.iter().enumerate().skip(from);
        nodes.filter(move |(_, node)| node.parent == Some(parent))
    }

    /// The values in it.
    pub fn values(self) -> impl Iterator<Item = Value<'a>> {
        self.nodes().map(move |(node, _)| self.element.value_of(node))
    }

    /// Its fields.
    pub fn fields(self) -> Fields<'a> {
        let mut fields = Fields { inside: self, next: self.node, taken: 0, number: 0, fault: None };
        fields.pass();
        fields
    }
}

/// The fields of an object, each of which has to be taken exactly once.
pub(super) struct Fields<'a> {
    inside: Inside<'a>,
    /// The node of the next field in order, and the number of that field. All fields before it have been taken.
    next: usize,
    number: usize,
    /// One bit for each field: whether it was taken.
    taken: u32,
    /// The first fault that was found in a field.
    fault: Option<Fault>,
}

impl<'a> Fields<'a> {
    /// Takes a field and reads it. If that fails, returns [`Field::any`], and [`finish`](Self::finish) returns the
    /// fault.
    #[inline(never)]
    pub fn take<F: Field>(&mut self, key: &str) -> F {
        self.take_as(key, F::read).unwrap_or_else(F::any)
    }

    /// Like [`take`](Self::take), with another way to read the value.
    pub fn take_as<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Option<Value<'a>>) -> Result<T, String>,
    ) -> Option<T> {
        let (value, place) = self.find(key);
        match read(value) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(key, place, reason);
                None
            }
        }
    }

    #[inline(never)]
    fn note(&mut self, key: &str, place: Place, reason: String) {
        self.fault.get_or_insert_with(|| Fault { place, field: key.to_owned(), reason });
    }

    #[inline(never)]
    fn find(&mut self, key: &str) -> (Option<Value<'a>>, Place) {
        let element = self.inside.element;
        // Fields are nearly always asked for in the order in which the file has them.
        let next = element.nodes.get(self.next);
        if let Some(Node { place, .. }) = next.filter(|node| element.part(node.key) == key) {
            let value = element.value_of(self.next);
            self.note_taken(self.number);
            self.number += 1;
            self.pass();
            return (Some(value), *place);
        }
        if next.is_none() {
            return (None, element.nodes[self.inside.node].place);
        }
        let mut nodes = self.inside.nodes().enumerate();
        let found = nodes.find(|(_, (_, node))| element.part(node.key) == key);
        let Some((number, (node, Node { place, .. }))) = found else {
            return (None, element.nodes[self.inside.node].place);
        };
        self.note_taken(number);
        (Some(element.value_of(node)), *place)
    }

    fn note_taken(&mut self, number: usize) {
        if number < MOST_FIELDS {
            self.taken |= 1 << number;
        }
    }

    /// Moves to the next field of the object.
    fn pass(&mut self) {
        let nodes = &self.inside.element.nodes;
        let parent = self.inside.node as u32;
        loop {
            self.next += 1;
            if nodes.get(self.next).is_none_or(|node| node.parent == Some(parent)) {
                return;
            }
        }
    }

    /// Fails with the first fault of a field, or else with the first field that was not taken. `of` says what the
    /// object is, for the sentence that it has no such field.
    pub fn finish(self, of: &str) -> Result<(), Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if self.next >= self.inside.element.nodes.len() && self.number <= MOST_FIELDS {
            return Ok(());
        }
        let left =
            |(number, _): &(usize, _)| *number >= MOST_FIELDS || self.taken & (1 << *number) == 0;
        let Some((number, (_, node))) = self.inside.nodes().enumerate().find(left) else {
            return Ok(());
        };
        let key = self.inside.element.part(node.key);
        let mut before = self.inside.nodes().take(number);
        let twice = before.any(|(_, node)| self.inside.element.part(node.key) == key);
        let reason = match twice {
            true => "this field stands here for the second time".to_owned(),
            false => format!("{of} has no such field"),
        };
        Err(Fault { place: node.place, field: shortened(key), reason })
    }
}

/// A name from a file, shortened to 40 characters for a sentence.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
