//! Reads a text forwards.

/// Stands in for a character after the end of the text. The text may have it too.
const END: char = '\0';

/// A text, and how far it has been read.
pub struct Cursor<'a> {
    rest: &'a str,
    /// How many characters have been looked at, those twice that were looked at twice.
    #[cfg(test)]
    pub looked: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(source: &'a str) -> Self {
        Self {
            rest: source,
            #[cfg(test)]
            looked: 0,
        }
    }

    /// What has not been read.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next character.
    pub fn first(&mut self) -> char {
        self.ahead(0)
    }

    /// The one after it.
    pub fn second(&mut self) -> char {
        self.ahead(1)
    }

    /// The one after that.
    pub fn third(&mut self) -> char {
        self.ahead(2)
    }

    fn ahead(&mut self, count: usize) -> char {
        #[cfg(test)]
        {
            self.looked += count + 1;
        }
        self.rest.chars().nth(count).unwrap_or(END)
    }

    /// Goes past so many characters, or past all there are.
    pub fn bump(&mut self, count: usize) {
        #[cfg(test)]
        {
            self.looked += count;
        }
        let mut chars = self.rest.chars();
        for _ in 0..count {
            chars.next();
        }
        self.rest = chars.as_str();
    }

    /// Goes past the characters of a kind. Returns how many there are.
    pub fn eat_while(&mut self, kind: impl Fn(char) -> bool) -> usize {
        let mut count = 0;
        while !self.rest.is_empty() && kind(self.first()) {
            self.bump(1);
            count += 1;
        }
        count
    }
}
