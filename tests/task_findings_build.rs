//! What is wrong with a request to Batch, CodeBuild, Bedrock or AgentCore, in the words that a user reads.
#![allow(clippy::unwrap_used)]

#[path = "support/snapshots.rs"]
mod snapshots;

use stepwright::prelude::*;

/// The findings about a request: code, place, message.
fn found(task: impl Task, pattern: IntegrationPattern) -> Vec<String> {
    task.findings(pattern)
        .iter()
        .map(|finding| {
            let place = finding.place.pointer.clone().unwrap_or_default();
            format!("{} at {place}: {}", finding.code, finding.message)
        })
        .collect()
}

fn check(task: impl Task, expected: &[&str]) {
    assert_eq!(found(task, IntegrationPattern::RequestResponse), expected);
}

fn job() -> BatchSubmitJob {
    BatchSubmitJob::new("resize", "nightly", "resize")
}

#[test]
fn jobs_of_batch() {
    check(job(), &[]);
    check(
        BatchSubmitJob::new("-resize.1", "nightly", "resize"),
        &["malformed-name at /Parameters/JobName: Batch does not take `-resize.1` for a job's name"],
    );
    check(
        job().array_size(1).attempts(11).timeout(secs(59)).scheduling_priority_override(10_000),
        &[
            "out-of-range at /Parameters/ArrayProperties/Size: `Size` is 1, it can be 2 to 10000",
            "out-of-range at /Parameters/SchedulingPriorityOverride: `SchedulingPriorityOverride` is 10000, it can be 0 to 9999",
            "out-of-range at /Parameters/RetryStrategy/Attempts: `Attempts` is 11, it can be 1 to 10",
            "out-of-range at /Parameters/Timeout/AttemptDurationSeconds: `AttemptDurationSeconds` is 59, it has to be 60 at least",
        ],
    );
    check(
        job().depends_on(BatchJobDependency::sequential()),
        &[
            "not-an-array-job at /Parameters/DependsOn/0/Type: `Type` of what the job depends on is for the children of an array job only",
        ],
    );
    check(
        (0..21).fold(job(), |job, _| job.depends_on(BatchJobDependency::on("a"))),
        &["too-many-items at /Parameters/DependsOn: there are 21 jobs to wait for, there can be 20"],
    );
    check(
        job().retry_strategy(BatchRetryStrategy::new(2).when(BatchEvaluateOnExit::retry())),
        &[
            "empty-rule at /Parameters/RetryStrategy/EvaluateOnExit/0: the rule says nothing of the failure that it is for",
        ],
    );
    check(
        job().container(BatchContainerOverrides::new().environment("AWS_BATCH_X", "1")).node(
            BatchNodeOverride::new("0:").eks_pod(
                BatchEksPodOverride::new()
                    .container(BatchEksContainerOverride::new("a").environment("AWS_BATCH_Y", "1")),
            ),
        ),
        &[
            "reserved-variable at /Parameters/ContainerOverrides/Environment/0/Name: the environment variable `AWS_BATCH_X` is for Batch to set",
            "reserved-variable at /Parameters/NodeOverrides/NodePropertyOverrides/0/EksPropertiesOverride/PodProperties/Containers/0/Env/0/Name: the environment variable `AWS_BATCH_Y` is for Batch to set",
        ],
    );
    check(
        job().tag("", "x".repeat(257)),
        &[
            "too-short at /Parameters/Tags/: the key of a tag has no characters, it can have 1 to 128",
            "too-long at /Parameters/Tags/: the value of the tag `` has 257 characters, it can have 0 to 256",
        ],
    );
}

#[test]
fn shares_and_queues_of_batch() {
    let queue = Handle::new("Queue", batch::JobQueue::new(1));
    let shared = Handle::new("Queue", batch::JobQueue::new(1).scheduling_policy_arn("policy"));
    check(BatchSubmitJob::new("a", &shared, "a").share_identifier("low*"), &[]);
    check(
        BatchSubmitJob::new("a", &shared, "a"),
        &[
            "missing-parameter at /Parameters: a job in a queue with a scheduling policy needs a `ShareIdentifier`",
        ],
    );
    check(
        BatchSubmitJob::new("a", &queue, "a").share_identifier("low-1"),
        &[
            "malformed-name at /Parameters/ShareIdentifier: the share identifier `low-1` has more than letters and digits",
            "conflicting-parameters at /Parameters/ShareIdentifier: `ShareIdentifier` is said, and the queue has no scheduling policy",
        ],
    );
}

