package io.triskel.load.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.WrongFieldException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A load and its objectives. This record is the workload file and the workload in a result; it and its records are the only place with
 * the names of their fields.
 *
 * @param demand the input of sizing
 */
public record Workload(
        @FileField(value = "for folders and reports", pattern = Workload.NAME)
        String name,

        @FileField(value = "a sentence for people", otherwise = "''", most = Workload.LONGEST_ABOUT)
        String about,

        @FileField("`bus`: publish to consume; `function`: publish to the handler in the deployed package;"
                + " `pipeline`: order placed to order finished")
        Level level,

        @FileField(value = "the seed of all random choices", otherwise = "1")
        long seed,

        EventShape event,

        @FileField(otherwise = "{count: 1000}") KeySpread keys,

        @FileField(
                value = "independent consumers, each of which receives every event; at level `function` and with"
                        + " `demand.orders` 1, as an order has the demo's readers",
                otherwise = "1",
                least = 1,
                most = 100)
        int consumers,

        @FileField(
                value = "`uniform`: equal intervals; `poisson`: at random; `{trace: times.csv}`: as recorded",
                otherwise = "poisson")
        Arrivals arrivals,

        @FileField(value = "the phases, one after another", least = 1, most = 100)
        List<Phase> phases,

        @FileField(value = "the objectives; one that is not stated is not judged", otherwise = "{}")
        Objectives objectives,

        @FileField(
                value = "how long after the last send an event may arrive before it counts as lost; at most 1 h",
                otherwise = "60s")
        Duration drain,

        @FileField(value = "how often the workload is run", otherwise = "1", least = 1, most = 100)
        int repeats,

        @FileField(
                "a run on a cloud, or on its emulator, [stops](load-testing.md#a-budget) at this amount, by list prices")
        Optional<Money> budget,

        @FileField(
                value = "the load that `size` computes with and a [simulated](simulation.md#how-large-the-bus-is)"
                        + " bus is sized for",
                derived = "the demand of the phases")
        Demand demand) {
    /** The version of the file's format. */
    public static final int FORMAT = 1;

    static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";
    static final int LONGEST_ABOUT = 300;
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    public Workload {
        check(
                name.matches(NAME),
                "name",
                "1 to 64 characters of a-z, 0-9 and hyphen, not starting with a hyphen",
                "'" + name + "'");
        if (about.length() > LONGEST_ABOUT) {
            throw new WrongFieldException(
                    "about", "'about' has " + about.length() + " characters. Expected: at most " + LONGEST_ABOUT);
        }
        check(consumers >= 1 && consumers <= 100, "consumers", "1 to 100", consumers);
        check(
                consumers == 1 || !demand.orders(),
                "consumers",
                "left out, since the readers of orders are those of the demo's manifests",
                consumers);
        check(repeats >= 1 && repeats <= 100, "repeats", "1 to 100", repeats);
        check(
                !drain.isNegative() && drain.compareTo(LONGEST_DRAIN) <= 0,
                "drain",
                "at most 1 h",
                Numbers.plain(drain.toNanos() / 1e9) + " s");
        phases = phases(phases);
        if (arrivals instanceof Arrivals.Trace && phases.get(phases.size() - 1) instanceof Phase.Capacity) {
            throw new WrongFieldException(
                    "arrivals",
                    "A capacity search sets the rate itself, and a trace has its own: use only one of them");
        }
    }

    /** {@return the duration of all phases, of a capacity search only that of its ramp} */
    public Duration length() {
        return length(phases);
    }

    static Duration length(List<Phase> phases) {
        return phases.stream().map(Phase::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** {@return the same workload, repeated so often} */
    public Workload withRepeats(int times) {
        return new Workload(
                name,
                about,
                level,
                seed,
                event,
                keys,
                consumers,
                arrivals,
                phases,
                objectives,
                drain,
                times,
                budget,
                demand);
    }

    /** {@return the whole as JSON, with bytes, seconds and events per second as plain numbers} */
    public ObjectNode toJson() {
        return WorkloadJson.write(this);
    }

    /**
     * {@return what {@link #toJson()} wrote}
     *
     * @throws InputException if it is not that
     */
    public static Workload fromJson(JsonNode json) {
        return WorkloadJson.read(json);
    }

    private static void check(boolean kept, String field, String expected, Object found) {
        if (!kept) {
            throw WrongFieldException.range(field, expected, found);
        }
    }

    /** {@return phases that go together, in a list that cannot change} */
    static List<Phase> phases(List<Phase> phases) {
        if (phases.isEmpty() || phases.size() > 100) {
            throw new IllegalArgumentException("A workload must have 1 to 100 phases, not " + phases.size());
        }
        if (phases.stream().noneMatch(Phase::counts)) {
            throw new IllegalArgumentException("At least one phase must count in the figures; a warm-up does not");
        }
        if (phases.stream().limit(phases.size() - 1L).anyMatch(Phase.Capacity.class::isInstance)) {
            throw new IllegalArgumentException("A capacity search must be the last phase");
        }
        return List.copyOf(phases);
    }
}
