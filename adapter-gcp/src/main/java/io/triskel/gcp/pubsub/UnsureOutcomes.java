package io.triskel.gcp.pubsub;

import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.RejectionCause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the events of a request that are worth sending again. */
final class UnsureOutcomes {
    private UnsureOutcomes() {}

    /**
     * {@return the places of events that may or may not be published, or were withheld by a temporary problem} After an
     * event that failed for good, nothing of its key is sent.
     */
    static List<Integer> of(List<Outgoing> batch, List<BusResult> results) {
        List<Integer> places = new ArrayList<>(0);
        Set<OrderingKey> broken = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof BusResult.Failed failed) {
                Optional<OrderingKey> key = batch.get(i).event().key();
                boolean passing =
                        failed.cause() == RejectionCause.UNKNOWN || failed.cause() == RejectionCause.TRANSIENT;
                if (passing && key.filter(broken::contains).isEmpty()) {
                    places.add(i);
                } else {
                    key.ifPresent(broken::add);
                }
            }
        }
        return places;
    }

    /** {@return the results, with these answers at these places} */
    static List<BusResult> replaced(List<BusResult> results, List<Integer> places, List<BusResult> answers) {
        List<BusResult> all = new ArrayList<>(results);
        for (int i = 0; i < places.size(); i++) {
            all.set(places.get(i), answers.get(i));
        }
        return all;
    }
}
