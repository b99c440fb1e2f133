package io.triskel.orders.ordering;

import io.triskel.transfer.Replica;
import io.triskel.transfer.Replicas;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When a request came for the first time that names what the copy of the catalogue does not have. It is written down beside that
 * copy, for such requests alone, and stays: a repeat must find that its time is over.
 */
final class Arrivals {
    /** The collection of replicas that they are kept in, one of version 1 each. */
    static final String COLLECTION = "ordering.arrivals";

    private final Replicas replicas;
    private final InstantSource clock;

    Arrivals(Replicas replicas, InstantSource clock) {
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
