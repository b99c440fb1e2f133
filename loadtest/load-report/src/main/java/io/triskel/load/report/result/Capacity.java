package io.triskel.load.report.result;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The truth lies between the highest rate that passed and the lowest that failed.
 *
 * @param failed absent if no rate failed
 * @param reason why it failed, or why the search ended
 * @param confirmed how often both ends were confirmed
 */
public record Capacity(
        String unit, double passed, OptionalDouble failed, String reason, int confirmed, List<Probe> probes) {
    public Capacity {
        probes = List.copyOf(probes);
    }

    /** One rate that was tried. */
    public record Probe(double rate, boolean ok, String reason) {}
}
