//! JSONPath: `$.orders[0]`, `$$.Execution.Id`, `$total`.

use super::cursor::Cursor;
use super::error::{ParseError, Position};
use super::filter::{Filter, Operand, Operator, filter};
use super::literal::{Literal, literal};
use crate::diagnostic::nearest;
use std::collections::BTreeSet;
use std::fmt;

/// The longest name a variable may have, in characters.
pub const MAX_VARIABLE_NAME: usize = 80;

/// The functions a path may end in, with the fewest and the most arguments they take.
pub const PATH_FUNCTIONS: [(&str, usize, Option<usize>); 13] = [
    ("min", 0, None),
    ("max", 0, None),
    ("avg", 0, None),
    ("stddev", 0, None),
    ("sum", 0, None),
    ("length", 0, Some(1)),
    ("size", 0, Some(1)),
    ("keys", 0, Some(0)),
    ("concat", 0, None),
    ("append", 1, None),
    ("first", 0, Some(0)),
    ("last", 0, Some(0)),
    ("index", 1, Some(1)),
];

/// A JSONPath, as written and taken apart.
///
/// In a name behind a dot, a backslash makes the next character an ordinary one: `$.a\.b` names one member. In a
/// quoted name nothing is an escape but a backslash before the quote; that is how Step Functions reads them.
///
/// ```
/// use stepwright::query::{Path, Root, Selector};
///
/// let path = Path::parse("$.orders[0]['the name']").unwrap();
/// assert_eq!(path.root(), &Root::Input);
/// assert_eq!(path.segments()[2].selector, Selector::Name("the name".into()));
/// assert!(path.is_reference());
/// assert_eq!(path.to_string(), "$.orders[0]['the name']");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    text: String,
    position: Position,
    root: Root,
    segments: Vec<Segment>,
}

/// What a path starts from.
///
/// ```
/// use stepwright::query::{Path, Root};
///
/// assert_eq!(Path::parse("$$.State.Name").unwrap().root(), &Root::Context);
/// assert_eq!(Path::parse("$total.net").unwrap().root(), &Root::Variable("total".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// `$`: the state's input, or its result, as the field has it.
    Input,
    /// `$$`: the context object.
    Context,
    /// `$name`: a variable.
    Variable(String),
    /// `@`: what a filter looks at. Only in filters.
    Current,
}

/// One step of a path.
///
/// ```
/// use stepwright::query::{Path, Selector};
///
/// let path = Path::parse("$.store..price").unwrap();
/// let step = &path.segments()[1];
/// assert!(step.deep);
/// assert_eq!(step.selector, Selector::Name("price".into()));
/// assert_eq!(step.position.offset, 7);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it starts, its dots or bracket included, in the text that was read.
    pub position: Position,
    /// Whether it is tried at every depth: `..`.
    pub deep: bool,
    /// What it picks.
    pub selector: Selector,
}

/// What a step picks.
///
/// ```
/// use stepwright::query::{Path, Selector};
///
/// let path = Path::parse("$[-2:]").unwrap();
/// assert_eq!(path.segments()[0].selector, Selector::Slice { start: Some(-2), end: None });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// `.name`, `['name']`: a member.
    Name(String),
    /// `['a', 'b']`: some members, two or more.
    Names(Vec<String>),
    /// `*`, `[*]`: all members or elements.
    Wildcard,
    /// `[0]`: an element; negative counts from the end.
    Index(i64),
    /// `[0, 2]`: some elements, two or more.
    Indexes(Vec<i64>),
    /// `[start:end]`: elements from `start` up to, but without, `end`; negative counts from the end. One of them is
    /// there.
    Slice {
        /// The first element, from 0.
        start: Option<i64>,
        /// The element behind the last.
        end: Option<i64>,
    },
    /// `[(@.length-1)]`: the element so far before the end of the array.
    FromEnd(i64),
    /// `[?(@.price < 10)]`: the elements of which it holds.
    Filter(Filter),
    /// `.length()`: what a function makes of everything before it. Always the last step.
    Function(PathFunction),
}

