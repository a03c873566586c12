//! AWS SDK integrations: what services and APIs are called where Step Functions, IAM and the SDKs differ, and what the
//! models of the services say of a call.

use crate::diagnostic::{Diagnostic, nearest, pointer};
use crate::task::sdk::{self, Action, Service};

/// Compares a call with the model of the service, where there is one. `parameters` are the names that are said, `None`
/// where they are not known.
pub(in crate::tasks) fn check_call(
    service: &str,
    action: &str,
    parameters: Option<Vec<&str>>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(model) = Service::named(service) else {
        if sdk::is_known() {
            let message = format!("`{service}` is no service that is known here");
            let help = nearest(service, sdk::services()).map_or_else(
                || "accept it where the service is newer than this".to_owned(),
                |near| format!("there is `{near}`"),
            );
            out.push(Diagnostic::warning("unknown-service", message).pointer("/Resource").help(help));
        }
        return;
    };
    let Some(known) = model.action(action) else {
        let names: Vec<String> = model.actions().map(Action::name).collect();
        let help = nearest(action, names.iter().map(String::as_str)).map_or_else(
            || "accept it where the API is newer than this".to_owned(),
            |near| format!("there is `{near}`"),
        );
        let message = format!("`{service}` has no action `{action}`");
        out.push(Diagnostic::error("unknown-action", message).pointer("/Resource").help(help));
        return;
    };
    let Some(said) = parameters else { return };
    // How the letters of an abbreviation are written differs between SDKs.
    let unknown = said.iter().filter(|name| !known.parameters().any(|it| it.name.eq_ignore_ascii_case(name)));
    for name in unknown {
        let help = nearest(name, known.parameters().map(|it| it.name)).map_or_else(
            || {
                let names: Vec<&str> = known.parameters().map(|it| it.name).collect();
                if names.is_empty() {
                    "it has none".to_owned()
                } else {
                    format!("it has `{}`", names.join("`, `"))
                }
            },
            |near| format!("there is `{near}`"),
        );
        let message = format!("`{service}:{action}` has no parameter `{name}`");
        out.push(
            Diagnostic::error("unknown-parameter", message).pointer(pointer("/Parameters", name)).help(help),
        );
    }
    for required in known.parameters().filter(|it| it.required) {
        if !said.iter().any(|name| name.eq_ignore_ascii_case(required.name)) {
            let message = format!("`{service}:{action}` needs `{}`", required.name);
            out.push(Diagnostic::error("missing-parameter", message).pointer("/Parameters").help("say it"));
        }
    }
}

/// What Step Functions calls a service that is known by another name elsewhere.
pub(in crate::tasks) fn named(service: &str) -> Option<&'static str> {
    OTHERWISE.iter().find(|(other, _)| *other == service).map(|(_, name)| *name)
}

/// Names that the command line or IAM uses, and Step Functions does not.
pub(in crate::tasks) const OTHERWISE: &[(&str, &str)] = &[
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
pub(in crate::tasks) const SERVICES: &[(&str, &str)] = &[
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
pub(in crate::tasks) const ACTIONS: &[(&str, &str, &[&str])] = &[
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
pub(in crate::tasks) const UNSUPPORTED: &[(&str, &[&str])] = &[
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
