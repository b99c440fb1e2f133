package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The capacity: the highest rate whose backlog does not grow is between two rates.
 *
 * @param passed absent if no rate passed
 * @param failed absent if no rate is known to be too much
 * @param reason why it failed: {@code backlog}, or {@code generator} if that was the limit, so that {@code failed} is unknown
 * @param underObjectives the highest rate at which objectives are met, too; absent if there are none, and in older results
 * @param probes all rates that were tried
 */
public record Capacity(
        String unit,
        OptionalDouble passed,
        OptionalDouble failed,
        String reason,
        Optional<UnderObjectives> underObjectives,
        List<Probe> probes) {
    /** The unit of every search so far. */
    public static final String EVENTS = "events/s";

    public Capacity {
        unit = unit.isEmpty() ? EVENTS : unit;
        probes = List.copyOf(probes);
    }

    /**
     * The highest rate at which objectives are met is between two rates.
     *
     * @param passed absent if no rate passed
     * @param failed absent if no rate failed
     * @param reason the missed objective, or why the capacity failed
     */
    public record UnderObjectives(OptionalDouble passed, OptionalDouble failed, String reason) {}

    /**
     * One rate that was tried.
     *
     * @param ok whether its backlog more likely lasted than grew, and objectives were met
     * @param reason why it did not pass, in a word; empty if it did
     * @param seconds for which it was sent; 0 in older results
     */
    public record Probe(@JsonProperty(required = true) double rate, boolean ok, String reason, double seconds) {}
}
