//! SageMaker: CreateLabelingJob.

use super::parameters::{
    Check, SageMakerHumanTaskConfig, SageMakerLabelingAlgorithms, SageMakerLabelingInput,
    SageMakerLabelingOutput, SageMakerLabelingStoppingConditions, SageMakerTags, check_tags, tag,
};
use crate::asl::{Expression, Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{RoleTarget, SageMakerJobTarget, create_statements, follow_statement};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, managed_rule, setters, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Lets people label the objects of a data set, with SageMaker Ground Truth.
///
/// # Permissions
///
/// `sagemaker:CreateLabelingJob` on the job, with the tagging that Step Functions adds; `iam:PassRole` on the role, to
/// SageMaker only. A job that is waited for also needs `sagemaker:DescribeLabelingJob` and
/// `sagemaker:StopLabelingJob`, and a managed rule. A name that begins with a text narrows all of them to such names.
///
/// # Patterns
///
/// Request and response, and job. A job ends when all objects are labeled, which takes as long as people do, and fails
/// when the labeling job does. A job whose objects come through a topic does not end by itself.
///
/// # Output
///
/// Request and response: `{"LabelingJobArn", …}`. A job: the labeling job, as `DescribeLabelingJob` has it, with the
/// labels in `LabelingJobOutput.OutputDatasetS3Uri`.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let task = SageMakerHumanTaskConfig::new(
///     "arn:aws:sagemaker:eu-west-1:123456789012:workteam/private-crowd/orders",
///     SageMakerUi::template("s3://orders/ui.liquid.html"),
///     "Which product?",
///     "Say which product the picture shows",
///     3,
///     minutes(5),
/// );
/// let label = SageMakerCreateLabelingJob::new(
///     intrinsic::format("orders-{}", [path("$.id")]),
///     "product",
///     SageMakerLabelingInput::manifest(path("$.manifest")),
///     SageMakerLabelingOutput::new("s3://orders/labels/"),
///     "arn:aws:iam::123456789012:role/labeling",
///     task,
/// )
/// .run_job("Label the pictures")
/// .timeout(days(7));
/// # let _ = label;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerCreateLabelingJob {
    labeling_job_name: Field<String>,
    label_attribute_name: Field<String>,
    input_config: SageMakerLabelingInput,
    output_config: SageMakerLabelingOutput,
    role_arn: Field<String>,
    #[serde(rename = "LabelCategoryConfigS3Uri", skip_serializing_if = "Option::is_none")]
    label_category_config_s3_uri: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopping_conditions: Option<SageMakerLabelingStoppingConditions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labeling_job_algorithms_config: Option<SageMakerLabelingAlgorithms>,
    human_task_config: SageMakerHumanTaskConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<SageMakerTags>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    job: SageMakerJobTarget,
    #[serde(skip)]
    role: RoleTarget,
}

impl SageMakerCreateLabelingJob {
    /// A job of this name that labels these objects and puts the labels there, under this attribute; SageMaker acts
    /// under this role, and people are asked so.
    pub fn new(
        name: impl Into<SageMakerJobTarget>,
        label_attribute: impl Into<Field<String>>,
        input: SageMakerLabelingInput,
        output: SageMakerLabelingOutput,
        role: impl Into<RoleTarget>,
        task: SageMakerHumanTaskConfig,
    ) -> Self {
        let (job, role) = (name.into(), role.into());
        SageMakerCreateLabelingJob {
            labeling_job_name: job.name().clone(),
            label_attribute_name: label_attribute.into(),
            input_config: input,
            output_config: output,
            role_arn: role.arn().clone(),
            label_category_config_s3_uri: None,
            stopping_conditions: None,
            labeling_job_algorithms_config: None,
            human_task_config: task,
            tags: None,
            more: serde_json::Map::new(),
            job,
            role,
        }
    }

