//! Every task there is, one file per API.
//!
//! To add an API: its file, and its line in each of the three lists below. Parameters with a shape of their own stand
//! in `parameters`, one file per service.

mod athena_get_query_execution;
mod athena_get_query_results;
mod athena_start_query_execution;
mod athena_stop_query_execution;
mod batch_submit_job;
mod bedrock_agent_core_invoke_harness;
mod bedrock_create_model_customization_job;
mod bedrock_invoke_model;
mod call_api_gateway_http_api_endpoint;
mod call_api_gateway_rest_api_endpoint;
mod call_aws_service;
mod call_aws_service_cross_region;
mod code_build_batch_delete_builds;
mod code_build_batch_get_reports;
mod code_build_delete_build_batch;
mod code_build_retry_build_batch;
mod code_build_start_build;
mod code_build_start_build_batch;
mod code_build_stop_build;
mod code_build_stop_build_batch;
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
mod emr_add_step;
mod emr_cancel_step;
mod emr_containers_create_virtual_cluster;
mod emr_containers_delete_virtual_cluster;
mod emr_containers_start_job_run;
mod emr_create_cluster;
mod emr_modify_instance_fleet_by_name;
mod emr_modify_instance_group_by_name;
mod emr_serverless_cancel_job_run;
mod emr_serverless_create_application;
mod emr_serverless_delete_application;
mod emr_serverless_start_application;
mod emr_serverless_start_job_run;
mod emr_serverless_stop_application;
mod emr_set_cluster_termination_protection;
mod emr_terminate_cluster;
mod evaluate_expression_in_function;
mod event_bridge_put_events;
mod event_bridge_scheduler_create_schedule_task;
mod glue_data_brew_start_job_run;
mod glue_start_crawler_run;
mod glue_start_job_run;
mod http_invoke;
mod lambda_invoke;
mod media_convert_create_job;
mod parameters;
mod sage_maker_create_endpoint;
mod sage_maker_create_endpoint_config;
mod sage_maker_create_hyper_parameter_tuning_job;
mod sage_maker_create_labeling_job;
mod sage_maker_create_model;
mod sage_maker_create_processing_job;
mod sage_maker_create_training_job;
mod sage_maker_create_transform_job;
mod sage_maker_update_endpoint;
mod sns_publish;
mod sqs_send_message;
mod step_functions_invoke_activity;
mod step_functions_start_execution;

pub use athena_get_query_execution::*;
pub use athena_get_query_results::*;
pub use athena_start_query_execution::*;
pub use athena_stop_query_execution::*;
pub use batch_submit_job::*;
pub use bedrock_agent_core_invoke_harness::*;
pub use bedrock_create_model_customization_job::*;
pub use bedrock_invoke_model::*;
pub use call_api_gateway_http_api_endpoint::*;
pub use call_api_gateway_rest_api_endpoint::*;
pub use call_aws_service::*;
pub use call_aws_service_cross_region::*;
pub use code_build_batch_delete_builds::*;
pub use code_build_batch_get_reports::*;
pub use code_build_delete_build_batch::*;
pub use code_build_retry_build_batch::*;
pub use code_build_start_build::*;
pub use code_build_start_build_batch::*;
pub use code_build_stop_build::*;
pub use code_build_stop_build_batch::*;
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
pub use emr_add_step::*;
pub use emr_cancel_step::*;
pub use emr_containers_create_virtual_cluster::*;
pub use emr_containers_delete_virtual_cluster::*;
pub use emr_containers_start_job_run::*;
pub use emr_create_cluster::*;
pub use emr_modify_instance_fleet_by_name::*;
pub use emr_modify_instance_group_by_name::*;
pub use emr_serverless_cancel_job_run::*;
pub use emr_serverless_create_application::*;
pub use emr_serverless_delete_application::*;
pub use emr_serverless_start_application::*;
pub use emr_serverless_start_job_run::*;
pub use emr_serverless_stop_application::*;
pub use emr_set_cluster_termination_protection::*;
pub use emr_terminate_cluster::*;
pub use evaluate_expression_in_function::*;
pub use event_bridge_put_events::*;
pub use event_bridge_scheduler_create_schedule_task::*;
pub use glue_data_brew_start_job_run::*;
pub use glue_start_crawler_run::*;
pub use glue_start_job_run::*;
pub use http_invoke::*;
pub use lambda_invoke::*;
pub use media_convert_create_job::*;
pub use parameters::*;
pub use sage_maker_create_endpoint::*;
pub use sage_maker_create_endpoint_config::*;
pub use sage_maker_create_hyper_parameter_tuning_job::*;
pub use sage_maker_create_labeling_job::*;
pub use sage_maker_create_model::*;
pub use sage_maker_create_processing_job::*;
pub use sage_maker_create_training_job::*;
pub use sage_maker_create_transform_job::*;
pub use sage_maker_update_endpoint::*;
pub use sns_publish::*;
pub use sqs_send_message::*;
pub use step_functions_invoke_activity::*;
pub use step_functions_start_execution::*;

