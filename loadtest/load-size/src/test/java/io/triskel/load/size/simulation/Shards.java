package io.triskel.load.size.simulation;

import java.util.Arrays;

/**
 * Shards, each of which takes so many records and bytes a second, and refuses what is above. Keys fall on shards at
 * random, and stay there.
 *
 * @param rate events a second, at random
 * @param size bytes of an event
 * @param keys all equally busy but for the first
 * @param hottest share of the first
 */
record Shards(int count, double rate, int size, int keys, double hottest) {
    private static final double RECORDS = 1000;
    private static final double BYTES = 1 << 20;

    /** {@return the share of events that is refused} */
    double refused(int seconds, long seed) {
        Random random = new Random(seed);
        int[] shardOf = new int[keys];
        for (int i = 0; i < keys; i++) {
            shardOf[i] = random.below(count);
        }
        double[] allowance = new double[count];
        // A second's allowance may be used at once, as a token bucket of one second.
        double most = Math.min(RECORDS, BYTES / size);
        Arrays.fill(allowance, most);
        double[] last = new double[count];
        long refused = 0;
        long events = 0;
        for (double now = random.gap(rate); now < seconds; now += random.gap(rate)) {
            int shard = shardOf[random.share() < hottest ? 0 : random.below(keys)];
            allowance[shard] = Math.min(most, allowance[shard] + (now - last[shard]) * most);
            last[shard] = now;
            events++;
            if (allowance[shard] >= 1) {
                allowance[shard]--;
            } else {
                refused++;
            }
        }
        return (double) refused / events;
    }
}
