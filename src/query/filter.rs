//! Filters: `[?(@.price < 10 && @.stock)]`.

use super::cursor::Cursor;
use super::error::{ParseError, Position};
use super::literal::{Literal, keyword, literal};
use super::path::Path;
use super::path_reader::{Surroundings, read_path};
use crate::diagnostic::nearest;
use std::fmt;

/// The condition of a filter. `&&` binds closer than `||`.
///
/// ```
/// use stepwright::query::{Filter, Path, Selector};
///
/// let path = Path::parse("$.items[?(@.id && !(@.price > 10))]").unwrap();
/// let Selector::Filter(Filter::And(both)) = &path.segments()[1].selector else { panic!() };
/// assert!(matches!(both[0], Filter::Exists(_)));
/// assert!(matches!(both[1], Filter::Not(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// `a || b`, two or more.
    Or(Vec<Filter>),
    /// `a && b`, two or more.
    And(Vec<Filter>),
    /// `!a`.
    Not(Box<Filter>),
    /// A path alone: whether there is something.
    Exists(Path),
    /// `a < b`.
    Compare(Comparison),
}

/// Two values and what is asked of them.
///
/// ```
/// use stepwright::query::{Comparison, Filter, Operator, Path, Selector};
///
/// let path = Path::parse("$[?(@.n >= 2)]").unwrap();
/// let Selector::Filter(Filter::Compare(comparison)) = &path.segments()[0].selector else { panic!() };
/// assert_eq!(comparison.operator, Operator::GreaterOrEqual);
/// assert_eq!(comparison.position.offset, 8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What stands before the operator.
    pub left: Operand,
    /// What is asked.
    pub operator: Operator,
    /// What stands behind it.
    pub right: Operand,
    /// Where the operator stands.
    pub position: Position,
}

/// One side of a comparison.
///
/// ```
/// use stepwright::query::{Filter, Operand, Path, Selector};
///
/// let path = Path::parse("$[?(@.status == done)]").unwrap();
/// let Selector::Filter(Filter::Compare(comparison)) = &path.segments()[0].selector else { panic!() };
/// assert_eq!(comparison.right, Operand::Word("done".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// `@.price`, `$.limit`.
    Path(Path),
    /// `10`, `'red'`, `['S', 'M']`.
    Literal(Literal),
    /// Text without quotes, behind an operator: old Jayway versions take it, and so does Step Functions.
    Word(String),
    /// `/re.*/i`, behind `=~`.
    Pattern(Pattern),
}

/// A regular expression, in Java's dialect.
///
/// ```
/// use stepwright::query::{Filter, Operand, Path, Pattern, Selector};
///
/// let path = Path::parse(r"$[?(@.path =~ /a\/b/i)]").unwrap();
/// let Selector::Filter(Filter::Compare(comparison)) = &path.segments()[0].selector else { panic!() };
/// assert_eq!(comparison.right, Operand::Pattern(Pattern { source: r"a\/b".into(), flags: "i".into() }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands between the slashes, as written.
    pub source: String,
    /// The letters behind it: of `d`, `i`, `m`, `s`, `u`, `x` and `U`.
    pub flags: String,
}

/// What a filter may ask of two values.
///
/// ```
/// use stepwright::query::Operator;
///
/// assert_eq!(Operator::NotIn.to_string(), "nin");
/// assert!(Operator::NotIn.is_word());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `===`: equal, and of one type.
    Same,
    /// `!==`.
    NotSame,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `=~`: matches a regular expression.
    Matches,
    /// `in`: is one of a list.
    In,
    /// `nin`: is none of a list.
    NotIn,
    /// `subsetof`: every element is in a list.
    SubsetOf,
    /// `anyof`: some element is in a list.
    AnyOf,
    /// `noneof`: no element is in a list.
    NoneOf,
    /// `all`: holds every element of a list.
    All,
    /// `contains`: a list holds it, or it is a part of the text.
    Contains,
    /// `size`: has so many elements or characters.
    Size,
    /// `empty`: whether it has none.
    Empty,
}

