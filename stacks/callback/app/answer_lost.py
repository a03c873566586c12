"""Answers for chunks that could not be processed at all: what Lambda gave up, out of the queue for dead letters.

A job whose last chunk was counted before its answer got lost is answered with its success; any other fails.
"""

import json

import aws
from jobs import BY_ANOTHER
from process_chunk import job_of, objects


def handler(event, _context):
    """An event of SQS; answers with the messages that have to come again."""
    failed = []
    for record in event["Records"]:
        try:
            answer(record)
        except Exception as problem:
            # One message that cannot be answered now must not keep the others from their answers.
            print(f"{record['messageId']}: {problem!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def answer(record):
    """Answers for one message, which is the event of S3 that was given up."""
    attributes = record.get("messageAttributes", {})
    reason = attributes.get("ErrorMessage", {}).get("stringValue", "no reason is known")
    for _, key in objects(json.loads(record["body"])):
        job, chunk = job_of(key)
        jobs = aws.jobs()
        item = jobs.find(job)
        if item is None:
            continue
        if chunk not in item.get("seen", set()):
            jobs.fail(job, f"{chunk}: could not be processed: {reason}")
        state = jobs.settle(job)
        print(f"{key}: {state}")
        if state == BY_ANOTHER:
            # That may be the very one who died of it: look again once its lease is over.
            raise TimeoutError(f"{job} is being answered by another")
