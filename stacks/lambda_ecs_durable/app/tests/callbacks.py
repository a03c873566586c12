"""The three calls by which a durable execution's callback is answered, on loopback."""

import http.server
import json
import re
import threading
import urllib.parse

from aws_durable_execution_sdk_python.lambda_service import ErrorObject
from aws_durable_execution_sdk_python_testing.exceptions import ResourceNotFoundException

PATH = re.compile(r"/2025-12-01/durable-execution-callbacks/(.+)/(succeed|fail|heartbeat)$")


class Callbacks:
    """Notes the calls, and hands them to the SDK's local runner, where there is one.

    `plan` holds what to answer first instead: (verb, HTTP status, the error's code).
    """

    def __init__(self):
        self.calls, self.runner, self.plan = [], None, []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                callback, verb = PATH.search(self.path).groups()
                status, error = outer.respond(urllib.parse.unquote(callback), verb, body)
                reply = b"{}" if error is None else json.dumps({"Message": "planned"}).encode()
                self.send_response(status)
                if error is not None:
                    self.send_header("x-amzn-ErrorType", error)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def reset(self):
        self.calls, self.runner, self.plan = [], None, []

    def respond(self, callback, verb, body):
        self.calls.append((verb, callback, body))
        planned = next((plan for plan in self.plan if plan[0] == verb), None)
        if planned:
            self.plan.remove(planned)
            return planned[1:]
        try:
            if self.runner and verb == "succeed":
                self.runner.send_callback_success(callback, body)
            elif self.runner and verb == "fail":
                self.runner.send_callback_failure(callback, ErrorObject.from_dict(json.loads(body)))
            elif self.runner:
                self.runner.send_callback_heartbeat(callback)
        except ResourceNotFoundException:
            return 404, "ResourceNotFoundException"
        return 200, None

    def bodies(self, verb):
        return [body for name, _, body in self.calls if name == verb]

    def verbs(self):
        return [verb for verb, _, _ in self.calls]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
