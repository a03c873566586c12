//! Lambda functions.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Property, Reference};
use crate::template::parts::{DurableLambda, LambdaFunction};
use crate::template::{lambda, serverless};

/// A Lambda function, one of its versions or one of its aliases.
///
/// Made from a handle, an ARN or a name, a reference whose value is an ARN, or an expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let function = FunctionTarget::from("charge");
/// # let _ = function;
/// ```
#[derive(Clone, Debug)]
pub struct FunctionTarget {
    name: Field<String>,
    arn: Field<String>,
    scope: Scope,
    unqualified: Vec<Property<String>>,
    execution_timeout: Option<u32>,
}

impl FunctionTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// Its ARN, for a state that calls it directly.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a policy names it by: exactly what is called.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The ARN of the function without a version or alias.
    pub fn unqualified(&self) -> Vec<Property<String>> {
        self.unqualified.clone()
    }

    /// How many seconds an execution of it may take, where it is a durable function and that is known.
    pub fn execution_timeout(&self) -> Option<u32> {
        self.execution_timeout
    }

    /// The only functions it may be, where it is decided at run time.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let either = FunctionTarget::from(path("$.function")).among(["charge", "refund:live"]);
    /// # let _ = either;
    /// ```
    pub fn among<F: Into<FunctionTarget>>(mut self, functions: impl IntoIterator<Item = F>) -> Self {
        let functions: Vec<FunctionTarget> = functions.into_iter().map(Into::into).collect();
        self.scope = Scope::all(functions.iter().map(|function| &function.scope));
        self.execution_timeout = functions.iter().filter_map(|function| function.execution_timeout).max();
        self.unqualified = functions.into_iter().flat_map(|function| function.unqualified).collect();
        self
    }

    fn of(reference: Reference, unqualified: Option<Property<String>>) -> Self {
        FunctionTarget {
            name: Field::Reference(reference.clone()),
            arn: Field::Reference(reference.clone()),
            scope: Scope::one(reference),
            unqualified: unqualified.into_iter().collect(),
            execution_timeout: None,
        }
    }
}

fn function_arn(name: &str) -> Reference {
    arn("lambda", "function:{}", [name])
}

/// The function's own ARN from what a version or an alias says of it: a name, an ARN or a reference.
fn owner(function: Option<&Property<String>>) -> Option<Property<String>> {
    Some(match function? {
        Property::Literal(text) if text.starts_with("arn:") => text.as_str().into(),
        Property::Literal(name) => function_arn(name).into(),
        // `Ref` of a function is its name; of anything else that may stand here, an ARN is an attribute.
        Property::Reference(name @ Reference::Ref(_)) => arn("lambda", "function:{}", [name]).into(),
        Property::Reference(other) => other.into(),
    })
}

impl From<&str> for FunctionTarget {
    /// An ARN, or the name of a function of this account and region; either may end in `:version` or `:alias`.
    fn from(text: &str) -> Self {
        // The eighth part of an ARN, the second of a name, is the qualifier.
        let is_arn = text.starts_with("arn:");
        let qualifier = text.match_indices(':').nth(if is_arn { 6 } else { 0 }).map(|(at, _)| at);
        let bare = qualifier.and_then(|at| text.get(..at));
        let name = Field::from(text);
        if is_arn {
            let unqualified = vec![Property::from(bare.unwrap_or(text))];
            let scope = Scope::one(text);
            return FunctionTarget { arn: name.clone(), name, scope, unqualified, execution_timeout: None };
        }
        let reference = function_arn(text);
        let unqualified = vec![bare.map_or_else(|| reference.clone(), function_arn).into()];
        let (arn, scope) = super::referred(&reference);
        FunctionTarget { name, arn, scope, unqualified, execution_timeout: None }
    }
}

impl From<Reference> for FunctionTarget {
    fn from(arn: Reference) -> Self {
        let unqualified = Property::from(&arn);
        FunctionTarget::of(arn, Some(unqualified))
    }
}

impl From<&Reference> for FunctionTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<Expression> for FunctionTarget {
    fn from(expression: Expression) -> Self {
        let (name, scope) = super::decided(expression);
        FunctionTarget { arn: name.clone(), name, scope, unqualified: Vec::new(), execution_timeout: None }
    }
}

impl From<&Handle<lambda::Function>> for FunctionTarget {
    fn from(function: &Handle<lambda::Function>) -> Self {
        let arn = function.attribute("Arn");
        FunctionTarget::of(arn.clone(), Some(arn.into()))
    }
}

impl From<&Handle<serverless::Function>> for FunctionTarget {
    fn from(function: &Handle<serverless::Function>) -> Self {
        let arn = function.attribute("Arn");
        FunctionTarget::of(arn.clone(), Some(arn.into()))
    }
}

impl From<&LambdaFunction> for FunctionTarget {
    /// Its alias, where it is published.
    fn from(function: &LambdaFunction) -> Self {
        FunctionTarget::of(function.callable(), Some(function.function.attribute("Arn").into()))
    }
}

impl From<&DurableLambda> for FunctionTarget {
    /// Its alias: a durable function cannot be called without one.
    fn from(function: &DurableLambda) -> Self {
        let execution_timeout = Some(function.execution_timeout);
        FunctionTarget { execution_timeout, ..FunctionTarget::from(&function.published) }
    }
}

impl From<&Handle<lambda::Version>> for FunctionTarget {
    /// `Ref` of a version is its ARN.
    fn from(version: &Handle<lambda::Version>) -> Self {
        FunctionTarget::of(version.reference(), owner(version.resource().function_name.as_ref()))
    }
}

impl From<&Handle<lambda::Alias>> for FunctionTarget {
    /// `Ref` of an alias is its ARN.
    fn from(alias: &Handle<lambda::Alias>) -> Self {
        FunctionTarget::of(alias.reference(), owner(alias.resource().function_name.as_ref()))
    }
}
