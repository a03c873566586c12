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
    scope: Scope,
}

/// The ARN of a role of this account.
pub(super) fn role_arn(name: impl Into<Piece>) -> Reference {
    sub("arn:{}:iam::{}:role/{}", [Piece::from(partition()), account().into(), name.into()])
}

impl RoleTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
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
        if text.starts_with("arn:") {
            return RoleTarget { arn: text.into(), scope: Scope::one(text) };
        }
        role_arn(text).into()
    }
}

impl From<Reference> for RoleTarget {
    /// A reference whose value is the role's ARN.
    fn from(arn: Reference) -> Self {
        let (arn, scope) = super::referred(&arn);
        RoleTarget { arn, scope }
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
        RoleTarget { arn, scope }
    }
}

impl From<&Handle<iam::Role>> for RoleTarget {
    fn from(role: &Handle<iam::Role>) -> Self {
        role.attribute("Arn").into()
    }
}
