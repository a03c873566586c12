//! Requests to services that build, train and ask models: Batch, Bedrock, CodeBuild, SageMaker.

use super::{Case, of_flow, only};
use stepwright::prelude::*;

/// The findings of this code about a flow.
#[track_caller]
fn alone(code: &str, flow: impl Into<Flow>) -> String {
    let text = of_flow(flow);
    only(code, &text)
}

fn job() -> BatchSubmitJob {
    BatchSubmitJob::new("resize", "nightly", "resize")
}

fn build() -> CodeBuildStartBuild {
    CodeBuildStartBuild::new("site")
}

fn ask() -> BedrockInvokeModel {
    BedrockInvokeModel::new("amazon.nova-lite-v1:0")
}

fn body() -> Payload {
    payload!({ "inputText": path("$.question") })
}

fn tune() -> BedrockCreateModelCustomizationJob {
    let (model, data, models) = ("amazon.titan-text-express-v1", "s3://data/a.jsonl", "s3://data/models/");
    BedrockCreateModelCustomizationJob::new("tune", "orders", "tuning", model, data, models)
}

fn resources() -> SageMakerResourceConfig {
    SageMakerResourceConfig::new("ml.m5.xlarge", 1)
}

fn train(resources: SageMakerResourceConfig) -> SageMakerCreateTrainingJob {
    SageMakerCreateTrainingJob::new(
        SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
        SageMakerAlgorithmSpecification::image("train:3"),
        "training",
        SageMakerOutputDataConfig::new("s3://models/"),
        resources,
    )
}

fn transform(input: SageMakerTransformInput) -> SageMakerCreateTransformJob {
    SageMakerCreateTransformJob::new(
        path("$.job"),
        "orders",
        input,
        SageMakerTransformOutput::new("s3://results/"),
        SageMakerTransformResources::new("ml.m5.large", 1),
    )
}

fn prepare() -> SageMakerCreateProcessingJob {
    SageMakerCreateProcessingJob::new(
        path("$.job"),
        SageMakerAppSpecification::new("prepare:3"),
        SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30),
        "preparing",
    )
}

fn container() -> SageMakerContainerDefinition {
    SageMakerContainerDefinition::image("serve:3")
}

