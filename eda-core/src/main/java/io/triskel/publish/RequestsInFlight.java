package io.triskel.publish;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests in flight, and the abandoned ones.
 *
 * <p>A request is abandoned when its publication is over or the bus's call time-out has passed: its slot in flight is free,
 * but its lanes stay closed. The number of abandoned requests is bounded; beyond that, requests keep their slots until one
 * is answered.
 */
final class RequestsInFlight {
    /** How many requests may be abandoned per slot. */
    private static final int ABANDONED_PER_PLACE = 4;

    private final int places;

    /** In sending order, which is also the order of their time-outs. */
    private final Set<Request> inFlight = new LinkedHashSet<>();

    private int abandoned;

    RequestsInFlight(int places) {
        this.places = places;
    }

    void add(Request request) {
        inFlight.add(request);
    }

    /** {@return whether another request may be sent; abandons an overdue one if needed} */
    boolean hasPlace(Instant now) {
        if (inFlight.size() < places) {
            return true;
        }
        Request oldest = inFlight.iterator().next();
        return !now.isBefore(oldest.expectedBy()) && abandon(oldest);
    }

    /** {@return whether the request's slot in flight is free now} */
    boolean abandon(Request request) {
        if (abandoned == ABANDONED_PER_PLACE * places || !inFlight.remove(request)) {
            return false;
        }
        request.state(Request.State.ABANDONED);
        abandoned++;
        return true;
    }

    /** {@return when the oldest request can be abandoned; null if a slot is free, or no request can be} */
    @Nullable
    Instant placeBy() {
        return inFlight.size() < places || abandoned == ABANDONED_PER_PLACE * places
                ? null
                : inFlight.iterator().next().expectedBy();
    }

    void answered(Request request) {
        if (!inFlight.remove(request) && request.state() == Request.State.ABANDONED) {
            abandoned--;
        }
        request.state(Request.State.ANSWERED);
    }
}
