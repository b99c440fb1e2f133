package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Limit;
import java.util.Locale;
import java.util.Optional;

/**
 * A limit that more units do not lift.
 *
 * @param gate that it closes, an id of {@link Gate}
 * @param what is exceeded, with both figures
 * @param fact id of the documented limit
 * @param wayOut what to do
 * @param onRequest whether the provider lifts it on request, so that the offer still qualifies
 */
public record Exceeded(String gate, String what, String fact, String wayOut, boolean onRequest) {
    /** The most that we assume a provider grants, in multiples of the default. */
    private static final double GRANTED = 10;

    public Exceeded(String gate, String what, String fact, String wayOut) {
        this(gate, what, fact, wayOut, false);
    }

    /** {@return the exceeded limit, if a quota is not enough} */
    public static Optional<Exceeded> quota(double wanted, double given, String unit, String fact) {
        return wanted <= given
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        Gate.QUOTA,
                        String.format(Locale.ROOT, "%,.0f %s, the default quota is %,.0f", wanted, unit, given),
                        fact,
                        wanted <= GRANTED * given
                                ? "request a higher quota first"
                                : "do not rely on more than ten times the default; split the load over accounts or regions",
                        wanted <= GRANTED * given));
    }

    static Exceeded eventSize(int bytes, double most, String offer, Limit limit) {
        return new Exceeded(
                Gate.EVENT_SIZE,
                String.format(Locale.ROOT, "an event has %,d bytes, %s takes %,.0f", bytes, offer, most),
                limit.fact(),
                limit.fix());
    }

    /** {@return the gate, closed unless the limit is raised on request} */
    Gate closed() {
        return new Gate(gate, onRequest, what + ". Fix: " + wayOut, fact);
    }
}
