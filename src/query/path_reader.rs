//! Reading JSONPath.

use super::cursor::Cursor;
use super::error::{ParseError, Position};
use super::filter::filter;
use super::literal::literal;
use super::path::{
    FunctionArgument, MAX_VARIABLE_NAME, PATH_FUNCTIONS, Path, PathFunction, Root, Segment, Selector,
};
use crate::diagnostic::nearest;

/// What a path stands in, which decides where a name ends.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Surroundings {
    /// Nothing.
    None,
    /// The parentheses of a call.
    Call,
    /// A filter.
    Filter,
}

/// Reads a path that is the whole text.
pub(super) fn read_whole(text: &str) -> Result<Path, ParseError> {
    let mut cursor = Cursor::new(text);
    let path = read_path(&mut cursor, Surroundings::None)?;
    end(&cursor, &path)?;
    Ok(path)
}

/// Reads a path.
pub(super) fn read_path(cursor: &mut Cursor<'_>, surroundings: Surroundings) -> Result<Path, ParseError> {
    cursor.deeper()?;
    let position = cursor.position();
    let root = root(cursor, surroundings)?;
    let mut segments: Vec<Segment> = Vec::new();
    while matches!(cursor.peek(), Some('.' | '[')) {
        if matches!(segments.last(), Some(Segment { selector: Selector::Function(_), .. })) {
            return Err(ParseError::new(cursor.position(), "nothing can follow a function in a path"));
        }
        segments.push(segment(cursor, surroundings)?);
    }
    cursor.shallower();
    Ok(Path { text: cursor.since(position).to_owned(), position, root, segments })
}

/// That a path, read from the start, took the whole text.
fn end(cursor: &Cursor<'_>, path: &Path) -> Result<(), ParseError> {
    let Some(found) = cursor.peek() else { return Ok(()) };
    if path.segments.is_empty() {
        let what = if path.root == Root::Input { "`.`, `[` or the name of a variable" } else { "`.` or `[`" };
        return Err(cursor.expected(what));
    }
    let error = cursor.expected("`.`, `[` or the end");
    let follows_name = matches!(path.segments.last(), Some(Segment { selector: Selector::Name(_), .. }));
    Err(if follows_name && !matches!(found, ']' | ')' | '\'' | '"') {
        error.help("a name with such a character is written in brackets and quotes: `['a b']`")
    } else {
        error
    })
}

fn root(cursor: &mut Cursor<'_>, surroundings: Surroundings) -> Result<Root, ParseError> {
    if surroundings == Surroundings::Filter && cursor.eat('@') {
        return Ok(Root::Current);
    }
    if !cursor.eat('$') {
        return Err(cursor.expected("`$`"));
    }
    if cursor.eat('$') {
        return Ok(Root::Context);
    }
    if !cursor.peek().is_some_and(starts_name) {
        return Ok(Root::Input);
    }
    let position = cursor.position();
    let name = cursor.eat_while(continues_name);
    if name == "states" {
        let error = ParseError::new(position, "`states` is reserved and no variable");
        return Err(error.help("in JSONPath the input is `$` and the context object `$$`"));
    }
    if name.chars().count() > MAX_VARIABLE_NAME {
        let found = format!("the name of a variable has at most {MAX_VARIABLE_NAME} characters");
        return Err(ParseError::new(position, found));
    }
    Ok(Root::Variable(name.to_owned()))
}

fn segment(cursor: &mut Cursor<'_>, surroundings: Surroundings) -> Result<Segment, ParseError> {
    let position = cursor.position();
    let dotted = cursor.eat('.');
    let deep = dotted && cursor.eat('.');
    let selector = match cursor.peek() {
        Some('[') => bracket(cursor)?,
        Some('*') => {
            cursor.next();
            Selector::Wildcard
        }
        _ => member(cursor, surroundings)?,
    };
    Ok(Segment { position, deep, selector })
}

