package io.triskel.load.size.plan;

import java.util.Locale;
import java.util.Optional;

/** The busiest key: its events follow one another, so neither units nor instances help it. */
public final class HotKey {
    private HotKey() {}

    /**
     * {@return what is exceeded if one key is more than a function can handle one event after another}
     *
     * @param seconds of one event
     */
    public static Optional<Exceeded> tooMuchWork(Need need, double seconds) {
        double busy = need.peak() * need.hottest() * seconds;
        return busy <= 1
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        String.format(
                                Locale.ROOT, "the hottest key needs %.2f s of work a second, one after another", busy),
                        "order-per-key",
                        "spread the key (a finer key), or make the work of an event shorter; no instance helps"));
    }

    /** {@return what is exceeded if one key has more bytes a second than a unit takes} */
    public static Optional<Exceeded> tooManyBytes(Need need, double most, String unit, String fact) {
        double bytes = need.peakBytes() * need.hottest();
        return bytes <= most
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        String.format(
                                Locale.ROOT,
                                "the hottest key has %.2f MB/s, %s takes %.2f",
                                bytes / 1e6,
                                unit,
                                most / 1e6),
                        fact,
                        "spread the key (a finer key), or make events smaller; no number of units cures it"));
    }

    /**
     * {@return units, filled to the brim, so that the one with the busiest key keeps within its capacity}
     *
     * @param demand of all keys together
     * @param capacity of one unit, at the target load if the hottest key leaves room for it
     */
    public static double units(Need need, double demand, double capacity) {
        double hot = demand * need.hottest();
        double room = (hot < capacity * need.load() ? capacity * need.load() : capacity) - hot;
        double others = demand - hot;
        // Where the busiest key alone is too much, tooManyBytes says so, and more units are no answer.
        return others <= 0 || room <= 0 ? 0 : others / room * need.load();
    }
}
