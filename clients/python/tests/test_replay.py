from __future__ import annotations

import unittest
from typing import Any

from tests.fakes import Scripted, deliveries
from triskel_consume import PortError, Redelivery, WireEvent, retry_then_park, settle
from triskel_consume.consume import read_delivery
from triskel_consume.parking import Lane
from triskel_consume.replay import answer_replay

REQUEST = {"triskel": "replay", "consumer": "shipping", "limit": 100, "seconds": 50}


class AReplay(unittest.TestCase):
    def setUp(self) -> None:
        self.shop = Scripted(retry_then_park(1))
        self.shop.script["bad"] = [ValueError("broken")]
        batch = [*deliveries(self.shop, "bad", "second"), *deliveries(self.shop, "other", key="order-2")]
        self.settle(batch)

    def settle(self, batch: Any) -> None:
        settle(self.shop.consumer, batch, Redelivery.FROM_FIRST_UNSETTLED, self.shop.clock.after(60))

    def answer(self, document: Any = REQUEST, seconds: float = 60) -> dict[str, Any]:
        self.shop.calls.clear()
        return answer_replay(self.shop.consumer, document, self.shop.clock.after(seconds))

    def test_handles_a_lane_head_first_and_opens_it(self) -> None:
        self.shop.script.clear()

        expected = {"handled": 2, "duplicates": 0, "failed": 0, "busy": 0, "opened": 1, "more": False}
        self.assertEqual(self.answer(), expected)
        self.assertEqual(self.shop.handled, ["bad", "second"])
        self.assertEqual([handling.attempt for _, handling in self.shop.calls], [2, 1])

    def test_stops_at_an_event_that_fails_again(self) -> None:
        self.assertEqual(self.answer()["failed"], 1)
        self.assertEqual(self.shop.handled, ["bad"])
        self.assertEqual(self.shop.lot.held_among("shipping", [Lane("order-1")]), {Lane("order-1")})

    def test_says_that_more_is_left_at_its_limit(self) -> None:
        self.shop.script.clear()

        answer = self.answer(REQUEST | {"limit": 1})
        self.assertEqual((answer["handled"], answer["opened"], answer["more"]), (1, 0, True))

    def test_replays_only_the_lane_that_is_named(self) -> None:
        self.shop.script.clear()

        self.assertEqual(self.answer(REQUEST | {"lane": "order-2"})["handled"], 0)
        self.assertEqual(self.answer(REQUEST | {"lane": "order-1"})["handled"], 2)

    def test_counts_a_lane_that_another_process_has_as_busy(self) -> None:
        self.shop.lot.lease("shipping", Lane("order-1"), self.shop.clock(), 10**12)

        self.assertEqual(self.answer()["busy"], 1)

    def test_counts_no_attempt_if_a_port_failed(self) -> None:
        self.shop.script["bad"] = [PortError("down")]
        self.answer()
        self.answer()

        self.assertEqual([handling.attempt for _, handling in self.shop.calls], [2])

    def test_keeps_an_event_that_is_none_and_says_why(self) -> None:
        shop = self.shop
        self.settle([read_delivery(shop.consumer.codec, WireEvent(b"[]"), "order-3", "stream/0")])

        self.assertEqual(self.answer(REQUEST | {"lane": "order-3"})["failed"], 1)

    def test_refuses_a_request_that_is_broken_or_for_another_consumer(self) -> None:
        for document, found in (
            (REQUEST | {"consumer": "payment"}, "this is the function of consumer shipping; the request is for payment"),
            ("{", "a document that is not JSON"),
            ({"consumer": "shipping"}, "a document without it"),
            (REQUEST | {"limit": 0}, "'shipping', 0 and 50"),
            (REQUEST | {"lane": 1}, '"lane":1}'),
        ):
            with self.subTest(found), self.assertRaises(ValueError) as refused:
                self.answer(document)
            self.assertIn(found, str(refused.exception))


if __name__ == "__main__":
    unittest.main()
