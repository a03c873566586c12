//! What a stack becomes: machines, roles, policies and references, for both targets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use stepwright::prelude::*;

/// The template for a target; nothing may be wrong with the stack.
#[track_caller]
fn template(stack: Stack, target: Target) -> Value {
    let synthesis = stack.synthesize(target);
    let found: Vec<String> = synthesis.findings.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    synthesis.template.json().clone()
}

/// The value at a JSON pointer, as compact text.
#[track_caller]
fn check(template: &Value, pointer: &str, expected: Value) {
    let found = template.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer} in {template:#}"));
    assert_eq!(found, &expected, "at {pointer}");
}

fn ids(template: &Value) -> Vec<&str> {
    template["Resources"].as_object().into_iter().flatten().map(|(id, _)| id.as_str()).collect()
}

fn done() -> StateMachine {
    StateMachine::new(Succeed::new("Done"))
}

/// A machine with every option but a role of its own.
fn everything() -> Stack {
    let mut stack = Stack::new("all").describe("everything").tag("team", "orders").tag("stage", region());
    let key = stack.add("Key", kms::Key::new());
    let group = stack.add("Logs", logs::LogGroup::new().log_group_name("/aws/vendedlogs/states/all"));
    let machine = done()
        .name("all")
        .express()
        .comment("c")
        .logging(Logging::new(LogLevel::Error, &group).execution_data())
        .tracing()
        .tag("team", "own");
    stack.add("Plain", machine.clone());
    stack.add("Secret", machine.name("secret").encryption(Encryption::with(&key).reuse(secs(60))));
    stack
}

#[test]
fn options_for_sam() {
    let template = template(everything(), Target::Sam);
    check(&template, "/Transform", json!("AWS::Serverless-2016-10-31"));
    check(
        &template,
        "/Resources/Plain",
        json!({ "Type": "AWS::Serverless::StateMachine", "Properties": {
            "Name": "all",
            "Type": "EXPRESS",
            "Role": { "Fn::GetAtt": ["PlainRole", "Arn"] },
            "Logging": { "Level": "ERROR", "IncludeExecutionData": true, "Destinations": [
                { "CloudWatchLogsLogGroup": { "LogGroupArn": { "Fn::GetAtt": ["Logs", "Arn"] } } }] },
            "Tracing": { "Enabled": true },
            "Tags": { "team": "own", "stage": { "Ref": "AWS::Region" } },
            "Definition": { "Comment": "c", "StartAt": "Done", "States": { "Done": { "Type": "Succeed" } } },
        } }),
    );
    // SAM knows no encryption, so the plain type stands in.
    check(&template, "/Resources/Secret/Type", json!("AWS::StepFunctions::StateMachine"));
    check(&template, "/Resources/Secret/Properties/StateMachineName", json!("secret"));
    check(
        &template,
        "/Resources/Secret/Properties/EncryptionConfiguration",
        json!({ "Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": { "Fn::GetAtt": ["Key", "Arn"] },
            "KmsDataKeyReusePeriodSeconds": 60 }),
    );
    check(
        &template,
        "/Resources/Secret/Properties/Tags",
        json!([{ "Key": "team", "Value": "own" }, { "Key": "stage", "Value": { "Ref": "AWS::Region" } }]),
    );
}

#[test]
fn options_for_cloudformation() {
    let template = template(everything(), Target::CloudFormation);
    assert!(template.get("Transform").is_none());
    let mut names: Vec<&str> = template["Resources"]["Plain"]["Properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "Definition",
            "LoggingConfiguration",
            "RoleArn",
            "StateMachineName",
            "StateMachineType",
            "Tags",
            "TracingConfiguration"
        ]
    );
    check(&template, "/Resources/Plain/Type", json!("AWS::StepFunctions::StateMachine"));
}

#[test]
fn stack_tags_reach_every_resource_that_takes_some() {
    let template = template(everything(), Target::Sam);
    let own =
        json!([{ "Key": "team", "Value": "orders" }, { "Key": "stage", "Value": { "Ref": "AWS::Region" } }]);
    for id in ["Key", "Logs", "PlainRole", "SecretRole"] {
        check(&template, &format!("/Resources/{id}/Properties/Tags"), own.clone());
    }
}

