from __future__ import annotations

import unittest
from typing import Any

from tests.fakes import Scripted, deliveries, delivery, event
from triskel_consume import Halt, NotYet, Outcome, Park, PortError, Redelivery, WireEvent, retry_then_park, settle
from triskel_consume.consume import read_delivery
from triskel_consume.inbox import ClaimResult, Failed
from triskel_consume.keys import NANOS
from triskel_consume.parking import Full, Lane, ParkResult

FROM = Redelivery.FROM_FIRST_UNSETTLED


class Verdicts(unittest.TestCase):
    def verdicts(self, scripted: Scripted, batch: Any, redelivery: Redelivery = FROM, seconds: float = 60) -> list[str]:
        settlement = settle(scripted.consumer, batch, redelivery, scripted.clock.after(seconds))
        self.reasons = [verdict.reason for verdict in settlement.verdicts]
        self.first = settlement.first_unsettled
        return [str(verdict.outcome) for verdict in settlement.verdicts]


class AFailedEvent(Verdicts):
    def test_holds_its_lane_and_no_other(self) -> None:
        shop = Scripted()
        shop.script["bad"] = [ValueError("broken")]
        batch = [*deliveries(shop, "bad", "behind"), *deliveries(shop, "other", key="order-2")]

        self.assertEqual(
            self.verdicts(shop, batch), ["unsettled-failed", "unsettled-behind-a-failure", "handled"]
        )
        self.assertEqual(shop.handled, ["bad", "other"])
        self.assertEqual(self.first, 0)

    def test_counts_an_attempt_and_is_parked_after_the_policys_last_one(self) -> None:
        shop = Scripted(retry_then_park(2))
        shop.script["bad"] = [ValueError("personal data")]
        batch = deliveries(shop, "bad", "behind")

        self.assertEqual(self.verdicts(shop, batch)[0], "unsettled-failed")
        self.assertEqual(self.verdicts(shop, batch), ["parked", "parked"])
        self.assertEqual([handling.attempt for _, handling in shop.calls], [1, 2])
        self.assertEqual([handling.fence for _, handling in shop.calls], [1, 2])
        self.assertEqual(self.reasons[1], "it is behind a parked event of its lane")
        self.assertNotIn("personal", self.reasons[0] or "")

    def test_is_parked_when_it_held_up_others_for_longer_than_the_budget(self) -> None:
        shop = Scripted(retry_then_park(100))
        shop.script["bad"] = [ValueError("broken")]
        batch = deliveries(shop, "bad")
        self.assertEqual(self.verdicts(shop, batch), ["unsettled-failed"])
        shop.clock.sleep(31)

        self.assertEqual(self.verdicts(shop, batch), ["parked"])
        self.assertIn("held up others for longer than PT30S", self.reasons[0] or "")

    def test_is_retried_in_place_and_then_parked_where_nothing_is_redelivered(self) -> None:
        shop = Scripted(retry_then_park(100))
        shop.script["bad"] = [ValueError("broken")]

        self.assertEqual(self.verdicts(shop, deliveries(shop, "bad"), Redelivery.NEVER, 10), ["parked"])
        self.assertGreater(len(shop.calls), 3)
        self.assertIn("tried until time ran out", self.reasons[0] or "")

    def test_without_inbox_is_counted_by_this_process(self) -> None:
        shop = Scripted(retry_then_park(2), stores=False)
        shop.script["bad"] = [ValueError("broken")]
        batch = deliveries(shop, "bad")

        self.verdicts(shop, batch)
        self.assertEqual(self.verdicts(shop, batch), ["unsettled-failed"])
        self.assertEqual([handling.attempt for _, handling in shop.calls], [1, 2])
        self.assertIn("there is no parking lot", self.reasons[0] or "")


