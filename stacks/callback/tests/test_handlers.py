"""Runs the handlers against S3 and DynamoDB by moto, and a Step Functions that remembers its answers.

    python -m unittest discover -s stacks/callback/tests

Needs boto3 and moto; no AWS account, no network.
"""

import json
import os
import pathlib
import random
import sys
import threading
import unittest
from unittest import mock

APP = pathlib.Path(__file__).resolve().parent.parent / "app"
sys.path.insert(0, str(APP))
sys.dont_write_bytecode = True
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    BUCKET="documents",
    TABLE="jobs",
)

import answer_lost  # noqa: E402
import await_chunks  # noqa: E402
import aws  # noqa: E402
import boto3  # noqa: E402
import process_chunk  # noqa: E402
import split_doc  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from jobs import CAUSE, LEASE, Jobs, summary  # noqa: E402
from moto import mock_aws  # noqa: E402


def refusal(code):
    return ClientError({"Error": {"Code": code, "Message": code}}, "SendTask")


class States:
    """Step Functions: each token is answered once, then nobody waits for it."""

    def __init__(self):
        self.answers, self.beats, self.gone, self.fault = [], [], set(), None

    def _answer(self, token, answer):
        if self.fault:
            fault, self.fault = self.fault, None
            raise fault
        if token in self.gone or token in (old for old, _ in self.answers):
            raise refusal("TaskTimedOut")
        self.answers.append((token, answer))

    def send_task_success(self, taskToken, output):
        self._answer(taskToken, json.loads(output))

    def send_task_failure(self, taskToken, error, cause):
        self._answer(taskToken, (error, cause))

    def send_task_heartbeat(self, taskToken):
        if taskToken in self.gone:
            raise refusal("TaskTimedOut")
        self.beats.append(taskToken)


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self):
        self.time = 1_000_000

    def __call__(self):
        return self.time


