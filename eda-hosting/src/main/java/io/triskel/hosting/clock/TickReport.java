package io.triskel.hosting.clock;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * @param heartbeatAges seconds since the newest heartbeat that a consumer noted was sent, by consumer
 */
public record TickReport(
        int fired,
        int sent,
        int published,
        int replayed,
        List<String> failures,
        boolean more,
        Map<String, Long> heartbeatAges) {
    /** From this age on, a consumer is silent: ten heartbeats have not reached it. */
    public static final Duration SILENT = Duration.ofMinutes(10);

    public TickReport {
        failures = List.copyOf(failures);
        heartbeatAges = Collections.unmodifiableMap(new TreeMap<>(heartbeatAges));
    }

    /** {@return the consumers that have noted no heartbeat for {@link #SILENT}} */
    public List<String> silent() {
        return heartbeatAges.entrySet().stream()
                .filter(consumer -> consumer.getValue() > SILENT.toSeconds())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return both reports added up, with {@code more} of the later one and the ages of the earlier one} */
    public TickReport plus(TickReport later) {
        return new TickReport(
                fired + later.fired,
                sent + later.sent,
                published + later.published,
                replayed + later.replayed,
                Stream.concat(failures.stream(), later.failures.stream()).toList(),
                later.more,
                heartbeatAges);
    }
}
