"""Event Hubs: settles a batch of a trigger, and maps events to AMQP messages by the CloudEvents AMQP binding."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any

from . import rfc3339
from .codec import WireEvent
from .consume import Consumer, Delivery, Redelivery, Settlement, read_delivery
from .event import canonical
from .invalid import InvalidEvent
from .publish import Outgoing
from .settlement import settle

ALARM = "TRISKEL_EVENTS_LOST"
"""Begins the log line that reports lost events: set an alarm on it."""

HELD_ALARM = "TRISKEL_PARTITION_HELD"
"""Begins the log line that reports a batch that holds its partition: set an alarm on it."""

_HELD_FROM = 10
_LOG = logging.getLogger("triskel")
_PREFIXES = ("cloudEvents:", "cloudEvents_")
_MEDIA_TYPES = ("content-type", "ContentType", "contentType")

Texts = str | Sequence[Mapping[str, Any]]
"""An array of the host's metadata: JSON text, or what it says."""


class IncompleteBatch(Exception):
    """Not all of a batch is settled, so it must be redelivered."""


def handle(
    consumer: Consumer,
    events: Sequence[Any],
    context: Any,
    seconds: float,
    observe: Callable[[Settlement], None] | None = None,
) -> None:
    """Settles a batch of a function in Python; raises :class:`IncompleteBatch` if it must be redelivered.

    ``events`` are ``azure.functions.EventHubEvent``, of a trigger with cardinality many and dataType binary, and
    ``context`` is the function's. ``seconds`` is what an invocation may take: less than the app's ``functionTimeout``.
    ``observe`` gets the settlement, for a log.
    """
    if not events:
        return
    # Each event points to the metadata of all events (azure-functions, _eventhub.py, "metadata").
    metadata = events[0].metadata
    metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
    tries = getattr(context, "retry_context", None)
    settle_batch(
        consumer,
        [event.get_body() for event in events],
        metadata["PropertiesArray"],
        metadata["SystemPropertiesArray"],
        metadata["PartitionContext"],
        retry=None if tries is None else (int(tries.retry_count), int(tries.max_retry_count)),
        seconds=seconds,
        observe=observe,
    )


def settle_batch(
    consumer: Consumer,
    bodies: Sequence[bytes],
    properties: Texts,
    system_properties: Texts,
    partition: str | Mapping[str, Any],
    *,
    retry: tuple[int, int] | None,
    seconds: float,
    observe: Callable[[Settlement], None] | None = None,
) -> None:
    """Settles a batch; raises :class:`IncompleteBatch` if it must be redelivered.

    ``properties``, ``system_properties`` and ``partition`` are the trigger's ``PropertiesArray``,
    ``SystemPropertiesArray`` and ``PartitionContext``. ``retry`` is the host's retry count and its most: deploy the function
    with -1, which never gives up. On the last try of a finite policy nothing is redelivered: then events are retried in
    place while there is time, and parked. ``seconds`` is what an invocation may take.
    """
    again = retry is not None and (retry[1] == -1 or retry[0] < retry[1])
    try:
        deliveries = _deliveries(consumer, bodies, properties, system_properties, partition)
        redelivery = Redelivery.WHOLE_BATCH if again else Redelivery.NEVER
        settlement = settle(consumer, deliveries, redelivery, consumer.deadline(seconds))
        if observe is not None:
            observe(settlement)
        first = settlement.first_unsettled
        if first is not None:
            open_ones = sum(not verdict.settled for verdict in settlement.verdicts)
            verdict = settlement.verdicts[first]
            raise IncompleteBatch(
                f"{open_ones} of {len(deliveries)} events are not settled, the first at {deliveries[first].position}:"
                f" {verdict.outcome}, {verdict.reason}"
            )
    except Exception as failure:
        if not again:
            _LOG.critical("%s: %s misses up to %d events: %s", ALARM, consumer.name, len(bodies), failure)
        elif retry is not None and retry[0] >= _HELD_FROM:
            _LOG.critical("%s: %s, delivered %d times: %s", HELD_ALARM, consumer.name, retry[0] + 1, failure)
        raise


def _deliveries(
    consumer: Consumer,
    bodies: Sequence[bytes],
    properties: Texts,
    system_properties: Texts,
    partition: str | Mapping[str, Any],
) -> list[Delivery]:
    of_events = _aligned("PropertiesArray", properties, bodies)
    of_messages = _aligned("SystemPropertiesArray", system_properties, bodies)
    where = json.loads(partition) if isinstance(partition, str) else partition
    hub = _required("PartitionContext", where, "EventHubName").lower()
    number = _required("PartitionContext", where, "PartitionId")
    deliveries = []
    for body, own, message in zip(bodies, of_events, of_messages, strict=True):
        content_type = next((str(message[name]) for name in _MEDIA_TYPES if message.get(name) is not None), None)
        read = wire(content_type, own, body)
        key = read.attributes.get("partitionkey") or message.get("PartitionKey") or message.get("x-opt-partition-key")
        position = f"{hub}/{number}/{_required('SystemPropertiesArray', message, 'SequenceNumber')}"
        enqueued = _enqueued(message.get("EnqueuedTimeUtc"))
        deliveries.append(read_delivery(consumer.codec, read, str(key) if key else None, position, enqueued))
    return deliveries


def _aligned(name: str, array: Texts, bodies: Sequence[bytes]) -> Sequence[Mapping[str, Any]]:
    read: Sequence[Mapping[str, Any]] = json.loads(array) if isinstance(array, str) else array
    if len(read) != len(bodies):
        raise ValueError(
            f"{name} has {len(read)} elements for {len(bodies)} events: is the trigger bound with cardinality many and"
            " dataType binary?"
        )
    return read


def _required(array: str, where: Mapping[str, Any], name: str) -> str:
    if where.get(name) is None:
        raise ValueError(f"{array} has no {name}; it has {sorted(where)}")
    return str(where[name])


def _enqueued(text: Any) -> int | None:
    """The host writes a time in UTC, but possibly without an offset; an unreadable one counts as missing."""
    if not isinstance(text, str):
        return None
    try:
        return rfc3339.instant(text if text[-1:] in "zZ" or text[-6:-5] in ("+", "-") else text + "Z")
    except InvalidEvent:
        return None


def wire(content_type: str | None, properties: Mapping[str, Any], body: bytes) -> WireEvent:
    """The attributes and bytes of a message; without attributes if it is a structured event."""
    if content_type is not None and content_type.lower().startswith("application/cloudevents"):
        return WireEvent(body)
    attributes: dict[str, str] = {}
    for name, value in properties.items():
        prefix = next((each for each in _PREFIXES if name.startswith(each)), None)
        if prefix is not None and value is not None:
            attributes[name.removeprefix(prefix)] = _text(value)
    if content_type is not None and attributes:
        attributes["datacontenttype"] = content_type
    return WireEvent(body, attributes)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        return moment.isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else canonical(value)


def properties(outgoing: Outgoing) -> tuple[str | None, dict[str, str | int | bool]]:
    """The content type and application properties of an event's message.

    Integer and boolean extensions keep their types; all else is canonical text, which the binding permits.
    """
    texts = dict(outgoing.wire.attributes)
    content_type = texts.pop("datacontenttype", None)
    typed = {**texts, **outgoing.event.metadata.extensions}
    return content_type, {_PREFIXES[0] + name: typed[name] for name in texts}
