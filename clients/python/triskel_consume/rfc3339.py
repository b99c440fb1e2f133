"""CloudEvents timestamps, which have more digits and offsets than Python's datetime holds."""

from __future__ import annotations

import re

from .invalid import InvalidEvent
from .keys import NANOS, days_of, fraction

_FORM = re.compile(r"....-..-..[Tt]..:..:...*", re.DOTALL)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split()


def check(text: str, attribute: str = "time") -> None:
    """Rejects what is no timestamp."""
    _parse(text, attribute)


def instant(text: str) -> int:
    """The moment as nanoseconds since 1970; of a leap second the nanosecond before its end."""
    local, nanos, minutes = _parse(text, "time")
    return (local - minutes * 60) * NANOS + nanos


def canonical(text: str) -> str:
    """The same moment at the same offset with the fewest digits, as Java writes it; the text if Java cannot hold it."""
    _, nanos, _ = _parse(text, "time")
    if not _is_exact(text):
        return text
    offset = "Z" if text[-1] in "zZ" or text.endswith("00:00") else text[-6:]
    return text[:10] + "T" + text[11:19] + fraction(nanos) + offset


def _is_exact(text: str) -> bool:
    if text[17] == "6":
        return False
    if text[-1] in "zZ":
        return len(text) <= 30
    hours = int(text[-5:-3])
    return len(text) <= 35 and (hours < 18 or text.endswith("18:00")) and (hours > 0 or not text.endswith("-00:00"))


def _parse(text: str, attribute: str) -> tuple[int, int, int]:
    """Local seconds since 1970, nanoseconds, and the offset in minutes."""

    def wrong(why: str) -> InvalidEvent:
        return InvalidEvent(
            attribute, f"it is a timestamp such as 2026-01-31T08:15:30.5+02:00 (RFC 3339), '{text}' is not: {why}"
        )

    def number(begin: int, end: int) -> int:
        for character in text[begin:end]:
            if not "0" <= character <= "9":
                raise wrong(f"'{character}' is where a digit should be")
        return int(text[begin:end])

    if not _FORM.fullmatch(text):
        raise wrong("it does not have that form")
    second, at, nanos = number(17, 19), 19, 0
    if text[at : at + 1] == ".":
        begin = at = at + 1
        while at < len(text) and "0" <= text[at] <= "9":
            at += 1
        if at == begin:
            raise wrong("a fraction has 1 digit or more")
        nanos = int(text[begin:at][:9].ljust(9, "0"))
    year, month, day, hour, minute = number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16)
    leap = second == 60
    if leap:
        second, nanos = 59, NANOS - 1
    for what, value, least, most in (
        ("MonthOfYear (valid values 1 - 12)", month, 1, 12),
        ("DayOfMonth (valid values 1 - 28/31)", day, 1, 31),
    ):
        if not least <= value <= most:
            raise wrong(f"Invalid value for {what}: {value}")
    if month == 2 and day == 29 and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        raise wrong(f"Invalid date 'February 29' as '{year}' is not a leap year")
    if day > _DAYS[month - 1]:
        raise wrong(f"Invalid date '{_MONTHS[month - 1]} {day}'")
    for what, value, most in (
        ("HourOfDay (valid values 0 - 23)", hour, 23),
        ("MinuteOfHour (valid values 0 - 59)", minute, 59),
        ("SecondOfMinute (valid values 0 - 59)", second, 59),
    ):
        if value > most:
            raise wrong(f"Invalid value for {what}: {value}")
    rest, minutes = text[at:], 0
    if rest not in ("z", "Z"):
        if len(rest) != 6 or rest[0] not in "+-" or rest[3] != ":":
            raise wrong("it does not end in Z or an offset such as +02:00")
        hours, of_hour = number(at + 1, at + 3), number(at + 4, at + 6)
        if hours > 23 or of_hour > 59:
            raise wrong("an offset has hours up to 23 and minutes up to 59")
        minutes = (hours * 60 + of_hour) * (-1 if rest[0] == "-" else 1)
    local = days_of(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    if leap and (local // 60 - minutes) % 1440 != 1439:
        raise wrong("a leap second is the last of a day in UTC")
    return local, nanos, minutes
