package io.triskel.load.size.plan;

/** Active periods of an instance, in which overlapping executions are billed once. */
public final class Periods {
    private Periods() {}

    /**
     * {@return the share of the time that is billed}
     *
     * <p>Executions of d seconds arrive at random, x per second. Without a minimum charge this is the busy share of
     * M/D/infinity, 1 - e^-xd. A period is billed for at least m; if executions are running after m, it lasts another
     * (e^xd - 1 - xd) / x on average, and the next one begins after 1/x. So the share is 1 - 1 / (e^xd + x (m -
     * d)).
     *
     * @param rate executions a second of the instance
     * @param seconds of an execution
     * @param least seconds that a period is billed for
     */
    public static double share(double rate, double seconds, double least) {
        return 1 - 1 / (Math.exp(rate * seconds) + rate * Math.max(0, least - seconds));
    }
}
