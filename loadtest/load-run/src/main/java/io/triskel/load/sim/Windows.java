package io.triskel.load.sim;

/**
 * Meters that each keep a running total of the last second and refuse what would exceed their limit. That is how Event Hubs throttles:
 * Microsoft describes a running total over a short window (2015-07-16, "How exactly does Event Hubs Throttling work?") but not its
 * length. No source says how the other services meter. Columns, since there may be one for each key. For one thread.
 */
public final class Windows {
    /** The window moves in steps of a tenth of it. */
    private static final int STEPS = 10;

    private static final long STEP = 1_000_000_000 / STEPS;

    private final int most;
    private final int[] ofStep;
    private final int[] total;
    private final long[] latest;

    /**
     * Creates meters that are all alike.
     *
     * @param rate events a second of each; a part of an event is none, but each lets one through
     */
    public Windows(int meters, double rate) {
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, rate));
        this.ofStep = new int[meters * STEPS];
        this.total = new int[meters];
        this.latest = new long[meters];
    }

    /** {@return whether an event may pass a meter now, and counts it if so} */
    public boolean take(int meter, long now) {
        long step = now / STEP;
        if (step != latest[meter]) {
            move(meter, step);
        }
        if (total[meter] >= most) {
            return false;
        }
        ofStep[place(meter, step)]++;
        total[meter]++;
        return true;
    }

    private void move(int meter, long to) {
        long first = Math.max(latest[meter] + 1, to - STEPS + 1);
        for (long step = first; step <= to; step++) {
            int place = place(meter, step);
            total[meter] -= ofStep[place];
            ofStep[place] = 0;
        }
        latest[meter] = to;
    }

    private static int place(int meter, long step) {
        return meter * STEPS + (int) (step % STEPS);
    }
}
