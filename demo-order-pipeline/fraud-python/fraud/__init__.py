"""A fraud check of the order pipeline: suspects a customer who pays with three different cards.

It keeps a copy of what it needs of customers, by state transfer: the facts on the bus carry it, so the check asks nobody. Its outcome
depends on the orders only, and not on the order in which they come.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from triskel_consume import Consumer, Envelope, EventId, EventType, Handling
from triskel_consume.inbox import Inbox
from triskel_consume.keys import derived_id
from triskel_consume.parking import ParkingLot
from triskel_consume.publish import Publisher
from triskel_consume.replicas import Replica, Replicas

CONSUMER = "fraud-check"
SOURCE = "/orders/fraud"
SUSPECTED = EventType("orders.fraud-suspected", 1)
CARDS = 3
"""So many different cards of one customer are suspicious."""

_CUSTOMERS = "fraud.customers"
_HEARTBEATS = "heartbeats"


class FraudCheck:
    """Handles placed orders; each copy of a customer is changed by one conditional write."""

    def __init__(self, replicas: Replicas, publisher: Publisher) -> None:
        self._replicas = replicas
        self._publisher = publisher

    def consumer(self, inbox: Inbox, lot: ParkingLot) -> Consumer:
        """The consumer of this check."""
        consumer = Consumer(CONSUMER, inbox=inbox, lot=lot)
        consumer.on("orders.order-placed.v1", self.order_placed)
        consumer.on("triskel.heartbeat.v1", self.heartbeat)
        return consumer

    def order_placed(self, event: Envelope[Any], handling: Handling) -> None:
        """Notes the card, and publishes a suspicion once per customer: if it is published again, it has the same id."""
        customer = event.data["customer"]
        # The number itself is nobody's business here.
        card = derived_id("card", event.data["card"]["number"])
        cards, reported = self._note(customer, card)
        if len(cards) >= CARDS and not reported:
            self._publisher.publish_all([suspicion(customer)], handling.deadline)
            self._change(customer, lambda state: state | {"reported": True})

    def _note(self, customer: str, card: str) -> tuple[list[str], bool]:
        def with_card(state: dict[str, Any]) -> dict[str, Any]:
            cards: list[str] = state.get("cards", [])
            # No more are of use, so that the copy stays small.
            return state if card in cards or len(cards) >= CARDS else state | {"cards": sorted([*cards, card])}

        state = self._change(customer, with_card)
        return state["cards"], bool(state.get("reported"))

    def _change(self, customer: str, step: Any) -> dict[str, Any]:
        """The customer's state after a step, which is repeated while other writers are faster."""
        while True:
            there = self._replicas.get(_CUSTOMERS, customer)
            state: dict[str, Any] = json.loads(there.state) if there is not None else {}
            following: dict[str, Any] = step(state)
            if following == state:
                return state
            version = there.version + 1 if there is not None else 1
            octets = json.dumps(following, separators=(",", ":"), sort_keys=True).encode()
            if self._replicas.put(_CUSTOMERS, Replica(customer, version, octets)):
                return following

    def heartbeat(self, event: Envelope[Any], _: Handling) -> None:
        """Notes the heartbeat in the row of its minute, as Java's consumers do."""
        if event.at is not None:
            placed = int(event.at.timestamp() * 1000)
            self._replicas.put(_HEARTBEATS, Replica(f"{CONSUMER}/{placed // 60_000 % 60}", placed, b""))


def retention_seconds(environment: Mapping[str, str]) -> int:
    """How long the inbox remembers an event: the bus's retention and the replay horizon together."""
    hours = ("TRISKEL_APP_BUS_RETENTION_HOURS", "TRISKEL_APP_REPLAY_HORIZON_HOURS")
    return sum(int(environment.get(name, "168")) for name in hours) * 3600


def suspicion(customer: str) -> Envelope[dict[str, Any]]:
    """The event: the same bytes for the same customer, whichever order raised it."""
    identity = EventId(SOURCE, derived_id("fraud", customer))
    return Envelope(identity, SUSPECTED, {"cards": CARDS, "customer": customer}, key=customer)
