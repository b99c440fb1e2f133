package io.triskel.orders.aws.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.orders.run.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads all of the Kinesis stream as any consumer would, parents before children, and keeps books: what happened, each event
 * once, and whether the facts of each event stream came in the order in which they were committed.
 */
final class StreamLog {
    private static final int PAGE = 1000;
    private static final int PAGE_BYTES = 10 << 20;

    private final KinesisStream stream;
    private final RunLog log;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Long> positions = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final Set<EventId> seen = new HashSet<>();
    private final Map<String, Long> byType = new TreeMap<>();
    private final Map<StreamId, Facts> facts = new HashMap<>();
    private long records;
    private long violations;

    StreamLog(KinesisStream stream, RunLog log) {
        this.stream = stream;
        this.log = log;
    }

    /** What was seen of an event stream: its highest revision, and how many. */
    private record Facts(long last, long count) {}

    /** Reads what has come since, and tells how many records there were so far. */
    synchronized long read() {
        boolean further = true;
        while (further) {
            further = false;
            for (Shard shard : stream.shards()) {
                if (!finished.contains(shard.id()) && parentsDone(shard)) {
                    further |= read(shard);
                }
            }
        }
        return records;
    }

    private boolean parentsDone(Shard shard) {
        List<String> there = stream.shards().stream().map(Shard::id).toList();
        return shard.parents().stream().allMatch(parent -> finished.contains(parent) || !there.contains(parent));
    }

    private boolean read(Shard shard) {
        Shard.Page page = shard.read(positions.getOrDefault(shard.id(), 0L), PAGE, PAGE_BYTES);
        page.records().forEach(this::take);
        positions.put(shard.id(), page.next());
        if (page.atEnd()) {
            finished.add(shard.id());
        }
        return page.atEnd() || !page.records().isEmpty();
    }

    private void take(KinesisRecord record) {
        records++;
        JsonNode event;
        try {
            event = json.readTree(record.data());
        } catch (IOException notJson) {
            throw new UncheckedIOException("The stream has a record that is no JSON: " + record.ordinal(), notJson);
        }
        EventId id = new EventId(event.path("source").asText(), event.path("id").asText());
        if (!seen.add(id)) {
            return;
        }
        byType.merge(event.path("type").asText(), 1L, Long::sum);
        log.event(record::data);
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
    synchronized long events() {
        return seen.size();
    }

    synchronized Map<String, Long> eventsByType() {
        return new TreeMap<>(byType);
    }

    /** {@return how many facts came before or after their turn} */
    synchronized long orderViolations() {
        return violations;
    }

    /** {@return the event streams of which there was a fact} */
    synchronized Set<StreamId> streams() {
        return Set.copyOf(facts.keySet());
    }

    /** {@return how many different facts of an event stream there were} */
    synchronized long factsOf(StreamId of) {
        return facts.getOrDefault(of, new Facts(0, 0)).count();
    }
}
