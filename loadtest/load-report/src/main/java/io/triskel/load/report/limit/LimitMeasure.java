package io.triskel.load.report.limit;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.report.merge.RepeatRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** How to measure how much of a limit a run used. */
public enum LimitMeasure {
    ACCEPTED_EVENTS {
        @Override
        OptionalDouble of(TargetRun target) {
            return sustained(target, SeriesColumn.ACCEPTED);
        }
    },
    ACCEPTED_BYTES {
        @Override
        OptionalDouble of(TargetRun target) {
            return times(sustained(target, SeriesColumn.ACCEPTED), EVENT_SIZE.of(target));
        }
    },
    DELIVERED_EVENTS {
        @Override
        OptionalDouble of(TargetRun target) {
            return sustained(target, SeriesColumn.DELIVERED);
        }
    },
    DELIVERED_BYTES {
        @Override
        OptionalDouble of(TargetRun target) {
            return times(sustained(target, SeriesColumn.DELIVERED), EVENT_SIZE.of(target));
        }
    },
    HOTTEST_KEY_BYTES {
        @Override
        OptionalDouble of(TargetRun target) {
            JsonNode keys = target.first().run().workload().path("keys");
            OptionalDouble share = keys.path("hottest").isNumber()
                    ? OptionalDouble.of(keys.path("hottest").doubleValue())
                    : keys.path("count").asDouble() > 0
                            ? OptionalDouble.of(1 / keys.path("count").asDouble())
                            : OptionalDouble.empty();
            return times(ACCEPTED_BYTES.of(target), share);
        }
    },
    EVENT_SIZE {
        @Override
        OptionalDouble of(TargetRun target) {
            JsonNode size = target.first().run().workload().path("event").path("size");
            return size.isNumber() ? OptionalDouble.of(size.doubleValue()) : OptionalDouble.empty();
        }
    },
    INSTANCES {
        @Override
        OptionalDouble of(TargetRun target) {
            return target.repeats().stream()
                    .flatMap(repeat -> repeat.series().flatMap(series -> series.get(SeriesColumn.INSTANCES)).stream())
                    .flatMapToDouble(DoubleStream::of)
                    .filter(sample -> !Double.isNaN(sample))
                    .max();
        }
    },
    NONE {
        @Override
        OptionalDouble of(TargetRun target) {
            return OptionalDouble.empty();
        }
    };

    /** How long a rate must hold to count: in less time, buffers can absorb a rate that the service cannot. */
    private static final int SUSTAINED_MS = 10_000;

    abstract OptionalDouble of(TargetRun target);

    private static OptionalDouble times(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() * other.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble sustained(TargetRun target, SeriesColumn column) {
        return target.repeats().stream()
                .flatMapToDouble(repeat -> sustained(repeat, column).stream())
                .max();
    }

    private static OptionalDouble sustained(RepeatRun repeat, SeriesColumn column) {
        double[] rates = repeat.series().flatMap(all -> all.perSecond(column)).orElse(new double[0]);
        int window =
                Math.max(1, SUSTAINED_MS / repeat.series().map(Series::stepMs).orElse(SUSTAINED_MS));
        double highest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < rates.length; i++) {
            sum += zeroIfNone(rates[i]) - (i >= window ? zeroIfNone(rates[i - window]) : 0);
            highest = i >= window - 1 ? Math.max(highest, sum / window) : highest;
        }
        return rates.length < window ? OptionalDouble.empty() : OptionalDouble.of(highest);
    }

    private static double zeroIfNone(double sample) {
        return Double.isNaN(sample) ? 0 : sample;
    }
}
