//! What is wrong with requests to SageMaker, and what its role is permitted.
#![allow(clippy::unwrap_used)]

use stepwright::prelude::*;
use stepwright::task::IntegrationPattern::{RequestResponse, RunJob};

/// The codes and places of the findings about a request.
fn found(task: impl Task) -> Vec<String> {
    task.findings(RunJob)
        .iter()
        .map(|finding| {
            let text = finding.to_string();
            let place = text.split("at /Parameters").nth(1).and_then(|rest| rest.lines().next());
            format!("{} {}", finding.code, place.unwrap_or_default().trim_start_matches('/'))
        })
        .collect()
}

fn resources() -> SageMakerResourceConfig {
    SageMakerResourceConfig::new("ml.m5.xlarge", 1)
}

fn training(name: &str, resources: SageMakerResourceConfig) -> SageMakerCreateTrainingJob {
    let algorithm = SageMakerAlgorithmSpecification::image("train:3");
    SageMakerCreateTrainingJob::new(
        SageMakerJobTarget::from(path("$.job")).among([name]),
        algorithm,
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

fn definition() -> SageMakerTrainingJobDefinition {
    SageMakerTrainingJobDefinition::new(
        SageMakerTuningAlgorithm::image("train:3"),
        "training",
        SageMakerOutputDataConfig::new("s3://models/"),
        SageMakerStoppingCondition::new(),
    )
}

fn labeling(input: SageMakerLabelingInput) -> SageMakerCreateLabelingJob {
    let ui = SageMakerUi::template("s3://orders/ui.html");
    let team = "arn:aws:sagemaker:eu-west-1:123456789012:workteam/private-crowd/orders";
    SageMakerCreateLabelingJob::new(
        path("$.job"),
        "product",
        input,
        SageMakerLabelingOutput::new("s3://labels/"),
        "labeling",
        SageMakerHumanTaskConfig::new(team, ui, "Which?", "Say which", 10, secs(10)),
    )
}

#[test]
fn training_jobs() {
    assert_eq!(found(training("a", resources())), [""; 0]);
    let named = SageMakerCreateTrainingJob::new(
        "orders_1",
        SageMakerAlgorithmSpecification::algorithm("a"),
        "training",
        SageMakerOutputDataConfig::new("models/"),
        resources(),
    );
    assert_eq!(
        found(named),
        [
            "malformed-name TrainingJobName",
            "fixed-name TrainingJobName",
            "malformed-location OutputDataConfig/S3OutputPath"
        ]
    );
    assert_eq!(found(training("a", SageMakerResourceConfig::groups())), ["missing-parameter ResourceConfig"]);
    let spot = training("a", resources().keep_alive_period(hours(7)))
        .enable_managed_spot_training(true)
        .maximum_retry_attempts(31)
        .channel(
            SageMakerChannel::new("train", "s3://orders/")
                .input_mode(SageMakerInputMode::File)
                .compression_type(SageMakerCompression::Gzip),
        )
        .profiler_config(SageMakerProfilerConfig::new().profiling_interval_in_milliseconds(300))
        .vpc_config(SageMakerVpcConfig::new([""; 0], ["a", "b", "c", "d", "e", "f"]));
    assert_eq!(
        found(spot),
        [
            "conflicting-parameters InputDataConfig/0/CompressionType",
            "out-of-range ResourceConfig/KeepAlivePeriodInSeconds",
            "too-few-items VpcConfig/Subnets",
            "too-many-items VpcConfig/SecurityGroupIds",
            "missing-parameter StoppingCondition/MaxWaitTimeInSeconds",
            "out-of-range ProfilerConfig/ProfilingIntervalInMilliseconds",
            "out-of-range RetryStrategy/MaximumRetryAttempts",
        ]
    );
    let limits = SageMakerStoppingCondition::new().max_runtime(hours(2)).max_wait_time(hours(1));
    assert_eq!(
        found(training("a", resources()).stopping_condition(limits)),
        ["out-of-range StoppingCondition/MaxWaitTimeInSeconds"]
    );
}

#[test]
fn transform_jobs() {
    let input = || SageMakerTransformInput::new("s3://orders/");
    let several = transform(input()).batch_strategy(SageMakerBatchStrategy::MultiRecord);
    assert_eq!(found(several), ["missing-parameter BatchStrategy"]);
    let split = transform(input().split_type(SageMakerSplit::Line))
        .batch_strategy(SageMakerBatchStrategy::MultiRecord)
        .max_payload_in_mb(30)
        .max_concurrent_transforms(4)
        .invocations_max_retries(4)
        .invocations_timeout(hours(2));
    assert_eq!(
        found(split),
        [
            "out-of-range ModelClientConfig/InvocationsTimeoutInSeconds",
            "out-of-range ModelClientConfig/InvocationsMaxRetries",
            "out-of-range MaxPayloadInMB",
        ]
    );
    assert_eq!(
        found(transform(input().s3_data_type(SageMakerS3DataType::Converse))),
        ["value-not-allowed TransformInput/DataSource/S3DataSource/S3DataType"]
    );
}

#[test]
fn tuning_jobs() {
    let ranges = SageMakerParameterRanges::new().integer("epochs", 9, 3);
    let config =
        SageMakerTuningJobConfig::new(SageMakerTuningStrategy::Random, SageMakerResourceLimits::new(0))
            .parameter_ranges(ranges)
            .hyperband(1, 2);
    let one = SageMakerCreateHyperParameterTuningJob::new(path("$.job"), config.clone(), definition());
    assert_eq!(
        found(one),
        [
            "out-of-range HyperParameterTuningJobConfig/ResourceLimits/MaxParallelTrainingJobs",
            "out-of-range HyperParameterTuningJobConfig/ParameterRanges/IntegerParameterRanges/0/MinValue",
            "ignored-parameter HyperParameterTuningJobConfig/StrategyConfig",
            "missing-parameter TrainingJobDefinition",
        ]
    );
    let limits = SageMakerResourceLimits::new(1);
    let config = SageMakerTuningJobConfig::new(SageMakerTuningStrategy::Random, limits)
        .objective(SageMakerObjective::minimize("loss"));
    let named = definition()
        .resource_config(resources())
        .definition_name("a")
        .tuning_objective(SageMakerObjective::minimize("loss"));
    let unnamed = definition().resource_config(resources());
    let several = SageMakerCreateHyperParameterTuningJob::new(path("$.job"), config, named)
        .training_job_definition(unnamed)
        .warm_start_config(SageMakerWarmStartConfig::new(SageMakerWarmStart::TransferLearning));
    assert_eq!(
        found(several),
        [
            "missing-parameter TrainingJobDefinitions/1/DefinitionName",
            "missing-parameter TrainingJobDefinitions/1/TuningObjective",
            "ignored-parameter HyperParameterTuningJobConfig/HyperParameterTuningJobObjective",
            "missing-parameter WarmStartConfig/ParentHyperParameterTuningJobs",
        ]
    );
}

#[test]
fn processing_and_labeling_jobs() {
    let input =
        SageMakerProcessingS3Input::new("orders", "/data").s3_compression_type(SageMakerCompression::Gzip);
    let processing = SageMakerCreateProcessingJob::new(
        path("$.job"),
        SageMakerAppSpecification::new("prepare:3"),
        SageMakerClusterConfig::new("ml.m5.xlarge", 0, 30),
        "preparing",
    )
    .input(SageMakerProcessingInput::new("orders", input))
    .output(SageMakerProcessingOutput::feature_group("features", "orders").app_managed(false))
    .max_runtime(days(10));
    assert_eq!(
        found(processing),
        [
            "malformed-location ProcessingInputs/0/S3Input/S3Uri",
            "malformed-folder ProcessingInputs/0/S3Input/LocalPath",
            "conflicting-parameters ProcessingInputs/0/S3Input/S3CompressionType",
            "conflicting-parameters ProcessingOutputConfig/Outputs/0/AppManaged",
            "out-of-range ProcessingResources/ClusterConfig/InstanceCount",
            "out-of-range StoppingCondition/MaxRuntimeInSeconds",
        ]
    );
    let stops = SageMakerLabelingStoppingConditions::new().max_percentage_of_input_dataset_labeled(101);
    assert_eq!(
        found(labeling(SageMakerLabelingInput::topic("orders")).stopping_conditions(stops)),
        [
            "out-of-range StoppingConditions/MaxPercentageOfInputDatasetLabeled",
            "out-of-range HumanTaskConfig/NumberOfHumanWorkersPerDataObject",
            "out-of-range HumanTaskConfig/TaskTimeLimitInSeconds",
            "ignored-parameter StoppingConditions",
            "endless-job InputConfig",
        ]
    );
}

#[test]
fn models_and_endpoints() {
    let container = || SageMakerContainerDefinition::image("serve:3");
    let data = SageMakerModelDataSource::new(SageMakerS3ModelDataSource::prefix("s3://models/orders"));
    let twice = container().model_data_url("s3://models/orders.tar.gz").model_data_source(data);
    assert_eq!(
        found(SageMakerCreateModel::new(path("$.name"), twice).container(container())),
        [
            "conflicting-parameters Containers",
            "conflicting-parameters PrimaryContainer/ModelDataSource",
            "malformed-location PrimaryContainer/ModelDataSource/S3DataSource/S3Uri",
        ]
    );
    let variant = SageMakerProductionVariant::new("main", "orders")
        .initial_variant_weight(-1.0)
        .serverless_config(SageMakerServerlessConfig::new(1_000, 5).provisioned_concurrency(6));
    let config = SageMakerCreateEndpointConfig::new(path("$.name"), variant)
        .production_variant(SageMakerProductionVariant::new("next", "orders"))
        .data_capture_config(SageMakerDataCaptureConfig::new("s3://models/", 101));
    assert_eq!(
        found(config),
        [
            "out-of-range ProductionVariants/0/InitialVariantWeight",
            "out-of-range ProductionVariants/0/ServerlessConfig/MemorySizeInMB",
            "out-of-range ProductionVariants/0/ServerlessConfig/ProvisionedConcurrency",
            "missing-parameter ProductionVariants/1",
            "out-of-range DataCaptureConfig/InitialSamplingPercentage",
            "missing-parameter DataCaptureConfig/CaptureOptions",
        ]
    );
    let canary = SageMakerTrafficRouting::canary(SageMakerCapacitySize::percent(60), hours(2));
    let policy = SageMakerBlueGreenUpdatePolicy::new(canary).maximum_execution_timeout(minutes(5));
    let update = SageMakerUpdateEndpoint::new("orders", "orders-2")
        .exclude_retained_variant_property(SageMakerVariantProperty::DesiredWeight)
        .retain_deployment_config(true)
        .deployment_config(SageMakerDeploymentConfig::blue_green(policy));
    assert_eq!(
        found(update),
        [
            "ignored-parameter ExcludeRetainedVariantProperties",
            "out-of-range DeploymentConfig/BlueGreenUpdatePolicy/TrafficRoutingConfiguration/WaitIntervalInSeconds",
            "out-of-range DeploymentConfig/BlueGreenUpdatePolicy/TrafficRoutingConfiguration/CanarySize/Value",
            "out-of-range DeploymentConfig/BlueGreenUpdatePolicy/MaximumExecutionTimeoutInSeconds",
            "conflicting-parameters DeploymentConfig",
        ]
    );
}

#[test]
fn a_finding_says_what_would_do() {
    let task = training("a", SageMakerResourceConfig::new("ml.m5.xlarge", 0));
    let found: Vec<String> = task.findings(RequestResponse).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["error[out-of-range]: `InstanceCount` is 0, it has to be 1 at least\n  \
           at /Parameters/ResourceConfig/InstanceCount"]
    );
    let task = transform(SageMakerTransformInput::new("orders/"));
    let found: Vec<String> = task.findings(RequestResponse).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["error[malformed-location]: `orders/` is no place in S3\n  \
           at /Parameters/TransformInput/DataSource/S3DataSource/S3Uri\n  \
           help: a place is a bucket and a prefix: `s3://bucket/prefix/`"]
    );
}

