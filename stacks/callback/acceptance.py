"""What the emulated AWS of the acceptance kit does not do: S3 that tells Lambda of new objects, and dead letters.

Stands in for `SplitDoc` there: puts the document that the execution asks for into the bucket, calls the handler that is
shipped, then delivers the events to the functions that are deployed, under no role of the stack's, as AWS would: each
twice, all at once. What a document is called says what it holds and what happens to it.
"""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(globals().get("__file__", ".")).resolve().parent
TEXTS = {
    "documents/sample.txt": "one two\nthree\nfour five six\n",
    "documents/repeated.txt": "one two\nthree\nfour five six\n",
    "documents/empty.txt": "",
    "documents/wrong.txt": "fine\n!fail\nfine\n",
    "documents/early.txt": "fine\n!fail\nfine\n",
    "documents/crash.txt": "fine\n!crash\nfine\n",
    "documents/died.txt": "fine\n",
    "documents/silent.txt": "nobody is told of me\n",
}


def handler(event, context):
    """Splits, and tells of the chunks after the answer: the deliveries go on in a process of their own."""
    sys.path.insert(0, str(HERE / "app"))
    import split_doc

    bucket, document, job = os.environ["BUCKET"], event["document"], event["job"]
    act("put", bucket, document)
    answer = split_doc.handler(event, context)
    match document.removeprefix("documents/"):
        case "silent.txt":
            pass
        case "early.txt":
            act("deliver", bucket, job)
        case "died.txt":
            act("die", bucket, job, os.environ["TABLE"], wait=False)
        case "repeated.txt":
            # As Step Functions does when it does not hear of the first time; the document has changed by then.
            act("put", bucket, document)
            answer = split_doc.handler(event, context)
            act("deliver", bucket, job, os.environ["TABLE"], wait=False)
        case _:
            act("deliver", bucket, job, os.environ["TABLE"], wait=False)
    return answer


def act(*arguments, wait=True):
    """Runs one of the functions below in a process without the role of the function that runs here."""
    nobody = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": ""}
    process = subprocess.Popen(
        [sys.executable, "-c", Path(__file__).read_text(encoding="utf-8"), *arguments],
        env={**os.environ, **nobody},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    if wait and process.wait():
        raise RuntimeError(f"{arguments} failed")


def put(bucket, document):
    """What a user would have done before, in a bucket with the versions that the emulated CloudFormation forgets."""
    s3 = client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    if document in TEXTS:
        s3.put_object(Bucket=bucket, Key=document, Body=TEXTS[document])


def deliver(bucket, job, table=None):
    """What S3 and Lambda would do: tell of each chunk twice, and give up what fails three times.

    With a table, not before someone waits: who answers is told apart by that, and not by chance.
    """
    if table:
        someone_waits(table, job)

    def call(event):
        for _ in range(3):
            reason = invoke("ProcessChunk", event)
            if reason is None:
                return
        give_up(event, reason)

    events = created(bucket, job)
    with ThreadPoolExecutor() as pool:
        list(pool.map(call, events + events))


def die(bucket, job, table):
    """One that dies over its answer: it holds the lease, all chunks are counted, and the event is given up."""
    someone_waits(table, job)
    jobs, key = client("dynamodb"), {"job": {"S": job}}
    until = {":until": {"N": str(int(time.time()) + 10)}}
    change = "SET leased = :until"
    jobs.update_item(TableName=table, Key=key, UpdateExpression=change, ExpressionAttributeValues=until)
    for event in created(bucket, job):
        invoke("ProcessChunk", event)
        # In vain at first, as a message of a queue is handed out again.
        give_up(event, "timed out")
        time.sleep(12)
        give_up(event, "timed out")


def someone_waits(table, job):
    """Comes back as soon as the job has a token."""
    jobs, key = client("dynamodb"), {"job": {"S": job}}
    while "token" not in jobs.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]:
        time.sleep(0.2)


def created(bucket, job):
    """The events of S3 for the chunks of a job."""
    found = client("s3").list_objects_v2(Bucket=bucket, Prefix=f"chunks/{job}/").get("Contents", [])
    return [{"Records": [{"s3": {"bucket": {"name": bucket}, "object": {"key": it["Key"]}}}]} for it in found]


def give_up(event, reason):
    """What Lambda and SQS would do with an event that failed for good."""
    message = {
        "messageId": "lost",
        "body": json.dumps(event),
        "messageAttributes": {"ErrorMessage": {"stringValue": reason}},
    }
    invoke("AnswerLost", {"Records": [message]})


def invoke(part, event):
    """Calls the function with this in its name; what went wrong, or nothing."""
    names = [function["FunctionName"] for function in client("lambda").list_functions()["Functions"]]
    name = next(name for name in names if part in name)
    answer = client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    payload = json.loads(answer["Payload"].read() or b"null")
    return payload.get("errorMessage", "") if answer.get("FunctionError") else None


def client(service):
    import boto3

    return boto3.client(service)


if __name__ == "__main__":
    {"put": put, "deliver": deliver, "die": die}[sys.argv[1]](*sys.argv[2:])
