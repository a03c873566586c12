//! SageMaker: CreateTransformJob.

use super::parameters::{
    ANY, Check, Entries, SageMakerBatchDataCaptureConfig, SageMakerBatchStrategy, SageMakerDataProcessing,
    SageMakerExperimentConfig, SageMakerTags, SageMakerTransformInput, SageMakerTransformOutput,
    SageMakerTransformResources, check_tags, put, tag,
};
use crate::asl::{Expression, Field, Payload, Seconds};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{SageMakerJobTarget, SageMakerModelTarget, create_statements, follow_statement};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Lets a model of SageMaker AI's judge the records of a data set.
///
/// # Permissions
///
/// `sagemaker:CreateTransformJob` on the job, with the tagging that Step Functions adds. A job that is waited for also
/// needs `sagemaker:DescribeTransformJob` and `sagemaker:StopTransformJob`, and the managed rule. A key for the volumes
/// brings `kms:CreateGrant` on it. A name that begins with a text narrows all of them to such names. The job runs under
/// the model's role, which was handed over with the model.
///
/// # Patterns
///
/// Request and response, and job. A job ends when all records are judged, and fails when the transform job does.
///
/// # Output
///
/// Request and response: `{"TransformJobArn", …}`. A job: the transform job, as `DescribeTransformJob` has it.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let judge = SageMakerCreateTransformJob::new(
///     intrinsic::format("orders-{}", [path("$.id")]),
///     "orders",
///     SageMakerTransformInput::new(path("$.data")).content_type("text/csv").split_type(SageMakerSplit::Line),
///     SageMakerTransformOutput::new("s3://orders/results/").assemble_with(SageMakerAssembly::Line),
///     SageMakerTransformResources::new("ml.m5.large", 1),
/// )
/// .run_job("Judge the orders");
/// # let _ = judge;
/// ```
// The policy that Step Functions' page shows hands over a role. The request has none, and the Service Authorization
// Reference names no `iam:PassRole` for the action: it belongs to creating the model.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateTransformJob {
    transform_job_name: Field<String>,
    model_name: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_concurrent_transforms: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_client_config: Option<ModelClientConfig>,
    #[serde(rename = "MaxPayloadInMB", skip_serializing_if = "Option::is_none")]
    max_payload_in_mb: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_strategy: Option<Field<SageMakerBatchStrategy>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Entries>,
    transform_input: SageMakerTransformInput,
    transform_output: SageMakerTransformOutput,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_capture_config: Option<SageMakerBatchDataCaptureConfig>,
    transform_resources: SageMakerTransformResources,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_processing: Option<SageMakerDataProcessing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experiment_config: Option<SageMakerExperimentConfig>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    job: SageMakerJobTarget,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ModelClientConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    invocations_timeout_in_seconds: Option<Field<Seconds>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocations_max_retries: Option<Field<u32>>,
}

impl SageMakerCreateTransformJob {
    /// A job of this name, by which this model judges what is there and puts results there, on these instances.
    pub fn new(
        name: impl Into<SageMakerJobTarget>,
        model: impl Into<SageMakerModelTarget>,
        input: SageMakerTransformInput,
        output: SageMakerTransformOutput,
        resources: SageMakerTransformResources,
    ) -> Self {
        let job = name.into();
        SageMakerCreateTransformJob {
            transform_job_name: job.name().clone(),
            model_name: model.into().name().clone(),
            max_concurrent_transforms: None,
            model_client_config: None,
            max_payload_in_mb: None,
            batch_strategy: None,
            environment: None,
            transform_input: input,
            transform_output: output,
            data_capture_config: None,
            transform_resources: resources,
            data_processing: None,
            tags: None,
            experiment_config: None,
            more: serde_json::Map::new(),
            job,
        }
    }

