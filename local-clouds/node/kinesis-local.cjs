// A second opinion on Kinesis, for tests: kinesis-local, in memory, on a loopback port that the system picks. Prints
// "listening PORT". By itself it listens on all interfaces, with two fixed ports; here neither can happen.
// Usage: node kinesis-local.cjs FOLDER_WITH_NODE_MODULES
const { createRequire } = require("node:module");
const net = require("node:net");

const PLAIN = 4568;
const inModules = createRequire(process.argv[2] + "/");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, listening) {
  // Else each answer waits 40 ms for a delayed ACK.
  this.on("connection", (socket) => socket.setNoDelay(true));
  return listen.call(this, 0, "127.0.0.1", () => {
    listening();
    if (port === PLAIN) console.log("listening " + this.address().port);
  });
};
process.env.KINESIS_MOCK_CERT_PATH = inModules.resolve("kinesis-local/server.json");
process.env.KINESIS_MOCK_PLAIN_PORT = String(PLAIN);
process.env.CREATE_STREAM_DURATION = "5ms";
process.env.DELETE_STREAM_DURATION = "5ms";
process.env.SPLIT_SHARD_DURATION = "5ms";
process.env.MERGE_SHARDS_DURATION = "5ms";
process.env.LOG_LEVEL = "ERROR";
inModules("kinesis-local");
