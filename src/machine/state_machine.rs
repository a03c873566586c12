//! The builder of a state machine.

use super::options::{Encryption, Logging, MachineType};
use crate::asl::{Definition, Payload, QueryLanguage, Seconds};
use crate::data::{Entries, Tree};
use crate::diagnostic::{Diagnostic, Origin};
use crate::flow::Flow;
use crate::iam::Statement;
use crate::reference::{Handle, Property, Reference};
use crate::target::StateMachineTarget;
use indexmap::IndexMap;

/// A state machine: what it does, and how it is deployed.
///
/// Added to a stack it gets a role with the permissions that its states need, no more.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let orders = stack.add("Orders", StateMachine::new(Pass::new("Check")).comment("checks an order").tracing());
/// stack.output("OrdersArn", orders.reference());
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html>.
#[derive(Clone, Debug)]
pub struct StateMachine {
    pub(crate) source: Source,
    pub(crate) origin: Origin,
    pub(crate) name: Option<Property<String>>,
    pub(crate) kind: MachineType,
    pub(crate) language: QueryLanguage,
    pub(crate) comment: Option<String>,
    pub(crate) timeout: Option<Seconds>,
    pub(crate) logging: Option<Logging>,
    pub(crate) tracing: bool,
    pub(crate) encryption: Option<Encryption>,
    pub(crate) tags: IndexMap<String, Property<String>>,
    pub(crate) role: Option<Property<String>>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) substitutions: Vec<(String, Reference)>,
}

/// Where the states come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Flow(Flow),
    Definition(Result<Definition, Box<Diagnostic>>),
    /// A definition written in place, with references in it.
    Data(Entries),
}

/// What a handle to a machine knows of it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Orders", StateMachine::new(Succeed::new("Done")).express());
/// assert_eq!(machine.resource().kind, MachineType::Express);
/// ```
#[derive(Clone, Debug)]
pub struct Machine {
    /// How it runs.
    pub kind: MachineType,
    /// The name it was given, where it was.
    pub name: Option<Property<String>>,
    /// The number of its states, nested ones included.
    pub states: usize,
}

impl StateMachine {
    /// A machine of these states.
    #[track_caller]
    pub fn new(flow: impl Into<Flow>) -> Self {
        Self::of(Source::Flow(flow.into()))
    }

    /// A machine by a definition of your own. Its permissions cannot be told from it: say them with
    /// [`allow`](Self::allow), or give it a role.
    ///
    /// `${Name}` in it stands for what [`substitution`](Self::substitution) binds.
    #[track_caller]
    pub fn from_definition(definition: Definition) -> Self {
        Self::of(Source::Definition(Ok(definition)))
    }

    /// A machine by a definition in JSON text, `include_str!("orders.asl.json")` say. What is no definition is a
    /// finding when the stack is synthesized.
    #[track_caller]
    pub fn from_json(text: &str) -> Self {
        Self::of(Source::Definition(Definition::read(text).map_err(Box::new)))
    }

    /// A machine by a definition in YAML text.
    #[cfg(feature = "yaml")]
    #[track_caller]
    pub fn from_yaml(text: &str) -> Self {
        Self::of(Source::Definition(Definition::read_yaml(text).map_err(Box::new)))
    }

    #[track_caller]
    fn of(source: Source) -> Self {
        StateMachine {
            source,
            origin: Origin::here(),
            name: None,
            kind: MachineType::Standard,
            language: QueryLanguage::JsonPath,
            comment: None,
            timeout: None,
            logging: None,
            tracing: false,
            encryption: None,
            tags: IndexMap::new(),
            role: None,
            statements: Vec::new(),
            substitutions: Vec::new(),
        }
    }

    /// Its name, at most 80 characters; by default CloudFormation makes one. Changing it replaces the machine.
    pub fn name(mut self, name: impl Into<Property<String>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Runs it as an Express workflow. Changing that replaces the machine.
    pub fn express(mut self) -> Self {
        self.kind = MachineType::Express;
        self
    }

    /// Makes JSONata the language of every state. By default it is JSONPath, and a state may choose JSONata.
    pub fn jsonata(mut self) -> Self {
        self.language = QueryLanguage::Jsonata;
        self
    }

    /// A remark for whoever reads the definition.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// How long an execution may take, up to 99,999,999 seconds; after it the execution is `TIMED_OUT`.
    pub fn timeout(mut self, timeout: Seconds) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Logs to CloudWatch. By default nothing is logged.
    pub fn logging(mut self, logging: Logging) -> Self {
        self.logging = Some(logging);
        self
    }

    /// Sends traces to X-Ray. By default none are.
    pub fn tracing(mut self) -> Self {
        self.tracing = true;
        self
    }

    /// Encrypts with a key of one's own. By default AWS's key is used.
    pub fn encryption(mut self, encryption: Encryption) -> Self {
        self.encryption = Some(encryption);
        self
    }

    /// Tags it.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Property<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// Runs it under a role of your own, by its ARN. The role is left alone; `synth permissions` shows what it
    /// needs.
    pub fn role(mut self, role_arn: impl Into<Property<String>>) -> Self {
        self.role = Some(role_arn.into());
        self
    }

    /// Permits something that cannot be told from the states.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Binds `${name}` in a definition of your own.
    pub fn substitution(mut self, name: impl Into<String>, value: impl Into<Reference>) -> Self {
        self.substitutions.push((name.into(), value.into()));
        self
    }

    /// The definition alone, as JSON, with what is wrong with it: for use without a stack.
    ///
    /// References stand in it as `${Name}`.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let (definition, findings) = StateMachine::new(Succeed::new("Done")).definition();
    /// assert!(findings.is_empty());
    /// assert_eq!(definition.to_string(), r#"{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}"#);
    /// ```
    pub fn definition(self) -> (Definition, Vec<Diagnostic>) {
        let mut built = self.build();
        built.integrations.put_back(&mut built.definition);
        (Definition::from_entries(&built.definition), built.findings)
    }
}

impl From<Payload> for StateMachine {
    /// A machine by a definition written in place, with references in it.
    #[track_caller]
    fn from(json: Payload) -> Self {
        Self::of(match json.0 {
            Tree::Object(entries) => Source::Data(entries),
            _ => Source::Definition(Err(Box::new(Diagnostic::error(
                "malformed-definition",
                "a definition is a JSON object",
            )))),
        })
    }
}

impl From<&Handle<Machine>> for StateMachineTarget {
    /// A machine of the stack, to be started by another one.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let mut stack = Stack::new("orders");
    /// let ship = stack.add("Ship", StateMachine::new(Succeed::new("Shipped")));
    /// let start = StepFunctionsStartExecution::new(&ship).state("Ship it");
    /// stack.add("Order", StateMachine::new(start));
    /// let synthesis = stack.synthesize(Target::Sam);
    /// assert!(synthesis.findings.is_empty());
    /// assert_eq!(synthesis.machines[1].statements[0].resources, [ship.reference().into()]);
    /// ```
    fn from(machine: &Handle<Machine>) -> Self {
        StateMachineTarget::of_machine(machine)
    }
}
