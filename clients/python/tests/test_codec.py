from __future__ import annotations

import json
import unittest
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tests.fakes import PLACED, codec, event
from triskel_consume import (
    Codec,
    Command,
    EncodedData,
    Envelope,
    EventTooLarge,
    Forgotten,
    InvalidEvent,
    Metadata,
    Notification,
    Sourced,
    StateTransfer,
    TraceContext,
    WireEvent,
    caused_by,
    personal,
)
from triskel_consume.event import EventId, EventType
from triskel_consume.keys import KeyForm, instant_text, parse_instant, part
from triskel_consume.rfc3339 import canonical

REQUIRED = {"specversion": "1.0", "id": "e-1", "source": "/shop", "type": PLACED}


def structured(**members: Any) -> bytes:
    return json.dumps(REQUIRED | members).encode()


class AnEvent(unittest.TestCase):
    def test_has_the_same_attributes_and_data_after_reading_and_writing_in_both_modes(self) -> None:
        trace = TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b")
        metadata = Metadata("c", "k", trace, "application/json", "https://x/y", {"text": "x", "flag": True, "n": 5})
        for kind in (
            Command("payment"),
            Notification("orders/42", 7),
            StateTransfer("c-1", 3, True),
            Sourced("order-42", 7),
        ):
            written = replace(
                event("e-1"), subject="s", time="2026-01-31T08:15:30.123Z", kind=kind, metadata=metadata
            )
            with self.subTest(kind):
                self.assertEqual(codec().decode(Codec().encode(written)), written)
                read = codec().decode_binary(Codec().encode_binary(written))
                texts = {"text": "x", "flag": "true", "n": "5"}
                self.assertEqual(read, replace(written, metadata=replace(metadata, extensions=texts)))

    def test_of_a_type_that_nobody_reads_keeps_its_bytes(self) -> None:
        data = b'{"total" : 19.90,\n "lines":[ ]}'
        received = b'{"specversion":"1.0","id":"e","source":"/s","type":"t","data":' + data + b"}"

        read = Codec().decode(received)
        self.assertEqual(read.data, EncodedData(data))
        self.assertTrue(Codec().encode(read).endswith(b'"data":' + data + b"}"))

    def test_of_a_known_type_is_read_exactly(self) -> None:
        self.assertEqual(codec().decode(structured(data={"total": 19.90})).data, {"total": Decimal("19.9")})

    def test_with_personal_data_reads_as_forgotten_wherever_it_is(self) -> None:
        sealed = {"subject": "p-1", "sealed": "AAAA"}

        read = codec().decode(structured(data={"lines": [{"name": sealed}]}))
        self.assertEqual(read.data, {"lines": [{"name": Forgotten("p-1")}]})
        self.assertIn(b'{"subject":"p-1","forgotten":true}', Codec().encode(read))

    def test_with_something_else_for_personal_data_is_rejected(self) -> None:
        reading = codec(personal("name"))
        for value in ("Ada", {"sealed": "AAAA"}, {"subject": "p-1"}, {"subject": "p-1", "sealed": "?"}, None):
            with self.subTest(value), self.assertRaises(InvalidEvent) as refused:
                reading.decode(structured(data={"name": value}))
            self.assertEqual(refused.exception.attribute, "data")

    def test_of_a_dataclass_is_written_without_what_is_none(self) -> None:
        @dataclass
        class Placed:
            id: str
            total: Decimal
            note: str | None = None

        written = Codec().encode(event("e-1", data=Placed("o-1", Decimal("19.90"))))
        self.assertTrue(written.endswith(b'"data":{"id":"o-1","total":19.90}}'))

    def test_beyond_the_limit_is_neither_read_nor_written(self) -> None:
        large = Envelope(EventId("/s", "e"), EventType("t", 1), {"pad": "x" * 262_144})
        with self.assertRaises(EventTooLarge):
            Codec().encode(large)
        with self.assertRaises(EventTooLarge):
            Codec().decode_binary(WireEvent(b"x" * 262_145))

    def test_that_answers_another_has_an_id_of_its_own_that_a_repeat_has_too(self) -> None:
        metadata = Metadata(correlation="c", extensions={"replyto": "fulfilment/order-42/1/x", "other": "y"})
        command = replace(event("cmd"), kind=Command("payment"), metadata=metadata)

        def answer() -> Envelope[Any]:
            return caused_by(command, "payment", "/payment", EventType("paid", 1), {}, 0)

        reply = answer()
        self.assertEqual(reply, answer())
        # As Java's DerivedId.of("/shop", "cmd", "payment") makes it.
        self.assertEqual(reply.id.id, "h9bZ55h_V942l6MWYF2UdIkubNpiUZInwSz7fePxsx8")
        self.assertEqual(reply.metadata, Metadata("c", "cmd", extensions={"replyto": "fulfilment/order-42/1/x"}))
        self.assertEqual(reply.key, "order-1")


