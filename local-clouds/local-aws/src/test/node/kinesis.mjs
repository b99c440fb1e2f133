// A Kinesis client that is not ours and not Java: puts, reads across a split, and prints what it saw as JSON.
import { createRequire } from "node:module";

const [endpoint, modules] = process.argv.slice(2);
const require = createRequire(modules + "/");
const sdk = require("@aws-sdk/client-kinesis");
const { NodeHttpHandler } = require("@smithy/node-http-handler");

const client = new sdk.KinesisClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  requestHandler: new NodeHttpHandler(),
});
const send = (name, input) => client.send(new sdk[name + "Command"](input));

const StreamName = "from-node";
await send("CreateStream", { StreamName, ShardCount: 2 });
const put = await send("PutRecords", {
  StreamName,
  Records: Array.from({ length: 100 }, (_, i) => ({ PartitionKey: "k" + (i % 7), Data: Buffer.from("n" + i) })),
});
await send("SplitShard", { StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: String(2n ** 126n) });
const one = await send("PutRecord", { StreamName, PartitionKey: "k1", ExplicitHashKey: "1", Data: Buffer.from("last") });

const texts = [];
const arrivals = [];
const { Shards } = await send("ListShards", { StreamName });
for (const { ShardId } of Shards) {
  let { ShardIterator } = await send("GetShardIterator", { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" });
  for (;;) {
    const page = await send("GetRecords", { ShardIterator, Limit: 10 });
    for (const record of page.Records) {
      texts.push(Buffer.from(record.Data).toString());
      arrivals.push(record.ApproximateArrivalTimestamp.getTime());
    }
    ShardIterator = page.NextShardIterator;
    if (!ShardIterator || (page.Records.length === 0 && page.MillisBehindLatest === 0)) break;
  }
}
let error = "";
try {
  await send("DescribeStreamSummary", { StreamName: "nowhere" });
} catch (e) {
  error = e.name;
}
const oldest = Date.now() - Math.min(...arrivals);
console.log(
  JSON.stringify({
    failed: put.FailedRecordCount, shards: Shards.length, last: one.ShardId, count: texts.length,
    distinct: new Set(texts).size, recent: oldest >= 0 && oldest < 60000, error,
  }),
);