#[test]
fn builds_of_code_build() {
    let build = || CodeBuildStartBuild::new("site");
    check(build(), &[]);
    check(
        build().timeout_in_minutes(2_161).queued_timeout_in_minutes(4),
        &[
            "out-of-range at /Parameters/QueuedTimeoutInMinutesOverride: `QueuedTimeoutInMinutesOverride` is 4, it can be 5 to 480",
            "out-of-range at /Parameters/TimeoutInMinutesOverride: `TimeoutInMinutesOverride` is 2161, it can be 5 to 2160",
        ],
    );
    check(
        (0..13).fold(build(), |build, _| build.secondary_source_version("tests", "main")),
        &[
            "too-many-items at /Parameters/SecondarySourcesVersionOverride: there are 13 versions of secondary sources, there can be 12",
        ],
    );
    check(
        build().secondary_source(CodeBuildSource::new("my-tests", "S3")),
        &[
            "malformed-name at /Parameters/SecondarySourcesOverride/0/SourceIdentifier: the identifier `my-tests` has more than letters, digits and underscores",
        ],
    );
    check(
        build()
            .artifacts(CodeBuildArtifacts::none().encryption_disabled(true))
            .secondary_artifacts(CodeBuildArtifacts::code_pipeline()),
        &[
            "conflicting-parameters at /Parameters/ArtifactsOverride/EncryptionDisabled: `EncryptionDisabled` is for artifacts of type `S3` only",
            "value-not-allowed at /Parameters/SecondaryArtifactsOverride/0/Type: `Type` is `CODEPIPELINE`, which only the first artifacts can be",
            "missing-parameter at /Parameters/SecondaryArtifactsOverride/0: artifacts beside the first need an `ArtifactIdentifier`",
        ],
    );
    check(
        build()
            .image_pull_credentials(CodeBuildImagePullCredentials::CodeBuild)
            .registry_credential("registry/login"),
        &[
            "conflicting-parameters at /Parameters/ImagePullCredentialsTypeOverride: `RegistryCredentialOverride` is said, and the image is pulled by `CODEBUILD`, which does not use it",
        ],
    );
    check(
        build().environment_variable("CODEBUILD_X", "1").environment_variable("", "1"),
        &[
            "reserved-variable at /Parameters/EnvironmentVariablesOverride/0/Name: the environment variable `CODEBUILD_X` is for CodeBuild to set",
            "too-short at /Parameters/EnvironmentVariablesOverride/1/Name: an environment variable has no name",
        ],
    );
    check(
        CodeBuildStartBuildBatch::new("site").build_timeout_in_minutes(4),
        &[
            "out-of-range at /Parameters/BuildTimeoutInMinutesOverride: `BuildTimeoutInMinutesOverride` is 4, it can be 5 to 2160",
        ],
    );
    check(
        CodeBuildBatchDeleteBuilds::new([""; 0]),
        &["too-few-items at /Parameters/Ids: there is no build to delete"],
    );
    check(
        CodeBuildBatchGetReports::new([""; 101]),
        &["too-many-items at /Parameters/ReportArns: there are 101 reports, there can be 100"],
    );
}

#[test]
fn builds_show_their_projects() {
    let resource = |build: BuildTarget| {
        let statements = CodeBuildStopBuild::new(build).statements(IntegrationPattern::RequestResponse);
        statements[0].to_json()["Resource"].to_string()
    };
    assert_eq!(
        resource("site:0d1c".into()),
        r#"{"Fn::Sub":"arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/site"}"#
    );
    assert_eq!(
        resource("arn:aws-cn:codebuild:cn-north-1:123456789012:build/site:0d1c".into()),
        r#""arn:aws-cn:codebuild:cn-north-1:123456789012:project/site""#
    );
    let every = r#"{"Fn::Sub":"arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/*"}"#;
    assert_eq!(resource("nonsense".into()), every);
    assert_eq!(resource(path("$.id").into()), every);
}

