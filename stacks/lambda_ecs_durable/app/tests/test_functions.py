"""Runs the three functions on the durable execution SDK's own local runner, against `cloud.Cloud`.

    python -m unittest discover -s stacks/lambda_ecs_durable/app/tests

Needs the packages of requirements.txt beside this file; no AWS account, no network.
"""

import collections
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "functions"))

import callback_function  # noqa: E402
import suspend_function  # noqa: E402
import sync_function  # noqa: E402
import tasks  # noqa: E402
from aws_durable_execution_sdk_python import RetryableSerDesError, durable_execution  # noqa: E402
from aws_durable_execution_sdk_python.exceptions import InvocationError, TerminationReason  # noqa: E402
from aws_durable_execution_sdk_python_testing import DurableFunctionTestRunner  # noqa: E402
from aws_durable_execution_sdk_python_testing.executor import Executor  # noqa: E402
from botocore.exceptions import ClientError, ReadTimeoutError  # noqa: E402
from cloud import LIMIT, REGION, Cloud, ends, runs_the_worker, stays, vanishes  # noqa: E402

Executor.RETRY_BACKOFF_SECONDS = 0  # an invocation that broke off is begun again at once


class Spy:
    """A handler whose steps are counted, and whose invocation breaks off once, where told."""

    def __init__(self, handler, after=None, within=None):
        self.ran, self.done, self.invocations = collections.Counter(), [], 0
        self.after, self.within = after, within
        inner = handler.__wrapped__

        def watched(event, context):
            self.invocations += 1
            stock = context.step

            def step(func, name=None, config=None):
                def counted(step_context):
                    self.ran[name] += 1
                    result = func(step_context)
                    if name == self.within:
                        self.within = None
                        # It is what the SDK lets through without a checkpoint: the call was made, nothing is kept.
                        raise RetryableSerDesError("broken off within a step")
                    return result

                result = stock(counted, name=name, config=config)
                if name == self.after:
                    self.after = None
                    raise InvocationError("broken off after a step", TerminationReason.INVOCATION_ERROR)
                return result

            context.step = step
            return inner(event, context)

        self.handler = durable_execution(watched)