    setters! {
        /// How many requests an instance gets at once; by default, and with 0, what the model's container says, else 1.
        max_concurrent_transforms: Field<u32>;
        /// The largest payload of a request, in MB; by default 6. With 0 the model is streamed to.
        max_payload_in_mb: Field<u32>;
        /// How many records a request has. Several need an input that is split.
        batch_strategy: Field<SageMakerBatchStrategy>;
        /// Where a copy of what the model is asked and answers is kept.
        data_capture_config: SageMakerBatchDataCaptureConfig;
        /// What of records the model gets, and what is kept.
        data_processing: SageMakerDataProcessing;
        /// The experiment that the job belongs to.
        experiment_config: SageMakerExperimentConfig;
    }

    /// How long a request may take, up to an hour; by default 10 minutes.
    pub fn invocations_timeout(mut self, timeout: impl Into<Field<Seconds>>) -> Self {
        self.model_client_config.get_or_insert_default().invocations_timeout_in_seconds =
            Some(timeout.into());
        self
    }

    /// How often a failed request is tried again, 0 to 3; by default 3 times.
    pub fn invocations_max_retries(mut self, count: impl Into<Field<u32>>) -> Self {
        self.model_client_config.get_or_insert_default().invocations_max_retries = Some(count.into());
        self
    }

    /// Sets an environment variable; up to 16.
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

