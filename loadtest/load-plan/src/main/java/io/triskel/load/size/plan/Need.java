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
 * @param traffic who reads the bus
 * @param retention how long the bus keeps events
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
        Traffic traffic,
        Duration retention,
        Optional<FunctionWork> function,
        double load,
        boolean orders,
        String region,
        Terms terms) {
    public Need {
        if (!(load > 0) || load > 1) {
            throw new IllegalArgumentException("The target load must be above 0 and at most 1, not " + load);
        }
        if (!(mean > 0) || !(peak >= mean)) {
            throw new IllegalArgumentException(
                    "The mean rate must be above 0 and at most the peak, not " + mean + " and " + peak);
        }
    }

    /** {@return the need that a workload states; the rates are those of its orders or events, and an order leads to several events} */
    public static Need of(Workload workload, double load) {
        Demand demand = workload.demand();
        return new Need(
                demand.mean(),
                demand.peak(),
                workload.event().size(),
                workload.keys().hottest(),
                workload.keys().count(),
                demand.orders() ? Traffic.ofOrders() : Traffic.of(workload.consumers()),
                demand.retention(),
                demand.function(),
                load,
                demand.orders(),
                demand.region().name().toLowerCase(Locale.ROOT),
                new Terms(
                        demand.replay().orElse(demand.retention()),
                        demand.kept().orElse(Demand.KEPT),
                        workload.objectives().p99(),
                        demand.logs()));
    }

    /** {@return independent readers of every event, each with its own function if there is one} */
    public int consumers() {
        return traffic.readers();
    }

    /**
     * {@return events an hour that invoke functions, all readers together} What is billed by the invocation follows it. Bytes read do not: what a
     * filter withholds is billed as delivered (docs.cloud.google.com/pubsub/docs/filtering, read 2026-11-30).
     *
     * @param filtered whether a filter by type withholds events from functions, as our subscriptions to Pub/Sub have one; our triggers on
     *     AWS and Azure have none, so every event invokes every reader, alone or in a batch
     */
    public double invokedEvents(boolean filtered) {
        return eventsAnHour() * (filtered ? traffic.passed() : traffic.readers());
    }

    /**
     * {@return events an hour that functions work on, all readers together} The time billed for work follows it: an event that a reader does
     * not want is ignored by its type, in microseconds.
     */
    public double handledEvents() {
        return eventsAnHour() * traffic.wanted();
    }

    /** {@return events a second at the peak that the busiest reader works on; lanes and partitions follow it} */
    public double busiestPeak() {
        return peak * traffic.busiest();
    }

    /** {@return orders an hour, if events are those of orders} */
    public double ordersAnHour() {
        return eventsAnHour() / traffic.perOrder();
    }

    /** {@return the same at another mean rate, with the same ratio of the peak to it} */
    public Need withMean(double other) {
        return at(other, Math.max(other, other * (peak / mean)));
    }

    /** {@return the same at another mean rate, at most the unchanged peak} */
    public Need withMeanAlone(double other) {
        return at(other, peak);
    }

    /** {@return the same at other rates} */
    public Need at(double otherMean, double otherPeak) {
        return new Need(
                otherMean, otherPeak, size, hottest, keys, traffic, retention, function, load, orders, region, terms);
    }

    /** {@return the same with events of another size} */
    public Need withSize(int other) {
        return of(new EventShape(other).size(), hottest, function, region, terms);
    }

    /** {@return the same with another share of the busiest key} */
    public Need withHottest(double other) {
        return of(size, new KeySpread(keys, other).hottest(), function, region, terms);
    }

    /** {@return the same with another batch size, if there is a function} */
    public Need withBatch(int batch) {
        return with(function.map(one -> new FunctionWork(one.work(), one.cpu(), one.memory(), batch, one.window())));
    }

    /** {@return the same with another function, or without} */
    public Need with(Optional<FunctionWork> other) {
        return of(size, hottest, other, region, terms);
    }

    /**
     * {@return the same with other readers}
     *
     * @param ofOrders whether events are those of orders, with their stores
     */
    public Need with(Traffic other, boolean ofOrders) {
        return new Need(mean, peak, size, hottest, keys, other, retention, function, load, ofOrders, region, terms);
    }

    /** {@return the same with other terms} */
    public Need with(Terms other) {
        return of(size, hottest, function, region, other);
    }

    /** {@return the same in another region} */
    public Need in(String other) {
        return of(size, hottest, function, other, terms);
    }

    private Need of(int bytes, double busiest, Optional<FunctionWork> work, String place, Terms stated) {
        return new Need(mean, peak, bytes, busiest, keys, traffic, retention, work, load, orders, place, stated);
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
