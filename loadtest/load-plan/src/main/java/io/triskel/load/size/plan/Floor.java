package io.triskel.load.size.plan;

/**
 * The latency that no load test will go below, on average.
 *
 * @param milliseconds on average, at low load, without cold starts
 * @param how polling, push, filling of batches
 * @param known whether a source was found; if not, only what we computed ourselves is in it
 */
public record Floor(double milliseconds, String how, boolean known) {
    public Floor plus(double more, String of) {
        return more <= 0 ? this : new Floor(milliseconds + more, how.isEmpty() ? of : how + ", " + of, known);
    }
}
