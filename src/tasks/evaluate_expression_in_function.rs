//! An expression of JavaScript, evaluated by a function.

use crate::asl::{Expression, Form, JavaScriptPath, Payload, Root, compose, cut_at_paths, secs};
use crate::data::Tree;
use crate::diagnostic::{Diagnostic, Origin};
use crate::flow::Retry;
use crate::iam::Statement;
use crate::target::FunctionTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, shape};
use crate::template::parts::EvaluatorFunction;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Evaluates an expression of JavaScript over paths, by a Lambda function that an
/// [`ExpressionEvaluator`](crate::template::parts::ExpressionEvaluator) makes first.
///
/// For what [`EvaluateExpression`](crate::flow::EvaluateExpression) cannot say in JSONata, which needs no function: that
/// is cheaper and quicker. Paths are those of JSONPath, `$.total`; they are found in any JavaScript outside of quotes, and
/// only their values are sent. What the expression gives has to be what JSON can hold.
///
/// # Permissions
///
/// `lambda:InvokeFunction` on the function.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// The value.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let evaluator = stack.add("Evaluator", ExpressionEvaluator::new());
/// let total = EvaluateExpressionInFunction::new(
///     &evaluator,
///     "$.lines.map(line => line.price * line.count).reduce((sum, price) => sum + price, 0)",
/// );
/// stack.add("Machine", StateMachine::new(total.state("Total").result_path("$.total")));
/// assert!(!stack.synthesize(Target::Sam).has_errors());
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvaluateExpressionInFunction {
    expression: String,
    values: Payload,
    #[serde(skip)]
    evaluator: EvaluatorFunction,
    #[serde(skip)]
    problem: Option<String>,
}

impl EvaluateExpressionInFunction {
    /// Has this function evaluate this expression.
    #[track_caller]
    pub fn new(evaluator: &EvaluatorFunction, expression: impl AsRef<str>) -> Self {
        let origin = Origin::here();
        let text = expression.as_ref();
        let (expression, values, problem) = match cut_at_paths(text) {
            Ok((expression, paths)) => {
                let values: Vec<Tree> =
                    paths.iter().map(|path| Tree::Expression(Box::new(value(path, &origin)))).collect();
                (expression, compose::list(&values), None)
            }
            Err(error) => (text.to_owned(), Tree::List(Vec::new()), Some(error.to_string())),
        };
        EvaluateExpressionInFunction {
            expression,
            values: Payload(values),
            evaluator: evaluator.clone(),
            problem,
        }
    }
}

/// A path as an expression, right in either language where it can be.
fn value(path: &JavaScriptPath, origin: &Origin) -> Expression {
    let rest = path.steps_in_jsonpath();
    let (form, text) = match &path.root {
        _ if !path.is_plain() => (Form::JsonPath, path.in_jsonpath()),
        Root::Context => (Form::Context, rest.trim_start_matches('.').to_owned()),
        Root::Variable(name) => (Form::Variable, format!("{name}{rest}")),
        Root::Input | Root::Current => (Form::Input, rest),
    };
    Expression { form, text: text.into(), origin: origin.clone(), problem: None }
}

impl Task for EvaluateExpressionInFunction {
    const NAME: &'static str = "EvaluateExpressionInFunction";
    const API: (&'static str, &'static str) = ("lambda", "invoke");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html";

    type Patterns = RequestOnly;

    /// The function itself, whose answer is the state's.
    fn resource(&self, _: IntegrationPattern) -> Payload {
        self.evaluator.function.attribute("Arn").into()
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let function = FunctionTarget::from(&self.evaluator.function);
        vec![
            Statement::allow(["lambda:InvokeFunction"])
                .on_all(function.unqualified())
                .because("has the function evaluate the expression"),
        ]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let problem = self.problem.iter().map(|problem| {
            let message = format!("`{}` is no expression of JavaScript: {problem}", self.expression);
            Diagnostic::error("malformed-expression", message).pointer("/Parameters/expression")
        });
        problem.collect()
    }

    fn retries(&self) -> Vec<Retry> {
        let errors = [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
        ];
        vec![Retry::on_any(errors).interval(secs(2)).max_attempts(6).backoff(2.0)]
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::any()
    }

    fn examples() -> Vec<Example> {
        use crate::template::parts::ExpressionEvaluator;
        use crate::template::{Part, Scope};
        let evaluator = ExpressionEvaluator::new().add("Evaluator", &mut Scope::default());
        let evaluate = |expression: &str| EvaluateExpressionInFunction::new(&evaluator, expression);
        vec![
            Example::request(
                "request_response",
                evaluate("$.lines.map(line => line.price).concat($.more, '$.x').sort()")
                    .state("Sort the prices")
                    .result_path("$.prices"),
            ),
            Example::request("no_paths", evaluate("[...Array(3).keys()]").state("Count")),
            Example::request(
                "jsonata",
                evaluate("`${$.name} in ${$$.Execution.Name}: ${{ a: $count }.a}`").state("Say it"),
            )
            .in_jsonata(),
        ]
    }
}
