//! SageMaker.

use super::case::{Case, case};
use stepwright::prelude::*;

const ROLE: &str = "arn:aws:iam::123456789012:role/sagemaker";
const KEY: &str = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";

/// The role that the CDK makes where none is given.
fn made(id: &str) -> Handle<iam::Role> {
    Handle::new(id, iam::Role::new(serde_json::json!({})))
}

fn train(name: impl Into<SageMakerJobTarget>, role: impl Into<RoleTarget>) -> SageMakerCreateTrainingJob {
    SageMakerCreateTrainingJob::new(
        name,
        SageMakerAlgorithmSpecification::algorithm("BlazingText")
            .training_input_mode(SageMakerInputMode::File),
        role,
        SageMakerOutputDataConfig::new("s3://mybucket/myoutputpath"),
        SageMakerResourceConfig::new(path("$.InstanceType"), 1).volume_size_in_gb(50),
    )
    .channel(SageMakerChannel::new(
        "train",
        SageMakerS3DataSource::new(path("$.S3Bucket")).s3_data_type(SageMakerS3DataType::S3Prefix),
    ))
    .stopping_condition(SageMakerStoppingCondition::new().max_runtime(hours(2)))
}

fn transform() -> SageMakerCreateTransformJob {
    SageMakerCreateTransformJob::new(
        "MyTransformJob",
        "MyModelName",
        SageMakerTransformInput::new("s3://inputbucket/train").s3_data_type(SageMakerS3DataType::S3Prefix),
        SageMakerTransformOutput::new("s3://outputbucket/TransformJobOutputPath"),
        SageMakerTransformResources::new("ml.m4.xlarge", 1),
    )
    .invocations_max_retries(3)
    .invocations_timeout(minutes(5))
}

fn container() -> SageMakerContainerDefinition {
    SageMakerContainerDefinition::image(path("$.Model.imageName"))
        .mode(SageMakerContainerMode::SingleModel)
        .model_data_url(path("$.TrainingJob.ModelArtifacts.S3ModelArtifacts"))
}

pub fn cases() -> Vec<Case> {
    let mut cases = training_cases();
    cases.extend(transform_cases());
    cases.extend(endpoint_cases());
    cases.extend(model_cases());
    cases
}

fn training_cases() -> Vec<Case> {
    vec![
        case("sage_maker_create_training_job.readme", train(path("$.JobName"), ROLE).state("TrainSagemaker")),
        case(
            "sage_maker_create_training_job.readme_without_role",
            train(path("$.JobName"), &made("TrainSagemakerSagemakerRole")).state("TrainSagemaker"),
        ),
        case("sage_maker_create_training_job.run_job", train("nightly", ROLE).run_job("TrainSagemaker")),
        case(
            "sage_maker_create_training_job.in_vpc",
            train("nightly", ROLE)
                .vpc_config(SageMakerVpcConfig::new(
                    ["subnet-1"],
                    [Reference::attribute("TrainSagemakerTrainJobSecurityGroup", "GroupId")],
                ))
                .state("TrainSagemaker"),
        ),
        case("sage_maker_create_training_job.every_parameter", every_parameter().state("TrainSagemaker")),
        case(
            "sage_maker_create_training_job.jsonata",
            SageMakerCreateTrainingJob::new(
                "nightly",
                SageMakerAlgorithmSpecification::algorithm("BlazingText")
                    .training_input_mode(SageMakerInputMode::File),
                ROLE,
                SageMakerOutputDataConfig::new(jsonata("$states.input.output")),
                SageMakerResourceConfig::new("ml.m4.xlarge", 1).volume_size_in_gb(10),
            )
            .environment("STAGE", jsonata("$states.input.stage"))
            .stopping_condition(SageMakerStoppingCondition::new().max_runtime(hours(1)))
            .state("Train"),
        ),
    ]
}

fn every_parameter() -> SageMakerCreateTrainingJob {
    let image = sub("{}.dkr.ecr.{}.{}/train:v1", [account(), region(), url_suffix()]);
    let data = SageMakerS3DataSource::new(path("$.train"))
        .attribute_names(["label"])
        .s3_data_distribution_type(SageMakerS3DataDistribution::ShardedByS3Key)
        .s3_data_type(SageMakerS3DataType::AugmentedManifestFile);
    SageMakerCreateTrainingJob::new(
        "nightly",
        SageMakerAlgorithmSpecification::image(image)
            .training_input_mode(SageMakerInputMode::Pipe)
            .metric("loss", "loss=([0-9.]+)"),
        ROLE,
        SageMakerOutputDataConfig::new(path("$.output")).kms_key_id(KEY),
        SageMakerResourceConfig::new("ml.p3.2xlarge", 2).volume_size_in_gb(50).volume_kms_key_id(KEY),
    )
    .enable_network_isolation(true)
    .environment("STAGE", "test")
    .hyper_parameter("epochs", "10")
    .channel(
        SageMakerChannel::new("train", data)
            .compression_type(SageMakerCompression::Gzip)
            .content_type("text/csv")
            .input_mode(SageMakerInputMode::FastFile)
            .record_wrapper_type(SageMakerRecordWrapper::RecordIo)
            .shuffle_seed(7_u64),
    )
    .stopping_condition(SageMakerStoppingCondition::new().max_runtime(hours(2)))
    .tag("team", "models")
}

