package io.triskel.load.size.plan;

/**
 * The units that a limit requires.
 *
 * @param limit in words, such as "write 1 MiB/s a shard"
 * @param fact id of the documented limit
 * @param units that the peak fills completely, as a fraction
 * @param verified whether the limit is documented
 */
public record Bound(String limit, String fact, double units, boolean verified) {
    public Bound(String limit, String fact, double units) {
        this(limit, fact, units, true);
    }

    /** {@return whole units at a target load} */
    public int at(double load) {
        return Math.max(1, Amounts.whole(units / load));
    }
}