class AnEvent(Verdicts):
    def test_is_handled_once_whatever_is_redelivered(self) -> None:
        shop = Scripted()
        batch = deliveries(shop, "one", "one", "two")

        self.assertEqual(self.verdicts(shop, batch), ["handled", "duplicate", "handled"])
        self.assertEqual(self.verdicts(shop, batch), ["duplicate", "duplicate", "duplicate"])
        self.assertEqual(shop.handled, ["one", "two"])

    def test_of_another_type_is_ignored_before_its_data_is_read(self) -> None:
        shop = Scripted()
        wire = WireEvent(b'{"specversion":"1.0","id":"x","source":"/s","type":"other.v1","data":{"a":1}}')
        batch = [read_delivery(shop.consumer.codec, wire, None, "p/1")]

        self.assertEqual(self.verdicts(shop, batch), ["ignored"])
        self.assertEqual(shop.consumer.lot and shop.consumer.lot.held("shipping", 9), [])

    def test_of_an_unknown_version_is_parked(self) -> None:
        shop = Scripted()

        batch = [delivery(shop, event("new", type="orders.order-placed.v2"))]
        self.assertEqual(self.verdicts(shop, batch), ["parked"])
        self.assertEqual(
            self.reasons, ["orders.order-placed.v2 is subscribed to, but this version of it is not known here"]
        )

    def test_that_is_none_is_parked_in_the_lane_of_its_transport_key(self) -> None:
        shop = Scripted()
        broken = read_delivery(shop.consumer.codec, WireEvent(b"[]"), "order-1", "stream/0")

        self.assertEqual(self.verdicts(shop, [broken, *deliveries(shop, "one")]), ["parked", "parked"])
        self.assertEqual(self.reasons[0], "event: it is not a JSON object")
        self.assertEqual(shop.lot.held("shipping", 9), [Lane("order-1")])

    def test_whose_data_cannot_be_read_as_the_handler_wants_it_is_parked(self) -> None:
        shop = Scripted()
        shop.consumer.on("typed.v1", shop.handle, lambda data: data.no_such_attribute)

        self.assertEqual(self.verdicts(shop, [delivery(shop, event("odd", type="typed.v1"))]), ["parked"])
        self.assertEqual(self.reasons, ["data: 'dict' object has no attribute 'no_such_attribute'"])

    def test_that_another_process_has_is_left_to_the_source(self) -> None:
        shop = Scripted()
        batch = deliveries(shop, "one", "two")
        shop.inbox.claim_all("shipping", [batch[0].identity], shop.clock(), 60 * NANOS, "another")

        self.assertEqual(
            self.verdicts(shop, batch), ["unsettled-in-progress-elsewhere", "unsettled-behind-a-failure"]
        )
        self.assertEqual(self.reasons[0], "it is claimed elsewhere until 2026-01-31T08:16:30Z")

    def test_whose_handling_was_cut_off_five_times_is_parked_untried(self) -> None:
        shop = Scripted()
        batch = deliveries(shop, "deadly")
        for host in range(6):
            shop.inbox.claim_all("shipping", [batch[0].identity], shop.clock(), NANOS, f"host {host}")
            shop.clock.sleep(2)

        self.assertEqual(self.verdicts(shop, batch), ["parked"])
        self.assertEqual(shop.handled, [])

    def test_is_not_begun_in_the_reserve_of_time(self) -> None:
        shop = Scripted(reserve=1)
        shop.consumer.on("slow.v1", lambda event, handling: shop.clock.sleep(9.5))
        batch = [delivery(shop, event("slow", "a", "slow.v1")), *deliveries(shop, "late")]

        self.assertEqual(self.verdicts(shop, batch, seconds=10), ["handled", "unsettled-out-of-time"])

    def test_whose_lease_ended_while_it_was_handled_is_not_handled(self) -> None:
        shop = Scripted()
        shop.consumer.on("slow.v1", lambda event, handling: shop.clock.sleep(30))
        batch = [delivery(shop, event("slow", "a", "slow.v1"))]

        self.assertEqual(self.verdicts(shop, batch, seconds=10), ["unsettled-in-progress-elsewhere"])


