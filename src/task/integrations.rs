//! The optimized integrations of Step Functions, as AWS documents them.

use super::pattern::IntegrationPattern;

/// An API that Step Functions calls through an integration of its own, and the forms in which it does.
///
/// ```
/// use stepwright::task::{Integration, IntegrationPattern};
///
/// let run = Integration::of("arn:aws:states:::ecs:runTask.sync").unwrap();
/// assert_eq!((run.service, run.action), ("ecs", "runTask"));
/// assert!(run.supports(IntegrationPattern::WaitForTaskToken));
/// assert!(Integration::of("arn:aws:states:::sqs:sendMessage.sync").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integration {
    /// The service, as a `Resource` spells it: `ecs`.
    pub service: &'static str,
    /// The action, as a `Resource` spells it: `runTask`.
    pub action: &'static str,
    /// What a `Resource` may end in after the action: nothing for request and response, `.sync` or `.sync:2` for a
    /// job, `.waitForTaskToken` for a callback.
    pub suffixes: &'static [&'static str],
    /// The page that documents it.
    pub docs: &'static str,
}

impl Integration {
    /// The integration that a state's `Resource` names, in whichever partition; none where AWS documents no such
    /// form of it.
    pub fn of(resource: &str) -> Option<&'static Integration> {
        let (partition, called) = resource.strip_prefix("arn:")?.split_once(":states:::")?;
        let (service, action) = called.split_once(':')?;
        let named = |integration: &&Integration| {
            let suffix = action.strip_prefix(integration.action);
            integration.service == service
                && suffix.is_some_and(|suffix| integration.suffixes.contains(&suffix))
        };
        (!partition.is_empty()).then(|| INTEGRATIONS.iter().find(named))?
    }

    /// Whether it can be called by a pattern.
    pub fn supports(&self, pattern: IntegrationPattern) -> bool {
        self.suffixes.iter().any(|suffix| pattern_of(suffix) == pattern)
    }

    /// The patterns it can be called by, in the order of [`IntegrationPattern::ALL`].
    pub fn patterns(&self) -> impl Iterator<Item = IntegrationPattern> + '_ {
        IntegrationPattern::ALL.into_iter().filter(|pattern| self.supports(*pattern))
    }
}

fn pattern_of(suffix: &str) -> IntegrationPattern {
    match suffix {
        "" => IntegrationPattern::RequestResponse,
        ".waitForTaskToken" => IntegrationPattern::WaitForTaskToken,
        _ => IntegrationPattern::RunJob,
    }
}

const REQUEST: &[&str] = &[""];
const JOB: &[&str] = &["", ".sync"];
const CALLBACK: &[&str] = &["", ".waitForTaskToken"];
const ANY: &[&str] = &["", ".sync", ".waitForTaskToken"];
const EXECUTION: &[&str] = &["", ".sync", ".sync:2", ".waitForTaskToken"];

macro_rules! integrations {
    ($($service:literal in $page:literal { $($action:ident: $suffixes:ident,)* })*) => {
        &[$($(Integration {
            service: $service,
            action: stringify!($action),
            suffixes: $suffixes,
            docs: concat!("https://docs.aws.amazon.com/step-functions/latest/dg/", $page, ".html"),
        },)*)*]
    };
}

/// Every optimized integration, by service and action. Whatever else Step Functions calls, it calls through the AWS SDK
/// integrations, which know no jobs.
///
/// AWS's overview says that Amazon EKS and Amazon Bedrock take callbacks as well; the pages of the two name no API that
/// does, so none stands here.
///
/// ```
/// use stepwright::task::{INTEGRATIONS, IntegrationPattern};
///
/// let jobs = INTEGRATIONS.iter().filter(|integration| integration.supports(IntegrationPattern::RunJob));
/// assert!(jobs.into_iter().any(|integration| integration.service == "glue"));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html> and the page of each.
pub const INTEGRATIONS: &[Integration] = integrations! {
    "apigateway" in "connect-api-gateway" {
        invoke: CALLBACK,
    }
    "athena" in "connect-athena" {
        getQueryExecution: REQUEST,
        getQueryResults: REQUEST,
        startQueryExecution: JOB,
        stopQueryExecution: REQUEST,
    }
    "batch" in "connect-batch" {
        submitJob: JOB,
    }
    "bedrock" in "connect-bedrock" {
        createModelCustomizationJob: JOB,
        invokeModel: REQUEST,
    }
    "bedrockagentcore" in "connect-bedrockagentcore" {
        invokeHarness: REQUEST,
    }
    "codebuild" in "connect-codebuild" {
        batchDeleteBuilds: REQUEST,
        batchGetReports: REQUEST,
        deleteBuildBatch: REQUEST,
        retryBuildBatch: JOB,
        startBuild: JOB,
        startBuildBatch: JOB,
        stopBuild: REQUEST,
        stopBuildBatch: REQUEST,
    }
    "databrew" in "connect-databrew" {
        startJobRun: JOB,
    }
    "dynamodb" in "connect-ddb" {
        deleteItem: REQUEST,
        getItem: REQUEST,
        putItem: REQUEST,
        updateItem: REQUEST,
    }
    "ecs" in "connect-ecs" {
        runTask: ANY,
    }
    "eks" in "connect-eks" {
        call: REQUEST,
        createCluster: JOB,
        createFargateProfile: JOB,
        createNodegroup: JOB,
        deleteCluster: JOB,
        deleteFargateProfile: JOB,
        deleteNodegroup: JOB,
        runJob: JOB,
    }
    "elasticmapreduce" in "connect-emr" {
        addStep: JOB,
        cancelStep: REQUEST,
        createCluster: JOB,
        modifyInstanceFleetByName: REQUEST,
        modifyInstanceGroupByName: REQUEST,
        setClusterTerminationProtection: REQUEST,
        terminateCluster: JOB,
    }
    "emr-containers" in "connect-emr-eks" {
        createVirtualCluster: REQUEST,
        deleteVirtualCluster: JOB,
        startJobRun: JOB,
    }
    "emr-serverless" in "connect-emr-serverless" {
        cancelJobRun: JOB,
        createApplication: JOB,
        deleteApplication: JOB,
        startApplication: JOB,
        startJobRun: JOB,
        stopApplication: JOB,
    }
    "events" in "connect-eventbridge" {
        putEvents: CALLBACK,
    }
    "glue" in "connect-glue" {
        startJobRun: JOB,
    }
    "http" in "call-https-apis" {
        invoke: REQUEST,
    }
    "lambda" in "connect-lambda" {
        invoke: CALLBACK,
    }
    "mediaconvert" in "connect-mediaconvert" {
        createJob: JOB,
    }
    "sagemaker" in "connect-sagemaker" {
        createEndpoint: REQUEST,
        createEndpointConfig: REQUEST,
        createHyperParameterTuningJob: JOB,
        createLabelingJob: JOB,
        createModel: REQUEST,
        createProcessingJob: JOB,
        createTrainingJob: JOB,
        createTransformJob: JOB,
        updateEndpoint: REQUEST,
    }
    "sns" in "connect-sns" {
        publish: CALLBACK,
    }
    "sqs" in "connect-sqs" {
        sendMessage: CALLBACK,
    }
    "states" in "connect-stepfunctions" {
        startExecution: EXECUTION,
    }
};