/// The jobs that may be started under a name, as the policy has them.
fn jobs(name: impl Into<SageMakerJobTarget>) -> Vec<String> {
    let arns = name.into().arns("training-job");
    arns.iter()
        .map(|arn| arn.to_json()["Fn::Sub"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
        .collect()
}

#[test]
fn what_a_name_begins_with_narrows_the_policy() {
    assert_eq!(jobs("orders"), ["orders"]);
    assert_eq!(jobs("Orders"), ["Orders", "orders"]);
    assert_eq!(jobs(intrinsic::format("orders-{}", [path("$.id")])), ["orders-*"]);
    assert_eq!(jobs(jsonata("'orders-' & $states.input.id")), ["orders-*"]);
    assert_eq!(jobs(jsonata("\"orders-\" & $string($states.input.id) & '-a'")), ["orders-*"]);
    // Whatever may give another text is left alone.
    assert_eq!(jobs(jsonata("'a' & $x ? 'b' : 'c'")), ["*"]);
    assert_eq!(jobs(jsonata("'a' = $x")), ["*"]);
    assert_eq!(jobs(jsonata("$states.input.job")), ["*"]);
    assert_eq!(jobs(path("$.job")), ["*"]);
    assert_eq!(jobs(execution_name()), ["*"]);
    assert_eq!(jobs(path("States.Format('a*{}', $.id)")), ["*"]);
    assert_eq!(jobs(SageMakerJobTarget::from(path("$.job")).among(["a-*", "B"])), ["a-*", "B", "b"]);
}

#[test]
fn a_role_has_the_rights_to_what_it_is_told_of() {
    let mut stack = Stack::new("orders");
    let key = stack.add("Key", kms::Key::new());
    let encryption =
        s3::bucket::ServerSideEncryptionByDefault::new("aws:kms").kms_master_key_id(key.reference());
    let rule = s3::bucket::ServerSideEncryptionRule::new().server_side_encryption_by_default(encryption);
    let data =
        stack.add("Data", s3::Bucket::new().bucket_encryption(s3::bucket::BucketEncryption::new([rule])));
    let images = stack.add("Images", ecr::Repository::new());
    let role = SageMakerRole::training()
        .reads(&data, "orders/")
        .writes("models", "")
        .runs(&images)
        .encrypts_volumes(&key)
        .in_vpc();
    stack.add("TrainingRole", role);
    stack.add("LabelingRole", SageMakerRole::labeling().invokes(Reference::to("Prepare")));
    let synthesis = stack.synthesize(Target::CloudFormation);
    let role = &synthesis.template["Resources"]["TrainingRole"]["Properties"];
    let trust = &role["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Principal"]["Service"], "sagemaker.amazonaws.com");
    assert_eq!(trust["Condition"]["StringEquals"]["aws:SourceAccount"]["Ref"], "AWS::AccountId");
    let statements = role["Policies"][0]["PolicyDocument"]["Statement"].as_array().unwrap();
    let lines: Vec<String> = statements
        .iter()
        .map(|statement| format!("{} on {}", statement["Action"], statement["Resource"]))
        .collect();
    assert_eq!(
        lines,
        [
            r#"["logs:CreateLogGroup","logs:CreateLogStream","logs:DescribeLogStreams","logs:PutLogEvents"] on [{"Fn::Sub":"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/TrainingJobs"},{"Fn::Sub":"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/TrainingJobs:*"}]"#,
            r#""cloudwatch:PutMetricData" on "*""#,
            r#"["ecr:BatchCheckLayerAvailability","ecr:GetDownloadUrlForLayer","ecr:BatchGetImage"] on {"Fn::GetAtt":["Images","Arn"]}"#,
            r#"["ecr:GetAuthorizationToken","ec2:DescribeNetworkInterfaces","ec2:DescribeVpcs","ec2:DescribeDhcpOptions","ec2:DescribeSubnets","ec2:DescribeSecurityGroups"] on "*""#,
            r#""s3:ListBucket" on {"Fn::GetAtt":["Data","Arn"]}"#,
            r#""s3:GetObject" on {"Fn::Sub":"${Data.Arn}/orders/*"}"#,
            r#""kms:Decrypt" on {"Fn::GetAtt":["Key","Arn"]}"#,
            r#"["s3:PutObject","s3:AbortMultipartUpload"] on {"Fn::Sub":"arn:${AWS::Partition}:s3:::models/*"}"#,
            r#""kms:CreateGrant" on {"Fn::GetAtt":["Key","Arn"]}"#,
            r#""ec2:CreateNetworkInterface" on [{"Fn::Sub":"arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:network-interface/*"},{"Fn::Sub":"arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:subnet/*"},{"Fn::Sub":"arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:security-group/*"}]"#,
            r#"["ec2:CreateNetworkInterfacePermission","ec2:DeleteNetworkInterface","ec2:DeleteNetworkInterfacePermission"] on {"Fn::Sub":"arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:network-interface/*"}"#,
        ]
    );
    assert_eq!(statements[4]["Condition"]["StringLike"]["s3:prefix"], "orders/*");
    let labeling = &synthesis.template["Resources"]["LabelingRole"]["Properties"];
    assert!(labeling["AssumeRolePolicyDocument"]["Statement"][0].get("Condition").is_none());
}