/// Longest first, so that `<=` is not taken for `<`.
const SYMBOLS: [(&str, Operator); 9] = [
    ("===", Operator::Same),
    ("!==", Operator::NotSame),
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("=~", Operator::Matches),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

const WORDS: [(&str, Operator); 9] = [
    ("in", Operator::In),
    ("nin", Operator::NotIn),
    ("subsetof", Operator::SubsetOf),
    ("anyof", Operator::AnyOf),
    ("noneof", Operator::NoneOf),
    ("all", Operator::All),
    ("contains", Operator::Contains),
    ("size", Operator::Size),
    ("empty", Operator::Empty),
];

impl Operator {
    /// Whether it is spelled with letters.
    pub fn is_word(self) -> bool {
        WORDS.iter().any(|(_, operator)| *operator == self)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = SYMBOLS.iter().chain(&WORDS).find(|(_, operator)| operator == self);
        f.write_str(known.map_or("", |(text, _)| text))
    }
}

impl Filter {
    /// Hands every path in it to `visit`, in the order they were written.
    pub fn each_path<'a>(&'a self, visit: &mut dyn FnMut(&'a Path)) {
        match self {
            Filter::Or(parts) | Filter::And(parts) => parts.iter().for_each(|part| part.each_path(visit)),
            Filter::Not(inner) => inner.each_path(visit),
            Filter::Exists(path) => visit(path),
            Filter::Compare(comparison) => {
                for operand in [&comparison.left, &comparison.right] {
                    if let Operand::Path(path) = operand {
                        visit(path);
                    }
                }
            }
        }
    }

    /// Hands every comparison in it to `visit`, in the order they were written.
    pub fn each_comparison<'a>(&'a self, visit: &mut dyn FnMut(&'a Comparison)) {
        match self {
            Filter::Or(parts) | Filter::And(parts) => {
                parts.iter().for_each(|part| part.each_comparison(visit))
            }
            Filter::Not(inner) => inner.each_comparison(visit),
            Filter::Exists(_) => {}
            Filter::Compare(comparison) => visit(comparison),
        }
    }
}

/// Reads a whole condition.
pub(super) fn filter(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let or = joined(cursor, "||", |cursor| Ok(one_of(joined(cursor, "&&", part)?, Filter::And)))?;
    Ok(one_of(or, Filter::Or))
}

/// The only part, or all of them joined.
fn one_of(mut parts: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn joined(
    cursor: &mut Cursor<'_>,
    operator: &str,
    part: impl Fn(&mut Cursor<'_>) -> Result<Filter, ParseError>,
) -> Result<Vec<Filter>, ParseError> {
    let mut parts = vec![part(cursor)?];
    loop {
        cursor.skip_blanks();
        if !cursor.eat_text(operator) {
            return Ok(parts);
        }
        parts.push(part(cursor)?);
    }
}

fn part(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    cursor.skip_blanks();
    cursor.deeper()?;
    let found = if cursor.eat('!') {
        Filter::Not(Box::new(part(cursor)?))
    } else if cursor.eat('(') {
        let inner = filter(cursor)?;
        cursor.close(')')?;
        inner
    } else {
        comparison(cursor)?
    };
    cursor.shallower();
    Ok(found)
}

fn comparison(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let left = match cursor.peek() {
        Some('@' | '$') => Operand::Path(read_path(cursor, Surroundings::Filter)?),
        Some('/') => return Err(ParseError::new(cursor.position(), "a pattern stands behind `=~` only")),
        Some('\'' | '"' | '-' | '0'..='9' | '[' | '{') => Operand::Literal(literal(cursor)?),
        _ => match keyword(cursor) {
            Some(value) => Operand::Literal(value),
            None => return Err(cursor.expected("a path or a value")),
        },
    };
    cursor.skip_blanks();
    match (left, cursor.peek()) {
        (Operand::Path(path), None | Some(')' | '&' | '|')) => Ok(Filter::Exists(path)),
        (left, _) => {
            let position = cursor.position();
            let operator = operator(cursor)?;
            cursor.skip_blanks();
            let right = right(cursor, operator)?;
            Ok(Filter::Compare(Comparison { left, operator, right, position }))
        }
    }
}

fn operator(cursor: &mut Cursor<'_>) -> Result<Operator, ParseError> {
    for (text, operator) in SYMBOLS {
        if cursor.eat_text(text) {
            return Ok(operator);
        }
    }
    let position = cursor.position();
    if cursor.peek() == Some('=') {
        return Err(ParseError::new(position, "`=` is no operator").help("equality is written `==`"));
    }
    let word = cursor.eat_while(|c| c.is_ascii_alphabetic());
    if word.is_empty() {
        return Err(cursor.expected("an operator"));
    }
    match WORDS.iter().find(|(text, _)| text.eq_ignore_ascii_case(word)) {
        Some((_, operator)) => Ok(*operator),
        None => {
            let error = ParseError::new(position, format!("`{word}` is no operator"));
            Err(match nearest(word, WORDS.iter().map(|(text, _)| *text)) {
                Some(near) => error.help(format!("there is `{near}`")),
                None => error,
            })
        }
    }
}

fn right(cursor: &mut Cursor<'_>, operator: Operator) -> Result<Operand, ParseError> {
    match cursor.peek() {
        Some('@' | '$') => Ok(Operand::Path(read_path(cursor, Surroundings::Filter)?)),
        Some('/') if operator == Operator::Matches => Ok(Operand::Pattern(pattern(cursor)?)),
        Some('/') => Err(ParseError::new(cursor.position(), "a pattern stands behind `=~` only")),
        Some('\'' | '"' | '-' | '0'..='9' | '[' | '{') => Ok(Operand::Literal(literal(cursor)?)),
        _ => {
            if let Some(value) = keyword(cursor) {
                return Ok(Operand::Literal(value));
            }
            let word = cursor.eat_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
            if word.is_empty() {
                Err(cursor.expected("a path or a value"))
            } else {
                Ok(Operand::Word(word.to_owned()))
            }
        }
    }
}

fn pattern(cursor: &mut Cursor<'_>) -> Result<Pattern, ParseError> {
    cursor.next();
    let start = cursor.position();
    let source = loop {
        match cursor.peek() {
            None => return Err(cursor.expected("a closing `/`")),
            Some('/') => break cursor.since(start).to_owned(),
            Some('\\') => {
                cursor.next();
                cursor.next();
            }
            Some(_) => {
                cursor.next();
            }
        }
    };
    cursor.next();
    let position = cursor.position();
    let flags = cursor.eat_while(|c| c.is_ascii_alphabetic());
    match flags.chars().find(|flag| !"dimsuxU".contains(*flag)) {
        Some(flag) => Err(ParseError::new(position, format!("`{flag}` is no flag of a pattern"))),
        None => Ok(Pattern { source, flags: flags.to_owned() }),
    }
}
