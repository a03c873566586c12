"""Processes a chunk as soon as it is there: counts its words and lines. The last one answers the execution.

S3 may tell of a chunk more than once, and long after the execution has ended: neither does any harm. What cannot be
processed fails the job at once. Whatever else goes wrong is raised: Lambda tries again twice, then the event goes to
the dead letters, and `answer_lost` answers.
"""

import urllib.parse

import aws


class Unprocessable(Exception):
    """A chunk that trying again will not help."""


def handler(event, _context):
    """An event of S3; what it returns, nobody reads."""
    return {"states": [process(bucket, key) for bucket, key in objects(event)]}


def objects(event):
    """The buckets and keys in an event of S3, in which keys are written as in URLs."""
    for record in event["Records"]:
        found = record["s3"]
        yield found["bucket"]["name"], urllib.parse.unquote_plus(found["object"]["key"])


def job_of(key):
    """The job and the chunk's name out of `chunks/JOB/NAME`."""
    _, job, chunk = key.split("/")
    return job, chunk


def process(bucket, key):
    """Processes one chunk; says how its job stands."""
    job, chunk = job_of(key)
    jobs = aws.jobs()
    body = aws.s3().get_object(Bucket=bucket, Key=key)["Body"].read()
    try:
        words, lines = work(body)
    except Unprocessable as problem:
        jobs.fail(job, f"{chunk}: {problem}")
    else:
        jobs.count(job, chunk, words, lines)
    return jobs.settle(job, beat=True)


def work(body):
    """Counts words and lines. A line `!fail` stands for what is wrong with a chunk, `!crash` for a fault of ours."""
    try:
        lines = body.decode("utf-8").splitlines()
    except UnicodeDecodeError as problem:
        raise Unprocessable(f"no text: {problem}") from problem
    if "!fail" in lines:
        raise Unprocessable(f"line {lines.index('!fail') + 1} says so")
    if "!crash" in lines:
        raise RuntimeError("a fault that was asked for")
    return sum(len(line.split()) for line in lines), len(lines)