/// Reads a name behind a dot, or a function.
fn member(cursor: &mut Cursor<'_>, surroundings: Surroundings) -> Result<Selector, ParseError> {
    let position = cursor.position();
    let mut name = String::new();
    while let Some(c) = cursor.peek() {
        if c == '\\' {
            cursor.next();
            match cursor.next() {
                Some(escaped) => name.push(escaped),
                None => return Err(cursor.expected("an escaped character")),
            }
            continue;
        }
        let stops = c.is_whitespace()
            || c.is_control()
            || matches!(c, '.' | '[' | ']' | '(' | ')' | '{' | '}' | ',' | '*' | '?' | '\'' | '"')
            || surroundings == Surroundings::Filter && matches!(c, '<' | '>' | '=' | '~' | '!' | '&' | '|');
        if stops {
            break;
        }
        name.push(c);
        cursor.next();
    }
    if name.is_empty() {
        return Err(cursor.expected("a name"));
    }
    if cursor.peek() == Some('(') {
        return Ok(Selector::Function(path_function(cursor, position, &name, surroundings)?));
    }
    Ok(Selector::Name(name))
}

fn path_function(
    cursor: &mut Cursor<'_>,
    position: Position,
    name: &str,
    surroundings: Surroundings,
) -> Result<PathFunction, ParseError> {
    let Some((name, least, most)) = PATH_FUNCTIONS.into_iter().find(|(known, ..)| *known == name) else {
        let error = ParseError::new(position, format!("`{name}` is no function of a path"));
        return Err(match nearest(name, PATH_FUNCTIONS.iter().map(|(known, ..)| *known)) {
            Some(near) => error.help(format!("there is `{near}`")),
            None => error,
        });
    };
    let inside = if surroundings == Surroundings::Filter { surroundings } else { Surroundings::Call };
    cursor.next();
    cursor.skip_blanks();
    let mut arguments = Vec::new();
    while cursor.peek() != Some(')') {
        arguments.push(match cursor.peek() {
            Some('$' | '@') => FunctionArgument::Path(read_path(cursor, inside)?),
            _ => FunctionArgument::Literal(literal(cursor)?),
        });
        cursor.skip_blanks();
        if !cursor.eat(',') {
            break;
        }
        cursor.skip_blanks();
        if cursor.peek() == Some(')') {
            return Err(cursor.expected("a path or a value"));
        }
    }
    let count = arguments.len();
    if count < least || most.is_some_and(|most| count > most) {
        let takes = takes(least, most);
        return Err(ParseError::new(position, format!("`{name}` takes {takes}, found {count}")));
    }
    cursor.close(')')?;
    Ok(PathFunction { name, arguments })
}

/// How many arguments something takes, in words.
pub(super) fn takes(least: usize, most: Option<usize>) -> String {
    let arguments = |count: usize| if count == 1 { "argument" } else { "arguments" };
    match (least, most) {
        (0, Some(0)) => "no arguments".to_owned(),
        (0, Some(most)) => format!("at most {most} {}", arguments(most)),
        (least, Some(most)) if least == most => format!("{least} {}", arguments(least)),
        (least, Some(most)) => format!("{least} or {most} arguments"),
        (least, None) => format!("at least {least} {}", arguments(least)),
    }
}

/// Reads what stands in brackets.
fn bracket(cursor: &mut Cursor<'_>) -> Result<Selector, ParseError> {
    cursor.next();
    cursor.skip_blanks();
    let selector = match cursor.peek() {
        Some(quote @ ('\'' | '"')) => names(cursor, quote)?,
        Some('*') => {
            cursor.next();
            Selector::Wildcard
        }
        Some('?') => {
            cursor.next();
            cursor.skip_blanks();
            if !cursor.eat('(') {
                return Err(cursor.expected("`(`"));
            }
            let condition = filter(cursor)?;
            cursor.close(')')?;
            Selector::Filter(condition)
        }
        Some('(') => from_end(cursor)?,
        Some(':' | '-' | '0'..='9') => numbers(cursor)?,
        _ => return Err(cursor.expected("a quoted name, an index, a slice, `*` or `?(`")),
    };
    cursor.close(']')?;
    Ok(selector)
}

