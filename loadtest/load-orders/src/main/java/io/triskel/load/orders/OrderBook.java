package io.triskel.load.orders;

import io.triskel.event.StreamId;
import io.triskel.load.path.BrokerStages;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Stamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The state of each order of a run: when it was placed, which of its facts the bus has delivered, and how it must end. Safe for
 * threads. An order takes some 500 bytes, even after its end, since a duplicate or a contradiction of its end must be noticed.
 */
final class OrderBook {
    private static final String ORDERS = "order-";

    private final long run;
    private final LoadPath.Arrived arrived;
    private final BrokerStages broker;
    private final Map<OrderId, Entry> orders = new ConcurrentHashMap<>();
    private final Map<Fact, LongAdder> endings = new EnumMap<>(Fact.class);
    private final LongAdder wrong = new LongAdder();
    private final LongAdder doubled = new LongAdder();

    /**
     * Creates an empty one.
     *
     * @param arrived notified of each finished order, and of its stages
     * @param broker notified when the broker took the fact that an order is placed
     */
    OrderBook(long run, LoadPath.Arrived arrived, BrokerStages broker) {
        this.run = run;
        this.broker = broker;
        this.arrived = arrived;
        Fact.ENDINGS.forEach(ending -> endings.put(ending, new LongAdder()));
    }

    /** One order. Its lock is the object itself. */
    private static final class Entry {
        private final Fact must;
        private final long intended;
        private long sent;
        private final Map<Fact, Came> facts = new EnumMap<>(Fact.class);
        private long highest;
        private boolean settled;

        Entry(Fact must, long intended) {
            this.must = must;
            this.intended = intended;
        }
    }

    /** The delivery of a fact. */
    private record Came(long revision, long at) {}

    /** Notes that an order is being placed, for the first time or again. */
    void placing(OrderId order, Fact must, long intended, long sent) {
        Entry entry = orders.computeIfAbsent(order, first -> new Entry(must, intended));
        synchronized (entry) {
            entry.sent = sent;
        }
    }

    /**
     * Notes a fact that came.
     *
     * @param stream the stream that has it, named after a kind and its order
     * @param revision its place in the stream
     * @param now by the clock of the run
     * @param accepted when the broker took it, if its delivery says so
     */
    void came(Fact fact, StreamId stream, long revision, long now, Optional<Instant> accepted) {
        Optional<OrderId> about =
                OrderId.of(stream.value().substring(stream.value().indexOf('-') + 1));
        if (about.isEmpty()) {
            // The order is not one of a load test.
            return;
        }
        Entry entry = orders.get(about.get());
        if (entry != null) {
            synchronized (entry) {
                came(about.get(), entry, fact, stream, new Came(revision, now), accepted);
            }
        } else if (about.get().run() != run && fact.isEnding()) {
            settled(about.get(), 0, 0, true);
        }
    }

    private void came(OrderId order, Entry entry, Fact fact, StreamId stream, Came came, Optional<Instant> accepted) {
        Came before = entry.facts.putIfAbsent(fact, came);
        if (before != null) {
            if (before.revision() != came.revision()) {
                doubled.increment();
            } else if (fact.isEnding()) {
                settled(order, entry.intended, entry.sent, fact == entry.must);
            }
            return;
        }
        if (stream.value().startsWith(ORDERS)) {
            if (came.revision() < entry.highest) {
                arrived.overtaken(0);
            }
            entry.highest = Math.max(entry.highest, came.revision());
        }
        stages(entry, fact, came.at(), accepted);
        if (fact.isEnding()) {
            end(order, entry, fact);
        }
    }

    /** The facts of an order are on streams of several services and may overtake each other, so a stage may be below zero. */
    private void stages(Entry entry, Fact fact, long now, Optional<Instant> accepted) {
        if (fact == Fact.PLACED) {
            arrived.passed(fact.stage(), entry.intended, now - entry.sent);
            accepted.ifPresent(taken -> broker.noted(arrived, entry.intended, entry.sent, taken, now, now));
        }
        fact.before().ifPresent(before -> stage(entry, before, fact));
        fact.after().ifPresent(after -> stage(entry, fact, after));
    }

    private void stage(Entry entry, Fact from, Fact to) {
        Came began = entry.facts.get(from);
        Came ended = entry.facts.get(to);
        if (began != null && ended != null) {
            arrived.passed(to.stage(), entry.intended, ended.at() - began.at());
        }
    }

    private void end(OrderId order, Entry entry, Fact ending) {
        if (entry.settled) {
            // It already ended differently.
            doubled.increment();
            return;
        }
        entry.settled = true;
        endings.getOrDefault(ending, new LongAdder()).increment();
        if (ending != entry.must) {
            wrong.increment();
        }
        settled(order, entry.intended, entry.sent, ending == entry.must);
    }

    private void settled(OrderId order, long intended, long sent, boolean asItMust) {
        arrived.arrived(0, new Stamp(order.run(), order.customer(), order.number(), intended, sent, 0), asItMust);
    }

    /** {@return how many orders have ended like that} */
    long ended(Fact ending) {
        return endings.getOrDefault(ending, new LongAdder()).sum();
    }

    /** {@return how many orders did not end as they must} */
    long wrong() {
        return wrong.sum();
    }

    /** {@return how many facts were duplicates or contradicted the end of their order} */
    long doubled() {
        return doubled.sum();
    }
}
