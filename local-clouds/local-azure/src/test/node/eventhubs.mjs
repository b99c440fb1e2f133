// An Event Hubs client that is not ours and not Java: sends, receives, is refused, and prints what it saw as JSON.
import { createRequire } from "node:module";

const [connectionString, modules] = process.argv.slice(2);
const require = createRequire(modules + "/");
const { EventHubProducerClient, EventHubConsumerClient, earliestEventPosition } = require("@azure/event-hubs");
const rhea = require("rhea");

const retryOptions = { maxRetries: 0, timeoutInMs: 10000 };
const producer = new EventHubProducerClient(connectionString, "orders", { retryOptions });
const consumer = new EventHubConsumerClient("$Default", connectionString, "orders", { retryOptions });

const batch = await producer.createBatch({ partitionKey: "order-1" });
for (let i = 0; i < 100; i++) batch.tryAdd({ body: { i }, properties: { kind: "n" + i } });
await producer.sendBatch(batch);
await producer.sendBatch([{ body: "to a partition" }], { partitionId: "2" });
await producer.sendBatch([{ body: Buffer.from("bytes"), contentType: "text/plain" }]);

const { partitionIds } = await producer.getEventHubProperties();
const events = [];
await new Promise((resolve, reject) => {
  const subscription = consumer.subscribe(
    {
      processEvents: async (some, context) => {
        for (const event of some) events.push({ ...event, partition: context.partitionId });
        if (events.length === 102) await subscription.close().then(resolve);
      },
      processError: async (error) => reject(error),
    },
    { startPosition: earliestEventPosition, maxBatchSize: 50, maxWaitTimeInSeconds: 1, ownerLevel: 1 },
  );
});
const keyed = events.filter((event) => event.partitionKey === "order-1");
const last = await consumer.getPartitionProperties(keyed[0].partition);

async function codeOf(action) {
  try {
    await action();
    return "";
  } catch (error) {
    return error.code;
  }
}
const nowhere = new EventHubProducerClient(connectionString, "nowhere", { retryOptions });
const unknownHub = await codeOf(() => nowhere.sendBatch([{ body: "x" }]));
const unknownPartition = await codeOf(() => producer.sendBatch([{ body: "x" }], { partitionId: "9" }));
await Promise.all([producer.close(), consumer.close(), nowhere.close()]);

// A client without the SDK's own checks: SASL PLAIN, and a message over the limit.
const url = new URL(/Endpoint=([^;]+)/.exec(connectionString)[1]);
const [, username] = /SharedAccessKeyName=([^;]+)/.exec(connectionString);
const [, password] = /SharedAccessKey=([^;]+)/.exec(connectionString);
const plain = (secret, onSendable) =>
  new Promise((resolve) => {
    const container = rhea.create_container();
    const connection = container.connect({
      host: url.hostname, port: url.port, username, password: secret, reconnect: false,
    });
    const sender = connection.open_sender("orders");
    const end = (answer) => {
      connection.close();
      resolve(answer);
    };
    container.once("sendable", () => onSendable(sender));
    container.on("accepted", () => end("accepted"));
    container.on("rejected", (context) => end(context.delivery.remote_state.error.condition));
    container.on("sender_error", (context) => end(context.sender.error.condition));
    container.on("connection_error", (context) => end(context.error.condition));
    container.on("disconnected", () => end("disconnected"));
  });
const send = (size) => (sender) => sender.send({ body: rhea.message.data_section(Buffer.alloc(size)) });
const single = await plain(password, send(1000));
const tooLarge = await plain(password, send((1 << 20) + 1));
const garbage = await plain(password, (sender) => sender.send(Buffer.from("no message"), undefined, 0));
const wrongKey = await plain("wrong", send(1000));

// Where the SDK for Node.js says that keys belong.
const hash = require(modules + "/node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js");
const hashes = Array.from({ length: 50 }, (_, i) => ["¶", "Straße ", "ключ", "注文番号"].map(
  (word) => hash.hashPartitionKey(word.repeat(1 + (i % 7)) + i))).flat();

console.log(
  JSON.stringify({
    partitionIds, keyed: keyed.length, ordered: keyed.every((event, i) => event.body.i === i),
    kind: keyed[7].properties.kind, offsets: keyed.every((event) => /^\d+$/.test(event.offset)),
    recent: Date.now() - keyed[0].enqueuedTimeUtc.getTime() < 60000,
    others: events.filter((event) => !event.partitionKey).map((event) => event.body.toString()).sort(),
    last: last.lastEnqueuedSequenceNumber >= 99, unknownHub, unknownPartition,
    single, tooLarge, garbage, wrongKey, hashes,
  }),
);
process.exit(0);
