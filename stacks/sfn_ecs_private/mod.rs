//! Step Functions to Amazon ECS on Fargate, without a way to the internet.
//!
//! The production twin of `sfn_ecs`: the same two machines, from the same function, but their tasks run in private
//! subnets, reach the AWS services they need through endpoints and nothing else, take their image from the account's own
//! registry, and every log is encrypted with a key of the stack.

use super::sfn_ecs::vpc_cidr;
use super::sfn_ecs::workflow::{self, Site};
use stepwright::prelude::*;

/// The stack.
pub fn sfn_ecs_private() -> Stack {
    let mut stack = Stack::new("sfn-ecs-private")
        .describe("Step Functions to ECS on Fargate, in private subnets: wait for the job, or for a callback")
        // The workers are those of the public twin.
        .folder("stacks/sfn_ecs");
    stack.code("app");
    let cidr = vpc_cidr(&mut stack);
    let prefix_list = stack.parameter(
        "S3PrefixListId",
        Parameter::string()
            .pattern("^pl-[0-9a-f]+$")
            .constraint_description("the id of a prefix list: pl-63a5400a, say")
            .describe("Addresses of S3 in this region: the AWS-managed prefix list com.amazonaws.REGION.s3"),
    );
    let image = own_image(&mut stack);

    let key = stack.add("LogKey", LogKey::new());
    let network = stack.add(
        "Network",
        PrivateNetwork::new(&cidr)
            .pull_images(&prefix_list)
            .endpoint(InterfaceEndpoint::new(
                "logs",
                Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"]).on(arn(
                    "logs",
                    "log-group:/ecs/{}-*",
                    [stack_name()],
                )),
            ))
            // The workers answer; nobody else here calls Step Functions.
            .endpoint(InterfaceEndpoint::new(
                "states",
                Statement::allow([
                    "states:SendTaskSuccess",
                    "states:SendTaskFailure",
                    "states:SendTaskHeartbeat",
                ])
                .on(arn("states", "stateMachine:*", [""; 0])),
            ))
            .log_key(key.arn()),
    );
    let cluster = stack.add("Cluster", ecs::Cluster::new().container_insights(true));

    let worker = |container: Container| {
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).log_key(key.arn()).container(container)
    };
    let container =
        |name: &str, file: &str| Container::new(name, image.clone()).command([file]).read_only_root(true);
    let sync_worker = stack.add("SyncWorker", worker(container("sync-worker", "sync_worker.py")));
    let callback_worker = stack.add(
        "CallbackWorker",
        worker(container("callback-worker", "callback_worker.py").environment("HEARTBEAT_INTERVAL", "20")),
    );

    let machine_logs = stack.add(
        "StateMachineLogs",
        logs::LogGroup::new()
            .log_group_name(sub("/aws/vendedlogs/states/{}", [stack_name()]))
            .retention_in_days(30)
            .kms_key_id(key.arn()),
    );
    let launch = Fargate::new().subnets(&network).security_groups([&network.clients]).assign_public_ip(false);
    workflow::machines(
        &mut stack,
        Site {
            cluster: &cluster,
            sync_worker: &sync_worker,
            callback_worker: &callback_worker,
            launch,
            logs: &machine_logs,
        },
    );
    stack
}

/// The image made from `app/Dockerfile`, in a repository of this account and region.
fn own_image(stack: &mut Stack) -> Image {
    let repository = stack.parameter(
        "ImageRepository",
        Parameter::string()
            .pattern("^[a-z0-9][a-z0-9._/-]*$")
            .constraint_description("the name of an ECR repository")
            .describe("The ECR repository of this account that holds the image made from app/Dockerfile"),
    );
    let version = stack.parameter(
        "ImageTag",
        Parameter::string()
            .pattern("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")
            .constraint_description("the tag of an image")
            .describe("The tag of the image in that repository; one that never moves, such as a commit"),
    );
    let uri = sub(
        "{}.dkr.ecr.{}.{}/{}:{}",
        [account(), region(), url_suffix(), repository.reference(), version.reference()],
    );
    Image::public(uri).pulled_from(arn("ecr", "repository/{}", [repository.reference()]))
}
