//! Calls of intrinsic functions: `States.Format('Hello, {}', $.name)`.

use super::cursor::{Cursor, quoted};
use super::error::{ParseError, Position};
use super::function::{FUNCTIONS, Function, HASH_ALGORITHMS, Kind, function};
use super::literal::{Literal, keyword};
use super::path::Path;
use super::path_reader::{Surroundings, read_path, takes};
use crate::diagnostic::nearest;
use std::collections::BTreeSet;

/// How many calls may stand inside each other, the outermost counted.
///
/// AWS says that ten intrinsic functions may be nested in a field, and its example counts every call of the field;
/// [`Call::count`] gives that number.
pub const MAX_NESTED: usize = 10;

/// A call of an intrinsic function, of the right number of arguments, each of a kind that may be right.
///
/// ```
/// use stepwright::query::{Argument, Call};
///
/// let call = Call::parse("States.MathAdd($.count, -1)").unwrap();
/// assert_eq!(call.function.name, "States.MathAdd");
/// assert_eq!(call.arguments[1], Argument::Number("-1".into()));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What is called.
    pub function: &'static Function,
    /// What it is called with.
    pub arguments: Vec<Argument>,
    /// Where the call starts in the text that was read.
    pub position: Position,
}

/// What an intrinsic function is called with.
///
/// ```
/// use stepwright::query::{Argument, Call};
///
/// let call = Call::parse("States.Array(null, true, States.UUID())").unwrap();
/// assert_eq!(call.arguments[..2], [Argument::Null, Argument::Bool(true)]);
/// assert!(matches!(&call.arguments[2], Argument::Call(uuid) if uuid.arguments.is_empty()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// `'…'`.
    Text(Text),
    /// A number, as written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// A path, also into the context object or a variable.
    Path(Path),
    /// Another call.
    Call(Call),
}

/// Text in single quotes.
///
/// The escapes are `\'`, `\{`, `\}` and `\\`; AWS refuses any other.
///
/// ```
/// use stepwright::query::{Argument, Call};
///
/// let call = Call::parse(r"States.Format('it\'s \{{}\}', $.n)").unwrap();
/// let Argument::Text(text) = &call.arguments[0] else { panic!() };
/// assert_eq!(text.value, "it's {{}}");
/// assert_eq!(text.pieces, ["it's {", "}"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, its escapes resolved.
    pub value: String,
    /// The same, cut at each `{}` that is not escaped: always one more than there are places to fill.
    pub pieces: Vec<String>,
}

impl Call {
    /// Reads a call that stands alone.
    ///
    /// # Errors
    ///
    /// Says what is wrong at the first character that fits nothing, or which function is unknown, which argument is
    /// too many, too few or of the wrong kind.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        let call = call(&mut cursor, 1)?;
        if cursor.peek().is_some() {
            return Err(cursor.expected("the end"));
        }
        Ok(call)
    }

    /// How many calls it is, those in its arguments included.
    ///
    /// ```
    /// use stepwright::query::Call;
    ///
    /// assert_eq!(Call::parse("States.Array(States.UUID(), States.UUID())").unwrap().count(), 3);
    /// ```
    pub fn count(&self) -> usize {
        let inner = self.arguments.iter().map(|argument| match argument {
            Argument::Call(call) => call.count(),
            _ => 0,
        });
        1 + inner.sum::<usize>()
    }

    /// Hands every path in it to `visit`, also those of calls in its arguments, in the order they were written.
    pub fn each_path<'a>(&'a self, visit: &mut dyn FnMut(&'a Path)) {
        for argument in &self.arguments {
            match argument {
                Argument::Path(path) => visit(path),
                Argument::Call(call) => call.each_path(visit),
                _ => {}
            }
        }
    }

    /// The names of the variables it refers to, also in calls in its arguments and in filters.
    pub fn variables(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.each_path(&mut |path| path.collect_variables(&mut names));
        names
    }
}

/// Reads a call, the `nested`th inside each other.
fn call(cursor: &mut Cursor<'_>, nested: usize) -> Result<Call, ParseError> {
    let position = cursor.position();
    if nested > MAX_NESTED {
        let found = format!("intrinsic functions nested more than {MAX_NESTED} deep");
        return Err(ParseError::new(position, found));
    }
    let name = cursor.eat_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
    if name.is_empty() {
        return Err(cursor.expected("an intrinsic function"));
    }
    let Some(function) = function(name) else {
        let error = ParseError::new(position, format!("`{name}` is no intrinsic function"));
        return Err(match nearest(name, FUNCTIONS.iter().map(|function| function.name)) {
            Some(near) => error.help(format!("there is `{near}`")),
            None => error,
        });
    };
    if !cursor.eat('(') {
        return Err(cursor.expected("`(`"));
    }
    let mut arguments = Vec::new();
    cursor.skip_blanks();
    let close = if cursor.peek() == Some(')') {
        cursor.position()
    } else {
        loop {
            cursor.skip_blanks();
            let at = cursor.position();
            arguments.push((at, argument(cursor, nested)?));
            cursor.skip_blanks();
            match cursor.peek() {
                Some(')') => break cursor.position(),
                Some(',') => cursor.next(),
                _ => return Err(cursor.expected("`,` or `)`")),
            };
        }
    };
    cursor.next();
    check(function, &arguments, close)?;
    let arguments = arguments.into_iter().map(|(_, argument)| argument).collect();
    Ok(Call { function, arguments, position })
}

