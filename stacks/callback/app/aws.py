"""The clients that the handlers share, made once for each process."""

import functools
import os

import boto3
from jobs import Jobs


@functools.cache
def s3():
    """S3."""
    return boto3.client("s3")


@functools.cache
def jobs():
    """The jobs of this stack."""
    return Jobs(boto3.resource("dynamodb").Table(os.environ["TABLE"]), boto3.client("stepfunctions"))
