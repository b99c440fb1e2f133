package io.triskel.publish;

import java.util.Locale;

/** Why an event was rejected: a closed vocabulary, into which every adapter maps its bus's codes. */
public enum RejectionCause {
    /** The bus asked to slow down. */
    THROTTLED,
    /** The event was not sent, and sending it again may succeed: a connection refused, no time left. */
    TRANSIENT,
    /** The event is larger than the codec or the bus allows. */
    TOO_LARGE,
    /** The publisher is not permitted to send to the destination. */
    DENIED,
    /** The destination does not exist. */
    NOT_FOUND,
    /** The event cannot be encoded, or the bus finds it malformed. */
    INVALID,
    /** It is unknown whether the bus has the event; publishing it again may make a duplicate. */
    UNKNOWN;

    /** {@return whether publishing the same event again can succeed without a change to event, code or configuration} */
    public boolean mayPass() {
        return this == THROTTLED || this == TRANSIENT || this == UNKNOWN;
    }

    /** {@return the name as a tag: lower case with hyphens} */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
