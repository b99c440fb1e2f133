package io.triskel.publish;

import io.triskel.observe.EventOutcome;
import java.util.Locale;

/** The cause of a rejection: a closed vocabulary to which every adapter maps its bus's codes. */
public enum RejectionCause {
    /** The bus asked to slow down. */
    THROTTLED(EventOutcome.REJECTED_THROTTLED),
    /** The event was not sent, and sending it again may succeed: a connection refused, no time left. */
    TRANSIENT(EventOutcome.REJECTED_TRANSIENT),
    /** The event is larger than the codec or the bus allows. */
    TOO_LARGE(EventOutcome.REJECTED_TOO_LARGE),
    /** The publisher is not permitted to send to the destination. */
    DENIED(EventOutcome.REJECTED_DENIED),
    /** The destination does not exist. */
    NOT_FOUND(EventOutcome.REJECTED_NOT_FOUND),
    /** The event cannot be encoded, or the bus finds it malformed. */
    INVALID(EventOutcome.REJECTED_INVALID),
    /** It is unknown whether the bus has the event; publishing it again may make a duplicate. */
    UNKNOWN(EventOutcome.REJECTED_UNKNOWN);

    private final EventOutcome outcome;

    RejectionCause(EventOutcome outcome) {
        this.outcome = outcome;
    }

    EventOutcome outcome() {
        return outcome;
    }

    /** {@return whether publishing the same event again can succeed without a change to event, code or configuration} */
    public boolean mayPass() {
        return this == THROTTLED || this == TRANSIENT || this == UNKNOWN;
    }

    /** {@return the name as a tag: lower case with hyphens} */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
