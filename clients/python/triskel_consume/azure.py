"""Azure: clients that try each call once, its errors as causes, and a publisher to Event Hubs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ServiceRequestError
from azure.data.tables import TableServiceClient
from azure.eventhub import EventData, EventHubProducerClient
from azure.eventhub.exceptions import AuthenticationError, ConnectError, EventHubError

from .event_hubs import properties
from .keys import NANOS
from .publish import Accepted, Cause, Entry, Limits, Outgoing, Rejected

_CODES: dict[Cause, tuple[str, ...]] = {
    Cause.THROTTLED: ("ServerBusy", "TooManyRequests", "AccountIOPSLimitExceeded"),
    Cause.DENIED: (
        "AccountIsDisabled",
        "AuthenticationFailed",
        "AuthorizationFailure",
        "AuthorizationPermissionMismatch",
        "AuthorizationResourceTypeMismatch",
        "Forbidden",
        "InsufficientAccountPermissions",
        "InvalidAuthenticationInfo",
        "NoAuthenticationInformation",
    ),
    Cause.NOT_FOUND: ("EntityNotFound", "ResourceNotFound", "TableBeingDeleted", "TableNotFound"),
    Cause.TOO_LARGE: (
        "ContentLengthExceeded",
        "EntityTooLarge",
        "KeyValueTooLarge",
        "PropertyValueTooLarge",
        "RequestBodyTooLarge",
        "TooManyProperties",
    ),
    Cause.INVALID: ("InvalidDuplicateRow", "InvalidInput"),
    Cause.UNKNOWN: ("InternalError", "OperationTimedOut", "RequestTimeout"),
}
_CAUSES = {code: cause for cause, codes in _CODES.items() for code in codes}
_STATUSES = {
    401: Cause.DENIED,
    403: Cause.DENIED,
    404: Cause.NOT_FOUND,
    413: Cause.TOO_LARGE,
    429: Cause.THROTTLED,
    503: Cause.THROTTLED,
}
_CONDITIONS = {
    "server-busy": Cause.THROTTLED,
    "resource-limit-exceeded": Cause.THROTTLED,
    "unauthorized-access": Cause.DENIED,
    "publisher-revoked": Cause.DENIED,
    "entity-disabled": Cause.DENIED,
    "not-found": Cause.NOT_FOUND,
    "link:message-size-exceeded": Cause.TOO_LARGE,
    "argument-error": Cause.INVALID,
    "argument-out-of-range": Cause.INVALID,
    "not-allowed": Cause.INVALID,
    "not-implemented": Cause.INVALID,
}
_KNOWN_FOR = 300 * NANOS


def tables(address: str, credential: Any = None) -> TableServiceClient:
    """A client of Table Storage that tries each call once, with a time-out of 5 s.

    ``address`` is a connection string; with a credential, such as ``azure.identity.DefaultAzureCredential()``, the
    endpoint.
    """
    settings: dict[str, Any] = {"retry_total": 0, "connection_timeout": 2, "read_timeout": 5}
    if credential is None:
        return TableServiceClient.from_connection_string(address, **settings)
    return TableServiceClient(address, credential=credential, **settings)


def event_hubs_bus(
    address: str, hub: str, credential: Any = None, clock: Callable[[], int] = time.time_ns
) -> EventHubsBus:
    """A bus that sends to this hub, by a client that tries each call once.

    ``address`` is a connection string; with a credential, the namespace's full name.
    """
    settings: dict[str, Any] = {"eventhub_name": hub, "retry_total": 0, "auth_timeout": 5}
    if credential is None:
        return EventHubsBus(EventHubProducerClient.from_connection_string(address, **settings), hub, clock)
    return EventHubsBus(EventHubProducerClient(address, credential=credential, **settings), hub, clock)


def code_of(failure: BaseException) -> str:
    """Azure's code of an HTTP answer, such as EntityAlreadyExists; empty if it has none."""
    code = getattr(failure, "error_code", None)
    return str(getattr(code, "value", code) or "")


def cause_of(failure: BaseException) -> Cause:
    """Why a call failed; unknown if Azure may have done it."""
    if isinstance(failure, EventHubError):
        known = _CONDITIONS.get(_condition(failure))
        if known is not None:
            return known
        if isinstance(failure, AuthenticationError):
            return Cause.DENIED
        return Cause.TRANSIENT if isinstance(failure, ConnectError) else Cause.UNKNOWN
    if isinstance(failure, ClientAuthenticationError):
        return Cause.DENIED
    if isinstance(failure, HttpResponseError):
        status = failure.status_code or 0
        other = Cause.INVALID if 400 <= status < 500 else Cause.UNKNOWN
        return _CAUSES.get(code_of(failure)) or _STATUSES.get(status, other)
    refused = isinstance(failure, ServiceRequestError) and "connect" in str(failure).lower()
    return Cause.TRANSIENT if refused else Cause.UNKNOWN


def _condition(failure: EventHubError) -> str:
    """The AMQP condition after its first colon; of a wrapped failure the client tells it in the message only."""
    named = re.search(r"ErrorCondition\.(\w+)", str(failure))
    return failure.error or (re.sub(r"(?<!^)(?=[A-Z])", "-", named[1]).lower() if named else "")


