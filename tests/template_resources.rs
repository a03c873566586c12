//! Resources serialize as CloudFormation expects, and the checker finds each kind of mistake.

use serde_json::{Value, json};
use stepwright::diagnostic::Diagnostic;
use stepwright::reference::{Condition, Handle, Property, Reference};
use stepwright::template::ecs::task_definition::{ContainerDefinition, LogConfiguration, PortMapping};
use stepwright::template::serverless::function::{
    ApiEvent, ApiEventProperties, EventsScheduleProperties, ScheduleEvent,
};
use stepwright::template::{
    AttributeType, Generic, Kind, Resource, Schema, Shape, TYPES, Tag, Tags, apigateway, check, cloudwatch,
    dynamodb, ec2, ecs, events, iam, lambda, logs, s3, schema_of, serverless, sqs, ssm, stepfunctions,
};

fn written(resource: &impl Resource) -> Value {
    resource.properties()
}

/// Message, place and help of each finding, with its code.
fn found(findings: &[Diagnostic]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            assert!(finding.is_error());
            let at = finding.place.pointer.as_deref().unwrap_or_default();
            let help = finding.help.as_deref().unwrap_or_default();
            format!("{}: {} | {at} | {help}", finding.code, finding.message)
        })
        .collect()
}

fn check_type(type_name: &str, properties: Value) -> Vec<String> {
    found(&schema_of(type_name).map(|schema| check(schema, &properties)).unwrap_or_default())
}

#[test]
fn a_task_definition() {
    let logs = Handle::new("Logs", logs::LogGroup::new().retention_in_days(7));
    let role = Handle::new("TaskRole", iam::Role::new(json!({"Version": "2012-10-17", "Statement": []})));
    let worker = ecs::TaskDefinition::new()
        .family("worker")
        .cpu("256")
        .memory("512")
        .network_mode("awsvpc")
        .requires_compatibilities(["FARGATE"])
        .task_role_arn(role.arn())
        .container_definitions([ContainerDefinition::new("python:3.13", "python")
            .essential(true)
            .variable("STAGE", "test")
            .port_mappings([PortMapping::new().container_port(80)])
            .log_configuration(LogConfiguration::new("awslogs").options([
                ("awslogs-group", Property::from(logs.reference())),
                ("awslogs-stream-prefix", Property::from("python")),
            ]))])
        .tags([Tag::new("team", "orders")]);
    assert_eq!(
        written(&worker),
        json!({
            "ContainerDefinitions": [{
                "Environment": [{"Name": "STAGE", "Value": "test"}],
                "Essential": true,
                "Image": "python:3.13",
                "LogConfiguration": {
                    "LogDriver": "awslogs",
                    "Options": {"awslogs-group": {"Ref": "Logs"}, "awslogs-stream-prefix": "python"},
                },
                "Name": "python",
                "PortMappings": [{"ContainerPort": 80}],
            }],
            "Cpu": "256",
            "Family": "worker",
            "Memory": "512",
            "NetworkMode": "awsvpc",
            "RequiresCompatibilities": ["FARGATE"],
            "Tags": [{"Key": "team", "Value": "orders"}],
            "TaskRoleArn": {"Fn::GetAtt": ["TaskRole", "Arn"]},
        })
    );
    assert_eq!(found(&worker.findings()), [] as [String; 0]);
    let containers = worker.container_definitions.as_ref().unwrap().items();
    assert_eq!(containers[0].literal().unwrap().name, Some("python".into()));
}

#[test]
fn lists_take_references_by_item_and_whole() {
    let subnets = [Handle::new("SubnetA", ()), Handle::new("SubnetB", ())];
    let endpoint = ec2::VPCEndpoint::new(Reference::to("Vpc"))
        .subnet_ids(subnets.map(|subnet| subnet.reference()))
        .security_group_ids(Reference::to("SecurityGroups"));
    assert_eq!(
        written(&endpoint),
        json!({
            "SecurityGroupIds": {"Ref": "SecurityGroups"},
            "SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
            "VpcId": {"Ref": "Vpc"},
        })
    );
    assert_eq!(found(&endpoint.findings()), [] as [String; 0]);
}

