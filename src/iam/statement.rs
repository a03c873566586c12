//! One statement of a policy.

use crate::diagnostic::Diagnostic;
use crate::reference::{Handle, Property, Reference};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// What a statement does with the calls it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Permits them.
    Allow,
    /// Forbids them, whatever else permits them.
    Deny,
}

impl Effect {
    /// `Allow` or `Deny`.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

/// Why a statement is there: which state asked, and what for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// The state's name; empty where the machine itself, or a part of the stack, asks.
    pub state: Arc<str>,
    /// What the permission is used for.
    pub why: Cow<'static, str>,
}

/// One condition of a statement: of several, all have to hold; of its values, one.
///
/// ```
/// use stepwright::iam::Statement;
///
/// let pass = Statement::allow(["iam:PassRole"]).on("*").when("StringEquals", "iam:PassedToService", "glue.amazonaws.com");
/// assert_eq!(pass.conditions[0].key, "iam:PassedToService");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// How the values are compared: `StringEquals`.
    pub operator: Cow<'static, str>,
    /// What is compared: `iam:PassedToService`.
    pub key: Cow<'static, str>,
    /// What it is compared with.
    pub values: Vec<Property<String>>,
}

/// One statement of a policy, with the reasons it is there.
///
/// ```
/// use stepwright::iam::Statement;
/// use stepwright::reference::Reference;
///
/// let statement = Statement::allow(["dynamodb:PutItem"])
///     .on(Reference::attribute("Orders", "Arn"))
///     .because("writes the item");
/// assert_eq!(statement.to_json()["Resource"]["Fn::GetAtt"][0], "Orders");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Allow or deny.
    pub effect: Effect,
    /// The actions: `ecs:RunTask`.
    pub actions: Vec<Cow<'static, str>>,
    /// The resources, as ARNs with wildcards, or `*`.
    pub resources: Vec<Property<String>>,
    /// The conditions under which it holds, each operator and key once.
    pub conditions: Vec<Condition>,
    /// Why it is there.
    pub reasons: Vec<Reason>,
    /// Whether it names the machine whose role it belongs to, and so has to stand in a policy made after it.
    pub names_own_machine: bool,
    /// The role of the stack that it belongs to, by its logical id, where that is not the role of whoever asks.
    pub role: Option<Arc<str>>,
}

impl Statement {
    /// Permits these actions; on nothing, until [`on`](Self::on) says what on.
    pub fn allow<A: Into<Cow<'static, str>>>(actions: impl IntoIterator<Item = A>) -> Self {
        Self::new(Effect::Allow, actions)
    }

    /// Forbids these actions.
    pub fn deny<A: Into<Cow<'static, str>>>(actions: impl IntoIterator<Item = A>) -> Self {
        Self::new(Effect::Deny, actions)
    }

    fn new<A: Into<Cow<'static, str>>>(effect: Effect, actions: impl IntoIterator<Item = A>) -> Self {
        Statement {
            effect,
            actions: actions.into_iter().map(Into::into).collect(),
            resources: Vec::new(),
            conditions: Vec::new(),
            reasons: Vec::new(),
            names_own_machine: false,
            role: None,
        }
    }

    /// Adds a resource.
    pub fn on(mut self, resource: impl Into<Property<String>>) -> Self {
        self.resources.push(resource.into());
        self
    }

    /// Adds several resources.
    pub fn on_all(mut self, resources: impl IntoIterator<Item = Property<String>>) -> Self {
        self.resources.extend(resources);
        self
    }

    /// Adds a value to a condition: operator, key, value.
    pub fn when(
        mut self,
        operator: impl Into<Cow<'static, str>>,
        key: impl Into<Cow<'static, str>>,
        value: impl Into<Property<String>>,
    ) -> Self {
        let (operator, key, value) = (operator.into(), key.into(), value.into());
        match self.conditions.iter_mut().find(|have| have.operator == operator && have.key == key) {
            Some(have) => have.values.push(value),
            None => self.conditions.push(Condition { operator, key, values: vec![value] }),
        }
        self
    }

    /// Says what it is used for.
    pub fn because(mut self, why: impl Into<Cow<'static, str>>) -> Self {
        self.reasons.push(Reason { state: Arc::default(), why: why.into() });
        self
    }

    /// Says that it names the very machine whose role it belongs to.
    pub fn of_own_machine(mut self) -> Self {
        self.names_own_machine = true;
        self
    }

    /// Says that it belongs to this role, and not to the role of whoever asks: to that of a function that does the
    /// state's work.
    pub fn for_role<R>(mut self, role: &Handle<R>) -> Self {
        self.role = Some(role.id().into());
        self
    }

    /// Notes which state asked for it, on every reason that names none yet.
    pub fn asked_by(mut self, state: impl Into<Arc<str>>) -> Self {
        let state = state.into();
        if self.reasons.is_empty() {
            self = self.because("asked for without a reason");
        }
        for reason in &mut self.reasons {
            if reason.state.is_empty() {
                reason.state = Arc::clone(&state);
            }
        }
        self
    }

    /// Whether a resource is `*`.
    pub fn is_on_everything(&self) -> bool {
        self.resources.iter().any(|resource| matches!(resource, Property::Literal(arn) if arn == "*"))
    }

    /// The JSON form, as a policy has it; reasons are not in it.
    pub fn to_json(&self) -> Value {
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), self.effect.as_str().into());
        statement.insert(
            "Action".to_owned(),
            one_or_many(self.actions.iter().map(|action| Value::from(&**action))),
        );
        statement.insert("Resource".to_owned(), one_or_many(self.resources.iter().map(Property::to_json)));
        if !self.conditions.is_empty() {
            statement.insert("Condition".to_owned(), self.conditions_json());
        }
        Value::Object(statement)
    }

    /// The conditions in JSON form, by operator and key; an empty object where there are none.
    pub fn conditions_json(&self) -> Value {
        let mut operators = Map::new();
        for Condition { operator, key, values } in &self.conditions {
            let keys = operators.entry(&**operator).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(keys) = keys {
                keys.insert(key.clone().into_owned(), one_or_many(values.iter().map(Property::to_json)));
            }
        }
        Value::Object(operators)
    }
}

