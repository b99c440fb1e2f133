// DynamoDB for the local AWS: dynalite, in memory, on a loopback port that the system picks. Prints "listening PORT".
// GET /consumed answers what each table has consumed and keeps; see consumed.cjs.
// Usage: node dynalite.cjs FOLDER_WITH_NODE_MODULES
const { createRequire } = require("node:module");
const require_ = createRequire(process.argv[2] + "/");
const consumed = require("./consumed.cjs").meter(require_);
const dynalite = require_("dynalite");

// A client that dies in the middle of a request is the client's trouble: dynalite throws it, and would end for everybody.
process.on("uncaughtException", (error) => {
  if (error.code !== "ECONNRESET") {
    console.error(error);
    process.exit(1);
  }
});

const server = dynalite({ createTableMs: 5, updateTableMs: 5, deleteTableMs: 5 });
const [serve] = server.listeners("request");
server.removeAllListeners("request");
server.on("request", (request, response) =>
  request.url === "/consumed" ? response.end(JSON.stringify(consumed)) : serve(request, response),
);
server.listen(0, "127.0.0.1", (error) => {
  if (error) throw error;
  console.log("listening " + server.address().port);
});
