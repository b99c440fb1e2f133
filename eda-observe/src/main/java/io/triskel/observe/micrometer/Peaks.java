package io.triskel.observe.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gauges of one name, one per combination of tags. Each is the highest value of the last two to three minutes: batches and
 * drains report in turn, and a scrape must not see only the last value. A gauge without a value for two minutes is
 * {@code NaN}, because 0 would mean that all is well.
 */
final class Peaks {
    /** The window ends in steps of this length. */
    private static final Duration PART = Duration.ofMinutes(1);

    private static final int PARTS = 3;

    private final MeterRegistry registry;
    private final String name;
    private final String unit;
    private final String description;
    private final Map<Tags, Peak> peaks = new ConcurrentHashMap<>();

    Peaks(MeterRegistry registry, String name, String unit, String description) {
        this.registry = registry;
        this.name = name;
        this.unit = unit;
        this.description = description;
    }

    void tell(Tags tags, double value) {
        peaks.computeIfAbsent(tags, this::registered).tell(value);
    }

    private Peak registered(Tags tags) {
        Peak peak = new Peak(registry);
        Gauge.builder(name, peak, Peak::value)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
        return peak;
    }

    private static final class Peak {
        private final MeterRegistry registry;
        private final TimeWindowMax highest;
        private volatile long toldAt;

        Peak(MeterRegistry registry) {
            this.registry = registry;
            this.highest = new TimeWindowMax(registry.config().clock(), PART.toMillis(), PARTS);
        }

        void tell(double value) {
            highest.record(value);
            toldAt = registry.config().clock().wallTime();
        }

        double value() {
            long age = registry.config().clock().wallTime() - toldAt;
            return age < PART.multipliedBy(PARTS - 1L).toMillis() ? highest.poll() : Double.NaN;
        }
    }
}
