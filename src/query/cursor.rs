//! Walking over a text, one character at a time.

use super::error::{ParseError, Position};

/// How many brackets, parentheses and calls may stand inside each other, all kinds counted together.
pub const MAX_DEPTH: usize = 64;

/// A place in a text, and how deep in brackets it is.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    position: Position,
    depth: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Cursor { text, position: Position::START, depth: 0 }
    }

    pub(super) fn position(&self) -> Position {
        self.position
    }

    /// What lies ahead.
    fn rest(&self) -> &'a str {
        self.text.get(self.position.offset..).unwrap_or_default()
    }

    /// What was read since `start`.
    pub(super) fn since(&self, start: Position) -> &'a str {
        self.text.get(start.offset..self.position.offset).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let found = self.peek()?;
        self.position.offset += found.len_utf8();
        self.position.character += 1;
        Some(found)
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Goes past `wanted` if it is next.
    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    /// Goes past `wanted` if it is next.
    pub(super) fn eat_text(&mut self, wanted: &str) -> bool {
        let found = self.starts_with(wanted);
        if found {
            for _ in wanted.chars() {
                self.next();
            }
        }
        found
    }

    pub(super) fn eat_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let start = self.position;
        while self.peek().is_some_and(&wanted) {
            self.next();
        }
        self.since(start)
    }

    pub(super) fn skip_blanks(&mut self) {
        self.eat_while(char::is_whitespace);
    }

    /// Goes past blanks and `wanted`.
    pub(super) fn close(&mut self, wanted: char) -> Result<(), ParseError> {
        self.skip_blanks();
        if self.eat(wanted) { Ok(()) } else { Err(self.expected(&format!("`{wanted}`"))) }
    }

    /// That something else should stand here.
    pub(super) fn expected(&self, what: &str) -> ParseError {
        let found = match self.peek() {
            Some(found) => quoted(found),
            None => "the end".to_owned(),
        };
        ParseError::new(self.position, format!("expected {what}, found {found}"))
    }

    /// Enters a bracket.
    pub(super) fn deeper(&mut self) -> Result<(), ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(ParseError::new(self.position, format!("nested more than {MAX_DEPTH} deep")));
        }
        self.depth += 1;
        Ok(())
    }

    /// Leaves it. Nothing goes on after an error, so only success has to.
    pub(super) fn shallower(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A JSON number.
    pub(super) fn number(&mut self) -> Result<&'a str, ParseError> {
        let start = self.position;
        self.eat('-');
        self.digits()?;
        if self.eat('.') {
            self.digits()?;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.next();
            if matches!(self.peek(), Some('+' | '-')) {
                self.next();
            }
            self.digits()?;
        }
        Ok(self.since(start))
    }

    pub(super) fn digits(&mut self) -> Result<&'a str, ParseError> {
        let digits = self.eat_while(|c| c.is_ascii_digit());
        if digits.is_empty() { Err(self.expected("a digit")) } else { Ok(digits) }
    }
}

/// A character in backticks, made visible.
pub(super) fn quoted(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        c if c.is_control() => format!("`{}`", c.escape_default()),
        c => format!("`{c}`"),
    }
}
