package io.triskel.orders.ordering;

import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of the first request that names a product or price unknown to the copy of the catalogue. The time is stored next to
 * that copy, only for such requests, and stays: a repeated request must find that its time is over.
 */
final class FirstArrivals {
    /** The collection of replicas that holds the times, each at version 1. */
    static final String COLLECTION = "ordering.arrivals";

    private final Replicas replicas;
    private final InstantSource clock;

    FirstArrivals(Replicas replicas, InstantSource clock) {
        this.replicas = replicas;
        this.clock = clock;
    }

    /** {@return when this request came first, which may be now} */
    Instant first(PlaceOrder request) {
        Instant now = clock.instant();
        String id = request.commandId();
        Replica arrival = Replica.of(id, 1, now.toString().getBytes(StandardCharsets.UTF_8));
        if (replicas.put(COLLECTION, arrival)) {
            return now;
        }
        return replicas.get(COLLECTION, id)
                .map(kept -> Instant.parse(new String(kept.state(), StandardCharsets.UTF_8)))
                .orElse(now);
    }

    Instant now() {
        return clock.instant();
    }
}
