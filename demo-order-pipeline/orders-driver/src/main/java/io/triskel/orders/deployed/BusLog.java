package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.hosting.Heartbeat;
import io.triskel.orders.run.Books;
import io.triskel.orders.run.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps books of all published events: each event once, and whether the facts of each event stream came in
 * the order in which they were committed. Heartbeats are the clock's, and no events of the run.
 */
final class BusLog implements Books {
    private final BusReader bus;
    private final RunLog log;
    private final Consumer<byte[]> told;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<EventId> seen = new HashSet<>();
    private final Map<String, Long> byType = new TreeMap<>();
    private final Map<StreamId, Facts> facts = new HashMap<>();
    private long records;
    private long violations;

    /** @param told gets each event once, as a CloudEvent: how often the bus repeats one differs between equal runs */
    BusLog(BusReader bus, RunLog log, Consumer<byte[]> told) {
        this.bus = bus;
        this.log = log;
        this.told = told;
    }

    /** The highest revision and the number of facts seen of an event stream. */
    private record Facts(long last, long count) {}

    /** Reads the new records, and answers how many there were so far. */
    @Override
    public synchronized long read() {
        bus.read(this::take);
        return records;
    }

    private void take(byte[] record) {
        JsonNode event;
        try {
            event = json.readTree(record);
        } catch (IOException notJson) {
            throw new UncheckedIOException("The bus has a record that is not JSON: number " + (records + 1), notJson);
        }
        if (event.path("type").asText().equals(Heartbeat.TYPE.wire())) {
            return;
        }
        records++;
        EventId id = new EventId(event.path("source").asText(), event.path("id").asText());
        if (!seen.add(id)) {
            return;
        }
        told.accept(record);
        byType.merge(event.path("type").asText(), 1L, Long::sum);
        log.event(() -> record);
        if (event.path("triskelpattern").asText().equals("sourced")) {
            fact(
                    new StreamId(event.path("stream").asText()),
                    Long.parseLong(event.path("sequence").asText()));
        }
    }

    private void fact(StreamId of, long revision) {
        Facts before = facts.getOrDefault(of, new Facts(0, 0));
        if (revision != before.last() + 1) {
            violations++;
        }
        facts.put(of, new Facts(Math.max(before.last(), revision), before.count() + 1));
    }

    /** {@return how many records there were, repeated events included} */
    synchronized long records() {
        return records;
    }

    /** {@return how many events there were, each once} */
    @Override
    public synchronized long events() {
        return seen.size();
    }

    @Override
    public synchronized Map<String, Long> eventsByType() {
        return new TreeMap<>(byType);
    }

    /** {@return how many facts came out of order} */
    synchronized long orderViolations() {
        return violations;
    }

    /** {@return the event streams with at least one fact} */
    synchronized Set<StreamId> streams() {
        return Set.copyOf(facts.keySet());
    }

    /** {@return how many different facts of an event stream there were} */
    synchronized long factsOf(StreamId of) {
        return facts.getOrDefault(of, new Facts(0, 0)).count();
    }
}
