"""Collects an event's attributes in any order and from either mode, and makes the envelope (Java's EnvelopeDraft)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from . import rfc3339
from .event import (
    Command,
    Envelope,
    EventId,
    EventKind,
    EventType,
    ExtensionValue,
    Metadata,
    Notification,
    Plain,
    Sourced,
    StateTransfer,
    TraceContext,
    canonical,
    illegal_in,
)
from .invalid import InvalidEvent
from .wiretext import RESERVED, data_schema, media_type, require_string, require_uri_reference, required

T = TypeVar("T")

_TRACE = ("traceparent", "tracestate")
_OWN = (RESERVED | set(_TRACE)) - {"data"}
_PARTS = ("stream", "sequence", "entity", "entityversion", "commandtarget", "lookup", "lookupversion")
_MAYBE_EMPTY = ("partitionkey", "correlationid", "causationid")


class Draft:
    """The attributes that have arrived so far."""

    def __init__(self) -> None:
        self._own: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._extensions: dict[str, ExtensionValue] = {}

    def text(self, name: str, value: str) -> None:
        """Adds an attribute that is text on the wire."""
        if name in _OWN or name in _PARTS:
            place = self._own if name in _OWN else self._parts
            if name in place or name in self._extensions:
                raise InvalidEvent(name, "it is there twice")
            place[name] = value
        else:
            require_string(name, value)
            self._extend(name, value)

    def value(self, name: str, value: bool | int) -> None:
        """Adds an attribute that is a boolean or a number on the wire."""
        if name in _MAYBE_EMPTY or name in _TRACE:
            self.text(name, canonical(value))
        elif name in RESERVED:
            raise InvalidEvent(name, f"it is a string, not {canonical(value)}")
        else:
            self._extend(name, value)

    def _extend(self, name: str, value: ExtensionValue) -> None:
        if name == "data":
            raise InvalidEvent(name, "it is not an attribute (CloudEvents 1.0)")
        if not re.fullmatch("[a-z0-9]+", name):
            raise InvalidEvent(
                name[:100], "an attribute's name has lower-case letters and digits only, and one or more"
            )
        if name in self._extensions:
            raise InvalidEvent(name, "it is there twice")
        self._extensions[name] = value

    def finish(self, data: Callable[[Envelope[None]], Any]) -> Envelope[Any]:
        """Checks all that has arrived, in Java's order, and makes the envelope with the data that ``data`` reads."""
        own = self._own
        version = required("specversion", own.get("specversion"))
        if version != "1.0":
            raise InvalidEvent("specversion", f'it is "1.0", not "{version}"')
        type_text = required("type", own.get("type"))
        kind_of = _valid("type", lambda: EventType.parse(type_text))
        source = required("source", own.get("source"))
        require_uri_reference("source", source)
        own_id = required("id", own.get("id"))
        identity = _valid("id", lambda: EventId(source, own_id))
        kind = self._kind()
        for name in _MAYBE_EMPTY:
            if own.get(name) == "":
                self._extend(name, own.pop(name))
        key, time = own.get("partitionkey"), own.get("time")
        if key is not None:
            _valid("partitionkey", lambda: Envelope(identity, kind_of, None, key=key))
        if time is not None:
            rfc3339.check(time)
        event = Envelope(identity, kind_of, None, key=key, time=time, kind=kind, metadata=self._metadata())
        read = data(event)
        subject = own.get("subject")
        return _valid(
            "subject",
            lambda: Envelope(identity, kind_of, read, key, subject, time, kind, event.metadata),
        )

    def _kind(self) -> EventKind:
        pattern = self._own.get("triskelpattern")
        kind: EventKind = Plain()
        if pattern == "sourced":
            stream, revision = self._part("stream"), self._number("sequence", 1)
            kind = _valid("stream", lambda: Sourced(stream, revision))
        elif pattern == "state":
            deleted = self._deleted()
            entity, version = self._part("entity"), self._number("entityversion", 1)
            kind = _valid("entity", lambda: StateTransfer(entity, version, deleted))
        elif pattern == "notification":
            lookup, least = self._part("lookup"), self._number("lookupversion", 0)
            kind = _valid("lookup", lambda: Notification(lookup, least))
        elif pattern == "command":
            target = self._part("commandtarget")
            kind = _valid("commandtarget", lambda: Command(target))
        elif pattern is not None:
            raise InvalidEvent(
                "triskelpattern", f"it is command, notification, state or sourced, not '{pattern}'"
            )
        for name in _PARTS:
            if name in self._parts:
                require_string(name, self._parts[name])
                self._extend(name, self._parts[name])
        return kind

    def _part(self, name: str) -> str:
        if name not in self._parts:
            raise InvalidEvent(name, "an event of this triskelpattern has it, as a string")
        return self._parts.pop(name)

    def _number(self, name: str, least: int) -> int:
        text = self._part(name)
        legal = re.fullmatch("[0-9]{1,19}", text)
        if not legal or not least <= int(text) < 2**63:
            raise InvalidEvent(name, f"it is a decimal number of up to 19 digits, at least {least}, not '{text}'")
        return int(text)

    def _deleted(self) -> bool:
        text = canonical(self._extensions.pop("entitydeleted", False))
        if text not in ("true", "false"):
            raise InvalidEvent("entitydeleted", f"it is true or false, not {text}")
        return text == "true"

    def _metadata(self) -> Metadata:
        own = self._own
        trace = self._trace()
        content_type = media_type(own["datacontenttype"]) if "datacontenttype" in own else None
        schema = data_schema(own["dataschema"]) if "dataschema" in own else None
        correlation, causation = own.get("correlationid"), own.get("causationid")
        named = "correlationid" if correlation is not None and illegal_in(correlation) else "causationid"
        return _valid(
            named, lambda: Metadata(correlation, causation, trace, content_type, schema, self._extensions)
        )

    def _trace(self) -> TraceContext | None:
        """An event with a broken trace is accepted (W3C Trace Context, 4.3); it is kept as plain extensions."""
        parent, state = self._own.get("traceparent"), self._own.get("tracestate")
        if parent is not None:
            try:
                return TraceContext(parent, state)
            except ValueError:
                require_string("traceparent", parent)
                self._extend("traceparent", parent)
        if state is not None:
            require_string("tracestate", state)
            self._extend("tracestate", state)
        return None


def _valid(name: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except InvalidEvent:
        raise
    except ValueError as invalid:
        raise InvalidEvent(name, str(invalid)) from None
