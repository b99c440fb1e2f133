// Reads events, one JSON object per line, with the CloudEvents SDK for JavaScript, and writes them again, in the same mode.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [file, modules] = process.argv.slice(2);
const { HTTP } = createRequire(modules + "/")("cloudevents");

for (const line of readFileSync(file, "utf8").split("\n").filter((text) => text)) {
  const { headers, body } = JSON.parse(line);
  const binary = headers["ce-id"] !== undefined;
  const event = HTTP.toEvent({ headers, body });
  const message = binary ? HTTP.binary(event) : HTTP.structured(event);
  const written = typeof message.body === "string" ? message.body : JSON.stringify(message.body);
  console.log(JSON.stringify({ headers: message.headers, body: written }));
}
