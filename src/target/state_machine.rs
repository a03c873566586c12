//! State machines, as another one starts them.

use super::{Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field, state_machine_id};
use crate::iam::{Statement, arn, own_executions, own_machine};
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::{Parameter, serverless, stepfunctions};

/// A state machine, one of its versions or one of its aliases.
///
/// Made from a handle, an ARN or the name of a machine of this account and region, a reference or parameter whose value
/// is the ARN of a machine, or an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let live = StateMachineTarget::from("arn:aws:states:eu-west-1:123456789012:stateMachine:ship:live");
/// let same = StateMachineTarget::from("arn:aws:states:eu-west-1:123456789012:stateMachine:ship").qualified("live");
/// # let _ = (live, same);
/// ```
#[derive(Clone, Debug)]
pub struct StateMachineTarget {
    arn: Field<String>,
    scope: Scope,
    executions: Scope,
    qualifier: Option<Property<String>>,
    key: Option<Key>,
    own: bool,
}

impl StateMachineTarget {
    /// A machine by a handle whose `Ref` is its ARN and whose attribute `Name` is its name.
    pub fn of_machine<R>(handle: &Handle<R>) -> Self {
        let name = Piece::from(handle.attribute("Name"));
        Self::known(handle.reference(), handle.reference(), arn("states", "execution:{}:*", [name]), None)
    }

    /// The very machine that the state belongs to.
    pub fn itself() -> Self {
        StateMachineTarget {
            arn: state_machine_id().into(),
            scope: Scope::one(own_machine()),
            executions: Scope::one(own_executions(":*")),
            qualifier: None,
            key: None,
            own: true,
        }
    }

    fn known(
        called: impl Into<Field<String>>,
        machine: impl Into<Property<String>>,
        executions: impl Into<Property<String>>,
        qualifier: Option<Property<String>>,
    ) -> Self {
        StateMachineTarget {
            arn: called.into(),
            scope: Scope::one(machine),
            executions: Scope::one(executions),
            qualifier,
            key: None,
            own: false,
        }
    }

    /// One of its versions or aliases: `7`, `live`. Said of one already, it is replaced.
    pub fn qualified(mut self, qualifier: impl Into<Property<String>>) -> Self {
        let qualifier = qualifier.into();
        if let Scope::Known(arns) = &self.scope
            && let [machine] = arns.as_slice()
            && !self.own
        {
            self.arn = match (machine, &qualifier) {
                (Property::Literal(arn), Property::Literal(name)) => Field::Literal(format!("{arn}:{name}")),
                (machine, name) => sub("{}:{}", [Piece::from(machine), name.into()]).into(),
            };
        }
        self.qualifier = Some(qualifier);
        self
    }

    /// The only machines it may be, where it is decided at run time.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let either = StateMachineTarget::from(path("$.machine")).among(["ship", "pack"]);
    /// # let _ = either;
    /// ```
    pub fn among<M: Into<StateMachineTarget>>(mut self, machines: impl IntoIterator<Item = M>) -> Self {
        let machines: Vec<StateMachineTarget> = machines.into_iter().map(Into::into).collect();
        self.scope = Scope::all(machines.iter().map(|machine| &machine.scope));
        self.executions = Scope::all(machines.iter().map(|machine| &machine.executions));
        self
    }