fn transform_cases() -> Vec<Case> {
    vec![
        case("sage_maker_create_transform_job.readme", transform().state("Batch Inference")),
        case("sage_maker_create_transform_job.readme_without_role", transform().state("Batch Inference")),
        case(
            "sage_maker_create_transform_job.run_job",
            SageMakerCreateTransformJob::new(
                "MyTransformJob",
                "MyModelName",
                SageMakerTransformInput::new(path("$.input"))
                    .s3_data_type(SageMakerS3DataType::S3Prefix)
                    .compression_type(SageMakerCompression::Gzip)
                    .content_type("text/csv")
                    .split_type(SageMakerSplit::Line),
                SageMakerTransformOutput::new(path("$.output"))
                    .accept("text/csv")
                    .assemble_with(SageMakerAssembly::Line)
                    .kms_key_id(KEY),
                SageMakerTransformResources::new("ml.m4.xlarge", 1),
            )
            .invocations_max_retries(3)
            .invocations_timeout(minutes(5))
            .batch_strategy(SageMakerBatchStrategy::MultiRecord)
            .environment("STAGE", "test")
            .max_concurrent_transforms(2)
            .max_payload_in_mb(6)
            .tag("team", "models")
            .run_job("Batch Inference"),
        ),
        case(
            "sage_maker_create_transform_job.jsonata",
            SageMakerCreateTransformJob::new(
                "MyTransformJob",
                jsonata("$states.input.model"),
                SageMakerTransformInput::new(jsonata("$states.input.data"))
                    .s3_data_type(SageMakerS3DataType::S3Prefix),
                SageMakerTransformOutput::new("s3://outputbucket/results"),
                SageMakerTransformResources::new("ml.m4.xlarge", 1),
            )
            .state("Transform"),
        ),
    ]
}

fn endpoint_cases() -> Vec<Case> {
    vec![
        case(
            "sage_maker_create_endpoint.readme",
            SageMakerCreateEndpoint::new(path("$.EndpointName"), path("$.EndpointConfigName"))
                .state("SagemakerEndpoint"),
        ),
        case(
            "sage_maker_create_endpoint.every_parameter",
            SageMakerCreateEndpoint::new("orders", "orders-v1").tag("team", "models").state("Create"),
        ),
        case(
            "sage_maker_update_endpoint.readme",
            SageMakerUpdateEndpoint::new(path("$.Endpoint.Name"), path("$.Endpoint.EndpointConfig"))
                .state("SagemakerEndpoint"),
        ),
        case(
            "sage_maker_update_endpoint.named",
            SageMakerUpdateEndpoint::new("orders", "orders-v2").state("Update"),
        ),
        case(
            "sage_maker_create_endpoint_config.readme",
            SageMakerCreateEndpointConfig::new(
                "MyEndpointConfig",
                SageMakerProductionVariant::new("awesome-variant", "MyModel").instances("ml.m5.xlarge", 2),
            )
            .state("SagemakerEndpointConfig"),
        ),
        case(
            "sage_maker_create_endpoint_config.every_parameter",
            SageMakerCreateEndpointConfig::new(
                "orders-v1",
                SageMakerProductionVariant::new("a", path("$.model"))
                    .instances("ml.m5.xlarge", 1)
                    .initial_variant_weight(0.5),
            )
            .kms_key_id("11111111-2222-3333-4444-555555555555")
            .tag("team", "models")
            .state("Create"),
        ),
        case(
            "sage_maker_create_endpoint.jsonata",
            SageMakerCreateEndpoint::new(jsonata("$states.input.endpoint"), jsonata("$states.input.config"))
                .state("Create"),
        ),
        case(
            "sage_maker_update_endpoint.jsonata",
            SageMakerUpdateEndpoint::new(jsonata("$states.input.endpoint"), jsonata("$states.input.config"))
                .state("Update"),
        ),
        case(
            "sage_maker_create_endpoint_config.jsonata",
            SageMakerCreateEndpointConfig::new(
                jsonata("$states.input.config"),
                SageMakerProductionVariant::new("a", jsonata("$states.input.model"))
                    .instances("ml.m5.xlarge", 1),
            )
            .state("Create"),
        ),
    ]
}

fn model_cases() -> Vec<Case> {
    vec![
        case(
            "sage_maker_create_model.readme",
            SageMakerCreateModel::new("MyModel", container()).execution_role(ROLE).state("Sagemaker"),
        ),
        case(
            "sage_maker_create_model.readme_without_role",
            SageMakerCreateModel::new("MyModel", container())
                .execution_role(&made("SagemakerSagemakerRole"))
                .state("Sagemaker"),
        ),
        case(
            "sage_maker_create_model.every_parameter",
            SageMakerCreateModel::new(
                "orders",
                container().container_hostname("first").environment("STAGE", "test"),
            )
            .execution_role(ROLE)
            .enable_network_isolation(true)
            .tag("team", "models")
            .state("Create"),
        ),
        case(
            "sage_maker_create_model.jsonata",
            SageMakerCreateModel::new(
                "orders",
                SageMakerContainerDefinition::image(jsonata("$states.input.image"))
                    .mode(SageMakerContainerMode::SingleModel)
                    .model_data_url(jsonata("$states.input.artifacts")),
            )
            .execution_role(ROLE)
            .state("Create"),
        ),
    ]
}
