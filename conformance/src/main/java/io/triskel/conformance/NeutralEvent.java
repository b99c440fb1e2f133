package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EncodedData;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.NoData;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** An envelope as the protocol's neutral JSON, and back. */
final class NeutralEvent {
    private NeutralEvent() {}

    static Envelope<?> read(JsonNode event) {
        Metadata metadata = new Metadata(
                Json.text(event, "correlation"),
                Json.text(event, "causation"),
                Json.text(event, "traceparent").map(parent -> new TraceContext(parent, Json.text(event, "tracestate"))),
                Json.text(event, "dataContentType"),
                Json.text(event, "dataSchema").map(URI::create),
                java.util.Map.of());
        for (var extension : event.path("extensions").properties()) {
            metadata = metadata.withExtension(extension.getKey(), value(extension.getValue()));
        }
        if (event.has("replyTo")) {
            metadata = metadata.withExtension(
                    Metadata.REPLY_TO, ExtensionValue.of(event.get("replyTo").asText()));
        }
        return new Envelope<>(
                id(event),
                EventType.parse(event.path("type").asText()),
                Json.text(event, "subject"),
                Json.text(event, "time").map(OffsetDateTime::parse),
                Json.text(event, "key").map(OrderingKey::new),
                pattern(event.path("pattern")),
                metadata,
                data(event));
    }

    static EventId id(JsonNode event) {
        return new EventId(event.path("source").asText(), event.path("id").asText());
    }

    private static ExtensionValue value(JsonNode value) {
        if (value.isBoolean()) {
            return ExtensionValue.of(value.asBoolean());
        }
        return value.isInt() ? ExtensionValue.of(value.asInt()) : ExtensionValue.of(value.asText());
    }

    private static EventKind pattern(JsonNode pattern) {
        return switch (pattern.path("kind").asText()) {
            case "command" -> new EventKind.Command(pattern.path("target").asText());
            case "notification" ->
                new EventKind.Notification(
                        pattern.path("lookup").asText(),
                        pattern.path("minVersion").asLong());
            case "state" ->
                new EventKind.StateTransfer(
                        pattern.path("entity").asText(),
                        pattern.path("version").asLong(),
                        pattern.path("deleted").asBoolean());
            case "sourced" ->
                new EventKind.Sourced(
                        new StreamId(pattern.path("stream").asText()),
                        pattern.path("revision").asLong());
            default -> EventKind.plain();
        };
    }

    private static Object data(JsonNode event) {
        Optional<String> type = Json.text(event, "dataContentType");
        if (event.has("data")) {
            return new EncodedData(type, Json.bytes(event.get("data")));
        }
        if (event.has("dataText")) {
            return new EncodedData(type, Json.bytes(event.get("dataText").asText()));
        }
        return event.has("dataBase64") ? Json.base64(event, "dataBase64") : NoData.NO_DATA;
    }

    static ObjectNode write(Envelope<?> event) {
        ObjectNode json = Json.object()
                .put("id", event.id().id())
                .put("source", event.id().source())
                .put("type", event.type().wire());
        Metadata metadata = event.metadata();
        event.subject().ifPresent(text -> json.put("subject", text));
        metadata.timeText()
                .or(() -> event.time().map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format))
                .ifPresent(text -> json.put("time", text));
        event.key().ifPresent(key -> json.put("key", key.value()));
        metadata.correlation().ifPresent(text -> json.put("correlation", text));
        metadata.causation().ifPresent(text -> json.put("causation", text));
        metadata.trace().ifPresent(trace -> {
            json.put("traceparent", trace.traceparent());
            trace.tracestate().ifPresent(text -> json.put("tracestate", text));
        });
        metadata.dataContentType().ifPresent(text -> json.put("dataContentType", text));
        metadata.dataSchema().ifPresent(schema -> json.put("dataSchema", schema.toString()));
        metadata.replyTo().ifPresent(text -> json.put("replyTo", text));
        ObjectNode pattern = pattern(event.pattern());
        if (!pattern.isEmpty()) {
            json.set("pattern", pattern);
        }
        ObjectNode extensions = Json.object();
        metadata.extensions().forEach((name, value) -> {
            if (!name.equals(Metadata.REPLY_TO)) {
                extensions.put(name, value.canonical());
                value.whole().ifPresent(number -> extensions.put(name, number));
                value.flag().ifPresent(flag -> extensions.put(name, flag));
            }
        });
        if (!extensions.isEmpty()) {
            json.set("extensions", extensions);
        }
        putData(event, json);
        return json;
    }

    private static ObjectNode pattern(EventKind pattern) {
        return pattern.fold(
                plain -> Json.object(),
                command -> Json.object().put("kind", "command").put("target", command.target()),
                note -> Json.object()
                        .put("kind", "notification")
                        .put("lookup", note.lookup())
                        .put("minVersion", note.minVersion()),
                state -> Json.object()
                        .put("kind", "state")
                        .put("entity", state.entity())
                        .put("version", state.version())
                        .put("deleted", state.deleted()),
                sourced -> Json.object()
                        .put("kind", "sourced")
                        .put("stream", sourced.stream().value())
                        .put("revision", sourced.revision()));
    }

    private static void putData(Envelope<?> event, ObjectNode json) {
        Object data = event.data();
        if (data instanceof EncodedData encoded) {
            String type = encoded.contentType().orElse("application/json").toLowerCase(Locale.ROOT);
            String media = type.replaceFirst(";.*", "").trim();
            if (media.endsWith("/json") || media.endsWith("+json")) {
                json.set("data", Json.read(encoded.bytes()));
            } else if (media.startsWith("text/") || media.endsWith("xml")) {
                json.put("dataText", new String(encoded.bytes(), StandardCharsets.UTF_8));
            } else {
                json.put("dataBase64", Json.base64(encoded.bytes()));
            }
        } else if (data instanceof byte[] bytes) {
            json.put("dataBase64", Json.base64(bytes));
        } else if (data instanceof PersonalReading.Customer customer) {
            json.set("data", customer.forDriver());
        }
    }
}
