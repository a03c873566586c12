//! Instance profiles: what EC2 instances get their role by.

use super::RoleTarget;
use super::role::role_arn;
use crate::asl::{Expression, Field};
use crate::iam::Statement;
use crate::reference::{Handle, Piece, Property, Reference};
use crate::template::{Parameter, iam};

/// An instance profile, by which EC2 instances get their role.
///
/// Made from a handle, an ARN or a name, a reference or parameter whose value is a name, or an expression. A profile
/// that is not of this stack is taken to hold the role of the same name, as profiles made in the console do;
/// [`with_role`](Self::with_role) says otherwise.
///
/// ```
/// use stepwright::prelude::*;
///
/// let profile = InstanceProfileTarget::from("EMR_EC2_DefaultRole");
/// let other = InstanceProfileTarget::from("workers").with_role("worker");
/// # let _ = (profile, other);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html>.
#[derive(Clone, Debug)]
pub struct InstanceProfileTarget {
    name: Field<String>,
    role: RoleTarget,
}

impl InstanceProfileTarget {
    /// What a request names it by: its name or its ARN.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// The role in it.
    pub fn role(&self) -> &RoleTarget {
        &self.role
    }

    /// Says which role it holds.
    pub fn with_role(mut self, role: impl Into<RoleTarget>) -> Self {
        self.role = role.into();
        self
    }

    /// What handing its role over needs, to this service only; see [`RoleTarget::pass_statement`].
    pub fn pass_statement(&self, service_principal: impl Into<Property<String>>) -> Statement {
        self.role.pass_statement(service_principal)
    }
}

impl From<&str> for InstanceProfileTarget {
    fn from(text: &str) -> Self {
        let role = match text.split_once(":instance-profile/") {
            Some((account, name)) => RoleTarget::from(format!("{account}:role/{name}").as_str()),
            None => text.into(),
        };
        InstanceProfileTarget { name: text.into(), role }
    }
}

impl From<Reference> for InstanceProfileTarget {
    /// A reference whose value is the profile's name.
    fn from(name: Reference) -> Self {
        InstanceProfileTarget { role: role_arn(&name).into(), name: name.into() }
    }
}

impl From<&Reference> for InstanceProfileTarget {
    fn from(name: &Reference) -> Self {
        name.clone().into()
    }
}

impl From<&Handle<Parameter>> for InstanceProfileTarget {
    /// A parameter whose value is the profile's name.
    fn from(name: &Handle<Parameter>) -> Self {
        name.reference().into()
    }
}

impl From<Expression> for InstanceProfileTarget {
    fn from(name: Expression) -> Self {
        InstanceProfileTarget { name: name.clone().into(), role: name.into() }
    }
}

impl From<&Handle<iam::InstanceProfile>> for InstanceProfileTarget {
    /// The profile names its role by name: one that has a path has to be said by
    /// [`with_role`](InstanceProfileTarget::with_role).
    fn from(profile: &Handle<iam::InstanceProfile>) -> Self {
        let role = profile.resource().roles.as_ref().and_then(|roles| roles.items().first());
        let role = match role {
            Some(name) => role_arn(Piece::from(name)).into(),
            None => RoleTarget::from(role_arn("*")),
        };
        InstanceProfileTarget { name: profile.attribute("Arn").into(), role }
    }
}
