package io.triskel.saga;

import java.util.List;
import java.util.Optional;

/**
 * The results of one call of {@link SagaRunner#work}.
 *
 * @param fired due timers
 * @param sent commands that waited
 */
public record SagaWork(FireReport fired, SendReport sent) {
    /** {@return whether there may be more to do now: call again} */
    public boolean more() {
        return fired.more() || sent.more();
    }

    /**
     * The results of a pass over due timers.
     *
     * @param fired how many timeouts were handled
     * @param failures failures; their timers stay due for a later pass
     * @param more whether there may be more to do now: call again
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
     * @param refused commands that it did not accept, which are tried again after a growing pause
     * @param failures other failures
     * @param more whether there may be more to do now: call again
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
         * @param why the bus's message
         */
        public record Refused(String instance, String command, String why) {}
    }

    /**
     * A failure in a pass over many instances; the others were processed.
     *
     * @param instance the failed instance, if it was one
     * @param message what failed
     */
    public record SagaFailure(Optional<String> instance, String message) {}
}
