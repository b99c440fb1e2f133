// DynamoDB for the local AWS: dynalite, in memory, on a loopback port that the system picks. Prints "listening PORT".
// Usage: node dynalite.cjs FOLDER_WITH_NODE_MODULES
const { createRequire } = require("node:module");
const dynalite = createRequire(process.argv[2] + "/")("dynalite");

// A client that dies in the middle of a request is the client's trouble: dynalite throws it, and would end for everybody.
process.on("uncaughtException", (error) => {
  if (error.code !== "ECONNRESET") {
    console.error(error);
    process.exit(1);
  }
});

const server = dynalite({ createTableMs: 5, updateTableMs: 5, deleteTableMs: 5 });
server.listen(0, "127.0.0.1", (error) => {
  if (error) throw error;
  console.log("listening " + server.address().port);
});
