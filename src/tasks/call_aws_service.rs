//! Any API, through the AWS SDK integrations.

use crate::asl::Payload;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Property;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Calls an API of an AWS service that has no task of its own.
///
/// Service and action are named as a state's `Resource` names them: `s3` and `listObjectsV2`, `cloudwatchlogs` and
/// `getLogEvents`. Parameters are spelled in PascalCase, whatever the service itself does.
///
/// # Permissions
///
/// The IAM action that goes with the API, on the resources that are named. Service prefixes that differ from the
/// service's name are known, as are the actions of S3, Lambda, API Gateway and a few others that differ from their
/// APIs; elsewhere the action is taken to be called like the API. Where it is not, say
/// [`iam_action`](Self::iam_action). What a call needs beyond its own action (roles that it passes on, keys, objects
/// that it reads) is never known: say it with [`additional_statement`](Self::additional_statement).
///
/// # Patterns
///
/// Request and response, and callback.
///
/// # Output
///
/// What the API returns, in PascalCase.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let translate = CallAwsService::new("translate", "translateText", ["*"])
///     .parameters(payload!({
///         "Text": path("$.text"), "SourceLanguageCode": "de", "TargetLanguageCode": "en"
///     }))
///     .state("Translate")
///     .result_selector(payload!({ "text": path("$.TranslatedText") }));
/// # let _ = translate;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct CallAwsService {
    parameters: Option<Payload>,
    #[serde(skip)]
    service: String,
    #[serde(skip)]
    action: String,
    #[serde(skip)]
    resources: Vec<Property<String>>,
    #[serde(skip)]
    iam_actions: Vec<String>,
    #[serde(skip)]
    conditions: Vec<(String, String, Property<String>)>,
    #[serde(skip)]
    additional: Vec<Statement>,
}

impl CallAwsService {
    /// Calls this action of this service, and permits it on these resources: ARNs, or `*` for an API that knows none.
    pub fn new<P: Into<Property<String>>>(
        service: impl Into<String>,
        action: impl Into<String>,
        resources: impl IntoIterator<Item = P>,
    ) -> Self {
        CallAwsService {
            parameters: Some(Payload(Value::Object(Map::new()))),
            service: service.into(),
            action: action.into(),
            resources: resources.into_iter().map(Into::into).collect(),
            iam_actions: Vec::new(),
            conditions: Vec::new(),
            additional: Vec::new(),
        }
    }

    /// The API's parameters, in PascalCase; by default none.
    pub fn parameters(mut self, parameters: impl Into<Payload>) -> Self {
        self.parameters = Some(parameters.into());
        self
    }

    /// Takes the state's input as the API's parameters.
    pub fn parameters_from_input(mut self) -> Self {
        self.parameters = None;
        self
    }

    /// The IAM action, `service:Action`, in place of the one that would be taken. Said again, one more.
    pub fn iam_action(mut self, action: impl Into<String>) -> Self {
        self.iam_actions.push(action.into());
        self
    }

    /// Permits the call under a condition only: operator, key, value.
    pub fn condition(
        mut self,
        operator: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<Property<String>>,
    ) -> Self {
        self.conditions.push((operator.into(), key.into(), value.into()));
        self
    }

    /// Permits something that the call needs beside its own action.
    pub fn additional_statement(mut self, statement: Statement) -> Self {
        self.additional.push(statement);
        self
    }

    /// The IAM actions that go with the API; those that were said, where any were.
    pub fn actions(&self) -> Vec<String> {
        if !self.iam_actions.is_empty() {
            return self.iam_actions.clone();
        }
        let (service, action) = (self.service.as_str(), self.action.as_str());
        if matches!(service, "apigateway" | "apigatewayv2") {
            return vec![format!("apigateway:{}", http_method(service, action))];
        }
        if service == "budgets" && !action.contains("Action") && !action.contains("Tag") {
            let kind = if action.starts_with("describe") { "ViewBudget" } else { "ModifyBudget" };
            return vec![format!("budgets:{kind}")];
        }
        if (service, action) == ("dynamodb", "transactWriteItems") {
            return self.transaction();
        }
        if let Some((_, _, actions)) =
            ACTIONS.iter().find(|(name, api, _)| *name == service && *api == action)
        {
            return actions.iter().map(|action| self.of_version(action)).collect();
        }
        let prefix = SERVICES.iter().find(|(name, _)| *name == service).map_or(service, |(_, prefix)| prefix);
        vec![self.of_version(&format!("{prefix}:{}", pascal(action)))]
    }

