package io.triskel.load.size.plan;

/**
 * The latency of a delivery that no load test will go below, at low load and without cold starts.
 *
 * @param milliseconds on average
 * @param worst milliseconds of an event that comes at the worst moment, as far as that is documented; otherwise the average
 * @param how polling, push, filling of batches
 * @param known whether a source was found; if not, it has only what we computed
 */
public record Floor(double milliseconds, double worst, String how, boolean known) {
    /** A floor of which only the average is known. */
    public Floor(double milliseconds, String how, boolean known) {
        this(milliseconds, milliseconds, how, known);
    }

    /** {@return the floor of what takes always the same, after this} */
    public Floor plus(double more, String of) {
        return plus(more, more, of);
    }

    /** {@return the floor of what takes so long on average and at worst, after this} */
    public Floor plus(double more, double moreAtWorst, String of) {
        return moreAtWorst <= 0
                ? this
                : new Floor(milliseconds + more, worst + moreAtWorst, how.isEmpty() ? of : how + ", " + of, known);
    }

    /** {@return this, and another one after it} */
    public Floor then(Floor other) {
        return new Floor(
                milliseconds + other.milliseconds,
                worst + other.worst,
                how.isEmpty() || other.how.isEmpty() ? how + other.how : how + ", " + other.how,
                known && other.known);
    }
}
