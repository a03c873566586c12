"""Works for a while, then answers a task token: the container of the `.waitForTaskToken` pattern.

Step Functions waits for the answer, not for the ECS task; heartbeats tell it that the work goes on.
Environment: TASK_TOKEN (required), MESSAGE (default "hello"; "fail" answers with a failure, "hang"
leaves without an answer, to try the timeout), PROCESSING_TIME (seconds, default 5), HEARTBEAT_INTERVAL
(seconds, default 20, 0 for none; keep it well under the state's HeartbeatSeconds).
Exit codes: 0 answered with success, 1 answered with failure, 2 bad environment, 3 nobody waits any
more, 4 the answer could not be delivered, 143 stopped by ECS (SIGTERM).
"""

import json
import math
import os
import signal
import sys
import threading

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

GONE = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")
# Transient errors are tried again after growing pauses, within the 30 s that ECS gives a stopping task.
PATIENCE = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 4})


def log(text):
    print(text, file=sys.stderr, flush=True)


def stop(_signal, _frame):
    raise SystemExit(143)


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


def is_gone(error):
    return getattr(error, "response", {}).get("Error", {}).get("Code") in GONE


def beat(sfn, token, interval, done, gone):
    """Sends heartbeats, the first at once, until the work is done or nobody waits."""
    while not done.is_set() and not gone.is_set():
        try:
            sfn.send_task_heartbeat(taskToken=token)
        except (BotoCoreError, ClientError) as error:
            log(f"heartbeat: {error}")
            if is_gone(error):
                gone.set()
        done.wait(interval)


def answer(status, send, **fields):
    """Delivers the one answer and returns the exit code."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a stop must not cut it off
    try:
        send(**fields)
    except (BotoCoreError, ClientError) as error:
        log(f"answer: {error}")
        # A try may have arrived although its reply was lost: then the token is used up, and all is well.
        return status if is_gone(error) else 4
    return status


def main():
    # The first process of a container gets no default action for SIGTERM.
    signal.signal(signal.SIGTERM, stop)
    token = os.environ.get("TASK_TOKEN")
    if not token:
        log("TASK_TOKEN is not set: there is nobody to answer")
        return 2
    # boto3 by itself reads only AWS_DEFAULT_REGION.
    sfn = boto3.client("stepfunctions", region_name=os.environ.get("AWS_REGION"), config=PATIENCE)

    def failure(status, cause):
        log(f"failed: {cause}")
        cause = cause.encode(errors="replace")[:32768].decode(errors="ignore")
        return answer(status, sfn.send_task_failure, taskToken=token, error="ProcessingError", cause=cause)

    try:
        duration = seconds("PROCESSING_TIME", "5")
        interval = seconds("HEARTBEAT_INTERVAL", "20")
    except ValueError as error:
        return failure(2, str(error))
    message = os.environ.get("MESSAGE", "hello")
    done, gone = threading.Event(), threading.Event()
    if message == "hang":
        done.wait(duration)
        log("leaving without an answer, as asked: MESSAGE is 'hang'")
        return 0
    try:
        log(f"processing {message!r} for {duration} s")
        if interval:
            threading.Thread(target=beat, args=(sfn, token, interval, done, gone), daemon=True).start()
        result = json.dumps(process(message, duration, gone))
    except SystemExit:
        return failure(143, "stopped by ECS")
    except Exception as error:
        return failure(1, str(error))
    finally:
        done.set()
    if gone.is_set():
        log("nobody waits for the answer any more")
        return 3
    status = answer(0, sfn.send_task_success, taskToken=token, output=result)
    if status == 0:
        print(result, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
