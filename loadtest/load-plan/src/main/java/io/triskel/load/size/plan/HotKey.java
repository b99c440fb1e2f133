package io.triskel.load.size.plan;

import java.util.Locale;
import java.util.Optional;

/** The busiest key: its events are sequential, so neither more units nor more instances help. */
public final class HotKey {
    private HotKey() {}

    /**
     * {@return the exceeded limit, if one key is more than a function can handle sequentially}
     *
     * @param seconds of one event
     */
    public static Optional<Exceeded> tooMuchWork(Need need, double seconds) {
        double busy = need.peak() * need.hottest() * seconds;
        return busy <= 1
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        Gate.LOAD,
                        String.format(Locale.ROOT, "the hottest key needs %.2f s of sequential work per second", busy),
                        "order-per-key",
                        "use a finer key, or do less work per event; more instances do not help"));
    }

    /** {@return the exceeded limit, if one key has more bytes per second than a unit takes} */
    static Optional<Exceeded> tooManyBytes(Need need, double most, String unit, String fact) {
        double bytes = need.peakBytes() * need.hottest();
        return bytes <= most
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        Gate.LOAD,
                        String.format(
                                Locale.ROOT,
                                "the hottest key has %.2f MB/s, %s takes %.2f",
                                bytes / 1e6,
                                unit,
                                most / 1e6),
                        fact,
                        "use a finer key, or smaller events; more units do not help"));
    }

    /** {@return the exceeded limit, if one key has more events per second than a unit takes} */
    static Optional<Exceeded> tooManyEvents(Need need, double most, String unit, String fact) {
        double events = need.peak() * need.hottest();
        return events <= most
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        Gate.LOAD,
                        String.format(
                                Locale.ROOT, "the hottest key has %,.0f events/s, %s takes %,.0f", events, unit, most),
                        fact,
                        "use a finer key, or pack several events into a record; more units do not help"));
    }

    /**
     * {@return units, filled completely, so that the one with the busiest key stays within its capacity}
     *
     * @param demand of all keys together
     * @param capacity of one unit, at the target load if the hottest key leaves room for it
     */
    static double units(Need need, double demand, double capacity) {
        double hot = demand * need.hottest();
        double room = (hot < capacity * need.load() ? capacity * need.load() : capacity) - hot;
        double others = demand - hot;
        // If the busiest key alone is too much, tooManyBytes reports it; more units would not help.
        return others <= 0 || room <= 0 ? 0 : others / room * need.load();
    }
}
