#!/usr/bin/env python3
"""The driver of the conformance suite: one JSON object per line in, one answer per line out; docs/conformance.md."""

from __future__ import annotations

import base64
import json
import os
import sys
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from triskel_consume import (  # noqa: E402
    Codec,
    Command,
    Consumer,
    EncodedData,
    Envelope,
    EventId,
    EventType,
    Forgotten,
    Handling,
    Halt,
    InvalidEvent,
    Metadata,
    NotYet,
    Notification,
    Park,
    Plain,
    PortError,
    Sourced,
    StateTransfer,
    TraceContext,
    Verdict,
    WireEvent,
    as_encoded,
    caused_by,
    personal,
    retry_then_park,
)
from triskel_consume import event_hubs, kinesis, memory, pubsub, settlement  # noqa: E402
from triskel_consume.consume import Decision, Settlement  # noqa: E402
from triskel_consume.inbox import Claim, Completed, Failed, Inbox, InProgress, Lost, Release  # noqa: E402
from triskel_consume.keys import NANOS, instant_text  # noqa: E402
from triskel_consume.parking import Full, Lane, Open, ParkedEvent, ParkingLot  # noqa: E402
from triskel_consume.publish import Accepted, Cause, Entry, Limits, Outgoing, Publisher, Rejected  # noqa: E402
from triskel_consume.repeat import Patience  # noqa: E402
from triskel_consume.replay import answer_replay  # noqa: E402
from triskel_consume.rfc3339 import instant  # noqa: E402
from triskel_consume.wiretext import is_json, is_text  # noqa: E402

Json = dict[str, Any]
MUTANT = os.environ.get("CONFORMANCE_MUTANT", "")


class Crash(BaseException):
    """The process dies in a handler."""


