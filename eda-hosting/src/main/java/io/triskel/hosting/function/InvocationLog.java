package io.triskel.hosting.function;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.hosting.Heartbeat;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes one line of JSON per invocation to the function's log: counts of events per verdict, for the cloud's tools to add
 * up, and the first failures in words. The line has no personal data.
 */
public final class InvocationLog implements Observer {
    private static final int MOST_TROUBLES = 10;

    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();

    /**
     * The line.
     *
     * @param consumer the consumer's name, or the function's if it hosts no consumer
     * @param events verdicts, {@code published-} and {@code replayed-} outcomes and ended sagas, with how many there were
     * @param troubles the first failures, in words
     */
    private record Line(String consumer, Map<String, Long> events, List<String> troubles) {}

    @Override
    public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
        if (!event.type().equals(Heartbeat.TYPE)) {
            count("published-" + outcome.tag());
        }
    }

    @Override
    public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
        count(verdict.tag());
    }

    @Override
    public void parked(String consumer, EventId event, String reason) {
        trouble("parked " + event.id() + ": " + reason);
    }

    @Override
    public void replayed(String consumer, EventId event, EventOutcome outcome) {
        count("replayed-" + outcome.tag());
    }

    @Override
    public void sagaEnded(String saga, String instance, String ending) {
        count("saga-" + ending);
    }

    @Override
    public void portFailed(String port, Throwable failure) {
        count("port-failed");
        trouble(port + ": " + failure);
    }

    /** Notes a failure, in words without personal data. */
    public synchronized void trouble(String what) {
        if (troubles.size() < MOST_TROUBLES) {
            troubles.add(what);
        }
    }

    private synchronized void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /**
     * Writes the line and begins the next one; nothing is written where nothing happened.
     *
     * @param consumer the consumer's name, or the function's if it hosts no consumer
     * @param log takes the line, without its end
     */
    public void write(String consumer, StateCodec json, Consumer<String> log) {
        write(consumer, json, log, log);
    }

    /** As above, where a line with troubles has a level of its own, so that a log may keep no other lines. */
    public synchronized void write(String consumer, StateCodec json, Consumer<String> log, Consumer<String> troubled) {
        if (counts.isEmpty() && troubles.isEmpty()) {
            return;
        }
        Line line = new Line(consumer, new TreeMap<>(counts), List.copyOf(troubles));
        Consumer<String> level = troubles.isEmpty() ? log : troubled;
        level.accept(new String(json.encode(line), StandardCharsets.UTF_8));
        counts.clear();
        troubles.clear();
    }
}
