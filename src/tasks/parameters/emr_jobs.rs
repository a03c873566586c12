//! What jobs on EKS and on EMR Serverless have in common: configurations of applications, and where logs go.

use super::emr_limits as limits;
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::{Handle, Reference, sub};
use crate::template::{Parameter, logs, s3};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// The configuration of an application under one classification, `spark-defaults`: properties, and further
/// configurations in it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let spark = EmrApplicationConfiguration::new("spark-defaults").property("spark.executor.memory", "2G");
/// let python = EmrApplicationConfiguration::new("spark-env")
///     .configuration(EmrApplicationConfiguration::new("export").property("PYSPARK_PYTHON", "/usr/bin/python3"));
/// # let _ = (spark, python);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_Configuration.html> and
/// <https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_Configuration.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrApplicationConfiguration {
    classification: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Field<IndexMap<String, Field<String>>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<EmrApplicationConfiguration>,
}

/// The most properties, and the most configurations, that a list or a configuration may have.
const MOST: usize = 100;

impl EmrApplicationConfiguration {
    /// Under this classification.
    pub fn new(classification: impl Into<Field<String>>) -> Self {
        EmrApplicationConfiguration {
            classification: classification.into(),
            properties: None,
            configurations: Vec::new(),
        }
    }

    /// Sets a property; at most 100. All values are text.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        let mut properties = match self.properties {
            Some(Field::Literal(properties)) => properties,
            _ => IndexMap::new(),
        };
        properties.insert(name.into(), value.into());
        self.properties = Some(Field::Literal(properties));
        self
    }

    /// All properties, out of an expression that gives an object of texts.
    pub fn properties_from(mut self, properties: Expression) -> Self {
        self.properties = Some(properties.into());
        self
    }

    /// Adds a configuration within this one; at most 100.
    pub fn configuration(mut self, configuration: EmrApplicationConfiguration) -> Self {
        self.configurations.push(configuration);
        self
    }

    fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        limits::length(out, &format!("{at}/Classification"), &self.classification, 1, 1_024);
        if let Some(Field::Literal(properties)) = &self.properties {
            let at = format!("{at}/Properties");
            limits::count(out, &at, properties.len(), MOST);
            for (name, value) in properties {
                let at = crate::diagnostic::pointer(&at, name);
                limits::length(out, &at, value, 0, 1_024);
                limits::length(out, &at, &Field::Literal(name.clone()), 1, 1_024);
            }
        }
        if self.properties.is_none() && self.configurations.is_empty() {
            let message = match &self.classification {
                Field::Literal(name) => format!("the configuration `{name}` says nothing"),
                _ => "the configuration says nothing".to_owned(),
            };
            out.push(
                Diagnostic::error("empty-configuration", message)
                    .pointer(at)
                    .help("say a `property(…)`, or a `configuration(…)` within it"),
            );
        }
        configuration_findings(&format!("{at}/Configurations"), &self.configurations, out);
    }
}

/// What is wrong with a list of configurations.
pub(in crate::tasks) fn configuration_findings(
    at: &str,
    configurations: &[EmrApplicationConfiguration],
    out: &mut Vec<Diagnostic>,
) {
    limits::count(out, at, configurations.len(), MOST);
    for (index, configuration) in configurations.iter().enumerate() {
        configuration.findings(&format!("{at}/{index}"), out);
    }
}

/// The words after a program's name: one by one, or an expression that gives them all.
pub(in crate::tasks) type Arguments = Option<Field<Vec<Field<String>>>>;

/// Where logs go in S3: `s3://BUCKET/PREFIX`.
///
/// Made from a bucket of the stack, from such a text, a reference or parameter whose value is one, or an expression that
/// gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let bucket = Handle::new("Logs", s3::Bucket::new());
/// let under = EmrLogUri::in_bucket(&bucket, "spark/");
/// let known = EmrLogUri::from("s3://logs-123456789012/spark/");
/// # let _ = (under, known);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct EmrLogUri(Field<String>);

impl EmrLogUri {
    /// In a bucket of the stack, under this prefix.
    pub fn in_bucket(bucket: &Handle<s3::Bucket>, prefix: &str) -> Self {
        EmrLogUri(
            sub("s3://{}/{}", [bucket.reference().into(), crate::reference::Piece::from(prefix)]).into(),
        )
    }

    /// What is wrong with it, standing here.
    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        limits::length(out, at, &self.0, 1, 10_280);
        if let Field::Literal(uri) = &self.0
            && !uri.starts_with("s3://")
        {
            out.push(
                Diagnostic::error("malformed-location", format!("`{uri}` is no place in S3"))
                    .pointer(at)
                    .help("a place is a bucket and a prefix: `s3://bucket/prefix/`"),
            );
        }
    }
}

/// The CloudWatch log group that logs go to, by its name.
///
/// Made from a log group of the stack, a name, a reference or parameter whose value is a name, or an expression that
/// gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let group = Handle::new("SparkLogs", logs::LogGroup::new());
/// let monitoring = EmrContainersMonitoringConfiguration::new().log_group(&group);
/// # let _ = monitoring;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct EmrLogGroup(Field<String>);

impl EmrLogGroup {
    /// What is wrong with it, standing here.
    pub(in crate::tasks) fn findings(&self, at: &str, out: &mut Vec<Diagnostic>) {
        limits::length(out, at, &self.0, 1, 512);
        limits::characters(out, at, &self.0, ".-_/#");
    }
}

macro_rules! places {
    ($($place:ident),*) => { $(
        impl From<&str> for $place {
            fn from(text: &str) -> Self {
                $place(text.into())
            }
        }

        impl From<Reference> for $place {
            fn from(reference: Reference) -> Self {
                $place(reference.into())
            }
        }

        impl From<&Reference> for $place {
            fn from(reference: &Reference) -> Self {
                $place(reference.into())
            }
        }

        impl From<&Handle<Parameter>> for $place {
            fn from(parameter: &Handle<Parameter>) -> Self {
                $place(parameter.into())
            }
        }

        impl From<Expression> for $place {
            fn from(expression: Expression) -> Self {
                $place(expression.into())
            }
        }
    )* };
}

places!(EmrLogUri, EmrLogGroup);

impl From<&Handle<s3::Bucket>> for EmrLogUri {
    fn from(bucket: &Handle<s3::Bucket>) -> Self {
        Self::in_bucket(bucket, "")
    }
}

impl From<&Handle<logs::LogGroup>> for EmrLogGroup {
    /// `Ref` of a log group is its name.
    fn from(group: &Handle<logs::LogGroup>) -> Self {
        EmrLogGroup(group.reference().into())
    }
}

/// The permission to tag, bounded by the keys that are said; none where nothing is tagged.
pub(in crate::tasks) fn tag_statement(
    tagging: Statement,
    tags: &IndexMap<String, Field<String>>,
) -> Option<Statement> {
    let bounded = tags
        .keys()
        .fold(tagging, |tagging, key| tagging.when("ForAllValues:StringEquals", "aws:TagKeys", key));
    (!tags.is_empty()).then_some(bounded)
}

/// What is wrong with tags, of which a request can have so many.
pub(in crate::tasks) fn tag_findings(
    tags: &IndexMap<String, Field<String>>,
    most: usize,
    out: &mut Vec<Diagnostic>,
) {
    limits::count(out, "/Parameters/Tags", tags.len(), most);
    for (key, value) in tags {
        let at = crate::diagnostic::pointer("/Parameters/Tags", key);
        limits::length(out, &at, &Field::Literal(key.clone()), 1, 128);
        limits::length(out, &at, value, 0, 256);
    }
}
