"""Replays what a consumer has parked, in its own function; docs/ops-commands.md ("The replay protocol") has the document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from .consume import Consumer, Fault, Halt, Handler, Handling, NotYet, Park, fault_of, keeping, place_of
from .event import Envelope, EventId
from .inbox import Claim, Completed, Failed, Recorded, Release
from .invalid import InvalidEvent, PortError
from .keys import NANOS
from .parking import Lane, LaneLease, ParkedEvent, ParkingLot
from .settlement import broken, decide, port_failed

_RESERVE = NANOS


@dataclass(slots=True)
class ReplayReport:
    """What a replay did: events handled, duplicates, failed again; lanes busy elsewhere, and opened."""

    handled: int = 0
    duplicates: int = 0
    failed: int = 0
    busy: int = 0
    opened: int = 0
    more: bool = False


def is_replay(document: Any) -> bool:
    """Whether a function was invoked with a replay's document, which no trigger sends."""
    return isinstance(document, dict) and document.get("triskel") == "replay"


def answer_replay(consumer: Consumer, document: Any, deadline: int) -> dict[str, Any]:
    """Serves one request, a document or its JSON text, and answers the document of the counts.

    Raises :class:`ValueError` for a broken request, or one for another consumer; its message says what was expected.
    """
    name, limit, seconds, lane = _request(document)
    if name != consumer.name:
        raise ValueError(f"this is the function of consumer {consumer.name}; the request is for {name}")
    now = consumer.clock()
    first = min(deadline, now + seconds * NANOS)
    attempts_until = keeping(first, _RESERVE, now)
    consumer.work_until(deadline)
    replay = _Replay(consumer, first, attempts_until)
    replay.all(limit, lane)
    report = replay.report
    tried = report.handled + report.duplicates + report.failed
    report.more = tried >= limit or consumer.clock() >= attempts_until
    return asdict(report)


