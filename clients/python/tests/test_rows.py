"""The rows that Java wrote, committed beside its adapters, are read and written again without a difference."""

from __future__ import annotations

import base64
import json
import unittest
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.data.tables import EntityProperty
from botocore.exceptions import ClientError, ReadTimeoutError

from triskel_consume import EventId, PortError, dynamodb, tables
from triskel_consume.keys import NANOS
from triskel_consume.parking import Lane
from triskel_consume.repeat import Patience, require_format

ROOT = Path(__file__).parents[3]
OURS = ("stamp", "version", "format")


def golden(adapter: str, table: str) -> Iterator[dict[str, Any]]:
    path = ROOT / adapter / "src/test/stored/format-1.jsonl"
    for line in path.read_text().splitlines():
        row = json.loads(line)
        if row["table"] == table:
            yield row["columns"]


def octets(text: str) -> bytes:
    deflated = text.startswith("deflated:")
    read = base64.b64decode(text.removeprefix("deflated:"))
    return zlib.decompress(read) if deflated else read


def items(table: str) -> list[dict[str, Any]]:
    kinds = {"text": "S", "number": "N", "flag": "BOOL", "bytes": "B"}

    def attribute(column: dict[str, Any]) -> dict[str, Any]:
        ((kind, value),) = column.items()
        return {kinds[kind]: octets(value) if kind == "bytes" else value}

    return [{name: attribute(column) for name, column in row.items()} for row in golden("adapter-aws", table)]


def entities(table: str) -> list[dict[str, Any]]:
    def value(column: dict[str, Any]) -> Any:
        ((kind, read),) = column.items()
        return octets(read) if kind == "bytes" else int(read) if kind == "long" else read

    return [
        {name: value(column) for name, column in row.items() if "odata" not in name}
        for row in golden("adapter-azure", table)
    ]


def plain(entity: dict[str, Any]) -> dict[str, Any]:
    return {name: each.value if isinstance(each, EntityProperty) else each for name, each in entity.items()}


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names + OURS}


class DynamoDb(unittest.TestCase):
    def test_an_inboxs_items_are_javas(self) -> None:
        inbox = dynamodb.DynamoDbInbox(None, "x")
        rows = items("-inbox")
        self.assertEqual(len(rows), 5)
        for row in rows:
            key = row["entry"]["S"]
            event = EventId(row["source"]["S"], row["id"]["S"]) if "source" in row else EventId("/shop", "any")
            written = inbox._item(key, event, dynamodb._entry(row))
            self.assertEqual(written, without(row))

    def test_stores_need_a_client_and_a_prefix_as_the_readme_says(self) -> None:
        dynamodb.DynamoDbInbox(None, "x"), dynamodb.DynamoDbParkingLot(None, "x"), dynamodb.DynamoDbReplicas(None, "x")

    def test_a_replica_is_javas(self) -> None:
        rows = items("-replicas")
        self.assertEqual(len(rows), 2)
        for row in rows:
            written = dynamodb._replica_item("products/1", dynamodb._replica(row))
            self.assertEqual({**written, "version": row["version"]}, {**without(row), "version": row["version"]})

    def test_a_lanes_head_is_javas(self) -> None:
        heads = [row for row in items("-parking") if row["row"]["S"] == "head"]
        self.assertGreaterEqual(len(heads), 3)
        for row in heads:
            lane = Lane(row["lane"]["S"], row["alone"]["BOOL"])
            read = dynamodb._LaneRow.of(row["consumer"]["S"], lane, row)
            self.assertEqual(read.item(), without(row))

    def test_a_parked_event_has_javas_bytes_key_and_digest(self) -> None:
        rows = [row for row in items("-parking") if row["row"]["S"].startswith("event:") and row["parts"]["N"] == "0"]
        self.assertGreaterEqual(len(rows), 3)
        for row in rows:
            parked = dynamodb._parked(row, row["bytes"]["B"])
            self.assertEqual(dynamodb._bytes_of(parked), row["bytes"]["B"])
            self.assertEqual(dynamodb._part_of(parked.consumer, parked.lane), row["part"])
            if "event" in row:
                self.assertEqual(row["event"]["S"], dynamodb._event_digest(parked.event))


