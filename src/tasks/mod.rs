//! Every task there is, one file per API.
//!
//! To add an API: its file, and its line in each of the three lists below. Parameters with a shape of their own stand
//! in `parameters`, one file per service.

mod call_api_gateway_http_api_endpoint;
mod call_api_gateway_rest_api_endpoint;
mod call_aws_service;
mod call_aws_service_cross_region;
mod dynamo_delete_item;
mod dynamo_get_item;
mod dynamo_put_item;
mod dynamo_update_item;
mod ecs_run_task;
mod eks_call;
mod eks_create_cluster;
mod eks_create_fargate_profile;
mod eks_create_nodegroup;
mod eks_delete_cluster;
mod eks_delete_fargate_profile;
mod eks_delete_nodegroup;
mod eks_run_job;
mod evaluate_expression_in_function;
mod event_bridge_put_events;
mod event_bridge_scheduler_create_schedule_task;
mod http_invoke;
mod lambda_invoke;
mod parameters;
mod sns_publish;
mod sqs_send_message;
mod step_functions_invoke_activity;
mod step_functions_start_execution;

pub use call_api_gateway_http_api_endpoint::*;
pub use call_api_gateway_rest_api_endpoint::*;
pub use call_aws_service::*;
pub use call_aws_service_cross_region::*;
pub use dynamo_delete_item::*;
pub use dynamo_get_item::*;
pub use dynamo_put_item::*;
pub use dynamo_update_item::*;
pub use ecs_run_task::*;
pub use eks_call::*;
pub use eks_create_cluster::*;
pub use eks_create_fargate_profile::*;
pub use eks_create_nodegroup::*;
pub use eks_delete_cluster::*;
pub use eks_delete_fargate_profile::*;
pub use eks_delete_nodegroup::*;
pub use eks_run_job::*;
pub use evaluate_expression_in_function::*;
pub use event_bridge_put_events::*;
pub use event_bridge_scheduler_create_schedule_task::*;
pub use http_invoke::*;
pub use lambda_invoke::*;
pub use parameters::*;
pub use sns_publish::*;
pub use sqs_send_message::*;
pub use step_functions_invoke_activity::*;
pub use step_functions_start_execution::*;

use crate::task::Entry;

/// The catalogue, in the order of the files.
pub const CATALOGUE: &[Entry] = &[
    Entry::of::<CallApiGatewayHttpApiEndpoint>(),
    Entry::of::<CallApiGatewayRestApiEndpoint>(),
    Entry::of::<CallAwsService>(),
    Entry::of::<CallAwsServiceCrossRegion>(),
    Entry::of::<DynamoDeleteItem>(),
    Entry::of::<DynamoGetItem>(),
    Entry::of::<DynamoPutItem>(),
    Entry::of::<DynamoUpdateItem>(),
    Entry::of::<EcsRunTask>(),
    Entry::of::<EksCall>(),
    Entry::of::<EksCreateCluster>(),
    Entry::of::<EksCreateFargateProfile>(),
    Entry::of::<EksCreateNodegroup>(),
    Entry::of::<EksDeleteCluster>(),
    Entry::of::<EksDeleteFargateProfile>(),
    Entry::of::<EksDeleteNodegroup>(),
    Entry::of::<EksRunJob>(),
    Entry::of::<EvaluateExpressionInFunction>(),
    Entry::of::<EventBridgePutEvents>(),
    Entry::of::<EventBridgeSchedulerCreateScheduleTask>(),
    Entry::of::<HttpInvoke>(),
    Entry::of::<LambdaInvoke>(),
    Entry::of::<SnsPublish>(),
    Entry::of::<SqsSendMessage>(),
    Entry::of::<StepFunctionsInvokeActivity>(),
    Entry::of::<StepFunctionsStartExecution>(),
];

/// The entry of this name: `DynamoPutItem`.
pub fn entry(name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.name == name)
}
