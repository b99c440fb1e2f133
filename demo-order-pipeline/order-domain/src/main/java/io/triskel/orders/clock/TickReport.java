package io.triskel.orders.clock;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a tick did.
 *
 * @param fired timeouts handled
 * @param sent commands that the bus accepted
 * @param published committed events that the bus accepted
 * @param replayed parked events that are settled now
 * @param failures what could not be done, for people; it stays to be done, for a later tick
 * @param more whether there may be more to do at once: call again
 */
public record TickReport(int fired, int sent, int published, int replayed, List<String> failures, boolean more) {
    public TickReport {
        failures = List.copyOf(failures);
    }

    /** {@return both together, with what the later one says about more} */
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
