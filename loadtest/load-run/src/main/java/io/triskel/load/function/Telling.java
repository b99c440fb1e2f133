package io.triskel.load.function;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.load.path.LoadEvents;
import io.triskel.publish.EventBus;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishFailedException;
import io.triskel.publish.RepeatingPublisher;
import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The handler inside a function under load. It notes when each event was handled, and reports each invocation over a separate bus before
 * the invocation ends. A process has one; invocations may run side by side, each on its own thread.
 */
public final class Telling {
    /** The consumer's name. */
    public static final String CONSUMER = "load";

    /**
     * The environment variable of function and generator that names the bus for reports: a stream, hub or topic. Without it nothing is
     * reported.
     */
    public static final String REPORTS = "TRISKEL_LOAD_REPORTS";

    /** The largest event that a workload may have, in bytes. */
    public static final int LARGEST = 1 << 20;

    private static final String SOURCE = "/load/function";
    private static final Duration TIME = Duration.ofSeconds(10);

    /** The invocation of each thread. */
    private static final ThreadLocal<Invocation> CURRENT = new ThreadLocal<>();

    private final Optional<RepeatingPublisher> reports;
    private final InstantSource clock;
    private final String instance = UUID.randomUUID().toString();
    private final Instant processStarted;
    private final AtomicLong invocations = new AtomicLong();
    private final AtomicLong initMicros = new AtomicLong(-1);
    private final AtomicLong lastTellingMicros = new AtomicLong();

    /**
     * Creates it.
     *
     * @param bus takes the reports; without one, events are handled and nothing is reported
     * @param processStarted when this process began
     */
    Telling(Optional<EventBus> bus, InstantSource clock, Instant processStarted) {
        this.reports = bus.map(to -> RepeatingPublisher.of(
                OrderedPublisher.builder(to, InvocationReport.CODEC)
                        .clock(clock)
                        .build(),
                clock,
                Waiter.blocking()));
        this.clock = clock;
        this.processStarted = processStarted;
    }

    /** {@return one in this process, by the machine's clock} */
    public static Telling inThisProcess(Optional<EventBus> bus) {
        Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return new Telling(bus, InstantSource.system(), started);
    }

    /** The events handled since an invocation began. */
    private record Invocation(long number, long startedMicros, OrderingKey key, List<InvocationReport.Seen> seen) {}

    /** {@return the processor of a batch, to be called between {@link #begin} and {@link #end}, on the same thread} */
    public BatchProcessor processor() {
        return processor(this::note);
    }

    /**
     * {@return a processor for functions that are called with one event: each is an invocation by itself} Each report has the event's own
     * key, so that many can be sent side by side.
     */
    public BatchProcessor oneByOne() {
        return processor((event, handling) -> {
            begin(event.key().orElse(InvocationReport.KEY));
            note(event, handling);
            end();
        });
    }

    private static BatchProcessor processor(EventHandler<LoadEvents.Data> handler) {
        return BatchProcessor.of(EventConsumer.named(CONSUMER)
                        .on(LoadEvents.TYPE, LoadEvents.Data.class, handler)
                        .build())
                .codec(LoadEvents.codec(LARGEST))
                .build();
    }

    /** Begins an invocation on this thread. */
    public void begin() {
        begin(InvocationReport.KEY);
    }

    private void begin(OrderingKey key) {
        long now = micros();
        initMicros.compareAndSet(-1, Math.max(0, now - micros(processStarted)));
        CURRENT.set(new Invocation(invocations.getAndIncrement(), now, key, new ArrayList<>()));
    }

    private void note(Envelope<LoadEvents.Data> event, Handling handling) {
        boolean intact = LoadEvents.stamp(event)
                .map(stamp -> LoadEvents.isIntact(event, stamp))
                .orElse(false);
        long accepted = handling.acceptedAt().map(Telling::micros).orElse(0L);
        CURRENT.get().seen().add(new InvocationReport.Seen(event.data().stamp(), intact, micros(), accepted));
    }

    /**
     * Ends this thread's invocation.
     *
     * @throws PublishFailedException if it could not be reported: the events must be redelivered, or they would count as lost
     */
    public void end() {
        Invocation ended = CURRENT.get();
        CURRENT.remove();
        if (reports.isPresent() && !ended.seen().isEmpty()) {
            long began = micros();
            tell(reports.get(), ended);
            lastTellingMicros.set(micros() - began);
        }
    }

    private void tell(RepeatingPublisher to, Invocation ended) {
        List<Envelope<?>> parts = new ArrayList<>();
        for (int from = 0; from < ended.seen().size(); from += InvocationReport.MOST) {
            int end = Math.min(ended.seen().size(), from + InvocationReport.MOST);
            parts.add(part(ended, parts.size(), ended.seen().subList(from, end)));
        }
        to.publish(parts, Deadline.in(TIME, clock));
    }

    private Envelope<InvocationReport> part(Invocation of, int part, List<InvocationReport.Seen> seen) {
        return Envelope.of(
                        new EventId(SOURCE, instance + "-" + of.number() + "-" + part),
                        InvocationReport.TYPE,
                        new InvocationReport(
                                instance,
                                of.number(),
                                part,
                                of.startedMicros(),
                                initMicros.get(),
                                lastTellingMicros.get(),
                                seen))
                .withKey(of.key());
    }

    private long micros() {
        return micros(clock.instant());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