pub const CASES: &[Case] = &[
    // Batch.
    ("not-an-array-job", || {
        alone("not-an-array-job", job().depends_on(BatchJobDependency::sequential()).state("Resize"))
    }),
    ("empty-rule", || {
        let retry = BatchRetryStrategy::new(2).when(BatchEvaluateOnExit::retry());
        alone("empty-rule", job().retry_strategy(retry).state("Resize"))
    }),
    ("reserved-variable", || {
        let container = BatchContainerOverrides::new().environment("AWS_BATCH_X", "1");
        alone("reserved-variable", job().container(container).state("Resize"))
    }),
    ("share-and-queue", || {
        let queue = Handle::new("Queue", batch::JobQueue::new(1));
        let shared = BatchSubmitJob::new("a", &queue, "a").share_identifier("low");
        alone("share-and-queue", shared.state("Resize"))
    }),
    // CodeBuild.
    ("not-in-s3", || {
        let artifacts = CodeBuildArtifacts::none().encryption_disabled(true);
        alone("not-in-s3", build().artifacts(artifacts).state("Build"))
    }),
    ("unsupported-type", || {
        let artifacts = CodeBuildArtifacts::code_pipeline();
        alone("unsupported-type", build().secondary_artifacts(artifacts).state("Build"))
    }),
    ("missing-identifier", || {
        let artifacts = CodeBuildArtifacts::none();
        alone("missing-identifier", build().secondary_artifacts(artifacts).state("Build"))
    }),
    ("unfitting-credentials", || {
        let by = CodeBuildImagePullCredentials::CodeBuild;
        let pulled = build().image_pull_credentials(by).registry_credential("registry/login");
        alone("unfitting-credentials", pulled.state("Build"))
    }),
    ("reserved-variable", || {
        alone("reserved-variable", build().environment_variable("CODEBUILD_X", "1").state("Build"))
    }),
    // Bedrock.
    ("missing-body", || alone("missing-body", ask().state("Ask"))),
    ("body-and-input", || {
        alone("body-and-input", ask().body(body()).input("s3://prompts/first.json").state("Ask"))
    }),
    ("malformed-version", || {
        alone("malformed-version", ask().body(body()).guardrail("gr1", "0").state("Ask"))
    }),
    ("guardrail-on-other-content", || {
        let guarded = ask().body(body()).guardrail("gr1", "1").content_type("text/plain");
        alone("guardrail-on-other-content", guarded.state("Ask"))
    }),
    ("no-validation-data", || alone("no-validation-data", tune().state("Tune"))),
    ("missing-config", || {
        let distilled = tune().customization_type(BedrockCustomizationType::Distillation);
        alone("missing-config", distilled.state("Tune"))
    }),
    ("unfitting-config", || {
        let distilled = tune().distillation(BedrockDistillation::new("amazon.nova-pro-v1:0"));
        let kind = BedrockCustomizationType::FineTuning;
        alone("unfitting-config", distilled.customization_type(kind).state("Tune"))
    }),
    ("outlives-the-state", || {
        let ask = BedrockAgentCoreInvokeHarness::new("orders-a1b2c3d4e5", "Where is it?");
        alone("outlives-the-state", ask.timeout_seconds(901).state("Ask"))
    }),
    ("unknown-parameter", || {
        let ask = BedrockAgentCoreInvokeHarness::new("orders-a1b2c3d4e5", "Where is it?");
        let model = BedrockAgentCoreModel::bedrock("amazon.nova-lite-v1:0").top_k(1);
        alone("unknown-parameter", ask.model(model).state("Ask"))
    }),
    // SageMaker.
    ("fixed-name", || {
        let named = SageMakerCreateTrainingJob::new(
            "orders",
            SageMakerAlgorithmSpecification::image("train:3"),
            "training",
            SageMakerOutputDataConfig::new("s3://models/"),
            resources(),
        );
        alone("fixed-name", named.state("Train"))
    }),
    ("malformed-location", || {
        alone("malformed-location", transform(SageMakerTransformInput::new("orders/")).state("Transform"))
    }),
    ("ambiguous-instances", || {
        alone("ambiguous-instances", train(SageMakerResourceConfig::groups()).state("Train"))
    }),
    ("contradicting-limits", || {
        let limits = SageMakerStoppingCondition::new().max_runtime(hours(2)).max_wait_time(hours(1));
        alone("contradicting-limits", train(resources()).stopping_condition(limits).state("Train"))
    }),
    ("compressed-files", || {
        let input = SageMakerProcessingS3Input::new("s3://orders/", "/opt/ml/processing/input");
        let packed = input.s3_compression_type(SageMakerCompression::Gzip);
        let prepare = prepare().input(SageMakerProcessingInput::new("orders", packed));
        alone("compressed-files", prepare.state("Prepare"))
    }),
    ("feature-group-not-managed", || {
        let output = SageMakerProcessingOutput::feature_group("features", "orders").app_managed(false);
        alone("feature-group-not-managed", prepare().output(output).state("Prepare"))
    }),
    ("input-not-split", || {
        let whole = transform(SageMakerTransformInput::new("s3://orders/"));
        let several = whole.batch_strategy(SageMakerBatchStrategy::MultiRecord);
        alone("input-not-split", several.state("Transform"))
    }),
    ("unsupported-value", || {
        let input = SageMakerTransformInput::new("s3://orders/").s3_data_type(SageMakerS3DataType::Converse);
        alone("unsupported-value", transform(input).state("Transform"))
    }),
    ("ambiguous-container", || {
        let model = SageMakerCreateModel::new(path("$.name"), container()).container(container());
        alone("ambiguous-container", model.state("Make"))
    }),
    ("ambiguous-source", || {
        let data = SageMakerModelDataSource::new(SageMakerS3ModelDataSource::prefix("s3://models/orders/"));
        let twice = container().model_data_url("s3://models/orders.tar.gz").model_data_source(data);
        alone("ambiguous-source", SageMakerCreateModel::new(path("$.name"), twice).state("Make"))
    }),
    ("ambiguous-deployment", || {
        let routing = SageMakerTrafficRouting::canary(SageMakerCapacitySize::percent(10), minutes(5));
        let policy = SageMakerBlueGreenUpdatePolicy::new(routing);
        let update = SageMakerUpdateEndpoint::new("orders", "orders-2")
            .retain_deployment_config(true)
            .deployment_config(SageMakerDeploymentConfig::blue_green(policy));
        alone("ambiguous-deployment", update.state("Update"))
    }),
];
