//! SageMaker: trains, tunes and serves models, and prepares and labels data.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine, a bucket for data and models, and the roles that jobs and models run under.
pub fn add(stack: &mut Stack) {
    let image = existing(
        stack,
        "TrainingImage",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:latest",
        "An image that trains and prepares, in ECR",
    );
    let repository = existing(
        stack,
        "TrainingImageRepository",
        "arn:aws:ecr:us-east-1:123456789012:repository/train",
        "The repository of the image, by its ARN",
    );
    let data = stack.add("ModelData", s3::Bucket::new().block_public_access());
    let place = |folder: &str| sub(&format!("s3://{{}}/{folder}/"), [data.reference()]);
    let training_role = stack.add(
        "TrainingRole",
        SageMakerRole::training().reads(&data, "train/").writes(&data, "models/").runs_image_of(&repository),
    );
    let processing_role = stack.add(
        "ProcessingRole",
        SageMakerRole::processing().reads(&data, "raw/").writes(&data, "train/").runs_image_of(&repository),
    );
    let serving_role =
        stack.add("ServingRole", SageMakerRole::serving().reads(&data, "models/").runs_image_of(&repository));

    let models = || SageMakerOutputDataConfig::new(place("models"));
    let stop = || SageMakerStoppingCondition::new().max_runtime(hours(2));
    let train = SageMakerCreateTrainingJob::new(
        path("$.JobName"),
        SageMakerAlgorithmSpecification::algorithm("BlazingText")
            .training_input_mode(SageMakerInputMode::File),
        &training_role,
        models(),
        SageMakerResourceConfig::new(path("$.InstanceType"), 1).volume_size_in_gb(50),
    )
    .channel(SageMakerChannel::new("train", path("$.S3Uri")))
    .stopping_condition(stop());
    let tune = SageMakerCreateHyperParameterTuningJob::new(
        path("$.JobName"),
        SageMakerTuningJobConfig::new(
            SageMakerTuningStrategy::Bayesian,
            SageMakerResourceLimits::new(2).max_number_of_training_jobs(10),
        )
        .objective(SageMakerObjective::minimize("validation:loss"))
        .parameter_ranges(SageMakerParameterRanges::new().integer("epochs", 5, 50)),
        SageMakerTrainingJobDefinition::new(
            SageMakerTuningAlgorithm::image(&image).metric("validation:loss", "loss=([0-9.]+)"),
            &training_role,
            models(),
            stop(),
        )
        .resource_config(SageMakerResourceConfig::new("ml.m5.xlarge", 1))
        .channel(SageMakerChannel::new("train", place("train"))),
    );
    let transform = SageMakerCreateTransformJob::new(
        path("$.JobName"),
        "MyModelName",
        SageMakerTransformInput::new("s3://inputbucket/train").s3_data_type(SageMakerS3DataType::S3Prefix),
        SageMakerTransformOutput::new("s3://outputbucket/TransformJobOutputPath"),
        SageMakerTransformResources::new("ml.m4.xlarge", 1),
    )
    .invocations_max_retries(3)
    .invocations_timeout(minutes(5));
    let process = SageMakerCreateProcessingJob::new(
        path("$.JobName"),
        SageMakerAppSpecification::new(&image).container_entrypoint(["python3", "/opt/prepare.py"]),
        SageMakerClusterConfig::new("ml.m5.xlarge", 1, 30),
        &processing_role,
    )
    .input(SageMakerProcessingInput::new(
        "raw",
        SageMakerProcessingS3Input::new(place("raw"), "/opt/ml/processing/raw"),
    ))
    .output(SageMakerProcessingOutput::s3("train", place("train"), "/opt/ml/processing/train"))
    .max_runtime(hours(1));
    let model = SageMakerCreateModel::new(
        path("$.Model.name"),
        SageMakerContainerDefinition::image(path("$.Model.imageName"))
            .mode(SageMakerContainerMode::SingleModel)
            .model_data_url(path("$.TrainingJob.ModelArtifacts.S3ModelArtifacts")),
    )
    .execution_role(&serving_role);
    let config = SageMakerCreateEndpointConfig::new(
        path("$.EndpointConfigName"),
        SageMakerProductionVariant::new("awesome-variant", "MyModel").instances("ml.m5.xlarge", 2),
    );
    let label = labeling(stack, &data);

    Examples::new()
        .show("sagemaker-create-training-job", train.run_job("TrainSagemaker"))
        .show("sagemaker-create-transform-job", transform.run_job("Batch Inference"))
        .show(
            "sagemaker-create-endpoint",
            SageMakerCreateEndpoint::new(path("$.EndpointName"), path("$.EndpointConfigName"))
                .state("SagemakerEndpoint"),
        )
        .show("sagemaker-create-endpoint-config", config.state("SagemakerEndpointConfig"))
        .show("sagemaker-create-model", model.state("Sagemaker"))
        .show(
            "sagemaker-update-endpoint",
            SageMakerUpdateEndpoint::new(path("$.Endpoint.Name"), path("$.Endpoint.EndpointConfig"))
                .state("SagemakerEndpoint with another config"),
        )
        .show("sagemaker-create-hyper-parameter-tuning-job", tune.run_job("Tune"))
        .show("sagemaker-create-processing-job", process.run_job("Prepare"))
        .show("sagemaker-create-labeling-job", label.run_job("Label"))
        .add(stack, "SageMaker", "Trains models and serves them");
}

/// Pictures that people say a class of, with the functions that AWS keeps for that in each region.
fn labeling(stack: &mut Stack, data: &Handle<s3::Bucket>) -> SageMakerCreateLabelingJob {
    let team = existing(
        stack,
        "Workteam",
        "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/labelers",
        "The people who label, by their team's ARN",
    );
    let prepare = existing(
        stack,
        "PreLabelingFunction",
        "arn:aws:lambda:us-east-1:432418664414:function:PRE-ImageMultiClass",
        "A function that makes a task of a picture, by its ARN",
    );
    let consolidate = existing(
        stack,
        "ConsolidationFunction",
        "arn:aws:lambda:us-east-1:432418664414:function:ACS-ImageMultiClass",
        "A function that makes one label of several, by its ARN",
    );
    let role = stack.add(
        "LabelingRole",
        SageMakerRole::labeling()
            .reads(data, "pictures/")
            .writes(data, "labels/")
            .invokes(&prepare)
            .invokes(&consolidate),
    );
    let place = |name: &str| sub(&format!("s3://{{}}/{name}"), [data.reference()]);
    let task = SageMakerHumanTaskConfig::new(
        &team,
        SageMakerUi::template(place("pictures/ui.liquid.html")),
        "Which class?",
        "Say which class the picture is of",
        3,
        minutes(5),
    )
    .pre_human_task_lambda_arn(&prepare)
    .annotation_consolidation_lambda_arn(&consolidate);
    SageMakerCreateLabelingJob::new(
        path("$.JobName"),
        "class",
        SageMakerLabelingInput::manifest(place("pictures/manifest.jsonl")),
        SageMakerLabelingOutput::new(place("labels/")),
        &role,
        task,
    )
    .label_category_config_s3_uri(place("pictures/classes.json"))
}
