"""ECS tasks as durable operations: started once, looked at, stopped.

Environment: CLUSTER, TASK_DEFINITION, CONTAINER, SUBNETS and SECURITY_GROUPS (both with commas between).
"""

import functools
import hashlib
import os

import boto3
from aws_durable_execution_sdk_python import durable_step
from aws_durable_execution_sdk_python.config import Duration, StepConfig
from aws_durable_execution_sdk_python.retries import RetryDecision
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError

# What cannot be placed is tried again: no capacity just then, no address left in the subnet.
PLACEMENTS = 3
# A task is not seen for a moment after it was started, and an hour or so after it has stopped.
UNSEEN = 3
STARTING = ("PROVISIONING", "PENDING", "ACTIVATING")

QUICK = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})


class TaskError(Exception):
    """The task did not do its work. The message says why."""


class TaskNotStarted(TaskError):
    """It was not placed, or never came to run."""


class TaskFailed(TaskError):
    """It ran, and ended badly."""


class TaskVanished(TaskError):
    """ECS does not know it any more."""


class TaskTooSlow(TaskError):
    """It was not done in time, and has been stopped."""


@functools.cache
def client(service):
    return boto3.client(service, config=QUICK)


def is_transient(error):
    """Whether the same call may fare better next time."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or "Throttl" in error.response.get("Error", {}).get("Code", "")
    return isinstance(error, HTTPClientError)


def patiently(error, attempts):
    """How a step is tried again: five times in all, after 2, 4, 8 and 16 seconds, where that may help."""
    if attempts >= 5 or not is_transient(error):
        return RetryDecision.no_retry()
    return RetryDecision.retry(Duration.from_seconds(2**attempts))


PATIENTLY = StepConfig(retry_strategy=patiently)


def number(event, name, default, least, most):
    """A number of the input, within bounds."""
    value = event.get(name, default)
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not least <= value <= most:
        raise ValueError(f"{name} must be a number from {least} to {most}, not {value!r}")
    return value


def work(event):
    """What the container is told, from the input: `message` and `processingTime` (seconds)."""
    if not isinstance(event, dict):
        raise ValueError("the input must be an object")  # noqa: TRY004
    message = event.get("message", "hello")
    if not isinstance(message, str) or len(message) > 4096:
        raise ValueError("message must be text of at most 4096 characters")
    return {
        "MESSAGE": message,
        "PROCESSING_TIME": str(number(event, "processingTime", 5, 0, 86400)),
    }


def execution_id(context):
    """The end of the durable execution's ARN, its name and id: unique, and the same in every replay."""
    return "/".join(context.execution_context.durable_execution_arn.split("/")[-2:])


def client_token(context, purpose):
    """The same in every replay, so that ECS gives back the task that was started by it already."""
    text = f"{context.execution_context.durable_execution_arn} {purpose}"
    return hashlib.sha256(text.encode()).hexdigest()


@durable_step
def run_task(_step, environment, token):
    answer = client("ecs").run_task(
        cluster=os.environ["CLUSTER"],
        taskDefinition=os.environ["TASK_DEFINITION"],
        launchType="FARGATE",
        clientToken=token,
        networkConfiguration={
            "awsvpcConfiguration": {
                "subnets": os.environ["SUBNETS"].split(","),
                "securityGroups": os.environ["SECURITY_GROUPS"].split(","),
                "assignPublicIp": "ENABLED",
            }
        },
        overrides={
            "containerOverrides": [
                {
                    "name": os.environ["CONTAINER"],
                    "environment": [{"name": name, "value": value} for name, value in environment.items()],
                }
            ]
        },
    )
    if answer["tasks"]:
        return {"taskArn": answer["tasks"][0]["taskArn"]}
    reasons = [failure.get("reason", "unknown") for failure in answer.get("failures", [])]
    return {"reason": ", ".join(reasons) or "ECS gave no reason"}


@durable_step
def look_at(_step, task):
    """What ECS knows of a task, in short."""
    tasks = client("ecs").describe_tasks(cluster=os.environ["CLUSTER"], tasks=[task])["tasks"]
    if not tasks:
        return {"status": "MISSING"}
    containers = tasks[0].get("containers", [])
    container = next((it for it in containers if it.get("name") == os.environ["CONTAINER"]), {})
    return {
        "status": tasks[0]["lastStatus"],
        "exitCode": container.get("exitCode"),
        "stopCode": tasks[0].get("stopCode"),
        "stopReason": container.get("reason") or tasks[0].get("stoppedReason") or "no reason given",
    }


@durable_step
def stop_task(_step, task, reason):
    """Stops a task; one that has ended since is left as it is."""
    client("ecs").stop_task(cluster=os.environ["CLUSTER"], task=task, reason=reason)


def start(context, environment):
    """Starts the task, and gives its ARN. However often this is replayed, there is one task.

    A call whose answer got lost is made again with the same token. Only after ECS has said that it placed
    nothing does the next try have a token of its own.
    """
    reason = ""
    for attempt in range(1, PLACEMENTS + 1):
        token = client_token(context, f"start {attempt}")
        answer = context.step(run_task(environment, token), name=f"start the task ({attempt})", config=PATIENTLY)
        if "taskArn" in answer:
            return answer["taskArn"]
        reason = answer["reason"]
        if attempt < PLACEMENTS:
            context.wait(Duration.from_seconds(10 * attempt), name=f"wait for room ({attempt})")
    raise TaskNotStarted(f"ECS placed no task in {PLACEMENTS} tries: {reason}")


def stop(context, task, reason):
    context.step(stop_task(task, reason), name="stop the task", config=PATIENTLY)


def outcome(task, seen):
    """The result of a task that has stopped; raises where it did not end well."""
    code, reason = seen["exitCode"], seen["stopReason"]
    if seen["stopCode"] == "TaskFailedToStart" or code is None:
        raise TaskNotStarted(f"the task stopped before its container ran: {reason}")
    if code != 0:
        raise TaskFailed(f"the container ended with exit code {code}: {reason}")
    return {"status": "success", "taskArn": task, "exitCode": code, "stopReason": reason}
