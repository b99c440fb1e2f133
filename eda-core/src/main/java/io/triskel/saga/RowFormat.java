package io.triskel.saga;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaRow.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A saga row as JSON, readable in a store's console; one form for all stores, so that the size limit means the same. */
final class RowFormat {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY = JSON.getFactory();

    private RowFormat() {}

    static byte[] write(SagaRow row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + row.state().length);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("saga", row.ref().saga());
            json.writeStringField("instance", row.ref().instance());
            json.writeNumberField("revision", row.revision());
            write(row.status(), json);
            json.writeStringField("fingerprint", row.fingerprint());
            json.writeBinaryField("state", row.state());
            json.writeArrayFieldStart("timers");
            for (Timer timer : row.timers()) {
                write(timer, json);
            }
            json.writeEndArray();
            write(row.unsent(), json);
            write(row.seen(), json);
            if (row.trouble().isPresent()) {
                json.writeObjectFieldStart("trouble");
                json.writeStringField("input", row.trouble().get().input());
                json.writeNumberField("times", row.trouble().get().times());
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** Whether the row fits even by a generous estimate, which spares nearly every row the exact count. */
    static boolean certainlyFits(SagaRow row, int bytes) {
        long most = 16_384L + 6L * row.fingerprint().length() + 2L * row.state().length;
        most += 8_192L * row.timers().size();
        for (PendingCommand command : row.unsent().commands()) {
            most += 2_048L + 2L * command.event().length;
        }
        most += 128L * row.seen().ids().size();
        for (List<Long> revisions : row.seen().revisions().values()) {
            most += 128L + 20L * revisions.size();
        }
        return most <= bytes;
    }

    private static void write(SagaStatus status, JsonGenerator json) throws IOException {
        if (status instanceof SagaStatus.Ended ended) {
            json.writeStringField("status", "ended");
            json.writeStringField("ending", ended.ending());
        } else if (status instanceof SagaStatus.Stuck stuck) {
            json.writeStringField("status", "stuck");
            json.writeStringField("reason", stuck.reason());
            if (stuck.on().isPresent()) {
                json.writeStringField("stuckOn", stuck.on().get());
            }
            if (stuck.ending().isPresent()) {
                json.writeStringField("ending", stuck.ending().get());
            }
        } else {
            json.writeStringField("status", "running");
        }
    }

    private static void write(Timer timer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", timer.name());
        json.writeStringField("due", timer.due().toString());
        if (timer.wake().isPresent()) {
            json.writeStringField("wake", timer.wake().get().toString());
        }
        json.writeNumberField("failures", timer.failures());
        if (timer.trace().isPresent()) {
            json.writeStringField("traceparent", timer.trace().get().traceparent());
            if (timer.trace().get().tracestate().isPresent()) {
                json.writeStringField(
                        "tracestate", timer.trace().get().tracestate().get());
            }
        }
        json.writeEndObject();
    }

    private static void write(Unsent unsent, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("unsent");
        json.writeArrayFieldStart("commands");
        for (PendingCommand command : unsent.commands()) {
            json.writeStartObject();
            json.writeStringField("id", command.id());
            json.writeStringField("target", command.target());
            json.writeStringField("key", command.key().value());
            json.writeBinaryField("event", command.event());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("after", unsent.after().toString());
        json.writeNumberField("refusals", unsent.refusals());
        if (unsent.refusal().isPresent()) {
            json.writeStringField("refusal", unsent.refusal().get());
        }
        json.writeEndObject();
    }

    private static void write(Seen seen, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("seen");
        json.writeObjectFieldStart("revisions");
        for (Map.Entry<String, List<Long>> entry : seen.revisions().entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (long revision : entry.getValue()) {
                json.writeNumber(revision);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("ids");
        for (Map.Entry<String, Instant> entry : seen.ids().entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue().toEpochMilli());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    static SagaRow read(byte[] bytes) {
        try {
            JsonNode row = JSON.readTree(bytes);
            return new SagaRow(
                    new SagaRef(text(row, "saga"), text(row, "instance")),
                    required(row, "revision").longValue(),
                    status(row),
                    text(row, "fingerprint"),
                    required(row, "state").binaryValue(),
                    timers(required(row, "timers")),
                    unsent(required(row, "unsent")),
                    seen(required(row, "seen")),
                    row.has("trouble") ? Optional.of(trouble(row.get("trouble"))) : Optional.empty());
        } catch (IOException | RuntimeException broken) {
            throw new PortException(
                    "These " + bytes.length + " bytes are not a saga row: " + broken.getMessage(), broken);
        }
    }

    private static SagaStatus status(JsonNode row) {
        String status = text(row, "status");
        return switch (status) {
            case "running" -> new SagaStatus.Running();
            case "ended" -> new SagaStatus.Ended(text(row, "ending"));
            case "stuck" ->
                new SagaStatus.Stuck(text(row, "reason"), optional(row, "stuckOn"), optional(row, "ending"));
            default -> throw new IllegalArgumentException("its status is running, ended or stuck, not " + status);
        };
    }

    private static List<Timer> timers(JsonNode nodes) {
        List<Timer> timers = new ArrayList<>();
        for (JsonNode timer : nodes) {
            timers.add(new Timer(
                    text(timer, "name"),
                    Instant.parse(text(timer, "due")),
                    optional(timer, "wake").map(Instant::parse),
                    required(timer, "failures").intValue(),
                    optional(timer, "traceparent")
                            .map(parent -> new TraceContext(parent, optional(timer, "tracestate")))));
        }
        return timers;
    }

    private static Unsent unsent(JsonNode unsent) throws IOException {
        List<PendingCommand> commands = new ArrayList<>();
        for (JsonNode command : required(unsent, "commands")) {
            commands.add(new PendingCommand(
                    text(command, "id"),
                    text(command, "target"),
                    new OrderingKey(text(command, "key")),
                    required(command, "event").binaryValue()));
        }
        return new Unsent(
                commands,
                Instant.parse(text(unsent, "after")),
                required(unsent, "refusals").intValue(),
                optional(unsent, "refusal"));
    }

    private static Seen seen(JsonNode seen) {
        Map<String, List<Long>> revisions = new LinkedHashMap<>();
        required(seen, "revisions").properties().forEach(entry -> {
            List<Long> ofStream = new ArrayList<>();
            entry.getValue().forEach(revision -> ofStream.add(revision.longValue()));
            revisions.put(entry.getKey(), ofStream);
        });
        Map<String, Instant> ids = new LinkedHashMap<>();
        required(seen, "ids")
                .properties()
                .forEach(entry -> ids.put(
                        entry.getKey(), Instant.ofEpochMilli(entry.getValue().longValue())));
        return new Seen(revisions, ids);
    }

    private static Trouble trouble(JsonNode trouble) {
        return new Trouble(text(trouble, "input"), required(trouble, "times").intValue());
    }

    private static String text(JsonNode node, String field) {
        return required(node, field).textValue();
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::textValue);
    }

    private static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("it has no '" + field + "'");
        }
        return value;
    }
}
