"""A consumer in Python with the guarantees of Triskel's Java library, on the same rows and the same wire.

Start at :class:`Consumer` and :func:`settle`; ``kinesis``, ``event_hubs`` and ``pubsub`` turn a platform's invocation
into a settlement and its answer.
"""

from .codec import Codec, WireEvent, as_encoded, as_json, personal
from .consume import (
    Consumer,
    Delivery,
    Halt,
    Handling,
    NotYet,
    Outcome,
    Park,
    Redelivery,
    Retry,
    Settlement,
    Verdict,
    place_of,
    retry_then_park,
)
from .event import (
    Command,
    EncodedData,
    Envelope,
    EventId,
    EventType,
    Forgotten,
    Metadata,
    Notification,
    Plain,
    Sourced,
    StateTransfer,
    TraceContext,
    caused_by,
)
from .invalid import EventTooLarge, InvalidEvent, PortError
from .settlement import settle

__all__ = [
    "Codec",
    "Command",
    "Consumer",
    "Delivery",
    "EncodedData",
    "Envelope",
    "EventId",
    "EventTooLarge",
    "EventType",
    "Forgotten",
    "Halt",
    "Handling",
    "InvalidEvent",
    "Metadata",
    "NotYet",
    "Notification",
    "Outcome",
    "Park",
    "Plain",
    "PortError",
    "Redelivery",
    "Retry",
    "Settlement",
    "Sourced",
    "StateTransfer",
    "TraceContext",
    "Verdict",
    "WireEvent",
    "as_encoded",
    "as_json",
    "caused_by",
    "personal",
    "place_of",
    "retry_then_park",
    "settle",
]
