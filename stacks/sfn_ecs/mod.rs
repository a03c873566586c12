//! Step Functions to Amazon ECS on Fargate: wait for the job, or for a callback.
//!
//! Two machines, each with a worker of its own: `SyncStateMachine` waits until the ECS task has stopped,
//! `CallbackStateMachine` hands its worker a task token and waits for the answer.

pub mod workflow;

use stepwright::prelude::*;
use workflow::Site;

/// The image that runs the workers when no other is named: Python with boto3, from a registry that asks for no login.
const PYTHON: &str = "public.ecr.aws/lambda/python:3.13";

/// The stack.
pub fn sfn_ecs() -> Stack {
    let mut stack = Stack::new("sfn-ecs-python")
        .describe("Step Functions to ECS on Fargate, in Python: wait for the job, or for a callback");
    stack.code("app");
    stack.skip_check(
        "AWS::Logs::LogGroup",
        "CKV_AWS_158",
        "encrypted with a key of CloudWatch Logs; a key of one's own costs more than the rest of the stack that stands by",
    );
    let cidr = vpc_cidr(&mut stack);
    let images = Images::new(&mut stack);

    let network = stack.add("Network", PublicNetwork::new(&cidr));
    let egress = ec2::security_group::Egress::new("tcp")
        .from_port(443)
        .to_port(443)
        .cidr_ip("0.0.0.0/0")
        .description("AWS APIs and the image registry");
    let group = stack.add(
        "WorkerSecurityGroup",
        ec2::SecurityGroup::new("The workers call out over HTTPS and are never called")
            .vpc_id(network.vpc.reference())
            .security_group_egress([egress]),
    );
    let cluster = stack.add("Cluster", ecs::Cluster::new().container_insights(true));

    let sync_worker = stack.add(
        "SyncWorker",
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(images.container(
            "sync-worker",
            "sync_worker.py",
            include_str!("app/sync_worker.py"),
        )),
    );
    let callback_worker = stack.add(
        "CallbackWorker",
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(
            images
                .container("callback-worker", "callback_worker.py", include_str!("app/callback_worker.py"))
                .environment("HEARTBEAT_INTERVAL", "20"),
        ),
    );
    images.permit(&mut stack, [&sync_worker, &callback_worker]);

    let machine_logs = stack.add(
        "StateMachineLogs",
        logs::LogGroup::new()
            .log_group_name(sub("/aws/vendedlogs/states/{}", [stack_name()]))
            .retention_in_days(30),
    );

    let launch = Fargate::new().subnets(&network).security_groups([&group]).assign_public_ip(true);
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

/// The parameter for the addresses of the VPC.
pub fn vpc_cidr(stack: &mut Stack) -> Handle<Parameter> {
    stack.parameter(
        "VpcCIDR",
        Parameter::string()
            .default("10.0.0.0/16")
            .pattern(r"^\d{1,3}(\.\d{1,3}){3}/(1[6-9]|2[0-3])$")
            .constraint_description("an address block, /16 to /23")
            .describe("Addresses of the VPC that the tasks run in"),
    )
}

/// The image that runs the workers: the public one with the program in the command, or one of the user's own that has
/// the programs in it.
struct Images {
    uri: Handle<Parameter>,
    repository: Handle<Parameter>,
    own: stepwright::reference::Condition,
    private: stepwright::reference::Condition,
}

impl Images {
    fn new(stack: &mut Stack) -> Self {
        let uri = stack.parameter(
            "ImageUri",
            Parameter::string().default("").describe(
                "An image made from app/Dockerfile; without one, the template brings the programs along",
            ),
        );
        let repository = stack.parameter(
            "ImageRepositoryArn",
            Parameter::string()
                .default("")
                .describe("The ECR repository to pull ImageUri from, where it is private"),
        );
        let own = stack.condition("OwnImage", !equals(&uri, ""));
        let private = stack.condition("PrivateImage", !equals(&repository, ""));
        Images { uri, repository, own, private }
    }

    /// A container that runs a program, by its file in an image of one's own, else by its text.
    fn container(&self, name: &str, file: &str, program: &str) -> Container {
        let image = Reference::choose(&self.own, self.uri.reference(), PYTHON);
        let entry_point = Reference::choose(&self.own, Reference::no_value(), vec!["python3".into()]);
        let command = Reference::choose(&self.own, vec![file.into()], vec!["-c".into(), program.into()]);
        Container::new(name, Image::public(image)).entry_point(entry_point).command(command)
    }

    /// Lets the tasks pull from the user's repository, where one is named.
    fn permit(&self, stack: &mut Stack, workers: [&FargateTask; 2]) {
        let statements = [
            Statement::allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
                .on(self.repository.reference()),
            // The action knows no resource.
            Statement::allow(["ecr:GetAuthorizationToken"]).on("*"),
        ];
        let policy = iam::Policy::new(stepwright::iam::policy_document(&statements), "pull-image")
            .roles(workers.map(|worker| worker.execution_role.reference()));
        let policy = stack.add("PullImagePolicy", policy);
        stack.attributes(&policy).when(&self.private);
    }
}
