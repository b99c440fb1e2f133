package io.triskel.load.size.plan;

import java.util.Locale;
import java.util.Optional;

/**
 * A limit that buying more does not lift.
 *
 * @param what is exceeded, with both figures
 * @param fact id of the documented limit
 * @param wayOut what to do
 * @param onRequest whether the provider lifts it when asked: then it is no reason not to take the offer
 */
public record Exceeded(String what, String fact, String wayOut, boolean onRequest) {
    /** What we suppose that a provider grants at most, in multiples of the default. */
    private static final double GRANTED = 10;

    public Exceeded(String what, String fact, String wayOut) {
        this(what, fact, wayOut, false);
    }

    /** {@return what there is to say if a quota is not enough} */
    public static Optional<Exceeded> quota(double wanted, double given, String unit, String fact) {
        return wanted <= given
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        String.format(Locale.ROOT, "%,.0f %s, the default quota is %,.0f", wanted, unit, given),
                        fact,
                        wanted <= GRANTED * given
                                ? "ask for a higher quota before"
                                : "more than ten times the default is not counted on; split the load over accounts or regions",
                        wanted <= GRANTED * given));
    }
}
