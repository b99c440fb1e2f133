from __future__ import annotations

import unittest
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.fakes import Clock, event
from triskel_consume import Command, EventId, Handling, StateTransfer
from triskel_consume.consume import Fault, fault_of
from triskel_consume.publish import (
    Accepted,
    Cause,
    Entry,
    Limits,
    Outgoing,
    Publisher,
    PublishFailed,
    Rejected,
    answering,
)


class Bus:
    """Answers what a script says per event id and request; beyond it, that it has the event."""

    def __init__(self, clock: Clock, **limits: Any) -> None:
        usual = {"max_events": 500, "max_request_bytes": 5 << 20, "max_event_bytes": 1 << 20}
        keys = {"binary": False, "several_keys": True, "several_per_key": False}
        self.limits = Limits(**(usual | keys | limits))
        self.script: dict[str, list[Cause | Exception | None]] = {}
        self.requests: list[list[str]] = []
        self.clock = clock

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        self.requests.append([outgoing.event.id.id for outgoing in batch])
        answers: list[Entry] = []
        for outgoing in batch:
            steps = self.script.get(outgoing.event.id.id, [])
            step = steps.pop(0) if steps else None
            if isinstance(step, Exception):
                raise step
            accepted = Accepted(outgoing.event, "here")
            answers.append(accepted if step is None else Rejected(outgoing.event, step, "the bus said so"))
        return answers


def words(report: Sequence[Entry]) -> list[str]:
    return [
        "ok" if isinstance(entry, Accepted) else entry.cause if isinstance(entry, Rejected) else f"behind {entry.behind.id}"
        for entry in report
    ]


class _Publishing(unittest.TestCase):
    def publisher(self, **limits: Any) -> tuple[Publisher, Bus]:
        self.clock = Clock()
        bus = Bus(self.clock, **limits)
        return Publisher(bus, clock=self.clock, sleep=self.clock.sleep, chance=lambda: 0.5), bus


class APublication(_Publishing):
    def test_reports_each_event_in_order_and_withholds_only_what_follows_in_its_key(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [Cause.THROTTLED]
        events = [event("a1", "a"), event("b1", "b"), event("a2", "a"), event("n", None)]

        report = publisher.publish(events, self.clock.after(5))
        self.assertEqual(words(report), ["THROTTLED", "ok", "behind a1", "ok"])
        self.assertEqual(bus.requests, [["a1", "b1", "n"]])

    def test_withholds_in_later_calls_too_until_the_key_is_resumed(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [Cause.DENIED]
        publisher.publish([event("a1", "a")], self.clock.after(5))

        self.assertEqual(words(publisher.publish([event("a2", "a")], self.clock.after(5))), ["behind a1"])
        publisher.resume("a")
        self.assertEqual(words(publisher.publish([event("a2", "a")], self.clock.after(5))), ["ok"])

    def test_withholds_nothing_behind_a_rejected_state(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [Cause.DENIED]
        state = replace(event("a1", "a"), kind=StateTransfer("a", 1))

        self.assertEqual(words(publisher.publish([state, event("a2", "a")], self.clock.after(5))), ["DENIED", "ok"])

    def test_has_one_event_of_a_key_in_flight_unless_the_bus_keeps_their_order(self) -> None:
        for several, requests in ((False, [["a1", "b1"], ["a2"]]), (True, [["a1", "a2", "b1"]])):
            publisher, bus = self.publisher(several_per_key=several)
            publisher.publish([event("a1", "a"), event("a2", "a"), event("b1", "b")], self.clock.after(5))
            self.assertEqual(bus.requests, requests)

    def test_is_split_to_the_limits_of_a_request(self) -> None:
        publisher, bus = self.publisher(max_events=2)
        publisher.publish([event(f"e{n}", None) for n in range(5)], self.clock.after(5))
        self.assertEqual([len(request) for request in bus.requests], [2, 2, 1])

        publisher, bus = self.publisher(several_keys=False, several_per_key=True)
        publisher.publish([event("a1", "a"), event("b1", "b"), event("a2", "a")], self.clock.after(5))
        self.assertEqual(bus.requests, [["a1", "a2"], ["b1"]])

    def test_never_sends_what_cannot_be_written(self) -> None:
        publisher, bus = self.publisher(max_event_bytes=200)
        long = replace(event("x", "a"), id=EventId("/shop", "i" * 129))
        large = event("large", "b", data={"pad": "x" * 200})

        report = publisher.publish([long, event("a2", "a"), large], self.clock.after(5))
        self.assertEqual(words(report), ["INVALID", f"behind {'i' * 129}", "TOO_LARGE"])
        self.assertEqual(bus.requests, [])

    def test_does_not_know_what_became_of_a_request_that_failed(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [OSError("cut off")]

        report = publisher.publish([event("a1", "a"), event("a2", "a")], self.clock.after(5))
        self.assertEqual(words(report), ["UNKNOWN", "behind a1"])

    def test_sends_nothing_after_its_deadline(self) -> None:
        publisher, bus = self.publisher()

        report = publisher.publish([event("a1", "a"), event("a2", "a"), event("b1", "b")], self.clock.now)
        self.assertEqual(words(report), ["TRANSIENT", "behind a1", "TRANSIENT"])


class ARepetition(_Publishing):
    def test_goes_on_in_the_order_of_each_key_until_the_bus_has_all(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [Cause.THROTTLED, Cause.UNKNOWN]

        report = publisher.publish_all([event("a1", "a"), event("a2", "a"), event("b1", "b")], self.clock.after(5))
        self.assertEqual(words(report), ["ok", "ok", "ok"])
        self.assertEqual(bus.requests, [["a1", "b1"], ["a1"], ["a1"], ["a2"]])

    def test_ends_at_its_deadline_as_a_failed_port(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [Cause.THROTTLED] * 1_000

        with self.assertRaises(PublishFailed) as failed:
            publisher.publish_all([event("a1", "a"), event("a2", "a")], self.clock.after(5))
        self.assertEqual(words(failed.exception.report), ["THROTTLED", "behind a1"])
        self.assertIs(fault_of(failed.exception), Fault.PORT)
        self.assertLess(len(bus.requests), 20)

    def test_ends_at_once_where_nothing_may_pass_and_the_handler_is_at_fault(self) -> None:
        publisher, bus = self.publisher()
        bus.script["a1"] = [Cause.INVALID]

        with self.assertRaises(PublishFailed) as failed:
            publisher.publish_all([event("a1", "a"), event("a2", "a"), event("b1", "b")], self.clock.after(5))
        self.assertEqual(words(failed.exception.report), ["INVALID", "behind a1", "ok"])
        self.assertIs(fault_of(failed.exception), Fault.EVENT)


class AParticipant(_Publishing):
    def test_answers_its_commands_with_the_same_id_whenever_they_come_and_no_others(self) -> None:
        publisher, bus = self.publisher()
        handle = answering("payment", "/payment", publisher, lambda command: ("paid.v1", {"of": command.id.id}))
        handling = Handling(1, self.clock.after(5), 0)
        for target in ("payment", "payment", "stock"):
            handle(replace(event("cmd", "order-1"), kind=Command(target)), handling)
        handle(event("no command", "order-1"), handling)

        self.assertEqual(len(bus.requests), 2)
        self.assertEqual(bus.requests[0], bus.requests[1])


if __name__ == "__main__":
    unittest.main()
