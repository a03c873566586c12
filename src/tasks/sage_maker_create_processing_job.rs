//! SageMaker: CreateProcessingJob.

use super::parameters::{
    Check, Entries, SageMakerAppSpecification, SageMakerClusterConfig, SageMakerExperimentConfig,
    SageMakerNetworkConfig, SageMakerProcessingInput, SageMakerProcessingOutput, SageMakerTags, check_tags,
    put, tag,
};
use crate::asl::{Expression, Field, Payload, Seconds};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{RoleTarget, SageMakerJobTarget, create_statements, follow_statement};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Runs a container of one's own on data with SageMaker AI: to prepare it, or to evaluate a model.
///
/// # Permissions
///
/// `sagemaker:CreateProcessingJob` on the job, with the tagging that Step Functions adds; `iam:PassRole` on the role,
/// to SageMaker only. A job that is waited for also needs `sagemaker:DescribeProcessingJob` and
/// `sagemaker:StopProcessingJob`, and the managed rule. A key for the volumes brings `kms:CreateGrant` on it. A name
/// that begins with a text narrows all of them to such names.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the container has, and fails when the processing job does.
///
/// # Output
///
/// Request and response: `{"ProcessingJobArn", …}`. A job: the processing job, as `DescribeProcessingJob` has it, with
/// what the container said last in `ExitMessage`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let input = SageMakerProcessingS3Input::new(path("$.data"), "/opt/ml/processing/orders");
/// let prepare = SageMakerCreateProcessingJob::new(
///     intrinsic::format("orders-{}", [path("$.id")]),
///     SageMakerAppSpecification::new("123456789012.dkr.ecr.eu-west-1.amazonaws.com/prepare:3"),
///     SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30),
///     "arn:aws:iam::123456789012:role/preparing",
/// )
/// .input(SageMakerProcessingInput::new("orders", input))
/// .output(SageMakerProcessingOutput::s3("clean", "s3://orders/clean/", "/opt/ml/processing/clean"))
/// .max_runtime(hours(1))
/// .run_job("Prepare the orders");
/// # let _ = prepare;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateProcessingJob {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    processing_inputs: Vec<SageMakerProcessingInput>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processing_output_config: Option<ProcessingOutputConfig>,
    processing_job_name: Field<String>,
    processing_resources: ProcessingResources,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopping_condition: Option<StoppingCondition>,
    app_specification: SageMakerAppSpecification,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Entries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_config: Option<SageMakerNetworkConfig>,
    role_arn: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experiment_config: Option<SageMakerExperimentConfig>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    job: SageMakerJobTarget,
    #[serde(skip)]
    role: RoleTarget,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ProcessingOutputConfig {
    outputs: Vec<SageMakerProcessingOutput>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ProcessingResources {
    cluster_config: SageMakerClusterConfig,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct StoppingCondition {
    max_runtime_in_seconds: Field<Seconds>,
}

impl SageMakerCreateProcessingJob {
    /// A job of this name that runs this container on these instances, under this role.
    pub fn new(
        name: impl Into<SageMakerJobTarget>,
        app: SageMakerAppSpecification,
        cluster: SageMakerClusterConfig,
        role: impl Into<RoleTarget>,
    ) -> Self {
        let (job, role) = (name.into(), role.into());
        SageMakerCreateProcessingJob {
            processing_inputs: Vec::new(),
            processing_output_config: None,
            processing_job_name: job.name().clone(),
            processing_resources: ProcessingResources { cluster_config: cluster },
            stopping_condition: None,
            app_specification: app,
            environment: None,
            network_config: None,
            role_arn: role.arn().clone(),
            tags: None,
            experiment_config: None,
            more: serde_json::Map::new(),
            job,
            role,
        }
    }

    setters! {
        /// What networks containers reach.
        network_config: SageMakerNetworkConfig;
        /// The experiment that the job belongs to.
        experiment_config: SageMakerExperimentConfig;
    }

    /// Adds an input; up to 10.
    pub fn input(mut self, input: SageMakerProcessingInput) -> Self {
        self.processing_inputs.push(input);
        self
    }

    /// Adds an output; up to 10.
    pub fn output(mut self, output: SageMakerProcessingOutput) -> Self {
        self.processing_output_config.get_or_insert_default().outputs.push(output);
        self
    }

    /// The key that outputs are encrypted with, by ARN, id or alias; by default S3's key for the account. The job's
    /// role has to be permitted its use.
    pub fn output_kms_key_id(mut self, key: impl Into<Field<String>>) -> Self {
        self.processing_output_config.get_or_insert_default().kms_key_id = Some(key.into());
        self
    }

    /// How long the job may run, up to 9 days; by default a day.
    pub fn max_runtime(mut self, time: impl Into<Field<Seconds>>) -> Self {
        self.stopping_condition = Some(StoppingCondition { max_runtime_in_seconds: time.into() });
        self
    }

    /// Sets an environment variable; up to 100.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        put(&mut self.environment, name, value);
        self
    }

    /// All environment variables at once: a map, or an expression that gives one.
    pub fn environment_map(mut self, all: impl Into<Entries>) -> Self {
        self.environment = Some(all.into());
        self
    }

    /// Adds a tag; up to 50.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        tag(&mut self.tags, key, value);
        self
    }

    /// All tags at once: an expression that gives a list of `Key` and `Value`.
    pub fn tags(mut self, all: Expression) -> Self {
        self.tags = Some(all.into());
        self
    }

    /// A parameter that has no setter here, by its name in `CreateProcessingJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateProcessingJob {
    const NAME: &'static str = "SageMakerCreateProcessingJob";
    const API: (&'static str, &'static str) = ("sagemaker", "createProcessingJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let arns = self.job.arns("processing-job");
        let mut out = create_statements(
            "sagemaker:CreateProcessingJob",
            arns.clone(),
            Vec::new(),
            "creates the processing job",
        );
        if pattern == IntegrationPattern::RunJob {
            out.push(follow_statement(
                ["sagemaker:DescribeProcessingJob", "sagemaker:StopProcessingJob"],
                arns,
            ));
            // The rule's name is on no page of AWS's; it is what policies in wide use permit.
            out.push(managed_rule("StepFunctionsGetEventsForSageMakerProcessingJobsRule"));
        }
        out.push(self.role.pass_statement("sagemaker.amazonaws.com"));
        out.extend(self.processing_resources.cluster_config.key_statement());
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("ProcessingJobName", &self.processing_job_name, 63, "processing job");
            check.each("ProcessingInputs", &self.processing_inputs, 10, SageMakerProcessingInput::check);
            check.inside(
                "ProcessingOutputConfig",
                self.processing_output_config.as_ref(),
                |config, check| {
                    check.each("Outputs", &config.outputs, 10, SageMakerProcessingOutput::check);
                },
            );
            check.within("ProcessingResources/ClusterConfig", |check| {
                self.processing_resources.cluster_config.check(check);
            });
            check.inside("StoppingCondition", self.stopping_condition.as_ref(), |stopping, check| {
                check.range("MaxRuntimeInSeconds", Some(&stopping.max_runtime_in_seconds), 1..=777_600);
            });
            check.within("AppSpecification", |check| self.app_specification.check(check));
            check.entries("Environment", self.environment.as_ref(), 100);
            check.inside("NetworkConfig", self.network_config.as_ref(), SageMakerNetworkConfig::check);
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("ProcessingJobArn", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]);
        }
        shape::object([
            ("AppSpecification", shape::any()),
            ("AutoMLJobArn", shape::text()),
            ("CreationTime", shape::any()),
            ("Environment", shape::map(shape::text())),
            ("ExitMessage", shape::text()),
            ("ExperimentConfig", shape::any()),
            ("FailureReason", shape::text()),
            ("LastModifiedTime", shape::any()),
            ("MonitoringScheduleArn", shape::text()),
            ("NetworkConfig", shape::any()),
            ("ProcessingEndTime", shape::any()),
            ("ProcessingInputs", shape::list(shape::any())),
            ("ProcessingJobArn", shape::text()),
            ("ProcessingJobName", shape::text()),
            ("ProcessingJobStatus", shape::text()),
            ("ProcessingOutputConfig", shape::any()),
            ("ProcessingResources", shape::any()),
            ("ProcessingStartTime", shape::any()),
            ("RoleArn", shape::text()),
            ("StoppingCondition", shape::any()),
            ("Tags", shape::map(shape::text())),
            ("TrainingJobArn", shape::text()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerAthenaDataset, SageMakerCompression, SageMakerDatasetDefinition,
            SageMakerProcessingInputMode, SageMakerProcessingS3Input, SageMakerRedshiftDataset,
            SageMakerS3DataDistribution, SageMakerS3DataType, SageMakerVpcConfig,
        };
        use crate::asl::{hours, intrinsic, jsonata, path};
        use crate::reference::{Handle, Reference, sub};
        use crate::template::{iam, kms};
        let role = Handle::new("PreparingRole", iam::Role::new(serde_json::json!({})));
        let key = Handle::new("Key", kms::Key::new());
        let app = || SageMakerAppSpecification::new("123456789012.dkr.ecr.eu-west-1.amazonaws.com/prepare:3");
        let cluster = || SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30);
        let athena = SageMakerAthenaDataset::new(
            "AwsDataCatalog",
            "orders",
            path("$.query"),
            "s3://orders/query/",
            "PARQUET",
        )
        .work_group("analysts")
        .kms_key_id("alias/query")
        .output_compression("SNAPPY");
        let redshift = SageMakerRedshiftDataset::new(
            "orders",
            "dev",
            "reader",
            "arn:aws:iam::123456789012:role/redshift",
            "SELECT * FROM lines",
            "s3://orders/lines/",
            "CSV",
        )
        .kms_key_id("alias/query")
        .output_compression("GZIP");
        vec![
            Example::request(
                "request_response",
                SageMakerCreateProcessingJob::new(path("$.job"), app(), cluster(), &role).state("Prepare"),
            ),
            Example::job(
                "run_job",
                SageMakerCreateProcessingJob::new(
                    intrinsic::format("orders-{}", [path("$.id")]),
                    app()
                        .container_entrypoint(["python3", "/opt/prepare.py"])
                        .container_arguments(["--fast"]),
                    cluster().volume_kms_key_id(&key),
                    &role,
                )
                .input(SageMakerProcessingInput::new(
                    "orders",
                    SageMakerProcessingS3Input::new(path("$.data"), "/opt/ml/processing/orders")
                        .s3_data_type(SageMakerS3DataType::ManifestFile)
                        .s3_input_mode(SageMakerProcessingInputMode::Pipe)
                        .s3_data_distribution_type(SageMakerS3DataDistribution::ShardedByS3Key)
                        .s3_compression_type(SageMakerCompression::Gzip),
                ))
                .input(
                    SageMakerProcessingInput::new(
                        "lines",
                        SageMakerDatasetDefinition::athena(athena)
                            .local_path("/opt/ml/processing/lines")
                            .data_distribution_type(SageMakerS3DataDistribution::FullyReplicated)
                            .input_mode(SageMakerProcessingInputMode::File),
                    )
                    .app_managed(false),
                )
                .input(SageMakerProcessingInput::new(
                    "returns",
                    SageMakerDatasetDefinition::redshift(redshift).local_path("/opt/ml/processing/returns"),
                ))
                .output(
                    SageMakerProcessingOutput::s3(
                        "clean",
                        sub("s3://{}/clean/", [Reference::to("Orders")]),
                        "/opt/ml/processing/clean",
                    )
                    .continuous(),
                )
                .output(SageMakerProcessingOutput::feature_group("features", "orders"))
                .output_kms_key_id(Reference::attribute("Key", "Arn"))
                .max_runtime(hours(1))
                .environment("STAGE", "test")
                .network_config(
                    SageMakerNetworkConfig::new()
                        .enable_inter_container_traffic_encryption(true)
                        .enable_network_isolation(false)
                        .vpc_config(SageMakerVpcConfig::new(
                            [Reference::to("SubnetA")],
                            [Reference::attribute("Group", "GroupId")],
                        )),
                )
                .experiment_config(SageMakerExperimentConfig::new().experiment_name("orders"))
                .tag("order", path("$.id"))
                .parameter("More", "as it is")
                .run_job("Prepare the orders")
                .timeout(hours(2)),
            ),
            Example::job(
                "jsonata",
                SageMakerCreateProcessingJob::new(
                    jsonata("\"orders-\" & $states.input.id"),
                    app(),
                    SageMakerClusterConfig::new(jsonata("$states.input.instance"), 1, 30),
                    &role,
                )
                .environment_map(jsonata("$states.input.environment"))
                .tags(jsonata("$states.input.tags"))
                .run_job("Prepare"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                SageMakerCreateProcessingJob::new(
                    SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
                    SageMakerAppSpecification::new(path("$.image")),
                    cluster().volume_kms_key_id(path("$.key")),
                    path("$.role"),
                )
                .run_job("Prepare what is asked for"),
            ),
        ]
    }
}
