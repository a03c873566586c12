//! Every task there is, in a state machine per service.
//!
//! A machine runs the example that its input names, with whatever else the example reads from it:
//!
//! ```json
//! {"example": "sqs-send-message", "message": "hello", "field2": "world"}
//! ```
//!
//! Most examples are those by which the AWS CDK's library of tasks introduces itself, under the names they have there;
//! the others show tasks that it lacks. What an example acts on is made by this stack where that costs nothing, and is a
//! parameter where it has to exist already: a cluster, a model, a job.

use stepwright::prelude::*;

mod api_gateway;
mod athena;
mod aws_sdk;
mod batch;
mod bedrock;
mod code_build;
mod data_brew;
mod dynamo_db;
mod ecs;
mod eks;
mod emr;
mod emr_on_eks;
mod emr_serverless;
mod evaluate;
mod event_bridge;
mod glue;
mod http;
mod lambda;
mod media_convert;
mod sage_maker;
mod scheduler;
mod sns;
mod sqs;
mod step_functions;

/// The stack.
pub fn gallery() -> Stack {
    let mut stack = Stack::new("gallery")
        .describe("Every task there is, in a state machine per service")
        .acknowledge(
            "wildcard-permission",
            "what is asked for knows no resource: listing buckets, detecting labels, describing jobs of Batch and \
             subnets, creating clusters of EMR and virtual clusters",
        )
        .acknowledge("template-needs-upload", "`sam deploy` uploads it");
    skip_checks(&mut stack);
    let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16"));
    let eks_cluster = stack.parameter(
        "EksCluster",
        Parameter::string().length(1, 100).describe("The name of an EKS cluster that stands already"),
    );

    api_gateway::add(&mut stack);
    athena::add(&mut stack);
    aws_sdk::add(&mut stack);
    batch::add(&mut stack);
    bedrock::add(&mut stack);
    code_build::add(&mut stack);
    data_brew::add(&mut stack);
    dynamo_db::add(&mut stack);
    ecs::add(&mut stack, &network);
    eks::add(&mut stack, &network, &eks_cluster);
    emr::add(&mut stack, &network);
    emr_on_eks::add(&mut stack, &eks_cluster);
    emr_serverless::add(&mut stack, &network);
    evaluate::add(&mut stack);
    event_bridge::add(&mut stack);
    glue::add(&mut stack);
    http::add(&mut stack);
    lambda::add(&mut stack);
    media_convert::add(&mut stack);
    sage_maker::add(&mut stack);
    scheduler::add(&mut stack);
    sns::add(&mut stack);
    sqs::add(&mut stack);
    step_functions::add(&mut stack);
    stack
}

/// The examples of a service, on the way to becoming its machine.
struct Examples {
    choice: Choice,
}

impl Examples {
    fn new() -> Self {
        Examples { choice: Choice::new("Which example?") }
    }

    /// One more, for input that names it.
    fn show(self, name: &str, flow: impl Into<Flow>) -> Self {
        Examples { choice: self.choice.when(path("$.example").equals(name), flow) }
    }

    /// The machine.
    fn add(self, stack: &mut Stack, id: &str, comment: &str) -> Handle<Machine> {
        let unknown = Fail::new("No such example")
            .error("NoSuchExample")
            .cause("the input's field `example` names none of this machine");
        stack.add(id, StateMachine::new(self.choice.otherwise(unknown)).comment(comment))
    }
}

/// A parameter that stands for something of the user's.
fn existing(stack: &mut Stack, name: &str, default: &str, describe: &str) -> Handle<Parameter> {
    stack.parameter(name, Parameter::string().default(default).describe(describe))
}

/// What checkov asks for and a gallery does without: what the examples act on holds nothing that anyone would miss, and
/// the queues and topics of the account are encrypted as AWS does by itself.
fn skip_checks(stack: &mut Stack) {
    const SHOWN: &str = "stands here for an example to act on, and keeps nothing of worth";
    const CALLED: &str = "called by an example, with what the example says, and calls nothing in a VPC";
    let checks = [
        ("AWS::ApiGateway::Stage", ["CKV_AWS_73", "CKV_AWS_76", "CKV_AWS_120"].as_slice(), SHOWN),
        ("AWS::ApiGatewayV2::Stage", &["CKV_AWS_95"], SHOWN),
        ("AWS::DynamoDB::Table", &["CKV_AWS_28", "CKV_AWS_119"], SHOWN),
        ("AWS::ECS::Cluster", &["CKV_AWS_65"], SHOWN),
        ("AWS::Lambda::Function", &["CKV_AWS_115", "CKV_AWS_116", "CKV_AWS_117"], CALLED),
        ("AWS::Logs::LogGroup", &["CKV_AWS_158"], SHOWN),
        ("AWS::S3::Bucket", &["CKV_AWS_18", "CKV_AWS_21"], SHOWN),
        ("AWS::SNS::Topic", &["CKV_AWS_26"], SHOWN),
        ("AWS::SQS::Queue", &["CKV_AWS_27"], SHOWN),
    ];
    for (type_name, ids, reason) in checks {
        for id in ids {
            stack.skip_check(type_name, *id, reason);
        }
    }
}
