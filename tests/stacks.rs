//! The stacks of this repository: what a reviewer of a deployment would open.

#[path = "support/snapshots.rs"]
mod snapshots;
#[path = "../stacks/mod.rs"]
mod stacks;

use snapshots::{permissions, snapshot, words};
use std::collections::BTreeSet;
use stepwright::prelude::*;

fn each(visit: impl Fn(&str, fn() -> Stack)) {
    for (name, stack) in stacks::STACKS {
        visit(name, *stack);
    }
}

fn stack(wanted: &str) -> Stack {
    stacks::STACKS.iter().find(|(name, _)| *name == wanted).unwrap().1()
}

#[test]
fn nothing_is_wrong_with_them() {
    each(|name, stack| {
        for target in [Target::Sam, Target::CloudFormation] {
            assert_eq!(stack().synthesize(target).findings, [], "{name} for {target:?}");
        }
    });
}

#[test]
fn templates_of_both_targets() {
    each(|name, stack| {
        snapshot("stacks", &format!("{name}.sam"), &stack().synthesize(Target::Sam).to_yaml());
        let plain = stack().synthesize(Target::CloudFormation).to_yaml();
        snapshot("stacks", &format!("{name}.cloudformation"), &plain);
    });
}

#[test]
fn definitions_and_permissions() {
    each(|name, stack| {
        let synthesis = stack().synthesize(Target::Sam);
        for machine in &synthesis.machines {
            let definition = format!("{:#}\n", synthesis.asl(&machine.id).unwrap());
            snapshot("stacks", &format!("{name}.{}.asl", machine.id), &definition);
        }
        let mut text = String::new();
        let machines = synthesis.machines.iter().map(|machine| (machine.id.as_str(), &machine.statements));
        for (role, statements) in
            machines.chain(synthesis.roles.iter().map(|(role, all)| (role.as_str(), all)))
        {
            text.push_str(&format!("{role}\n{}\n", permissions(statements)));
        }
        snapshot("stacks", &format!("{name}.permissions"), &text);
    });
}

#[test]
fn no_permission_is_wider_than_it_has_to_be() {
    // Actions that know no resource, each with the page that says so.
    const UNAVOIDABLE: [&str; 24] = [
        // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
        // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        // https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html
        "ecr:GetAuthorizationToken",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
        "s3:ListAllMyBuckets",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html
        "rekognition:DetectLabels",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
        "batch:DescribeJobs",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
        "ec2:DescribeSubnets",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticmapreduce.html
        "elasticmapreduce:RunJobFlow",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemroneksemrcontainers.html
        "emr-containers:CreateVirtualCluster",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
        "cloudwatch:PutMetricData",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ];
    each(|name, stack| {
        let template = stack().synthesize(Target::Sam).template;
        let mut statements = Vec::new();
        collect(&template, &mut statements);
        assert!(!statements.is_empty());
        for statement in statements {
            let actions: Vec<&str> = match &statement["Action"] {
                serde_json::Value::String(action) => vec![action],
                many => many.as_array().unwrap().iter().map(|action| action.as_str().unwrap()).collect(),
            };
            // In the policy of a key, `*` is the key; without all rights on it, the account could lose it.
            if actions.iter().all(|action| action.starts_with("kms:")) && statement["Resource"] == "*" {
                assert!(statement["Principal"].is_object(), "{name}: {statement}");
                continue;
            }
            assert!(actions.iter().all(|action| !action.contains('*')), "{name}: {statement}");
            if statement["Resource"] == "*" {
                assert!(actions.iter().all(|action| UNAVOIDABLE.contains(action)), "{name}: {statement}");
            }
            if actions.contains(&"iam:PassRole") {
                let services = &statement["Condition"]["StringEquals"]["iam:PassedToService"];
                let names = services.as_array().map_or(vec![services], |services| services.iter().collect());
                let is_service = |name: &&serde_json::Value| {
                    name.as_str().is_some_and(|name| name.trim_end_matches(".cn").ends_with(".amazonaws.com"))
                };
                assert!(!names.is_empty() && names.iter().all(is_service), "{name}: {statement}");
            }
        }
    });
}

/// Every statement that permits something on something.
fn collect<'a>(value: &'a serde_json::Value, out: &mut Vec<&'a serde_json::Value>) {
    if value.get("Effect").is_some_and(|effect| effect == "Allow") && value.get("Resource").is_some() {
        out.push(value);
    }
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        serde_json::Value::Object(map) => map.values().for_each(|item| collect(item, out)),
        _ => {}
    }
}

