//! The words and signs of an expression, one at a time.

use super::error::{NO_REGEX, SyntaxError};
use super::regex;
use super::tree::Span;

/// A word or a sign, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind<'a>,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum TokenKind<'a> {
    /// Nothing is left.
    End,
    /// A sign, or one of `and`, `or`, `in`.
    Operator(&'static str),
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    Name(&'a str),
    /// Without its `$`.
    Variable(&'a str),
    Regex {
        pattern: &'a str,
        flags: &'a str,
    },
}

impl Token<'_> {
    /// Whether it is this sign.
    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(self.kind, TokenKind::Operator(found) if found == sign)
    }
}

/// The sign that bytes begin with. Each of them ends a name; `!` and `~` mean nothing alone.
fn sign_of(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [b'.', b'.', ..] => "..",
        [b':', b'=', ..] => ":=",
        [b'!', b'=', ..] => "!=",
        [b'>', b'=', ..] => ">=",
        [b'<', b'=', ..] => "<=",
        [b'*', b'*', ..] => "**",
        [b'~', b'>', ..] => "~>",
        [b'.', ..] => ".",
        [b'[', ..] => "[",
        [b']', ..] => "]",
        [b'{', ..] => "{",
        [b'}', ..] => "}",
        [b'(', ..] => "(",
        [b')', ..] => ")",
        [b',', ..] => ",",
        [b'@', ..] => "@",
        [b'#', ..] => "#",
        [b';', ..] => ";",
        [b':', ..] => ":",
        [b'?', ..] => "?",
        [b'+', ..] => "+",
        [b'-', ..] => "-",
        [b'*', ..] => "*",
        [b'/', ..] => "/",
        [b'%', ..] => "%",
        [b'|', ..] => "|",
        [b'=', ..] => "=",
        [b'<', ..] => "<",
        [b'>', ..] => ">",
        [b'^', ..] => "^",
        [b'&', ..] => "&",
        [b'!', ..] => "!",
        [b'~', ..] => "~",
        _ => return None,
    })
}

/// A place in an expression.
pub(super) struct Lexer<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Lexer { text, offset: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    fn since(&self, start: usize) -> Span {
        Span { start, end: self.offset }
    }

    fn error(&self, code: &'static str, span: Span, message: impl Into<String>) -> Box<SyntaxError> {
        SyntaxError::new(code, self.text, span, message)
    }

