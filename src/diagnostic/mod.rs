//! Findings: what is wrong, where it stands, and what would do.
//!
//! Library code returns [`Diagnostic`] values and never prints. Every problem of a stack comes back at once, in
//! document order.
//!
//! The wording is the same everywhere: lower case, no final stop, one line; what the user wrote stands in
//! backticks; the words are those of ASL, IAM and CloudFormation.

use std::borrow::Cow;
use std::fmt;
use std::panic::Location;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Advice,
    /// Deploys and runs, but is likely to be regretted.
    Warning,
    /// AWS would refuse it, or it would fail at run time. A build stops here.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// The line of Rust that said something.
///
/// ```
/// use stepwright::diagnostic::Origin;
///
/// let origin = Origin::here();
/// assert!(origin.to_string().contains(':'));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    file: Cow<'static, str>,
    line: u32,
    column: u32,
}

impl Origin {
    /// The caller's line; builders carry `#[track_caller]`, so that it is the user's.
    #[track_caller]
    pub fn here() -> Self {
        let caller = Location::caller();
        Origin { file: Cow::Borrowed(caller.file()), line: caller.line(), column: caller.column() }
    }

    /// A line that was noted elsewhere.
    pub(crate) fn noted(file: &str, line: u32, column: u32) -> Self {
        Origin { file: Cow::Owned(file.to_owned()), line, column }
    }

    /// The source file, as the compiler names it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, from 1.
    pub fn column(&self) -> u32 {
        self.column
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One spelling on every platform, so that snapshots and editors agree.
        for piece in self.file().split_inclusive('\\') {
            match piece.strip_suffix('\\') {
                Some(folder) => write!(f, "{folder}/")?,
                None => f.write_str(piece)?,
            }
        }
        write!(f, ":{}:{}", self.line(), self.column())
    }
}

/// A place in a text: line and column, both from 1; columns count characters.
///
/// ```
/// use stepwright::diagnostic::Position;
///
/// assert_eq!(Position { line: 3, column: 5 }.to_string(), "3:5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in it, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What AWS itself says of the same thing, where that is known.
///
/// Codes and wording are those of `ValidateStateMachineDefinition`; `CreateStateMachine` repeats them in its
/// `InvalidDefinition`. AWS promises neither of them.
///
/// Checked against
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html>.
///
/// ```
/// use stepwright::diagnostic::{Aws, Diagnostic};
///
/// let aws = Aws::schema("Field 'Nxet' is not supported");
/// let finding = Diagnostic::error("unknown-field", "`Nxet` is no field of a Pass").aws(aws);
/// assert_eq!(finding.aws.unwrap().code, "SCHEMA_VALIDATION_FAILED");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aws {
    /// AWS's code.
    pub code: &'static str,
    /// AWS's message.
    pub message: String,
    /// Where AWS says it is: like a JSON pointer, but with `[0]` for an index, and nothing escaped.
    pub location: Option<String>,
}

impl Aws {
    /// A diagnostic of AWS's.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Aws { code, message: message.into(), location: None }
    }

    /// One of the many with the code `SCHEMA_VALIDATION_FAILED`.
    pub fn schema(message: impl Into<String>) -> Self {
        Self::new("SCHEMA_VALIDATION_FAILED", message)
    }

    /// Says where AWS says it is.
    pub fn at(mut self, location: impl Into<String>) -> Self {
        self.location = Some(location.into());
        self
    }
}

/// Where a finding stands: as much of it as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The stack's name.
    pub stack: Option<String>,
    /// The logical id of the resource or state machine, or the file.
    pub resource: Option<String>,
    /// The state's name.
    pub state: Option<String>,
    /// A JSON pointer into the definition, or into the resource.
    pub pointer: Option<String>,
    /// Line and column of the text that was read.
    pub position: Option<Position>,
}

impl Place {
    fn is_empty(&self) -> bool {
        let names = [&self.stack, &self.resource, &self.state, &self.pointer];
        self.position.is_none() && names.iter().all(|name| name.is_none())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for name in [&self.stack, &self.resource].into_iter().flatten() {
            if !first {
                f.write_str("/")?;
            }
            f.write_str(name)?;
            first = false;
        }
        if let Some(position) = self.position {
            write!(f, "{}{position}", if first { "" } else { ":" })?;
            first = false;
        }
        match (&self.pointer, &self.state) {
            // The whole of it needs no place in it.
            (Some(pointer), _) if pointer.is_empty() && !first => Ok(()),
            (Some(pointer), _) => write!(f, "{}{pointer}", if first { "" } else { " " }),
            (None, Some(state)) => write!(f, "{}state `{state}`", if first { "" } else { " " }),
            (None, None) => Ok(()),
        }
    }
}

/// One finding.
///
/// ```
/// use stepwright::diagnostic::Diagnostic;
///
/// let finding = Diagnostic::error("unknown-next", "state `Ship` goes on to `Dnoe`, which does not exist")
///     .pointer("/States/Ship/Next")
///     .help("there is a state `Done`");
/// assert_eq!(
///     finding.to_string(),
///     "error[unknown-next]: state `Ship` goes on to `Dnoe`, which does not exist\n  \
///      at /States/Ship/Next\n  help: there is a state `Done`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that speaks, named after what it finds: `unreachable-state`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What was found.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
    /// The builder line that caused it.
    pub origin: Option<Origin>,
    /// What AWS says of it, where that is known.
    pub aws: Option<Box<Aws>>,
}

