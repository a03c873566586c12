//! The resource types that are generated. Of `AWS::Serverless`, all are.

/// A namespace and its types.
pub const TYPES: &[(&str, &[&str])] = &[
    ("ApiGateway", &["Deployment", "Method", "Resource", "RestApi", "Stage"]),
    ("ApiGatewayV2", &["Api", "Authorizer", "Deployment", "Integration", "Route", "Stage"]),
    ("Athena", &["WorkGroup"]),
    ("Batch", &["JobDefinition", "JobQueue"]),
    ("Bedrock", &["Guardrail"]),
    ("CloudWatch", &["Alarm", "CompositeAlarm", "Dashboard"]),
    ("CodeBuild", &["Project"]),
    ("DataBrew", &["Job"]),
    ("DynamoDB", &["GlobalTable", "Table"]),
    (
        "EC2",
        &[
            "EIP",
            "FlowLog",
            "InternetGateway",
            "NatGateway",
            "Route",
            "RouteTable",
            "SecurityGroup",
            "SecurityGroupEgress",
            "SecurityGroupIngress",
            "Subnet",
            "SubnetRouteTableAssociation",
            "VPC",
            "VPCEndpoint",
            "VPCGatewayAttachment",
        ],
    ),
    ("ECR", &["Repository"]),
    (
        "ECS",
        &["CapacityProvider", "Cluster", "ClusterCapacityProviderAssociations", "Service", "TaskDefinition"],
    ),
    ("EKS", &["Cluster"]),
    ("EMRContainers", &["VirtualCluster"]),
    ("EMRServerless", &["Application"]),
    ("Events", &["ApiDestination", "Archive", "Connection", "EventBus", "Rule"]),
    ("Glue", &["Crawler", "Job"]),
    ("IAM", &["InstanceProfile", "ManagedPolicy", "Policy", "Role", "RolePolicy"]),
    ("KMS", &["Alias", "Key"]),
    (
        "Lambda",
        &[
            "Alias",
            "EventInvokeConfig",
            "EventSourceMapping",
            "Function",
            "LayerVersion",
            "Permission",
            "Url",
            "Version",
        ],
    ),
    ("Logs", &["LogGroup", "MetricFilter", "ResourcePolicy", "SubscriptionFilter"]),
    ("MediaConvert", &["Queue"]),
    ("Pipes", &["Pipe"]),
    ("S3", &["Bucket", "BucketPolicy"]),
    ("SNS", &["Subscription", "Topic", "TopicPolicy"]),
    ("SQS", &["Queue", "QueuePolicy"]),
    ("SSM", &["Parameter"]),
    ("SageMaker", &["Endpoint", "EndpointConfig", "Model"]),
    ("Scheduler", &["Schedule", "ScheduleGroup"]),
    ("SecretsManager", &["Secret"]),
    ("StepFunctions", &["Activity", "StateMachine", "StateMachineAlias", "StateMachineVersion"]),
];

/// Properties that the schemas call read-only, but which can be set all the same, by type and name.
///
/// The SAM schema takes `Name` for the attribute of the CloudFormation resource; in SAM it names the machine, see
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html>.
pub const SETTABLE: &[(&str, &str)] = &[("AWS::Serverless::StateMachine", "Name")];
