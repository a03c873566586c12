//! Lambda durable functions that drive Amazon ECS on Fargate, in three ways of waiting.
//!
//! `SyncLambda` looks at its task now and then until that has stopped, `CallbackLambda` returns at once and leaves a
//! record that the container closes, `SuspendLambda` sleeps until the container answers.

use serde_json::json;
use stepwright::prelude::*;

/// The image that runs the container's program when no other is named: Python with boto3, from a registry that asks
/// for no login.
const PYTHON: &str = "public.ecr.aws/lambda/python:3.13";

/// What the container is called.
const CONTAINER: &str = "worker";

/// The stack.
pub fn lambda_ecs_durable() -> Stack {
    let mut stack = Stack::new("lambda-ecs-durable")
        .describe("Lambda durable functions to ECS on Fargate, in Python: look, leave a record, or sleep");
    stack.code("app");
    acknowledge(&mut stack);
    // SAM puts the value of FunctionImageUri into the functions, and then the parameter looks unused.
    stack.metadata("cfn-lint", json!({ "config": { "ignore_checks": ["W2001"] } }));
    let cidr = stack.parameter(
        "VpcCIDR",
        Parameter::string()
            .default("10.0.0.0/16")
            .pattern(r"^\d{1,3}(\.\d{1,3}){3}/(1[6-9]|2[0-3])$")
            .constraint_description("an address block, /16 to /23")
            .describe("Addresses of the VPC that the tasks run in"),
    );
    let image = stack.parameter(
        "FunctionImageUri",
        Parameter::string()
            .default("")
            .describe("The image made from app/functions; `sam build` makes one and needs none named"),
    );
    let workers = Workers::new(&mut stack);

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
    let table = stack
        .add("CallbackTable", Table::new(("executionId", AttributeType::String)).time_to_live("expiresAt"));

    // The name is written out: the worker's role names the function, and the function the worker.
    let suspend_name = sub("{}-suspend-function", [stack_name()]);
    let answers = [
        "lambda:SendDurableExecutionCallbackSuccess",
        "lambda:SendDurableExecutionCallbackFailure",
        "lambda:SendDurableExecutionCallbackHeartbeat",
    ];
    let answers = Statement::allow(answers)
        .on(sub("{}:*/durable-execution/*", [arn("lambda", "function:{}", [&suspend_name])]));
    // A policy to attach to whoever is to answer, in place of a container also.
    let answers = stack.add(
        "AnswerPolicy",
        iam::ManagedPolicy::new(stepwright::iam::policy_document(&[answers]))
            .description("Answers the callbacks of the function that sleeps"),
    );

    let sync_worker = stack.add("SyncWorker", workers.definition([]));
    let callback_worker = stack.add(
        "CallbackWorker",
        workers.definition([("TABLE_NAME", table.reference())]).allow(
            Statement::allow(["dynamodb:UpdateItem"]).on(table.attribute("Arn")).because("closes its record"),
        ),
    );
    let suspend_worker =
        stack.add("SuspendWorker", workers.definition([]).managed_policy(answers.reference()));
    workers.permit(&mut stack, [&sync_worker, &callback_worker, &suspend_worker]);

    let subnets: Vec<Reference> = network.subnets.iter().map(Handle::reference).collect();
    let function = |name: Reference, handler: &str, worker: &FargateTask| {
        Function::from_image(&image)
            .dockerfile_in("app/functions")
            .command([handler])
            .with(|function| function.function_name(name))
            .timeout(60)
            .memory(MiB(256))
            .json_logs("INFO")
            .environment("CLUSTER", cluster.reference())
            .environment("TASK_DEFINITION", worker.definition.reference())
            .environment("CONTAINER", CONTAINER)
            .environment("SUBNETS", Reference::join(",", subnets.clone()))
            .environment("SECURITY_GROUPS", group.attribute("GroupId"))
    };
    let sync = function(sub("{}-sync-function", [stack_name()]), "sync_function.handler", &sync_worker)
        .describe("Runs a task on ECS, and looks at it until it has stopped");
    let sync = stack.add("SyncLambda", DurableFunction::new(sync, 7_200));
    let callback =
        function(sub("{}-callback-function", [stack_name()]), "callback_function.handler", &callback_worker)
            .describe("Starts a task on ECS, which closes a record, and returns at once")
            .environment("TABLE_NAME", table.reference())
            .allow(
                Statement::allow(["dynamodb:PutItem", "dynamodb:UpdateItem"])
                    .on(table.attribute("Arn"))
                    .because("writes the record, and notes the task in it"),
            );
    let callback = stack.add("CallbackLambda", DurableFunction::new(callback, 900));
    let suspend = function(suspend_name, "suspend_function.handler", &suspend_worker)
        .describe("Runs a task on ECS, and sleeps until it answers");
    let suspend = stack.add("SuspendLambda", DurableFunction::new(suspend, 7_200));

    for (function, worker) in
        [(&sync, &sync_worker), (&callback, &callback_worker), (&suspend, &suspend_worker)]
    {
        for statement in EcsRunTask::new(&cluster, worker).statements(IntegrationPattern::RequestResponse) {
            stack.grant(function, statement);
        }
    }
    for function in [&sync, &suspend] {
        let statement = Statement::allow(["ecs:DescribeTasks", "ecs:StopTask"])
            .on(ClusterTarget::from(&cluster).tasks())
            .because("looks at the task, and stops one that takes too long");
        stack.grant(function, statement);
    }

    let outputs = [
        ("SyncLambdaFunctionArn", sync.arn(), "Looks at its task; to be invoked asynchronously"),
        ("CallbackLambdaFunctionArn", callback.arn(), "Leaves a record"),
        ("SuspendLambdaFunctionArn", suspend.arn(), "Sleeps until it is answered; asynchronously as well"),
        ("CallbackTableName", table.reference(), "Holds the records"),
        ("ECSClusterName", cluster.reference(), "Runs the tasks"),
        ("LogGroupName", sync_worker.logs.reference(), "Output of the sync function's tasks"),
        ("CallbackLogGroupName", callback_worker.logs.reference(), "Of the callback function's"),
        ("SuspendLogGroupName", suspend_worker.logs.reference(), "Of the suspend function's"),
    ];
    for (name, value, text) in outputs {
        stack.output(name, Output::new(value).describe(text));
    }
    stack
}

