//! EMR: AddJobFlowSteps, of one step.

use super::parameters::emr::{status_shape, too_long};
use super::parameters::{EmrActionOnFailure, EmrArguments};
use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{EmrClusterTarget, RoleTarget, Scope};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Gives an EMR cluster a step: a program to run.
///
/// Spark, Hive and the like are started by `command-runner.jar`, with the command as arguments.
///
/// # Permissions
///
/// `elasticmapreduce:AddJobFlowSteps` on the cluster, for steps under the runtime role only where one is said. A job also
/// needs `elasticmapreduce:DescribeStep` and `elasticmapreduce:CancelSteps` on the cluster, and the managed rule.
///
/// A runtime role needs no `iam:PassRole`: the cluster's instances assume it, and their role has to be permitted
/// that, see `EmrRoles::runtime_role`. It is their role, too, that writes logs and uses the key they are encrypted
/// with.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the step has, and fails when the step does.
///
/// # Output
///
/// Request and response: `{"StepId"}`. A job: the step, as `DescribeStep` has it.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let count = EmrAddStep::new(path("$.ClusterId"), "Count", "command-runner.jar")
///     .args(["spark-submit", "--deploy-mode", "cluster", "s3://orders/count.py"])
///     .run_job("Count orders");
/// # let _ = count;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct EmrAddStep {
    cluster_id: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_role_arn: Option<Field<String>>,
    step: StepConfig,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    cluster: EmrClusterTarget,
    #[serde(skip)]
    role: Option<RoleTarget>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct StepConfig {
    name: Field<String>,
    action_on_failure: Field<EmrActionOnFailure>,
    hadoop_jar_step: HadoopJarStep,
    #[serde(skip_serializing_if = "Option::is_none")]
    step_monitoring_configuration: Option<StepMonitoringConfiguration>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct HadoopJarStep {
    jar: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_class: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<EmrArguments>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<KeyValue>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct KeyValue {
    key: Field<String>,
    value: Field<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct StepMonitoringConfiguration {
    s3_monitoring_configuration: S3MonitoringConfiguration,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3MonitoringConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    log_uri: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_arn: Option<Field<String>>,
}

impl EmrAddStep {
    /// Runs this JAR on this cluster, under this name: `command-runner.jar`, or a place in S3.
    ///
    /// When the step fails, the cluster goes on with the next.
    pub fn new(
        cluster: impl Into<EmrClusterTarget>,
        name: impl Into<Field<String>>,
        jar: impl Into<Field<String>>,
    ) -> Self {
        let cluster = cluster.into();
        EmrAddStep {
            cluster_id: cluster.id().clone(),
            execution_role_arn: None,
            step: StepConfig {
                name: name.into(),
                // AWS documents no default, and a cluster that one step ends is seldom meant.
                action_on_failure: EmrActionOnFailure::Continue.into(),
                hadoop_jar_step: HadoopJarStep {
                    jar: jar.into(),
                    main_class: None,
                    args: None,
                    properties: Vec::new(),
                },
                step_monitoring_configuration: None,
            },
            more: serde_json::Map::new(),
            cluster,
            role: None,
        }
    }

    /// The runtime role, under which the step's program acts instead of under that of the instances. The cluster's
    /// security configuration has to enable such roles; from release 6.7 on.
    ///
    /// Checked against <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-steps-runtime-roles.html>.
    pub fn execution_role(mut self, role: impl Into<RoleTarget>) -> Self {
        let role = role.into();
        self.execution_role_arn = Some(role.arn().clone());
        self.role = Some(role);
        self
    }

    /// What becomes of the cluster when the step fails; by default it goes on with the next.
    pub fn action_on_failure(mut self, action: impl Into<Field<EmrActionOnFailure>>) -> Self {
        self.step.action_on_failure = action.into();
        self
    }

    /// The main class; by default the one that the JAR's manifest names.
    pub fn main_class(mut self, class: impl Into<Field<String>>) -> Self {
        self.step.hadoop_jar_step.main_class = Some(class.into());
        self
    }

    /// The arguments.
    pub fn args(mut self, args: impl Into<EmrArguments>) -> Self {
        self.step.hadoop_jar_step.args = Some(args.into());
        self
    }

    /// Adds an argument.
    pub fn arg(mut self, argument: impl Into<Field<String>>) -> Self {
        EmrArguments::push(&mut self.step.hadoop_jar_step.args, argument.into());
        self
    }

    /// Sets a Java property.
    pub fn property(mut self, key: impl Into<Field<String>>, value: impl Into<Field<String>>) -> Self {
        self.step.hadoop_jar_step.properties.push(KeyValue { key: key.into(), value: value.into() });
        self
    }

    /// Where in S3 the step's logs go; by default where the cluster's do.
    pub fn log_uri(mut self, uri: impl Into<Field<String>>) -> Self {
        let monitoring = self.step.step_monitoring_configuration.get_or_insert_default();
        monitoring.s3_monitoring_configuration.log_uri = Some(uri.into());
        self
    }

    /// The KMS key that the step's logs are encrypted with, by its ARN; by default the cluster's.
    pub fn log_encryption_key_arn(mut self, arn: impl Into<Field<String>>) -> Self {
        let monitoring = self.step.step_monitoring_configuration.get_or_insert_default();
        monitoring.s3_monitoring_configuration.encryption_key_arn = Some(arn.into());
        self
    }

    /// A parameter that has no setter here, by its name beside `Step`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for EmrAddStep {
    const NAME: &'static str = "EmrAddStep";
    const API: (&'static str, &'static str) = ("elasticmapreduce", "addStep");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";

    type Patterns = RequestOrJob;

    // Step Functions' page on EMR names no managed rule; AWS's own role for its EMR sample has them, and so has the CDK's.
    // Without one a machine may not be created at all.
    // https://docs.aws.amazon.com/step-functions/latest/dg/sample-emr-job.html
    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut add = self.cluster.allow(&["elasticmapreduce:AddJobFlowSteps"], "adds the step");
        if let Some(Scope::Known(roles)) = self.role.as_ref().map(RoleTarget::scope) {
            add = roles
                .iter()
                .fold(add, |add, role| add.when("ArnEquals", "elasticmapreduce:ExecutionRoleArn", role));
        }
        let mut out = vec![add];
        if pattern == IntegrationPattern::RunJob {
            out.push(self.cluster.allow(
                &["elasticmapreduce:DescribeStep", "elasticmapreduce:CancelSteps"],
                "follows the step, and cancels it when the execution is stopped",
            ));
            out.push(managed_rule("StepFunctionsGetEventForEMRAddJobFlowStepsRule"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = self.cluster.findings();
        out.extend(too_long("Name", Some(&self.step.name), 256, "/Parameters/Step/Name".to_owned()));
        out
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
                ("StepId", shape::text()),
            ]);
        }
        let config = shape::object([
            ("Args", shape::list(shape::text())),
            ("Jar", shape::text()),
            ("MainClass", shape::text()),
            ("Properties", shape::map(shape::text())),
        ]);
        let step = shape::object([
            ("ActionOnFailure", shape::text()),
            ("AdditionalInfo", shape::any()),
            ("Config", config),
            ("EncryptionKeyArn", shape::text()),
            ("ExecutionRoleArn", shape::text()),
            ("Id", shape::text()),
            ("LogUri", shape::text()),
            ("Name", shape::text()),
            ("Status", status_shape()),
        ]);
        shape::object([("Step", step), ("StepId", shape::text())])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path};
        use crate::reference::{Handle, Reference, sub};
        use crate::template::iam;
        let role = Handle::new("CountRole", iam::Role::new(serde_json::json!({})));
        vec![
            Example::request(
                "request_response",
                EmrAddStep::new("j-2AXXXXXXGAPLF", path("$.name"), "s3://orders/count.jar")
                    .main_class("com.example.Count")
                    .args(path("$.arguments"))
                    .property("day", path("$.day"))
                    .action_on_failure(EmrActionOnFailure::TerminateCluster)
                    .log_uri("s3://logs/count/")
                    .log_encryption_key_arn(Reference::attribute("Key", "Arn"))
                    .state("Count orders"),
            ),
            Example::job(
                "run_job",
                EmrAddStep::new(Reference::to("ClusterId"), "Count", "command-runner.jar")
                    .args(["spark-submit", "--deploy-mode", "cluster"])
                    .arg(sub("s3://{}/count.py", [Reference::to("Scripts")]))
                    .execution_role(&role)
                    .run_job("Count orders")
                    .timeout(minutes(90)),
            ),
            Example::job(
                "jsonata",
                EmrAddStep::new(jsonata("$states.input.ClusterId"), "Count", "command-runner.jar")
                    .arg("spark-submit")
                    .arg(jsonata("$states.input.script"))
                    .run_job("Count orders"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                EmrAddStep::new(
                    EmrClusterTarget::from(path("$.ClusterId")).tagged("team", "orders"),
                    "Count",
                    "command-runner.jar",
                )
                .args(["spark-submit", "s3://orders/count.py"])
                .execution_role(path("$.role"))
                .run_job("Count orders"),
            ),
        ]
    }
}
