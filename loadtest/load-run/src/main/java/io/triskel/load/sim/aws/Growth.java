package io.triskel.load.sim.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.aws.Kinesis;
import java.util.ArrayDeque;

/**
 * How a stream on demand grows: a new one takes four shards' worth, and twice the highest rate of its past from 15 minutes later on, which
 * is what is documented at the latest ("kds-od-start-in", "kds-od-scale"). It never shrinks here. For one thread.
 */
final class Growth {
    private static final long SECOND = 1_000_000_000;
    private static final long DELAY_SECONDS = 15 * 60;
    private static final double FACTOR = Facts.value("kds-od-scale");

    private final double eventsOfAShard;
    private final ArrayDeque<long[]> seconds = new ArrayDeque<>();
    private long second;
    private long taken;
    private int shards;

    Growth(double eventsOfAShard) {
        this.eventsOfAShard = eventsOfAShard;
        this.shards = (int) (Facts.value("kds-od-start-in") / Kinesis.SHARD_IN);
    }

    /** Counts an event that was taken. */
    void taken(long now) {
        if (now / SECOND != second) {
            seconds.add(new long[] {second, taken});
            second = now / SECOND;
            taken = 0;
        }
        taken++;
    }

    /** {@return how many shards' worth it takes now} */
    int shards(long now) {
        long past = now / SECOND - DELAY_SECONDS;
        while (!seconds.isEmpty() && seconds.peekFirst()[0] <= past) {
            long peak = seconds.removeFirst()[1];
            shards = (int) Math.max(shards, Math.ceil(FACTOR * peak / eventsOfAShard));
        }
        return shards;
    }
}
