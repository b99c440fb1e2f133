"""Inbox and parking lot on the tables and entities of Java's io.triskel.azure.tables, transactions included."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from azure.core import MatchConditions
from azure.core.exceptions import AzureError, HttpResponseError
from azure.data.tables import EdmType, EntityProperty, TableServiceClient, UpdateMode

from . import keys
from .azure import cause_of, code_of
from .codec import WireEvent
from .event import EventId
from .inbox import Claim, ClaimResult, Failed, InboxEntry, Release, WriteOutcome
from .invalid import PortError
from .keys import instant_text, parse_instant
from .parking import Head, Lane, LaneEntry, LaneLease, ParkedEvent, ParkResult
from .publish import Cause
from .repeat import FORMAT, Patience, require_format
from .replicas import Replica

Entity = dict[str, Any]
Key = tuple[str, str]
R = TypeVar("R")

_MOST_WRITES = 100
_MOST_ROWS = 1_000
_PIECE = 64 * 1024
_MOST_CHARACTERS = 4_000
_ENTITY = 512 * 1024
_REMEMBERED = 1_000
_FORM = keys.KeyForm(".-", "__", 400)
_CONDITION_FAILED = ("EntityAlreadyExists", "UpdateConditionNotSatisfied", "ResourceNotFound", "EntityNotFound")
_ADVICE = {
    Cause.NOT_FOUND: "does not exist; deploy it, or correct the prefix or the account",
    Cause.THROTTLED: "gets more requests than its partitions allow; try again later",
    Cause.DENIED: "denies access to these credentials; check them and their role",
    Cause.TOO_LARGE: "rejected a request, and a retry will not help",
    Cause.INVALID: "rejected a request, and a retry will not help",
}


def _long(value: int) -> EntityProperty:
    return EntityProperty(value, EdmType.INT64)


def _number(entity: Mapping[str, Any], name: str) -> int:
    value = entity[name]
    return int(value.value if isinstance(value, EntityProperty) else value)


def _moment(entity: Mapping[str, Any], name: str) -> int | None:
    return parse_instant(entity[name]) if entity.get(name) is not None else None


def _set_moment(entity: Entity, name: str, at: int | None) -> None:
    if at is not None:
        entity[name] = instant_text(at)


def _set_octets(entity: Entity, name: str, value: bytes) -> None:
    """Each further 64 KiB goes into another property: ``name1``, ``name2`` and so on."""
    for piece, begin in enumerate(range(0, max(1, len(value)), _PIECE)):
        entity[f"{name}{piece}" if piece else name] = value[begin : begin + _PIECE]


def _octets(entity: Mapping[str, Any], name: str) -> bytes:
    whole, piece = bytes(entity[name]), 1
    while len(whole) == piece * _PIECE and f"{name}{piece}" in entity:
        whole += bytes(entity[f"{name}{piece}"])
        piece += 1
    return whole


def _set_long_text(entity: Entity, name: str, value: str) -> None:
    if keys.length(value) <= _MOST_CHARACTERS:
        entity[name] = value
    else:
        _set_octets(entity, f"{name}Long", value.encode())


def _long_text(entity: Mapping[str, Any], name: str) -> str:
    return str(entity[name]) if name in entity else _octets(entity, f"{name}Long").decode()


@dataclass(frozen=True, slots=True)
class _Write:
    """A write of one entity: create, replace or merge (if the stored one has this tag), put, or delete."""

    kind: str
    key: Key
    entity: Entity
    tag: str | None = None

    @staticmethod
    def of(key: Key, entity: Entity, tag: str | None) -> _Write:
        return _Write("create" if tag is None else "replace", key, entity, tag)

    def operation(self) -> tuple[Any, ...]:
        entity: Entity = {"PartitionKey": self.key[0], "RowKey": self.key[1]} | self.entity
        if self.kind == "delete":
            return ("delete", entity, {"match_condition": MatchConditions.Unconditionally})
        entity["format"] = FORMAT
        if self.kind == "create":
            return ("create", entity)
        if self.kind == "put":
            return ("upsert", entity, {"mode": UpdateMode.REPLACE})
        mode = UpdateMode.REPLACE if self.kind == "replace" else UpdateMode.MERGE
        condition = {"etag": self.tag, "match_condition": MatchConditions.IfNotModified}
        return ("update", entity, {"mode": mode} | condition)


class _Table:
    """One table. A failed condition of a write is an answer; other failures are port errors."""

    def __init__(self, service: TableServiceClient, name: str, patience: Patience | None) -> None:
        self._client = service.get_table_client(name)
        self.name = name
        self.patience = patience or Patience(2)

    def _call(self, request: Callable[[], R]) -> R:
        """Repeats what may pass, also if its effect is unknown: a write leaves a stamp by which it is recognised."""
        try:
            return self.patience.call(lambda f: cause_of(f).may_pass and not _refused(f), request)
        except HttpResponseError as refused:
            advice = _ADVICE.get(cause_of(refused), "failed; try again")
            raise PortError(f"Table {self.name} {advice} ({code_of(refused)}: {refused.message})") from refused
        except AzureError as silent:
            raise PortError(
                f"Table Storage did not answer about table {self.name}; check the network and the endpoint, then try"
                f" again: {silent}"
            ) from silent

    def _known(self, entity: Entity) -> Entity:
        version = _number(entity, "format") if "format" in entity else None
        require_format(version, f"table {self.name}")
        return entity

    def get(self, key: Key) -> tuple[Entity, str] | None:
        """An entity and its tag."""

        def ask() -> Any:
            try:
                return self._client.get_entity(key[0], key[1])
            except HttpResponseError as failure:
                if _refused(failure):
                    return None
                raise

        found = self._call(ask)
        return None if found is None else (self._known(dict(found)), str(found.metadata["etag"]))

    def commit(self, writes: Sequence[_Write]) -> list[str | None] | None:
        """Writes entities of one partition, all or none: their tags, None if a condition did not hold."""
        stamp = str(uuid.uuid4())
        first = next((place for place, write in enumerate(writes) if write.kind != "delete"), None)
        operations = [write.operation() for write in writes]
        if first is not None:
            operations[first][1]["stamp"] = stamp

        def send() -> list[str | None] | None:
            try:
                if len(operations) == 1:
                    return [self._send(*operations[0])]
                answers = self._client.submit_transaction(operations)
                return [answer.get("etag") for answer in answers]
            except HttpResponseError as failure:
                if _refused(failure):
                    return None
                raise

        tags = self._call(send)
        if tags is None and first is not None:
            stored = self.get(writes[first].key)
            if stored is not None and stored[0].get("stamp") == stamp:
                return [stored[1] if place == first else None for place in range(len(writes))]
        return tags

    def _send(self, kind: str, entity: Entity, options: Mapping[str, Any] | None = None) -> str | None:
        """One write without a transaction."""
        calls: dict[str, Any] = {
            "create": self._client.create_entity,
            "upsert": self._client.upsert_entity,
            "update": self._client.update_entity,
            "delete": self._client.delete_entity,
        }
        answer = calls[kind](entity, **(options or {}))
        return None if answer is None else answer.get("etag")

    def delete(self, key: Key) -> None:
        """Deletes an entity, if it exists."""
        self.commit([_Write("delete", key, {})])

    def range(self, partition: str, begin: str, end: str, most: int | None = None) -> list[Entity]:
        """Entities of a partition from one key to before another, in order."""
        condition = f"PartitionKey eq '{partition}' and RowKey ge '{begin}' and RowKey lt '{end}'"

        def ask() -> list[Entity]:
            found: list[Entity] = []
            size = min(most or _MOST_ROWS, _MOST_ROWS)
            for entity in self._client.query_entities(condition, results_per_page=size):
                found.append(dict(entity))
                if most is not None and len(found) == most:
                    break
            return found

        return [self._known(entity) for entity in self._call(ask)]


def _refused(failure: BaseException) -> bool:
    return code_of(failure) in _CONDITION_FAILED


def _inbox_key(consumer: str, event: EventId) -> Key:
    name = keys.joined(consumer, event.source, event.id)
    return f"{keys.part(consumer) * 4 + keys.part(name) % 4:02d}", "e" + keys.digest(name)


_Stored = tuple[InboxEntry | None, str | None]


@dataclass(frozen=True, slots=True)
class _Task:
    consumer: str
    event: EventId
    step: Callable[[InboxEntry], tuple[InboxEntry | None, Any]]

    @property
    def key(self) -> Key:
        return _inbox_key(self.consumer, self.event)


class TableInbox:
    """An inbox, one entity per consumer and event; a call writes its entries of one partition in one transaction.

    Table Storage has no time to live: each transaction that adds entries adds a note of them, by which Java's upkeep
    finds old ones. ``prefix`` is that of the tables' names.
    """

    def __init__(self, service: TableServiceClient, prefix: str, patience: Patience | None = None) -> None:
        self._table = _Table(service, f"{prefix}inbox", patience)
        self._seen: OrderedDict[Key, _Stored] = OrderedDict()
        self._notes: OrderedDict[Key, tuple[Key, str, frozenset[str]]] = OrderedDict()

    def work_until(self, seconds: float) -> None:
        """Changes nothing: a worker runs several invocations in one process, each with a time of its own."""

    def claim_all(
        self, consumer: str, events: Sequence[EventId], now: int, lease: int, claimant: str
    ) -> list[ClaimResult]:
        """As the port says."""
        tasks = [self._claim(consumer, event, now, now + lease, False, claimant) for event in events]
        return self._all(tasks, now, True)

    def claim_parked(self, consumer: str, event: EventId, now: int, lease: int, claimant: str) -> ClaimResult:
        """As the port says."""
        task = self._claim(consumer, event, now, now + lease, True, claimant)
        result: ClaimResult = self._run([task], now, False)[0]
        return result

    @staticmethod
    def _claim(consumer: str, event: EventId, now: int, end: int, for_the_lot: bool, claimant: str) -> _Task:
        return _Task(
            consumer, event, lambda entry: entry.claim(consumer, event, now, end, for_the_lot, claimant)
        )

    def complete_all(self, claims: Sequence[Claim], now: int) -> list[WriteOutcome]:
        """As the port says."""

        def task(claim: Claim) -> _Task:
            return _Task(claim.consumer, claim.event, lambda entry: entry.complete(claim, now))

        return self._all([task(claim) for claim in claims], now, False)

    def release_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return self._all([self._release(release, now, False) for release in releases], now, False)

    def park_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return self._all([self._release(release, now, True) for release in releases], now, False)

    @staticmethod
    def _release(release: Release, now: int, to_the_lot: bool) -> _Task:
        claim = release.claim
        return _Task(claim.consumer, claim.event, lambda entry: entry.release(release, now, to_the_lot))

    def complete_parked(self, consumer: str, event: EventId, now: int) -> WriteOutcome:
        """As the port says."""
        task = _Task(consumer, event, lambda entry: entry.complete_parked(now))
        outcome: WriteOutcome = self._run([task], now, False)[0]
        return outcome

    def _all(self, tasks: Sequence[_Task], now: int, mostly_new: bool) -> list[Any]:
        """One result per task, in order; a failed request does not affect the results of the others."""
        groups: list[tuple[str, dict[Key, int]]] = []
        for place, task in enumerate(tasks):
            partition = task.key[0]
            fits = (
                group
                for name, group in groups
                if name == partition and len(group) < _MOST_WRITES - 1 and task.key not in group
            )
            found = next(fits, None)
            if found is None:
                found = {}
                groups.append((partition, found))
            found[task.key] = place
        results: dict[int, Any] = {}
        for _, group in groups:
            places = list(group.values())
            try:
                answers = self._run([tasks[place] for place in places], now, mostly_new)
            except Exception as failure:
                answers = [Failed(str(failure)) for _ in places]
            results.update(zip(places, answers, strict=True))
        return [results[place] for place in range(len(tasks))]

    def _run(self, group: Sequence[_Task], now: int, mostly_new: bool) -> list[Any]:
        """Runs a group in one transaction, first on remembered entries, and after a conflict on entries as read."""
        what = (
            f"The inbox entry of event {group[0].event} for consumer {group[0].consumer}, or another of its batch,"
        )
        guesses = [True]

        def attempt() -> list[list[Any]]:
            guess = bool(guesses and guesses.pop())
            return self._try(group, now, mostly_new, guess)

        return self._table.patience.until_answered(what, attempt)

    def _try(self, group: Sequence[_Task], now: int, mostly_new: bool, guess: bool) -> list[list[Any]]:
        answers: list[Any] = []
        entries: list[tuple[_Task, InboxEntry, str | None]] = []
        for task in group:
            absent: _Stored | None = (None, None) if mostly_new else None
            guessed = self._seen.get(task.key, absent) if guess else None
            stored = self._read(task.key) if guessed is None else guessed
            following, answer = task.step(stored[0] or InboxEntry(now))
            if following is None and guessed is not None:
                # The step writes nothing, so no write would verify the guess.
                stored = self._read(task.key)
                following, answer = task.step(stored[0] or InboxEntry(now))
            answers.append(answer)
            if following is not None:
                entries.append((task, following, stored[1]))
        return [answers] if not entries or self._commit(entries, now) else []

    def _read(self, key: Key) -> _Stored:
        found = self._table.get(key)
        self._seen.pop(key, None)
        return (None, None) if found is None else self._remember(key, (_inbox_entry(found[0]), found[1]))

    def _remember(self, key: Key, stored: _Stored) -> _Stored:
        self._seen[key] = stored
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return stored

    def _commit(self, entries: Sequence[tuple[_Task, InboxEntry, str | None]], now: int) -> bool:
        writes = [_Write.of(task.key, _inbox_entity(task, entry), tag) for task, entry, tag in entries]
        partition = writes[0].key[0]
        added = [write.key[1] for write in writes if write.tag is None]
        note: Key | None = None
        if added:
            note = (partition, f"t{keys.moment(now)}~{uuid.uuid4()}")
            writes.append(_Write("create", note, {"entries": "\n".join(added)}))
        else:
            writes += self._completed(partition, entries, now)
        for task, _, _ in entries:
            self._seen.pop(task.key, None)
        tags = self._table.commit(writes)
        if tags is None:
            return False
        for (task, entry, _), tag in zip(entries, tags, strict=False):
            if tag:
                self._remember(task.key, (entry, tag))
        of_note = tags[len(entries)] if note is not None else None
        if note is not None and of_note:
            self._notes[partition, min(added)] = (note, of_note, frozenset(added))
            while len(self._notes) > _REMEMBERED:
                self._notes.popitem(last=False)
        return True

    def _completed(
        self, partition: str, entries: Iterable[tuple[_Task, InboxEntry, str | None]], now: int
    ) -> list[_Write]:
        """The write to the note that names these entries and no others, if all of them are completed."""
        done = frozenset(task.key[1] for task, entry, _ in entries if entry.completed)
        note = self._notes.get((partition, min(done))) if done else None
        if note is None or note[2] != done:
            return []
        del self._notes[partition, min(done)]
        return [_Write("merge", note[0], {"completed": instant_text(now)}, note[1])]


def _inbox_entity(task: _Task, entry: InboxEntry) -> Entity:
    entity: Entity = {
        "consumer": task.consumer,
        "source": keys.for_people(task.event.source),
        "id": keys.for_people(task.event.id),
        "fence": _long(entry.fence),
        "attempts": entry.attempts,
        "cutOff": entry.cut_off,
        "completed": entry.completed,
        "parked": entry.parked,
        "fenceOfSince": _long(entry.fence_of_since),
    }
    _set_moment(entity, "written", entry.written)
    _set_moment(entity, "leaseEnd", entry.lease_end)
    _set_moment(entity, "since", entry.since)
    return entity | ({"claimant": entry.claimant} if entry.claimant is not None else {})


def _inbox_entry(entity: Entity) -> InboxEntry:
    return InboxEntry(
        written=parse_instant(entity["written"]),
        fence=_number(entity, "fence"),
        attempts=_number(entity, "attempts"),
        cut_off=_number(entity, "cutOff"),
        completed=entity["completed"],
        parked=entity["parked"],
        lease_end=_moment(entity, "leaseEnd"),
        since=_moment(entity, "since"),
        fence_of_since=_number(entity, "fenceOfSince"),
        claimant=entity.get("claimant"),
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """A row of the table of lanes, by which a lane is found; the lane's row names it."""

    partition: str
    row: str
    at: int