class Clock:
    """The injected time, which waiting moves on."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += int(seconds * NANOS)


def b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def octets(text: str) -> bytes:
    return base64.b64decode(text)


# Events


def read_event(neutral: Json) -> Envelope[Any]:
    trace = neutral.get("traceparent")
    extensions = dict(neutral.get("extensions", {}))
    if "replyTo" in neutral:
        extensions["replyto"] = neutral["replyTo"]
    metadata = Metadata(
        neutral.get("correlation"),
        neutral.get("causation"),
        TraceContext(trace, neutral.get("tracestate")) if trace is not None else None,
        neutral.get("dataContentType"),
        neutral.get("dataSchema"),
        extensions,
    )
    data: Any = None
    if "data" in neutral:
        data = EncodedData(json.dumps(neutral["data"], ensure_ascii=False).encode())
    elif "dataText" in neutral:
        data = EncodedData(neutral["dataText"].encode())
    elif "dataBase64" in neutral:
        data = octets(neutral["dataBase64"])
    return Envelope(
        EventId(neutral["source"], neutral["id"]),
        EventType.parse(neutral["type"]),
        data,
        neutral.get("key"),
        neutral.get("subject"),
        neutral.get("time"),
        read_kind(neutral.get("pattern")),
        metadata,
    )


def read_kind(pattern: Json | None) -> Any:
    if pattern is None:
        return Plain()
    kind = pattern["kind"]
    if kind == "command":
        return Command(pattern["target"])
    if kind == "notification":
        return Notification(pattern["lookup"], pattern["minVersion"])
    if kind == "state":
        return StateTransfer(pattern["entity"], pattern["version"], pattern["deleted"])
    return Sourced(pattern["stream"], pattern["revision"])


def write_event(event: Envelope[Any]) -> Json:
    metadata, trace = event.metadata, event.metadata.trace
    neutral: Json = {"id": event.id.id, "source": event.id.source, "type": str(event.type)}
    optional = {
        "subject": event.subject,
        "time": event.time,
        "key": event.key,
        "correlation": metadata.correlation,
        "causation": metadata.causation,
        "traceparent": trace.traceparent if trace else None,
        "tracestate": trace.tracestate if trace else None,
        "dataSchema": metadata.data_schema,
        "dataContentType": metadata.content_type,
        "replyTo": metadata.reply_to,
    }
    neutral |= {name: value for name, value in optional.items() if value is not None}
    kind = event.kind
    if isinstance(kind, Command):
        neutral["pattern"] = {"kind": "command", "target": kind.target}
    elif isinstance(kind, Notification):
        neutral["pattern"] = {"kind": "notification", "lookup": kind.lookup, "minVersion": kind.min_version}
    elif isinstance(kind, StateTransfer):
        state = {"kind": "state", "entity": kind.entity, "version": kind.version, "deleted": kind.deleted}
        neutral["pattern"] = state
    elif isinstance(kind, Sourced):
        neutral["pattern"] = {"kind": "sourced", "stream": kind.stream, "revision": kind.revision}
    extensions = {name: value for name, value in metadata.extensions.items() if name != "replyto"}
    if extensions:
        neutral["extensions"] = extensions
    return neutral | write_data(event.data)


def write_data(data: Any) -> Json:
    if data is None:
        return {}
    if not isinstance(data, EncodedData):
        return {"data": plain(data)}
    json_type = data.content_type is None or is_json(data.content_type)
    try:
        if json_type:
            json.loads(data.octets)
            return {"data": Raw(data.octets.decode())}
        if is_text(data.content_type or ""):
            return {"dataText": data.octets.decode()}
    except ValueError:
        pass
    return {"dataBase64": b64(data.octets)}


class Raw:
    """JSON that is passed on as it is."""

    def __init__(self, text: str) -> None:
        self.text = text


def plain(data: Any) -> Any:
    if isinstance(data, Forgotten):
        return {"subject": data.subject, "forgotten": True}
    if isinstance(data, dict):
        return {name: plain(member) for name, member in data.items()}
    return [plain(element) for element in data] if isinstance(data, list) else data


def dumps(answer: Json) -> str:
    raws: dict[str, str] = {}

    def default(value: Any) -> Any:
        if isinstance(value, Raw):
            mark = f"raw-{uuid.uuid4()}"
            raws[json.dumps(mark)] = value.text.replace("\n", " ").replace("\r", " ")
            return mark
        return str(value)

    text = json.dumps(answer, default=default, ensure_ascii=False)
    for mark, raw in raws.items():
        text = text.replace(mark, raw)
    return text


# The driver


class Driver:
    def __init__(self) -> None:
        self.clock = Clock()
        self.inbox: Inbox | None = None
        self.lot: ParkingLot | None = None
        self.consumers: dict[str, Consumer] = {}
        self.claims: dict[tuple[str, str, str, str], Claim] = {}
        self.publishers: dict[str, tuple[Publisher, Any]] = {}
        self.calls: list[Json] = []
        self.script: Json = {}
        self.claimant = ""
        self.verdicts: Sequence[Verdict] = ()

    def answer(self, request: Json) -> Json:
        operation: Callable[[Json], Json] | None = getattr(self, "op_" + request["op"].replace("-", "_"), None)
        if operation is None:
            return {"error": f"unknown operation {request['op']}"}
        if "now" in request:
            self.clock.now = instant(request["now"])
        try:
            return operation(request)
        except InvalidEvent as invalid:
            return {"invalid": {"attribute": invalid.attribute, "reason": invalid.reason}}
        except Crash:
            self.op_restart({})
            return {"crashed": True, "calls": self.calls}

    def op_hello(self, request: Json) -> Json:
        operations = sorted(name[3:].replace("_", "-") for name in dir(self) if name.startswith("op_"))
        return {
            "language": "python",
            "version": "0.1.0",
            "stores": ["none", "memory", "dynamodb", "tables"],
            "platforms": ["structured", "binary", "kinesis", "eventhubs", "pubsub"],
            "buses": ["kinesis", "eventhubs", "script"],
            "operations": [name for name in operations if name != "hello"],
        }

    # The wire

    def op_encode(self, request: Json) -> Json:
        event = read_event(request["event"])
        if MUTANT == "drops-an-extension":
            event = replace(event, metadata=replace(event.metadata, extensions={}))
        codec, platform = Codec(), request["platform"]
        if platform == "structured":
            return {"message": {"body": b64(codec.encode(event))}}
        if platform == "kinesis":
            bus = kinesis.KinesisBus(None, "")
            message = bus.message(Outgoing(event, WireEvent(codec.encode(event)), 0))
            return {"message": {"partitionKey": message["PartitionKey"], "data": b64(message["Data"])}}
        wire = codec.encode_binary(event)
        if platform == "binary":
            return {"message": {"attributes": dict(wire.attributes), "body": b64(wire.body)}}
        if platform == "eventhubs":
            content_type, properties = event_hubs.properties(Outgoing(event, wire, 0))
            sent: Json = {"properties": properties, "body": b64(wire.body)}
            sent |= {"contentType": content_type} if content_type else {}
            return {"message": sent | ({"partitionKey": event.key} if event.key is not None else {})}
        return {"message": pubsub.message(Outgoing(event, wire, 0))}

    def op_decode(self, request: Json) -> Json:
        wire = self.wire(request["platform"], request["message"])
        if MUTANT == "reads-a-newer-specversion":
            wire = any_specversion(wire)
        event = Codec().read(wire)
        if names := request.get("personal"):
            event = Codec({event.type: personal(*names)}).read(wire)
        return {"event": write_event(event)}

    def wire(self, platform: str, message: Json) -> WireEvent:
        if platform == "eventhubs":
            return event_hubs.wire(message.get("contentType"), message.get("properties", {}), octets(message["body"]))
        if platform == "pubsub":
            return pubsub.wire(message.get("attributes", {}), octets(message.get("data", "")))
        body = octets(message["data" if platform == "kinesis" else "body"])
        return WireEvent(body, message.get("attributes", {}))

    def op_reply(self, request: Json) -> Json:
        command, data = read_event(request["command"]), request["data"]
        name, type = request["participant"], EventType.parse(request["type"])
        if not isinstance(command.kind, Command) or command.kind.target != name:
            return {"ignored": True}
        reply = caused_by(command, name, request["source"], type, data, self.clock.now)
        if MUTANT == "random-reply-id":
            reply = replace(reply, id=EventId(reply.id.source, str(uuid.uuid4())))
        return {"event": write_event(reply)}

    # Stores

    def op_open(self, request: Json) -> Json:
        self.op_restart({})
        self.claims.clear()
        store, self.inbox, self.lot = request["store"], None, None
        if store == "memory":
            self.inbox, self.lot = memory.MemoryInbox(), memory.MemoryParkingLot()
        elif store == "dynamodb":
            from triskel_consume import aws, dynamodb

            client = aws.client("dynamodb", **aws_settings(request))
            patience = Patience(5, sleep=lambda seconds: None)
            self.inbox = dynamodb.DynamoDbInbox(client, request["prefix"], patience=patience)
            self.lot = dynamodb.DynamoDbParkingLot(client, request["prefix"], self.clock, patience=patience)
        elif store == "tables":
            from triskel_consume import azure, tables

            service = azure.tables(request["connectionString"])
            patience = Patience(2, sleep=lambda seconds: None)
            self.inbox = tables.TableInbox(service, request["prefix"], patience)
            self.lot = tables.TableParkingLot(service, request["prefix"], patience=patience)
        elif store != "none":
            return {"error": f"this driver has no store {store}"}
        if MUTANT == "reads-a-later-format":
            read_any_format()
        return {}

    def op_restart(self, request: Json) -> Json:
        self.consumers.clear()
        self.publishers.clear()
        return {}

    def _claim_key(self, request: Json) -> tuple[str, str, str, str]:
        event = request["event"]
        return request["consumer"], event["source"], event["id"], request["claimant"]

    def op_claim(self, request: Json) -> Json:
        assert self.inbox is not None
        event, lease = event_id(request["event"]), request["leaseMillis"] * (NANOS // 1000)
        consumer, claimant = request["consumer"], request["claimant"]
        try:
            if request.get("parked"):
                result = self.inbox.claim_parked(consumer, event, self.clock.now, lease, claimant)
            else:
                result = self.inbox.claim_all(consumer, [event], self.clock.now, lease, claimant)[0]
        except Exception as failure:
            result = Failed(str(failure))
        if isinstance(result, Claim):
            self.claims[self._claim_key(request)] = result
            end = instant_text(result.lease_end)
            return {"result": "claimed", "attempt": result.attempt, "fence": result.fence, "leaseEnd": end}
        if isinstance(result, InProgress):
            return {"result": "in-progress", "leaseEnd": instant_text(result.lease_end)}
        if isinstance(result, Failed):
            return {"result": "failed", "message": result.message}
        return {"result": "completed" if isinstance(result, Completed) else "parked"}

    def op_complete(self, request: Json) -> Json:
        inbox, claim = self._inbox(), self.claims[self._claim_key(request)]
        outcome = written(lambda: inbox.complete_all([claim], self.clock.now)[0])
        if MUTANT == "completes-without-fence" and outcome["result"] == "lost":
            return {"result": "recorded"}
        return outcome

    def op_release(self, request: Json) -> Json:
        inbox, claim = self._inbox(), self.claims[self._claim_key(request)]
        release = Release(claim, request["attempts"], request.get("untried", False))
        return written(lambda: inbox.release_all([release], self.clock.now)[0])

    def op_park_claim(self, request: Json) -> Json:
        inbox, claim = self._inbox(), self.claims[self._claim_key(request)]
        release = Release(claim, request["attempts"], request.get("untried", False))
        return written(lambda: inbox.park_all([release], self.clock.now)[0])

    def op_complete_parked(self, request: Json) -> Json:
        inbox, event = self._inbox(), event_id(request["event"])
        return written(lambda: inbox.complete_parked(request["consumer"], event, self.clock.now))

    def _inbox(self) -> Inbox:
        assert self.inbox is not None
        return self.inbox

    def op_park(self, request: Json) -> Json:
        lot, wire = self.lot, request["wire"]
        assert lot is not None
        event = ParkedEvent(
            request["consumer"],
            Lane(request["lane"], request.get("alone", False)),
            event_id(request["event"]),
            WireEvent(octets(wire["body"]), wire.get("attributes", {})),
            request["position"],
            request["reason"],
            request["attempts"],
            instant(request.get("parkedAt", request["now"])),
            instant(request["replayAt"]) if request.get("replayAt") else None,
        )
        if MUTANT == "loses-parked":
            return {"result": "parked"}
        try:
            result = lot.park_behind(event) if request.get("behind") else lot.park(event)
        except Exception as failure:
            return {"result": "failed", "message": str(failure)}
        return {"result": "open" if isinstance(result, Open) else "full" if isinstance(result, Full) else "parked"}

    def op_held(self, request: Json) -> Json:
        assert self.lot is not None
        held = self.lot.held_among(request["consumer"], [Lane(lane) for lane in request["lanes"]])
        return {"held": sorted(lane.value for lane in held)}

    # Settlement

    def consumer(self, spec: Json) -> Consumer:
        name = json.dumps(spec, sort_keys=True)
        if name not in self.consumers:
            self.consumers[name] = self._consumer(spec)
        return self.consumers[name]

    def _consumer(self, spec: Json) -> Consumer:
        retry = retry_then_park(spec.get("attempts", 5))

        def policy(event: Envelope[Any], failure: BaseException, attempt: int) -> Decision:
            word = str(failure)
            if word == "halt":
                return Halt("halted by the case")
            return Park("parked by the case") if word == "park" else retry(event, failure, attempt)

        inbox: Any = self.inbox if spec.get("inbox", False) else None
        lot: Any = self.lot if spec.get("lot", False) else None
        settings: Json = {"lane": lambda event: event.id.id} if MUTANT == "wrong-lane" else {}
        if MUTANT == "ignores-duplicates" and inbox is not None:
            inbox = Forgetful(inbox)
        if MUTANT == "loses-parked" and lot is not None:
            lot = Losing(lot)
        if MUTANT == "opens-a-lane-with-a-tail" and lot is not None:
            lot = Impatient(lot)
        made = Consumer(
            spec["name"],
            inbox=inbox,
            lot=lot,
            policy=policy,
            clock=self.clock,
            sleep=self.clock.sleep,
            ids=lambda: self.claimant,
            **settings,
        )
        for type in spec["types"]:
            made.on(type, self.handle, as_encoded)
        if MUTANT == "decodes-ignored":
            made.subscribes = lambda type: True  # type: ignore[method-assign]
            made.handler_of = lambda type: self.handle  # type: ignore[method-assign]
        return made

    def handle(self, event: Envelope[Any], handling: Handling) -> None:
        steps = self.script.get(event.id.id, ["ok"])
        self.calls.append({"id": event.id.id, "attempt": handling.attempt, "fence": handling.fence})
        step = steps[min(handling.attempt, len(steps)) - 1] if steps else "ok"
        step, _, millis = step.partition(":")
        self.clock.now += int(millis or 0) * (NANOS // 1000)
        if step == "crash":
            raise Crash
        elif step == "port":
            raise PortError("the case's port failed")
        elif step == "not-yet":
            raise NotYet("not yet, says the case")
        elif step not in ("ok", "slow") and MUTANT != "acknowledges-on-exception":
            raise RuntimeError(step)

    def _begin(self, request: Json) -> tuple[Consumer, int]:
        self.calls = []
        self.script = request.get("script", {})
        self.claimant = request.get("claimant", "driver")
        return self.consumer(request["consumer"]), request["remainingMillis"]

    def op_settle(self, request: Json) -> Json:
        consumer, millis = self._begin(request)
        seen: list[Settlement] = []

        def recording(*args: Any) -> Settlement:
            seen.append(settlement.settle(*args))
            self.verdicts = seen[-1].verdicts
            if MUTANT == "drops-a-failure":
                return Settlement([])
            return seen[-1]

        module = {"kinesis": kinesis, "eventhubs": event_hubs, "pubsub": pubsub}[request["platform"]]
        setattr(module, "settle", recording)
        answer = getattr(self, "_on_" + request["platform"])(consumer, request["invocation"], millis)
        verdicts = [self._verdict(verdict) for verdict in self.verdicts]
        return {"verdicts": verdicts, "answer": answer, "calls": self.calls, "now": instant_text(self.clock.now)}

    @staticmethod
    def _verdict(verdict: Verdict) -> Json:
        neutral: Json = {"verdict": str(verdict.outcome)}
        if verdict.reason is not None:
            neutral["reason" if verdict.settled else "message"] = verdict.reason
        return neutral

    def _on_kinesis(self, consumer: Consumer, invocation: Json, millis: int) -> Json:
        return kinesis.handle(consumer, invocation, Context(millis))

    def _on_eventhubs(self, consumer: Consumer, invocation: Json, millis: int) -> Json:
        retry = invocation.get("retry")
        try:
            event_hubs.settle_batch(
                consumer,
                [octets(body) for body in invocation["bodies"]],
                invocation["propertiesArray"],
                invocation["systemPropertiesArray"],
                invocation["partitionContext"],
                retry=(retry["count"], retry["max"]) if retry else None,
                seconds=millis / 1000,
            )
            return {"completes": True}
        except event_hubs.IncompleteBatch:
            return {"throws": True}

    def _on_pubsub(self, consumer: Consumer, invocation: Json, millis: int) -> Json:
        status, _ = pubsub.handle(consumer, json.dumps(invocation), millis / 1000)
        return {"status": status}

    def op_replay(self, request: Json) -> Json:
        consumer, millis = self._begin(request)
        deadline = self.clock.now + millis * (NANOS // 1000)
        return {"answer": answer_replay(consumer, request["document"], deadline), "calls": self.calls}

    # Publishing

    def op_publish(self, request: Json) -> Json:
        events = [read_event(event) for event in request["events"]]
        deadline = self.clock.now + request["deadlineMillis"] * (NANOS // 1000)
        publisher, bus = self._publisher(request["bus"])
        if request.get("repeat"):
            from triskel_consume.publish import PublishFailed

            try:
                report: Sequence[Entry] = publisher.publish_all(events, deadline)
            except PublishFailed as failed:
                report = failed.report
        else:
            report = publisher.publish(events, deadline)
        answer: Json = {"report": [entry(each) for each in report]}
        if isinstance(bus, ScriptBus):
            answer["requests"] = bus.requests
            bus.requests = []
        return answer

    def _publisher(self, spec: Json) -> tuple[Publisher, Any]:
        platform = spec["platform"]
        name = json.dumps({key: value for key, value in spec.items() if key != "answers"}, sort_keys=True)
        if name not in self.publishers:
            bus: Any
            if platform == "script":
                bus = ScriptBus()
            elif platform == "kinesis":
                from triskel_consume import aws

                bus = kinesis.KinesisBus(aws.client("kinesis", **aws_settings(spec)), spec["stream"])
            elif platform == "eventhubs":
                from emulator import accept_short_frames

                from triskel_consume import azure

                accept_short_frames()
                bus = azure.event_hubs_bus(spec["connectionString"], spec["hub"], clock=self.clock)
            else:
                raise ValueError(f"this driver publishes to no {platform}")
            self.publishers[name] = Publisher(bus, clock=self.clock, sleep=self.clock.sleep), bus
        publisher, bus = self.publishers[name]
        if isinstance(bus, ScriptBus):
            bus.answers = list(spec.get("answers", []))
        return publisher, bus

    def op_resume(self, request: Json) -> Json:
        for publisher, _ in self.publishers.values():
            publisher.resume(request["key"])
        return {}


class Context:
    """Lambda's context."""

    def __init__(self, millis: int) -> None:
        self._millis = millis

    def get_remaining_time_in_millis(self) -> int:
        return self._millis


