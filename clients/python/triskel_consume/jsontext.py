"""JSON text: read strictly and value by value, and written as Java's codec writes it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from json.decoder import JSONDecoder
from typing import Any, NoReturn
from uuid import UUID

from .event import Forgotten

MAX_DEPTH = 200
_MAX_DIGITS = 1_000
_MAX_NAME = 50_000
_SPACE = " \t\n\r"


def _checked(make: Callable[[str], Any]) -> Callable[[str], Any]:
    def number(text: str) -> Any:
        if sum(character.isdigit() for character in text) > _MAX_DIGITS:
            raise ValueError(f"a number has at most {_MAX_DIGITS} digits")
        return make(text)

    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"JSON has no {constant}")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, _ in pairs:
        if len(name) > _MAX_NAME // 4 and len(name.encode("utf-8", "surrogatepass")) > _MAX_NAME:
            raise ValueError(f"a name has at most {_MAX_NAME} bytes")
    return dict(pairs)


_DECODER = JSONDecoder(
    parse_int=_checked(int), parse_float=_checked(Decimal), parse_constant=_refuse, object_pairs_hook=_members
)


def read(text: str) -> Any:
    """The value of a whole text; numbers with a fraction are decimals.

    Raises :class:`ValueError` if it is not JSON, or beyond the limits of docs/wire-format.md.
    """
    value, end = read_value(text, skip_space(text, 0))
    if skip_space(text, end) != len(text):
        raise ValueError("more follows after its end")
    return value


def read_value(text: str, begin: int) -> tuple[Any, int]:
    """The value that begins here, and where it ends."""
    require_depth(text, begin)
    try:
        return _DECODER.raw_decode(text, begin)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def read_name(text: str, at: int) -> tuple[str, int]:
    """The member's name that begins here with its quote, and where its value begins."""
    if text[at : at + 1] != '"':
        raise ValueError(f"a name in quotes was expected at character {at}")
    name, end = _DECODER.raw_decode(text, at)
    end = skip_space(text, end)
    if text[end : end + 1] != ":":
        raise ValueError(f"':' was expected at character {end}")
    return str(name), skip_space(text, end + 1)


def skip_space(text: str, at: int) -> int:
    """Where the next token begins."""
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def require_depth(text: str, begin: int = 0, most: int = MAX_DEPTH) -> None:
    """Rejects more nested objects and arrays than a reader in any language takes."""
    if text.count("{", begin) + text.count("[", begin) <= most:
        return
    depth, quoted, escaped = 0, False, False
    for character in text[begin:]:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "{[":
            depth += 1
            if depth > most:
                raise ValueError(f"it is nested more than {most} levels deep")
        elif character in "}]":
            depth -= 1
            if depth == 0:
                return


def write(value: Any) -> str:
    """The JSON text of a value.

    Members of dataclasses that are None are omitted, as Java omits them; metadata ``name`` of a field names its member.
    """
    return "".join(_parts(value, 1))


def _parts(value: Any, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise ValueError(f"it is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, Forgotten):
        value = {"subject": value.subject, "forgotten": True}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {each.metadata.get("name", each.name): getattr(value, each.name) for each in dataclasses.fields(value)}
        value = {name: member for name, member in value.items() if member is not None}
    if value is None or isinstance(value, bool):
        yield {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, Enum):
        yield json.dumps(value.value, ensure_ascii=False)
    elif isinstance(value, str):
        yield json.dumps(value, ensure_ascii=False)
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, float | Decimal):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(f"JSON has no {value}")
        yield str(value)
    elif isinstance(value, datetime | date | time):
        yield json.dumps(value.isoformat())
    elif isinstance(value, UUID):
        yield json.dumps(str(value))
    elif isinstance(value, Mapping):
        yield "{"
        for place, (name, member) in enumerate(value.items()):
            if not isinstance(name, str):
                raise ValueError(f"a member's name is a text, not {type(name).__name__}")
            yield ("," if place else "") + json.dumps(name, ensure_ascii=False) + ":"
            yield from _parts(member, depth + 1)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for place, element in enumerate(value):
            if place:
                yield ","
            yield from _parts(element, depth + 1)
        yield "]"
    else:
        raise ValueError(f"data is made of dataclasses, dicts, lists and JSON's values, not of {type(value).__name__}")
