package io.triskel.gcp.firestore;

import io.triskel.parking.Lane;
import io.triskel.parking.LaneLease;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lane's own document; whatever happens to a lane is one commit with a condition on it. It outlives the lane for a while,
 * so that leases from before are void.
 *
 * @param due when the lane is to be replayed, if by itself
 * @param next the sequence number of the next event
 * @param count how many events it has
 */
record LaneState(
        String consumer,
        Lane lane,
        boolean parked,
        long fence,
        Optional<Instant> leaseEnd,
        Optional<Instant> due,
        long next,
        long count) {
    private static final Duration KEPT = Duration.ofDays(30);

    static LaneState of(String consumer, Lane lane, Optional<Stored> stored) {
        return stored.map(there -> new LaneState(
                        consumer,
                        lane,
                        there.flag("parked"),
                        there.number("fence"),
                        there.instant("leaseEnd"),
                        there.instant("replayAt"),
                        there.number("next"),
                        there.number("count")))
                .orElseGet(() -> new LaneState(consumer, lane, false, 0, Optional.empty(), Optional.empty(), 1, 0));
    }

    static String id(String consumer, Lane lane) {
        return Keys.spread(consumer, lane.alone() ? "alone" : "named", lane.value());
    }

    /** What all lanes of a consumer are listed behind. */
    static String listed(String consumer) {
        return Keys.of(consumer) + "~";
    }

    static String listed(String consumer, Lane lane) {
        return listed(consumer) + KeyForm.digest(id(consumer, lane));
    }

    boolean leased(Instant now) {
        return leaseEnd.filter(end -> end.isAfter(now)).isPresent();
    }

    boolean heldBy(LaneLease lease) {
        return parked && fence == lease.fence();
    }

    /** With one more event; the first one parks the lane and says when it is due. */
    LaneState with(Optional<Instant> replayAt) {
        return new LaneState(
                consumer,
                lane,
                true,
                fence,
                parked ? leaseEnd : Optional.empty(),
                parked ? due : replayAt,
                next + 1,
                count + 1);
    }

    LaneState leased(Instant now, Duration duration) {
        return new LaneState(consumer, lane, parked, fence + 1, Optional.of(now.plus(duration)), due, next, count);
    }

    LaneState released() {
        return new LaneState(consumer, lane, parked, fence, Optional.empty(), due, next, count);
    }

    /** Without an event; without its head a lane is due at once. */
    LaneState without(boolean head) {
        return new LaneState(
                consumer, lane, parked, fence, leaseEnd, head ? Optional.of(Instant.EPOCH) : due, next, count - 1);
    }

    LaneState postponed(Optional<Instant> replayAt) {
        return new LaneState(consumer, lane, parked, fence, leaseEnd, replayAt, next, count);
    }

    /** The next fence, so that no lease from before fits a lane that is parked again. */
    LaneState opened() {
        return new LaneState(consumer, lane, false, fence + 1, leaseEnd, Optional.empty(), next, count);
    }

    Fields fields() {
        String id = id(consumer, lane);
        // Somebody holds it until the lease ends, so nobody else has to look before.
        Optional<Instant> look = due.map(at -> leaseEnd.filter(at::isBefore).orElse(at));
        return new Fields()
                .text("consumer", consumer)
                .text("lane", lane.value())
                .flag("alone", lane.alone())
                .flag("parked", parked)
                .number("fence", fence)
                .instant("leaseEnd", leaseEnd)
                .instant("replayAt", due)
                .number("next", next)
                .number("count", count)
                .text(FirestoreCollections.LISTED, parked ? Optional.of(listed(consumer, lane)) : Optional.empty())
                .text(FirestoreCollections.DUE, look.map(at -> Keys.due(Keys.of(consumer), KeyForm.part(id), at)))
                .expires(parked ? Optional.empty() : leaseEnd.map(end -> end.plus(KEPT)));
    }
}
