//! Requests to Bedrock and AgentCore.

use super::{Case, except, of_flow, only};
use stepwright::prelude::*;

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
