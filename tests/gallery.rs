//! The gallery: an example for every snippet by which the CDK introduces its tasks, and a place for every task.

#[path = "../stacks/mod.rs"]
mod stacks;

use std::collections::BTreeSet;
use std::fs;
use stepwright::asl::Definition;
use stepwright::prelude::*;
use stepwright::tasks::CATALOGUE;

/// A snippet, named by its headings and number; the machine that shows it, and the states that are its counterpart.
type Snippet = (&'static str, &'static str, &'static [&'static str]);

/// What stands in the README of `aws-stepfunctions-tasks`, in its order.
const SNIPPETS: &[Snippet] = &[
    (
        "evaluate-expression",
        "EvaluateExpression",
        &["Convert to seconds", "Create message", "Publish message", "Wait"],
    ),
    ("api-gateway-call-rest-api-endpoint", "ApiGateway", &["Call REST API"]),
    ("api-gateway-call-rest-api-endpoint-2", "ApiGateway", &["Endpoint"]),
    ("api-gateway-call-http-api-endpoint", "ApiGateway", &["Call HTTP API"]),
    ("aws-sdk", "AwsSdk", &["GetObject"]),
    ("aws-sdk-2", "AwsSdk", &["ListBuckets"]),
    ("aws-sdk-3", "AwsSdk", &["DetectLabels"]),
    ("aws-sdk-cross-region-aws-api-call", "AwsSdk", &["GetObject in another region"]),
    ("athena-start-query-execution", "Athena", &["Start Athena Query"]),
    ("athena-start-query-execution-2", "Athena", &["Start Athena Query, or reuse it"]),
    ("athena-get-query-execution", "Athena", &["Get Query Execution"]),
    ("athena-get-query-results", "Athena", &["Get Query Results"]),
    ("athena-stop-query-execution", "Athena", &["Stop Query Execution"]),
    ("batch-submit-job", "Batch", &["Submit Job"]),
    ("bedrock-invoke-model", "Bedrock", &["Prompt Model"]),
    ("bedrock-using-input-path", "Bedrock", &["Prompt Model from a bucket"]),
    ("bedrock-using-input-path-2", "Bedrock", &["Prompt Model with guardrail"]),
    ("codebuild-start-build", "CodeBuild", &["Task"]),
    ("codebuild-start-build-batch", "CodeBuild", &["buildBatchTask"]),
    ("dynamodb-get-item", "DynamoDb", &["Get Item"]),
    ("dynamodb-put-item", "DynamoDb", &["PutItem"]),
    ("dynamodb-delete-item", "DynamoDb", &["DeleteItem"]),
    ("dynamodb-update-item", "DynamoDb", &["UpdateItem"]),
    ("ecs-run-task-ec2", "Ecs", &["Run"]),
    ("ecs-run-task-fargate", "Ecs", &["RunFargate"]),
    ("ecs-run-task-override-cpu-and-memory-parameter", "Ecs", &["Run larger"]),
    ("ecs-run-task-ecs-enable-exec", "Ecs", &["Run with a shell"]),
    ("emr-create-cluster", "Emr", &["Create Cluster"]),
    ("emr-create-cluster-2", "Emr", &["OnDemandSpecification", "SpotSpecification"]),
    ("emr-create-cluster-3", "Emr", &["Create Cluster for steps side by side"]),
    ("emr-termination-protection", "Emr", &["Termination Protection"]),
    ("emr-terminate-cluster", "Emr", &["Terminate Cluster"]),
    ("emr-add-step", "Emr", &["Add Step"]),
    ("emr-add-step-2", "Emr", &["Create Cluster for a step with a role", "Add Step with a role"]),
    ("emr-cancel-step", "Emr", &["Cancel Step"]),
    ("emr-modify-instance-fleet", "Emr", &["Modify Instance Fleet"]),
    ("emr-modify-instance-group", "Emr", &["Modify Instance Group"]),
    ("emr-on-eks-create-virtual-cluster", "EmrOnEks", &["Create a Virtual Cluster"]),
    ("emr-on-eks-create-virtual-cluster-2", "EmrOnEks", &["Create a Virtual Cluster on a certain cluster"]),
    ("emr-on-eks-create-virtual-cluster-3", "EmrOnEks", &["Create a Virtual Cluster in a certain namespace"]),
    ("emr-on-eks-delete-virtual-cluster", "EmrOnEks", &["Delete a Virtual Cluster"]),
    ("emr-on-eks-start-job-run", "EmrOnEks", &["EMR Containers Start Job Run"]),
    ("emr-on-eks-start-job-run-2", "EmrOnEks", &["EMR Containers Start Job Run, configured"]),
    ("emr-on-eks-start-job-run-3", "EmrOnEks", &["EMR Containers Start Job Run, monitored"]),
    ("emr-on-eks-start-job-run-4", "EmrOnEks", &["EMR Containers Start Job Run, monitored where one likes"]),
    ("emr-on-eks-start-job-run-5", "EmrOnEks", &["EMR Containers Start Job Run, under a role of one's own"]),
    ("eks-call", "Eks", &["Call a EKS Endpoint"]),
    ("eventbridge-put-events", "EventBridge", &["Send an event to EventBridge"]),
    ("glue-start-job-run", "Glue", &["Task"]),
    ("glue-start-job-run-2", "Glue", &["Task with workers"]),
    ("glue-start-job-run-3", "Glue", &["Task when there is room"]),
    ("glue-start-crawler-run", "Glue", &["Task1", "Task2"]),
    ("glue-databrew-start-job-run", "GlueDataBrew", &["Task"]),
    ("invoke-http-api", "Http", &["Invoke HTTP API"]),
    ("lambda-invoke", "Lambda", &["Invoke with state input"]),
    (
        "lambda-invoke-2",
        "Lambda",
        &["Invoke with empty object as payload", "Invoke with payload field in the state input"],
    ),
    ("lambda-invoke-3", "Lambda", &["Invoke and set function response as task output"]),
    ("lambda-invoke-4", "Lambda", &["Invoke and combine function response with task input"]),
    ("lambda-invoke-5", "Lambda", &["Invoke with callback"]),
    ("mediaconvert-create-job", "MediaConvert", &["CreateJob"]),
    ("sagemaker-create-training-job", "SageMaker", &["TrainSagemaker"]),
    ("sagemaker-create-transform-job", "SageMaker", &["Batch Inference"]),
    ("sagemaker-create-endpoint", "SageMaker", &["SagemakerEndpoint"]),
    ("sagemaker-create-endpoint-config", "SageMaker", &["SagemakerEndpointConfig"]),
    ("sagemaker-create-model", "SageMaker", &["Sagemaker"]),
    ("sagemaker-update-endpoint", "SageMaker", &["SagemakerEndpoint with another config"]),
    ("sns-publish", "Sns", &["Publish1", "Publish2"]),
    ("step-functions-start-execution", "StepFunctions", &["ChildTask"]),
    ("step-functions-start-execution-2", "StepFunctions", &["ChildTask, linked to this one"]),
    ("step-functions-invoke-activity", "StepFunctions", &["Submit Job"]),
    ("step-functions-invoke-activity-2", "StepFunctions", &["Submit Job with details"]),
    ("sqs-send-message", "Sqs", &["Send1", "Send2"]),
];