fn one_or_many(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    match (values.len(), values.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            values.extend(last);
            Value::Array(values)
        }
    }
}

impl Statement {
    /// What is wrong with it, or more than a state needs.
    pub(crate) fn problem(&self) -> Option<Diagnostic> {
        let actions = || self.actions.join("`, `");
        if self.resources.is_empty() || self.actions.is_empty() {
            let what = if self.actions.is_empty() { "action" } else { "resource" };
            let message = match self.actions.is_empty() {
                true => format!("a permission names no {what}"),
                false => format!("the permission of `{}` names no {what}", actions()),
            };
            let finding = Diagnostic::error("incomplete-permission", message);
            return Some(finding.help("say what is permitted, and on what: `Statement::allow([…]).on(…)`"));
        }
        let reason = self.reasons.iter().find(|reason| !reason.state.is_empty())?;
        if self.effect == Effect::Deny {
            return None;
        }
        if self.is_on_everything() {
            let message = format!("state `{}` is permitted `{}` on every resource", reason.state, actions());
            return Some(Diagnostic::warning("wildcard-permission", message).help(
                "name what it acts on; where that is only known at run time, narrow it by a condition or accept it",
            ));
        }
        // A tag that the resource has to carry says which ones it may be.
        if self.conditions.iter().any(|condition| condition.key.starts_with("aws:ResourceTag/")) {
            return None;
        }
        let pattern = self.resources.iter().find_map(|resource| match resource {
            Property::Reference(Reference::AtRunTime(pattern)) => Some(pattern.to_json()),
            _ => None,
        })?;
        let text = pattern.get("Fn::Sub").and_then(Value::as_str).unwrap_or_default();
        // The last of an ARN's six parts; pseudo parameters have colons of their own.
        let which = text.replace("AWS::", "").splitn(6, ':').last().unwrap_or_default().to_owned();
        let message = format!(
            "state `{}` is permitted `{}` on `{which}` of this account, because which one is decided at run time",
            reason.state,
            actions()
        );
        Some(
            Diagnostic::warning("wildcard-permission", message)
                .help("say which ones it may be with `among`, or accept it"),
        )
    }

    /// The same statement, with the logical id of the machine whose role it belongs to in place.
    pub(crate) fn of_machine(mut self, id: &str) -> Self {
        let resolve = |property: &mut Property<String>| {
            if let Property::Reference(reference) = property {
                *reference = super::of_machine(reference, id);
            }
        };
        self.resources.iter_mut().for_each(resolve);
        self.conditions.iter_mut().flat_map(|condition| &mut condition.values).for_each(resolve);
        self
    }
}