    /// Versions of an object have actions of their own: `s3:GetObjectVersion`.
    fn of_version(&self, action: &str) -> String {
        const OF_OBJECTS: [&str; 8] = [
            "s3:GetObject",
            "s3:DeleteObject",
            "s3:GetObjectAcl",
            "s3:PutObjectAcl",
            "s3:GetObjectTagging",
            "s3:PutObjectTagging",
            "s3:DeleteObjectTagging",
            "s3:GetObjectAttributes",
        ];
        if self.service == "s3" && OF_OBJECTS.contains(&action) && self.has("VersionId") {
            return action.replacen("Object", "ObjectVersion", 1);
        }
        action.to_owned()
    }

    fn has(&self, parameter: &str) -> bool {
        let Some(Payload(Value::Object(parameters))) = &self.parameters else { return false };
        parameters.keys().any(|key| key.strip_suffix(".$").unwrap_or(key) == parameter)
    }

    /// A transaction needs the actions of what is in it; all of them where that is decided at run time.
    fn transaction(&self) -> Vec<String> {
        const PARTS: [(&str, &str); 4] = [
            ("ConditionCheck", "dynamodb:ConditionCheckItem"),
            ("Delete", "dynamodb:DeleteItem"),
            ("Put", "dynamodb:PutItem"),
            ("Update", "dynamodb:UpdateItem"),
        ];
        let items = self.parameters.as_ref().and_then(|parameters| parameters.0.get("TransactItems"));
        let uses = |part: &str| match items {
            Some(Value::Array(items)) => items.iter().any(|item| item.get(part).is_some()),
            _ => true,
        };
        PARTS.iter().filter(|(part, _)| uses(part)).map(|(_, action)| (*action).to_owned()).collect()
    }
}

/// API Gateway's actions are those of HTTP.
fn http_method(service: &str, action: &str) -> &'static str {
    let verb: String = action.chars().take_while(|c| !c.is_ascii_uppercase()).collect();
    match verb.as_str() {
        "delete" | "disable" | "flush" | "reset" | "untag" => "DELETE",
        "export" | "get" | "list" => "GET",
        "put" | "reimport" => "PUT",
        "update" => "PATCH",
        "tag" if service == "apigateway" => "PUT",
        "import" if service == "apigatewayv2" || action == "importDocumentationParts" => "PUT",
        _ => "POST",
    }
}

