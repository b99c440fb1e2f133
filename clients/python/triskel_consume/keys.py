"""Derived ids, and the keys of rows, exactly as Java writes them (io.triskel.event.DerivedId, io.triskel.store.KeyForm).

Lengths count UTF-16 units, as Java's do: stored keys contain them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

NANOS = 1_000_000_000
"""The nanoseconds of a second: every moment and duration in this package is a whole number of nanoseconds."""

END = "~~"
"""Appended to a prefix, sorts after all keys with that prefix."""

_PARTS = 16
_BEGINNING = 300
_FOR_PEOPLE = 1_000
_SECONDS_BEFORE_1970 = 100_000_000_000
_MOST_SECONDS = 9_999_999_999_999


def units(text: str) -> list[int]:
    """The UTF-16 units of a text."""
    octets = text.encode("utf-16-be", "surrogatepass")
    return [octets[i] << 8 | octets[i + 1] for i in range(0, len(octets), 2)]


def length(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def beginning(text: str, most: int) -> str:
    """The first UTF-16 units of a text, without half of a character at the end."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def derived_id(*parts: str) -> str:
    """An id of what may be produced twice: the SHA-256 of its parts, each after its length."""
    digest = hashlib.sha256()
    for part in parts:
        octets = part.encode()
        digest.update(len(octets).to_bytes(4, "big") + octets)
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")


def writable_id(foreign: str) -> str:
    """A foreign id in a form that we may write."""
    return foreign if length(foreign) <= 128 and foreign.strip() else derived_id("foreign", foreign)


def digest(text: str) -> str:
    """The SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def joined(*names: str) -> str:
    """One text of several names, each but the last after its length."""
    return "".join(f"{length(name)}:{name}" for name in names[:-1]) + names[-1]


def number(value: int) -> str:
    """19 digits, which sort like numbers."""
    return f"{value:019d}"


def moment(at: int) -> str:
    """22 digits, which sort like time."""
    seconds = max(0, min(_MOST_SECONDS, at // NANOS + _SECONDS_BEFORE_1970))
    return f"{seconds:013d}{at % NANOS:09d}"


def part(name: str) -> int:
    """One of 16 parts, by Java's String.hashCode, which its specification fixes."""
    code = 0
    for unit in units(name):
        code = (31 * code + unit) & 0xFFFFFFFF
    return (code ^ (code >> 4) ^ (code >> 16)) & (_PARTS - 1)


def for_people(text: str, most: int = _FOR_PEOPLE) -> str:
    """A text that only people read, cut because each step on a row writes it again."""
    return text if length(text) <= most else beginning(text, most) + "..."


@dataclass(frozen=True, slots=True)
class KeyForm:
    """Names as a key that sorts as text and has few characters.

    Letters, digits and kept characters stay; each other UTF-16 unit becomes '_' and four hexadecimal digits.
    """

    kept: str
    empty: str
    longest: int

    def of(self, *names: str) -> str:
        """One key of several names; one that is too long is cut and ends in '_~' and its digest."""
        key = "~".join(self._escaped(name) for name in names)
        return key if len(key) <= self.longest else key[:_BEGINNING] + "_~" + digest(key)

    def _escaped(self, name: str) -> str:
        def escape(found: re.Match[str]) -> str:
            return "".join(f"_{unit:04x}" for unit in units(found[0]))

        return re.sub(f"[^a-zA-Z0-9{re.escape(self.kept)}]", escape, name) or self.empty


def instant_text(at: int) -> str:
    """A moment as Java's Instant.toString writes it: in UTC, with 0, 3, 6 or 9 digits of a second."""
    seconds, nanos = divmod(at, NANOS)
    days, rest = divmod(seconds, 86_400)
    year, month, day = _civil(days)
    text = f"{year:04d}-{month:02d}-{day:02d}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return text + fraction(nanos) + "Z"


def fraction(nanos: int) -> str:
    """A part of a second with the fewest digits of 0, 3, 6 or 9."""
    if nanos == 0:
        return ""
    digits = f".{nanos:09d}"
    return digits[:4] if nanos % 1_000_000 == 0 else digits[:7] if nanos % 1_000 == 0 else digits


def parse_instant(text: str) -> int:
    """The moment that :func:`instant_text` wrote."""
    found = re.fullmatch(r"(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z", text)
    if not found:
        raise ValueError(f"a moment such as 2026-01-31T08:15:30.123Z was expected, not '{text}'")
    year, month, day, hour, minute, second = (int(found[i]) for i in range(1, 7))
    seconds = days_of(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    return seconds * NANOS + int((found[7] or "").ljust(9, "0"))


def days_of(year: int, month: int, day: int) -> int:
    """The days since 1970-01-01 of a date in the Gregorian calendar (Java's LocalDate.toEpochDay)."""
    shifted = year - (month <= 2)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def _civil(days: int) -> tuple[int, int, int]:
    era, of_era = divmod(days + 719_468, 146_097)
    of_era_year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * of_era_year + of_era_year // 4 - of_era_year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return of_era_year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1
