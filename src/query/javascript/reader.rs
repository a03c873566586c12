//! From text to a tree.

use super::super::cursor::{Cursor, quoted};
use super::super::error::{ParseError, Position};
use super::super::path::Root;
use super::inexpressible;
use super::tree::{Binary, JavaScriptPath, Node, Step, Unary};

/// Operators with two operands: those that bind least come first.
const OPERATORS: [&[(&str, Binary)]; 8] = [
    &[("??", Binary::Coalesce)],
    &[("||", Binary::Or)],
    &[("&&", Binary::And)],
    &[
        ("===", Binary::Equal),
        ("!==", Binary::NotEqual),
        ("==", Binary::LooselyEqual),
        ("!=", Binary::LooselyNotEqual),
    ],
    &[("<=", Binary::AtMost), (">=", Binary::AtLeast), ("<", Binary::Less), (">", Binary::More)],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[("*", Binary::Multiply), ("/", Binary::Divide), ("%", Binary::Remainder)],
    &[("**", Binary::Power)],
];

/// What begins like an operator and is none that is read here.
const OTHERS: [&str; 19] = [
    "=>", "++", "--", "+=", "-=", "*=", "/=", "%=", "<<", ">>", "&&=", "||=", "??=", "?.", "**=", "...",
    "//", "/*", "|>",
];

pub(super) fn read(text: &str) -> Result<(Node, Vec<JavaScriptPath>), ParseError> {
    let mut reader = Reader { cursor: Cursor::new(text), paths: Vec::new(), parts: 0 };
    let root = reader.expression()?;
    match reader.cursor.peek() {
        None => Ok((root, reader.paths)),
        Some(_) => Err(reader.unread()),
    }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    paths: Vec<JavaScriptPath>,
    /// How many values and calls were read.
    parts: usize,
}

/// How many values and calls an expression may be made of. What is joined to the left grows as deep as it is long.
const MAX_PARTS: usize = 100;

