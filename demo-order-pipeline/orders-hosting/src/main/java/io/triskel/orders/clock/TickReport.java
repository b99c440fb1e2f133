package io.triskel.orders.clock;

import java.util.List;
import java.util.stream.Stream;

/**
 * The results of a tick.
 *
 * @param fired timeouts handled
 * @param sent commands that the bus accepted
 * @param published committed events that the bus accepted
 * @param replayed parked events that are settled now
 * @param failures what failed, for people; a later tick retries it
 * @param more whether there may be more to do right now: call again
 */
public record TickReport(int fired, int sent, int published, int replayed, List<String> failures, boolean more) {
    public TickReport {
        failures = List.copyOf(failures);
    }

    /** {@return both reports added up, with {@code more} of the later one} */
    public TickReport plus(TickReport later) {
        return new TickReport(
                fired + later.fired,
                sent + later.sent,
                published + later.published,
                replayed + later.replayed,
                Stream.concat(failures.stream(), later.failures.stream()).toList(),
                later.more);
    }
}
