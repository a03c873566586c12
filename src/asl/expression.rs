//! What may stand in a field in place of a literal: a path, the context object, a variable, a JSONata expression.

use super::compose;
use crate::data::{Expression, Form, Text};
use crate::diagnostic::Origin;
use crate::query;

/// A JSONPath: into the state's input (`$.order.id`), the context object (`$$.Execution.Id`), a variable
/// (`$total`), or an intrinsic function (`States.UUID()`; the functions in [`intrinsic`](super::intrinsic) are
/// safer).
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html>.
#[track_caller]
pub fn path(text: impl AsRef<str>) -> Expression {
    let text = Text::new(text);
    let problem = query::Expression::check(&text).err().map(|error| error.to_string());
    Expression { form: Form::JsonPath, text, origin: Origin::here(), problem }
}

/// A JSONata expression, without its delimiters: `jsonata("$states.input.price * 2")`.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
#[track_caller]
pub fn jsonata(text: impl AsRef<str>) -> Expression {
    let text = Text::new(text);
    let trimmed = text.trim();
    let problem = if trimmed.starts_with("{%") || trimmed.ends_with("%}") {
        Some("the delimiters `{%` and `%}` are added for you".to_owned())
    } else if trimmed.is_empty() {
        Some("an expression cannot be empty".to_owned())
    } else {
        None
    };
    Expression { form: Form::Jsonata, text, origin: Origin::here(), problem }
}

/// A variable, and what is read of it: `variable("total")`, `variable("order.items[0]")`. In either language.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>.
#[track_caller]
pub fn variable(name: impl AsRef<str>) -> Expression {
    let name = Text::new(name);
    let problem = if name.starts_with(char::is_alphabetic) {
        query::Expression::parse(&format!("${name}")).err().map(|error| error.to_string())
    } else {
        Some("a variable's name begins with a letter".to_owned())
    };
    Expression { form: Form::Variable, text: name, origin: Origin::here(), problem }
}

/// A path into the context object, without its root: `context("Execution.Id")`. In either language.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>.
#[track_caller]
pub fn context(member: impl AsRef<str>) -> Expression {
    let text = Text::new(member);
    let problem = query::Expression::parse(&format!("$$.{text}")).err().map(|error| error.to_string());
    Expression { form: Form::Context, text, origin: Origin::here(), problem }
}

/// The state's whole input: `$`, or `$states.input` in a JSONata state.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html>.
#[track_caller]
pub fn input() -> Expression {
    Expression { form: Form::Input, text: Text::default(), origin: Origin::here(), problem: None }
}

