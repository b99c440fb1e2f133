"""Runs a function in Python against the Lambda Runtime API, in the place of AWS's runtime interface client, whose C++ part pip would build.

Behaviour: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and that client (awslambdaric/bootstrap.py). Not imitated:
the log format, SnapStart, and that a process is frozen between invocations.
"""

import http.client
import importlib
import json
import os
import sys
import time
import traceback
from types import SimpleNamespace

host, _, path = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
api = f"/{path + '/' if path else ''}2018-06-01/runtime"
# The service may let the runtime wait for an invocation as long as it likes: no time-out.
connection = http.client.HTTPConnection(host)


def call(method, operation, body=None):
    headers = {} if body is None else {"Content-Type": "application/json"}
    connection.request(method, api + operation, body, headers)
    answer = connection.getresponse()
    return answer.headers, answer.read()


def problem(failure, request_id=""):
    trace = traceback.format_list(traceback.extract_tb(failure.__traceback__)[1:])
    print(f"[ERROR] {type(failure).__name__}: {failure}", *trace, sep="\n", flush=True)
    named = getattr(failure, "runtime_type", type(failure).__name__)
    body = {"errorMessage": str(failure), "errorType": named, "requestId": request_id, "stackTrace": trace}
    return json.dumps(body).encode()


def fault(kind, message):
    failure = RuntimeError(message)
    failure.runtime_type = "Runtime." + kind
    return failure


def load(name):
    module, _, function = name.rpartition(".")
    if not module:
        raise fault("MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as failure:
        raise fault("ImportModuleError", f"Unable to import module '{module}': {failure}") from failure
    except SyntaxError as failure:
        raise fault("UserCodeSyntaxError", f"Syntax error in module '{module}': {failure}") from failure
    if not hasattr(loaded, function):
        raise fault("HandlerNotFound", f"Handler '{function}' missing on module '{module}'")
    return getattr(loaded, function)


def context(request_id, headers):
    deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
    return SimpleNamespace(
        aws_request_id=request_id,
        invoked_function_arn=headers["Lambda-Runtime-Invoked-Function-Arn"],
        function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
        memory_limit_in_mb=os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
        log_group_name=os.environ["AWS_LAMBDA_LOG_GROUP_NAME"],
        log_stream_name=os.environ["AWS_LAMBDA_LOG_STREAM_NAME"],
        get_remaining_time_in_millis=lambda: max(0, deadline - int(time.time() * 1000)),
    )


try:
    handler = load(os.environ["_HANDLER"])
except BaseException as failure:
    call("POST", "/init/error", problem(failure))
    sys.exit(1)
while True:
    headers, event = call("GET", "/invocation/next")
    request = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer = json.dumps(handler(json.loads(event), context(request, headers))).encode()
    except Exception as failure:
        call("POST", f"/invocation/{request}/error", problem(failure, request))
    else:
        call("POST", f"/invocation/{request}/response", answer)
