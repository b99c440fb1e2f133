"""The exceptions that both sides of the codec raise."""

from __future__ import annotations

WHOLE_EVENT = "event"
_LONGEST_REASON = 500


class InvalidEvent(ValueError):
    """An event is not a CloudEvent that this package can read or write; a retry fails again."""

    def __init__(self, attribute: str, reason: str) -> None:
        half = _LONGEST_REASON // 2
        self.attribute = attribute
        self.reason = reason if len(reason) <= _LONGEST_REASON else f"{reason[:half]} ... {reason[-half:]}"
        super().__init__(f"Invalid event, {attribute}: {self.reason}")


class EventTooLarge(InvalidEvent):
    """An event exceeds the limit and was neither encoded nor decoded."""

    def __init__(self, actual: int, limit: int) -> None:
        super().__init__(WHOLE_EVENT, f"it has {actual} bytes encoded, and at most {limit} are allowed")


class PortError(Exception):
    """A port failed, or does not know whether it succeeded: the event is not at fault, and no attempt is counted."""
