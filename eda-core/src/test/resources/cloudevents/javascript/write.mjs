// Writes events.json: events as the CloudEvents SDK for JavaScript writes them, in both modes of its HTTP binding.
//   npm install --no-save cloudevents@10.0.0 && node write.mjs > events.json
import { CloudEvent, HTTP } from "cloudevents";

const base = { id: "4f0c2f0e", source: "/ordering", type: "com.example.order.placed", time: "2026-01-31T08:15:30.123Z" };

const events = {
  "json object": { ...base, data: { orderId: "order-42", lines: [{ sku: "a", count: 2 }], note: null } },
  "json text": { ...base, datacontenttype: "application/json", data: "only a text" },
  "json number": { ...base, datacontenttype: "application/json", data: 42 },
  "no data": base,
  "plain text": { ...base, datacontenttype: "text/plain", data: "grüße 🚚" },
  "octets": { ...base, datacontenttype: "application/octet-stream", data: new Uint8Array([0, 1, 2, 253, 254, 255]) },
  "all attributes": {
    ...base,
    subject: "orders/42",
    dataschema: "https://schemas.example/order",
    partitionkey: "order-42",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    comexampleflag: true,
    comexamplenumber: -7,
    comexampletext: "a \"quoted\" text",
    data: { a: 1 },
  },
  "long texts": {
    ...base,
    id: "i".repeat(1000),
    source: "/" + "s".repeat(1000),
    type: "t".repeat(1000),
    subject: "u".repeat(1000),
    partitionkey: "k".repeat(1000),
    correlationid: "c".repeat(1000),
    data: {},
  },
};

const written = Object.entries(events).map(([name, attributes]) => {
  const event = new CloudEvent(attributes);
  const structured = HTTP.structured(event);
  const binary = HTTP.binary(event);
  const given = binary.body === undefined ? "" : binary.body;
  const body = typeof given === "string" || given instanceof Uint8Array ? given : JSON.stringify(given);
  return {
    name,
    structured: structured.body,
    headers: Object.fromEntries(Object.entries(binary.headers).map(([header, value]) => [header, String(value)])),
    body: Buffer.from(body).toString("base64"),
  };
});
process.stdout.write(JSON.stringify(written, null, 1) + "\n");