class Case(unittest.TestCase):
    """A bucket, a table, and nobody who waits yet."""

    def setUp(self):
        self.cloud = mock_aws()
        self.cloud.start()
        self.addCleanup(self.cloud.stop)
        for cached in (aws.s3, aws.jobs):
            cached.cache_clear()
        self.s3 = boto3.client("s3")
        self.s3.create_bucket(Bucket="documents")
        self.s3.put_bucket_versioning(Bucket="documents", VersioningConfiguration={"Status": "Enabled"})
        self.table = boto3.resource("dynamodb").create_table(
            TableName="jobs",
            KeySchema=[{"AttributeName": "job", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "job", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self.states, self.clock = States(), Clock()
        self.jobs = Jobs(self.table, self.states, self.clock)
        patch = mock.patch.object(aws, "jobs", lambda: self.jobs)
        patch.start()
        self.addCleanup(patch.stop)

    def split(self, text="one two\nthree\nfour\n", lines=1, job="job"):
        self.s3.put_object(Bucket="documents", Key="documents/a.txt", Body=text)
        event = {"job": job, "document": "documents/a.txt", "linesPerChunk": lines}
        return split_doc.handler(event, None)

    def wait(self, token="token", job="job"):
        return await_chunks.handler({"job": job, "token": token}, None)["state"]

    def event(self, *numbers, job="job"):
        keys = [f"chunks/{job}/{number:05}.txt" for number in numbers]
        return {"Records": [{"s3": {"bucket": {"name": "documents"}, "object": {"key": key}}} for key in keys]}

    def come(self, *numbers, job="job"):
        return process_chunk.handler(self.event(*numbers, job=job), None)["states"]

    def lose(self, *numbers, job="job", reason="timed out"):
        attributes = {"ErrorMessage": {"stringValue": reason}} if reason else {}
        body = json.dumps(self.event(*numbers, job=job))
        record = {"messageId": "m", "body": body, "messageAttributes": attributes}
        return answer_lost.handler({"Records": [record]}, None)["batchItemFailures"]

    @property
    def item(self):
        return self.jobs.find("job")

    @property
    def done(self):
        return {"chunks": 3, "words": 4, "lines": 3}


class Splitting(Case):
    def chunks(self):
        found = self.s3.list_objects_v2(Bucket="documents", Prefix="chunks/").get("Contents", [])
        body = lambda key: self.s3.get_object(Bucket="documents", Key=key)["Body"].read().decode()
        return {entry["Key"]: body(entry["Key"]) for entry in found}

    def test_chunks_are_all_of_the_document(self):
        self.assertEqual(self.split("a\nb\nc", lines=2), {"job": "job", "chunks": 2})
        self.assertEqual(self.chunks(), {"chunks/job/00000.txt": "a\nb\n", "chunks/job/00001.txt": "c"})
        self.assertEqual(self.item["total"], 2)
        self.assertGreater(self.item["expires"], self.clock.time)

    def test_repeated_it_writes_what_it_wrote(self):
        self.split("a\nb\n")
        before = self.chunks()
        self.assertEqual(self.split("changed\nsince\nthen\n"), {"job": "job", "chunks": 2})
        self.assertEqual(self.chunks(), before)

    def test_it_refuses_what_it_cannot_split(self):
        for size in (0, -1, "2", None):
            with self.assertRaisesRegex(ValueError, "linesPerChunk"):
                self.split(lines=size)
        with self.assertRaisesRegex(ValueError, "1001 chunks"):
            self.split("a\n" * 1_001)
        self.assertIsNone(self.item)

    def test_a_document_that_is_not_there(self):
        with self.assertRaises(ClientError):
            split_doc.handler({"job": "job", "document": "documents/no.txt", "linesPerChunk": 1}, None)

    def test_nothing_to_do_is_done(self):
        self.assertEqual(self.split(""), {"job": "job", "chunks": 0})
        self.assertEqual(self.wait(), "answered")
        self.assertEqual(self.states.answers, [("token", {"chunks": 0, "words": 0, "lines": 0})])


class Answering(Case):
    def test_the_last_chunk_answers(self):
        self.split()
        self.assertEqual(self.wait(), "going on")
        self.assertEqual(self.come(1), ["going on"])
        self.assertEqual(self.come(0, 2), ["going on", "answered"])
        self.assertEqual(self.states.answers, [("token", self.done)])
        self.assertEqual(self.states.beats, ["token", "token"])

    def test_chunks_faster_than_the_token(self):
        self.split()
        self.assertEqual(self.come(0, 1, 2), ["nobody waits yet"] * 3)
        self.assertEqual(self.wait(), "answered")
        self.assertEqual(self.states.answers, [("token", self.done)])

    def test_no_event_counts_twice(self):
        self.split()
        self.wait()
        self.assertEqual(self.come(0, 0, 0, 1), ["going on"] * 4)
        self.assertEqual(self.states.answers, [])
        self.come(2)
        self.assertEqual(self.states.answers, [("token", self.done)])

    def test_late_events_do_no_harm(self):
        self.split()
        self.wait()
        self.come(0, 1, 2)
        self.assertEqual(self.come(0, 1, 2), ["answered before"] * 3)
        self.assertEqual(self.lose(0), [])
        self.assertEqual(len(self.states.answers), 1)

    def test_events_of_jobs_that_nobody_remembers(self):
        self.split()
        self.table.delete_item(Key={"job": "job"})
        self.assertEqual(self.come(0), ["unknown"])
        self.assertEqual(self.lose(0), [])
        self.assertIsNone(self.item)

    def test_an_execution_that_no_longer_waits(self):
        for code in ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken"):
            with self.subTest(code):
                job = code
                self.split(job=job)
                self.wait(token=code, job=job)
                self.states.gone.add(code)
                self.states.fault = refusal(code)
                self.assertEqual(self.come(0, job=job), ["going on"])
                self.states.fault = refusal(code)
                self.assertEqual(self.come(1, 2, job=job)[-1], "answered too late")
                self.assertEqual(self.come(0, job=job), ["answered before"])
        self.assertEqual(self.states.answers, [])

    def test_a_chunk_that_cannot_be_processed(self):
        self.split("fine\n!fail\nfine\n")
        self.wait()
        self.assertEqual(self.come(1), ["answered"])
        self.assertEqual(self.states.answers, [("token", ("ProcessingFailed", "00001.txt: line 1 says so"))])
        self.assertEqual(self.come(0, 2, 1), ["answered before"] * 3)

    def test_a_chunk_that_is_no_text(self):
        self.split(b"\xff\xfe\n")
        self.wait()
        self.come(0)
        (_, (error, cause)) = self.states.answers[0]
        self.assertEqual(error, "ProcessingFailed")
        self.assertIn("00000.txt: no text", cause)

    def test_a_failure_faster_than_the_token(self):
        self.split("!fail\n!fail\n")
        self.assertEqual(self.come(1, 0), ["nobody waits yet"] * 2)
        self.assertEqual(self.wait(), "answered")
        self.assertEqual(self.states.answers, [("token", ("ProcessingFailed", "00001.txt: line 1 says so"))])

    def test_a_cause_is_cut_to_what_is_taken(self):
        self.split()
        self.wait()
        self.jobs.fail("job", "x" * 100_000)
        self.jobs.settle("job")
        self.assertEqual(len(self.states.answers[0][1][1]), CAUSE)

    def test_a_token_for_no_job(self):
        with self.assertRaises(LookupError):
            self.wait()
        self.assertIsNone(self.item)

    def test_a_new_token_is_answered_anew(self):
        self.split()
        self.wait("first")
        self.come(0, 1, 2)
        self.assertEqual(self.wait("second"), "answered")
        self.assertEqual(self.states.answers, [("first", self.done), ("second", self.done)])

    def test_keys_are_read_as_urls(self):
        event = self.event(0)
        event["Records"][0]["s3"]["object"]["key"] = "chunks/a%2Bb+c/00000.txt"
        self.assertEqual(list(process_chunk.objects(event)), [("documents", "chunks/a+b c/00000.txt")])


class Dying(Case):
    """Someone dies at the worst moment, and another finishes the work."""

    def test_before_the_answer_is_sent(self):
        self.split()
        self.wait()
        self.come(0, 1)
        self.states.fault = refusal("ThrottlingException")
        with self.assertRaises(ClientError):
            self.come(2)
        # Whoever comes now does not answer: the one with the lease may still be at it.
        self.assertEqual(self.come(2), ["answered by another"])
        self.assertEqual(self.states.answers, [])
        self.clock.time += LEASE + 1
        self.assertEqual(self.come(2), ["answered"])
        self.assertEqual(self.states.answers, [("token", self.done)])

    def test_after_the_answer_is_sent(self):
        self.split()
        self.wait()
        self.come(0, 1)
        with mock.patch.object(self.states, "send_task_success", wraps=self.states.send_task_success) as send:
            original = self.jobs._update

            def die(job, condition=None, **update):
                if "SET answered" in update["UpdateExpression"]:
                    raise RuntimeError("died")
                return original(job, condition, **update)

            with mock.patch.object(self.jobs, "_update", die), self.assertRaisesRegex(RuntimeError, "died"):
                self.come(2)
            self.clock.time += LEASE + 1
            self.assertEqual(self.come(2), ["answered too late"])
            self.assertEqual(send.call_count, 2)
        self.assertEqual(self.states.answers, [("token", self.done)])

    def test_a_fault_is_raised_so_that_lambda_tries_again(self):
        self.split("!crash\n")
        self.wait()
        with self.assertRaisesRegex(RuntimeError, "asked for"):
            self.come(0)
        self.assertEqual(self.states.answers, [])

    def test_what_is_given_up_fails_the_job(self):
        self.split("fine\n!crash\n")
        self.wait()
        self.come(0)
        self.assertEqual(self.lose(1), [])
        cause = "00001.txt: could not be processed: timed out"
        self.assertEqual(self.states.answers, [("token", ("ProcessingFailed", cause))])

    def test_what_is_given_up_without_a_reason(self):
        self.split()
        self.wait()
        self.lose(0, reason=None)
        self.assertIn("no reason is known", self.states.answers[0][1][1])

    def test_what_is_given_up_before_anyone_waits(self):
        self.split()
        self.assertEqual(self.lose(2), [])
        self.assertEqual(self.wait(), "answered")
        self.assertEqual(self.states.answers[0][1][0], "ProcessingFailed")

    def test_a_lost_answer_to_chunks_that_are_all_counted(self):
        self.split()
        self.wait()
        self.come(0, 1)
        self.states.fault = refusal("InternalError")
        with self.assertRaises(ClientError):
            self.come(2)
        # The dead letter comes while the dead one's lease lasts, and has to come again.
        self.assertEqual(self.lose(2), [{"itemIdentifier": "m"}])
        self.clock.time += LEASE + 1
        self.assertEqual(self.lose(2), [])
        self.assertEqual(self.states.answers, [("token", self.done)])

    def test_a_message_that_fails_keeps_no_other_from_its_answer(self):
        self.split()
        self.wait()
        broken = {"messageId": "broken", "body": "no JSON"}
        fine = {"messageId": "fine", "body": json.dumps(self.event(0)), "messageAttributes": {}}
        failed = answer_lost.handler({"Records": [broken, fine]}, None)["batchItemFailures"]
        self.assertEqual(failed, [{"itemIdentifier": "broken"}])
        self.assertEqual(len(self.states.answers), 1)


class Turns:
    """Lets threads go on one call at a time, in an order that is given; then in any order."""

    def __init__(self, order):
        self.order, self.waiting, self.ready = list(order), set(), threading.Condition()
        self.alive = set()

    def run(self, *works):
        faults = []
        # Before any begins: whoever is to be next has to be waited for.
        self.alive = set(range(len(works)))

        def one(name, work):
            self.names[threading.get_ident()] = name
            try:
                work()
            except Exception as fault:
                faults.append(fault)
            with self.ready:
                self.alive.discard(name)
                self.ready.notify_all()

        self.names = {}
        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert not any(thread.is_alive() for thread in threads), "stuck"
        return faults

    def take(self, call):
        """Makes a call when its thread's turn has come. Calls are atomic, as those of DynamoDB are."""
        name = self.names[threading.get_ident()]
        with self.ready:
            while True:
                while self.order and self.order[0] not in self.alive:
                    self.order.pop(0)
                if not self.order or self.order[0] == name:
                    break
                self.ready.wait(20)
            if self.order:
                self.order.pop(0)
            try:
                return call()
            finally:
                self.ready.notify_all()


class Atomic:
    """A table or a service whose calls are made in turns."""

    def __init__(self, real, turns, names):
        self.real, self.turns, self.names = real, turns, names

    def __getattr__(self, name):
        found = getattr(self.real, name)
        if name not in self.names:
            return found
        return lambda **values: self.turns.take(lambda: found(**values))


class AtOnce(Case):
    """Several at the same time, in every order that matters."""

    CALLS = ("put_item", "get_item", "update_item")
    SENDS = ("send_task_success", "send_task_failure", "send_task_heartbeat")

    def setUp(self):
        super().setUp()
        self.begun = None

    def together(self, order, *works):
        """Makes the works at once, their calls in this order."""
        turns = Turns(order)
        real = self.jobs
        self.jobs = Jobs(Atomic(self.table, turns, self.CALLS), Atomic(self.states, turns, self.SENDS), self.clock)
        faults = turns.run(*works)
        self.jobs = real
        self.assertEqual(faults, [], order)

    def orders(self, workers, calls, count):
        """So many orders of the calls of so many, drawn by a seed: each run has the same."""
        draw = random.Random(workers * 1_000 + calls)
        order = [name for name in range(workers) for _ in range(calls)]
        for _ in range(count):
            draw.shuffle(order)
            yield tuple(order)

    def fresh(self, text="one two\nthree\nfour\n"):
        """A document that was just split."""
        self.states.answers.clear()
        if self.begun is None:
            self.split(text)
            self.begun = self.item
        self.table.put_item(Item=self.begun)

    def test_two_last_chunks_answer_once(self):
        for order in self.orders(2, 6, 40):
            self.fresh()
            self.wait()
            self.come(0)
            self.together(order, lambda: self.come(1), lambda: self.come(2))
            self.assertEqual(self.states.answers, [("token", self.done)], order)

    def test_the_last_chunk_and_the_token(self):
        for order in self.orders(2, 6, 40):
            self.fresh()
            self.come(0, 1)
            self.together(order, lambda: self.come(2), self.wait)
            self.assertEqual(self.states.answers, [("token", self.done)], order)

    def test_the_same_event_twice_at_once(self):
        for order in self.orders(2, 6, 20):
            self.fresh()
            self.wait()
            self.come(0)
            self.together(order, lambda: self.come(1), lambda: self.come(1))
            self.assertEqual(self.states.answers, [], order)
            self.assertEqual(self.item["finished"], 2, order)

    def test_a_failure_and_the_token_and_a_lost_chunk(self):
        for order in self.orders(3, 6, 30):
            self.fresh("fine\n!fail\n!crash\n")
            self.come(0)
            lost = lambda: self.lose(2)
            self.together(order, lambda: self.come(1), self.wait, lost)
            self.assertEqual(len(self.states.answers), 1, order)
            self.assertEqual(self.states.answers[0][1][0], "ProcessingFailed", order)

    def test_all_chunks_and_the_token_at_once(self):
        for order in self.orders(4, 6, 20):
            self.fresh()
            works = [lambda number=number: self.come(number) for number in range(3)]
            self.together(order, self.wait, *works)
            self.assertEqual(self.states.answers, [("token", self.done)], order)


class Sharing(unittest.TestCase):
    def test_the_clients(self):
        with mock_aws():
            for cached in (aws.s3, aws.jobs):
                cached.cache_clear()
            self.assertIs(aws.s3(), aws.s3())
            self.assertEqual(aws.jobs().table.name, "jobs")
            self.assertEqual(aws.jobs().states.meta.service_model.service_name, "stepfunctions")

    def test_a_summary_is_plain_numbers(self):
        text = json.dumps(summary({"total": 1, "words": 2, "lines": 3, "job": "j"}))
        self.assertEqual(text, '{"chunks": 1, "words": 2, "lines": 3}')


if __name__ == "__main__":
    unittest.main()
