"""The smallest consumer, without any store: load tests compare it with those of other languages."""

from __future__ import annotations

from typing import Any

from triskel_consume import Consumer, Envelope, Handling, kinesis

_count = 0
_consumer = Consumer("counting")


def _handle(_: Envelope[Any], __: Handling) -> None:
    global _count
    _count += 1


_consumer.on("triskel.load.placed.v1", _handle)


def handler(event: Any, context: Any) -> Any:
    """Settles a batch of the stream."""
    return kinesis.handle(_consumer, event, context)
