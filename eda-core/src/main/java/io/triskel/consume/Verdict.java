package io.triskel.consume;

import io.triskel.observe.EventOutcome;

/** The outcome of one delivery. All verdicts but {@link Unsettled} are final: the source need not redeliver. */
public sealed interface Verdict {
    /** {@return whether the source need not redeliver} */
    default boolean settled() {
        return !(this instanceof Unsettled);
    }

    /** {@return the verdict for observers} */
    default EventOutcome outcome() {
        if (this instanceof Done done) {
            return done.outcome;
        }
        return this instanceof Unsettled unsettled ? unsettled.why().outcome : EventOutcome.PARKED;
    }

    /** {@return the outcome's text, such as {@code handled} or {@code unsettled-out-of-time}} */
    default String tag() {
        return outcome().tag();
    }

    /** {@return the verdict that the handler is done and, if there is an inbox, its completion recorded} */
    static Verdict handled() {
        return Done.HANDLED;
    }

    /** {@return the verdict that the event was completed before} */
    static Verdict duplicate() {
        return Done.DUPLICATE;
    }

    /** {@return the verdict that the consumer does not subscribe to the type} */
    static Verdict ignored() {
        return Done.IGNORED;
    }

    /** Nothing is left to do. */
    enum Done implements Verdict {
        /** The handler is done and, if there is an inbox, its completion recorded. */
        HANDLED(EventOutcome.HANDLED),
        /** The event was completed before; no handler was called. */
        DUPLICATE(EventOutcome.DUPLICATE),
        /** The consumer does not subscribe to the type; neither data nor inbox was read. */
        IGNORED(EventOutcome.IGNORED);

        private final EventOutcome outcome;

        Done(EventOutcome outcome) {
            this.outcome = outcome;
        }
    }

    /** The parking lot has the event. */
    record Parked(String reason) implements Verdict {}

    /** The delivery must be redelivered. */
    record Unsettled(Why why, String message) implements Verdict {}

    /** Why a delivery is unsettled. */
    enum Why {
        /** The handler failed and the event is to be tried again, or it could not be parked. */
        FAILED(EventOutcome.UNSETTLED_FAILED),
        /** An earlier delivery of the lane is unsettled, so this one was not tried. */
        BEHIND_A_FAILURE(EventOutcome.UNSETTLED_BEHIND_A_FAILURE),
        /** Another claimant has the event, or took it while it was handled here. */
        IN_PROGRESS_ELSEWHERE(EventOutcome.UNSETTLED_IN_PROGRESS_ELSEWHERE),
        /** No time was left to call the handler, or to wait for its return. */
        OUT_OF_TIME(EventOutcome.UNSETTLED_OUT_OF_TIME),
        /** A port failed: inbox, parking lot, or one that the handler called; or the lot is full. No attempt counts. */
        PORT_FAILED(EventOutcome.UNSETTLED_PORT_FAILED),
        /** The batch was stopped: a dependency failed, or a class is missing, or the host is shutting down. No attempt counts. */
        HALTED(EventOutcome.UNSETTLED_HALTED);

        private final EventOutcome outcome;

        Why(EventOutcome outcome) {
            this.outcome = outcome;
        }
    }
}
