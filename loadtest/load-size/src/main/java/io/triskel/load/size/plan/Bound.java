package io.triskel.load.size.plan;

/**
 * What a limit asks for.
 *
 * @param limit in words, such as "write 1 MiB/s a shard"
 * @param fact id of the documented limit
 * @param units that the peak fills to the brim, as a fraction
 */
public record Bound(String limit, String fact, double units) {
    /** {@return whole units at a target load} */
    public int at(double load) {
        double whole = Math.max(1, Amounts.up(units / load));
        return whole > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) whole;
    }
}