def _request(document: Any) -> tuple[str, int, int, Lane | None]:
    if isinstance(document, str | bytes):
        try:
            document = json.loads(document)
        except ValueError:
            raise _expected("a document that is not JSON") from None
    if not is_replay(document):
        raise _expected("a document without it")
    name, limit, seconds = (document.get(member) for member in ("consumer", "limit", "seconds"))
    lane = document.get("lane")
    if not isinstance(name, str) or not _is_int(limit) or not _is_int(seconds) or not isinstance(lane, str | None):
        raise _expected(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    if not name.strip() or limit < 1 or seconds < 1:
        raise _expected(f"'{name}', {limit} and {seconds}")
    return name, int(limit), int(seconds), None if lane is None else Lane(lane, document.get("alone") is True)


def _is_int(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -(2**31) <= value < 2**31


def _expected(found: str) -> ValueError:
    return ValueError(
        'expected {"triskel":"replay","consumer":NAME,"limit":N,"seconds":N} with numbers of at least 1, and perhaps a'
        f' "lane", not {found}'
    )


class _Replay:
    def __init__(self, consumer: Consumer, deadline: int, attempts_until: int) -> None:
        if consumer.lot is None:
            raise ValueError(f"{consumer.name} has no parking lot: there is nothing to replay")
        self._with = consumer
        self._lot: ParkingLot = consumer.lot
        self._deadline = deadline
        self._attempts_until = attempts_until
        self.report = ReplayReport()

    def all(self, limit: int, only: Lane | None) -> None:
        """Replays one lane, or all."""
        lanes: Iterable[Lane] = () if only is None else (only,)
        try:
            lanes = lanes or self._lot.held(self._with.name, limit)
        except Exception as of_the_port:
            self._port_failed(of_the_port)
        for lane in lanes:
            if limit <= 0 or self._over():
                break
            limit -= self._lane(lane, limit)

    def _over(self) -> bool:
        return self._with.clock() >= self._attempts_until

    def _port_failed(self, failure: Exception) -> None:
        port_failed("parking lot", failure)
        self.report.failed += 1

    def _lane(self, lane: Lane, limit: int) -> int:
        """Replays a lane head first; it opens only when it is empty."""
        tried, lease = 0, None
        try:
            now = self._with.clock()
            needed = max(0, self._deadline - now) + self._with.reserve
            lease = self._lot.lease(self._with.name, lane, now, needed)
            if lease is None:
                self.report.busy += lane in self._lot.held_among(self._with.name, [lane])
                return 0
            while tried < limit and not self._over() and self._head(lease):
                tried += 1
            if not self._lot.peek(lease, 1):
                self.report.opened += self._lot.open(lease)
        except Exception as of_the_port:
            self._port_failed(of_the_port)
        finally:
            self._release_lane(lease)
        return tried

    def _release_lane(self, lease: LaneLease | None) -> None:
        if lease is not None:
            try:
                self._lot.release(lease)
            except Exception as of_the_port:
                self._port_failed(of_the_port)

    def _head(self, lease: LaneLease) -> bool:
        """Whether the head was tried and removed, so that the next event may be tried."""
        head = self._lot.peek(lease, 1)
        if not head:
            return False
        parked = head[0]
        try:
            event = self._with.codec.read(parked.wire)
        except InvalidEvent as invalid:
            return self._waits(lease, parked, None, parked.attempts, Park(f"{invalid.attribute}: {invalid.reason}"))
        handler = self._with.handler_of(event.type)
        if handler is None:
            return self._waits(lease, parked, None, parked.attempts, Park(f"{event.type} has no handler here"))
        return self._claimed(lease, parked, event, handler)

    def _claimed(self, lease: LaneLease, parked: ParkedEvent, event: Envelope[Any], handler: Handler) -> bool:
        inbox = self._with.inbox
        if inbox is None:
            return self._attempt(lease, parked, event, handler, None)
        now = self._with.clock()
        # Only this replay has this lease of the lane, so an existing claim under its name is this replay's.
        claimant = f"replay {lease.fence}"
        result = inbox.claim_parked(self._with.name, event.id, now, lease.lease_end - now, claimant)
        if isinstance(result, Claim):
            return self._attempt(lease, parked, event, handler, result)
        if isinstance(result, Completed):
            self.report.duplicates += self._take_out(lease, parked, event.id)
            return True
        if isinstance(result, Failed):
            raise PortError(f"The inbox could not claim {event.id}: {result.message}")
        self.report.busy += 1
        return False

    def _attempt(
        self, lease: LaneLease, parked: ParkedEvent, event: Envelope[Any], handler: Handler, claim: Claim | None
    ) -> bool:
        attempt = parked.attempts + 1 if claim is None else claim.attempt
        fence = 0 if claim is None else claim.fence
        try:
            handler(event, Handling(attempt, self._attempts_until, fence))
        except MemoryError:
            raise
        except Exception as failure:
            return self._failed(lease, parked, event, claim, attempt, failure)
        if claim is not None and self._with.inbox is not None:
            outcome = self._with.inbox.complete_all([claim], self._with.clock())[0]
            if not isinstance(outcome, Recorded):
                self.report.busy += 1
                return False
        out = self._take_out(lease, parked, event.id)
        self.report.handled += 1
        return out

    def _take_out(self, lease: LaneLease, parked: ParkedEvent, event: EventId) -> bool:
        """An event parked as undecodable also has an inbox row under its position's identity, which ends here."""
        if self._with.inbox is not None and event != parked.event:
            self._with.inbox.complete_parked(self._with.name, parked.event, self._with.clock())
        return self._lot.remove(lease, parked.event)

    def _failed(
        self,
        lease: LaneLease,
        parked: ParkedEvent,
        event: Envelope[Any],
        claim: Claim | None,
        attempt: int,
        failure: Exception,
    ) -> bool:
        fault, later = fault_of(failure), self._with.later
        if isinstance(failure, NotYet):
            return self._waits(lease, parked, claim, attempt - 1, later(f"not yet: {place_of(failure)}"))
        if fault is not Fault.EVENT:
            reason = f"a port failed: {place_of(failure)}" if fault is Fault.PORT else broken(failure)
            return self._waits(lease, parked, claim, attempt - 1, later(reason))
        decision = decide(self._with, event, failure, attempt)
        if isinstance(decision, Halt):
            return self._waits(lease, parked, claim, attempt - 1, later(decision.reason))
        until = decision if isinstance(decision, Park) else later(f"failed again: {place_of(failure)}")
        return self._waits(lease, parked, claim, attempt, until)

    def _waits(
        self, lease: LaneLease, parked: ParkedEvent, claim: Claim | None, attempts: int, until: Park
    ) -> bool:
        if claim is not None and self._with.inbox is not None:
            self._with.inbox.release_all([Release(claim, attempts)], self._with.clock())
        self.report.failed += 1
        self._lot.postpone(lease, parked.waiting(until.reason, attempts, until.replay_at))
        return False
