package io.triskel.load.capacity;

/**
 * A sequential test of whether a backlog grows: not at all, or by a share of the offered rate. It is Wald's probability ratio test on the
 * growth of each second (A. Wald, Sequential Analysis, 1947), with his weight function for a variance that nobody knows: the standard
 * deviation is integrated out under an inverse gamma prior, which leaves a ratio of Student's densities.
 *
 * <p>{@link #ERROR} is both alpha, the probability that a backlog counts as growing which does not, and beta, that one counts as lasting
 * which grows by the tested share; growth in between may count as either. Seconds are taken to be independent and normally distributed.
 */
public final class BacklogGrowth {
    /** Of one decided probe, either way. */
    public static final double ERROR = 0.01;

    private static final double DECIDED = Math.log((1 - ERROR) / ERROR);
    private static final int FEWEST = 5;
    /** The prior is worth so many seconds with such a standard deviation, so that a few equal seconds do not decide alone. */
    private static final double PRIOR_SECONDS = 4;

    private static final double PRIOR_DEVIATION = 0.05;

    private final double share;
    private int seconds;
    private double sum;
    private double squares;

    /** @param share of the rate by which a backlog grows that must be found growing */
    public BacklogGrowth(double share) {
        this.share = share;
    }

    /** Adds a second's growth, as a share of what was offered in a second; negative if the backlog shrank. */
    public void add(double growth) {
        seconds++;
        sum += growth;
        squares += growth * growth;
    }

    /** {@return the logarithm of the likelihood that the backlog grows by a share, up to a constant} */
    double logLikelihood(double growth) {
        double prior = PRIOR_SECONDS * PRIOR_DEVIATION * PRIOR_DEVIATION;
        return -(seconds + PRIOR_SECONDS)
                / 2
                * Math.log(prior + squares - 2 * growth * sum + seconds * growth * growth);
    }

    /** {@return that of growing by the tested share, or, with as much weight, by any of the larger ones} */
    double logLikelihoodOfGrowing() {
        double tested = logLikelihood(share);
        double more = 0;
        int count = 0;
        for (double larger = 2 * share; larger <= 1; larger *= 2) {
            more += Math.exp(logLikelihood(larger) - tested);
            count++;
        }
        return tested + Math.log((1 + more / Math.max(1, count)) / 2);
    }

    private double ratio() {
        return logLikelihoodOfGrowing() - logLikelihood(0);
    }

    /** {@return whether the backlog grows, with the error that is stated} */
    public boolean grows() {
        return seconds >= FEWEST && ratio() > DECIDED;
    }

    /** {@return whether the backlog lasts and does not grow, with the error that is stated} */
    public boolean lasts() {
        // Half of the weight is that of the tested share.
        return seconds >= FEWEST && ratio() < -DECIDED - Math.log(2);
    }

    /** {@return what is more likely, decided or not} */
    public boolean seemsToGrow() {
        return ratio() > 0;
    }
}