class WhatIsNotTheEventsFault(Verdicts):
    def test_a_failing_port_counts_no_attempt(self) -> None:
        shop = Scripted(retry_then_park(1))
        shop.script["one"] = [PortError("the store is down")]
        batch = deliveries(shop, "one")

        self.assertEqual(self.verdicts(shop, batch), ["unsettled-port-failed"])
        self.assertEqual(self.verdicts(shop, batch), ["unsettled-port-failed"])
        self.assertEqual([handling.attempt for _, handling in shop.calls], [1, 1])

    def test_a_port_among_the_causes_is_one_too(self) -> None:
        shop = Scripted(retry_then_park(1))
        failure = RuntimeError("wrapped")
        failure.__cause__ = PortError("the store is down")
        shop.script["one"] = [failure]

        self.assertEqual(self.verdicts(shop, deliveries(shop, "one")), ["unsettled-port-failed"])

    def test_not_yet_waits_a_little_in_place_before_a_whole_batch_fails(self) -> None:
        shop = Scripted(retry_then_park(1))
        shop.script["early"] = [NotYet("no order"), NotYet("no order"), None]

        self.assertEqual(self.verdicts(shop, deliveries(shop, "early"), Redelivery.WHOLE_BATCH), ["handled"])
        self.assertEqual([handling.attempt for _, handling in shop.calls], [1, 1, 1])

    def test_a_halt_stops_the_batch_and_counts_no_attempt(self) -> None:
        shop = Scripted(lambda event, failure, attempt: Halt("the bank is closed"))
        shop.script["one"] = [ValueError("closed")]
        batch = [*deliveries(shop, "one"), *deliveries(shop, "two", key="order-2")]

        self.assertEqual(self.verdicts(shop, batch), ["unsettled-halted", "unsettled-halted"])
        self.assertEqual(shop.handled, ["one"])

    def test_a_missing_module_halts_the_batch(self) -> None:
        shop = Scripted(retry_then_park(1))
        shop.script["one"] = [ImportError("No module named 'bank'")]

        self.assertEqual(self.verdicts(shop, deliveries(shop, "one")), ["unsettled-halted"])

    def test_an_inbox_that_cannot_claim_leaves_the_event_to_the_source(self) -> None:
        def down(consumer: str, events: Any, *rest: Any) -> list[ClaimResult]:
            return [Failed("down") for _ in events]

        shop = Scripted()
        shop.inbox.claim_all = down  # type: ignore[method-assign, assignment]

        self.assertEqual(self.verdicts(shop, deliveries(shop, "one")), ["unsettled-port-failed"])
        self.assertEqual(shop.handled, [])

    def test_a_completion_that_is_not_recorded_leaves_the_event_unsettled(self) -> None:
        shop = Scripted()
        shop.inbox.complete_all = lambda claims, now: [Failed("down") for _ in claims]  # type: ignore[method-assign]

        self.assertEqual(self.verdicts(shop, deliveries(shop, "one")), ["unsettled-port-failed"])

    def test_a_full_lot_leaves_the_event_unsettled(self) -> None:
        shop = Scripted(lambda event, failure, attempt: Park("for good"))
        shop.script["one"] = [ValueError("broken")]

        def full(parked: object) -> ParkResult:
            return Full(1)

        shop.lot.park = full  # type: ignore[method-assign, assignment]
        self.assertEqual(self.verdicts(shop, deliveries(shop, "one")), [str(Outcome.PORT_FAILED)])

    def test_memory_that_is_over_ends_the_batch_without_a_verdict(self) -> None:
        shop = Scripted()
        shop.script["one"] = [MemoryError()]

        with self.assertRaises(MemoryError):
            self.verdicts(shop, deliveries(shop, "one"))


if __name__ == "__main__":
    unittest.main()
