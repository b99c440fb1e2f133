package io.triskel.saga;

import java.util.List;

/**
 * What became of a pass over due timers.
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
