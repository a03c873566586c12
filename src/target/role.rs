//! IAM roles that a call hands over to a service.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::Statement;
use crate::reference::{Handle, Piece, Property, Reference, account, partition, sub};
use crate::template::{Parameter, iam};

/// An IAM role that a call hands over, for a service to act under.
///
/// Made from a handle, an ARN or the name of a role of this account, a reference or parameter whose value is an ARN, or
/// an expression that gives one. A role that has a path is named with it: `service-role/jobs`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let role = RoleTarget::from("arn:aws:iam::123456789012:role/jobs");
/// let statement = role.pass_statement("glue.amazonaws.com");
/// assert_eq!(statement.actions, ["iam:PassRole"]);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>.
#[derive(Clone, Debug)]
pub struct RoleTarget {
    arn: Field<String>,
    name: Field<String>,
    scope: Scope,
}

/// The ARN of a role of this account.
fn role_arn(name: &str) -> Reference {
    sub("arn:{}:iam::{}:role/{}", [Piece::from(partition()), account().into(), name.into()])
}

impl RoleTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a request names it by where the API wants the name alone, without path. A role that is decided at run time
    /// has to be given by what the API takes.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only roles it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every role of this account where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(role_arn("*"))
    }

    /// What handing it over needs: `iam:PassRole` on it, to this service only, by its principal:
    /// `glue.amazonaws.com`.
    pub fn pass_statement(&self, service_principal: impl Into<Property<String>>) -> Statement {
        Statement::allow(["iam:PassRole"])
            .on_all(self.arns())
            .when("StringEquals", "iam:PassedToService", service_principal)
            .because("hands over the role")
    }
}

impl From<&str> for RoleTarget {
    fn from(text: &str) -> Self {
        let name = text.rsplit('/').next().unwrap_or(text).into();
        if text.starts_with("arn:") {
            return RoleTarget { arn: text.into(), name, scope: Scope::one(text) };
        }
        let arn = role_arn(text);
        RoleTarget { arn: (&arn).into(), name, scope: Scope::one(arn) }
    }
}

impl From<Reference> for RoleTarget {
    /// A reference whose value is the role's ARN. Where a request wants the name, it is cut out of the ARN, of a role
    /// without path.
    fn from(arn: Reference) -> Self {
        let name = match &arn {
            Reference::Attribute(id, attribute) if &**attribute == "Arn" => Reference::to(id.clone()),
            other => Reference::select(1, &Reference::split("/", other)),
        };
        let (arn, scope) = super::referred(&arn);
        RoleTarget { arn, name: name.into(), scope }
    }
}

impl From<&Reference> for RoleTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for RoleTarget {
    /// A parameter whose value is the role's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for RoleTarget {
    fn from(arn: Expression) -> Self {
        let (arn, scope) = super::decided(arn);
        RoleTarget { name: arn.clone(), arn, scope }
    }
}

impl From<&Handle<iam::Role>> for RoleTarget {
    /// `Ref` of a role is its name.
    fn from(role: &Handle<iam::Role>) -> Self {
        let (arn, scope) = super::referred(&role.attribute("Arn"));
        RoleTarget { arn, name: role.reference().into(), scope }
    }
}
