"""Kinesis: answers Lambda for a batch of an event source mapping, and publishes to a stream."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from .aws import cause_of, cause_of_code
from .codec import WireEvent
from .consume import Consumer, Delivery, Redelivery, Settlement, read_delivery
from .keys import NANOS
from .publish import Accepted, Cause, Entry, Limits, Outgoing, Rejected
from .replay import answer_replay, is_replay
from .settlement import settle

_MAGIC = b"\xf3\x89\x9a\xc2"
_DIGEST = 16
_SPREAD_BYTES = 36


def handle(
    consumer: Consumer, event: Any, context: Any, observe: Callable[[Settlement], None] | None = None
) -> dict[str, Any]:
    """Answers one invocation: a batch with its first unsettled record, a replay with its counts.

    The mapping must have ``FunctionResponseTypes: ReportBatchItemFailures``: Lambda then redelivers from that record on.
    ``context`` is Lambda's. ``observe`` gets the settlement of a batch, for a log.
    """
    deadline = consumer.clock() + int(context.get_remaining_time_in_millis()) * (NANOS // 1000)
    if is_replay(event):
        return answer_replay(consumer, event, deadline)
    if not isinstance(event, dict) or not isinstance(event.get("Records"), list):
        raise ValueError("expected a batch of a Kinesis event source mapping, with Records, or a replay")
    records: list[dict[str, Any]] = event["Records"]
    deliveries: list[Delivery] = []
    record_of: list[int] = []
    for place, record in enumerate(records):
        for delivery in _deliveries(consumer, record):
            deliveries.append(delivery)
            record_of.append(place)
    settlement = settle(consumer, deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline)
    if observe is not None:
        observe(settlement)
    first = settlement.first_unsettled
    if first is None:
        return {"batchItemFailures": []}
    return {"batchItemFailures": [{"itemIdentifier": records[record_of[first]]["kinesis"]["sequenceNumber"]}]}


def _deliveries(consumer: Consumer, record: dict[str, Any]) -> Iterator[Delivery]:
    kinesis = record["kinesis"]
    position = f"{record.get('eventSourceARN', '')}/{record.get('eventID', '')}"
    arrived = kinesis.get("approximateArrivalTimestamp")
    accepted_at = None if arrived is None else int(Decimal(str(arrived)) * 1000) * (NANOS // 1000)
    data = base64.b64decode(kinesis.get("data", ""))
    for octets, key, place in _user_records(data, kinesis.get("partitionKey") or ""):
        where = position if place is None else f"{position}/{place}"
        yield read_delivery(consumer.codec, WireEvent(octets), key or None, where, accepted_at)


def _user_records(data: bytes, key: str) -> list[tuple[bytes, str, int | None]]:
    """The records that the Kinesis Producer Library aggregated (its ``aggregation-format.md``), or the one record."""
    message = data[len(_MAGIC) : -_DIGEST]
    if data.startswith(_MAGIC) and hashlib.md5(message, usedforsecurity=False).digest() == data[-_DIGEST:]:
        try:
            fields = list(_fields(message))
            keys = [value.decode() for tag, value in fields if tag == 1 and isinstance(value, bytes)]
            records = [dict(_fields(value)) for tag, value in fields if tag == 3 and isinstance(value, bytes)]
            split = [(_octets(each.get(3)), keys[int(each[1])], place) for place, each in enumerate(records)]
            if split:
                return list(split)
        except (ValueError, KeyError, IndexError, TypeError):
            pass  # A valid digest, but another message: the record as it is.
    return [(data, key, None)]


def _octets(value: int | bytes | None) -> bytes:
    return value if isinstance(value, bytes) else b""


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf message."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            octet = message[at]
            at += 1
            value |= (octet & 0x7F) << shift
            shift += 7
            if octet < 0x80:
                return value
            if shift >= 70:
                raise ValueError("A number of protobuf has at most ten bytes")

    while at < len(message):
        tag = varint()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, varint()
            continue
        if kind not in (1, 2, 5):
            raise ValueError(f"Protobuf has no wire type {kind}")
        size = varint() if kind == 2 else 8 if kind == 1 else 4
        if at + size > len(message):
            raise ValueError("a field is longer than its message")
        yield tag >> 3, message[at : at + size]
        at += size


class KinesisBus:
    """Puts events into a stream as structured JSON, since Kinesis has no headers; the ordering key is the partition key.

    PutRecords promises no order when records of a request fail, so a request has one event per key.
    """

    limits = Limits(
        binary=False,
        max_events=500,
        max_request_bytes=(5 << 20) - 500 * _SPREAD_BYTES,
        max_event_bytes=(1 << 20) - _SPREAD_BYTES,
        several_keys=True,
        several_per_key=False,
    )

    def __init__(
        self, client: Any, stream: str, spread: Callable[[], str] = lambda: str(uuid.uuid4())
    ) -> None:
        self._client = client
        self._stream = stream
        self._spread = spread

    def message(self, outgoing: Outgoing) -> dict[str, Any]:
        """An event as an entry of PutRecords."""
        return {"PartitionKey": outgoing.event.key or self._spread(), "Data": outgoing.wire.body}

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        """As the bus says."""
        records = [self.message(outgoing) for outgoing in batch]
        try:
            answer = self._client.put_records(StreamName=self._stream, Records=records)
        except Exception as failure:
            cause = cause_of(failure)
            return [Rejected(outgoing.event, cause, str(failure)) for outgoing in batch]
        return [_entry(outgoing, result) for outgoing, result in zip(batch, answer["Records"], strict=False)]


def _entry(outgoing: Outgoing, result: dict[str, Any]) -> Entry:
    if result.get("ErrorCode"):
        cause: Cause = cause_of_code(result["ErrorCode"])
        return Rejected(outgoing.event, cause, f"{result['ErrorCode']}: {result.get('ErrorMessage')}")
    return Accepted(outgoing.event, f"{result['ShardId']}/{result['SequenceNumber']}")
