"""Runs the container's program as ECS would, against the callback calls and moto's DynamoDB on loopback."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

import boto3
from cloud import LIMIT, REGION, WORKER, Cloud


def start(arguments=(WORKER,), **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_DEFAULT")}
    for name in ("TABLE_NAME", "MESSAGE", "PROCESSING_TIME", "HEARTBEAT_INTERVAL", "CALLBACK_ID", "EXECUTION_ID"):
        clean.pop(name, None)
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        env={**clean, "PYTHONDONTWRITEBYTECODE": "1", "PROCESSING_TIME": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process):
    """(exit code, stdout, stderr)"""
    try:
        out, err = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"did not end within {LIMIT} s\n{out}\n{err}") from None
    return process.returncode, out, err


def stop_once_it_works(process):
    """Sends SIGTERM once it has begun to work, and gives (exit code, stdout, stderr)."""
    watchdog = threading.Timer(LIMIT, process.kill)  # a silent program must not block readline
    watchdog.start()
    try:
        line = process.stderr.readline()
    finally:
        watchdog.cancel()
    if "processing" not in line:
        process.kill()
        raise AssertionError(f"expected it to work, got {line!r}")
    process.send_signal(signal.SIGTERM)
    return finish(process)


class Worker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = Cloud()
        cls.addClassCleanup(cls.cloud.close)
        cls.callbacks = cls.cloud.callbacks

    def setUp(self):
        self.cloud.reset()

    def record(self, status="PENDING", key="run/1"):
        boto3.client("dynamodb", region_name=REGION).put_item(
            TableName="callbacks", Item={"executionId": {"S": key}, "status": {"S": status}}
        )
        return {"TABLE_NAME": "callbacks", "EXECUTION_ID": key}

    CALLBACK = {"CALLBACK_ID": "abc+/=="}  # noqa: RUF012

    # ------------------------------------------------------------------------------ the exit code

    def test_success_is_one_json_line_and_exit_0(self):
        code, out, err = finish(start(MESSAGE='say "hi"'))
        self.assertEqual(code, 0, err)
        result = {"status": "success", "message": 'Processed: say "hi"', "processingTime": 0}
        self.assertEqual([json.loads(line) for line in out.splitlines()], [result])
        self.assertEqual(self.callbacks.calls, [])

    def test_works_as_long_as_told(self):
        began = time.monotonic()
        code, out, _ = finish(start(PROCESSING_TIME="0.5"))
        self.assertEqual((code, json.loads(out)["processingTime"]), (0, 0.5))
        self.assertGreaterEqual(time.monotonic() - began, 0.5)

    def test_fail_is_exit_1_with_a_reason(self):
        code, out, err = finish(start(MESSAGE="fail"))
        self.assertEqual((code, out), (1, ""))
        self.assertIn("failed: asked to fail", err)

    def test_sigterm_ends_it_with_143(self):
        code, out, err = stop_once_it_works(start(PROCESSING_TIME="60"))
        self.assertEqual((code, out), (143, ""))
        self.assertIn("failed: stopped by ECS", err)

    def test_bad_environments_are_exit_2(self):
        for environment, words in (
            ({"PROCESSING_TIME": "soon"}, "PROCESSING_TIME must be a number of seconds, zero or more, not 'soon'"),
            ({"PROCESSING_TIME": "nan"}, "not 'nan'"),
            ({"HEARTBEAT_INTERVAL": "-1"}, "HEARTBEAT_INTERVAL must be a number of seconds"),
            ({"TABLE_NAME": "callbacks"}, "EXECUTION_ID is not set"),
        ):
            with self.subTest(environment):
                code, out, err = finish(start(**environment))
                self.assertEqual((code, out), (2, ""))
                self.assertIn(words, err)

    def test_runs_from_the_command_line_text(self):
        code, out, err = finish(start(["-c", WORKER.read_text(encoding="utf-8")]))
        self.assertEqual((code, json.loads(out)["message"]), (0, "Processed: hello"), err)

    # ------------------------------------------------------------------------------ a callback

    def test_the_callback_gets_the_result(self):
        code, out, err = finish(start(**self.CALLBACK, MESSAGE="hi"))
        self.assertEqual(code, 0, err)
        (body,) = self.callbacks.bodies("succeed")
        self.assertEqual(json.loads(body), json.loads(out))
        self.assertEqual({callback for _, callback, _ in self.callbacks.calls}, {"abc+/=="})
        self.assertEqual(self.callbacks.bodies("fail"), [])

    def test_the_callback_gets_the_failure(self):
        code, out, _ = finish(start(**self.CALLBACK, MESSAGE="fail"))
        self.assertEqual((code, out), (1, ""))
        (body,) = self.callbacks.bodies("fail")
        cause = "asked to fail: MESSAGE is 'fail'"
        self.assertEqual(json.loads(body), {"ErrorType": "ProcessingError", "ErrorMessage": cause})
        self.assertEqual(self.callbacks.bodies("succeed"), [])

    def test_the_callback_hears_that_the_work_goes_on(self):
        code, _, err = finish(start(**self.CALLBACK, PROCESSING_TIME="3", HEARTBEAT_INTERVAL="0.2"))
        self.assertEqual(code, 0, err)
        self.assertGreaterEqual(self.callbacks.verbs().count("heartbeat"), 3)
        self.assertEqual(self.callbacks.verbs().count("succeed"), 1)

    def test_no_heartbeats_where_none_are_wanted(self):
        finish(start(**self.CALLBACK, HEARTBEAT_INTERVAL="0"))
        self.assertEqual(self.callbacks.verbs(), ["succeed"])

    def test_it_ends_where_nobody_waits_any_more(self):
        for error, status in (("CallbackTimeoutException", 400), ("ResourceNotFoundException", 404)):
            with self.subTest(error):
                self.callbacks.reset()
                self.callbacks.plan = [("heartbeat", status, error)]
                code, out, err = finish(start(**self.CALLBACK, PROCESSING_TIME="60"))
                self.assertEqual((code, out), (3, ""))
                self.assertIn("nobody waits", err)
                self.assertEqual(self.callbacks.verbs(), ["heartbeat"])

    def test_a_heartbeat_that_fails_otherwise_is_borne(self):
        self.callbacks.plan = [("heartbeat", 403, "AccessDeniedException")]
        code, _, err = finish(start(**{**self.CALLBACK, "PROCESSING_TIME": "3"}))
        self.assertEqual((code, self.callbacks.verbs()), (0, ["heartbeat", "succeed"]), err)
        self.assertIn("heartbeat: ", err)

    def test_the_answer_is_tried_again_after_transient_errors(self):
        self.callbacks.plan = [("succeed", 500, "ServiceException"), ("succeed", 429, "TooManyRequestsException")]
        code, _, err = finish(start(**self.CALLBACK))
        self.assertEqual((code, len(self.callbacks.bodies("succeed"))), (0, 3), err)

    def test_a_refused_answer_is_exit_4(self):
        self.callbacks.plan = [("succeed", 403, "AccessDeniedException")]
        code, out, err = finish(start(**self.CALLBACK))
        self.assertEqual((code, out), (4, ""))
        self.assertIn("answer: ", err)

    def test_a_callback_answered_already_is_no_error(self):
        self.callbacks.plan = [("succeed", 500, "ServiceException"), ("succeed", 400, "CallbackTimeoutException")]
        code, _, err = finish(start(**self.CALLBACK))
        self.assertEqual((code, len(self.callbacks.bodies("succeed"))), (0, 2), err)

    def test_sigterm_answers_with_a_failure(self):
        code, out, _ = stop_once_it_works(start(**self.CALLBACK, PROCESSING_TIME="60"))
        self.assertEqual((code, out), (143, ""))
        (body,) = self.callbacks.bodies("fail")
        self.assertEqual(json.loads(body)["ErrorMessage"], "stopped by ECS")

    def test_bad_numbers_are_answered(self):
        code, _, _ = finish(start(**{**self.CALLBACK, "PROCESSING_TIME": "soon"}))
        (body,) = self.callbacks.bodies("fail")
        self.assertEqual(code, 2)
        self.assertIn("not 'soon'", json.loads(body)["ErrorMessage"])

    def test_hang_makes_no_call_at_all(self):
        code, out, err = finish(start(**self.CALLBACK, MESSAGE="hang"))
        self.assertEqual((code, out, self.callbacks.calls), (0, "", []))
        self.assertIn("leaving without an answer", err)

    # ------------------------------------------------------------------------------ a record

    def test_the_record_gets_the_result(self):
        code, out, err = finish(start(**self.record(), MESSAGE="hi"))
        self.assertEqual(code, 0, err)
        record = self.cloud.record("run/1")
        self.assertEqual((record["status"], json.loads(record["result"])), ("COMPLETED", json.loads(out)))
        self.assertEqual(int(record["expiresAt"]) - int(record["finishedAt"]), 30 * 86400)

    def test_the_record_gets_the_failure(self):
        for environment, code, words in (
            ({"MESSAGE": "fail"}, 1, "asked to fail: MESSAGE is 'fail'"),
            ({"PROCESSING_TIME": "soon"}, 2, "not 'soon'"),
        ):
            with self.subTest(environment):
                got, out, _ = finish(start(**{**self.record(), **environment}))
                self.assertEqual((got, out), (code, ""))
                record = self.cloud.record("run/1")
                self.assertEqual(record["status"], "FAILED")
                self.assertIn(words, record["error"])

    def test_sigterm_closes_the_record(self):
        code, _, _ = stop_once_it_works(start(**{**self.record(), "PROCESSING_TIME": "60"}))
        record = self.cloud.record("run/1")
        self.assertEqual((code, record["status"], record["error"]), (143, "FAILED", "stopped by ECS"))

    def test_a_closed_record_is_left_alone(self):
        code, _, err = finish(start(**self.record(status="FAILED")))
        self.assertEqual((code, self.cloud.record("run/1")), (0, {"executionId": "run/1", "status": "FAILED"}), err)

    def test_no_record_is_made_where_there_is_none(self):
        code, _, err = finish(start(TABLE_NAME="callbacks", EXECUTION_ID="run/2"))
        self.assertEqual((code, self.cloud.record("run/2")), (0, {}), err)

    def test_a_table_that_is_not_there_is_exit_4(self):
        # DynamoDB says so with the code that Lambda has for a callback that is gone.
        code, out, _ = finish(start(TABLE_NAME="nowhere", EXECUTION_ID="run/1"))
        self.assertEqual((code, out), (4, ""))


if __name__ == "__main__":
    unittest.main()
