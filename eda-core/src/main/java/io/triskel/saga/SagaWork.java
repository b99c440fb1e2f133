package io.triskel.saga;

import java.util.List;
import java.util.Optional;

/**
 * The results of one call of a clock for a saga.
 *
 * @param fired due timers
 * @param sent commands that waited
 */
public record SagaWork(FireReport fired, SendReport sent) {
    /** {@return whether there may be more to do at once: call again} */
    public boolean more() {
        return fired.more() || sent.more();
    }

    /**
     * The results of a pass over due timers.
     *
     * @param fired how many timeouts were handled
     * @param failures what could not be done; it stays due, for a later pass
     * @param more whether there may be more to do at once: call again
     */
    public record FireReport(int fired, List<SagaFailure> failures, boolean more) {
        public FireReport {
            failures = List.copyOf(failures);
        }
    }

    /**
     * The results of a pass over commands to send.
     *
     * @param sent how many commands the bus accepted
     * @param refused commands that it did not accept; they stay and are tried again later, after a growing pause
     * @param failures what else could not be done
     * @param more whether there may be more to do at once: call again
     */
    public record SendReport(int sent, List<Refused> refused, List<SagaFailure> failures, boolean more) {
        public SendReport {
            refused = List.copyOf(refused);
            failures = List.copyOf(failures);
        }

        /**
         * A command that the bus did not accept.
         *
         * @param instance the instance that sends it
         * @param command the command's id
         * @param why for people
         */
        public record Refused(String instance, String command, String why) {}
    }

    /**
     * Something that a pass over many instances could not do; the others were served all the same.
     *
     * @param instance the instance that failed, if it was one
     * @param message for people
     */
    public record SagaFailure(Optional<String> instance, String message) {}
}
