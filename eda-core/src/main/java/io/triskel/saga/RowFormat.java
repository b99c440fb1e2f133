package io.triskel.saga;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.triskel.event.PortException;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.store.StoredFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes a saga row as JSON, readable in a store's console. All stores use this format, so that the size limit means the
 * same. It begins with its {@linkplain StoredFormat version}, so that no member of a later one is read.
 */
final class RowFormat {
    /** The value in most rows: formatting and parsing moments takes more than a quarter of the time for a row. */
    static final String AT_ONCE = Instant.EPOCH.toString();

    private static final JsonFactory FACTORY = new JsonFactory();

    private RowFormat() {}

    static byte[] write(SagaRow row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + row.state().length);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField(StoredFormat.NAME, StoredFormat.CURRENT);
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
            if (row.listed().isPresent()) {
                json.writeStringField("listed", row.listed().get().toString());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** Whether the row fits by a generous estimate, which saves nearly every row the exact count. */
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
            if (stuck.since().isPresent()) {
                json.writeStringField("stuckSince", stuck.since().get().toString());
            }
        } else {
            json.writeStringField("status", "running");
        }
    }

    private static void write(Timer timer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", timer.name());
        String due = timer.due().toString();
        json.writeStringField("due", due);
        if (timer.wake().isPresent()) {
            Instant wake = timer.wake().get();
            json.writeStringField("wake", wake.equals(timer.due()) ? due : wake.toString());
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

    private static void write(PendingCommands unsent, JsonGenerator json) throws IOException {
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
        json.writeStringField(
                "after",
                unsent.after().equals(Instant.EPOCH) ? AT_ONCE : unsent.after().toString());
        json.writeNumberField("refusals", unsent.refusals());
        if (unsent.refusal().isPresent()) {
            json.writeStringField("refusal", unsent.refusal().get());
        }
        json.writeEndObject();
    }

    /** In arrays: a parser remembers the names of members, and copies all that it has met for each row with a new one. */
    /**
     * In arrays, and not as members named by streams and ids: Jackson keeps each name that it meets in a table which all
     * parsers of a factory share, and copies the table for a new name, so that reading a row took 66 us and 364 KB instead
     * of 5 us and 8 KB. A factory without a table of names reads through a {@code Reader}, which replaces malformed UTF-8
     * instead of rejecting it.
     */
    private static void write(SeenEvents seen, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("seen");
        json.writeArrayFieldStart("revisions");
        for (Map.Entry<String, List<Long>> entry : seen.revisions().entrySet()) {
            json.writeStartArray();
            json.writeString(entry.getKey());
            for (long revision : entry.getValue()) {
                json.writeNumber(revision);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ids");
        for (Map.Entry<String, Instant> entry : seen.ids().entrySet()) {
            json.writeStartArray();
            json.writeString(entry.getKey());
            json.writeNumber(entry.getValue().toEpochMilli());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static SagaRow read(byte[] bytes) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            return new RowReader(json).row();
        } catch (PortException ofLaterRelease) {
            throw ofLaterRelease;
        } catch (IOException | RuntimeException broken) {
            throw new PortException(
                    "These " + bytes.length + " bytes are not a saga row: " + broken.getMessage(), broken);
        }
    }
}