impl Diagnostic {
    /// A finding that stops a build.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A finding that does not stop a build.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Something worth knowing.
    pub fn advice(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Advice, code, message)
    }

    /// A finding of any severity.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity,
            place: Place::default(),
            message: message.into(),
            help: None,
            origin: None,
            aws: None,
        }
    }

    /// Says what AWS says of it.
    pub fn aws(mut self, aws: Aws) -> Self {
        self.aws = Some(Box::new(aws));
        self
    }

    /// Says where in the text that was read it stands.
    pub fn position(mut self, position: Position) -> Self {
        self.place.position = Some(position);
        self
    }

    /// Says what would do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which builder line caused it.
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Says which state it is about.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.place.state = Some(state.into());
        self
    }

    /// Says where in the document it stands, as a JSON pointer.
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.place.pointer = Some(pointer.into());
        self
    }

    /// Says which resource or machine it is about, unless that is known already.
    pub fn in_resource(mut self, resource: &str) -> Self {
        self.place.resource.get_or_insert_with(|| resource.to_owned());
        self
    }

    /// Says which stack it is about, unless that is known already.
    pub fn in_stack(mut self, stack: &str) -> Self {
        self.place.stack.get_or_insert_with(|| stack.to_owned());
        self
    }

    /// Whether it stops a build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        if !self.place.is_empty() {
            write!(f, "\n  at {}", self.place)?;
        }
        if let Some(origin) = &self.origin {
            write!(f, "\n  --> {origin}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Findings apart: those that stay, and those of rules that were acknowledged, each with the reason why.
///
/// ```
/// use stepwright::diagnostic::{Diagnostic, acknowledge};
///
/// let findings = vec![Diagnostic::warning("plain-secret", "…"), Diagnostic::error("unknown-next", "…")];
/// let (left, accepted) = acknowledge(findings, &[("plain-secret".to_owned(), "a test account".to_owned())]);
/// assert_eq!((left[0].code, accepted[0].1.as_str()), ("unknown-next", "a test account"));
/// ```
pub fn acknowledge(
    findings: Vec<Diagnostic>,
    acknowledged: &[(String, String)],
) -> (Vec<Diagnostic>, Vec<(Diagnostic, String)>) {
    let (mut left, mut accepted) = (Vec::new(), Vec::new());
    for finding in findings {
        match acknowledged.iter().find(|(rule, _)| rule == finding.code) {
            Some((_, reason)) => accepted.push((finding, reason.clone())),
            None => left.push(finding),
        }
    }
    (left, accepted)
}

/// Appends `key` to a JSON pointer, escaped as RFC 6901 asks.
///
/// ```
/// assert_eq!(stepwright::diagnostic::pointer("/States", "a/b"), "/States/a~1b");
/// ```
pub fn pointer(base: &str, key: &str) -> String {
    let mut out = String::with_capacity(base.len() + key.len() + 1);
    out.push_str(base);
    out.push('/');
    for c in key.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
    out
}

/// The name of `known` that `written` most likely meant, if any is near enough.
///
/// Near is at most one edit for every three letters of the longer name, letter case aside: names of one or two letters
/// are near only where they are the same but for their case. An edit is a letter too many, too few or another, or two
/// neighbours exchanged.
///
/// ```
/// use stepwright::diagnostic::nearest;
///
/// assert_eq!(nearest("Dnoe", ["Start", "Done"]), Some("Done"));
/// assert_eq!(nearest("Nothing", ["Start", "Done"]), None);
/// assert_eq!(nearest("B", ["A", "C"]), None);
/// ```
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = written.to_lowercase().chars().collect();
    let near = |name: &'a str| {
        let letters: Vec<char> = name.to_lowercase().chars().collect();
        let limit = wanted.len().max(letters.len()) / 3 + 1;
        let distance = distance(&wanted, &letters, limit);
        (distance < limit).then_some((distance, name))
    };
    known.into_iter().filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Optimal string alignment distance: an exchange of neighbours counts once. Gives up at `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> usize {
    if a.len().abs_diff(b.len()) >= limit {
        return limit;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(limit);
            let mut best =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn short_names_are_near_only_to_themselves() {
        for (written, known) in [("B", "A"), ("B", "AB"), ("A1", "A2"), ("Id", "Is"), ("x", "Yes"), ("", "A")]
        {
            assert_eq!(nearest(written, [known]), None, "{written}");
        }
        assert_eq!(nearest("id", ["ID"]), Some("ID"));
    }

    #[test]
    fn one_edit_for_every_three_letters() {
        let near = [
            ("Idd", "Id"),
            ("nme", "name"),
            ("Dnoe", "Done"),
            ("Ordr", "Orders"),
            ("TabelName", "TableName"),
            ("ContainerDefinition", "ContainerDefinitions"),
            ("enablecestags", "EnableECSTags"),
        ];
        for (written, known) in near {
            assert_eq!(nearest(written, ["Unrelated", known]), Some(known), "{written}");
        }
        for (written, known) in
            [("Sun", "Son of"), ("Charge", "Change it"), ("Table", "Topic"), ("Pack", "Ship")]
        {
            assert_eq!(nearest(written, [known]), None, "{written}");
        }
    }

    #[test]
    fn the_nearest_wins_and_the_first_of_two() {
        assert_eq!(nearest("Orders2", ["Orders1", "Orders"]), Some("Orders1"));
        assert_eq!(nearest("orders", ["Order", "Orders"]), Some("Orders"));
    }
}