impl Reader<'_> {
    /// What stands here, and is nothing that is read here.
    fn unread(&self) -> ParseError {
        if let Some(other) = OTHERS.iter().find(|other| self.cursor.starts_with(other)) {
            return inexpressible(self.cursor.position(), format!("`{other}` cannot be said in JSONata"));
        }
        self.cursor.expected("an operator or the end")
    }

    fn expression(&mut self) -> Result<Node, ParseError> {
        self.cursor.deeper()?;
        let condition = self.operation(0)?;
        let node = if !self.cursor.starts_with("?.") && self.cursor.eat('?') {
            let yes = self.expression()?;
            self.cursor.close(':')?;
            let no = self.expression()?;
            Node::Conditional(Box::new(condition), Box::new(yes), Box::new(no))
        } else {
            condition
        };
        self.cursor.shallower();
        Ok(node)
    }

    /// The operator that stands here, if it binds at least so tightly, and how tightly.
    fn operator(&mut self, least: usize) -> Option<(Position, usize, Binary)> {
        self.cursor.skip_blanks();
        if OTHERS.iter().any(|other| self.cursor.starts_with(other)) {
            return None;
        }
        let at = self.cursor.position();
        let all =
            OPERATORS.iter().enumerate().flat_map(|(level, same)| same.iter().map(move |it| (level, it)));
        let here = all.filter(|(_, (text, _))| self.cursor.starts_with(text));
        let (level, (text, operator)) = here.max_by_key(|(_, (text, _))| text.len())?;
        if level < least {
            return None;
        }
        self.cursor.eat_text(text);
        Some((at, level, *operator))
    }

    /// Operands, as long as what joins them binds at least so tightly.
    fn operation(&mut self, least: usize) -> Result<Node, ParseError> {
        let mut left = self.unary()?;
        while let Some((at, level, operator)) = self.operator(least) {
            // `**` binds to the right.
            let right = self.operation(if operator == Binary::Power { level } else { level + 1 })?;
            left = Node::Binary(at, operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, ParseError> {
        self.cursor.skip_blanks();
        let at = self.cursor.position();
        let operators = [('!', Unary::Not), ('-', Unary::Minus), ('+', Unary::Plus)];
        let other = self.cursor.starts_with("++") || self.cursor.starts_with("--");
        if let Some((_, operator)) = operators.into_iter().find(|(sign, _)| !other && self.cursor.eat(*sign))
        {
            self.cursor.deeper()?;
            let operand = self.unary()?;
            self.cursor.shallower();
            return Ok(Node::Unary(at, operator, Box::new(operand)));
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Result<Node, ParseError> {
        let mut node = self.primary()?;
        loop {
            self.cursor.skip_blanks();
            let at = self.cursor.position();
            if self.cursor.starts_with("?.") || self.cursor.starts_with("...") {
                return Err(self.unread());
            }
            if self.cursor.eat('.') {
                self.one_more()?;
                let name = self.name()?;
                node = if self.cursor.eat('(') {
                    Node::Method(at, Box::new(node), name, self.items(')')?)
                } else {
                    Node::Member(at, Box::new(node), name)
                };
            } else if self.cursor.peek() == Some('[') {
                return Err(inexpressible(at, "an index that is no number cannot be said in JSONata"));
            } else if self.cursor.peek() == Some('(') {
                return Err(inexpressible(at, "a function of one's own cannot be called in JSONata"));
            } else {
                return Ok(node);
            }
        }
    }

    fn one_more(&mut self) -> Result<(), ParseError> {
        self.parts += 1;
        if self.parts <= MAX_PARTS {
            return Ok(());
        }
        Err(ParseError::new(self.cursor.position(), format!("more than {MAX_PARTS} values and calls")))
    }

    fn name(&mut self) -> Result<String, ParseError> {
        let name = self.cursor.eat_while(|c| c.is_alphanumeric() || c == '_');
        if name.is_empty() { Err(self.cursor.expected("a name")) } else { Ok(name.to_owned()) }
    }

    /// Expressions up to a bracket.
    fn items(&mut self, end: char) -> Result<Vec<Node>, ParseError> {
        let mut items = Vec::new();
        loop {
            self.cursor.skip_blanks();
            if self.cursor.eat(end) {
                return Ok(items);
            }
            if self.cursor.starts_with("...") {
                return Err(self.unread());
            }
            items.push(self.expression()?);
            self.cursor.skip_blanks();
            if self.cursor.starts_with("=>") {
                return Err(self.unread());
            }
            if !self.cursor.eat(',') {
                self.cursor.close(end)?;
                return Ok(items);
            }
        }
    }

    fn primary(&mut self) -> Result<Node, ParseError> {
        self.cursor.skip_blanks();
        let at = self.cursor.position();
        self.one_more()?;
        match self.cursor.peek() {
            Some('$') => {
                let path = path(&mut self.cursor);
                let known = self.paths.iter().position(|other| *other == path);
                Ok(Node::Path(known.unwrap_or_else(|| {
                    self.paths.push(path);
                    self.paths.len().saturating_sub(1)
                })))
            }
            Some('0'..='9') => Ok(Node::Number(self.cursor.number()?.to_owned())),
            Some(quote @ ('\'' | '"')) => {
                self.cursor.next();
                Ok(Node::Text(text(&mut self.cursor, quote)?))
            }
            Some('`') => {
                self.cursor.next();
                self.template()
            }
            Some('(') => {
                self.cursor.next();
                let node = self.expression()?;
                self.cursor.close(')')?;
                Ok(node)
            }
            Some('[') => {
                self.cursor.next();
                Ok(Node::Array(at, self.items(']')?))
            }
            Some('{') => {
                self.cursor.next();
                self.object()
            }
            Some(c) if c.is_alphabetic() || c == '_' => self.word(at),
            Some('/') => Err(inexpressible(at, "a regular expression cannot be said in JSONata here")),
            _ => Err(self.cursor.expected("a value")),
        }
    }

    fn word(&mut self, at: Position) -> Result<Node, ParseError> {
        let mut name = self.name()?;
        match name.as_str() {
            "true" => return Ok(Node::Bool(true)),
            "false" => return Ok(Node::Bool(false)),
            "null" => return Ok(Node::Null),
            "new" | "typeof" | "void" | "delete" | "await" | "function" | "undefined" | "NaN"
            | "Infinity" => {
                return Err(inexpressible(at, format!("`{name}` cannot be said in JSONata")));
            }
            _ => {}
        }
        while self.cursor.eat('.') {
            name.push('.');
            name.push_str(&self.name()?);
        }
        if self.cursor.eat('(') {
            return Ok(Node::Call(at, name, self.items(')')?));
        }
        Err(inexpressible(at, format!("`{name}` is neither a path nor a value")))
    }

    fn object(&mut self) -> Result<Node, ParseError> {
        let mut members = Vec::new();
        loop {
            self.cursor.skip_blanks();
            if self.cursor.eat('}') {
                return Ok(Node::Object(members));
            }
            let key = match self.cursor.peek() {
                Some(quote @ ('\'' | '"')) => {
                    self.cursor.next();
                    text(&mut self.cursor, quote)?
                }
                _ => self.name()?,
            };
            self.cursor.close(':')?;
            members.push((key, self.expression()?));
            self.cursor.skip_blanks();
            if !self.cursor.eat(',') {
                self.cursor.close('}')?;
                return Ok(Node::Object(members));
            }
        }
    }

    fn template(&mut self) -> Result<Node, ParseError> {
        let mut parts = Vec::new();
        let mut said = String::new();
        loop {
            if self.cursor.eat('`') {
                if !said.is_empty() || parts.is_empty() {
                    parts.push(Node::Text(said));
                }
                return Ok(Node::Template(parts));
            }
            if self.cursor.eat_text("${") {
                if !said.is_empty() {
                    parts.push(Node::Text(std::mem::take(&mut said)));
                }
                parts.push(self.expression()?);
                self.cursor.close('}')?;
                continue;
            }
            said.push(character(&mut self.cursor, '`')?);
        }
    }
}

/// The text up to a quote.
fn text(cursor: &mut Cursor<'_>, quote: char) -> Result<String, ParseError> {
    let mut out = String::new();
    loop {
        if cursor.eat(quote) {
            return Ok(out);
        }
        out.push(character(cursor, quote)?);
    }
}

/// One character of a text, its escape resolved.
fn character(cursor: &mut Cursor<'_>, quote: char) -> Result<char, ParseError> {
    let at = cursor.position();
    let Some(c) = cursor.next() else { return Err(cursor.expected(&quoted(quote))) };
    if c != '\\' {
        return Ok(c);
    }
    let Some(c) = cursor.next() else { return Err(cursor.expected("a character")) };
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let wrong = || ParseError::new(at, "no character of this number");
    match c {
        'n' => Ok('\n'),
        't' => Ok('\t'),
        'r' => Ok('\r'),
        'b' => Ok('\u{8}'),
        'f' => Ok('\u{c}'),
        'v' => Ok('\u{b}'),
        '0' => Ok('\0'),
        'x' => {
            let digits: String = (0..2).filter_map(|_| cursor.next()).collect();
            code(&digits).ok_or_else(wrong)
        }
        'u' if cursor.eat('{') => {
            let digits = cursor.eat_while(|c| c.is_ascii_hexdigit()).to_owned();
            if cursor.eat('}') { code(&digits).ok_or_else(wrong) } else { Err(cursor.expected("`}`")) }
        }
        'u' => {
            let digits: String = (0..4).filter_map(|_| cursor.next()).collect();
            code(&digits).ok_or_else(wrong)
        }
        other => Ok(other),
    }
}

/// A path; the cursor stands at its `$`. A name that is called is a method, and no longer part of the path; neither is
/// `length`.
fn path(cursor: &mut Cursor<'_>) -> JavaScriptPath {
    cursor.next();
    let root = if cursor.eat('$') {
        Root::Context
    } else {
        match cursor.eat_while(|c| c.is_alphanumeric() || c == '_') {
            "" => Root::Input,
            name => Root::Variable(name.to_owned()),
        }
    };
    let mut steps = Vec::new();
    loop {
        let before = cursor.clone();
        let step = if cursor.eat('.') {
            let name = cursor.eat_while(|c| c.is_alphanumeric() || c == '_').to_owned();
            // What `.length` is depends on what it is of.
            let ends = cursor.peek() == Some('(') || name == "length" && !steps.is_empty();
            (!name.is_empty() && !ends).then_some(Step::Name(name))
        } else if cursor.eat('[') {
            bracket(cursor)
        } else {
            None
        };
        match step {
            Some(step) => steps.push(step),
            None => {
                *cursor = before;
                return JavaScriptPath { root, steps };
            }
        }
    }
}

/// What stands in brackets, where that is a number or a name.
fn bracket(cursor: &mut Cursor<'_>) -> Option<Step> {
    let step = match cursor.peek()? {
        quote @ ('\'' | '"') => {
            cursor.next();
            Step::Name(text(cursor, quote).ok()?)
        }
        _ => Step::Index(cursor.eat_while(|c| c.is_ascii_digit()).parse().ok()?),
    };
    cursor.eat(']').then_some(step)
}

/// Any JavaScript, with `$0`, `$1` and so on in place of its paths.
pub(super) fn cut(text: &str) -> Result<(String, Vec<JavaScriptPath>), ParseError> {
    let mut out = String::with_capacity(text.len());
    let mut paths: Vec<JavaScriptPath> = Vec::new();
    let mut cursor = Cursor::new(text);
    // Whether each template that is open is in its text or in an expression, and how deep in braces that is.
    let mut templates: Vec<usize> = Vec::new();
    let mut in_template = false;
    while let Some(c) = cursor.peek() {
        if in_template {
            let start = cursor.position();
            if cursor.eat_text("${") {
                templates.push(0);
                in_template = false;
            } else {
                cursor.next();
                match c {
                    '\\' => drop(cursor.next()),
                    '`' => in_template = false,
                    _ => {}
                }
            }
            out.push_str(cursor.since(start));
            continue;
        }
        match c {
            '$' => {
                let found = path(&mut cursor);
                let known = paths.iter().position(|other| *other == found);
                out.push_str(&format!("${}", known.unwrap_or(paths.len())));
                if known.is_none() {
                    paths.push(found);
                }
                continue;
            }
            '\'' | '"' => {
                let start = cursor.position();
                cursor.next();
                self::text(&mut cursor, c)?;
                out.push_str(cursor.since(start));
                continue;
            }
            '`' => in_template = true,
            '{' => {
                if let Some(depth) = templates.last_mut() {
                    *depth += 1;
                }
            }
            '}' => match templates.last_mut() {
                Some(0) => {
                    templates.pop();
                    in_template = true;
                }
                Some(depth) => *depth -= 1,
                None => {}
            },
            _ => {}
        }
        cursor.next();
        out.push(c);
    }
    if in_template || !templates.is_empty() { Err(cursor.expected(&quoted('`'))) } else { Ok((out, paths)) }
}
