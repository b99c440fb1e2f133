package io.triskel.load.size.plan;

/**
 * The mean latency that no load test will go below.
 *
 * @param milliseconds on average, at low load, without cold starts
 * @param how polling, push, filling of batches
 * @param known whether a source was found; if not, it has only what we computed
 */
public record Floor(double milliseconds, String how, boolean known) {
    public Floor plus(double more, String of) {
        return more <= 0 ? this : new Floor(milliseconds + more, how.isEmpty() ? of : how + ", " + of, known);
    }
}
