"""Reads and writes CloudEvents 1.0 in structured and binary mode, as strictly as Java's EventCodec and in its words."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import jsontext, rfc3339
from .draft import Draft
from .event import (
    Command,
    EncodedData,
    Envelope,
    EventType,
    ExtensionValue,
    Forgotten,
    Metadata,
    Notification,
    Sourced,
    StateTransfer,
    canonical,
)
from .invalid import WHOLE_EVENT, EventTooLarge, InvalidEvent, PortError
from .keys import length
from .wiretext import RESERVED, is_json, is_text, require_string, require_uri_reference

MAX_BYTES = 256 * 1024
"""The default limit of an encoded event: the smallest limit of the supported buses."""

Read = Callable[[Any], Any]
"""Makes a handler's data of JSON; data for which it fails is parked."""


def as_json(data: Any) -> Any:
    """JSON as it is, with personal data as :class:`Forgotten`, wherever it is: nothing here can decrypt it."""
    if isinstance(data, list):
        return [as_json(element) for element in data]
    if not isinstance(data, dict):
        return data
    subject = data.get("subject")
    sealed = len(data) == 2 and (isinstance(data.get("sealed"), str) or data.get("forgotten") is True)
    if sealed and isinstance(subject, str):
        return Forgotten(subject)
    return {name: as_json(member) for name, member in data.items()}


def personal(*names: str, read: Read = as_json) -> Read:
    """Reads data whose members of these names are personal data; anything else there is rejected."""

    def reader(data: Any) -> Any:
        for name in names:
            value = data.get(name) if isinstance(data, dict) else None
            if not isinstance(value, dict):
                raise ValueError(f"at {name}: personal data is an object with subject and sealed")
            if not isinstance(as_json(value), Forgotten):
                raise ValueError(f"at {name}: personal data has a subject, and either sealed or forgotten")
            if "sealed" in value:
                base64.b64decode(value["sealed"], validate=True)
        return read(data)

    return reader


