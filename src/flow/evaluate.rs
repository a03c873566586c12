//! Expressions of JavaScript, as CDK's workflows have them, without a function.

use super::state::{InJsonata, State, kind};
use crate::asl::{Expression, Form, JavaScript, Kind, QueryLanguage, reference_path};
use crate::diagnostic::{Diagnostic, Origin};

/// Evaluates an expression of JavaScript over paths, by a Pass state that says the same in JSONata.
///
/// Paths are those of JSONPath: `$.total`, `$.lines[0].price`, `$$.Execution.Name`, `$variable`. Known are operators,
/// text and templates, arrays and objects, conditions, the usual methods of text, and `Math`. What JSONata cannot say
/// with the same meaning is a finding: let a function evaluate it, by
/// [`EvaluateExpressionInFunction`](crate::tasks::EvaluateExpressionInFunction).
///
/// The two languages differ where values are not what the expression expects, and then the state fails with
/// `States.QueryEvaluationError` instead of giving another value: a missing path, arithmetic with text (`'5' * 2`), a sum
/// of a number and text from the input. A number that becomes text is rounded to 15 digits, a character outside of the
/// basic plane counts as one, and arrays and objects are equal where their contents are.
///
/// ```
/// use stepwright::prelude::*;
///
/// let convert = EvaluateExpression::new("$.waitMilliseconds / 1000")
///     .result_path("$.waitSeconds")
///     .state("Convert to seconds");
/// let say = EvaluateExpression::new("`Now waiting ${$.waitSeconds} seconds...`").state("Create message");
/// # let _ = convert.then(say);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
#[derive(Clone, Debug)]
pub struct EvaluateExpression {
    text: String,
    /// The members of the input that lead to where the value goes; none for the whole output.
    members: Vec<String>,
    findings: Vec<Diagnostic>,
    origin: Origin,
}

impl EvaluateExpression {
    /// This expression. Its value is the state's output.
    #[track_caller]
    pub fn new(expression: impl Into<String>) -> Self {
        EvaluateExpression {
            text: expression.into(),
            members: Vec::new(),
            findings: Vec::new(),
            origin: Origin::here(),
        }
    }

    /// Where in the input the value goes, `$.waitSeconds`, so that the rest of the input goes on.
    pub fn result_path(mut self, path: &str) -> Self {
        match members(path) {
            Some(members) => self.members = members,
            None => self.findings.push(
                Diagnostic::error("malformed-path", format!("`{path}` is no place for a value"))
                    .pointer("/Output")
                    .help("name a member of the input: `$.waitSeconds`"),
            ),
        }
        self
    }

    /// The same as an expression of JSONata, for a field of a state. One that cannot be said so is a finding there.
    pub fn expression(&self) -> Expression {
        let said = JavaScript::parse(&self.text).and_then(|expression| expression.in_more_jsonata());
        let (text, problem) = match said {
            Ok(said) => (said.text.into(), None),
            Err(error) => (self.text.as_str().into(), Some(error.to_string())),
        };
        Expression { form: Form::Jsonata, text, origin: self.origin.clone(), problem }
    }

    /// A Pass state of this name.
    #[track_caller]
    pub fn state(self, name: &str) -> State<kind::Pass, InJsonata> {
        let mut state: State<kind::Pass> = State::begin(name, Kind::Pass, Origin::here());
        for finding in self.findings {
            state.node.report(finding);
        }
        let said = JavaScript::parse(&self.text).and_then(|expression| match self.members.as_slice() {
            [] => expression.in_jsonata(),
            _ => expression.in_more_jsonata(),
        });
        match said {
            Ok(said) => {
                for remark in said.remarks {
                    let finding = Diagnostic::warning(remark.code, remark.message).pointer("/Output");
                    state.node.report(finding.help(remark.help));
                }
                let text = within(&self.members, "$states.input", said.text).into();
                let output = Expression { form: Form::Jsonata, text, origin: self.origin, problem: None };
                state.node.set("Output", output);
            }
            Err(error) => {
                let message = format!("`{}` has no equal in JSONata: {error}", self.text);
                let help = error.help.unwrap_or_else(|| {
                    "say it as `jsonata(…)`, or let a function evaluate it: `EvaluateExpressionInFunction`"
                        .to_owned()
                });
                state.node.report(Diagnostic::error("not-in-jsonata", message).pointer("/Output").help(help));
            }
        }
        state.speaking(QueryLanguage::Jsonata)
    }
}

/// The members that a path of names leads through.
fn members(path: &str) -> Option<Vec<String>> {
    reference_path(path).ok()?;
    let rest = path.strip_prefix('$')?;
    let plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let members: Vec<String> = rest.split('.').skip(1).map(str::to_owned).collect();
    (rest.is_empty() || rest.starts_with('.') && members.iter().all(|name| plain(name))).then_some(members)
}

/// An object with a value put into it.
fn within(members: &[String], object: &str, value: String) -> String {
    match members.split_first() {
        None => value,
        Some((first, rest)) => {
            let inner = within(rest, &format!("{object}.`{first}`"), value);
            format!("$merge([{object}, {{'{first}': {inner}}}])")
        }
    }
}
