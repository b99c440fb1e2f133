package io.triskel.orders.memory;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.StreamId;
import io.triskel.hosting.Heartbeat;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.orders.run.Books;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what happens in a run; an event counts once, however often it is published, and a heartbeat does not count. */
final class Tally implements Observer, Books {
    private final Consumer<Envelope<?>> log;
    private final Set<EventId> seen = new HashSet<>();
    private final Map<String, Long> eventsByType = new TreeMap<>();
    private final Map<StreamId, Long> revisions = new HashMap<>();
    private final LongAdder settled = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private long violations;
    private long refused;
    private long parked;

    Tally(Consumer<Envelope<?>> log) {
        this.log = log;
    }

    @Override
    public synchronized void published(Envelope<?> event, EventOutcome outcome, Duration took) {
        if (event.type().equals(Heartbeat.TYPE)) {
            return;
        }
        if (outcome == EventOutcome.ACCEPTED && count(event) && event.pattern() instanceof EventKind.Sourced fact) {
            ordered(fact);
        }
        if (outcome.isRejected()) {
            refused++;
        }
    }

    private boolean count(Envelope<?> event) {
        boolean first = seen.add(event.id());
        if (first) {
            eventsByType.merge(event.type().wire(), 1L, Long::sum);
            log.accept(event);
        }
        return first;
    }

    private void ordered(EventKind.Sourced fact) {
        long before = revisions.getOrDefault(fact.stream(), 0L);
        if (fact.revision() != before + 1) {
            violations++;
        }
        revisions.put(fact.stream(), Math.max(before, fact.revision()));
    }

    @Override
    public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
        if (!verdict.isUnsettled()) {
            settled.increment();
        }
        if (verdict == EventOutcome.DUPLICATE) {
            duplicates.increment();
        }
        if (!event.type().equals(Heartbeat.TYPE) && !(event.pattern() instanceof EventKind.Sourced)) {
            arrived(event);
        }
    }

    /**
     * A command may be on the bus though its publisher never learned that, and the reply spares it another attempt. An outbox publishes a
     * fact until it learns it.
     */
    private synchronized void arrived(Envelope<?> event) {
        boolean unused = count(event);
    }

    @Override
    public synchronized void parked(String consumer, EventId event, String reason) {
        parked++;
    }

    @Override
    public long read() {
        return events();
    }

    @Override
    public synchronized long events() {
        return seen.size();
    }

    synchronized boolean hasSeen(EventId event) {
        return seen.contains(event);
    }

    /** {@return how many facts were published before or after their turn in their event stream} */
    synchronized long orderViolations() {
        return violations;
    }

    /** {@return how often the bus refused an event, or left open whether it took the event} */
    synchronized long refused() {
        return refused;
    }

    @Override
    public synchronized Map<String, Long> eventsByType() {
        return new TreeMap<>(eventsByType);
    }

    /** {@return how many deliveries were settled} */
    long settled() {
        return settled.sum();
    }

    long duplicates() {
        return duplicates.sum();
    }

    /** {@return how many events were ever parked, also if they were replayed since} */
    synchronized long parkedEver() {
        return parked;
    }
}
