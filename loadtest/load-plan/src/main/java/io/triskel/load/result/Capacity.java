package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The capacity is between the highest rate that passed and the lowest that failed.
 *
 * @param passed absent if no rate passed
 * @param failed absent if no rate failed
 * @param reason why it failed, or why the search ended
 * @param confirmed how often the rate passed again
 * @param probes all rates that were tried, the ramp first
 */
public record Capacity(
        String unit, OptionalDouble passed, OptionalDouble failed, String reason, int confirmed, List<Probe> probes) {
    /** The unit of every search so far. */
    public static final String EVENTS = "events/s";

    public Capacity {
        unit = unit.isEmpty() ? EVENTS : unit;
        probes = List.copyOf(probes);
    }

    /**
     * One rate that was tried.
     *
     * @param reason why it did not pass, in a word; empty if it did
     */
    public record Probe(@JsonProperty(required = true) double rate, boolean ok, String reason) {}
}
