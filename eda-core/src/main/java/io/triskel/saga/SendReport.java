package io.triskel.saga;

import java.util.List;

/**
 * What became of a pass over commands to send.
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