@dataclass(frozen=True, slots=True)
class WireEvent:
    """An event on the wire: attributes without a protocol's prefix, and body; no attributes in structured mode."""

    body: bytes
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of names, texts and body."""
        return len(self.body) + sum(
            len(name.encode()) + len(text.encode("utf-8", "surrogatepass")) for name, text in self.attributes.items()
        )


@dataclass(frozen=True, slots=True)
class Codec:
    """Knows how to read the data of some types; data of all other types stays :class:`EncodedData`."""

    types: Mapping[EventType, Read] = field(default_factory=dict)
    max_bytes: int = MAX_BYTES

    def read(self, wire: WireEvent) -> Envelope[Any]:
        """Reads an event of either mode."""
        return self.decode_binary(wire) if "specversion" in wire.attributes else self.decode(wire.body)

    def decode(self, structured: bytes) -> Envelope[Any]:
        """Reads a structured event."""
        if len(structured) > self.max_bytes:
            raise EventTooLarge(len(structured), self.max_bytes)
        try:
            text = structured.removeprefix(b"\xef\xbb\xbf").decode()
        except UnicodeDecodeError:
            raise InvalidEvent(WHOLE_EVENT, "it is not valid UTF-8") from None
        draft = Draft()
        try:
            data = _members(text, draft)
        except InvalidEvent:
            raise
        except ValueError as broken:
            raise InvalidEvent(WHOLE_EVENT, f"it is not JSON: {broken}") from None
        return draft.finish(lambda event: self._data(event, data))

    def decode_binary(self, wire: WireEvent) -> Envelope[Any]:
        """Reads an event in binary mode."""
        if wire.size > self.max_bytes:
            raise EventTooLarge(wire.size, self.max_bytes)
        draft = Draft()
        for name, text in wire.attributes.items():
            draft.text(name, text)
        return draft.finish(lambda event: self._data(event, wire.body or None))

    def encode(self, event: Envelope[Any]) -> bytes:
        """Writes a structured event, the data last."""
        content_type, member, data = _writing(event)
        members: dict[str, ExtensionValue] = _attributes(event, content_type)
        text = ",".join(f"{jsontext.write(name)}:{jsontext.write(value)}" for name, value in members.items())
        if member == "data_base64":
            text += ',"data_base64":' + jsontext.write(base64.b64encode(data).decode())
        elif member == "data_text":
            text += ',"data":' + jsontext.write(data.decode())
        elif member == "data":
            text += ',"data":' + data.decode()
        encoded = ("{" + text + "}").encode()
        if len(encoded) > self.max_bytes:
            raise EventTooLarge(len(encoded), self.max_bytes)
        return encoded

    def encode_binary(self, event: Envelope[Any]) -> WireEvent:
        """Writes an event in binary mode; JSON data without a content type gets ``application/json``."""
        content_type, member, data = _writing(event)
        implied = not content_type and member == "data"
        attributes = _attributes(event, "application/json" if implied else content_type)
        wire = WireEvent(data, {name: canonical(value) for name, value in attributes.items()})
        if wire.size > self.max_bytes:
            raise EventTooLarge(wire.size, self.max_bytes)
        return wire

    def _data(self, event: Envelope[None], raw: str | bytes | None) -> Any:
        """The data of JSON text (structured mode) or of octets (binary mode, and data_base64)."""
        content_type = event.metadata.content_type
        json_type = content_type is None or is_json(content_type)
        read = self.types.get(event.type)
        if read is None or read is as_encoded:
            if raw is None:
                return None
            if isinstance(raw, bytes):
                return EncodedData(raw, content_type)
            return EncodedData(raw.encode() if json_type else _string(raw), content_type)
        if raw is None or raw == "null":
            if isinstance(event.kind, StateTransfer) and event.kind.deleted:
                return None
            found = "there is none" if raw is None else "this is null"
            raise InvalidEvent("data", f"{event.type} has data of JSON, and {found}")
        if not json_type:
            raise InvalidEvent(
                "datacontenttype", f"{event.type} has data of JSON, which is JSON and not {content_type}"
            )
        try:
            text = raw if isinstance(raw, str) else raw.decode()
        except UnicodeDecodeError:
            raise InvalidEvent("data", "it is JSON, and not valid UTF-8") from None
        try:
            return read(jsontext.read(text))
        except (InvalidEvent, PortError, ImportError):
            raise
        except Exception as misfit:
            raise InvalidEvent("data", str(misfit) or type(misfit).__name__) from None


def as_encoded(data: Any) -> Any:
    """Marks a type whose handler takes :class:`EncodedData`, to pass it on or to read it itself."""
    raise TypeError("data of this type is not decoded")


def _string(raw: str) -> bytes:
    """The JSON format (3.1.2) lets a reader reject data that is neither JSON by its content type nor a string."""
    value = jsontext.read(raw)
    if not isinstance(value, str):
        raise InvalidEvent("data", "its content type is not JSON, so it is a string")
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise InvalidEvent("data", "it has an unpaired surrogate") from None


def _members(text: str, draft: Draft) -> str | bytes | None:
    """Gives a structured event's attributes to the draft; returns its data as it is in the text."""
    data: str | bytes | None = None
    at = jsontext.skip_space(text, 0)
    if text[at : at + 1] != "{":
        jsontext.read(text)
        raise InvalidEvent(WHOLE_EVENT, "it is not a JSON object")
    jsontext.require_depth(text, at)
    at = jsontext.skip_space(text, at + 1)
    more = text[at : at + 1] != "}"
    while more:
        name, begin = jsontext.read_name(text, at)
        if name in ("data", "data_base64") and data is not None:
            if name == "data" or text[begin : begin + 4] != "null":
                raise InvalidEvent(name, "an event has data or data_base64, once, and not both")
        if name not in ("data", "data_base64") and text[begin : begin + 1] in ("{", "["):
            raise _no_attribute(name, text[begin])
        value, end = jsontext.read_value(text, begin)
        if name == "data":
            data = text[begin:end]
        elif name == "data_base64":
            data = data if value is None else _octets(value, text[begin:end])
        elif value is not None:
            _attribute(name, value, text[begin:end], draft)
        at = jsontext.skip_space(text, end)
        more = text[at : at + 1] == ","
        if more:
            at = jsontext.skip_space(text, at + 1)
    if text[at : at + 1] != "}":
        raise ValueError(f"',' or '}}' was expected at character {at}")
    if jsontext.skip_space(text, at + 1) != len(text):
        raise InvalidEvent(WHOLE_EVENT, "more follows after its end")
    return data


def _no_attribute(name: str, found: str) -> InvalidEvent:
    return InvalidEvent(name, f"an attribute is a string, a boolean or a whole number, not {found}")


def _attribute(name: str, value: Any, found: str, draft: Draft) -> None:
    if isinstance(value, str):
        draft.text(name, value)
    elif isinstance(value, bool):
        draft.value(name, value)
    elif not isinstance(value, int):
        raise _no_attribute(name, found)
    elif not -(2**31) <= value < 2**31:
        raise InvalidEvent(name, f'an integer has 32 bits (CloudEvents 1.0, "Type System"), this is {found}')
    else:
        draft.value(name, value)


