"""Starts a task on ECS, which writes its result to a table, and returns at once.

Input: `message` (default "hello"; "fail" fails on purpose) and `processingTime` (seconds, default 5).
Environment: TABLE_NAME, beside what tasks.py needs. The record's key, `executionId`, is the end of the
durable execution's ARN (`name/id`); it is PENDING until the container makes it COMPLETED or FAILED.
"""

import os
import time

import tasks
from aws_durable_execution_sdk_python import StepError, durable_execution, durable_step
from botocore.exceptions import ClientError

KEPT_SECONDS = 30 * 86400  # how long a finished record stays


def is_condition(error):
    return error.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException"


@durable_step
def write_record(_step, key, message):
    """Writes the record, once: what an earlier try wrote, and the container may have finished, is left alone."""
    record = {"executionId": key, "status": "PENDING", "message": message, "createdAt": int(time.time())}
    try:
        tasks.client("dynamodb").put_item(
            TableName=os.environ["TABLE_NAME"],
            Item={
                name: {"N": str(value)} if isinstance(value, int) else {"S": value} for name, value in record.items()
            },
            ConditionExpression="attribute_not_exists(executionId)",
        )
    except ClientError as error:
        if not is_condition(error):
            raise


@durable_step
def store_task(_step, key, task):
    """Notes the task in the record, whatever its status is by now."""
    tasks.client("dynamodb").update_item(
        TableName=os.environ["TABLE_NAME"],
        Key={"executionId": {"S": key}},
        UpdateExpression="SET taskArn = :task",
        ConditionExpression="attribute_exists(executionId)",
        ExpressionAttributeValues={":task": {"S": task}},
    )


@durable_step
def give_up(_step, key, reason):
    """Closes the record of a task that will never do so itself."""
    now = int(time.time())
    try:
        tasks.client("dynamodb").update_item(
            TableName=os.environ["TABLE_NAME"],
            Key={"executionId": {"S": key}},
            UpdateExpression="SET #status = :failed, #error = :reason, finishedAt = :now, expiresAt = :later",
            ConditionExpression="#status = :pending",
            ExpressionAttributeNames={"#status": "status", "#error": "error"},
            ExpressionAttributeValues={
                ":failed": {"S": "FAILED"},
                ":pending": {"S": "PENDING"},
                ":reason": {"S": reason},
                ":now": {"N": str(now)},
                ":later": {"N": str(now + KEPT_SECONDS)},
            },
        )
    except ClientError as error:
        if not is_condition(error):
            raise


@durable_execution
def handler(event, context):
    environment = tasks.work(event)
    key = tasks.execution_id(context)
    context.step(write_record(key, environment["MESSAGE"]), name="write the record", config=tasks.PATIENTLY)
    try:
        task = tasks.start(context, {**environment, "EXECUTION_ID": key})
    except (tasks.TaskNotStarted, StepError) as error:
        context.step(give_up(key, str(error)), name="close the record", config=tasks.PATIENTLY)
        raise
    context.step(store_task(key, task), name="store the task's ARN", config=tasks.PATIENTLY)
    return {"executionId": key, "status": "PENDING", "taskArn": task}
