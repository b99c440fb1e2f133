"""What tests share: a clock that waiting moves on, events, and handlers that do what a script says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from triskel_consume import Consumer, Envelope, EventId, EventType, Handling, WireEvent, as_json
from triskel_consume.codec import Codec, Read
from triskel_consume.consume import Delivery, Policy, read_delivery
from triskel_consume.keys import NANOS
from triskel_consume.memory import MemoryInbox, MemoryParkingLot

PLACED = "orders.order-placed.v1"


class Clock:
    """Time that only waiting moves on."""

    def __init__(self) -> None:
        self.now = 1_769_847_330 * NANOS

    def __call__(self) -> int:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += int(seconds * NANOS)

    def after(self, seconds: float) -> int:
        return self.now + int(seconds * NANOS)


class Scripted:
    """A consumer whose handler raises what the script says per event and call, and its calls."""

    def __init__(self, policy: Policy | None = None, stores: bool = True, **settings: Any) -> None:
        self.clock = Clock()
        self.calls: list[tuple[str, Handling]] = []
        self.script: dict[str, list[BaseException | None]] = {}
        self.inbox, self.lot = MemoryInbox(), MemoryParkingLot()
        self.ids = 0
        if stores:
            settings |= {"inbox": self.inbox, "lot": self.lot}
        self.consumer = Consumer(
            "shipping", policy=policy, clock=self.clock, sleep=self.clock.sleep, ids=self._id, **settings
        )
        self.consumer.on(PLACED, self.handle)

    def _id(self) -> str:
        self.ids += 1
        return f"claimant-{self.ids}"

    def handle(self, event: Envelope[Any], handling: Handling) -> None:
        self.calls.append((event.id.id, handling))
        steps = self.script.get(event.id.id, [])
        step = steps.pop(0) if len(steps) > 1 else steps[0] if steps else None
        if step is not None:
            raise step

    @property
    def handled(self) -> list[str]:
        """The ids of the handler's calls."""
        return [name for name, _ in self.calls]


def event(name: str, key: str | None = "order-1", type: str = PLACED, data: Any = None) -> Envelope[Any]:
    return Envelope(EventId("/shop", name), EventType.parse(type), {"n": 1} if data is None else data, key=key)


def delivery(scripted: Scripted, of: Envelope[Any]) -> Delivery:
    return read_delivery(scripted.consumer.codec, WireEvent(Codec().encode(of)), of.key, f"stream/{of.id.id}")


def deliveries(scripted: Scripted, *names: str, key: str | None = "order-1") -> Sequence[Delivery]:
    return [delivery(scripted, event(name, key)) for name in names]


def codec(read: Read = as_json) -> Codec:
    return Codec({EventType.parse(PLACED): read})