class TableStorage(unittest.TestCase):
    def test_an_inboxs_entities_are_javas_key_included(self) -> None:
        rows = [row for row in entities("inbox") if row["RowKey"].startswith("e") and len(row["source"]) < 1_000]
        self.assertGreaterEqual(len(rows), 4)
        for row in rows:
            task = tables._Task(row["consumer"], EventId(row["source"], row["id"]), lambda entry: (None, None))
            self.assertEqual(task.key, (row["PartitionKey"], row["RowKey"]))
            written = plain(tables._inbox_entity(task, tables._inbox_entry(row)))
            self.assertEqual(written, without(row, "PartitionKey", "RowKey"))

    def test_a_replica_has_javas_entity_key_included(self) -> None:
        rows = entities("replicas")
        self.assertEqual(len(rows), 2)
        for row in rows:
            replica = tables._replica(row)
            key = tables._replica_key("products/1", replica.entity)
            self.assertEqual(key, (row["PartitionKey"], row["RowKey"]))
            written = plain(tables._replica_entity(replica))
            self.assertEqual(written | {"version": 0}, without(row, "PartitionKey", "RowKey") | {"version": 0})
            self.assertEqual(written["version"], row["version"])

    def test_a_parked_event_has_javas_entities(self) -> None:
        rows = [row for row in entities("parking") if row["RowKey"][0] == "e" and row["parts"] == 0]
        self.assertGreaterEqual(len(rows), 2)
        for row in rows:
            parked = tables._parked(row, tables._octets(row, "content"))
            key = tables._event_key(parked.consumer, parked.lane, row["place"])
            self.assertEqual(key, (row["PartitionKey"], row["RowKey"]))
            ((_, written),) = tables._entities(key, row["place"], parked)
            self.assertEqual(plain(written), without(row, "PartitionKey", "RowKey"))

    def test_a_large_event_is_cut_where_java_cuts_it(self) -> None:
        big = next(row for row in entities("parking") if row["RowKey"][0] == "e" and row["parts"] > 0)
        key = (big["PartitionKey"], big["RowKey"])
        parts = [row for row in entities("parking") if row["RowKey"].startswith(f"p{key[1]}~")]
        content = b"".join(tables._octets(each, "content") for each in (big, *parts))

        parked = tables._parked(big, content)
        written = tables._entities(key, big["place"], parked)
        self.assertEqual([plain(entity) for _, entity in written][0], without(big, "PartitionKey", "RowKey"))
        self.assertEqual(len(written), 1 + len(parts))


class ARowOfALaterFormat(unittest.TestCase):
    def test_is_refused_in_javas_words(self) -> None:
        with self.assertRaises(PortError) as refused:
            require_format("2", "DynamoDB table x-inbox")
        self.assertEqual(
            str(refused.exception),
            "A row of DynamoDB table x-inbox has format 2, and this release reads formats up to 1: a later release wrote"
            " it. Deploy that release or a later one; the row is unchanged",
        )
        with self.assertRaises(PortError):
            require_format(None, "table xinbox")


class ALostAnswer(unittest.TestCase):
    def test_of_a_write_is_recognised_by_its_stamp(self) -> None:
        class Silent:
            """Writes and does not answer the first time."""

            def __init__(self) -> None:
                self.items: dict[str, Any] = {}
                self.lost = False

            def put_item(self, TableName: str, Item: Any, **condition: Any) -> Any:
                there = self.items.get(str(Item["entry"]))
                before = condition.get("ExpressionAttributeValues", {}).get(":before")
                if (there or {}).get("version") != before:
                    raise ClientError({"Error": {"Code": "ConditionalCheckFailedException"}}, "PutItem")
                self.items[str(Item["entry"])] = Item
                if not self.lost:
                    self.lost = True
                    raise ReadTimeoutError(endpoint_url="http://here")
                return {}

            def get_item(self, Key: Any, **_: Any) -> Any:
                found = self.items.get(str(Key["entry"]))
                return {} if found is None else {"Item": found}

        inbox = dynamodb.DynamoDbInbox(Silent(), "x", patience=Patience(5, sleep=lambda seconds: None))
        first = inbox.claim_all("c", [EventId("/s", "e")], 0, 60 * NANOS, "one")[0]
        second = inbox.claim_all("c", [EventId("/s", "e")], 0, 60 * NANOS, "two")[0]
        self.assertEqual((type(first).__name__, type(second).__name__), ("Claim", "InProgress"))


class AnOutage(unittest.TestCase):
    def test_is_repeated_until_the_deadline_of_the_batch_and_then_not_asked_about(self) -> None:
        asked: list[float] = []
        now = [0.0]

        class Throttling:
            def put_item(self, **_: Any) -> Any:
                asked.append(now[0])
                raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutItem")

        def sleep(seconds: float) -> None:
            now[0] += seconds

        patience = Patience(5, clock=lambda: now[0], sleep=sleep, chance=lambda: 1)
        inbox = dynamodb.DynamoDbInbox(Throttling(), "x", patience=patience)
        inbox.work_until(1)
        first, second = inbox.claim_all("c", [EventId("/s", "e"), EventId("/s", "f")], 0, NANOS, "one")
        self.assertIn("gets more requests than its capacity allows", getattr(first, "message", ""))
        self.assertLessEqual(asked[-1], 1)

        now[0] = 2
        third = inbox.claim_all("c", [EventId("/s", "g")], 0, NANOS, "one")[0]
        self.assertIn("was not asked: the deadline has passed", getattr(third, "message", ""))
        self.assertIn("ThrottlingException", getattr(second, "message", ""))


if __name__ == "__main__":
    unittest.main()
