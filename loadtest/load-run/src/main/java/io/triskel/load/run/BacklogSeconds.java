package io.triskel.load.run;

import io.triskel.load.capacity.BacklogGrowth;
import io.triskel.load.measure.Second;
import io.triskel.load.traffic.Timeline;

/**
 * Feeds the test of a backlog, second by second. The backlog is what was due and has not arrived, wherever it waits: on the bus, behind a
 * refusal, or in front of a client that does not take it.
 */
final class BacklogSeconds {
    /** After the first arrival, caches fill and events on their way add up to their latency. */
    private static final int SETTLING = 2;
    /** If nothing arrives at all, its growth counts from here. */
    private static final int LONGEST_SILENCE = 10;

    private final double rate;
    private final Timeline timeline;
    private final double share;
    private final BacklogGrowth growth;
    private int seconds;
    private int arriving;
    private double due;
    private double offered;
    private double delivered;
    private double backlog;

    /**
     * Begins.
     *
     * @param rate events a second that all workers send in the end
     * @param timeline of all workers
     * @param share of it that this worker sends
     */
    BacklogSeconds(double rate, Timeline timeline, double share, BacklogGrowth growth) {
        this.rate = rate * share;
        this.timeline = timeline;
        this.share = share;
        this.growth = growth;
    }

    void add(Second second) {
        seconds++;
        offered += second.counts().offered();
        delivered += second.counts().delivered();
        arriving += arriving > 0 || second.counts().delivered() > 0 ? 1 : 0;
        // The generator counts what it takes. If it cannot take what is due, fewer than chance allows are offered.
        due += share * timeline.rateAt(seconds * 1_000_000_000L - 1);
        double now = Math.max(offered, due - 3 * Math.sqrt(due)) - delivered;
        if (arriving > SETTLING || seconds > LONGEST_SILENCE) {
            growth.add((now - backlog) / rate);
        }
        backlog = now;
    }
}
