"""Remembers which events a consumer has claimed, completed or parked: one row per consumer, source and id.

The state machine of a row is that of Java's io.triskel.spi.InboxEntry, so that both languages share the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Union

from .event import EventId


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to handle one event for one consumer until the lease ends; moments are nanoseconds since 1970."""

    consumer: str
    event: EventId
    fence: int
    attempt: int
    since: int
    cut_off: int
    lease_end: int


@dataclass(frozen=True, slots=True)
class Completed:
    """The event must not be handled again."""


@dataclass(frozen=True, slots=True)
class InProgress:
    """Another claimant's lease has not ended."""

    since: int
    lease_end: int


@dataclass(frozen=True, slots=True)
class InLot:
    """The event is in the parking lot, which is final for the source."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The store failed for this event; the outcome is unknown."""

    message: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The end of a claim is recorded; repeating the call answers the same."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The lease had ended, or there is a newer claim: nothing was written."""


ClaimResult = Union[Claim, Completed, InProgress, InLot, Failed]
WriteOutcome = Union[Recorded, Lost, Failed]


@dataclass(frozen=True, slots=True)
class Release:
    """Gives a claim back, so that a redelivery can claim immediately.

    ``attempts`` counts from now on; ``untried`` says that the event has not blocked its source.
    """

    claim: Claim
    attempts: int
    untried: bool = False


class Inbox(Protocol):
    """The port. Each entry is one conditional write; results are one per entry, in order."""

    def work_until(self, seconds: float) -> None:
        """Begins no request after so many seconds, until the next call says otherwise."""
        ...

    def claim_all(
        self, consumer: str, events: Sequence[EventId], now: int, lease: int, claimant: str
    ) -> list[ClaimResult]:
        """Claims the events that are free or whose lease has ended. Repeat a lost call under its claimant's name."""
        ...

    def claim_parked(self, consumer: str, event: EventId, now: int, lease: int, claimant: str) -> ClaimResult:
        """Claims a parked event for its replay; it stays parked until completed."""
        ...

    def complete_all(self, claims: Sequence[Claim], now: int) -> list[WriteOutcome]:
        """Records completions."""
        ...

    def release_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """Gives claims back."""
        ...

    def park_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """Marks claimed events, which the lot has, as parked."""
        ...

    def complete_parked(self, consumer: str, event: EventId, now: int) -> WriteOutcome:
        """Completes a parked event without a claim; lost if a lease has not ended."""
        ...


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One event of one consumer as stored. Each step answers the next entry to write, or None, and the result."""

    written: int
    fence: int = 0
    attempts: int = 0
    cut_off: int = 0
    completed: bool = False
    parked: bool = False
    lease_end: int | None = None
    since: int | None = None
    fence_of_since: int = 0
    claimant: str | None = None

    def claim(
        self, consumer: str, event: EventId, now: int, end: int, for_the_lot: bool, claimant: str
    ) -> tuple[InboxEntry | None, ClaimResult]:
        """Claims the event; a claimant that already has a claim gets that one, since its answer was lost."""
        if self.completed:
            return None, Completed()
        if self.parked and not for_the_lot:
            return None, InLot()
        if self.lease_end is not None and self.claimant == claimant:
            if end <= self.lease_end:
                return None, self._claimed(consumer, event, now)
            longer = replace(self, written=now, lease_end=end)
            return longer, longer._claimed(consumer, event, now)
        if self._leased(now):
            return None, InProgress(now if self.since is None else self.since, self.lease_end or now)
        fence = self.fence + 1
        following = InboxEntry(
            written=now,
            fence=fence,
            attempts=self.attempts + 1,
            cut_off=self.cut_off + (self.lease_end is not None),
            parked=self.parked or for_the_lot,
            lease_end=end,
            since=now if self.since is None else self.since,
            fence_of_since=fence if self.since is None else self.fence_of_since,
            claimant=claimant,
        )
        return following, following._claimed(consumer, event, now)

    def _claimed(self, consumer: str, event: EventId, now: int) -> Claim:
        since = now if self.since is None else self.since
        return Claim(consumer, event, self.fence, self.attempts, since, self.cut_off, self.lease_end or now)

    def complete(self, claim: Claim, now: int) -> tuple[InboxEntry | None, WriteOutcome]:
        """Completes the event under a claim."""
        if self.fence != claim.fence or not (self.completed or self._leased(now)):
            return None, Lost()
        return (None if self.completed else self._ended(now)), Recorded()

    def release(self, release: Release, now: int, to_the_lot: bool) -> tuple[InboxEntry | None, WriteOutcome]:
        """Gives a claim back; ``to_the_lot`` says that the lot has the event now."""
        if self.fence != release.claim.fence or self.completed:
            return None, Lost()
        forgets = release.untried and self.fence_of_since == self.fence
        following = replace(
            self,
            written=now,
            attempts=release.attempts,
            cut_off=self.cut_off if release.untried else 0,
            parked=self.parked or to_the_lot,
            lease_end=None,
            since=None if forgets else self.since,
        )
        return following, Recorded()

    def complete_parked(self, now: int) -> tuple[InboxEntry | None, WriteOutcome]:
        """Completes the event without a claim."""
        if not self.completed and self._leased(now):
            return None, Lost()
        return self._ended(now), Recorded()

    def _leased(self, now: int) -> bool:
        return self.lease_end is not None and now < self.lease_end

    def _ended(self, now: int) -> InboxEntry:
        return replace(self, completed=True, parked=False, written=now, lease_end=None)