    /// A parameter that has no setter here, by its name in `CreateTransformJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateTransformJob {
    const NAME: &'static str = "SageMakerCreateTransformJob";
    const API: (&'static str, &'static str) = ("sagemaker", "createTransformJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let arns = self.job.arns("transform-job");
        let mut out = create_statements(
            "sagemaker:CreateTransformJob",
            arns.clone(),
            Vec::new(),
            "creates the transform job",
        );
        if pattern == IntegrationPattern::RunJob {
            out.push(follow_statement(
                ["sagemaker:DescribeTransformJob", "sagemaker:StopTransformJob"],
                arns,
            ));
            out.push(managed_rule("StepFunctionsGetEventsForSageMakerTransformJobsRule"));
        }
        out.extend(self.transform_resources.key_statement());
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("TransformJobName", &self.transform_job_name, 63, "transform job");
            check.name("ModelName", &self.model_name, 63);
            check.inside("ModelClientConfig", self.model_client_config.as_ref(), |client, check| {
                let timeout = client.invocations_timeout_in_seconds.as_ref();
                check.range("InvocationsTimeoutInSeconds", timeout, 1..=3_600);
                check.range("InvocationsMaxRetries", client.invocations_max_retries.as_ref(), 0..=3);
            });
            check.entries("Environment", self.environment.as_ref(), 16);
            check.within("TransformInput", |check| self.transform_input.check(check));
            check.within("TransformOutput", |check| self.transform_output.check(check));
            check.within("TransformResources", |check| self.transform_resources.check(check));
            let capture = self.data_capture_config.as_ref();
            check.inside("DataCaptureConfig", capture, SageMakerBatchDataCaptureConfig::check);
            check.inside("DataProcessing", self.data_processing.as_ref(), SageMakerDataProcessing::check);
            let several =
                matches!(self.batch_strategy, Some(Field::Literal(SageMakerBatchStrategy::MultiRecord)));
            if several && self.transform_input.splits() == Some(false) {
                let message = "`BatchStrategy` is `MultiRecord`, and the input has no `SplitType`".to_owned();
                check.error(
                    "missing-parameter",
                    "BatchStrategy",
                    message,
                    "say `split_type(…)` of the input",
                );
            }
            // The product of the two has an upper end of its own.
            check.range("MaxPayloadInMB", self.max_payload_in_mb.as_ref(), 0..=100);
            check.range("MaxConcurrentTransforms", self.max_concurrent_transforms.as_ref(), 0..=ANY);
            if let (Some(Field::Literal(payload)), Some(Field::Literal(transforms))) =
                (&self.max_payload_in_mb, &self.max_concurrent_transforms)
                && payload.saturating_mul(*transforms) > 100
            {
                let message = format!("{transforms} requests of {payload} MB are more than 100 MB at once");
                check.error("out-of-range", "MaxPayloadInMB", message, "lower one of them");
            }
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
                ("TransformJobArn", shape::text()),
            ]);
        }
        shape::object([
            ("AutoMLJobArn", shape::text()),
            ("BatchStrategy", shape::text()),
            ("CreationTime", shape::any()),
            ("DataCaptureConfig", shape::any()),
            ("DataProcessing", shape::any()),
            ("Environment", shape::map(shape::text())),
            ("ExperimentConfig", shape::any()),
            ("FailureReason", shape::text()),
            ("LabelingJobArn", shape::text()),
            ("MaxConcurrentTransforms", shape::integer()),
            ("MaxPayloadInMB", shape::integer()),
            ("ModelClientConfig", shape::any()),
            ("ModelName", shape::text()),
            ("Tags", shape::map(shape::text())),
            ("TransformEndTime", shape::any()),
            ("TransformInput", shape::any()),
            ("TransformJobArn", shape::text()),
            ("TransformJobName", shape::text()),
            ("TransformJobStatus", shape::text()),
            ("TransformOutput", shape::object([("S3OutputPath", shape::text())])),
            ("TransformResources", shape::any()),
            ("TransformStartTime", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{
            SageMakerAssembly, SageMakerCompression, SageMakerS3DataType, SageMakerSplit,
        };
        use crate::asl::{intrinsic, jsonata, minutes, path};
        use crate::reference::{Handle, Reference, sub};
        use crate::template::{kms, sagemaker};
        let model = Handle::new("Model", sagemaker::Model::new().model_name("orders"));
        let key = Handle::new("Key", kms::Key::new());
        let input = || SageMakerTransformInput::new(path("$.data"));
        let output = || SageMakerTransformOutput::new(sub("s3://{}/results/", [Reference::to("Results")]));
        let resources = || SageMakerTransformResources::new("ml.m5.large", 1);
        vec![
            Example::request(
                "request_response",
                SageMakerCreateTransformJob::new(path("$.job"), &model, input(), output(), resources())
                    .state("Judge"),
            ),
            Example::job(
                "run_job",
                SageMakerCreateTransformJob::new(
                    intrinsic::format("orders-{}", [path("$.id")]),
                    path("$.model"),
                    input()
                        .s3_data_type(SageMakerS3DataType::ManifestFile)
                        .content_type("text/csv")
                        .compression_type(SageMakerCompression::Gzip)
                        .split_type(SageMakerSplit::Line),
                    output()
                        .accept("text/csv")
                        .assemble_with(SageMakerAssembly::Line)
                        .kms_key_id(Reference::attribute("Key", "Arn")),
                    resources()
                        .volume_kms_key_id(&key)
                        .transform_ami_version("al2-ami-sagemaker-batch-gpu-535"),
                )
                .max_concurrent_transforms(4)
                .max_payload_in_mb(6)
                .batch_strategy(SageMakerBatchStrategy::MultiRecord)
                .invocations_timeout(minutes(5))
                .invocations_max_retries(2)
                .environment("STAGE", "test")
                .data_capture_config(
                    SageMakerBatchDataCaptureConfig::new("s3://orders/capture/")
                        .kms_key_id("alias/capture")
                        .generate_inference_id(true),
                )
                .data_processing(
                    SageMakerDataProcessing::new()
                        .input_filter("$[1:]")
                        .join_with_input()
                        .output_filter("$[0,-1]"),
                )
                .experiment_config(SageMakerExperimentConfig::new().experiment_name("orders"))
                .tag("order", path("$.id"))
                .parameter("More", "as it is")
                .run_job("Judge the orders")
                .timeout(minutes(90)),
            ),
            Example::job(
                "jsonata",
                SageMakerCreateTransformJob::new(
                    jsonata("$states.input.job"),
                    "orders",
                    SageMakerTransformInput::new(jsonata("$states.input.data")),
                    output(),
                    resources(),
                )
                .environment_map(jsonata("$states.input.environment"))
                .tags(jsonata("$states.input.tags"))
                .run_job("Judge"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                SageMakerCreateTransformJob::new(
                    SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
                    path("$.model"),
                    input(),
                    output(),
                    resources().volume_kms_key_id(path("$.key")),
                )
                .run_job("Judge what is asked for"),
            ),
        ]
    }
}
