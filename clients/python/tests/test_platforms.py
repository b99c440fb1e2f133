from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
import unittest
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests

from tests.fakes import Scripted, event
from triskel_consume import Codec, Metadata, event_hubs, kinesis, pubsub
from triskel_consume.azure import EventHubsBus, cause_of, event_hubs_bus, partition_of, tables
from triskel_consume.publish import Accepted, Cause, Outgoing, Publisher, Rejected

CLIENT = Path(__file__).parents[1]
ROOT = CLIENT.parents[1]


def b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 60_000


class Lambda(unittest.TestCase):
    @staticmethod
    def records(*bodies: bytes) -> dict[str, Any]:
        stream = "arn:aws:kinesis:eu-central-1:1:stream/orders"
        return {
            "Records": [
                {
                    "eventID": f"shard:{n}",
                    "eventSourceARN": stream,
                    "kinesis": {"partitionKey": "order-1", "sequenceNumber": f"4960{n}", "data": b64(body)},
                }
                for n, body in enumerate(bodies)
            ]
        }

    def test_is_told_the_first_unsettled_record(self) -> None:
        shop = Scripted()
        shop.script["two"] = [ValueError("broken")]
        batch = self.records(*(Codec().encode(event(name)) for name in ("one", "two", "three")))

        answer = kinesis.handle(shop.consumer, batch, Context())
        self.assertEqual(answer, {"batchItemFailures": [{"itemIdentifier": "49601"}]})
        shop.script.clear()
        self.assertEqual(kinesis.handle(shop.consumer, batch, Context()), {"batchItemFailures": []})

    def test_gets_a_replays_counts_and_refuses_anything_else(self) -> None:
        shop = Scripted()
        document = {"triskel": "replay", "consumer": "shipping", "limit": 1, "seconds": 5}

        self.assertEqual(kinesis.handle(shop.consumer, document, Context())["handled"], 0)
        with self.assertRaises(ValueError):
            kinesis.handle(shop.consumer, {"source": "aws.events"}, Context())

    def test_records_that_a_producer_aggregated_are_split(self) -> None:
        path = ROOT / "adapter-aws/src/test/resources/io/triskel/aws/kinesis/aggregated.bin"
        records = kinesis._user_records(path.read_bytes(), "stream record's key")

        self.assertGreater(len(records), 1)
        self.assertEqual([place for _, _, place in records], list(range(len(records))))
        self.assertEqual(kinesis._user_records(path.read_bytes()[:-1], "k")[0][1:], ("k", None))

    def test_refuses_records_of_a_batch_one_by_one(self) -> None:
        class Client:
            def put_records(self, StreamName: str, Records: Any) -> Any:
                self.keys = [record["PartitionKey"] for record in Records]
                refused = {"ErrorCode": "ProvisionedThroughputExceededException", "ErrorMessage": "slow down"}
                return {"Records": [{"ShardId": "s-0", "SequenceNumber": "1"}, refused]}

        client = Client()
        shop = Scripted()
        publisher = Publisher(kinesis.KinesisBus(client, "orders", lambda: "spread"), clock=shop.clock)
        report = publisher.publish([event("a", "a"), event("n", None)], shop.clock.after(5))
        self.assertEqual(client.keys, ["a", "spread"])
        self.assertEqual([type(entry) for entry in report], [Accepted, Rejected])
        self.assertIs(getattr(report[1], "cause", None), Cause.THROTTLED)


