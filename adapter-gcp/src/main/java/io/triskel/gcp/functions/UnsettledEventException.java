package io.triskel.gcp.functions;

import io.triskel.consume.Delivery;
import io.triskel.consume.Verdict;

/** Thrown to the runtime if an event is not settled, so that the event is redelivered. */
public final class UnsettledEventException extends RuntimeException {
    private UnsettledEventException(String message) {
        // No stack trace: the message gives the reason, and the runtime would log the trace each time.
        super(message, null, false, false);
    }

    static UnsettledEventException of(Delivery delivery, Verdict verdict) {
        return new UnsettledEventException(delivery.position().value() + " is not settled: "
                + (verdict instanceof Verdict.Unsettled unsettled
                        ? unsettled.why() + ", " + unsettled.message()
                        : verdict.tag()));
    }
}