/// `listBuckets` as `ListBuckets`.
fn pascal(action: &str) -> String {
    let mut chars = action.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

impl Task for CallAwsService {
    const NAME: &'static str = "CallAwsService";
    const API: (&'static str, &'static str) = ("aws-sdk", "*");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html";

    type Patterns = RequestOrCallback;

    fn resource(&self, pattern: IntegrationPattern) -> Value {
        let suffix = match pattern {
            IntegrationPattern::WaitForTaskToken => ".waitForTaskToken",
            _ => "",
        };
        format!("arn:aws:states:::aws-sdk:{}:{}{suffix}", self.service, self.action).into()
    }

    fn parameters(&self) -> Option<Value> {
        serde_json::to_value(self.parameters.as_ref()?).ok()
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let why = format!("calls {}:{}", self.service, self.action);
        let call = Statement::allow(self.actions()).on_all(self.resources.iter().cloned()).because(why);
        let call = self
            .conditions
            .iter()
            .fold(call, |call, (operator, key, value)| call.when(operator.clone(), key.clone(), value));
        let own = (!self.resources.is_empty()).then_some(call);
        let additional = self.additional.iter().cloned().map(|statement| {
            if statement.reasons.is_empty() {
                statement.because(format!("goes with {}:{}", self.service, self.action))
            } else {
                statement
            }
        });
        own.into_iter().chain(additional).collect()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let (service, action) = (self.service.as_str(), self.action.as_str());
        let mut out = Vec::new();
        let resource = |code, message| Diagnostic::error(code, message).pointer("/Resource");
        if service.is_empty() || !service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
            let lower: String =
                service.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            let found = resource(
                "malformed-service",
                format!("`{service}` is no name of a service: it is lower case letters and digits"),
            );
            out.push(found.help(format!("say `{}`", named(&lower).unwrap_or(&lower))));
        } else if let Some(name) = named(service) {
            let message = format!("`{service}` is not what Step Functions calls that service");
            out.push(resource("unknown-service", message).help(format!("say `{name}`")));
        }
        if !action.starts_with(|c: char| c.is_ascii_lowercase())
            || !action.chars().all(|c| c.is_ascii_alphanumeric())
        {
            let found =
                resource("malformed-action", format!("`{action}` is no name of an action: it is camelCase"));
            let mut chars = action.chars().filter(char::is_ascii_alphanumeric);
            let camel: String =
                chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect();
            out.push(found.help(format!("say `{camel}`")));
        }
        if UNSUPPORTED.iter().any(|(name, actions)| *name == service && actions.contains(&action)) {
            let message = format!("Step Functions does not support `{action}` of `{service}`");
            out.push(resource("unsupported-action", message).help("call it from a function: `LambdaInvoke`"));
        }
        if self.resources.is_empty() {
            out.push(
                Diagnostic::error(
                    "no-resources",
                    "no resource is named, so the call is not permitted on any",
                )
                .pointer("/Resource")
                .help("name ARNs, or `*` for an API that knows no resources"),
            );
        }
        let without = service == "keyspaces"
            || service == "dynamodb"
                && matches!(action, "executeStatement" | "batchExecuteStatement" | "executeTransaction");
        if without && self.iam_actions.is_empty() {
            let help = match service {
                "dynamodb" => "say `iam_action(\"dynamodb:PartiQLSelect\")`, or Insert, Update, Delete",
                _ => "say `iam_action(\"cassandra:Select\")`, or Create, Modify, …",
            };
            let message = format!("the IAM action of `{service}:{action}` does not follow from its name");
            out.push(Diagnostic::warning("unknown-iam-action", message).pointer("/Resource").help(help));
        }
        if let Some(Payload(Value::Object(parameters))) = &self.parameters {
            for key in parameters.keys().filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())) {
                let message = format!(
                    "the parameter `{key}` begins with a small letter, and parameters are PascalCase"
                );
                out.push(
                    Diagnostic::warning("parameter-not-pascal-case", message)
                        .pointer(crate::diagnostic::pointer("/Parameters", key))
                        .help(format!("say `{}`", pascal(key))),
                );
            }
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::any()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path, task_token};
        use crate::payload;
        use crate::reference::Reference;
        vec![
            Example::request(
                "request_response",
                CallAwsService::new("s3", "listObjectsV2", [Reference::attribute("Photos", "Arn")])
                    .parameters(payload!({ "Bucket": Reference::to("Photos"), "Prefix": path("$.prefix") }))
                    .condition("StringLike", "s3:prefix", "holidays/*")
                    .state("List the photos"),
            ),
            Example::callback(
                "wait_for_task_token",
                CallAwsService::new("sns", "publish", [Reference::to("Topic")])
                    .parameters(payload!({ "TopicArn": Reference::to("Topic"), "Message": task_token() }))
                    .wait_for_task_token("Ask for approval")
                    .timeout(minutes(60)),
            ),
            Example::request(
                "iam_action",
                CallAwsService::new("rekognition", "detectLabels", ["*"])
                    .parameters(payload!({
                        "Image": { "S3Object": { "Bucket": Reference::to("Photos"), "Name": path("$.key") } }
                    }))
                    .iam_action("rekognition:DetectLabels")
                    .additional_statement(
                        Statement::allow(["s3:GetObject"])
                            .on(crate::reference::sub("{}/*", [Reference::attribute("Photos", "Arn")])),
                    )
                    .state("Find out what it shows"),
            ),
            Example::request(
                "whole_input",
                CallAwsService::new("sfn", "startSyncExecution", [Reference::to("Child")])
                    .parameters_from_input()
                    .state("Run it at once"),
            ),
            Example::request(
                "jsonata",
                CallAwsService::new("translate", "translateText", ["*"])
                    .parameters(payload!({
                        "Text": jsonata("$states.input.text"),
                        "SourceLanguageCode": "de",
                        "TargetLanguageCode": "en"
                    }))
                    .state("Translate")
                    .output(jsonata("$states.result.TranslatedText")),
            )
            .in_jsonata(),
        ]
    }
}

