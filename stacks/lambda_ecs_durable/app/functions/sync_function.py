"""Runs a task on ECS and waits until it has stopped, looking at it now and then; nothing runs in between.

Input: `message` (default "hello"; "fail" fails on purpose), `processingTime` (seconds, default 5), and
`timeoutSeconds` (default 3600): when the task has not stopped by then, it is stopped, and that is an error.
"""

import math

import tasks
from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

POLL_SECONDS = 5
# Each look is a wait and a step; a durable execution may have some thousands of them, and two hours here.
LONGEST = 6000
# Fargate takes a minute or two to start a container.
START_SECONDS = 600


@durable_execution
def handler(event, context):
    environment = tasks.work(event)
    polls = math.ceil(tasks.number(event, "timeoutSeconds", 3600, POLL_SECONDS, LONGEST) / POLL_SECONDS)
    task = tasks.start(context, environment)
    return follow(context, task, polls)


def follow(context, task, polls):
    unseen = 0
    for poll in range(1, polls + 1):
        context.wait(Duration.from_seconds(POLL_SECONDS), name=f"wait ({poll})")
        seen = context.step(tasks.look_at(task), name=f"look at the task ({poll})", config=tasks.PATIENTLY)
        if seen["status"] == "STOPPED":
            return tasks.outcome(task, seen)
        unseen = unseen + 1 if seen["status"] == "MISSING" else 0
        if unseen == tasks.UNSEEN:
            raise tasks.TaskVanished(f"ECS does not know the task {task} any more")
        if seen["status"] in tasks.STARTING and poll * POLL_SECONDS >= START_SECONDS:
            tasks.stop(context, task, "it took too long to start")
            raise tasks.TaskNotStarted(f"the task was still {seen['status']} after {START_SECONDS} seconds")
    tasks.stop(context, task, "it took too long")
    raise tasks.TaskTooSlow(f"the task did not stop within {polls * POLL_SECONDS} seconds, and was stopped")
