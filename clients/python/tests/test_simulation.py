"""Seeds of failing handlers, stores and processes: whatever happens, no event is lost and every lane keeps its order."""

from __future__ import annotations

import random
import unittest
from collections.abc import Sequence
from typing import Any

from tests.fakes import PLACED, Clock, event
from triskel_consume import Consumer, Envelope, Handling, NotYet, PortError, Redelivery, WireEvent, retry_then_park, settle
from triskel_consume.codec import Codec
from triskel_consume.consume import Delivery, read_delivery
from triskel_consume.memory import MemoryInbox, MemoryParkingLot
from triskel_consume.replay import answer_replay

SEEDS = 60
LANES = ("a", "b", "c")


class Crash(BaseException):
    """The process dies."""


class Flaky:
    """A store whose calls fail, before or after they took effect."""

    def __init__(self, store: Any, world: World) -> None:
        self._store, self._world = store, world

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        if name == "work_until":
            return method

        def call(*args: Any) -> Any:
            self._world.maybe(0.04, PortError("before"))
            answer = method(*args)
            self._world.maybe(0.04, PortError("after"))
            return answer

        return call


class World:
    """One seed: a source, a consumer whose process may die, its effects, and its stores."""

    def __init__(self, seed: int, **settings: Any) -> None:
        self.random = random.Random(seed)
        self.calm = False
        self.clock = Clock()
        self.inbox, self.lot = MemoryInbox(), MemoryParkingLot()
        self.effects: list[tuple[str, int]] = []
        self.settings = settings
        self.consumer = self.started()

    def maybe(self, chance: float, failure: BaseException) -> None:
        if not self.calm and self.random.random() < chance:
            raise failure

    def started(self) -> Consumer:
        consumer = Consumer(
            "shipping",
            inbox=Flaky(self.inbox, self),
            lot=Flaky(self.lot, self),
            policy=retry_then_park(3),
            clock=self.clock,
            sleep=self.clock.sleep,
            ids=lambda: f"claimant-{self.random.random()}",
            **self.settings,
        )
        return consumer.on(PLACED, self.handle)

    def handle(self, of: Envelope[Any], handling: Handling) -> None:
        self.maybe(0.03, Crash())
        self.maybe(0.05, NotYet("later"))
        self.maybe(0.05, PortError("the bank is down"))
        self.maybe(0.15, ValueError("broken"))
        assert of.key is not None
        self.effects.append((of.key, of.data["n"]))
        self.maybe(0.03, Crash())

    def deliveries(self, events: Sequence[Envelope[Any]]) -> list[Delivery]:
        wires = [WireEvent(Codec().encode(each)) for each in events]
        return [read_delivery(self.consumer.codec, wire, None, f"p/{n}") for n, wire in enumerate(wires)]

    def run(self, redelivery: Redelivery) -> None:
        """Delivers until all is settled, and replays until nothing is parked."""
        source = [event(f"{lane}{n}", lane, data={"n": n}) for n in range(6) for lane in LANES]
        for rounds in range(200):
            self.calm = rounds > 60
            batch = source[: self.random.randint(1, 8)]
            if redelivery is Redelivery.ONE_BY_ONE:
                # Within an ordering key Pub/Sub pushes the next message after the one before is acknowledged.
                batch = batch[:1]
            try:
                if batch:
                    deadline = self.clock.after(10)
                    verdicts = settle(self.consumer, self.deliveries(batch), redelivery, deadline).verdicts
                    assert len(verdicts) == len(batch)
                    settled = [verdict.settled for verdict in verdicts]
                    if redelivery is Redelivery.WHOLE_BATCH:
                        done = len(batch) if all(settled) else 0
                    else:
                        done = settled.index(False) if False in settled else len(batch)
                    source = source[done:]
                request = {"triskel": "replay", "consumer": "shipping", "limit": 100, "seconds": 5}
                if self.calm or self.random.random() < 0.3:
                    answer_replay(self.consumer, request, self.clock.after(10))
            except Crash:
                self.consumer = self.started()
            self.clock.sleep(self.random.choice((0.5, 5, 20)))
            if not source and self.calm and not self.lot.held("shipping", 1):
                return
        raise AssertionError(f"{len(source)} events are not settled, and lanes {self.lot.held('shipping', 9)} not open")

    def first_effects(self, lane: str) -> list[int]:
        seen: list[int] = []
        for key, number in self.effects:
            if key == lane and number not in seen:
                seen.append(number)
        return seen


class ASimulation(unittest.TestCase):
    def test_ends_with_every_effect_in_the_order_of_its_lane(self) -> None:
        for redelivery in (Redelivery.FROM_FIRST_UNSETTLED, Redelivery.WHOLE_BATCH, Redelivery.ONE_BY_ONE):
            for seed in range(SEEDS):
                with self.subTest(redelivery=redelivery, seed=seed):
                    world = World(seed)
                    world.run(redelivery)
                    for lane in LANES:
                        self.assertEqual(world.first_effects(lane), list(range(6)))

    def test_finds_a_consumer_that_does_not_keep_lanes(self) -> None:
        def orders(seed: int) -> list[list[int]]:
            world = World(seed, lane=lambda of: of.id.id)
            world.run(Redelivery.FROM_FIRST_UNSETTLED)
            return [world.first_effects(lane) for lane in LANES]

        self.assertTrue(any(order != list(range(6)) for seed in range(20) for order in orders(seed)))


if __name__ == "__main__":
    unittest.main()