fn argument(cursor: &mut Cursor<'_>, nested: usize) -> Result<Argument, ParseError> {
    Ok(match cursor.peek() {
        Some('\'') => Argument::Text(text(cursor)?),
        Some('-' | '0'..='9') => Argument::Number(cursor.number()?.to_owned()),
        Some('$') => Argument::Path(read_path(cursor, Surroundings::Call)?),
        Some('"') => {
            let error = ParseError::new(cursor.position(), "text stands in single quotes here");
            return Err(error.help("write `'…'`"));
        }
        _ => match keyword(cursor) {
            Some(Literal::Bool(value)) => Argument::Bool(value),
            Some(_) => Argument::Null,
            None if cursor.peek().is_some_and(|c| c.is_ascii_alphabetic()) => {
                Argument::Call(call(cursor, nested + 1)?)
            }
            None => return Err(cursor.expected("a path, a value or a call")),
        },
    })
}

fn text(cursor: &mut Cursor<'_>) -> Result<Text, ParseError> {
    cursor.next();
    let mut value = String::new();
    let mut pieces = Vec::new();
    let mut piece = String::new();
    loop {
        let position = cursor.position();
        let c = match cursor.next() {
            None => return Err(cursor.expected("a closing `'`")),
            Some('\'') => break,
            Some('{') if cursor.eat('}') => {
                value.push_str("{}");
                pieces.push(std::mem::take(&mut piece));
                continue;
            }
            Some('\\') => match cursor.next() {
                Some(escaped @ ('\'' | '{' | '}' | '\\')) => escaped,
                Some(escaped) => {
                    let found = format!("a backslash before {} is no escape", quoted(escaped));
                    let error = ParseError::new(position, found);
                    return Err(error.help(r"the escapes are `\'`, `\{`, `\}` and `\\`"));
                }
                None => return Err(cursor.expected("an escaped character")),
            },
            Some(c) => c,
        };
        value.push(c);
        piece.push(c);
    }
    pieces.push(piece);
    Ok(Text { value, pieces })
}

/// That there are as many arguments as wanted, of the right kinds.
fn check(function: &Function, arguments: &[(Position, Argument)], close: Position) -> Result<(), ParseError> {
    let name = function.name;
    let count = arguments.len();
    let beyond = function.most().and_then(|most| arguments.get(most));
    if count < function.least() || beyond.is_some() {
        let position = beyond.map_or(close, |(position, _)| *position);
        let takes = takes(function.least(), function.most());
        return Err(ParseError::new(position, format!("`{name}` takes {takes}, found {count}")));
    }
    for (index, (position, argument)) in arguments.iter().enumerate() {
        let Some(kind) = function.parameter(index) else { continue };
        if let Some(found) = mismatch(kind, argument) {
            let number = index + 1;
            let message = format!("argument {number} of `{name}` is {kind}, found {found}");
            let error = ParseError::new(*position, message);
            return Err(match kind {
                Kind::Algorithm => error.help(format!("the algorithms are {}", HASH_ALGORITHMS.join(", "))),
                Kind::False => error.help("Step Functions merges the outermost members only"),
                _ => error,
            });
        }
    }
    match arguments.split_first() {
        Some(((position, Argument::Text(text)), values)) if name == "States.Format" => {
            let places = text.pieces.len().saturating_sub(1);
            let values = values.len();
            if places == values {
                return Ok(());
            }
            let noun = if values == 1 { "value" } else { "values" };
            let message = format!("{places} `{{}}` to fill, found {values} {noun}");
            Err(ParseError::new(*position, message).help(r"a brace that is not to be filled is written `\{`"))
        }
        _ => Ok(()),
    }
}

/// What an argument is, if that is not what is wanted. Nobody knows what a path gives.
fn mismatch(kind: Kind, argument: &Argument) -> Option<String> {
    let fits = match argument {
        Argument::Path(_) => true,
        Argument::Text(text) => match kind {
            Kind::Algorithm => HASH_ALGORITHMS.contains(&text.value.as_str()),
            _ => matches!(kind, Kind::Any | Kind::Text),
        },
        Argument::Number(number) => {
            let rounded = number.parse::<f64>().map_or(0.0, f64::round);
            match kind {
                Kind::Any | Kind::Integer => true,
                Kind::Positive => rounded > 0.0,
                Kind::NonZero => rounded != 0.0,
                _ => false,
            }
        }
        Argument::Bool(value) => matches!(kind, Kind::Any | Kind::Bool) || kind == Kind::False && !value,
        Argument::Null => kind == Kind::Any,
        Argument::Call(call) => match (kind, call.function.returns) {
            (Kind::Any | Kind::Found, _) | (_, Kind::Any) => true,
            (Kind::Text | Kind::Algorithm, Kind::Text) => true,
            (Kind::Integer | Kind::Positive | Kind::NonZero, Kind::Integer) => true,
            (Kind::Bool | Kind::False, Kind::Bool) => true,
            (wanted, given) => wanted == given,
        },
    };
    if fits {
        return None;
    }
    Some(match argument {
        Argument::Text(text) => format!("the text `{}`", text.value),
        Argument::Number(number) => format!("`{number}`"),
        Argument::Bool(value) => format!("`{value}`"),
        Argument::Null => "`null`".to_owned(),
        Argument::Path(path) => format!("`{path}`"),
        Argument::Call(call) => format!("{} from `{}`", call.function.returns, call.function.name),
    })
}
