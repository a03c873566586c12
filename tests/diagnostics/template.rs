//! Resources and their properties.

use super::{Case, of_stack};
use stepwright::prelude::*;

/// A stack with one resource.
#[track_caller]
fn of(part: impl StackPart) -> String {
    let mut stack = Stack::new("shop");
    stack.add("It", part);
    of_stack(stack)
}

pub const CASES: &[Case] = &[
    ("malformed-type", || of(Generic::new("SNS Topic"))),
    ("unknown-property", || of(Generic::new("AWS::SNS::Topic").property("TopicNmae", "told"))),
    ("missing-property", || of(Generic::new("AWS::SNS::Subscription").property("Protocol", "sqs"))),
    ("wrong-type", || of(Generic::new("AWS::SQS::Queue").property("FifoQueue", "yes"))),
    ("value-not-allowed", || {
        let machine = Generic::new("AWS::StepFunctions::StateMachine").property("RoleArn", "r");
        of(machine.property("StateMachineType", "EXPRES"))
    }),
    ("value-not-allowed", || of(logs::LogGroup::new().retention_in_days(8))),
    ("out-of-range", || of(sqs::Queue::new().delay_seconds(901))),
    ("too-short", || of(Generic::new("AWS::Logs::LogGroup").property("LogGroupName", ""))),
    ("too-long", || of(Generic::new("AWS::Logs::LogGroup").property("LogGroupName", "x".repeat(513)))),
    ("fargate-size", || {
        let python = Container::new("python", Image::public("python:3.13"));
        of(FargateTaskDefinition::new(Cpu::Quarter, MiB(4_096)).container(python))
    }),
    ("no-containers", || of(FargateTaskDefinition::new(Cpu::Quarter, MiB(512)))),
    ("no-essential-container", || {
        let python = Container::new("python", Image::public("python:3.13")).not_essential();
        of(FargateTaskDefinition::new(Cpu::Quarter, MiB(512)).container(python))
    }),
];
