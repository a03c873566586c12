//! Bedrock.

use super::case::{Case, case};
use stepwright::prelude::*;
use stepwright::reference::Piece;

/// By its ARN, as the CDK's task names it.
fn titan() -> ModelTarget {
    let name = "foundation-model/amazon.titan-text-express-v1";
    sub("arn:{}:bedrock:{}::{}", [partition().into(), region().into(), Piece::from(name)]).into()
}

fn names() -> Payload {
    payload!({
        "inputText": "Generate a list of five first names.",
        "textGenerationConfig": { "maxTokenCount": 100, "temperature": 1 }
    })
}

fn chosen() -> Payload {
    payload!({ "names": path("$.Body.results[0].outputText") })
}

pub fn cases() -> Vec<Case> {
    let mut cases = invoke_cases();
    cases.extend(customize_cases());
    cases
}

fn invoke_cases() -> Vec<Case> {
    vec![
        case(
            "bedrock_invoke_model.readme",
            BedrockInvokeModel::new(titan()).body(names()).state("Prompt Model").result_selector(chosen()),
        ),
        case(
            "bedrock_invoke_model.readme_input_path",
            BedrockInvokeModel::new(titan())
                .state("Prompt Model")
                .input_path("$.prompt")
                .output_path("$.prompt"),
        ),
        case(
            "bedrock_invoke_model.readme_guardrail",
            BedrockInvokeModel::new(titan())
                .body(names())
                .guardrail("guardrailId", "1")
                .state("Prompt Model with guardrail")
                .result_selector(chosen()),
        ),
        case(
            "bedrock_invoke_model.guardrail",
            BedrockInvokeModel::new(titan())
                .body(names())
                .guardrail("guardrailid", "1")
                .trace(BedrockTrace::Enabled)
                .state("Prompt Model with guardrail")
                .result_selector(chosen()),
        ),
        case(
            "bedrock_invoke_model.objects_in_s3",
            BedrockInvokeModel::new(titan())
                .accept("application/json")
                .content_type("application/json")
                .input("s3://prompts/in.json")
                .output("s3://answers/out.json")
                .state("Prompt"),
        ),
        case(
            "bedrock_invoke_model.objects_at_run_time",
            BedrockInvokeModel::new(titan()).input(path("$.prompt")).output(path("$.answer")).state("Prompt"),
        ),
        case(
            "bedrock_invoke_model.provisioned_model",
            BedrockInvokeModel::new("arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/abc123")
                .body(path("$.body"))
                .state("Prompt"),
        ),
        case(
            "bedrock_invoke_model.jsonata",
            BedrockInvokeModel::new(titan())
                .body(payload!({ "inputText": jsonata("$states.input.prompt") }))
                .state("Prompt")
                .output(jsonata("$states.result.Body")),
        ),
    ]
}

fn customize_cases() -> Vec<Case> {
    let role = Handle::new("Role", iam::Role::new(serde_json::json!({})));
    let bucket = Handle::new("Bucket", s3::Bucket::new());
    let customize = || {
        BedrockCreateModelCustomizationJob::new(
            "job",
            "model",
            &role,
            titan(),
            BedrockTrainingData::from((&bucket, "training-data/data.json")),
            (&bucket, "output-data/"),
        )
        .validation_data((&bucket, "validation-data/data.json"))
    };
    vec![
        case("bedrock_create_model_customization_job.least", customize().state("Customize")),
        case(
            "bedrock_create_model_customization_job.every_parameter",
            customize()
                .client_request_token("token")
                .customization_type(BedrockCustomizationType::FineTuning)
                .custom_model_key(Reference::attribute("Key", "Arn"))
                .custom_model_tag("team", "models")
                .hyper_parameter("batchSize", "10")
                .job_tag("team", "models")
                .vpc(["subnet-1"], ["sg-1"])
                .state("Customize"),
        ),
    ]
}
