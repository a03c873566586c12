//! EventBridge Scheduler.

use super::case::{Case, case};
use stepwright::prelude::*;

pub fn cases() -> Vec<Case> {
    let role = Handle::new("SchedulerRole", iam::Role::new(serde_json::json!({})));
    let target = || EventBridgeSchedulerTarget::new(Reference::attribute("Queue", "Arn"), &role);
    vec![
        case(
            "event_bridge_scheduler_create_schedule_task.least",
            EventBridgeSchedulerCreateScheduleTask::new("nightly", ScheduleExpression::minutes(5), target())
                .action_after_completion(ActionAfterCompletion::None)
                .enabled(true)
                .state("Schedule"),
        ),
        case(
            "event_bridge_scheduler_create_schedule_task.wait_for_task_token",
            EventBridgeSchedulerCreateScheduleTask::new(
                "nightly",
                ScheduleExpression::at("2030-01-01T00:00:00"),
                target().input(task_token()),
            )
            .action_after_completion(ActionAfterCompletion::None)
            .enabled(true)
            .wait_for_task_token("Ask"),
        ),
        case(
            "event_bridge_scheduler_create_schedule_task.every_parameter",
            EventBridgeSchedulerCreateScheduleTask::new(
                "nightly",
                ScheduleExpression::cron("0 3 * * ? *"),
                target()
                    .input("wake up")
                    .maximum_retry_attempts(2)
                    .maximum_event_age(minutes(5))
                    .dead_letter_queue(Reference::attribute("Dead", "Arn")),
            )
            .action_after_completion(ActionAfterCompletion::Delete)
            .client_token("token")
            .description("every night")
            .start_date("2030-01-01T00:00:00.000Z")
            .end_date("2031-01-01T00:00:00.000Z")
            .flexible_time_window(15)
            .group_name("reports")
            .kms_key(Reference::attribute("Key", "Arn"))
            .timezone("Europe/Berlin")
            .enabled(false)
            .state("Schedule"),
        ),
        case(
            "event_bridge_scheduler_create_schedule_task.jsonata",
            EventBridgeSchedulerCreateScheduleTask::new("nightly", ScheduleExpression::minutes(5), target())
                .description(jsonata("$states.input.why"))
                .action_after_completion(ActionAfterCompletion::None)
                .enabled(true)
                .state("Schedule"),
        ),
    ]
}
