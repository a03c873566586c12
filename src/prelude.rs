//! What a stack may say.
//!
//! ```
//! use stepwright::prelude::*;
//!
//! let flow = Pass::new("Hello").then(Succeed::new("Done"));
//! # let _ = flow;
//! ```

pub use crate::asl::{
    Expression, Field, Payload, QueryLanguage, Seconds, context, days, execution_id, execution_input,
    execution_name, execution_redrive_count, execution_role_arn, execution_start_time, hours, input,
    intrinsic, jsonata, map_item_index, map_item_key, map_item_source, map_item_value, minutes, path, secs,
    state_entered_time, state_machine_id, state_machine_name, state_name, state_retry_count, task_token,
    variable,
};
pub use crate::diagnostic::{Diagnostic, Severity};
pub use crate::flow::{
    Catch, Choice, Condition, CsvHeaders, CustomState, Delimiter, Errors, EvaluateExpression, Fail, Flow,
    ItemReader, Jitter, Map, OutputType, Parallel, Pass, ProcessorType, ResultWriter, Retry, Rule, State,
    StatePath, Succeed, Transformation, Wait, go_on, go_to,
};
pub use crate::iam::{Statement, any_region_arn, arn, global_arn};
pub use crate::machine::{Encryption, LogLevel, Logging, Machine, MachineType, StateMachine};
pub use crate::payload;
pub use crate::reference::{
    Entries, Handle, List, Property, Reference, account, partition, region, stack_name, sub, url_suffix,
};
pub use crate::stack::{
    BucketNotification, Callee, EventRule, Grantee, HttpRoute, PublishedAlias, QueueConsumer, Schedule,
    Shift, Stack, StackPart, Synthesis, Target,
};
pub use crate::target::*;
pub use crate::task::{IntegrationPattern, Task};
pub use crate::tasks::*;
pub use crate::template::parts::*;
pub use crate::template::{
    AttributeType, Attributes, DeletionPolicy, Equation, Generic, Output, Parameter, Part, Resource, Scope,
    Tag, apigateway, apigatewayv2, athena, batch, bedrock, cloudwatch, codebuild, databrew, dynamodb, ec2,
    ecr, ecs, eks, emrcontainers, emrserverless, equals, events, glue, holds, iam, kms, lambda, logs,
    mediaconvert, pipes, s3, sagemaker, scheduler, secretsmanager, serverless, sns, sqs, ssm, stepfunctions,
};