/// A function that ends a path, one of [`PATH_FUNCTIONS`].
///
/// ```
/// use stepwright::query::{Path, Selector};
///
/// let path = Path::parse("$.prices.length()").unwrap();
/// let Selector::Function(function) = &path.segments()[1].selector else { panic!() };
/// assert_eq!((function.name, function.arguments.len()), ("length", 0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFunction {
    /// Its name.
    pub name: &'static str,
    /// What stands in its parentheses.
    pub arguments: Vec<FunctionArgument>,
}

/// What is handed to a path's function.
///
/// ```
/// use stepwright::query::{FunctionArgument, Path, Selector};
///
/// let path = Path::parse("$.list.append($.more)").unwrap();
/// let Selector::Function(function) = &path.segments()[1].selector else { panic!() };
/// assert!(matches!(&function.arguments[0], FunctionArgument::Path(more) if more.text() == "$.more"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FunctionArgument {
    /// A path.
    Path(Path),
    /// A value.
    Literal(Literal),
}

impl Path {
    /// Reads a path that stands alone.
    ///
    /// # Errors
    ///
    /// Says what is wrong at the first character that fits nothing.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        let path = parse(&mut cursor, Surroundings::None)?;
        end(&cursor, &path)?;
        Ok(path)
    }

    /// The path as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it starts in the text that was read: the beginning, unless it stands in a filter or a call.
    pub fn position(&self) -> Position {
        self.position
    }

    /// What it starts from.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Its steps.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether it always means one value. Any other path means a list of whatever is found.
    ///
    /// ```
    /// use stepwright::query::Path;
    ///
    /// assert!(Path::parse("$.items[-1]").unwrap().is_definite());
    /// assert!(!Path::parse("$.items[1:]").unwrap().is_definite());
    /// ```
    pub fn is_definite(&self) -> bool {
        self.segments.iter().all(|segment| match segment.selector {
            Selector::Name(_) | Selector::Index(_) | Selector::FromEnd(_) | Selector::Function(_) => {
                !segment.deep
            }
            _ => false,
        })
    }

    /// Whether it is a reference path: only members and elements counted from 0.
    ///
    /// AWS leaves `@`, `,`, `:` and `?`, functions and filters out of reference paths; `..`, `*` and indexes from
    /// the end do not name one place either.
    pub fn is_reference(&self) -> bool {
        self.general().is_none()
    }

    /// What keeps it from being a reference path, if anything: the first such step.
    pub fn general(&self) -> Option<ParseError> {
        self.segments.iter().find_map(|segment| {
            let what = match &segment.selector {
                _ if segment.deep => "`..`",
                Selector::Name(_) => return None,
                Selector::Index(index) if *index >= 0 => return None,
                Selector::Index(_) => "a negative index",
                Selector::Names(_) => "a list of names",
                Selector::Wildcard => "`*`",
                Selector::Indexes(_) => "a list of indexes",
                Selector::Slice { .. } => "a slice",
                Selector::FromEnd(_) => "an index from the end",
                Selector::Filter(_) => "a filter",
                Selector::Function(_) => "a function",
            };
            Some(ParseError::new(segment.position, format!("{what} has no place in a reference path")))
        })
    }

    /// The first thing in it that Jayway takes and AWS says it does not: a function, an operator spelled with letters,
    /// a regular expression, or a filter that looks at another part of the data.
    ///
    /// ```
    /// use stepwright::query::Path;
    ///
    /// assert_eq!(Path::parse("$.items[?(@.price < 10)]").unwrap().doubtful(), None);
    /// let doubt = Path::parse("$.items.length()").unwrap().doubtful().unwrap();
    /// assert_eq!(doubt.to_string(), "Step Functions knows no function `length` in a path at character 8");
    /// assert_eq!(doubt.help.as_deref(), Some("`States.ArrayLength` counts the elements of an array"));
    /// ```
    pub fn doubtful(&self) -> Option<ParseError> {
        self.segments.iter().find_map(|segment| match &segment.selector {
            Selector::Function(function) => {
                let name = function.name;
                let found = format!("Step Functions knows no function `{name}` in a path");
                let error = ParseError::new(segment.position, found);
                Some(match name {
                    "length" | "size" => error.help("`States.ArrayLength` counts the elements of an array"),
                    _ => error,
                })
            }
            Selector::Filter(filter) => doubtful(filter),
            _ => None,
        })
    }

    /// The names of the variables it refers to, also in its filters.
    ///
    /// ```
    /// use stepwright::query::Path;
    ///
    /// let path = Path::parse("$orders[?(@.price < $limit.net)]").unwrap();
    /// assert!(path.variables().into_iter().eq(["limit", "orders"]));
    /// ```
    pub fn variables(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.collect_variables(&mut names);
        names
    }

    pub(super) fn collect_variables<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        if let Root::Variable(name) = &self.root {
            names.insert(name);
        }
        for segment in &self.segments {
            match &segment.selector {
                Selector::Filter(filter) => filter.each_path(&mut |path| path.collect_variables(names)),
                Selector::Function(function) => {
                    for argument in &function.arguments {
                        if let FunctionArgument::Path(path) = argument {
                            path.collect_variables(names);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Path {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Path::parse(text)
    }
}

fn doubtful(filter: &Filter) -> Option<ParseError> {
    let mut first: Option<ParseError> = None;
    let mut doubt = |error: ParseError| {
        if first.as_ref().is_none_or(|first| error.offset < first.offset) {
            first = Some(error);
        }
    };
    filter.each_comparison(&mut |comparison| {
        let operator = comparison.operator;
        if operator.is_word() {
            let found = format!("Step Functions knows no operator `{operator}`");
            doubt(ParseError::new(comparison.position, found));
        } else if operator == Operator::Matches || matches!(comparison.right, Operand::Pattern(_)) {
            doubt(ParseError::new(
                comparison.position,
                "Step Functions knows no regular expressions in filters",
            ));
        }
    });
    filter.each_path(&mut |path| {
        if path.root != Root::Current {
            let found = format!("a filter of Step Functions looks at `@` only, not at `{path}`");
            doubt(ParseError::new(path.position, found));
        }
        if let Some(error) = path.doubtful() {
            doubt(error);
        }
    });
    first
}

/// Reads a reference path, which names exactly one place: what `ResultPath`, `ItemsPath`, `SecondsPath` and their
/// like want.
///
/// ```
/// use stepwright::query::reference_path;
///
/// assert!(reference_path("$.orders[0].id").is_ok());
/// let error = reference_path("$.orders[*].id").unwrap_err();
/// assert_eq!(error.to_string(), "`*` has no place in a reference path at character 9");
/// ```
///
/// # Errors
///
/// Says what is wrong with the path, or which step makes it a general one.
pub fn reference_path(text: &str) -> Result<Path, ParseError> {
    let path = Path::parse(text)?;
    match path.general() {
        Some(error) => Err(error),
        None => Ok(path),
    }
}

/// Whether a variable may have this name: an identifier, at most [`MAX_VARIABLE_NAME`] characters, not `states`.
///
/// AWS asks for Unicode's `ID_Start` and `ID_Continue`. The standard library has no table of them; letters and digits
/// by `char::is_alphabetic` and `char::is_alphanumeric`, the underscore and the common combining marks stand for
/// them.
///
/// ```
/// use stepwright::query::is_variable_name;
///
/// assert!(is_variable_name("naïve_total2"));
/// assert!(!is_variable_name("2nd") && !is_variable_name("states") && !is_variable_name("a-b"));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>.
pub fn is_variable_name(name: &str) -> bool {
    name.starts_with(starts_name)
        && name.chars().all(continues_name)
        && name.chars().count() <= MAX_VARIABLE_NAME
        && name != "states"
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}

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

/// Reads a path.
pub(super) fn parse(cursor: &mut Cursor<'_>, surroundings: Surroundings) -> Result<Path, ParseError> {
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
pub(super) fn end(cursor: &Cursor<'_>, path: &Path) -> Result<(), ParseError> {
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
            Some('$' | '@') => FunctionArgument::Path(parse(cursor, inside)?),
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
