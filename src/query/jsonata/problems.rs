//! What must go wrong with an expression that can be read.

use super::Jsonata;
use super::arguments::{Mismatch, check};
use super::constant::{self, FUNCTION};
use super::functions::{FUNCTIONS, Function, Origin, function};
use super::scope::{Surroundings, walk};
use super::tree::{Node, NodeKind, Operator, Span, Variable};
use crate::diagnostic::nearest;
use std::collections::BTreeSet;

/// Something that Step Functions refuses in an expression, or that cannot be evaluated.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, ProblemKind};
///
/// let expression = Jsonata::parse("$eval('1 + 1')").unwrap();
/// let problem = &expression.problems()[0];
/// assert_eq!(problem.kind, ProblemKind::Unavailable);
/// assert_eq!(problem.message, "Step Functions does not have `$eval`");
/// assert_eq!(problem.help.as_deref(), Some("`$parse` reads JSON from a text"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which one.
    pub kind: ProblemKind,
    /// What it is about, as it was written: a name, a variable, a function or an operator.
    pub subject: String,
    /// Where it stands.
    pub span: Span,
    /// What is wrong; lower case, no final stop.
    pub message: String,
    /// What would do, if that is known.
    pub help: Option<String>,
}

/// What sort of problem one is.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, ProblemKind};
///
/// let expression = Jsonata::parse("total + $lenght(phone)").unwrap();
/// let kinds: Vec<ProblemKind> = expression.problems().into_iter().map(|problem| problem.kind).collect();
/// assert_eq!(kinds, [ProblemKind::TopLevel, ProblemKind::UnknownFunction, ProblemKind::TopLevel]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A field or `$` that is looked for in an input that the expression does not have. AWS refuses it when the machine is
    /// created: `UNSUPPORTED_JSONATA_EXPRESSION`, `Reference to 'phone' at the top level is not supported.`
    ///
    /// That is the first step of a path, wherever the path stands, but not what stands in brackets, sorts, groups or
    /// follows a dot; the body of a function sees what the function was written in.
    TopLevel,
    /// `$$`: the same input. AWS refuses it with the same code, `Reference to '$$' is not supported.`
    Root,
    /// `$states` gets another value. The States Language reserves it.
    Reserved,
    /// What is called is no function.
    UnknownFunction,
    /// What is called is a function of JSONata that Step Functions does not have.
    Unavailable,
    /// A function is called with too few or too many arguments.
    Arguments,
    /// A value of a type that a function or an operator never takes.
    Type,
}

impl Jsonata {
    /// What Step Functions refuses in it, and what fails for certain once it is evaluated; in the order of evaluation.
    ///
    /// Checked against <https://states-language.net/spec.html#jsonata-restrictions> and against what AWS answered.
    pub fn problems(&self) -> Vec<Problem> {
        let mut finder = Finder { text: self.text(), found: Vec::new(), applied: BTreeSet::new() };
        walk(self.root(), &mut |node, around| finder.part(node, around));
        finder.found
    }
}

struct Finder<'t> {
    text: &'t str,
    found: Vec<Problem>,
    /// Where calls open their parentheses that stand behind `~>`: they get one argument more.
    applied: BTreeSet<usize>,
}

/// The first step of a path, if it is a text: then it means a field.
fn first_text(left: &Node) -> Option<(&str, &Node)> {
    let mut node = left;
    loop {
        match &node.kind {
            NodeKind::Text(text) => return Some((text, node)),
            NodeKind::Filter { of, .. }
            | NodeKind::Sort { of, .. }
            | NodeKind::Group { of, .. }
            | NodeKind::Focus { of, .. }
            | NodeKind::Index { of, .. }
            | NodeKind::KeepArray(of) => node = of,
            _ => return None,
        }
    }
}

