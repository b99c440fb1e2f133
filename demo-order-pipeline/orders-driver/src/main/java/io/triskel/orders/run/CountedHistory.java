package io.triskel.orders.run;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.projection.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts while a history is read: its events, and the facts that may happen once and happened again. */
final class CountedHistory implements History {
    /**
     * Types of which an order has one fact at most, however often the event comes. Releases and refunds are not counted: a
     * repeated request for one is answered by a further fact, without effect.
     */
    private static final Set<String> ONCE = Set.of(
            "orders.order-placed.v1",
            "orders.order-confirmed.v1",
            "orders.order-rejected.v1",
            "orders.order-cancelled.v1",
            "orders.order-shipped.v1",
            "orders.stock-reserved.v1",
            "orders.payment-charged.v1");

    private final History history;
    private final Set<EventId> seen = new HashSet<>();
    private final Map<Fact, Long> facts = new HashMap<>();
    private long read;

    CountedHistory(History history) {
        this.history = history;
    }

    /** Reads to the end. */
    void readAll(int limit) {
        Optional<String> after = Optional.empty();
        do {
            after = read(after, limit).next();
        } while (after.isPresent());
    }

    private record Fact(String type, StreamId stream) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Fact fact && stream.equals(fact.stream) && type.equals(fact.type);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + stream.hashCode();
        }
    }

    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        Page<Envelope<?>> page = history.read(after, limit);
        page.items().forEach(this::count);
        return page;
    }

    private void count(Envelope<?> event) {
        read++;
        // A repeated event is one fact.
        if (event.pattern() instanceof EventKind.Sourced sourced
                && ONCE.contains(event.type().wire())
                && seen.add(event.id())) {
            facts.merge(new Fact(event.type().wire(), sourced.stream()), 1L, Long::sum);
        }
    }

    /** {@return how many events were read, repeated ones included} */
    long read() {
        return read;
    }

    /** {@return how many facts there were beyond the one allowed} */
    long doubled() {
        return facts.values().stream().mapToLong(count -> count - 1).sum();
    }
}
