package io.triskel.load.result;

/**
 * Calls in flight, and who held events back.
 *
 * @param limit the most calls that might be unanswered, see decision 0114
 * @param idleAnswerUs how long the target took to answer while it was idle
 * @param mostCalls the most calls that were unanswered
 * @param atLimit the share of the time in which no more calls or events might be sent
 * @param atOwnLimit the part of it in which the target answered within twice its idle time, so that the limit was the generator's own
 * @param processor the busiest of the generator's thread, its process and the machine, as a share, while events waited
 * @param generator what the generator held back by itself
 * @param target what waited because the target, or its client, took or answered nothing
 * @param order what waited because an earlier event of its key was refused or not answered, as the application's order asks for
 */
public record Sending(
        int limit,
        long idleAnswerUs,
        int mostCalls,
        double atLimit,
        double atOwnLimit,
        double processor,
        Held generator,
        Held target,
        Held order) {
    /** Events that are held back longer count as held back. */
    public static final long HELD_BACK_US = 10_000;

    /**
     * For how long events were held back for one reason.
     *
     * @param share of the events that were held back for more than 10 ms
     */
    public record Held(double share, long p50Us, long p90Us, long p99Us, long p999Us) {}
}
