// A Pub/Sub client that is not ours and not Java: publishes with ordering keys, streams, fails one, seeks back to a snapshot, and
// prints what it saw as JSON. Finds the server by PUBSUB_EMULATOR_HOST, as any program would.
import { createRequire } from "node:module";

const [modules] = process.argv.slice(2);
const require = createRequire(modules + "/");
const { PubSub } = require("@google-cloud/pubsub");

const pubsub = new PubSub({ projectId: "node" });
const [topic] = await pubsub.createTopic("from-node");
const [subscription] = await topic.createSubscription("from-node", {
  enableMessageOrdering: true,
  filter: 'NOT attributes:skipped',
  ackDeadlineSeconds: 20,
});
const [snapshot] = await subscription.createSnapshot("from-node");

const publisher = pubsub.topic("from-node", { messageOrdering: true });
const sent = Array.from({ length: 100 }, (_, i) =>
  publisher.publishMessage({ data: Buffer.from("n" + i), orderingKey: "k" + (i % 7), attributes: { n: String(i) } }));
await publisher.publishMessage({ data: Buffer.from("unseen"), attributes: { skipped: "yes" } });
const ids = await Promise.all(sent);

// What came first of each message, in the order in which it came; fails so many at first.
const receive = (count, failures) => new Promise((resolve, reject) => {
  const seen = new Map();
  let failed = 0;
  const stream = pubsub.subscription("from-node");
  stream.on("error", reject);
  stream.on("message", (message) => {
    if (failed < failures) {
      failed++;
      message.nack();
      return;
    }
    if (!seen.has(message.id)) {
      seen.set(message.id, message);
    }
    message.ack();
    if (seen.size === count) {
      stream.close().then(() => resolve([...seen.values()]), reject);
    }
  });
});
const inOrder = (messages) => Array.from({ length: 7 }, (_, k) => k).every((k) => {
  const numbers = messages.filter((m) => m.orderingKey === "k" + k).map((m) => Number(m.attributes.n));
  return numbers.every((n, i) => i === 0 || n > numbers[i - 1]);
});

const first = await receive(100, 0);
await subscription.seek(snapshot.name);
const second = await receive(100, 3);

let error = 0;
try {
  await pubsub.topic("nowhere").publishMessage({ data: Buffer.from("x") });
} catch (e) {
  error = e.code;
}
console.log(JSON.stringify({
  ids: new Set(ids).size, first: first.length, firstInOrder: inOrder(first), second: second.length,
  data: first.every((m) => m.data.toString() === "n" + m.attributes.n), error,
}));
await pubsub.close();
