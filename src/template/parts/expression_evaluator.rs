//! A function that evaluates expressions of JavaScript.

use super::inline_function::InlineFunction;
use crate::reference::{Handle, Property};
use crate::template::scope::{Part, Scope};
use crate::template::{iam, lambda, logs};

/// A Lambda function that evaluates expressions of JavaScript, for what
/// [`EvaluateExpression`](crate::flow::EvaluateExpression) cannot say in JSONata.
///
/// It may write its log, and nothing else. One will do for all states of a stack.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let evaluator = stack.add("Evaluator", ExpressionEvaluator::new());
/// let sorted = EvaluateExpressionInFunction::new(&evaluator, "$.names.sort().reverse()");
/// stack.add("Machine", StateMachine::new(sorted.state("Sort the names").result_path("$.names")));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html>.
#[derive(Clone, Debug)]
pub struct ExpressionEvaluator {
    runtime: Property<String>,
    timeout: u32,
    retention: u32,
}

/// What [`ExpressionEvaluator`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let evaluator = stack.add("Evaluator", ExpressionEvaluator::new());
/// assert_eq!(evaluator.function.id(), "EvaluatorFunction");
/// ```
#[derive(Clone, Debug)]
pub struct EvaluatorFunction {
    /// The function.
    pub function: Handle<lambda::Function>,
    /// The role that it runs under.
    pub role: Handle<iam::Role>,
    /// Where its log goes.
    pub logs: Handle<logs::LogGroup>,
}

impl ExpressionEvaluator {
    /// On Node.js 22.
    pub fn new() -> Self {
        ExpressionEvaluator { runtime: "nodejs22.x".into(), timeout: 10, retention: 30 }
    }

    /// The version of Node.js: `nodejs24.x`.
    pub fn runtime(mut self, runtime: impl Into<Property<String>>) -> Self {
        self.runtime = runtime.into();
        self
    }

    /// How long an expression may take, 1 to 900 seconds; by default 10.
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = seconds;
        self
    }

    /// For how many days its log is kept; by default 30.
    pub fn log_retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }
}

impl Default for ExpressionEvaluator {
    fn default() -> Self {
        Self::new()
    }
}

impl Part for ExpressionEvaluator {
    type Handles = EvaluatorFunction;

    fn add(self, id: &str, scope: &mut Scope) -> EvaluatorFunction {
        let function = InlineFunction {
            description: "Evaluates expressions for a state machine",
            runtime: self.runtime,
            code: include_str!("expression_evaluator.js"),
            timeout: self.timeout,
            memory: 128,
            retention: self.retention,
        };
        let (function, role, logs) = function.add(id, scope);
        EvaluatorFunction { function, role, logs }
    }
}
