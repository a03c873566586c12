//! Requests to SageMaker.

use super::{Case, of_flow};
use stepwright::prelude::*;

fn name() -> Expression {
    intrinsic::format("orders-{}", [path("$.id")])
}

/// A training job on these instances.
fn training(resources: SageMakerResourceConfig) -> SageMakerCreateTrainingJob {
    let algorithm = SageMakerAlgorithmSpecification::image("train:3");
    let output = SageMakerOutputDataConfig::new("s3://models/");
    SageMakerCreateTrainingJob::new(name(), algorithm, "training", output, resources)
}

fn processing() -> SageMakerCreateProcessingJob {
    let app = SageMakerAppSpecification::new("prepare:3");
    let cluster = SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30);
    SageMakerCreateProcessingJob::new(name(), app, cluster, "preparing")
}

fn input() -> SageMakerProcessingS3Input {
    SageMakerProcessingS3Input::new("s3://orders/", "/opt/ml/processing/orders")
}

fn transform(input: SageMakerTransformInput) -> SageMakerCreateTransformJob {
    let output = SageMakerTransformOutput::new("s3://results/");
    let resources = SageMakerTransformResources::new("ml.m5.large", 1);
    SageMakerCreateTransformJob::new(name(), "orders", input, output, resources)
}

pub const CASES: &[Case] = &[
    ("conflicting-parameters", || {
        let container = SageMakerContainerDefinition::image("serve:3");
        let model = SageMakerCreateModel::new(name(), container.clone()).container(container);
        of_flow(model.state("Make the model"))
    }),
    ("conflicting-parameters", || {
        let lies = SageMakerModelDataSource::new(SageMakerS3ModelDataSource::prefix("s3://models/orders/"));
        let container = SageMakerContainerDefinition::image("serve:3")
            .model_data_url("s3://models/orders.tar.gz")
            .model_data_source(lies);
        of_flow(SageMakerCreateModel::new(name(), container).state("Make the model"))
    }),
    ("missing-parameter", || of_flow(training(SageMakerResourceConfig::groups()).run_job("Train"))),
    ("missing-parameter", || {
        let variant = SageMakerProductionVariant::new("main", "orders");
        of_flow(SageMakerCreateEndpointConfig::new(name(), variant).state("Configure the endpoint"))
    }),
    ("conflicting-parameters", || {
        let at_once = SageMakerTrafficRouting::all_at_once(minutes(5));
        let policy = SageMakerBlueGreenUpdatePolicy::new(at_once);
        let update = SageMakerUpdateEndpoint::new("orders", "orders-2")
            .deployment_config(SageMakerDeploymentConfig::blue_green(policy))
            .retain_deployment_config(true);
        of_flow(update.state("Serve the new model"))
    }),
    ("out-of-range", || {
        let limits = SageMakerStoppingCondition::new().max_runtime(hours(2)).max_wait_time(hours(1));
        let resources = SageMakerResourceConfig::new("ml.m5.xlarge", 1);
        of_flow(training(resources).stopping_condition(limits).run_job("Train"))
    }),
    ("conflicting-parameters", || {
        let packed = input().s3_compression_type(SageMakerCompression::Gzip);
        of_flow(processing().input(SageMakerProcessingInput::new("orders", packed)).run_job("Prepare"))
    }),
    ("value-not-allowed", || {
        let listed = input().s3_data_type(SageMakerS3DataType::AugmentedManifestFile);
        of_flow(processing().input(SageMakerProcessingInput::new("orders", listed)).run_job("Prepare"))
    }),
    ("conflicting-parameters", || {
        let features = SageMakerProcessingOutput::feature_group("features", "orders").app_managed(false);
        of_flow(processing().output(features).run_job("Prepare"))
    }),
    ("missing-parameter", || {
        let transform = transform(SageMakerTransformInput::new("s3://orders/"));
        of_flow(transform.batch_strategy(SageMakerBatchStrategy::MultiRecord).run_job("Judge"))
    }),
    ("missing-parameter", || {
        let resources = SageMakerResourceConfig::new("ml.m5.xlarge", 1);
        of_flow(training(resources).enable_managed_spot_training(true).run_job("Train"))
    }),
    ("fixed-name", || {
        let app = SageMakerAppSpecification::new("prepare:3");
        let cluster = SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30);
        of_flow(SageMakerCreateProcessingJob::new("orders", app, cluster, "preparing").run_job("Prepare"))
    }),
    ("malformed-location", || {
        let input = SageMakerProcessingS3Input::new("orders/", "/opt/ml/processing/orders");
        of_flow(processing().input(SageMakerProcessingInput::new("orders", input)).run_job("Prepare"))
    }),
    ("malformed-folder", || {
        let input = SageMakerProcessingS3Input::new("s3://orders/", "/data");
        of_flow(processing().input(SageMakerProcessingInput::new("orders", input)).run_job("Prepare"))
    }),
    ("value-not-allowed", || {
        let input = SageMakerTransformInput::new("s3://orders/").s3_data_type(SageMakerS3DataType::Converse);
        of_flow(transform(input).run_job("Judge"))
    }),
    ("conflicting-parameters", || {
        let channel = SageMakerChannel::new("train", "s3://orders/").input_mode(SageMakerInputMode::File);
        let packed = channel.compression_type(SageMakerCompression::Gzip);
        of_flow(training(SageMakerResourceConfig::new("ml.m5.xlarge", 1)).channel(packed).run_job("Train"))
    }),
];