#[test]
fn a_serverless_function_with_events() {
    let table = Handle::new("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
    let function = serverless::Function::new()
        .handler("app.handler")
        .runtime("python3.13")
        .code_uri("app")
        .timeout(30)
        .environment(serverless::function::Environment::new().variables([("TABLE", table.reference())]))
        .events([
            ("Get", Property::from(ApiEvent::new(ApiEventProperties::new("get", "/orders")))),
            ("Nightly", ScheduleEvent::new(EventsScheduleProperties::new().schedule("rate(1 day)")).into()),
        ])
        .tags([("team", "orders")]);
    assert_eq!(
        written(&function),
        json!({
            "CodeUri": "app",
            "Environment": {"Variables": {"TABLE": {"Ref": "Orders"}}},
            "Events": {
                "Get": {"Properties": {"Method": "get", "Path": "/orders"}, "Type": "Api"},
                "Nightly": {"Properties": {"Schedule": "rate(1 day)"}, "Type": "Schedule"},
            },
            "Handler": "app.handler",
            "Runtime": "python3.13",
            "Tags": {"team": "orders"},
            "Timeout": 30,
        })
    );
    assert_eq!(found(&function.findings()), [] as [String; 0]);
}

#[test]
fn attributes_stand_on_handles() {
    let machine = Handle::new("Machine", stepfunctions::StateMachine::new(Reference::to("RoleArn")));
    assert_eq!(machine.arn(), Reference::attribute("Machine", "Arn"));
    assert_eq!(machine.name(), Reference::attribute("Machine", "Name"));
    // A handle has an `id` of its own.
    let endpoint = Handle::new("Endpoint", ec2::VPCEndpoint::new("vpc-1"));
    assert_eq!(endpoint.id(), "Endpoint");
    assert_eq!(endpoint.id_attribute(), Reference::attribute("Endpoint", "Id"));
    let connection = Handle::new("Connection", events::Connection::new());
    assert_eq!(connection.secret_arn(), Reference::attribute("Connection", "SecretArn"));
    assert_eq!(
        connection.auth_parameters_connectivity_parameters_resource_parameters_resource_association_arn(),
        Reference::attribute(
            "Connection",
            "AuthParameters.ConnectivityParameters.ResourceParameters.ResourceAssociationArn"
        )
    );
}

#[test]
fn a_sam_machine_has_a_name_that_can_be_set() {
    let machine = serverless::StateMachine::new().name("orders").type_("EXPRESS");
    assert_eq!(written(&machine), json!({"Name": "orders", "Type": "EXPRESS"}));
}

#[test]
fn numbers_are_written_as_they_were_given() {
    let alarm = cloudwatch::Alarm::new().comparison_operator("GreaterThanThreshold").threshold(1);
    assert_eq!(
        serde_json::to_string(&alarm).unwrap(),
        r#"{"ComparisonOperator":"GreaterThanThreshold","Threshold":1}"#
    );
    let alarm = cloudwatch::Alarm::new().threshold(0.5);
    assert_eq!(serde_json::to_string(&alarm).unwrap(), r#"{"Threshold":0.5}"#);
}

#[test]
fn tags_and_replacement_are_known() {
    assert_eq!(ecs::Cluster::SCHEMA.tags, Tags::List("Tags"));
    assert_eq!(ssm::Parameter::SCHEMA.tags, Tags::Map("Tags"));
    assert_eq!(serverless::Function::SCHEMA.tags, Tags::Map("Tags"));
    assert_eq!(apigateway::Resource::SCHEMA.tags, Tags::None);
    assert_eq!(s3::Bucket::SCHEMA.create_only, ["BucketName", "BucketNamePrefix", "BucketNamespace"]);
}

#[test]
fn every_type_is_found_by_its_name() {
    for name in TYPES {
        assert_eq!(schema_of(name).map(|schema| schema.type_name), Some(*name));
    }
}

/// Attributes are no properties, and every property is in alphabetical order, so that a template is the same
/// however its setters were called.
#[test]
fn schemas_are_in_order() {
    fn visit(shape: &Shape, depth: usize) {
        assert!(!shape.properties.is_empty());
        let names: Vec<&str> = shape.properties.iter().map(|fact| fact.name).collect();
        assert!(names.is_sorted(), "{names:?}");
        for fact in shape.properties {
            if let (Kind::Object(inner), true) = (fact.kind, depth < 8) {
                visit(inner, depth + 1);
            }
        }
    }
    for schema in TYPES.iter().filter_map(|name| schema_of(name)) {
        let Schema { shape, create_only, .. } = schema;
        visit(shape, 0);
        for name in *create_only {
            assert!(shape.properties.iter().any(|fact| fact.name == *name), "{}.{name}", schema.type_name);
        }
    }
}

#[test]
fn unknown_properties() {
    assert_eq!(
        check_type("AWS::ECS::Cluster", json!({"ClusterNmae": "jobs", "Nothing": {"Ref": "X"}})),
        [
            "unknown-property: `AWS::ECS::Cluster` has no property `ClusterNmae` | /Properties/ClusterNmae | \
             there is `ClusterName`",
            "unknown-property: `AWS::ECS::Cluster` has no property `Nothing` | /Properties/Nothing | there is \
             `CapacityProviders`, `ClusterName`, `ClusterSettings`, `Configuration`, \
             `DefaultCapacityProviderStrategy`, `ServiceConnectDefaults` and `Tags`",
        ]
    );
    assert_eq!(
        check_type(
            "AWS::ECS::TaskDefinition",
            json!({"ContainerDefinitions": [{"Name": "a", "Image": "b"}, {"Name": "a", "Image": "b", "Imge": 1}]})
        ),
        ["unknown-property: `ContainerDefinitions` has no property `Imge` | \
          /Properties/ContainerDefinitions/1/Imge | there is `Image`"]
    );
}

#[test]
fn missing_properties() {
    assert_eq!(
        check_type("AWS::ECS::TaskDefinition", json!({"ContainerDefinitions": [{"Name": "python"}]})),
        ["missing-property: `ContainerDefinitions` needs `Image` | /Properties/ContainerDefinitions/0 | \
          add it: `Image` is text"]
    );
    assert_eq!(
        check_type("AWS::EC2::Subnet", json!({})),
        ["missing-property: `AWS::EC2::Subnet` needs `VpcId` | /Properties | add it: `VpcId` is text"]
    );
    // A macro may bring it.
    assert_eq!(check_type("AWS::EC2::Subnet", json!({"Fn::Transform": {"Name": "M"}})), [] as [String; 0]);
}

#[test]
fn wrong_types() {
    assert_eq!(
        check_type(
            "AWS::SQS::Queue",
            json!({"QueueName": ["a"], "FifoQueue": "yes", "DelaySeconds": 1.5, "Tags": {}})
        ),
        [
            "wrong-type: `QueueName` is a list, which does not fit | /Properties/QueueName | write text, or a \
             reference to such",
            "wrong-type: `FifoQueue` is the text `yes`, which does not fit | /Properties/FifoQueue | write `true` \
             or `false`, or a reference to such",
            "wrong-type: `DelaySeconds` is `1.5`, which does not fit | /Properties/DelaySeconds | write a whole \
             number from 0 to 900, or a reference to such",
            "wrong-type: `Tags` is an object, which does not fit | /Properties/Tags | write a list, or a \
             reference to such",
        ]
    );
    // CloudFormation converts these.
    assert_eq!(
        check_type("AWS::SQS::Queue", json!({"QueueName": 7, "FifoQueue": "true", "DelaySeconds": "5"})),
        [] as [String; 0]
    );
}

#[test]
fn values_that_are_not_allowed() {
    assert_eq!(
        check_type("AWS::StepFunctions::StateMachine", json!({"RoleArn": "r", "StateMachineType": "EXPRES"})),
        ["value-not-allowed: `StateMachineType` is `EXPRES`, which is not one of its values | \
          /Properties/StateMachineType | there is `EXPRESS`; the values are `STANDARD` and `EXPRESS`"]
    );
    assert_eq!(
        check_type("AWS::StepFunctions::StateMachine", json!({"RoleArn": "r", "StateMachineType": "big"})),
        ["value-not-allowed: `StateMachineType` is `big`, which is not one of its values | \
          /Properties/StateMachineType | write `STANDARD` or `EXPRESS`"]
    );
    let retention = check_type("AWS::Logs::LogGroup", json!({"RetentionInDays": 8}));
    assert_eq!(
        retention,
        ["value-not-allowed: `RetentionInDays` is `8`, which is not one of its values | \
          /Properties/RetentionInDays | there are 22 values, among them `1`, `3`, `5`, `7`, `14`, `30`, `60`, `90`, \
          `120`, `150`, `180` and `365`"]
    );
}

#[test]
fn sizes() {
    assert_eq!(
        check_type("AWS::SQS::Queue", json!({"VisibilityTimeout": 50000})),
        [
            "out-of-range: `VisibilityTimeout` is `50000`, which is too much | /Properties/VisibilityTimeout | write \
          a whole number from 0 to 43200"
        ]
    );
    assert_eq!(
        check_type("AWS::StepFunctions::Activity", json!({"Name": ""})),
        [
            "too-short: `Name` has 0 characters, but takes at least 1 | /Properties/Name | write text of 1 to 80 \
          characters"
        ]
    );
    assert_eq!(
        check_type("AWS::StepFunctions::Activity", json!({"Name": "n".repeat(81)})),
        [
            "too-long: `Name` has 81 characters, but takes at most 80 | /Properties/Name | write text of 1 to 80 \
          characters"
        ]
    );
    assert_eq!(
        check_type("AWS::DynamoDB::Table", json!({"KeySchema": []})),
        [
            "too-few-items: `KeySchema` has 0 items, but takes at least 1 | /Properties/KeySchema | write a list of \
          at least 1 item"
        ]
    );
    let subnets: Vec<Value> = (0..17).map(|n| json!(format!("subnet-{n}"))).collect();
    assert_eq!(
        check_type(
            "AWS::Lambda::Function",
            json!({"Code": {}, "Role": "r", "VpcConfig": {"SubnetIds": subnets, "SecurityGroupIds": []}})
        ),
        [
            "too-many-items: `SubnetIds` has 17 items, but takes at most 16 | /Properties/VpcConfig/SubnetIds | write \
          a list of at most 16 items"
        ]
    );
}

#[test]
fn what_is_known_on_deployment_is_passed_over() {
    let production = Condition::named("Production");
    let queue = sqs::Queue::new()
        .delay_seconds(Reference::to("Delay"))
        .visibility_timeout(Reference::choose(&production, 60, 90000))
        .kms_master_key_id("{{resolve:ssm:/keys/queue}}");
    assert_eq!(
        found(&queue.findings()),
        ["out-of-range: `VisibilityTimeout` is `90000`, which is too much | \
          /Properties/VisibilityTimeout/Fn::If/2 | write a whole number from 0 to 43200"]
    );
}

#[test]
fn forms_of_an_event_are_told_apart_by_type() {
    assert_eq!(
        check_type(
            "AWS::Serverless::Function",
            json!({"Events": {"Get": {"Type": "Api", "Properties": {"Path": "/", "Methd": "get", "Method": "get"}}}})
        ),
        [
            "unknown-property: `Properties` has no property `Methd` | /Properties/Events/Get/Properties/Methd | \
          there is `Method`"
        ]
    );
}

#[test]
fn generic_resources() {
    let group = Generic::new("AWS::Athena::DataCatalog").property("Name", "reports").property("Bytes", 5);
    assert_eq!(group.type_name(), "AWS::Athena::DataCatalog");
    assert!(group.schema().is_none());
    assert_eq!(serde_json::to_string(&group).unwrap(), r#"{"Name":"reports","Bytes":5}"#);
    assert_eq!(found(&group.findings()), [] as [String; 0]);
    let group = Handle::new("Group", group);
    assert_eq!(group.attribute("CreationTime"), Reference::attribute("Group", "CreationTime"));

    // Where the type is known, its properties are checked.
    let queue = Generic::new("AWS::SQS::Queue").property("QueueNmae", "orders");
    assert_eq!(
        found(&queue.findings()),
        [
            "unknown-property: `AWS::SQS::Queue` has no property `QueueNmae` | /Properties/QueueNmae | there is \
          `QueueName`"
        ]
    );
    for good in
        ["Custom::Migration_1", "Alexa::ASK::Skill", "AWS::CloudFormation::Stack", "My::Own::Type::MODULE"]
    {
        assert_eq!(found(&Generic::new(good).findings()), [] as [String; 0]);
    }
    for bad in ["AWS::SQS", "Custom::", "AWS:SQS:Queue", "AWS::S Q S::Queue", ""] {
        assert_eq!(
            found(&Generic::new(bad).findings()),
            [format!(
                "malformed-type: `{bad}` is not the name of a resource type | /Type | write it like \
                 `AWS::Athena::DataCatalog`, or `Custom::` and a name"
            )]
        );
    }
}

#[test]
fn conveniences() {
    let table = dynamodb::Table::with_key(
        ("Customer", AttributeType::String),
        Some(("Placed", AttributeType::Number)),
    );
    assert_eq!(
        written(&table),
        json!({
            "AttributeDefinitions": [
                {"AttributeName": "Customer", "AttributeType": "S"},
                {"AttributeName": "Placed", "AttributeType": "N"},
            ],
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [
                {"AttributeName": "Customer", "KeyType": "HASH"},
                {"AttributeName": "Placed", "KeyType": "RANGE"},
            ],
        })
    );
    assert_eq!(found(&table.findings()), [] as [String; 0]);
    let function =
        lambda::Function::new(lambda::function::Code::new().zip_file("x"), Reference::to("RoleArn"));
    assert_eq!(written(&function), json!({"Code": {"ZipFile": "x"}, "Role": {"Ref": "RoleArn"}}));
}
