package io.triskel.simulation.system;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.memory.InMemorySubscription;
import io.triskel.parking.ParkingLot.HeldLane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One consumer on one host: takes batches from the bus, settles them, and replays what was parked. */
final class Station {
    private final World world;
    private final Faults.Life life;
    private final EventConsumer consumer;
    private final BatchProcessor processor;
    private final ParkedReplay replay;
    private final InMemorySubscription subscription;

    Station(World world, Faults.Life life, EventConsumer.Builder builder) {
        this.world = world;
        this.life = life;
        this.consumer = builder.build();
        this.processor = BatchProcessor.of(consumer)
                .codec(world.codecs.events)
                .clock(world.clock)
                .pause(world.clock::advance)
                .build();
        this.replay = ParkedReplay.of(consumer)
                .codec(world.codecs.events)
                .clock(world.clock)
                .build();
        this.subscription =
                world.bus.subscribe(consumer.name(), world.redeliveryOf(consumer.name()), processor.subscription());
    }

    /** {@return a consumer with a parking lot, on what this host's faults leave of it} */
    static EventConsumer.Builder consumer(World world, Faults.Life life, String name) {
        EventConsumer.Builder builder = EventConsumer.named(name).parkingLot(world.lot(life));
        if (world.patient(name)) {
            builder.policy((event, failure, attempt) -> failure instanceof PortException
                    ? Decision.halt("a port failed")
                    : attempt < 3 ? Decision.retry() : Decision.park("failed " + attempt + " times: " + failure));
        }
        return builder;
    }

    /** Registers a handler and lets the ledger know what it has handled. */
    static void on(
            World world, EventConsumer.Builder builder, String name, EventType type, EventHandler<Object> handler) {
        Class<?> data = world.codecs.events.types().dataTypeOf(type).orElseThrow();
        world.ledger.subscribed(name, type);
        EventHandler<Object> noted = (event, handling) -> {
            world.ledger.handedOver(name, event.id());
            try {
                handler.handle(event, handling);
            } catch (IllegalStateException failure) {
                if (world.flaw != Flaw.FAILURES_ARE_ACKNOWLEDGED) {
                    throw failure;
                }
                return;
            }
            world.ledger.handled(name, event);
        };
        builder.on(type, data, noted);
    }

    String name() {
        return consumer.name();
    }

    /** {@return whether there was anything} */
    boolean work(int limit) {
        List<Delivery> batch = subscription.poll(limit);
        if (batch.isEmpty()) {
            return false;
        }
        Redelivery redelivery = subscription.redelivery();
        Settlement settlement = processor.process(batch, redelivery, soon());
        world.faults.before("settle", life);
        subscription.settle(settlement);
        if (!world.faults.stormy() && !settlement.complete()) {
            world.trace(name() + " left unsettled: "
                    + settlement.verdicts().get(settlement.firstUnsettled().getAsInt()));
            return false;
        }
        return true;
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofSeconds(5 + world.random.nextInt(60)), world.clock);
    }

    void replayDue(int limit) {
        note(replay.replayDue(world.clock.instant(), limit, soon()));
    }

    /** What an operator does: all lanes, due or not. */
    void replayAll(int limit) {
        for (HeldLane held : world.lot.held(name(), Optional.empty(), Integer.MAX_VALUE)) {
            note(replay.replay(held.lane(), limit, Deadline.in(Duration.ofMinutes(5), world.clock)));
        }
    }

    private void note(ReplayReport report) {
        if (report.handled() > 0) {
            world.happenings.add(Happening.LANE_WAS_REPLAYED);
        }
    }

    void abandon() {
        subscription.abandon();
    }

    boolean nothingParked() {
        return world.lot.held(name(), Optional.empty(), 1).isEmpty();
    }

    boolean drained() {
        return subscription.drained();
    }
}