class EventHubs(unittest.TestCase):
    def settle(self, shop: Scripted, *names: str, retry: tuple[int, int] | None = (0, -1)) -> None:
        sent = [Outgoing(event(name), Codec().encode_binary(event(name)), 0) for name in names]
        bodies = [outgoing.wire.body for outgoing in sent]
        both = [event_hubs.properties(outgoing) for outgoing in sent]
        system = [{"SequenceNumber": str(n), "content-type": type} for n, (type, _) in enumerate(both)]
        event_hubs.settle_batch(
            shop.consumer,
            bodies,
            json.dumps([properties for _, properties in both]),
            json.dumps(system),
            '{"EventHubName":"Orders","PartitionId":"3"}',
            retry=retry,
            seconds=60,
        )

    def test_completes_a_batch_that_is_settled_and_fails_as_a_whole_otherwise(self) -> None:
        shop = Scripted()
        self.settle(shop, "one", "two")
        self.assertEqual(shop.handled, ["one", "two"])

        shop.script["bad"] = [ValueError("broken")]
        with self.assertRaises(event_hubs.IncompleteBatch) as incomplete:
            self.settle(shop, "three", "bad")
        self.assertIn("1 of 2 events are not settled, the first at orders/3/1: unsettled-failed", str(incomplete.exception))

    def test_takes_the_events_and_tries_of_a_function_in_python(self) -> None:
        shop, sent = Scripted(), Codec().encode_binary(event("one"))
        content_type, own = event_hubs.properties(Outgoing(event("one"), sent, 0))
        metadata = {
            "PropertiesArray": json.dumps([own]),
            "SystemPropertiesArray": [{"SequenceNumber": 7, "content-type": content_type}],
            "PartitionContext": {"EventHubName": "Orders", "PartitionId": "3"},
        }
        trigger = SimpleNamespace(metadata=json.dumps(metadata), get_body=lambda: sent.body)
        context = SimpleNamespace(retry_context=SimpleNamespace(retry_count=2, max_retry_count=-1))

        event_hubs.handle(shop.consumer, [trigger], context, 60)
        event_hubs.handle(shop.consumer, [], context, 60)
        self.assertEqual(shop.handled, ["one"])

    def test_parks_on_the_last_try_what_is_not_redelivered(self) -> None:
        shop = Scripted()
        shop.script["bad"] = [ValueError("broken")]

        self.settle(shop, "bad", retry=(3, 3))
        self.assertEqual(len(shop.lot.held("shipping", 9)), 1)

    def test_alarms_about_events_that_are_lost(self) -> None:
        shop = Scripted(stores=False)
        shop.script["bad"] = [ValueError("broken")]

        with self.assertLogs("triskel", "CRITICAL") as logs, self.assertRaises(event_hubs.IncompleteBatch):
            self.settle(shop, "bad", retry=None)
        self.assertIn("TRISKEL_EVENTS_LOST: shipping misses up to 1 events", logs.output[0])

    def test_takes_a_keys_partition_as_the_service_does(self) -> None:
        from azure.eventhub._buffered_producer._partition_resolver import generate_hash_code

        for n in range(300):
            code = int(generate_hash_code("k" * (n % 40) + str(n)))  # type: ignore[no-untyped-call]
            self.assertEqual(partition_of("k" * (n % 40) + str(n), 32), abs(code) % 32)
        # As Java's KeyHash reads bytes beyond ASCII: unsigned.
        self.assertIn(partition_of("Straße-日本", 32), range(32))

    def test_sends_a_batch_per_partition_and_nothing_after_a_failed_one(self) -> None:
        class Batch:
            def __init__(self, partition: str | None) -> None:
                self.partition, self.bodies = partition, 0

            def add(self, message: Any) -> None:
                if self.bodies == 2:
                    raise ValueError("full")
                self.bodies += 1

        class Client:
            sent: list[Any] = []

            def get_partition_ids(self) -> list[str]:
                return ["0", "1", "2", "3"]

            def create_batch(self, partition_id: str | None) -> Batch:
                return Batch(partition_id)

            def send_batch(self, batch: Batch) -> None:
                self.sent.append((batch.partition, batch.bodies))
                if len(self.sent) == 2:
                    raise OSError("cut off")

        shop, client = Scripted(), Client()
        publisher = Publisher(EventHubsBus(client, "orders", shop.clock), clock=shop.clock)
        report = publisher.publish([event(f"e{n}", "a") for n in range(5)], shop.clock.after(5))
        self.assertEqual(client.sent, [(str(partition_of("a", 4)), 2)] * 2)
        causes = [getattr(entry, "cause", "ok") for entry in report]
        self.assertEqual(causes, ["ok", "ok", Cause.UNKNOWN, Cause.UNKNOWN, Cause.TRANSIENT])

    def test_takes_a_connection_string_or_an_identity(self) -> None:
        from azure.core.credentials import AzureNamedKeyCredential

        key = AzureNamedKeyCredential("account", "a2V5")
        self.assertEqual(tables("https://account.table.core.windows.net", key).account_name, "account")
        self.assertIsInstance(event_hubs_bus("orders.servicebus.windows.net", "orders", key), EventHubsBus)

    def test_maps_errors_to_the_same_causes_as_java(self) -> None:
        from azure.core.exceptions import ClientAuthenticationError
        from azure.eventhub.exceptions import ConnectError

        self.assertIs(cause_of(ClientAuthenticationError("no")), Cause.DENIED)
        self.assertIs(cause_of(ConnectError("no")), Cause.TRANSIENT)
        self.assertIs(cause_of(ConnectError("404\nError condition: ErrorCondition.NotFound\n")), Cause.NOT_FOUND)
        self.assertIs(cause_of(OSError("?")), Cause.UNKNOWN)


