//! EMR clusters.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Piece, Property, Reference};
use crate::template::Parameter;

/// An EMR cluster.
///
/// Made from an id or an ARN, a reference or parameter whose value is an id, or an expression that gives one: most often
/// `path("$.ClusterId")`, from the state that created the cluster.
///
/// ```
/// use stepwright::prelude::*;
///
/// let standing = EmrClusterTarget::from("j-2AXXXXXXGAPLF");
/// let created = EmrClusterTarget::from(path("$.ClusterId")).tagged("team", "orders");
/// # let _ = (standing, created);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticmapreduce.html>.
#[derive(Clone, Debug)]
pub struct EmrClusterTarget {
    id: Field<String>,
    scope: Scope,
    tags: Vec<(String, Property<String>)>,
}

fn cluster_arn(id: impl Into<Piece>) -> Reference {
    arn("elasticmapreduce", "cluster/{}", [id])
}

impl EmrClusterTarget {
    fn new(id: Field<String>, scope: Scope) -> Self {
        EmrClusterTarget { id, scope, tags: Vec::new() }
    }

    /// What a request names it by: its id.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only clusters it may be, by their ids, where it is decided at run time.
    pub fn among<P: Into<Piece>>(mut self, ids: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(ids.into_iter().map(|id| cluster_arn(id).into()).collect());
        self
    }

    /// Only a cluster that carries this tag, which narrows the permissions where it is decided at run time.
    pub fn tagged(mut self, key: impl Into<String>, value: impl Into<Property<String>>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// The ARNs for a policy: of every cluster of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(cluster_arn("*"))
    }

    /// Permits these actions on it.
    pub fn allow(&self, actions: &[&'static str], why: &'static str) -> Statement {
        let statement = Statement::allow(actions.iter().copied()).on_all(self.arns()).because(why);
        self.tags.iter().fold(statement, |statement, (key, value)| {
            statement.when("StringEquals", format!("aws:ResourceTag/{key}"), value)
        })
    }

    /// What is wrong with the id it was given.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let Field::Literal(id) = &self.id else { return Vec::new() };
        if id.starts_with("j-") {
            return Vec::new();
        }
        let finding = Diagnostic::error("malformed-cluster-id", format!("`{id}` is no id of an EMR cluster"))
            .pointer("/Parameters/ClusterId");
        let help = if id.starts_with('$') {
            format!("where it is known at run time, say `path(\"{id}\")`")
        } else {
            "a cluster is named by its id: `j-2AXXXXXXGAPLF`".to_owned()
        };
        vec![finding.help(help)]
    }
}

impl From<&str> for EmrClusterTarget {
    fn from(text: &str) -> Self {
        match text.rsplit_once(":cluster/") {
            Some((_, id)) => EmrClusterTarget::new(id.into(), Scope::one(text)),
            None => EmrClusterTarget::new(text.into(), Scope::one(cluster_arn(text))),
        }
    }
}

impl From<Reference> for EmrClusterTarget {
    /// A reference whose value is the cluster's id.
    fn from(id: Reference) -> Self {
        let scope = Scope::one(cluster_arn(&id));
        EmrClusterTarget::new(id.into(), scope)
    }
}

impl From<&Reference> for EmrClusterTarget {
    fn from(id: &Reference) -> Self {
        id.clone().into()
    }
}

impl From<&Handle<Parameter>> for EmrClusterTarget {
    /// A parameter whose value is the cluster's id.
    fn from(id: &Handle<Parameter>) -> Self {
        id.reference().into()
    }
}

impl From<Expression> for EmrClusterTarget {
    fn from(id: Expression) -> Self {
        let (id, scope) = super::decided(id);
        EmrClusterTarget::new(id, scope)
    }
}
