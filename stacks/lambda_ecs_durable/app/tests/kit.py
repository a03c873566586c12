"""The handlers as the acceptance kit runs them: on the SDK's local runner, in a process of their own.

That runner skips waits, while the kit's containers are programs that take their time: so a wait takes a
second and a half here. And the kit's cloud does not know the calls that answer a callback: so there is a loopback here
that hands them to the runner, and the container is told where. Nothing else differs from what is deployed.
"""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "functions")]

import suspend_function  # noqa: E402
import sync_function  # noqa: E402
import tasks  # noqa: E402
from aws_durable_execution_sdk_python.context import DurableContext  # noqa: E402
from aws_durable_execution_sdk_python_testing import DurableFunctionTestRunner  # noqa: E402
from callbacks import Callbacks  # noqa: E402

callbacks = Callbacks()
wait, start, made = DurableContext.wait, tasks.start, DurableFunctionTestRunner.__init__


def take_time(self, *args, **options):
    if not self.is_replaying():
        time.sleep(1.5)
    return wait(self, *args, **options)


def start_and_say_where(context, environment):
    return start(context, {**environment, "AWS_ENDPOINT_URL_LAMBDA": callbacks.url})


def keep(self, *args, **options):
    made(self, *args, **options)
    callbacks.runner = self


DurableContext.wait, tasks.start, DurableFunctionTestRunner.__init__ = take_time, start_and_say_where, keep

sync_handler, suspend_handler = sync_function.handler, suspend_function.handler
