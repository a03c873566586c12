//! Requests to SageMaker, Bedrock and AgentCore.

use super::{Case, except, of_flow, only};
use stepwright::prelude::*;

fn resources() -> SageMakerResourceConfig {
    SageMakerResourceConfig::new("ml.m5.xlarge", 1)
}

/// A training job whose name is decided at run time.
fn training(resources: SageMakerResourceConfig) -> SageMakerCreateTrainingJob {
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
        SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
        "orders",
        input,
        SageMakerTransformOutput::new("s3://results/"),
        SageMakerTransformResources::new("ml.m5.large", 1),
    )
}

fn prepare() -> SageMakerCreateProcessingJob {
    SageMakerCreateProcessingJob::new(
        SageMakerJobTarget::from(path("$.job")).among(["orders-*"]),
        SageMakerAppSpecification::new("prepare:3"),
        SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30),
        "preparing",
    )
}

fn processing(input: SageMakerProcessingS3Input) -> SageMakerCreateProcessingJob {
    prepare().input(SageMakerProcessingInput::new("orders", input))
}

/// The findings but for what is permitted at run time.
#[track_caller]
fn of(state: impl Into<Flow>) -> String {
    except("wildcard-permission", &of_flow(state))
}

fn ask() -> BedrockInvokeModel {
    BedrockInvokeModel::new("amazon.nova-lite-v1:0")
}

fn body() -> Payload {
    payload!({ "inputText": path("$.question") })
}

/// A customization that is tried on nothing.
fn tune() -> BedrockCreateModelCustomizationJob {
    BedrockCreateModelCustomizationJob::new(
        "tune",
        "orders",
        "tuning",
        "amazon.titan-text-express-v1",
        "s3://data/training.jsonl",
        "s3://data/models/",
    )
}

fn harness() -> BedrockAgentCoreInvokeHarness {
    BedrockAgentCoreInvokeHarness::new("orders-a1b2c3d4e5", "Where is it?")
}

pub const CASES: &[Case] = &[
    // SageMaker.
    ("fixed-name", || {
        let job = SageMakerCreateTrainingJob::new(
            "orders",
            SageMakerAlgorithmSpecification::image("train:3"),
            "training",
            SageMakerOutputDataConfig::new("s3://models/"),
            resources(),
        );
        of(job.state("Train"))
    }),
    ("malformed-location", || of(transform(SageMakerTransformInput::new("orders/")).state("Transform"))),
    ("malformed-folder", || {
        of(processing(SageMakerProcessingS3Input::new("s3://orders/", "/data")).state("Go"))
    }),
    ("value-not-allowed", || {
        let input = SageMakerTransformInput::new("s3://orders/").s3_data_type(SageMakerS3DataType::Converse);
        of(transform(input).state("Transform"))
    }),
    ("missing-parameter", || of(training(SageMakerResourceConfig::groups()).state("Train"))),
    ("missing-parameter", || {
        let input = SageMakerTransformInput::new("s3://orders/");
        of(transform(input).batch_strategy(SageMakerBatchStrategy::MultiRecord).state("Transform"))
    }),
    ("missing-parameter", || of(training(resources()).enable_managed_spot_training(true).state("Train"))),
    ("conflicting-parameters", || {
        let channel = SageMakerChannel::new("train", "s3://orders/").input_mode(SageMakerInputMode::File);
        let packed = channel.compression_type(SageMakerCompression::Gzip);
        of(training(resources()).channel(packed).state("Train"))
    }),
    ("conflicting-parameters", || {
        let container = SageMakerContainerDefinition::image("serve:3");
        let model = SageMakerCreateModel::new(path("$.name"), container.clone()).container(container);
        of(model.state("Make"))
    }),
    ("conflicting-parameters", || {
        let data = SageMakerModelDataSource::new(SageMakerS3ModelDataSource::prefix("s3://models/orders/"));
        let container = SageMakerContainerDefinition::image("serve:3");
        let twice = container.model_data_url("s3://models/orders.tar.gz").model_data_source(data);
        of(SageMakerCreateModel::new(path("$.name"), twice).state("Make"))
    }),
    ("conflicting-parameters", || {
        let input = SageMakerProcessingS3Input::new("s3://orders/", "/opt/ml/processing/input");
        of(processing(input.s3_compression_type(SageMakerCompression::Gzip)).state("Prepare"))
    }),
    ("conflicting-parameters", || {
        let output = SageMakerProcessingOutput::feature_group("features", "orders").app_managed(false);
        of(prepare().output(output).state("Prepare"))
    }),
    ("conflicting-parameters", || {
        let routing = SageMakerTrafficRouting::canary(SageMakerCapacitySize::percent(10), minutes(5));
        let policy = SageMakerBlueGreenUpdatePolicy::new(routing);
        let update = SageMakerUpdateEndpoint::new("orders", "orders-2").retain_deployment_config(true);
        of(update.deployment_config(SageMakerDeploymentConfig::blue_green(policy)).state("Update"))
    }),
    ("out-of-range", || {
        let limits = SageMakerStoppingCondition::new().max_runtime(hours(2)).max_wait_time(hours(1));
        of(training(resources()).stopping_condition(limits).state("Train"))
    }),
    // Bedrock.
    ("missing-parameter", || of(ask().state("Ask"))),
    ("conflicting-parameters", || of(ask().body(body()).input("s3://prompts/first.json").state("Ask"))),
    ("conflicting-parameters", || {
        of(ask().body(body()).guardrail("gr1", "1").content_type("text/plain").state("Ask"))
    }),
    ("malformed-version", || of(ask().body(body()).guardrail("gr1", "0").state("Ask"))),
    ("malformed-location", || only("malformed-location", &of_flow(ask().input("s3://prompts").state("Ask")))),
    ("no-validation-data", || of(tune().state("Tune"))),
    ("missing-parameter", || {
        of(tune().customization_type(BedrockCustomizationType::Distillation).state("Tune"))
    }),
    ("conflicting-parameters", || {
        let distilled = tune().distillation(BedrockDistillation::new("amazon.nova-pro-v1:0"));
        let unfit = distilled.customization_type(BedrockCustomizationType::FineTuning);
        only("conflicting-parameters", &of_flow(unfit.state("Tune")))
    }),
    // AgentCore.
    ("outlives-the-state", || of(harness().timeout_seconds(901).state("Ask"))),
    ("unknown-parameter", || {
        let model = BedrockAgentCoreModel::bedrock("amazon.nova-lite-v1:0").top_k(1);
        only("unknown-parameter", &of_flow(harness().model(model).state("Ask")))
    }),
    ("too-short", || of(harness().message("").state("Ask"))),
];
