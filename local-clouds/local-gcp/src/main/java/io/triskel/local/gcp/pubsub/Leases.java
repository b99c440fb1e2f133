package io.triskel.local.gcp.pubsub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The current leases, by ack id. Guarded by the subscription. */
final class Leases {
    private final Map<String, Lease> byAckId = new HashMap<>();
    // No lease ends before this bound, which may be too early; it avoids checking all leases.
    private Instant bound = Instant.MAX;

    void add(Lease lease) {
        byAckId.put(lease.ackId(), lease);
        lease.delivery().lease(Optional.of(lease));
        lease.receiver().took(lease.delivery().message().size());
        bound(lease.deadline());
    }

    Optional<Lease> find(String ackId) {
        return Optional.ofNullable(byAckId.get(ackId));
    }

    /** Ends a lease, unless it has ended. */
    Optional<Lease> end(String ackId) {
        Optional<Lease> lease = Optional.ofNullable(byAckId.remove(ackId));
        lease.ifPresent(ended -> {
            ended.delivery().lease(Optional.empty());
            ended.receiver().gaveBack(ended.delivery().message().size());
        });
        return lease;
    }

    void extend(Lease lease, Instant until) {
        lease.extend(until);
        bound(until);
    }

    /** The expired leases, in publication order; the caller ends them. */
    List<Lease> over(Instant now) {
        if (bound.isAfter(now)) {
            return List.of();
        }
        List<Lease> over = new ArrayList<>();
        bound = Instant.MAX;
        for (Lease lease : byAckId.values()) {
            if (lease.deadline().isAfter(now)) {
                bound(lease.deadline());
            } else {
                over.add(lease);
            }
        }
        over.sort((a, b) -> Long.compare(
                a.delivery().message().ordinal(), b.delivery().message().ordinal()));
        return over;
    }

    void endAll() {
        List.copyOf(byAckId.keySet()).forEach(this::end);
    }

    int size() {
        return byAckId.size();
    }

    private void bound(Instant deadline) {
        if (deadline.isBefore(bound)) {
            bound = deadline;
        }
    }
}