#[test]
fn invocations_of_bedrock() {
    let ask = || BedrockInvokeModel::new("amazon.nova-lite-v1:0");
    let body = || payload!({ "inputText": path("$.question") });
    check(ask().body(body()), &[]);
    check(ask(), &["missing-parameter at /Parameters: neither `Body` nor `Input` is said"]);
    check(
        ask().body(body()).input("s3://prompts/first.json"),
        &["conflicting-parameters at /Parameters/Input: `Body` and `Input` cannot both be said"],
    );
    check(
        ask().body("x".repeat(262_143)),
        &["too-long at /Parameters/Body: the body has 262145 bytes, it can have 262144"],
    );
    check(
        ask().input("s3://prompts").output("prompts/first.json"),
        &[
            "malformed-location at /Parameters/Input/S3Uri: `s3://prompts` is no object in S3",
            "malformed-location at /Parameters/Output/S3Uri: `prompts/first.json` is no object in S3",
        ],
    );
    check(
        ask().body(body()).guardrail("guardrailId", "0").content_type("text/plain"),
        &[
            "malformed-name at /Parameters/GuardrailIdentifier: `guardrailId` is no guardrail",
            "malformed-version at /Parameters/GuardrailVersion: `0` is no version of a guardrail",
            "conflicting-parameters at /Parameters/ContentType: a guardrail can look into `application/json` only, and not into `text/plain`",
        ],
    );
    check(ask().body(body()).guardrail("gr1", "99999999"), &[]);
}