macro_rules! context_members {
    ($($(#[$doc:meta])* $name:ident = $member:literal;)*) => { $(
        $(#[$doc])*
        #[track_caller]
        pub fn $name() -> Expression {
            Expression {
                form: Form::Context,
                text: Text::new_static($member),
                origin: Origin::here(),
                problem: None,
            }
        }
    )* };
}

context_members! {
    /// The token that a callback answers with: `$$.Task.Token`.
    task_token = "Task.Token";
    /// The ARN of the running execution: `$$.Execution.Id`.
    execution_id = "Execution.Id";
    /// The name of the running execution: `$$.Execution.Name`.
    execution_name = "Execution.Name";
    /// The input that the execution was started with: `$$.Execution.Input`.
    execution_input = "Execution.Input";
    /// When the execution started, as an ISO 8601 time: `$$.Execution.StartTime`.
    execution_start_time = "Execution.StartTime";
    /// The role that the execution runs under: `$$.Execution.RoleArn`.
    execution_role_arn = "Execution.RoleArn";
    /// How often the execution was redriven: `$$.Execution.RedriveCount`.
    execution_redrive_count = "Execution.RedriveCount";
    /// The machine's ARN: `$$.StateMachine.Id`.
    state_machine_id = "StateMachine.Id";
    /// The machine's name: `$$.StateMachine.Name`.
    state_machine_name = "StateMachine.Name";
    /// When the state was entered, as an ISO 8601 time: `$$.State.EnteredTime`.
    state_entered_time = "State.EnteredTime";
    /// The name of the state: `$$.State.Name`.
    state_name = "State.Name";
    /// How often the state was retried: `$$.State.RetryCount`.
    state_retry_count = "State.RetryCount";
    /// In a Map, the index of the item, from 0: `$$.Map.Item.Index`.
    map_item_index = "Map.Item.Index";
    /// In a Map, the item: `$$.Map.Item.Value`.
    map_item_value = "Map.Item.Value";
    /// In a Map over an object, the item's key: `$$.Map.Item.Key`.
    map_item_key = "Map.Item.Key";
    /// In a distributed Map, where the item came from: `$$.Map.Item.Source`.
    map_item_source = "Map.Item.Source";
}

impl Expression {
    /// The builder line that said it.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// As it was written, without root or delimiters where those follow from the kind of expression.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// In JSONPath's spelling; `None` for JSONata.
    pub(crate) fn in_jsonpath(&self) -> Option<String> {
        in_language(self.form, &self.text, super::QueryLanguage::JsonPath)
    }
}

/// An expression as one language spells it; `None` where that language cannot say it.
pub(crate) fn in_language(form: Form, text: &str, language: super::QueryLanguage) -> Option<String> {
    use super::QueryLanguage::{JsonPath, Jsonata};
    match (form, language) {
        (Form::JsonPath, JsonPath) => Some(text.to_owned()),
        (Form::Context, JsonPath) => Some(format!("$$.{text}")),
        (Form::Variable, JsonPath) => Some(format!("${text}")),
        (Form::Jsonata, Jsonata) => Some(format!("{{% {} %}}", text.trim())),
        (Form::Input, JsonPath) => Some(format!("${text}")),
        (Form::Input, Jsonata) => Some(format!("{{% $states.input{text} %}}")),
        (Form::Context | Form::Variable | Form::Composed(_), Jsonata) => {
            Some(format!("{{% {} %}}", in_jsonata(form, text)?))
        }
        (Form::Composed(composition), JsonPath) => compose::in_jsonpath(composition, text),
        (Form::JsonPath, Jsonata) | (Form::Jsonata, JsonPath) => None,
    }
}

/// A context path, a variable or the input as JSONata spells it, without delimiters; `None` where JSONata cannot say it.
pub(crate) fn in_jsonata(form: Form, text: &str) -> Option<String> {
    match form {
        Form::Context => Some(format!("$states.context.{}", members(text, false)?)),
        Form::Variable => Some(format!("${}", members(text, true)?)),
        Form::Input => Some(format!("$states.input{text}")),
        Form::Composed(composition) => compose::in_jsonata(composition, text),
        Form::JsonPath | Form::Jsonata => None,
    }
}

/// Members and indices in JSONata's spelling. What looks the same in both languages is not always the same: `-` in a
/// name would subtract, and a name in brackets would filter.
fn members(text: &str, of_variable: bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, mut after) = rest.split_at(end);
        if of_variable && out.is_empty() {
            out.push_str(name);
        } else {
            member(&mut out, name)?;
        }
        while let Some(bracket) = after.strip_prefix('[') {
            let (inside, behind) = bracket.split_once(']')?;
            let quoted = ['\'', '"']
                .iter()
                .find_map(|quote| inside.strip_prefix(*quote).and_then(|inside| inside.strip_suffix(*quote)));
            match quoted {
                Some(name) => {
                    out.push('.');
                    member(&mut out, name)?;
                }
                None => {
                    let index: i64 = inside.trim().parse().ok()?;
                    out.push_str(&format!("[{index}]"));
                }
            }
            after = behind;
        }
        if after.is_empty() {
            return Some(out);
        }
        rest = after.strip_prefix('.')?;
        out.push('.');
    }
}

/// A member's name, in backticks unless it is a plain one; `None` where it is more than a name.
fn member(out: &mut String, name: &str) -> Option<()> {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !matches!(name, "and" | "or" | "in" | "true" | "false" | "null" | "function");
    if name.is_empty() || name.chars().any(|c| "`()*?@\\".contains(c)) {
        return None;
    }
    if plain {
        out.push_str(name);
    } else {
        out.push('`');
        out.push_str(name);
        out.push('`');
    }
    Some(())
}