@dataclass(frozen=True, slots=True)
class _LaneRow:
    consumer: str
    lane: Lane
    tag: str | None
    entry: LaneEntry
    marks: Mapping[str, _Mark]


@dataclass(frozen=True, slots=True)
class _Placed:
    place: int
    parts: int
    event: ParkedEvent

    @property
    def key(self) -> Key:
        return _event_key(self.event.consumer, self.event.lane, self.place)


def _partition(consumer: str, lane: Lane) -> str:
    return _FORM.of(consumer, "alone" if lane.alone else "named", lane.value)


def _event_key(consumer: str, lane: Lane, place: int) -> Key:
    return _partition(consumer, lane), "e" + keys.number(place)


def _place_key(consumer: str, lane: Lane, event: EventId) -> Key:
    return _partition(consumer, lane), "i" + keys.digest(keys.joined(event.source, event.id))


def _part_key(key: Key, number: int) -> Key:
    return key[0], f"p{key[1]}~{number}"


def _lane_of(entity: Mapping[str, Any]) -> Lane:
    return Lane(_long_text(entity, "lane"), entity["alone"])


def _names(consumer: str, lane: Lane) -> Entity:
    entity: Entity = {"consumer": consumer, "alone": lane.alone}
    _set_long_text(entity, "lane", lane.value)
    return entity


