"""The parking lot: keeps events that cannot be handled now, and the later events of their lanes behind them.

The state machine of a lane is that of Java's io.triskel.spi.LaneEntry, so that both languages share the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, Union

from .codec import WireEvent
from .event import EventId
from .keys import NANOS, beginning, digest, joined, length

P = TypeVar("P")

_LONGEST_LANE = 8_192
_LONGEST_REASON = 200
_KEPT = 30 * 86_400 * NANOS


@dataclass(frozen=True, slots=True)
class Lane:
    """What a consumer must handle one after another: the events of a key, or one event alone."""

    value: str
    alone: bool = False

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError("A lane must have at least 1 character, this one has none")
        if length(self.value) > _LONGEST_LANE:
            cut = beginning(self.value, _LONGEST_LANE - 67) + "..." + digest(self.value)
            object.__setattr__(self, "value", cut)

    @staticmethod
    def of_alone(event: EventId) -> Lane:
        """The lane of this event alone."""
        return Lane(joined(event.source, event.id), True)


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """A parked event, as it was on the wire; moments are nanoseconds since 1970."""

    consumer: str
    lane: Lane
    event: EventId
    wire: WireEvent
    position: str
    reason: str
    attempts: int
    parked_at: int
    replay_at: int | None = None

    def waiting(self, reason: str, attempts: int, until: int | None) -> ParkedEvent:
        """A copy that waits for this reason."""
        return replace(self, reason=reason, attempts=attempts, replay_at=until)


@dataclass(frozen=True, slots=True)
class Parked:
    """The lot has the event, from this call or an earlier one."""


@dataclass(frozen=True, slots=True)
class Open:
    """The lane is not parked, nothing was written: the event may be attempted."""


@dataclass(frozen=True, slots=True)
class Full:
    """The lane is full: nothing was written."""

    limit: int


ParkResult = Union[Parked, Open, Full]


@dataclass(frozen=True, slots=True)
class LaneLease:
    """The right to replay one parked lane."""

    consumer: str
    lane: Lane
    fence: int
    lease_end: int


class ParkingLot(Protocol):
    """The port. Each call that writes takes effect by one conditional write of the lane's head."""

    def work_until(self, seconds: float) -> None:
        """Begins no request after so many seconds, until the next call says otherwise."""
        ...

    def park(self, event: ParkedEvent) -> ParkResult:
        """Appends the event to its lane, and parks the lane if it is open."""
        ...

    def park_behind(self, event: ParkedEvent) -> ParkResult:
        """Appends the event if its lane is parked; otherwise answers open and writes nothing."""
        ...

    def held_among(self, consumer: str, lanes: Collection[Lane]) -> set[Lane]:
        """Which of these lanes are parked."""
        ...

    def held(self, consumer: str, limit: int) -> list[Lane]:
        """Parked lanes of a consumer."""
        ...

    def lease(self, consumer: str, lane: Lane, now: int, duration: int) -> LaneLease | None:
        """The exclusive lease of a parked lane; None if it is open, or leased."""
        ...

    def peek(self, lease: LaneLease, limit: int) -> Sequence[ParkedEvent]:
        """The lane's first events, head first."""
        ...

    def remove(self, lease: LaneLease, head: EventId) -> bool:
        """Removes the handled head; the lane stays parked until it is opened."""
        ...

    def postpone(self, lease: LaneLease, head: ParkedEvent) -> bool:
        """Records why and until when the head keeps waiting."""
        ...

    def open(self, lease: LaneLease) -> bool:
        """Opens the lane if it is empty."""
        ...

    def release(self, lease: LaneLease) -> None:
        """Gives the lease back."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """What a lane's row tells of its first event."""

    reason: str
    attempts: int
    parked_at: int

    @staticmethod
    def of(event: ParkedEvent) -> Head:
        """What is kept of this event while it is a lane's first."""
        return Head(beginning(event.reason, _LONGEST_REASON), event.attempts, event.parked_at)


@dataclass(frozen=True, slots=True)
class LaneEntry:
    """The head of one lane as stored. Each step answers the next head to write, or None, and the result."""

    parked: bool = False
    fence: int = 0
    lease_end: int | None = None
    due: int | None = None
    count: int = 0
    next: int = 1
    head: Head | None = None

    def held_by(self, lease: LaneLease) -> bool:
        """Whether this is the lane's last lease, and the lane was not opened since."""
        return self.parked and self.fence == lease.fence

    @property
    def expires(self) -> int | None:
        """When the head may be deleted, if the lane is open."""
        return None if self.parked or self.lease_end is None else self.lease_end + _KEPT

    def park(
        self, event: ParkedEvent, opens: bool, has: Callable[[], bool], room: int
    ) -> tuple[LaneEntry | None, ParkResult]:
        """Appends an event under the number ``next``."""
        if not self.parked and not opens:
            return None, Open()
        if self.parked and has():
            return None, Parked()
        if self.count >= room:
            return None, Full(room)
        more = LaneEntry(
            parked=True,
            fence=self.fence,
            lease_end=self.lease_end if self.parked else None,
            due=self.due if self.parked else event.replay_at,
            count=self.count + 1,
            next=self.next + 1,
            head=self.head if self.parked and self.count > 0 else Head.of(event),
        )
        return more, Parked()

    def lease(
        self, consumer: str, lane: Lane, now: int, duration: int
    ) -> tuple[LaneEntry | None, LaneLease | None]:
        """Leases a parked lane with the next fence, unless it is leased."""
        if not self.parked or (self.lease_end is not None and self.lease_end > now):
            return None, None
        end = now + duration
        held = replace(self, fence=self.fence + 1, lease_end=end)
        return held, LaneLease(consumer, lane, self.fence + 1, end)

    def remove(
        self, lease: LaneLease, first: Callable[[], P | None]
    ) -> tuple[LaneEntry | None, P | None]:
        """Removes the first event; the lane is due immediately."""
        found = first() if self.held_by(lease) else None
        fewer = replace(self, due=0, count=self.count - 1, head=None)
        return (None if found is None else fewer), found

    def postpone(
        self, lease: LaneLease, first: Callable[[], P | None], waiting: ParkedEvent
    ) -> tuple[LaneEntry | None, P | None]:
        """Postpones the first event, and with it the lane."""
        found = first() if self.held_by(lease) else None
        later = replace(self, due=waiting.replay_at, head=Head.of(waiting))
        return (None if found is None else later), found

    def open(self, lease: LaneLease) -> tuple[LaneEntry | None, bool]:
        """Opens an empty lane; the fence grows, so that no earlier lease fits the lane once it is parked again."""
        if not self.held_by(lease) or self.count != 0:
            return None, False
        return replace(self, parked=False, fence=self.fence + 1, due=None, count=0, head=None), True

    def release(self, lease: LaneLease) -> tuple[LaneEntry | None, bool]:
        """Gives the lease back; its fence stays."""
        return (replace(self, lease_end=None), True) if self.held_by(lease) else (None, False)