/// The containers: the public image with the program in the command, or one of the user's own that has it in it.
struct Workers {
    uri: Handle<Parameter>,
    repository: Handle<Parameter>,
    own: stepwright::reference::Condition,
    private: stepwright::reference::Condition,
}

impl Workers {
    fn new(stack: &mut Stack) -> Self {
        let uri = stack.parameter(
            "WorkerImageUri",
            Parameter::string().default("").describe(
                "An image made from app/worker; without one, the template brings the program along",
            ),
        );
        let repository = stack.parameter(
            "WorkerRepositoryArn",
            Parameter::string()
                .default("")
                .describe("The ECR repository to pull WorkerImageUri from, where it is private"),
        );
        // Once, for all the containers that run it.
        stack.mapping("Worker", json!({ "Program": { "Text": include_str!("app/worker/worker.py") } }));
        let own = stack.condition("OwnWorkerImage", !equals(&uri, ""));
        let private = stack.condition("PrivateWorkerImage", !equals(&repository, ""));
        Workers { uri, repository, own, private }
    }

    fn definition<const N: usize>(&self, environment: [(&str, Reference); N]) -> FargateTaskDefinition {
        let image = Reference::choose(&self.own, self.uri.reference(), PYTHON);
        let entry_point = Reference::choose(&self.own, Reference::no_value(), vec!["python3".into()]);
        let program = Reference::function("Fn::FindInMap", json!(["Worker", "Program", "Text"]));
        let command =
            Reference::choose(&self.own, vec!["worker.py".into()], vec!["-c".into(), program.to_json()]);
        let mut container =
            Container::new(CONTAINER, Image::public(image)).entry_point(entry_point).command(command);
        for (name, value) in environment {
            container = container.environment(name, value);
        }
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(container)
    }

    /// Lets the tasks pull from the user's repository, where one is named.
    fn permit<const N: usize>(&self, stack: &mut Stack, workers: [&FargateTask; N]) {
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

/// What checkov asks for and this stack does without.
fn acknowledge(stack: &mut Stack) {
    let functions = [
        ("CKV_AWS_115", "a new account has ten calls at once, and none to reserve"),
        ("CKV_AWS_116", "a durable execution that failed stays in the function's history, with its error"),
        ("CKV_AWS_117", "it calls nothing that is in a network"),
        ("CKV_AWS_173", "the environment holds names of resources, and no secrets"),
    ];
    for (check, reason) in functions {
        stack.skip_check("AWS::Lambda::Function", check, reason);
    }
    stack.skip_check(
        "AWS::DynamoDB::Table",
        "CKV_AWS_119",
        "encrypted with the key that AWS manages for DynamoDB",
    );
    stack.skip_check(
        "AWS::Logs::LogGroup",
        "CKV_AWS_158",
        "CloudWatch Logs encrypts with a key of its own; sfn_ecs_private shows one with a key of the stack",
    );
}
