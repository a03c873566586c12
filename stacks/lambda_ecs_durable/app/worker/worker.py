"""Works for a while, then says so to whoever waits: the container of all three functions.

Environment: MESSAGE (default "hello"; "fail" fails on purpose, "hang" leaves without an answer),
PROCESSING_TIME (seconds, default 5), and who waits:
  CALLBACK_ID (and HEARTBEAT_INTERVAL, seconds, default 20, 0 for none): a durable execution's callback,
  TABLE_NAME and EXECUTION_ID: a record of a DynamoDB table,
  none of these: whoever looks at the exit code.
Exit codes: 0 done, 1 failed, 2 bad environment, 3 nobody waits any more, 4 the answer could not be
delivered, 143 stopped by ECS (SIGTERM).
"""

import json
import math
import os
import signal
import sys
import threading
import time

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

# Transient errors are tried again after growing pauses, within the 30 s that ECS gives a stopping task.
PATIENCE = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 4})
KEPT_SECONDS = 30 * 86400  # how long a finished record stays


def log(text):
    print(text, file=sys.stderr, flush=True)


def client(service):
    # boto3 by itself reads only AWS_DEFAULT_REGION.
    return boto3.client(service, region_name=os.environ.get("AWS_REGION"), config=PATIENCE)


def code_of(error):
    return getattr(error, "response", {}).get("Error", {}).get("Code")


class Callback:
    """A durable execution that sleeps until it is answered."""

    GONE = ("CallbackTimeoutException", "ResourceNotFoundException")

    def __init__(self, callback_id):
        self.id, self.api = callback_id, client("lambda")

    def beat(self):
        self.api.send_durable_execution_callback_heartbeat(CallbackId=self.id)

    def success(self, result):
        self.api.send_durable_execution_callback_success(CallbackId=self.id, Result=json.dumps(result).encode())

    def failure(self, cause):
        error = {"ErrorType": "ProcessingError", "ErrorMessage": cause}
        self.api.send_durable_execution_callback_failure(CallbackId=self.id, Error=error)


class Record:
    """A record of a table, PENDING until it is closed; a closed one is left as it is."""

    GONE = ("ConditionalCheckFailedException",)

    def __init__(self, table, key):
        self.table, self.key, self.api = table, key, client("dynamodb")

    def beat(self):
        """Nobody listens."""

    def success(self, result):
        self.close("COMPLETED", "result", json.dumps(result))

    def failure(self, cause):
        self.close("FAILED", "error", cause)

    def close(self, status, field, text):
        now = int(time.time())
        self.api.update_item(
            TableName=self.table,
            Key={"executionId": {"S": self.key}},
            UpdateExpression="SET #status = :status, #field = :text, finishedAt = :now, expiresAt = :later",
            ConditionExpression="#status = :pending",
            ExpressionAttributeNames={"#status": "status", "#field": field},
            ExpressionAttributeValues={
                ":status": {"S": status},
                ":pending": {"S": "PENDING"},
                ":text": {"S": text},
                ":now": {"N": str(now)},
                ":later": {"N": str(now + KEPT_SECONDS)},
            },
        )


class ExitCode:
    """Whoever looks at the exit code: nothing has to be sent."""

    def beat(self):
        """Nobody listens."""

    def success(self, result):
        """The exit code says it."""

    def failure(self, cause):
        """The exit code says it."""


def who_waits():
    if os.environ.get("CALLBACK_ID"):
        return Callback(os.environ["CALLBACK_ID"])
    if os.environ.get("TABLE_NAME"):
        if not os.environ.get("EXECUTION_ID"):
            raise ValueError("EXECUTION_ID is not set: there is no record to close")
        return Record(os.environ["TABLE_NAME"], os.environ["EXECUTION_ID"])
    return ExitCode()


def seconds(name, default):
    """The number of seconds in an environment variable: whole if it is written whole."""
    text = os.environ.get(name, default).strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} must be a number of seconds, zero or more, not {text!r}")
    return int(value) if value.is_integer() else value


def process(message, duration, gone):
    """The work itself; put your own here, and look at `gone` now and then: once set, nobody waits."""
    if message == "fail":
        raise RuntimeError("asked to fail: MESSAGE is 'fail'")
    gone.wait(duration)
    return {"status": "success", "message": f"Processed: {message}", "processingTime": duration}


def beat(waiting, interval, done, gone):
    """Says that the work goes on, the first time at once, until it is done or nobody waits."""
    while not done.is_set() and not gone.is_set():
        try:
            waiting.beat()
        except (BotoCoreError, ClientError) as error:
            log(f"heartbeat: {error}")
            if code_of(error) in waiting.GONE:
                gone.set()
        done.wait(interval)


def answer(status, waiting, send, content):
    """Delivers the one answer and returns the exit code."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a stop must not cut it off
    try:
        send(content)
    except (BotoCoreError, ClientError) as error:
        log(f"answer: {error}")
        # A try may have arrived although its reply was lost: then there is nobody left to answer, and all is well.
        return status if code_of(error) in waiting.GONE else 4
    return status


def stop(_signal, _frame):
    raise SystemExit(143)


def main():
    # The first process of a container gets no default action for SIGTERM.
    signal.signal(signal.SIGTERM, stop)
    try:
        waiting = who_waits()
    except ValueError as error:
        log(str(error))
        return 2

    def failure(status, cause):
        log(f"failed: {cause}")
        cause = cause.encode(errors="replace")[:32768].decode(errors="ignore")
        return answer(status, waiting, waiting.failure, cause)

    try:
        duration = seconds("PROCESSING_TIME", "5")
        interval = seconds("HEARTBEAT_INTERVAL", "20")
    except ValueError as error:
        return failure(2, str(error))
    message = os.environ.get("MESSAGE", "hello")
    done, gone = threading.Event(), threading.Event()
    try:
        log(f"processing {message!r} for {duration} s")
        if message == "hang":
            done.wait(duration)
            log("leaving without an answer, as asked: MESSAGE is 'hang'")
            return 0
        if interval:
            threading.Thread(target=beat, args=(waiting, interval, done, gone), daemon=True).start()
        result = process(message, duration, gone)
    except SystemExit:
        return failure(143, "stopped by ECS")
    except Exception as error:
        return failure(1, str(error))
    finally:
        done.set()
    if gone.is_set():
        log("nobody waits for the answer any more")
        return 3
    status = answer(0, waiting, waiting.success, result)
    if status == 0:
        print(json.dumps(result), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
