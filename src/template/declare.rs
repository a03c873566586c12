//! What stands in a template beside its resources: parameters, conditions, outputs.

use crate::reference::{Condition, Handle, Property, Reference};
use serde::Serialize;
use serde_json::{Map, Value};

/// A parameter of a template.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let stage = stack.parameter("Stage", Parameter::string().default("test").allowed(["test", "prod"]));
/// let topic = sns::Topic::new().topic_name(sub("orders-{}", [stage.reference()]));
/// # let _ = topic;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>.
#[derive(Clone, Debug)]
pub struct Parameter(Map<String, Value>);

impl Parameter {
    /// Of any type, by CloudFormation's name for it: `AWS::EC2::VPC::Id`, `List<AWS::EC2::Subnet::Id>`,
    /// `AWS::SSM::Parameter::Value<String>`.
    pub fn of_type(name: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("Type".to_owned(), name.into());
        Parameter(fields)
    }

    /// Text.
    pub fn string() -> Self {
        Self::of_type("String")
    }

    /// A number; where it is used it is text.
    pub fn number() -> Self {
        Self::of_type("Number")
    }

    /// Text cut at its commas.
    pub fn comma_delimited_list() -> Self {
        Self::of_type("CommaDelimitedList")
    }

    fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    /// The value without one given. Without a default, one has to be given on deployment.
    pub fn default(self, value: impl Into<Value>) -> Self {
        self.with("Default", value)
    }

    /// Says what it is for, in the console and to whoever is asked; at most 4,000 characters.
    pub fn describe(self, text: impl Into<String>) -> Self {
        self.with("Description", text.into())
    }

    /// The only values it may have.
    pub fn allowed<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        self.with("AllowedValues", values)
    }

    /// The regular expression that it has to match as a whole.
    pub fn pattern(self, pattern: impl Into<String>) -> Self {
        self.with("AllowedPattern", pattern.into())
    }

    /// What is said of a value that is not allowed.
    pub fn constraint_description(self, text: impl Into<String>) -> Self {
        self.with("ConstraintDescription", text.into())
    }

    /// The least and the most characters it may have.
    pub fn length(self, least: u32, most: u32) -> Self {
        self.with("MinLength", least).with("MaxLength", most)
    }

    /// The least and the most it may be.
    pub fn range(self, least: i64, most: i64) -> Self {
        self.with("MinValue", least).with("MaxValue", most)
    }

    /// Hides its value wherever CloudFormation shows it.
    pub fn no_echo(self) -> Self {
        self.with("NoEcho", true)
    }

    /// The JSON form.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }
}

impl<T> From<&Handle<Parameter>> for Property<T> {
    fn from(parameter: &Handle<Parameter>) -> Self {
        Property::Reference(parameter.reference())
    }
}

/// A condition as it is declared: an equation, or several joined.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let stage = stack.parameter("Stage", Parameter::string().default("test"));
/// let productive = stack.condition("Productive", equals(&stage, "prod").or(equals(&stage, "staging")));
/// # let _ = productive;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>.
#[derive(Clone, Debug)]
pub struct Equation(Value);

/// Whether two values are equal when the template is deployed.
pub fn equals(left: impl Into<Property<Value>>, right: impl Into<Property<Value>>) -> Equation {
    Equation(function("Fn::Equals", vec![left.into().to_json(), right.into().to_json()]))
}

/// Whether a condition that was declared before holds.
pub fn holds(condition: &Condition) -> Equation {
    Equation(function("Condition", condition.name()))
}

impl Equation {
    /// Whether this and another hold.
    pub fn and(self, other: Equation) -> Equation {
        Equation(function("Fn::And", vec![self.0, other.0]))
    }

    /// Whether this or another holds.
    pub fn or(self, other: Equation) -> Equation {
        Equation(function("Fn::Or", vec![self.0, other.0]))
    }

    /// The JSON form.
    pub fn to_json(&self) -> Value {
        self.0.clone()
    }
}

impl std::ops::Not for Equation {
    type Output = Equation;

    fn not(self) -> Equation {
        Equation(function("Fn::Not", vec![self.0]))
    }
}

fn function(name: &str, argument: impl Into<Value>) -> Value {
    let mut map = Map::new();
    map.insert(name.to_owned(), argument.into());
    Value::Object(map)
}

/// An output of a template.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let queue = stack.add("Queue", sqs::Queue::new());
/// stack.output("QueueUrl", Output::new(queue.reference()).describe("where orders go").export("orders-queue"));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    value: Property<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    export: Option<Export>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Export {
    name: Property<String>,
}

impl Output {
    /// With this value.
    pub fn new(value: impl Into<Property<String>>) -> Self {
        Output { description: None, value: value.into(), export: None, condition: None }
    }

    /// Says what it is.
    pub fn describe(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Exports it under a name, for other stacks of the account and region.
    pub fn export(mut self, name: impl Into<Property<String>>) -> Self {
        self.export = Some(Export { name: name.into() });
        self
    }

    /// Only where this condition holds.
    pub fn when(mut self, condition: &Condition) -> Self {
        self.condition = Some(condition.name().to_owned());
        self
    }
}

impl From<Reference> for Output {
    fn from(value: Reference) -> Self {
        Output::new(value)
    }
}

impl From<&str> for Output {
    fn from(value: &str) -> Self {
        Output::new(value)
    }
}

impl From<&Handle<Parameter>> for Output {
    fn from(parameter: &Handle<Parameter>) -> Self {
        Output::new(parameter.reference())
    }
}
