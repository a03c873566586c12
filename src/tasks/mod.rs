//! Every task there is, one file per API.
//!
//! To add an API: its file, and its line in each of the three lists below. Parameters with a shape of their own stand
//! in `parameters`, one file per service.

mod call_aws_service;
mod dynamo_delete_item;
mod dynamo_get_item;
mod dynamo_put_item;
mod dynamo_update_item;
mod ecs_run_task;
mod emr_add_step;
mod emr_cancel_step;
mod emr_create_cluster;
mod emr_modify_instance_fleet_by_name;
mod emr_modify_instance_group_by_name;
mod emr_set_cluster_termination_protection;
mod emr_terminate_cluster;
mod event_bridge_put_events;
mod lambda_invoke;
mod parameters;
mod sns_publish;
mod sqs_send_message;
mod step_functions_invoke_activity;
mod step_functions_start_execution;

pub use call_aws_service::*;
pub use dynamo_delete_item::*;
pub use dynamo_get_item::*;
pub use dynamo_put_item::*;
pub use dynamo_update_item::*;
pub use ecs_run_task::*;
pub use emr_add_step::*;
pub use emr_cancel_step::*;
pub use emr_create_cluster::*;
pub use emr_modify_instance_fleet_by_name::*;
pub use emr_modify_instance_group_by_name::*;
pub use emr_set_cluster_termination_protection::*;
pub use emr_terminate_cluster::*;
pub use event_bridge_put_events::*;
pub use lambda_invoke::*;
pub use parameters::*;
pub use sns_publish::*;
pub use sqs_send_message::*;
pub use step_functions_invoke_activity::*;
pub use step_functions_start_execution::*;

use crate::task::Entry;

/// The catalogue, in the order of the files.
pub const CATALOGUE: &[Entry] = &[
    Entry::of::<CallAwsService>(),
    Entry::of::<DynamoDeleteItem>(),
    Entry::of::<DynamoGetItem>(),
    Entry::of::<DynamoPutItem>(),
    Entry::of::<DynamoUpdateItem>(),
    Entry::of::<EcsRunTask>(),
    Entry::of::<EmrAddStep>(),
    Entry::of::<EmrCancelStep>(),
    Entry::of::<EmrCreateCluster>(),
    Entry::of::<EmrModifyInstanceFleetByName>(),
    Entry::of::<EmrModifyInstanceGroupByName>(),
    Entry::of::<EmrSetClusterTerminationProtection>(),
    Entry::of::<EmrTerminateCluster>(),
    Entry::of::<EventBridgePutEvents>(),
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