fn names(cursor: &mut Cursor<'_>, quote: char) -> Result<Selector, ParseError> {
    let first = quoted_name(cursor, quote)?;
    let mut more = Vec::new();
    loop {
        cursor.skip_blanks();
        if !cursor.eat(',') {
            break;
        }
        cursor.skip_blanks();
        if cursor.peek() != Some(quote) {
            return Err(cursor.expected(&format!("another name in `{quote}`")));
        }
        more.push(quoted_name(cursor, quote)?);
    }
    Ok(if more.is_empty() {
        Selector::Name(first)
    } else {
        more.insert(0, first);
        Selector::Names(more)
    })
}

/// Reads a name in quotes. A backslash before the quote belongs to the quote; any other stays.
fn quoted_name(cursor: &mut Cursor<'_>, quote: char) -> Result<String, ParseError> {
    cursor.next();
    let mut name = String::new();
    loop {
        match cursor.next() {
            None => return Err(cursor.expected(&format!("a closing `{quote}`"))),
            Some(c) if c == quote => return Ok(name),
            Some('\\') => match cursor.next() {
                Some(c) if c == quote => name.push(c),
                Some(c) => name.extend(['\\', c]),
                None => return Err(cursor.expected(&format!("a closing `{quote}`"))),
            },
            Some(c) => name.push(c),
        }
    }
}

fn numbers(cursor: &mut Cursor<'_>) -> Result<Selector, ParseError> {
    let position = cursor.position();
    let start = if cursor.peek() == Some(':') { None } else { Some(index(cursor)?) };
    cursor.skip_blanks();
    if cursor.eat(':') {
        cursor.skip_blanks();
        let end = if matches!(cursor.peek(), Some('-' | '0'..='9')) { Some(index(cursor)?) } else { None };
        cursor.skip_blanks();
        if cursor.peek() == Some(':') {
            return Err(ParseError::new(cursor.position(), "a slice has a start and an end, and no step"));
        }
        if start.is_none() && end.is_none() {
            let error = ParseError::new(position, "a slice needs a start or an end");
            return Err(error.help("all elements are `[*]`"));
        }
        return Ok(Selector::Slice { start, end });
    }
    let mut indexes: Vec<i64> = start.into_iter().collect();
    while cursor.eat(',') {
        cursor.skip_blanks();
        indexes.push(index(cursor)?);
        cursor.skip_blanks();
    }
    Ok(match indexes.as_slice() {
        [only] => Selector::Index(*only),
        _ => Selector::Indexes(indexes),
    })
}

/// Reads an index of 32 bits, which is what Step Functions counts with.
fn index(cursor: &mut Cursor<'_>) -> Result<i64, ParseError> {
    let position = cursor.position();
    cursor.eat('-');
    if !cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        return Err(cursor.expected("an index"));
    }
    cursor.digits()?;
    let text = cursor.since(position);
    match text.parse::<i32>() {
        Ok(index) => Ok(i64::from(index)),
        Err(_) => Err(ParseError::new(position, format!("`{text}` is too large for an index"))),
    }
}

/// Reads `(@.length-1)`.
fn from_end(cursor: &mut Cursor<'_>) -> Result<Selector, ParseError> {
    let position = cursor.position();
    cursor.next();
    cursor.skip_blanks();
    if cursor.eat_text("@.length") {
        cursor.skip_blanks();
        if cursor.eat('-') {
            cursor.skip_blanks();
            let distance = index(cursor)?;
            cursor.close(')')?;
            if distance > 0 {
                return Ok(Selector::FromEnd(distance));
            }
        }
    }
    Err(ParseError::new(position, "an index in parentheses is written `(@.length-1)`"))
}

/// Whether the name of a variable may start with it.
pub(super) fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether the name of a variable may go on with it.
pub(super) fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}