/// What `synth` calls the stack.
const NAME: &str = "gallery";

fn gallery() -> Synthesis {
    let (_, stack) = stacks::STACKS.iter().find(|(name, _)| *name == NAME).unwrap();
    stack().synthesize(Target::Sam)
}

/// The examples of a machine, by name, with the states that each goes through.
fn examples(definition: Definition) -> Vec<(String, Vec<String>)> {
    let states = &definition.json()["States"];
    let Some(choices) = states["Which example?"]["Choices"].as_array() else { return Vec::new() };
    choices
        .iter()
        .map(|rule| {
            assert_eq!(rule["Variable"], "$.example");
            let mut way = Vec::new();
            let mut next = rule["Next"].as_str();
            while let Some(state) = next {
                way.push(state.to_owned());
                next = states[state]["Next"].as_str();
            }
            (rule["StringEquals"].as_str().unwrap().to_owned(), way)
        })
        .collect()
}

#[test]
fn every_snippet_has_its_counterpart() {
    let synthesis = gallery();
    for (snippet, machine, states) in SNIPPETS {
        let definition = synthesis.asl(machine).unwrap_or_else(|| panic!("{snippet}: no machine {machine}"));
        let examples = examples(definition);
        let example = examples.iter().find(|(name, _)| name == snippet);
        let (_, way) = example.unwrap_or_else(|| panic!("{machine} has no example {snippet}"));
        assert_eq!(way, states, "{snippet}");
    }
}

#[test]
fn no_two_examples_have_the_same_name() {
    let synthesis = gallery();
    let mut seen = BTreeSet::new();
    for machine in &synthesis.machines {
        for (name, _) in examples(synthesis.asl(&machine.id).unwrap()) {
            assert!(seen.insert(name.clone()), "{name}");
        }
    }
}

#[test]
fn every_task_of_the_catalogue_is_shown() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/stacks/gallery");
    let source: String = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let missing: Vec<_> = CATALOGUE
        .iter()
        .map(|entry| entry.name)
        .filter(|name| !source.contains(&format!("{name}::")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn nothing_in_it_would_be_refused() {
    let errors: Vec<_> = gallery().findings.into_iter().filter(Diagnostic::is_error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}
