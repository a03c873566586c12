"""Runs a task on ECS and sleeps until it answers: no looking, no table, nothing runs meanwhile.

Input: `message` (default "hello"; "fail" answers with a failure, "hang" does not answer), `processingTime`
(seconds, default 5), `timeoutSeconds` (default 3600), and `heartbeatSeconds` (default 300): how long the
container may be silent. The clock of both starts before the container does, and Fargate takes a minute or
two to start one.
"""

import json

import tasks
from aws_durable_execution_sdk_python import CallbackExternalError, CallbackTimeoutError, durable_execution
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration


class TaskSilent(tasks.TaskError):
    """It did not answer in time."""


@durable_execution
def handler(event, context):
    environment = tasks.work(event)
    timeout = int(tasks.number(event, "timeoutSeconds", 3600, 1, 6000))
    heartbeat = int(tasks.number(event, "heartbeatSeconds", 300, 1, 3600))
    callback = context.create_callback(
        name="answer",
        config=CallbackConfig(
            timeout=Duration.from_seconds(timeout), heartbeat_timeout=Duration.from_seconds(heartbeat)
        ),
    )
    task = tasks.start(context, {**environment, "CALLBACK_ID": callback.callback_id})
    try:
        answer = callback.result()
    except CallbackExternalError as error:
        raise tasks.TaskFailed(f"the container answered with a failure: {error}") from error
    except CallbackTimeoutError as error:
        raise silent(context, task) from error
    return {"status": "success", "taskArn": task, "answer": json.loads(answer or "null")}


def silent(context, task):
    """Why nothing was heard of a task; it is stopped where it still runs."""
    seen = context.step(tasks.look_at(task), name="look at the task", config=tasks.PATIENTLY)
    if seen["status"] == "MISSING":
        return tasks.TaskVanished(f"ECS does not know the task {task} any more, and it has not answered")
    if seen["status"] == "STOPPED":
        return TaskSilent(f"the task stopped without an answer: {seen['stopReason']}, exit code {seen['exitCode']}")
    tasks.stop(context, task, "it did not answer in time")
    if seen["status"] in tasks.STARTING:
        return tasks.TaskNotStarted(f"the task was still {seen['status']} when its time was up, and was stopped")
    return TaskSilent("the task did not answer in time, and was stopped")
