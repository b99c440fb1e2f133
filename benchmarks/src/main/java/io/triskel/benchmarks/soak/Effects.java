package io.triskel.benchmarks.soak;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Appends a batch's events of a key to the key's stream, without those that are in the stream already. Events are appended in
 * the order in which they come, since the ledger judges the order.
 */
final class Effects {
    private static final int MOST = 99;

    private final EventStore store;

    Effects(EventStore store) {
        this.store = store;
    }

    void write(String key, List<Envelope<?>> events) {
        for (int from = 0; from < events.size(); from += MOST) {
            append(Numbered.stream(EveryEvent.NAME, key), events.subList(from, Math.min(from + MOST, events.size())));
        }
    }

    /** Without faults, the number of the first event is the stream's revision, and one append is enough. */
    private void append(StreamId stream, List<Envelope<?>> events) {
        List<Envelope<?>> left = distinct(events);
        int revision = Numbered.of(left.get(0)).number();
        while (!left.isEmpty()) {
            AppendResult result = store.append(stream, Expectation.exactly(revision), left, command(left));
            if (!(result instanceof AppendResult.Conflict)) {
                return;
            }
            Set<Integer> there = new HashSet<>();
            revision = numbers(stream, there);
            left = left.stream()
                    .filter(event -> !there.contains(Numbered.of(event).number()))
                    .toList();
        }
    }

    /** A record may come twice in one batch. */
    private static List<Envelope<?>> distinct(List<Envelope<?>> events) {
        Set<Integer> seen = new HashSet<>();
        return events.stream()
                .filter(event -> seen.add(Numbered.of(event).number()))
                .toList();
    }

    private int numbers(StreamId stream, Set<Integer> into) {
        int revision = 0;
        boolean more = true;
        while (more) {
            EventPage page = store.read(stream, revision, 1_000);
            page.events().forEach(event -> into.add(Numbered.of(event).number()));
            revision += page.events().size();
            more = page.more();
        }
        return revision;
    }

    private static CommandId command(List<Envelope<?>> events) {
        int first = Numbered.of(events.get(0)).number();
        int last = Numbered.of(events.get(events.size() - 1)).number();
        return new CommandId(first + "-" + last + "-" + events.size());
    }
}
