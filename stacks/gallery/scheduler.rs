//! EventBridge Scheduler: calls at their time.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, a queue for reminders, and the role by which they are sent.
pub fn add(stack: &mut Stack) {
    let queue = stack.add("Reminders", sqs::Queue::new());
    let role = stack.add(
        "ReminderRole",
        ServiceRole::new("scheduler.amazonaws.com")
            .allow(Statement::allow(["sqs:SendMessage"]).on(queue.arn()).because("sends the reminders")),
    );
    let remind = EventBridgeSchedulerCreateScheduleTask::new(
        intrinsic::format("reminder-{}", [path("$.id")]),
        ScheduleExpression::at(path("$.due")),
        EventBridgeSchedulerTarget::new(queue.arn(), &role).input(payload!({ "id": path("$.id") })),
    )
    .permit_name("reminder-*")
    .action_after_completion(ActionAfterCompletion::Delete);
    Examples::new().show("eventbridge-scheduler-create-schedule", remind.state("Create Schedule")).add(
        stack,
        "EventBridgeScheduler",
        "Makes a schedule",
    );
}