#[test]
fn the_ecs_stack_keeps_its_promises() {
    let template = stack("sfn_ecs").synthesize(Target::Sam).template;
    let outputs: BTreeSet<&str> =
        template["Outputs"].as_object().unwrap().keys().map(String::as_str).collect();
    for wanted in [
        "SyncStateMachineArn",
        "CallbackStateMachineArn",
        "ECSClusterName",
        "TaskDefinitionArn",
        "LogGroupName",
    ] {
        assert!(outputs.contains(wanted), "{wanted} is no output");
    }
    assert_eq!(template["Parameters"]["VpcCIDR"]["Default"], "10.0.0.0/16");
    // The programs in the template are the files beside the stack, to the letter.
    for (worker, program) in [
        ("SyncWorker", include_str!("../stacks/sfn_ecs/app/sync_worker.py")),
        ("CallbackWorker", include_str!("../stacks/sfn_ecs/app/callback_worker.py")),
    ] {
        let definition = &template["Resources"][format!("{worker}TaskDefinition")]["Properties"];
        let command = &definition["ContainerDefinitions"][0]["Command"]["Fn::If"];
        assert_eq!(command[2][1], program);
        // A task definition has 64 KiB: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
        assert!(definition.to_string().len() < 65_536);
    }
    // The callback worker answers this machine and no other, and nothing waits for that permission.
    let policy = &template["Resources"]["CallbackWorkerTaskRolePolicy"]["Properties"]["PolicyDocument"];
    assert_eq!(words(&policy["Statement"][0]["Resource"]), "${CallbackStateMachine}");
}

#[test]
fn the_private_ecs_stack_has_no_way_out() {
    let template = stack("sfn_ecs_private").synthesize(Target::Sam).template;
    let resources = template["Resources"].as_object().unwrap();
    let of_type = |wanted: &str| {
        let matching = resources.values().filter(|resource| resource["Type"] == wanted);
        matching.map(|resource| &resource["Properties"]).collect::<Vec<_>>()
    };
    for kind in ["InternetGateway", "NatGateway", "VPCGatewayAttachment", "Route", "EIP"] {
        assert!(of_type(&format!("AWS::EC2::{kind}")).is_empty(), "{kind}");
    }
    // What a security group lets out: to the endpoints, to S3 through its gateway, and to nobody.
    let mut ways: Vec<&str> = Vec::new();
    for group in of_type("AWS::EC2::SecurityGroup") {
        assert!(group.get("SecurityGroupIngress").is_none());
        for rule in group["SecurityGroupEgress"].as_array().unwrap() {
            let destinations = ["CidrIp", "DestinationSecurityGroupId", "DestinationPrefixListId"];
            let (way, to) = destinations.iter().find_map(|key| Some((*key, rule.get(*key)?))).unwrap();
            assert!(way != "CidrIp" || to == "127.0.0.1/32", "{rule}");
            ways.push(way);
        }
    }
    assert_eq!(ways, ["CidrIp", "DestinationSecurityGroupId", "DestinationPrefixListId"]);
    // Endpoints with a policy each, every log with the key, and no public address.
    let endpoints = of_type("AWS::EC2::VPCEndpoint");
    let services: Vec<String> = endpoints.iter().map(|it| words(&it["ServiceName"])).collect();
    let wanted = ["ecr.api", "ecr.dkr", "logs", "states", "s3"];
    assert_eq!(services, wanted.map(|service| format!("com.amazonaws.${{AWS::Region}}.{service}")));
    for endpoint in endpoints {
        for statement in endpoint["PolicyDocument"]["Statement"].as_array().unwrap() {
            let own_callers = statement["Condition"]["StringEquals"].get("aws:PrincipalAccount").is_some();
            assert!(own_callers || endpoint["VpcEndpointType"] == "Gateway", "{statement}");
        }
    }
    let groups = of_type("AWS::Logs::LogGroup");
    assert_eq!(groups.len(), 4);
    assert!(groups.iter().all(|group| words(&group["KmsKeyId"]) == "${LogKey.Arn}"));
    assert!(!template.to_string().contains("ENABLED"));
    // Each worker pulls from the one repository.
    for worker in ["SyncWorker", "CallbackWorker"] {
        let role =
            &resources[&format!("{worker}ExecutionRole")]["Properties"]["Policies"][0]["PolicyDocument"];
        let pull = &role["Statement"][1];
        assert_eq!(pull["Action"][0], "ecr:BatchGetImage");
        assert!(words(&pull["Resource"]).ends_with(":repository/${ImageRepository}"), "{pull}");
    }
}

