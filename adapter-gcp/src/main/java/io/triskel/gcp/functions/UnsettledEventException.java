package io.triskel.gcp.functions;

import io.triskel.consume.Delivery;
import io.triskel.consume.Verdict;

/** Thrown at the runtime, so that the event comes again: it is not settled. */
public final class UnsettledEventException extends RuntimeException {
    private UnsettledEventException(String message) {
        // Nobody looks for a place in our code: it says why, and the runtime logs it each time.
        super(message, null, false, false);
    }

    static UnsettledEventException of(Delivery delivery, Verdict verdict) {
        return new UnsettledEventException(delivery.position().value() + " is not settled: "
                + (verdict instanceof Verdict.Unsettled unsettled
                        ? unsettled.why() + ", " + unsettled.message()
                        : verdict.tag()));
    }
}
