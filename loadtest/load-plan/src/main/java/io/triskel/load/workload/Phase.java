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
     * The search for the highest rate that meets the objectives: one ramp, then bisection by probes, then confirmation.
     *
     * @param length of the ramp
     * @param probe length of one probe
     * @param precision width of the bracket as a share of its upper end; 0.1% to 50%
     * @param confirm how often the rate that passed must pass again; 0 to 10
     */
    @JsonTypeName("capacity")
    record Capacity(
            double from,
            double to,
            @JsonProperty("for") Duration length,
            Duration probe,
            @FileField(unit = Unit.SHARE, otherwise = "5%") double precision,

            @FileField(otherwise = "3", least = 0, most = 10)
            int confirm)
            implements Changing {
        public Capacity {
            Rates.check(from);
            Rates.check(to, length);
            Rates.check(probe);
            if (to <= from) {
                throw new IllegalArgumentException("A capacity search must go upwards, not from " + Numbers.plain(from)
                        + "/s to " + Numbers.plain(to) + "/s");
            }
            if (!(precision >= 0.001) || precision > 0.5) {
                throw new IllegalArgumentException("precision must be 0.1% to 50%, not " + Numbers.percent(precision));
            }
            if (confirm < 0 || confirm > 10) {
                throw new IllegalArgumentException("confirm must be 0 to 10 times, not " + confirm);
            }
        }
    }
}
