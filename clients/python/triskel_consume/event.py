"""An event with all its attributes, as it travels; docs/wire-format.md describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, Generic, TypeVar, Union

from .keys import NANOS, derived_id, instant_text, length, writable_id

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?", re.DOTALL)
_MOST_REPLY_TO = 1_024


def illegal_in(text: str) -> str | None:
    """Names the first character that CloudEvents 1.0 ("Type System", String) forbids; None if all are allowed."""
    for index, character in enumerate(text):
        code = ord(character)
        if (
            code < 0x20
            or 0x7F <= code <= 0x9F
            or 0xD800 <= code <= 0xDFFF
            or 0xFDD0 <= code <= 0xFDEF
            or code & 0xFFFE == 0xFFFE
        ):
            return (
                "a text of an event has no control characters, unpaired surrogates or non-characters,"
                f" this one has U+{code:04X} at index {length(text[:index])}"
            )
    return None


def _require(what: str, value: str) -> None:
    if not value:
        raise ValueError(f"{what} must have at least 1 character, this one has none")
    if illegal := illegal_in(value):
        raise ValueError(f"{what} is not legal: {illegal}")


def _require_short(what: str, value: str, most: int) -> None:
    if not value.strip() or length(value) > most:
        raise ValueError(f"{what} must have 1 to {most} characters and not be blank, this one has {length(value)}")
    _require(what, value)


@dataclass(frozen=True, slots=True)
class EventType:
    """The wire name and version of an event, one text on the wire: ``orders.order-placed.v1``.

    A text without such an end is a foreign type of version 0.
    """

    name: str
    version: int

    def __post_init__(self) -> None:
        _require("An event type's name", self.name)
        if not 0 <= self.version <= 999_999_999:
            raise ValueError(f"version must be 0 to 999999999, not {self.version}")

    @staticmethod
    def parse(wire: str) -> EventType:
        """The type in the text of a ``type`` attribute."""
        found = re.fullmatch(r"(.+)\.v([1-9][0-9]{0,8})", wire, re.DOTALL | re.ASCII)
        return EventType(found[1], int(found[2])) if found else EventType(wire, 0)

    def __str__(self) -> str:
        return self.name if self.version == 0 else f"{self.name}.v{self.version}"


@dataclass(frozen=True, slots=True)
class EventId:
    """The identity of an event: source and id together, because CloudEvents ids are unique per source only."""

    source: str
    id: str

    def __post_init__(self) -> None:
        _require("An event's source", self.source)
        _require("An event's id", self.id)

    def __str__(self) -> str:
        return f"{self.source}#{self.id}"


@dataclass(frozen=True, slots=True)
class Plain:
    """An event that follows no pattern."""


@dataclass(frozen=True, slots=True)
class Command:
    """A request to one receiver; the event's id is the command's id."""

    target: str

    def __post_init__(self) -> None:
        _require_short("A command's target", self.target, 128)


@dataclass(frozen=True, slots=True)
class Notification:
    """Something changed: look it up, relative to the consumer's own base for the source."""

    lookup: str
    min_version: int

    def __post_init__(self) -> None:
        _require_short("A notification's lookup", self.lookup, 512)
        _require_relative(self.lookup)
        if self.min_version < 0:
            raise ValueError(f"minVersion must not be negative, not {self.min_version}")


def _require_relative(text: str) -> None:
    """Rejects references that could make a consumer call another host than the configured one."""
    if not re.fullmatch(r"(?:[^\x00-\x20\"<>\\^`{|}%\[\]\x7f]|%[0-9a-fA-F]{2})*", text):
        raise ValueError(f"A lookup must be a URI reference, not '{text}'")
    path = re.split("[?#]", text, maxsplit=1)[0]
    if ":" in path.split("/")[0] or path.startswith("//") or _climbs(path):
        raise ValueError(
            f"A lookup must be a relative reference that stays below its base, such as 'orders/42', not '{text}'"
        )


