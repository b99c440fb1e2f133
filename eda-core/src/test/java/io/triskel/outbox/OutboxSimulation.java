package io.triskel.outbox;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.RejectionCause;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Appenders, inline dispatchers and drainers on a few streams, in an order drawn from a seed, with a bus that rejects
 * and loses answers, dispatchers that crash between any two steps, and some that stall until others have taken over.
 * Then all is well for a while, and what the bus has received must be every event, per stream in revision order if
 * repeats are dropped. Each process may have a clock of its own that is wrong, so that live leases are stolen.
 */
final class OutboxSimulation {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Random random;
    private final Random clocks;
    private final Duration skew;
    private final InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private final TestBus bus = new TestBus();
    private final List<StreamId> streams = List.of(new StreamId("a"), new StreamId("b"), new StreamId("c"));
    private final EventReader reader;
    private final Outbox outbox;
    private final UnaryOperator<EventPublisher> publisherMutant;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean troubled = true;
    private int depth;

    OutboxSimulation(
            long seed,
            Duration skew,
            UnaryOperator<EventReader> readerMutant,
            UnaryOperator<Outbox> outboxMutant,
            UnaryOperator<EventPublisher> publisherMutant) {
        this.random = new Random(seed);
        this.clocks = new Random(seed * 31 + 7);
        this.skew = skew;
        this.reader = readerMutant.apply(store);
        this.outbox = new Crashing(outboxMutant.apply(store));
        this.publisherMutant = publisherMutant;
    }

    static OutboxSimulation right(long seed) {
        return right(seed, Duration.ZERO);
    }

    static OutboxSimulation right(long seed, Duration skew) {
        return new OutboxSimulation(
                seed, skew, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** The end of a process: nothing of it runs any more, least of all what would tidy up. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** {@return what went wrong; empty if all is as promised} */
    Optional<String> run() {
        bus.answer = event -> answer();
        bus.before = this::stall;
        List<Dispatcher> processes = new ArrayList<>(List.of(process(), process(), process()));
        for (int step = 0; step < 60; step++) {
            int which = random.nextInt(processes.size());
            try {
                step(processes.get(which));
            } catch (Crash crash) {
                processes.set(which, process());
            }
        }
        troubled = false;
        for (int round = 0; round < 20; round++) {
            now = now.plus(Duration.ofMinutes(2));
            processes.get(round % processes.size()).drain(10, inAnHour());
        }
        return violation();
    }

    private void step(Dispatcher process) {
        StreamId stream = streams.get(random.nextInt(streams.size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> Facts.commit(store, stream, 1 + random.nextInt(5));
            case 2, 3 -> process.dispatch(stream, inAnHour());
            case 4 -> process.drain(1 + random.nextInt(4), inAnHour());
            default -> now = now.plusSeconds(random.nextInt(20));
        }
    }

    private Deadline inAnHour() {
        return Deadline.in(Duration.ofHours(1), () -> now);
    }

    /** A process of its own, with its own clock and memory of withheld keys, on the shared store and bus. */
    private Dispatcher process() {
        Duration wrongBy = Duration.ofMillis(clocks.nextLong(-skew.toMillis(), skew.toMillis() + 1));
        InstantSource clock = () -> now.plus(wrongBy);
        OrderedPublisher ordered =
                OrderedPublisher.builder(bus, Facts.codec()).clock(clock).build();
        EventPublisher mortal = new CrashingPublisher(publisherMutant.apply(ordered));
        return Dispatcher.builder(reader, outbox, mortal)
                .clock(clock)
                .lease(LEASE)
                .pause(time -> now = now.plus(time))
                .build();
    }

    private boolean happens(int percent) {
        return troubled && random.nextInt(100) < percent;
    }

    private void crashNowAndThen() {
        if (happens(4)) {
            throw new Crash();
        }
    }

    private BusResult answer() {
        if (happens(15)) {
            return BusResult.failed(
                    random.nextBoolean() ? RejectionCause.THROTTLED : RejectionCause.UNKNOWN, "trouble");
        }
        return BusResult.ok("p");
    }

    /** While one process hangs in a request its lease runs out, or seems to, and another one does the same work. */
    private void stall() {
        if (depth == 0 && happens(10)) {
            depth++;
            now = now.plus(LEASE).minus(skew.isZero() ? skew : Duration.ofSeconds(random.nextInt(30)));
            try {
                process().drain(3, inAnHour());
            } catch (Crash crash) {
                // The other one is gone; the one that hung goes on.
            }
            depth--;
        }
    }

    private Optional<String> violation() {
        for (StreamId stream : streams) {
            long last = store.read(stream, 0, 1).lastRevision();
            List<Long> firsts = bus.revisionsOf(stream).stream().distinct().toList();
            for (int i = 0; i < firsts.size(); i++) {
                if (firsts.get(i) != i + 1) {
                    return Optional.of("order of " + stream + ": " + firsts);
                }
            }
            if (firsts.size() != last) {
                return Optional.of("lost of " + stream + ": " + firsts.size() + " of " + last + " arrived");
            }
        }
        return Optional.empty();
    }

    /** Dies before or after a step is done. */
    private final class Crashing implements Outbox {
        private final Outbox inner;

        Crashing(Outbox inner) {
            this.inner = inner;
        }

        @Override
        public List<StreamId> dirty(int bucket, Instant at, int limit) {
            return inner.dirty(bucket, at, limit);
        }

        @Override
        public Optional<DispatchLease> lease(StreamId stream, Instant at, Duration duration) {
            Optional<DispatchLease> lease = inner.lease(stream, at, duration);
            crashNowAndThen();
            return lease;
        }

        @Override
        public boolean advance(DispatchLease lease, long dispatchedTo) {
            crashNowAndThen();
            boolean advanced = inner.advance(lease, dispatchedTo);
            crashNowAndThen();
            return advanced;
        }

        @Override
        public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
            crashNowAndThen();
            Finish finish = inner.finish(lease, dispatchedTo, commits);
            crashNowAndThen();
            return finish;
        }

        @Override
        public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
            crashNowAndThen();
            boolean held = inner.putOff(lease, dispatchedTo, dirtyFrom);
            crashNowAndThen();
            return held;
        }
    }

    /** Dies when the bus has what was published and nobody has recorded it. */
    private final class CrashingPublisher implements EventPublisher {
        private final EventPublisher inner;

        CrashingPublisher(EventPublisher inner) {
            this.inner = inner;
        }

        @Override
        public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
            CompletionStage<PublishReport> report = inner.publish(events, deadline);
            crashNowAndThen();
            return report;
        }

        @Override
        public void resume(OrderingKey key) {
            inner.resume(key);
        }

        @Override
        public EventPublisher withOwnWithholding() {
            return new CrashingPublisher(inner.withOwnWithholding());
        }
    }
}
