"""What the emulated AWS of the acceptance kit does not do: S3 that tells Lambda of new objects, and dead letters.

Stands in for `SplitDoc` there: puts the document that the execution asks for into the bucket, calls the handler that is
shipped, then delivers the events to the functions that are deployed, under no role of the stack's, as AWS would: each
twice, all at once. What a document is called says what it holds.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(globals().get("__file__", ".")).resolve().parent
TEXTS = {
    "documents/sample.txt": "one two\nthree\nfour five six\n",
    "documents/empty.txt": "",
    "documents/wrong.txt": "fine\n!fail\nfine\n",
    "documents/crash.txt": "fine\n!crash\nfine\n",
    "documents/silent.txt": "nobody is told of me\n",
}


def outside():
    """The environment without the role of the function that runs here."""
    return {**os.environ, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": ""}


def handler(event, context):
    """Splits, and tells of the chunks after the answer: the deliveries go on in a process of their own."""
    sys.path.insert(0, str(HERE / "app"))
    import split_doc

    run(["put", os.environ["BUCKET"], event["document"]])
    answer = split_doc.handler(event, context)
    if event["document"] != "documents/silent.txt":
        run(["deliver", os.environ["BUCKET"], event["job"]], wait=False)
    return answer


def run(arguments, wait=True):
    program = Path(__file__).read_text(encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=outside(),
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


def deliver(bucket, job):
    """What S3 and Lambda would do: tell of each chunk twice, and give up what fails three times."""
    names = [function["FunctionName"] for function in client("lambda").list_functions()["Functions"]]
    named = lambda part: next(name for name in names if part in name)
    found = client("s3").list_objects_v2(Bucket=bucket, Prefix=f"chunks/{job}/").get("Contents", [])
    events = [{"Records": [{"s3": {"bucket": {"name": bucket}, "object": {"key": entry["Key"]}}}]} for entry in found]

    def call(event):
        for _ in range(3):
            reason = invoke(named("ProcessChunk"), event)
            if reason is None:
                return
        message = {
            "messageId": "lost",
            "body": json.dumps(event),
            "messageAttributes": {"ErrorMessage": {"stringValue": reason}},
        }
        invoke(named("AnswerLost"), {"Records": [message]})

    with ThreadPoolExecutor() as pool:
        list(pool.map(call, events + events))


def invoke(function, event):
    """Calls a function; what went wrong, or nothing."""
    answer = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
    payload = json.loads(answer["Payload"].read() or b"null")
    return payload.get("errorMessage", "") if answer.get("FunctionError") else None


def client(service):
    import boto3

    return boto3.client(service)


if __name__ == "__main__":
    {"put": put, "deliver": deliver}[sys.argv[1]](*sys.argv[2:])
