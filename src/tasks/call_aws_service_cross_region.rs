//! Any API of AWS in another region, through a function.

use super::CallAwsService;
use crate::asl::{Field, Payload, secs};
use crate::diagnostic::Diagnostic;
use crate::flow::Retry;
use crate::iam::Statement;
use crate::reference::Property;
use crate::target::FunctionTarget;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, shape};
use crate::template::parts::CrossRegionFunction;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Calls an API of an AWS service in another region, through a Lambda function that a
/// [`CrossRegionCaller`](crate::template::parts::CrossRegionCaller) makes first.
///
/// Service and action are named as for [`CallAwsService`]: `s3` and `listObjectsV2`. Parameters are spelled as the API
/// itself spells them: `Bucket` for S3, `cluster` for ECS. An error of the API fails the state under its own name,
/// `NoSuchKey`, or as `ClientError`. The call has to be done before the function's timeout, and its answer to fit into
/// 256 KiB.
///
/// # Permissions
///
/// The machine's role: `lambda:InvokeFunction` on the function. The function's role: the IAM action that goes with the
/// API, on the resources that are named, in the caller's regions only. Where the action is not called like the API, say
/// [`iam_action`](Self::iam_action); what a call needs beyond its own action, say with
/// [`additional_statement`](Self::additional_statement).
///
/// # Patterns
///
/// Request and response, and callback.
///
/// # Output
///
/// What the API returns, as the API spells it. Bytes become text, or Base64 where they are none.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("photos");
/// let ireland = stack.add("Ireland", CrossRegionCaller::new(["eu-west-1"]));
/// let list = CallAwsServiceCrossRegion::new(
///     &ireland,
///     "eu-west-1",
///     "s3",
///     "listObjectsV2",
///     ["arn:aws:s3:::photos-of-ireland"],
/// )
/// .parameters(payload!({ "Bucket": "photos-of-ireland", "Prefix": path("$.prefix") }))
/// .state("List the photos");
/// stack.add("Machine", StateMachine::new(list));
///
/// let template = stack.synthesize(Target::Sam).to_yaml();
/// assert!(template.contains("Action: s3:ListBucket"));
/// ```
///
/// Checked against <https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CallAwsServiceCrossRegion {
    service: String,
    action: String,
    region: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Payload>,
    #[serde(skip)]
    caller: CrossRegionFunction,
    #[serde(skip)]
    call: CallAwsService,
    #[serde(skip)]
    without_retry: bool,
}

/// The names of boto3's clients, where they are not the same but for hyphens.
const CLIENTS: [(&str, &str); 25] = [
    ("applicationdiscovery", "discovery"),
    ("cloudwatchlogs", "logs"),
    ("cognitoidentityprovider", "cognito-idp"),
    ("costandusagereport", "cur"),
    ("costexplorer", "ce"),
    ("databasemigration", "dms"),
    ("directory", "ds"),
    ("directoryservicedata", "ds-data"),
    ("elasticloadbalancing", "elb"),
    ("elasticloadbalancingv2", "elbv2"),
    ("elasticsearch", "es"),
    ("eventbridge", "events"),
    ("iotdataplane", "iot-data"),
    ("iotjobsdataplane", "iot-jobs-data"),
    ("lexmodelbuilding", "lex-models"),
    ("lexmodelsv2", "lexv2-models"),
    ("lexruntime", "lex-runtime"),
    ("lexruntimev2", "lexv2-runtime"),
    ("marketplaceentitlement", "marketplace-entitlement"),
    ("marketplacemetering", "meteringmarketplace"),
    ("migrationhub", "mgh"),
    ("pinpointsmsvoice", "sms-voice"),
    ("serverlessapplicationrepository", "serverlessrepo"),
    ("sfn", "stepfunctions"),
    ("simpledb", "sdb"),
];

impl CallAwsServiceCrossRegion {
    /// Calls this action of this service in this region, through this function, and permits it on these resources: ARNs,
    /// or `*` for an API that knows none.
    pub fn new<P: Into<Property<String>>>(
        caller: &CrossRegionFunction,
        region: impl Into<Field<String>>,
        service: impl Into<String>,
        action: impl Into<String>,
        resources: impl IntoIterator<Item = P>,
    ) -> Self {
        let (service, action) = (service.into(), action.into());
        let client =
            CLIENTS.iter().find(|(name, _)| *name == service).map(|(_, client)| (*client).to_owned());
        CallAwsServiceCrossRegion {
            call: CallAwsService::new(service.clone(), action.clone(), resources),
            service: client.unwrap_or(service),
            action,
            region: region.into(),
            endpoint: None,
            parameters: None,
            caller: caller.clone(),
            without_retry: false,
        }
    }

    /// The API's parameters, as the API spells them; by default none.
    pub fn parameters(mut self, parameters: impl Into<Payload>) -> Self {
        let parameters = parameters.into();
        self.call = self.call.parameters(parameters.clone());
        self.parameters = Some(parameters);
        self
    }

    /// The URL to call instead of the service's usual one: of a VPC endpoint, or a FIPS one.
    pub fn endpoint(mut self, url: impl Into<Field<String>>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// The IAM action, `service:Action`, in place of the one that would be taken. Said again, one more.
    pub fn iam_action(mut self, action: impl Into<String>) -> Self {
        self.call = self.call.iam_action(action);
        self
    }

    /// Permits the call under a condition only: operator, key, value.
    pub fn condition(
        mut self,
        operator: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<Property<String>>,
    ) -> Self {
        self.call = self.call.condition(operator, key, value);
        self
    }

    /// Permits something to the function that the call needs beside its own action.
    pub fn additional_statement(mut self, statement: Statement) -> Self {
        self.call = self.call.additional_statement(statement);
        self
    }

    /// Leaves out the retries on Lambda's own transient errors that AWS recommends. By default they are there.
    pub fn without_service_retries(mut self) -> Self {
        self.without_retry = true;
        self
    }
}

impl Task for CallAwsServiceCrossRegion {
    const NAME: &'static str = "CallAwsServiceCrossRegion";
    const API: (&'static str, &'static str) = ("lambda", "invoke");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html";

