"""A consumer: its handlers, lanes and failure policy; and what becomes of its deliveries."""

from __future__ import annotations

import sysconfig
import time
import traceback
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from threading import Lock
from typing import Any, Union

from .codec import MAX_BYTES, Codec, Read, WireEvent, as_json
from .event import Envelope, EventId, EventType
from .inbox import Inbox
from .invalid import InvalidEvent, PortError
from .keys import NANOS, derived_id, length
from .parking import Lane, ParkingLot

_MOST_CAUSES = 32
_STDLIB = sysconfig.get_path("stdlib")


@dataclass(frozen=True, slots=True)
class Handling:
    """The circumstances of one call of a handler.

    ``attempt`` counts from 1. ``deadline`` is when the handler should have returned, in nanoseconds since 1970.
    ``fence`` grows with every claim of the event: store it with the effect, and write only with one that is not lower;
    it is 0 without an inbox.
    """

    attempt: int
    deadline: int
    fence: int
    accepted_at: int | None = None


Handler = Callable[[Envelope[Any], Handling], Any]


class NotYet(Exception):
    """Something that the event needs is missing: it is tried again, and no attempt is counted."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again: by redelivery if the source redelivers the event, else in place."""


@dataclass(frozen=True, slots=True)
class Park:
    """Park until this moment, or until an operator replays the event."""

    reason: str
    replay_at: int | None = None


@dataclass(frozen=True, slots=True)
class Halt:
    """Stop the batch, because a dependency failed and not the event; no attempt is counted."""

    reason: str


Decision = Union[Retry, Park, Halt]
Policy = Callable[[Envelope[Any], BaseException, int], Decision]


def retry_then_park(attempts: int) -> Policy:
    """Retries until this many attempts have failed, then parks until an operator replays the event."""
    if attempts < 1:
        raise ValueError(f"attempts must be at least 1, not {attempts}")

    def decide(event: Envelope[Any], failure: BaseException, attempt: int) -> Decision:
        return Retry() if attempt < attempts else Park(f"failed {attempt} times, last with {place_of(failure)}")

    return decide


def place_of(failure: BaseException) -> str:
    """What may be stored of a failure: its class and line, and its root cause's; its message may quote personal data."""
    root, depth = failure, 0
    while root.__cause__ is not None and depth < _MOST_CAUSES:
        root, depth = root.__cause__, depth + 1
    return _place(failure) if root is failure else f"{_place(failure)}, caused by {_place(root)}"


def _place(failure: BaseException) -> str:
    kind = type(failure)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    for frame, line in reversed(list(traceback.walk_tb(failure.__traceback__))):
        if not frame.f_code.co_filename.startswith(_STDLIB):
            return f"{name} at {frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}:{line}"
    return name


def said(failure: BaseException) -> str:
    """The class and message of a failure, for answers and logs, never for a store."""
    return f"{type(failure).__name__}: {failure}"


class Fault(Enum):
    """Whose fault a failure is."""

    EVENT = "the event's or its handler's: it would fail again"
    PORT = "a port's"
    PACKAGE = "the package's: every event fails until another one is deployed"


def fault_of(failure: BaseException) -> Fault:
    """The origin of a failure; of a port and of the package also among its causes."""
    at: BaseException | None = failure
    for _ in range(_MOST_CAUSES):
        if isinstance(at, PortError):
            return Fault.PORT
        if isinstance(at, ImportError):
            return Fault.PACKAGE
        at = at.__cause__ if at is not None else None
    return Fault.EVENT


class Outcome(StrEnum):
    """The outcome of a delivery; all but the unsettled ones are final."""

    HANDLED = "handled"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"
    PARKED = "parked"
    FAILED = "unsettled-failed"
    BEHIND_A_FAILURE = "unsettled-behind-a-failure"
    IN_PROGRESS_ELSEWHERE = "unsettled-in-progress-elsewhere"
    OUT_OF_TIME = "unsettled-out-of-time"
    PORT_FAILED = "unsettled-port-failed"
    HALTED = "unsettled-halted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one delivery, and why it is parked or unsettled."""

    outcome: Outcome
    reason: str | None = None

    @property
    def settled(self) -> bool:
        """Whether the source need not redeliver."""
        return not self.outcome.startswith("unsettled")


@dataclass(frozen=True, slots=True)
class Settlement:
    """The verdicts of a batch, exactly one per delivery, in delivery order."""

    verdicts: Sequence[Verdict]

    @property
    def first_unsettled(self) -> int | None:
        """The index of the first unsettled delivery; None if the batch is complete."""
        return next((place for place, verdict in enumerate(self.verdicts) if not verdict.settled), None)


