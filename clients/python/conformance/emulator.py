"""Lets azure-eventhub talk to an AMQP peer that omits trailing fields of a frame, as AMQP 1.0 (1.4) allows.

The service sends all fields; the project's stand-in, by Qpid Proton, omits those that are empty. The client's decoder reads
fields by place and fails on a short frame up to 5.15.1 (https://github.com/Azure/azure-sdk-for-python/pull/47660).
"""

from __future__ import annotations

import importlib
from typing import Any


def accept_short_frames() -> None:
    """Pads frames to their full number of fields, with the defaults of the definitions."""
    from azure.eventhub._pyamqp import performatives

    transport = importlib.import_module("azure.eventhub._pyamqp._transport")

    frames = [each for each in vars(performatives).values() if hasattr(each, "_definition") and hasattr(each, "_code")]
    defaults = {each._code: [field.default for field in each._definition if field is not None] for each in frames}
    whole = transport.decode_frame

    def padded(data: Any) -> tuple[int, list[Any]]:
        kind, fields = whole(data)
        payload = [fields.pop()] if kind == 20 else []
        known = defaults.get(kind, [])[: 11 if payload else None]
        fields = [default if value is None else value for value, default in zip(fields, known)] or fields
        return kind, [*fields, *known[len(fields) :], *payload]

    setattr(transport, "decode_frame", padded)
