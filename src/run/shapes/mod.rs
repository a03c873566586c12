//! What AWS's APIs return, to check and to make replies.
//!
//! Known of the services that Step Functions has an integration of its own with and of a few more, behind the feature
//! `sdk`. What an activity, a function called by its ARN, an HTTP endpoint, a job that is waited for or a callback
//! returns is nobody's model.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html>.

use serde_json::{Map, Value};

/// Written by `tools/result_shapes.py`, which says how it reads.
#[cfg(feature = "sdk")]
const SHAPES: &str = include_str!("shapes.txt");
#[cfg(not(feature = "sdk"))]
const SHAPES: &str = "";

/// How strictly the result of a mock is compared with what the API returns.
///
/// ```
/// use serde_json::json;
/// use stepwright::prelude::*;
/// use stepwright::run::{Run, Validation, returns};
///
/// let machine = StateMachine::new(SnsPublish::to_phone_number("+1", "hello").state("Tell"));
/// let run = machine.run(json!({})).check_replies(Validation::Present).mock("Tell", returns(json!({ "MessageId": 4 })));
/// # #[cfg(feature = "sdk")]
/// assert_eq!(run.finish().error(), Some("Stepwright.WrongReply"));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// Every required field is there, and what is there fits.
    Strict,
    /// What is there fits.
    Present,
    /// Anything goes. The default of a run.
    #[default]
    Off,
}

/// A structure of a service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    service: &'static str,
    members: &'static str,
    /// A payload that Step Functions reads, so that any JSON may stand there.
    opened: Option<&'static str>,
}

/// The service as the models name it, and the payload that Step Functions opens, of an integration of its own.
fn model(kind: &str) -> (&str, Option<&'static str>) {
    match kind {
        "events" => ("eventbridge", None),
        "states" => ("sfn", None),
        "elasticmapreduce" => ("emr", None),
        "emr-containers" => ("emrcontainers", None),
        "emr-serverless" => ("emrserverless", None),
        "lambda" => ("lambda", Some("Payload")),
        other => (other.strip_prefix("aws-sdk:").unwrap_or(other), None),
    }
}

impl Shape {
    /// What a task returns that calls an API and goes on with its answer; of an integration: `lambda` and `invoke`.
    pub(super) fn of(kind: &str, action: &str) -> Option<Self> {
        if kind == "bedrock" && action == "invokeModel" {
            // Its body is read.
            return None;
        }
        let (service, opened) = model(kind);
        let start = SHAPES.find(&format!("\n{service}\n"))? + service.len() + 2;
        let rest = SHAPES.get(start..)?;
        let end = rest
            .match_indices('\n')
            .find(|(at, _)| !rest.get(at + 1..).is_some_and(|next| next.starts_with(' ')));
        let service = rest.get(..end.map_or(rest.len(), |(at, _)| at))?;
        let mut letters = action.chars();
        let name: String = letters.next()?.to_uppercase().chain(letters).collect();
        let number = line(service, &name)?;
        Some(Shape { service, members: line(service, number)?, opened })
    }

    fn members(self) -> impl Iterator<Item = (&'static str, bool, &'static str)> {
        self.members.split(' ').filter_map(|member| {
            let (name, kind) = member.split_once(':')?;
            Some((name.trim_end_matches('*'), name.ends_with('*'), kind))
        })
    }

    /// What does not fit, first thing first, as AWS words it.
    pub(super) fn check(self, value: &Value, validation: Validation) -> Result<(), String> {
        if validation == Validation::Off {
            return Ok(());
        }
        let Some(fields) = value.as_object() else { return Ok(()) };
        self.structure(fields, validation == Validation::Strict)
    }