class Redelivery(Enum):
    """How a source brings back unsettled deliveries; the platform's module states it per invocation."""

    ONE_BY_ONE = "each by itself"
    FROM_FIRST_UNSETTLED = "all from the first unsettled one on"
    WHOLE_BATCH = "the whole batch"
    NEVER = "none: retried in place while there is time, then parked"

    @property
    def holds_others(self) -> bool:
        """Whether an unsettled delivery blocks later ones of other lanes too."""
        return self in (Redelivery.FROM_FIRST_UNSETTLED, Redelivery.WHOLE_BATCH)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One record of a source: an event, or the reason why it is none."""

    event: Envelope[Any] | None
    wire: WireEvent
    position: str
    reason: str = ""
    transport_key: str | None = None
    accepted_at: int | None = None

    @property
    def identity(self) -> EventId:
        """Source and id; of an undecodable record those of its position."""
        if self.event is not None:
            return self.event.id
        return EventId(
            "triskel:position", self.position if length(self.position) <= 128 else derived_id(self.position)
        )


def read_delivery(
    codec: Codec, wire: WireEvent, transport_key: str | None, position: str, accepted_at: int | None = None
) -> Delivery:
    """Reads one record; never fails for bad input."""
    try:
        return Delivery(codec.read(wire), wire, position, accepted_at=accepted_at)
    except InvalidEvent as invalid:
        reason = f"{invalid.attribute}: {invalid.reason}"
        return Delivery(None, wire, position, reason, transport_key or None, accepted_at)


@dataclass(frozen=True, slots=True)
class Failures:
    """The failures of one event in this process."""

    counted: int
    cut_off: int
    since: int
    last: int


class ProcessMemory:
    """What one process remembers between batches: attempts of consumers without an inbox, and claims without an answer.

    A full memory drops no count, since an event whose count is dropped would never be parked; it says that it is full.
    """

    MOST = 1_024
    _GONE_AFTER = 15 * 60 * NANOS

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures: OrderedDict[EventId, Failures] = OrderedDict()
        self._claimants: OrderedDict[EventId, str] = OrderedDict()

    def failures(self, event: EventId) -> Failures | None:
        """The failures of an event, if it failed."""
        with self._lock:
            return self._failures.get(event)

    def failed(self, event: EventId, counted: int, cut_off: int, now: int) -> bool:
        """Whether the failure is recorded; if not, the memory is full."""
        with self._lock:
            before = self._failures.pop(event, None)
            if before is None and len(self._failures) >= self.MOST:
                oldest, failures = next(iter(self._failures.items()))
                if failures.last <= now < failures.last + self._GONE_AFTER:
                    return False
                del self._failures[oldest]
            self._failures[event] = Failures(counted, cut_off, before.since if before else now, now)
            return True

    def settled(self, event: EventId) -> None:
        """Forgets an event's failures."""
        with self._lock:
            self._failures.pop(event, None)

    def remember_claimant(self, event: EventId, claimant: str) -> None:
        """Remembers under which name a claim got no answer, since the inbox may have recorded it."""
        with self._lock:
            self._claimants[event] = claimant
            if len(self._claimants) > self.MOST:
                self._claimants.popitem(last=False)

    def take_claimant(self, event: EventId, otherwise: str) -> str:
        """The name under which to claim the event; it is used once."""
        with self._lock:
            return self._claimants.pop(event, otherwise)


def _lane_of_key(event: Envelope[Any]) -> str | None:
    return event.key


class Consumer:
    """A named consumer. Its name identifies its rows in inbox and parking lot, whatever language it is written in.

    Durations are seconds. Without an inbox the handlers must recognise duplicates themselves; without a lot, an event
    that should be parked is unsettled as failed.
    """

    def __init__(
        self,
        name: str,
        *,
        inbox: Inbox | None = None,
        lot: ParkingLot | None = None,
        policy: Policy | None = None,
        lane: Callable[[Envelope[Any]], str | None] = _lane_of_key,
        retry_budget: float = 30,
        replay_delay: float = 60,
        cut_off_limit: int = 5,
        reserve: float = 1,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], int] = time.time_ns,
        sleep: Callable[[float], None] = time.sleep,
        ids: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        if not name.strip() or length(name) > 128:
            raise ValueError(
                f"A consumer's name must have 1 to 128 characters and not be blank, this one has {length(name)}"
            )
        self.name = name
        self.inbox = inbox
        self.lot = lot
        self.policy = policy or retry_then_park(5)
        self.own_lane = lane is not _lane_of_key
        self.retry_budget = int(retry_budget * NANOS)
        self.replay_delay = int(replay_delay * NANOS)
        self.cut_off_limit = cut_off_limit
        self.reserve = int(reserve * NANOS)
        self.clock = clock
        self.sleep = sleep
        self.ids = ids
        self.memory = ProcessMemory()
        self._lane = lane
        self._handlers: dict[EventType, Handler] = {}
        self._reads: dict[EventType, Read] = {}
        self.codec = Codec(self._reads, max_bytes)

    def on(self, type: str, handler: Handler, read: Read = as_json) -> Consumer:
        """Handles events of this wire type, such as ``orders.order-placed.v1``, with data that ``read`` makes of JSON.

        An event of another version of the type is parked until this consumer knows it.
        """
        handled = EventType.parse(type)
        if handled in self._handlers:
            raise ValueError(f"{self.name} has a handler for {type} already")
        self._handlers[handled] = handler
        self._reads[handled] = read
        return self

    def handler_of(self, type: EventType) -> Handler | None:
        """The handler of this very type."""
        return self._handlers.get(type)

    def subscribes(self, type: EventType) -> bool:
        """Whether the consumer handles some version of the type."""
        return any(handled.name == type.name for handled in self._handlers)

    def lane_of(self, event: Envelope[Any]) -> Lane | None:
        """The lane within which the event stays in order."""
        value = self._lane(event)
        return Lane(value) if value else None

    def later(self, reason: str) -> Park:
        """The decision to park an event that is not at fault: it is tried again after the replay delay."""
        return Park(reason, self.clock() + self.replay_delay)

    def work_until(self, deadline: int) -> None:
        """Passes the deadline of a batch to the stores."""
        for port in (self.inbox, self.lot):
            if port is not None:
                port.work_until(max(0, deadline - self.clock()) / NANOS)

    def deadline(self, seconds: float) -> int:
        """The moment in so many seconds."""
        return self.clock() + int(seconds * NANOS)


def keeping(deadline: int, reserve: int, now: int) -> int:
    """The deadline without a reserve, which is at most a quarter of the time left."""
    return deadline - min(reserve, max(0, deadline - now) // 4)
