//! EMR Serverless: applications.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::{Parameter, emrserverless};

/// An application of EMR Serverless.
///
/// Made from a handle, an id or an ARN, a reference or parameter whose value is an id, or an expression that gives an
/// id.
///
/// ```
/// use stepwright::prelude::*;
///
/// let named = EmrServerlessApplicationTarget::from("00yv7iv71inak893");
/// let chosen = EmrServerlessApplicationTarget::from(path("$.application.ApplicationId"));
/// # let _ = (named, chosen);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemrserverless.html>.
#[derive(Clone, Debug)]
pub struct EmrServerlessApplicationTarget {
    id: Field<String>,
    scope: Scope,
}

impl EmrServerlessApplicationTarget {
    /// What a request names it by: its id.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only applications it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every application of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("emr-serverless", "/applications/*", [""; 0]))
    }

    /// The ARNs of a job run of it; of all of them where it is decided at run time which one is meant.
    pub fn job_run(&self, id: &Field<String>) -> Vec<Property<String>> {
        let id = match id {
            Field::Literal(id) => Piece::from(id.as_str()),
            Field::Reference(id) => id.into(),
            Field::Expression(_) => "*".into(),
        };
        let run = |application: Property<String>| match (application, &id) {
            (Property::Literal(arn), Piece::Text(id)) => Property::from(format!("{arn}/jobruns/{id}")),
            (application, id) => sub("{}/jobruns/{}", [Piece::from(&application), id.clone()]).into(),
        };
        self.arns().into_iter().map(run).collect()
    }

    /// The ARNs of all its job runs.
    pub fn job_runs(&self) -> Vec<Property<String>> {
        self.job_run(&"*".into())
    }

    fn known(id: impl Into<Field<String>>, piece: impl Into<Piece>) -> Self {
        let arn = arn("emr-serverless", "/applications/{}", [piece.into()]);
        EmrServerlessApplicationTarget { id: id.into(), scope: Scope::one(arn) }
    }
}

impl From<&str> for EmrServerlessApplicationTarget {
    fn from(text: &str) -> Self {
        match text.rsplit_once('/') {
            Some((start, id)) if start.starts_with("arn:") => {
                EmrServerlessApplicationTarget { id: id.into(), scope: Scope::one(text) }
            }
            _ => Self::known(text, text),
        }
    }
}

impl From<Reference> for EmrServerlessApplicationTarget {
    /// A reference whose value is the id.
    fn from(id: Reference) -> Self {
        Self::known(&id, &id)
    }
}

impl From<&Reference> for EmrServerlessApplicationTarget {
    fn from(id: &Reference) -> Self {
        id.clone().into()
    }
}

impl From<&Handle<Parameter>> for EmrServerlessApplicationTarget {
    /// A parameter whose value is the id.
    fn from(id: &Handle<Parameter>) -> Self {
        id.reference().into()
    }
}

impl From<Expression> for EmrServerlessApplicationTarget {
    fn from(id: Expression) -> Self {
        let (id, scope) = super::decided(id);
        EmrServerlessApplicationTarget { id, scope }
    }
}

impl From<&Handle<emrserverless::Application>> for EmrServerlessApplicationTarget {
    fn from(application: &Handle<emrserverless::Application>) -> Self {
        let (id, arn) = (application.application_id(), application.arn());
        EmrServerlessApplicationTarget { id: id.into(), scope: Scope::one(arn) }
    }
}
