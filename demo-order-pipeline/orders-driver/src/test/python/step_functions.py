#!/usr/bin/python3
"""Step Functions on a loopback port, as Debian's moto 5.1 has it: the interpreter of the Amazon States Language that moto took over from
LocalStack. Whatever function a state machine invokes is one address over HTTP.

Usage: step_functions.py ADDRESS-OF-THE-FUNCTION; prints "listening PORT".
"""
import io
import os
import sys
import threading
import urllib.request

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")

from antlr4.atn.ATNDeserializer import ATNDeserializer  # noqa: E402


def deserialize(self, data):
    """Reads a parser's tables as ANTLR 4.10 and later write them: moto's parser is of 4.13, and Debian's runtime, which has no other reader
    than that of 4.9, understands them once they are read."""
    self.data, self.pos = list(data), 0
    if self.readInt() != 4:
        raise ValueError("These tables are not of version 4")
    atn = self.readATN()
    self.readStates(atn)
    self.readRules(atn)
    self.readModes(atn)
    sets = []
    self.readSets(atn, sets, self.readInt)
    self.readEdges(atn, sets)
    self.readDecisions(atn)
    self.readLexerActions(atn)
    self.markPrecedenceDecisions(atn)
    self.verifyATN(atn)
    return atn


ATNDeserializer.deserialize = deserialize

from moto.core.config import default_user_config  # noqa: E402
from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: E402
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils  # noqa: E402


class Functions:
    """What the interpreter takes for a client of Lambda."""

    def invoke(self, Payload, **_):
        with urllib.request.urlopen(urllib.request.Request(sys.argv[1], data=Payload)) as answer:
            return {"StatusCode": 200, "Payload": io.BytesIO(answer.read())}


lambda_eval_utils.boto_client_for = lambda **_: Functions()
default_user_config["stepfunctions"] = {"execute_state_machine": True}
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print("listening", server.get_host_and_port()[1], flush=True)
threading.Event().wait()