class EventHubsBus:
    """Sends events to a hub, in binary mode of the CloudEvents AMQP binding; the ordering key decides the partition.

    A batch has one partition and is accepted as a whole or not at all, so a request is split by partition, which is
    computed as the service does. A position is hub, partition and event id.
    """

    limits = Limits(
        binary=True,
        max_events=2_000,
        max_request_bytes=4 << 20,
        max_event_bytes=1000 << 10,
        several_keys=True,
        several_per_key=True,
    )

    def __init__(self, client: Any, hub: str, clock: Callable[[], int] = time.time_ns) -> None:
        self._client = client
        self._hub = hub
        self._clock = clock
        self._partitions: list[str] = []
        self._known_until = 0

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        """As the bus says; after a failed part of a partition nothing more is sent to it."""
        try:
            keyed = any(outgoing.event.key is not None for outgoing in batch)
            partitions = self._all_partitions() if keyed else []
        except Exception as failure:
            return self._none(batch, _before_sending(failure), failure)
        by_partition: dict[str | None, list[int]] = {}
        for place, outgoing in enumerate(batch):
            key = outgoing.event.key
            partition = None if key is None else partitions[partition_of(key, len(partitions))]
            by_partition.setdefault(partition, []).append(place)
        entries: dict[int, Entry] = {}
        for partition, places in by_partition.items():
            parts = self._send_to(partition, [batch[place] for place in places], deadline)
            entries.update(zip(places, parts, strict=True))
        doubtful = (Cause.NOT_FOUND, Cause.INVALID)
        if any(isinstance(entry, Rejected) and entry.cause in doubtful for entry in entries.values()):
            self._known_until = 0
        return [entries[place] for place in range(len(batch))]

    def _all_partitions(self) -> list[str]:
        if self._clock() >= self._known_until:
            try:
                self._partitions = list(self._client.get_partition_ids())
            except Exception:
                if not self._partitions:
                    raise
            self._known_until = self._clock() + _KNOWN_FOR
        return self._partitions

    def _send_to(self, partition: str | None, batch: Sequence[Outgoing], deadline: int) -> list[Entry]:
        entries: list[Entry] = []
        while len(entries) < len(batch):
            rest = batch[len(entries) :]
            if self._clock() >= deadline:
                late = "The deadline passed before this event was sent"
                return entries + self._none(rest, Cause.TRANSIENT, late)
            try:
                filled = self._client.create_batch(partition_id=partition)
            except Exception as failure:
                return entries + self._none(rest, _before_sending(failure), failure)
            count = 0
            try:
                while count < len(rest):
                    filled.add(_message(rest[count]))
                    count += 1
            except ValueError as full:
                if count == 0:
                    entries += self._none(rest[:1], Cause.TOO_LARGE, full)
                    blocked = rest[0].event.key
                    behind = "Not sent: an earlier event of its key was not sent"
                    if any(blocked is not None and each.event.key == blocked for each in rest[1:]):
                        return entries + self._none(rest[1:], Cause.TRANSIENT, behind)
                    continue
            try:
                self._client.send_batch(filled)
            except Exception as failure:
                cause = cause_of(failure)
                entries += self._none(rest[:count], cause, failure)
                later = Cause.TRANSIENT if cause is Cause.UNKNOWN else cause
                return entries + self._none(rest[count:], later, f"Not sent: an earlier batch failed: {failure}")
            where = f"{self._hub}/{partition or ''}/"
            entries += [Accepted(each.event, where + each.event.id.id) for each in rest[:count]]
        return entries

    @staticmethod
    def _none(batch: Sequence[Outgoing], cause: Cause, why: object) -> list[Entry]:
        return [Rejected(outgoing.event, cause, str(why)) for outgoing in batch]


def _message(outgoing: Outgoing) -> EventData:
    content_type, own = properties(outgoing)
    message = EventData(outgoing.wire.body)
    message.properties = cast("dict[str | bytes, Any]", own)
    if content_type is not None:
        message.content_type = content_type
    return message


def _before_sending(failure: BaseException) -> Cause:
    """An unknown cause is transient before anything was sent, since the call had no effect."""
    cause = cause_of(failure)
    return Cause.TRANSIENT if cause is Cause.UNKNOWN else cause


def partition_of(key: str, partitions: int) -> int:
    """The index of a key's partition: Bob Jenkins's lookup3 (``hashlittle2`` with zero seeds), folded into 16 bits.

    Event Hubs does the same for a partition key; see Java's KeyHash.
    """
    octets, at = key.encode(), 0
    a = b = c = _word(0xDEADBEEF + len(octets))
    while at < len(octets):
        block, last = octets[at : at + 12].ljust(12, b"\0"), len(octets) - at <= 12
        a = _word(a + int.from_bytes(block[0:4], "little"))
        b = _word(b + int.from_bytes(block[4:8], "little"))
        c = _word(c + int.from_bytes(block[8:12], "little"))
        at += 12
        if not last:
            a, c = _word(a - c) ^ _turned(c, 4), _word(c + b)
            b, a = _word(b - a) ^ _turned(a, 6), _word(a + c)
            c, b = _word(c - b) ^ _turned(b, 8), _word(b + a)
            a, c = _word(a - c) ^ _turned(c, 16), _word(c + b)
            b, a = _word(b - a) ^ _turned(a, 19), _word(a + c)
            c, b = _word(c - b) ^ _turned(b, 4), _word(b + a)
        else:
            c = _word((c ^ b) - _turned(b, 14))
            a = _word((a ^ c) - _turned(c, 11))
            b = _word((b ^ a) - _turned(a, 25))
            c = _word((c ^ b) - _turned(b, 16))
            a = _word((a ^ c) - _turned(c, 4))
            b = _word((b ^ a) - _turned(a, 14))
            c = _word((c ^ b) - _turned(b, 24))
    folded = (c ^ b) & 0xFFFF
    return abs(folded - 0x10000 if folded >= 0x8000 else folded) % partitions


def _word(value: int) -> int:
    return value & 0xFFFFFFFF


def _turned(word: int, by: int) -> int:
    return _word(word << by | word >> (32 - by))