def _octets(value: Any, found: str) -> bytes:
    if not isinstance(value, str):
        raise InvalidEvent("data_base64", f"it is a string, not {found[:1] if found[:1] in '{[' else found}")
    try:
        padded = value if len(value) % 4 == 0 or "=" in value else value + "=" * (-len(value) % 4)
        return base64.b64decode(padded, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise InvalidEvent("data_base64", f"it is not Base64: {broken}") from None


def _writing(event: Envelope[Any]) -> tuple[str, str, bytes]:
    """The content type, the member that holds the data (none, data, data_text, data_base64), and its bytes."""
    data, stated = event.data, event.metadata.content_type
    own = data.content_type if isinstance(data, EncodedData) else None
    if own is not None and stated is not None and own != stated:
        raise InvalidEvent("datacontenttype", f"the metadata says {stated}, the data says {own}")
    content_type = own or stated or ""
    json_type = not content_type or is_json(content_type)
    if data is None:
        return content_type, "", b""
    if isinstance(data, EncodedData):
        if json_type:
            return content_type, "data" if _is_value(data.octets) else "data_base64", data.octets
        text = is_text(content_type) and _is_utf8(data.octets)
        return content_type, "data_text" if text else "data_base64", data.octets
    if isinstance(data, bytes):
        return content_type, "data_base64", data
    if not json_type:
        raise InvalidEvent(
            "datacontenttype",
            f"typed data is written as JSON, not as {content_type}: use bytes or EncodedData for that",
        )
    try:
        return content_type, "data", jsontext.write(data).encode()
    except ValueError as misfit:
        raise InvalidEvent("data", str(misfit)) from None


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
        return True
    except UnicodeDecodeError:
        return False


def _is_value(octets: bytes) -> bool:
    """Whether the bytes are one JSON value with room for the event's own object around it."""
    try:
        text = octets.decode()
        jsontext.require_depth(text, 0, jsontext.MAX_DEPTH - 1)
        jsontext.read(text)
        return True
    except ValueError:
        return False


def _attributes(event: Envelope[Any], content_type: str) -> dict[str, ExtensionValue]:
    """An envelope without its data, in the order of Java's EnvelopeAttributes."""
    metadata = event.metadata
    require_uri_reference("source", event.id.source)
    written: dict[str, ExtensionValue] = {"specversion": "1.0", "id": event.id.id, "source": event.id.source}
    written["type"] = str(event.type)
    if event.subject is not None:
        written["subject"] = event.subject
    if event.time is not None:
        written["time"] = rfc3339.canonical(event.time)
    if event.key is not None:
        written["partitionkey"] = event.key
    pattern = _pattern(event)
    written |= pattern
    trace = metadata.trace
    for name, text in {
        "correlationid": metadata.correlation,
        "causationid": metadata.causation,
        "traceparent": trace.traceparent if trace else None,
        "tracestate": trace.tracestate if trace else None,
        "datacontenttype": content_type or None,
        "dataschema": metadata.data_schema,
    }.items():
        if text is not None:
            require_string(name, text)
            written[name] = text
    if metadata.data_schema is not None:
        require_uri_reference("dataschema", metadata.data_schema)
    for name, value in metadata.extensions.items():
        taken = name in written or name in RESERVED or (isinstance(event.kind, StateTransfer) and name == "entitydeleted")
        if taken and not _is_free(name, value, event.key, metadata):
            raise InvalidEvent(name, "the envelope has a place of its own for it, so it cannot be an extension here")
        require_string(name, canonical(value))
        written[name] = value
    return written


def _is_free(name: str, value: ExtensionValue, key: str | None, metadata: Metadata) -> bool:
    """An envelope cannot have an empty key, correlation or causation, so one is kept as a plain extension."""
    own = {"partitionkey": key, "correlationid": metadata.correlation, "causationid": metadata.causation}
    return value == "" and name in own and own[name] is None


def _pattern(event: Envelope[Any]) -> dict[str, ExtensionValue]:
    kind = event.kind
    if isinstance(kind, Sourced):
        return {"triskelpattern": "sourced", "stream": kind.stream, "sequence": f"{kind.revision:019d}"}
    if isinstance(kind, StateTransfer):
        state: dict[str, ExtensionValue] = {"triskelpattern": "state", "entity": kind.entity}
        state["entityversion"] = str(kind.version)
        return state | ({"entitydeleted": True} if kind.deleted else {})
    if isinstance(kind, Notification):
        return {
            "triskelpattern": "notification",
            "lookup": kind.lookup,
            "lookupversion": str(kind.min_version),
        }
    return {"triskelpattern": "command", "commandtarget": kind.target} if isinstance(kind, Command) else {}


def beyond_writing_limits(event: Envelope[Any]) -> str | None:
    """Names the limit for events that we write that this one exceeds; None if it exceeds none."""
    metadata = event.metadata
    for what, text, most in (
        ("source", event.id.source, 256),
        ("id", event.id.id, 128),
        ("type's name", event.type.name, 200),
        ("subject", event.subject, 256),
        ("ordering key", event.key, 128),
        ("correlation id", metadata.correlation, 128),
        ("causation id", metadata.causation, 128),
    ):
        if text is not None and (length(text) > most or not text.strip()):
            return (
                f"The {what} of an event that we write must have 1 to {most} characters and not be blank, this one has"
                f" {length(text)}"
            )
    if metadata.data_schema is not None and not re.match("[A-Za-z][A-Za-z0-9+.-]*:", metadata.data_schema):
        return "The data schema of an event that we write is an absolute URI, this one is not"
    for name in metadata.extensions:
        if len(name) > 64:
            return (
                "The extension's name of an event that we write must have 1 to 64 characters and not be blank, this one"
                f" has {len(name)}"
            )
    return None
