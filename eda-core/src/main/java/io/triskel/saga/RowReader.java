package io.triskel.saga;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaRow.Trouble;
import io.triskel.store.StoredFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a row written by {@link RowFormat}, without a JSON tree, because every input of an instance begins with it. */
final class RowReader {
    private final RowTokens json;

    RowReader(JsonParser json) {
        this.json = new RowTokens(json);
    }

    SagaRow row() throws IOException {
        json.advance();
        json.begin(JsonToken.START_OBJECT, "row");
        String saga = null;
        String instance = null;
        long revision = 0;
        StatusParts status = new StatusParts();
        String fingerprint = null;
        byte[] state = null;
        List<Timer> timers = null;
        PendingCommands unsent = null;
        SeenEvents seen = null;
        Trouble trouble = null;
        Instant listed = null;
        Long format = null;
        for (String name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case StoredFormat.NAME -> format = known(json.number(name));
                case "saga" -> saga = json.text(name);
                case "instance" -> instance = json.text(name);
                case "revision" -> revision = json.number(name);
                case "status" -> status.status = json.text(name);
                case "ending" -> status.ending = json.text(name);
                case "reason" -> status.reason = json.text(name);
                case "stuckOn" -> status.stuckOn = json.text(name);
                case "stuckSince" -> status.stuckSince = Instant.parse(json.text(name));
                case "fingerprint" -> fingerprint = json.text(name);
                case "state" -> state = json.bytes(name);
                case "timers" -> timers = timers();
                case "unsent" -> unsent = unsent();
                case "seen" -> seen = seen();
                case "trouble" -> trouble = trouble();
                case "listed" -> listed = Instant.parse(json.text(name));
                default -> json.skip();
            }
        }
        long unused = required(StoredFormat.NAME, format);
        return new SagaRow(
                new SagaRef(required("saga", saga), required("instance", instance)),
                revision,
                status.read(),
                required("fingerprint", fingerprint),
                required("state", state),
                required("timers", timers),
                required("unsent", unsent),
                required("seen", seen),
                Optional.ofNullable(trouble),
                Optional.ofNullable(listed));
    }

    private static Long known(long format) {
        StoredFormat.require(format, () -> "a saga store");
        return format;
    }

    /** The members of a row that make up its status. */
    private static final class StatusParts {
        private @Nullable String status;
        private @Nullable String ending;
        private @Nullable String reason;
        private @Nullable String stuckOn;
        private @Nullable Instant stuckSince;

        SagaStatus read() {
            String known = required("status", status);
            return switch (known) {
                case "running" -> new SagaStatus.Running();
                case "ended" -> new SagaStatus.Ended(required("ending", ending));
                case "stuck" ->
                    new SagaStatus.Stuck(
                            required("reason", reason),
                            Optional.ofNullable(stuckOn),
                            Optional.ofNullable(ending),
                            Optional.ofNullable(stuckSince));
                default -> throw new IllegalArgumentException("its status is running, ended or stuck, not " + known);
            };
        }
    }

    private List<Timer> timers() throws IOException {
        List<Timer> timers = new ArrayList<>();
        json.begin(JsonToken.START_ARRAY, "timers");
        while (json.advance() != JsonToken.END_ARRAY) {
            timers.add(timer());
        }
        return timers;
    }

    private Timer timer() throws IOException {
        json.begin(JsonToken.START_OBJECT, "timer");
        String timer = null;
        String due = null;
        String wake = null;
        long failures = -1;
        String traceparent = null;
        String tracestate = null;
        for (String name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "name" -> timer = json.text(name);
                case "due" -> due = json.text(name);
                case "wake" -> wake = json.text(name);
                case "failures" -> failures = json.number(name);
                case "traceparent" -> traceparent = json.text(name);
                case "tracestate" -> tracestate = json.text(name);
                default -> json.skip();
            }
        }
        Optional<String> state = Optional.ofNullable(tracestate);
        String dueText = required("due", due);
        Instant dueAt = Instant.parse(dueText);
        return new Timer(
                required("name", timer),
                dueAt,
                Optional.ofNullable(wake).map(text -> text.equals(dueText) ? dueAt : Instant.parse(text)),
                count("failures", failures),
                Optional.ofNullable(traceparent).map(parent -> new TraceContext(parent, state)));
    }

    private PendingCommands unsent() throws IOException {
        json.begin(JsonToken.START_OBJECT, "unsent");
        List<PendingCommand> commands = null;
        String after = null;
        long refusals = -1;
        String refusal = null;
        for (String name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "commands" -> commands = commands();
                case "after" -> after = json.text(name);
                case "refusals" -> refusals = json.number(name);
                case "refusal" -> refusal = json.text(name);
                default -> json.skip();
            }
        }
        String afterText = required("after", after);
        return new PendingCommands(
                required("commands", commands),
                afterText.equals(RowFormat.AT_ONCE) ? Instant.EPOCH : Instant.parse(afterText),
                count("refusals", refusals),
                Optional.ofNullable(refusal));
    }

    private List<PendingCommand> commands() throws IOException {
        List<PendingCommand> commands = new ArrayList<>();
        json.begin(JsonToken.START_ARRAY, "commands");
        while (json.advance() != JsonToken.END_ARRAY) {
            commands.add(command());
        }
        return commands;
    }

    private PendingCommand command() throws IOException {
        json.begin(JsonToken.START_OBJECT, "command");
        String id = null;
        String target = null;
        String key = null;
        byte[] event = null;
        for (String name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "id" -> id = json.text(name);
                case "target" -> target = json.text(name);
                case "key" -> key = json.text(name);
                case "event" -> event = json.bytes(name);
                default -> json.skip();
            }
        }
        return new PendingCommand(
                required("id", id),
                required("target", target),
                new OrderingKey(required("key", key)),
                required("event", event));
    }

    private SeenEvents seen() throws IOException {
        json.begin(JsonToken.START_OBJECT, "seen");
        Map<String, List<Long>> revisions = null;
        Map<String, Instant> ids = null;
        for (String name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "revisions" -> revisions = revisions();
                case "ids" -> ids = ids();
                default -> json.skip();
            }
        }
        return new SeenEvents(required("revisions", revisions), required("ids", ids));
    }

    private Map<String, List<Long>> revisions() throws IOException {
        Map<String, List<Long>> revisions = new LinkedHashMap<>();
        json.begin(JsonToken.START_ARRAY, "revisions");
        while (json.advance() != JsonToken.END_ARRAY) {
            String stream = json.first("stream");
            List<Long> ofStream = new ArrayList<>();
            while (json.advance() != JsonToken.END_ARRAY) {
                ofStream.add(json.number("revision"));
            }
            revisions.put(stream, ofStream);
        }
        return revisions;
    }

    private Map<String, Instant> ids() throws IOException {
        Map<String, Instant> ids = new LinkedHashMap<>();
        json.begin(JsonToken.START_ARRAY, "ids");
        while (json.advance() != JsonToken.END_ARRAY) {
            String id = json.first("id");
            json.advance();
            ids.put(id, Instant.ofEpochMilli(json.number("time")));
            while (json.advance() != JsonToken.END_ARRAY) {
                json.skip();
            }
        }
        return ids;
    }

    private Trouble trouble() throws IOException {
        json.begin(JsonToken.START_OBJECT, "trouble");
        String input = null;
        long times = -1;
        for (String name = json.next(); name != null; name = json.next()) {
            switch (name) {
                case "input" -> input = json.text(name);
                case "times" -> times = json.number(name);
                default -> json.skip();
            }
        }
        return new Trouble(required("input", input), count("times", times));
    }

    private static int count(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("it has no '" + name + "'");
        }
        return Math.toIntExact(value);
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("it has no '" + name + "'");
        }
        return value;
    }
}
