"""Runs both programs as ECS would, the callback one against a Step Functions API on loopback.

    python -m unittest discover -s stacks/sfn_ecs/app/tests

Needs boto3 and nothing else; no AWS account, no network.
"""

import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest

APP = pathlib.Path(__file__).resolve().parent.parent
SYNC, CALLBACK = APP / "sync_worker.py", APP / "callback_worker.py"
LIMIT = 20  # seconds after which a program counts as stuck


def start(arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    for name in ("MESSAGE", "PROCESSING_TIME", "HEARTBEAT_INTERVAL", "TASK_TOKEN"):
        clean.pop(name, None)
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        env={**clean, "PYTHONDONTWRITEBYTECODE": "1", **environment},
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


def stop_once_it_says(process, words):
    """Sends SIGTERM after a line with these words on stderr, and gives (exit code, stdout, stderr)."""
    watchdog = threading.Timer(LIMIT, process.kill)  # a silent program must not block readline
    watchdog.start()
    try:
        line = process.stderr.readline()
    finally:
        watchdog.cancel()
    if words not in line:
        process.kill()
        _, err = process.communicate()
        raise AssertionError(f"expected a line with {words!r}, got {line!r}\n{err}")
    process.send_signal(signal.SIGTERM)
    return finish(process)


class StepFunctions:
    """A fake of the three calls a worker makes; `plan` holds the errors to answer with, call by call."""

    def __init__(self, **plan):
        self.calls, self.plan, self.lock = [], plan, threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                action = self.headers["X-Amz-Target"].rpartition(".")[2]
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, error = outer.respond(action, body)
                reply = json.dumps({"__type": error, "message": "planned"} if error else {}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def respond(self, action, body):
        with self.lock:
            self.calls.append((action, body))
            planned = self.plan.get(action, [])
            return planned.pop(0) if planned else (200, None)

    def bodies(self, action):
        with self.lock:
            return [body for name, body in self.calls if name == action]

    def actions(self):
        with self.lock:
            return [name for name, _ in self.calls]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class SyncWorker(unittest.TestCase):
    def test_success_is_one_json_line_and_exit_0(self):
        code, out, err = finish(start([SYNC], MESSAGE='say "hi"', PROCESSING_TIME="0"))
        self.assertEqual(code, 0, err)
        self.assertEqual(
            [json.loads(line) for line in out.splitlines()],
            [{"status": "success", "message": 'Processed: say "hi"', "processingTime": 0}],
        )

    def test_works_as_long_as_told(self):
        began = time.monotonic()
        code, out, _ = finish(start([SYNC], PROCESSING_TIME="0.5"))
        self.assertEqual((code, json.loads(out)["processingTime"]), (0, 0.5))
        self.assertGreaterEqual(time.monotonic() - began, 0.5)

    def test_fail_is_exit_1_with_a_reason(self):
        code, out, err = finish(start([SYNC], MESSAGE="fail", PROCESSING_TIME="0"))
        self.assertEqual((code, out), (1, ""))
        self.assertIn("failed: asked to fail", err)

    def test_bad_processing_times_are_exit_2_with_the_value(self):
        for text in ("soon", "-1", "nan", "inf", ""):
            with self.subTest(text):
                code, out, err = finish(start([SYNC], PROCESSING_TIME=text))
                self.assertEqual((code, out), (2, ""))
                self.assertEqual(
                    err, f"PROCESSING_TIME must be a number of seconds, zero or more, not {text!r}\n"
                )

    def test_sigterm_ends_it_at_once_with_143(self):
        began = time.monotonic()
        code, out, err = stop_once_it_says(start([SYNC], PROCESSING_TIME="60"), "processing")
        self.assertEqual((code, out, err), (143, "", "stopped by ECS (SIGTERM)\n"))
        self.assertLess(time.monotonic() - began, LIMIT)

    def test_runs_from_the_command_line_text(self):
        code, out, err = finish(start(["-c", SYNC.read_text(encoding="utf-8")], PROCESSING_TIME="0"))
        self.assertEqual((code, json.loads(out)["message"]), (0, "Processed: hello"), err)


class CallbackWorker(unittest.TestCase):
    def fake(self, **plan):
        self.sfn = StepFunctions(**plan)
        self.addCleanup(self.sfn.close)

    def start(self, arguments=(CALLBACK,), **environment):
        return start(
            arguments,
            **{
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.sfn.server.server_port}",
                "AWS_REGION": "eu-west-1",
                "AWS_ACCESS_KEY_ID": "dummy",
                "AWS_SECRET_ACCESS_KEY": "dummy",
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "NO_PROXY": "127.0.0.1",
                "TASK_TOKEN": "the-token",
                "PROCESSING_TIME": "0",
                **environment,
            },
        )

    def test_success_answers_with_the_output(self):
        self.fake()
        code, out, err = finish(self.start(MESSAGE="grüße", PROCESSING_TIME="0.3"))
        self.assertEqual(code, 0, err)
        (answer,) = self.sfn.bodies("SendTaskSuccess")
        self.assertEqual(answer["taskToken"], "the-token")
        self.assertEqual(
            json.loads(answer["output"]),
            {"status": "success", "message": "Processed: grüße", "processingTime": 0.3},
        )
        self.assertEqual(out, answer["output"] + "\n")
        self.assertEqual(self.sfn.bodies("SendTaskFailure"), [])

    def test_fail_answers_with_a_failure_and_exit_1(self):
        self.fake()
        code, out, _ = finish(self.start(MESSAGE="fail"))
        self.assertEqual((code, out), (1, ""))
        self.assertEqual(
            self.sfn.bodies("SendTaskFailure"),
            [
                {
                    "taskToken": "the-token",
                    "error": "ProcessingError",
                    "cause": "asked to fail: MESSAGE is 'fail'",
                }
            ],
        )
        self.assertEqual(self.sfn.bodies("SendTaskSuccess"), [])

    def test_a_cause_is_cut_to_what_the_api_takes(self):
        self.fake()
        text = CALLBACK.read_text(encoding="utf-8")
        longer = text.replace("\"asked to fail: MESSAGE is 'fail'\"", '"ü" * 20000')
        self.assertNotEqual(text, longer)
        code, _, _ = finish(self.start(["-c", longer], MESSAGE="fail"))
        (answer,) = self.sfn.bodies("SendTaskFailure")
        self.assertEqual((code, answer["cause"]), (1, "ü" * 16384))

    def test_heartbeats_go_out_during_long_work(self):
        self.fake()
        code, _, err = finish(self.start(PROCESSING_TIME="1", HEARTBEAT_INTERVAL="0.2"))
        self.assertEqual(code, 0, err)
        self.assertGreaterEqual(len(self.sfn.bodies("SendTaskHeartbeat")), 3)
        self.assertEqual(self.sfn.bodies("SendTaskHeartbeat")[0], {"taskToken": "the-token"})
        self.assertEqual(self.sfn.actions()[0], "SendTaskHeartbeat")

    def test_no_heartbeats_when_the_interval_is_0(self):
        self.fake()
        code, _, err = finish(self.start(PROCESSING_TIME="0.2", HEARTBEAT_INTERVAL="0"))
        self.assertEqual((code, self.sfn.actions()), (0, ["SendTaskSuccess"]), err)

    def test_stops_early_without_an_answer_when_nobody_waits(self):
        for error in ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken"):
            with self.subTest(error):
                self.fake(SendTaskHeartbeat=[(200, None), (400, error)])
                code, out, err = finish(self.start(PROCESSING_TIME="60", HEARTBEAT_INTERVAL="0.1"))
                self.assertEqual((code, out), (3, ""))
                self.assertIn("nobody waits", err)
                self.assertEqual(self.sfn.actions(), ["SendTaskHeartbeat"] * 2)

    def test_other_heartbeat_errors_are_logged_and_tried_again(self):
        self.fake(SendTaskHeartbeat=[(400, "AccessDeniedException")])
        code, _, err = finish(self.start(PROCESSING_TIME="1", HEARTBEAT_INTERVAL="0.2"))
        self.assertEqual(code, 0)
        self.assertIn("heartbeat: ", err)
        self.assertIn("AccessDeniedException", err)
        self.assertGreaterEqual(len(self.sfn.bodies("SendTaskHeartbeat")), 2)
        self.assertEqual(len(self.sfn.bodies("SendTaskSuccess")), 1)

    def test_the_answer_is_tried_again_after_transient_errors(self):
        self.fake(SendTaskSuccess=[(500, "InternalFailure"), (503, "ServiceUnavailable")])
        code, _, err = finish(self.start())
        self.assertEqual((code, len(self.sfn.bodies("SendTaskSuccess"))), (0, 3), err)

    def test_a_refused_answer_is_exit_4(self):
        self.fake(SendTaskSuccess=[(400, "AccessDeniedException")])
        code, out, err = finish(self.start())
        self.assertEqual((code, out), (4, ""))
        self.assertIn("answer: ", err)

    def test_a_token_answered_already_is_no_error(self):
        self.fake(SendTaskSuccess=[(500, "InternalFailure"), (400, "TaskTimedOut")])
        code, _, err = finish(self.start())
        self.assertEqual((code, len(self.sfn.bodies("SendTaskSuccess"))), (0, 2), err)
        self.assertIn("TaskTimedOut", err)

    def test_sigterm_answers_with_a_failure_and_143(self):
        self.fake()
        code, out, err = stop_once_it_says(self.start(PROCESSING_TIME="60"), "processing")
        self.assertEqual((code, out), (143, ""))
        self.assertIn("failed: stopped by ECS", err)
        self.assertEqual(
            self.sfn.bodies("SendTaskFailure"),
            [{"taskToken": "the-token", "error": "ProcessingError", "cause": "stopped by ECS"}],
        )

    def test_bad_numbers_are_answered_and_exit_2(self):
        for name in ("PROCESSING_TIME", "HEARTBEAT_INTERVAL"):
            with self.subTest(name):
                self.fake()
                code, _, err = finish(self.start(**{name: "soon"}))
                self.assertEqual(code, 2)
                reason = f"{name} must be a number of seconds, zero or more, not 'soon'"
                self.assertIn(reason, err)
                (answer,) = self.sfn.bodies("SendTaskFailure")
                self.assertEqual((answer["error"], answer["cause"]), ("ProcessingError", reason))

    def test_no_token_is_exit_2(self):
        self.fake()
        code, _, err = finish(self.start(TASK_TOKEN=""))
        self.assertEqual((code, self.sfn.actions()), (2, []))
        self.assertIn("TASK_TOKEN is not set", err)

    def test_hang_makes_no_call_at_all(self):
        self.fake()
        code, out, err = finish(self.start(MESSAGE="hang", PROCESSING_TIME="0.2"))
        self.assertEqual((code, out, self.sfn.actions()), (0, "", []))
        self.assertIn("leaving without an answer", err)

    def test_runs_from_the_command_line_text(self):
        self.fake()
        code, _, err = finish(self.start(["-c", CALLBACK.read_text(encoding="utf-8")], MESSAGE="text"))
        self.assertEqual(code, 0, err)
        (answer,) = self.sfn.bodies("SendTaskSuccess")
        self.assertEqual(json.loads(answer["output"])["message"], "Processed: text")

    def test_the_region_is_the_one_ecs_sets(self):
        self.fake()
        code, _, err = finish(self.start(["-c", REGION_PROBE]))
        self.assertEqual(code, 0, err)


# Reads the region of the client that the program makes, by standing in for boto3.client.
REGION_PROBE = f"""
import boto3, runpy
stock = boto3.client
def client(*args, **kwargs):
    made = stock(*args, **kwargs)
    assert made.meta.region_name == "eu-west-1", made.meta.region_name
    return made
boto3.client = client
runpy.run_path({str(CALLBACK)!r}, run_name="__main__")
"""


if __name__ == "__main__":
    unittest.main()
