package io.triskel.load.evaluate.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A number of the workload that a gate asks about, in whole steps. */
public enum Scale {
    /** Days on the bus itself. */
    RETENTION(Gate.RETENTION, 1, 365, true) {
        @Override
        OptionalInt now(Workload workload) {
            return OptionalInt.of(days(workload.demand().retention()));
        }

        @Override
        void set(ObjectNode json, int days) {
            ObjectNode demand = json.withObject("/demand");
            long seconds = Duration.ofDays(days).toSeconds();
            demand.put("retention", seconds);
            if (demand.has("replay") && demand.get("replay").longValue() < seconds) {
                demand.put("replay", seconds);
            }
        }
    },
    CONSUMERS(Gate.CONSUMERS, 1, 100, true) {
        /** The readers of orders are those of the demo. */
        @Override
        OptionalInt now(Workload workload) {
            return workload.demand().orders() ? OptionalInt.empty() : OptionalInt.of(workload.consumers());
        }

        @Override
        void set(ObjectNode json, int consumers) {
            json.put("consumers", consumers);
        }
    },
    /** Bytes. */
    EVENT_SIZE(Gate.EVENT_SIZE, EventShape.SMALLEST, EventShape.LARGEST, true) {
        @Override
        OptionalInt now(Workload workload) {
            return OptionalInt.of(workload.event().size());
        }

        @Override
        void set(ObjectNode json, int bytes) {
            json.withObject("/event").put("size", bytes);
        }
    },
    /** Hundredths of the stated rates, mean and peak. */
    LOAD(Gate.LOAD, 1, 2_000, true) {
        @Override
        OptionalInt now(Workload workload) {
            return OptionalInt.of(100);
        }

        @Override
        void set(ObjectNode json, int percent) {
            ObjectNode demand = json.withObject("/demand");
            demand.put("mean", demand.get("mean").doubleValue() * percent / 100);
            demand.put("peak", demand.get("peak").doubleValue() * percent / 100);
        }
    },
    /** Tenths of a second. */
    OBJECTIVE(Gate.OBJECTIVE, 1, 600, false) {
        @Override
        OptionalInt now(Workload workload) {
            return workload.objectives()
                    .p99()
                    .map(time -> OptionalInt.of((int) (time.toMillis() / 100)))
                    .orElse(OptionalInt.empty());
        }

        @Override
        void set(ObjectNode json, int tenths) {
            json.withObject("/objectives").put("p99", tenths / 10.0);
        }
    };

    private final String gate;
    private final int least;
    private final int most;
    private final boolean moreIsHarder;

    Scale(String gate, int least, int most, boolean moreIsHarder) {
        this.gate = gate;
        this.least = least;
        this.most = most;
        this.moreIsHarder = moreIsHarder;
    }

    /** {@return what the workload states; empty if it states nothing, or nothing that may be changed} */
    abstract OptionalInt now(Workload workload);

    abstract void set(ObjectNode json, int value);

    /** {@return the same workload with another number} */
    public Workload with(Workload workload, int value) {
        ObjectNode json = workload.toJson();
        set(json, value);
        return Workload.fromJson(json);
    }

    /** {@return the easiest demand on this scale, or the hardest one} */
    int end(boolean easiest) {
        return easiest == moreIsHarder ? least : most;
    }

    /** {@return the id of the gate} */
    public String gate() {
        return gate;
    }

    /** {@return whether a larger number asks more of an offer} */
    public boolean isMoreHarder() {
        return moreIsHarder;
    }

    /** {@return the scale that a gate asks about, if it is a number} */
    public static Optional<Scale> of(String gate) {
        for (Scale scale : values()) {
            if (scale.gate.equals(gate)) {
                return Optional.of(scale);
            }
        }
        return Optional.empty();
    }

    /** {@return how far back events must be read, in days, if the bus alone need not keep them so long} */
    static OptionalInt replayBeyond(Workload workload) {
        return workload.demand()
                .replay()
                .filter(replay -> replay.compareTo(workload.demand().retention()) > 0)
                .map(replay -> OptionalInt.of(days(replay)))
                .orElse(OptionalInt.empty());
    }

    private static int days(Duration time) {
        return (int) Math.ceil(time.toSeconds() / 86_400.0);
    }
}
