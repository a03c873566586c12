//! What is installed on a cluster, how it is configured, and what its programs are given.

use crate::asl::{Expression, Field};
use crate::task::setters;
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// The arguments of a program: one by one, or an expression that gives them all.
///
/// ```
/// use stepwright::prelude::*;
///
/// let fixed = EmrArguments::from(["spark-submit", "--verbose"]);
/// let with_reference = EmrArguments::from(vec!["spark-submit".into(), Field::from(Reference::to("Script"))]);
/// let chosen = EmrArguments::from(path("$.arguments"));
/// # let _ = (fixed, with_reference, chosen);
/// ```
#[derive(Clone, Debug)]
pub enum EmrArguments {
    /// One by one.
    Listed(Vec<Field<String>>),
    /// Known when the state runs.
    Expression(Expression),
}

impl EmrArguments {
    /// Adds one. After an expression that gives them all there is no place for it: it starts the list anew.
    pub(in crate::tasks) fn push(list: &mut Option<Self>, argument: Field<String>) {
        match list {
            Some(EmrArguments::Listed(arguments)) => arguments.push(argument),
            _ => *list = Some(EmrArguments::Listed(vec![argument])),
        }
    }
}

impl Serialize for EmrArguments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            EmrArguments::Listed(arguments) => arguments.serialize(serializer),
            EmrArguments::Expression(expression) => expression.serialize(serializer),
        }
    }
}

impl JsonSchema for EmrArguments {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "EmrArguments".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<String>::json_schema(generator)
    }
}

impl<const N: usize> From<[&str; N]> for EmrArguments {
    fn from(arguments: [&str; N]) -> Self {
        EmrArguments::Listed(arguments.into_iter().map(Into::into).collect())
    }
}

impl From<Vec<String>> for EmrArguments {
    fn from(arguments: Vec<String>) -> Self {
        EmrArguments::Listed(arguments.into_iter().map(Into::into).collect())
    }
}

impl From<Vec<Field<String>>> for EmrArguments {
    fn from(arguments: Vec<Field<String>>) -> Self {
        EmrArguments::Listed(arguments)
    }
}

impl From<Expression> for EmrArguments {
    fn from(arguments: Expression) -> Self {
        EmrArguments::Expression(arguments)
    }
}

/// A configuration of one of the applications, by the classification that EMR knows it under.
///
/// ```
/// use stepwright::prelude::*;
///
/// let environment = EmrConfiguration::new("hadoop-env")
///     .configuration(EmrConfiguration::new("export").property("HADOOP_DATANODE_HEAPSIZE", "2048"));
/// # let _ = environment;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_Configuration.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrConfiguration {
    classification: Field<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    properties: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<EmrConfiguration>,
}

impl EmrConfiguration {
    /// Of this classification: `spark-defaults`, `yarn-site`.
    pub fn new(classification: impl Into<Field<String>>) -> Self {
        EmrConfiguration {
            classification: classification.into(),
            properties: IndexMap::new(),
            configurations: Vec::new(),
        }
    }

    /// Sets a property. EMR takes text only.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.properties.insert(name.into(), value.into());
        self
    }

    /// Adds a configuration within this one.
    pub fn configuration(mut self, configuration: EmrConfiguration) -> Self {
        self.configurations.push(configuration);
        self
    }
}

/// An application to install: Spark, Hive, Flink.
///
/// ```
/// use stepwright::prelude::*;
///
/// let spark = EmrApplication::new("Spark");
/// # let _ = spark;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_Application.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrApplication {
    name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<EmrArguments>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    additional_info: IndexMap<String, Field<String>>,
}

impl EmrApplication {
    /// The application of this name; letter case does not matter.
    pub fn new(name: impl Into<Field<String>>) -> Self {
        EmrApplication { name: name.into(), version: None, args: None, additional_info: IndexMap::new() }
    }

    setters! {
        /// Its version; by default that of the release.
        version: Field<String>;
        /// Arguments that EMR passes to it.
        args: EmrArguments;
    }

    /// What EMR passes on to an application of a third party.
    pub fn additional_info(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.additional_info.insert(name.into(), value.into());
        self
    }
}

impl From<&str> for EmrApplication {
    fn from(name: &str) -> Self {
        EmrApplication::new(name)
    }
}

/// A script that runs on every node before Hadoop starts.
///
/// ```
/// use stepwright::prelude::*;
///
/// let install = EmrBootstrapActionConfig::new("Install", "s3://orders/install.sh").args(["--quiet"]);
/// # let _ = install;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_BootstrapActionConfig.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrBootstrapActionConfig {
    name: Field<String>,
    script_bootstrap_action: ScriptBootstrapActionConfig,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ScriptBootstrapActionConfig {
    path: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<EmrArguments>,
}

