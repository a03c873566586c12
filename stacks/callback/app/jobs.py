"""What is known of a document's chunks, and the one answer that its execution gets.

Each job is one item of a table. Everybody first writes what is new, then reads the whole item, then answers if there is
something to answer. So whoever comes last sees everything: the last chunk, the task token, or a failure.

Answering is leased: who holds the lease answers and notes it. If that one dies, the next to come along does it once the
lease is over. An answer that comes too late is none.
"""

import json
import time

from botocore.exceptions import ClientError

# What an execution can catch.
ERROR = "ProcessingFailed"
# How long one may take to answer, in seconds: as long as a function may run.
LEASE = 30
# How long a job is remembered, in seconds: 30 days.
REMEMBERED = 30 * 24 * 3600
# Nobody waits for this token any more: answered, timed out, or its execution stopped.
GONE = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")
# How a job stands whose answer someone else is giving, or died of giving.
BY_ANOTHER = "answered by another"
# As much of a cause as Step Functions takes.
CAUSE = 32_768


class Jobs:
    """The jobs in a table, and the state machine that waits for them."""

    def __init__(self, table, states, now=time.time):
        self.table = table
        self.states = states
        self.now = now

    def begin(self, job, total, version):
        """Notes how many chunks there are; returns the job as it was noted first."""
        item = {
            "job": job,
            "total": total,
            "finished": 0,
            "words": 0,
            "lines": 0,
            "version": version,
            "expires": int(self.now()) + REMEMBERED,
        }
        try:
            self.table.put_item(Item=item, ConditionExpression="attribute_not_exists(job)")
        except self.table.meta.client.exceptions.ConditionalCheckFailedException:
            return self.find(job)
        return item

    def find(self, job):
        """The job as it is now, or nothing where it is not known."""
        return self.table.get_item(Key={"job": job}, ConsistentRead=True).get("Item")

    def register(self, job, token):
        """Notes who waits. A new token starts the waiting anew."""
        return self._update(
            job,
            UpdateExpression="SET #token = :token REMOVE answered, leased",
            ExpressionAttributeNames={"#token": "token"},
            ExpressionAttributeValues={":token": token},
        )

    def count(self, job, chunk, words, lines):
        """Counts a chunk, once; false where it is counted already or the job is not known."""
        return self._update(
            job,
            "NOT contains(seen, :name)",
            UpdateExpression="ADD finished :one, words :words, #lines :lines, seen :names",
            ExpressionAttributeNames={"#lines": "lines"},
            ExpressionAttributeValues={
                ":one": 1,
                ":words": words,
                ":lines": lines,
                ":name": chunk,
                ":names": {chunk},
            },
        )

    def fail(self, job, cause):
        """Notes why the job fails; the first reason stays."""
        return self._update(
            job,
            UpdateExpression="SET failure = if_not_exists(failure, :cause)",
            ExpressionAttributeValues={":cause": cause[:CAUSE]},
        )

    def settle(self, job, beat=False):
        """Answers where there is something to answer; says how the job stands. `beat` tells that it goes on."""
        item = self.find(job)
        if item is None:
            return "unknown"
        token = item.get("token")
        if token is None:
            return "nobody waits yet"
        if item.get("answered") == token:
            return "answered before"
        if "failure" not in item and item["finished"] < item["total"]:
            if beat:
                self._send(self.states.send_task_heartbeat, token)
            return "going on"
        if not self._lease(job, token):
            return BY_ANOTHER
        if "failure" in item:
            heard = self._send(self.states.send_task_failure, token, error=ERROR, cause=item["failure"])
        else:
            heard = self._send(self.states.send_task_success, token, output=json.dumps(summary(item)))
        self._update(
            job,
            "#token = :token",
            UpdateExpression="SET answered = :token",
            ExpressionAttributeNames={"#token": "token"},
            ExpressionAttributeValues={":token": token},
        )
        return "answered" if heard else "answered too late"

    def _lease(self, job, token):
        now = int(self.now())
        return self._update(
            job,
            "#token = :token AND (attribute_not_exists(answered) OR answered <> :token)"
            " AND (attribute_not_exists(leased) OR leased < :now)",
            UpdateExpression="SET leased = :until",
            ExpressionAttributeNames={"#token": "token"},
            ExpressionAttributeValues={":token": token, ":now": now, ":until": now + LEASE},
        )

    def _send(self, answer, token, **values):
        """Sends it; false where nobody waits any more."""
        try:
            answer(taskToken=token, **values)
        except ClientError as error:
            if error.response["Error"]["Code"] not in GONE:
                raise
            return False
        return True

    def _update(self, job, condition=None, **update):
        """Changes a job that is known, under a condition; false where that does not hold."""
        known = "attribute_exists(job)"
        try:
            self.table.update_item(
                Key={"job": job},
                ConditionExpression=f"{known} AND {condition}" if condition else known,
                **update,
            )
        except self.table.meta.client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def summary(item):
    """What the execution gets to know of a job that is done."""
    return {name: int(item[key]) for name, key in (("chunks", "total"), ("words", "words"), ("lines", "lines"))}
