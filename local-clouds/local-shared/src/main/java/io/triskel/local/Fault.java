package io.triskel.local;

import java.time.Duration;
import java.util.function.Function;

/** A fault between a client and a service, independent of any cloud's wire format. */
public sealed interface Fault {

    /** The call is rejected with an error of the service, by the service's name for it. */
    record Refused(String code) implements Fault {}

    /**
     * A batch is accepted in part.
     *
     * @param code the error of each rejected entry
     * @param share the share of rejected entries, above 0 and at most 1
     */
    record PartlyRefused(String code, double share) implements Fault {
        public PartlyRefused {
            if (!(share > 0) || share > 1) {
                throw new IllegalArgumentException("share must be above 0 and at most 1, not " + share);
            }
        }
    }

    /** The service fails without having done anything. */
    record Failed() implements Fault {}

    /** The call is served, but late. */
    record Slow(Duration by) implements Fault {}

    /** The call is served, but the answer never arrives: a client that retries delivers twice. */
    record LostResponse() implements Fault {}

    /** One answer per kind of fault. */
    default <R> R fold(
            Function<Refused, R> refused,
            Function<PartlyRefused, R> partly,
            Function<Failed, R> internal,
            Function<Slow, R> slow,
            Function<LostResponse, R> lost) {
        if (this instanceof Refused fault) {
            return refused.apply(fault);
        }
        if (this instanceof PartlyRefused fault) {
            return partly.apply(fault);
        }
        if (this instanceof Failed fault) {
            return internal.apply(fault);
        }
        if (this instanceof Slow fault) {
            return slow.apply(fault);
        }
        return lost.apply((LostResponse) this);
    }
}