    setters! {
        /// The file in S3 that names the labels.
        label_category_config_s3_uri: Field<String>;
        /// When the job stops before all is labeled. Not for objects that come through a topic.
        stopping_conditions: SageMakerLabelingStoppingConditions;
        /// How objects are labeled without people; by default they are not. Not for objects that come through a topic.
        labeling_job_algorithms_config: SageMakerLabelingAlgorithms;
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

    /// A parameter that has no setter here, by its name in `CreateLabelingJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for SageMakerCreateLabelingJob {
    const NAME: &'static str = "SageMakerCreateLabelingJob";
    const API: (&'static str, &'static str) = ("sagemaker", "createLabelingJob");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let arns = self.job.arns("labeling-job");
        let mut out = create_statements(
            "sagemaker:CreateLabelingJob",
            arns.clone(),
            Vec::new(),
            "creates the labeling job",
        );
        if pattern == IntegrationPattern::RunJob {
            out.push(follow_statement(["sagemaker:DescribeLabelingJob", "sagemaker:StopLabelingJob"], arns));
            // AWS says nowhere what the rule for labeling jobs is called. All of those for SageMaker begin so.
            out.push(managed_rule("StepFunctionsGetEventsForSageMaker*"));
        }
        out.push(self.role.pass_statement("sagemaker.amazonaws.com"));
        out
    }

    fn findings(&self, pattern: IntegrationPattern) -> Vec<Diagnostic> {
        Check::request(|check| {
            check.new_name("LabelingJobName", &self.labeling_job_name, 63, "labeling job");
            check.name("LabelAttributeName", &self.label_attribute_name, 127);
            if matches!(&self.label_attribute_name, Field::Literal(name) if name.ends_with("-metadata")) {
                let message = "the name of the labels' attribute ends in `-metadata`".to_owned();
                check.error("malformed-name", "LabelAttributeName", message, "SageMaker keeps such names");
            }
            check.within("InputConfig", |check| self.input_config.check(check));
            check.within("OutputConfig", |check| self.output_config.check(check));
            check.s3("LabelCategoryConfigS3Uri", self.label_category_config_s3_uri.as_ref());
            let stopping = self.stopping_conditions.as_ref();
            check.inside("StoppingConditions", stopping, SageMakerLabelingStoppingConditions::check);
            let algorithms = self.labeling_job_algorithms_config.as_ref();
            check.inside("LabelingJobAlgorithmsConfig", algorithms, SageMakerLabelingAlgorithms::check);
            check.within("HumanTaskConfig", |check| self.human_task_config.check(check));
            if self.input_config.streams() {
                let said = [
                    ("StoppingConditions", stopping.is_some()),
                    ("LabelingJobAlgorithmsConfig", algorithms.is_some()),
                ];
                for (member, _) in said.into_iter().filter(|(_, said)| *said) {
                    let message = format!("`{member}` is not for objects that come through a topic");
                    check.error("ignored-parameter", member, message, "leave it out");
                }
                if pattern == IntegrationPattern::RunJob {
                    let message = "the state would wait for a job that does not end by itself".to_owned();
                    let help = "start it by `state`, or give the state a timeout";
                    check.warn("endless-job", "InputConfig", message, help);
                }
            }
            check_tags(self.tags.as_ref(), check);
        })
    }

