package io.triskel.simulation.system;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When all is well again: every host does all that it has to do, an operator helps, and in the end nothing is left. */
final class Calm {
    private static final int BATCHES = 200;

    private final World world;

    Calm(World world) {
        this.world = world;
    }

    void round(Host host) {
        world.client.sendAll(host);
        world.application.decide(host);
        host.answerLate();
        host.drain(100);
        for (Station station : host.stations()) {
            for (int i = 0; i < BATCHES && station.work(50); i++) {}
            station.replayAll(100);
        }
        host.tick(100);
        host.sagas().forEach(this::help);
        if (host.view().rebuilding()) {
            host.view().rebuild(100);
        }
    }

    private void help(SagaRunner<?> saga) {
        world.sagas.all(saga.name()).stream()
                .filter(row -> row.status() instanceof SagaStatus.Stuck)
                .forEach(row -> {
                    world.happenings.add(Happening.SAGA_WAS_STUCK);
                    saga.resume(row.ref().instance());
                });
    }

    private Optional<String> parked(String consumer) {
        return world.lot.held(consumer, Optional.empty(), 1).stream()
                .findFirst()
                .map(HeldLane::lane)
                .map(lane -> consumer + " has parked " + lane + ": "
                        + world.lot.list(consumer, lane, Optional.empty(), 1).stream()
                                .map(event -> event.event() + ", " + event.reason())
                                .findFirst()
                                .orElse("nothing is in it"));
    }

    private List<SagaRow> rows() {
        return List.of("fulfilment", GiftWrapping.NAME, Billing.NAME).stream()
                .flatMap(saga -> world.sagas.all(saga).stream())
                .toList();
    }

    /** {@return what there is still to do, if anything} */
    Optional<String> restless(Host host) {
        if (world.client.waits()) {
            return Optional.of("the client waits for an answer");
        }
        if (world.application.waits()) {
            return Optional.of("the application has something to publish");
        }
        if (!world.late.isEmpty()) {
            return Optional.of("a participant owes an answer");
        }
        for (int bucket = 0; bucket < Outbox.BUCKETS; bucket++) {
            List<StreamId> dirty = world.store.dirty(bucket, Instant.MAX, 1);
            if (!dirty.isEmpty()) {
                return Optional.of(dirty + " is not published");
            }
        }
        for (Station station : host.stations()) {
            if (!station.drained()) {
                return Optional.of(station.name() + " is not at the end of the bus");
            }
            Optional<String> parked = parked(station.name());
            if (parked.isPresent()) {
                return parked;
            }
        }
        return rows().stream()
                .filter(row -> !(row.status() instanceof SagaStatus.Ended)
                        || row.nextWake().isPresent()
                        || row.sendAfter().isPresent())
                .findFirst()
                .map(row -> "a saga is not at its end: " + row)
                .or(() -> world.sagas.all(Loyalty.NAME).stream()
                        .filter(row -> row.sendAfter().isPresent())
                        .findFirst()
                        .map(row -> "a saga has something to send: " + row))
                .or(() -> host.view().rebuilding() ? Optional.of("a rebuild is under way") : Optional.empty());
    }
}
