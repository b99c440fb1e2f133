package io.triskel.hosting.operation;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.ParkedReplay;
import io.triskel.event.Deadline;
import io.triskel.hosting.operation.Past.BusReading;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Reads a bus from its oldest event on, for one consumer of this process. It skips events that cannot be read. */
final class BusFeed implements AutoCloseable {
    private static final int PAGE = 500;
    /** The most time of one reading, after which its caller may look around. */
    static final Duration RUN = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final EventCodec codec;
    private final InstantSource clock;
    private final String consumer;
    private final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final ParkedReplay replay;
    private final BusReading bus;
    private final Set<String> unreadable = new HashSet<>();
    private final AtomicReference<Optional<RuntimeException>> failure;

    private BusFeed(
            EventCodec codec,
            InstantSource clock,
            EventConsumer.Builder consumer,
            AtomicReference<Optional<RuntimeException>> failure,
            Past past) {
        this.codec = codec;
        this.clock = clock;
        this.failure = failure;
        EventConsumer built = consumer.parkingLot(lot)
                .policy((event, thrown, attempt) -> Decision.halt("the feed is interrupted"))
                .build();
        this.consumer = built.name();
        replay = ParkedReplay.of(built).codec(codec).clock(clock).build();
        bus = past.bus(BatchProcessor.of(built).codec(codec).clock(clock).build(), codec);
    }

    /** Declares the handlers of a feed; a handler that they pass through {@code guard} ends the feed if it fails. */
    interface Handlers {
        void declare(EventConsumer.Builder consumer, Guard guard);
    }

    /** Makes a handler's failure the feed's. */
    interface Guard {
        <E> EventHandler<E> around(EventHandler<E> handler);
    }

    static BusFeed of(EventCodec codec, InstantSource clock, String name, Handlers handlers, Past past) {
        AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());
        EventConsumer.Builder consumer = EventConsumer.named(name, codec);
        handlers.declare(consumer, new Guard() {
            @Override
            public <E> EventHandler<E> around(EventHandler<E> handler) {
                return (event, handling) -> {
                    try {
                        handler.handle(event, handling);
                    } catch (RuntimeException failed) {
                        failure.compareAndSet(Optional.empty(), Optional.of(failed));
                        throw failed;
                    }
                };
            }
        });
        return new BusFeed(codec, clock, consumer, failure, past);
    }

    /**
     * Reads until everything that was published has been handled.
     *
     * @return why the end was not reached by the deadline; empty if it was
     */
    Optional<String> readToEnd(Deadline deadline) {
        BusReading.Run last = read(deadline);
        while (!isAtEnd(last)) {
            if (deadline.passed(clock)) {
                return Optional.of("the bus was not read to its end in time"
                        + last.problem().map(why -> ": " + why).orElse(""));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            last = read(deadline);
        }
        return Optional.empty();
    }

    private boolean isAtEnd(BusReading.Run last) {
        return last.caughtUp() && lot.size() == 0;
    }

    /** Reads on for some seconds. {@return whether everything that was published has been handled} */
    boolean readSome(Deadline deadline) {
        return isAtEnd(read(deadline));
    }

    private BusReading.Run read(Deadline deadline) {
        Deadline first = deadline.orEarlier(Deadline.in(RUN, clock));
        BusReading.Run run = bus.run(first);
        failure.get().ifPresent(failed -> {
            throw failed;
        });
        passUnreadable(first);
        return run;
    }

    /** Discards unreadable events, so that the events after them are handled. */
    private void passUnreadable(Deadline deadline) {
        for (HeldLane held : lot.held(consumer, Optional.empty(), PAGE)) {
            Lane lane = held.lane();
            for (ParkedEvent parked : lot.list(consumer, lane, Optional.empty(), PAGE)) {
                if (!isReadable(parked) && replay.discard(lane, parked.event(), "it cannot be read")) {
                    unreadable.add(parked.position());
                }
            }
            var unused = replay.replay(lane, PAGE, deadline);
        }
    }

    private boolean isReadable(ParkedEvent parked) {
        try {
            return (parked.wire().attributes().isEmpty()
                            ? codec.decode(parked.wire().body())
                            : codec.decodeBinary(parked.wire()))
                    .id()
                    .equals(parked.event());
        } catch (RuntimeException undecodable) {
            return false;
        }
    }

    /** {@return the positions of records that could not be read} */
    Set<String> unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        bus.close();
    }
}