class ScriptBus:
    """A bus that answers what the case says."""

    limits = Limits(False, 500, 4 << 20, 1 << 20, True, False)

    def __init__(self) -> None:
        self.answers: list[list[str]] = []
        self.requests: list[list[str]] = []

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        self.requests.append([outgoing.event.id.id for outgoing in batch])
        words = self.answers.pop(0) if self.answers else ["ok"] * len(batch)
        return [
            Accepted(outgoing.event, "script") if word == "ok" else Rejected(outgoing.event, Cause(word), "the case")
            for outgoing, word in zip(batch, words, strict=False)
        ]


def entry(of: Entry) -> Json:
    if isinstance(of, Accepted):
        return {"entry": "accepted", "position": of.position}
    if isinstance(of, Rejected):
        return {"entry": "rejected", "cause": str(of.cause), "message": of.message}
    return {"entry": "withheld", "behind": {"source": of.behind.source, "id": of.behind.id}}


def event_id(neutral: Json) -> EventId:
    return EventId(neutral["source"], neutral["id"])


def written(write: Callable[[], Any]) -> Json:
    try:
        outcome = write()
    except Exception as failure:
        outcome = Failed(str(failure))
    if isinstance(outcome, Failed):
        return {"result": "failed", "message": outcome.message}
    return {"result": "lost" if isinstance(outcome, Lost) else "recorded"}