    fn structure(self, fields: &Map<String, Value>, strict: bool) -> Result<(), String> {
        for (name, required, kind) in self.members() {
            match fields.get(name) {
                None if required && strict => return Err(format!("Required field '{name}' is missing")),
                Some(value) if self.opened != Some(name) => self.value(name, kind, value, strict)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn value(self, name: &str, kind: &'static str, value: &Value, strict: bool) -> Result<(), String> {
        let wanted = |what: &str| Err(format!("Field '{name}' must be {what}"));
        match kind.split_at_checked(1).unwrap_or_default() {
            ("s", "") if !value.is_string() => wanted("a string"),
            ("b", "") if !value.is_boolean() => wanted("a boolean"),
            ("e", texts) => match value.as_str() {
                None => wanted("a string"),
                Some(text) if !choices(texts).any(|choice| choice == text) => {
                    Err(format!("Field '{name}' is not an expected value"))
                }
                Some(_) => Ok(()),
            },
            ("n", bounds) => {
                let Some(number) = value.as_f64().filter(|_| value.is_number()) else {
                    return wanted("a number");
                };
                let (least, most) = limits(bounds);
                if least.is_some_and(|least| number < least) {
                    return Err(format!("Field '{name}' is less than the minimum value"));
                }
                if most.is_some_and(|most| number > most) {
                    return Err(format!("Field '{name}' exceeds the maximum value"));
                }
                Ok(())
            }
            ("[", inner) => match value.as_array() {
                None => wanted("an array"),
                Some(elements) => {
                    elements.iter().try_for_each(|element| self.value(name, inner, element, strict))
                }
            },
            ("{", inner) => match value.as_object() {
                None => wanted("an object"),
                Some(members) => {
                    members.values().try_for_each(|member| self.value(name, inner, member, strict))
                }
            },
            _ => match (self.nested(kind), value) {
                (None, _) => Ok(()),
                (Some(shape), Value::Object(fields)) => shape.structure(fields, strict),
                (Some(_), _) => wanted("an object"),
            },
        }
    }

    fn nested(self, number: &str) -> Option<Self> {
        let is_number = number.starts_with(|first: char| first.is_ascii_digit());
        let members = is_number.then(|| line(self.service, number))??;
        Some(Shape { members, opened: None, ..self })
    }

    /// A value of this shape, always the same: texts say the name of their field.
    pub(super) fn sample(self) -> Value {
        self.sampled(&mut Vec::new())
    }

    fn sampled(self, inside: &mut Vec<&'static str>) -> Value {
        inside.push(self.members);
        let mut out = Map::new();
        for (name, _, kind) in self.members() {
            if let Some(value) = self.sample_of(name, kind, inside) {
                out.insert(name.to_owned(), value);
            }
        }
        inside.pop();
        Value::Object(out)
    }

    fn sample_of(self, name: &str, kind: &'static str, inside: &mut Vec<&'static str>) -> Option<Value> {
        Some(match kind.split_at_checked(1)? {
            ("s", _) => name.into(),
            ("b", _) => true.into(),
            ("e", texts) => choices(texts).next().unwrap_or_default().into(),
            ("n", bounds) => match limits(bounds) {
                (Some(least), _) if least > 1.0 => least as i64,
                (_, Some(most)) if most < 1.0 => most as i64,
                _ => 1,
            }
            .into(),
            ("[", inner) => Value::Array(self.sample_of(name, inner, inside).into_iter().collect()),
            ("{", inner) => {
                let member = self.sample_of(name, inner, inside);
                Value::Object(member.into_iter().map(|value| ("key".to_owned(), value)).collect())
            }
            _ => match self.nested(kind) {
                // What holds itself ends there, and so does what goes on and on.
                Some(shape) if inside.contains(&shape.members) || inside.len() > 3 => return None,
                Some(shape) => shape.sampled(inside),
                None => Value::Object(Map::new()),
            },
        })
    }
}

/// What stands behind a name in the lines of a service.
fn line(service: &'static str, name: &str) -> Option<&'static str> {
    service.lines().find_map(|line| {
        let line = line.strip_prefix(' ')?;
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        (first == name).then_some(rest)
    })
}

/// `(A|B)`
fn choices(texts: &'static str) -> impl Iterator<Item = &'static str> {
    texts.trim_start_matches('(').trim_end_matches(')').split('|')
}

/// `1..10`, either end of which may be open.
fn limits(bounds: &str) -> (Option<f64>, Option<f64>) {
    let (least, most) = bounds.split_once("..").unwrap_or_default();
    (least.parse().ok(), most.parse().ok())
}
