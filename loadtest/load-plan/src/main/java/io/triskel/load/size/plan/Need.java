package io.triskel.load.size.plan;

import io.triskel.load.workload.Demand;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.FunctionWork;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The load that an offer must carry.
 *
 * @param mean events per second over a month, for prices by use
 * @param peak events per second at the busiest time, for prices by unit
 * @param size bytes of an event, key included
 * @param hottest share of the busiest key
 * @param keys how many keys there are
 * @param consumers independent ones, each with its own function if there is one
 * @param load share of a unit's capacity to plan with; above 0, at most 1
 * @param orders whether to include the stores of the order pipeline
 * @param region us or eu
 */
public record Need(
        double mean,
        double peak,
        int size,
        double hottest,
        int keys,
        int consumers,
        Duration retention,
        Optional<FunctionWork> function,
        double load,
        boolean orders,
        String region) {
    public Need {
        if (!(load > 0) || load > 1) {
            throw new IllegalArgumentException("The target load must be above 0 and at most 1, not " + load);
        }
        if (!(mean > 0) || !(peak >= mean)) {
            throw new IllegalArgumentException(
                    "The mean rate must be above 0 and at most the peak, not " + mean + " and " + peak);
        }
    }

    /** {@return the need that a workload states} */
    public static Need of(Workload workload, double load) {
        Demand demand = workload.demand();
        return new Need(
                demand.mean(),
                demand.peak(),
                workload.event().size(),
                workload.keys().hottest(),
                workload.keys().count(),
                workload.consumers(),
                demand.retention(),
                demand.function(),
                load,
                demand.orders(),
                demand.region().name().toLowerCase(Locale.ROOT));
    }

    /** {@return the same at another mean rate, with the same ratio of the peak to it} */
    public Need withMean(double other) {
        double scaled = Math.max(other, other * (peak / mean));
        return new Need(other, scaled, size, hottest, keys, consumers, retention, function, load, orders, region);
    }

    /** {@return the same at another mean rate, at most the unchanged peak} */
    public Need withMeanAlone(double other) {
        return new Need(other, peak, size, hottest, keys, consumers, retention, function, load, orders, region);
    }

    /** {@return the same with events of another size} */
    public Need withSize(int other) {
        int valid = new EventShape(other).size();
        return new Need(mean, peak, valid, hottest, keys, consumers, retention, function, load, orders, region);
    }

    /** {@return the same with another share of the busiest key} */
    public Need withHottest(double other) {
        double valid = new KeySpread(keys, other).hottest();
        return new Need(mean, peak, size, valid, keys, consumers, retention, function, load, orders, region);
    }

    /** {@return the same with another batch size, if there is a function} */
    public Need withBatch(int batch) {
        Optional<FunctionWork> other =
                function.map(one -> new FunctionWork(one.work(), one.cpu(), one.memory(), batch, one.window()));
        return new Need(mean, peak, size, hottest, keys, consumers, retention, other, load, orders, region);
    }

    /** {@return the same in another region} */
    public Need in(String other) {
        return new Need(mean, peak, size, hottest, keys, consumers, retention, function, load, orders, other);
    }

    /** {@return whether a key is busier than an even share} */
    public boolean isSkewed() {
        return hottest > 1.01 / keys;
    }

    public double eventsAnHour() {
        return mean * Amounts.SECONDS_AN_HOUR;
    }

    public double bytesAnHour() {
        return eventsAnHour() * size;
    }

    /** {@return bytes a second at the busiest time} */
    public double peakBytes() {
        return peak * size;
    }

    public double retentionHours() {
        return retention.toSeconds() / Amounts.SECONDS_AN_HOUR;
    }

    /** {@return bytes that the bus keeps for the given part of its retention} */
    public double keptBytes(double hours) {
        return bytesAnHour() * Math.max(0, hours);
    }
}
