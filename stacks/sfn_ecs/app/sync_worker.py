"""Works for a while, then says so: the container of the Step Functions `.sync` pattern.

Step Functions waits for the ECS task to stop, and takes the exit code for the outcome.
Environment: MESSAGE (default "hello"; "fail" fails on purpose), PROCESSING_TIME (seconds, default 5).
Exit codes: 0 done, 1 failed, 2 bad environment, 143 stopped by ECS (SIGTERM).
"""

import json
import math
import os
import signal
import sys
import time


def log(text):
    print(text, file=sys.stderr, flush=True)


def stop(_signal, _frame):
    os.write(2, b"stopped by ECS (SIGTERM)\n")  # print is not safe inside a signal handler
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


def process(message, duration):
    """The work itself; put your own here. What it raises is the reason of the failure."""
    if message == "fail":
        raise RuntimeError("asked to fail: MESSAGE is 'fail'")
    time.sleep(duration)
    return {"status": "success", "message": f"Processed: {message}", "processingTime": duration}


def main():
    # The first process of a container gets no default action for SIGTERM.
    signal.signal(signal.SIGTERM, stop)
    try:
        duration = seconds("PROCESSING_TIME", "5")
    except ValueError as error:
        log(error)
        return 2
    message = os.environ.get("MESSAGE", "hello")
    log(f"processing {message!r} for {duration} s")
    try:
        result = process(message, duration)
    except Exception as error:
        log(f"failed: {error}")
        return 1
    print(json.dumps(result), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
