//! Values written down inside a path.

use super::cursor::Cursor;
use super::error::{ParseError, Position};

/// A value written down in a filter, or handed to a path's function.
///
/// JSON, but text may stand in single quotes as well.
///
/// ```
/// use stepwright::query::{Filter, Literal, Operand, Path, Selector};
///
/// let path = Path::parse("$.shirts[?(@.size in ['S', 'M'])]").unwrap();
/// let Selector::Filter(Filter::Compare(comparison)) = &path.segments()[1].selector else { panic!() };
/// let sizes = Literal::Array(vec![Literal::Text("S".into()), Literal::Text("M".into())]);
/// assert_eq!(comparison.right, Operand::Literal(sizes));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// Text, with its escapes resolved.
    Text(String),
    /// A number, as written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `[…]`.
    Array(Vec<Literal>),
    /// `{…}`, in order.
    Object(Vec<(String, Literal)>),
}

/// Reads a value.
pub(super) fn literal(cursor: &mut Cursor<'_>) -> Result<Literal, ParseError> {
    match cursor.peek() {
        Some(quote @ ('\'' | '"')) => Ok(Literal::Text(text(cursor, quote)?)),
        Some('-' | '0'..='9') => Ok(Literal::Number(cursor.number()?.to_owned())),
        Some('[') => {
            let items = list(cursor, ']', literal)?;
            Ok(Literal::Array(items))
        }
        Some('{') => {
            let members = list(cursor, '}', member)?;
            Ok(Literal::Object(members))
        }
        _ => keyword(cursor).ok_or_else(|| cursor.expected("a value")),
    }
}

/// Reads `true`, `false` or `null`, if one stands here as a whole word.
pub(super) fn keyword(cursor: &mut Cursor<'_>) -> Option<Literal> {
    let words = [("true", Literal::Bool(true)), ("false", Literal::Bool(false)), ("null", Literal::Null)];
    for (word, value) in words {
        if cursor.starts_with(word) {
            let mut ahead = cursor.clone();
            ahead.eat_text(word);
            if ahead.peek().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
                return None;
            }
            cursor.eat_text(word);
            return Some(value);
        }
    }
    None
}

/// Reads what stands between brackets, separated by commas.
fn list<T>(
    cursor: &mut Cursor<'_>,
    end: char,
    item: impl Fn(&mut Cursor<'_>) -> Result<T, ParseError>,
) -> Result<Vec<T>, ParseError> {
    cursor.deeper()?;
    cursor.next();
    cursor.skip_blanks();
    let mut items = Vec::new();
    if !cursor.eat(end) {
        loop {
            cursor.skip_blanks();
            items.push(item(cursor)?);
            cursor.skip_blanks();
            if cursor.eat(end) {
                break;
            }
            if !cursor.eat(',') {
                return Err(cursor.expected(&format!("`,` or `{end}`")));
            }
        }
    }
    cursor.shallower();
    Ok(items)
}

fn member(cursor: &mut Cursor<'_>) -> Result<(String, Literal), ParseError> {
    let name = match cursor.peek() {
        Some(quote @ ('\'' | '"')) => text(cursor, quote)?,
        _ => return Err(cursor.expected("a quoted name")),
    };
    cursor.close(':')?;
    cursor.skip_blanks();
    Ok((name, literal(cursor)?))
}

/// Reads text in `quote`s. JSON's escapes mean what they mean there; any other escaped character means itself.
fn text(cursor: &mut Cursor<'_>, quote: char) -> Result<String, ParseError> {
    cursor.next();
    let mut out = String::new();
    loop {
        let position = cursor.position();
        match cursor.next() {
            None => return Err(cursor.expected(&format!("a closing `{quote}`"))),
            Some(c) if c == quote => return Ok(out),
            Some('\\') => out.push(escape(cursor, position)?),
            Some(c) => out.push(c),
        }
    }
}

/// The character that an escape begun at `position` stands for.
fn escape(cursor: &mut Cursor<'_>, position: Position) -> Result<char, ParseError> {
    Ok(match cursor.next() {
        None => return Err(cursor.expected("an escaped character")),
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => {
            let mut unit = u32::from(hex(cursor)?);
            if (0xd800..0xdc00).contains(&unit) && cursor.eat_text("\\u") {
                let low = u32::from(hex(cursor)?);
                unit = 0x10000 + ((unit - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff);
            }
            match char::from_u32(unit) {
                Some(c) => c,
                None => return Err(ParseError::new(position, "half a surrogate pair is no character")),
            }
        }
        Some(c) => c,
    })
}

fn hex(cursor: &mut Cursor<'_>) -> Result<u16, ParseError> {
    let mut unit = 0;
    for _ in 0..4 {
        let Some(digit) = cursor.peek().and_then(|c| c.to_digit(16)) else {
            return Err(cursor.expected("four hexadecimal digits"));
        };
        cursor.next();
        unit = unit * 16 + digit as u16;
    }
    Ok(unit)
}