class ABrokenEvent(unittest.TestCase):
    def test_is_rejected_in_javas_words(self) -> None:
        for members, attribute, reason in (
            ({"specversion": "0.3"}, "specversion", 'it is "1.0", not "0.3"'),
            ({"id": ""}, "id", "it is required and empty"),
            ({"id": None}, "id", "it is required and missing"),
            ({"id": 5}, "id", "it is a string, not 5"),
            ({"source": "a b"}, "source", "it is a URI-reference (RFC 3986), 'a b' is not: ' ' is not allowed there,"),
            ({"subject": "", "data": {}}, "subject", "An event's subject must have at least 1 character, this one has none"),
            ({"time": "2026-02-30T00:00:00Z"}, "time", "Invalid date 'FEBRUARY 30'"),
            ({"time": "2026-01-31T08:15:30"}, "time", "it does not end in Z or an offset such as +02:00"),
            ({"Upper": "x"}, "Upper", "an attribute's name has lower-case letters and digits only, and one or more"),
            ({"n": 2**31}, "n", 'an integer has 32 bits (CloudEvents 1.0, "Type System"), this is 2147483648'),
            ({"n": 1.5}, "n", "an attribute is a string, a boolean or a whole number, not 1.5"),
            ({"n": {}}, "n", "an attribute is a string, a boolean or a whole number, not {"),
            ({"triskelpattern": "odd"}, "triskelpattern", "it is command, notification, state or sourced, not 'odd'"),
            ({"triskelpattern": "sourced"}, "stream", "an event of this triskelpattern has it, as a string"),
            ({"x": "a\u0007"}, "x", "this one has U+0007 at index 1"),
            ({"data": {}, "data_base64": ""}, "data_base64", "an event has data or data_base64, once, and not both"),
            ({"data": None}, "data", "orders.order-placed.v1 has data of JSON, and this is null"),
            ({}, "data", "orders.order-placed.v1 has data of JSON, and there is none"),
            (
                {"datacontenttype": "text/plain", "data": "x"},
                "datacontenttype",
                "which is JSON and not text/plain",
            ),
        ):
            with self.subTest(members), self.assertRaises(InvalidEvent) as refused:
                codec().decode(structured(**members))
            self.assertEqual(refused.exception.attribute, attribute)
            self.assertIn(reason, refused.exception.reason)

    def test_that_is_no_json_is_rejected_as_a_whole(self) -> None:
        deep = b'{"data":' + b"[" * 300 + b"]" * 300 + b"}"
        for broken in (b"", b"{", b"[]", b"{}x", b"\xff", b'{"a":NaN}', b"{'a':1}", deep, b'{"a":' + b"1" * 1001 + b"}"):
            with self.subTest(broken[:20]), self.assertRaises(InvalidEvent) as refused:
                Codec().decode(broken)
            self.assertEqual(refused.exception.attribute, "event")

    def test_with_a_lookup_that_leaves_its_base_is_rejected(self) -> None:
        for lookup in ("https://evil/", "//evil/x", "../x", "/a/../../x", "a\\b", "a b", "1:b", "a..b"):
            with self.subTest(lookup), self.assertRaises(ValueError):
                Notification(lookup, 1)
        self.assertEqual(Notification("a/../orders/42?x=a:b", 1).min_version, 1)


class Texts(unittest.TestCase):
    def test_of_moments_are_those_of_java(self) -> None:
        for text in ("1970-01-01T00:00:00Z", "2024-02-29T23:59:59.123456789Z", "2026-01-31T08:15:30.100Z"):
            self.assertEqual(instant_text(parse_instant(text)), text)
        self.assertEqual(canonical("2026-01-31t08:15:30.100000+00:00"), "2026-01-31T08:15:30.100Z")
        self.assertEqual(canonical("2016-12-31T23:59:60Z"), "2016-12-31T23:59:60Z")

    def test_of_keys_count_and_hash_utf_16_units(self) -> None:
        self.assertEqual(KeyForm(".-", "__", 400).of("caf\u00e9/47 #1?"), "caf_00e9_002f47_0020_00231_003f")
        self.assertEqual(KeyForm(".-", "__", 400).of("\U0001f600", ""), "_d83d_de00~__")
        # As "\uD83D\uDE00".hashCode() is 1772899.
        self.assertEqual(part("\U0001f600"), (1772899 ^ 1772899 >> 4 ^ 1772899 >> 16) & 15)


if __name__ == "__main__":
    unittest.main()
