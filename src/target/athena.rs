//! Workgroups and data catalogs of Athena.

use super::{S3LocationTarget, Scope, key::Key};
use crate::asl::{Expression, Field};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Property, Reference};
use crate::template::{Parameter, athena};

/// A workgroup of Athena: who pays, how much may be scanned, and where results go.
///
/// Made from a handle, the name of a workgroup of this account and region, a reference or parameter whose value is the
/// name, or an expression that gives it. By default the workgroup `primary`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let reports = WorkGroupTarget::from("reports").results_in("s3://shop-query-results/reports/");
/// # let _ = reports;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings.html>.
#[derive(Clone, Debug)]
pub struct WorkGroupTarget {
    name: Option<Field<String>>,
    scope: Scope,
    results: Results,
    enforces: Option<bool>,
}

/// Where the results of a workgroup's queries go, as far as it is known.
#[derive(Clone, Debug)]
enum Results {
    Unknown,
    /// Into storage of Athena's own, which needs no permission.
    Managed,
    In(Box<S3LocationTarget>),
    /// As before, encrypted by Athena before they get there.
    SealedIn(Box<S3LocationTarget>, Key),
}

impl WorkGroupTarget {
    fn named(name: Field<String>, scope: Scope) -> Self {
        WorkGroupTarget { name: Some(name), scope, results: Results::Unknown, enforces: None }
    }

    /// What a request names it by; nothing for `primary`.
    pub fn name(&self) -> Option<&Field<String>> {
        self.name.as_ref()
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Where the results of its queries go, for a workgroup that is not of this stack.
    pub fn results_in(mut self, place: impl Into<S3LocationTarget>) -> Self {
        self.results = Results::In(Box::new(place.into()));
        self
    }

    /// Says that Athena keeps the results of its queries, for a workgroup that is not of this stack.
    ///
    /// Checked against <https://docs.aws.amazon.com/athena/latest/ug/managed-results.html>.
    pub fn managed_results(mut self) -> Self {
        self.results = Results::Managed;
        self
    }

    /// The only workgroups it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every workgroup of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("athena", "workgroup/*", [""; 0]))
    }

    /// Where the results of its queries go, where that is known and not Athena's own storage.
    pub fn results(&self) -> Option<&S3LocationTarget> {
        match &self.results {
            Results::In(place) | Results::SealedIn(place, _) => Some(place),
            _ => None,
        }
    }

    /// Whether Athena keeps the results itself.
    pub fn has_managed_results(&self) -> bool {
        matches!(self.results, Results::Managed)
    }

    /// Whether it puts its own settings in the place of what a query says; `None` where that cannot be known.
    pub fn enforces_settings(&self) -> Option<bool> {
        self.enforces
    }