class TableParkingLot:
    """Parked lanes, one partition each, so that a step on a lane and its events is one transaction."""

    def __init__(
        self, service: TableServiceClient, prefix: str, room: int = 10_000, patience: Patience | None = None
    ) -> None:
        self._table = _Table(service, f"{prefix}parking", patience)
        self._marks = _Table(service, f"{prefix}lanes", patience)
        self._room = room

    def work_until(self, seconds: float) -> None:
        """Changes nothing: a worker runs several invocations in one process, each with a time of its own."""

    def park(self, event: ParkedEvent) -> ParkResult:
        """As the port says."""
        return self._park(event, True)

    def park_behind(self, event: ParkedEvent) -> ParkResult:
        """As the port says."""
        return self._park(event, False)

    def _park(self, event: ParkedEvent, opens: bool) -> ParkResult:
        place_key = _place_key(event.consumer, event.lane, event.event)

        def rule(entry: LaneEntry) -> tuple[LaneEntry | None, ParkResult]:
            return entry.park(event, opens, lambda: self._table.get(place_key) is not None, self._room)

        def along(before: LaneEntry, _: ParkResult) -> list[_Write]:
            first = _event_key(event.consumer, event.lane, before.next)
            writes = [_Write("create", key, entity) for key, entity in _entities(first, before.next, event)]
            return [*writes, _Write("create", place_key, {"place": _long(before.next)})]

        return self._step(event.consumer, event.lane, rule, along)

    def _step(
        self,
        consumer: str,
        lane: Lane,
        rule: Callable[[LaneEntry], tuple[LaneEntry | None, R]],
        along: Callable[[LaneEntry, R], list[_Write]] = lambda before, answer: [],
    ) -> R:
        def on_row(row: _LaneRow) -> tuple[tuple[LaneEntry, list[_Write]] | None, R]:
            following, answer = rule(row.entry)
            return None if following is None else (following, along(row.entry, answer)), answer

        return self._table.patience.step(
            f"Lane '{lane.value}'",
            self._row(consumer, lane),
            True,
            lambda: self._row(consumer, lane),
            on_row,
            lambda row, following: None if self._commit(row, *following) else self._row(consumer, lane),
        )

    def _row(self, consumer: str, lane: Lane) -> _LaneRow:
        found = self._table.get((_partition(consumer, lane), "lane"))
        if found is None:
            return _LaneRow(consumer, lane, None, LaneEntry(), {})
        entity, tag = found
        parked_at = _moment(entity, "parkedAt")
        entry = LaneEntry(
            parked=entity["parked"],
            fence=_number(entity, "fence"),
            lease_end=_moment(entity, "leaseEnd"),
            due=_moment(entity, "due"),
            count=_number(entity, "waiting"),
            next=_number(entity, "next"),
            head=None if parked_at is None else Head(entity["reason"], _number(entity, "attempts"), parked_at),
        )
        marks = {
            name: _Mark(f"{kind}~{_FORM.of(consumer)}", entity[name], _moment(entity, f"{name}At") or 0)
            for name, kind in (("listed", "lanes"), ("dueMark", "due"))
            if name in entity
        }
        return _LaneRow(consumer, lane, tag, entry, marks)

    def _commit(self, row: _LaneRow, entry: LaneEntry, along: list[_Write]) -> bool:
        """Puts the marks that the lane's row is to name, writes the row, and deletes marks that no row names then."""
        wanted: dict[str, _Mark] = {}
        of, stamp = keys.digest(_partition(row.consumer, row.lane)), uuid.uuid4()
        if entry.parked:
            wanted["listed"] = _Mark(f"lanes~{_FORM.of(row.consumer)}", f"{of}~{stamp}", 0)
        if entry.due is not None:
            due = f"{keys.moment(entry.due)}~{of}~{uuid.uuid4()}"
            wanted["dueMark"] = _Mark(f"due~{_FORM.of(row.consumer)}", due, entry.due)
        after = {
            name: there if (there := row.marks.get(name)) and there.at == mark.at else mark
            for name, mark in wanted.items()
        }
        fresh = [mark for mark in after.values() if mark not in row.marks.values()]
        for mark in fresh:
            self._marks.commit([_Write("create", (mark.partition, mark.row), _names(row.consumer, row.lane))])
        key = (_partition(row.consumer, row.lane), "lane")
        written = self._table.commit([_Write.of(key, _lane_entity(row, entry, after), row.tag), *along]) is not None
        if written:
            gone = [mark for mark in row.marks.values() if mark not in after.values()]
        else:
            # An attempt without an answer may have written the row, and another writer may have built on that.
            standing = self._row(row.consumer, row.lane).marks.values() if fresh else ()
            gone = [mark for mark in fresh if mark not in standing]
        for mark in gone:
            self._marks.delete((mark.partition, mark.row))
        return written

    def held_among(self, consumer: str, lanes: Collection[Lane]) -> set[Lane]:
        """As the port says; one request while nothing is parked, since a lane gets its mark before it is parked."""
        named = self._marks.range(f"lanes~{_FORM.of(consumer)}", "", keys.END, _MOST_ROWS) if lanes else []
        asked = set(lanes)
        if len(named) < _MOST_ROWS:
            asked &= {_lane_of(mark) for mark in named}
        return {lane for lane in asked if self._row(consumer, lane).entry.parked}

    def held(self, consumer: str, limit: int) -> list[Lane]:
        """As the port says."""
        held: list[Lane] = []
        for mark in self._marks.range(f"lanes~{_FORM.of(consumer)}", "", keys.END):
            row = self._row(consumer, _lane_of(mark))
            named = row.marks.get("listed")
            if len(held) < limit and named is not None and named.row == mark["RowKey"] and row.entry.parked:
                held.append(row.lane)
        return held

    def lease(self, consumer: str, lane: Lane, now: int, duration: int) -> LaneLease | None:
        """As the port says."""
        return self._step(consumer, lane, lambda entry: entry.lease(consumer, lane, now, duration))

    def peek(self, lease: LaneLease, limit: int) -> Sequence[ParkedEvent]:
        """As the port says."""
        if not self._row(lease.consumer, lease.lane).entry.held_by(lease):
            return []
        return [placed.event for placed in self._events(lease.consumer, lease.lane, limit)]

    def _events(self, consumer: str, lane: Lane, limit: int) -> list[_Placed]:
        partition = _partition(consumer, lane)
        first = self._table.range(partition, "e" + keys.number(1), "f", limit)
        return [placed for entity in first if (placed := self._placed(entity)) is not None]

    def _placed(self, first: Entity) -> _Placed | None:
        """An event that lacks some of its entities was removed after its first entity was read."""
        parts = _number(first, "parts")
        found = [self._table.get(_part_key((first["PartitionKey"], first["RowKey"]), n)) for n in range(1, parts + 1)]
        rest = [each[0] for each in found if each is not None]
        if len(rest) < parts:
            return None
        content = b"".join(_octets(entity, "content") for entity in (first, *rest))
        return _Placed(_number(first, "place"), parts, _parked(first, content))

    def _head(self, lease: LaneLease, event: EventId) -> _Placed | None:
        return next((p for p in self._events(lease.consumer, lease.lane, 1) if p.event.event == event), None)

    def remove(self, lease: LaneLease, head: EventId) -> bool:
        """As the port says."""

        def along(_: LaneEntry, placed: _Placed | None) -> list[_Write]:
            assert placed is not None
            gone = [placed.key, *(_part_key(placed.key, number) for number in range(1, placed.parts + 1))]
            gone.append(_place_key(lease.consumer, lease.lane, head))
            return [_Write("delete", key, {}) for key in gone]

        rule: Callable[[LaneEntry], tuple[LaneEntry | None, _Placed | None]]
        rule = lambda entry: entry.remove(lease, lambda: self._head(lease, head))  # noqa: E731
        return self._step(lease.consumer, lease.lane, rule, along) is not None

    def postpone(self, lease: LaneLease, head: ParkedEvent) -> bool:
        """As the port says."""

        def along(_: LaneEntry, placed: _Placed | None) -> list[_Write]:
            assert placed is not None
            entities = _entities(placed.key, placed.place, head)
            writes = [_Write("put", key, entity) for key, entity in entities]
            surplus = range(len(entities), placed.parts + 1)
            return [*writes, *(_Write("delete", _part_key(placed.key, number), {}) for number in surplus)]

        rule: Callable[[LaneEntry], tuple[LaneEntry | None, _Placed | None]]
        rule = lambda entry: entry.postpone(lease, lambda: self._head(lease, head.event), head)  # noqa: E731
        return self._step(lease.consumer, lease.lane, rule, along) is not None

    def open(self, lease: LaneLease) -> bool:
        """As the port says."""
        return self._step(lease.consumer, lease.lane, lambda entry: entry.open(lease))

    def release(self, lease: LaneLease) -> None:
        """As the port says."""
        self._step(lease.consumer, lease.lane, lambda entry: entry.release(lease))


