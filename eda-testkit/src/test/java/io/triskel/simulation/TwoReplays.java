package io.triskel.simulation;

import io.triskel.codec.WireEvent;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.inbox.Inbox;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two replays of a few lanes that are due, behind which more events queue meanwhile. */
final class TwoReplays {
    private static final String CONSUMER = "replaying";
    private static final List<String> LANES = List.of("a", "b", "c");
    private static final int EVENTS = 3;

    private final Turns turns;
    private final ManualClock clock = ManualClock.atNewYear();
    private final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final List<ParkedReplay> replays = new ArrayList<>();
    private final List<String> handled = new ArrayList<>();
    private ReplayReport all = ReplayReport.none();

    TwoReplays(long seed, boolean withInbox, boolean exclusive) {
        turns = new Turns(seed);
        Inbox inbox = new InMemoryInbox();
        ParkingLot shared = turns.shared(ParkingLot.class, exclusive ? lot : unleased(lot));
        EventConsumer.Builder consumer = EventConsumer.named(CONSUMER)
                .on(Script.TYPE, Script.Happened.class, (event, handling) -> {
                    turns.pass();
                    handled.add(event.id().id());
                })
                .parkingLot(shared);
        if (withInbox) {
            consumer.inbox(turns.shared(Inbox.class, inbox));
        }
        for (int i = 0; i < 2; i++) {
            replays.add(ParkedReplay.of(consumer.build())
                    .codec(Script.CODEC)
                    .clock(clock)
                    .build());
        }
    }

    /** Gives a lane to whoever asks, all under one fence. */
    private static ParkingLot unleased(InMemoryParkingLot real) {
        Map<Object, Object> leases = new HashMap<>();
        return Around.port(ParkingLot.class, real, (method, args, call) -> {
            if (!method.getName().equals("lease")) {
                return call.make();
            }
            Object lease = call.make();
            if (lease instanceof Optional<?> taken && taken.isPresent()) {
                leases.put(args[1], lease);
                return lease;
            }
            return leases.getOrDefault(args[1], Optional.<LaneLease>empty());
        });
    }

    Optional<String> run() {
        LANES.forEach(lane -> parkOne(lane, 1));
        turns.run(List.of(() -> replay(0), () -> replay(1), () -> {
            for (int number = 2; number <= EVENTS; number++) {
                for (String lane : LANES) {
                    turns.pass();
                    arrive(lane, number);
                }
            }
        }));
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofMinutes(5));
            replay(i % 2);
        }
        return check();
    }

    private void replay(int host) {
        ReplayReport report =
                replays.get(host).replayDue(clock.instant(), 100, Deadline.in(Duration.ofMinutes(1), clock));
        all = all.plus(report);
    }

    private void parkOne(String lane, int number) {
        lot.park(parked(lane, number, Optional.of(clock.instant())));
    }

    /** As a delivery does: it queues behind what is parked, or is handled at once. */
    private void arrive(String lane, int number) {
        if (lot.parkBehind(parked(lane, number, Optional.empty())).equals(ParkResult.open())) {
            handled.add(id(lane, number));
        }
    }

    private static String id(String lane, int number) {
        return lane + number;
    }

    private ParkedEvent parked(String lane, int number, Optional<Instant> due) {
        Envelope<?> event = Envelope.of(
                        new EventId("/test", id(lane, number)), Script.TYPE, new Script.Happened(number))
                .withKey(new OrderingKey(lane));
        return new ParkedEvent(
                CONSUMER,
                Lane.of(lane),
                event.id(),
                WireEvent.structured(Script.CODEC.encode(event)),
                "1",
                "test",
                1,
                clock.instant(),
                due);
    }

    private Optional<String> check() {
        List<String> wrong = new ArrayList<>();
        for (String lane : LANES) {
            List<String> ofLane =
                    handled.stream().filter(id -> id.startsWith(lane)).toList();
            if (!ofLane.equals(List.of(id(lane, 1), id(lane, 2), id(lane, 3)))) {
                wrong.add("handled of lane " + lane + ": " + ofLane);
            }
        }
        if (lot.size() > 0 || !lot.held(CONSUMER, Optional.empty(), 10).isEmpty()) {
            wrong.add("left are lanes " + lot.held(CONSUMER, Optional.empty(), 10));
        }
        if (all.portFailures() + all.failed() > 0) {
            wrong.add("reported: " + all);
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }
}