/// What Step Functions calls a service that is known by another name elsewhere.
fn named(service: &str) -> Option<&'static str> {
    OTHERWISE.iter().find(|(other, _)| *other == service).map(|(_, name)| *name)
}

/// Names that the command line or IAM uses, and Step Functions does not.
const OTHERWISE: &[(&str, &str)] = &[
    ("airflow", "mwaa"),
    ("aoss", "opensearchserverless"),
    ("aps", "amp"),
    ("ce", "costexplorer"),
    ("cloudwatchevents", "eventbridge"),
    ("cognitoidp", "cognitoidentityprovider"),
    ("cur", "costandusagereport"),
    ("dms", "databasemigration"),
    ("ds", "directory"),
    ("elasticfilesystem", "efs"),
    ("elasticmapreduce", "emr"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancingv2"),
    ("es", "elasticsearch"),
    ("events", "eventbridge"),
    ("logs", "cloudwatchlogs"),
    ("mobiletargeting", "pinpoint"),
    ("serverlessrepo", "serverlessapplicationrepository"),
    ("states", "sfn"),
    ("stepfunctions", "sfn"),
];

/// Services whose prefix in IAM is not their name in a `Resource`.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>, the service models
/// of the SDKs and <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
const SERVICES: &[(&str, &str)] = &[
    ("accessanalyzer", "access-analyzer"),
    ("acmpca", "acm-pca"),
    ("amp", "aps"),
    ("apigatewayv2", "apigateway"),
    ("appconfigdata", "appconfig"),
    ("appintegrations", "app-integrations"),
    ("applicationautoscaling", "application-autoscaling"),
    ("applicationdiscovery", "discovery"),
    ("applicationsignals", "application-signals"),
    ("arczonalshift", "arc-zonal-shift"),
    ("autoscalingplans", "autoscaling-plans"),
    ("backupgateway", "backup-gateway"),
    ("backupsearch", "backup-search"),
    ("bcmdataexports", "bcm-data-exports"),
    ("bcmpricingcalculator", "bcm-pricing-calculator"),
    ("bedrockagent", "bedrock"),
    ("bedrockagentruntime", "bedrock"),
    ("bedrockdataautomation", "bedrock"),
    ("bedrockdataautomationruntime", "bedrock"),
    ("bedrockruntime", "bedrock"),
    ("chimesdkidentity", "chime"),
    ("chimesdkmediapipelines", "chime"),
    ("chimesdkmeetings", "chime"),
    ("chimesdkmessaging", "chime"),
    ("chimesdkvoice", "chime"),
    ("cleanroomsml", "cleanrooms-ml"),
    ("cloudcontrol", "cloudformation"),
    ("cloudfrontkeyvaluestore", "cloudfront-keyvaluestore"),
    ("cloudhsmv2", "cloudhsm"),
    ("cloudtraildata", "cloudtrail-data"),
    ("cloudwatchlogs", "logs"),
    ("codeguruprofiler", "codeguru-profiler"),
    ("codegurureviewer", "codeguru-reviewer"),
    ("codegurusecurity", "codeguru-security"),
    ("codestarconnections", "codestar-connections"),
    ("codestarnotifications", "codestar-notifications"),
    ("cognitoidentity", "cognito-identity"),
    ("cognitoidentityprovider", "cognito-idp"),
    ("cognitosync", "cognito-sync"),
    ("computeoptimizer", "compute-optimizer"),
    ("connectcampaigns", "connect-campaigns"),
    ("connectcampaignsv2", "connect-campaigns"),
    ("connectcases", "cases"),
    ("connectcontactlens", "connect"),
    ("costandusagereport", "cur"),
    ("costexplorer", "ce"),
    ("costoptimizationhub", "cost-optimization-hub"),
    ("customerprofiles", "profile"),
    ("databasemigration", "dms"),
    ("devopsguru", "devops-guru"),
    ("directory", "ds"),
    ("directoryservicedata", "ds-data"),
    ("docdb", "rds"),
    ("docdbelastic", "docdb-elastic"),
    ("dynamodbstreams", "dynamodb"),
    ("ec2instanceconnect", "ec2-instance-connect"),
    ("ecrpublic", "ecr-public"),
    ("efs", "elasticfilesystem"),
    ("eksauth", "eks-auth"),
    ("elasticloadbalancingv2", "elasticloadbalancing"),
    ("elasticsearch", "es"),
    ("emr", "elasticmapreduce"),
    ("emrcontainers", "emr-containers"),
    ("emrserverless", "emr-serverless"),
    ("eventbridge", "events"),
    ("forecastquery", "forecast"),
    ("geomaps", "geo-maps"),
    ("geoplaces", "geo-places"),
    ("georoutes", "geo-routes"),
    ("greengrassv2", "greengrass"),
    ("inspectorscan", "inspector-scan"),
    ("iotdataplane", "iot"),
    ("iotjobsdataplane", "iotjobsdata"),
    ("iotsecuretunneling", "iot"),
    ("ivsrealtime", "ivs"),
    ("kendraranking", "kendra-ranking"),
    ("keyspaces", "cassandra"),
    ("kinesisanalyticsv2", "kinesisanalytics"),
    ("kinesisvideoarchivedmedia", "kinesisvideo"),
    ("kinesisvideomedia", "kinesisvideo"),
    ("kinesisvideosignaling", "kinesisvideo"),
    ("kinesisvideowebrtcstorage", "kinesisvideo"),
    ("lexmodelbuilding", "lex"),
    ("lexmodelsv2", "lex"),
    ("lexruntime", "lex"),
    ("lexruntimev2", "lex"),
    ("licensemanager", "license-manager"),
    ("licensemanagerlinuxsubscriptions", "license-manager-linux-subscriptions"),
    ("licensemanagerusersubscriptions", "license-manager-user-subscriptions"),
    ("location", "geo"),
    ("mailmanager", "ses"),
    ("managedblockchainquery", "managedblockchain-query"),
    ("marketplacecatalog", "aws-marketplace"),
    ("marketplaceentitlement", "aws-marketplace"),
    ("marketplacemetering", "aws-marketplace"),
    ("marketplacereporting", "aws-marketplace"),
    ("mediapackagevod", "mediapackage-vod"),
    ("medicalimaging", "medical-imaging"),
    ("migrationhub", "mgh"),
    ("migrationhubconfig", "mgh"),
    ("migrationhuborchestrator", "migrationhub-orchestrator"),
    ("migrationhubrefactorspaces", "refactor-spaces"),
    ("migrationhubstrategy", "migrationhub-strategy"),
    ("mturk", "mechanicalturk"),
    ("mwaa", "airflow"),
    ("neptune", "rds"),
    ("neptunegraph", "neptune-graph"),
    ("networkfirewall", "network-firewall"),
    ("notificationscontacts", "notifications-contacts"),
    ("opensearch", "es"),
    ("opensearchserverless", "aoss"),
    ("partnercentralselling", "partnercentral"),
    ("paymentcryptography", "payment-cryptography"),
    ("paymentcryptographydata", "payment-cryptography"),
    ("pcaconnectorad", "pca-connector-ad"),
    ("pcaconnectorscep", "pca-connector-scep"),
    ("personalizeevents", "personalize"),
    ("personalizeruntime", "personalize"),
    ("pinpoint", "mobiletargeting"),
    ("pinpointemail", "ses"),
    ("pinpointsmsvoice", "sms-voice"),
    ("pinpointsmsvoicev2", "sms-voice"),
    ("qconnect", "wisdom"),
    ("rdsdata", "rds-data"),
    ("redshiftdata", "redshift-data"),
    ("redshiftserverless", "redshift-serverless"),
    ("resourceexplorer2", "resource-explorer-2"),
    ("resourcegroups", "resource-groups"),
    ("resourcegroupstaggingapi", "tag"),
    ("route53recoverycluster", "route53-recovery-cluster"),
    ("route53recoverycontrolconfig", "route53-recovery-control-config"),
    ("route53recoveryreadiness", "route53-recovery-readiness"),
    ("s3control", "s3"),
    ("s3outposts", "s3-outposts"),
    ("sagemakera2iruntime", "sagemaker"),
    ("sagemakeredge", "sagemaker"),
    ("sagemakerfeaturestoreruntime", "sagemaker"),
    ("sagemakergeospatial", "sagemaker-geospatial"),
    ("sagemakermetrics", "sagemaker"),
    ("sagemakerruntime", "sagemaker"),
    ("securityir", "security-ir"),
    ("serverlessapplicationrepository", "serverlessrepo"),
    ("servicecatalogappregistry", "servicecatalog"),
    ("sesv2", "ses"),
    ("sfn", "states"),
    ("snowdevicemanagement", "snow-device-management"),
    ("socialmessaging", "social-messaging"),
    ("ssmcontacts", "ssm-contacts"),
    ("ssmincidents", "ssm-incidents"),
    ("ssmquicksetup", "ssm-quicksetup"),
    ("ssmsap", "ssm-sap"),
    ("ssoadmin", "sso"),
    ("ssooidc", "sso-oauth"),
    ("supplychain", "scn"),
    ("taxsettings", "tax"),
    ("timestreaminfluxdb", "timestream-influxdb"),
    ("timestreamquery", "timestream"),
    ("timestreamwrite", "timestream"),
    ("vpclattice", "vpc-lattice"),
    ("wafregional", "waf-regional"),
    ("workspacesthinclient", "thinclient"),
    ("workspacesweb", "workspaces-web"),
];

/// APIs whose IAM actions are not called like them: service, API, actions.
///
/// Checked against <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html> and the
/// service authorization reference.
const ACTIONS: &[(&str, &str, &[&str])] = &[
    ("bedrockruntime", "converse", &["bedrock:InvokeModel"]),
    ("bedrockruntime", "startAsyncInvoke", &["bedrock:InvokeModel"]),
    (
        "cloudfront",
        "createDistributionWithTags",
        &["cloudfront:CreateDistribution", "cloudfront:TagResource"],
    ),
    ("dynamodb", "transactGetItems", &["dynamodb:GetItem"]),
    ("kms", "reEncrypt", &["kms:ReEncryptFrom", "kms:ReEncryptTo"]),
    ("lambda", "getLayerVersionByArn", &["lambda:GetLayerVersion"]),
    ("lambda", "invoke", &["lambda:InvokeFunction"]),
    ("s3", "completeMultipartUpload", &["s3:PutObject"]),
    ("s3", "copyObject", &["s3:GetObject", "s3:PutObject"]),
    ("s3", "createMultipartUpload", &["s3:PutObject"]),
    ("s3", "createSession", &["s3express:CreateSession"]),
    ("s3", "deleteBucketAnalyticsConfiguration", &["s3:PutAnalyticsConfiguration"]),
    ("s3", "deleteBucketCors", &["s3:PutBucketCORS"]),
    ("s3", "deleteBucketEncryption", &["s3:PutEncryptionConfiguration"]),
    ("s3", "deleteBucketIntelligentTieringConfiguration", &["s3:PutIntelligentTieringConfiguration"]),
    ("s3", "deleteBucketInventoryConfiguration", &["s3:PutInventoryConfiguration"]),
    ("s3", "deleteBucketLifecycle", &["s3:PutLifecycleConfiguration"]),
    ("s3", "deleteBucketMetricsConfiguration", &["s3:PutMetricsConfiguration"]),
    ("s3", "deleteBucketOwnershipControls", &["s3:PutBucketOwnershipControls"]),
    ("s3", "deleteBucketReplication", &["s3:PutReplicationConfiguration"]),
    ("s3", "deleteBucketTagging", &["s3:PutBucketTagging"]),
    ("s3", "deleteObjects", &["s3:DeleteObject"]),
    ("s3", "deletePublicAccessBlock", &["s3:PutBucketPublicAccessBlock"]),
    ("s3", "getBucketAccelerateConfiguration", &["s3:GetAccelerateConfiguration"]),
    ("s3", "getBucketAnalyticsConfiguration", &["s3:GetAnalyticsConfiguration"]),
    ("s3", "getBucketEncryption", &["s3:GetEncryptionConfiguration"]),
    ("s3", "getBucketIntelligentTieringConfiguration", &["s3:GetIntelligentTieringConfiguration"]),
    ("s3", "getBucketInventoryConfiguration", &["s3:GetInventoryConfiguration"]),
    ("s3", "getBucketLifecycle", &["s3:GetLifecycleConfiguration"]),
    ("s3", "getBucketLifecycleConfiguration", &["s3:GetLifecycleConfiguration"]),
    ("s3", "getBucketMetricsConfiguration", &["s3:GetMetricsConfiguration"]),
    ("s3", "getBucketNotificationConfiguration", &["s3:GetBucketNotification"]),
    ("s3", "getBucketReplication", &["s3:GetReplicationConfiguration"]),
    ("s3", "getObjectLockConfiguration", &["s3:GetBucketObjectLockConfiguration"]),
    ("s3", "getPublicAccessBlock", &["s3:GetBucketPublicAccessBlock"]),
    ("s3", "headBucket", &["s3:ListBucket"]),
    ("s3", "headObject", &["s3:GetObject"]),
    ("s3", "listBucketAnalyticsConfigurations", &["s3:GetAnalyticsConfiguration"]),
    ("s3", "listBucketIntelligentTieringConfigurations", &["s3:GetIntelligentTieringConfiguration"]),
    ("s3", "listBucketInventoryConfigurations", &["s3:GetInventoryConfiguration"]),
    ("s3", "listBucketMetricsConfigurations", &["s3:GetMetricsConfiguration"]),
    ("s3", "listBuckets", &["s3:ListAllMyBuckets"]),
    ("s3", "listDirectoryBuckets", &["s3express:ListAllMyDirectoryBuckets"]),
    ("s3", "listMultipartUploads", &["s3:ListBucketMultipartUploads"]),
    ("s3", "listObjectVersions", &["s3:ListBucketVersions"]),
    ("s3", "listObjects", &["s3:ListBucket"]),
    ("s3", "listObjectsV2", &["s3:ListBucket"]),
    ("s3", "listParts", &["s3:ListMultipartUploadParts"]),
    ("s3", "putBucketAccelerateConfiguration", &["s3:PutAccelerateConfiguration"]),
    ("s3", "putBucketAnalyticsConfiguration", &["s3:PutAnalyticsConfiguration"]),
    ("s3", "putBucketEncryption", &["s3:PutEncryptionConfiguration"]),
    ("s3", "putBucketIntelligentTieringConfiguration", &["s3:PutIntelligentTieringConfiguration"]),
    ("s3", "putBucketInventoryConfiguration", &["s3:PutInventoryConfiguration"]),
    ("s3", "putBucketLifecycle", &["s3:PutLifecycleConfiguration"]),
    ("s3", "putBucketLifecycleConfiguration", &["s3:PutLifecycleConfiguration"]),
    ("s3", "putBucketMetricsConfiguration", &["s3:PutMetricsConfiguration"]),
    ("s3", "putBucketNotificationConfiguration", &["s3:PutBucketNotification"]),
    ("s3", "putBucketReplication", &["s3:PutReplicationConfiguration"]),
    ("s3", "putObjectLockConfiguration", &["s3:PutBucketObjectLockConfiguration"]),
    ("s3", "putPublicAccessBlock", &["s3:PutBucketPublicAccessBlock"]),
    ("s3", "uploadPart", &["s3:PutObject"]),
    ("s3", "uploadPartCopy", &["s3:GetObject", "s3:PutObject"]),
    ("s3", "writeGetObjectResponse", &["s3-object-lambda:WriteGetObjectResponse"]),
    ("s3control", "deletePublicAccessBlock", &["s3:PutAccountPublicAccessBlock"]),
    ("s3control", "getPublicAccessBlock", &["s3:GetAccountPublicAccessBlock"]),
    ("s3control", "putPublicAccessBlock", &["s3:PutAccountPublicAccessBlock"]),
    ("sns", "publishBatch", &["sns:Publish"]),
    ("sqs", "changeMessageVisibilityBatch", &["sqs:ChangeMessageVisibility"]),
    ("sqs", "deleteMessageBatch", &["sqs:DeleteMessage"]),
    ("sqs", "sendMessageBatch", &["sqs:SendMessage"]),
    ("timestreamquery", "query", &["timestream:Select"]),
];

/// APIs of supported services that Step Functions leaves out.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>.
const UNSUPPORTED: &[(&str, &[&str])] = &[
    ("applicationdiscovery", &["describeExportConfigurations", "exportConfigurations"]),
    (
        "bedrockagentruntime",
        &["invokeAgent", "invokeFlow", "invokeInlineAgent", "optimizePrompt", "retrieveAndGenerateStream"],
    ),
    ("bedrockruntime", &["converseStream", "invokeModelWithResponseStream"]),
    ("cloudwatchlogs", &["startLiveTail"]),
    (
        "codedeploy",
        &[
            "batchGetDeploymentInstances",
            "getDeploymentInstance",
            "listDeploymentInstances",
            "skipWaitTimeForInstanceTermination",
        ],
    ),
    ("comprehendmedical", &["detectEntities"]),
    ("dataexchange", &["sendApiAsset"]),
    (
        "directconnect",
        &[
            "allocateConnectionOnInterconnect",
            "describeConnectionLoa",
            "describeConnectionsOnInterconnect",
            "describeInterconnectLoa",
        ],
    ),
    ("efs", &["createTags"]),
    ("elastictranscoder", &["testRole"]),
    ("emr", &["describeJobFlows"]),
    (
        "iot",
        &["attachPrincipalPolicy", "detachPrincipalPolicy", "listPolicyPrincipals", "listPrincipalPolicies"],
    ),
    ("iotdeviceadvisor", &["listTestCases"]),
    ("iotsitewise", &["invokeAssistant"]),
    ("kinesis", &["subscribeToShard"]),
    ("lambda", &["invokeAsync", "invokeWithResponseStream"]),
    ("lexruntimev2", &["startConversation"]),
    ("mediapackage", &["rotateChannelCredentials"]),
    ("qbusiness", &["chat"]),
    ("rdsdata", &["executeSql"]),
    ("s3", &["selectObjectContent"]),
    ("s3control", &["selectObjectContent"]),
    ("sagemakerruntime", &["invokeEndpointWithResponseStream"]),
    ("shield", &["deleteSubscription"]),
    ("sts", &["assumeRole", "assumeRoleWithSAML", "assumeRoleWithWebIdentity"]),
];
