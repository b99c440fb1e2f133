"""Inbox and parking lot on the DynamoDB tables and items of Java's io.triskel.aws.dynamodb, requests included."""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from threading import Lock
from typing import Any, TypeVar

import botocore.exceptions

from . import keys
from .aws import cause_of, code_of
from .codec import WireEvent
from .event import EventId
from .inbox import Claim, ClaimResult, Failed, InboxEntry, Release, WriteOutcome
from .invalid import PortError
from .keys import NANOS
from .parking import Head, Lane, LaneEntry, LaneLease, Parked, ParkedEvent, ParkResult
from .repeat import FORMAT, Patience, require_format
from .replicas import Replica

Item = dict[str, Any]
R = TypeVar("R")
A = TypeVar("A")

_RETENTION = 14 * 86_400 * NANOS
_LONGEST_KEY = 128 + 256 + 128 + len("128:256:")
_PART = 300 * 1024
_FOR_PEOPLE = 8_192
_MOST_KEYS = 100
_REMEMBERED = 1_000
_ADVICE = {
    "ResourceNotFoundException": "does not exist; deploy it, or correct the prefix or the region",
    "ValidationException": "rejected a request, and a retry will not help",
} | {
    code: advice
    for codes, advice in (
        (
            ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"),
            "gets more requests than its capacity allows; try again later, or raise the capacity",
        ),
        (
            ("AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"),
            "denies access to these credentials; check them and their policy",
        ),
    )
    for code in codes
}


def text(value: str) -> Item:
    """A text's attribute."""
    return {"S": value}


def number(value: int) -> Item:
    """A number's attribute; a moment is a number of nanoseconds."""
    return {"N": str(value)}


class Table:
    """One table, with consistent reads. A failed condition of a write is an answer; other failures are port errors."""

    def __init__(self, client: Any, name: str, patience: Patience | None = None) -> None:
        self.client = client
        self.name = name
        self.patience = patience or Patience(5)

    def call(self, request: Callable[[], R]) -> R:
        """Repeats a request that may pass, also if its effect is unknown: its writer recognises its own write."""
        if self.patience.over:
            raise PortError(f"DynamoDB table {self.name} was not asked: the deadline has passed")
        try:
            return self.patience.call(lambda failure: cause_of(failure).may_pass and not _refused(failure), request)
        except botocore.exceptions.ClientError as refused:
            code = code_of(refused)
            advice = _ADVICE.get(code, "failed; try again")
            raise PortError(f"DynamoDB table {self.name} {advice} ({code}: {refused})") from refused
        except botocore.exceptions.BotoCoreError as silent:
            raise PortError(
                f"DynamoDB did not answer about table {self.name}; check the network and the endpoint, then try again:"
                f" {silent}"
            ) from silent

    def known(self, item: Item) -> Item:
        """The item, if this release knows its form."""
        require_format(item["format"]["N"] if "format" in item else None, f"DynamoDB table {self.name}")
        return item

    def get(self, key: Item) -> Item | None:
        """Reads an item."""
        answer = self.call(lambda: self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True))
        return self.known(answer["Item"]) if "Item" in answer else None

    def holds(self, request: Callable[[], Any]) -> bool:
        """Whether the condition of a write held."""

        def conditional() -> bool:
            try:
                request()
                return True
            except botocore.exceptions.ClientError as failure:
                if _refused(failure):
                    return False
                raise

        return self.call(conditional)

    def put(self, item: Item, **condition: Any) -> bool:
        """Writes an item; whether the condition held."""
        whole = item | {"format": number(FORMAT)}
        return self.holds(lambda: self.client.put_item(TableName=self.name, Item=whole, **condition))

    def get_all(self, wanted: Sequence[Item], attributes: Sequence[str]) -> list[Item]:
        """Reads items in no order; keys that the service leaves unread are asked for again, as after throttling."""
        names = {f"#a{place}": name for place, name in enumerate([*attributes, "format"])}
        found: list[Item] = []
        for begin in range(0, len(wanted), _MOST_KEYS):
            left: Any = {
                "Keys": list(wanted[begin : begin + _MOST_KEYS]),
                "ConsistentRead": True,
                "ProjectionExpression": ", ".join(names),
                "ExpressionAttributeNames": names,
            }

            def ask() -> None:
                nonlocal left
                answer = self.client.batch_get_item(RequestItems={self.name: left})
                found.extend(answer["Responses"].get(self.name, []))
                left = answer.get("UnprocessedKeys", {}).get(self.name)
                if left:
                    error = {"Code": "ProvisionedThroughputExceededException", "Message": "keys were left unread"}
                    raise botocore.exceptions.ClientError({"Error": error}, "BatchGetItem")

            self.call(ask)
        return [self.known(item) for item in found]

    def query(self, limit: int | None = None, whole: bool = True, **query: Any) -> list[Item]:
        """The items that a query finds, all pages, up to a limit."""
        found: list[Item] = []
        while True:
            most = {} if limit is None else {"Limit": limit - len(found)}
            asked = query | most
            page = self.call(lambda asked=asked: self.client.query(TableName=self.name, **asked))  # type: ignore[misc]
            found += [self.known(item) if whole else item for item in page["Items"]]
            if "LastEvaluatedKey" not in page or (limit is not None and len(found) >= limit):
                return found
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _refused(failure: BaseException) -> bool:
    return code_of(failure) == "ConditionalCheckFailedException"


