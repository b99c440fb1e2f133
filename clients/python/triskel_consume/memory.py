"""Inbox and parking lot in this process, for tests: they are forgotten with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from threading import RLock
from typing import TypeVar

from .event import EventId
from .inbox import Claim, ClaimResult, InboxEntry, Release, WriteOutcome
from .parking import Lane, LaneEntry, LaneLease, ParkedEvent, ParkResult

R = TypeVar("R")


class MemoryInbox:
    """An inbox in this process."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, EventId], InboxEntry] = {}
        self._lock = RLock()

    def work_until(self, seconds: float) -> None:
        """Needs no limit."""

    def _step(
        self, consumer: str, event: EventId, now: int, rule: Callable[[InboxEntry], tuple[InboxEntry | None, R]]
    ) -> R:
        with self._lock:
            following, answer = rule(self._entries.get((consumer, event), InboxEntry(now)))
            if following is not None:
                self._entries[consumer, event] = following
            return answer

    def claim_all(
        self, consumer: str, events: Sequence[EventId], now: int, lease: int, claimant: str
    ) -> list[ClaimResult]:
        """As the port says."""
        return [self._claim(consumer, event, now, now + lease, False, claimant) for event in events]

    def claim_parked(self, consumer: str, event: EventId, now: int, lease: int, claimant: str) -> ClaimResult:
        """As the port says."""
        return self._claim(consumer, event, now, now + lease, True, claimant)

    def _claim(
        self, consumer: str, event: EventId, now: int, end: int, for_the_lot: bool, claimant: str
    ) -> ClaimResult:
        return self._step(
            consumer, event, now, lambda entry: entry.claim(consumer, event, now, end, for_the_lot, claimant)
        )

    def complete_all(self, claims: Sequence[Claim], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return [
            self._step(each.consumer, each.event, now, lambda entry, each=each: entry.complete(each, now))  # type: ignore[misc]
            for each in claims
        ]

    def release_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return [self._release(each, now, False) for each in releases]

    def park_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return [self._release(each, now, True) for each in releases]

    def _release(self, release: Release, now: int, to_the_lot: bool) -> WriteOutcome:
        claim = release.claim
        return self._step(claim.consumer, claim.event, now, lambda entry: entry.release(release, now, to_the_lot))

    def complete_parked(self, consumer: str, event: EventId, now: int) -> WriteOutcome:
        """As the port says."""
        return self._step(consumer, event, now, lambda entry: entry.complete_parked(now))


class MemoryParkingLot:
    """A parking lot in this process."""

    def __init__(self, room: int = 10_000) -> None:
        self._room = room
        self._heads: dict[tuple[str, Lane], LaneEntry] = {}
        self._events: dict[tuple[str, Lane], list[ParkedEvent]] = {}
        self._lock = RLock()

    def work_until(self, seconds: float) -> None:
        """Needs no limit."""

    def park(self, event: ParkedEvent) -> ParkResult:
        """As the port says."""
        return self._park(event, True)

    def park_behind(self, event: ParkedEvent) -> ParkResult:
        """As the port says."""
        return self._park(event, False)

    def _park(self, event: ParkedEvent, opens: bool) -> ParkResult:
        with self._lock:
            place = (event.consumer, event.lane)
            there = self._events.setdefault(place, [])
            head = self._heads.get(place, LaneEntry())
            more, answer = head.park(event, opens, lambda: any(e.event == event.event for e in there), self._room)
            if more is not None:
                self._heads[place] = more
                there.append(event)
            return answer

    def held_among(self, consumer: str, lanes: Collection[Lane]) -> set[Lane]:
        """As the port says."""
        return {lane for lane in lanes if self._heads.get((consumer, lane), LaneEntry()).parked}

    def held(self, consumer: str, limit: int) -> list[Lane]:
        """As the port says."""
        return [lane for (name, lane), head in self._heads.items() if name == consumer and head.parked][:limit]

    def _step(self, consumer: str, lane: Lane, rule: Callable[[LaneEntry], tuple[LaneEntry | None, R]]) -> R:
        with self._lock:
            following, answer = rule(self._heads.get((consumer, lane), LaneEntry()))
            if following is not None:
                self._heads[consumer, lane] = following
            return answer

    def lease(self, consumer: str, lane: Lane, now: int, duration: int) -> LaneLease | None:
        """As the port says."""
        return self._step(consumer, lane, lambda head: head.lease(consumer, lane, now, duration))

    def _of(self, lease: LaneLease) -> list[ParkedEvent]:
        return self._events.get((lease.consumer, lease.lane), [])

    def _first(self, lease: LaneLease, event: EventId) -> ParkedEvent | None:
        return next((each for each in self._of(lease)[:1] if each.event == event), None)

    def peek(self, lease: LaneLease, limit: int) -> Sequence[ParkedEvent]:
        """As the port says."""
        head = self._heads.get((lease.consumer, lease.lane), LaneEntry())
        return list(self._of(lease)[:limit]) if head.held_by(lease) else []

    def remove(self, lease: LaneLease, head: EventId) -> bool:
        """As the port says."""
        with self._lock:
            rule = lambda there: there.remove(lease, lambda: self._first(lease, head))  # noqa: E731
            gone: ParkedEvent | None = self._step(lease.consumer, lease.lane, rule)
            if gone is not None:
                del self._of(lease)[0]
            return gone is not None

    def postpone(self, lease: LaneLease, head: ParkedEvent) -> bool:
        """As the port says."""
        with self._lock:
            rule = lambda there: there.postpone(lease, lambda: self._first(lease, head.event), head)  # noqa: E731
            found: ParkedEvent | None = self._step(lease.consumer, lease.lane, rule)
            if found is not None:
                self._of(lease)[0] = head
            return found is not None

    def open(self, lease: LaneLease) -> bool:
        """As the port says."""
        return self._step(lease.consumer, lease.lane, lambda head: head.open(lease))

    def release(self, lease: LaneLease) -> None:
        """As the port says."""
        self._step(lease.consumer, lease.lane, lambda head: head.release(lease))
