#!/usr/bin/python3
"""The AWS CLI for a test that calls it a hundred times: loaded once, and forked for each call, since loading it takes longer than a call.

Usage: cli.py serve SOCKET         until it is killed
       cli.py call SOCKET WORD...  as `aws WORD...`, with this process's folder, environment, input and output
"""
import json
import os
import socket
import sys


def serve(path):
    import awscli.clidriver
    # What calls would load one by one.
    import awscli.customizations.cloudformation.deploy  # noqa: F401
    import awscli.customizations.s3.s3  # noqa: F401
    import awscli.handlers  # noqa: F401

    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(64)
    while True:
        client, _ = server.accept()
        if os.fork() == 0:
            server.close()
            # Twice, so that nobody waits for it.
            if os.fork() == 0:
                answer(client, awscli.clidriver)
            os._exit(0)
        client.close()
        os.wait()


def answer(client, driver):
    request, files = b"", []
    while not request.endswith(b"\n"):
        part, more, _, _ = socket.recv_fds(client, 65536, 3)
        request += part
        files += more
    told = json.loads(request)
    child = os.fork()
    if child == 0:
        for number, file in enumerate(files):
            os.dup2(file, number)
        client.close()
        # Loading the CLI has set where its data lies.
        told["environment"].setdefault("AWS_DATA_PATH", os.environ["AWS_DATA_PATH"])
        os.environ.clear()
        os.environ.update(told["environment"])
        os.chdir(told["folder"])
        sys.argv = ["aws", *told["words"]]
        code = driver.main()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)
    _, status = os.waitpid(child, 0)
    client.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def call(path, words):
    server = socket.socket(socket.AF_UNIX)
    server.connect(path)
    told = {"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}
    request = json.dumps(told).encode() + b"\n"
    socket.send_fds(server, [request[:1]], [0, 1, 2])
    server.sendall(request[1:])
    code = server.makefile().readline()
    return int(code) if code else 255


if sys.argv[1] == "serve":
    serve(sys.argv[2])
sys.exit(call(sys.argv[2], sys.argv[3:]))
