//! A stack: resources, state machines and what joins them, to a template.

mod alias;
mod calls;
mod checks;
mod grant;
mod machines;
mod synthesis;

pub use alias::{PublishedAlias, Shift};
pub use calls::{BucketNotification, Callee, EventRule, HttpRoute, QueueConsumer, Schedule};
pub use grant::Grantee;
pub use synthesis::{Synthesis, SynthesizedMachine, Target};

use crate::diagnostic::{Diagnostic, Origin};
use crate::iam::Statement;
use crate::machine::{Machine, StateMachine};
use crate::reference::{Condition, Handle, Property, Shared, export_name};
use crate::template::parts::DurableLambda;
use crate::template::{Attributes, Equation, Output, Parameter, Part, Scope};
use indexmap::IndexMap;
use serde_json::Value;
use std::path::PathBuf;

/// What a durable function's callback is answered by.
///
/// Checked against <https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html>.
const DURABLE_RESPONSE: [&str; 3] = [
    "lambda:SendDurableExecutionCallbackSuccess",
    "lambda:SendDurableExecutionCallbackFailure",
    "lambda:SendDurableExecutionCallbackHeartbeat",
];

/// A stack: what CloudFormation deploys as one.
///
/// Things are added under a logical id, which is what they are called in the template; `add` gives back a handle, to
/// be lent to whatever refers to them. Nothing fails on the way: [`synthesize`](Self::synthesize) returns the
/// template together with everything that is wrong.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders").describe("Takes orders");
/// let table = stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
/// let put = DynamoPutItem::new(&table, [("Id", DynamoAttributeValue::string(path("$.id")))]).state("Keep the order");
/// stack.add("TakeOrder", StateMachine::new(put));
///
/// let synthesis = stack.synthesize(Target::Sam);
/// assert!(synthesis.findings.is_empty(), "{:?}", synthesis.findings);
/// assert!(synthesis.to_yaml().contains("dynamodb:PutItem"));
/// ```
#[derive(Debug)]
pub struct Stack {
    name: String,
    origin: Origin,
    description: Option<String>,
    scope: Scope,
    machines: IndexMap<String, machines::Entry>,
    tags: IndexMap<String, Property<String>>,
    acknowledged: Vec<(String, String)>,
    skipped: Vec<SkippedCheck>,
    folder: PathBuf,
}

/// A check of checkov that does not hold for the resources of a type, and why.
#[derive(Debug)]
struct SkippedCheck {
    type_name: String,
    check: String,
    reason: String,
}