class _Counted:
    """Items with a counter of their writes, and a stamp by which a writer recognises its own write."""

    def __init__(self, table: Table, remembers: bool) -> None:
        self._table = table
        self._remembers = remembers
        self._seen: OrderedDict[str, Item] = OrderedDict()
        self._lock = Lock()

    def step(
        self, key: Item, what: str, new: bool, rule: Callable[[Item | None], tuple[Item | None, R]]
    ) -> R:
        """Applies a step until no other writer is faster; an item that is most likely new is not read first."""
        seen = self._forget(key)
        guessed = new or seen is not None
        there = (seen,) if guessed else (self._read(key),)
        return self._table.patience.step(
            what,
            there,
            not guessed,
            lambda: (self._read(key),),
            lambda state: rule(state[0]),
            lambda state, following: self._write(key, state[0], following),
        )

    def _write(self, key: Item, before: Item | None, following: Item) -> tuple[Item | None] | None:
        count = int(before["version"]["N"]) if before is not None else 0
        stamp = text(str(uuid.uuid4()))
        item = following | {"version": number(count + 1), "stamp": stamp}
        condition: dict[str, Any] = {"ExpressionAttributeNames": {"#count": "version"}}
        if count == 0:
            condition["ConditionExpression"] = "attribute_not_exists(#count)"
        else:
            condition["ConditionExpression"] = "#count = :before"
            condition["ExpressionAttributeValues"] = {":before": number(count)}
        if self._table.put(item, **condition):
            self._remember(key, item)
            return None
        now = self._read(key)
        if now is not None and now.get("stamp") == stamp:
            self._remember(key, now)
            return None
        return (now,)

    def _read(self, key: Item) -> Item | None:
        return self._table.get(key)

    def _remember(self, key: Item, item: Item) -> None:
        with self._lock:
            if self._remembers:
                self._seen[str(key)] = item
                if len(self._seen) > _REMEMBERED:
                    self._seen.popitem(last=False)

    def _forget(self, key: Item) -> Item | None:
        with self._lock:
            return self._seen.pop(str(key), None)


def _moment(item: Mapping[str, Any], name: str) -> int | None:
    return int(item[name]["N"]) if name in item else None


