package io.triskel.console;

import io.triskel.codec.EncodedData;
import io.triskel.codec.JsonObject;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.platform.Platform;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The record of all actions, as events of one stream of the platform's event store. An action that changes something is
 * recorded before it begins and again with its answer, so that none is done unrecorded; a refused one is recorded once.
 */
final class ActionLog {
    static final StreamId STREAM = new StreamId("console-actions");
    static final EventType TYPE = EventType.of("triskel.console-action", 1);

    private static final int CONFLICTS = 50;
    private static final int OVERLAP = 20;
    private static final int MOST_REMEMBERED = 2_000;
    private static final Duration PUBLISHING = Duration.ofSeconds(2);

    /** The status of an action that has begun and has no answer yet. */
    private static final int BEGUN = 0;

    private final Platform platform;
    private final AtomicLong last = new AtomicLong();

    /** Who acted last on a parked lane or an instance, to say it when a selection is stale. */
    private final Map<String, String> lastOn = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    ActionLog(Platform platform) {
        this.platform = platform;
    }

    /**
     * An action.
     *
     * @param run a name of this attempt
     * @param on what it acts on, for people
     */
    record Entry(String run, String who, String action, String on, String why) {}

    Entry entry(String who, String action, String on, String why) {
        return new Entry(platform.settings().ids().next(), who, action, on, why);
    }

    /** Records that an action begins. */
    void begins(Entry entry) {
        append(entry, BEGUN, "");
    }

    /** Records an action's answer. */
    void ends(Entry entry, int status, String answer) {
        append(entry, status, answer);
    }

    void touched(Entry entry, List<String> places) {
        String by = entry.action() + " by " + entry.who() + " at "
                + Texts.time(platform.clock().instant()).substring(11, 19);
        synchronized (lastOn) {
            places.forEach(place -> lastOn.put(place, by));
        }
    }

    Optional<String> lastOn(String place) {
        synchronized (lastOn) {
            return Optional.ofNullable(lastOn.get(place));
        }
    }

    private void append(Entry entry, int status, String answer) {
        JsonObject data = JsonObject.empty()
                .set("run", entry.run())
                .set("by", entry.who())
                .set("action", entry.action())
                .set("on", Texts.cut(entry.on(), 500))
                .set("why", entry.why())
                .set("status", status)
                .set("answer", Texts.cut(answer, 500));
        String id = platform.settings().ids().next();
        Instant now = platform.clock().instant();
        Envelope<EncodedData> event = Envelope.of(
                        new EventId(platform.settings().source(), id),
                        TYPE,
                        new EncodedData(
                                Optional.of("application/json"), data.toString().getBytes(StandardCharsets.UTF_8)))
                .withTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        append(event, new CommandId(id));
        var unused = platform.dispatcher().dispatch(STREAM, platform.in(PUBLISHING));
    }

    private void append(Envelope<EncodedData> event, CommandId command) {
        for (int conflicts = 0; conflicts < CONFLICTS; conflicts++) {
            AppendResult result =
                    platform.eventStore().append(STREAM, Expectation.exactly(last.get()), List.of(event), command);
            if (result instanceof AppendResult.Conflict conflict) {
                last.set(conflict.actualRevision());
            } else {
                last.set(
                        result instanceof AppendResult.Committed done
                                ? done.last()
                                : ((AppendResult.Repeated) result).last());
                return;
            }
        }
        throw new PortException("The action could not be recorded: the log changed concurrently too often");
    }

    /**
     * {@return actions, latest first, and where to continue}
     *
     * @param before only those before this revision; empty for the latest
     */
    JsonObject page(Optional<String> before, int limit) {
        long end = platform.eventStore().read(STREAM, 0, 1).lastRevision();
        long top = before.map(ActionLog::revision)
                .map(revision -> Math.min(end, revision - 1))
                .orElse(end);
        long from = Math.max(0, top - limit);
        List<Row> rows = read(from, Math.min(end, top + OVERLAP));
        Set<String> answered = new HashSet<>();
        rows.stream().filter(row -> row.status() != BEGUN).forEach(row -> answered.add(row.run()));
        List<JsonObject> items = new ArrayList<>();
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            if (row.revision() <= top && (row.status() != BEGUN || !answered.contains(row.run()))) {
                items.add(row.json());
            }
        }
        JsonObject page = JsonObject.empty().setObjects("items", items);
        return from > 0 ? page.set("next", "" + (from + 1)) : page.setNull("next");
    }

    private static long revision(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException another) {
            throw Refusal.badRequest("after is not a page's next.", "Take it from the page before.");
        }
    }

    private record Row(long revision, String run, int status, JsonObject json) {}

    private List<Row> read(long from, long to) {
        List<Row> rows = new ArrayList<>();
        long after = from;
        while (after < to) {
            EventPage page = platform.eventStore().read(STREAM, after, (int) (to - after));
            for (Envelope<?> event : page.events()) {
                after++;
                row(after, event).ifPresent(rows::add);
            }
        }
        return rows;
    }

    private static Optional<Row> row(long revision, Envelope<?> event) {
        if (!(event.data() instanceof EncodedData data)) {
            return Optional.empty();
        }
        JsonObject json = JsonObject.parse(new String(data.bytes(), StandardCharsets.UTF_8));
        String run = json.text("run");
        int status = (int) json.integer("status");
        json.remove("run").set("revision", revision);
        event.time().ifPresent(time -> json.set("at", Texts.time(time.toInstant())));
        return Optional.of(new Row(revision, run, status, json));
    }
}