#[test]
fn the_role_trusts_states_of_this_account_only() {
    let template = template(everything(), Target::Sam);
    check(
        &template,
        "/Resources/PlainRole/Properties/AssumeRolePolicyDocument/Statement/0",
        json!({ "Effect": "Allow", "Principal": { "Service": "states.amazonaws.com" }, "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } },
                "ArnLike": { "aws:SourceArn":
                    { "Fn::Sub": "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:*" } } } }),
    );
}

#[test]
fn only_logs_and_traces_are_on_everything() {
    let template = template(everything(), Target::Sam);
    let statements =
        template["Resources"]["SecretRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
            .as_array()
            .expect("statements")
            .clone();
    for statement in &statements {
        let text = statement.to_string();
        let known = text.contains("logs:CreateLogDelivery") || text.contains("xray:PutTraceSegments");
        assert!(known || statement["Resource"] != "*", "{text}");
    }
    // The key, for this machine's data only, in a policy that nothing waits for.
    let own = &template["Resources"]["SecretOwnPolicy"]["Properties"];
    assert_eq!(own["Roles"], json!([{ "Ref": "SecretRole" }]));
    assert_eq!(
        own["PolicyDocument"]["Statement"][0]["Condition"],
        json!({ "StringEquals": { "kms:EncryptionContext:aws:states:stateMachineArn": { "Ref": "Secret" } } })
    );
}

#[test]
fn a_role_of_ones_own_is_left_alone() {
    let mut stack = Stack::new("s");
    let flow = LambdaInvoke::new("f").state("A");
    stack.add("M", StateMachine::new(flow).role("arn:aws:iam::123456789012:role/own"));
    let synthesis = stack.synthesize(Target::Sam);
    assert_eq!(ids(&synthesis.template), ["M"]);
    check(&synthesis.template, "/Resources/M/Properties/Role", json!("arn:aws:iam::123456789012:role/own"));
    assert!(synthesis.machines[0].own_role);
    assert_eq!(synthesis.machines[0].statements[0].actions, ["lambda:InvokeFunction"]);
}

#[test]
fn a_definition_from_json_with_substitutions() {
    let mut stack = Stack::new("s");
    let topic = stack.add("Topic", sns::Topic::new());
    let json = r#"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sns:publish",
        "Parameters":{"TopicArn":"${Where}","Message":"hi"},"End":true}}}"#;
    let machine = StateMachine::from_json(json)
        .substitution("Where", topic.reference())
        .allow(Statement::allow(["sns:Publish"]).on(topic.reference()).because("tells"));
    stack.add("M", machine);
    let template = template(stack, Target::CloudFormation);
    check(
        &template,
        "/Resources/M/Properties/DefinitionSubstitutions",
        json!({ "Where": { "Ref": "Topic" }, "SnsPublish": { "Fn::Sub": "arn:${AWS::Partition}:states:::sns:publish" } }),
    );
    check(&template, "/Resources/M/Properties/Definition/States/A/Resource", json!("${SnsPublish}"));
    check(
        &template,
        "/Resources/MRole/Properties/Policies/0/PolicyDocument/Statement",
        json!([{ "Effect": "Allow", "Action": "sns:Publish", "Resource": { "Ref": "Topic" } }]),
    );
}

#[test]
fn published_aliases() {
    let mut stack = Stack::new("s");
    let machine = stack.add("M", done());
    stack.add("Once", PublishedAlias::new(&machine, "once").describe("d"));
    stack.add("Canary", PublishedAlias::new(&machine, "canary").shift(Shift::canary(10, secs(90))));
    stack.add(
        "Linear",
        PublishedAlias::new(&machine, "linear").shift(Shift::linear(25, hours(1)).alarm("bad")),
    );
    stack.add("Route", PublishedAlias::new(&machine, "route").route("arn:old", 20));
    let template = template(stack, Target::Sam);
    check(
        &template,
        "/Resources/OnceVersion",
        json!({ "Type": "AWS::StepFunctions::StateMachineVersion", "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain", "Properties": { "StateMachineArn": { "Ref": "M" },
            "StateMachineRevisionId": { "Fn::GetAtt": ["M", "StateMachineRevisionId"] } } }),
    );
    let properties = |id: &str| template["Resources"][id]["Properties"].clone();
    let version = |id: &str| json!({ "Ref": format!("{id}Version") });
    assert_eq!(
        properties("Once"),
        json!({ "Name": "once", "Description": "d",
            "DeploymentPreference": { "StateMachineVersionArn": version("Once"), "Type": "ALL_AT_ONCE" } })
    );
    assert_eq!(
        properties("Canary")["DeploymentPreference"],
        json!({ "StateMachineVersionArn": version("Canary"), "Type": "CANARY", "Percentage": 10, "Interval": 2 })
    );
    assert_eq!(
        properties("Linear")["DeploymentPreference"],
        json!({ "StateMachineVersionArn": version("Linear"), "Type": "LINEAR", "Percentage": 25, "Interval": 60,
            "Alarms": ["bad"] })
    );
    assert_eq!(
        properties("Route")["RoutingConfiguration"],
        json!([{ "StateMachineVersionArn": version("Route"), "Weight": 80 },
            { "StateMachineVersionArn": "arn:old", "Weight": 20 }])
    );
}

