//! EKS clusters.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::{Parameter, eks};

/// An EKS cluster.
///
/// Made from a handle, an ARN or a name, a reference or parameter whose value is the name, or an expression that gives
/// the name. A handle also knows where the cluster's Kubernetes API is reached.
///
/// ```
/// use stepwright::prelude::*;
///
/// let cluster = EksClusterTarget::from("jobs");
/// # let _ = cluster;
/// ```
#[derive(Clone, Debug)]
pub struct EksClusterTarget {
    name: Field<String>,
    /// The clusters it can be; `None` where that is decided at run time.
    clusters: Option<Vec<Cluster>>,
    endpoint: Option<Field<String>>,
    certificate_authority: Option<Field<String>>,
}

#[derive(Clone, Debug)]
struct Cluster {
    /// What stands before the resource in its ARN, where it is not of this account and region.
    front: Option<String>,
    name: Piece,
}

impl Cluster {
    fn named(name: impl Into<Piece>) -> Self {
        Cluster { front: None, name: name.into() }
    }

    /// By an ARN, or by a name.
    fn written(text: &str) -> Self {
        match text.split_once(":cluster/") {
            Some((front, name)) => Cluster { front: Some(front.to_owned()), name: name.into() },
            None => Cluster::named(text),
        }
    }

    /// The ARN of a resource; `{}` in it stands for the cluster's name, then for `values`.
    fn arn(&self, resource: &str, values: &[Piece]) -> Property<String> {
        let values = std::iter::once(&self.name).chain(values).cloned();
        match &self.front {
            None => arn("eks", resource, values).into(),
            Some(front) => {
                sub("{}:{}", [Piece::from(front.as_str()), Piece::Reference(sub(resource, values))]).into()
            }
        }
    }
}

impl EksClusterTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by.
    pub fn scope(&self) -> Scope {
        match &self.clusters {
            Some(clusters) => {
                Scope::Known(clusters.iter().map(|cluster| cluster.arn("cluster/{}", &[])).collect())
            }
            None => Scope::Dynamic,
        }
    }

    /// Where its Kubernetes API is, where that is known.
    pub fn endpoint(&self) -> Option<&Field<String>> {
        self.endpoint.as_ref()
    }

    /// The certificate of its Kubernetes API, in Base64, where that is known.
    pub fn certificate_authority(&self) -> Option<&Field<String>> {
        self.certificate_authority.as_ref()
    }

    /// The only clusters it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        let cluster = |arn: P| match arn.into() {
            Property::Literal(arn) => Cluster::written(&arn),
            Property::Reference(arn) => Cluster::named(Reference::select(1, &Reference::split("/", &arn))),
        };
        self.clusters = Some(arns.into_iter().map(cluster).collect());
        self
    }

    /// The ARNs for a policy: of every cluster of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope().resources(arn("eks", "cluster/*", [""; 0]))
    }

    /// The ARNs of the cluster's node groups of this name, which may be `*`.
    pub fn node_groups(&self, name: impl Into<Piece>) -> Vec<Property<String>> {
        self.below("nodegroup", name.into())
    }

    /// The ARNs of the cluster's Fargate profiles of this name, which may be `*`.
    pub fn fargate_profiles(&self, name: impl Into<Piece>) -> Vec<Property<String>> {
        self.below("fargateprofile", name.into())
    }

    /// The ARNs of what the cluster has: they end in an id that EKS chooses.
    fn below(&self, kind: &str, name: Piece) -> Vec<Property<String>> {
        let every = [Cluster::named("*")];
        let clusters = self.clusters.as_deref().unwrap_or(&every);
        clusters
            .iter()
            .map(|cluster| cluster.arn(&format!("{kind}/{{}}/{{}}/*"), std::slice::from_ref(&name)))
            .collect()
    }
}

impl From<&str> for EksClusterTarget {
    fn from(text: &str) -> Self {
        let name = text.rsplit_once(":cluster/").map_or(text, |(_, name)| name).into();
        let clusters = Some(vec![Cluster::written(text)]);
        EksClusterTarget { name, clusters, endpoint: None, certificate_authority: None }
    }
}

impl From<Reference> for EksClusterTarget {
    /// A reference whose value is the cluster's name.
    fn from(name: Reference) -> Self {
        let clusters = Some(vec![Cluster::named(&name)]);
        EksClusterTarget { name: name.into(), clusters, endpoint: None, certificate_authority: None }
    }
}

impl From<&Reference> for EksClusterTarget {
    fn from(name: &Reference) -> Self {
        name.clone().into()
    }
}

impl From<&Handle<Parameter>> for EksClusterTarget {
    /// A parameter whose value is the cluster's name.
    fn from(name: &Handle<Parameter>) -> Self {
        name.reference().into()
    }
}

impl From<Expression> for EksClusterTarget {
    fn from(name: Expression) -> Self {
        EksClusterTarget { name: name.into(), clusters: None, endpoint: None, certificate_authority: None }
    }
}

impl From<&Handle<eks::Cluster>> for EksClusterTarget {
    /// `Ref` of a cluster is its name.
    fn from(cluster: &Handle<eks::Cluster>) -> Self {
        EksClusterTarget {
            endpoint: Some(cluster.attribute("Endpoint").into()),
            certificate_authority: Some(cluster.attribute("CertificateAuthorityData").into()),
            ..cluster.reference().into()
        }
    }
}
