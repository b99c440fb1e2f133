package io.triskel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.DispatchReport;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Two drainers on a few streams, to which somebody appends meanwhile. */
final class TwoDrainers {
    private static final List<StreamId> STREAMS = List.of(new StreamId("a"), new StreamId("b"), new StreamId("c"));

    private final Turns turns;
    private final ManualClock clock = ManualClock.atNewYear();
    private final InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private final ClockFunctionsTest.SharedBus bus;
    private final List<Dispatcher> drainers = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    TwoDrainers(long seed, boolean right) {
        turns = new Turns(seed);
        bus = new ClockFunctionsTest.SharedBus(turns, seed);
        EventReader reader = turns.shared(EventReader.class, store);
        Outbox outbox = turns.shared(Outbox.class, right ? store : skipping(store));
        for (int i = 0; i < 2; i++) {
            drainers.add(Dispatcher.builder(reader, outbox, bus.publisher())
                    .clock(clock)
                    .lease(Duration.ofSeconds(30))
                    .pause(time -> {})
                    .build());
        }
    }

    /** A stream's second lease believes that one event more was published. */
    private static Outbox skipping(Outbox real) {
        Set<Object> leased = new HashSet<>();
        return Around.port(Outbox.class, real, (method, args, call) -> {
            Object result = call.make();
            if (result instanceof Optional<?> lease
                    && lease.isPresent()
                    && lease.get() instanceof DispatchLease right
                    && !leased.add(args[0])) {
                return Optional.of(
                        new DispatchLease(right.stream(), right.fence(), right.dispatchedTo() + 1, right.until()));
            }
            return result;
        });
    }

    Optional<String> run() {
        STREAMS.forEach(stream -> append(stream, 3));
        turns.run(List.of(
                () -> drain(drainers.get(0)),
                () -> drain(drainers.get(1)),
                () -> STREAMS.forEach(stream -> {
                    turns.pass();
                    append(stream, 2);
                })));
        bus.troubled = false;
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofMinutes(2));
            drain(drainers.get(i % 2));
        }
        STREAMS.forEach(this::check);
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private void append(StreamId stream, int count) {
        long last = store.read(stream, 0, 1).lastRevision();
        List<Envelope<?>> events = new ArrayList<>();
        for (long revision = last + 1; revision <= last + count; revision++) {
            events.add(Envelope.of(
                    new EventId("/" + stream, "e" + revision), Script.TYPE, new Script.Happened((int) revision)));
        }
        assertThat(store.append(stream, Expectation.exactly(last), events, new CommandId("c" + last)))
                .isInstanceOf(AppendResult.Committed.class);
    }

    private void drain(Dispatcher drainer) {
        drainer.drain(10, Deadline.in(Duration.ofMinutes(1), clock)).streams().stream()
                .filter(report -> report.ending() == DispatchReport.Ending.PORT_FAILED)
                .forEach(report -> wrong.add("draining: " + report));
    }

    private void check(StreamId stream) {
        List<Long> firsts = bus.received.stream()
                .map(event -> (EventKind.Sourced) event.pattern())
                .filter(fact -> fact.stream().equals(stream))
                .map(EventKind.Sourced::revision)
                .distinct()
                .toList();
        if (!firsts.equals(LongStream.rangeClosed(1, 5).boxed().toList())) {
            wrong.add(stream + " published " + firsts);
        }
    }
}
