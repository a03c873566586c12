//! A Lambda durable function: one whose executions are checkpointed, and outlive their invocations.

use super::function::{Function, LambdaFunction};
use crate::diagnostic::Diagnostic;
use crate::reference::{Handle, Property, Reference, partition, sub};
use crate::template::lambda::function::DurableConfig;
use crate::template::scope::{Part, Scope};
use crate::template::{iam, logs};

/// The longest that a durable execution may take, in seconds: 366 days.
const LONGEST: u32 = 31_622_400;

/// The longest that whoever calls synchronously waits, in seconds.
pub(crate) const LONGEST_SYNCHRONOUS: u32 = 900;

/// The managed runtimes that run durable functions; an image may hold any.
///
/// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/durable-supported-runtimes.html>.
const RUNTIMES: [&str; 9] = [
    "python3.13",
    "python3.14",
    "nodejs22.x",
    "nodejs24.x",
    "java17",
    "java21",
    "java25",
    "dotnet8",
    "dotnet10",
];

/// A Lambda durable function: a [`Function`] whose executions are checkpointed, and go on after an interruption, a
/// wait or an answer for up to a year.
///
/// It is published, under the alias `live` unless the function names another: durable functions can be called by a
/// version, an alias or `$LATEST` only, and an execution goes on with the version that it began with. Former versions
/// are kept. What comes back cannot be called in any other way.
///
/// Its role gets the policy that AWS keeps for durable functions, `AWSLambdaBasicDurableExecutionRolePolicy`: it may
/// write logs, save checkpoints (`lambda:CheckpointDurableExecution`) and read its state
/// (`lambda:GetDurableExecutionState`), of any function of the account.
///
/// A function that exists already cannot be made durable, nor back: CloudFormation replaces it, which fails where its
/// name is fixed.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let fulfil = stack.add(
///     "Fulfil",
///     DurableFunction::new(Function::from_folder("app", "fulfil.handler", "python3.13"), 86_400).retention(30),
/// );
/// let machine = LambdaInvoke::new(&fulfil).invocation_type(InvocationType::Event).state("Fulfil the order");
/// stack.add("Orders", StateMachine::new(machine));
///
/// let template = stack.synthesize(Target::Sam).template;
/// let properties = &template["Resources"]["Fulfil"]["Properties"];
/// assert_eq!(properties["DurableConfig"]["ExecutionTimeout"], 86_400);
/// assert_eq!(properties["AutoPublishAlias"], "live");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-durableconfig.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html> and
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicDurableExecutionRolePolicy.html>.
#[derive(Clone, Debug)]
pub struct DurableFunction {
    function: Function,
    execution_timeout: u32,
    retention: Option<u32>,
}

/// What [`DurableFunction`] adds: a function that is called by its alias.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let quick = DurableFunction::new(Function::from_folder("app", "quick.handler", "python3.13"), 600);
/// let quick = stack.add("Quick", quick);
/// let call = LambdaInvoke::new(&quick).state("Call it");
/// # let _ = call;
/// ```
///
/// The function itself can be referred to, but not be called, since AWS refuses that:
///
/// ```compile_fail,E0277
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let quick = DurableFunction::new(Function::from_folder("app", "quick.handler", "python3.13"), 600);
/// let quick = stack.add("Quick", quick);
/// let call = LambdaInvoke::new(&quick.function).state("Call it");
/// # let _ = call;
/// ```
#[derive(Clone, Debug)]
pub struct DurableLambda {
    /// The function without a version.
    pub function: Handle<Durable>,
    /// The role that it runs under.
    pub role: Handle<iam::Role>,
    /// Where its log goes.
    pub logs: Handle<logs::LogGroup>,
    pub(crate) published: LambdaFunction,
    pub(crate) execution_timeout: u32,
}

/// What a durable function is to whoever refers to it: no [`lambda::Function`](crate::template::lambda::Function), which could be called as it is.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let quick = DurableFunction::new(Function::from_folder("app", "quick.handler", "python3.13"), 600);
/// let function: Handle<Durable> = stack.add("Quick", quick).function;
/// assert_eq!(function.id(), "Quick");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Durable;

impl DurableLambda {
    /// The ARN by which it is called: that of its alias.
    pub fn arn(&self) -> Reference {
        self.published.callable()
    }

    /// What a policy names its durable executions by: of every version, since those of former ones may still run.
    ///
    /// Lambda looks at the version that an execution runs, whatever alias it was called by.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let mut stack = Stack::new("orders");
    /// let quick = DurableFunction::new(Function::from_folder("app", "quick.handler", "python3.13"), 600);
    /// let quick = stack.add("Quick", quick);
    /// let statement = Statement::allow(["lambda:StopDurableExecution"]).on(quick.executions());
    /// assert_eq!(statement.to_json()["Resource"]["Fn::Sub"], "${Quick.Arn}:*/durable-execution/*");
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html>.
    pub fn executions(&self) -> Reference {
        sub("{}:*/durable-execution/*", [self.function.attribute("Arn")])
    }
}

impl DurableFunction {
    /// A function whose executions may take so many seconds in all, 1 to 31,622,400 (366 days). A single invocation
    /// still ends after the function's own timeout.
    ///
    /// Executions of more than 15 minutes can be begun asynchronously only.
    pub fn new(function: Function, execution_timeout: u32) -> Self {
        DurableFunction { function, execution_timeout, retention: None }
    }

    /// For how many days the history of an execution is kept after its end, 1 to 90; by default 14.
    pub fn retention(mut self, days: u32) -> Self {
        self.retention = Some(days);
        self
    }

    fn problems(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let mut range = |what: &str, value: u32, most: u32| {
            if !(1..=most).contains(&value) {
                let message = format!("`{what}` is {value}, it can be 1 to {most}");
                out.push(Diagnostic::error("out-of-range", message).pointer("/Properties/DurableConfig"));
            }
        };
        range("ExecutionTimeout", self.execution_timeout, LONGEST);
        range("RetentionPeriodInDays", self.retention.unwrap_or(14), 90);
        if let Some(Property::Literal(runtime)) = &self.function.resource.runtime
            && !RUNTIMES.contains(&runtime.as_str())
        {
            let message = format!("`{runtime}` is not known to run durable functions");
            let help = format!("use one of {}, or an image", RUNTIMES.join(", "));
            out.push(
                Diagnostic::warning("runtime-not-durable", message).pointer("/Properties/Runtime").help(help),
            );
        }
        out
    }
}

impl Part for DurableFunction {
    type Handles = DurableLambda;

    fn add(self, id: &str, scope: &mut Scope) -> DurableLambda {
        let problems = self.problems();
        let fits = problems.iter().all(|problem| !problem.is_error());
        for problem in problems {
            scope.report(problem.in_resource(id));
        }
        let mut config = DurableConfig::new(i64::from(self.execution_timeout));
        if let Some(days) = self.retention {
            config = config.retention_period_in_days(i64::from(days));
        }
        let policy = sub(
            "arn:{}:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy",
            [partition()],
        );
        let mut function = self.function.managed_policy(policy);
        if fits {
            // What is out of range was reported, and is not to be refused once more by the resource itself.
            function = function.with(|resource| resource.durable_config(config));
        }
        if function.alias.is_none() {
            function = function.publish("live");
        }
        let published = function.add(id, scope);
        DurableLambda {
            function: Handle::new(id, Durable),
            role: published.role.clone(),
            logs: published.logs.clone(),
            published,
            execution_timeout: self.execution_timeout,
        }
    }
}
