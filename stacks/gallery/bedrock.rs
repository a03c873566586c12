//! Bedrock: models, and agents.

use super::{Examples, existing};
use stepwright::prelude::*;

/// The model that is asked, and tuned.
const MODEL: &str = "amazon.nova-lite-v1:0";

/// Adds the machine, a bucket for prompts, answers and training data, and the role that models are tuned under.
pub fn add(stack: &mut Stack) {
    let guardrail = existing(
        stack,
        "Guardrail",
        "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1a2b3c4d5e",
        "A guardrail of Bedrock, by its ARN",
    );
    let harness = existing(
        stack,
        "Harness",
        "arn:aws:bedrock-agentcore:us-east-1:123456789012:harness/answers-a1b2c3d4e5",
        "A harness of Bedrock AgentCore, by its ARN",
    );
    let prompts = stack.add("Prompts", s3::Bucket::new().block_public_access());
    let role = stack.add(
        "CustomizationRole",
        BedrockCustomizationRole::new(prompts.arn(), "training.jsonl", prompts.arn(), "models/")
            .validation(prompts.arn(), "validation.jsonl"),
    );

    let ask = || {
        BedrockInvokeModel::new(MODEL).body(payload!({
            "messages": [{
                "role": "user",
                "content": [{ "text": "Generate a list of five first names." }]
            }],
            "inferenceConfig": { "maxTokens": 100, "temperature": 1 }
        }))
    };
    let names = || payload!({ "names": path("$.Body.output.message.content[0].text") });
    let from_bucket = BedrockInvokeModel::new(MODEL)
        .input(S3ObjectTarget::from(path("$.prompt")).within(&prompts, "prompts/"))
        .output(S3ObjectTarget::from(path("$.answer")).within(&prompts, "answers/"));
    let tune = BedrockCreateModelCustomizationJob::new(
        path("$.jobName"),
        path("$.modelName"),
        &role,
        MODEL,
        (&prompts, "training.jsonl"),
        (&prompts, "models/"),
    )
    .customization_type(BedrockCustomizationType::FineTuning)
    .validation_data((&prompts, "validation.jsonl"))
    .hyper_parameter("epochCount", "2");

    Examples::new()
        .show("bedrock-invoke-model", ask().state("Prompt Model").result_selector(names()))
        .show("bedrock-using-input-path", from_bucket.state("Prompt Model from a bucket"))
        .show(
            "bedrock-using-input-path-2",
            ask().guardrail(&guardrail, "1").state("Prompt Model with guardrail").result_selector(names()),
        )
        .show("bedrock-create-model-customization-job", tune.run_job("Tune Model"))
        .show(
            "bedrock-agent-core-invoke-harness",
            BedrockAgentCoreInvokeHarness::new(&harness, path("$.question"))
                .runtime_session_id(path("$.session"))
                .state("Ask Agent"),
        )
        .add(stack, "Bedrock", "Asks models and agents, and tunes models");
}
