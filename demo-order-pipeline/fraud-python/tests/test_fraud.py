"""The check's outcome depends on the orders, and not on the order in which they come or how often."""

from __future__ import annotations

import itertools
import sys
import unittest
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "clients/python"))

from fraud import FraudCheck, retention_seconds, suspicion  # noqa: E402
from triskel_consume import Envelope, EventId, EventType, Handling, PortError  # noqa: E402
from triskel_consume.codec import Codec  # noqa: E402
from triskel_consume.publish import Accepted, Entry, Limits, Outgoing, Publisher  # noqa: E402
from triskel_consume.replicas import Replica  # noqa: E402

HANDLING = Handling(attempt=1, deadline=2**62, fence=1)


class MemoryReplicas:
    """Replicas in memory; before a write, ``meanwhile`` may write too."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Replica] = {}
        self.meanwhile: list[Replica] = []

    def get(self, collection: str, entity: str) -> Replica | None:
        return self.rows.get((collection, entity))

    def put(self, collection: str, replica: Replica) -> bool:
        if self.meanwhile:
            self.put(collection, self.meanwhile.pop())
        there = self.get(collection, replica.entity)
        if there is not None and there.version >= replica.version:
            return False
        self.rows[collection, replica.entity] = replica
        return True


class MemoryBus:
    limits = Limits(False, 500, 1 << 20, 1 << 20, True, True)

    def __init__(self) -> None:
        self.sent: list[Envelope[Any]] = []
        self.down = False

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        if self.down:
            raise PortError("the bus is down")
        self.sent += [outgoing.event for outgoing in batch]
        return [Accepted(outgoing.event, "1") for outgoing in batch]


def placed(customer: str, card: str) -> Envelope[Any]:
    data = {"customer": customer, "card": {"number": card}}
    return Envelope(EventId("/orders", f"{customer}-{card}"), EventType("orders.order-placed", 1), data)


class Fraud(unittest.TestCase):
    def setUp(self) -> None:
        self.replicas, self.bus = MemoryReplicas(), MemoryBus()
        self.check = FraudCheck(self.replicas, Publisher(self.bus))

    def suspects(self, orders: Sequence[Envelope[Any]]) -> list[Any]:
        self.setUp()
        for order in orders:
            self.check.order_placed(order, HANDLING)
        return [event.data["customer"] for event in self.bus.sent]

    def test_three_different_cards_are_suspicious_in_any_order_and_reported_once(self) -> None:
        orders = [placed("C-1", card) for card in ("a", "b", "b", "c", "d")] + [placed("C-2", "a")]
        for each in itertools.permutations(orders):
            self.assertEqual(self.suspects(each), ["C-1"])

    def test_two_cards_are_not_suspicious(self) -> None:
        self.assertEqual(self.suspects([placed("C-1", card) for card in "abab"]), [])

    def test_a_suspicion_that_was_not_published_is_published_when_the_order_comes_again(self) -> None:
        for card in "ab":
            self.check.order_placed(placed("C-1", card), HANDLING)
        self.bus.down = True
        with self.assertRaises(Exception):
            self.check.order_placed(placed("C-1", "c"), Handling(attempt=1, deadline=0, fence=1))
        self.bus.down = False

        self.check.order_placed(placed("C-1", "c"), HANDLING)

        self.assertEqual(self.bus.sent, [suspicion("C-1")])

    def test_a_card_that_another_process_notes_meanwhile_counts(self) -> None:
        self.check.order_placed(placed("C-1", "a"), HANDLING)
        there = self.replicas.rows["fraud.customers", "C-1"]
        other = Replica("C-1", there.version + 1, there.state.replace(b'["', b'["another card","'))
        self.replicas.meanwhile.append(other)

        self.check.order_placed(placed("C-1", "b"), HANDLING)

        self.assertEqual(self.bus.sent, [suspicion("C-1")])

    def test_a_heartbeat_is_noted_in_the_row_of_its_minute_as_java_notes_it(self) -> None:
        identity, time = EventId("/orders/clock", "1"), "2026-12-01T04:07:09.5Z"
        heartbeat = Envelope(identity, EventType("triskel.heartbeat", 1), {"minute": 1}, time=time)

        self.check.heartbeat(heartbeat, HANDLING)

        self.assertEqual(list(self.replicas.rows), [("heartbeats", "fraud-check/7")])

    def test_the_inbox_remembers_what_the_plan_says(self) -> None:
        hours = {"TRISKEL_APP_BUS_RETENTION_HOURS": "336", "TRISKEL_APP_REPLAY_HORIZON_HOURS": "1992"}

        self.assertEqual(retention_seconds(hours), (336 + 1992) * 3600)
        self.assertEqual(retention_seconds({}), 14 * 86_400)

    def test_no_card_number_is_stored_or_published(self) -> None:
        self.suspects([placed("C-1", f"card-{n}") for n in range(3)])

        octets = b"".join(row.state for row in self.replicas.rows.values()) + Codec().encode(self.bus.sent[0])
        self.assertNotIn(b"card-1", octets)