class DynamoDbInbox:
    """An inbox, one item per consumer and event, by conditional writes; DynamoDB's time to live deletes items.

    ``prefix`` is that of the tables' names, ``retention`` in seconds how long an item is kept after its last write. An
    ``executor`` runs the requests of a call side by side.
    """

    def __init__(
        self,
        client: Any,
        prefix: str,
        retention: float = _RETENTION / NANOS,
        patience: Patience | None = None,
        executor: Executor | None = None,
    ) -> None:
        self._table = Table(client, f"{prefix}-inbox", patience)
        self._items = _Counted(self._table, remembers=True)
        self._retention = int(retention * NANOS)
        self._executor = executor

    def work_until(self, seconds: float) -> None:
        """As the port says."""
        self._table.patience.begin(seconds)

    def claim_all(
        self, consumer: str, events: Sequence[EventId], now: int, lease: int, claimant: str
    ) -> list[ClaimResult]:
        """As the port says."""
        return self._each(events, lambda event: self._claim(consumer, event, now, now + lease, False, claimant))

    def claim_parked(self, consumer: str, event: EventId, now: int, lease: int, claimant: str) -> ClaimResult:
        """As the port says."""
        return self._claim(consumer, event, now, now + lease, True, claimant)

    def _claim(
        self, consumer: str, event: EventId, now: int, end: int, for_the_lot: bool, claimant: str
    ) -> ClaimResult:
        return self._step(
            consumer, event, now, True, lambda entry: entry.claim(consumer, event, now, end, for_the_lot, claimant)
        )

    def complete_all(self, claims: Sequence[Claim], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return self._each(
            claims,
            lambda claim: self._step(claim.consumer, claim.event, now, False, lambda entry: entry.complete(claim, now)),
        )

    def release_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return self._each(releases, lambda release: self._release(release, now, False))

    def park_all(self, releases: Sequence[Release], now: int) -> list[WriteOutcome]:
        """As the port says."""
        return self._each(releases, lambda release: self._release(release, now, True))

    def _release(self, release: Release, now: int, to_the_lot: bool) -> WriteOutcome:
        claim = release.claim
        return self._step(
            claim.consumer, claim.event, now, False, lambda entry: entry.release(release, now, to_the_lot)
        )

    def complete_parked(self, consumer: str, event: EventId, now: int) -> WriteOutcome:
        """As the port says."""
        return self._step(consumer, event, now, False, lambda entry: entry.complete_parked(now))

    def _each(self, entries: Sequence[A], step: Callable[[A], Any]) -> list[Any]:
        """One result per entry, in order; a failure of one entry does not affect the others."""

        def result(entry: A) -> Any:
            try:
                return step(entry)
            except Exception as failure:
                return Failed(str(failure))

        return [*(map(result, entries) if self._executor is None else self._executor.map(result, entries))]

    def _step(
        self,
        consumer: str,
        event: EventId,
        now: int,
        new: bool,
        rule: Callable[[InboxEntry], tuple[InboxEntry | None, R]],
    ) -> R:
        key = keys.joined(consumer, event.source, event.id)
        key = key if keys.length(key) <= _LONGEST_KEY else "sha256:" + keys.digest(key)

        def on_item(there: Item | None) -> tuple[Item | None, R]:
            following, answer = rule(InboxEntry(now) if there is None else _entry(there))
            return None if following is None else self._item(key, event, following), answer

        what = f"The inbox entry of event {event} for consumer {consumer}"
        return self._items.step({"entry": text(key)}, what, new, on_item)

    def _item(self, key: str, event: EventId, entry: InboxEntry) -> Item:
        item = {
            "entry": text(key),
            "fence": number(entry.fence),
            "attempts": number(entry.attempts),
            "cutOff": number(entry.cut_off),
            "completed": {"BOOL": entry.completed},
            "parked": {"BOOL": entry.parked},
            "written": number(entry.written),
            "fenceOfSince": number(entry.fence_of_since),
        }
        if entry.lease_end is not None:
            item["leaseEnd"] = number(entry.lease_end)
        if entry.since is not None:
            item["since"] = number(entry.since)
        if entry.claimant is not None:
            item["claimant"] = text(entry.claimant)
        if not entry.parked:
            last = max(entry.written, entry.lease_end or entry.written)
            item["expires"] = number((last + self._retention) // NANOS)
        if key.startswith("sha256:"):
            item |= {"source": text(keys.for_people(event.source)), "id": text(keys.for_people(event.id))}
        return item


def _entry(item: Item) -> InboxEntry:
    return InboxEntry(
        written=int(item["written"]["N"]),
        fence=int(item["fence"]["N"]),
        attempts=int(item["attempts"]["N"]),
        cut_off=int(item["cutOff"]["N"]),
        completed=item["completed"]["BOOL"],
        parked=item["parked"]["BOOL"],
        lease_end=_moment(item, "leaseEnd"),
        since=_moment(item, "since"),
        fence_of_since=int(item["fenceOfSince"]["N"]),
        claimant=item["claimant"]["S"] if "claimant" in item else None,
    )


class _LaneRow:
    """A lane's head as an item; places before ``first`` no longer belong to the lane."""

    def __init__(self, consumer: str, lane: Lane, entry: LaneEntry, first: int) -> None:
        self.consumer, self.lane, self.entry, self.first = consumer, lane, entry, first

    @staticmethod
    def of(consumer: str, lane: Lane, item: Item | None) -> _LaneRow:
        if item is None:
            return _LaneRow(consumer, lane, LaneEntry(), 1)
        head = None
        if "parkedAt" in item:
            head = Head(item["reason"]["S"], int(item["attempts"]["N"]), int(item["parkedAt"]["N"]))
        entry = LaneEntry(
            parked=item["parked"]["BOOL"],
            fence=int(item["fence"]["N"]),
            lease_end=_moment(item, "leaseEnd"),
            due=_moment(item, "due"),
            count=int(item["count"]["N"]),
            next=int(item["next"]["N"]),
            head=head,
        )
        return _LaneRow(consumer, lane, entry, int(item["first"]["N"]))

    def has(self, place: int) -> bool:
        return self.first <= place < self.entry.next

    def item(self) -> Item:
        lane, entry = self.lane, self.entry
        digest = _lane_digest(self.consumer, lane)
        item = {
            "part": text(f"lane:{digest}"),
            "row": text("head"),
            "consumer": text(self.consumer),
            "lane": text(lane.value),
            "alone": {"BOOL": lane.alone},
            "parked": {"BOOL": entry.parked},
            "fence": number(entry.fence),
            "count": number(entry.count),
            "next": number(entry.next),
            "first": number(self.first),
        }
        if entry.lease_end is not None:
            item["leaseEnd"] = number(entry.lease_end)
        if entry.head is not None:
            item["reason"] = text(entry.head.reason)
            item["attempts"] = number(entry.head.attempts)
            item["parkedAt"] = number(entry.head.parked_at)
        bucket = text(f"{digest[0]}:{self.consumer}")
        if entry.due is not None:
            item |= {"dueBucket": bucket, "due": number(entry.due)}
        if entry.parked:
            item |= {"laneBucket": bucket, "digest": text(digest)}
        if entry.expires is not None:
            item["expires"] = number(entry.expires // NANOS)
        return item


def _lane_digest(consumer: str, lane: Lane) -> str:
    return keys.digest(keys.joined(consumer, ("alone:" if lane.alone else "named:") + lane.value))


def _part_of(consumer: str, lane: Lane) -> Item:
    return text(f"lane:{_lane_digest(consumer, lane)}")


def _event_digest(event: EventId) -> str:
    return keys.digest(keys.joined(event.source, event.id))


def _row(place: int) -> Item:
    return text(f"event:{place:019d}")


class DynamoDbParkingLot:
    """Parked lanes, one partition each: a head, which counts the events, and one item per event under its place.

    An event's item is put before the head counts it, and deleted after the head no longer counts it.
    """

    def __init__(
        self,
        client: Any,
        prefix: str,
        clock: Callable[[], int] = time.time_ns,
        room: int = 10_000,
        patience: Patience | None = None,
    ) -> None:
        self._table = Table(client, f"{prefix}-parking", patience)
        self._heads = _Counted(self._table, remembers=False)
        self._clock = clock
        self._room = room

    def work_until(self, seconds: float) -> None:
        """As the port says."""
        self._table.patience.begin(seconds)

    def park(self, event: ParkedEvent) -> ParkResult:
        """As the port says."""
        return self._park(event, True)

    def park_behind(self, event: ParkedEvent) -> ParkResult:
        """As the port says."""
        return self._park(event, False)

    def _park(self, event: ParkedEvent, opens: bool) -> ParkResult:
        parking = _Parking(self, event, opens, self._room)

        return self._table.patience.until_answered(
            f"Lane '{event.lane.value}'", lambda: self._step(event.consumer, event.lane, parking.on)
        )

    def _step(self, consumer: str, lane: Lane, rule: Callable[[_LaneRow], tuple[_LaneRow | None, R]]) -> R:
        def on_item(there: Item | None) -> tuple[Item | None, R]:
            following, answer = rule(_LaneRow.of(consumer, lane, there))
            return None if following is None else following.item(), answer

        key = {"part": _part_of(consumer, lane), "row": text("head")}
        return self._heads.step(key, f"Lane '{lane.value}'", False, on_item)

    def held_among(self, consumer: str, lanes: Collection[Lane]) -> set[Lane]:
        """As the port says."""
        by_part = {_part_of(consumer, lane)["S"]: lane for lane in lanes}
        wanted = [{"part": text(part), "row": text("head")} for part in by_part]
        heads = self._table.get_all(wanted, ["part", "parked"])
        return {by_part[head["part"]["S"]] for head in heads if head["parked"]["BOOL"]}

    def held(self, consumer: str, limit: int) -> list[Lane]:
        """As the port says; read by the index ``lanes``, in the order of the lanes' digests."""
        held: list[Lane] = []
        for digit in "0123456789abcdef":
            if len(held) >= limit:
                break
            named = self._table.query(
                limit=limit - len(held),
                whole=False,
                IndexName="lanes",
                KeyConditionExpression="#bucket = :bucket",
                ExpressionAttributeNames={"#bucket": "laneBucket"},
                ExpressionAttributeValues={":bucket": text(f"{digit}:{consumer}")},
            )
            wanted = [{"part": each["part"], "row": each["row"]} for each in named]
            rows = self._table.get_all(wanted, ["part", "lane", "alone", "parked"]) if wanted else []
            by_part = {row["part"]["S"]: row for row in rows}
            for key in wanted:
                row = by_part.get(key["part"]["S"])
                if row is not None and row["parked"]["BOOL"]:
                    held.append(Lane(row["lane"]["S"], row["alone"]["BOOL"]))
        return held

    def lease(self, consumer: str, lane: Lane, now: int, duration: int) -> LaneLease | None:
        """As the port says."""
        return self._entry(consumer, lane, lambda entry: entry.lease(consumer, lane, now, duration))

    def _entry(self, consumer: str, lane: Lane, rule: Callable[[LaneEntry], tuple[LaneEntry | None, R]]) -> R:
        def on_row(row: _LaneRow) -> tuple[_LaneRow | None, R]:
            following, answer = rule(row.entry)
            return None if following is None else _LaneRow(consumer, lane, following, row.first), answer

        return self._step(consumer, lane, on_row)

    def peek(self, lease: LaneLease, limit: int) -> Sequence[ParkedEvent]:
        """As the port says."""
        key = {"part": _part_of(lease.consumer, lease.lane), "row": text("head")}
        row = _LaneRow.of(lease.consumer, lease.lane, self._table.get(key))
        if not row.entry.held_by(lease):
            return []
        read = (self._read(item) for item in self._after(row, limit))
        return [event for event in read if event is not None]

    def _after(self, row: _LaneRow, limit: int) -> list[Item]:
        """The lane's items from its first place on, without discarded ones, whose places stay taken."""
        found: list[Item] = []
        begin = row.first
        while begin < row.entry.next and len(found) < limit:
            page = self._table.query(
                limit=limit - len(found),
                ConsistentRead=True,
                KeyConditionExpression="#part = :part AND #row BETWEEN :from AND :to",
                ExpressionAttributeNames={"#part": "part", "#row": "row"},
                ExpressionAttributeValues={
                    ":part": _part_of(row.consumer, row.lane),
                    ":from": _row(begin),
                    ":to": _row(row.entry.next - 1),
                },
            )
            if not page:
                break
            found += [item for item in page if "discardedBy" not in item]
            begin = int(page[-1]["place"]["N"]) + 1
        return found

    def _head(self, row: _LaneRow, event: EventId) -> Item | None:
        return next((i for i in self._after(row, 1) if i.get("event") == text(_event_digest(event))), None)

    def remove(self, lease: LaneLease, head: EventId) -> bool:
        """As the port says."""

        def on_row(row: _LaneRow) -> tuple[_LaneRow | None, Item | None]:
            following, found = row.entry.remove(lease, lambda: self._head(row, head))
            if following is None or found is None:
                return None, None
            return _LaneRow(row.consumer, row.lane, following, int(found["place"]["N"]) + 1), found

        removed = self._step(lease.consumer, lease.lane, on_row)
        if removed is not None:
            self.delete(removed)
        return removed is not None

    def postpone(self, lease: LaneLease, head: ParkedEvent) -> bool:
        """As the port says."""

        def on_row(row: _LaneRow) -> tuple[_LaneRow | None, Item | None]:
            following, found = row.entry.postpone(lease, lambda: self._head(row, head.event), head)
            return None if following is None else _LaneRow(row.consumer, row.lane, following, row.first), found

        stored = self._step(lease.consumer, lease.lane, on_row)
        if stored is not None:
            self._update(stored, head)
        return stored is not None

    def _update(self, stored: Item, waiting: ParkedEvent) -> None:
        values = {
            ":stamp": stored["stamp"],
            ":reason": text(keys.for_people(waiting.reason, _FOR_PEOPLE)),
            ":attempts": number(waiting.attempts),
        }
        replay = " REMOVE #replay"
        if waiting.replay_at is not None:
            values[":replay"] = number(waiting.replay_at)
            replay = ", #replay = :replay"
        names = {"#reason": "reason", "#attempts": "attempts", "#replay": "replayAt", "#stamp": "stamp"}
        self._table.holds(
            lambda: self._table.client.update_item(
                TableName=self._table.name,
                Key={"part": stored["part"], "row": stored["row"]},
                UpdateExpression="SET #reason = :reason, #attempts = :attempts" + replay,
                ConditionExpression="#stamp = :stamp",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
            )
        )

    def open(self, lease: LaneLease) -> bool:
        """As the port says; only the items show whether the lane is empty, the head's count only limits the lane."""

        def on_row(row: _LaneRow) -> tuple[_LaneRow | None, bool]:
            if not row.entry.held_by(lease) or self._after(row, 1):
                return None, False
            entry = row.entry
            none = LaneEntry(entry.parked, entry.fence, entry.lease_end, entry.due, 0, entry.next)
            following, opened = none.open(lease)
            return None if following is None else _LaneRow(row.consumer, row.lane, following, entry.next), opened

        return self._step(lease.consumer, lease.lane, on_row)

    def release(self, lease: LaneLease) -> None:
        """As the port says."""
        self._entry(lease.consumer, lease.lane, lambda entry: entry.release(lease))

    # Items of events

    def put(self, event: ParkedEvent, place: int, stamp: str) -> Item | None:
        """Puts an event at a place that the head has not counted yet; answers what is there now."""
        octets, now = _bytes_of(event), number(self._clock())
        parts = [octets[begin : begin + _PART] for begin in range(0, max(1, len(octets)), _PART)]
        part = _part_of(event.consumer, event.lane)
        for count, more in enumerate(parts[1:], 1):
            self._table.put(
                {
                    "part": part,
                    "row": text(f"more:{stamp}:{count:05d}"),
                    "place": number(place),
                    "stamp": text(stamp),
                    "storedAt": now,
                    "bytes": {"B": more},
                }
            )
        item = {
            "part": part,
            "row": _row(place),
            "place": number(place),
            "stamp": text(stamp),
            "parts": number(len(parts) - 1),
            "bytes": {"B": parts[0]},
            "event": text(_event_digest(event.event)),
            "source": text(keys.for_people(event.event.source)),
            "id": text(keys.for_people(event.event.id)),
            "consumer": text(event.consumer),
            "lane": text(event.lane.value),
            "alone": {"BOOL": event.lane.alone},
            "position": text(keys.for_people(event.position, _FOR_PEOPLE)),
            "reason": text(keys.for_people(event.reason, _FOR_PEOPLE)),
            "attempts": number(event.attempts),
            "storedAt": now,
            "parkedAt": number(event.parked_at),
        }
        if event.replay_at is not None:
            item["replayAt"] = number(event.replay_at)
        free = self._table.put(
            item, ConditionExpression="attribute_not_exists(#row)", ExpressionAttributeNames={"#row": "row"}
        )
        return item if free else self._table.get({"part": part, "row": _row(place)})

    def place(self, row: _LaneRow, event: EventId) -> int | None:
        """The place of an event in its lane, if the lane has it."""
        found = self._table.query(
            whole=False,
            IndexName="events",
            ConsistentRead=True,
            KeyConditionExpression="#part = :part AND #event = :event",
            ExpressionAttributeNames={"#part": "part", "#event": "event"},
            ExpressionAttributeValues={
                ":part": _part_of(row.consumer, row.lane),
                ":event": text(_event_digest(event)),
            },
        )
        places = (int(item["row"]["S"].removeprefix("event:")) for item in found)
        return next((place for place in places if row.has(place)), None)

    def _read(self, item: Item) -> ParkedEvent | None:
        """The whole event; None if parts are missing, since another caller removed it meanwhile."""
        parts = int(item["parts"]["N"])
        octets = bytes(item["bytes"]["B"])
        if parts:
            more = self._table.query(
                ConsistentRead=True,
                KeyConditionExpression="#part = :part AND begins_with(#row, :more)",
                ExpressionAttributeNames={"#part": "part", "#row": "row"},
                ExpressionAttributeValues={":part": item["part"], ":more": text(f"more:{item['stamp']['S']}:")},
            )
            if len(more) < parts:
                return None
            octets += b"".join(bytes(each["bytes"]["B"]) for each in more)
        return _parked(item, octets)

    def delete(self, stored: Item) -> None:
        """Deletes an event's item and parts, if the item is still this one."""
        gone = self._delete(
            {"part": stored["part"], "row": stored["row"]},
            ConditionExpression="#stamp = :stamp",
            ExpressionAttributeNames={"#stamp": "stamp"},
            ExpressionAttributeValues={":stamp": stored["stamp"]},
        )
        for count in range(1, int(stored["parts"]["N"]) + 1 if gone else 0):
            self._delete({"part": stored["part"], "row": text(f"more:{stored['stamp']['S']}:{count:05d}")})

    def _delete(self, key: Item, **condition: Any) -> bool:
        table = self._table
        return table.holds(lambda: table.client.delete_item(TableName=table.name, Key=key, **condition))


class _Parking:
    """Parks one event, over several attempts (Java's EventParking)."""

    def __init__(self, lot: DynamoDbParkingLot, event: ParkedEvent, opens: bool, room: int) -> None:
        self._lot, self._event, self._opens, self._room = lot, event, opens, room
        self._stamp = str(uuid.uuid4())
        self._put: list[Item] = []

    def on(self, row: _LaneRow) -> tuple[_LaneRow | None, list[ParkResult]]:
        """The step; its answer is empty if the lane must be looked at again."""
        self._take_back(lambda place: not row.has(place) and place != row.entry.next)
        event = self._event
        following, answer = row.entry.park(
            event, self._opens, lambda: self._lot.place(row, event.event) is not None, self._room
        )
        if following is None:
            if not isinstance(answer, Parked):
                self._take_back(lambda place: True)
            return None, [answer]
        there = self._lot.put(event, row.entry.next, self._stamp)
        if there is None:
            return None, []
        if there["stamp"]["S"] == self._stamp:
            self._put.append(there)
            return _LaneRow(row.consumer, row.lane, following, row.first), [answer]
        # Another writer put its event there and has not counted it yet: it is counted first.
        others, _ = row.entry.park(_parked(there, None), True, lambda: False, 2**31 - 1)
        return None if others is None else _LaneRow(row.consumer, row.lane, others, row.first), []

    def _take_back(self, which: Callable[[int], bool]) -> None:
        for item in [each for each in self._put if which(int(each["place"]["N"]))]:
            self._lot.delete(item)
            self._put.remove(item)


def _bytes_of(parked: ParkedEvent) -> bytes:
    """A parked event's identity, attributes and body, each after its length."""
    whole = bytearray()

    def octets(value: bytes) -> None:
        whole.extend(len(value).to_bytes(4, "big") + value)

    octets(parked.event.source.encode())
    octets(parked.event.id.encode())
    whole.extend(len(parked.wire.attributes).to_bytes(4, "big"))
    for name, value in parked.wire.attributes.items():
        octets(name.encode())
        octets(value.encode("utf-8", "replace"))
    octets(parked.wire.body)
    return bytes(whole)


def _parked(item: Item, octets: bytes | None) -> ParkedEvent:
    """The event of an item; without its bytes only what the lane's head needs of it."""
    event, wire = EventId("unread", "unread"), WireEvent(b"")
    if octets is not None:
        source, at = _text_at(octets, 0)
        own, at = _text_at(octets, at)
        attributes: dict[str, str] = {}
        count, at = int.from_bytes(octets[at : at + 4], "big"), at + 4
        for _ in range(count):
            name, at = _text_at(octets, at)
            attributes[name], at = _text_at(octets, at)
        size, at = int.from_bytes(octets[at : at + 4], "big"), at + 4
        event, wire = EventId(source, own), WireEvent(octets[at : at + size], attributes)
    return ParkedEvent(
        item["consumer"]["S"],
        Lane(item["lane"]["S"], item["alone"]["BOOL"]),
        event,
        wire,
        item["position"]["S"],
        item["reason"]["S"],
        int(item["attempts"]["N"]),
        int(item["parkedAt"]["N"]),
        _moment(item, "replayAt"),
    )


def _text_at(octets: bytes, at: int) -> tuple[str, int]:
    size = int.from_bytes(octets[at : at + 4], "big")
    return octets[at + 4 : at + 4 + size].decode(), at + 4 + size


class DynamoDbReplicas:
    """Replicas, one item per entity; ``prefix`` is that of the tables' names."""

    def __init__(self, client: Any, prefix: str, patience: Patience | None = None) -> None:
        self._table = Table(client, f"{prefix}-replicas", patience)

    def get(self, collection: str, entity: str) -> Replica | None:
        """As the port says."""
        item = self._table.get(_replica_key(collection, entity))
        return None if item is None else _replica(item)

    def put(self, collection: str, replica: Replica) -> bool:
        """As the port says; the item's stamp tells a write whose answer was lost from another one."""
        stamp = text(str(uuid.uuid4()))
        newest = self._table.put(
            _replica_item(collection, replica) | {"stamp": stamp},
            ConditionExpression="attribute_not_exists(#version) OR #version < :version",
            ExpressionAttributeNames={"#version": "version"},
            ExpressionAttributeValues={":version": number(replica.version)},
        )
        if newest:
            return True
        there = self._table.get(_replica_key(collection, replica.entity))
        return there is not None and there.get("stamp") == stamp


def _replica_key(collection: str, entity: str) -> Item:
    return {"part": text(f"{keys.part(entity)}:{collection}"), "entity": text(entity)}


def _replica_item(collection: str, replica: Replica) -> Item:
    return _replica_key(collection, replica.entity) | {
        "version": number(replica.version),
        "deleted": {"BOOL": replica.deleted},
        "state": {"B": replica.state},
    }


def _replica(item: Item) -> Replica:
    return Replica(item["entity"]["S"], int(item["version"]["N"]), bytes(item["state"]["B"]), item["deleted"]["BOOL"])