    /// The key that the machine encrypts with, for a machine that is not of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// What a request names it by: an ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a policy names the machine by, without a version or alias.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The statement for these actions on the machine; where a version or alias is called, on that alone.
    ///
    /// IAM asks for the machine's own ARN, whichever version or alias is called, and knows those by a condition key.
    /// Where the machine is decided at run time, every machine of this account and region is meant.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html>.
    pub fn allow(&self, actions: &[&'static str], why: &'static str) -> Statement {
        let statement = Statement::allow(actions.iter().copied())
            .on_all(self.scope.resources(arn("states", "stateMachine:*", [""; 0])))
            .because(why);
        let statement = match &self.qualifier {
            Some(qualifier) => {
                statement.when("ForAnyValue:StringEquals", "states:StateMachineQualifier", qualifier)
            }
            None => statement,
        };
        if self.own { statement.of_own_machine() } else { statement }
    }

    /// The statement for these actions on the machine's executions.
    pub fn allow_on_executions(&self, actions: &[&'static str], why: &'static str) -> Statement {
        let statement = Statement::allow(actions.iter().copied())
            .on_all(self.executions.resources(arn("states", "execution:*:*", [""; 0])))
            .because(why);
        if self.own { statement.of_own_machine() } else { statement }
    }

    /// What reading an execution's output needs of the machine's key, where it encrypts with one.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html>.
    pub fn key_statement(&self) -> Option<Statement> {
        let statement = self.key.as_ref()?.allow(&["kms:Decrypt"], "reads the output of the execution");
        let Scope::Known(arns) = &self.scope else { return Some(statement) };
        Some(arns.iter().fold(statement, |statement, arn| {
            statement.when("StringEquals", "kms:EncryptionContext:aws:states:stateMachineArn", arn)
        }))
    }
}

/// The part of an ARN at this place, as CloudFormation takes it apart.
fn part(arn: &Reference, index: u32) -> Piece {
    Reference::select(index, &Reference::split(":", arn)).into()
}

/// The customer managed key of an `EncryptionConfiguration`.
fn encryption_key(configuration: Option<serde_json::Value>) -> Option<Key> {
    Key::named(configuration?.get("KmsKeyId")?)
}

impl From<&str> for StateMachineTarget {
    fn from(text: &str) -> Self {
        let parts: Vec<&str> = text.split(':').collect();
        if let ["arn", partition, "states", region, account, "stateMachine", name, qualifier @ ..] =
            parts.as_slice()
        {
            let machine = format!("arn:{partition}:states:{region}:{account}:stateMachine:{name}");
            let executions = format!("arn:{partition}:states:{region}:{account}:execution:{name}:*");
            let qualifier = qualifier.first().map(|qualifier| Property::from(*qualifier));
            return Self::known(text, machine, executions, qualifier);
        }
        let (name, qualifier) = match text.split_once(':') {
            Some((name, qualifier)) if !text.starts_with("arn:") => (name, Some(qualifier)),
            _ => (text, None),
        };
        let machine = arn("states", "stateMachine:{}", [name]);
        let target = Self::known(&machine, machine.clone(), arn("states", "execution:{}:*", [name]), None);
        match qualifier {
            Some(qualifier) => target.qualified(qualifier),
            None => target,
        }
    }
}

impl From<Reference> for StateMachineTarget {
    /// A reference whose value is the ARN of a machine, without a version or alias: say those with
    /// [`qualified`](StateMachineTarget::qualified).
    fn from(machine: Reference) -> Self {
        let executions = arn("states", "execution:{}:*", [part(&machine, 6)]);
        Self::known(&machine, machine.clone(), executions, None)
    }
}

impl From<&Reference> for StateMachineTarget {
    fn from(machine: &Reference) -> Self {
        machine.clone().into()
    }
}

impl From<&Handle<Parameter>> for StateMachineTarget {
    /// A parameter whose value is the ARN of a machine, without a version or alias.
    fn from(machine: &Handle<Parameter>) -> Self {
        machine.reference().into()
    }
}

impl From<Expression> for StateMachineTarget {
    fn from(machine: Expression) -> Self {
        let (arn, scope) = super::decided(machine);
        StateMachineTarget { arn, executions: scope.clone(), scope, qualifier: None, key: None, own: false }
    }
}

impl From<&Handle<stepfunctions::StateMachine>> for StateMachineTarget {
    /// `Ref` of a machine is its ARN.
    fn from(machine: &Handle<stepfunctions::StateMachine>) -> Self {
        let configuration = machine.resource().encryption_configuration.as_ref();
        let key = encryption_key(configuration.map(Property::to_json));
        StateMachineTarget { key, ..Self::of_machine(machine) }
    }
}

impl From<&Handle<serverless::StateMachine>> for StateMachineTarget {
    /// `Ref` of a machine is its ARN.
    fn from(machine: &Handle<serverless::StateMachine>) -> Self {
        Self::of_machine(machine)
    }
}

/// A version or alias: `Ref` is its ARN, which holds everything else.
fn of_qualified(called: &Reference, qualifier: Property<String>) -> StateMachineTarget {
    let machine = arn("states", "stateMachine:{}", [part(called, 6)]);
    let executions = arn("states", "execution:{}:*", [part(called, 6)]);
    StateMachineTarget::known(called, machine, executions, Some(qualifier))
}

impl From<&Handle<stepfunctions::StateMachineAlias>> for StateMachineTarget {
    fn from(alias: &Handle<stepfunctions::StateMachineAlias>) -> Self {
        let called = alias.reference();
        let name = alias.resource().name.clone();
        let name = name.unwrap_or_else(|| Reference::select(7, &Reference::split(":", &called)).into());
        of_qualified(&called, name)
    }
}

impl From<&Handle<stepfunctions::StateMachineVersion>> for StateMachineTarget {
    fn from(version: &Handle<stepfunctions::StateMachineVersion>) -> Self {
        let called = version.reference();
        let number = Reference::select(7, &Reference::split(":", &called));
        of_qualified(&called, number.into())
    }
}
