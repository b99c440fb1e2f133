package io.triskel.load.size.plan;

/** Active periods of an instance, where what overlaps is charged once. */
public final class Periods {
    private Periods() {}

    /**
     * {@return the share of the time that is charged}
     *
     * <p>Executions come at random, x a second, of d seconds each. Without a least charge this is the busy share of
     * M/D/infinity, 1 - e^-xd. A period is charged for m at least; where executions are at work when m is over, it goes
     * on for (e^xd - 1 - xd) / x on average, and the next one begins after 1/x. So the share is 1 - 1 / (e^xd + x (m -
     * d)).
     *
     * @param rate executions a second of the instance
     * @param seconds of an execution
     * @param least seconds that a period is charged for
     */
    public static double share(double rate, double seconds, double least) {
        return 1 - 1 / (Math.exp(rate * seconds) + rate * Math.max(0, least - seconds));
    }
}