impl EmrBootstrapActionConfig {
    /// This script, by its place in S3 or on the node's file system.
    pub fn new(name: impl Into<Field<String>>, path: impl Into<Field<String>>) -> Self {
        let script_bootstrap_action = ScriptBootstrapActionConfig { path: path.into(), args: None };
        EmrBootstrapActionConfig { name: name.into(), script_bootstrap_action }
    }

    /// Its arguments.
    pub fn args(mut self, args: impl Into<EmrArguments>) -> Self {
        self.script_bootstrap_action.args = Some(args.into());
        self
    }

    /// Adds an argument.
    pub fn arg(mut self, argument: impl Into<Field<String>>) -> Self {
        EmrArguments::push(&mut self.script_bootstrap_action.args, argument.into());
        self
    }
}

/// Kerberos for a cluster whose security configuration asks for it.
///
/// Passwords stand in the definition as they are said here: take them from the state's input, where a state before has
/// read them from Secrets Manager.
///
/// ```
/// use stepwright::prelude::*;
///
/// let kerberos = EmrKerberosAttributes::new("EC2.INTERNAL", path("$.secret.kdc"));
/// # let _ = kerberos;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_KerberosAttributes.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrKerberosAttributes {
    realm: Field<String>,
    kdc_admin_password: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cross_realm_trust_principal_password: Option<Field<String>>,
    #[serde(rename = "ADDomainJoinUser", skip_serializing_if = "Option::is_none")]
    ad_domain_join_user: Option<Field<String>>,
    #[serde(rename = "ADDomainJoinPassword", skip_serializing_if = "Option::is_none")]
    ad_domain_join_password: Option<Field<String>>,
}

impl EmrKerberosAttributes {
    /// In this realm, `EC2.INTERNAL` say, with the password of the KDC's administrator.
    pub fn new(realm: impl Into<Field<String>>, kdc_admin_password: impl Into<Field<String>>) -> Self {
        EmrKerberosAttributes {
            realm: realm.into(),
            kdc_admin_password: kdc_admin_password.into(),
            cross_realm_trust_principal_password: None,
            ad_domain_join_user: None,
            ad_domain_join_password: None,
        }
    }

    setters! {
        /// The password of the principal by which another realm is trusted.
        cross_realm_trust_principal_password: Field<String>;
        /// The user of Active Directory that joins nodes to the domain.
        ad_domain_join_user: Field<String>;
        /// That user's password.
        ad_domain_join_password: Field<String>;
    }

    /// The passwords that are written down, by parameter.
    pub(in crate::tasks) fn plain_passwords(&self) -> impl Iterator<Item = &'static str> {
        let passwords = [
            ("KdcAdminPassword", Some(&self.kdc_admin_password)),
            ("CrossRealmTrustPrincipalPassword", self.cross_realm_trust_principal_password.as_ref()),
            ("ADDomainJoinPassword", self.ad_domain_join_password.as_ref()),
        ];
        passwords
            .into_iter()
            .filter(|(_, value)| value.is_some_and(|value| value.literal().is_some()))
            .map(|(name, _)| name)
    }
}

/// Where a cluster's logs go in CloudWatch.
///
/// The role of the cluster's instances writes them.
///
/// ```
/// use stepwright::prelude::*;
///
/// let logs = EmrCloudWatchLogConfiguration::new(true)
///     .log_group_name("/emr/nightly")
///     .log_type("STEP_LOGS", ["STDOUT", "STDERR"]);
/// # let _ = logs;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/emr/latest/APIReference/API_CloudWatchLogConfiguration.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrCloudWatchLogConfiguration {
    enabled: Field<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_stream_name_prefix: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_arn: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    log_types: IndexMap<String, Vec<String>>,
}

impl EmrCloudWatchLogConfiguration {
    /// Whether logs go to CloudWatch.
    pub fn new(enabled: impl Into<Field<bool>>) -> Self {
        EmrCloudWatchLogConfiguration {
            enabled: enabled.into(),
            log_group_name: None,
            log_stream_name_prefix: None,
            encryption_key_arn: None,
            log_types: IndexMap::new(),
        }
    }

    setters! {
        /// The log group.
        log_group_name: Field<String>;
        /// What the names of the log streams begin with.
        log_stream_name_prefix: Field<String>;
        /// The KMS key that the logs are encrypted with, by its ARN.
        encryption_key_arn: Field<String>;
    }

    /// Sends these streams, `STDOUT` and `STDERR`, of a kind of logs: `STEP_LOGS`, `SPARK_DRIVER`, `SPARK_EXECUTOR`.
    pub fn log_type<S: Into<String>>(
        mut self,
        kind: impl Into<String>,
        streams: impl IntoIterator<Item = S>,
    ) -> Self {
        self.log_types.insert(kind.into(), streams.into_iter().map(Into::into).collect());
        self
    }
}
