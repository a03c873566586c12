//! JSONPath: `$.orders[0]`, `$$.Execution.Id`, `$total`.

use super::error::{ParseError, Position};
use super::filter::{Filter, Operand, Operator};
use super::literal::Literal;
use super::path_reader::{continues_name, read_whole, starts_name};
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
    pub(super) text: String,
    pub(super) position: Position,
    pub(super) root: Root,
    pub(super) segments: Vec<Segment>,
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

impl Selector {
    /// Whether it always picks one value.
    pub(super) fn is_definite(&self) -> bool {
        matches!(self, Selector::Name(_) | Selector::Index(_) | Selector::FromEnd(_) | Selector::Function(_))
    }
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
        read_whole(text)
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
        self.segments.iter().all(|segment| !segment.deep && segment.selector.is_definite())
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

    /// The first thing in it that Jayway takes and AWS may not: a function, an operator spelled with letters, a
    /// regular expression, or a filter that looks at another part of the data.
    ///
    /// AWS rules these out where it describes reference paths, and says nothing of them elsewhere. Such a path is
    /// worth a warning, not more.
    ///
    /// ```
    /// use stepwright::query::Path;
    ///
    /// assert_eq!(Path::parse("$.items[?(@.price < 10)]").unwrap().doubtful(), None);
    /// let doubt = Path::parse("$.items.length()").unwrap().doubtful().unwrap();
    /// assert_eq!(doubt.to_string(), "Step Functions may not know the function `length` in a path at character 8");
    /// assert_eq!(doubt.help.as_deref(), Some("`States.ArrayLength` counts the elements of an array"));
    /// ```
    pub fn doubtful(&self) -> Option<ParseError> {
        self.segments.iter().find_map(|segment| match &segment.selector {
            Selector::Function(function) => {
                let name = function.name;
                let found = format!("Step Functions may not know the function `{name}` in a path");
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
            let found = format!("Step Functions may not know the operator `{operator}`");
            doubt(ParseError::new(comparison.position, found));
        } else if operator == Operator::Matches || matches!(comparison.right, Operand::Pattern(_)) {
            doubt(ParseError::new(
                comparison.position,
                "Step Functions may not know regular expressions in filters",
            ));
        }
    });
    filter.each_path(&mut |path| {
        if path.root != Root::Current {
            let found = format!("a filter in Step Functions may see `@` only, not `{path}`");
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