def aws_settings(spec: Json) -> Json:
    return {
        "endpoint_url": spec["endpoint"],
        "region_name": spec["region"],
        "aws_access_key_id": spec["accessKeyId"],
        "aws_secret_access_key": spec["secretAccessKey"],
    }


# Mutants: the driver is wrong, never the library.


def any_specversion(wire: WireEvent) -> WireEvent:
    if "specversion" in wire.attributes:
        return WireEvent(wire.body, dict(wire.attributes) | {"specversion": "1.0"})
    try:
        event = json.loads(wire.body)
        return WireEvent(json.dumps(event | {"specversion": "1.0"}).encode()) if "specversion" in event else wire
    except (ValueError, TypeError):
        return wire


def read_any_format() -> None:
    from triskel_consume import dynamodb, tables

    for module in (dynamodb, tables):
        setattr(module, "require_format", lambda version, where: None)


class Wrapped:
    """A port that does as another one."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)


class Forgetful(Wrapped):
    """Hands a completed event over again."""

    def claim_all(self, consumer: str, events: Sequence[EventId], now: int, lease: int, claimant: str) -> list[Any]:
        results = self._port.claim_all(consumer, events, now, lease, claimant)
        return [
            Claim(consumer, event, 1, 1, now, 0, now + lease) if isinstance(result, Completed) else result
            for event, result in zip(events, results, strict=True)
        ]


class Losing(Wrapped):
    """Says parked without a row."""

    def park(self, event: ParkedEvent) -> Any:
        from triskel_consume.parking import Parked

        return Parked()


class Impatient(Wrapped):
    """Opens a lane after its head, although more events wait."""

    def remove(self, lease: Any, head: EventId) -> bool:
        self._port.remove(lease, head)
        waiting = self._port.peek(lease, 1_000)
        for event in waiting:
            self._port.remove(lease, event.event)
        return not waiting


def main() -> None:
    driver = Driver()
    for line in sys.stdin:
        if line.strip():
            try:
                answer = driver.answer(json.loads(line))
            except Exception as bug:
                import traceback

                traceback.print_exc(file=sys.stderr)
                answer = {"error": f"{type(bug).__name__}: {bug}"}
            print(dumps(answer), flush=True)


if __name__ == "__main__":
    main()
