package io.triskel.local;

import java.time.Duration;
import java.util.function.Function;

/** A fault between a client and a service, independent of any cloud's wire format. */
public sealed interface Fault {

    /** The call is refused with an error of the service, under the name that the service gives it. */
    record Refused(String code) implements Fault {}

    /**
     * A batch is taken in part.
     *
     * @param code the error of each refused entry
     * @param share of the entries that are refused, above 0 and at most 1
     */
    record PartlyRefused(String code, double share) implements Fault {
        public PartlyRefused {
            if (!(share > 0) || share > 1) {
                throw new IllegalArgumentException("A share is above 0 and at most 1, this one is " + share);
            }
        }
    }

    /** The service fails without having done anything. */
    record Failed() implements Fault {}

    /** The call is served, but late. */
    record Slow(Duration by) implements Fault {}

    /** The call is served, but the answer never arrives: a client that repeats it delivers twice. */
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
