//! A Lambda function whose code stands in the template, with its role and its log group.

use super::ServiceRole;
use crate::iam::Statement;
use crate::reference::{Handle, Property, stack_name, sub};
use crate::template::lambda::function::{Code, LoggingConfig};
use crate::template::scope::{Part, Scope};
use crate::template::{iam, lambda, logs};

/// A function that does one thing for the states of a workflow.
pub(super) struct InlineFunction {
    pub(super) description: &'static str,
    pub(super) runtime: Property<String>,
    pub(super) code: &'static str,
    /// In seconds.
    pub(super) timeout: u32,
    /// In MB.
    pub(super) memory: u32,
    /// In days.
    pub(super) retention: u32,
}

impl InlineFunction {
    /// Adds the function, and what it is permitted: to write its log, and nothing else yet.
    pub(super) fn add(
        self,
        id: &str,
        scope: &mut Scope,
    ) -> (Handle<lambda::Function>, Handle<iam::Role>, Handle<logs::LogGroup>) {
        let name = sub("/aws/lambda/{}-{}", [stack_name().into(), crate::reference::Piece::from(id)]);
        let logs = scope.resource(
            &format!("{id}Logs"),
            logs::LogGroup::new().log_group_name(name).retention_in_days(i64::from(self.retention)),
        );
        let role = ServiceRole::new("lambda.amazonaws.com")
            .without_source()
            .allow(
                Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"])
                    .on(logs.attribute("Arn"))
                    .because("writes the function's log"),
            )
            .add(&format!("{id}Role"), scope);
        let function = lambda::Function::new(Code::new().zip_file(self.code), role.attribute("Arn"))
            .description(self.description)
            .handler("index.handler")
            .logging_config(LoggingConfig::new().log_group(logs.reference()))
            .memory_size(i64::from(self.memory))
            .runtime(self.runtime)
            .timeout(i64::from(self.timeout));
        (scope.resource(&format!("{id}Function"), function), role, logs)
    }
}
