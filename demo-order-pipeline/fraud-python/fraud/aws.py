"""The function on AWS Lambda: handler ``fraud.aws.handler``."""

from __future__ import annotations

import os
from typing import Any

from triskel_consume import aws, kinesis
from triskel_consume.dynamodb import DynamoDbInbox, DynamoDbParkingLot, DynamoDbReplicas
from triskel_consume.publish import Publisher

from . import CONSUMER, FraudCheck, log, retention_seconds

_client = aws.client("dynamodb")
_prefix = os.environ["TRISKEL_APP_TABLES"]
_bus = kinesis.KinesisBus(aws.client("kinesis"), os.environ["TRISKEL_APP_STREAM"])
_check = FraudCheck(DynamoDbReplicas(_client, _prefix), Publisher(_bus))
_inbox = DynamoDbInbox(_client, _prefix, retention=retention_seconds(os.environ))
_consumer = _check.consumer(_inbox, DynamoDbParkingLot(_client, _prefix))


def handler(event: Any, context: Any) -> Any:
    """Settles a batch of the stream, or replays what the consumer has parked."""
    return kinesis.handle(_consumer, event, context, lambda settlement: log.write(CONSUMER, settlement))
