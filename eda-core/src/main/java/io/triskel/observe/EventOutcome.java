package io.triskel.observe;

import java.util.Locale;

/** The outcome of an event's publication, delivery or replay, for observers. */
public enum EventOutcome {
    /** Published: the bus has it. */
    ACCEPTED,
    /** Not published, since an earlier event of its key was rejected. */
    WITHHELD,
    /** Not published: the bus asked to slow down. */
    REJECTED_THROTTLED,
    /** Not published; publishing again may succeed. */
    REJECTED_TRANSIENT,
    /** Not published: too large. */
    REJECTED_TOO_LARGE,
    /** Not published: not permitted. */
    REJECTED_DENIED,
    /** Not published: the destination does not exist. */
    REJECTED_NOT_FOUND,
    /** Not published: malformed. */
    REJECTED_INVALID,
    /** Unknown whether the bus has it. */
    REJECTED_UNKNOWN,
    /** Delivered or replayed: its handler is done. */
    HANDLED,
    /** Delivered or replayed: it was completed before. */
    DUPLICATE,
    /** Delivered: the consumer does not subscribe to its type. */
    IGNORED,
    /** Delivered: the parking lot has it. */
    PARKED,
    /** To be redelivered: its handler failed. */
    UNSETTLED_FAILED,
    /** To be redelivered: an earlier delivery of its lane is unsettled. */
    UNSETTLED_BEHIND_A_FAILURE,
    /** To be redelivered: another claimant has it. */
    UNSETTLED_IN_PROGRESS_ELSEWHERE,
    /** To be redelivered: no time was left. */
    UNSETTLED_OUT_OF_TIME,
    /** To be redelivered: a port failed. */
    UNSETTLED_PORT_FAILED,
    /** To be redelivered: the batch was stopped. */
    UNSETTLED_HALTED,
    /** Replayed: it failed again and stays parked. */
    FAILED,
    /** An operator discarded it from the parking lot. */
    DISCARDED;

    private final String tag = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** {@return the text for metrics, spans and logs, such as {@code rejected-throttled}} */
    public String tag() {
        return tag;
    }

    /** {@return whether the bus does not have the event, or may not} */
    public boolean isRejected() {
        return name().startsWith("REJECTED_");
    }

    /** {@return whether the event must be redelivered} */
    public boolean isUnsettled() {
        return name().startsWith("UNSETTLED_");
    }

    /** {@return the {@link #tag}} */
    @Override
    public String toString() {
        return tag;
    }
}