    /// What the key has to permit with which Athena itself encrypts the results.
    pub(crate) fn key_statement(&self, actions: &[&'static str], why: &'static str) -> Option<Statement> {
        match &self.results {
            Results::SealedIn(_, key) => Some(key.allow(actions, why)),
            _ => None,
        }
    }
}

impl Default for WorkGroupTarget {
    fn default() -> Self {
        let scope = Scope::one(arn("athena", "workgroup/primary", [""; 0]));
        WorkGroupTarget { name: None, scope, results: Results::Unknown, enforces: None }
    }
}

impl From<&str> for WorkGroupTarget {
    fn from(name: &str) -> Self {
        Self::named(name.into(), Scope::one(arn("athena", "workgroup/{}", [name])))
    }
}

impl From<Reference> for WorkGroupTarget {
    /// A reference whose value is the workgroup's name.
    fn from(name: Reference) -> Self {
        let scope = Scope::one(arn("athena", "workgroup/{}", [&name]));
        Self::named(name.into(), scope)
    }
}

impl From<&Reference> for WorkGroupTarget {
    fn from(name: &Reference) -> Self {
        name.clone().into()
    }
}

impl From<&Handle<Parameter>> for WorkGroupTarget {
    /// A parameter whose value is the workgroup's name.
    fn from(name: &Handle<Parameter>) -> Self {
        name.reference().into()
    }
}

impl From<Expression> for WorkGroupTarget {
    fn from(name: Expression) -> Self {
        let (name, scope) = super::decided(name);
        Self::named(name, scope)
    }
}

impl From<&Handle<athena::WorkGroup>> for WorkGroupTarget {
    /// `Ref` of a workgroup is its name.
    fn from(group: &Handle<athena::WorkGroup>) -> Self {
        let settings = group.resource().work_group_configuration.as_ref().and_then(Property::literal);
        let enforces = settings
            .and_then(|settings| settings.enforce_work_group_configuration.as_ref()?.literal().copied());
        WorkGroupTarget {
            results: settings.and_then(results_of).unwrap_or(Results::Unknown),
            enforces,
            ..group.reference().into()
        }
    }
}

fn results_of(settings: &athena::work_group::WorkGroupConfiguration) -> Option<Results> {
    let managed = settings.managed_query_results_configuration.as_ref().and_then(Property::literal);
    if managed.and_then(|managed| managed.enabled.as_ref()?.literal().copied()) == Some(true) {
        return Some(Results::Managed);
    }
    let results = settings.result_configuration.as_ref()?.literal()?;
    let place = match results.output_location.as_ref()? {
        Property::Literal(uri) => S3LocationTarget::from(uri.as_str()),
        Property::Reference(uri) => uri.into(),
    };
    let encryption = results.encryption_configuration.as_ref().and_then(Property::literal);
    let key = encryption.and_then(|encryption| Key::named(&encryption.kms_key.as_ref()?.to_json()));
    let option = encryption.and_then(|encryption| encryption.encryption_option.as_ref()?.literal());
    Some(match (key, option.map(String::as_str)) {
        (Some(key), Some("CSE_KMS")) => Results::SealedIn(Box::new(place), key),
        (key, _) => Results::In(Box::new(place.with_key(key))),
    })
}

/// A data catalog of Athena: where it looks databases and tables up.
///
/// Made from the name of a catalog that is registered in this account and region, a reference or parameter whose value
/// is the name, or an expression that gives it. By default `AwsDataCatalog`, which is the account's Glue Data Catalog.
///
/// ```
/// use stepwright::prelude::*;
///
/// let catalog = DataCatalogTarget::from("orders-in-dynamodb");
/// # let _ = catalog;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/ug/datacatalogs-example-policies.html>.
#[derive(Clone, Debug)]
pub struct DataCatalogTarget {
    name: Option<Field<String>>,
    scope: Scope,
}

/// What Athena calls the account's Glue Data Catalog.
const GLUE: &str = "AwsDataCatalog";

fn catalog_arn(name: impl Into<crate::reference::Piece>) -> Reference {
    arn("athena", "datacatalog/{}", [name])
}

impl DataCatalogTarget {
    /// What a request names it by; nothing for the default.
    pub fn name(&self) -> Option<&Field<String>> {
        self.name.as_ref()
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether it is known to be the account's Glue Data Catalog.
    pub fn is_glue(&self) -> bool {
        match &self.name {
            None => true,
            Some(name) => name.literal().is_some_and(|name| name.eq_ignore_ascii_case(GLUE)),
        }
    }

    /// The only catalogs it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every data catalog of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(catalog_arn("*"))
    }
}

impl Default for DataCatalogTarget {
    fn default() -> Self {
        DataCatalogTarget { name: None, scope: Scope::one(catalog_arn(GLUE)) }
    }
}

impl From<&str> for DataCatalogTarget {
    fn from(name: &str) -> Self {
        DataCatalogTarget { name: Some(name.into()), scope: Scope::one(catalog_arn(name)) }
    }
}

impl From<Reference> for DataCatalogTarget {
    /// A reference whose value is the catalog's name.
    fn from(name: Reference) -> Self {
        DataCatalogTarget { scope: Scope::one(catalog_arn(&name)), name: Some(name.into()) }
    }
}

impl From<&Reference> for DataCatalogTarget {
    fn from(name: &Reference) -> Self {
        name.clone().into()
    }
}

impl From<&Handle<Parameter>> for DataCatalogTarget {
    /// A parameter whose value is the catalog's name.
    fn from(name: &Handle<Parameter>) -> Self {
        name.reference().into()
    }
}

impl From<Expression> for DataCatalogTarget {
    fn from(name: Expression) -> Self {
        let (name, scope) = super::decided(name);
        DataCatalogTarget { name: Some(name), scope }
    }
}