    type Patterns = RequestOrCallback;

    /// The function itself, whose answer is the state's; a callback needs Lambda's own API in between.
    fn resource(&self, pattern: IntegrationPattern) -> Payload {
        match pattern {
            IntegrationPattern::WaitForTaskToken => "arn:aws:states:::lambda:invoke.waitForTaskToken".into(),
            _ => self.caller.function.attribute("Arn").into(),
        }
    }

    fn parameters_by(&self, pattern: IntegrationPattern) -> Option<Payload> {
        let request = Payload::of(self);
        Some(match pattern {
            IntegrationPattern::WaitForTaskToken => crate::payload!({
                "FunctionName": self.caller.function.attribute("Arn"),
                "Payload": request,
            }),
            _ => request,
        })
    }

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let function = FunctionTarget::from(&self.caller.function);
        let invoke = Statement::allow(["lambda:InvokeFunction"])
            .on_all(function.unqualified())
            .because("has the function make the call");
        let in_regions = |statement: Statement| {
            let statement = self.caller.regions.iter().fold(statement, |statement, region| {
                statement.when("StringEquals", "aws:RequestedRegion", region)
            });
            statement.for_role(&self.caller.role)
        };
        std::iter::once(invoke).chain(self.call.statements(pattern).into_iter().map(in_regions)).collect()
    }

    fn findings(&self, pattern: IntegrationPattern) -> Vec<Diagnostic> {
        // What Step Functions does not call, and how it wants parameters spelled, is no matter to the function.
        let of_step_functions = ["unsupported-action", "parameter-not-pascal-case"];
        let mut out = self.call.findings(pattern);
        out.retain(|finding| !of_step_functions.contains(&finding.code));
        let known: Vec<&String> = self.caller.regions.iter().filter_map(Property::literal).collect();
        if let Field::Literal(region) = &self.region
            && known.len() == self.caller.regions.len()
            && !known.contains(&region)
        {
            let regions: Vec<String> = known.iter().map(|region| format!("`{region}`")).collect();
            out.push(
                Diagnostic::error(
                    "unknown-region",
                    format!("the function may not call the region `{region}`"),
                )
                .pointer("/Parameters/region")
                .help(format!(
                    "it may call {}: name the region in its `CrossRegionCaller`",
                    regions.join(", ")
                )),
            );
        }
        out
    }

    fn retries(&self) -> Vec<Retry> {
        if self.without_retry {
            return Vec::new();
        }
        let errors = [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
        ];
        vec![Retry::on_any(errors).interval(secs(2)).max_attempts(6).backoff(2.0)]
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::any()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path, task_token};
        use crate::payload;
        use crate::template::parts::CrossRegionCaller;
        use crate::template::{Part, Scope};
        let mut scope = Scope::default();
        let ireland = CrossRegionCaller::new(["eu-west-1"]).add("Ireland", &mut scope);
        let both = CrossRegionCaller::new(["eu-west-1", "us-east-1"]).add("Both", &mut scope);
        let photos = "arn:aws:s3:::photos-of-ireland";
        vec![
            Example::request(
                "request_response",
                CallAwsServiceCrossRegion::new(&ireland, "eu-west-1", "s3", "listObjectsV2", [photos])
                    .parameters(payload!({ "Bucket": "photos-of-ireland", "Prefix": path("$.prefix") }))
                    .endpoint("https://s3.dualstack.eu-west-1.amazonaws.com")
                    .condition("StringLike", "s3:prefix", "holidays/*")
                    .state("List the photos"),
            ),
            Example::callback(
                "wait_for_task_token",
                CallAwsServiceCrossRegion::new(
                    &ireland,
                    "eu-west-1",
                    "sqs",
                    "sendMessage",
                    ["arn:aws:sqs:eu-west-1:123456789012:asks"],
                )
                .parameters(payload!({
                    "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/asks",
                    "MessageBody": task_token()
                }))
                .without_service_retries()
                .wait_for_task_token("Ask in Ireland")
                .timeout(minutes(60)),
            ),
            Example::request(
                "iam_action",
                CallAwsServiceCrossRegion::new(&ireland, "eu-west-1", "cloudwatchlogs", "startQuery", ["*"])
                    .parameters(payload!({
                        "logGroupName": "orders", "queryString": path("$.query"),
                        "startTime": path("$.from"), "endTime": path("$.to")
                    }))
                    .iam_action("logs:StartQuery")
                    .additional_statement(Statement::allow(["logs:DescribeLogGroups"]).on("*"))
                    .state("Search the log"),
            ),
            Example::request(
                "jsonata",
                CallAwsServiceCrossRegion::new(
                    &both,
                    jsonata("$states.input.region"),
                    "ec2",
                    "describeVpcs",
                    ["*"],
                )
                .state("Look at the networks")
                .output(jsonata("$states.result.Vpcs")),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CallAwsServiceCrossRegion::new(&both, path("$.region"), "acm", "listCertificates", ["*"])
                    .state("List the certificates"),
            ),
        ]
    }
}
