"""ECS, DynamoDB and the callbacks of Lambda on loopback: moto, and what moto leaves out.

`Cloud` is an AWS with one cluster, one task definition and one table. Containers are run as programs of this
machine, or behave as a test tells them. RunTask honours its client token, which moto does not. Calls are
counted, by their names.
"""

import collections
import logging
import os
import pathlib
import subprocess
import sys
import threading

import boto3
import requests
from callbacks import Callbacks
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ecs.models import ecs_backends
from moto.moto_api import state_manager
from moto.server import ThreadedMotoServer

APP = pathlib.Path(__file__).resolve().parent.parent
WORKER = APP / "worker" / "worker.py"
REGION = "eu-west-1"
LIMIT = 90  # seconds after which a program counts as stuck

sys.path.insert(0, str(APP / "functions"))

import tasks  # noqa: E402

logging.disable(logging.CRITICAL)  # the SDK and moto's server tell of every error that a test provokes
NetworkInterface.private_dns_name = ""  # read by moto's Fargate, and not always set


class Cloud:
    def __init__(self):
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.callbacks, self.threads = Callbacks(), []
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(
            AWS_ENDPOINT_URL=f"http://{host}:{port}",
            AWS_ENDPOINT_URL_LAMBDA=self.callbacks.url,
            AWS_REGION=REGION,
            AWS_DEFAULT_REGION=REGION,
            AWS_ACCESS_KEY_ID="dummy",
            AWS_SECRET_ACCESS_KEY="dummy",
            AWS_EC2_METADATA_DISABLED="true",
        )
        self.reset()

    def reset(self):
        """As new: an empty cluster and an empty table."""
        self.let_end()
        tasks.client.cache_clear()
        requests.post(os.environ["AWS_ENDPOINT_URL"] + "/moto-api/reset", timeout=LIMIT)
        state_manager.set_transition("ecs::task", {"progression": "manual", "times": 1_000_000})  # only as told
        self.callbacks.reset()
        self.calls, self.requests, self.by_token = collections.Counter(), [], {}
        self.behave, self.looks, self.refuse, self.lose, self.threads = None, [], [], 0, []
        ec2 = boto3.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        group = ec2.create_security_group(GroupName="worker", Description="worker", VpcId=vpc)["GroupId"]
        ecs = boto3.client("ecs")
        ecs.create_cluster(clusterName="jobs")
        definition = ecs.register_task_definition(
            family="worker",
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu="256",
            memory="512",
            containerDefinitions=[{"name": "worker", "image": "python", "memory": 512}],
        )["taskDefinition"]["taskDefinitionArn"]
        boto3.client("dynamodb").create_table(
            TableName="callbacks",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "executionId", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "executionId", "KeyType": "HASH"}],
        )
        os.environ.update(
            CLUSTER="jobs",
            TASK_DEFINITION=definition,
            CONTAINER="worker",
            SUBNETS=subnet,
            SECURITY_GROUPS=group,
            TABLE_NAME="callbacks",
        )
        for service in ("ecs", "dynamodb"):
            events = tasks.client(service).meta.events
            events.register(f"provide-client-params.{service}", self.note)
            events.register(f"after-call.{service}", self.took_place)
        tasks.client("ecs").meta.events.register("before-call.ecs.RunTask", self.run_task_before)

    # ---------------------------------------------------------------- what the client's events do

    def note(self, params, model, **_):
        self.calls[model.name] += 1
        self.requests.append((model.name, params))
        if model.name == "DescribeTasks" and self.looks:
            self.looks.pop(0)(self, params["tasks"][0])

    def run_task_before(self, **_):
        """Refuses, or gives back what the token started already; else lets the call through."""
        params = self.requests[-1][1]
        response = type("Response", (), {"status_code": 200, "headers": {}})()
        if self.refuse:
            reason = self.refuse.pop(0)
            answer = {"tasks": [], "failures": [{"reason": reason}]}
            return response, {**answer, "ResponseMetadata": {"HTTPStatusCode": 200}}
        if params["clientToken"] in self.by_token:
            first, answer = self.by_token[params["clientToken"]]
            assert first == params, "a client token with another request: ECS answers ConflictException"
            return response, answer
        return None

    def took_place(self, model, parsed, **_):
        if model.name != "RunTask" or not parsed.get("tasks"):
            return
        params = self.requests[-1][1]
        fresh = params["clientToken"] not in self.by_token
        self.by_token[params["clientToken"]] = (params, dict(parsed))
        if fresh:
            arn = parsed["tasks"][0]["taskArn"]
            overrides = params["overrides"]["containerOverrides"][0]["environment"]
            environment = {pair["name"]: pair["value"] for pair in overrides}
            self.task(arn).status = "PROVISIONING"
            if self.behave:
                thread = threading.Thread(target=self.behave, args=(self, arn, environment), daemon=True)
                self.threads.append(thread)
                thread.start()
        if self.lose:
            self.lose -= 1
            raise ConnectionResetError("the answer got lost")

    # ---------------------------------------------------------------- what is in it

    def backend(self):
        return ecs_backends[DEFAULT_ACCOUNT_ID][REGION]

    def task(self, arn):
        return self.backend().tasks["jobs"][arn]

    def started(self):
        """How many tasks there are in truth."""
        return len(self.by_token)

    def let_end(self):
        """Waits until all containers have ended."""
        for thread in self.threads:
            thread.join(LIMIT)

    def record(self, key):
        item = boto3.client("dynamodb").get_item(TableName="callbacks", Key={"executionId": {"S": key}})
        return {name: next(iter(value.values())) for name, value in item.get("Item", {}).items()}

    def close(self):
        self.callbacks.close()
        self.server.stop()


def stays(status):
    """The task is seen in this status."""

    def look(cloud, arn):
        cloud.task(arn).status = status

    return look


def ends(code, reason="Essential container in task exited", stop_code="EssentialContainerExited"):
    """The task is seen stopped; without a code, its container never ran."""

    def look(cloud, arn):
        task = cloud.task(arn)
        task.stopped_reason, task.stop_code = reason, stop_code
        task.containers[0].exitCode = code
        task.status = "STOPPED"

    return look


def vanishes(cloud, arn):
    """The task is seen no more."""
    cloud.backend().tasks["jobs"].pop(arn, None)


def runs_the_worker(cloud, arn, environment):
    """Runs the very program of the container, and lets the task stop as it ends."""
    cloud.task(arn).status = "RUNNING"
    keep = {name: value for name, value in os.environ.items() if name != "TABLE_NAME"}
    if "EXECUTION_ID" in environment:  # of the task definition that belongs to the table
        keep["TABLE_NAME"] = os.environ["TABLE_NAME"]
    done = subprocess.run(
        [sys.executable, str(WORKER)],
        env={**keep, **environment, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    ends(done.returncode)(cloud, arn)