    /// The next word or sign. Where an operand may stand, `/` begins a regular expression; elsewhere it divides.
    pub(super) fn next(&mut self, operand: bool) -> Result<Token<'a>, Box<SyntaxError>> {
        self.skip_blanks()?;
        let start = self.offset;
        let kind = match self.byte() {
            None => TokenKind::End,
            Some(b'/') if operand => self.regex()?,
            Some(quote @ (b'"' | b'\'')) => self.string(char::from(quote))?,
            Some(b'0'..=b'9') => self.number()?,
            Some(b'`') => self.quoted_name()?,
            Some(_) => match self.sign() {
                Some(sign) => TokenKind::Operator(sign),
                None => self.word(),
            },
        };
        Ok(Token { kind, span: self.since(start) })
    }

    /// Goes past blanks and comments. A line's end is a blank, a form feed or a no-break space is not.
    fn skip_blanks(&mut self) -> Result<(), Box<SyntaxError>> {
        loop {
            while self.byte().is_some_and(is_blank) {
                self.offset += 1;
            }
            if !self.rest().starts_with("/*") {
                return Ok(());
            }
            let inner = self.text.get(self.offset + 2..).unwrap_or_default();
            match inner.find("*/") {
                Some(length) => self.offset += length + 4,
                None => {
                    let span = Span { start: self.offset, end: self.offset + 2 };
                    return Err(self.error("S0106", span, "a comment is not closed").help("`*/` closes it"));
                }
            }
        }
    }

    fn sign(&mut self) -> Option<&'static str> {
        let found = sign_of(self.rest().as_bytes());
        self.offset += found.map_or(0, str::len);
        found
    }

    /// A name, a variable or a word that has a meaning of its own.
    fn word(&mut self) -> TokenKind<'a> {
        let rest = self.rest();
        let ends = |byte: u8| is_blank(byte) || sign_of(&[byte]).is_some();
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        self.offset += length;
        let word = rest.get(..length).unwrap_or_default();
        if let Some(name) = word.strip_prefix('$') {
            return TokenKind::Variable(name);
        }
        match word {
            "and" => TokenKind::Operator("and"),
            "or" => TokenKind::Operator("or"),
            "in" => TokenKind::Operator("in"),
            "true" => TokenKind::Bool(true),
            "false" => TokenKind::Bool(false),
            "null" => TokenKind::Null,
            name => TokenKind::Name(name),
        }
    }

    fn quoted_name(&mut self) -> Result<TokenKind<'a>, Box<SyntaxError>> {
        let start = self.offset;
        let inner = self.text.get(start + 1..).unwrap_or_default();
        match inner.find('`') {
            Some(length) => {
                self.offset += length + 2;
                Ok(TokenKind::Name(inner.get(..length).unwrap_or_default()))
            }
            None => {
                self.offset = self.text.len();
                Err(self
                    .error("S0105", self.since(start), "a quoted name is not closed")
                    .help("a backtick closes it"))
            }
        }
    }

    fn number(&mut self) -> Result<TokenKind<'a>, Box<SyntaxError>> {
        let start = self.offset;
        if self.byte() == Some(b'0') {
            self.offset += 1;
        } else {
            self.digits();
        }
        self.number_part(b".", b"");
        self.number_part(b"eE", b"+-");
        let span = self.since(start);
        let written = span.of(self.text);
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(TokenKind::Number(number)),
            _ => Err(self.error("S0102", span, format!("the number `{written}` is too large"))),
        }
    }

    fn digits(&mut self) -> bool {
        let start = self.offset;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.offset += 1;
        }
        self.offset > start
    }

    /// Goes past one of `begins`, perhaps one of `signs`, and digits, or past nothing.
    fn number_part(&mut self, begins: &[u8], signs: &[u8]) {
        let start = self.offset;
        if !self.byte().is_some_and(|byte| begins.contains(&byte)) {
            return;
        }
        self.offset += 1;
        if self.byte().is_some_and(|byte| signs.contains(&byte)) {
            self.offset += 1;
        }
        if !self.digits() {
            self.offset = start;
        }
    }

    fn string(&mut self, quote: char) -> Result<TokenKind<'a>, Box<SyntaxError>> {
        let start = self.offset;
        self.offset += 1;
        let mut units: Vec<u16> = Vec::new();
        let mut value = String::new();
        while let Some(c) = self.rest().chars().next() {
            if c == '\\' {
                match self.escape()? {
                    Escaped::Character(c) => {
                        flush(&mut units, &mut value);
                        value.push(c);
                    }
                    // Two halves of a character may stand in two escapes.
                    Escaped::Unit(unit) => units.push(unit),
                }
                continue;
            }
            flush(&mut units, &mut value);
            self.offset += c.len_utf8();
            if c == quote {
                return Ok(TokenKind::Text(value));
            }
            value.push(c);
        }
        let help = format!("`{quote}` closes it");
        Err(self.error("S0101", self.since(start), "a text is not closed").help(help))
    }

    fn escape(&mut self) -> Result<Escaped, Box<SyntaxError>> {
        let start = self.offset;
        self.offset += 1;
        let Some(c) = self.rest().chars().next() else {
            let help = "`\\\\` is a backslash";
            return Err(self
                .error("S0103", self.since(start), "the text ends behind a backslash")
                .help(help));
        };
        self.offset += c.len_utf8();
        Ok(Escaped::Character(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unit(start),
            other => {
                let shown =
                    if other.is_control() { other.escape_default().to_string() } else { other.to_string() };
                let message = format!("`\\{shown}` is no escape");
                let help = match other {
                    '\'' => "a text in double quotes may hold `'`".to_owned(),
                    _ => {
                        r#"there are `\"`, `\\`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t` and `\u0041`"#.to_owned()
                    }
                };
                return Err(self.error("S0103", self.since(start), message).help(help));
            }
        }))
    }

    /// The four digits behind `\u`. Fewer are enough for JSONata where the expression ends, but then the text is open.
    fn unit(&mut self, start: usize) -> Result<Escaped, Box<SyntaxError>> {
        let digits = self.rest().bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        let found = self.rest().get(..digits).unwrap_or_default();
        let complete = digits == 4 || (digits > 0 && digits == self.rest().len());
        match u16::from_str_radix(found, 16) {
            Ok(unit) if complete => {
                self.offset += digits;
                Ok(Escaped::Unit(unit))
            }
            _ => {
                let message = "four hexadecimal digits have to stand behind `\\u`";
                Err(self.error("S0104", self.since(start), message))
            }
        }
    }

    /// A regular expression ends at a slash that is not escaped and stands in no bracket. JSONata counts brackets of
    /// all kinds together, and takes one behind a backslash for an escaped one even if that backslash is escaped itself.
    fn regex(&mut self) -> Result<TokenKind<'a>, Box<SyntaxError>> {
        let start = self.offset;
        self.offset += 1;
        let mut open = 0_i64;
        let mut escaped = false;
        let mut behind_backslash = false;
        while let Some(byte) = self.byte() {
            match byte {
                b'/' if open == 0 && !escaped => return self.regex_end(start),
                b'(' | b'[' | b'{' if !behind_backslash => open += 1,
                b')' | b']' | b'}' if !behind_backslash => open -= 1,
                _ => {}
            }
            behind_backslash = byte == b'\\';
            escaped = behind_backslash && !escaped;
            self.offset += 1;
        }
        let message = "a regular expression is not closed";
        let help = match open {
            0 => "`/` closes it",
            _ => {
                "`/` closes it, once each `(`, `[` and `{` in it has its other half; with a backslash they count as text"
            }
        };
        Err(self.error("S0302", self.since(start), message).help(help))
    }

    fn regex_end(&mut self, start: usize) -> Result<TokenKind<'a>, Box<SyntaxError>> {
        let pattern = Span { start: start + 1, end: self.offset };
        self.offset += 1;
        if pattern.start == pattern.end {
            return Err(self.error("S0301", self.since(start), "a regular expression is empty"));
        }
        let flags = self.offset;
        while matches!(self.byte(), Some(b'i' | b'm')) {
            self.offset += 1;
        }
        let flags = self.since(flags).of(self.text);
        if let Some(flag) = ['i', 'm'].into_iter().find(|flag| flags.matches(*flag).count() > 1) {
            let message = format!("the flag `{flag}` stands twice");
            return Err(self.error(NO_REGEX, self.since(start), message));
        }
        let pattern_text = pattern.of(self.text);
        if let Err(fault) = regex::check(pattern_text) {
            let at = pattern.start + fault.offset;
            let span = Span { start: at, end: at };
            return Err(self.error(NO_REGEX, span, format!("no regular expression: {}", fault.message)));
        }
        Ok(TokenKind::Regex { pattern: pattern_text, flags })
    }
}

/// What an escape means: a character, or one of JavaScript's 16 bits, which may be half of one.
enum Escaped {
    Character(char),
    Unit(u16),
}

fn flush(units: &mut Vec<u16>, value: &mut String) {
    if !units.is_empty() {
        value.push_str(&String::from_utf16_lossy(units));
        units.clear();
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b)
}
