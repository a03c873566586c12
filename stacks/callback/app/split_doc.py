"""Splits a document into chunks: objects of their own, each of which calls `process_chunk`.

Called a second time for the same job, it writes the same chunks of the same version of the document.
"""

import os

import aws

# A job is one item of a table, and notes each chunk that is done.
MOST_CHUNKS = 1_000


def handler(event, _context):
    """`{"job", "document", "linesPerChunk"}` to `{"job", "chunks"}`."""
    bucket, job, document = os.environ["BUCKET"], event["job"], event["document"]
    lines, version = read(bucket, document)
    chunks = split(lines, event["linesPerChunk"])
    noted = aws.jobs().begin(job, len(chunks), version)
    if noted["version"] != version:
        # The document was changed since this job began.
        lines, _ = read(bucket, document, VersionId=noted["version"])
        chunks = split(lines, event["linesPerChunk"])
    for number, chunk in enumerate(chunks):
        key = f"chunks/{job}/{number:05}.txt"
        aws.s3().put_object(Bucket=bucket, Key=key, Body=chunk, ContentType="text/plain")
    return {"job": job, "chunks": len(chunks)}


def read(bucket, key, **version):
    """The lines of a document with their ends, and the version that was read."""
    found = aws.s3().get_object(Bucket=bucket, Key=key, **version)
    return found["Body"].read().splitlines(keepends=True), found["VersionId"]


def split(lines, size):
    """Chunks of so many lines."""
    if not isinstance(size, int) or size < 1:
        raise ValueError(f"linesPerChunk is {size!r}, and has to be a number from 1 on")
    chunks = [b"".join(lines[start : start + size]) for start in range(0, len(lines), size)]
    if len(chunks) > MOST_CHUNKS:
        raise ValueError(f"{len(chunks)} chunks, and {MOST_CHUNKS} is the most: raise linesPerChunk")
    return chunks