def _climbs(path: str) -> bool:
    """Whether a path leaves its base, or has two dots in a step, as Java's check of the normal form says."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return True
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return any(".." in step for step in steps)


@dataclass(frozen=True, slots=True)
class StateTransfer:
    """The whole state of an entity at a version that grows with every change, also after a deletion."""

    entity: str
    version: int
    deleted: bool = False

    def __post_init__(self) -> None:
        _require_short("An entity's id", self.entity, 128)
        if self.version < 1:
            raise ValueError(f"version must be at least 1, not {self.version}")


@dataclass(frozen=True, slots=True)
class Sourced:
    """An event of a stream, at its revision."""

    stream: str
    revision: int

    def __post_init__(self) -> None:
        _require_short("A stream's name", self.stream, 128)
        if self.revision < 1:
            raise ValueError(f"revision must be at least 1, not {self.revision}")


EventKind = Union[Plain, Command, Notification, StateTransfer, Sourced]
ExtensionValue = Union[str, int, bool]


def canonical(value: ExtensionValue) -> str:
    """The specification's canonical text of an extension's value."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class TraceContext:
    """W3C trace context, as the CloudEvents distributed tracing extension carries it."""

    traceparent: str
    tracestate: str | None = None

    def __post_init__(self) -> None:
        if not _TRACEPARENT.fullmatch(self.traceparent):
            raise ValueError(
                "traceparent must be version-traceid-parentid-flags in lower-case hex (W3C Trace Context), not"
                f" '{self.traceparent}'"
            )
        if self.tracestate is not None:
            _require_short("tracestate", self.tracestate, 512)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The attributes of an event besides its identity, ordering key and pattern."""

    correlation: str | None = None
    causation: str | None = None
    trace: TraceContext | None = None
    content_type: str | None = None
    data_schema: str | None = None
    extensions: Mapping[str, ExtensionValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.correlation is not None:
            _require("A correlation id", self.correlation)
        if self.causation is not None:
            _require("A causation id", self.causation)
        for name in self.extensions:
            if not re.fullmatch("[a-z0-9]+", name):
                raise ValueError(
                    f"An extension attribute's name must have lower-case letters and digits only, not '{name}'"
                )
        object.__setattr__(self, "extensions", MappingProxyType(dict(self.extensions)))

    @property
    def reply_to(self) -> str | None:
        """The address of the reply to a saga's command."""
        value = self.extensions.get("replyto")
        return None if value is None else canonical(value)


@dataclass(frozen=True, slots=True)
class EncodedData:
    """Data that stays as it was on the wire: of a type that is unknown, newer than known, or not subscribed to."""

    octets: bytes
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Personal data, which this package cannot decrypt: it reads as that of a subject who was forgotten."""

    subject: str


@dataclass(frozen=True, slots=True)
class Envelope(Generic[T_co]):
    """An event with its data: ``None`` if it has none, :class:`EncodedData` if nobody here knows its type."""

    id: EventId
    type: EventType
    data: T_co
    key: str | None = None
    subject: str | None = None
    time: str | None = None
    kind: EventKind = Plain()
    metadata: Metadata = field(default_factory=Metadata)

    def __post_init__(self) -> None:
        if self.subject is not None:
            _require("An event's subject", self.subject)
        if self.key is not None:
            _require("An ordering key", self.key)

    @property
    def at(self) -> datetime | None:
        """When the event happened, to the microsecond; ``time`` has all its digits."""
        if self.time is None:
            return None
        from .rfc3339 import instant  # the checks of a time import this module

        seconds, nanos = divmod(instant(self.time), NANOS)
        return datetime.fromtimestamp(seconds, timezone.utc).replace(microsecond=nanos // 1000)


def caused_by(cause: Envelope[Any], name: str, source: str, type: EventType, data: U, now: int) -> Envelope[U]:
    """An event caused by another one: with its correlation, trace, key and reply address.

    Its id derives from the cause's id and the name, so handling the cause again makes the same event, in any language.
    """
    cause_id = writable_id(cause.id.id)
    correlation = cause.metadata.correlation
    reply_to = cause.metadata.reply_to
    carried = reply_to and len(reply_to.encode()) <= _MOST_REPLY_TO
    metadata = Metadata(
        correlation=cause_id if correlation is None else writable_id(correlation),
        causation=cause_id,
        trace=cause.metadata.trace,
        extensions={"replyto": cause.metadata.extensions["replyto"]} if carried else {},
    )
    identity = EventId(source, derived_id(cause.id.source, cause.id.id, name))
    return Envelope(identity, type, data, key=cause.key, time=instant_text(now), metadata=metadata)
