package io.triskel.consume;

import io.triskel.observe.EventOutcome;

/** The outcome of one delivery. All verdicts but {@link Unsettled} are final: the source need not bring the delivery again. */
public sealed interface Verdict {
    /** {@return whether the source need not bring the delivery again} */
    default boolean settled() {
        return !(this instanceof Unsettled);
    }

    /** {@return the verdict as an observer is told it} */
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

    /** {@return the verdict that the handler is done and, where there is an inbox, that this is recorded} */
    static Verdict handled() {
        return Done.HANDLED;
    }

    /** {@return the verdict that the event was completed before} */
    static Verdict duplicate() {
        return Done.DUPLICATE;
    }

    /** {@return the verdict that the consumer has not subscribed to the type} */
    static Verdict ignored() {
        return Done.IGNORED;
    }

    /** Nothing is left to do. */
    enum Done implements Verdict {
        /** The handler is done and, where there is an inbox, this is recorded. */
        HANDLED(EventOutcome.HANDLED),
        /** The event was completed before; no handler was called again. */
        DUPLICATE(EventOutcome.DUPLICATE),
        /** The consumer has not subscribed to the type; neither data nor inbox were looked at. */
        IGNORED(EventOutcome.IGNORED);

        private final EventOutcome outcome;

        Done(EventOutcome outcome) {
            this.outcome = outcome;
        }
    }

    /** The parking lot has the event. */
    record Parked(String reason) implements Verdict {}

    /** The delivery must come again. */
    record Unsettled(Why why, String message) implements Verdict {}

    /** Why a delivery is unsettled. */
    enum Why {
        /** The handler failed and the event shall be tried again, or it could not be parked. */
        FAILED(EventOutcome.UNSETTLED_FAILED),
        /** An earlier delivery of the lane is unsettled, so this one was not tried. */
        BEHIND_A_FAILURE(EventOutcome.UNSETTLED_BEHIND_A_FAILURE),
        /** Another holder has the event's claim, or took it while the event was handled here. */
        IN_PROGRESS_ELSEWHERE(EventOutcome.UNSETTLED_IN_PROGRESS_ELSEWHERE),
        /** There was no time left to call the handler, or to wait for its return. */
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