impl Finder<'_> {
    fn add(
        &mut self,
        kind: ProblemKind,
        (subject, span): (&str, Span),
        message: String,
        help: Option<String>,
    ) {
        self.found.push(Problem { kind, subject: subject.to_owned(), span, message, help });
    }

    fn part(&mut self, node: &Node, around: &Surroundings<'_, '_>) {
        match &node.kind {
            NodeKind::Name(name) if !around.item => self.top_level(name, node.at),
            NodeKind::Step { left, .. } if !around.item => {
                if let Some((text, first)) = first_text(left) {
                    self.top_level(text, first.at);
                }
            }
            NodeKind::Variable(name) if name.is_empty() && !around.item => self.top_level("$", node.at),
            NodeKind::Variable(name) if name == "$" => {
                let help = "`$states.input` is the input of the state".to_owned();
                let message = "an expression has no input for `$$` to mean".to_owned();
                self.add(ProblemKind::Root, ("$$", node.at), message, Some(help));
            }
            NodeKind::Assign { variable, .. }
            | NodeKind::Focus { variable, .. }
            | NodeKind::Index { variable, .. } => self.reserved(variable),
            NodeKind::Lambda { parameters, .. } => parameters.iter().for_each(|name| self.reserved(name)),
            NodeKind::Call { function, arguments } if !self.applied.contains(&node.at.start) => {
                self.callee(function.bare(), around);
                self.arguments(function, node.at, arguments.iter().collect(), around);
            }
            NodeKind::Binary { operator: Operator::Apply, left, right } => self.apply(left, right, around),
            _ => {}
        }
        if let Some(fault) = constant::fault(node) {
            let sign = node.at.of(self.text).to_owned();
            let message = format!("`{sign}` {}, and this is {}", fault.needs, fault.found);
            self.add(ProblemKind::Type, (&sign, fault.at.span), message, None);
        }
    }

    fn top_level(&mut self, name: &str, at: Span) {
        let message = format!("an expression has no input in which to look for `{name}`");
        let help = match name {
            "$" => "`$states.input` is the input of the state".to_owned(),
            _ if function(name).is_some() => {
                format!("`${name}` is the function, `$states.input.{name}` a field of the state's input")
            }
            _ => format!("`$states.input.{name}` is a field of the state's input, `${name}` a variable"),
        };
        self.add(ProblemKind::TopLevel, (name, at), message, Some(help));
    }

    fn reserved(&mut self, variable: &Variable) {
        if variable.name == "states" {
            let help = "any other name would do".to_owned();
            let message = "the name `$states` is reserved".to_owned();
            self.add(ProblemKind::Reserved, ("$states", variable.span), message, Some(help));
        }
    }

    /// What stands behind `~>` is called with what stands before it.
    fn apply(&mut self, left: &Node, right: &Node, around: &Surroundings<'_, '_>) {
        match &right.bare().kind {
            NodeKind::Call { function, arguments } if !arguments.iter().any(is_placeholder) => {
                self.applied.insert(right.bare().at.start);
                self.callee(function.bare(), around);
                let arguments = std::iter::once(left).chain(arguments).collect();
                self.arguments(function, right.bare().at, arguments, around);
            }
            NodeKind::Call { .. } => {}
            _ => {
                self.callee(right.bare(), around);
                // A function before it would be joined to the one behind it.
                if constant::of(left).is_some_and(|found| found != FUNCTION) {
                    self.arguments(right, right.at, vec![left], around);
                }
            }
        }
    }

    /// Says if what is called is no function.
    fn callee(&mut self, called: &Node, around: &Surroundings<'_, '_>) {
        let kind = ProblemKind::UnknownFunction;
        match &called.kind {
            NodeKind::Variable(name) if matches!(name.as_str(), "" | "$") || around.is_bound(name) => {}
            NodeKind::Variable(name) => match function(name) {
                Some(Function { origin: Origin::JsonataOnly, .. }) => {
                    let message = format!("Step Functions does not have `${name}`");
                    let help = "`$parse` reads JSON from a text".to_owned();
                    self.add(ProblemKind::Unavailable, (name, called.at), message, Some(help));
                }
                Some(_) => {}
                None => {
                    let near = nearest(name, FUNCTIONS.iter().map(|function| function.name));
                    let help = match near {
                        Some(near) => format!("did you mean `${near}`?"),
                        None => "a variable of the state machine holds JSON and cannot be called".to_owned(),
                    };
                    self.add(kind, (name, called.at), format!("there is no function `${name}`"), Some(help));
                }
            },
            // At the top level that is a problem already.
            NodeKind::Name(name) => {
                if around.item {
                    let help = function(name).map(|_| format!("`${name}` is the function"));
                    self.add(kind, (name, called.at), format!("the field `{name}` holds no function"), help);
                }
            }
            _ => {
                if let Some(found) = constant::of(called).filter(|found| *found != FUNCTION) {
                    let message = format!("{} is no function", constant::describe(found));
                    self.add(kind, (called.at.of(self.text), called.span), message, None);
                }
            }
        }
    }

    /// Says if a built-in function cannot take what it is given.
    fn arguments(&mut self, called: &Node, at: Span, arguments: Vec<&Node>, around: &Surroundings<'_, '_>) {
        let NodeKind::Variable(name) = &called.bare().kind else { return };
        let Some(function) = function(name).filter(|_| !around.is_bound(name)) else { return };
        match check(function, &arguments) {
            None => {}
            Some(Mismatch::Count) => {
                let takes = takes(function);
                let found = match arguments.len() {
                    0 => "there is none".to_owned(),
                    1 => "there is one".to_owned(),
                    count => format!("there are {count}"),
                };
                let span = called.span.to(arguments.last().map_or(at, |last| last.span));
                let message = format!("`${name}` takes {takes}, and {found}");
                self.add(ProblemKind::Arguments, (name, span), message, None);
            }
            Some(Mismatch::Type(index, wanted)) => {
                let Some(argument) = arguments.get(index) else { return };
                let found = constant::of(argument).map_or("something else", constant::describe);
                let message =
                    format!("argument {} of `${name}` is {found}, and has to be {wanted}", index + 1);
                self.add(ProblemKind::Type, (name, argument.span), message, None);
            }
        }
    }
}

fn is_placeholder(node: &Node) -> bool {
    node.kind == NodeKind::Placeholder
}

/// How many arguments a function takes, in words.
fn takes(function: &Function) -> String {
    let plural = |count| if count == 1 { "" } else { "s" };
    match (function.least(), function.most()) {
        (_, Some(0)) => "no arguments".to_owned(),
        (least, Some(most)) if least == most => format!("{most} argument{}", plural(most)),
        (0, Some(most)) => format!("at most {most} argument{}", plural(most)),
        (least, Some(most)) => format!("{least} to {most} arguments"),
        (least, None) => format!("at least {least} argument{}", plural(least)),
    }
}