use crate::task::Entry;

/// The catalogue, in the order of the files.
pub const CATALOGUE: &[Entry] = &[
    Entry::of::<AthenaGetQueryExecution>(),
    Entry::of::<AthenaGetQueryResults>(),
    Entry::of::<AthenaStartQueryExecution>(),
    Entry::of::<AthenaStopQueryExecution>(),
    Entry::of::<BatchSubmitJob>(),
    Entry::of::<BedrockAgentCoreInvokeHarness>(),
    Entry::of::<BedrockCreateModelCustomizationJob>(),
    Entry::of::<BedrockInvokeModel>(),
    Entry::of::<CallApiGatewayHttpApiEndpoint>(),
    Entry::of::<CallApiGatewayRestApiEndpoint>(),
    Entry::of::<CallAwsService>(),
    Entry::of::<CallAwsServiceCrossRegion>(),
    Entry::of::<CodeBuildBatchDeleteBuilds>(),
    Entry::of::<CodeBuildBatchGetReports>(),
    Entry::of::<CodeBuildDeleteBuildBatch>(),
    Entry::of::<CodeBuildRetryBuildBatch>(),
    Entry::of::<CodeBuildStartBuild>(),
    Entry::of::<CodeBuildStartBuildBatch>(),
    Entry::of::<CodeBuildStopBuild>(),
    Entry::of::<CodeBuildStopBuildBatch>(),
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
    Entry::of::<EmrAddStep>(),
    Entry::of::<EmrCancelStep>(),
    Entry::of::<EmrContainersCreateVirtualCluster>(),
    Entry::of::<EmrContainersDeleteVirtualCluster>(),
    Entry::of::<EmrContainersStartJobRun>(),
    Entry::of::<EmrCreateCluster>(),
    Entry::of::<EmrModifyInstanceFleetByName>(),
    Entry::of::<EmrModifyInstanceGroupByName>(),
    Entry::of::<EmrServerlessCancelJobRun>(),
    Entry::of::<EmrServerlessCreateApplication>(),
    Entry::of::<EmrServerlessDeleteApplication>(),
    Entry::of::<EmrServerlessStartApplication>(),
    Entry::of::<EmrServerlessStartJobRun>(),
    Entry::of::<EmrServerlessStopApplication>(),
    Entry::of::<EmrSetClusterTerminationProtection>(),
    Entry::of::<EmrTerminateCluster>(),
    Entry::of::<EvaluateExpressionInFunction>(),
    Entry::of::<EventBridgePutEvents>(),
    Entry::of::<EventBridgeSchedulerCreateScheduleTask>(),
    Entry::of::<GlueDataBrewStartJobRun>(),
    Entry::of::<GlueStartCrawlerRun>(),
    Entry::of::<GlueStartJobRun>(),
    Entry::of::<HttpInvoke>(),
    Entry::of::<LambdaInvoke>(),
    Entry::of::<MediaConvertCreateJob>(),
    Entry::of::<SageMakerCreateEndpoint>(),
    Entry::of::<SageMakerCreateEndpointConfig>(),
    Entry::of::<SageMakerCreateHyperParameterTuningJob>(),
    Entry::of::<SageMakerCreateLabelingJob>(),
    Entry::of::<SageMakerCreateModel>(),
    Entry::of::<SageMakerCreateProcessingJob>(),
    Entry::of::<SageMakerCreateTrainingJob>(),
    Entry::of::<SageMakerCreateTransformJob>(),
    Entry::of::<SageMakerUpdateEndpoint>(),
    Entry::of::<SnsPublish>(),
    Entry::of::<SqsSendMessage>(),
    Entry::of::<StepFunctionsInvokeActivity>(),
    Entry::of::<StepFunctionsStartExecution>(),
];

/// The entry of this name: `DynamoPutItem`.
pub fn entry(name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.name == name)
}
