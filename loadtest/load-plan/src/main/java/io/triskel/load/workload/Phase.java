package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.Unit;
import java.time.Duration;
import java.util.Objects;

/** A part of a workload. Rates are events per second. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Phase.WarmUp.class),
    @JsonSubTypes.Type(Phase.Steady.class),
    @JsonSubTypes.Type(Phase.Ramp.class),
    @JsonSubTypes.Type(Phase.Step.class),
    @JsonSubTypes.Type(Phase.Spike.class),
    @JsonSubTypes.Type(Phase.Backlog.class),
    @JsonSubTypes.Type(Phase.Capacity.class)
})
public sealed interface Phase {
    /** {@return the name of the kind, as in the file} */
    default String kind() {
        return Objects.requireNonNull(getClass().getAnnotation(JsonTypeName.class))
                .value();
    }

    /** {@return its duration; for a capacity search that of its ramp, which probes follow} */
    Duration length();

    /**
     * {@return the wanted rate}
     *
     * @param since the start of the phase
     */
    double rateAt(Duration since);

    /** {@return whether its events are in the figures} */
    default boolean counts() {
        return true;
    }

    /** {@return the highest wanted rate} */
    default double peak() {
        return Math.max(rateAt(Duration.ZERO), rateAt(length()));
    }

    /** {@return how many events are meant to be sent} */
    default double events() {
        return (rateAt(Duration.ZERO) + rateAt(length())) / 2 * length().toNanos() / 1e9;
    }

    /** A phase of one rate. */
    sealed interface Constant extends Phase {
        double rate();

        @Override
        default double rateAt(Duration since) {
            return rate();
        }
    }

    /** A phase whose rate changes linearly. */
    sealed interface Changing extends Phase {
        double from();

        double to();

        @Override
        default double rateAt(Duration since) {
            double part = (double) since.toNanos() / length().toNanos();
            return from() + (to() - from()) * Math.min(1, Math.max(0, part));
        }
    }

    /** Fills caches and lets the JIT compile; not in the figures. */
    @JsonTypeName("warm-up")
    record WarmUp(double rate, @JsonProperty("for") Duration length) implements Constant {
        public WarmUp {
            Rates.check(rate, length);
        }

        @Override
        public boolean counts() {
            return false;
        }
    }

    /** The usual load. */
    @JsonTypeName("steady")
    record Steady(double rate, @JsonProperty("for") Duration length) implements Constant {
        public Steady {
            Rates.check(rate, length);
        }
    }

    /** From one rate to another. */
    @JsonTypeName("ramp")
    record Ramp(double from, double to, @JsonProperty("for") Duration length) implements Changing {
        public Ramp {
            Rates.check("from", from);
            Rates.check("to", to);
            Rates.checkLength(length);
        }
    }

    /** An abrupt, lasting change of rate: measures how long the consumers need to catch up. */
    @JsonTypeName("step")
    record Step(double rate, @JsonProperty("for") Duration length) implements Constant {
        public Step {
            Rates.check(rate, length);
        }
    }

    /** A rate above the others, for a short time. */
    @JsonTypeName("spike")
    record Spike(double rate, @JsonProperty("for") Duration length) implements Constant {
        public Spike {
            Rates.check(rate, length);
        }
    }

    /** Consumers are paused meanwhile, then resumed. */
    @JsonTypeName("backlog")
    record Backlog(double rate, @JsonProperty("for") Duration length) implements Constant {
        public Backlog {
            Rates.check(rate, length);
        }
    }

    /**
     * The search for the highest rate whose backlog lasts, and the highest that meets the objectives: a ramp, then probes.
     *
     * @param probe longest time of one probe, and of the ramp; 10 s to 1 h
     * @param precision width of the bracket as a share of its lower end; 0.1% to 50%
     */
    @JsonTypeName("capacity")
    record Capacity(
            double from,
            double to,
            @FileField(otherwise = "60s") Duration probe,
            @FileField(unit = Unit.SHARE, otherwise = "5%") double precision)
            implements Changing {
        /** Of a search, the ramp among them. */
        public static final int MOST_PROBES = 16;

        private static final int LONGEST_IN_PROBES = 15;
        private static final Duration SHORTEST = Duration.ofSeconds(10);
        private static final Duration LONGEST = Duration.ofHours(1);

        public Capacity {
            Rates.check(from);
            Rates.check(to, probe);
            if (to <= from) {
                throw new IllegalArgumentException("A capacity search must go upwards, not from " + Numbers.plain(from)
                        + "/s to " + Numbers.plain(to) + "/s");
            }
            if (probe.compareTo(SHORTEST) < 0 || probe.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "probe must be 10 s to 1 h, not " + Numbers.plain(probe.toNanos() / 1e9) + " s");
            }
            if (!(precision >= 0.001) || precision > 0.5) {
                throw new IllegalArgumentException("precision must be 0.1% to 50%, not " + Numbers.percent(precision));
            }
        }

        @Override
        public Duration length() {
            return probe;
        }

        /** {@return how long the whole search may take, its drains included; with probes of 60 s it is 15 minutes} */
        public Duration longest() {
            return probe.multipliedBy(LONGEST_IN_PROBES);
        }
    }
}