#[test]
fn the_functions_of_the_callback_stack_reach_their_own_things_only() {
    let (_, stack) = stacks::STACKS.iter().find(|(name, _)| *name == "callback").unwrap();
    for target in [Target::Sam, Target::CloudFormation] {
        let synthesis = stack().synthesize(target);
        let mut reached = BTreeSet::new();
        for (role, statements) in &synthesis.roles {
            if !["SplitDoc", "AwaitChunks", "ProcessChunk", "AnswerLost"]
                .iter()
                .any(|it| role.starts_with(it))
            {
                continue;
            }
            for resource in statements.iter().flat_map(|statement| &statement.resources) {
                reached.insert(words(&resource.to_json()));
            }
        }
        let own = [
            "${AnswerLostLogs.Arn}",
            "${AwaitChunksLogs.Arn}",
            "${Documents.Arn}/chunks/*",
            "${Documents.Arn}/documents/*",
            "${Jobs.Arn}",
            "${Lost.Arn}",
            "${ProcessChunkLogs.Arn}",
            "${SplitDocLogs.Arn}",
            "${StateMachine}",
            // Traces know no resource.
            "*",
        ];
        assert_eq!(reached.iter().map(String::as_str).collect::<Vec<_>>(), own);
        let bucket = &synthesis.template["Resources"]["Documents"];
        assert_eq!(bucket["DeletionPolicy"], "RetainExceptOnCreate");
        assert_eq!(bucket["Properties"]["VersioningConfiguration"]["Status"], "Enabled");
        assert_eq!(bucket["Properties"]["PublicAccessBlockConfiguration"]["BlockPublicPolicy"], true);
    }
}

#[test]
fn no_snapshot_is_an_orphan() {
    let mut known = BTreeSet::new();
    for (name, stack) in stacks::STACKS {
        known.extend(["sam", "cloudformation", "permissions"].map(|what| format!("{name}.{what}.snap")));
        let synthesis = stack().synthesize(Target::Sam);
        known.extend(synthesis.machines.iter().map(|machine| format!("{name}.{}.asl.snap", machine.id)));
    }
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/stacks")).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        assert!(file.ends_with(".new") || known.contains(&file), "no stack makes snapshots/stacks/{file}");
    }
}

#[test]
fn the_durable_stack_keeps_its_promises() {
    for target in [Target::Sam, Target::CloudFormation] {
        let (_, stack) = stacks::STACKS.iter().find(|(name, _)| *name == "lambda_ecs_durable").unwrap();
        let template = stack().synthesize(target).template;
        let resources = &template["Resources"];
        let outputs = &template["Outputs"];
        for wanted in ["SyncLambda", "CallbackLambda", "SuspendLambda"] {
            // Qualified, since nothing else can be invoked.
            let arn = &outputs[format!("{wanted}FunctionArn")]["Value"]["Ref"];
            assert_eq!(*arn, format!("{wanted}Aliaslive"), "{target:?}");
            let attached = words(&resources[format!("{wanted}Role")]["Properties"]["ManagedPolicyArns"][0]);
            assert!(attached.ends_with("/AWSLambdaBasicDurableExecutionRolePolicy"), "{attached}");
        }
        for wanted in ["CallbackTableName", "ECSClusterName", "LogGroupName"] {
            assert!(outputs.get(wanted).is_some(), "{wanted} is no output");
        }
        assert_eq!(template["Parameters"]["VpcCIDR"]["Default"], "10.0.0.0/16");
        let program = include_str!("../stacks/lambda_ecs_durable/app/worker/worker.py");
        assert_eq!(template["Mappings"]["Worker"]["Program"]["Text"], program);
        let table = &resources["CallbackTable"]["Properties"];
        assert_eq!(table["BillingMode"], "PAY_PER_REQUEST");
        assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
        assert_eq!(table["TimeToLiveSpecification"]["AttributeName"], "expiresAt");
        // The container that answers may do so to this function, and the others may not at all.
        let policy = &resources["AnswerPolicy"]["Properties"]["PolicyDocument"];
        let answered = words(&policy["Statement"][0]["Resource"]);
        assert!(answered.ends_with(":function:${AWS::StackName}-suspend-function:*/durable-execution/*"));
        let name = words(&resources["SuspendLambda"]["Properties"]["FunctionName"]);
        assert_eq!(name, "${AWS::StackName}-suspend-function");
        let roles: Vec<&String> = resources
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, it)| it["Properties"]["ManagedPolicyArns"].to_string().contains("AnswerPolicy"))
            .map(|(id, _)| id)
            .collect();
        assert_eq!(roles, ["SuspendWorkerTaskRole"]);
    }
}
