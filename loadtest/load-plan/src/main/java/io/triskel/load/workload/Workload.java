package io.triskel.load.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.yaml.InputException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The load that is wanted, and what must hold under it.
 *
 * @param name 1 to 64 of a-z, 0-9 and hyphen, for folders and reports
 * @param about a sentence for people, at most 300 characters; may be empty
 * @param seed what is random is the same for the same seed
 * @param consumers independent ones, each of which sees every event; 1 to 100
 * @param phases in this order; 1 to 100, one at least of which counts, a capacity search last
 * @param drain how long after the last send an event may come before it is lost; at most 1 h
 * @param repeats 1 to 100
 * @param budget a run against a cloud stops there
 * @param demand what sizing computes with
 */
public record Workload(
        String name,
        String about,
        Level level,
        long seed,
        EventShape event,
        KeySpread keys,
        int consumers,
        Arrivals arrivals,
        List<Phase> phases,
        Objectives objectives,
        Duration drain,
        int repeats,
        Optional<Money> budget,
        Demand demand) {
    /** The version of the file's format. */
    public static final int FORMAT = 1;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    public Workload {
        checkName(name);
        checkAbout(about);
        checkConsumers(consumers);
        checkRepeats(repeats);
        checkDrain(drain);
        phases = List.copyOf(phases);
        checkPhases(phases);
        if (arrivals instanceof Arrivals.Trace && phases.get(phases.size() - 1) instanceof Phase.Capacity) {
            throw new IllegalArgumentException(
                    "A capacity search sets the rate itself, a trace has its own: take one of the two");
        }
    }

    /** {@return how long all phases take, of a capacity search only its ramp} */
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

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A name has 1 to 64 characters of a-z, 0-9 and hyphen and begins with no hyphen, not '" + name
                            + "'");
        }
    }

    static void checkAbout(String about) {
        if (about.length() > 300) {
            throw new IllegalArgumentException("'about' has at most 300 characters, not " + about.length());
        }
    }

    static void checkConsumers(int consumers) {
        if (consumers < 1 || consumers > 100) {
            throw new IllegalArgumentException("There are 1 to 100 consumers, not " + consumers);
        }
    }

    static void checkRepeats(int repeats) {
        if (repeats < 1 || repeats > 100) {
            throw new IllegalArgumentException("A workload is run 1 to 100 times ('repeats'), not " + repeats);
        }
    }

    static void checkDrain(Duration drain) {
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException(
                    "A drain takes at most 1 h, not " + Numbers.plain(drain.toNanos() / 1e9) + " s");
        }
    }

    static void checkPhases(List<Phase> phases) {
        if (phases.isEmpty() || phases.size() > 100) {
            throw new IllegalArgumentException("A workload has 1 to 100 phases, not " + phases.size());
        }
        if (phases.stream().noneMatch(Phase::counts)) {
            throw new IllegalArgumentException("One phase at least is in the figures; a warm-up is not");
        }
        if (phases.stream().limit(phases.size() - 1L).anyMatch(Phase.Capacity.class::isInstance)) {
            throw new IllegalArgumentException("A capacity search is the last phase: nothing can follow it");
        }
    }
}