def _lane_entity(row: _LaneRow, entry: LaneEntry, marks: Mapping[str, _Mark]) -> Entity:
    entity = _names(row.consumer, row.lane) | {
        "parked": entry.parked,
        "fence": _long(entry.fence),
        "waiting": _long(entry.count),
        "next": _long(entry.next),
    }
    _set_moment(entity, "leaseEnd", entry.lease_end)
    _set_moment(entity, "due", entry.due)
    if entry.head is not None:
        entity |= {"reason": entry.head.reason, "attempts": entry.head.attempts}
        _set_moment(entity, "parkedAt", entry.head.parked_at)
    for name, mark in marks.items():
        entity[name] = mark.row
        _set_moment(entity, f"{name}At", mark.at)
    return entity


def _entities(key: Key, place: int, event: ParkedEvent) -> list[tuple[Key, Entity]]:
    """The entities of a parked event: a first one, and further ones if the event is too large for one."""
    content = _content(event)
    parts = max(0, len(content) - 1) // _ENTITY
    first: Entity = {
        "place": _long(place),
        "consumer": event.consumer,
        "alone": event.lane.alone,
        "attempts": event.attempts,
        "source": keys.for_people(event.event.source),
        "id": keys.for_people(event.event.id),
        "parts": parts,
    }
    _set_long_text(first, "lane", event.lane.value)
    _set_moment(first, "parkedAt", event.parked_at)
    _set_moment(first, "replayAt", event.replay_at)
    _set_octets(first, "content", content[:_ENTITY])
    entities = [(key, first)]
    for number in range(1, parts + 1):
        more: Entity = {}
        _set_octets(more, "content", content[number * _ENTITY : (number + 1) * _ENTITY])
        entities.append((_part_key(key, number), more))
    return entities