class Functions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = Cloud()
        cls.addClassCleanup(cls.cloud.close)

    def setUp(self):
        self.cloud.reset()

    def run_it(self, handler, event=None, answered=False):
        """(status, result or the error's message, the operations by name)"""
        with DurableFunctionTestRunner(handler=handler, region=REGION) as runner:
            if answered:
                self.cloud.callbacks.runner = runner
            run = runner.run(input=json.dumps({} if event is None else event), execution_timeout=LIMIT)
        names = [operation.name for operation in run.operations]
        if run.status.value == "SUCCEEDED":
            return "SUCCEEDED", json.loads(run.result), names
        return run.status.value, run.error.message, names

    def fails(self, handler, event, words, **options):
        status, message, names = self.run_it(handler, event, **options)
        self.assertEqual(status, "FAILED", message)
        self.assertIn(words, message)
        return names

    def break_off_everywhere(self, handler, prepare, check, **options):
        """Runs a handler once whole; then once for each of its steps, broken off after it and within it."""
        prepare()
        spy = Spy(handler)
        whole = self.run_it(spy.handler, **options)
        check(whole)
        steps = list(spy.ran)
        for step in steps:
            with self.subTest(f"after: {step}"):
                self.cloud.reset()
                prepare()
                again = Spy(handler, after=step)
                outcome = self.run_it(again.handler, **options)
                self.assertEqual(outcome[2], whole[2])
                check(outcome)
                self.assertIsNone(again.after, "it never broke off")
                self.assertEqual(again.invocations, spy.invocations + 1)
                self.assertEqual(again.ran, spy.ran, "a step ran twice")
                self.assertEqual(self.cloud.started(), 1)
            with self.subTest(f"within: {step}"):
                self.cloud.reset()
                prepare(extra=step)
                again = Spy(handler, within=step)
                outcome = self.run_it(again.handler, **options)
                check(outcome)
                self.assertIsNone(again.within, "it never broke off")
                self.assertEqual(again.ran, spy.ran + collections.Counter([step]))
                self.assertEqual(self.cloud.started(), 1, "a second task was started")
        return steps

    # ------------------------------------------------------------------------------ sync

    def test_sync_waits_until_the_task_has_stopped(self):
        self.cloud.behave = runs_the_worker
        status, result, names = self.run_it(sync_function.handler, {"message": "hi", "processingTime": 0})
        self.assertEqual(status, "SUCCEEDED", result)
        self.assertEqual((result["status"], result["exitCode"]), ("success", 0))
        self.assertEqual(result["stopReason"], "Essential container in task exited")
        self.assertIn(":task/jobs/", result["taskArn"])
        # Each look is checkpointed, and comes after a durable wait.
        self.assertEqual(names[:3], ["start the task (1)", "wait (1)", "look at the task (1)"])
        self.assertEqual(self.cloud.calls["RunTask"], 1)

    def test_sync_tells_the_container_what_to_do(self):
        self.cloud.looks = [ends(0)]
        self.run_it(sync_function.handler, {"message": "hi", "processingTime": 1.5})
        params = next(params for name, params in self.cloud.requests if name == "RunTask")
        self.assertEqual(
            params["overrides"]["containerOverrides"],
            [
                {
                    "name": "worker",
                    "environment": [
                        {"name": "MESSAGE", "value": "hi"},
                        {"name": "PROCESSING_TIME", "value": "1.5"},
                    ],
                }
            ],
        )
        self.assertEqual(params["launchType"], "FARGATE")
        self.assertEqual(len(params["clientToken"]), 64)

    def test_sync_fails_with_the_exit_code_of_the_container(self):
        self.cloud.behave = runs_the_worker
        self.fails(
            sync_function.handler,
            {"message": "fail"},
            "the container ended with exit code 1: Essential container in task exited",
        )

    def test_sync_fails_where_the_container_never_ran(self):
        for looks in (
            [ends(None, "CannotPullContainerError: not found", "TaskFailedToStart")],
            [stays("PENDING"), ends(None, "CannotPullContainerError: not found", None)],
        ):
            with self.subTest(looks):
                self.cloud.reset()
                self.cloud.looks = list(looks)
                self.fails(sync_function.handler, {}, "before its container ran: CannotPullContainerError: not found")

    def test_sync_gives_up_a_task_that_does_not_start(self):
        self.cloud.looks = [stays("PENDING")] * 200
        stock, sync_function.START_SECONDS = sync_function.START_SECONDS, 50
        try:
            names = self.fails(sync_function.handler, {}, "still PENDING after 50 seconds")
        finally:
            sync_function.START_SECONDS = stock
        self.assertEqual(self.cloud.calls["DescribeTasks"], 10)
        self.assertEqual(names[-1], "stop the task")
        self.assertEqual(self.cloud.calls["StopTask"], 1)

    def test_sync_gives_up_a_task_that_does_not_end(self):
        self.cloud.looks = [stays("RUNNING")] * 20
        self.fails(sync_function.handler, {"timeoutSeconds": 23}, "did not stop within 25 seconds")
        self.assertEqual((self.cloud.calls["DescribeTasks"], self.cloud.calls["StopTask"]), (5, 1))

    def test_sync_fails_where_the_task_vanishes(self):
        self.cloud.looks = [stays("RUNNING"), vanishes]
        self.fails(sync_function.handler, {}, "ECS does not know the task")
        self.assertEqual(self.cloud.calls["DescribeTasks"], 1 + tasks.UNSEEN)

    def test_sync_bears_a_task_that_is_not_seen_yet(self):
        hidden = {}

        def hide(cloud, arn):
            hidden[arn] = cloud.backend().tasks["jobs"].pop(arn)

        def show(cloud, arn):
            cloud.backend().tasks["jobs"][arn] = hidden[arn]
            ends(0)(cloud, arn)

        self.cloud.looks = [hide, lambda *_: None, show]
        status, result, _ = self.run_it(sync_function.handler)
        self.assertEqual(status, "SUCCEEDED", result)

    def test_sync_breaks_off_anywhere_and_goes_on(self):
        def prepare(extra=None):
            again = ["RUNNING"] if extra == "look at the task (2)" else []
            first = ["PROVISIONING"] * (2 if extra == "look at the task (1)" else 1)
            # A look that broke off has seen something, and is taken again.
            self.cloud.looks = [stays(status) for status in [*first, "RUNNING", *again]] + [ends(0), ends(0)]

        def check(outcome):
            self.assertEqual(outcome[0], "SUCCEEDED", outcome[1])
            self.assertEqual(outcome[1]["exitCode"], 0)

        steps = self.break_off_everywhere(sync_function.handler, prepare, check)
        looks = [f"look at the task ({number})" for number in (1, 2, 3)]
        self.assertEqual(steps, ["start the task (1)", *looks])

    def test_sync_breaks_off_while_it_stops_a_task(self):
        def prepare(extra=None):
            self.cloud.looks = [stays("PENDING")] * 200

        def check(outcome):
            self.assertEqual(outcome[0], "FAILED")
            self.assertIn("still PENDING", outcome[1])

        stock, sync_function.START_SECONDS = sync_function.START_SECONDS, 10
        try:
            steps = self.break_off_everywhere(sync_function.handler, prepare, check)
        finally:
            sync_function.START_SECONDS = stock
        self.assertEqual(steps[-1], "stop the task")

    # ------------------------------------------------------------------------------ starting

    def test_a_task_that_cannot_be_placed_is_tried_again_with_another_token(self):
        self.cloud.refuse = ["RESOURCE:ENI", "Capacity is unavailable at this time"]
        self.cloud.looks = [ends(0)]
        status, result, names = self.run_it(sync_function.handler)
        self.assertEqual(status, "SUCCEEDED", result)
        self.assertEqual(names[1], "wait for room (1)")
        tokens = [params["clientToken"] for name, params in self.cloud.requests if name == "RunTask"]
        self.assertEqual(len(set(tokens)), 3)
        self.assertEqual(self.cloud.started(), 1)

    def test_a_task_that_is_never_placed_is_an_error_with_the_reason(self):
        self.cloud.refuse = ["RESOURCE:ENI"] * 9
        self.fails(sync_function.handler, {}, "ECS placed no task in 3 tries: RESOURCE:ENI")
        self.assertEqual((self.cloud.calls["RunTask"], self.cloud.started()), (3, 0))

    def test_an_answer_that_got_lost_starts_no_second_task(self):
        self.cloud.lose, self.cloud.looks = 1, [ends(0)]
        stock = tasks.is_transient
        tasks.is_transient = lambda error: isinstance(error, ConnectionResetError)
        try:
            status, result, _ = self.run_it(sync_function.handler)
        finally:
            tasks.is_transient = stock
        self.assertEqual(status, "SUCCEEDED", result)
        self.assertEqual((self.cloud.calls["RunTask"], self.cloud.started()), (2, 1))

    def test_what_cannot_get_better_is_not_tried_again(self):
        stock = tasks.client("ecs").run_task
        tasks.client("ecs").run_task = lambda **_: stock(cluster="nowhere", taskDefinition="worker")
        status, message, _ = self.run_it(sync_function.handler)
        self.assertEqual((status, self.cloud.calls["RunTask"]), ("FAILED", 1))
        self.assertIn("ClusterNotFoundException", message)

    def test_which_errors_are_transient(self):
        def error(status, code="Other"):
            return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "RunTask")

        for transient, raised in (
            (True, error(503)),
            (True, error(400, "ThrottlingException")),
            (True, ReadTimeoutError(endpoint_url="https://ecs")),
            (False, error(400)),
            (False, ValueError("bug")),
        ):
            with self.subTest(raised):
                self.assertEqual(tasks.is_transient(raised), transient)
        self.assertEqual(
            [tasks.patiently(error(503), attempt).delay_seconds for attempt in (1, 2, 3, 4)], [2, 4, 8, 16]
        )
        self.assertFalse(tasks.patiently(error(503), 5).should_retry)

    def test_a_bad_input_is_refused_before_anything_is_started(self):
        for handler, event, words in (
            (sync_function.handler, ["a list"], "the input must be an object"),
            (sync_function.handler, {"message": 7}, "message must be text"),
            (sync_function.handler, {"message": "x" * 4097}, "message must be text"),
            (sync_function.handler, {"processingTime": "5"}, "processingTime must be a number from 0 to 86400"),
            (sync_function.handler, {"processingTime": -1}, "not -1"),
            (sync_function.handler, {"timeoutSeconds": True}, "not True"),
            (sync_function.handler, {"timeoutSeconds": 1e9}, "timeoutSeconds must be a number from 5 to 6000"),
            (callback_function.handler, {"message": None}, "message must be text"),
            (suspend_function.handler, {"heartbeatSeconds": 0}, "heartbeatSeconds must be a number"),
        ):
            with self.subTest(event):
                self.fails(handler, event, words)
        self.assertEqual(self.cloud.calls, collections.Counter())

    # ------------------------------------------------------------------------------ callback

    def key(self):
        return next(params["Item"]["executionId"]["S"] for name, params in self.cloud.requests if name == "PutItem")

    def closed(self):
        """The record once the container has closed it."""
        for _ in range(LIMIT * 10):
            record = self.cloud.record(self.key())
            if record.get("status") != "PENDING":
                return record
            time.sleep(0.1)
        raise AssertionError(f"never closed: {record}")

    def test_callback_returns_at_once_and_the_container_closes_the_record(self):
        self.cloud.behave = runs_the_worker
        status, result, names = self.run_it(callback_function.handler, {"message": "hi", "processingTime": 0})
        self.assertEqual(status, "SUCCEEDED", result)
        self.assertEqual(names, ["write the record", "start the task (1)", "store the task's ARN"])
        self.assertEqual((result["status"], result["executionId"]), ("PENDING", self.key()))
        record = self.closed()
        self.assertEqual(record["status"], "COMPLETED")
        self.assertEqual(record["taskArn"], result["taskArn"])
        self.assertEqual(json.loads(record["result"])["message"], "Processed: hi")
        self.assertEqual(int(record["expiresAt"]) - int(record["finishedAt"]), 30 * 86400)
        self.assertNotIn("error", record)

    def test_callback_record_of_a_container_that_fails(self):
        self.cloud.behave = runs_the_worker
        status, result, _ = self.run_it(callback_function.handler, {"message": "fail"})
        self.assertEqual(status, "SUCCEEDED", result)
        record = self.closed()
        self.assertEqual((record["status"], record["error"]), ("FAILED", "asked to fail: MESSAGE is 'fail'"))

    def test_callback_closes_the_record_of_a_task_that_is_never_placed(self):
        self.cloud.refuse = ["RESOURCE:ENI"] * 9
        self.fails(callback_function.handler, {}, "ECS placed no task in 3 tries: RESOURCE:ENI")
        record = self.cloud.record(self.key())
        self.assertEqual(record["status"], "FAILED")
        self.assertIn("RESOURCE:ENI", record["error"])

    def test_callback_closes_the_record_of_a_task_that_may_not_be_started(self):
        stock = tasks.client("ecs").run_task
        tasks.client("ecs").run_task = lambda **_: stock(cluster="nowhere", taskDefinition="worker")
        self.fails(callback_function.handler, {}, "ClusterNotFoundException")
        self.assertEqual(self.cloud.record(self.key())["status"], "FAILED")

    def test_callback_leaves_a_record_alone_that_was_closed_meanwhile(self):
        self.cloud.refuse = ["RESOURCE:ENI"] * 9
        stock = callback_function.give_up

        def late(key, reason):
            tasks.client("dynamodb").update_item(
                TableName="callbacks",
                Key={"executionId": {"S": key}},
                UpdateExpression="SET #status = :done",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":done": {"S": "COMPLETED"}},
            )
            return stock(key, reason)

        callback_function.give_up = late
        try:
            self.fails(callback_function.handler, {}, "ECS placed no task")
        finally:
            callback_function.give_up = stock
        self.assertEqual(self.cloud.record(self.key())["status"], "COMPLETED")

    def test_callback_fails_with_a_table_that_cannot_be_written(self):
        for name, operation in (("put_item", "PutItem"), ("update_item", "UpdateItem")):
            with self.subTest(operation):
                self.cloud.reset()
                self.cloud.refuse = ["RESOURCE:ENI"] * 9

                def refuse(operation=operation, **_):
                    raise ClientError({"Error": {"Code": "AccessDeniedException"}}, operation)

                setattr(tasks.client("dynamodb"), name, refuse)
                self.fails(callback_function.handler, {}, "AccessDeniedException")
                self.assertEqual(self.cloud.started(), 0)

    def test_callback_breaks_off_anywhere_and_goes_on(self):
        def finish(cloud, arn, environment):
            # At once, so that the record is closed when the function comes back to it.
            runs_the_worker(cloud, arn, {**environment, "PROCESSING_TIME": "0"})

        def prepare(extra=None):
            self.cloud.behave = finish

        def check(outcome):
            self.assertEqual(outcome[0], "SUCCEEDED", outcome[1])
            record = self.closed()
            self.assertEqual(record["status"], "COMPLETED")
            self.assertEqual(record["taskArn"], outcome[1]["taskArn"])

        steps = self.break_off_everywhere(callback_function.handler, prepare, check)
        self.assertEqual(steps, ["write the record", "start the task (1)", "store the task's ARN"])

    # ------------------------------------------------------------------------------ suspend

    SILENT = {"timeoutSeconds": 1}  # noqa: RUF012  the runner skips waits, and not the time of a callback

    def suspended(self, event):
        return self.run_it(suspend_function.handler, event, answered=True)

    def test_suspend_sleeps_until_the_container_answers(self):
        self.cloud.behave = runs_the_worker
        status, result, names = self.suspended({"message": "hi", "processingTime": 0})
        self.assertEqual(status, "SUCCEEDED", result)
        self.assertEqual(result["answer"]["message"], "Processed: hi")
        self.assertEqual(names, ["answer", "start the task (1)"])
        self.assertEqual(self.cloud.calls, collections.Counter(RunTask=1))
        self.assertEqual(self.cloud.callbacks.verbs().count("succeed"), 1)

    def test_suspend_fails_with_the_reason_that_the_container_gives(self):
        self.cloud.behave = runs_the_worker
        status, message, _ = self.suspended({"message": "fail"})
        self.assertEqual(status, "FAILED")
        self.assertEqual(message, "the container answered with a failure: asked to fail: MESSAGE is 'fail'")
        self.assertEqual(self.cloud.calls["StopTask"], 0)

    def test_suspend_stops_a_task_that_does_not_answer(self):
        self.cloud.looks = [stays("RUNNING")]
        self.fails(suspend_function.handler, self.SILENT, "the task did not answer in time, and was stopped")
        self.assertEqual(self.cloud.calls["StopTask"], 1)

    def test_suspend_stops_a_task_that_did_not_start(self):
        self.cloud.looks = [stays("PROVISIONING")]
        self.fails(suspend_function.handler, self.SILENT, "still PROVISIONING when its time was up")
        self.assertEqual(self.cloud.calls["StopTask"], 1)

    def test_suspend_tells_why_a_task_stopped_without_an_answer(self):
        self.cloud.looks = [ends(137, "OutOfMemoryError: container killed")]
        self.fails(suspend_function.handler, self.SILENT, "OutOfMemoryError: container killed, exit code 137")
        self.assertEqual(self.cloud.calls["StopTask"], 0)

    def test_suspend_fails_where_the_task_vanishes(self):
        self.cloud.looks = [vanishes]
        self.fails(suspend_function.handler, self.SILENT, "ECS does not know the task")
        self.assertEqual(self.cloud.calls["StopTask"], 0)

    def test_suspend_hears_of_a_container_that_hangs(self):
        self.cloud.behave = runs_the_worker
        self.cloud.looks = [lambda cloud, _: cloud.let_end()]
        status, message, _ = self.suspended({"message": "hang", "processingTime": 0, **self.SILENT})
        self.assertEqual(status, "FAILED")
        self.assertIn("the task stopped without an answer", message)
        self.assertEqual((self.cloud.callbacks.calls, self.cloud.calls["StopTask"]), ([], 0))

    def test_suspend_lives_on_heartbeats(self):
        def slow(cloud, _arn, environment):
            callback = environment["CALLBACK_ID"]
            for _ in range(12):
                cloud.callbacks.respond(callback, "heartbeat", b"")
                time.sleep(0.5)
            cloud.callbacks.respond(callback, "succeed", b'"done"')

        self.cloud.behave = slow
        status, result, _ = self.suspended({"heartbeatSeconds": 4})
        self.assertEqual((status, result["answer"]), ("SUCCEEDED", "done"))

    def test_suspend_misses_heartbeats(self):
        self.cloud.looks = [stays("RUNNING")]
        status, message, _ = self.suspended({"heartbeatSeconds": 1})
        self.assertEqual((status, message), ("FAILED", "the task did not answer in time, and was stopped"))

    def test_suspend_breaks_off_anywhere_and_goes_on(self):
        def prepare(extra=None):
            self.cloud.behave = runs_the_worker

        def check(outcome):
            self.assertEqual(outcome[0], "SUCCEEDED", outcome[1])
            self.assertEqual(self.cloud.callbacks.verbs().count("succeed"), 1)

        steps = self.break_off_everywhere(
            suspend_function.handler, prepare, check, event={"processingTime": 0}, answered=True
        )
        self.assertEqual(steps, ["start the task (1)"])

    def test_suspend_breaks_off_while_it_stops_a_task(self):
        def prepare(extra=None):
            self.cloud.looks = [stays("RUNNING")] * 9

        def check(outcome):
            self.assertEqual(outcome[0], "FAILED")
            self.assertIn("did not answer in time", outcome[1])

        steps = self.break_off_everywhere(suspend_function.handler, prepare, check, event=self.SILENT)
        self.assertEqual(steps, ["start the task (1)", "look at the task", "stop the task"])


if __name__ == "__main__":
    unittest.main()