    fn result(pattern: IntegrationPattern) -> Value {
        if pattern != IntegrationPattern::RunJob {
            return shape::object([
                ("LabelingJobArn", shape::text()),
                ("SdkHttpMetadata", shape::any()),
                ("SdkResponseMetadata", shape::any()),
            ]);
        }
        let counters = shape::object([
            ("FailedNonRetryableError", shape::integer()),
            ("HumanLabeled", shape::integer()),
            ("MachineLabeled", shape::integer()),
            ("TotalLabeled", shape::integer()),
            ("Unlabeled", shape::integer()),
        ]);
        let output = shape::object([
            ("FinalActiveLearningModelArn", shape::text()),
            ("OutputDatasetS3Uri", shape::text()),
        ]);
        shape::object([
            ("CreationTime", shape::any()),
            ("FailureReason", shape::text()),
            ("HumanTaskConfig", shape::any()),
            ("InputConfig", shape::any()),
            ("JobReferenceCode", shape::text()),
            ("LabelAttributeName", shape::text()),
            ("LabelCategoryConfigS3Uri", shape::text()),
            ("LabelCounters", counters),
            ("LabelingJobAlgorithmsConfig", shape::any()),
            ("LabelingJobArn", shape::text()),
            ("LabelingJobName", shape::text()),
            ("LabelingJobOutput", output),
            ("LabelingJobStatus", shape::text()),
            ("LastModifiedTime", shape::any()),
            ("OutputConfig", shape::any()),
            ("RoleArn", shape::text()),
            ("StoppingConditions", shape::any()),
            ("Tags", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use super::parameters::{SageMakerUi, SageMakerVpcConfig};
        use crate::asl::{days, hours, intrinsic, jsonata, minutes, path};
        use crate::reference::{Handle, Reference, sub};
        use crate::template::{iam, sns};
        let role = Handle::new("LabelingRole", iam::Role::new(serde_json::json!({})));
        let topic = Handle::new("Pictures", sns::Topic::new());
        let task = |ui| {
            SageMakerHumanTaskConfig::new(
                "arn:aws:sagemaker:eu-west-1:123456789012:workteam/private-crowd/orders",
                ui,
                "Which product?",
                "Say which product the picture shows",
                3,
                minutes(5),
            )
        };
        let template = || SageMakerUi::template("s3://orders/ui.liquid.html");
        let output = || SageMakerLabelingOutput::new(sub("s3://{}/labels/", [Reference::to("Labels")]));
        vec![
            Example::request(
                "request_response",
                SageMakerCreateLabelingJob::new(
                    path("$.job"),
                    "product",
                    SageMakerLabelingInput::topic(&topic).and_manifest(path("$.manifest")),
                    output().kms_key_id("alias/labels").topic(&topic),
                    &role,
                    task(SageMakerUi::built_in(
                        "arn:aws:sagemaker:eu-west-1:394669845002:human-task-ui/NamedEntityRecognition",
                    )),
                )
                .state("Label what comes"),
            ),
            Example::job(
                "run_job",
                SageMakerCreateLabelingJob::new(
                    intrinsic::format("orders-{}", [path("$.id")]),
                    "product",
                    SageMakerLabelingInput::manifest(path("$.manifest"))
                        .free_of_personal_data()
                        .free_of_adult_content(),
                    output(),
                    &role,
                    task(template())
                        .pre_human_task_lambda_arn(Reference::attribute("Prepare", "Arn"))
                        .task_keywords(["products", "pictures"])
                        .task_availability_lifetime(days(10))
                        .max_concurrent_task_count(500)
                        .annotation_consolidation_lambda_arn(Reference::attribute("Consolidate", "Arn"))
                        .price(0, 1, 2),
                )
                .label_category_config_s3_uri("s3://orders/labels.json")
                .stopping_conditions(
                    SageMakerLabelingStoppingConditions::new()
                        .max_human_labeled_object_count(1_000)
                        .max_percentage_of_input_dataset_labeled(50),
                )
                .labeling_job_algorithms_config(
                    SageMakerLabelingAlgorithms::new(
                        "arn:aws:sagemaker:eu-west-1:568282634449:labeling-job-algorithm-specification/image-classification",
                    )
                    .initial_active_learning_model_arn(path("$.model"))
                    .volume_kms_key_id("alias/labeling")
                    .vpc_config(SageMakerVpcConfig::new(
                        [Reference::to("SubnetA")],
                        [Reference::attribute("Group", "GroupId")],
                    )),
                )
                .tag("order", path("$.id"))
                .parameter("More", "as it is")
                .run_job("Label the pictures")
                .timeout(hours(48)),
            ),
            Example::job(
                "jsonata",
                SageMakerCreateLabelingJob::new(
                    jsonata("'orders-' & $states.input.id"),
                    "product",
                    SageMakerLabelingInput::manifest(jsonata("$states.input.manifest")),
                    output(),
                    &role,
                    task(template()),
                )
                .tags(jsonata("$states.input.tags"))
                .run_job("Label the pictures"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                SageMakerCreateLabelingJob::new(
                    SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
                    "product",
                    SageMakerLabelingInput::manifest(path("$.manifest")),
                    output(),
                    path("$.role"),
                    task(template()),
                )
                .run_job("Label what is asked for"),
            ),
        ]
    }
}
