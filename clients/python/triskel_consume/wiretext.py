"""Checks of attributes' texts by the CloudEvents specification, in Java's words (io.triskel.codec.WireText)."""

from __future__ import annotations

import re

from .event import illegal_in
from .invalid import InvalidEvent

RESERVED = frozenset(
    (
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "dataschema",
        "data",
        "partitionkey",
        "correlationid",
        "causationid",
        "triskelpattern",
    )
)
"""The names that an extension cannot have, because the envelope has its own fields for them."""

_LEGAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=")
_HOST = re.compile(r"[^\[\]]*(//([^/?#@\[\]]*@)?\[[0-9a-fA-F:.]+(%[^\[\]]*)?\](:\d*)?)?[^\[\]]*")


def require_string(attribute: str, value: str) -> None:
    """Rejects characters that the specification forbids in a String."""
    if illegal := illegal_in(value):
        raise InvalidEvent(attribute, illegal)


def required(name: str, value: str | None) -> str:
    """An attribute that must be there, and not be empty."""
    if value is None:
        raise InvalidEvent(name, "it is required and missing")
    if not value:
        raise InvalidEvent(name, "it is required and empty")
    return value


def require_uri_reference(attribute: str, value: str) -> None:
    """Rejects what is not a URI-reference by RFC 3986."""

    def wrong(why: str) -> InvalidEvent:
        return InvalidEvent(attribute, f"it is a URI-reference (RFC 3986), '{value}' is not: {why}")

    colon = fragment = -1
    begun = False
    for index, character in enumerate(value):
        if character == "%":
            if not re.match("[0-9a-fA-F]{2}", value[index + 1 : index + 3]):
                raise wrong("'%' is followed by two hexadecimal digits")
        elif character == ":" and colon < 0 and not begun:
            colon = index
            if index == 0:
                raise wrong("a scheme must precede the first ':'")
            if not re.fullmatch("[a-zA-Z][a-zA-Z0-9+.-]*", value[:index]):
                raise wrong("the part before the first ':' is not a scheme")
        elif character not in _LEGAL:
            raise wrong(f"'{character}' is not allowed there, percent-encode it")
        elif character == "#":
            if fragment >= 0:
                raise wrong("'#' begins the fragment, a second one is percent-encoded")
            fragment = index
        begun = begun or character in "/?#"
    before_query = re.split("[?#]", value, maxsplit=1)[0]
    if "[" in value and not _HOST.fullmatch(before_query):
        # Java accepts brackets in queries and fragments, as many writers put them there.
        raise wrong("'[' and ']' enclose an IP address, percent-encode them elsewhere")


def media_type(text: str) -> str:
    """Rejects what is not a media type."""
    require_string("datacontenttype", text)
    slash = text.find("/")
    if slash < 1 or slash == len(text) - 1:
        raise InvalidEvent("datacontenttype", f"it is a media type such as text/plain, not '{text}'")
    return text


def data_schema(text: str) -> str:
    """Rejects what is not a URI that java.net.URI can hold."""
    if not text:
        raise InvalidEvent("dataschema", "it is a URI, and not empty")
    require_uri_reference("dataschema", text)
    for form, why in (("[^:/?#]+://([?#].*)?", "Expected authority"), ("[^:/?#]+:", "Expected scheme-specific part")):
        if re.fullmatch(form, text):
            raise InvalidEvent("dataschema", f"it is a URI, not '{text}': {why}")
    return text


def is_json(content_type: str) -> bool:
    """Whether a media type declares JSON: its subtype is json or ends in +json (JSON format, 3.1.1)."""
    subtype = _subtype(content_type)
    return subtype == "json" or subtype.endswith("+json")


def is_text(content_type: str) -> bool:
    """Whether data of this media type can be a JSON string in a structured event."""
    subtype, lower = _subtype(content_type), content_type.lower()
    text = lower.startswith("text/") or subtype == "xml" or subtype.endswith("+xml")
    return text and ("charset" not in lower or "utf-8" in lower or "ascii" in lower)


def _subtype(content_type: str) -> str:
    _, slash, rest = content_type.partition("/")
    return rest.split(";")[0].strip().lower() if slash else ""
