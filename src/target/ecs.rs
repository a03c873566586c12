//! ECS clusters and task definitions.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::ecs;
use crate::template::parts::FargateTask;

/// An ECS cluster.
///
/// Made from a handle, an ARN or a name, a reference whose value is an ARN, or an expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let cluster = ClusterTarget::from("jobs");
/// # let _ = cluster;
/// ```
#[derive(Clone, Debug)]
pub struct ClusterTarget {
    name: Field<String>,
    scope: Scope,
    /// The cluster's name, as the ARNs of its tasks have it.
    plain: Option<Piece>,
}

impl ClusterTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The ARNs of the cluster's tasks; of every task where the cluster is decided at run time.
    pub fn tasks(&self) -> Property<String> {
        match &self.plain {
            Some(name) => arn("ecs", "task/{}/*", [name.clone()]).into(),
            None => arn("ecs", "task/*", [""; 0]).into(),
        }
    }
}

/// The last part of an ARN, known or as CloudFormation takes it apart.
fn last_part(arn: &Reference) -> Piece {
    match arn {
        Reference::Attribute(id, attribute) if &**attribute == "Arn" => Reference::to(id.clone()).into(),
        other => Reference::select(1, &Reference::split("/", other)).into(),
    }
}

impl From<&str> for ClusterTarget {
    fn from(text: &str) -> Self {
        let (name, scope) = super::named(text, |name| arn("ecs", "cluster/{}", [name]));
        let plain = text.rsplit('/').next().map(Piece::from);
        ClusterTarget { name, scope, plain }
    }
}

impl From<Reference> for ClusterTarget {
    fn from(arn: Reference) -> Self {
        let (name, scope) = super::referred(&arn);
        ClusterTarget { name, scope, plain: Some(last_part(&arn)) }
    }
}

impl From<Expression> for ClusterTarget {
    fn from(expression: Expression) -> Self {
        let (name, scope) = super::decided(expression);
        ClusterTarget { name, scope, plain: None }
    }
}

impl From<&Handle<ecs::Cluster>> for ClusterTarget {
    /// By its ARN; `Ref` of a cluster is its name.
    fn from(cluster: &Handle<ecs::Cluster>) -> Self {
        let (name, scope) = super::referred(&cluster.attribute("Arn"));
        let plain = if cluster.is_shared() {
            last_part(&cluster.attribute("Arn"))
        } else {
            cluster.reference().into()
        };
        ClusterTarget { name, scope, plain: Some(plain) }
    }
}

/// An ECS task definition: a certain revision, or whichever of its family is the latest.
///
/// Made from a handle, an ARN, a family's name, a reference whose value is the ARN of a revision, or an expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let latest = TaskDefinitionTarget::from("resize");
/// let third = TaskDefinitionTarget::from("resize:3");
/// # let _ = (latest, third);
/// ```
#[derive(Clone, Debug)]
pub struct TaskDefinitionTarget {
    name: Field<String>,
    /// The revision that is called, or every one where it is not known which.
    revision: Scope,
    /// Every revision of the family.
    family: Scope,
    roles: Option<Vec<Property<String>>>,
    containers: Option<Vec<String>>,
}

impl TaskDefinitionTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by: every revision of the family, so that executions that began before a deployment
    /// can still run their tasks.
    pub fn family(&self) -> &Scope {
        &self.family
    }

    /// What a policy names the revision by that is called.
    pub fn revision(&self) -> &Scope {
        &self.revision
    }

    /// The roles that are passed on with it; `None` where they cannot be known.
    pub fn roles(&self) -> Option<&[Property<String>]> {
        self.roles.as_deref()
    }

    /// The names of its containers; `None` where they cannot be known.
    pub fn containers(&self) -> Option<&[String]> {
        self.containers.as_deref()
    }

    /// Says which roles are passed on with it, for one that is not of this stack: its task role and its execution
    /// role, as ARNs.
    pub fn with_roles<P: Into<Property<String>>>(mut self, roles: impl IntoIterator<Item = P>) -> Self {
        self.roles = Some(roles.into_iter().map(Into::into).collect());
        self
    }
}

impl From<&str> for TaskDefinitionTarget {
    fn from(text: &str) -> Self {
        let (path, rest) = match text.rsplit_once("task-definition/") {
            Some((path, rest)) => (Some(path), rest),
            None => (None, text),
        };
        let (family, revision) = match rest.split_once(':') {
            Some((family, revision)) => (family, Some(revision)),
            None => (rest, None),
        };
        let scope = |revision: &str| match path {
            Some(path) => Scope::one(format!("{path}task-definition/{family}:{revision}")),
            None => Scope::one(arn("ecs", "task-definition/{}:{}", [family, revision])),
        };
        TaskDefinitionTarget {
            name: text.into(),
            revision: scope(revision.unwrap_or("*")),
            family: scope("*"),
            roles: None,
            containers: None,
        }
    }
}

impl From<Reference> for TaskDefinitionTarget {
    fn from(arn: Reference) -> Self {
        let (name, revision) = super::referred(&arn);
        TaskDefinitionTarget { name, revision, family: every_revision(&arn), roles: None, containers: None }
    }
}

/// The family's ARN pattern out of a revision's ARN: what stands before the last colon.
fn every_revision(arn: &Reference) -> Scope {
    let family = Reference::select(5, &Reference::split(":", arn));
    Scope::one(crate::iam::arn("ecs", "{}:*", [family]))
}

impl From<Expression> for TaskDefinitionTarget {
    fn from(expression: Expression) -> Self {
        let (name, scope) = super::decided(expression);
        TaskDefinitionTarget { name, revision: scope.clone(), family: scope, roles: None, containers: None }
    }
}

impl From<&Handle<ecs::TaskDefinition>> for TaskDefinitionTarget {
    /// The revision that is deployed together with the workflow; `Ref` is its ARN.
    fn from(definition: &Handle<ecs::TaskDefinition>) -> Self {
        let resource = definition.resource();
        let (name, revision) = super::referred(&definition.reference());
        let family = match &resource.family {
            Some(family) => Scope::one(arn("ecs", "task-definition/{}:*", [Piece::from(family)])),
            None => every_revision(&definition.reference()),
        };
        let roles = [&resource.task_role_arn, &resource.execution_role_arn];
        let containers = resource.container_definitions.as_ref().map(|containers| {
            let names = containers
                .items()
                .iter()
                .filter_map(|item| item.literal()?.name.as_ref()?.literal().cloned());
            names.collect()
        });
        TaskDefinitionTarget {
            name,
            revision,
            family,
            roles: Some(roles.into_iter().flatten().map(role_arn).collect()),
            containers,
        }
    }
}

impl From<&FargateTask> for TaskDefinitionTarget {
    fn from(task: &FargateTask) -> Self {
        TaskDefinitionTarget::from(&task.definition)
    }
}

/// A role as a policy names it: ECS takes names as well as ARNs.
fn role_arn(role: &Property<String>) -> Property<String> {
    match role {
        Property::Literal(text) if !text.starts_with("arn:") => sub(
            "arn:{}:iam::{}:role/{}",
            [
                crate::reference::partition().into(),
                crate::reference::account().into(),
                Piece::from(text.as_str()),
            ],
        )
        .into(),
        other => other.clone(),
    }
}
