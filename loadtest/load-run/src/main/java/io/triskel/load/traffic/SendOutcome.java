package io.triskel.load.traffic;

import io.triskel.publish.RejectionCause;
import java.util.Optional;

/**
 * The outcome of one sending of an event.
 *
 * @param cause why it was not accepted; empty if it was, or was held back behind another one
 * @param code the provider's word for the cause; empty if there is none
 * @param accepted whether the bus has it
 */
public record SendOutcome(Optional<RejectionCause> cause, String code, boolean accepted) {
    /** The bus has the event. */
    public static final SendOutcome ACCEPTED = new SendOutcome(Optional.empty(), "", true);

    /** The event was not sent, since an earlier one of its key was refused. */
    public static final SendOutcome WITHHELD = new SendOutcome(Optional.empty(), "", false);

    /** {@return that the bus refused the event, or may have} */
    public static SendOutcome refused(RejectionCause cause, String code) {
        return new SendOutcome(Optional.of(cause), code, false);
    }

    /** {@return whether the outcome is unknown, so that the bus may have the event} */
    public boolean isUnknown() {
        return cause.filter(RejectionCause.UNKNOWN::equals).isPresent();
    }
}
