package io.triskel.load.traffic;

import io.triskel.publish.Cause;
import java.util.Optional;

/**
 * What became of one sending of an event.
 *
 * @param cause why it was not accepted; empty if it was, or was held back behind another one
 * @param code the provider's word for the cause; empty if there is none
 * @param accepted whether the bus has it
 */
public record Outcome(Optional<Cause> cause, String code, boolean accepted) {
    /** The bus has the event. */
    public static final Outcome ACCEPTED = new Outcome(Optional.empty(), "", true);

    /** The event was not sent, since an earlier one of its key was refused. */
    public static final Outcome WITHHELD = new Outcome(Optional.empty(), "", false);

    /** {@return that the bus refused the event, or may have} */
    public static Outcome refused(Cause cause, String code) {
        return new Outcome(Optional.of(cause), code, false);
    }

    /** {@return whether the bus may have the event, and nobody knows} */
    public boolean isUnknown() {
        return cause.filter(Cause.UNKNOWN::equals).isPresent();
    }
}
