package io.triskel.load.size.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The latency budget of an offer, from documents and not from a measurement: the waits of the deliveries that follow one another from sent to
 * seen. None of the demo's waits for a clock, which fires timers and publishes only what could not be published inline.
 *
 * @param delivery from the bus to the end of the work on a batch
 * @param path the types of the events that are delivered one after another
 * @param objective for all of them; empty if the workload states none
 */
public record Latency(Floor delivery, List<String> path, Optional<Duration> objective) {
    /** {@return the budget of a plan with this bus and this function, if there is one} */
    public static Latency of(Need need, Floor bus, Optional<Floor> function) {
        return new Latency(
                function.map(bus::then).orElse(bus),
                need.traffic().path(),
                need.terms().objective());
    }

    /** {@return seconds on average} */
    public double average() {
        return delivery.milliseconds() * path.size() / 1000;
    }

    /** {@return seconds if each event comes at the worst moment} */
    public double worst() {
        return delivery.worst() * path.size() / 1000;
    }

    /** {@return the waits in words} */
    public String told() {
        boolean varies = delivery.worst() > delivery.milliseconds();
        String all = path.size() == 1
                ? delivery.how()
                : String.format(
                        Locale.ROOT,
                        "%d deliveries in a row, each %s%s (%s)",
                        path.size(),
                        ms(delivery.milliseconds()),
                        varies ? ", at worst " + ms(delivery.worst()) : "",
                        delivery.how());
        return String.format(
                Locale.ROOT,
                "at least %s on average%s: %s; unmeasured",
                seconds(average()),
                varies ? ", at worst " + seconds(worst()) : "",
                all);
    }

    /** {@return each delivery in words, the first one first} */
    public List<String> hops() {
        List<String> hops = new ArrayList<>();
        for (String event : path) {
            hops.add(String.format(
                    Locale.ROOT,
                    "%d. %s: %s, at worst %s",
                    hops.size() + 1,
                    event,
                    ms(delivery.milliseconds()),
                    ms(delivery.worst())));
        }
        return hops;
    }

    /** {@return whether the objective can be kept; a plan without an objective, or without a documented wait, passes} */
    public Gate gate() {
        if (objective.isEmpty()) {
            return new Gate(Gate.OBJECTIVE, true, "no objective is stated", "");
        }
        double limit = objective.get().toNanos() / 1e9;
        String asked = "the objective is " + seconds(limit);
        if (!delivery.known()) {
            return new Gate(Gate.OBJECTIVE, true, "no figure was found, " + asked, "");
        }
        boolean passes = average() <= limit;
        return new Gate(
                Gate.OBJECTIVE,
                passes,
                told() + "; " + asked + (passes ? "" : ", " + seconds(average() - limit) + " less"),
                "");
    }

    private static String ms(double milliseconds) {
        return String.format(Locale.ROOT, "%,.0f ms", milliseconds);
    }

    private static String seconds(double seconds) {
        return seconds < 1 ? ms(seconds * 1000) : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