def _content(event: ParkedEvent) -> bytes:
    whole = bytearray()

    def add(value: bytes) -> None:
        whole.extend(len(value).to_bytes(4, "big") + value)

    add(event.event.source.encode())
    add(event.event.id.encode())
    whole.extend(len(event.wire.attributes).to_bytes(4, "big"))
    for name, text in event.wire.attributes.items():
        add(name.encode())
        add(text.encode("utf-8", "replace"))
    add(event.wire.body)
    add(event.position.encode("utf-8", "replace"))
    add(event.reason.encode("utf-8", "replace"))
    return bytes(whole)


def _parked(first: Entity, content: bytes) -> ParkedEvent:
    at = 0

    def take() -> bytes:
        nonlocal at
        size = int.from_bytes(content[at : at + 4], "big")
        at += 4 + size
        return content[at - size : at]

    source, own = take().decode(), take().decode()
    count = int.from_bytes(content[at : at + 4], "big")
    at += 4
    attributes: dict[str, str] = {}
    for _ in range(count):
        name = take().decode()
        attributes[name] = take().decode()
    wire = WireEvent(take(), attributes)
    position, reason = take().decode(), take().decode()
    return ParkedEvent(
        first["consumer"],
        _lane_of(first),
        EventId(source, own),
        wire,
        position,
        reason,
        _number(first, "attempts"),
        parse_instant(first["parkedAt"]),
        _moment(first, "replayAt"),
    )