impl Stack {
    /// A stack of this name, under which `sam deploy` deploys it: letters, digits and hyphens, at most 128, a letter
    /// first.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        let origin = Origin::here();
        let mut folder = PathBuf::from(origin.file());
        folder.pop();
        let mut stack = Stack {
            name: name.into(),
            origin: origin.clone(),
            description: None,
            scope: Scope::default(),
            machines: IndexMap::new(),
            tags: IndexMap::new(),
            acknowledged: Vec::new(),
            skipped: Vec::new(),
            folder,
        };
        let name = &stack.name;
        let fits = name.len() <= 128
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !fits {
            let message = format!("`{name}` is no name for a stack");
            stack.scope.report(
                Diagnostic::error("malformed-stack-name", message)
                    .origin(origin)
                    .help("letters, digits and hyphens, a letter first, at most 128 characters"),
            );
        }
        stack
    }

    /// Says what it is for; at most 1,024 bytes.
    pub fn describe(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The folder that the paths of application code are relative to; by default that of the source file that called
    /// [`new`](Self::new), as the compiler names it.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = folder.into();
        self
    }

    /// A tag for every resource that takes some. A resource's own tag of the same key wins.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Property<String>>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    /// Accepts findings of a rule in this stack, with the reason why. Errors of a machine or a template that AWS
    /// would refuse stay refused by AWS.
    pub fn acknowledge(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.acknowledged.push((rule.into(), reason.into()));
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The folder that the paths of application code are relative to.
    pub fn source_folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Adds a resource or a part under a logical id: letters and digits.
    #[track_caller]
    pub fn add<P: StackPart>(&mut self, id: &str, part: P) -> P::Handles {
        self.scope.from(Origin::here());
        part.add_to(id, self)
    }

    /// Tells checkov that a check of its does not hold for any resource of a type in this stack, and why. The type goes
    /// by CloudFormation's name, in both targets. For a single resource, set `Metadata` in its
    /// [`attributes`](Self::attributes).
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let mut stack = Stack::new("orders");
    /// stack.skip_check("AWS::Lambda::Function", "CKV_AWS_117", "calls nothing in a VPC");
    /// stack.add("Charge", Function::from_folder("app", "charge.handler", "python3.13"));
    /// let template = stack.synthesize(Target::Sam).template;
    /// let skipped = &template["Resources"]["Charge"]["Metadata"]["checkov"]["skip"];
    /// assert_eq!(skipped[0]["comment"], "calls nothing in a VPC");
    /// ```
    ///
    /// Checked against <https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html>.
    pub fn skip_check(
        &mut self,
        type_name: impl Into<String>,
        check: impl Into<String>,
        reason: impl Into<String>,
    ) {
        let (type_name, check, reason) = (type_name.into(), check.into(), reason.into());
        self.skipped.push(SkippedCheck { type_name, check, reason });
    }

    /// A parameter.
    #[track_caller]
    pub fn parameter(&mut self, name: &str, parameter: Parameter) -> Handle<Parameter> {
        self.scope.from(Origin::here()).parameter(name, parameter)
    }

    /// A condition, for resources, outputs and values that are not always there.
    #[track_caller]
    pub fn condition(&mut self, name: &str, equation: Equation) -> Condition {
        self.scope.from(Origin::here()).condition(name, equation)
    }

    /// A mapping: two levels of keys, then values.
    pub fn mapping(&mut self, name: &str, mapping: Value) {
        self.scope.mappings.insert(name.to_owned(), mapping);
    }

    /// `Metadata` of the template.
    pub fn metadata(&mut self, key: &str, value: impl Into<Value>) {
        self.scope.metadata.insert(key.to_owned(), value.into());
    }

    /// An output.
    #[track_caller]
    pub fn output(&mut self, name: &str, output: impl Into<Output>) {
        self.scope.from(Origin::here()).output(name, output);
    }

    /// What stands beside the properties of a resource: conditions, dependencies, deletion policies.
    #[track_caller]
    pub fn attributes<R>(&mut self, handle: &Handle<R>) -> &mut Attributes {
        self.scope.from(Origin::here()).attributes(handle.id())
    }

    /// A folder of application code, relative to the stack's folder, that belongs beside the template.
    pub fn code(&mut self, folder: impl Into<String>) {
        self.scope.folder(folder);
    }

    /// Exports a resource to other stacks of the account and region: its `Ref`, and these attributes. The handle
    /// that comes back is for them: what it gives is `Fn::ImportValue`.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let mut data = Stack::new("data");
    /// let table = data.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
    /// let shared = data.share(&table, &["Arn"]);
    ///
    /// let mut orders = Stack::new("orders");
    /// let get = DynamoGetItem::new(&shared, [("Id", DynamoAttributeValue::string(path("$.id")))]);
    /// orders.add("ReadOrder", StateMachine::new(get.state("Read the order")));
    /// assert!(orders.synthesize(Target::Sam).to_yaml().contains("!ImportValue data:Orders:Arn"));
    /// ```
    #[track_caller]
    pub fn share<R>(&mut self, handle: &Handle<R>, attributes: &[&str]) -> Handle<R> {
        let id = handle.id();
        let attributes: Vec<String> = attributes.iter().map(|name| (*name).to_owned()).collect();
        let whole = Output::new(handle.reference()).export(export_name(&self.name, id, None));
        self.scope.from(Origin::here());
        // What was shared before stays as it is.
        if !self.scope.outputs.contains_key(&format!("Export{id}")) {
            self.scope.output(&format!("Export{id}"), whole);
        }
        for attribute in &attributes {
            let name = export_name(&self.name, id, Some(attribute));
            let letters: String = attribute.chars().filter(char::is_ascii_alphanumeric).collect();
            let output = Output::new(handle.attribute(attribute)).export(name);
            let export = format!("Export{id}{letters}");
            if !self.scope.outputs.contains_key(&export) {
                self.scope.output(&export, output);
            }
        }
        handle.shared(Shared { stack: self.name.clone(), attributes })
    }

    /// Permits something to the role of a machine, a task or a function of this stack.
    #[track_caller]
    pub fn grant(&mut self, to: &impl Grantee, statement: Statement) {
        self.scope.from(Origin::here());
        grant::to(self, to, statement, false);
    }

    /// Permits something in a policy of its own, for which nothing waits: for a statement that names what the role's
    /// owner is made for, and that would close a circle of dependencies.
    #[track_caller]
    pub fn grant_apart(&mut self, to: &impl Grantee, statement: Statement) {
        self.scope.from(Origin::here());
        grant::to(self, to, statement, true);
    }

    /// Permits whoever works for a machine to answer its callbacks: success, failure and heartbeats, of this machine
    /// only.
    ///
    /// The permission stands in a policy of its own, since the machine refers to the worker already.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html>; that AWS
    /// evaluates these actions against the machine's ARN is not in its tables.
    #[track_caller]
    pub fn grant_task_response(&mut self, machine: &Handle<Machine>, worker: &impl Grantee) {
        self.scope.from(Origin::here());
        let actions = ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"];
        let statement = Statement::allow(actions)
            .on(machine.reference())
            .because(format!("answers the callbacks of `{}`", machine.id()));
        grant::to(self, worker, statement, true);
    }

    /// Permits whoever works for a durable function to answer its callbacks: success, failure and heartbeats, of this
    /// function only.
    ///
    /// The permission stands in a policy of its own, since the function may refer to the worker already.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let mut stack = Stack::new("orders");
    /// let image = Image::public("public.ecr.aws/docker/library/alpine:3");
    /// let packer = FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(Container::new("packer", image));
    /// let packer = stack.add("Packer", packer);
    /// let ship = DurableFunction::new(Function::from_folder("app", "ship.handler", "python3.13"), 86_400);
    /// let ship = stack.add("Ship", ship);
    /// stack.grant_durable_response(&ship, &packer);
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html>.
    #[track_caller]
    pub fn grant_durable_response(&mut self, function: &DurableLambda, worker: &impl Grantee) {
        self.scope.from(Origin::here());
        let statement = Statement::allow(DURABLE_RESPONSE)
            .on(function.executions())
            .because(format!("answers the callbacks of `{}`", function.function.id()));
        grant::to(self, worker, statement, true);
    }

    /// Permits someone to start executions of a machine.
    #[track_caller]
    pub fn grant_start(&mut self, machine: &Handle<Machine>, starter: &impl Grantee) {
        self.scope.from(Origin::here());
        let statement = Statement::allow(["states:StartExecution"])
            .on(machine.reference())
            .because(format!("starts `{}`", machine.id()));
        grant::to(self, starter, statement, true);
    }

    /// The template for a target, and everything that is wrong.
    pub fn synthesize(self, target: Target) -> Synthesis {
        synthesis::synthesize(self, target)
    }
}

/// What a stack can add: every [`Part`], and state machines.
pub trait StackPart {
    /// What is given back.
    type Handles;

    /// Adds itself under `id`.
    fn add_to(self, id: &str, stack: &mut Stack) -> Self::Handles;
}

impl<P: Part> StackPart for P {
    type Handles = P::Handles;

    fn add_to(self, id: &str, stack: &mut Stack) -> P::Handles {
        self.add(id, &mut stack.scope)
    }
}

impl StackPart for StateMachine {
    type Handles = Handle<Machine>;

    fn add_to(self, id: &str, stack: &mut Stack) -> Handle<Machine> {
        stack.scope.reserve(id);
        machines::add(self, id, stack)
    }
}
