"""Settles a batch by lane: claims, calls handlers, completes, parks, and answers one verdict per delivery.

The rules are those of Java's io.triskel.consume (Batch, LaneWork, Parker, Completion), in their order. Lanes run one
after another in delivery order, on the calling thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .consume import (
    Consumer,
    Decision,
    Delivery,
    Fault,
    Halt,
    Handler,
    Handling,
    NotYet,
    Outcome,
    Park,
    ProcessMemory,
    Redelivery,
    Retry,
    Settlement,
    Verdict,
    fault_of,
    keeping,
    place_of,
    said,
)
from .event import Envelope, EventId
from .inbox import Claim, Completed, Failed, InLot, InProgress, Lost, Recorded, Release, WriteOutcome
from .invalid import PortError
from .keys import NANOS, instant_text
from .parking import Full, Lane, Open, ParkedEvent, ParkResult

LOG = logging.getLogger("triskel")
LOG.addHandler(logging.NullHandler())

_FIRST_WAIT = NANOS // 10
_DOUBLINGS = 6
_LONG_WAIT = NANOS
_FOR_ONE_RESERVE = 250


def settle(
    consumer: Consumer, deliveries: Sequence[Delivery], redelivery: Redelivery, deadline: int
) -> Settlement:
    """Settles a batch in the source's order; a failing handler or port becomes a verdict.

    ``deadline`` is when the host wants an answer, in nanoseconds since 1970. Only what ends the process is raised, such
    as :class:`MemoryError`: then the claims are held until their leases end.
    """
    consumer.work_until(deadline)
    return _Batch(consumer, deliveries, redelivery, deadline).settle()


@dataclass(slots=True, eq=False)
class _Lane:
    lane: Lane | None = None
    held: bool = False
    to_ask: bool = False
    uncompleted: int = 0
    stopped: bool = False
    waiting: bool = False


@dataclass(slots=True, eq=False)
class _Item:
    delivery: Delivery
    id: EventId
    lane: _Lane
    place: int
    handler: Handler | None = None
    unreadable: str | None = None
    first: _Item | None = None
    wanted: bool = False
    claim: Claim | None = None
    blocked: Verdict | None = None
    counted: int = 0
    cut_off: int = 0
    since: int | None = None
    tried: bool = False
    handled: bool = False
    parking: Park | None = None
    in_lot: bool = False
    last_failure: str = ""
    verdict: Verdict | None = None

    @property
    def open(self) -> bool:
        """Whether the delivery still needs a verdict of its own."""
        return self.verdict is None and self.first is None

    @property
    def to_settle(self) -> bool:
        """Whether there is work to do: a handled event only waits for its completion to be recorded."""
        return self.open and not self.handled

    def decide(self, verdict: Verdict) -> None:
        """Gives the delivery its verdict, once."""
        if self.verdict is not None:
            raise RuntimeError(f"{self.id} has its verdict, {self.verdict}, and cannot get another: {verdict}")
        self.verdict = verdict

    def unsettled(self, outcome: Outcome, reason: str) -> None:
        """Leaves the delivery to the source; no later one of its lane is attempted."""
        self.lane.stopped = True
        self.decide(Verdict(outcome, reason))


@dataclass(slots=True)
class _Situation:
    """The time left, and whether to stop. Time is also measured by the waits, so that a clock may stand still."""

    redelivery: Redelivery
    began: int
    deadline: int
    reserve: int
    attempts_until: int = field(init=False)
    patience: int = field(init=False)
    round: int = 1
    halted: str | None = None

    def __post_init__(self) -> None:
        self.attempts_until = keeping(self.deadline, self.reserve, self.began)
        self.patience = max(0, self.attempts_until - self.began)

    @property
    def next_wait(self) -> int:
        return _FIRST_WAIT << min(self.round - 1, _DOUBLINGS)

    def _has_time(self, now: int) -> bool:
        return self.halted is None and self.patience > self.next_wait and now + self.next_wait < self.attempts_until

    def can_wait(self, now: int) -> bool:
        """Whether a failed event can be tried again in this call."""
        return self.redelivery is Redelivery.NEVER and self._has_time(now)

    def can_await(self, now: int) -> bool:
        """Whether an event that is not yet possible can be: a whole batch waits for it too, a little (decision 0138)."""
        briefly = self.redelivery is Redelivery.WHOLE_BATCH and self.next_wait < _LONG_WAIT
        return self.can_wait(now) or (briefly and self._has_time(now))


class _Batch:
    def __init__(
        self, consumer: Consumer, deliveries: Sequence[Delivery], redelivery: Redelivery, deadline: int
    ) -> None:
        self._with = consumer
        times = max(1, (len(deliveries) + _FOR_ONE_RESERVE - 1) // _FOR_ONE_RESERVE)
        self._situation = _Situation(redelivery, consumer.clock(), deadline, consumer.reserve * times)
        self._claimant = consumer.ids() if consumer.inbox is not None else ""
        self._lanes: dict[Lane, _Lane] = {}
        self._items: list[_Item] = []
        self._completed_to = 0
        seen: dict[EventId, _Item] = {}
        for delivery in deliveries:
            item = self._receive(delivery)
            self._items.append(item)
            if item.open and consumer.inbox is not None:
                item.first = seen.get(item.id)
                item.wanted = item.first is None
                seen.setdefault(item.id, item)
            elif item.open and (failures := consumer.memory.failures(item.id)):
                item.counted, item.cut_off, item.since = failures.counted, failures.cut_off, failures.since

    def settle(self) -> Settlement:
        while self._round():
            wait = self._situation.next_wait
            self._with.sleep(wait / NANOS)
            self._situation.patience -= wait
            self._situation.round += 1
            for item in self._items:
                item.lane.waiting = False
        self._let_go()
        return Settlement([_verdict(item) for item in self._items])

    def _round(self) -> bool:
        now = self._with.clock()
        self._claim_open(now, max(0, self._situation.deadline - now) + self._situation.reserve)
        self._ask_for_held()
        for item in self._items:
            self._go_on(item)
        self._completed_to = 0
        self._complete(self._items)
        return any(item.open for item in self._items)

    # Intake

    def _receive(self, delivery: Delivery) -> _Item:
        place, event = len(self._items), delivery.event
        if event is None:
            keyed = not self._with.own_lane and delivery.transport_key
            lane = self._lane(Lane(delivery.transport_key)) if keyed and delivery.transport_key else _Lane()
            return _Item(delivery, delivery.identity, lane, place, unreadable=delivery.reason)
        handler = self._with.handler_of(event.type)
        if handler is None and not self._with.subscribes(event.type):
            ignored = _Item(delivery, event.id, _Lane(), place)
            ignored.decide(Verdict(Outcome.IGNORED))
            return ignored
        unreadable = None
        try:
            named = self._with.lane_of(event)
            lane = _Lane() if named is None else self._lane(named)
        except Exception as of_the_lane:
            lane = _Lane()
            if fault_of(of_the_lane) is Fault.PACKAGE:
                self._situation.halted = broken(of_the_lane)
            else:
                unreadable = f"its lane could not be determined: {place_of(of_the_lane)}"
        if handler is None:
            unreadable = f"{event.type} is subscribed to, but this version of it is not known here"
        return _Item(delivery, event.id, lane, place, handler, unreadable)

    def _lane(self, lane: Lane) -> _Lane:
        return self._lanes.setdefault(lane, _Lane(lane, to_ask=self._with.lot is not None))

    def _claim_open(self, now: int, lease: int) -> None:
        by_claimant: dict[str, list[_Item]] = {}
        for item in self._items:
            if item.wanted and item.verdict is None:
                name = self._with.memory.take_claimant(item.id, self._claimant)
                by_claimant.setdefault(name, []).append(item)
        for name, items in by_claimant.items():
            self._claim(name, items, now, lease)

    def _claim(self, name: str, items: list[_Item], now: int, lease: int) -> None:
        inbox = self._with.inbox
        assert inbox is not None
        try:
            results = inbox.claim_all(self._with.name, [item.id for item in items], now, lease, name)
        except Exception as of_the_port:
            port_failed("inbox", of_the_port)
            results = [Failed(str(of_the_port)) for _ in items]
        for item, result in zip(items, results, strict=True):
            if isinstance(result, Claim):
                item.claim, item.counted = result, result.attempt - 1
                item.cut_off, item.since = result.cut_off, result.since
                item.wanted, item.blocked = False, None
            elif isinstance(result, Completed):
                item.decide(Verdict(Outcome.DUPLICATE))
            elif isinstance(result, InLot):
                item.decide(Verdict(Outcome.PARKED, "it is in the parking lot already"))
                item.lane.held, item.lane.to_ask = item.lane.lane is not None, False
            elif isinstance(result, InProgress):
                item.since = result.since
                item.blocked = Verdict(
                    Outcome.IN_PROGRESS_ELSEWHERE, f"it is claimed elsewhere until {instant_text(result.lease_end)}"
                )
            else:
                self._with.memory.remember_claimant(item.id, name)
                item.blocked = Verdict(
                    Outcome.PORT_FAILED, f"the inbox could not claim it: {result.message}"
                )

    def _ask_for_held(self) -> None:
        lot = self._with.lot
        asked: list[_Lane] = []
        for item in self._items:
            if item.lane.to_ask and item.to_settle:
                item.lane.to_ask = False
                asked.append(item.lane)
        if lot is None or not asked:
            return
        try:
            held = lot.held_among(self._with.name, [state.lane for state in asked if state.lane is not None])
            for state in asked:
                state.held = state.held or state.lane in held
        except Exception as of_the_port:
            port_failed("parking lot", of_the_port)
            for state in asked:
                state.to_ask = True

    # One delivery

    def _go_on(self, item: _Item) -> None:
        if item.lane.waiting or not item.to_settle or not self._ready(item):
            return
        event, handler = item.delivery.event, item.handler
        assert event is not None and handler is not None
        fence = item.claim.fence if item.claim is not None else 0
        handling = Handling(
            item.counted + 1, self._situation.attempts_until, fence, item.delivery.accepted_at
        )
        try:
            handler(event, handling)
        except MemoryError:
            item.tried, item.counted, item.cut_off = True, item.counted + 1, item.cut_off + 1
            self._counts(item, self._with.clock())
            raise
        except Exception as failure:
            self._failed(item, event, failure)
        else:
            item.handled = True
            item.lane.uncompleted += item.claim is not None

    def _ready(self, item: _Item) -> bool:
        now, lane, situation = self._with.clock(), item.lane, self._situation
        if lane.stopped:
            self._give_up_behind(item, now)
        elif situation.halted is not None:
            self._give_up(item, Outcome.HALTED, situation.halted, now)
        elif item.blocked is not None:
            self._blocked(item, item.blocked, now)
        elif item.parking is not None:
            self._park(item, item.parking, now)
        elif lane.to_ask:
            self._port_failed(item, "the parking lot could not say whether the lane is parked", now)
        elif lane.held and not self._stands_behind(item, now):
            return False
        elif item.unreadable is not None:
            self._park(item, Park(item.unreadable), now)
        elif now >= situation.attempts_until:
            self._out_of_time(item, now)
        elif item.cut_off >= self._with.cut_off_limit and self._with.lot is not None:
            self._park(item, self._with.later(f"its handling was cut off {item.cut_off} times"), now)
        else:
            return True
        return False

    def _give_up_behind(self, item: _Item, now: int) -> None:
        if item.lane.stopped:
            self._give_up(item, Outcome.BEHIND_A_FAILURE, "an earlier event of its lane is unsettled", now)
        else:
            self._give_up(item, Outcome.OUT_OF_TIME, "there was no time left to try it", now)

    def _out_of_time(self, item: _Item, now: int) -> None:
        if item.tried and self._situation.redelivery is Redelivery.NEVER:
            self._park(item, self._with.later(f"tried until time ran out, last: {item.last_failure}"), now)
        else:
            self._give_up_behind(item, now)

    def _stands_behind(self, item: _Item, now: int) -> bool:
        """Whether the lane is open again, so that the item may continue; if not, it was queued, or given up."""
        if now >= self._situation.deadline and self._situation.redelivery is not Redelivery.NEVER:
            self._give_up_behind(item, now)
            return False
        return self._finds_open(item, now)

    def _blocked(self, item: _Item, why: Verdict, now: int) -> None:
        reason = why.reason or ""
        if self._situation.can_wait(now):
            item.lane.waiting = True
        elif why.outcome is Outcome.PORT_FAILED:
            self._give_up(item, why.outcome, reason, now)
        elif self._situation.redelivery is Redelivery.NEVER or self._over_budget(item, now):
            self._park(item, self._with.later(reason), now)
        else:
            item.unsettled(why.outcome, reason)

    def _port_failed(self, item: _Item, message: str, now: int) -> None:
        if self._situation.can_wait(now):
            item.lane.waiting = True
        else:
            self._give_up(item, Outcome.PORT_FAILED, message, now)

    def _over_budget(self, item: _Item, now: int) -> bool:
        if not self._situation.redelivery.holds_others or item.since is None:
            return False
        budget = self._with.retry_budget
        # A clock that is far behind the start was set back since then.
        return self._situation.began < item.since - budget or now >= item.since + budget

    def _failed(self, item: _Item, event: Envelope[Any], failure: Exception) -> None:
        now, fault = self._with.clock(), fault_of(failure)
        if fault is Fault.PACKAGE:
            self._halt(item, broken(failure), now)
        elif isinstance(failure, NotYet):
            item.tried = True
            if self._situation.can_await(now):
                item.last_failure = place_of(failure)
                item.lane.waiting = True
            else:
                self._retry(item, Outcome.FAILED, failure, now)
        else:
            decision = decide(self._with, event, failure, item.counted + 1)
            item.tried = item.tried or not isinstance(decision, Halt)
            if isinstance(decision, Halt):
                self._halt(item, decision.reason, now)
            elif fault is Fault.PORT:
                self._retry(item, Outcome.PORT_FAILED, failure, now)
            elif isinstance(decision, Park):
                item.counted += 1
                self._park(item, decision, now)
            else:
                item.counted += 1
                self._retry(item, Outcome.FAILED, failure, now)

    def _halt(self, item: _Item, reason: str, now: int) -> None:
        self._situation.halted = reason
        self._give_up(item, Outcome.HALTED, reason, now)

    def _retry(self, item: _Item, outcome: Outcome, failure: Exception, now: int) -> None:
        item.last_failure = place_of(failure)
        if self._situation.can_wait(now):
            item.lane.waiting = True
        elif self._situation.redelivery is Redelivery.NEVER:
            self._park(item, self._with.later(f"tried until time ran out, last: {item.last_failure}"), now)
        elif self._over_budget(item, now):
            held = f"held up others for longer than PT{self._with.retry_budget // NANOS}S, last: {item.last_failure}"
            self._park(item, self._with.later(held), now)
        elif not self._counts(item, now) and self._with.lot is not None:
            full = (
                f"failed while {ProcessMemory.MOST} others fail too, so that its attempts could not be counted,"
                f" last: {item.last_failure}"
            )
            self._park(item, self._with.later(full), now)
        else:
            item.unsettled(outcome, said(failure))

    # Parking

    def _give_up(self, item: _Item, outcome: Outcome, message: str, now: int) -> None:
        """Leaves the event to the source; if that does not redeliver, parks it, unless an earlier one is not parked."""
        if self._situation.redelivery is Redelivery.NEVER and self._with.lot is not None and not item.lane.stopped:
            self._park(item, self._with.later(message), now)
        else:
            item.unsettled(outcome, message)

    def _park(self, item: _Item, decision: Park, now: int) -> None:
        lot = self._with.lot
        if lot is None:
            item.unsettled(Outcome.FAILED, f"it should be parked, but there is no parking lot: {decision.reason}")
            return
        if self._claim_gone(item, now):
            return
        item.parking = decision
        if not self._earlier_completed(item):
            if not item.lane.stopped and self._situation.can_wait(now):
                item.lane.waiting = True
            else:
                item.unsettled(
                    Outcome.BEHIND_A_FAILURE, "the completion of an earlier event of its lane could not be recorded"
                )
            return
        self._put(item, decision, now, lot.park)

    def _finds_open(self, item: _Item, now: int) -> bool:
        lot = self._with.lot
        assert lot is not None
        if self._claim_gone(item, now):
            return False
        reason = item.unreadable or "it is behind a parked event of its lane"
        if self._put(item, Park(reason), now, lot.park_behind):
            item.lane.held = False
            return True
        return False

    def _put(self, item: _Item, decision: Park, now: int, put: Callable[[ParkedEvent], ParkResult]) -> bool:
        """Gives the event to the lot; returns whether its lane is open again, so that nothing was written."""
        lane = item.lane.lane or Lane.of_alone(item.id)
        parked = ParkedEvent(
            self._with.name,
            lane,
            item.id,
            item.delivery.wire,
            item.delivery.position,
            decision.reason,
            item.counted,
            now,
            decision.replay_at,
        )
        try:
            result = put(parked)
        except Exception as of_the_port:
            port_failed("parking lot", of_the_port)
            self._not_parked(item, f"it could not be parked: {said(of_the_port)}", now)
            return False
        if isinstance(result, Full):
            self._not_parked(item, f"the parking lot is full at {result.limit} events", now)
        elif not isinstance(result, Open):
            item.in_lot = True
            item.lane.held = item.lane.lane is not None
            item.decide(Verdict(Outcome.PARKED, decision.reason))
            LOG.warning("%s parked %s: %s", self._with.name, item.id, decision.reason)
        return isinstance(result, Open)

    def _not_parked(self, item: _Item, message: str, now: int) -> None:
        if self._situation.can_wait(now):
            item.lane.waiting = True
        else:
            item.unsettled(Outcome.PORT_FAILED, message)

    def _earlier_completed(self, item: _Item) -> bool:
        """Completes what was handled before a parked event, or a crash would let it queue behind that event."""
        if item.lane.lane is None:
            return True
        if item.lane.uncompleted > 0 and item.place > self._completed_to:
            begin, self._completed_to = self._completed_to, item.place
            self._complete(self._items[begin : item.place])
        return not item.lane.stopped and item.lane.uncompleted == 0

    def _claim_gone(self, item: _Item, now: int) -> bool:
        """Whether the lease has ended, so that the event is not ours to park."""
        if item.claim is None or now < item.claim.lease_end:
            return False
        item.claim = None
        if self._situation.redelivery is not Redelivery.NEVER:
            item.unsettled(Outcome.IN_PROGRESS_ELSEWHERE, "its lease has expired")
            return True
        if self._ended_elsewhere(item, now):
            item.decide(Verdict(Outcome.DUPLICATE))
            return True
        return False

    # Completion

    def _complete(self, items: Iterable[_Item]) -> None:
        claimed: list[tuple[_Item, Claim]] = []
        for item in items:
            if not item.handled or item.verdict is not None:
                continue
            if item.claim is None:
                item.decide(Verdict(Outcome.HANDLED))
            else:
                claimed.append((item, item.claim))
        inbox = self._with.inbox
        if inbox is None or not claimed:
            return
        now = self._with.clock()
        outcomes: list[WriteOutcome]
        try:
            outcomes = inbox.complete_all([claim for _, claim in claimed], now)
        except Exception as of_the_port:
            port_failed("inbox", of_the_port)
            outcomes = [Failed(said(of_the_port)) for _ in claimed]
        again = self._situation.can_wait(now)
        given_up: list[tuple[_Item, WriteOutcome]] = []
        for (item, _), outcome in zip(claimed, outcomes, strict=True):
            if isinstance(outcome, Recorded):
                item.lane.uncompleted -= 1
                item.decide(Verdict(Outcome.HANDLED))
            elif isinstance(outcome, Lost) or not again:
                item.handled = False
                item.lane.uncompleted -= 1
                given_up.append((item, outcome))
        # Afterwards, since giving up may park an event, and by then the others of its lane must be completed.
        for item, outcome in given_up:
            self._end(item, outcome, now)

    def _end(self, item: _Item, outcome: WriteOutcome, now: int) -> None:
        if isinstance(outcome, Failed):
            message = f"its completion could not be recorded: {outcome.message}"
            self._give_up(item, Outcome.PORT_FAILED, message, now)
            return
        item.claim = None
        if self._situation.redelivery is Redelivery.NEVER and self._ended_elsewhere(item, now):
            item.decide(Verdict(Outcome.DUPLICATE))
        else:
            self._give_up(item, Outcome.IN_PROGRESS_ELSEWHERE, "its lease expired while it was handled", now)

    def _ended_elsewhere(self, item: _Item, now: int) -> bool:
        """Whether another claimant completed the event after this claim was lost: it must not be parked then."""
        inbox = self._with.inbox
        assert inbox is not None
        try:
            result = inbox.claim_all(self._with.name, [item.id], now, NANOS, self._claimant)[0]
        except Exception as of_the_port:
            port_failed("inbox", of_the_port)
            return False
        if isinstance(result, Claim):
            item.claim = result
        return isinstance(result, Completed)

    def _counts(self, item: _Item, now: int) -> bool:
        """Whether the failures are recorded for the redelivery, by the inbox or by this process, or need not be."""
        if self._with.inbox is not None or (item.counted == 0 and not self._situation.redelivery.holds_others):
            return True
        return self._with.memory.failed(item.id, item.counted, item.cut_off, now)

    def _let_go(self) -> None:
        """Gives claims back, and marks those of parked events; if that fails, the next claimant waits for the leases."""
        inbox = self._with.inbox
        if inbox is None:
            for item in self._items:
                if item.verdict is not None and item.verdict.settled:
                    self._with.memory.settled(item.id)
                elif item.tried:
                    self._counts(item, self._with.clock())
            return
        parked, unsettled = [], []
        for item in self._items:
            if item.claim is not None and item.verdict is not None:
                release = Release(item.claim, item.counted, not item.tried)
                if item.in_lot:
                    parked.append(release)
                elif not item.verdict.settled:
                    unsettled.append(release)
        for releases, tell in ((parked, inbox.park_all), (unsettled, inbox.release_all)):
            if releases:
                try:
                    tell(releases, self._with.clock())
                except Exception as of_the_port:
                    port_failed("inbox", of_the_port)


def _verdict(item: _Item) -> Verdict:
    if item.first is None:
        assert item.verdict is not None
        return item.verdict
    verdict = _verdict(item.first)
    if not verdict.settled:
        return Verdict(Outcome.BEHIND_A_FAILURE, "it repeats an event that is unsettled")
    return Verdict(Outcome.DUPLICATE) if verdict.outcome is Outcome.HANDLED else verdict


def decide(consumer: Consumer, event: Envelope[Any], failure: Exception, attempt: int) -> Decision:
    """The policy's decision; retry if the policy fails, unless its package is broken."""
    try:
        return consumer.policy(event, failure, attempt)
    except Exception as of_the_policy:
        LOG.exception("the failure policy of %s failed", consumer.name)
        return Halt(broken(of_the_policy)) if fault_of(of_the_policy) is Fault.PACKAGE else Retry()


def port_failed(port: str, failure: BaseException) -> None:
    """Tells the log of a failing port, which verdicts only mention."""
    LOG.warning("%s failed: %s", port, failure, exc_info=not isinstance(failure, PortError))


def broken(failure: BaseException) -> str:
    """Why the batch halts when a module is missing."""
    at = failure
    while not isinstance(at, ImportError) and at.__cause__ is not None:
        at = at.__cause__
    return f"the package is broken: {said(at)}"