#[test]
fn models_are_told_apart_by_their_ids() {
    let permitted = |model: &str| {
        let statements = ModelTarget::from(model).invoke_statements();
        let resources = statements.iter().map(|statement| statement.to_json()["Resource"].to_string());
        resources.collect::<Vec<_>>().join(" ").replace("\"Fn::Sub\":", "").replace("${AWS::", "${")
    };
    for (model, expected) in [
        ("deepseek.v3.1", r#"{"arn:${Partition}:bedrock:${Region}::foundation-model/deepseek.v3.1"}"#),
        ("zai.glm-4.6", r#"{"arn:${Partition}:bedrock:${Region}::foundation-model/zai.glm-4.6"}"#),
        (
            "global.anthropic.claude-x",
            r#"{"arn:${Partition}:bedrock:${Region}:${AccountId}:inference-profile/global.anthropic.claude-x"} {"arn:${Partition}:bedrock:*::foundation-model/anthropic.claude-x"}"#,
        ),
        (
            "us-gov.amazon.nova",
            r#"{"arn:${Partition}:bedrock:${Region}:${AccountId}:inference-profile/us-gov.amazon.nova"} {"arn:${Partition}:bedrock:*::foundation-model/amazon.nova"}"#,
        ),
        (
            "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3d4e5f6",
            r#""arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3d4e5f6" {"arn:${Partition}:bedrock:*::foundation-model/*"}"#,
        ),
        (
            "arn:aws:bedrock:eu-west-1:123456789012:imported-model/a1b2c3d4e5f6",
            r#""arn:aws:bedrock:eu-west-1:123456789012:imported-model/a1b2c3d4e5f6""#,
        ),
        (
            "c2oi931ulksx",
            r#"{"arn:${Partition}:bedrock:${Region}:${AccountId}:provisioned-model/c2oi931ulksx"}"#,
        ),
    ] {
        assert_eq!(permitted(model), expected, "{model}");
    }
}

#[test]
fn customizations_of_bedrock() {
    let job = |name: &str| {
        BedrockCreateModelCustomizationJob::new(
            name,
            "orders",
            "tuning",
            "amazon.titan-text-express-v1",
            "s3://data/training.jsonl",
            "s3://data/models/",
        )
    };
    let tune = || job("tune").validation_data("s3://data/validation.jsonl");
    check(tune(), &[]);
    check(
        job("tune"),
        &[
            "no-validation-data at /Parameters: nothing says what the custom model is tried on: there is no `ValidationDataConfig`",
        ],
    );
    check(job("tune").hyper_parameter("Evaluation percentage", "10"), &[]);
    check(
        job("-tune").validation_data("s3://data/validation.jsonl").client_request_token("a_b"),
        &[
            "malformed-name at /Parameters/JobName: Bedrock does not take `-tune` for `JobName`",
            "malformed-name at /Parameters/ClientRequestToken: Bedrock does not take `a_b` for `ClientRequestToken`",
        ],
    );
    check(
        (0..11).fold(job("tune"), |job, _| job.validation_data("s3://data/validation.jsonl")),
        &[
            "too-many-items at /Parameters/ValidationDataConfig/Validators: there are 11 objects to try the model on, there can be 10",
        ],
    );
    check(
        tune().vpc([""; 17], [""; 0]),
        &[
            "too-many-items at /Parameters/VpcConfig/SubnetIds: there are 17 subnets, there can be 16",
            "too-few-items at /Parameters/VpcConfig/SecurityGroupIds: a job in a VPC needs security groups",
        ],
    );
    check(
        (0..201).fold(tune(), |job, index| job.job_tag(index.to_string(), "")),
        &["too-many-items at /Parameters/JobTags: there are 201 tags, there can be 200"],
    );
    check(
        tune().customization_type(BedrockCustomizationType::Distillation),
        &[
            "missing-parameter at /Parameters/CustomizationType: this `CustomizationType` needs a `CustomizationConfig`, and none fits",
        ],
    );
    check(
        tune()
            .distillation(BedrockDistillation::new("amazon.nova-pro-v1:0"))
            .customization_type(BedrockCustomizationType::FineTuning),
        &[
            "conflicting-parameters at /Parameters/CustomizationConfig: this `CustomizationType` takes no `CustomizationConfig`",
        ],
    );
    check(
        tune().reinforcement(BedrockReinforcement::new("grade").epoch_count(51).learning_rate(0.1)),
        &[
            "out-of-range at /Parameters/CustomizationConfig/RftConfig/HyperParameters/EpochCount: `EpochCount` is 51, it can be 1 to 50",
            "out-of-range at /Parameters/CustomizationConfig/RftConfig/HyperParameters/LearningRate: `LearningRate` is 0.1, it can be 0.0000001 to 0.001",
        ],
    );
}

#[test]
fn a_role_to_customize_models_under() {
    let mut stack = Stack::new("tuning");
    let data = stack.add("Data", s3::Bucket::new());
    stack.add(
        "TuningRole",
        BedrockCustomizationRole::new(data.arn(), "training/", data.arn(), "")
            .validation(data.arn(), "validation.jsonl")
            .input_key("arn:aws:kms:eu-west-1:123456789012:key/in")
            .output_key("arn:aws:kms:eu-west-1:123456789012:key/out")
            .model_key("arn:aws:kms:eu-west-1:123456789012:key/model")
            .teacher("amazon.nova-pro-v1:0")
            .teacher_profile("us.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0", ["us-east-1", "us-west-2"])
            .grader("arn:aws:lambda:eu-west-1:123456789012:function:grade")
            .vpc(["subnet-1", "subnet-2"], ["sg-1"])
            .allow(Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::more/*").because("reads more")),
    );
    let synthesis = stack.synthesize(Target::CloudFormation);
    assert!(synthesis.findings.iter().all(|finding| !finding.is_error()), "{:?}", synthesis.findings);
    let role = &synthesis.template["Resources"]["TuningRole"];
    let text = serde_json::to_string_pretty(&role["Properties"]).unwrap();
    snapshots::snapshot("parts", "bedrock_customization_role", &text);
}

#[test]
fn harnesses_of_agent_core() {
    let ask = || BedrockAgentCoreInvokeHarness::new("orders-a1b2c3d4e5", "Where is it?");
    check(ask(), &[]);
    check(
        ask().runtime_session_id("-short"),
        &[
            "too-short at /Parameters/RuntimeSessionId: `RuntimeSessionId` has 6 characters, it can have 33 to 100",
            "malformed-name at /Parameters/RuntimeSessionId: AgentCore does not take `-short` for a session",
        ],
    );
    check(
        ask().timeout_seconds(901),
        &[
            "outlives-the-state at /Parameters/TimeoutSeconds: `TimeoutSeconds` is 901, and Step Functions waits for 900 at most",
        ],
    );
    check(
        ask().message("").system_prompt(""),
        &[
            "too-short at /Parameters/Messages/1/Content/0/Text: a message has an empty text",
            "too-short at /Parameters/SystemPrompt/0/Text: the system prompt has an empty text",
        ],
    );
    check(
        ask().tool(BedrockAgentCoreTool::browser().name("the web")),
        &["malformed-name at /Parameters/Tools/0/Name: `the web` has more than letters, digits, `-` and `_`"],
    );
    check(
        ask().model(
            BedrockAgentCoreModel::bedrock("amazon.nova-lite-v1:0").max_tokens(0).temperature(2.1).top_k(1),
        ),
        &[
            "out-of-range at /Parameters/Model/BedrockModelConfig/MaxTokens: `MaxTokens` is 0, it has to be 1 at least",
            "out-of-range at /Parameters/Model/BedrockModelConfig/Temperature: `Temperature` is 2.1, it can be 0 to 2",
            "unknown-parameter at /Parameters/Model/BedrockModelConfig/TopK: a model of `BedrockModelConfig` has no `TopK`",
        ],
    );
}