class TableReplicas:
    """Replicas, one entity each; ``prefix`` is that of the tables' names."""

    def __init__(self, service: TableServiceClient, prefix: str, patience: Patience | None = None) -> None:
        self._table = _Table(service, f"{prefix}replicas", patience)

    def get(self, collection: str, entity: str) -> Replica | None:
        """As the port says."""
        found = self._table.get(_replica_key(collection, entity))
        return None if found is None else _replica(found[0])

    def put(self, collection: str, replica: Replica) -> bool:
        """As the port says; an entity that was not read is assumed to be absent."""
        key = _replica_key(collection, replica.entity)

        def rule(there: tuple[Entity, str] | None) -> tuple[_Write | None, bool]:
            if there is not None and _number(there[0], "version") >= replica.version:
                return None, False
            return _Write.of(key, _replica_entity(replica), there[1] if there else None), True

        def write(_: tuple[Entity, str] | None, write: _Write) -> tuple[Entity, str] | None:
            return None if self._table.commit([write]) is not None else self._table.get(key)

        what = f"Replica {replica.entity} of {collection}"
        return self._table.patience.step(what, None, False, lambda: self._table.get(key), rule, write)


def _replica_key(collection: str, entity: str) -> Key:
    return f"{keys.part(entity)}~{_FORM.of(collection)}", _FORM.of(entity)


def _replica_entity(replica: Replica) -> Entity:
    entity: Entity = {"entity": replica.entity, "version": _long(replica.version), "deleted": replica.deleted}
    _set_octets(entity, "state", replica.state)
    return entity


def _replica(entity: Mapping[str, Any]) -> Replica:
    return Replica(entity["entity"], _number(entity, "version"), _octets(entity, "state"), entity["deleted"])