/// A state that needs a permission, and does nothing.
fn needs(name: &str, statement: Statement) -> Flow {
    CustomState::new(name, payload!({ "Type": "Pass" })).permission(statement).into()
}

#[test]
fn statements_merge_but_never_across_conditions() {
    let allow = |action: &'static str, on: &str| Statement::allow([action]).on(on).because("x");
    let flow = needs("A", allow("s:A", "arn:1"))
        .then(needs("B", allow("s:B", "arn:1")))
        .then(needs("C", allow("s:A", "arn:2").when("StringEquals", "k", "v")))
        .then(needs("D", allow("s:A", "arn:3")))
        .then(needs("E", allow("s:A", "arn:3").when("StringEquals", "k", "v")))
        .then(needs("F", allow("s:A", "arn:4").when("StringEquals", "k", "w")))
        .then(needs("G", Statement::deny(["s:A"]).on("arn:1")));
    let mut stack = Stack::new("s");
    stack.add("M", StateMachine::new(flow));
    let synthesis = stack.synthesize(Target::Sam);
    let statements =
        &synthesis.template["Resources"]["MRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
    assert_eq!(
        statements,
        &json!([
            { "Effect": "Allow", "Action": ["s:A", "s:B"], "Resource": "arn:1" },
            { "Effect": "Allow", "Action": "s:A", "Resource": ["arn:2", "arn:3"],
                "Condition": { "StringEquals": { "k": "v" } } },
            { "Effect": "Allow", "Action": "s:A", "Resource": "arn:3" },
            { "Effect": "Allow", "Action": "s:A", "Resource": "arn:4",
                "Condition": { "StringEquals": { "k": "w" } } },
            { "Effect": "Deny", "Action": "s:A", "Resource": "arn:1" },
        ])
    );
    let reasons = &synthesis.machines[0].statements[0].reasons;
    assert_eq!(reasons.iter().map(|reason| &*reason.state).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn a_distributed_map_gets_a_policy_apart_and_narrow_rights() {
    let mut stack = Stack::new("s");
    let bucket = stack.add("Bucket", s3::Bucket::new());
    let map = Map::new("M")
        .distributed(ProcessorType::Standard)
        .each(Pass::new("I"))
        .item_reader(ItemReader::json(&bucket, "orders.json"))
        .result_writer(ResultWriter::to(&bucket, "results"));
    stack.add("Machine", StateMachine::new(map));
    let template = template(stack, Target::Sam);
    assert_eq!(ids(&template), ["Bucket", "MachineRole", "Machine", "MachineOwnPolicy"]);
    let own = template["Resources"]["MachineOwnPolicy"]["Properties"]["PolicyDocument"]["Statement"].clone();
    let execution = |rest: &str| {
        json!({ "Fn::Sub": format!(
            "arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:execution:${{Machine.Name}}{rest}") })
    };
    assert_eq!(
        own,
        json!([
            { "Effect": "Allow", "Action": "states:StartExecution", "Resource": { "Ref": "Machine" } },
            { "Effect": "Allow", "Action": "states:DescribeExecution", "Resource": execution(":*") },
            { "Effect": "Allow", "Action": "states:RedriveExecution", "Resource": execution("/*:*") },
        ])
    );
    let inline =
        &template["Resources"]["MachineRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
    assert_eq!(inline[0]["Resource"], json!({ "Fn::Sub": "${Bucket.Arn}/orders.json" }));
    assert_eq!(inline[1]["Resource"], json!({ "Fn::Sub": "${Bucket.Arn}/results/*" }));
    assert!(!inline.to_string().contains("\"*\""));
}

#[test]
fn what_does_not_fit_inline_goes_into_managed_policies() {
    let mut flow = go_on();
    for index in 0..150 {
        let resource = format!("arn:aws:sqs:eu-west-1:123456789012:a-queue-with-quite-a-long-name-{index}");
        let statement =
            Statement::allow([format!("sqs:Action{}", index % 3)]).on(resource.as_str()).because("x");
        flow = flow.then(needs(&format!("S{index}"), statement));
    }
    let mut stack = Stack::new("s");
    stack.add("M", StateMachine::new(flow));
    let template = template(stack, Target::Sam);
    let role = &template["Resources"]["MRole"]["Properties"];
    assert!(role.get("Policies").is_none());
    let arns = role["ManagedPolicyArns"].as_array().expect("managed policies");
    assert!((2..=10).contains(&arns.len()), "{}", arns.len());
    let mut resources = 0;
    for arn in arns {
        let id = arn["Ref"].as_str().expect("a reference");
        let document = &template["Resources"][id]["Properties"]["PolicyDocument"];
        assert!(document.to_string().len() <= 6_144);
        for statement in document["Statement"].as_array().into_iter().flatten() {
            resources += statement["Resource"].as_array().map_or(1, Vec::len);
        }
    }
    assert_eq!(resources, 150, "no resource is lost");
}

#[test]
fn references_are_counted_for_what_they_become() {
    // Each of these is 30 bytes of JSON and about a hundred once deployed.
    let mut stack = Stack::new("s");
    let mut flow = go_on();
    for index in 0..120 {
        let queue = stack.add(&format!("Q{index}"), sqs::Queue::new());
        let statement = Statement::allow(["sqs:SendMessage"]).on(queue.attribute("Arn")).because("x");
        flow = flow.then(needs(&format!("S{index}"), statement));
    }
    stack.add("M", StateMachine::new(flow));
    let template = template(stack, Target::Sam);
    assert!(template["Resources"]["MRole"]["Properties"].get("ManagedPolicyArns").is_some());
}

/// An ECS worker in a stack of its own.
fn worker() -> (Stack, ClusterTarget, stepwright::template::parts::FargateTask) {
    let mut stack = Stack::new("s");
    let cluster = stack.add("Cluster", ecs::Cluster::new());
    let worker = stack.add(
        "Worker",
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512))
            .container(Container::new("python", Image::public("python"))),
    );
    let target = ClusterTarget::from(&cluster);
    (stack, target, worker)
}

#[test]
fn passing_roles_is_bounded() {
    let (mut stack, cluster, worker) = worker();
    let run = EcsRunTask::new(cluster, &worker).launch(Fargate::new().subnets(["subnet-1"])).run_job("Run");
    stack.add("M", StateMachine::new(run));
    let template = template(stack, Target::Sam);
    let statements =
        template["Resources"]["MRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
            .as_array()
            .expect("statements")
            .clone();
    let pass = statements.iter().find(|it| it["Action"] == "iam:PassRole").expect("passes roles");
    assert_eq!(
        pass["Condition"],
        json!({ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } })
    );
    assert!(pass["Resource"].to_string().contains("WorkerTaskRole"), "{pass}");
    let run = statements.iter().find(|it| it["Action"] == "ecs:RunTask").expect("runs tasks");
    assert!(run["Condition"].to_string().contains("ecs:cluster"), "{run}");
    assert!(statements.iter().all(|it| it["Resource"] != "*"), "{statements:#?}");
}

#[test]
fn answers_are_permitted_apart_and_without_a_circle() {
    let (mut stack, cluster, worker) = worker();
    let ask = EcsRunTask::new(cluster, &worker)
        .launch(Fargate::new().subnets(["subnet-1"]))
        .environment("python", "TASK_TOKEN", task_token())
        .wait_for_task_token("Ask")
        .timeout(minutes(5));
    let machine = stack.add("M", StateMachine::new(ask));
    stack.grant_task_response(&machine, &worker);
    let template = template(stack, Target::Sam);
    let apart: Vec<&str> = ids(&template)
        .into_iter()
        .filter(|id| template["Resources"][id]["Type"] == "AWS::IAM::Policy")
        .collect();
    assert_eq!(apart, ["WorkerTaskRolePolicy"]);
    assert_eq!(
        template["Resources"]["WorkerTaskRolePolicy"]["Properties"]["PolicyDocument"]["Statement"][0],
        json!({ "Effect": "Allow",
            "Action": ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
            "Resource": { "Ref": "M" } })
    );
}

#[test]
fn machines_may_start_one_another_and_themselves() {
    let mut stack = Stack::new("s");
    let a = stack.add("A", done());
    let b = stack.add("B", done());
    stack.grant_start(&a, &b);
    stack.grant_start(&b, &a);
    stack.grant_start(&a, &a);
    let synthesis = stack.synthesize(Target::Sam);
    assert!(synthesis.findings.is_empty(), "{:?}", synthesis.findings);
    check(
        &synthesis.template,
        "/Resources/ARolePolicy/Properties/PolicyDocument/Statement",
        json!([{ "Effect": "Allow", "Action": "states:StartExecution", "Resource": [{ "Ref": "B" }, { "Ref": "A" }] }]),
    );
    assert_eq!(synthesis.machines[0].statements.len(), 1);
}

#[test]
fn a_condition_on_a_machine_holds_for_what_belongs_to_it() {
    let mut stack = Stack::new("s");
    let stage = stack.parameter("Stage", Parameter::string().allowed(["prod", "test"]));
    let prod = stack.condition("IsProd", equals(&stage, "prod"));
    let map = Map::new("M").distributed(ProcessorType::Express).each(Pass::new("I"));
    let machine = stack.add("Machine", StateMachine::new(map));
    let role = stack.add("Role", ServiceRole::new("scheduler.amazonaws.com"));
    stack.grant_start(&machine, &role);
    stack.attributes(&machine).when(&prod);
    stack.attributes(&role).when(&prod);
    stack.output("Arn", Output::new(machine.reference()).when(&prod));
    let template = template(stack, Target::CloudFormation);
    for id in ["Machine", "MachineRole", "MachineOwnPolicy", "Role", "RolePolicy"] {
        check(&template, &format!("/Resources/{id}/Condition"), json!("IsProd"));
    }
    check(&template, "/Conditions", json!({ "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } }));
    check(&template, "/Outputs/Arn/Condition", json!("IsProd"));
}

#[test]
fn what_one_stack_shares_another_imports() {
    let mut data = Stack::new("data");
    let queue = data.add("Queue", sqs::Queue::new());
    let shared = data.share(&queue, &["Arn"]);
    // Sharing again adds what is new and repeats nothing.
    let again = data.share(&queue, &["Arn", "QueueName"]);
    let mut use_ = Stack::new("use");
    let flow = needs("A", Statement::allow(["sqs:SendMessage"]).on(shared.attribute("Arn")).because("x"));
    use_.add("M", StateMachine::new(flow));
    use_.output("Name", again.attribute("QueueName"));
    let data = template(data, Target::Sam);
    check(
        &data,
        "/Outputs",
        json!({
            "ExportQueue": { "Value": { "Ref": "Queue" }, "Export": { "Name": "data:Queue" } },
            "ExportQueueArn": { "Value": { "Fn::GetAtt": ["Queue", "Arn"] }, "Export": { "Name": "data:Queue:Arn" } },
            "ExportQueueQueueName": { "Value": { "Fn::GetAtt": ["Queue", "QueueName"] },
                "Export": { "Name": "data:Queue:QueueName" } },
        }),
    );
    let use_ = template(use_, Target::Sam);
    check(
        &use_,
        "/Resources/MRole/Properties/Policies/0/PolicyDocument/Statement/0/Resource",
        json!({ "Fn::ImportValue": "data:Queue:Arn" }),
    );

    let mut wrong = Stack::new("wrong");
    wrong.output("Name", shared.attribute("QueueName"));
    wrong.add("Topic", sns::Topic::new());
    let findings = wrong.synthesize(Target::Sam).findings;
    assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), ["not-exported"]);
}

#[test]
fn conditions_mappings_and_generic_resources() {
    let mut stack = Stack::new("s");
    stack.mapping("Sizes", json!({ "eu-west-1": { "Days": 7 } }));
    let stage = stack.parameter("Stage", Parameter::string().default("test"));
    let prod = stack.condition("IsProd", equals(&stage, "prod"));
    let small = stack.condition("IsSmall", !holds(&prod));
    stack.metadata("Owner", "orders");
    let group = stack.add(
        "Group",
        Generic::new("AWS::Athena::DataCatalog")
            .property("Name", Reference::choose(&prod, "prod", "test"))
            .property("Description", Reference::choose(&small, "small", Reference::no_value()))
            .property("RecursiveDeleteOption", true),
    );
    let logs = stack.add(
        "Logs",
        logs::LogGroup::new().retention_in_days(Reference::find_in_map("Sizes", &region(), "Days")),
    );
    stack.attributes(&group).depends_on(&logs).metadata("Why", "x").deletion_policy(DeletionPolicy::Retain);
    let template = template(stack, Target::CloudFormation);
    check(
        &template,
        "/Resources/Group",
        json!({ "Type": "AWS::Athena::DataCatalog", "DependsOn": "Logs", "DeletionPolicy": "Retain",
            "Metadata": { "Why": "x" }, "Properties": {
                "Name": { "Fn::If": ["IsProd", "prod", "test"] },
                "Description": { "Fn::If": ["IsSmall", "small", { "Ref": "AWS::NoValue" }] },
                "RecursiveDeleteOption": true } }),
    );
    check(&template, "/Conditions/IsSmall", json!({ "Fn::Not": [{ "Condition": "IsProd" }] }));
    check(
        &template,
        "/Resources/Logs/Properties/RetentionInDays",
        json!({ "Fn::FindInMap": ["Sizes", { "Ref": "AWS::Region" }, "Days"] }),
    );
    check(&template, "/Metadata", json!({ "Owner": "orders" }));
}

#[test]
fn roles_are_written_with_what_was_granted() {
    let mut stack = Stack::new("s");
    let queue = stack.add("Queue", sqs::Queue::new());
    let role = stack.add("Role", ServiceRole::new("lambda.amazonaws.com").without_source());
    stack.grant(&role, Statement::allow(["sqs:SendMessage"]).on(queue.attribute("Arn")).because("sends"));
    stack.grant(&role, Statement::allow(["sqs:GetQueueUrl"]).on(queue.attribute("Arn")).because("finds"));
    let synthesis = stack.synthesize(Target::Sam);
    check(
        &synthesis.template,
        "/Resources/Role/Properties/Policies/0/PolicyDocument/Statement",
        json!([{ "Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:GetQueueUrl"],
            "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } }]),
    );
    assert_eq!(synthesis.roles[0].1[0].reasons.len(), 2);
    assert_eq!(synthesis.statements(), 1);
}

#[test]
fn sizes_are_those_of_the_text() {
    let strange = "\"quoted\" \\ \n\t\u{1}\u{7f} ü €";
    let chain = |states: usize| {
        (0..states).fold(go_on(), |flow, index| {
            let data = payload!({ "n": index, "list": [], "none": {}, "flags": [true, false, null, 1.5], "s": strange });
            let call = LambdaInvoke::new("f").payload(data).state(&format!("State \"{index}\""));
            flow.then(call)
        })
    };
    for target in [Target::Sam, Target::CloudFormation] {
        let mut stack = Stack::new("long");
        stack.add("Queue", sqs::Queue::new());
        stack.add("Long", StateMachine::new(chain(400)).comment(strange));
        stack.add("Short", StateMachine::new(chain(1)));
        let synthesis = stack.synthesize(target);
        let bytes = synthesis.template.to_string().len();
        let found =
            synthesis.findings.iter().find(|finding| finding.code == "template-needs-upload").unwrap();
        assert!(found.message.contains(&format!(" {bytes} bytes")), "{bytes}: {}", found.message);
    }

    let mut stack = Stack::new("longer");
    stack.add("Long", StateMachine::new(chain(4_000)));
    let synthesis = stack.synthesize(Target::Sam);
    let bytes = synthesis.asl("Long").unwrap().to_string().len();
    let found = synthesis.findings.iter().find(|finding| finding.code == "definition-too-large").unwrap();
    assert!(found.message.contains(&format!(" {bytes} bytes")), "{bytes}: {}", found.message);
}
