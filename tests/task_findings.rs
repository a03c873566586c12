//! What is wrong with a request, in the words that a user reads; and what a request permits.
#![allow(clippy::unwrap_used)]

use stepwright::prelude::*;
use stepwright::task::IntegrationPattern::{RequestResponse, RunJob};

/// The findings about a request, without their places in the source.
fn check(task: impl Task, expected: &[&str]) {
    let found: Vec<String> = task.findings(RequestResponse).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

/// The statements of a request, as a policy has them.
fn permits(task: &impl Task, pattern: IntegrationPattern) -> Vec<serde_json::Value> {
    task.statements(pattern).iter().map(Statement::to_json).collect()
}

fn orders() -> Handle<dynamodb::Table> {
    let sort = ("Line", AttributeType::Number);
    Handle::new("Orders", dynamodb::Table::with_key(("OrderId", AttributeType::String), Some(sort)))
}

#[test]
fn a_key_has_all_of_the_tables_key_attributes() {
    check(
        DynamoGetItem::new(&orders(), [("orderId", "1001")]),
        &[
            "error[missing-key-attribute]: the key has no `OrderId`, which is part of the table's key\n  \
             at /Parameters/Key\n  help: `orderId` may be meant: names are told apart by letter case",
            "error[missing-key-attribute]: the key has no `Line`, which is part of the table's key\n  \
             at /Parameters/Key\n  help: add it, as `N`",
            "error[not-a-key-attribute]: `orderId` is no part of the table's key\n  \
             at /Parameters/Key/orderId\n  help: the key is `OrderId`, `Line`",
        ],
    );
}

#[test]
fn key_attributes_have_the_declared_types() {
    let item = DynamoItem::new().with("OrderId", 1001).with("Line", 1).with("Note", "any");
    check(
        DynamoPutItem::new(&orders(), item),
        &["error[key-attribute-type]: `OrderId` is given as `N`, and the table declares it as `S`\n  \
           at /Parameters/Item/OrderId\n  help: say it as `S`"],
    );
}

#[test]
fn a_simple_table_has_an_id() {
    let simple = Handle::new("Totals", serverless::SimpleTable::new());
    check(DynamoDeleteItem::new(&simple, [("id", "today")]), &[]);
    let numbered =
        serverless::SimpleTable::new().primary_key(serverless::simple_table::PrimaryKey::new("No", "Number"));
    let numbered = Handle::new("Totals", numbered);
    check(DynamoDeleteItem::new(&numbered, [("No", 1)]), &[]);
}

#[test]
fn what_an_expression_gives_is_not_judged() {
    check(DynamoGetItem::new(&orders(), path("$.key")), &[]);
    check(DynamoGetItem::new("elsewhere", [("anything", "1")]), &[]);
}

#[test]
fn numbers_are_numbers() {
    let value = DynamoAttributeValue::map([(
        "Lines",
        DynamoAttributeValue::list([DynamoAttributeValue::number("four")]),
    )]);
    check(
        DynamoPutItem::new("orders", [("Data", value)]),
        &["error[malformed-number]: `four` is no number\n  at /Parameters/Item/Data/M/Lines/L/0/N\n  \
           help: write it in digits, or say it as text: `S`"],
    );
}

#[test]
fn placeholders_are_defined_and_used() {
    check(
        DynamoUpdateItem::new("orders", [("OrderId", "1001")])
            .update_expression("SET #status = :statsu")
            .expression_attribute_value(":status", "shipped"),
        &[
            "error[unknown-placeholder]: `UpdateExpression` uses `#status`, which is not defined\n  \
             at /Parameters/UpdateExpression\n  help: say `expression_attribute_name(\"#status\", …)`",
            "error[unknown-placeholder]: `UpdateExpression` uses `:statsu`, which is not defined\n  \
             at /Parameters/UpdateExpression\n  help: there is `:status`",
            "error[unused-placeholder]: `:status` is defined, and no expression uses it\n  \
             at /Parameters/ExpressionAttributeValues/:status\n  help: leave it out",
        ],
    );
    check(
        DynamoUpdateItem::new("orders", [("OrderId", "1001")])
            .update_expression("SET Total = :total")
            .expression_attribute_values(path("$.values")),
        &[],
    );
}

#[test]
fn a_queue_is_named_by_its_url() {
    check(
        SqsSendMessage::new("arn:aws:sqs:eu-west-1:123456789012:orders", "hello"),
        &[
            "error[arn-as-queue-url]: `arn:aws:sqs:eu-west-1:123456789012:orders` is an ARN, and `QueueUrl` is a URL\n  \
           at /Parameters/QueueUrl\n  help: its URL is `https://sqs.eu-west-1.amazonaws.com/123456789012/orders`",
        ],
    );
    check(
        SqsSendMessage::new("orders", "hello"),
        &["error[malformed-queue-url]: `orders` is no URL of a queue\n  at /Parameters/QueueUrl\n  \
           help: a queue is named by its URL: `https://sqs.eu-west-1.amazonaws.com/123456789012/orders`"],
    );
}

#[test]
fn a_queues_arn_follows_from_its_url() {
    let policy = |queue: QueueTarget| {
        permits(&SqsSendMessage::new(queue, "hello"), RequestResponse)[0]["Resource"].to_string()
    };
    assert_eq!(
        policy("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders".into()),
        r#"{"Fn::Sub":"arn:${AWS::Partition}:sqs:cn-north-1:123456789012:orders"}"#
    );
    assert_eq!(
        policy(Reference::attribute("Orders", "QueueUrl").into()),
        r#"{"Fn::GetAtt":["Orders","Arn"]}"#
    );
    assert_eq!(
        policy(Reference::to("OrdersUrl").into()),
        r#"{"Fn::Sub":["arn:${AWS::Partition}:sqs:${Value1}:${Value2}:${Value3}",{"Value1":{"Fn::Select":[1,{"Fn::Split":[".",{"Fn::Select":[2,{"Fn::Split":["/",{"Ref":"OrdersUrl"}]}]}]}]},"Value2":{"Fn::Select":[3,{"Fn::Split":["/",{"Ref":"OrdersUrl"}]}]},"Value3":{"Fn::Select":[4,{"Fn::Split":["/",{"Ref":"OrdersUrl"}]}]}}]}"#
    );
}

#[test]
fn a_customer_managed_key_is_permitted_through_its_service() {
    let key = |queue: sqs::Queue| {
        permits(&SqsSendMessage::new(&Handle::new("Q", queue), "hello"), RequestResponse).len()
    };
    assert_eq!(key(sqs::Queue::new()), 1);
    assert_eq!(key(sqs::Queue::new().kms_master_key_id("alias/aws/sqs")), 1);
    assert_eq!(key(sqs::Queue::new().kms_master_key_id("alias/orders")), 2);
    let replica = dynamodb::global_table::ReplicaSpecification::new("eu-west-1").sse_specification(
        dynamodb::global_table::ReplicaSSESpecification::new(Reference::attribute("Key", "Arn")),
    );
    let table = Handle::new("Orders", dynamodb::GlobalTable::new([replica]));
    let statements = permits(&DynamoDeleteItem::new(&table, path("$.key")), RequestResponse);
    assert_eq!(
        serde_json::to_string(&statements[1]).unwrap(),
        r#"{"Effect":"Allow","Action":"kms:Decrypt","Resource":{"Fn::GetAtt":["Key","Arn"]},"Condition":{"StringEquals":{"kms:ViaService":{"Fn::Sub":"dynamodb.${AWS::Region}.amazonaws.com"}}}}"#
    );
}

#[test]
fn fifo_queues_have_rules_of_their_own() {
    let url = "https://sqs.eu-west-1.amazonaws.com/123456789012/steps.fifo";
    check(SqsSendMessage::new(url, "hello").message_group_id("a"), &[]);
    check(
        SqsSendMessage::new(url, "hello").delay_seconds(901),
        &[
            "error[fifo-without-group]: a message to a FIFO queue needs a `MessageGroupId`\n  \
             at /Parameters\n  help: say `message_group_id`",
            "error[delay-on-fifo]: `DelaySeconds` cannot be said of one message to a FIFO queue\n  \
             at /Parameters/DelaySeconds\n  help: say it of the queue: `DelaySeconds` there holds for every message",
            "error[out-of-range]: `DelaySeconds` is 901, it can be 0 to 900\n  \
             at /Parameters/DelaySeconds\n  help: a Wait state before it waits longer",
        ],
    );
}

#[test]
fn a_message_for_all_protocols_is_text() {
    check(
        SnsPublish::new("orders", payload!({ "id": 1 })).message_per_protocol("sms", "short"),
        &[
            "error[malformed-message]: the message for all other protocols is an object, and has to be text\n  \
           at /Parameters/Message/default\n  help: say `intrinsic::json_to_string(…)` of it",
        ],
    );
}

#[test]
fn phone_numbers_and_subjects_are_looked_at() {
    check(SnsPublish::to_phone_number("+15555550100", "hello"), &[]);
    check(
        SnsPublish::to_phone_number("0555 5550100", "hello"),
        &[
            "error[malformed-phone-number]: `0555 5550100` is no phone number\n  at /Parameters/PhoneNumber\n  \
           help: write `+`, the country and the number, in at most 15 digits: `+15555550100`",
        ],
    );
    check(
        SnsPublish::new("orders", "hello").subject("a\nb"),
        &["error[malformed-subject]: `Subject` has a line break or control character, which SNS refuses\n  \
           at /Parameters/Subject"],
    );
}

#[test]
fn one_to_ten_events() {
    check(
        EventBridgePutEvents::new([]),
        &[
            "error[too-few-items]: there is no event to send\n  at /Parameters/Entries\n  help: add one with `entry`",
        ],
    );
    let event = EventBridgePutEventsEntry::new("aws.orders", "Shipped", payload!({}));
    check(
        EventBridgePutEvents::new([event]),
        &[
            "error[reserved-source]: the source `aws.orders` is reserved: only AWS sends events as `aws.…`\n  \
           at /Parameters/Entries/0/Source\n  help: name your own application: `com.example.orders`",
        ],
    );
}

#[test]
fn a_parent_is_added_to_an_object_only() {
    check(
        StepFunctionsStartExecution::new("ship").associate_with_parent(),
        &[
            "error[input-not-an-object]: the input is no object that is written down, so the parent cannot be added to it\n  \
           at /Parameters/Input\n  help: say `input(payload!({ … }))`, or leave `associate_with_parent` out",
        ],
    );
}

#[test]
fn a_version_is_permitted_by_the_machines_arn() {
    let live = "arn:aws:states:eu-west-1:123456789012:stateMachine:ship:live";
    let statements = permits(&StepFunctionsStartExecution::new(live), RunJob);
    assert_eq!(
        serde_json::to_string(&statements[..2]).unwrap(),
        r#"[{"Effect":"Allow","Action":"states:StartExecution","Resource":"arn:aws:states:eu-west-1:123456789012:stateMachine:ship","Condition":{"ForAnyValue:StringEquals":{"states:StateMachineQualifier":"live"}}},{"Effect":"Allow","Action":["states:DescribeExecution","states:StopExecution"],"Resource":"arn:aws:states:eu-west-1:123456789012:execution:ship:*"}]"#
    );
    let same =
        StateMachineTarget::from("arn:aws:states:eu-west-1:123456789012:stateMachine:ship").qualified("live");
    assert_eq!(permits(&StepFunctionsStartExecution::new(same), RunJob), statements);
}

#[test]
fn names_of_services_and_actions_are_looked_at() {
    check(
        CallAwsService::new("logs", "getLogEvents", ["*"]),
        &["error[unknown-service]: `logs` is not what Step Functions calls that service\n  at /Resource\n  \
           help: say `cloudwatchlogs`"],
    );
    check(
        CallAwsService::new("Cognito-IDP", "AdminGetUser", [""; 0]),
        &[
            "error[malformed-service]: `Cognito-IDP` is no name of a service: it is lower case letters and digits\n  \
             at /Resource\n  help: say `cognitoidentityprovider`",
            "error[malformed-action]: `AdminGetUser` is no name of an action: it is camelCase\n  \
             at /Resource\n  help: say `adminGetUser`",
            "error[no-resources]: no resource is named, so the call is not permitted on any\n  \
             at /Resource\n  help: name ARNs, or `*` for an API that knows no resources",
        ],
    );
    check(
        CallAwsService::new("sts", "assumeRole", ["*"]).parameters(payload!({ "roleArn": path("$.role") })),
        &[
            "error[unsupported-action]: Step Functions does not support `assumeRole` of `sts`\n  at /Resource\n  \
             help: call it from a function: `LambdaInvoke`",
            "warning[parameter-not-pascal-case]: the parameter `roleArn` begins with a small letter, and parameters \
             are PascalCase\n  at /Parameters/roleArn\n  help: say `RoleArn`",
        ],
    );
}

#[test]
fn apis_are_permitted_by_their_iam_actions() {
    let actions =
        |service: &str, action: &str| CallAwsService::new(service, action, ["*"]).actions().join(" ");
    for (service, action, expected) in [
        ("s3", "listBuckets", "s3:ListAllMyBuckets"),
        ("s3", "listObjectsV2", "s3:ListBucket"),
        ("s3", "getObject", "s3:GetObject"),
        ("s3", "copyObject", "s3:GetObject s3:PutObject"),
        ("lambda", "invoke", "lambda:InvokeFunction"),
        ("sfn", "startSyncExecution", "states:StartSyncExecution"),
        ("cloudwatchlogs", "getLogEvents", "logs:GetLogEvents"),
        ("efs", "describeFileSystems", "elasticfilesystem:DescribeFileSystems"),
        ("sesv2", "sendEmail", "ses:SendEmail"),
        ("elasticloadbalancingv2", "describeRules", "elasticloadbalancing:DescribeRules"),
        ("mwaa", "createCliToken", "airflow:CreateCliToken"),
        ("mediapackagevod", "createAsset", "mediapackage-vod:CreateAsset"),
        ("apigateway", "getRestApis", "apigateway:GET"),
        ("apigatewayv2", "tagResource", "apigateway:POST"),
        ("budgets", "describeBudget", "budgets:ViewBudget"),
        ("kms", "reEncrypt", "kms:ReEncryptFrom kms:ReEncryptTo"),
        ("dynamodb", "query", "dynamodb:Query"),
        ("ec2", "describeInstances", "ec2:DescribeInstances"),
    ] {
        assert_eq!(actions(service, action), expected, "{service}:{action}");
    }
    let of_version = CallAwsService::new("s3", "headObject", ["*"])
        .parameters(payload!({ "Bucket": "b", "Key": "k", "VersionId.$": "$.version" }));
    assert_eq!(of_version.actions(), ["s3:GetObjectVersion"]);
    let transaction = CallAwsService::new("dynamodb", "transactWriteItems", ["*"])
        .parameters(payload!({ "TransactItems": [{ "Put": {} }, { "Delete": {} }] }));
    assert_eq!(transaction.actions(), ["dynamodb:DeleteItem", "dynamodb:PutItem"]);
    let said = CallAwsService::new("s3", "getObject", ["*"]).iam_action("s3:GetObjectVersion");
    assert_eq!(said.actions(), ["s3:GetObjectVersion"]);
}