class PubSub(unittest.TestCase):
    @staticmethod
    def push(name: str) -> str:
        sent = pubsub.message(Outgoing(event(name), Codec().encode_binary(event(name)), 0))
        message = sent | {"messageId": f"m-{name}", "publishTime": "2026-01-31T08:15:30.1Z"}
        return json.dumps({"subscription": "projects/p/subscriptions/s", "message": message})

    def test_is_answered_by_a_status(self) -> None:
        shop = Scripted(stores=False)
        self.assertEqual(pubsub.handle(shop.consumer, self.push("one"), 20), (204, ""))
        self.assertEqual(shop.calls[0][1].accepted_at, shop.clock() + 10**8)

        shop.script["bad"] = [ValueError("broken")]
        status, why = pubsub.handle(shop.consumer, self.push("bad"), 20)
        self.assertEqual(status, 500)
        self.assertIn("projects/p/subscriptions/s/m-bad is not settled: unsettled-failed", why)

    def test_gets_a_second_try_in_place_before_the_subscription_slows_down(self) -> None:
        shop = Scripted(stores=False)
        shop.script["shaky"] = [ValueError("broken"), None]

        self.assertEqual(pubsub.handle(shop.consumer, self.push("shaky"), 20)[0], 204)

    def test_refuses_what_pubsub_never_sends(self) -> None:
        shop = Scripted()
        for body in ("{", "[]", "{}", '{"message":{"data":""}}', '{"triskel":"replay","consumer":"x","limit":1,"seconds":1}'):
            self.assertEqual(pubsub.handle(shop.consumer, body, 20)[0], 400, body)

    def test_takes_one_key_per_request_over_rest(self) -> None:
        received: list[Any] = []

        class Topic(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                received.append((self.path, [message.get("orderingKey") for message in document["messages"]]))
                denied = len(received) == 3
                answer = json.dumps({"messageIds": [f"m{n}" for n in range(len(document["messages"]))]}).encode()
                self.send_response(403 if denied else 200)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Topic)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        shop = Scripted()
        topic, endpoint = "projects/p/topics/t", f"http://127.0.0.1:{server.server_port}"
        publisher = Publisher(pubsub.PubSubBus(topic, endpoint, requests.Session()), clock=shop.clock)

        events = [event("a1", "a"), event("b1", "b"), event("a2", "a"), event("c1", "c"), event("c2", "c")]
        report = publisher.publish(events, shop.clock.after(5))
        self.assertEqual([keys for _, keys in received], [["a", "a"], ["b"], ["c", "c"]])
        self.assertEqual(received[0][0], "/v1/projects/p/topics/t:publish")
        self.assertEqual(getattr(report[0], "position", ""), "projects/p/topics/t/m0")
        self.assertEqual([getattr(entry, "cause", None) for entry in report[3:]], [Cause.DENIED, Cause.DENIED])

        long = replace(event("x", None), metadata=Metadata(extensions={"long": "x" * 1_025}))
        report = publisher.publish([event("n1", None), long, event("n2", None)], shop.clock.after(5))
        self.assertEqual([getattr(entry, "cause", None) for entry in report], [None, Cause.INVALID, None])
        report = publisher.publish([event("k1", "k"), replace(long, key="k"), event("k2", "k")], shop.clock.after(5))
        self.assertEqual([getattr(entry, "cause", None) for entry in report], [None, Cause.INVALID, Cause.TRANSIENT])


class ThePackage(unittest.TestCase):
    def test_imports_a_clouds_client_only_with_the_clouds_module(self) -> None:
        program = (
            "import sys, triskel_consume, triskel_consume.event_hubs, triskel_consume.pubsub, triskel_consume.publish,"
            " triskel_consume.replay; print([name for name in sys.modules if name.split('.')[0] in"
            " ('boto3', 'botocore', 'azure', 'google', 'requests')])"
        )
        out = subprocess.run([sys.executable, "-c", program], cwd=CLIENT, capture_output=True, text=True, check=True)
        self.assertEqual(out.stdout.strip(), "[]")

    def test_begins_its_readme_with_a_whole_program_that_runs(self) -> None:
        readme = (CLIENT / "README.md").read_text()
        program = readme.split("```python\n")[1].split("```")[0]
        self.assertLessEqual(len(program.strip().splitlines()), 15)

        out = subprocess.run([sys.executable, "-c", program], cwd=CLIENT, capture_output=True, text=True, check=True)
        self.assertEqual(out.stdout, readme.split("```\n", 2)[2].split("```")[0].removeprefix("\n"))

    def test_has_a_conformance_driver_that_speaks(self) -> None:
        lines = '{"op":"hello"}\n{"op":"nonsense"}\n{"op":"held"}\n'
        driver = [sys.executable, "clients/python/conformance/driver.py"]
        out = subprocess.run(driver, cwd=ROOT, input=lines, capture_output=True, text=True, check=True)
        answers = [json.loads(line) for line in out.stdout.splitlines()]
        self.assertEqual(answers[0]["language"], "python")
        self.assertEqual([list(answer) for answer in answers[1:]], [["error"], ["error"]])


if __name__ == "__main__":
    unittest.main()
