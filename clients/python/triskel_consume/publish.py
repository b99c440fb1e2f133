"""Publishes events with a report per event: in the order of each key, within a bus's limits, repeated on request.

The rules are those of Java's OrderedPublisher and RepeatingPublisher; one request is in flight at a time.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import RLock
from typing import Any, Protocol, Union

from .codec import MAX_BYTES, Codec, WireEvent, beyond_writing_limits
from .consume import Handler, Handling
from .event import Command, Envelope, EventId, EventType, StateTransfer, caused_by
from .invalid import EventTooLarge, InvalidEvent, PortError
from .keys import NANOS

_FIRST_PAUSE = NANOS // 40
_LONGEST_PAUSE = NANOS
_SHORTEST_PAUSE = NANOS // 1000
_PUBLISH_TIME = 10 * NANOS


class Cause(StrEnum):
    """Why an event was rejected: a closed vocabulary, to which each platform maps its codes."""

    THROTTLED = "THROTTLED"
    TRANSIENT = "TRANSIENT"
    TOO_LARGE = "TOO_LARGE"
    DENIED = "DENIED"
    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    UNKNOWN = "UNKNOWN"
    """The bus may have the event; publishing it again may make a duplicate."""

    @property
    def may_pass(self) -> bool:
        """Whether publishing the same event again can succeed."""
        return self in (Cause.THROTTLED, Cause.TRANSIENT, Cause.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The bus has the event, at this position in its own words."""

    event: Envelope[Any]
    position: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The bus does not have the event; if the cause is UNKNOWN, it may have it."""

    event: Envelope[Any]
    cause: Cause
    message: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """Not sent, because an earlier event of the same key was rejected; sending it would reorder the key."""

    event: Envelope[Any]
    behind: EventId


Entry = Union[Accepted, Rejected, Withheld]


class PublishFailed(Exception):
    """Not all events are on the bus; ``report`` says which.

    In a handler it counts as a failed port, unless all rejected events are too large or invalid.
    """

    def __init__(self, report: Sequence[Entry]) -> None:
        self.report = report
        rejected = [entry for entry in report if isinstance(entry, Rejected)]
        missing = sum(not isinstance(entry, Accepted) for entry in report)
        message = f"{missing} of {len(report)} events are not on the bus"
        if rejected:
            first = rejected[0]
            message += f". The first is {first.event.id}, rejected as {first.cause}: {first.message}"
        super().__init__(message)
        at_fault = (Cause.TOO_LARGE, Cause.INVALID)
        of_the_port = next((entry for entry in rejected if entry.cause not in at_fault), None)
        if of_the_port is not None:
            self.__cause__ = PortError(f"The bus rejected {of_the_port.event.id}: {of_the_port.message}")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request to a bus, and how its messages carry events."""

    binary: bool
    max_events: int
    max_request_bytes: int
    max_event_bytes: int
    several_keys: bool
    several_per_key: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One event of a request."""

    event: Envelope[Any]
    wire: WireEvent
    size: int


class Bus(Protocol):
    """Sends one request to one bus."""

    @property
    def limits(self) -> Limits:
        """The limits of one request."""
        ...

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        """One :class:`Accepted` or :class:`Rejected` per event, in order."""
        ...


class Publisher:
    """Publishes to one bus; safe for several threads, whose calls wait for each other."""

    def __init__(
        self,
        bus: Bus,
        *,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], int] = time.time_ns,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._bus = bus
        self._codec = Codec(max_bytes=max_bytes)
        self.clock = clock
        self._sleep = sleep
        self._chance = chance
        self._withheld: dict[str, EventId] = {}
        self._lock = RLock()

    def publish(self, events: Iterable[Envelope[Any]], deadline: int) -> list[Entry]:
        """Publishes once, and answers one entry per event, in order.

        After a rejection the key's later events are withheld, in later calls too, until :meth:`resume`.
        """
        with self._lock:
            return _Publication(self._bus, self._codec, self.clock, self._withheld).run(list(events), deadline)

    def resume(self, key: str) -> None:
        """Ends the withholding of a key."""
        with self._lock:
            self._withheld.pop(key, None)

    def publish_all(self, events: Iterable[Envelope[Any]], deadline: int) -> list[Entry]:
        """Publishes, and repeats what may pass in the order of each key until all is on the bus.

        Raises :class:`PublishFailed` once the deadline passed, or if nothing more may pass. No key stays withheld.
        """
        with self._lock:
            report = self._repeat(list(events), deadline)
        if not all(isinstance(entry, Accepted) for entry in report):
            raise PublishFailed(report)
        return report

    def _repeat(self, events: list[Envelope[Any]], deadline: int) -> list[Entry]:
        report: list[Entry] = [Rejected(event, Cause.TRANSIENT, "Not sent") for event in events]
        allowed, waited, pauses = max(0, deadline - self.clock()), 0, 0
        behind: dict[str, EventId] = {}
        waiting = list(range(len(events)))
        while waiting:
            left = min(max(0, deadline - self.clock()), allowed - waited)
            run = _Publication(self._bus, self._codec, self.clock, {})
            answers = run.run([events[place] for place in waiting], self.clock() + left)
            still = []
            for place, answer in zip(waiting, answers, strict=True):
                key = events[place].key
                if isinstance(answer, Rejected) and key in behind:
                    answer = Withheld(events[place], behind[key])
                elif isinstance(answer, Rejected) and not answer.cause.may_pass and key and _holds_up(events[place]):
                    behind[key] = events[place].id
                report[place] = answer
                rejected = isinstance(answer, Rejected) and answer.cause.may_pass
                if rejected or (isinstance(answer, Withheld) and key not in behind):
                    still.append(place)
            waiting = still
            left = min(max(0, deadline - self.clock()), allowed - waited)
            if not waiting or left < _SHORTEST_PAUSE:
                break
            base = min(_FIRST_PAUSE << min(pauses, 10), _LONGEST_PAUSE)
            pause = base + int(base * self._chance() / 2)
            # Near the end half of the time left, so that the deadline does not cut off the last attempt.
            pause = pause if pause < left else left // 2
            pauses += 1
            self._sleep(pause / NANOS)
            waited += pause
            if min(max(0, deadline - self.clock()), allowed - waited) < _SHORTEST_PAUSE:
                break
        return report


def answering(
    participant: str, source: str, publisher: Publisher, answer: Callable[[Envelope[Any]], tuple[str, Any]]
) -> Handler:
    """A participant's handler: publishes what ``answer`` makes of a command, the reply's wire type and its data.

    Commands to other participants are left alone. ``answer`` may be called again for a command until its reply is on the bus;
    the reply then has the same id.
    """

    def handle(event: Envelope[Any], handling: Handling) -> None:
        if isinstance(event.kind, Command) and event.kind.target == participant:
            type, data = answer(event)
            now = publisher.clock()
            reply = caused_by(event, participant, source, EventType.parse(type), data, now)
            publisher.publish_all([reply], min(handling.deadline, now + _PUBLISH_TIME))

    return handle


def _holds_up(event: Envelope[Any]) -> bool:
    """A rejected state withholds nothing: its next version supersedes it."""
    return event.key is not None and not isinstance(event.kind, StateTransfer)


@dataclass(slots=True)
class _Waiting:
    place: int
    event: Envelope[Any]
    outgoing: Outgoing | None
    stillborn: Rejected | None


class _Publication:
    """One call: the events' queues by key, requests filled from their heads, and the entries."""

    def __init__(self, bus: Bus, codec: Codec, clock: Callable[[], int], withheld: dict[str, EventId]) -> None:
        self._bus, self._codec, self._clock, self._withheld = bus, codec, clock, withheld
        self._entries: dict[int, Entry] = {}

    def run(self, events: Sequence[Envelope[Any]], deadline: int) -> list[Entry]:
        ready = self._queues(events)
        while ready:
            if self._clock() >= deadline:
                for queue in ready:
                    while queue:
                        late = Rejected(
                            queue[0].event, Cause.TRANSIENT, "The deadline passed before this event was sent"
                        )
                        self._settle(queue.popleft(), late, queue)
                break
            request, used = self._fill(ready)
            if request:
                self._send(request, used, deadline)
            ready.extend(queue for queue in used if queue)
        return [self._entries[place] for place in range(len(events))]

    def _queues(self, events: Sequence[Envelope[Any]]) -> deque[deque[_Waiting]]:
        queues: deque[deque[_Waiting]] = deque()
        by_key: dict[str, deque[_Waiting]] = {}
        for place, event in enumerate(events):
            if event.key is not None and event.key in self._withheld:
                self._entries[place] = Withheld(event, self._withheld[event.key])
                continue
            queue: deque[_Waiting] | None = by_key.get(event.key) if event.key is not None else None
            if queue is None:
                queue = deque()
                queues.append(queue)
                if event.key is not None:
                    by_key[event.key] = queue
            queue.append(self._encoded(place, event))
        return queues

    def _encoded(self, place: int, event: Envelope[Any]) -> _Waiting:
        limits = self._bus.limits

        def rejected(cause: Cause, message: str) -> _Waiting:
            return _Waiting(place, event, None, Rejected(event, cause, message))

        if beyond := beyond_writing_limits(event):
            return rejected(Cause.INVALID, beyond)
        try:
            codec = self._codec
            wire = codec.encode_binary(event) if limits.binary else WireEvent(codec.encode(event))
        except EventTooLarge as large:
            return rejected(Cause.TOO_LARGE, str(large))
        except InvalidEvent as invalid:
            return rejected(Cause.INVALID, f"{event.id} cannot be encoded: {invalid}")
        size = wire.size + len((event.key or "").encode())
        if size > limits.max_event_bytes:
            message = f"The bus takes events of at most {limits.max_event_bytes} bytes, {event.id} has {size}"
            return rejected(Cause.TOO_LARGE, message)
        return _Waiting(place, event, Outgoing(event, wire, size), None)

    def _fill(self, ready: deque[deque[_Waiting]]) -> tuple[list[_Waiting], list[deque[_Waiting]]]:
        """A request with as many ready events as fit, and the queues that they came from."""
        limits, request, used, size = self._bus.limits, list[_Waiting](), list[deque[_Waiting]](), 0

        def fits(item: _Waiting) -> bool:
            assert item.outgoing is not None
            return len(request) < limits.max_events and size + item.outgoing.size <= limits.max_request_bytes

        while ready:
            queue = ready[0]
            if queue and queue[0].stillborn is not None:
                self._settle(queue[0], queue.popleft().stillborn, queue)
            elif not queue:
                ready.popleft()
            else:
                one_key = all(each.event.key is None for each in (queue[0], *request[:1]))
                if request and not (fits(queue[0]) and (limits.several_keys or one_key)):
                    break
                used.append(ready.popleft())
                more = True
                while more:
                    item = queue.popleft()
                    request.append(item)
                    size += item.outgoing.size if item.outgoing is not None else 0
                    more = bool(limits.several_per_key and queue and queue[0].stillborn is None and fits(queue[0]))
        return request, used

    def _send(self, request: list[_Waiting], used: list[deque[_Waiting]], deadline: int) -> None:
        why = "The bus did not report the outcome of this event"
        answers: Sequence[Entry] = ()
        try:
            answers = self._bus.send([item.outgoing for item in request if item.outgoing is not None], deadline)
        except Exception as failure:
            why = f"The bus failed, so it is unknown whether it has this event: {type(failure).__name__}: {failure}"
        queue_of = {queue[0].event.key: queue for queue in used if queue}
        for place, item in enumerate(request):
            unknown = Rejected(item.event, Cause.UNKNOWN, why)
            self._settle(item, answers[place] if place < len(answers) else unknown, queue_of.get(item.event.key))

    def _settle(self, item: _Waiting, entry: Entry | None, queue: deque[_Waiting] | None) -> None:
        assert entry is not None
        self._entries[item.place] = entry
        if isinstance(entry, Rejected) and _holds_up(item.event):
            assert item.event.key is not None
            behind = self._withheld.setdefault(item.event.key, item.event.id)
            while queue:
                later = queue.popleft()
                self._entries[later.place] = Withheld(later.event, behind)
